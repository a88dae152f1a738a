"""Register and official figures side by side: which is which, and how they differ by year."""

from django.test import TestCase
from django.utils import translation

from investment.models import DatasetNote
from tests import registers
from tests.investment import world
from tests.projects.test_pages import words

PAGES = {
    "register": ["/en/projects/", "/en/projects/fdi/", "/en/statistics/fdi/",
                 "/en/statistics/fdi-capital/", "/en/statistics/fdi-by-sector/", "/en/"],
    "official": ["/en/statistics/official-fdi/", "/en/statistics/official-fdi-rank/"],
}  # fmt: skip
REGISTER = (
    "These are figures of the department's register; the official ones of the Foreign Investment "
    "Agency differ. For the year up to 20 December 2023 the register shows 4.50 million USD of "
    "registered capital, the Agency 2,790.63 million USD."
)
OFFICIAL = (
    "These are official figures of the Foreign Investment Agency; those of the department's "
    "register differ. For the year up to 20 December 2023 the Agency shows 2,790.63 million USD of "
    "registered capital, the register 4.50 million USD."
)
TABLE = "/en/statistics/register-and-official/"


class TestBases(TestCase):
    @classmethod
    def setUpTestData(cls):
        with translation.override("vi"):
            enterer, approver = world.load_fia()
        cls.people = {"data officer": enterer, "publisher": approver, "reviewer": approver}

    def register(self):
        """One project of 2023, raised after the national cut-off."""
        project = registers.fdi_project(self.people)
        registers.happened(self.people, project, "new", "2023-03-01", "4500000")
        registers.happened(self.people, project, "capital_increase", "2023-12-25", "1000000")

    def page(self, url):
        response = self.client.get(url)
        assert response.status_code == 200, url
        return words(response.content.decode())

    def test_each_page_of_one_says_that_there_is_the_other(self):
        self.register()
        for basis, said in (("register", REGISTER), ("official", OFFICIAL)):
            for url in PAGES[basis]:
                page = self.page(url)
                assert said in page, url
                assert "Register and official figures by year" in page, url
                assert f'href="{TABLE}"' in self.client.get(url).content.decode(), url
        overview = self.page("/en/statistics/")
        assert REGISTER in overview
        assert OFFICIAL in overview

    def test_it_is_said_in_vietnamese(self):
        self.register()
        assert (
            "Đây là số liệu theo danh mục của Sở, khác với số liệu chính thức của Cục Đầu tư nước "
            "ngoài: từ đầu năm đến hết ngày 20/12/2023, danh mục của Sở ghi 4,50 triệu USD vốn "
            "đăng ký, Cục Đầu tư nước ngoài công bố 2.790,63 triệu USD."
        ) in self.page("/vi/thong-ke/fdi/")

    def test_the_note_of_the_register_stands_with_it(self):
        self.register()
        DatasetNote.objects.filter(key="fdi").update(note_vi="Minh họa.", note_en="Illustrative.")
        DatasetNote.objects.filter(key="oda").update(note_vi="Khác.", note_en="Of another.")
        for url in ["/en/projects/fdi/", "/en/statistics/official-fdi/", TABLE]:
            page = self.page(url)
            assert "Illustrative." in page, url
            assert "Of another." not in page, url

    def test_without_a_register_nothing_is_said_of_it(self):
        for url in [*PAGES["register"], *PAGES["official"]]:
            assert "These are" not in self.page(url), url

    def test_what_has_no_other_basis_says_nothing(self):
        self.register()
        for url in ("/en/statistics/ngo/", "/en/projects/oda/", "/en/statistics/pci-score/"):
            assert "These are" not in self.page(url), url

    def test_a_public_table_compares_them_by_year(self):
        self.register()
        page = self.page(TABLE)
        assert "20 December 2023 4.50 2,790.63 4.50 4,711.27 1 147" in page
        assert "20 December 2022 – 307.87 – 1,664.43 – 112" in page
        assert "20/12/2023 4,50 2.790,63" in self.page(
            "/vi/thong-ke/danh-muc-va-so-lieu-chinh-thuc/"
        )
        assert TABLE in self.client.get("/sitemap.xml").content.decode()


class TestWithoutOfficialFigures(TestCase):
    def test_the_register_stands_alone(self):
        assert "These are" not in words(self.client.get("/en/projects/fdi/").content.decode())
        page = words(self.client.get(TABLE).content.decode())
        assert "No figures are recorded." in page
