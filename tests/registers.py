"""Projects and ledger entries, made through the same verbs as everybody's."""

from datetime import date
from decimal import Decimal
from itertools import count

from django.db import connection

from portal.publishing import workflow
from projects import ledger
from projects.models import (
    AdministrativeUnit,
    Country,
    DomesticEvent,
    DomesticProject,
    FdiEvent,
    FdiProject,
    Industry,
    NgoAid,
    NgoStage,
    NgoYear,
    OdaProject,
    OdaStage,
    OdaYear,
    Organisation,
)
from tests import articles

_numbers = count(1)
Type = FdiEvent.Type


def country(code="KR", vi="Hàn Quốc", en="South Korea"):
    return Country.objects.get_or_create(code=code, defaults={"name_vi": vi, "name_en": en})[0]


def industry(code="C", vi="Công nghiệp chế biến, chế tạo", en="Manufacturing"):
    return Industry.objects.get_or_create(
        version="2018", code=code, defaults={"name_vi": vi, "name_en": en}
    )[0]


def unit(code="34", vi="Thái Bình", level="province", parent=None, **values):
    return AdministrativeUnit.objects.get_or_create(
        code=code, level=level, defaults={"name_vi": vi, "parent": parent, **values}
    )[0]


def organisation(vi="Room to Read", kind="ngo", where="US"):
    return Organisation.objects.get_or_create(
        name_vi=vi,
        defaults={"kind": kind, "country": country(where, "Hoa Kỳ", "United States")},
    )[0]


def draft(model, by, **values):
    """A saved draft of a register's record, named in both languages."""
    number = next(_numbers)
    texts = {"title_vi": f"Dự án số {number}", "title_en": f"Project number {number}"}
    record = model(**{"created_by": by, **texts, **values})
    record.skip_history_when_saving = True
    record.save()
    del record.skip_history_when_saving
    workflow.record_edit(record, by=by)
    return record


def publish(record, people):
    record = articles.step(record, "submit", record.created_by)
    return articles.step(record, "publish", people["publisher"])


def fdi_project(people, *, public=True, **values):
    values = {"industry": industry(), "unit": unit(), **values}
    record = draft(FdiProject, people["data officer"], **values)
    return publish(record, people) if public else record


def domestic_project(people, *, public=True, **values):
    values = {"industry": industry(), "unit": unit(), **values}
    record = draft(DomesticProject, people["data officer"], **values)
    return publish(record, people) if public else record


def event(people, project, kind, on, usd=None, **values):
    """An entry that waits for approval; of a domestic project the amount is in VND."""
    if isinstance(project, DomesticProject):
        values = {"number": f"QĐ-{next(_numbers)}", "amount": usd, **values}
        entry = DomesticEvent(project=project, type=kind, effective_on=_day(on), **values)
        return ledger.enter(entry, by=people["data officer"])
    if kind in FdiEvent.WITH_AMOUNT or usd is not None:
        values = {"amount": usd, "usd": usd, **values}
    if kind in FdiEvent.WITH_PARTNER:
        values.setdefault("partner", country())
    values.setdefault("number", f"GCN-{next(_numbers)}")
    entry = FdiEvent(project=project, type=kind, effective_on=_day(on), **values)
    return ledger.enter(entry, by=people["data officer"])


def approved(people, entry):
    return ledger.approve(entry, by=people["publisher"], version=entry.version)


def happened(people, project, kind, on, usd=None, **values):
    """An approved event."""
    return approved(people, event(people, project, kind, on, usd, **values))


def oda_project(people, *, public=True, stages=(), **values):
    record = draft(OdaProject, people["data officer"], **values)
    _add_stages(OdaStage, record, stages)
    return publish(record, people) if public else record


def ngo_aid(people, *, public=True, stages=(), **values):
    values = {"donor": organisation(), "usd": Decimal(1000), **values}
    record = draft(NgoAid, people["data officer"], **values)
    _add_stages(NgoStage, record, stages)
    return publish(record, people) if public else record


def _add_stages(model, record, stages):
    for position, (stage, on) in enumerate(stages):
        model.objects.create(project=record, stage=stage, reached_on=_day(on), position=position)


def year(people, record, measure, year, on, **values):
    """A statement about a year that waits for approval."""
    model = OdaYear if isinstance(record, OdaProject) else NgoYear
    entry = model(
        project=record,
        measure=measure,
        year=year,
        effective_on=_day(on),
        source_vi="Báo cáo",
        **values,
    )
    return ledger.enter(entry, by=people["data officer"])


def _day(on):
    return on if isinstance(on, date) else date.fromisoformat(on)


def analyse():
    """Table statistics, as after an import or by an administrator."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
