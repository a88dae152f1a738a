"""The totals of the FDI register once more, in the plainest Python, from the plain rows."""

from collections import defaultdict
from decimal import Decimal


def known(rows, known_at):
    """The rows that counted at a moment."""
    return [
        row
        for row in rows
        if row.known_at is not None
        and not row.void
        and (known_at is None or row.known_at <= known_at)
        and (row.known_until is None or (known_at is not None and row.known_until > known_at))
    ]


def life(events, as_of):
    """(capital, partner, is valid, is suspended) of one project at the end of a day, or None."""
    past = [event for event in events if event.effective_on <= as_of]
    if not any(event.type == "new" for event in past):
        return None
    capital, partner, term, ended, suspended = Decimal(0), None, None, False, None
    for event in sorted(past, key=lambda event: (event.effective_on, event.type == "resumption")):
        capital += {"new": 1, "capital_increase": 1, "capital_decrease": -1}.get(event.type, 0) * (
            event.usd or 0
        )
        partner = event.partner_id if event.type in ("new", "transfer") else partner
        term = event.term_ends_on or term
        ended = ended or event.type in ("termination", "revocation")
        suspended = {"suspension": True, "resumption": False}.get(event.type, suspended)
    valid = not ended and not (term is not None and term < as_of)
    return capital, partner, valid, bool(suspended)


def stock(rows, when):
    """(projects, capital, {partner: (projects, capital)}, suspended) as of a date."""
    by_project = defaultdict(list)
    for row in known(rows, when.known_at):
        if row.project_id:
            by_project[row.project_id].append(row)
    lives = [life(events, when.as_of) for events in by_project.values()]
    valid = [found for found in lives if found and found[2]]
    partners = defaultdict(lambda: (0, Decimal(0)))
    for capital, partner, _valid, _suspended in valid:
        count, total = partners[partner]
        partners[partner] = count + 1, total + capital
    return (
        len(valid),
        sum((found[0] for found in valid), Decimal(0)),
        dict(partners),
        sum(found[3] for found in valid),
    )


def flow(rows, when):
    """The figures of a period, by the names of the measures."""
    within = [
        row
        for row in known(rows, when.known_at)
        if row.effective_on <= when.as_of and (not when.since or row.effective_on >= when.since)
    ]

    def of(*types):
        return [row for row in within if row.type in types]

    def usd(*types):
        return sum((row.usd or Decimal(0) for row in of(*types)), Decimal(0))

    def projects(*types):
        return len({row.project_id for row in of(*types)} - {None})

    def turns(*types):
        return len({(row.project_id, row.number) for row in of(*types)})

    adjustments = ("capital_increase", "capital_decrease", "other_adjustment")
    return {
        "new_projects": projects("new"),
        "new_capital": usd("new"),
        "adjusted_turns": turns(*adjustments),
        "adjusted_projects": projects(*adjustments),
        "raised_projects": projects("capital_increase"),
        "raised_capital": usd("capital_increase"),
        "lowered_projects": projects("capital_decrease"),
        "lowered_capital": usd("capital_decrease"),
        "share_turns": turns("share_purchase"),
        "share_value": usd("share_purchase"),
        "disbursed_capital": usd("disbursement"),
        "adjusted_capital": usd("capital_increase") - usd("capital_decrease"),
    }
