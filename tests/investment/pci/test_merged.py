"""The PCI once the present provinces have an edition: units of one name, none yet, no longer."""

import csv
import re
from datetime import date
from io import StringIO

import pytest
from django.test import TestCase
from django.utils import translation

from investment.pci import questions
from portal.delivery import shared
from portal.pages.models import SiteIdentity
from tests.investment import world
from tests.investment.pci.test_pages import rows_of, text_of

OLD, NEW = "33", "33@2025-07-01"
ESTABLISHED = (
    "Hưng Yên (từ 01/07/2025) thành lập ngày 01/07/2025 từ Hưng Yên (đến 30/06/2025), Thái Bình."
)
NOT_YET, ENDED = "not yet established", "no longer existed"
#: What is said of a province that was one in the year of an edition.
SAID_OF_GAPS = (
    "not in the survey",
    "not in our data",
    "our data has no result",
    "Our data has no scores for",
    "was not in the PCI",
    "Our data lacks",
)


def existed(unit, year):
    """The survey is taken in the first half of the year; that of 2025 told the merged ones."""
    return unit.is_valid_on(date(year, 12, 31) if year == 2025 else date(year, 6, 30))


def one_of_each(book):
    """A province of each span of validity: never merged, merged, new, divided off, gone before."""
    return {(unit.valid_from, unit.valid_to): unit for unit in questions.provinces(book)}.values()


def options_of(page, name):
    select = page.split(f'name="{name}"', 1)[1].split("</select>", 1)[0]
    return re.findall(r'<option value="([^"]*)"[^>]*>\s*([^<]*?)\s*<', select)


def main_of(response):
    return response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]


def links_of(response):
    return dict(re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', main_of(response)))


class TestMerged(TestCase):
    @classmethod
    def setUpTestData(cls):
        with translation.override("vi"):
            cls.people = world.load_pci()
            world.load_pci_2025(*cls.people)

    def get(self, path):
        response = self.client.get(path, follow=True)
        assert response.status_code == 200, path
        return response

    def standing(self, path):
        """{edition: cells} of the table of an overview."""
        return {row[0]: row[1:] for row in rows_of(self.get(path), "h-editions")[1:]}

    # --- names -----------------------------------------------------------------------

    def test_two_provinces_of_one_name_are_told_apart_in_every_list(self):
        for language, names in {
            "vi": {OLD: "Hưng Yên (đến 30/06/2025)", NEW: "Hưng Yên (từ 01/07/2025)"},
            "en": {OLD: "Hung Yen (until 30 June 2025)", NEW: "Hung Yen (since 1 July 2025)"},
        }.items():
            for path, name in [
                ("pci/", "place"), ("pci/editions/pci-2022/", "place"), ("pci/compare/", "p1"),
                ("pci/sub-indices/entry_costs/", "place"),
            ]:  # fmt: skip
                options = options_of(self.get(f"/{language}/{path}").content.decode(), name)
                labels = [label for _key, label in options]
                assert len(set(labels)) == len(labels) >= 64 + 23, path
                assert {key: dict(options)[key] for key in names} == names
                assert labels.index(names[OLD]) + 1 == labels.index(names[NEW])
                assert {"34", "01"} <= dict(options).keys()
                assert dict(options)["01"] in ("Hà Nội", "Hanoi")

    def test_before_a_second_one_has_an_edition_names_stand_alone(self):
        questions.PciEdition.rows.filter(year=2025).update(year=2024)
        questions.PciResult.objects.filter(edition__year=2024).delete()
        options = dict(options_of(self.get("/vi/pci/").content.decode(), "place"))
        assert (len(options), options[OLD]) == (64, "Hưng Yên")

    def test_no_province_went_into_one_of_its_own_name(self):
        said = text_of(self.get(f"/vi/pci/?place={OLD}"))
        assert (
            "Hưng Yên (đến 30/06/2025) tồn tại đến hết ngày 30/06/2025, sau đó nhập vào Hưng Yên "
            "(từ 01/07/2025); lần cuối có trong PCI là năm 2022. Trong PCI 2025, Hưng Yên (từ "
            "01/07/2025) đạt 69,40/100 điểm, xếp thứ 14 trong 34 tỉnh, thành phố."
        ) in said
        rows = self.standing("/vi/pci/?place=34")
        assert rows["PCI 2025"][-1] == "An Giang (từ 01/07/2025) 70,70"
        assert rows["PCI 2016"][-1] == "Đà Nẵng (đến 30/06/2025) 70,00"

    def test_charts_and_files_tell_them_apart(self):
        query = f"p1={OLD}&p2={NEW}"
        response = self.get(f"/vi/pci/compare/?{query}")
        assert rows_of(response, "h-ranks")[0][1:] == [
            "Hưng Yên (đến 30/06/2025)", "Hưng Yên (từ 01/07/2025)",
        ]  # fmt: skip
        for path in (f"compare.svg?{query}", f"scores.svg?place={NEW}"):
            assert "Hưng Yên (từ 01/07/2025)" in text_of(self.get(f"/vi/pci/{path}"))
        text = self.get(f"/vi/pci/compare.csv?{query}").content.decode("utf-8-sig")
        rows = {(row[0], row[1]): row for row in csv.reader(StringIO(text))}
        new, old = rows["2025", NEW], rows["2025", OLD]
        assert (new[2], new[3], new[10]) == ("Hưng Yên (từ 01/07/2025)", "69.4", "đã công bố")
        assert (old[2], old[3], old[10]) == (
            "Hưng Yên (đến 30/06/2025)", "", "không còn tồn tại",
        )  # fmt: skip
        assert rows["2022", NEW][10] == "chưa thành lập"
        dataset = self.get("/en/data/pci-results.csv").getvalue().decode("utf-8-sig")
        assert {row[2] for row in csv.reader(StringIO(dataset)) if row[1] == NEW} == {
            "Hung Yen (since 1 July 2025)"
        }

    # --- not yet, no longer ----------------------------------------------------------

    def test_before_its_first_day_a_province_was_none_yet(self):
        response = self.get(f"/vi/pci/?place={NEW}")
        said = text_of(response)
        assert ESTABLISHED in said
        rows = self.standing(f"/vi/pci/?place={NEW}")
        assert rows.pop("PCI 2025")[:2] == ["69,40", "14/34"]
        assert len(rows) == 19
        assert {tuple(row[:2]) for row in rows.values()} == {("chưa thành lập",) * 2}
        links = links_of(response)
        assert links["/vi/pci/?place=33"] == "Hưng Yên (đến 30/06/2025)"
        assert links["/vi/pci/?place=34"] == "Thái Bình"

    def test_an_edition_before_it_leads_to_the_provinces_it_was_made_of(self):
        response = self.get(f"/vi/pci/nam/pci-2022/?place={NEW}")
        assert (
            f"Khi khảo sát PCI 2022, Hưng Yên (từ 01/07/2025) chưa thành lập. {ESTABLISHED} Trong "
            "PCI 2022, Hưng Yên (đến 30/06/2025) đạt 67,91/100 điểm, xếp thứ 14 trong 63 tỉnh, "
            "thành phố. Trong PCI 2022, Thái Bình đạt 65,78/100 điểm"
        ) in text_of(response)
        links = links_of(response)
        assert links["/vi/pci/nam/pci-2022/?place=33"] == "Hưng Yên (đến 30/06/2025)"
        assert links["/vi/pci/nam/pci-2022/?place=34"] == "Thái Bình"

    def test_a_sub_index_leads_to_the_provinces_before_and_after(self):
        base = "/vi/pci/chi-so-thanh-phan/entry_costs/"
        links = links_of(self.get(f"{base}?place={NEW}"))
        assert links[f"{base}?place=34"] == "Thái Bình"
        links = links_of(self.get(f"{base}?place={OLD}"))
        assert links[f"{base}?place=33%402025-07-01"] == "Hưng Yên (từ 01/07/2025)"

    def test_the_first_edition_of_a_province_is_compared_with_none(self):
        said = text_of(self.get(f"/en/pci/editions/pci-2025/?place={NEW}"))
        assert "The province was not yet established in the year before" in said
        assert "Our data lacks" not in said

    def test_where_only_the_first_were_published_the_old_ones_have_ended_too(self):
        questions.PciResult.objects.filter(edition__year=2025, rank__gt=13).delete()
        questions.PciEdition.rows.filter(year=2025).update(ranks_published_to=13)
        rows = self.standing("/en/pci/?place=34")
        assert rows["PCI 2025"][:2] == [ENDED] * 2
        assert "PCI 2025: " not in text_of(self.get("/en/pci/?place=34"))

    def test_the_comparison_has_what_the_provinces_became(self):
        response = self.get("/vi/pci/so-sanh/")
        rows = {row[0]: row[1:] for row in rows_of(response, "h-ranks")}
        assert rows["Năm"] == ["Thái Bình", "Hưng Yên (đến 30/06/2025)", "Hưng Yên (từ 01/07/2025)"]
        assert rows["PCI 2025"] == ["không còn tồn tại", "không còn tồn tại", "69,40 (hạng 14)"]
        assert rows["PCI 2022"][2] == "chưa thành lập"
        assert "Thái Bình: Kết quả sau ngày 30/06/2025: Hưng Yên (từ 01/07/2025)" in text_of(
            response
        )

    def test_a_comparison_of_old_provinces_leads_to_the_new_one(self):
        links = links_of(self.get(f"/vi/pci/so-sanh/?p1={OLD}&p2=48"))
        assert links["/vi/pci/?place=33%402025-07-01"] == "Hưng Yên (từ 01/07/2025)"
        assert links["/vi/pci/?place=48%402025-07-01"] == "Đà Nẵng (từ 01/07/2025)"

    @pytest.mark.one_database
    def test_of_no_year_is_a_province_missed_that_was_none_then(self):
        self.client.defaults[shared.KEY] = {}  # nothing that is public changes any more
        book = questions.read()
        years = [edition.year for edition in book.editions]
        for unit in one_of_each(book):
            place = f"?place={unit.key}"
            gone = [year for year in years if not existed(unit, year)]
            rows = self.standing(f"/en/pci/{place}")
            said = text_of(self.get(f"/en/pci/{place}"))
            compared = rows_of(self.get(f"/en/pci/compare/?p1={unit.key}"), "h-ranks")
            compared = {row[0]: row[1] for row in compared}
            for year in gone:
                cells = {*rows[f"PCI {year}"][:2], compared[f"PCI {year}"]}
                assert cells in ({NOT_YET}, {ENDED}), (unit.key, year)
                assert f"PCI {year}: " not in said
                assert f"was not in the PCI {year}" not in said
            for year in set(years) - set(gone):
                assert not {NOT_YET, ENDED} & set(rows[f"PCI {year}"]), (unit.key, year)

    @pytest.mark.one_database
    def test_no_edition_misses_a_province_that_was_none_then(self):
        self.client.defaults[shared.KEY] = {}  # nothing that is public changes any more
        book = questions.read()
        told = 0
        for edition in book.editions:
            for unit in one_of_each(book):
                if existed(unit, edition.year):
                    continue
                path = f"/en/pci/editions/pci-{edition.year}/?place={unit.key}"
                said = text_of(self.get(path))
                assert [text for text in SAID_OF_GAPS if text in said] == [], path
                told += 1
        # A new one and Huế in 19 editions, Hà Tây in 16; in 2025 Thừa Thiên Huế and a merged one.
        assert told == 2 * 19 + 16 + 2

    # --- mergers ---------------------------------------------------------------------

    def test_a_merged_province_has_its_own_result_among_them(self):
        response = self.get("/vi/pci/sap-nhap/")
        assert (
            "Tỉnh Hưng Yên PCI 2025: 69,40, hạng 14 trong 34 So sánh : Tỉnh Hưng Yên Tỉnh Hưng Yên "
            "(đến 30/06/2025) PCI 2022: 67,91, hạng 14 trong 63"
        ) in text_of(response)
        assert links_of(response)["/vi/pci/?place=33%402025-07-01"] == "Tỉnh Hưng Yên"

    # --- sub-indices without scores ---------------------------------------------------

    def test_a_sub_index_without_scores_is_listed_as_such(self):
        base = f"/en/pci/editions/pci-2025/?place={NEW}"
        rows = rows_of(self.get(base), "h-points")[1:]
        assert len(rows) == 10
        assert rows[0] == ["Entry costs", "not known", "6.50", "6.50", "6.50"]
        assert rows[-1] == [
            "Legal institutions (law and order)", "not known", "no scores in our data", "–", "–",
        ]  # fmt: skip
        assert "0 of 9 sub-indices" in text_of(self.get(base))
        said = text_of(self.get("/en/pci/editions/pci-2025/provinces/"))
        assert "Without scores in our data: Legal institutions (law and order)." in said
        assert "Without scores" not in text_of(self.get("/en/pci/editions/pci-2016/provinces/"))

    # --- a portal of a province whose name stands for two -----------------------------

    def test_a_portal_of_a_new_province_leads_to_the_history_of_the_old_ones(self):
        SiteIdentity.objects.update(province_vi="Tỉnh Hưng Yên")
        response = self.get("/vi/pci/")
        said = text_of(response)
        assert "Trong PCI 2025, Hưng Yên (từ 01/07/2025) đạt 69,40/100 điểm" in said
        assert ESTABLISHED in said
        assert links_of(response)["/vi/pci/?place=33"] == "Hưng Yên (đến 30/06/2025)"
        assert "Trong PCI 2022, Hưng Yên (đến 30/06/2025) đạt 67,91/100 điểm" in text_of(
            self.get("/vi/pci/nam/pci-2022/")
        )
        compared = rows_of(self.get("/vi/pci/so-sanh/"), "h-ranks")[0][1:]
        assert compared == ["Hưng Yên (từ 01/07/2025)", "Hưng Yên (đến 30/06/2025)", "Thái Bình"]

    def test_its_figure_says_since_when_and_whose_scores_were_before(self):
        SiteIdentity.objects.update(province_vi="Tỉnh Hưng Yên")
        said = text_of(self.get("/vi/thong-ke/diem-pci/"))
        assert "69,40 điểm 2025" in said
        assert said.count(ESTABLISHED) == 1
        assert "không có trong PCI" not in said
        said = text_of(self.get("/vi/thong-ke/diem-pci/?year=2022"))
        assert "Điểm PCI của tỉnh chưa thành lập 2022" in said
        assert "Trong PCI 2022, Thái Bình đạt 65,78/100 điểm" in said
        assert "chưa có trong dữ liệu" not in said

    def test_the_figure_of_an_old_province_says_what_it_became(self):
        said = text_of(self.get("/vi/thong-ke/diem-pci/"))
        assert "Điểm PCI của tỉnh 65,78 điểm tăng 3,47 điểm so với năm 2021" in said
        assert "Trong PCI 2025, Hưng Yên (từ 01/07/2025) đạt 69,40/100 điểm" in said
        assert "không có trong PCI 2025" not in said
        said = text_of(self.get("/vi/thong-ke/diem-pci/?year=2025"))
        assert "Điểm PCI của tỉnh không còn tồn tại 2025" in said
