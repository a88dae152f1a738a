from django.utils.translation import gettext as _

from projects.columns import facts, texts
from projects.models import NgoYear
from projects.registers.common.aid.page import (
    by_year,
    last_day,
    nothing_yet,
    reached,
    so_far,
    stage_tag,
    steps,
)
from projects.registers.common.aid.records import StagedRecord
from projects.registers.ngo.columns import COLUMNS, is_decided
from projects.views import words
from projects.views.facts import (
    Table,
    Told,
    in_full,
    ledger_table,
    name_of,
    places_of,
)
from projects.views.words import exact


def tell(request, row, language, when):
    record = StagedRecord(row, reached(row, when))
    donors = [row.donor] if row.donor else []
    place = places_of(request, list(row.places.all()))
    figures = []
    if row.usd is not None:
        total = words.usd(row.usd, is_floor=row.usd_is_floor)
        figures.append((_("Total commitment"), total, in_full(row.usd)))
    code = row.decision_number if is_decided(row, when) else ""
    years = list(NgoYear.objects.ruling(when).filter(project=row.record_id))
    return Told(
        code=code,
        note="" if record.stage or years else nothing_yet(),
        status=stage_tag(record, when),
        last=last_day(record, years),
        figures=figures,
        facts=facts(COLUMNS, record, language, when),
        place=place,
        tables=ledger_table(_ngo_years(years), NgoYear, row, when),
        steps=steps(record, language),
        steps_heading=_("Status"),
        texts=texts(COLUMNS, row, language),
        structured={
            "code": code,
            "started": row.starts_on,
            "ended": row.ends_on,
            "place": place[0].then if place else "",
            "funders": [name_of(donor) for donor in donors],
            "amount": row.usd is not None and (row.usd, "USD"),
        },
    )


def _ngo_years(years):
    columns = [(_("Year"), False), (_("Committed"), True), (_("Disbursed"), True)]
    table = Table(_("Aid by year, USD"), columns)
    for year, rows in by_year(years):
        found = []
        for measure in NgoYear.Measure:
            row = rows.get(measure.value)
            amount = "" if row is None else exact(row.usd)
            amount = words.floor(amount) if row and row.is_floor else amount
            found.append(amount and so_far(row, amount))
        table.rows.append([str(year), *found])
    return table


#: What the page needs of a record beside its own columns.
RELATED = ("donor", "managing_agency", "owner", "sector")
