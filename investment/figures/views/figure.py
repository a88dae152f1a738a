"""The overview of the statistics, and the page of each figure."""

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from investment.figures import bases, registry, shown
from investment.figures.facts import tells_of
from investment.figures.views import asking, files
from investment.opendata import catalogue
from investment.opendata.dataset import Basis
from investment.opendata.notes import next_release
from portal.charts.words import as_known
from portal.delivery.language import LANGUAGES
from portal.pages import parts
from portal.pages.addresses import is_empty_of
from portal.pages.context import Link, absolute, filled, in_languages, page_info, site_in
from portal.text import display
from projects.filters import query
from projects.registers import REGISTERS
from projects.summary import summary
from projects.views import words
from projects.views.asking import problems_of_today, times_of
from projects.when import When, written

GROUPS = {
    "official": gettext_lazy("Official figures of the province"),
    **{kind: register.title for kind, register in REGISTERS.items()},
}
#: The figures that the overview shows; the others are reached from the dashboards.
OVERVIEW = {
    "official": ["official-fdi", "official-fdi-rank", "official-fdi-stock", "pci-score"],
    "fdi": ["fdi-capital", "fdi-projects", "fdi-by-year"],
    "domestic": ["domestic-capital", "domestic-projects", "domestic-by-year"],
    "oda": ["oda-projects", "oda-foreign", "oda-counterpart"],
    "ngo": ["ngo-items", "ngo-committed"],
}
#: The groups and the datasets of which both bases tell; the figures that are of a year.
DATASETS = {"official": "fia"}
FLOWS = {"fdi-by-year", "domestic-by-year", "official-fdi", "official-fdi-rank"}
DASHBOARDS = {
    "fdi": gettext_lazy("FDI dashboard"),
    "domestic": gettext_lazy("Dashboard of domestic projects"),
    "oda": gettext_lazy("ODA dashboard"),
    "ngo": gettext_lazy("NGO aid dashboard"),
}


@is_empty_of("figures:overview", "figures:figure")
def is_empty(ask, language, slug=None):
    """Whether a figure tells nothing, or no figure does."""
    page = slug and registry.by_slug(slug)
    told = [page] if page else registry.ALL
    return not any(
        tells_of(ask, dataset) for dataset in dict.fromkeys(page.dataset for page in told)
    )


def overview(request):
    """Indicator cards, each leading to the page of its figure."""
    facts = asking.facts(request, When.today())
    told = [page for page in registry.ALL if tells_of(facts.ask, page.dataset)]
    groups = [_group(request, group, facts, told) for group in GROUPS]
    context = {
        "groups": [group for group in groups if group["cards"]],
        "problems": problems_of_today(request),
        "subnav": subnav(request, "overview"),
        "page": page_info(request, in_languages("figures:overview"), crumbs=[home_link()]),
    }
    return parts.page(request, "figures/overview.html", context)


def _group(request, group, facts, told):
    """The figures of a group, of those that tell anything."""
    keys = [key for key in OVERVIEW[group] if registry.by_key(key) in told]
    return {
        "key": group,
        "name": GROUPS[group],
        "dashboard": Link(DASHBOARDS[group], dashboard_url(group)) if group in DASHBOARDS else None,
        "lapsed": lapsed(request, group, facts.when),
        "beside": bases.about(request, DATASETS.get(group, group), facts.when),
        "cards": [card(request, registry.by_key(key), facts) for key in keys],
        "more": [
            Link(page.subject, figure_url(page, request.LANGUAGE_CODE))
            for page in told
            if page.group == group and page.key not in keys
        ],
    }


def lapsed(request, group, when):
    """Sentences on the records of aid whose period was over on a day, with no completion."""
    if group not in REGISTERS or not REGISTERS[group].is_stated:
        return []
    return list(words.lapsed(group, summary(request, REGISTERS[group], when).lapsed))


def _beside(request, page, headline):
    """What readers must know of what the page tells at its time."""
    told = [bases.FLOW if page.key in FLOWS else bases.STOCK]
    when = When(headline.as_of, headline.known_at)
    return bases.about(request, page.dataset, when, told)


def card(request, page, facts, year=None, asked=()):
    """A figure's headline as a card: label, value, change, dates, source, address."""
    language = request.LANGUAGE_CODE
    now = page.headline(facts, year)
    return {
        "key": page.key,
        "label": page.title,
        "value": shown.number(now, language),
        "unit": shown.unit(now),
        "change": shown.change(now, page.before(facts, now), language),
        "period": shown.period(now, language),
        "basis": page.basis.label,
        "url": figure_url(page, language) + query(dict(asked)),
    }


def figure_url(page, language):
    return reverse("figures:figure", args=[page.slug(language)])


def figure_urls(page):
    """language → address of a figure."""
    urls = {}
    for code in LANGUAGES:
        with override(code):
            urls[code] = figure_url(page, code)
    return urls


def dashboard_url(group):
    return reverse(f"figures:{group}_dashboard")


def home_link():
    return Link(_("Home page"), reverse("home"))


def crumbs():
    return [home_link(), Link(_("Statistics"), reverse("figures:overview"))]


def subnav(request, current, asked=None):
    """Links to the parts of the statistics, each at the time that was asked for if it takes one."""
    times = times_of(asked or {})
    known = {name: value for name, value in times.items() if name == "known_at"}
    links = [Link(_("Overview"), reverse("figures:overview"), current == "overview")]
    links += [
        Link(name, dashboard_url(key) + query(times), current == key)
        for key, name in DASHBOARDS.items()
    ]
    links.append(Link("PCI", reverse("pci:overview") + query(known)))
    return filled(request, [*links, Link(_("Open data"), reverse("opendata:index"))])


# --- one figure ---------------------------------------------------------------------------


def figure(request, slug):
    """A figure at its permanent address: chart, table, downloads, method, citation."""
    page = registry.by_slug(slug)
    if page is None:
        raise Http404
    language = request.LANGUAGE_CODE
    base = figure_url(page, language)
    if slug != page.slug(language):
        return redirect(base + _query_string(request), permanent=True)
    form, facts = asking.asked(request, page)
    if form.has_empty:
        # A form without a script sends what nobody filled in; the address stays short.
        return HttpResponseRedirect(base + query(form.tidied))
    answer = registry.answer(page.key, language, year=form.year_asked, facts=facts)
    context = {
        "figure": page,
        "answer": answer,
        "headline": card(request, page, facts, form.year_asked, form.asked.items()),
        "records_url": records_url(answer.headline),
        "document": _document(page, answer.headline),
        "problems": [sentence for _name, sentence in form.problems],
        "unknown": _unknown(answer.headline, language),
        "withdrawn": _withdrawn(page.group, facts.when),
        "beside": _beside(request, page, answer.headline),
        "chart_links": files.picture_links(page, language, form.asked) if answer.charts else [],
        "downloads": files.table_links(page, language, form.asked),
        "table": table(answer),
        "controls": asking.controls(form),
        "base": base,
        "dates": dates(answer.headline, language) + _latest(page, facts, answer.headline, form),
        "sources": page.sources(facts, answer.headline),
        "revisions": page.revisions(page, facts, answer.headline, language),
        "added": page.added(facts, answer.headline),
        "corrected": _corrected(page, facts, answer.headline),
        "lasts": registry.lasts(page.key),
        "citations": citations(request, page, answer.headline),
        "next_release": next_release(facts.ask, page.dataset),
        "subnav": subnav(request, page.group, form.asked),
        "page": asking.info(request, figure_urls(page), _crumbs(page, form.asked), form),
    }
    return parts.page(request, "figures/figure.html", context)


def _unknown(headline, language):
    """That the department had no such official figure at a moment of the past, or nothing."""
    if headline.known_at is None or headline.value is not None or headline.records:
        return ""
    return _("The department had approved no document with this figure by %(moment)s.") % {
        "moment": display.moment(headline.known_at, language)
    }


def _withdrawn(group, when):
    register = REGISTERS.get(group)
    return words.withdrawn(register.whole.withdrawn(when)) if register else ""


def records_url(headline):
    """The list of the register behind a headline; None for official figures, and where no record
    tells it."""
    if headline.records is None or headline.value is None:
        return None
    kind, parameters = headline.records
    return reverse(f"projects:{kind}") + query(parameters) + "#list"


def _document(page, headline):
    """A Link to the official figure that a headline repeats or was computed from; None for those
    of the registers."""
    if not headline.official:
        return None
    text = _("As the document prints it")
    if page.basis != Basis.OFFICIAL:
        text = _("The amount behind it, as the document prints it")
    return Link(text, reverse("figures:official_figure", args=[headline.official]))


def dates(headline, language):
    """(label, text) of the times that a figure is about."""
    pairs = [(_("As of"), display.date(headline.as_of, language))]
    if headline.since:
        pairs.insert(0, (_("From"), display.date(headline.since, language)))
    return pairs + words.as_known(headline)


def _latest(page, facts, headline, form):
    """The day of the latest record of FDI; the day asked for where an earlier one is told: of aid
    that of its latest document, of what happened in a year the last with an entry."""
    asked = [(_("Asked for"), display.date(facts.when.as_of, get_language()))]
    if page.group in REGISTERS and not REGISTERS[page.group].is_stated:
        span = facts.span(page.group, headline.as_of)
        told = words.latest(span.last) if span.last != headline.as_of else []
        is_earlier = headline.year and headline.year < facts.when.as_of.year
        is_by_itself = is_earlier and "as_of" in form.asked and not form.year_asked
        return told + asked if is_by_itself else told
    is_of_another_day = page.basis == Basis.REGISTER and headline.as_of != facts.when.as_of
    return asked if is_of_another_day else []


def _corrected(page, facts, headline):
    """The other years that the page shows and of which something was corrected, listed."""
    others = (set(page.years(facts)) & set(page.corrected(facts))) - {headline.year}
    return ", ".join(str(year) for year in sorted(others))


def table(answer):
    """(columns, rows of texts) of an Answer as its page shows them."""
    return answer.columns, [
        [_cell(row[column.key], column, answer.language) for column in answer.columns]
        for row in answer.rows
    ]


def _cell(value, column, language):
    if value is None:
        return "–"
    if column.kind == "date":
        return display.date(value, language)
    if column.kind == "boolean":
        return _("yes") if value else _("no")
    if column.kind in ("integer", "number"):
        return _number(value, language)
    return str(value)


def _number(value, language):
    if isinstance(value, int) or value == value.to_integral_value():
        return display.number(int(value), language)
    return display.number(value.normalize(), language)


def citations(request, page, headline):
    """{language: how to cite a figure}; each address asks for the same time again."""
    known_at = headline.known_at or timezone.now()
    parameters = {"known_at": written(timezone.localtime(known_at))}
    if "as_of" in page.parameters:
        parameters["as_of"] = headline.as_of.isoformat()
    if "year" in page.parameters and headline.year:
        parameters["year"] = headline.year
    return {code: _citation(request, page, headline, code, known_at=known_at, parameters=parameters)
            for code in LANGUAGES}  # fmt: skip


def _citation(request, page, headline, code, *, known_at, parameters):
    with override(code):
        text = _("%(publisher)s: %(title)s, %(value)s (%(period)s; %(basis)s), %(known)s.") % {
            "publisher": _publisher(request, page, code),
            "title": ", ".join(filter(None, [str(page.title), site_in(request, code).province])),
            "value": f"{shown.number(headline, code)} {shown.unit(headline)}".strip(),
            "period": shown.period(headline, code),
            "basis": page.basis.label,
            "known": as_known(known_at, code),
        }  # fmt: skip
        return {"text": text, "url": absolute(figure_url(page, code) + query(parameters))}


def _publisher(request, page, code):
    """Whose figure it is: theirs in whose tables it stands, else the department's."""
    if page.basis == Basis.OFFICIAL:
        return catalogue.by_key(page.dataset).source
    return site_in(request, code).name


def _crumbs(page, asked):
    """The way to a figure, which keeps the times that were asked for."""
    links = crumbs()
    if page.group in DASHBOARDS:
        address = dashboard_url(page.group) + query(times_of(asked))
        links.append(Link(DASHBOARDS[page.group], address))
    return links


def _query_string(request):
    return f"?{text}" if (text := request.META["QUERY_STRING"]) else ""
