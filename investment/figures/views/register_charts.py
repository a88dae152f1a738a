"""The charts of what a register's list is asked for: the breakdown that has it as a part."""

from django.utils.translation import get_language

from investment.figures import registry
from investment.figures.views.figure import DASHBOARDS, dashboard_url, figure_url
from portal.pages.context import Link
from projects.filters import query
from projects.registers.fdi.selection import FdiCounted

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
TIMES = ("as_of", "known_at")


def links(kind, form):
    """Links to the charts at the same time, the register's dashboard last."""
    times = query({name: value for name, value in form.asked.items() if name in TIMES})
    asked = {name for name, value in form.asked.items() if value != FdiCounted.ENDED}
    keys = dict.fromkeys(key for name, key in BREAKDOWNS[kind].items() if name in asked)
    found = [registry.by_key(key) for key in keys]
    links = [Link(page.title, figure_url(page, get_language()) + times) for page in found]
    return [*links, Link(DASHBOARDS[kind], dashboard_url(kind) + times)]
