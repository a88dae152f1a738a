"""One official figure as one document prints it: its permanent address, kept after revisions."""

from django.http import Http404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from investment.figures import shown
from investment.figures.page import Unit
from investment.figures.views.figure import crumbs
from investment.official.models import OfficialFigure
from investment.opendata.dataset import Basis
from investment.opendata.notes import note
from portal.delivery.shared import answers
from portal.pages import parts
from portal.pages.context import Link, in_languages, page_info
from portal.text import display
from portal.text.display import date as written
from projects.models import EntryState


def figure(request, pk):
    """Of an approved table, whether it still counts or not; 404 before approval."""
    rows = OfficialFigure.objects.exclude(table__known_at=None)
    related = ("table", "province", "partner", "sector", "revises__table")
    found = rows.select_related(*related).filter(pk=pk).first()
    if found is None:
        raise Http404
    language, table = request.LANGUAGE_CODE, found.table
    later = found.revisions.exclude(table__known_at=None).select_related("table")
    context = {
        "heading": heading(found, language),
        "value": value(found, language),
        "unit": Unit.MILLION_USD.label if found.unit == OfficialFigure.Unit.MILLION_USD else "",
        "dates": [
            *([(_("From"), written(found.since, language))] if found.since else []),
            (_("As of"), written(found.as_of, language)),
            (_("Kind"), Basis.OFFICIAL.label),
        ],
        "facts": _facts(found, table, language),
        "about": note(answers(request), "fia"),
        "source_url": table.url,
        "earlier": found.revises and _link(found.revises, language),
        "later": [_link(row, language) for row in later.order_by("table__known_at")],
        "is_counted": table.status == EntryState.APPROVED and not table.void,
        "page": page_info(request, in_languages("figures:official_figure", pk), crumbs=crumbs()),
    }
    return parts.page(request, "figures/official_figure.html", context)


def heading(found, language):
    """“Total registered capital: Thái Bình, 20 December 2023”; of a period from its first day."""
    label, last = capfirst(found.get_indicator_display()), written(found.as_of, language)
    time = f"{written(found.since, language)} – {last}" if found.since else last
    return f"{label}: {name(found, language)}, {time}"


def name(found, language):
    """What the reference data call the row, else the document."""
    thing = found.province or found.partner or found.sector
    return thing.name_in(language) if thing else found.label


def value(found, language):
    return shown.exact(found.value, language)


def _facts(found, table, language):
    known = display.datetime_(table.known_at, language)
    return [
        (_("Breakdown"), found.get_breakdown_display()),
        (_("Name in the document"), found.label),
        (_("Document"), table.named(language)),
        (_("Date that the document gives"), written(table.effective_on, language)),
        (_("Vintage"), table.vintage),
        (_("Known to the department since"), known),
    ]


def _link(found, language):
    """To another document's figure of the same thing."""
    text = f"{value(found, language)} ({found.table.text_in('title', language)})"
    return Link(text, reverse("figures:official_figure", args=[found.pk]))
