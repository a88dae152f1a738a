from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.text.display import date
from projects.models import (
    FdiEvent,
)
from projects.registers.fdi.records import FdiRecord
from projects.views import words
from projects.views.choices import countries
from projects.views.facts import (
    Step,
    Table,
    Told,
    child_text,
    coded,
    facts_of,
    in_full,
    ledger_table,
    marked,
    name_of,
    places_of,
    text_of,
    texts_of,
)
from projects.views.rows import TAGS
from projects.views.words import exact


def tell(request, row, language, when):
    events = list(FdiEvent.objects.as_of(when).filter(project=row.record_id))
    record = FdiRecord.of(row, events)
    known, life = countries(request), record.life
    status, label = record.status(when.as_of) if life.first_on else ("", "")
    partner = known.get(life.partner_id)
    investors = list(row.investors.all())
    is_transferred = any(event.type == FdiEvent.Type.TRANSFER for event in events)
    place = places_of(request, [row.unit] if row.unit else [])
    facts = [
        (_("Project code"), row.certificate_number),
        # Investors have no dates: a transfer names the new partner, and nobody in their place.
        (
            _("Investors at the first certificate") if is_transferred else _("Investors"),
            "; ".join(_investor(item, known) for item in investors),
        ),
        (_("Statistical partner"), name_of(partner)),
        (_("Sector (VSIC)"), coded(row.industry)),
        (_("Zone"), name_of(row.zone)),
        (_("Address"), text_of(row, "address", language)),
        (_("Land area"), row.land_area and _("%(area)s ha") % {"area": exact(row.land_area)}),
        (_("First certificate"), life.first_on and date(life.first_on, get_language())),
        _end(record, label),
    ]
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
        note="" if life.first_on else _("It had no investment registration certificate then."),
        facts=facts_of(facts),
        place=place,
        tables=ledger_table(_history(record.events, known), FdiEvent, row, when),
        steps=_schedule(row, language, when.as_of),
        steps_heading=_("Schedule"),
        texts=texts_of(
            row,
            language,
            [
                ("objectives", _("Objectives")),
                ("scale", _("Scale")),
                ("incentives", _("Incentives")),
                ("conditions", _("Conditions")),
            ],
        ),
        structured={
            "code": row.certificate_number,
            "started": life.first_on,
            "ended": record.ended_on(when.as_of),
            "place": place[0].then if place else "",
            "funders": [] if is_transferred else [investor.name for investor in investors],
        },
    )


def _investor(investor, known):
    country = name_of(known.get(investor.country_id))
    return f"{investor.name} ({country})" if country else investor.name


def _end(record, state):
    """When it was ended and how, or the last day of the term that still holds or has passed."""
    life = record.life
    if life.ended_on:
        return _("Ended on"), f"{date(life.ended_on, get_language())} ({state})"
    return _("Last day of the term"), life.term_ends_on and date(life.term_ends_on, get_language())


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
