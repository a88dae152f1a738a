"""Dates and years as people type them: the day first, or ISO; never the month first."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.exchange.errors import Refusal
from portal.exchange.numbers import FULL_WIDTH, NumberError, parse_number

FIRST_YEAR, LAST_YEAR = 1900, 2199
#: Excel counts days from it.
DAY_ZERO = date(1899, 12, 30)

_DAY_FIRST = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
#: 8h30, 10h, 08:30, 8 giờ 30 phút, 8g30.
_HOUR = r"([0-9]{1,2})\s*(?:giờ|[:hg])\s*(?:([0-9]{1,2})\s*(?:phút|p|'|:[0-9]{2})?)?"
_HOUR_FIRST = re.compile(rf"(?:lúc\s+)?({_HOUR}),?\s+(?:ngày\s+)?(\S+)", re.IGNORECASE)
_HOUR_LAST = re.compile(rf"(\S+?),?(?:\s+|T)(?:lúc\s+)?({_HOUR})", re.IGNORECASE)


class DateError(Refusal):
    """Not a date or year, or an impossible one."""


def parse_date(value):
    """The date that a text (30/11/2022, 30-11-2022, 30.11.2022, 2022-11-30) or date cell says.

    A datetime gives its day, also as a text (29/11/2026 8h30). Raises DateError for anything else,
    a year of two digits, a day that does not exist, and years before 1900 or after 2199.
    """
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return _within_range(value)
    if not isinstance(value, str):
        raise _no_date(value)
    text = value.strip().translate(FULL_WIDTH)
    if not text:
        raise DateError(_("A date is missing."), code="missing")
    if match := _ISO.fullmatch(text):
        year, month, day = match.groups()
    elif match := _DAY_FIRST.fullmatch(text):
        day, _separator, month, year = match.groups()
    elif _HOUR_LAST.fullmatch(text) or _HOUR_FIRST.fullmatch(text):
        return parse_moment(text).date()
    else:
        raise _no_date(value)
    return _date(text, year, month, day)


def parse_hour(text):
    """The time of day that a text says: 8h30, 08:30, 8 giờ 30. Raises DateError for any other."""
    match = re.fullmatch(_HOUR, text.strip().translate(FULL_WIDTH), re.IGNORECASE)
    if match and int(match[1]) < 24 and int(match[2] or 0) < 60:
        return time(int(match[1]), int(match[2] or 0))
    raise DateError(
        _("“%(text)s” is not an hour: write it as 8h30 or 08:30."),
        code="invalid_hour",
        params={"text": _short(text)},
    )


def parse_moment(text):
    """The datetime, without zone, that an hour and a day say in either order.

    Raises DateError where one of the two is missing or impossible.
    """
    text = unicodedata.normalize("NFC", text).strip().translate(FULL_WIDTH)
    if match := _HOUR_FIRST.fullmatch(text):
        hour, day = match[1], match[4]
    elif match := _HOUR_LAST.fullmatch(text):
        day, hour = match[1], match[2]
    else:
        raise DateError(
            _("“%(text)s”: write the hour and the day, as %(example)s."),
            code="invalid_moment",
            params={"text": _short(text), "example": example_of_moment()},
        )
    return datetime.combine(parse_date(day), parse_hour(hour))


def example_of_moment():
    """Tomorrow morning, as people write it."""
    return f"8h30 {timezone.localdate() + timedelta(days=1):%d/%m/%Y}"


def show_date(value, language):
    """A date as a form shows it, which parse_date() reads back: 30/11/2022, 2022-11-30."""
    return f"{value:%d/%m/%Y}" if language == "vi" else value.isoformat()


def parse_year(value):
    """The year, an int from 1900 to 2199, that a text or number says. Raises DateError."""
    try:
        text = str(parse_number(value)) if not isinstance(value, str) else value.strip()
    except NumberError:
        text = ""
    text = text.translate(FULL_WIDTH)
    if not re.fullmatch("[0-9]{4}", text) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise DateError(
            _("“%(text)s” is not a year: write four digits from %(first)s to %(last)s."),
            code="invalid_year",
            params={"text": _short(value), "first": FIRST_YEAR, "last": LAST_YEAR},
        )
    return int(text)


def _date(text, year, month, day):
    if len(year) == 2:
        raise DateError(
            _("“%(text)s”: write the year with four digits, as %(day)s/%(month)s/20%(year)s."),
            code="short_year",
            params={"text": text, "day": day, "month": month, "year": year},
        )
    try:
        found = date(int(year), int(month), int(day))
    except ValueError as error:
        raise DateError(
            _("“%(text)s”: there is no such day. Dates are day/month/year, as 30/11/2022."),
            code="impossible",
            params={"text": text},
        ) from error
    return _within_range(found)


def _within_range(value):
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise DateError(
            _("“%(text)s”: the year must be from %(first)s to %(last)s."),
            code="out_of_range",
            params={"text": value.isoformat(), "first": FIRST_YEAR, "last": LAST_YEAR},
        )
    return value


def _no_date(value):
    text = _short(value)
    if re.fullmatch("[1-9][0-9]{4}", text):
        return DateError(
            _("“%(text)s” is not a date: is it %(day)s, by Excel's number? Then write that day."),
            code="invalid",
            params={"text": text, "day": f"{DAY_ZERO + timedelta(days=int(text)):%d/%m/%Y}"},
        )
    return DateError(
        _("“%(text)s” is not a date: write day/month/year, as 30/11/2022."),
        code="invalid",
        params={"text": text},
    )


def _short(value):
    return "".join(c for c in str(value)[:100] if c.isprintable())
