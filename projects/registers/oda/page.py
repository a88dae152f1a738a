from django.utils.text import capfirst
from django.utils.translation import gettext as _

from projects.columns import facts, texts
from projects.models import (
    OdaFund,
    OdaStage,
    OdaYear,
)
from projects.registers.common.aid.page import (
    by_year,
    last_day,
    nothing_yet,
    reached,
    so_far,
    stage_tag,
    steps,
)
from projects.registers.oda.columns import COLUMNS
from projects.registers.oda.records import OdaRecord
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
    funds = list(row.funds.select_related("donor"))
    record = OdaRecord(row, reached(row, when), funds)
    units = list(row.places.all())
    place = places_of(request, units)
    figures = []
    if record.foreign is not None:
        if record.is_agreed:
            label = _("Foreign funds agreed")
        elif record.stage and record.stage.stage == OdaStage.Stage.CANCELLED:
            label = _("Foreign funds of the cancelled project")
        else:
            label = _("Foreign funds, not agreed yet")
        figures.append((label, words.usd(record.foreign), in_full(record.foreign)))
    years = list(OdaYear.objects.ruling(when).filter(project=row.record_id))
    return Told(
        code=row.code,
        note="" if record.stage or years else nothing_yet(),
        status=stage_tag(record, when),
        last=last_day(record, years),
        figures=figures,
        facts=facts(COLUMNS, record, language, when),
        place=place,
        tables=[
            *([found] if (found := _funds(funds)).rows else []),
            *ledger_table(_oda_years(years), OdaYear, row, when),
        ],
        steps=steps(record, language),
        steps_heading=_("Stages"),
        texts=texts(COLUMNS, row, language),
        structured={
            "code": row.code,
            "started": row.starts_on,
            "ended": row.ends_on,
            "place": place[0].then if place else "",
            "funders": [name_of(donor) for donor in record.donors],
            "amount": record.is_agreed and record.foreign is not None and (record.foreign, "USD"),
        },
    )


def _funds(funds):
    table = Table(
        _("Funds"),
        [
            (_("Kind of funds"), False),
            (_("Donor"), False),
            (_("Amount"), True),
            (_("Amount (USD)"), True),
        ],
    )
    for fund in funds:
        own = "" if fund.amount is None else f"{exact(fund.amount)} {fund.currency}"
        usd = "" if fund.usd is None else exact(fund.usd)
        donor = "" if fund.kind == OdaFund.Kind.COUNTERPART else name_of(fund.donor)
        table.rows.append([capfirst(fund.get_kind_display()), donor, own, usd])
    return table


def _oda_years(years):
    columns = [
        (_("Year"), False),
        (_("Planned, foreign"), True),
        (_("Planned, counterpart"), True),
        (_("Disbursed, foreign"), True),
        (_("Disbursed, counterpart"), True),
    ]
    table = Table(_("Capital by year, million VND"), columns)
    for year, rows in by_year(years):
        found = []
        for measure in OdaYear.Measure:
            row = rows.get(measure.value)
            for name in ("foreign", "counterpart"):
                value = getattr(row, name) if row else None
                found.append("" if value is None else so_far(row, exact(value)))
        table.rows.append([str(year), *found])
    return table


#: What the page needs of a record beside its own columns.
RELATED = ("managing_agency", "owner", "sector")
