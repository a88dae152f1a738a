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

from investment.editions import EDITIONS, names
from investment.models import (
    STOCKS,
    Breakdown,
    Explanation,
    Indicator,
    OfficialFigure,
    PciEdition,
    PciResult,
    PciScore,
    SourceTable,
    SubIndex,
)
from portal.publishing import workflow
from portal.text.fold import fold
from projects import ledger
from projects.models import AdministrativeUnit, Country, CountryAlias, Industry

FOLDER = Path(__file__).parent / "official_data"
VCCI = {"publisher_vi": "VCCI", "publisher_en": "VCCI"}
FIA = {
    "publisher_vi": "Cục Đầu tư nước ngoài",
    "publisher_en": "Foreign Investment Agency (FIA)",
}
OLD_FILES = "github.com/mdtrinh/vietnamdata, be581b8 (2018-06-25)"
PANEL = "github.com/tnguyentranphuoc-commits, 7ed8cec (2025-12-27)"
WORKBOOKS = "github.com/HungNT1st/CS571_Project, 7d6415f (2025-05-10)"
PAGES = "cafef.vn, reatimes.vn, skhdt.thanhhoa.gov.vn, 2024"
#: The pages that name ranks of 2023; see shared/data/pci/pci_2023_top_ranks_from_pages.csv.
PCI_2023 = [
    ("22", "71.25", 1),
    ("80", "70.94", 2),
    ("31", "70.34", 3),
    ("24", "69.75", 4),
    ("87", "69.66", 5),
    ("19", "67.48", 23),
    ("38", "66.79", 30),
]


def rows_of(name):
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Loader:
    """enterer, approver: two members of staff; `say` is told of each step."""

    def __init__(self, enterer, approver, say):
        self.enterer, self.approver, self.say = enterer, approver, say
        self.provinces = defaultdict(list)
        for unit in AdministrativeUnit.objects.filter(level=AdministrativeUnit.Level.PROVINCE):
            self.provinces[unit.code].append(unit)

    def load(self):
        self.pci()
        self.fia()

    def _province(self, code, day):
        """The province that had the code on a day; KeyError when the reference data lacks it."""
        for unit in self.provinces[code]:
            if unit.is_valid_on(day):
                return unit
        raise KeyError(f"no province {code} on {day}")

    def _table(self, rows, **values):
        """An approved table with its rows, made by a callable; nothing when it is there."""
        if SourceTable.objects.filter(number=values["number"]).exists():
            return
        with transaction.atomic():
            table = ledger.enter(SourceTable(**values), by=self.enterer)
            rows(table)
            ledger.approve(table, by=self.approver, version=table.version)

    # --- PCI ---------------------------------------------------------------------------

    def pci(self):
        by_year = defaultdict(list)
        for row in rows_of("pci.csv"):
            by_year[int(row["year"])].append(row)
        for fact in EDITIONS:
            self.say(f"PCI {fact.year}")
            edition = self._edition(fact)
            # The survey is taken in the first half of the year: Hà Tây was still asked in 2008.
            day = date(fact.year, 6, 30)
            rows = by_year[fact.year]
            old = fact.year <= 2016
            fill = self._results if rows else self._results_2023
            self._table(
                partial(fill, edition, rows, day),
                number=f"PCI-{fact.year}",
                effective_on=date(fact.year, 12, 31),
                title_vi=f"Kết quả PCI {fact.year}",
                title_en=f"Results of the PCI {fact.year}",
                source_vi="Báo cáo PCI của VCCI",
                source_en="PCI report of VCCI",
                url="https://pcivietnam.vn/",
                vintage=OLD_FILES if old else PANEL if rows else PAGES,
                **VCCI,
            )

    def _edition(self, fact):
        """The published edition; made when there is none."""
        if edition := PciEdition.objects.filter(year=fact.year).first():
            return edition
        edition = PciEdition(
            year=fact.year,
            title_vi=f"PCI {fact.year}",
            title_en=f"PCI {fact.year}",
            provinces=fact.provinces,
            ranks_published_to=fact.ranks_published_to,
            break_note_vi=fact.break_vi,
            break_note_en=fact.break_en,
            created_by=self.enterer,
        )
        edition.skip_history_when_saving = True
        edition.save()
        del edition.skip_history_when_saving
        for position, (code, weight) in enumerate(fact.weights.items(), 1):
            name_vi, name_en = names(code, fact.year)
            SubIndex.objects.create(
                edition=edition,
                code=code,
                name_vi=name_vi,
                name_en=name_en,
                weight=weight,
                position=position,
            )
        workflow.record_edit(edition, by=self.enterer)
        for step, by in [("submit", self.enterer), ("publish", self.approver)]:
            edition = workflow.transition(edition, step, by=by, version=edition.version)
        return edition

    def _results(self, edition, rows, day, table):
        results = [
            PciResult(
                table=table,
                edition=edition,
                province=self._province(row["province"], day),
                score=Decimal(row["score"]),
                rank=int(row["rank"]),
                rank_is_computed=True,
            )
            for row in rows
        ]
        PciResult.objects.bulk_create(results)
        codes = [code for code in rows[0] if code not in ("year", "province", "score", "rank")]
        PciScore.objects.bulk_create(
            PciScore(result=result, code=code, score=Decimal(row[code]))
            for result, row in zip(results, rows, strict=True)
            for code in codes
            if row[code]
        )

    def _results_2023(self, edition, _rows, day, table):
        PciResult.objects.bulk_create(
            PciResult(
                table=table,
                edition=edition,
                province=self._province(code, day),
                score=Decimal(score),
                rank=rank,
            )
            for code, score, rank in PCI_2023
        )

    # --- FIA ---------------------------------------------------------------------------

    def fia(self):
        tables = defaultdict(list)
        for row in rows_of("fia.csv"):
            tables[row["year"], row["table"]].append(row)
        self.countries = {country.code: country for country in Country.objects.all()}
        self.aliases = {
            alias.folded: alias.country for alias in CountryAlias.objects.select_related("country")
        }
        sections = Industry.objects.filter(version="2018", section=None)
        self.sections = {section.code: section for section in sections}
        for (year, kind), rows in tables.items():
            self.say(f"FIA {year}: {kind}")
            last = max(row["as_of"] for row in rows)
            self._table(
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
            return {"province": None if oil else self._province(row["key"], day)}
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
    tables = list(SourceTable.objects.filter(entered_by__in=users).values_list("pk", flat=True))
    Explanation.objects.filter(figure__table__in=tables).delete()
    OfficialFigure.objects.filter(table__in=tables).delete()
    PciResult.objects.filter(table__in=tables).delete()
    # Entries refuse to be deleted; a QuerySet that is none of theirs does not ask them.
    QuerySet(SourceTable).filter(pk__in=tables).delete()
