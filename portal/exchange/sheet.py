"""The cells of an XLSX sheet, its shared texts and its date formats. Runs in the child process."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from portal.exchange.addresses import column_letters, column_number
from portal.exchange.cells import text_cell, text_cells
from portal.exchange.limits import Unreadable

_MAX_MERGED = 10_000
_RANGE = re.compile(r"[A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7}")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
_EXCEL_DIGITS = 15
#: Kinds of cells that hold texts: shared, of a formula, in place.
_TEXTS = {"s", "str", "inlineStr"}
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LAST_SERIAL = 2_958_465  # 31/12/9999
#: The date formats that every workbook has, by number (ECMA-376, 18.8.30).
_DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(50, 59)}
_DURATION = re.compile(r"\[[hms]+\]", re.IGNORECASE)
#: Shows a thousandth or a millionth of the number.
_SCALING = re.compile(r"[0#?],+(?:\.|$|\s)")
_ZEROS = re.compile("0{2,}")
DATE, SCALED = "date", "scaled"
_NOT_LETTERS = re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]')


@dataclass
class Strings:
    """The shared texts of a workbook as text_cell() gives them; `struck`: places of those that
    are struck out, be it in part; `font`: the one before Unicode that others are of."""

    texts: list = field(default_factory=list)
    struck: set = field(default_factory=set)
    font: str | None = None


def strings(events):
    found = Strings()
    for _event, element in events:
        if element.tag.endswith("}si"):
            if any(_strikes(run) for run in element.iter() if run.tag.endswith("}rPr")):
                found.struck.add(str(len(found.texts)))
            found.texts.append(_text(element))
            element.clear()
    found.texts, found.font = text_cells(found.texts)
    return found


@dataclass
class Styles:
    """By the names that cells use. `shown`: DATE, SCALED, or the digits of a code, without those
    that show the number as it is; `struck`: those that strike it out."""

    shown: dict = field(default_factory=dict)
    struck: set = field(default_factory=set)


def styles(events):
    formats, cells, struck = {}, [], set()
    for _event, element in events:
        tag = element.tag.rpartition("}")[2]
        if tag == "numFmt":
            formats[element.get("numFmtId")] = element.get("formatCode", "")
        elif tag == "fonts":
            struck = {str(at) for at, font in enumerate(element) if _strikes(font)}
        elif tag == "cellXfs":
            cells = [(one.get("numFmtId", "0"), one.get("fontId", "0")) for one in element]
    shown = {str(at): _shown(number, formats) for at, (number, _font) in enumerate(cells)}
    return Styles(
        {style: how for style, how in shown.items() if how is not None},
        {str(at) for at, (_number, font) in enumerate(cells) if font in struck},
    )


def _strikes(font):
    """Whether a font, or the properties of a piece of text, strike it out."""
    return any(
        child.tag.endswith("}strike") and child.get("val", "1") not in ("0", "false")
        for child in font
    )


def _shown(number, formats):
    code = formats.get(number, "").split(";")[0]
    if _is_date(number, formats):
        return DATE
    if _SCALING.search(_NOT_LETTERS.sub("", code)):
        return SCALED
    return len(code) if _ZEROS.fullmatch(code) else None


def _is_date(number, formats):
    if number in formats:
        return _shows_date(formats[number])
    return number.isdecimal() and int(number) in _DATE_FORMATS


def _shows_date(code):
    """Whether a number format has day, month, year or hour outside its fixed words."""
    code = code.split(";")[0]
    letters = set(_NOT_LETTERS.sub("", code).lower())
    return not _DURATION.search(code) and "#" not in letters and bool(letters & set("dmyh"))


def _text(element):
    """The text of an element with <t>, without the <rPh> that tells how Japanese is spoken."""
    texts = []
    for child in element:
        tag = child.tag.rpartition("}")[2]
        if tag == "t":
            texts.append(child.text or "")
        elif tag == "r":
            texts.append(_text(child))
    text = "".join(texts)
    # Excel writes a carriage return as _x000D_, and _x005F_ for the mark itself.
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


class Reader:
    """Reads the filled cells. The sheet's <dimension> is not believed: cells are counted."""

    def __init__(self, strings, styles, first_day, limits):
        self.strings, self.styles, self.first_day = strings, styles, first_day
        self.limits, self.cells, self.characters = limits, 0, 0
        self.rows, self.merged = [], []
        self.hidden, self.struck = [], {}
        self.faults = {"errors": [], "formulas": [], "scaled": []}
        self.columns, self.days = {}, {}
        self.number, self.digits = 0, ""

    def read(self, events):
        """Fill `rows`, `merged` and what is told of them. Raises Unreadable."""
        for _event, element in events:
            tag = element.tag
            if tag.endswith("}row"):
                self._row(element)
                element.clear()
            elif tag.endswith("}mergeCell"):
                self._merge(element.get("ref", ""))

    def _merge(self, cells):
        if not _RANGE.fullmatch(cells) or len(self.merged) >= _MAX_MERGED:
            raise Unreadable("damaged")
        self.merged.append(cells)

    def _row(self, element):
        number = int(element.get("r", self.number + 1))
        if number <= self.number:
            raise Unreadable("damaged")
        self.number, self.digits = number, str(number)
        row, column = [], 0
        for cell in element:
            before, column = column, self._column(cell.get("r"), column)
            if column <= before:
                raise Unreadable("damaged")
            value = self._cell(cell, column)
            if value is not None:
                row.extend([None] * (column - 1 - len(row)))
                row.append(value)
        if row:
            self.rows.append([number, row])
            if element.get("hidden") in ("1", "true"):
                self.hidden.append(number)

    def _column(self, address, before):
        """The column of a cell, counted from 1; a cell without an address follows the last."""
        if address is None:
            return before + 1
        letters = address.removesuffix(self.digits)
        if letters not in self.columns:
            if not re.fullmatch("[A-Z]{1,3}", letters):
                raise Unreadable("damaged")
            self.columns[letters] = column_number(letters)
        return self.columns[letters]

    def _cell(self, cell, column):
        text, kind, is_formula = "", cell.get("t", "n"), False
        for child in cell:
            tag = child.tag[-2:]
            if tag == "}v":
                text = child.text or ""
            elif tag == "}f":
                is_formula = True
            elif tag == "is":
                text = _text(child)
        if not text:
            if is_formula and kind != "str":
                return self._fault("formulas", column)
            return None
        self._check_size(column)
        style = cell.get("s", "0")
        if kind == "n" and self.styles.shown.get(style) == SCALED:
            return self._fault("scaled", column)
        value = self._value(text, kind, style)
        if value is None and kind not in _TEXTS:
            return self._fault("errors", column)
        if style in self.styles.struck or (kind == "s" and text in self.strings.struck):
            self.struck.setdefault(self.number, []).append(column)
        if isinstance(value, str):
            # One long shared text may stand in very many cells.
            self.characters += len(value)
        return value

    def _fault(self, code, column):
        """A cell without a value that can be read, and why."""
        self.faults[code].append(f"{column_letters(column)}{self.number}")
        return f"x{code}"

    def _check_size(self, column):
        limits = self.limits
        if self.number > limits.rows or column > limits.columns:
            cell = f"{column_letters(column)}{self.number}"
            raise Unreadable("outside", cell=cell, rows=limits.rows, columns=limits.columns)
        self.cells += 1
        if self.cells > limits.cells or self.characters > limits.characters:
            raise Unreadable("too_much")

    def _value(self, text, kind, style):
        """The cell as workbook.read() gives it; None for an error or an empty text."""
        if kind == "s":
            return self.strings.texts[_position(text, self.strings.texts)]
        if kind == "n":
            return self._number(text, self.styles.shown.get(style))
        if kind == "b":
            return text == "1"
        if kind == "e":
            return None
        if kind == "d":
            return f"d{datetime.fromisoformat(text).replace(tzinfo=None).isoformat()}"
        return text_cell(text, self.strings.font)

    def _number(self, text, shown):
        if shown == DATE:
            return self._day(text)
        if isinstance(shown, int) and text.isdecimal():
            return f"t{text.zfill(shown)}"
        return f"n{_as_typed(text)}"

    def _day(self, text):
        if text not in self.days:
            self.days[text] = _moment(text, self.first_day)
        return self.days[text]


def _position(text, strings):
    position = int(text)
    if not 0 <= position < len(strings):
        raise Unreadable("damaged")
    return position


def _as_typed(text):
    """The number that Excel shows: of more digits it keeps what binary fractions add."""
    if not _NUMBER.fullmatch(text):
        raise Unreadable("damaged")
    if len(text) <= _EXCEL_DIGITS or text.lstrip("+-").isdecimal():
        return text
    digits = re.sub("[eE].*|[^0-9]", "", text).lstrip("0")
    return text if len(digits) <= _EXCEL_DIGITS else f"{float(text):.{_EXCEL_DIGITS}g}"


def _moment(text, first_day):
    """Excel's number of a day as "d" and ISO; None for 29 February 1900 and other impossibles."""
    if not _NUMBER.fullmatch(text):
        raise Unreadable("damaged")
    serial = Decimal(text)
    if first_day.year == 1899 and serial < 61:
        serial = serial + 1 if serial < 60 else Decimal(-1)
    if not 0 <= serial <= _LAST_SERIAL:
        return None
    return "d" + (first_day + timedelta(seconds=round(serial * 86_400))).isoformat()
