"""The datasets of the registers: what their lists show as long as nobody asks for less or more."""

from functools import partial

from django.db.models import Q
from django.utils.translation import gettext_lazy

from investment.opendata.dataset import Basis, Dataset, Table
from projects import downloads
from projects.filters import NEWEST
from projects.iati import activities
from projects.registers import REGISTERS
from projects.span import span

INVESTMENT = gettext_lazy("investment")


def _table(kind, language, when):
    register = REGISTERS[kind]
    records = register.unasked.listed(when)
    rows = partial(downloads.rows, register, register.unasked, when, NEWEST, language)
    return Table(downloads.columns(register), lambda: when.as_of, records.count, rows)


def _span(kind, when):
    """From when to when there is something to tell: of aid the documents."""
    register = REGISTERS[kind]
    found = span(register.unasked, when)
    return found.first, (register.is_stated and found.last) or when.as_of


def _latest(kind, when, ask):
    return ask(span, REGISTERS[kind].whole, when).last


def _has_activities(kind, when):
    """Whether the IATI file surely has an activity of a register of aid; a query."""
    bodies = Q(managing_agency__isnull=False) | Q(owner__isnull=False)
    days = Q(starts_on__isnull=False) | Q(ends_on__isnull=False)
    records = activities.told(REGISTERS[kind].unasked.listed(when))
    return records.filter(bodies, days).exists()


def _register(kind, slugs, words, **values):
    title, description, keywords = words
    return Dataset(
        key=kind,
        slugs=dict(zip(("vi", "en"), slugs, strict=True)),
        title=title,
        description=description,
        basis=Basis.REGISTER,
        source=REGISTERS[kind].source,
        licence=downloads.LICENCE,
        keywords=keywords,
        pages=(f"projects:{kind}", gettext_lazy("Open the register")),
        table=partial(_table, kind),
        stands=REGISTERS[kind].unasked.listed,
        span=partial(_span, kind),
        latest=partial(_latest, kind),
        records=REGISTERS[kind].model,
        entries=REGISTERS[kind].ledger,
        register=kind,
        frequency="CONT",
        **values,
    )


def _aid(kind, *args):
    return _register(
        kind,
        *args,
        has_activities=partial(_has_activities, kind),
        themes=("ECON", "INTR"),
    )


DATASETS = (
    _register(
        "fdi",
        ("du-an-fdi", "fdi-projects"),
        (
            gettext_lazy("Register of FDI projects"),
            gettext_lazy(
                "Every public project of foreign direct investment that is valid today, with its "
                "capital, partner, sector and place. The register's list has those that ended, too."
            ),
            (INVESTMENT, gettext_lazy("foreign direct investment"), "FDI"),
        ),
    ),
    _register(
        "domestic",
        ("du-an-trong-nuoc", "domestic-projects"),
        (
            gettext_lazy("Register of domestic projects"),
            gettext_lazy(
                "Every public project of domestic investors outside the state budget that is valid "
                "today, with its capital, sector and place."
            ),
            (INVESTMENT, gettext_lazy("domestic investment")),
        ),
    ),
    _aid(
        "oda",
        ("du-an-oda", "oda-projects"),
        (
            gettext_lazy("Register of ODA projects"),
            gettext_lazy(
                "Every public project of official development assistance with its stage, donors, "
                "funds, and what was planned and disbursed a year."
            ),
            (INVESTMENT, gettext_lazy("official development assistance"), "ODA"),
        ),
    ),
    _aid(
        "ngo",
        ("vien-tro-phi-chinh-phu", "ngo-aid"),
        (
            gettext_lazy("Register of foreign NGO aid"),
            gettext_lazy(
                "Every public item of foreign non-governmental aid with its stage, donor, and what "
                "was committed and disbursed a year."
            ),
            (gettext_lazy("foreign non-governmental aid"), "NGO"),
        ),
    ),
)
