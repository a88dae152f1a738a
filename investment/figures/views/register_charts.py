"""The charts of what a register's list is asked for: the breakdown that has it as a part."""

from django.utils.translation import get_language

from investment.figures import registry
from investment.figures.views.figure import DASHBOARDS, dashboard_url, figure_url
from portal.pages.context import Link
from projects.filters import query
from projects.registers.fdi.selection import FdiCounted
from projects.views.asking import times_of

#: register → filter → the figure that tells its parts apart.
BREAKDOWNS = {
    "fdi": {
        "partner": "fdi-by-partner",
        "industry": "fdi-by-sector",
        "place": "fdi-by-locality",
        "year": "fdi-by-year",
        "counted": "fdi-by-year",
    },
    "domestic": {
        "industry": "domestic-by-sector",
        "year": "domestic-by-year",
        "counted": "domestic-by-year",
    },
    "oda": {
        "donor": "oda-by-donor",
        "stage": "oda-projects",
        "reached": "oda-projects",
        "year": "oda-foreign",
    },
    "ngo": {
        "donor": "ngo-by-donor",
        "country": "ngo-by-donor",
        "field": "ngo-by-field",
        "place": "ngo-by-place",
        "stage": "ngo-items",
        "reached": "ngo-items",
        "year": "ngo-committed",
    },
}


def links(kind, form):
    """Links to the charts at the same time and of the same year, the register's dashboard last."""
    times = times_of(form.asked)
    kept = times | {name: form.asked[name] for name in ("year",) if name in form.asked}
    asked = {name for name, value in form.asked.items() if value != FdiCounted.ENDED}
    keys = dict.fromkeys(key for name, key in BREAKDOWNS[kind].items() if name in asked)
    found = [registry.by_key(key) for key in keys]
    return [
        *[_link(page, kept) for page in found],
        Link(DASHBOARDS[kind], dashboard_url(kind) + query(times)),
    ]


def _link(page, asked):
    taken = {name: value for name, value in asked.items() if name in page.parameters}
    return Link(page.subject, figure_url(page, get_language()) + query(taken))
