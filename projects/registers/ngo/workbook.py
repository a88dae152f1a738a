from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.exchange import fields
from projects.exchange.layout import (
    DOCUMENT,
    KEY,
    PLACES_NOTE,
    SOURCES,
    STATE,
    UPDATED,
    Sheet,
    Workbook,
    number_of_record,
)
from projects.models import (
    AdministrativeUnit,
    Agency,
    NgoAid,
    NgoStage,
    NgoYear,
    Organisation,
    Sector,
)

_NGO_NUMBER = _("Approval decision: number")
WORKBOOK = Workbook(
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
            fields.links("places", _("Places"), AdministrativeUnit, note=PLACES_NOTE),
            fields.money("usd", _("Total commitment"), unit="USD"),
            fields.yes_or_no("usd_is_floor", _("The total is “above” this amount")),
            fields.number("amount", _("Total commitment in its own currency"), places=2),
            fields.currency("currency", _("Currency")),
            fields.day("starts_on", _("Period: first day")),
            fields.day("ends_on", _("Period: last day")),
            *fields.texts("objectives", _("Objectives")),
            *SOURCES,
            KEY,
        ),
    ),
    (
        Sheet(
            pgettext_lazy("sheet", "Statuses"),
            NgoStage,
            (
                number_of_record(_NGO_NUMBER, UPDATED),
                fields.choice("stage", _("Status"), NgoStage.Stage, needed=True),
                fields.day("reached_on", _("Date"), needed=True),
                fields.text("number", _("Number of the document")),
                *fields.texts("source", _("Document")),
                KEY,
            ),
            "stages",
            ("stage", "reached_on"),
        ),
    ),
    Sheet(
        pgettext_lazy("sheet", "Years"),
        NgoYear,
        (
            number_of_record(_NGO_NUMBER),
            fields.year("year", _("Year"), needed=True),
            fields.choice("measure", _("Measure"), NgoYear.Measure, needed=True),
            fields.day("effective_on", _("Date of the document"), needed=True),
            fields.money("usd", _("Amount"), unit="USD"),
            fields.yes_or_no("is_floor", _("“Above” this amount")),
            fields.number("amount", _("Amount in its own currency"), places=2),
            fields.currency("currency", _("Currency")),
            fields.text("number", _("Number of the document")),
            *DOCUMENT,
            KEY,
            STATE,
        ),
        "years",
    ),
    day="decision_on",
)
