"""What records have in common with each other, column by column: each is declared once, and stands
in the workbook that comes in, in the files that go out, and on the record's page.

A register's COLUMNS are in the order of its files. Where a column is not to stand, it has nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from projects.downloads import FIRST, LAST, field_of, id_field
from projects.exchange import fields, measured
from projects.exchange.layout import KEY, SOURCES
from projects.figures import Unit
from projects.views.facts import coded, facts_of, name_of, text_of, texts_of
from projects.views.words import exact


@dataclass(frozen=True)
class Column:
    """sheet: its fields in the workbook; files: its fields in the downloads.

    fact(record, language, when): (label, value) on the page. text: (name, heading) of a text there.
    """

    sheet: tuple = ()
    files: tuple = ()
    fact: Callable | None = None
    text: tuple | None = None


def sheet(columns):
    """The fields of the workbook."""
    return [field for column in columns for field in column.sheet]


def facts(columns, record, language, when):
    """The Facts of a record's page, in the language of its text."""
    return facts_of(column.fact(record, language, when) for column in columns if column.fact)


def texts(columns, row, language):
    """(heading, text) of a record's page."""
    return texts_of(row, language, [column.text for column in columns if column.text])


# --- kinds of columns ------------------------------------------------------------------


def number(name, heading, *, key="", in_sheet=None, on_page=True, **options):
    """A number of a document. key: its name in files; in_sheet: its heading in the workbook."""
    return Column(
        (fields.code(name, in_sheet or heading, **options),),
        (field_of(key or name, heading, lambda r, n: getattr(r.project, name) or None),),
        (lambda record, language, when: (heading, getattr(record.project, name)))
        if on_page
        else None,
    )


def text(name, heading, *, key="", as_fact=False, **options):
    """A text in two languages. as_fact: among the facts, not under a heading of its own."""

    def fact(record, language, when):
        return heading, text_of(record.project, name, language)

    return Column(
        tuple(fields.texts(name, heading, **options)),
        (field_of(key or name, heading, lambda r, n: n.text(r.project, name)),),
        fact if as_fact else None,
        None if as_fact else (name, heading),
    )


def link(name, heading, model, *, code=None, in_sheet=None, **options):
    """A thing of the reference data. code: (key, heading) of a column with its code."""

    def thing(record):
        return getattr(record.project, name)

    def fact(record, language, when):
        return heading, (coded if code else name_of)(thing(record))

    coding = [field_of(*code, lambda r, n: thing(r) and thing(r).code)] if code else []
    return Column(
        (fields.link(name, in_sheet or heading, model, **options),),
        (*coding, field_of(name, heading, lambda r, n: n.of(thing(r)))),
        fact,
    )


def choice(name, heading, choices, *, of_code, **options):
    """One of a record's choices: of_code is the heading of its code, the same in all languages."""

    def label(record):
        return getattr(record.project, f"get_{name}_display")()

    return Column(
        (fields.choice(name, heading, choices, **options),),
        (
            field_of(f"{name}_code", of_code, lambda r, n: getattr(r.project, name) or None),
            field_of(name, heading, lambda r, n: label(r) or None),
        ),
        lambda record, language, when: (heading, label(record)),
    )


def day(name, heading):
    return Column(
        (fields.day(name, heading),),
        (field_of(name, heading, lambda r, n: getattr(r.project, name), "date"),),
    )


def area(name, heading, *, places):
    def fact(record, language, when):
        size = getattr(record.project, name)
        return heading, size and _("%(area)s ha") % {"area": exact(size)}

    value = field_of(
        name, heading, lambda r, n: getattr(r.project, name), "number", pgettext_lazy("unit", "ha")
    )
    return Column((measured.area(name, heading, places=places),), (value,), fact)


def usd(name, heading, *, key):
    value = field_of(key, heading, lambda r, n: getattr(r.project, name), "number", Unit.USD)
    return Column((measured.money(name, heading, unit="USD"),), (value,))


def currency(name, heading, *, key, in_sheet):
    value = field_of(key, heading, lambda r, n: getattr(r.project, name))
    return Column((fields.currency(name, in_sheet),), (value,))


def told(key, heading, value, kind="text", unit="", *, fact=None):
    """What is computed: in files, and with a fact on the page; never read."""
    return Column((), (field_of(key, heading, value, kind, unit),), fact)


def place(heading, of, in_sheet):
    """Where a record lies, as recorded and today. of(record, names): keys of its units."""
    return Column(
        (in_sheet,),
        (
            field_of(
                "place_code",
                gettext_lazy("Code of the place as recorded"),
                lambda r, n: n.place_codes(of(r, n)),
            ),
            field_of("place_then", heading, lambda r, n: n.then(of(r, n))),
            field_of("place_now", gettext_lazy("Place today"), lambda r, n: n.now(of(r, n))),
        ),
    )


def identity(kind):
    """What names a record in every file of its register."""
    return Column(files=(id_field(kind),))


def name(heading):
    return Column(tuple(fields.texts("title", heading, needed=True)), tuple(FIRST))


#: What ends every table of a register.
END = Column((*SOURCES, KEY), tuple(LAST))
