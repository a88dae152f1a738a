"""Numbers of projects and documents as people write them: what is the same, and what comes back."""

import re

from portal.text.fold import fold

#: A code in groups: “1 045 678 902”, “1.045.678.902”.
_GROUPED = re.compile(r"[0-9](?:[ .,\-]?[0-9]){7,}")
#: The same with letters that look like digits: “O304678014”.
_MISTYPED = re.compile(r"(?=(?:[OoIl]*[0-9]){7})[0-9OoIl]{8,}")
_LOOK_LIKE = str.maketrans("OoIl", "0011")
#: A code, and which change of its certificate it is: “3046780003 (ĐC1)”, “…/thay đổi lần 2”.
_CHANGED = re.compile(
    rf"({_GROUPED.pattern})[ /,;\-]*\(?(?:thay đổi|điều chỉnh|đc)"
    r"[ .\-]*(?:lần)? ?(?:thứ)?[ .:]*[0-9]{0,2}\)?",
    re.IGNORECASE,
)
#: What follows the number itself: its day, which change of the certificate it is.
_ASIDE = re.compile(r"\b(?:ngay\b|thay doi|dieu chinh|dc ?[0-9]).*")
#: What stands before the number itself: “Số 15/KH-UBND”, “No. 15”, “Kế hoạch số 15/KH-UBND”.
_LEADING = re.compile(r"^(?:so|no)(?: |(?=[0-9]))|^(?:[a-z]+ )+so (?=[0-9]+ [a-z])")
#: Between digits a mark tells “1/23” from “12/3”.
_MARK = re.compile(r"(?<![0-9]) | (?![0-9])")
_OF_DOCUMENT = re.compile(r"[0-9]+[^/]*/[^/]*[^\W\d]")


def tidy(number):
    """A code as its digits alone: without the marks that group them, letters that look like them,
    and which change of its certificate it is. “Q§” of the old font TCVN3 is “QĐ”."""
    number = number.strip().replace("§", "Đ")
    if _MISTYPED.fullmatch(number):
        return number.translate(_LOOK_LIKE)
    if changed := _CHANGED.fullmatch(number):
        return _digits(changed[1])
    return _digits(number) if _GROUPED.fullmatch(number) else number


def same(number):
    """What two spellings of one number have in common, "" of none: case, marks, and a leading
    “Số” set aside."""
    return _MARK.sub("", _bare(number))


def runs_of(number):
    """The letters and the digits that stand together in a number, however it is spelled."""
    return re.findall("[a-z]+|[0-9]+", _bare(number))


def _bare(number):
    return _LEADING.sub("", fold(tidy(number)))


def likenesses(number):
    """What numbers that may be the same have in common: leading zeros, what changed a certificate
    (“1045678908/ĐC1”), words and days around it, and marks between (“MAU.0118”) set aside."""
    plain = _ASIDE.sub("", _LEADING.sub("", fold(number))).strip().lstrip("0")
    close = re.sub("([a-z] ?)0+(?=[0-9])", r"\1", plain).replace(" ", "")
    codes = (_digits(found).lstrip("0") for found in _GROUPED.findall(number))
    return frozenset({plain, plain if close.isdecimal() else close, *codes} - {""})


def may_lack_zero(number):
    """Codes of projects have ten digits, those before 2015 twelve; Excel drops zeros before."""
    return number.isdecimal() and len(number) in (8, 9, 11)


def comes_back(number):
    """Whether it is of a document, whose numbers begin anew each year: “0567/QĐ-UBND”."""
    return bool(_OF_DOCUMENT.match(number.strip()))


def _digits(number):
    return re.sub(r"[^0-9]", "", number)
