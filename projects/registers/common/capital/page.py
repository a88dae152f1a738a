"""The page of a project of a register of events: what it is as of a day, and its history."""

from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.text.display import date
from projects.models.capital import EventType
from projects.views.facts import Table, Told, ledger_table, marked, places_of
from projects.views.rows import TAGS
from projects.views.words import exact


def tell(request, record, when, *, missing, table, ledger, funders, **more):
    """What the page says of a CapitalRecord.

    missing: that it had no first document, and that none was known then, whenever it took effect.
    table: its history(); more: figures, facts, texts.
    """
    row, life = record.project, record.life
    status, label = record.status(when.as_of) if life.first_on else ("", "")
    place = places_of(request, [row.unit] if row.unit else [])
    return Told(
        code=row.certificate_number,
        status=(capfirst(label), TAGS.get(status, "end")) if label else (),
        note="" if life.first_on else missing[when.known_at is not None],
        place=place,
        tables=ledger_table(table, ledger, row, when),
        structured={
            "code": row.certificate_number,
            "started": life.first_on,
            "ended": record.ended_on(when.as_of),
            "place": place[0].then if place else "",
            "funders": funders,
        },
        **more,
    )


def history(events, unit, *, named=None):
    """The events with what each did to the registered capital, and the capital after it.

    unit: of the amounts. named(event): what more an event says.
    """
    has_own = any(getattr(event, "currency", unit) != unit for event in events)
    table = Table(
        _("History of the capital"),
        [
            (_("Date"), False),
            (_("Event"), False),
            (_("Number"), False),
            *([(_("Amount in its own currency"), True)] if has_own else []),
            (_("Amount (%(unit)s)") % {"unit": unit}, True),
            (_("Registered capital (%(unit)s)") % {"unit": unit}, True),
        ],
    )
    capital = 0
    for event in events:
        capital += event.change or 0
        happened = capfirst(event.get_type_display())
        if named and (more := named(event)):
            happened = f"{happened}: {more}"
        if event.term_ends_on:
            term = _("term until %(day)s") % {"day": date(event.term_ends_on, get_language())}
            happened = f"{happened}, {term}"
        table.rows.append(
            [
                date(event.effective_on, get_language()),
                happened,
                _document(event),
                *([_own(event)] if has_own else []),
                _signed(event, event.counted),
                exact(capital),
            ]
        )
    return table


def _document(event):
    """Its number and its name, the Vietnamese one where it has no other."""
    named = marked(*event.source_in(get_language()))
    return format_html_join(", ", "{}", ([part] for part in (event.number, named) if part))


def _own(event):
    """The amount in its own currency, where that is another."""
    currency = getattr(event, "currency", None)
    if currency is None or event.amount is None:
        return ""
    return f"{_signed(event, event.amount)} {currency}"


def _signed(event, amount):
    if amount is None:
        return ""
    if event.change is None or event.type == EventType.NEW:
        return exact(amount)
    return f"{'−' if event.change < 0 else '+'}{exact(amount)}"
