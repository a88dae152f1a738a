"""What the FDI register says by its statistical partners; all else is in common.capital.totals."""

from decimal import Decimal

from django.db.models import Count, F, Q, Sum

from projects.figures import Measure
from projects.models import Country, FdiEvent
from projects.models.entry import counts
from projects.registers.common.capital import totals as capital

PARTNER = (Country, "partner")


def stock_by(dimension, selection, when, ask=None):
    """Parts of the valid projects as of the date, by partner or as capital.stock_by()."""
    if dimension != "partner":
        return capital.stock_by(dimension, selection, when, ask)
    rows = _stock_by_partner(selection.valid(when), when)
    return capital.parts(PARTNER, rows, capital.stock_figures, selection, when, ask=ask)


def _stock_by_partner(projects, when):
    """The partner that rules as of the date, joined with the project's events of capital."""
    prefix = "project__events__"
    is_capital = Q(
        counts(when.known_at, prefix),
        **{f"{prefix}type__in": FdiEvent.CAPITAL, f"{prefix}effective_on__lte": when.as_of},
    )
    ruling = FdiEvent.objects.ruling_partner(when).filter(project__in=projects)
    return (
        ruling.filter(is_capital)
        .values(key=F("partner"))
        .order_by()
        .annotate(
            **{
                Measure.VALID_PROJECTS.value: Count(
                    "pk", filter=Q(**{f"{prefix}type": FdiEvent.Type.NEW})
                ),
                Measure.VALID_CAPITAL.value: Sum(
                    capital.adds(FdiEvent, prefix), default=Decimal(0)
                ),
            }
        )
    )


def flow_by(dimension, selection, when):
    """Parts of what happened in the period, by partner or as capital.flow_by()."""
    if dimension != "partner":
        return capital.flow_by(dimension, selection, when)
    events = selection.events(when).during(when)
    if not selection.partner:
        events = events.with_partner(when)
    rows = capital.flow_rows(events, selection, F("partner_then"))
    return capital.parts(PARTNER, rows, capital.flow_figures, selection, when)
