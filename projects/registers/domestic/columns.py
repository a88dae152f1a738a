"""What a domestic project has, column by column."""

from django.utils.translation import gettext_lazy as _

from projects import columns as c
from projects.exchange import fields
from projects.exchange.layout import FINDS
from projects.figures import Unit
from projects.registers.common.capital.columns import STATE, WHERE, life
from projects.registers.domestic.records import investors

NUMBER = _("Number of the decision or certificate")
COLUMNS = [
    c.identity("domestic"),
    c.number("certificate_number", NUMBER, key="code", note=FINDS),
    c.name(_("Project name")),
    *STATE,
    c.told("capital_vnd", _("Registered capital"), lambda r, n: r.life.capital, "number", Unit.VND),
    c.Column(
        (
            fields.coded_investors(
                "investors",
                _("Investors"),
                note=_("Name (tax code); several are separated by semicolons."),
            ),
        ),
        (c.field_of("investors", _("Investors"), lambda r, n: investors(r) or None),),
        lambda record, language, when: (_("Investors"), investors(record)),
    ),
    *WHERE,
    *life(_("First decision or certificate")),
    c.text("objectives", _("Objectives")),
    c.text("scale", _("Scale")),
    c.END,
]
