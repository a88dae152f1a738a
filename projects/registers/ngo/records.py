from projects.models import NgoAid
from projects.registers.common.aid.records import StagedRecord, with_stages


def read(pks, when, names):
    """The StagedRecords of a file's rows."""
    related = ("managing_agency", "owner", "sector", "donor")
    projects = NgoAid.objects.select_related(*related).in_bulk(pks)
    found = [StagedRecord(projects[pk], []) for pk in pks if pk in projects]
    return with_stages(found, when, names, NgoAid)
