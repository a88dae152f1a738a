import unicodedata
from decimal import Decimal

import pytest

from portal.exchange.units import MoneyUnit, UnitError, area_unit, money_unit


@pytest.mark.parametrize(
    ("heading", "currency", "factor"),
    [
        ("Vốn đầu tư (USD)", "USD", 1),
        ("Vốn đầu tư (US$)", "USD", 1),
        ("Vốn đăng ký / Triệu USD", "USD", 10**6),
        ("Capital, million USD", "USD", 10**6),
        ("Capital (USD million)", "USD", 10**6),
        ("TỔNG VỐN (TRIỆU ĐÔ LA MỸ)", "USD", 10**6),
        ("Giải ngân (triệu đồng)", "VND", 10**6),
        ("Giải ngân / triệu đồng (million VND)", "VND", 10**6),
        ("Giải ngân, trđ", "VND", 10**6),
        ("Giải ngân (tỷ đồng)", "VND", 10**9),
        ("Giải ngân (tỉ VNĐ)", "VND", 10**9),
        ("Giải ngân (nghìn đồng)", "VND", 10**3),
        ("Giá trị (đồng)", "VND", 1),
        ("Giá trị (1.000 đồng)", "VND", 10**3),
        ("Giá trị (1000 USD)", "USD", 10**3),
        ("Giá trị hợp đồng (triệu USD)", "USD", 10**6),
        ("Vốn vay (triệu JPY)", "JPY", 10**6),
        ("Vốn 2022 (tỷ đồng)", "VND", 10**9),
    ],
)
def test_it_reads_the_unit_that_a_heading_names(heading, currency, factor):
    for form in ("NFC", "NFD"):
        unit = money_unit(unicodedata.normalize(form, heading))
        assert unit == MoneyUnit(currency, Decimal(factor))


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("Vốn đầu tư", "missing"),
        ("Vốn đầu tư (triệu)", "missing"),
        ("Capital ($)", "missing"),
        ("Vốn (10⁶ đồng)", "missing"),
        ("Số hợp đồng", "missing"),
        ("Số lao động", "missing"),
        ("Vốn (USD, triệu đồng)", "contradictory"),
        ("Vốn USD (triệu USD)", "contradictory"),
        ("Tỷ giá USD/VND", "contradictory"),
        ("Tỷ lệ vốn USD", "contradictory"),
        ("Vốn (triệu), USD", "contradictory"),
        ("Vốn 10^6 USD", "contradictory"),
        ("Vốn (10⁶ USD)", "contradictory"),
        ("Vốn 21.000 USD", "contradictory"),
    ],
)
def test_it_refuses_a_heading_without_one_clear_unit(heading, code):
    with pytest.raises(UnitError) as caught:
        money_unit(heading)
    assert caught.value.code == code
    assert caught.value.params == {"heading": heading}


@pytest.mark.parametrize(
    ("heading", "hectares"),
    [
        ("Diện tích đất (ha)", 1),
        ("DIỆN TÍCH (HA)", 1),
        ("Diện tích, héc-ta", 1),
        ("Diện tích / m2", Decimal("0.0001")),
        ("Diện tích (m²)", Decimal("0.0001")),
        ("Diện tích (mét vuông)", Decimal("0.0001")),
        ("Area (km²)", 100),
    ],
)
def test_it_reads_the_unit_of_area_that_a_heading_names(heading, hectares):
    for form in ("NFC", "NFD"):
        assert area_unit(unicodedata.normalize(form, heading)) == hectares


@pytest.mark.parametrize(
    ("heading", "code"), [("Diện tích nhà", "missing"), ("Diện tích (ha, m2)", "contradictory")]
)
def test_no_unit_or_several_units_of_area_are_refused(heading, code):
    with pytest.raises(UnitError) as refused:
        area_unit(heading)
    assert refused.value.code == code
