"""What pages ask for: figures, drawn or not yet.

Nothing is drawn here. A page that must wait shows the table, and must not be stored by any cache.
"""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.db import transaction
from django.utils import timezone
from markupsafe import Markup

from portal.charts.chart import NARROW, WIDE, Chart
from portal.charts.models import Drawing

MOST = 12_000  # drawings kept, of about 14 KB each; the oldest leave first
MOST_WAITING = 400  # asked for and not drawn; more are not accepted until these are done
RETRY_AFTER = timedelta(hours=1)  # for what failed as often as it may
#: Seconds after which a page that waits is loaded once more, and the parameter that says it was.
RELOAD_AFTER, AGAIN = 10, "again"

Kind = Drawing.Kind
_WANTED = ((WIDE, Kind.PAGE), (NARROW, Kind.PAGE), (WIDE, Kind.SVG), (WIDE, Kind.PNG))


@dataclass(frozen=True)
class Figure:
    """A chart as a page shows it; without drawings, its table."""

    chart: Chart
    wide: Markup
    narrow: Markup
    pending: bool  # the drawings are to come: the page must not be stored

    @property
    def name(self):
        """Begins the identifiers of this figure in a page."""
        return name_of(self.chart.key)

    @property
    def is_drawn(self):
        return bool(self.wide)


def name_of(key):
    return f"c{key[:12]}"


def figures(charts, draw=False):
    """The Figures of charts, in order; one query where all are drawn.

    draw: ask the worker for what is missing. Only for charts from a list that can be counted, such
    as the years in which something happened; never for whatever an address may name.
    """
    keys = [chart.key for chart in charts]
    pages = Drawing.objects.filter(key__in=keys, kind=Kind.PAGE).exclude(body=None)
    bodies = {
        (key, width): Markup(bytes(body).decode())  # noqa: S704  cleaned in svg.py
        for key, width, body in pages.values_list("key", "width", "body")
    }
    answer = [_figure(chart, bodies, draw) for chart in charts]
    missing = [figure.chart for figure in answer if figure.pending]
    if missing:
        want(missing)
    return answer


def figure(chart, draw=False):
    """The Figure of one chart; see figures()."""
    return figures([chart], draw)[0]


def _figure(chart, bodies, draw):
    wide, narrow = (bodies.get((chart.key, width)) for width in (WIDE, NARROW))
    if wide and narrow:
        return Figure(chart, wide, narrow, pending=False)
    return Figure(chart, Markup(), Markup(), pending=draw)


def file(key, kind):
    """The bytes of a drawing to download, "svg" or "png", or None while there is none."""
    bodies = Drawing.objects.filter(key=key, width=WIDE, kind=kind).values_list("body", flat=True)
    body = bodies.first()
    return None if body is None else bytes(body)


def mark_unfinished(request, response, figures):
    """Keep a response with pending figures out of every cache, and have browsers ask once more."""
    if any(figure.pending for figure in figures):
        response.headers["Cache-Control"] = "no-store"
        if AGAIN not in request.GET:
            address = f"{request.path}?{urlencode([*request.GET.items(), (AGAIN, 1)])}"
            response.headers["Refresh"] = f"{RELOAD_AFTER}; url={address}"
    return response


# --- asking for drawings ----------------------------------------------------------------


def want(charts):
    """Ask the worker for every drawing of charts that is neither there nor asked for; whether
    there was any."""
    keys = [chart.key for chart in charts]
    known = list(Drawing.objects.filter(key__in=keys).defer("body", "job"))
    forgiven = [row for row in known if row.has_failed and row.asked_at < _long_ago()]
    if forgiven:
        Drawing.objects.filter(pk__in=[row.pk for row in forgiven]).delete()
    asked = {(row.key, row.width, row.kind) for row in known if row not in forgiven}
    wishes = [
        _wish(chart, width, kind)
        for chart in charts
        for width, kind in _WANTED
        if (chart.key, width, kind) not in asked
    ]
    waiting = Drawing.objects.waiting().count()
    accepted = wishes[: max(0, MOST_WAITING - waiting)]
    if accepted:
        Drawing.objects.bulk_create(accepted, ignore_conflicts=True)
        Drawing.objects.keep_newest(MOST)
    if accepted or waiting:
        transaction.on_commit(_draw_soon)
    return bool(accepted)


def _long_ago():
    return timezone.now() - RETRY_AFTER


def _wish(chart, width, kind):
    language = chart.about.language
    job = {**chart.job(width), "name": f"{name_of(chart.key)}-{width}"}
    return Drawing(key=chart.key, language=language, width=width, kind=kind, job=job)


def _draw_soon():
    from portal.charts.tasks import draw_soon

    draw_soon()
