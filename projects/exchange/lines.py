"""The rows of somebody's own table: which are no data (groups, sums, notes, signatures), and what
their ditto marks stand for."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from portal.exchange.reading import Fault
from portal.text.fold import fold

GROUP, SUM, NOTE = _("a group of rows"), _("a sum"), _("a note")

#: I, II., A), 1.1: what numbers a group or a row.
_ORDINAL = re.compile(r"\(?(?:[IVXLC]{1,6}|[A-ZĐ]|[0-9]{1,4}(?:\.[0-9]{1,3})*)[.):/]?\)?")
_OF_GROUP = re.compile(r"\(?(?:[IVXLC]{1,6}|[A-ZĐ])[.):/]?\)?")
_NUMBERED_GROUP = re.compile(r"\(?(?:[IVXLC]{1,6}|[A-ZĐ])\)?\s*[.):/\-–]\s*\S.*", re.DOTALL)
_SUMS = ("tong", "cong", "luy ke", "total", "sum", "subtotal")
_NOTES = ("ghi chu", "nguon", "chu thich", "luu y", "note", "source")
#: “-nt-” is short for “như trên”.
_DITTO, _DITTO_MARKS = (
    {"nt", "nhu tren", "ditto"},
    {
        *('"', "”", "''", "〃", "″", "//", '-"-', "-”-", "-''-"),
    },
)


def told_apart(rows, number_at, key_at):
    """(rows of data, [(row, reason)]) of a Table's rows; where number and key of records stand."""
    data, others = [], []
    for row in rows:
        reason = _reason(row.values, number_at, key_at)
        others.append((row, reason)) if reason else data.append(row)
    while data and _is_signature(data[-1].values, number_at, key_at):
        others.append((data.pop(), NOTE))
    return data, others


def written_out(rows, but):
    """(row, {index: its ditto mark}) of rows whose marks are replaced by the value above them.

    but: the indexes of columns that are left as they are.
    """
    above = {}
    for row in rows:
        marks = {at: v for at, v in enumerate(row.values) if at not in but and _is_ditto(v)}
        marks = {at: value for at, value in marks.items() if at in above}
        values = tuple(above[at] if at in marks else v for at, v in enumerate(row.values))
        above |= {at: value for at, value in enumerate(values) if value is not None}
        yield replace(row, values=values), marks


def _is_ditto(value):
    if not isinstance(value, str):
        return False
    return fold(value) in _DITTO or value.strip() in _DITTO_MARKS


def _reason(values, number_at, key_at):
    """Why a row is no data; None for one that is."""
    filled = [value for value in values if value is not None]
    texts = [v for v in filled if isinstance(v, str) and not _ORDINAL.fullmatch(v) and _letters(v)]
    if _at(values, key_at) is not None:
        return None
    if (number := _at(values, number_at)) is not None and not _is_heading_of_group(number, texts):
        return None
    if not texts:
        return None if any(isinstance(v, str | date) and not _numeric(v) for v in filled) else SUM
    if len(texts) < 4 and _begins(texts[0], _SUMS) and not _has_dates(filled):
        return SUM
    if len(texts) == 1 and not _has_dates(filled):
        return NOTE if texts[0].startswith("*") or _begins(texts[0], _NOTES) else GROUP
    is_group = isinstance(filled[0], str) and _OF_GROUP.fullmatch(filled[0])
    return GROUP if is_group and len(texts) < 3 and not _has_dates(filled) else None


def _is_heading_of_group(number, texts):
    """Whether what stands where the number belongs is the one text of a group, sum or note."""
    if not isinstance(number, str) or texts not in ([number], []):
        return False
    if _NUMBERED_GROUP.fullmatch(number) or _OF_GROUP.fullmatch(number):
        return True
    begins = _begins(number, (*_SUMS, *_NOTES)) or number.startswith("*")
    return begins or (" " in number.strip() and not re.search("[0-9]", number))


def _is_signature(values, number_at, key_at):
    """Texts alone, below the last row that has a number: who made the table, and where."""
    filled = [value for value in values if value is not None]
    has_name = _at(values, number_at) is not None or _at(values, key_at) is not None
    return not has_name and len(filled) < 4 and all(
        isinstance(value, str) and not _numeric(value) for value in filled
    )  # fmt: skip


def _at(values, index):
    return None if index is None else values[index]


def _letters(text):
    return re.search(r"[^\W\d_]", text) is not None


def _numeric(value):
    return isinstance(value, Decimal | Fault) or not _letters(str(value))


def _begins(text, words):
    return any(f"{fold(text)} ".startswith(f"{word} ") for word in words)


def _has_dates(filled):
    return any(isinstance(value, date) for value in filled)
