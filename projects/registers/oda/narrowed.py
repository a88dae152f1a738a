from functools import partial

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from projects.figures import Measure
from projects.registers.common.aid.narrowed import (
    documents,
    in_time,
    no_records,
    of_period,
    of_year,
)
from projects.registers.oda import totals as oda
from projects.views import words
from projects.views.narrowed import Narrowed
from projects.views.words import key_figure, link, number, sentence, usd, usd_of


def narrowed(selection, when, span):
    found = oda.agreed(selection, when)
    count, agreed = found[Measure.ODA_PROJECTS], found[Measure.ODA_COMMITTED]
    if not count.value:
        return no_records("oda", selection, when, span)
    projects = ngettext("%(n)s ODA project", "%(n)s ODA projects", count.value)
    parts = {
        "day": documents(selection, when, span),
        "projects": link("oda", count, projects % {"n": number(count.value)}),
    }
    figures = [key_figure("oda", count, _("Projects found"))]
    total = ""
    if agreed.value is None:
        text = _("By the documents up to %(day)s the filters leave %(projects)s.")
    else:
        text = _(
            "By the documents up to %(day)s the filters leave %(projects)s, with foreign funds of "
            "%(capital)s agreed."
        )
        parts["capital"] = usd_of(agreed.value, is_floor=agreed.is_floor)
        capital = usd(agreed.value, is_floor=agreed.is_floor)
        total = _("foreign funds agreed %(capital)s") % {"capital": capital}
        figures.append(words.in_millions("oda", agreed, _("Foreign funds agreed")))
    sentences = in_time("oda", selection, when, sentence(text, **parts), count)
    sentences += of_period(selection, when, span)
    if selection.donor:
        sentences += _of_donor(selection, when)
    figures += of_year(
        oda.years,
        partial(words.in_million_vnd, "oda"),
        selection,
        when,
        {
            Measure.ODA_PLANNED_FOREIGN: _("Foreign capital planned for %(year)s"),
            Measure.ODA_DISBURSED_FOREIGN: _("Foreign capital disbursed in %(year)s"),
        },
    )
    return Narrowed(sentences, figures, count.value, total)


def _of_donor(selection, when):
    given = oda.agreed(selection, when, selection.donor)[Measure.ODA_COMMITTED]
    if given.value is not None:
        yield sentence(
            _("Of this %(donor)s gives %(capital)s."),
            donor=selection.donor.name_in(get_language()),
            capital=usd(given.value, is_floor=given.is_floor),
        )
