"""What the pages say of the PCI follows from what is recorded, not from what was so once."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import TestCase
from django.utils import translation

from investment.official.models import SourceTable
from investment.pci import copies
from investment.pci.models import PciEdition, PciResult, PciScore
from portal.publishing import workflow
from projects import ledger, places
from tests.investment import world
from tests.investment.pci.test_merged import links_of
from tests.investment.pci.test_pages import rows_of, text_of

pytestmark = pytest.mark.one_database


def load_2024(enterer, approver):
    """PCI 2024, of which all 63 provinces are recorded with their sub-indices."""
    edition = copies.begin_after(copies.last(), by=enterer)
    PciEdition.rows.filter(pk=edition.pk).update(published_on=date(2025, 5, 9))
    edition.refresh_from_db()
    for step, by in [("submit", enterer), ("publish", approver)]:
        edition = workflow.transition(edition, step, by=by, version=edition.version)
    table = ledger.enter(
        SourceTable(
            number="PCI-2024", effective_on=date(2025, 5, 9), title_vi="Kết quả PCI 2024",
            title_en="Results of the PCI 2024", publisher_vi="VCCI", publisher_en="VCCI",
        ),
        by=enterer,
    )  # fmt: skip
    results = PciResult.objects.bulk_create(
        PciResult(
            table=table, edition=edition, province=unit, rank=rank,
            score=Decimal("70.10") - rank * Decimal("0.10"),
        )
        for rank, unit in enumerate(places.provinces_on(date(2024, 6, 30)), 1)
    )  # fmt: skip
    PciScore.objects.bulk_create(
        PciScore(result=result, code=one.code, score=Decimal("7.20") if at == 4 else Decimal("6"))
        for result in results
        for at, one in enumerate(edition.subindices.all())
    )
    ledger.approve(table, by=approver, version=table.version)


class TestRecorded(TestCase):
    @classmethod
    def setUpTestData(cls):
        with translation.override("vi"):
            load_2024(*world.load_pci())
        cls.own = PciResult.objects.get(edition__year=2024, province__code="34")

    def get(self, path):
        response = self.client.get(path, follow=True)
        assert response.status_code == 200, path
        return response

    def said(self, path):
        return text_of(self.get(path))

    # --- how far down an edition was published ---------------------------------------

    def test_no_page_says_of_63_ranks_that_the_first_30_alone_were_published(self):
        """Also where such an edition is on record already."""
        rank = self.own.rank
        for last in (None, 30):
            PciEdition.rows.filter(year=2024).update(ranks_published_to=last)
            for path in ("en/pci/editions/pci-2024/", "en/pci/editions/pci-2024/provinces/"):
                assert "only; our data has" not in self.said(f"/{path}")
            for path in ("vi/pci/nam/pci-2024/", "vi/pci/nam/pci-2024/tinh-thanh/"):
                assert "VCCI chỉ công bố" not in text_of(self.client.get(f"/{path}", follow=True))
            assert "published. Against" not in self.said("/en/pci/?place=46")
            row = rows_of(self.get("/en/pci/"), "h-editions")[1]
            assert row[:4] == ["PCI 2024", f"{self.own.score:.2f}", f"{rank}/63", "66.90"]
            points = rows_of(self.get("/en/pci/editions/pci-2024/"), "h-points")[1]
            assert points == ["Entry costs", "not known", "6.00", "6.00", "6.00"]

    def test_the_method_names_the_editions_of_the_first_provinces_alone(self):
        for path, told in (
            ("/en/pci/method/", "of the first provinces only: 2023 (30)."),
            ("/vi/pci/phuong-phap/", "của các địa phương dẫn đầu: 2023 (30)."),
        ):
            assert told in self.said(path)
        PciEdition.rows.filter(year=2023).update(ranks_published_to=None)
        assert "of the first provinces only:" not in self.said("/en/pci/method/")

    def test_the_figure_and_the_dataset_tell_of_no_year_from_which_on(self):
        for path in ("/en/statistics/pci-score/", "/en/data/pci-results/"):
            said = self.said(path)
            assert "Since 2023 only" not in said
            assert "up to 2016" not in said
        for path in ("/vi/thong-ke/diem-pci/", "/vi/du-lieu/ket-qua-pci/"):
            said = self.said(path)
            assert "Từ năm 2023 chỉ" not in said
            assert "đến năm 2016" not in said

    # --- which scores there are ------------------------------------------------------

    def test_years_without_scores_of_sub_indices_are_named(self):
        assert (
            "PCI 2017–2022: our data has no scores for Thai Binh in the sub-indices."
        ) in self.said("/en/pci/")
        assert (
            "PCI 2017–2022: dữ liệu của cổng không có điểm các chỉ số thành phần của Thái Bình."
        ) in self.said("/vi/pci/")
        said = self.said("/en/pci/sub-indices/transparency/")
        assert "Our data has its scores up to" not in said
        assert "Without scores of this sub-index in our data: 2017–2023." in said

    # --- a high score is good --------------------------------------------------------

    def test_the_sub_index_with_the_highest_score_does_not_lead(self):
        for path, told, false in (
            ("/en/pci/", "Thai Binh 2024, highest score: “Informal charges”, 7.20 points", "leads"),
            ("/vi/pci/", "Thái Bình 2024, điểm cao nhất: “Chi phí không chính thức”, 7,20 điểm",
             "đứng đầu với 7,20"),
        ):  # fmt: skip
            said = self.said(path).replace("\N{NO-BREAK SPACE}", " ")
            assert told in said
            assert false not in said

    # --- days ------------------------------------------------------------------------

    def test_an_edition_is_of_the_end_of_its_year_everywhere(self):
        said = self.said("/en/statistics/pci-score/")
        assert "9 May 2025" not in said
        assert "31 December 2024" in said
        assert "As of 31 December 2024" in self.said("/en/data/pci-results/")
        assert "31/12/2024" in self.said("/vi/du-lieu/ket-qua-pci/")
        catalogue = self.client.get("/data/catalog.jsonld").json()
        [found] = [one for one in catalogue["dcat:dataset"] if one["@id"].endswith("#pci")]
        assert "2024-12-31" in str(found["dct:temporal"])

    # --- files -----------------------------------------------------------------------

    def test_a_column_that_no_row_fills_is_none(self):
        def headings():
            file = self.get("/en/data/pci-results.csv").getvalue().decode("utf-8-sig")
            return file.splitlines()[0].split(",")

        assert "Tier" not in headings()
        assert "Tier" not in self.said("/en/data/pci-results/")
        PciResult.objects.filter(pk=self.own.pk).update(tier="Good")
        with translation.override("en"):
            assert "Tier" in headings()

    # --- the time as known -----------------------------------------------------------

    def test_a_province_unknown_by_a_moment_is_not_said_to_be_none(self):
        day = "known_at=2004-01-01"
        assert "is not a province" not in self.said(f"/en/pci/compare/?p1=33&p2=34&{day}")
        assert "không phải là tỉnh" not in self.said(f"/vi/pci/so-sanh/?p1=33&p2=34&{day}")
        assert "“XX” is not a province" in self.said(f"/en/pci/compare/?p1=XX&{day}")

    def test_a_province_without_a_result_known_then_is_named(self):
        day = "known_at=2007-01-01"
        self.early(2005)
        for path, told in (
            (f"/en/pci/editions/pci-2005/?place=95&{day}",
             "The department had approved no PCI results for Bac Lieu by"),
            (f"/en/pci/compare/?p1=95&p2=34&{day}",
             "The department had approved no PCI results for Bac Lieu by"),
            (f"/vi/pci/nam/pci-2005/?place=95&{day}", "Sở chưa duyệt kết quả PCI nào của Bạc Liêu"),
        ):  # fmt: skip
            said = self.said(path)
            assert told in said
            assert "“95”" not in said

    def early(self, year):
        """Lets the results of an edition be known since the first day after it."""
        tables = PciResult.objects.filter(edition__year=year).values("table")
        SourceTable.objects.filter(pk__in=tables).decide(
            status="approved", known_at=f"{year + 1}-01-01T00:00:00+07:00"
        )

    def test_of_a_sub_index_that_came_later_the_overview_of_then_is_shown(self):
        self.early(2005)
        address = "/en/pci/sub-indices/{}/?known_at=2007-01-01"
        found = self.client.get(address.format("labor_training"))
        assert (found.status_code, found.url) == (302, "/en/pci/?known_at=2007-01-01")
        assert self.client.get(address.format("entry_costs")).status_code == 200
        assert self.client.get(address.format("none_at_all")).status_code == 404

    def test_a_merger_names_all_its_provinces_whatever_was_known(self):
        self.early(2005)
        said = self.said("/en/pci/mergers/?known_at=2007-01-01")
        assert (
            "Dak Lak Province (until 30 June 2025) – Phu Yen Province (until 30 June 2025) PCI"
            in said
        )
        assert "Bac Giang Province (until 30 June 2025) – Bac Ninh" in said
        said = self.said("/vi/pci/sap-nhap/?known_at=2007-01-01")
        assert "Tỉnh Đắk Lắk (đến 30/06/2025) – Tỉnh Phú Yên (đến 30/06/2025) PCI" in said
        assert "01/07/2025, 63 tỉnh" in said

    # --- what is compared ------------------------------------------------------------

    def test_equal_scores_are_level_though_ranks_tell_them_apart(self):
        for path, told, note in (
            ("/en/pci/compare/?p1=28&p2=72", "2008: Both are level at 45.09 points",
             "in some editions provinces of the same score share one, in others they follow each"),
            ("/vi/pci/so-sanh/?p1=28&p2=72", "2008: Hai tỉnh bằng điểm, cùng 45,09",
             "có kỳ các tỉnh cùng điểm số xếp đồng hạng, có kỳ xếp nối tiếp nhau"),
        ):  # fmt: skip
            said = self.said(path).replace("\N{NO-BREAK SPACE}", " ")
            assert told in said
            assert note in said
        said = self.said("/en/pci/editions/pci-2008/?place=28")
        assert "Ranks in the PCI 2008 were computed from its data file" in said
        assert "Ranks in the PCI 2005–2008 were computed" in self.said("/en/pci/?place=28")

    def test_three_of_the_same_score_are_level_and_two_of_three_lead(self):
        of = PciResult.objects.filter(edition__year=2024, province__code__in=["01", "22", "34"])
        of.update(score=Decimal("69.00"))
        address = "/{}?p1=01&p2=22&p3=34"
        for path, told in (
            ("en/pci/compare/", "2024: All three are level at 69.00 points"),
            ("vi/pci/so-sanh/", "2024: Ba tỉnh bằng điểm, cùng 69,00"),
        ):
            assert told in self.said(address.format(path)).replace("\N{NO-BREAK SPACE}", " ")
        of.filter(province__code="34").update(score=Decimal("60"))
        for path, told in (
            ("en/pci/compare/", "2024: Hanoi and Quang Ninh lead, level at 69.00 points"),
            ("vi/pci/so-sanh/", "2024: Hà Nội và Quảng Ninh cùng dẫn đầu, bằng nhau ở mức 69,00"),
        ):  # fmt: skip
            said = self.said(address.format(path)).replace("\N{NO-BREAK SPACE}", " ")
            assert told in said

    def test_what_is_not_compared_is_said(self):
        query = "?p1=77&p2=77&p3=01&p4=22&p5=34&p6=33"
        said = self.said(f"/en/pci/compare/{query}")
        assert "Ba Ria - Vung Tau was chosen more than once; it is shown once." in said
        assert "Up to five provinces" not in said
        assert "/en/pci/?place=33" in links_of(self.get(f"/en/pci/compare/{query}"))
        query = "?p1=77&p2=31&p3=01&p4=22&p5=34&p6=33"
        said = self.said(f"/en/pci/compare/{query}")
        left_out = "Up to five provinces are compared; what came after them was left out."
        assert left_out in said
        said = self.said(f"/vi/pci/so-sanh/{query}")
        assert "So sánh được nhiều nhất năm tỉnh, thành phố; các tỉnh chọn thêm" in said

    # --- tabs ------------------------------------------------------------------------

    def test_tabs_keep_the_province(self):
        for path in ("pci/?place=28", "pci/mergers/?place=28", "pci/method/?place=28"):
            links = links_of(self.get(f"/en/{path}"))
            for tab in ("pci/", "pci/mergers/", "pci/method/"):
                assert f"/en/{tab}?place=28" in links, (path, tab)
        links = links_of(self.get("/en/pci/compare/?p1=28&p2=72"))
        assert "/en/pci/?place=28" in links
        assert "/en/pci/method/?place=28" in links
        assert "/en/pci/compare/?p1=28&amp;p2=72" in links
        assert (
            "/vi/pci/phuong-phap/?place=28" in self.get("/en/pci/method/?place=28").content.decode()
        )
