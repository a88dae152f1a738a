"""A row of each kind that the desk has pages about."""

from investment.official.models import SourceTable
from investment.pci.models import PciEdition
from news.models import Category, Tag
from projects import ledger
from projects.models import Agency, Sector, Zone
from projects.registers.fdi.workbook import WORKBOOK as FDI
from tests import articles, registers
from tests.projects.tables import filled, uploaded


def one_of_each(people, document):
    """“app_model” → row; records are drafts of the data officer, what counts waits."""
    officer = people["data officer"]
    project = registers.fdi_project(
        people, public=False, unit=registers.unit(), industry=registers.industry()
    )
    domestic = registers.domestic_project(people, public=False)
    oda = registers.oda_project(people, public=False)
    aid = registers.ngo_aid(people, public=False)
    edition = PciEdition(year=2016, title_vi="PCI 2016", created_by=officer)
    edition.save()
    table = SourceTable(title_vi="Bảng", publisher_vi="VCCI", effective_on="2022-12-31", number="1")
    sheet = filled(FDI, [{"certificate_number": "1", "title_vi": "Dự án"}])
    rows = [
        articles.draft(people["author"]), project, domestic, oda, aid, edition, document,
        people["author"],
        registers.event(people, project, "new", "2021-01-01", 5),
        registers.event(people, domestic, "new", "2021-01-01", 10**11),
        registers.year(people, oda, "planned", 2022, "2022-01-15", foreign=7),
        registers.year(people, aid, "committed", 2022, "2022-01-15", usd=7, amount=7),
        ledger.enter(table, by=officer),
        uploaded(sheet, FDI, officer),
        Category.objects.create(name_vi="Chuyên mục", slug_vi="chuyen-muc"),
        Tag.objects.create(name_vi="Thẻ"),
        registers.country(), registers.industry(), registers.unit(), registers.organisation(),
        Agency.objects.create(name_vi="Sở Tài chính"),
        Sector.objects.create(code="11110", name_vi="Giáo dục"),
        Zone.objects.create(kind="industrial_park", name_vi="Khu công nghiệp", unit=project.unit),
    ]  # fmt: skip
    return {f"{row._meta.app_label}_{row._meta.model_name}": row for row in rows}
