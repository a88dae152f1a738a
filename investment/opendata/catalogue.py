"""The catalogue: which datasets the rooms publish, and when each changed."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Max, Min, Value
from django.utils import timezone

from portal.pages.rooms import rooms
from portal.publishing.models import TransitionLog
from projects.unions import together
from projects.when import When


def every():
    """All Datasets."""
    return [dataset for room in rooms() for dataset in room.datasets]


def by_key(key):
    """The Dataset of a key, or None."""
    return next((one for one in every() if one.key == key), None)


def by_slug(slug):
    """The Dataset with this address word in any language, or None."""
    return next((one for one in every() if slug in one.slugs.values()), None)


def filled():
    """The keys of the datasets in which anything stands today; one query."""
    when = When.today()
    rows = {one.key: one.stands(when) for one in every()}
    # Of a table that is never empty.
    has_rows = ContentType.objects.annotate(**{f"has_{key}": Exists(rows[key]) for key in rows})
    found = has_rows.values_list(*(f"has_{key}" for key in rows))[0]
    return {key for key, has in zip(rows, found, strict=True) if has}


def updates(*, tables=True):
    """{key: the last day on which something public in the dataset changed}; four queries.

    tables: whether official tables are asked about, which costs one of the four. None where nothing
    ever was. What waits, was rejected, is a draft or lies in the future has changed nothing yet.
    Withdrawing a record changes its dataset, as does the end of its time.
    """
    days = {dataset.key: [] for dataset in every()}
    # Translated kinds and others have their columns in another order, which a union keeps.
    for part in (_published(), _withdrawn(), _entries(), _tables() if tables else ()):
        for key, *moments in part:
            days[key] += [timezone.localdate(moment) for moment in moments if moment]
    return {key: max(found, default=None) for key, found in days.items()}


def issued():
    """{key: the day on which something of the dataset was public first}; a query."""
    first = {
        one.key: (one.records.objects.public(), "publish_at")
        if one.records
        else (one.tables(), "known_at")
        for one in every()
    }
    parts = [_of(rows, key, Min, column) for key, (rows, column) in first.items()]
    return {key: timezone.localdate(day) for key, day in together(parts) if day}


def _records():
    """Key of a dataset → the kind of record that it is made of."""
    return {one.key: one.records for one in every() if one.records}


def _published():
    """(key, moment, …) of the last publications and changes, and of the last expiries."""
    parts = []
    for key, model in _records().items():
        parts += [
            _of(model.objects.public(), key, Max, "publish_at", "updated_at"),
            _of(model.objects.expired(), key, Max, "expire_at", "expire_at"),
        ]
    return together(parts)


def _entries():
    """(key, moment) of the last approvals of entries about public records."""
    parts = []
    for one in every():
        if one.entries:
            entries = one.entries.objects.filter(project__in=one.records.objects.public())
            parts.append(_of(entries, one.key, Max, "known_at"))
    return together(parts)


def _tables():
    """(key, moment) of the last approvals of official tables."""
    return together([_of(one.tables(), one.key, Max, "known_at") for one in every() if one.tables])


def _withdrawn():
    """(key, moment) of the last withdrawals."""
    keys = {model._meta.model_name: key for key, model in _records().items()}
    rows = TransitionLog.objects.filter(name="withdraw", kind__model__in=keys)
    rows = rows.order_by().values("kind__model").annotate(at=Max("at"))
    return [(keys[model], at) for model, at in rows.values_list("kind__model", "at")]


def _of(rows, key, extreme, *columns):
    """One row: the key, and the first or last moment in each column; none without rows."""
    found = {f"found_{number}": extreme(column) for number, column in enumerate(columns)}
    rows = rows.order_by().annotate(dataset=Value(key)).values("dataset").annotate(**found)
    return rows.values_list("dataset", *found)
