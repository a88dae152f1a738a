from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from portal.exchange.fields import DateField, NumberField


class LedgerForm(forms.Form):
    amount = NumberField(max_digits=20, decimal_places=4, min_value=0, required=False)
    day = DateField(required=False)


def submitted(form):
    """What a browser would send back of a form as it is shown."""
    return {field.name: field.value() for field in form}


@pytest.mark.parametrize(
    ("typed", "value"),
    [("1.628,89", "1628.89"), ("1,628.89", "1628.89"), ("67,8120", "67.812"), ("", None)],
)
def test_it_reads_numbers_in_both_languages(typed, value):
    for language in ("vi", "en"):
        with translation.override(language):
            form = LedgerForm({"amount": typed})
            assert form.errors == {}
            assert form.cleaned_data["amount"] == (value and Decimal(value))


def test_it_shows_both_readings_and_keeps_what_was_typed():
    form = LedgerForm({"amount": "67.812"})
    assert [error.code for error in form.errors.as_data()["amount"]] == ["ambiguous"]
    assert "67,8120" in form.errors["amount"][0]
    assert 'value="67.812"' in str(form["amount"])


def test_its_limits_hold():
    errors = {
        typed: [error.code for error in LedgerForm({"amount": typed}).errors.as_data()["amount"]]
        for typed in ("-1", "1,23456", "1" + "0" * 16)
    }
    assert errors == {
        "-1": ["min_value"],
        "1,23456": ["places"],
        "1" + "0" * 16: ["max_whole_digits"],
    }


def test_it_shows_numbers_and_dates_in_the_active_language():
    initial = {"amount": Decimal("1628.8900"), "day": date(2022, 11, 5)}
    with translation.override("vi"):
        assert submitted(LedgerForm(initial=initial)) == {"amount": "1.628,89", "day": "05/11/2022"}
    with translation.override("en"):
        assert submitted(LedgerForm(initial=initial)) == {"amount": "1,628.89", "day": "2022-11-05"}


def test_the_phone_shows_digits():
    assert 'inputmode="decimal"' in str(LedgerForm()["amount"])


@given(
    amount=st.decimals(min_value=0, max_value=10**15, places=4),
    day=st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    language=st.sampled_from(["vi", "en"]),
)
def test_a_form_sent_back_as_shown_says_the_same_and_has_not_changed(amount, day, language):
    initial = {"amount": amount, "day": day}
    with translation.override(language):
        form = LedgerForm(submitted(LedgerForm(initial=initial)), initial=initial)
        assert form.is_valid()
        assert form.cleaned_data == initial
        assert not form.has_changed()


def test_an_impossible_day_is_named():
    form = LedgerForm({"day": "31/11/2022"})
    assert [error.code for error in form.errors.as_data()["day"]] == ["impossible"]
    assert "31/11/2022" in form.errors["day"][0]
