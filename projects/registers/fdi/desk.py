from django.utils.translation import gettext as _

from projects.desk import day, in_own_currency, money
from projects.models import FdiEvent
from projects.registers.fdi.records import fdi_lives, status_words, waiting_for_certificate


def says(entry):
    sign = {FdiEvent.Type.INCREASE: "+", FdiEvent.Type.DECREASE: "−"}.get(entry.type, "")
    if entry.usd is not None:
        yield f"{sign}{money(entry.usd)} USD"
    yield in_own_currency(entry)
    if entry.partner_id:
        yield str(entry.partner)
    if entry.term_ends_on:
        yield _("term until %(day)s") % {"day": day(entry.term_ends_on)}


def standing(project, when):
    life = fdi_lives([project.pk], when)[project.pk]
    waits = when.known_at is None and bool(waiting_for_certificate([project.pk], when))
    facts = [
        (_("State"), status_words(life, waits=waits)),
        (_("Registered capital"), f"{money(life.capital)} USD"),
        (_("Disbursed capital"), f"{money(life.disbursed)} USD"),
        (_("Statistical partner"), str(life.partner or "–")),
        (_("First certificate"), day(life.first_on)),
        (_("Last day of the term"), day(life.term_ends_on)),
    ]
    return facts, life.entries
