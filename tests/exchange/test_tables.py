from decimal import Decimal

import pytest
from django.utils import translation

from portal.exchange.errors import TableError
from portal.exchange.tables import Sheet, understand

pytestmark = pytest.mark.usefixtures("english")


def table(*rows, merged=(), headings=(), tolerant=False):
    """The table in rows numbered from 1."""
    found = Sheet("Bảng", [(n, list(row)) for n, row in enumerate(rows, 1)], merged)
    return understand(found, headings, tolerant=tolerant)


def refusal(*rows, **options):
    with translation.override("en"), pytest.raises(TableError) as caught:
        table(*rows, **options)
    return caught.value.code, str(caught.value)


def headings(found):
    return [heading.text for heading in found.headings]


ONE, TWO = Decimal(1), Decimal(2)


def test_titles_above_the_heading_are_skipped_and_said():
    found = table(["BẢNG DỰ ÁN"], [None], ["Tên", "Vốn"], ["A", ONE])
    assert found.header_rows == (3,)
    assert [row.values for row in found.rows] == [("A", ONE)]
    assert [skipped.number for skipped in found.skipped] == [1]


def test_known_headings_find_themselves_below_a_letterhead():
    rows = (["UBND TỈNH", "CỘNG HÒA XÃ HỘI"], ["TEN DU AN", "Vốn"], ["A", ONE])
    assert headings(table(*rows, headings=["Tên dự án", "Vốn"])) == ["TEN DU AN", "Vốn"]
    assert refusal(*rows, headings=["Số giấy chứng nhận", "Ngày"])[0] == "no_heading"


def test_a_heading_of_two_rows_is_joined():
    found = table(
        ["STT", "Vốn đầu tư", None, "Giải ngân", None],
        [None, "Triệu USD", "Triệu đồng", Decimal(2021), Decimal(2022)],
        [ONE, TWO, ONE, TWO, ONE],
        merged=["A1:A2", "B1:C1", "D1:E1"],
    )
    assert headings(found) == [
        "STT",
        "Vốn đầu tư / Triệu USD",
        "Vốn đầu tư / Triệu đồng",
        "Giải ngân / 2021",
        "Giải ngân / 2022",
    ]
    assert found.header_rows == (1, 2)
    assert [row.number for row in found.rows] == [3]


def test_the_upper_row_alone_finds_a_known_heading_of_two_rows():
    found = table(
        ["Sở", "Tỉnh"],
        ["Tên", "Vốn", None],
        [None, "USD", "VND"],
        ["A", ONE, TWO],
        merged=["A2:A3", "B2:C2"],
        headings=["Tên", "Vốn / USD", "Vốn / VND"],
    )
    assert headings(found) == ["Tên", "Vốn / USD", "Vốn / VND"]


def test_a_merged_heading_without_parts_is_refused():
    assert refusal(["Tên", "Vốn", None], ["A", ONE, TWO], merged=["B1:C1"])[0] == "unclear_heading"
    blank = (["Tên", "Vốn", None], [None, None, "VND"], ["A", ONE, TWO])
    assert refusal(*blank, merged=["B1:C1"]) == (
        "unclear_heading",
        "The merged heading at B1:C1 cannot be read: unmerge it and name each column.",
    )


def test_equal_headings_are_refused():
    assert refusal(["Tên", "Vốn", "VỐN"], ["A", ONE, TWO]) == (
        "same_heading",
        "Columns B, C have the same heading: each needs its own.",
    )


def test_values_under_no_heading_are_named():
    assert refusal(["Tên", None, "Vốn"], ["A", "B", ONE], ["A", None, ONE, "x"]) == (
        "nameless",
        "Cells B2, D3 have no heading above them: name the column or empty them.",
    )


def test_a_column_without_heading_and_values_is_left_out():
    found = table(["Tên", None, "Vốn"], ["A", None, ONE])
    assert [heading.letters for heading in found.headings] == ["A", "C"]
    assert found.address(found.rows[0], 1) == "C2"


@pytest.mark.parametrize("word", ["Tổng cộng", "TỔNG CỘNG:", "Cộng", "Total", "Tổng số"])
def test_totals_at_the_end_are_skipped_and_said(word):
    found = table(["Tên", "Vốn", "Năm"], ["A", ONE, TWO], [None], [word, TWO, None], ["Tổng", "5"])
    assert [row.values for row in found.rows] == [("A", ONE, TWO)]
    assert [skipped.number for skipped in found.skipped] == [4, 5]


def test_a_company_called_total_and_a_total_in_between_are_rows():
    rows = (["Tên", "Nước", "Vốn"], ["Cộng", None, ONE], ["A", "Pháp", ONE], ["Total", "Pháp", ONE])
    assert [row.number for row in table(*rows).rows] == [2, 3, 4]


def test_the_total_may_be_merged():
    found = table(["STT", "Tên", "Vốn"], [ONE, "A", ONE], ["Cộng", None, ONE], merged=["A3:B3"])
    assert [row.number for row in found.rows] == [2]


def test_merged_cells_among_the_rows_are_named():
    assert refusal(["Tên", "Vốn"], ["A", ONE], [None, TWO], merged=["A2:A3"]) == (
        "merged",
        "Cells A2:A3 are merged: unmerge them and fill in every row.",
    )


def test_a_row_that_numbers_the_columns_is_skipped_and_said():
    found = table(["Tên", "Vốn", "Năm"], ["(1)", "(2)", "(3)"], ["A", ONE, TWO])
    assert [row.number for row in found.rows] == [3]
    assert [skipped.number for skipped in found.skipped] == [2]
    assert len(table(["Tên", "Vốn", "Năm"], ["A", TWO, ONE]).rows) == 1


def test_a_table_without_rows_is_refused():
    assert refusal(["Tên", "Vốn"])[0] == "no_rows"
    assert refusal(["Tên", "Vốn"], ["Tổng", ONE])[0] == "no_rows"
    assert refusal()[0] == "no_heading"
