"""PCI results at the desk: a file is read whole or refused, two people let it count."""

import html
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from unicodedata import normalize

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook
from openpyxl.styles import Font

from investment.official.models import SourceTable
from investment.pci import entering, headings, questions
from investment.pci import reading as exchange_pci
from investment.pci.models import PciEdition, PciResult, PciScore, SubIndex
from portal.publishing import workflow
from portal.publishing.admin.site import admin_url
from portal.publishing.models import Notice
from projects import ledger
from projects.models import AdministrativeUnit, EntryState
from tests import articles, forms

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

PROVINCES = [
    ("34", "Thái Bình"),
    ("46", "Thừa Thiên Huế"),
    ("77", "Bà Rịa - Vũng Tàu"),
    ("79", "Hồ Chí Minh"),
]


@pytest.fixture
def edition(people):
    for code, name in PROVINCES:
        AdministrativeUnit.objects.create(
            code=code, level="province", name_vi=name, valid_to=date(2025, 6, 30)
        )
    # Of the same name, and not of the edition's time.
    AdministrativeUnit.objects.create(
        code="79", level="province", name_vi="Hồ Chí Minh", valid_from=date(2025, 7, 1)
    )
    edition = PciEdition(
        year=2016, title_vi="PCI 2016", provinces=4, created_by=people["data officer"]
    )
    edition.skip_history_when_saving = True
    edition.save()
    del edition.skip_history_when_saving
    for position, (code, name) in enumerate(
        [("entry_costs", "Gia nhập thị trường"), ("land_access", "Tiếp cận đất đai")]
    ):
        SubIndex.objects.create(
            edition=edition, code=code, name_vi=name, weight=50, position=position
        )
    workflow.record_edit(edition, by=people["data officer"])
    articles.step(edition, "submit", people["data officer"])
    return articles.step(edition, "publish", people["publisher"])


def csv_file(text, encoding="utf-8"):
    return SimpleUploadedFile("questions.csv", text.encode(encoding))


def workbook(rows, hidden=None, merged=()):
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    if hidden:
        stale = book.create_sheet("Cũ", 0)
        stale.sheet_state = "hidden"
        for row in hidden:
            stale.append(row)
    file = BytesIO()
    book.save(file)
    return SimpleUploadedFile("questions.xlsx", file.getvalue())


GOOD = (
    "Tỉnh,PCI,Xếp hạng,Gia nhập thị trường,land_access\n"
    "Thái Bình,57.72,3,8.77,2.774\n"
    "TT Huế,59.68,2,,\n"
    "BRVT,60.1,1,,\n"
    "Tp. HCM,không công bố,,,\n"
)


def read(edition, file):
    reading = exchange_pci.read(file, edition)
    named = {reading.names[pk]: line for pk, line in reading.lines.items()}
    return reading, named


# --- the file --------------------------------------------------------------------------


def test_a_file_is_read_with_aliases_and_what_was_not_published(edition):
    reading, lines = read(edition, csv_file(GOOD))
    assert reading.problems == []
    assert {name: (line.score, line.rank) for name, line in lines.items()} == {
        "Thái Bình": (Decimal("57.72"), 3),
        "Thừa Thiên Huế": (Decimal("59.68"), 2),
        "Bà Rịa - Vũng Tàu": (Decimal("60.1"), 1),
        "Hồ Chí Minh": (None, None),
    }
    assert lines["Thái Bình"].scores == {
        "entry_costs": Decimal("8.77"),
        "land_access": Decimal("2.774"),
    }


def test_a_province_is_the_unit_of_the_time_of_the_edition(edition):
    reading, _lines = read(edition, csv_file(GOOD))
    units = AdministrativeUnit.objects.in_bulk(reading.lines)
    assert {unit.valid_to for unit in units.values()} == {date(2025, 6, 30)}


def test_decomposed_names_are_the_same_names(edition):
    reading, lines = read(edition, csv_file(normalize("NFD", GOOD)))
    assert (reading.problems, len(lines)) == ([], 4)


def test_names_of_the_old_fonts_are_converted_with_a_note(edition):
    text = GOOD.replace("Thái Bình", "Th¸i B×nh").replace("Tp. HCM", "Hå ChÝ Minh")
    reading, lines = read(edition, csv_file(text))
    assert (reading.problems, set(lines)) == ([], {
        "Thái Bình", "Thừa Thiên Huế", "Bà Rịa - Vũng Tàu", "Hồ Chí Minh"
    })  # fmt: skip
    assert (
        "“Thái Bình”, “Hồ Chí Minh”: chữ gõ bằng phông TCVN3 hoặc VNI, đã chuyển sang Unicode."
        in reading.notes
    )


def test_headings_of_the_old_fonts_are_converted_with_a_note(edition):
    text = GOOD.replace("Tỉnh,", "TØnh,").replace("Gia nhập thị trường", "Gia nhËp thÞ tr\xadêng")
    reading, lines = read(edition, csv_file(text))
    assert (reading.problems, lines["Thái Bình"].scores["entry_costs"]) == ([], Decimal("8.77"))
    assert (
        "“Tỉnh”, “Gia nhập thị trường”: chữ gõ bằng phông TCVN3 hoặc VNI, đã chuyển sang Unicode."
        in reading.notes
    )


def test_vietnamese_decimals_are_the_same_numbers(edition):
    text = "Tỉnh;PCI;Hạng\nThái Bình;57,72;1\nBRVT;51,234;2\n"
    _reading, lines = read(edition, csv_file(text))
    assert [line.score for line in lines.values()] == [Decimal("57.72"), Decimal("51.234")]


def test_each_column_goes_by_its_own_order_of_provinces(edition):
    rows = [
        ["Chỉ số tổng hợp", None, "Gia nhập thị trường", None],
        ["Tỉnh", "PCI", "Tỉnh", "Điểm"],
        ["Thái Bình", 57.72, "BRVT", 9.1],
        ["BRVT", 60.1, "Thái Bình", 8.77],
    ]
    reading, lines = read(edition, workbook(rows, merged=["A1:B1", "C1:D1"]))
    assert reading.problems == []
    assert {name: (line.score, line.scores["entry_costs"]) for name, line in lines.items()} == {
        "Thái Bình": (Decimal("57.72"), Decimal("8.77")),
        "Bà Rịa - Vũng Tàu": (Decimal("60.1"), Decimal("9.1")),
    }


def test_a_stale_hidden_sheet_is_not_read(edition):
    good = [["Tỉnh", "PCI"], ["Thái Bình", 57.72]]
    stale = [["Tỉnh", "PCI"], ["Thái Bình", 11.11]]
    reading, lines = read(edition, workbook(good, hidden=stale))
    assert lines["Thái Bình"].score == Decimal("57.72")
    assert reading.other_sheets == ()


def test_hidden_and_struck_out_rows_are_named(edition):
    book = Workbook()
    sheet = book.active
    for row in (["Tỉnh", "PCI"], ["Thái Bình", 57.72], ["BRVT", 60.1], ["Huế", 59.68]):
        sheet.append(row)
    sheet.row_dimensions[2].hidden = True
    for cell in sheet[4]:
        cell.font = Font(strike=True)
    file = BytesIO()
    book.save(file)
    reading, lines = read(edition, SimpleUploadedFile("questions.xlsx", file.getvalue()))
    assert len(lines) == 3
    said = "Các dòng 2, 4 bị ẩn hoặc bị gạch ngang trong tệp, và vẫn được đọc."
    assert said in reading.notes
    assert not any("bị ẩn" in note for note in read(edition, csv_file(GOOD))[0].notes)


def test_without_ranks_they_are_computed_and_it_is_said(edition):
    text = "Tỉnh,PCI\nThái Bình,57.72\nBRVT,60.1\nHuế,57.72\n"
    reading, lines = read(edition, csv_file(text))
    assert reading.ranks_are_computed
    assert {name: line.rank for name, line in lines.items()} == {
        "Bà Rịa - Vũng Tàu": 1,
        "Thái Bình": 2,
        "Thừa Thiên Huế": 2,
    }


def test_where_only_the_first_are_published_no_rank_is_made_up(edition):
    edition.ranks_published_to = 30
    reading, lines = read(edition, csv_file("Tỉnh,PCI\nThái Bình,57.72\n"))
    assert (reading.ranks_are_computed, lines["Thái Bình"].rank) == (False, None)


def test_as_many_provinces_as_are_published_are_no_surprise(edition):
    edition.ranks_published_to = 1
    reading, _lines = read(edition, csv_file("Tỉnh,PCI\nThái Bình,57.72\n"))
    assert reading.notes == []
    text = "Tỉnh,PCI\nThái Bình,57.72\nHuế,không công bố\n"
    assert read(edition, csv_file(text))[0].notes == ["Tệp có 2 tỉnh; kỳ PCI ghi 4."]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("Tỉnh,PCI\nThái Bìn,57.72\n", "A2"),  # spelled wrongly
        ("Tỉnh,PCI\nThái Bình,157.72\n", "B2"),  # beyond the scale
        ("Tỉnh,PCI,land_access\nThái Bình,57.72,12\n", "C2"),
        ("Tỉnh,PCI,Hạng\nThái Bình,57.72,1.5\n", "C2"),
        ("Tỉnh,PCI\nThái Bình,57.72x\n", "B2"),
        ("Tỉnh,PCI\nThái Bình,57.72\nThai Binh,58\n", "A3"),  # twice
        ("Tỉnh,PCI\n,57.72\nThái Bình,1\n", "A2"),  # no name
    ],
)
def test_what_is_wrong_is_named_by_its_cell(edition, text, cell):
    reading, _lines = read(edition, csv_file(text))
    assert [problem.split(":")[0] for problem in reading.problems] == [cell]


def test_an_unknown_province_is_refused_with_the_nearest_names(edition):
    reading, _lines = read(edition, csv_file("Tỉnh,PCI\nThái Bìn,57.72\n"))
    assert "“Thái Bình”" in reading.problems[0]


def test_sub_indices_without_a_composite_are_refused(edition):
    reading, _lines = read(edition, csv_file("Tỉnh,PCI,land_access\nThái Bình,,5\n"))
    assert len(reading.problems) == 1
    assert "Thái Bình" in reading.problems[0]


def test_a_file_without_a_composite_is_refused(edition):
    reading, _lines = read(edition, csv_file("Tỉnh,land_access\nThái Bình,5\n"))
    assert len(reading.problems) == 1


def test_a_column_that_is_not_known_is_left_out_and_named(edition):
    reading, lines = read(edition, csv_file("Tỉnh,PCI,Màu\nThái Bình,57.72,đỏ\n"))
    assert (reading.problems, len(lines)) == ([], 1)
    assert (
        "Không nhận ra cột “Màu” nên không lấy. Nếu là chỉ số thành phần, hãy thêm chỉ số này "
        "vào kỳ PCI trước, rồi chọn lại tệp." in reading.notes
    )


@pytest.mark.parametrize("heading", ["TT", "STT", "Số TT", "No."])
def test_a_column_that_counts_the_rows_is_no_sub_index(edition, heading):
    rows = [[heading, "Tỉnh", "Điểm"], [1, "Thái Bình", 57.72]]
    reading, lines = read(edition, workbook(rows))
    assert (reading.problems, reading.unknown) == ([], [])
    assert lines["Thái Bình"].score == Decimal("57.72")


def test_a_column_that_may_be_meant_for_a_sub_index_is_to_be_renamed(desk, people, edition):
    SubIndex.objects.create(
        edition=edition, code="legal_institutions", name_vi="Thiết chế pháp lý và an ninh trật tự"
    )
    heading = "Thiết chế pháp lý & ANTT"
    reading, _lines = read(edition, csv_file(f"Tỉnh,PCI,{heading}\nThái Bình,57.72,5\n"))
    assert reading.unknown == []
    assert (
        f"Không lấy cột “{heading}”. Nếu đây là “Thiết chế pháp lý và an ninh trật tự”, hãy đổi "
        "tên cột thành như vậy rồi chọn lại tệp." in reading.notes
    )
    both = f"Tỉnh,PCI,Thiết chế pháp lý,{heading}\nThái Bình,57.72,5,6\n"
    assert read(edition, csv_file(both))[0].unknown == [heading]


def test_a_score_that_is_none_is_told_once_as_numbers_are_written_here(edition):
    rows = [["Tỉnh", "PCI", "Hạng", "land_access"], ["Thái Bình", 170.35, 1.5, 5.25],
            ["TT Huế", 60, 2, 10.5], ["BRVT", None, 3, 5]]  # fmt: skip
    assert read(edition, workbook(rows))[0].problems == [
        "B2: “170,35” không nằm trong khoảng từ 0 đến 100.",
        "C2: “1,5” có quá nhiều chữ số thập phân: ở đây tối đa 0 chữ số.",
        "D3: “10,5” không nằm trong khoảng từ 0 đến 10.",
        "Bà Rịa - Vũng Tàu có hạng hoặc chỉ số thành phần nhưng không có điểm tổng hợp.",
    ]


def test_columns_that_may_be_sub_indices_lead_to_the_edition(desk, people, edition):
    client, link = desk(people["data officer"]), f'<a href="{admin_url(edition, "record")}">'
    text = "Tỉnh,PCI,Tính minh bạch,Đào tạo lao động\nThái Bình,57.72,5,6\n"
    page, _token = previewed(client, edition, text)
    assert (
        "Không nhận ra cột “Tính minh bạch”, “Đào tạo lao động” nên không lấy. Nếu là chỉ số "
        "thành phần, hãy thêm chỉ số này vào kỳ PCI trước, rồi chọn lại tệp." in page
    )
    assert f"{link}Mở PCI 2016 để thêm chỉ số thành phần</a>" in page
    page, _token = previewed(client, edition, "Tỉnh,PCI\nThái Bình,57.72\n")
    assert "để thêm chỉ số thành phần" not in page


def test_an_unknown_province_is_named_once_in_its_own_cell(edition):
    reading, _lines = read(edition, csv_file(GOOD + "Atlantis,50,x,5,\n"))
    assert reading.problems == ["A6: “Atlantis” không phải là tỉnh của năm 2016."]


def test_another_name_of_a_province_is_suggested_by_the_one_it_has(edition):
    AdministrativeUnit.objects.filter(code="46").update(name_vi="Huế")
    AdministrativeUnit.objects.create(code="42", level="province", name_vi="Hà Tĩnh")
    reading, _lines = read(edition, csv_file(GOOD.replace("TT Huế", "Thừa Thiên")))
    assert reading.problems == [
        "A3: “Thừa Thiên” không phải là tỉnh của năm 2016. Có phải là: “Huế”; “Hà Tĩnh”?"
    ]


def test_a_province_that_was_merged_in_the_year_is_refused_where_the_merger_counts(edition):
    units = AdministrativeUnit.objects
    new = units.create(code="33", level="province", name_vi="Hưng Yên", valid_from=date(2025, 7, 1))
    old = units.create(code="33", level="province", name_vi="Hưng Yên", valid_to=date(2025, 6, 30))
    for unit in (old, units.get(name_vi="Thái Bình")):
        unit.successors.add(new)
    edition.year, rows = 2025, csv_file("Tỉnh,PCI\nHưng Yên,69.1\nTP. HCM,66\nThái Bình,60\n")
    for provinces, read_as, problems in [
        (5, old, []),
        (2, new, [
            "A4: “Thái Bình” tồn tại đến hết ngày 30/06/2025, sau đó nhập vào Hưng Yên: kỳ này chỉ "
            "lấy điểm của địa phương mới."
        ]),
    ]:  # fmt: skip
        edition.provinces = provinces
        rows.seek(0)
        reading, _lines = read(edition, rows)
        assert (reading.problems, read_as.pk in reading.lines) == (problems, True)


def test_a_rank_that_is_none_is_refused_with_the_example_of_a_rank(edition):
    reading, _lines = read(edition, csv_file("Tỉnh,PCI,Hạng\nThái Bình,57.72,x\n"))
    assert reading.problems == ["C2: “x” không phải là số nguyên: chỉ ghi chữ số, ví dụ 12."]


def test_a_rank_beyond_the_provinces_is_refused(edition):
    reading, _lines = read(edition, csv_file("Tỉnh,PCI,Hạng\nThái Bình,57.72,5\nHuế,57,4\n"))
    assert reading.problems == ["Thái Bình có hạng 5, nhưng kỳ PCI chỉ có 4 tỉnh, thành phố."]


def test_of_a_whole_table_ranks_against_the_scores_are_named(edition):
    table = "Tỉnh,PCI,Hạng\nThái Bình,57.72,{}\nHuế,59.68,2\nBRVT,60.1,{}\nHCM,57.72,{}\n"
    reading, _lines = read(edition, csv_file(table.format(4, 1, 3)))
    assert (reading.problems, reading.notes) == ([], [])  # equal scores, told apart by the source
    reading, _lines = read(edition, csv_file(table.format(1, 1, 3)))
    assert reading.notes == [
        "Thứ hạng không theo điểm: Thái Bình (hạng 1, theo điểm là 3). Hãy kiểm tra."
    ]
    part = "Tỉnh,PCI,Hạng\nThái Bình,57.72,4\nHuế,59.68,2\n"
    reading, _lines = read(edition, csv_file(part))
    assert reading.notes == ["Tệp có 2 tỉnh; kỳ PCI ghi 4."]


# --- a new edition ----------------------------------------------------------------------


def test_a_new_edition_begins_as_a_copy_of_the_last(desk, people, edition):
    client, url = desk(people["data officer"]), reverse("admin:pci_pciedition_begin")
    listed = client.get(reverse("admin:pci_pciedition_changelist")).content.decode()
    assert "Kỳ mới sao từ PCI 2016" in listed
    response = client.post(url)
    begun = PciEdition.objects.get(year=2017)
    assert response["Location"] == admin_url(begun, "change")
    assert (begun.status, begun.title_vi, begun.provinces) == ("draft", "PCI 2017", 4)
    assert list(begun.subindices.values_list("code", "name_vi", "weight")) == [
        ("entry_costs", "Gia nhập thị trường", Decimal(50)),
        ("land_access", "Tiếp cận đất đai", Decimal(50)),
    ]
    reading, _lines = read(begun, csv_file(GOOD))
    assert reading.problems == []
    articles.step(begun, "submit", people["data officer"])
    articles.step(begun, "publish", people["publisher"])
    assert begun.public_slug("vi") == "pci-2017"


def test_whoever_may_not_add_an_edition_begins_none(desk, people, edition):
    url = reverse("admin:pci_pciedition_begin")
    assert desk(people["reviewer"]).post(url).status_code == 403
    assert desk(people["data officer"]).get(url).status_code == 405
    assert PciEdition.objects.count() == 1


# --- workbooks as VCCI publishes them ------------------------------------------------------


def test_a_column_that_holds_provinces_is_one_of_names_whatever_its_heading(edition):
    AdministrativeUnit.objects.create(code="48", level="province", name_vi="Đà Nẵng")
    for heading in ("Tỉnh 2", "Màu", "PCI 2012"):
        rows = [
            ["Tỉnh", "Gia nhập thị trường", heading, "PCI"],
            ["Thái Bình", 7.1, "Đà Nẵng", 66.45],
            ["Đà Nẵng", 6.2, "Thái Bình", 58.37],
        ]
        reading, lines = read(edition, workbook(rows))
        assert (reading.problems, len(lines)) == ([], 2)
        found = {name: (line.score, line.scores["entry_costs"]) for name, line in lines.items()}
        assert found == {
            "Thái Bình": (Decimal("58.37"), Decimal("7.1")),
            "Đà Nẵng": (Decimal("66.45"), Decimal("6.2")),
        }


VCCI = [
    ["Rank", None, "Sub-Index 1: Entry Costs", None, "Sub-Index 2: Land", None, "PCI 2016"],
    [1, "BRVT", 9.1234567, "Thái Bình", 2.774, "Thái Bình", 60.0005],
    [2, "Thái Bình", 8.77, "BRVT", 1.5, "BRVT", 57.7164999],
    [],
    [None, "Min", 8.77, "Min", 1.5, "Min", 57.7164999],
    [None, "Median", 8.9467283, "Median", 2.137, "Median", 58.8582],
    [None, "Max", 9.1234567, "Max", 2.774, "Max", 60.0005],
    ["Nguồn: VCCI"],
]


def vcci(edition):
    SubIndex.objects.filter(edition=edition, code="land_access").update(
        name_en="Land access and security of tenure"
    )
    return VCCI


def test_a_workbook_of_vcci_is_taken_in_one_go(edition):
    reading, lines = read(edition, workbook(vcci(edition)))
    assert reading.problems == []
    assert {name: (line.score, line.rank, line.scores) for name, line in lines.items()} == {
        "Thái Bình": (
            Decimal("60.001"),  # half up
            1,
            {"entry_costs": Decimal("8.770"), "land_access": Decimal("2.774")},
        ),
        "Bà Rịa - Vũng Tàu": (
            Decimal("57.716"),
            2,
            {"entry_costs": Decimal("9.123"), "land_access": Decimal("1.500")},
        ),
    }
    assert reading.notes[:3] == [
        "Các dòng không lấy: 5 (“Min”); 6 (“Median”); 7 (“Max”); 8 (“Nguồn: VCCI”).",
        "“Rank” đứng bên trái mọi cột tên nên không được lấy.",
        "3 điểm số có hơn ba chữ số thập phân, được làm tròn đến ba chữ số (từ 5 trở lên "
        "thì làm tròn lên).",
    ]


def test_a_merged_foot_is_left_out_and_named(edition):
    rows = [["Tỉnh", "PCI"], ["Thái Bình", 57.72], ["Nguồn: VCCI"]]
    reading, lines = read(edition, workbook(rows, merged=["A3:B3"]))
    assert (reading.problems, list(lines)) == ([], ["Thái Bình"])
    assert reading.notes[0] == "Các dòng không lấy: 3 (dưới bảng)."


def test_a_last_row_that_may_mean_a_province_is_no_foot(edition):
    reading, _lines = read(edition, csv_file("Tỉnh,PCI\nBRVT,57.72\nThái Bìn,\n"))
    assert [problem.split(":")[0] for problem in reading.problems] == ["A3"]


def test_the_order_of_columns_does_not_matter_while_the_names_are_the_same(edition):
    rows = [["Hạng", "PCI", "Tỉnh", "Province"], [2, 57.72, "Thái Bình", "Thai Binh"],
            [1, 60.1, "BRVT", "Ba Ria - Vung Tau"]]  # fmt: skip
    reading, lines = read(edition, workbook(rows))
    assert reading.problems == []
    assert {name: (line.score, line.rank) for name, line in lines.items()} == {
        "Thái Bình": (Decimal("57.72"), 2),
        "Bà Rịa - Vũng Tàu": (Decimal("60.1"), 1),
    }


def test_figures_left_of_names_in_several_orders_are_refused(edition):
    rows = [["PCI", "Tỉnh", "Gia nhập thị trường", None], [57.72, "Thái Bình", 7, "BRVT"],
            [60.1, "BRVT", 8, "Thái Bình"]]  # fmt: skip
    reading, lines = read(edition, workbook(rows))
    assert (len(reading.problems), lines) == (2, {})


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("PCI 2016", "score"),
        ("The Weighted PCI Score", "score"),
        ("PCI 2015", None),
        ("Unweighted PCI", None),
        ("Sub-Index 1: Entry Costs", "entry_costs"),
        ("CSTP 1: Gia nhập thị trường", "entry_costs"),
        ("Sub-Index 2: Land Access and Security of Tenure", "land_access"),
        ("Sub-Index 1: Costs", None),  # of two things
        ("Sub-Index 7: Proactivity", None),  # not of this edition
    ],
)
def test_headings_of_vcci_are_known(edition, heading, meaning):
    assert headings.meaning(heading, edition) == meaning


# --- from the file to the public page -----------------------------------------------------


def import_url(edition):
    return reverse("admin:pci_pciedition_import", args=[edition.pk])


def previewed(client, edition, text=GOOD):
    """The page after a file was chosen, and the token that confirms it."""
    page = client.post(import_url(edition), {"file": csv_file(text)}).content.decode()
    token = re.search(r'name="data" value="([^"]+)"', page)
    return page, html.unescape(token[1]) if token else ""


def source(token, **values):
    return {
        "data": token,
        "title_vi": "Kết quả PCI 2016",
        "title_en": "Results of the PCI 2016",
        "publisher_vi": "VCCI",
        "publisher_en": "VCCI",
        "effective_on": "31/12/2016",
        "number": "PCI-2016",
        "source_vi": "Báo cáo PCI",
        "url": "https://pcivietnam.vn/",
        "vintage": "bản 2017",
        **values,
    }


@pytest.fixture
def entered(desk, people, edition):
    client = desk(people["data officer"])
    _page, token = previewed(client, edition)
    client.post(import_url(edition), source(token))
    return SourceTable.objects.get()


def test_a_preview_writes_nothing(desk, people, edition):
    page, token = previewed(desk(people["data officer"]), edition)
    assert "57,72" in page
    assert '<h2 id="preview-heading">Bản xem trước</h2>' in page  # scrolls with no wide table
    assert token
    assert not SourceTable.objects.exists()


def test_no_number_is_made_up_and_the_day_is_that_of_the_edition(desk, people, edition):
    PciEdition.objects.update(published_on=date(2017, 3, 14))
    client = desk(people["data officer"])
    form = client.post(import_url(edition), {"file": csv_file(GOOD)}).context_data["source"]
    assert (form["number"].value(), form["effective_on"].value()) == (None, "14/03/2017")
    client.post(import_url(edition), source(form["data"].value(), number=""))
    assert SourceTable.objects.get().number == ""


def test_a_file_with_one_wrong_row_enters_nothing(desk, people, edition):
    page, token = previewed(desk(people["data officer"]), edition, GOOD + "Atlantis,50,4,,\n")
    assert "Atlantis" in page
    assert (token, SourceTable.objects.exists()) == ("", False)


def test_what_was_shown_waits_and_counts_when_another_person_approves(desk, people, entered):
    assert (entered.status, PciResult.objects.count()) == (EntryState.PENDING, 4)
    assert questions.read().editions == []
    response = desk(people["publisher"]).post(
        reverse("admin:official_sourcetable_approve", args=[entered.pk]),
        {"version": entered.version},
    )
    assert response.status_code == 302
    home = AdministrativeUnit.objects.get(code="34")
    (standing,) = questions.standings(home, questions.read())
    assert (standing.score, standing.rank, standing.rank_is_computed) == (
        Decimal("57.720"),
        3,
        False,
    )


ODD_RANK = "Thứ hạng không theo điểm: Thái Bình (hạng 1, theo điểm là 3). Hãy kiểm tra."


def test_a_warning_stays_after_an_error_and_is_told_who_approves(desk, people, edition):
    client = desk(people["data officer"])
    odd = "Tỉnh,PCI,Hạng\nThái Bình,57.72,1\nHuế,59.68,2\nBRVT,60.1,1\nHCM,57.72,3\n"
    shown, token = previewed(client, edition, odd)
    assert ODD_RANK in shown
    again = client.post(import_url(edition), source(token, effective_on="")).content.decode()
    assert again.count(ODD_RANK) == 1
    client.post(import_url(edition), source(token))
    table = SourceTable.objects.get()
    desk(people["publisher"])
    assert ODD_RANK in client.get(admin_url(table, "record")).content.decode()
    client.post(reverse("admin:language"), {"language": "en"})
    told = client.get(admin_url(table, "record")).content.decode()
    assert "Whoever entered it was warned:" in told
    ledger.reject(table, by=people["publisher"], version=table.version, reason="Sai")
    desk(people["data officer"])
    assert ODD_RANK in client.get(f"{import_url(edition)}?again={table.pk}").content.decode()


def test_a_token_of_another_person_or_a_changed_one_enters_nothing(desk, people, edition):
    _page, token = previewed(desk(people["data officer"]), edition)
    colleague = people["other author"]
    colleague.groups.set(people["data officer"].groups.all())
    desk(colleague).post(import_url(edition), source(token))
    desk(people["data officer"]).post(import_url(edition), source(token[:-3] + "xyz"))
    assert not SourceTable.objects.exists()


def test_a_table_needs_its_source(desk, people, edition):
    client = desk(people["data officer"])
    _page, token = previewed(client, edition)
    response = client.post(import_url(edition), source(token, source_vi=""))
    assert response.status_code == 200
    assert not SourceTable.objects.exists()


def test_whoever_may_not_enter_sees_no_import(desk, people, edition):
    for name in ("author", "reviewer", "publisher", "administrator"):
        assert desk(people[name]).get(import_url(edition)).status_code == 403


def test_nobody_approves_what_they_entered(desk, people, entered):
    officer = people["data officer"]
    officer.groups.add(*people["publisher"].groups.all())
    response = desk(officer).post(
        reverse("admin:official_sourcetable_approve", args=[entered.pk]),
        {"version": entered.version},
    )
    assert response.status_code == 200
    assert SourceTable.objects.get().status == EntryState.PENDING


def test_a_rejection_needs_a_reason_and_tells_who_entered(desk, people, entered):
    client, url = (
        desk(people["reviewer"]),
        reverse("admin:official_sourcetable_reject", args=[entered.pk]),
    )
    client.post(url, {"version": entered.version, "reason": " "})
    assert SourceTable.objects.get().status == EntryState.PENDING
    client.post(url, {"version": entered.version, "reason": "Sai nguồn"})
    assert SourceTable.objects.get().status == EntryState.REJECTED
    notice = Notice.objects.get(recipient=people["data officer"], reason=Notice.Kind.SENT_BACK)
    response = desk(people["data officer"]).get(reverse("admin:notice", args=[notice.pk]))
    assert response["Location"] == admin_url(entered, "record")


def test_taking_back_removes_the_rows_too(desk, people, entered):
    client = desk(people["data officer"])
    address = reverse("admin:official_sourcetable_take_back", args=[entered.pk])
    asked = client.post(address).content.decode()
    assert "Kết quả theo tỉnh bị mất theo: 4" in asked
    assert "Kết quả PCI 2016" in asked
    assert "bản 2017" in asked
    assert PciResult.objects.count() == 4
    client.post(address, {"confirmed": "1"})
    assert not SourceTable.objects.exists()
    assert not PciResult.objects.exists()
    assert not PciScore.objects.exists()


def test_nobody_else_takes_it_back_and_nobody_what_counts(desk, people, entered):
    url = reverse("admin:official_sourcetable_take_back", args=[entered.pk])
    assert desk(people["publisher"]).post(url).status_code == 403
    ledger.approve(entered, by=people["publisher"], version=entered.version)
    desk(people["data officer"]).post(url)
    assert PciResult.objects.count() == 4


def test_whoever_approves_reads_every_figure(desk, people, entered):
    page = desk(people["reviewer"]).get(admin_url(entered, "record")).content.decode()
    head, *rows = page.split('<table class="entries">', 1)[1].split("</tr>")
    assert re.findall(r">([^<]+)</th>", head)[1:] == [
        "Hạng",
        "Điểm",
        "Gia nhập thị trường",
        "Tiếp cận đất đai",
    ]
    figures = {
        re.search('<th scope="row">([^<]+)', row)[1]: re.findall(r'figures">([^<]+)<', row)
        for row in rows[:4]
    }
    assert figures["Thái Bình"] == ["3", "57,72", "8,77", "2,774"]
    assert figures["Thừa Thiên Huế"] == ["2", "59,68", "–", "–"]


def test_it_waits_in_the_inbox_of_those_who_approve(desk, people, entered):
    for name, shown in (("publisher", True), ("data officer", True), ("translator", False)):
        home = desk(people[name]).get("/admin/").content.decode()
        assert (admin_url(entered, "record") in home) is shown


def test_the_pages_of_a_table_and_of_the_check_list_both_values(desk, people, entered):
    ledger.approve(entered, by=people["publisher"], version=entered.version)
    # 57.72 is published; 8.77 and 2.774, each half, make 57.72.
    PciScore.objects.filter(code="land_access").update(score="2.000")
    for url in (reverse("admin:pci_pciedition_check"), admin_url(entered, "record")):
        page = desk(people["reviewer"]).get(url).content.decode()
        row = page.split('class="differs"', 1)[1].split("</tr>", 1)[0]
        assert re.findall(r'figures">([^<]+)<', row) == ["57,72", "53,85", "3,87"]
    assert "bản 2017" in page


def test_the_check_says_that_a_table_waits(desk, people, entered):
    address = reverse("admin:pci_pciedition_check")
    client, link = desk(people["reviewer"]), f'<a href="{admin_url(entered, "record")}">'
    page = client.get(address).content.decode()
    assert f'{link}{entered}</a> <span class="chip chip--pending">Chờ duyệt</span>' in page
    assert "Chưa có kết quả." not in page
    ledger.approve(entered, by=people["publisher"], version=entered.version)
    page = client.get(address).content.decode()
    assert link in page
    assert "Chờ duyệt" not in page


def test_without_a_difference_the_check_lists_none(desk, people, entered):
    ledger.approve(entered, by=people["publisher"], version=entered.version)
    page = desk(people["reviewer"]).get(reverse("admin:pci_pciedition_check"))
    assert "differs" not in page.content.decode()


def test_the_list_of_tables_tells_the_day_of_entering_as_it_was_here(desk, people, entered):
    SourceTable.objects.update(entered_at=datetime(2022, 11, 28, 20, tzinfo=UTC))
    page = desk(people["reviewer"]).get(reverse("admin:official_sourcetable_changelist"))
    assert "<small>29/11/2022</small>" in page.content.decode()


def test_the_list_of_tables_names_publisher_and_document(desk, people, entered):
    SourceTable.objects.update(vintage="github.com/somebody, 7d6415f")
    client = desk(people["reviewer"])
    page = client.get(reverse("admin:official_sourcetable_changelist")).content.decode()
    row = page.split('class="headline"', 1)[1].split("</tr>", 1)[0]
    assert re.findall(r'field-(?:publisher|source)_vi">([^<]+)<', row) == ["VCCI", "Báo cáo PCI"]
    assert "7d6415f" not in page
    assert "7d6415f" in client.get(admin_url(entered, "record")).content.decode()


# --- what an edition lacks ----------------------------------------------------------------


def checklist(client, edition=None, **typed):
    """What the form of an edition says is missing, with what is typed in it."""
    address = admin_url(edition) if edition else reverse("admin:pci_pciedition_add")
    data = forms.shown(client.get(address)) | typed
    pk = edition.pk if edition else 0
    response = client.post(reverse("admin:pci_pciedition_checklist", args=[pk]), data)
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", response.content.decode()))


def draft(people):
    made = PciEdition(year=2024, title_vi="PCI 2024", created_by=people["data officer"])
    made.skip_history_when_saving = True
    made.save()
    del made.skip_history_when_saving
    workflow.record_edit(made, by=people["data officer"])
    return made


def results(people, edition, score=60):
    """A table with one result of an edition, which waits."""
    home = AdministrativeUnit.objects.get(code="34")
    values = {"effective_on": date(2024, 12, 31), "number": "PCI-1", "source_vi": "VCCI"}
    return entering.enter(
        edition,
        {"computed": False, "lines": [[home.pk, str(score), 1, "", {}]], "warned": []},
        by=people["data officer"],
        title_vi="Kết quả PCI 2024",
        title_en="",
        publisher_vi="VCCI",
        publisher_en="",
        **values,
    )


def test_the_year_is_starred_and_named_as_missing(desk, people):
    client = desk(people["data officer"])
    add = client.get(reverse("admin:pci_pciedition_add")).content.decode()
    assert ">Năm *:</label>" in add
    told = checklist(client, title_vi="PCI 2024")
    assert "Còn thiếu: năm." in told
    assert "Không còn thiếu gì để công bố" not in told
    assert "Còn thiếu" not in checklist(client, title_vi="PCI 2024", year="2024")


def test_a_year_that_was_emptied_is_missing(desk, people):
    made = draft(people)
    client = desk(people["data officer"])
    assert "Còn thiếu: năm." in checklist(client, made, year="")


def test_what_a_row_lacks_is_named(desk, people):
    rows = {"subindices-TOTAL_FORMS": 3, "subindices-0-position": 0, "subindices-0-weight": 5,
            "subindices-1-code": "a", "subindices-1-position": 0,
            "subindices-2-name_vi": "Đất đai", "subindices-2-position": ""}  # fmt: skip
    client = desk(people["data officer"])
    told = checklist(client, title_vi="PCI 2024", year="2024", **rows)
    assert "Chỉ số thành phần số 1 còn thiếu: tên (Tiếng Việt)." in told
    assert "Chỉ số thành phần số 3 còn thiếu: thứ tự." in told
    assert "số 2" not in told
    rows |= {"subindices-0-DELETE": "on", "subindices-2-DELETE": "on"}
    assert "còn thiếu" not in checklist(client, title_vi="PCI 2024", year="2024", **rows)


def added(client, edition, *names):
    """The codes of the sub-indices of an edition after its form was saved with these names."""
    data = forms.shown(client.get(admin_url(edition)))
    rows = {"subindices-TOTAL_FORMS": len(names)}
    for at, name in enumerate(names):
        rows |= {f"subindices-{at}-name_vi": name, f"subindices-{at}-position": at}
    client.post(admin_url(edition), data | rows)
    return list(edition.subindices.values_list("name_vi", "code"))


def test_the_code_of_a_sub_index_is_made_from_its_name(desk, people, edition):
    SubIndex.objects.filter(code="land_access").update(name_vi="Đất đai và mặt bằng")
    names = {
        "Chi phí thời gian": "time_costs",  # as VCCI has called it
        "Đất đai và mặt bằng": "land_access",  # as in an earlier edition
        "Chuyển đổi số": "chuyen-doi-so",
    }
    found = added(desk(people["data officer"]), draft(people), *names)
    assert dict(found) == names


def test_an_edition_without_results_says_so_when_it_is_submitted(desk, people):
    client, made = desk(people["data officer"]), draft(people)
    data = {"name": "submit", "version": made.version}
    page = client.post(admin_url(made, "record"), data, follow=True).content.decode()
    made.refresh_from_db()
    assert made.status == "review"
    assert (
        "“PCI 2024” đang chờ duyệt. Cần biết trước khi công bố: "
        "Chưa có kết quả nào được duyệt." in re.sub(r"\s+", " ", page)
    )


def test_a_title_or_an_address_of_another_year_is_remarked(desk, people):
    made = draft(people)
    PciEdition.rows.filter(pk=made.pk).update(year=2025, slug_vi="pci-2024", title_en="The PCI")
    page = html.unescape(
        desk(people["data officer"]).get(admin_url(made, "record")).content.decode()
    )
    for text, shown in (("PCI 2024", True), ("pci-2024", True), ("The PCI", False)):
        assert (f"“{text}” không nêu năm của kỳ này, 2025." in page) is shown


def test_an_edition_says_which_results_it_has(desk, people, edition):
    made = draft(people)
    officer, reader = desk(people["data officer"]), desk(people["reviewer"])
    nothing = "Chưa có kết quả nào được duyệt"
    assert f"{nothing}." in checklist(officer, made)
    assert "Không còn thiếu gì" not in checklist(officer, made)
    table = results(people, made)
    told = checklist(officer, made)
    assert f"{nothing}; 1 bảng đang chờ duyệt." in told
    articles.step(made, "submit", people["data officer"])
    page = reader.get(admin_url(made, "record")).content.decode()
    assert f"{nothing}; 1 bảng đang chờ duyệt." in page
    assert f'<a href="{admin_url(table, "record")}">Kết quả PCI 2024</a>' in page
    ledger.approve(table, by=people["publisher"], version=table.version)
    page = reader.get(admin_url(made, "record")).content.decode()
    assert "Đang tính kết quả đã duyệt của 1 địa phương." in page
    assert nothing not in page
    # Nothing of it is said of another edition.
    assert f"{nothing}." in reader.get(admin_url(edition, "record")).content.decode()


def test_a_working_copy_speaks_of_the_results_of_its_edition(desk, people, edition):
    table = results(people, edition)
    ledger.approve(table, by=people["publisher"], version=table.version)
    copy = workflow.open_copy(edition, by=people["data officer"])
    assert "Không còn thiếu gì để công bố" in checklist(desk(people["data officer"]), copy)


def test_of_no_province_there_is_no_number(desk, people, edition):
    made = draft(people)
    PciEdition.objects.filter(pk=made.pk).update(ranks_published_to=30)
    address = reverse("admin:pci_pciedition_preview", args=[made.pk, "vi"])
    page = desk(people["reviewer"]).get(address).content.decode()
    assert "dữ liệu của cổng chưa có địa phương nào." in page
    assert "0 địa phương trong số đó" not in page.replace("30 địa phương", "")


# --- what the import says of itself -------------------------------------------------------


def test_a_file_with_errors_names_the_sheet_that_was_read(desk, people, edition):
    file = workbook([["Tỉnh", "PCI"], ["Atlantis", 50]])
    page = desk(people["data officer"]).post(import_url(edition), {"file": file})
    assert "Trang tính: Sheet." in page.content.decode()


def test_what_a_table_needs_is_starred_and_asked_for_in_vietnamese(desk, people, edition):
    client = desk(people["data officer"])
    page, token = previewed(client, edition)
    for label in ("Ngày công bố", "Văn bản nguồn"):
        assert re.search(f"<label[^>]*>{label} \\*:?</label>", page), label
    assert re.search("<form[^>]* novalidate>", page)
    response = client.post(import_url(edition), source(token, source_vi="", effective_on=""))
    assert response.content.decode().count("Trường này là bắt buộc.") == 2
    response = client.post(import_url(edition), {"file": ""})
    assert response.content.decode().count("Trường này là bắt buộc.") == 1


# --- rejected --------------------------------------------------------------------------


def rejected(table, people):
    return ledger.reject(table, by=people["publisher"], version=table.version, reason="Sai nguồn")


def again_url(client, table):
    """Where the page of a table leads to enter it again; "" where it does not."""
    page = client.get(admin_url(table, "record")).content.decode()
    link = re.search(r'href="([^"]*\?again=[^"]*)"', page)
    return html.unescape(link[1]) if link else ""


def told_of(table):
    results = PciResult.objects.filter(table=table).order_by("province__code")
    return [
        (row.score, row.rank, row.rank_is_computed, row.tier,
         {one.code: one.score for one in row.scores.all()})
        for row in results
    ]  # fmt: skip


def test_a_rejected_table_is_entered_again_with_what_was_entered(desk, people, edition, entered):
    rejected(entered, people)
    client = desk(people["data officer"])
    response = client.get(again_url(client, entered))
    page = response.content.decode()
    assert "Sai nguồn" in page
    assert 'value="Kết quả PCI 2016"' in page
    assert 'value="31/12/2016"' in page
    assert "57,72" in page
    token = response.context_data["source"]["data"].value()
    client.post(again_url(client, entered), source(token, source_vi="Báo cáo PCI 2016"))
    table = SourceTable.objects.get(status=EntryState.PENDING)
    assert (table.source_vi, table.vintage) == ("Báo cáo PCI 2016", "bản 2017")
    assert told_of(table) == told_of(entered)
    assert SourceTable.objects.get(pk=entered.pk).status == EntryState.REJECTED


def test_another_file_is_entered_under_the_rejected_source(desk, people, edition, entered):
    rejected(entered, people)
    client = desk(people["data officer"])
    page = client.get(again_url(client, entered)).content.decode()
    other = html.unescape(re.search(r'href="([^"]*again=[^"]*)"', page)[1])
    assert "Sai nguồn" in client.get(other).content.decode()
    response = client.post(other, {"file": csv_file(GOOD.replace("57.72", "57.73"))})
    form = response.context_data["source"]
    assert form["vintage"].value() == "bản 2017"
    client.post(other, source(form["data"].value()))
    table = SourceTable.objects.get(status=EntryState.PENDING)
    assert told_of(table)[0][0] == Decimal("57.730")


def test_only_ones_own_rejected_table_is_entered_again(desk, people, edition, entered):
    address = f"{import_url(edition)}?again={entered.pk}"
    client = desk(people["data officer"])
    assert again_url(client, entered) == ""
    assert client.get(address).status_code == 404
    rejected(entered, people)
    assert client.get(address).status_code == 200
    assert client.get(f"{import_url(edition)}?again=1x").status_code == 404
    fdi = reverse("admin:official_sourcetable_import")
    assert client.get(f"{fdi}?again={entered.pk}").status_code == 404
    colleague = people["other author"]
    colleague.groups.set(people["data officer"].groups.all())
    client = desk(colleague)
    assert again_url(client, entered) == ""
    assert client.get(address).status_code == 404


# --- a later table of an edition that is public ------------------------------------------

LATER = (
    "Tỉnh,PCI,Xếp hạng,Gia nhập thị trường,land_access\n"
    "Thái Bình,57.72,3,8.77,2.775\n"
    "TT Huế,60.15,1,,\n"
    "BRVT,60.1,2,,\n"
)


def hidden(response):
    found = re.findall(
        r'<input type="hidden" name="(\w+)" value="([^"]*)"', response.content.decode()
    )
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def approval(client, table, **more):
    address = reverse("admin:official_sourcetable_approve", args=[table.pk])
    return client.post(address, {"version": table.version} | more)


def test_a_later_table_shows_what_it_changes_before_it_is_entered(desk, people, edition, entered):
    ledger.approve(entered, by=people["publisher"], version=entered.version)
    page, _token = previewed(desk(people["data officer"]), edition, LATER)
    told = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", html.unescape(page)))
    assert f"Bảng này thay “{entered}”, là bảng hiện đang được tính." in told
    assert "Thái Bình: Tiếp cận đất đai 2,774 → 2,775" in told
    assert "Thừa Thiên Huế: Hạng 2 → 1; Điểm 59,68 → 60,15" in told
    assert "Không còn trong bảng: Hồ Chí Minh." in told
    assert "Thái Bình 3 57,72 8,77 2,775 trước là 2,774" in told


def test_a_first_table_changes_nothing_and_is_approved_at_once(desk, people, edition, entered):
    page = desk(people["publisher"]).get(admin_url(entered, "record")).content.decode()
    assert "trước là" not in page
    assert "Duyệt…" not in page
    assert approval(desk(people["publisher"]), entered).status_code == 302


def test_public_results_change_after_a_question_that_names_them(desk, people, edition, entered):
    ledger.approve(entered, by=people["publisher"], version=entered.version)
    client = desk(people["data officer"])
    _page, token = previewed(client, edition, LATER)
    client.post(import_url(edition), source(token))
    later = SourceTable.objects.pending().get()

    client = desk(people["publisher"])
    asked = approval(client, later, told=hidden(client.get(admin_url(later, "record")))["told"])
    assert asked.status_code == 200
    assert "Thừa Thiên Huế: Hạng 2 → 1; Điểm 59,68 → 60,15" in asked.content.decode()
    later.refresh_from_db()
    assert later.is_pending

    assert approval(client, later, **hidden(asked)).status_code == 302
    hue = AdministrativeUnit.objects.get(code="46")
    (standing,) = questions.standings(hue, questions.read())
    assert (standing.score, standing.rank) == (Decimal("60.150"), 1)
    # Who reads the table afterwards sees what it changed then.
    page = client.get(admin_url(later, "record")).content.decode()
    assert "trước là 59,68" in page


def test_what_another_table_changed_meanwhile_is_shown_anew(desk, people, edition, entered):
    ledger.approve(entered, by=people["publisher"], version=entered.version)
    client = desk(people["data officer"])
    tables = []
    for file in (LATER, LATER.replace("60.15", "60.25")):
        _page, token = previewed(client, edition, file)
        client.post(import_url(edition), source(token))
        tables.append(SourceTable.objects.pending().latest("pk"))
    client = desk(people["publisher"])
    told = hidden(client.get(admin_url(tables[0], "record")))["told"]
    ledger.approve(tables[1], by=people["publisher"], version=tables[1].version)
    page = approval(client, tables[0], told=told, confirmed=1)
    assert page.status_code == 200
    assert "nên chưa có gì được thực hiện" in page.content.decode()
    tables[0].refresh_from_db()
    assert tables[0].is_pending


# --- how far down an edition was published -----------------------------------------------

BEYOND = (
    "Kỳ PCI ghi “công bố đến hạng {}”, nhưng kết quả có đến hạng {}. Hãy sửa ở kỳ PCI trước: để "
    "trống nếu công bố tất cả."
)


def limited(edition, last):
    PciEdition.rows.filter(pk=edition.pk).update(ranks_published_to=last)
    edition.refresh_from_db()


def test_a_new_edition_does_not_inherit_how_far_down_the_last_was_published(desk, people, edition):
    limited(edition, 2)
    client = desk(people["data officer"])
    page = client.post(reverse("admin:pci_pciedition_begin"), follow=True).content.decode()
    assert PciEdition.objects.get(year=2017).ranks_published_to is None
    assert (
        "“PCI 2016” chỉ công bố đến hạng 2: hãy ghi kỳ này công bố đến hạng nào, trừ khi đã công "
        "bố tất cả."
    ) in page


def test_results_beyond_how_far_down_an_edition_was_published_are_not_read(edition):
    limited(edition, 2)
    assert read(edition, csv_file(GOOD))[0].problems == [BEYOND.format(2, 3)]
    unranked = "Tỉnh,PCI\nThái Bình,57.72\nHuế,59.68\nBRVT,60.1\n"
    assert read(edition, csv_file(unranked))[0].problems == [
        "Kỳ PCI ghi “công bố đến hạng 2”, nhưng kết quả có điểm của 3 địa phương. Hãy sửa ở kỳ PCI "
        "trước: để trống nếu công bố tất cả."
    ]
    tied = "Tỉnh,PCI,Hạng\nThái Bình,59.68,2\nHuế,59.68,2\nBRVT,60.1,1\n"
    assert read(edition, csv_file(tied))[0].problems == []


def test_an_edition_limited_after_the_preview_takes_no_results_beyond(desk, people, edition):
    client = desk(people["data officer"])
    _page, token = previewed(client, edition)
    limited(edition, 2)
    page = client.post(import_url(edition), source(token)).content.decode()
    assert BEYOND.format(2, 3) in page
    assert not SourceTable.objects.exists()


def test_results_beyond_are_not_approved(desk, people, edition, entered):
    limited(edition, 2)
    client, url = desk(people["publisher"]), reverse(
        "admin:official_sourcetable_approve", args=[entered.pk]
    )  # fmt: skip
    page = client.post(url, {"version": entered.version}).content.decode()
    assert BEYOND.format(2, 3) in page
    assert not PciResult.objects.counted().exists()
    limited(edition, None)
    client.post(url, {"version": entered.version})
    assert PciResult.objects.counted().count() == 4


def test_an_edition_that_contradicts_its_results_is_not_published(desk, people, edition, entered):
    ledger.approve(entered, by=people["publisher"], version=entered.version)
    copy = workflow.open_copy(edition, by=people["data officer"])
    limited(copy, 2)
    assert BEYOND.format(2, 3) in checklist(desk(people["data officer"]), copy)
    articles.step(copy, "submit", people["data officer"])
    with pytest.raises(ValidationError) as refused:
        articles.step(copy, "publish", people["publisher"])
    assert refused.value.messages == [BEYOND.format(2, 3)]
