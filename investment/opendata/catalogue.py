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


def updates():
    """{key: the last day on which something public in the dataset changed}; two queries.

    None where nothing ever was. What waits, was rejected, is a draft or lies in the future has
    changed nothing yet. Withdrawing a record changes its dataset, as does the end of its time.
    """
    days = {dataset.key: [] for dataset in every()}
    for key, moment in (*_moments(Max, _changes()), *_withdrawn()):
        days[key].append(timezone.localdate(moment))
    return {key: max(found, default=None) for key, found in days.items()}


def issued():
    """{key: the day on which something of the dataset was public first}; a query."""
    first = [
        (one.key, one.records.objects.public(), "publish_at")
        if one.records
        else (one.key, one.tables(), "known_at")
        for one in every()
    ]
    return {key: timezone.localdate(moment) for key, moment in _moments(Min, first)}


def _changes():
    """(key, rows, column of moments) of publications and changes, expiries and approvals."""
    for one in every():
        if one.records:
            public = one.records.objects.public()
            yield one.key, public, "publish_at"
            yield one.key, public, "updated_at"
            yield one.key, one.records.objects.expired(), "expire_at"
        if one.entries:
            yield one.key, one.entries.objects.filter(project__in=public), "known_at"
        if one.tables:
            yield one.key, one.tables(), "known_at"


def _withdrawn():
    """(key, moment) of the last withdrawals."""
    keys = {one.records._meta.model_name: one.key for one in every() if one.records}
    rows = TransitionLog.objects.filter(name="withdraw", kind__model__in=keys)
    rows = rows.order_by().values("kind__model").annotate(at=Max("at"))
    return [(keys[model], at) for model, at in rows.values_list("kind__model", "at")]


def _moments(extreme, columns):
    """[(key, the first or last moment in a column)] of (key, rows, column); one query."""
    parts = [
        rows.order_by()
        .annotate(dataset=Value(key))
        .values("dataset")
        .annotate(found=extreme(column))
        for key, rows, column in columns
    ]
    return [(key, moment) for key, moment in together(parts, "dataset", "found") if moment]
