from datetime import date, datetime, time
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from portal.exchange.dates import (
    DateError,
    parse_date,
    parse_hour,
    parse_moment,
    parse_year,
    show_date,
)
from portal.exchange.numbers import AmbiguousNumber, NumberError, parse_number, show_number
from portal.text import display

pytestmark = pytest.mark.usefixtures("english")

LANGUAGES = ("vi", "en")
NUMBERS = st.decimals(min_value=-(10**15), max_value=10**15, places=6) | st.integers(
    -(10**20), 10**20
).map(Decimal)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.628,89", "1628.89"),
        ("1,628.89", "1628.89"),
        ("1 628,89", "1628.89"),
        ("1 628.89", "1628.89"),
        ("1\u00a0628,89", "1628.89"),
        ("1\u202f628\u2009000", "1628000"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1.234,567", "1234.567"),
        ("1,234.567", "1234.567"),
        ("67 812,345", "67812.345"),
        ("67812", "67812"),
        ("67,8120", "67.812"),
        ("0.812", "0.812"),
        ("0,812", "0.812"),
        ("1234,567", "1234.567"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("-12,50", "-12.5"),
        ("\u221212,5", "-12.5"),
        ("- 12,5", "-12.5"),
        ("+7", "7"),
        ("-0", "0"),
        ("  42 ", "42"),
        ("１．２３４，５", "1234.5"),
        ("1000000000000000000000000001", "1000000000000000000000000001"),
    ],
)
def test_it_reads_both_ways_of_writing_in_either_language(text, value):
    for language in LANGUAGES:
        assert str(parse_number(text, language=language)) == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (1628.89, "1628.89"),
        (0.1, "0.1"),
        (67.812, "67.812"),
        (67812, "67812"),
        (1e22, "10000000000000000000000"),
        (Decimal("1628.890"), "1628.89"),
        (Decimal("1E+3"), "1000"),
    ],
)
def test_a_cell_that_is_a_number_is_exact(cell, value):
    assert str(parse_number(cell)) == value


@pytest.mark.parametrize("text", ["67.812", "1,234", "1.000", "999,999", "-67.812", "６７．８１２"])
def test_what_reads_two_ways_is_refused_with_both_readings_that_can_be_typed(text):
    for language in LANGUAGES:
        with translation.override(language), pytest.raises(AmbiguousNumber) as caught:
            parse_number(text)
        params = caught.value.params
        shown = {parse_number(params["fraction"]), parse_number(params["whole"])}
        digits = text.translate(str.maketrans("６７．８１２", "67.812"))
        assert shown == {
            Decimal(digits.replace(",", ".")),
            Decimal(digits.replace(",", "").replace(".", "")),
        }
        assert params["fraction"] in str(caught.value)
        assert params["whole"] in str(caught.value)


def test_the_readings_are_written_in_the_users_way():
    with pytest.raises(AmbiguousNumber) as vietnamese:
        parse_number("67.812", language="vi")
    with pytest.raises(AmbiguousNumber) as english:
        parse_number("67.812", language="en")
    expected = {"text": "67.812", "whole": "67812"}
    assert vietnamese.value.params == {**expected, "fraction": "67,8120"}
    assert english.value.params == {**expected, "fraction": "67.8120"}


@given(whole=st.integers(1, 999), rest=st.integers(0, 999), mark=st.sampled_from(".,"))
def test_every_text_that_reads_two_ways_is_refused(whole, rest, mark):
    with pytest.raises(AmbiguousNumber):
        parse_number(f"{whole}{mark}{rest:03}")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "missing"),
        (" \u00a0", "missing"),
        ("(5)", "brackets"),
        ("abc", "invalid"),
        ("1e5", "invalid"),
        ("NaN", "invalid"),
        ("inf", "invalid"),
        ("5%", "invalid"),
        ("5-", "invalid"),
        ("--5", "invalid"),
        (",5", "invalid"),
        ("5,", "invalid"),
        ("10²", "invalid"),
        ("½", "invalid"),
        ("١٢", "invalid"),
        ("12.34.56", "invalid"),
        ("1.2345,6", "invalid"),
        ("1 628.000,5", "invalid"),
        ("0.812.345", "invalid"),
        ("1'000", "invalid"),
        ("0x1f", "invalid"),
        ("1_000", "invalid"),
        ("5 triệu", "scale"),
        ("1.500.000 USD", "unit"),
        ("9" * 200, "invalid"),
        ("9" * 29, "digits"),
        ("0," + "0" * 28 + "1", "digits"),
        (float("nan"), "invalid"),
        (float("inf"), "invalid"),
        (Decimal("NaN"), "invalid"),
        (Decimal("1E+999999"), "digits"),
        (10**4000, "digits"),
        (1e300, "digits"),
        (True, "invalid"),
        (date(2022, 11, 30), "invalid"),
        (None, "invalid"),
    ],
)
def test_it_refuses_what_is_no_plain_number(text, code):
    with pytest.raises(NumberError) as caught:
        parse_number(text)
    assert caught.value.code == code


def test_a_refusal_is_a_value_error_whose_text_is_the_sentence():
    with translation.override("en"), pytest.raises(ValueError, match="“abc” is not a number") as no:
        parse_number("abc")
    assert str(no.value) == "“abc” is not a number: write digits alone, as 1.628,89 or 1,628.89."


def test_a_refused_unit_or_short_year_says_what_to_write():
    said = []
    for parse, text in ((parse_number, "67,81 triệu"), (parse_number, "1.500.000 USD"),
                        (parse_date, "5/1/22")):  # fmt: skip
        with translation.override("vi"), pytest.raises(ValueError) as caught:  # noqa: PT011
            parse(text)
        with translation.override("vi"):
            said.append(str(caught.value))
    assert said == [
        "“67,81 triệu” có chữ “triệu”: chỉ viết chữ số, là 67.810.000; nếu ở đây tính bằng đơn vị "
        "đó thì viết 67,81.",
        "“1.500.000 USD”: chỉ viết chữ số, không kèm đơn vị: 1.500.000.",
        "“5/1/22”: hãy viết năm đủ bốn chữ số, ví dụ 5/1/2022.",
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("USD 1.500.000", "unit"),
        ("US$ 1.500.000", "unit"),
        ("1.500.000 đô la Mỹ", "unit"),
        ("1.500.000 đô-la", "unit"),
        ("67,81 tr.USD", "scale"),
        ("USD 67,81 triệu", "scale"),
        ("67,81 tỷ đồng", "scale"),
        ("triệu USD", "invalid"),
    ],
)
def test_whatever_way_a_unit_is_written_it_is_named(text, code):
    with pytest.raises(NumberError) as caught:
        parse_number(text)
    assert caught.value.code == code


def test_decimals_beyond_the_places_are_refused_not_rounded():
    assert parse_number("1,50", places=1) == Decimal("1.5")
    for value in ("1,55", 1.55, Decimal("1.55")):
        with pytest.raises(NumberError) as caught:
            parse_number(value, places=1)
        assert caught.value.code == "places"


@given(value=NUMBERS, language=st.sampled_from(LANGUAGES))
def test_what_is_shown_reads_back_as_the_same_number(value, language):
    assert parse_number(show_number(value, language), language=language) == value


@given(
    value=st.decimals(min_value=-(10**9), max_value=10**9, places=2),
    language=st.sampled_from(LANGUAGES),
)
def test_money_as_pages_write_it_reads_back_in_the_other_language_too(value, language):
    other = {"vi": "en", "en": "vi"}[language]
    assert parse_number(display.number(value, language), language=other) == value


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        ("1628.89", "1.628,89", "1,628.89"),
        ("67812", "67812", "67812"),
        ("67.812", "67,8120", "67.8120"),
        ("-67.812", "-67,8120", "-67.8120"),
        ("1234567", "1.234.567", "1,234,567"),
        ("500.00", "500", "500"),
    ],
)
def test_numbers_are_shown_so_that_nobody_can_read_them_another_way(value, vi, en):
    assert (show_number(Decimal(value), "vi"), show_number(Decimal(value), "en")) == (vi, en)


# --- Dates and years ---------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "30/11/2022",
        "30-11-2022",
        "30.11.2022",
        "2022-11-30",
        " 30/11/2022 ",
        "３０/１１/２０２２",
        "30/11/2022 8h30",
        "30-11-2022 08:30",
    ],
)
def test_it_reads_dates(text):
    assert parse_date(text) == date(2022, 11, 30)


def test_the_day_comes_first():
    assert parse_date("5/11/2026") == date(2026, 11, 5)


def test_it_takes_date_cells():
    assert parse_date(date(2022, 11, 30)) == date(2022, 11, 30)
    assert parse_date(datetime(2022, 11, 30, 14, 5)) == date(2022, 11, 30)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("", "missing"),
        ("11/30/2022", "impossible"),
        ("31/11/2022", "impossible"),
        ("29/02/2021", "impossible"),
        ("2021-02-29", "impossible"),
        ("30/11/22", "short_year"),
        ("30/11/0202", "out_of_range"),
        (date(1899, 12, 31), "out_of_range"),
        ("30/11-2022", "invalid"),
        ("2022/11/30", "invalid"),
        ("30 tháng 11", "invalid"),
        (44895, "invalid"),
        (Decimal(44895), "invalid"),
        (None, "invalid"),
    ],
)
def test_it_refuses_what_is_no_date(value, code):
    with pytest.raises(DateError) as caught:
        parse_date(value)
    assert caught.value.code == code


@pytest.mark.parametrize("value", ["46180", Decimal(46180)])
def test_of_a_number_of_excel_it_says_the_day(value):
    with pytest.raises(DateError) as caught:
        parse_date(value)
    with translation.override("vi"):
        assert str(caught.value) == (
            "“46180” không phải là ngày: có phải 07/06/2026 (theo số ngày của Excel)? Nếu đúng, "
            "hãy ghi ngày đó."
        )


@given(value=st.dates(date(1900, 1, 1), date(2199, 12, 31)), language=st.sampled_from(LANGUAGES))
def test_a_date_reads_back_as_it_is_shown(value, language):
    assert parse_date(show_date(value, language)) == value


@pytest.mark.parametrize("value", ["2022", " 2022 ", 2022, 2022.0, Decimal("2022.0")])
def test_it_reads_years(value):
    assert parse_year(value) == 2022


@pytest.mark.parametrize("value", ["22", "2.022", "1899", "20222", 2022.5, "năm", "", None, True])
def test_it_refuses_what_is_no_year(value):
    with pytest.raises(DateError) as caught:
        parse_year(value)
    assert caught.value.code == "invalid_year"


@pytest.mark.parametrize(
    "text",
    [
        "8h30 29/11/2026",
        "29/11/2026 8h30",
        "29/11/2026, 08:30",
        "lúc 8 giờ 30 phút ngày 29.11.2026",
        "8g30 29-11-2026",
        "2026-11-29T08:30",
        "2026-11-29 08:30:00",
        "８h30　29/11/2026",
    ],
)
def test_an_hour_and_a_day_stand_in_either_order(text):
    assert parse_moment(text) == datetime(2026, 11, 29, 8, 30)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("10h30", "invalid_moment"),
        ("29/11/2026", "invalid_moment"),
        ("", "invalid_moment"),
        ("24h 29/11/2026", "invalid_hour"),
        ("8h60 29/11/2026", "invalid_hour"),
        ("8h30 31/11/2026", "impossible"),
        ("8h30 1/1/0001", "out_of_range"),
        ("8h30 5/1/22", "short_year"),
    ],
)
def test_half_a_moment_and_an_impossible_one_are_refused(text, code):
    with pytest.raises(DateError) as refusal:
        parse_moment(text)
    assert refusal.value.code == code


def test_an_hour_alone():
    assert parse_hour("8h") == time(8, 0)
    assert parse_hour(" 23:59 ") == time(23, 59)
    for text in ("8", "8h5h", "8.30", "tám giờ"):
        with pytest.raises(DateError):
            parse_hour(text)
