"""The PCI as loaded: every score and rank equals its source; what is computed, is right."""

import csv
from decimal import Decimal
from pathlib import Path
from statistics import median

import pytest
from django.conf import settings
from django.test import TestCase
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from investment.official import questions as official
from investment.official.models import SourceTable
from investment.pci import merged, recomputing, subindices
from investment.pci import questions as pci
from investment.pci.models import PciEdition, PciResult, PciScore, SubIndex
from portal.publishing import workflow
from tests.conftest import missing
from tests.investment import world

SHARED = settings.BASE_DIR.parent / "shared" / "data" / "pci"
CODES = [
    *("entry_costs", "land_access", "transparency", "time_costs", "informal_charges"),
    *("policy_implementation", "policy_bias", "proactivity", "business_support"),
    *("labor_training", "legal_institutions"),
]


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shared(name):
    path = Path(SHARED, name)
    if not path.exists():
        missing("../shared is not on this machine")
    return rows_of(path)


class TestLoaded(TestCase):
    @classmethod
    def setUpTestData(cls):
        with translation.override("vi"):
            cls.enterer, cls.approver = world.load_pci()

    def test_the_desk_reads_where_each_edition_comes_from_in_vietnamese(self):
        self.client.force_login(self.enterer)
        page = self.client.get("/admin/pci/pciedition/check/").content.decode()
        pages = "cafef.vn, reatimes.vn, skhdt.thanhhoa.gov.vn, 2024"
        assert f"VCCI, Báo cáo PCI của VCCI. {pages}" in page
        assert "news media" not in page

    def results(self):
        """(year, province code) → (score, rank), of what counts."""
        found = PciResult.objects.counted().values_list(
            "edition__year", "province__code", "score", "rank"
        )
        return {(year, code): (score, rank) for year, code, score, rank in found}

    def scores(self):
        """(year, province code, sub-index) → score."""
        found = PciScore.objects.values_list(
            "result__edition__year", "result__province__code", "code", "score"
        )
        return {(year, province, code): score for year, province, code, score in found}

    def home(self):
        return official.home(pci.provinces(pci.read()), "Thái Bình")

    def test_every_score_and_rank_is_that_of_the_shipped_file(self):
        shipped = {
            (int(row["year"]), row["province"]): (Decimal(row["score"]), int(row["rank"]))
            for row in world.shipped()
        }
        loaded = {key: value for key, value in self.results().items() if key[0] < 2023}
        assert (len(shipped), loaded == shipped) == (1116, True)

    def test_every_sub_index_is_that_of_the_shipped_file(self):
        shipped = {
            (int(row["year"]), row["province"], code): Decimal(row[code])
            for row in world.shipped()
            for code in CODES
            if row[code]
        }
        assert self.scores() == shipped

    def test_scores_and_ranks_are_those_of_the_collected_data(self):
        collected = {
            (int(row["year"]), row["province_code"]): (Decimal(row["pci_score"]), int(row["rank"]))
            for row in shared("pci_overall_2005_2022_all_provinces.csv")
        }
        loaded = {key: value for key, value in self.results().items() if key[0] < 2023}
        assert loaded == collected

    def test_sub_indices_are_those_of_the_collected_data(self):
        collected = {
            (int(row["year"]), row["province_code"], code): Decimal(row[code])
            for row in shared("pci_subindices_2005_2016_all_provinces.csv")
            for code in CODES
            if row[code]
        }
        assert self.scores() == collected

    def test_of_2023_there_are_only_the_ranks_that_were_published(self):
        named = shared("pci_2023_top_ranks_from_pages.csv")
        collected = {(Decimal(row["pci_score"]), int(row["rank"])) for row in named}
        loaded = {key: value for key, value in self.results().items() if key[0] == 2023}
        assert set(loaded.values()) == collected

    def test_hung_yen_before_the_merger_and_ha_tay_are_units_of_their_time(self):
        units = {
            unit.name_vi: (unit.code, unit.valid_from, str(unit.valid_to))
            for unit in pci.provinces(pci.read())
        }
        assert len(units) == 64
        assert units["Hà Tây"] == ("28", None, "2008-07-31")
        assert units["Hưng Yên"] == ("33", None, "2025-06-30")

    def test_hue_is_thua_thien_hue_in_every_edition_until_2024(self):
        book = pci.read()
        units = {unit.name_vi: unit for unit in pci.provinces(book)}
        assert "Huế" not in units
        old = units["Thừa Thiên Huế"]
        assert (old.code, old.valid_from, str(old.valid_to)) == ("46", None, "2024-12-31")
        shipped = [row for row in world.shipped() if row["province"] == "46"]
        loaded = book.of_province(old)
        assert sorted(loaded.values()) == sorted(int(row["year"]) for row in shipped)
        assert len(loaded) >= 17
        [heir] = book.successors[old.pk]
        assert (heir.full_name_vi, str(heir.valid_from)) == ("Thành phố Huế", "2025-01-01")
        assert book.predecessors[heir.pk] == [old]

    def test_who_only_changed_its_name_is_no_merger(self):
        found = [merger.province.name_vi for merger in merged.mergers(pci.read())]
        assert "Huế" not in found
        assert len(found) == 24

    # --- questions -------------------------------------------------------------------

    def test_thai_binh_stands_where_it_was_published(self):
        found = {
            one.edition.year: (one.score, one.rank, one.of)
            for one in pci.standings(self.home(), pci.read())
            if one.edition.year >= 2019
        }
        assert found == {
            2019: (Decimal("65.38"), 28, 63),
            2020: (Decimal("64.02"), 25, 63),
            2021: (Decimal("62.31"), 47, 63),
            2022: (Decimal("65.78"), 28, 63),
            2023: (None, None, 30),
        }

    def test_median_and_best_are_those_of_all_scores(self):
        by_year = {}
        for row in world.shipped():
            by_year.setdefault(int(row["year"]), []).append(Decimal(row["score"]))
        for one in pci.standings(self.home(), pci.read()):
            if one.edition.year < 2023:
                scores = by_year[one.edition.year]
                assert (one.median, one.best) == (median(scores), max(scores))

    def test_of_an_edition_with_the_first_30_nobody_knows_the_median(self):
        last = pci.standings(self.home(), pci.read())[-1]
        assert (last.edition.year, last.median, last.best) == (2023, None, Decimal("71.25"))

    def test_what_our_data_lacks_is_not_called_unpublished(self):
        book = pci.read()
        units = {unit.name_vi: unit for unit in pci.provinces(book)}

        def state(name, year):
            standings = pci.standings(units[name], book)
            return next(one.state for one in standings if one.edition.year == year)

        # Of the 30 of 2023 our data has 7, and nothing that says who is not among the others.
        assert state("Thái Bình", 2023) == "not_in_data"
        assert state("Đà Nẵng", 2023) == "not_in_data"
        assert state("Bắc Giang", 2023) == "published"
        # Of a pilot of 42 provinces all are known.
        assert state("Lạng Sơn", 2005) == "not_surveyed"
        assert [state("Hà Tây", year) for year in (2008, 2009, 2023)] == [
            "published", "ended", "ended",
        ]  # fmt: skip

    def test_what_the_table_says_was_not_published_is_called_so(self):
        world.not_published_in_2023("34")
        last = pci.standings(self.home(), pci.read())[-1]
        assert (last.state, last.score, last.rank) == ("not_published", None, None)

    def test_an_edition_that_our_data_lacks_a_part_of_has_no_median_and_no_best(self):
        edition = PciEdition.objects.get(year=2016)
        PciResult.objects.filter(edition=edition, rank=1).delete()
        units = {unit.name_vi: unit for unit in pci.provinces(pci.read())}
        standings = pci.standings(units["Đà Nẵng"], pci.read())
        found = next(one for one in standings if one.edition.year == 2016)
        assert (found.state, found.of, found.median, found.best) == ("not_in_data", 63, None, None)

    def test_points_gained_and_lost_add_up_to_the_change_of_the_composite(self):
        book = pci.read()
        editions = {one.year: one for one in book.editions}
        found = subindices.of_edition(editions[2016], self.home(), book, editions[2015])
        standings = {one.edition.year: one for one in pci.standings(self.home(), book)}
        change = standings[2016].score - standings[2015].score
        assert abs(sum(one.points for one in found) - change) < Decimal("0.02")

    def test_nothing_is_compared_across_a_break_of_the_method(self):
        book = pci.read()
        editions = {one.year: one for one in book.editions}
        found = subindices.of_edition(editions[2013], self.home(), book, editions[2012])
        assert len(found) == 10
        assert {(one.last, one.change, one.points) for one in found} == {(None, None, None)}

    def test_composites_differ_in_2011_alone(self):
        found = {
            edition.year: len(recomputing.differences(edition))
            for edition in PciEdition.objects.order_by("year")
        }
        assert {year: count for year, count in found.items() if count} == {2011: 61}

    def test_each_difference_has_both_values(self):
        largest = recomputing.differences(PciEdition.objects.get(year=2011))[0]
        assert largest.by == largest.result.score - largest.recomputed
        assert abs(largest.by) > subindices.TOLERANCE

    def test_a_merger_shows_each_province_with_its_last_published_result(self):
        found = {merger.province.name_vi: merger for merger in merged.mergers(pci.read())}
        hung_yen = [
            (unit.name_vi, last.edition.year, last.score) for unit, last in found["Hưng Yên"].before
        ]
        assert hung_yen == [
            ("Hưng Yên", 2022, Decimal("67.91")),
            ("Thái Bình", 2022, Decimal("65.78")),
        ]
        ha_noi = [(unit.name_vi, last.edition.year) for unit, last in found["Hà Nội"].before]
        assert ha_noi == [("Hà Tây", 2008)]

    def test_a_withdrawn_edition_is_in_no_answer(self):
        edition = PciEdition.objects.get(year=2022)
        workflow.transition(
            edition, "withdraw", by=self.approver, version=edition.version, note="Sai"
        )
        book = pci.read()
        assert 2022 not in [one.year for one in book.editions]
        assert 2022 not in [one.edition.year for one in pci.standings(self.home(), book)]

    def test_a_table_that_waits_counts_nowhere(self):
        edition = PciEdition.objects.get(year=2022)
        table = SourceTable.objects.create(
            title_vi="Sai", publisher_vi="?", effective_on="2023-01-01", entered_by=self.enterer
        )
        PciResult.objects.create(
            table=table, edition=edition, province=self.home(), score=99, rank=1
        )
        assert pci.standings(self.home(), pci.read())[-2].score == Decimal("65.78")


# --- the recomputed composite -----------------------------------------------------------


def edition_with(weights):
    class Edition:
        class subindices:
            @staticmethod
            def all():
                return [SubIndex(code=code, weight=weight) for code, weight in weights.items()]

    return Edition


decimals = st.decimals(min_value=0, max_value=10, places=2)


@pytest.mark.one_database
@given(st.lists(decimals, min_size=1, max_size=10))
def test_equal_scores_give_ten_times_the_score_when_the_weights_are_a_hundred(scores):
    weight = Decimal(100) / len(scores)
    weights = {str(place): weight for place in range(len(scores))}
    value = subindices.recomputed(edition_with(weights), dict.fromkeys(weights, scores[0]))
    assert abs(value - scores[0] * 10) < Decimal("0.0001")


@pytest.mark.one_database
@given(st.dictionaries(st.sampled_from(CODES), st.tuples(decimals, decimals), min_size=1))
def test_each_score_counts_ten_times_its_share(pairs):
    weights = {code: weight for code, (weight, _score) in pairs.items()}
    scores = {code: score for code, (_weight, score) in pairs.items()}
    value = subindices.recomputed(edition_with(weights), scores)
    assert value == sum(weights[code] * scores[code] / 10 for code in pairs)


@pytest.mark.one_database
@pytest.mark.parametrize("weights", [{}, {"a": None}, {"a": Decimal(50), "b": Decimal(50)}])
def test_without_every_weight_and_score_nothing_is_recomputed(weights):
    assert subindices.recomputed(edition_with(weights), {"a": Decimal(5)}) is None
