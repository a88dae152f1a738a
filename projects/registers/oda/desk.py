from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from projects.desk import money
from projects.registers.common.aid.desk import of_the_year, stage_told
from projects.registers.common.aid.records import ruling_years


def says(entry):
    unit = pgettext("unit", "million VND")
    if entry.foreign is not None:
        yield _("foreign capital: %(amount)s") % {"amount": f"{money(entry.foreign)} {unit}"}
    if entry.counterpart is not None:
        yield _("counterpart funds: %(amount)s") % {"amount": f"{money(entry.counterpart)} {unit}"}


def standing(project, when):
    entries = ruling_years(project, when)
    return [(_("Stage"), stage_told(project, when)), *of_the_year(says, entries, when)], entries
