"""The charts of the registers: from statistics to a Chart in one language."""

from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.charts import shapes, words
from portal.charts.chart import About, Kind, Series
from portal.text import display
from projects.figures import Measure
from projects.views import words as told

MILLION = Decimal(1_000_000)
#: Bars of a ranking; the others are added up in one.
MOST = 10


def about(when, language, subtitle, unit, *, last=None, **values):
    """Who says so and as of when, for figures of the registers; last: the latest record's day."""
    told = {
        "language": language,
        "subtitle": subtitle,
        "unit": unit,
        "source": _("Source: register of the department."),
        "dates": dates(when, language, last),
        "unfinished": unfinished(when),
        "until": when.as_of,
    }
    return About(**(told | values))


def dates(when, language, last=None):
    """“As of 30 November 2022”, with the moment of what was known where it was asked for, and the
    day of the latest record where that is another."""
    said = _("As of %(day)s") % {"day": display.date(when.as_of, language)}
    if when.known_at:
        said = f"{said}, {words.as_known(when.known_at, language)}"
    if last in (None, when.as_of):
        return said
    return f"{said}. {_('Latest record')}: {display.date(last, language)}"


def unfinished(when):
    """The year of a flow that is not over on the day asked about; empty on its last."""
    return "" if (when.as_of.month, when.as_of.day) == (12, 31) else when.as_of.year


def millions(value):
    return value / MILLION


def billions(value):
    return value / 10**9


def by_year(about, by_year, names, scale=millions, partial=frozenset()):
    """Stacked columns over all years from the first to the last; one without records is a gap.

    by_year: year → {measure: Figure}; names: measure → name, in the order of the stack; partial:
    the years of which a part alone is told.
    """
    series = _series(by_year, names, scale)
    return shapes.columns(about, [replace(one, partial=one.partial | partial) for one in series])


def beside(about, by_year, names, scale=millions):
    """Lines of {measure: name} over the years of by_year."""
    return shapes.lines(about, _series(by_year, names, scale), from_zero=True)


#: What a year's figure of a measure is; the others tell what happened in it.
KINDS = {
    Measure.VALID_PROJECTS: Kind.STOCK,
    Measure.VALID_CAPITAL: Kind.STOCK,
    Measure.ODA_PLANNED_FOREIGN: Kind.STATED,
    Measure.ODA_PLANNED_COUNTERPART: Kind.STATED,
    Measure.NGO_COMMITTED: Kind.STATED,
}


def _series(by_year, names, scale):
    return [
        _of_measure(name, {year: by_year[year][measure] for year in by_year}, measure, scale)
        for measure, name in names.items()
    ]


def _of_measure(name, figures, measure, scale):
    known = {year: figure for year, figure in figures.items() if figure.value is not None}
    kind = KINDS.get(measure, Kind.FLOW)
    return Series(
        name,
        {
            year: scale(known[year].value) if year in known else None
            for year in range(min(figures), max(figures) + 1)
        },
        kind,
        frozenset(year for year, figure in known.items() if figure.is_floor),
        {y: f.when.as_of for y, f in known.items()} if kind == Kind.STOCK else {},
        notes={year: note for year, f in known.items() if (note := told.how_far(f, year))},
        partial=frozenset(
            year for year, f in known.items() if f.told and f.told.records < f.told.out_of
        ),
        told_of={
            year: told.records_of(f.unit, f.told.records)
            for year, f in known.items()
            if kind == Kind.STATED and f.told
        },
        records={year: f.told.which for year, f in known.items() if kind == Kind.STATED and f.told},
    )


def stages(about, values, title):
    """Bars of {stage: value}, the parts of a whole in which none competes; title: what it says."""
    whole = sum(values.values(), Decimal(0))
    return shapes.bars(replace(about, title=title), values, whole=whole, compete=False)


def ranking(about, values, *, share=True, compete=True, untold=""):
    """Bars of {name: value} of which the largest are told apart.

    share: whether the values add up to a whole. compete: see shapes.bars. untold: the name of what
    no record tells, which never leads.
    """
    ordered = dict(sorted(values.items(), key=lambda item: (item[0] == untold, -item[1])))
    whole = sum(ordered.values(), Decimal(0)) if share else None
    rest = ""
    if share and len(ordered) > MOST + 1:
        rest = _("Others")
        first = list(ordered.items())[:MOST]
        ordered = dict(first) | {rest: whole - sum(value for _name, value in first)}
    elif len(ordered) > MOST + 1:
        ordered = dict(list(ordered.items())[:MOST])
    last = {name for name in (rest, untold) if name}
    return shapes.bars(about, ordered, last=last, whole=whole, compete=compete)
