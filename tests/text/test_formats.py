from datetime import date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.utils import formats, translation


@pytest.mark.parametrize(
    ("language", "typed", "day"),
    [
        ("vi", "05/11/2026", date(2026, 11, 5)),
        ("vi", "5/11/2026", date(2026, 11, 5)),
        ("vi", "05-11-2026", date(2026, 11, 5)),
        ("vi", "2026-11-05", date(2026, 11, 5)),
        ("en", "2026-11-05", date(2026, 11, 5)),
        ("en", "5 November 2026", date(2026, 11, 5)),
        ("en", "5 Nov 2026", date(2026, 11, 5)),
    ],
)
def test_it_reads_typed_dates(language, typed, day):
    with translation.override(language):
        assert forms.DateField().clean(typed) == day


def test_english_refuses_a_date_that_reads_two_ways():
    with translation.override("en"), pytest.raises(forms.ValidationError):
        forms.DateField().clean("05/11/2026")


@pytest.mark.parametrize(
    ("language", "day", "moment", "amount"),
    [
        ("vi", "05/11/2026", "14:05 05/11/2026", "1.628,89"),
        ("en", "5 November 2026", "5 November 2026, 14:05", "1,628.89"),
    ],
)
def test_it_writes_dates_and_numbers(language, day, moment, amount):
    with translation.override(language):
        assert formats.date_format(date(2026, 11, 5)) == day
        assert formats.date_format(datetime(2026, 11, 5, 14, 5), "DATETIME_FORMAT") == moment
        assert formats.number_format(Decimal("1628.89"), force_grouping=True) == amount


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_written_moment_can_be_typed_back(language):
    moment = datetime(2026, 11, 5, 14, 5)
    with translation.override(language):
        for pattern in formats.get_format("DATETIME_INPUT_FORMATS")[:3]:
            assert datetime.strptime(moment.strftime(pattern), pattern) == moment
