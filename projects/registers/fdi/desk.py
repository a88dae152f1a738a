from django.utils.translation import gettext as _

from projects.desk import in_own_currency, money
from projects.models import FdiEvent
from projects.registers.common.capital import desk as capital
from projects.registers.fdi.records import FdiRecord, add_partners


def says(entry):
    yield from capital.says(entry, "USD")
    yield in_own_currency(entry)
    if entry.partner_id:
        yield str(entry.partner)
    yield from capital.term(entry)


def standing(project, when):
    record = capital.record_of(FdiRecord, FdiEvent, project, when)
    add_partners([record])
    state, registered, *days = capital.facts(record, FdiEvent, project, when, "USD")
    paid = record.disbursed
    facts = [
        state,
        registered,
        (_("Disbursed capital"), f"{money(paid)} USD" if paid is not None else money(None)),
        (_("Statistical partner"), str(record.partner or "–")),
        *days,
    ]
    return facts, record.events
