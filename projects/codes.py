"""Numbers of projects and documents as people write them: what is the same, and what comes back."""

import re

from portal.text.fold import fold

#: A code in groups: “1 045 678 902”, “1.045.678.902”.
_GROUPED = re.compile(r"[0-9](?:[ .,\-]?[0-9]){7,}")
#: What follows the number itself: its day, which change of the certificate it is.
_ASIDE = re.compile(r"\b(?:ngay\b|thay doi|dieu chinh|dc ?[0-9]).*")
_OF_DOCUMENT = re.compile(r"[0-9]+[^/]*/[^/]*[^\W\d]")


def tidy(number):
    """A number without the marks that group its digits; “Q§” of the old font TCVN3 is “QĐ”."""
    number = number.strip().replace("§", "Đ")
    return _digits(number) if _GROUPED.fullmatch(number) else number


def likenesses(number):
    """What numbers that may be the same have in common: leading zeros, what changed a certificate
    (“1045678908/ĐC1”), words and days around it set aside."""
    plain = _ASIDE.sub("", fold(number)).strip().lstrip("0")
    codes = (_digits(found).lstrip("0") for found in _GROUPED.findall(number))
    return frozenset({plain, *codes} - {""})


def may_lack_zero(number):
    """Codes of projects have ten digits, those before 2015 twelve; Excel drops a zero before."""
    return number.isdecimal() and len(number) in (9, 11)


def comes_back(number):
    """Whether it is of a document, whose numbers begin anew each year: “0567/QĐ-UBND”."""
    return bool(_OF_DOCUMENT.match(number.strip()))


def _digits(number):
    return re.sub(r"[^0-9]", "", number)
