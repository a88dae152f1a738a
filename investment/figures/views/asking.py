"""What a page of figures is asked: as of which day, as known when, about which year."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext

from investment.figures import days
from investment.figures.facts import Facts
from portal.delivery.shared import answers, shared
from portal.pages.context import Link, page_info
from portal.text import display
from projects.filters import Option, query
from projects.views.asking import TIMES, Control, TimesForm, time_control
from projects.when import When


def facts(request, when):
    """The Facts of a time; pages of a public version share what was asked for them."""
    return Facts(When(when.as_of, when.known_at), answers(request))


def asked(request, page):
    """(the form of what an address asks of a FigurePage, the Facts of that time)."""
    times = [name for name in page.parameters if name != "year"]
    of_time = facts(request, TimesForm(request.GET, times).when)
    return TimesForm(request.GET, page.parameters, page.years(of_time)), of_time


def info(request, urls, crumbs, form):
    """The page_info() of a page at the time that was asked for; only the present one is indexed."""
    asked = query(form.asked)
    return page_info(
        request,
        urls,
        switch={code: url + asked for code, url in urls.items()},
        crumbs=crumbs,
        query=asked,
        noindex=bool(asked),
    )


def controls(form):
    """The choices of a page of figures: its day, as known when, its year."""
    found = [time_control(form, name) for name in TIMES if name in form.fields]
    if "year" in form.fields and form.years:
        years = [Option(str(year), str(year)) for year in form.years]
        label, value = form.fields["year"].label, form.asked.get("year", "")
        found.append(Control("year", label, value, [("", years)], empty=gettext("Latest")))
    return found


def day_links(request, group, form, base):
    """Links to the days that a page offers, latest first; as known when, none is later."""
    chosen, known_at = form.values.get("as_of"), form.values.get("known_at")
    known = {"known_at": form.asked["known_at"]} if known_at else {}
    latest = timezone.localdate(known_at) if known_at else date.max
    offered = shared(request, ("offered days", group), lambda: days.offered(days.changed(group)))
    return [
        Link(
            display.date(day, request.LANGUAGE_CODE),
            base + query({"as_of": day.isoformat(), **known}),
            day == chosen,
        )
        for day in offered
        if day <= latest
    ]
