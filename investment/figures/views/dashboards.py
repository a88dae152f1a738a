"""The dashboards of the registers: their figures beside each other, as of one day."""

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from investment.figures import bases, registry
from investment.figures.facts import tells_of
from investment.figures.views import asking, files
from investment.figures.views.figure import (
    DASHBOARDS,
    card,
    crumbs,
    dashboard_url,
    figure_url,
    lapsed,
    subnav,
)
from portal.pages import parts
from portal.pages.addresses import is_empty_of
from portal.pages.context import Link, filled, in_languages
from projects.filters import query
from projects.registers import REGISTERS
from projects.views import words
from projects.views.asking import TimesForm

#: Key figures on top, and the charts below them.
SHOWN = {
    "fdi": (
        ["fdi-capital", "fdi-projects", "fdi-by-year", "official-fdi-rank"],
        ["fdi-by-year", "fdi-capital", "fdi-by-partner", "fdi-by-sector", "fdi-by-locality",
         "official-fdi-rank"],
    ),
    "domestic": (
        ["domestic-capital", "domestic-projects", "domestic-by-year"],
        ["domestic-by-year", "domestic-capital", "domestic-by-sector", "domestic-projects"],
    ),
    "oda": (
        ["oda-projects", "oda-foreign", "oda-counterpart"],
        ["oda-foreign", "oda-counterpart", "oda-by-donor", "oda-projects"],
    ),
    "ngo": (
        ["ngo-items", "ngo-committed"],
        ["ngo-committed", "ngo-by-field", "ngo-by-place", "ngo-by-donor"],
    ),
}  # fmt: skip
LEDES = {
    "fdi": gettext_lazy(
        "What foreign investors have registered in the province, from the department's register; "
        "the rank among the provinces is the portal's own, computed from the official figures of "
        "the Foreign Investment Agency."
    ),
    "domestic": gettext_lazy(
        "What domestic investors have registered in the province outside the state budget, from "
        "the department's register."
    ),
    "oda": gettext_lazy(
        "Projects with official development assistance: who lends and gives, how far they are, "
        "what was planned and what was disbursed."
    ),
    "ngo": gettext_lazy(
        "Aid of foreign non-governmental organisations: for what, where, by whom, what was "
        "committed and what was disbursed."
    ),
}
LISTS = {
    "fdi": gettext_lazy("All FDI projects"),
    "domestic": gettext_lazy("All domestic projects"),
    "oda": gettext_lazy("All ODA projects"),
    "ngo": gettext_lazy("All items of NGO aid"),
}


@is_empty_of(*(f"figures:{group}_dashboard" for group in DASHBOARDS))
def is_empty(ask, language, group):
    """Whether no document tells anything yet."""
    return not tells_of(ask, group)


def dashboard(request, group):
    """All charts of a register as of a day."""
    language, base = request.LANGUAGE_CODE, dashboard_url(group)
    form = TimesForm(request.GET, ("as_of", "known_at"))
    if form.has_empty:
        # A form without a script sends what nobody filled in; the address stays short.
        return HttpResponseRedirect(base + query(form.tidied))
    facts = asking.facts(request, form.when)
    tops, keys = SHOWN[group]
    tops = [key for key in tops if tells_of(facts.ask, registry.by_key(key).dataset)]
    answers = [registry.answer(key, language, facts=facts) for key in keys]
    context = {
        "heading": DASHBOARDS[group],
        "lede": LEDES[group],
        "dates": words.times(REGISTERS[group], form.when, facts.span(group)),
        "problems": [sentence for _name, sentence in form.problems],
        "cards": [card(request, page, facts, asked=_kept(page, form, page.headline(facts, None)))
                  for page in map(registry.by_key, tops)],
        "controls": asking.controls(form),
        "base": base,
        "days": asking.day_links(request, group, form, base),
        "sections": [
            _section(answer, chart, form, language)
            for answer in answers
            for chart in answer.charts
        ],
        "lapsed": lapsed(request, group, form.when),
        "beside": bases.about(request, group, form.when),
        "ways": filled(
            request, [Link(LISTS[group], reverse(f"projects:{group}") + query(form.asked))]
        ),
        "subnav": subnav(request, group, form.asked),
        "page": asking.info(
            request, in_languages(f"figures:{group}_dashboard"), crumbs(), form
        ),
    }  # fmt: skip
    return parts.page(request, "figures/dashboard.html", context)


def _kept(page, form, headline):
    """What was asked, as far as a figure's page takes it: of one by year the year told here."""
    kept = {name: value for name, value in form.asked.items() if name in page.parameters}
    if "as_of" in form.asked and "as_of" not in page.parameters and headline.year:
        kept["year"] = headline.year
    return kept


def _section(answer, chart, form, language):
    page = answer.page
    asked = _kept(page, form, answer.headline)
    return {
        "chart": chart,
        "name": page.subject,
        "basis": page.basis.label,
        "warnings": answer.warnings,
        "links": [
            Link(_("Page of this figure"), figure_url(page, language) + query(asked)),
            *files.picture_links(page, language, asked),
            *files.table_links(page, language, asked),
        ],
    }
