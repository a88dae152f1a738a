from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.text.display import date
from projects.columns import facts, texts
from projects.models import FdiEvent
from projects.registers.common.capital import page as capital
from projects.registers.fdi.columns import COLUMNS
from projects.registers.fdi.records import FdiRecord
from projects.views import words
from projects.views.choices import countries
from projects.views.facts import Step, child_text, in_full, name_of

#: What the page needs of a record beside its own columns.
RELATED = ("unit", "zone", "industry")


def tell(request, row, language, when):
    record = FdiRecord.of(row, FdiEvent.objects.as_of(when).filter(project=row.record_id))
    known = countries(request)
    record.partner = known.get(record.life.partner_id)
    record.investors = list(row.investors.select_related("country"))
    is_transferred = any(event.type == FdiEvent.Type.TRANSFER for event in record.events)

    def partner(event):
        is_transfer = event.type == FdiEvent.Type.TRANSFER
        return name_of(known.get(event.partner_id)) if is_transfer else ""

    return capital.tell(
        request,
        record,
        when,
        missing=(
            _("It had no investment registration certificate then."),
            _("The register knew of no investment registration certificate of it then."),
        ),
        figures=_figures(record),
        facts=facts(COLUMNS, record, language, when),
        texts=texts(COLUMNS, row, language),
        table=capital.history(record.events, "USD", named=partner),
        ledger=FdiEvent,
        steps=_schedule(row, language, when.as_of),
        steps_heading=_("Schedule"),
        funders=[] if is_transferred else [investor.name for investor in record.investors],
    )


def _figures(record):
    found = []
    if record.life.first_on:
        found.append((_("Registered capital"), record.life.capital))
    if record.disbursed is not None:
        found.append((_("Disbursed capital"), record.disbursed))
    return [(label, words.usd(amount), in_full(amount)) for label, amount in found]


def _schedule(row, language, day):
    steps, is_next = [], True
    for item in row.milestones.all():
        reached = item.reached_on if item.reached_on and item.reached_on <= day else None
        state = "done" if reached else "now" if is_next else ""
        is_next = is_next and bool(reached)
        told = _moment(reached, item.planned_on, day)
        steps.append(Step(child_text(item, "title", row, language), state, told))
    return steps


def _moment(reached, planned, day):
    """When a milestone was reached, or is planned to be; "" where nobody says."""
    if not (moment := reached or planned):
        return ""
    if reached:
        text = _("reached on %(day)s")
    elif planned < day:
        text = _("was planned for %(day)s; nothing recorded says that it was reached")
    else:
        text = _("planned for %(day)s")
    return text % {"day": date(moment, get_language())}
