"""What one record was as of a date: for lists, the record's page at the desk, and its numbers.

Constant numbers of queries, however many records are asked about.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from projects import consistency
from projects.models import Country, FdiEvent
from projects.records import ENDED_BY, EXPIRED_LABEL
from projects.selections import FdiStatus
from projects.when import When

Type = FdiEvent.Type


@dataclass(frozen=True)
class Life:
    """An FDI project as of a date; `capital` and `disbursed` in USD.

    partner: Country or None; status: FdiStatus, or None before the first certificate.
    entries: the events that made it so, in order.
    """

    capital: Decimal
    disbursed: Decimal
    partner: Country | None
    status: FdiStatus | None
    first_on: object
    ended_on: object
    ended_by: str
    term_ends_on: object
    entries: list


def fdi_lives(pks, when):
    """primary key → Life of FDI projects; two queries."""
    events = defaultdict(list)
    for event in FdiEvent.objects.as_of(when).filter(project__in=pks).select_related("document"):
        events[event.project_id].append(event)
    played = {pk: consistency.play(events[pk])[0] for pk in pks}
    partners = Country.objects.in_bulk({life.partner_id for life in played.values()} - {None})
    return {
        pk: _life(life, consistency.in_order(events[pk]), partners.get(life.partner_id), when)
        for pk, life in played.items()
    }


def _life(played, entries, partner, when):
    paid = (event.usd or 0 for event in entries if event.type == Type.DISBURSEMENT)
    is_past_term = bool(played.term_ends_on and played.term_ends_on < when.as_of)
    return Life(
        played.capital,
        sum(paid, Decimal(0)),
        partner,
        _status(played, is_past_term),
        played.first_on,
        played.ended_on or (played.term_ends_on if is_past_term else None),
        played.ended_by,
        played.term_ends_on,
        entries,
    )


def _status(played, is_past_term):
    if played.first_on is None:
        return None
    if played.ended_on or is_past_term:
        return FdiStatus.ENDED
    return FdiStatus.SUSPENDED if played.suspended else FdiStatus.OPERATING


def waiting_for_certificate(pks, when):
    """Those of FDI projects whose first certificate, of a day up to then, waits; one query."""
    events = FdiEvent.objects.pending().filter(type=Type.NEW, effective_on__lte=when.as_of)
    return set(events.filter(project__in=pks).values_list("project", flat=True))


def status_words(life, *, waits):
    """The state of an FDI project in words, with the day of its end.

    waits: whether its first certificate is entered, and not approved.
    """
    if life.status is None:
        return _("certificate waits for approval") if waits else _("not registered yet")
    if life.status == FdiStatus.OPERATING:
        return _("operating")
    if life.status == FdiStatus.SUSPENDED:
        return FdiStatus.SUSPENDED.label
    how = ENDED_BY[life.ended_by] if life.ended_by else EXPIRED_LABEL
    return f"{how}, {life.ended_on:%d/%m/%Y}"


def last_stages(stages, when):
    """project's primary key → its last stage row as of the date.

    stages: rows of a StageOf, or prefetched ones.
    """
    found = {}
    for stage in sorted(stages, key=lambda row: (row.reached_on, row.position, row.pk)):
        if stage.reached_on <= when.as_of:
            found[stage.project_id] = stage
    return found


def ruling_years(record, when):
    """The entries about years that rule for an ODA or NGO record as of the date; one query."""
    model = record._meta.get_field("years").related_model
    at = When(when.as_of, when.known_at)
    return list(model.objects.ruling(at).filter(project=record.pk).order_by("year", "measure"))
