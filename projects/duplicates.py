"""Records of a register that may be the same one entered twice: warnings, never errors."""

from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.publishing.models import LANGUAGES, Publishable
from portal.text.fold import fold
from projects.codes import likenesses, runs_of, same

#: Words that half of all names have, folded: they tell no project from another.
COMMON = frozenset(
    fold(
        "dự án, đầu tư, xây dựng, nhà máy, công ty, TNHH, MTV, cổ phần, trách nhiệm hữu hạn, "
        "một thành viên, project, investment, factory, company, limited, ltd, jsc, the, of, and, in"
    ).split()
)
#: Words by which nobody tells that two names are of the same thing, folded.
KINDS = COMMON | frozenset(
    fold(
        "sản xuất, gia công, chế biến, kinh doanh, nâng cấp, cải tạo, sửa chữa, mở rộng, hỗ trợ, "
        "phát triển, chương trình, giai đoạn, hệ thống, khu, cụm, công nghiệp, tỉnh, huyện, xã, "
        "phường, thành phố, thị trấn, mẫu, sample, production, support, programme"
    ).split()
)
ENOUGH = 5  # letters of telling words
MOST = 10  # warnings shown
LOOKED_AT = 500  # records that have all the words, compared one by one

SAME_NUMBER = _("has the same number, or one that is alike")
NEAR_NAME = _("has nearly the same name")


@dataclass(frozen=True)
class Duplicate:
    """Another record that may be the same, and why."""

    record: Publishable
    reason: str


def of(record):
    """The Duplicates of a record among the originals of its register, at most MOST; three queries.

    Names are near when they have the same words, whatever the order, without diacritics and
    without the words that half of all names have.
    """
    others = type(record).objects.exclude(pk=record.record_id).defer(*_long_texts(type(record)))
    same = _with_same_number(record, others)
    known = {other.pk for other in same}
    near = [other for other in _with_near_name(record, others) if other.pk not in known]
    found = [Duplicate(other, SAME_NUMBER) for other in same]
    return (found + [Duplicate(other, NEAR_NAME) for other in near])[:MOST]


def _with_same_number(record, others):
    column = record.number_field
    number = getattr(record, column).strip()
    # The database compares whole numbers, which may have lost the zero that others have.
    alike = {number, *(zero + like for like in likenesses(number) for zero in ("", "0"))} - {""}
    found = list(others.filter(**{f"{column}__in": alike})[:MOST])
    return list(dict.fromkeys(found + _spelled_otherwise(number, column, others)))[:MOST]


def _spelled_otherwise(number, column, others):
    """Those whose number differs by case and marks alone; of digits alone likenesses() tells."""
    runs = runs_of(number)
    if len(runs) < 2:
        return []
    rows = others.filter(_has_all(runs)).order_by("-pk")[:LOOKED_AT]
    return [other for other in rows if same(getattr(other, column)) == same(number)]


def _with_near_name(record, others):
    """The database narrows by the words themselves, in one pass; the names decide."""
    names = _names(record)
    if not names:
        return []
    has_all_words = reduce(or_, (_has_all(words) for words in names))
    rows = others.filter(has_all_words).order_by("-pk")[:LOOKED_AT]
    return [other for other in rows if names & _names(other)][:MOST]


def _has_all(words):
    """The longest words first: they sort out most rows."""
    return reduce(and_, (Q(folded__contains=word) for word in sorted(words, key=len, reverse=True)))


def _names(record):
    """The set of telling words of each name."""
    named = {tell(record.title_in(language)) for language in LANGUAGES}
    return named - {frozenset()}


def tell(name):
    """The words by which a name is told from others; all of them where too little is left."""
    words = frozenset(fold(name).split())
    telling = words - COMMON
    letters = sum(len(word) for word in telling if not word.isdecimal())
    return telling if letters >= ENOUGH else words


def subject(name):
    """The words that say what a name is of: tell() without its kind of work and place."""
    return tell(name) - KINDS or tell(name)


def _long_texts(model):
    return [
        column
        for column in model.text_columns(*LANGUAGES)
        if not column.startswith(("title_", "slug_"))
    ]
