"""Loads the results of the PCI that come with the portal, like the official figures."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

from investment.official import loading
from investment.official.loading import rows_of
from investment.pci.editions import EDITIONS, names
from investment.pci.models import PciEdition, PciResult, PciScore, SubIndex
from portal.publishing import workflow

FILE = Path(__file__).parent / "data" / "pci.csv"
VCCI = {"publisher_vi": "VCCI", "publisher_en": "VCCI"}
OLD_FILES = "github.com/mdtrinh/vietnamdata, be581b8 (2018-06-25)"
PANEL = "github.com/tnguyentranphuoc-commits, 7ed8cec (2025-12-27)"
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


class Loader(loading.Loader):
    def load(self):
        by_year = defaultdict(list)
        for row in rows_of(FILE):
            by_year[int(row["year"])].append(row)
        for fact in EDITIONS:
            self.say(f"PCI {fact.year}")
            edition = self._edition(fact)
            # The survey is taken in the first half of the year: Hà Tây was still asked in 2008.
            day = date(fact.year, 6, 30)
            rows = by_year[fact.year]
            old = fact.year <= 2016
            fill = self._results if rows else self._results_2023
            self.table(
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
                province=self.province(row["province"], day),
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
                province=self.province(code, day),
                score=Decimal(score),
                rank=rank,
            )
            for code, score, rank in PCI_2023
        )
