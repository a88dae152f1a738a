"""The tables of the three registers: their sheets, what stands in them, how rows are recognised.

A register is one workbook. Its first sheet has a row per project; the others have rows that belong
to a project by its number: parts of its description, and entries of its ledger.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.text.fold import fold
from projects.exchange import fields
from projects.exchange.fields import Field
from projects.models import (
    AdministrativeUnit,
    Agency,
    Country,
    FdiEvent,
    FdiProject,
    Industry,
    NgoAid,
    NgoStage,
    NgoYear,
    OdaFund,
    OdaProject,
    OdaStage,
    OdaYear,
    Organisation,
    Sector,
    Zone,
)

#: Names of columns that are no columns of a model: which record a row is about.
NUMBER, RECORD = "number_of_record", "record"
#: Told by the export of what the entries make of a project.
PRESENT = "present_capital"

Type = FdiEvent.Type


@dataclass(frozen=True, eq=False)
class Sheet:
    """`accessor` leads from a record to the parts or entries of this sheet."""

    name: str
    model: type
    fields: tuple[Field, ...]
    accessor: str = ""
    #: The columns by which a part is recognised among those of its record.
    key: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Register:
    """`first`: columns of the first sheet that state the first certificate, an entry; `day`: the
    date whose year tells records with the same number apart; `foreign`: what only tables other
    than ours have in the first sheet."""

    model: type
    number: str
    records: Sheet
    parts: tuple[Sheet, ...]
    entries: Sheet
    first: tuple[Field, ...] = ()
    day: str = ""
    foreign: tuple[Field, ...] = ()

    @property
    def name(self):
        return self.model._meta.model_name

    @property
    def ledger(self):
        return self.entries.model

    @property
    def sheets(self):
        return (self.records, *self.parts, self.entries)

    def day_of(self, sheet):
        """The column with the day of what a row of a sheet states; "" where it has none."""
        if sheet is self.records:
            return self.first[0].name if self.first else self.day
        return "effective_on" if sheet is self.entries else ""

    def identity(self, number, day):
        return fold(number), day.year if day else None

    def identities(self):
        """(primary key, what identity() gives) of every original that has a number."""
        rows = self.model.objects.exclude(**{self.number: ""})
        for pk, number, *day in rows.values_list("pk", self.number, *filter(None, [self.day])):
            yield pk, self.identity(number, day[0] if day else None)

    def own_fields(self, sheet):
        """The columns of a sheet that are content, without those that name the record."""
        others = {NUMBER, RECORD, *(field.name for field in self.first if sheet is self.records)}
        return [field for field in sheet.fields if not field.told and field.name not in others]


def _number(heading, note="", **options):
    return fields.text(NUMBER, heading, note=note, **options)


#: Told by the export: it finds records without a number, and those whose number is corrected.
_RECORD = fields.number(
    RECORD,
    _("Key in the portal"),
    places=0,
    note=_("Leave as it is; empty in new rows."),
)
_STATE = fields.told("state", _("State of the entry"))
_SOURCES = fields.texts("source", _("Source of the description"))
_DOCUMENT = [
    *fields.texts("source", _("Source document")),
    fields.text("note", _("Note (staff only)")),
]
_FINDS = _("By it a row finds its project.")
_NO_DONOR = _("Empty for counterpart funds.")
_PLACES = _("Several are separated by semicolons.")
_UNIT_NOTE = _(
    "Name with what it belongs to, as “xã Vũ Đông, thành phố Thái Bình”; one that is no more with "
    "its last day in brackets, as the export writes it."
)
_UPDATED = _("A row for each; rows that are missing here stay as they are.")

# --- FDI -------------------------------------------------------------------------------

_FDI_NUMBER = _("Project code (certificate number)")
_FDI_ALSO = (_("Project code"),)
_FDI_FIRST = (
    fields.day("effective_on", _("Day of the first certificate"), needed=True, model=FdiEvent),
    fields.money(
        "usd",
        _("Capital of the first certificate"),
        unit="USD",
        note=_("A later change is a row of the sheet “Events”."),
        needed=True,
        model=FdiEvent,
    ),
    fields.number(
        "amount",
        _("Capital of the first certificate in its own currency"),
        places=2,
        note=_("May stay empty when the currency is USD."),
        model=FdiEvent,
    ),
    fields.link("partner", _("Statistical partner"), Country, needed=True),
    fields.day("term_ends_on", _("Last day of the term"), model=FdiEvent),
)
FDI = Register(
    FdiProject,
    "certificate_number",
    Sheet(
        pgettext_lazy("sheet", "Projects"),
        FdiProject,
        (
            fields.text("certificate_number", _FDI_NUMBER, note=_FINDS, also=_FDI_ALSO),
            *fields.texts("title", _("Project name"), needed=True),
            *_FDI_FIRST,
            fields.told(
                PRESENT,
                _("Present registered capital, only to look at"),
                "number",
                unit="USD",
                note=_("Never read: a change is a row of the sheet “Events”."),
            ),
            fields.currency("capital_currency", _("Currency")),
            fields.investors(
                "investors",
                _("Investors"),
                note=_("Name (country); several are separated by semicolons."),
            ),
            fields.link("industry", _("Industry (VSIC)"), Industry, note=_("Code or name.")),
            fields.link("unit", _("Place as recorded"), AdministrativeUnit, note=_UNIT_NOTE),
            fields.link("zone", _("Zone"), Zone),
            *fields.texts("address", _("Address")),
            fields.area("land_area", _("Land area"), places=6),
            *fields.texts("objectives", _("Objectives")),
            *fields.texts("scale", _("Scale")),
            *fields.texts("incentives", _("Incentives")),
            *fields.texts("conditions", _("Conditions")),
            *_SOURCES,
            _RECORD,
        ),
    ),
    (),
    Sheet(
        pgettext_lazy("sheet", "Events"),
        FdiEvent,
        (
            _number(
                _FDI_NUMBER,
                _("Empty only for a share-purchase notice that stands alone."),
                also=_FDI_ALSO,
            ),
            fields.choice(
                "type",
                _("Type of event"),
                [kind for kind in Type if kind != Type.NEW],
                needed=True,
                note=_("The first certificate stands in the sheet of the projects."),
            ),
            fields.day("effective_on", _("Effective date"), needed=True),
            fields.text("number", _("Number of the certificate or document")),
            fields.money("usd", _("Amount"), unit="USD"),
            fields.number("amount", _("Amount in its own currency"), places=2),
            fields.currency("currency", _("Currency")),
            fields.link("partner", _("Statistical partner"), Country),
            fields.day("term_ends_on", _("Last day of the term")),
            *_DOCUMENT,
            fields.text("company", _("Company"), note=_("For a notice that stands alone.")),
            fields.link("industry", _("Industry (VSIC)"), Industry),
            fields.link("unit", _("Place as recorded"), AdministrativeUnit),
            _RECORD,
            _STATE,
        ),
        "events",
    ),
    _FDI_FIRST,
    foreign=(
        fields.link(
            "nationality",
            _("Nationality of the investors (and statistical partner)"),
            Country,
        ),
    ),
)

# --- ODA -------------------------------------------------------------------------------

_ODA_NUMBER = _("Decision number or code")
ODA = Register(
    OdaProject,
    "code",
    Sheet(
        pgettext_lazy("sheet", "Projects"),
        OdaProject,
        (
            fields.text("code", _ODA_NUMBER, note=_FINDS),
            *fields.texts("title", _("Project name"), needed=True),
            fields.choice("form", _("Form"), OdaProject.Form, empty=OdaProject.Form.PROJECT),
            fields.link("sector", _("Sector (DAC)"), Sector, note=_("Code or name.")),
            fields.link("managing_agency", _("Managing agency"), Agency),
            fields.link("owner", _("Project owner"), Agency),
            fields.links("places", _("Places"), AdministrativeUnit, note=_PLACES),
            fields.choice("mechanism", _("Domestic mechanism"), OdaProject.Mechanism),
            fields.day("starts_on", _("Planned start")),
            fields.day("ends_on", _("Planned end")),
            *fields.texts("objectives", _("Objectives")),
            *_SOURCES,
            _RECORD,
        ),
    ),
    (
        Sheet(
            pgettext_lazy("sheet", "Funds"),
            OdaFund,
            (
                _number(_ODA_NUMBER, _UPDATED),
                fields.choice("kind", _("Kind of funds"), OdaFund.Kind, needed=True),
                fields.link("donor", _("Donor"), Organisation, note=_NO_DONOR),
                fields.number("amount", _("Amount in its own currency"), places=2),
                fields.currency("currency", _("Currency")),
                fields.money("usd", _("Amount"), unit="USD"),
                _RECORD,
            ),
            "funds",
            ("kind", "donor_id"),
        ),
        Sheet(
            pgettext_lazy("sheet", "Stages"),
            OdaStage,
            (
                _number(_ODA_NUMBER, _UPDATED),
                fields.choice("stage", _("Stage"), OdaStage.Stage, needed=True),
                fields.day("reached_on", _("Date"), needed=True),
                fields.text("number", _("Number of the document")),
                *fields.texts("source", _("Document")),
                _RECORD,
            ),
            "stages",
            ("stage", "reached_on"),
        ),
    ),
    Sheet(
        pgettext_lazy("sheet", "Years"),
        OdaYear,
        (
            _number(_ODA_NUMBER),
            fields.year("year", _("Year"), needed=True),
            fields.choice("measure", _("Measure"), OdaYear.Measure, needed=True),
            fields.day("effective_on", _("Date of the document"), needed=True),
            fields.money(
                "foreign",
                _("Foreign capital"),
                unit=pgettext_lazy("unit", "million VND"),
                currency="VND",
                scale=10**6,
            ),
            fields.money(
                "counterpart",
                _("Counterpart funds"),
                unit=pgettext_lazy("unit", "million VND"),
                currency="VND",
                scale=10**6,
            ),
            fields.text("number", _("Number of the document")),
            *_DOCUMENT,
            _RECORD,
            _STATE,
        ),
        "years",
    ),
)

# --- NGO -------------------------------------------------------------------------------

_NGO_NUMBER = _("Approval decision: number")
NGO = Register(
    NgoAid,
    "decision_number",
    Sheet(
        pgettext_lazy("sheet", "Aid"),
        NgoAid,
        (
            fields.text(
                "decision_number",
                _NGO_NUMBER,
                note=_("By it and the year of its date a row finds its record."),
            ),
            fields.day("decision_on", _("Approval decision: date")),
            *fields.texts("title", _("Name of the aid"), needed=True),
            fields.choice("type", _("Type"), NgoAid.Type, empty=NgoAid.Type.PROJECT),
            fields.choice("field", _("Field"), NgoAid.Field),
            fields.link("sector", _("Sector (DAC)"), Sector, note=_("Code or name.")),
            fields.link("donor", _("Donor organisation"), Organisation),
            fields.link("owner", _("Aid owner"), Agency),
            fields.link("managing_agency", _("Managing agency"), Agency),
            fields.links("places", _("Places"), AdministrativeUnit, note=_PLACES),
            fields.money("usd", _("Total commitment"), unit="USD"),
            fields.yes_or_no("usd_is_floor", _("The total is “above” this amount")),
            fields.number("amount", _("Total commitment in its own currency"), places=2),
            fields.currency("currency", _("Currency")),
            fields.day("starts_on", _("Period: first day")),
            fields.day("ends_on", _("Period: last day")),
            *fields.texts("objectives", _("Objectives")),
            *_SOURCES,
            _RECORD,
        ),
    ),
    (
        Sheet(
            pgettext_lazy("sheet", "Statuses"),
            NgoStage,
            (
                _number(_NGO_NUMBER, _UPDATED),
                fields.choice("stage", _("Status"), NgoStage.Stage, needed=True),
                fields.day("reached_on", _("Date"), needed=True),
                fields.text("number", _("Number of the document")),
                *fields.texts("source", _("Document")),
                _RECORD,
            ),
            "stages",
            ("stage", "reached_on"),
        ),
    ),
    Sheet(
        pgettext_lazy("sheet", "Years"),
        NgoYear,
        (
            _number(_NGO_NUMBER),
            fields.year("year", _("Year"), needed=True),
            fields.choice("measure", _("Measure"), NgoYear.Measure, needed=True),
            fields.day("effective_on", _("Date of the document"), needed=True),
            fields.money("usd", _("Amount"), unit="USD"),
            fields.yes_or_no("is_floor", _("“Above” this amount")),
            fields.number("amount", _("Amount in its own currency"), places=2),
            fields.currency("currency", _("Currency")),
            fields.text("number", _("Number of the document")),
            *_DOCUMENT,
            _RECORD,
            _STATE,
        ),
        "years",
    ),
    day="decision_on",
)

REGISTERS = {register.name: register for register in (FDI, ODA, NGO)}
