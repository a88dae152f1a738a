"""The unit of the money or the area in a column, as its heading names it."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from portal.exchange.errors import Refusal

_SCALES = [
    (r"1[.,]?000", 3),
    (r"1[.,]?000[.,]?000", 6),
    (r"nghìn|ngàn|thousand", 3),
    (r"triệu|tr\.?|millions?|mn", 6),
    (r"tỷ|tỉ|billions?|bn", 9),
]
_CURRENCIES = [
    (
        r"usd|us ?\$|đô[ -]la(?: mỹ)?(?! (?:úc|ca-?na-?đa|canada|sing|hồng|hong|đài))|us dollars?",
        "USD",
    ),
    (r"vnd|vnđ|đồng(?: việt nam)?|đ", "VND"),
    ("eur", "EUR"),
    ("jpy", "JPY"),
    ("krw", "KRW"),
    ("xdr", "XDR"),
]
_SCALE = "|".join(f"(?:{pattern})" for pattern, _exponent in _SCALES)
_CURRENCY = "|".join(f"(?:{pattern})" for pattern, _code in _CURRENCIES)
_UNIT = re.compile(
    rf"(?<!\w)(?:(?P<scale>{_SCALE}) ?)?(?P<currency>{_CURRENCY})(?!\w)"
    r"(?: (?P<after>thousand|millions?|mn|billions?|bn)(?!\w))?"
)
_WORDS_OF_SCALE = "|".join(f"(?:{pattern})" for pattern, _exponent in _SCALES[2:])
_AMOUNT = re.compile(
    rf"(?:(?P<before>{_CURRENCY}) ?)?"
    r"(?P<number>[+\-\u2212]?[0-9][0-9., ]*?) ?"
    rf"(?:(?P<scale>{_WORDS_OF_SCALE}) ?)?(?P<currency>{_CURRENCY})?"
)
# In "hợp đồng" it is no currency: alone it must stand between brackets, marks or ends.
_LONELY_DONG = re.compile(r"đồng(?: việt nam)?|đ")
_MARKS = "([,:/;-–"
#: In hectares.
_AREAS = [
    (r"ha|héc[ -]?ta|hecta|hectares?", Decimal(1)),
    (r"m2|m²|mét vuông|square met(?:re|er)s?|sqm", Decimal("0.0001")),
    (r"km2|km²|ki-?lô-?mét vuông|square kilomet(?:re|er)s?", Decimal(100)),
]
_AREA = "|".join(f"(?:{pattern})" for pattern, _size in _AREAS)
# “nghìn USD, m2” names two units; “USD/m2” is another one than USD.
_BESIDE = re.compile(rf"(?:[,;] ?| [-–] ?| và )(?:{_AREA})(?!\w)")
# What changes a unit and was not read as part of one: better refused than a thousandfold wrong.
_LEFT_OVER = re.compile(rf"(?<!\w)(?:{_SCALE})(?!\w)|[0-9^⁰¹²³⁴-⁹]\s*$")

#: Words of a scale, and signs of money, that may stand without what would make them a unit.
_HINTS = re.compile(
    r"(?<!\w)(?:nghìn|ngàn|triệu|tr|tỷ|tỉ|thousands?|millions?|mn|billions?|bn)(?!\w)"
    r"(?! (?:lệ|trọng|suất|giá)(?!\w))|[$€£¥]"
)


class UnitError(Refusal):
    """A heading that names no unit of money, or several."""


@dataclass(frozen=True, slots=True)
class MoneyUnit:
    """Amounts in it times `factor` are amounts in `currency`, an ISO 4217 code."""

    currency: str
    factor: Decimal


def money_unit(heading):
    """The MoneyUnit that a column heading names: USD, triệu USD, million VND, tỷ đồng.

    Raises UnitError if it names none, several different ones, or an unclear one.
    """
    text = _BESIDE.sub("", _plain(heading))
    found, rest, end = set(), [], 0
    for match in _UNIT.finditer(text):
        if _LONELY_DONG.fullmatch(match[0]) and not _stands_alone(text, match):
            continue
        found.add(_unit(match))
        rest.append(text[end : match.start()])
        end = match.end()
    if not found:
        raise UnitError(
            _("“%(heading)s” names no unit of money: add USD, million USD or million VND."),
            code="missing",
            params={"heading": heading},
        )
    if len(found) > 1 or any(_LEFT_OVER.search(part) for part in [*rest, text[end:]]):
        raise UnitError(
            _("“%(heading)s” can be read as different units of money: name exactly one."),
            code="contradictory",
            params={"heading": heading},
        )
    return found.pop()


def mentions_money(text):
    """Whether a text names a unit of money, or anything that might be meant for one."""
    try:
        return bool(money_unit(text))
    except UnitError as error:
        return error.code != "missing" or _hints(unicodedata.normalize("NFC", text))


def _hints(text):
    """“(triệu)”, “1000$”; “Triệu Văn An” is a name."""
    found = [match.end() for match in _HINTS.finditer(text.lower())]
    return any(text.isupper() or not text[end:].lstrip()[:1].isupper() for end in found)


def told_units(text):
    """What a text that mentions money says of units, whatever its words; of an unclear one all."""
    return " ".join([_told(money_unit, text, _plain(text)), _told(area_unit, text, "")])


def _told(read, text, otherwise):
    try:
        return str(read(text))
    except UnitError as error:
        return otherwise if error.code == "missing" else _plain(text)


def written_unit(text):
    """(digits, factor, currency or "") of an amount with words around it: “12,5 triệu USD”.

    None for a text that is no such amount.
    """
    match = _AMOUNT.fullmatch(_plain(text))
    if not match or not (match["scale"] or match["currency"] or match["before"]):
        return None
    codes = {_code(word) for word in (match["before"], match["currency"]) if word}
    if len(codes) > 1:
        return None
    factor = Decimal(10) ** (_exponent(match["scale"]) if match["scale"] else 0)
    return match["number"], factor, *codes, *([] if codes else [""])


def written_area(text):
    """(digits, hectares of one of its unit) of an area with its unit: “5,2 ha”; else None."""
    match = re.fullmatch(r"([0-9][0-9., ]*?) ?([^0-9., ].*)", _plain(text))
    found = match and [size for unit, size in _AREAS if re.fullmatch(unit, match[2])]
    return (match[1], found[0]) if found else None


def _stands_alone(text, match):
    before, after = text[: match.start()].rstrip(), text[match.end() :].lstrip()
    return (not before or before[-1] in _MARKS) and (not after or after[0] in ")],:/;-–")


def _unit(match):
    scales = [word for word in (match["scale"], match["after"]) if word]
    exponent = sum(_exponent(word) for word in scales)
    return MoneyUnit(_code(match["currency"]), Decimal(10) ** exponent)


def _code(word):
    return next(code for pattern, code in _CURRENCIES if re.fullmatch(pattern, word))


def _exponent(word):
    return next(exponent for pattern, exponent in _SCALES if re.fullmatch(pattern, word))


def area_unit(heading):
    """How many hectares one of the unit that a column heading names is: ha, m², km².

    Raises UnitError if it names none, or several different ones.
    """
    text = _plain(heading)
    found = {size for unit, size in _AREAS if re.search(rf"(?<!\w)(?:{unit})(?!\w)", text)}
    if len(found) == 1:
        return found.pop()
    if found:
        sentence = _("“%(heading)s” can be read as different units of area: name exactly one.")
        raise UnitError(sentence, code="contradictory", params={"heading": heading})
    raise UnitError(
        _("“%(heading)s” names no unit of area: add ha or m²."),
        code="missing",
        params={"heading": heading},
    )


def _plain(heading):
    return " ".join(unicodedata.normalize("NFC", heading).casefold().split())
