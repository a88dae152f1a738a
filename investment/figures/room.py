from django.utils.translation import gettext_lazy as _

from investment.figures import bases, registry
from investment.figures.views import register_charts
from investment.figures.views.figure import DASHBOARDS, figure_url, figure_urls
from portal.pages.context import Link
from portal.pages.rooms import Room, Section


def _beside(request, dataset, when, is_whole):
    return bases.about(request, dataset, when, [bases.STOCK] if is_whole else [])


def _of_dataset(dataset, language):
    return [
        Link(page.subject, figure_url(page, language))
        for page in registry.ALL
        if page.dataset == dataset
    ]


ROOM = Room(
    sections=(
        Section("figures:overview", _("Statistics")),
        *(Section(f"figures:{kind}_dashboard", name) for kind, name in DASHBOARDS.items()),
        Section("figures:bases"),
    ),
    addresses=lambda request: [figure_urls(page) for page in registry.ALL],
    beside=_beside,
    figures=_of_dataset,
    charts=register_charts.links,
)
