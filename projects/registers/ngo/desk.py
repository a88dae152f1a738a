from django.utils.translation import gettext as _

from projects.desk import in_own_currency, money
from projects.registers.common.aid.desk import of_the_year, stage_told
from projects.registers.common.aid.records import ruling_years


def says(entry):
    amount = f"{money(entry.usd)} USD"
    yield _("above %(amount)s") % {"amount": amount} if entry.is_floor else amount
    yield in_own_currency(entry)


def standing(aid, when):
    entries = ruling_years(aid, when)
    total = f"{money(aid.usd)} USD"
    if aid.usd_is_floor:
        total = _("above %(amount)s") % {"amount": total}
    facts = [(_("Status"), stage_told(aid, when)), (_("Total commitment"), total)]
    return [*facts, *of_the_year(says, entries, when)], entries
