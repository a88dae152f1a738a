from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from portal.text import display

EVENING = datetime(2022, 11, 29, 18, 5, tzinfo=UTC)  # five past one, the next day here


def test_it_writes_dates():
    assert display.date(date(2022, 11, 30), "vi") == "30/11/2022"
    assert display.date(date(2022, 11, 3), "vi") == "03/11/2022"
    assert display.date(date(2022, 11, 30), "en") == "30 November 2022"
    assert display.date(date(2022, 11, 3), "en") == "3 November 2022"


def test_it_writes_the_local_day_of_a_moment():
    assert display.date(EVENING, "vi") == "30/11/2022"


def test_it_writes_moments_in_local_time():
    assert display.datetime_(EVENING, "vi") == "01:05 30/11/2022"
    assert display.datetime_(EVENING, "en") == "30 November 2022, 01:05"


@pytest.mark.parametrize(
    ("value", "decimals", "vi", "en"),
    [
        (Decimal("1628.89"), None, "1.628,89", "1,628.89"),
        (Decimal("1628.890"), None, "1.628,890", "1,628.890"),
        (146422, None, "146.422", "146,422"),
        (Decimal("-0.5"), 0, "−1", "−1"),
        (Decimal("2.5"), 0, "3", "3"),
        (Decimal("67.8"), 2, "67,80", "67.80"),
        (Decimal("1E+3"), None, "1.000", "1,000"),
        (0, None, "0", "0"),
    ],
)
def test_it_writes_numbers(value, decimals, vi, en):
    assert display.number(value, "vi", decimals) == vi
    assert display.number(value, "en", decimals) == en


@given(st.decimals(places=4, min_value=-(10**20), max_value=10**20))
def test_no_digit_is_lost(value):
    written = display.number(value, "vi")
    assert Decimal(written.replace(".", "").replace(",", ".").replace("−", "-")) == value


@pytest.mark.parametrize(
    ("size", "vi", "en"),
    [
        (0, "0 B", "0 B"),
        (1023, "1023 B", "1023 B"),
        (412 * 1024, "412 KB", "412 KB"),
        (2**20 - 1, "1.023 KB", "1,023 KB"),
        (1_153_434, "1,1 MB", "1.1 MB"),
        (3 * 2**30, "3.072,0 MB", "3,072.0 MB"),
    ],
)
def test_it_writes_file_sizes(size, vi, en):
    assert display.file_size(size, "vi") == vi
    assert display.file_size(size, "en") == en


@pytest.mark.parametrize(
    ("heading", "shown"),
    [
        ("Đầu tư vào Thái Bình", "Đầu tư vào Thái~Bình"),
        ("TP. Hồ Chí Minh đứng đầu với 28%", "TP. Hồ~Chí~Minh đứng~đầu với 28%"),
        ("vốn mới gấp đôi", "vốn mới gấp~đôi"),
        ("FDI 11 tháng", "FDI 11 tháng"),
    ],
)
def test_words_of_a_heading_stay_together(heading, shown):
    assert display.joined(heading, "vi") == shown.replace("~", "\N{NO-BREAK SPACE}")
    assert display.joined(heading, "en") == heading


def test_a_heading_that_is_markup_stays_markup():
    kept = display.joined(Markup("Vốn &amp; dự án"), "vi")
    assert escape(kept) == "Vốn &amp; dự\N{NO-BREAK SPACE}án"
