from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.text.display import date
from projects.models import (
    NgoYear,
    OdaYear,
)
from projects.views import words
from projects.views.facts import Step, child_text
from projects.views.rows import TAGS


def reached(row, when):
    stages = row.stages.filter(reached_on__lte=when.as_of)
    return list(stages.order_by("reached_on", "position", "pk"))


def stage_tag(record, when):
    if record.stage is None:
        return ()
    state, label = record.state(when.as_of)
    return capfirst(label), TAGS.get(state, "end")


def last_day(record, years):
    """The day of the latest document, or None; later days tell nothing new of the stage."""
    stages = [record.stage.reached_on] if record.stage else []
    return max([*stages, *(row.effective_on for row in years)], default=None)


def steps(record, language):
    """The stages reached with their documents; the last of them is where the project stands."""
    return [
        Step(
            capfirst(stage.get_stage_display()),
            "now" if stage is record.stage else "done",
            date(stage.reached_on, get_language()),
            _papers(stage, record.project, language),
        )
        for stage in record.stages
    ]


def _papers(stage, row, language):
    named = [stage.number, child_text(stage, "source", row, language)]
    return format_html_join(", ", "{}", ([part] for part in named if part))


def so_far(row, amount):
    """An amount; of what was disbursed in a part of its year with the day up to which."""
    is_outcome = row.measure in (OdaYear.Measure.DISBURSED, NgoYear.Measure.DISBURSED)
    until = is_outcome and words.up_to(row.effective_on, row.year)
    return f"{amount} ({until})" if until else amount


def by_year(years):
    """[(year, {measure: row})], the newest first."""
    found = {}
    for row in years:
        found.setdefault(row.year, {})[row.measure] = row
    return sorted(found.items(), reverse=True)


def period(row):
    days = [day and date(day, get_language()) for day in (row.starts_on, row.ends_on)]
    return " – ".join(day or "…" for day in days) if any(days) else ""


def nothing_yet():
    """What stands where no document told anything by the day."""
    return _("The register tells nothing of it up to this day.")
