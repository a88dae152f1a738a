from projects.models import DomesticEvent
from projects.registers.common.capital import desk as capital
from projects.registers.common.capital.records import CapitalRecord


def says(entry):
    yield from capital.says(entry, "VND")
    yield from capital.term(entry)


def standing(project, when):
    record = capital.record_of(CapitalRecord, DomesticEvent, project, when)
    return capital.facts(record, DomesticEvent, project, when, "VND"), record.events
