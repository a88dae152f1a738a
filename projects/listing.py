"""A page of a register's list, or all of it: which records, in which order.

The order is decided in the database on one key per record, ties by primary key. Pages are numbered
up to a hundred; what lies beyond is reached from the last record seen, so that the deepest page
costs what the first does.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Q
from django.db.models.functions import Coalesce

PER_PAGE = 25
LAST_NUMBERED = 100
#: So few records are sorted. Walking an index in order finds a page of many at once, but may meet
#: tens of thousands of others first where the asked ones lie together: those of a year.
FEW = 20_000
#: Rows that have no amount stand where nothing would.
NOTHING = Decimal(0)


@dataclass
class Slice:
    """A page of a list. rows: in order, a project or {"record": primary key of one} each.

    next_after: the last record where more follow; number: None beyond the numbered pages.
    """

    rows: list
    count: int
    number: int | None
    pages: int
    next_after: int | None


class NoSuchPage(Exception):
    """A page number beyond the list, or a record that the list does not have."""


def ordered(keyed, records, when, order, language, *, few=False):
    """The records in order, each with its `record`, the primary key, and the `key` it stands by.

    keyed: of the register's listing. few: sort them.
    """
    rows = keyed(records, when, order.lstrip("-"), language)
    # The same value, but no index has it.
    key = Coalesce("key", "key") if few else F("key")
    if order.startswith("-"):
        return rows.order_by(key.desc(), "-record")
    return rows.order_by(key.asc(), "record")


def page(keyed, records, when, order, language, *, number=1, after=None, count=None, related=()):
    """The Slice of a numbered page, or of what follows the record `after`.

    count: of the records, where it is known already.
    """
    count = records.count() if count is None else count
    rows = ordered(keyed, records, when, order, language, few=count <= FEW)
    pages = max(1, -(-count // PER_PAGE))
    start = 0
    if after is not None:
        rows, number = _following(rows, after, descending=order.startswith("-")), None
    elif number > min(pages, LAST_NUMBERED):
        raise NoSuchPage
    else:
        start = (number - 1) * PER_PAGE
    if related:
        rows = rows.select_related(*related)
    found = list(rows[start : start + PER_PAGE + 1])
    if after is not None and not found:
        raise NoSuchPage
    rows, more = found[:PER_PAGE], len(found) > PER_PAGE
    return Slice(rows, count, number, pages, primary_key(rows[-1]) if more else None)


def primary_key(row):
    return row["record"] if isinstance(row, dict) else row.pk


def _following(rows, after, *, descending):
    """The rows after a record. Its key is asked for first: plans made for a known key are good."""
    keys = rows.filter(record=after).order_by().values_list("key", flat=True)
    if not (key := list(keys[:1])):
        raise NoSuchPage
    side = "lt" if descending else "gt"
    # The first condition says nothing new, but only it lets an index begin at the key.
    return rows.filter(
        Q(**{f"key__{side}e": key[0]}),
        Q(**{f"key__{side}": key[0]}) | Q(key=key[0], **{f"record__{side}": after}),
    )
