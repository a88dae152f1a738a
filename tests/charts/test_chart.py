"""A chart in a page and as a file."""

from decimal import Decimal as D

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy

from portal.charts import shapes
from tests.charts.conftest import markup
from tests.charts.samples import about

pytestmark = pytest.mark.one_database


def chart(language="en", name="Hàn Quốc"):
    return shapes.bars(about(language), {name: D(2), "Nhật Bản": D(1)})


def test_a_page_has_both_widths_and_a_closed_table():
    html = markup(chart(), "en", [{"url": "/en/a.csv", "label": "CSV"}])
    assert html.count('<svg viewBox="0 0 680 ') == html.count('<svg viewBox="0 0 300 ') == 1
    assert '<details class="fig__data">' in html
    assert '<th scope="row">Hàn Quốc</th><td>2.00</td>' in html
    assert f'<a href="/en/a.csv"><span class="vh">{chart().title}: </span>CSV</a>' in html


def test_a_hostile_name_stays_text():
    html = markup(chart(name="</svg><script>x</script>"), "en")
    assert "&lt;/svg&gt;&lt;script&gt;" in html
    assert "<script" not in html


def test_the_same_chart_is_the_same_bytes():
    assert (chart().wide, chart().narrow) == (chart().wide, chart().narrow)
    assert chart().file("svg") == chart().file("svg")
    assert chart().name != chart("vi").name


def test_it_is_drawn_in_its_language_whichever_is_active():
    with translation.override("en"):
        lazy = chart(name=gettext_lazy("Total"))
        there = lazy.name, lazy.wide, lazy.file("svg")
    with translation.override("vi"):
        later = chart(name=gettext_lazy("Total"))
        assert ">Total</text>" in later.wide
        assert ">Total</text>" in lazy.narrow
        assert (lazy.name, lazy.wide, lazy.file("svg")) == there
