from projects.desk import day, together, what
from projects.registers.common.aid.records import last_stages


def of_the_year(says, entries, when):
    """What the entries that rule say about the year of the date."""
    return [
        (what(entry), together(says(entry))) for entry in entries if entry.year == when.as_of.year
    ]


def stage_told(record, when):
    stage = last_stages(record.stages.all(), when).get(record.pk)
    if stage is None:
        return "–"
    return f"{stage.get_stage_display()} ({day(stage.reached_on)})"
