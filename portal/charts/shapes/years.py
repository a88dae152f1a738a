"""What charts over time share: their table, and the years without figures."""

from dataclasses import replace

from django.utils import translation
from django.utils.translation import gettext as _

from portal.charts import colours, marks, words
from portal.charts.chart import Kind, Table
from portal.text import display


def table(about, series, breaks=()):
    """A row per label; a note where the method changed."""
    with translation.override(about.language):
        heading = about.heading or _("Year")
        note = _("Note")
    notes = _notes(series, breaks)
    rows = []
    for label in series[0].values:
        cells = [
            words.number(about, one.values.get(label), is_floor=label in one.floors)
            for one in series
        ]
        rows.append(
            (_label(about, series[0], label), *cells, *([notes.get(label, "")] if notes else []))
        )
    names = [one.name for one in series]
    return Table((heading, *names, *([note] if notes else [])), tuple(rows))


def _notes(series, breaks):
    """label → what is to be known of its values."""
    notes = {found.year: [found.label] for found in breaks}
    for one in series:
        told = one.told_of if one.differs else {}
        for label, note in [*told.items(), *one.notes.items()]:
            notes.setdefault(label, []).append(f"{one.name}: {note}")
    return {label: "; ".join(said) for label, said in notes.items()}


def _label(about, first, label):
    """A year; of one that is not over with the day up to which it is told."""
    if label != about.unfinished or about.until is None or first.kind == Kind.STATED:
        return str(label)
    day = display.date(about.until, about.language)
    if first.kind == Kind.STOCK:
        return day
    with translation.override(about.language):
        return _("%(year)s, up to %(day)s") % {"year": label, "day": day}


def starred(about, label):
    """A label as an axis has it: with a star where the foot says up to which day it is told."""
    is_told = label == about.unfinished and about.until
    return f"{label}*" if is_told else str(label)


def footnoted(about, series):
    """About of a chart that draws a period which is not over: its dates say what the star means."""
    if about.until is None or series[0].values.get(about.unfinished) is None:
        return about
    with translation.override(about.language):
        note = _("* up to %(day)s") % {"day": display.date(about.until, about.language)}
    return replace(about, dates=f"{about.dates}. {note}")


def missing_bands(spans, box):
    """Hatching over spans (left, right) of the plot without figures."""
    return [marks.rect(x, 0, x2, box.height, colours.MISSING) for x, x2 in _joined(spans)]


def missing_name(about):
    """What the key calls the hatching."""
    with translation.override(about.language):
        return about.missing if about.missing != "–" else _("no figure")


def swatches(spots, fills):
    """Squares of a key at (x, y), each filled in its way."""
    return [
        marks.rect(x - 7, y - 7, x + 7, y + 7, fill)
        for (x, y), fill in zip(spots, fills, strict=True)
    ]


def _joined(spans):
    answer = []
    for left, right in sorted(spans):
        if answer and left <= answer[-1][1] + 0.5:
            answer[-1][1] = right
        else:
            answer.append([left, right])
    return answer
