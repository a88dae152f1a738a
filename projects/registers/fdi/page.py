from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.text.display import date
from projects.columns import facts, texts
from projects.models import (
    FdiEvent,
)
from projects.registers.fdi.columns import COLUMNS
from projects.registers.fdi.records import FdiRecord
from projects.views import words
from projects.views.choices import countries
from projects.views.facts import (
    Step,
    Table,
    Told,
    child_text,
    in_full,
    ledger_table,
    marked,
    name_of,
    places_of,
)
from projects.views.rows import TAGS
from projects.views.words import exact


def tell(request, row, language, when):
    events = list(FdiEvent.objects.as_of(when).filter(project=row.record_id))
    record = FdiRecord.of(row, events)
    known, life = countries(request), record.life
    status, label = record.status(when.as_of) if life.first_on else ("", "")
    record.partner = known.get(life.partner_id)
    record.investors = list(row.investors.select_related("country"))
    is_transferred = any(event.type == FdiEvent.Type.TRANSFER for event in events)
    place = places_of(request, [row.unit] if row.unit else [])
    figures = []
    if life.first_on:
        figures.append((_("Registered capital"), words.usd(life.capital), in_full(life.capital)))
    if record.disbursed is not None:
        spent = record.disbursed
        figures.append((_("Disbursed capital"), words.usd(spent), in_full(spent)))
    return Told(
        code=row.certificate_number,
        status=(capfirst(label), TAGS.get(status, "end")) if label else (),
        figures=figures,
        note="" if life.first_on else _none_yet(when),
        facts=facts(COLUMNS, record, language, when),
        place=place,
        tables=ledger_table(_history(record.events, known), FdiEvent, row, when),
        steps=_schedule(row, language, when.as_of),
        steps_heading=_("Schedule"),
        texts=texts(COLUMNS, row, language),
        structured={
            "code": row.certificate_number,
            "started": life.first_on,
            "ended": record.ended_on(when.as_of),
            "place": place[0].then if place else "",
            "funders": [] if is_transferred else [investor.name for investor in record.investors],
        },
    )


def _none_yet(when):
    """That there was no certificate, or that none was known then, whenever it took effect."""
    if when.known_at is None:
        return _("It had no investment registration certificate then.")
    return _("The register knew of no investment registration certificate of it then.")


def _history(events, known):
    """The events with what each did to the registered capital, and the capital after it."""
    has_own = any(event.usd is not None and event.currency != "USD" for event in events)
    table = Table(
        _("History of the capital"),
        [
            (_("Date"), False),
            (_("Event"), False),
            (_("Number"), False),
            *([(_("Amount in its own currency"), True)] if has_own else []),
            (_("Amount (USD)"), True),
            (_("Registered capital (USD)"), True),
        ],
    )
    capital = 0
    for event in events:
        change = _change(event)
        capital += change or 0
        happened = capfirst(event.get_type_display())
        if event.type == FdiEvent.Type.TRANSFER:
            happened = f"{happened}: {name_of(known.get(event.partner_id))}"
        if event.term_ends_on:
            term = _("term until %(day)s") % {"day": date(event.term_ends_on, get_language())}
            happened = f"{happened}, {term}"
        table.rows.append(
            [
                date(event.effective_on, get_language()),
                happened,
                _document(event),
                *([_own(event, change)] if has_own else []),
                _signed(event, change, event.usd),
                exact(capital),
            ]
        )
    return table


def _document(event):
    """Its number and its name, the Vietnamese one where it has no other."""
    named = marked(*event.source_in(get_language()))
    return format_html_join(", ", "{}", ([part] for part in (event.number, named) if part))


def _change(event):
    """What an event adds to the registered capital, or None."""
    if event.type not in FdiEvent.CAPITAL:
        return None
    return -event.usd if event.type == FdiEvent.Type.DECREASE else event.usd


def _own(event, change):
    amount = _signed(event, change, event.amount)
    return f"{amount} {event.currency}" if amount else ""


def _signed(event, change, amount):
    if amount is None:
        return ""
    if change is None or event.type == FdiEvent.Type.NEW:
        return exact(amount)
    return f"{'−' if change < 0 else '+'}{exact(amount)}"


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


#: What the page needs of a record beside its own columns.
RELATED = ("unit", "zone", "industry")
