"""Loads the official figures that come with the portal, through the verbs: entered, approved.

What is there already is left alone, so that the command can run again.
"""

import csv
from collections import defaultdict
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet

from investment.official import tables
from investment.official.models import STOCKS, Breakdown, Indicator, OfficialFigure, SourceTable
from portal.text.fold import fold
from projects import ledger
from projects.models import AdministrativeUnit, Country, CountryAlias, Industry

FILE = Path(__file__).parent / "data" / "fia.csv"
FIA = {
    "publisher_vi": "Cục Đầu tư nước ngoài",
    "publisher_en": "Foreign Investment Agency (FIA)",
}
WORKBOOKS = "github.com/HungNT1st/CS571_Project, 7d6415f (2025-05-10)"


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Loader:
    """enterer, approver: two members of staff; `say` is told of each step."""

    def __init__(self, enterer, approver, say):
        self.enterer, self.approver, self.say = enterer, approver, say
        self.provinces = defaultdict(list)
        for unit in AdministrativeUnit.objects.filter(level=AdministrativeUnit.Level.PROVINCE):
            self.provinces[unit.code].append(unit)

    def province(self, code, day):
        """The province that had the code on a day; KeyError when the reference data lacks it."""
        for unit in self.provinces[code]:
            if unit.is_valid_on(day):
                return unit
        raise KeyError(f"no province {code} on {day}")

    def table(self, rows, **values):
        """An approved table with its rows, made by a callable; nothing when it is there."""
        if SourceTable.objects.filter(number=values["number"]).exists():
            return
        with transaction.atomic():
            table = ledger.enter(SourceTable(**values), by=self.enterer)
            rows(table)
            ledger.approve(table, by=self.approver, version=table.version)

    def load(self):
        by_table = defaultdict(list)
        for row in rows_of(FILE):
            by_table[row["year"], row["table"]].append(row)
        self.countries = {country.code: country for country in Country.objects.all()}
        self.aliases = {
            alias.folded: alias.country for alias in CountryAlias.objects.select_related("country")
        }
        sections = Industry.objects.filter(version="2018", section=None)
        self.sections = {section.code: section for section in sections}
        for (year, kind), rows in by_table.items():
            self.say(f"FIA {year}: {kind}")
            last = max(row["as_of"] for row in rows)
            self.table(
                partial(self._figures, rows),
                number=f"FIA-{year}-{kind}",
                effective_on=date.fromisoformat(last),
                **titles(kind, date.fromisoformat(last)),
                source_vi="Phụ lục II, III báo cáo đầu tư nước ngoài",
                source_en="Annexes II and III of the report on foreign investment",
                url="https://fia.mpi.gov.vn/",
                vintage=WORKBOOKS,
                **FIA,
            )

    def _figures(self, rows, table):
        OfficialFigure.objects.bulk_create(
            [figure for row in rows for figure in self._figures_of(table, row)],
            batch_size=500,
        )

    def _figures_of(self, table, row):
        day, unit = date.fromisoformat(row["as_of"]), OfficialFigure.Unit
        for indicator in Indicator:
            if row[indicator]:
                yield OfficialFigure(
                    table=table,
                    indicator=indicator,
                    breakdown=row["breakdown"],
                    label=row["label"],
                    since=None if indicator in STOCKS else day.replace(month=1, day=1),
                    as_of=day,
                    value=Decimal(row[indicator]),
                    unit=unit.COUNT if indicator.is_count else unit.MILLION_USD,
                    **self._about(row, day),
                )

    def _about(self, row, day):
        if row["breakdown"] == Breakdown.PROVINCE:
            oil = row["key"] == "OILGAS"
            return {"province": None if oil else self.province(row["key"], day)}
        if row["breakdown"] == Breakdown.SECTOR:
            return {"sector": self.sections[row["key"]]}
        country = self.countries.get(row["key"]) or self.aliases.get(fold(row["label"]))
        return {"partner": country or self._by_name(row["label"])}

    def _by_name(self, label):
        return next(country for country in self.countries.values() if country.name_en == label)


def titles(kind, day):
    """What a table of the FIA is called: of flows, of stocks, else of both."""
    vi, en = f"{day:%d/%m/%Y}", f"{day.day} {day:%B %Y}"
    told = {
        "flow": (
            f"Thu hút đầu tư nước ngoài từ 01/01 đến {vi}",
            f"Foreign direct investment, 1 January to {en}",
        ),
        "stock": (
            f"Đầu tư nước ngoài lũy kế đến {vi}",
            f"Cumulative foreign direct investment as of {en}",
        ),
    }
    both = (f"Đầu tư nước ngoài đến {vi}", f"Foreign direct investment as of {en}")
    return dict(zip(("title_vi", "title_en"), told.get(kind, both), strict=True))


def remove_tables(users):
    """Delete the tables that these users entered, with all that stands in them."""
    found = list(SourceTable.objects.filter(entered_by__in=users).values_list("pk", flat=True))
    tables.delete_rows(found)
    # Entries refuse to be deleted; a QuerySet that is none of theirs does not ask them.
    QuerySet(SourceTable).filter(pk__in=found).delete()
