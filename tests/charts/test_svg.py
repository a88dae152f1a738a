"""What reaches a page or a file, whatever its labels mean."""

import re
from decimal import Decimal as D
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.charts import shapes
from portal.charts.chart import NARROW, WIDE, Break, Kind, Series
from tests.charts.conftest import draw
from tests.charts.samples import about, all_forms

pytestmark = pytest.mark.one_database

HOSTILE = '</svg><script>alert(1)</script><b onclick="x">&amp; "\'' + "]]><!--"
WORDS = (
    *("title", "subtitle", "unit", "source", "dates", "unit_of_one", "heading", "missing"),
    *("subject", "publisher", "address", "warning"),
)
#: What markup is made of, and what XML has no place for.
ODD = (
    *"<>&\"'=/;#[]-!?:",
    *("\x00", "\x0b", "\x1f", "\x7f", "\ud800", "\ufffe", "\uffff"),
    *(HOSTILE, "<image href='file:///etc/hostname'/>", "<!DOCTYPE x [", "url(#fill-2)"),
    *("&#x1;", "{0}", "%s", "\\1"),
)
CONTAINERS = {"svg", "g", "defs", "pattern", "title", "desc"}
PAINTED = {"path", "rect", "line", "circle", "text"}


@pytest.fixture(scope="module")
def hostile():
    words = about("en", title=HOSTILE, subtitle=HOSTILE, source=HOSTILE, unit=HOSTILE)
    chart = shapes.bars(words, {HOSTILE: D(2), "url(#fill-2) var(--x, #123456)": D(1)})
    return draw({"hostile": chart})


def charts_of(text):
    """A chart of every form in which all words are one text."""
    words = about("en", **dict.fromkeys(WORDS, text))
    values = {2020: D(1), 2021: None, 2022: D(3)}
    notes = {2022: text}
    series = [
        Series(text, values, Kind.STATED, notes=notes, told_of={2020: text, 2022: f"{text}."}),
        Series(f"{text} ", values),
    ]
    breaks = [Break(2022, text)]
    return {
        "columns": shapes.columns(words, series),
        "lines": shapes.lines(words, series, breaks),
        "multiples": shapes.multiples(words, series, breaks),
        "bars": shapes.bars(words, {text: D(2), f"{text} ": D(1)}, whole=D(3)),
        "dumbbell": shapes.dumbbell(words, {text: {text: D(1), "b": D(2)}}, [text, "b"], text),
    }


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("kind", ["page", "svg"])
def test_a_hostile_label_is_text_and_nothing_else(hostile, kind, width):
    drawing = hostile["hostile", width][kind]
    assert "<script" not in drawing
    assert "<b " not in drawing
    root = ET.fromstring(drawing)
    text = "".join("".join(root.itertext()).split())
    assert "</svg><script>alert(1)</script><bonclick=" in text
    assert "url(#fill-2)var(--x,#123456)" in text
    assert {node.tag.rpartition("}")[2] for node in root.iter()} <= CONTAINERS | PAINTED


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from(ODD) | st.text(st.characters(exclude_categories=()), max_size=3), max_size=8
    ).map("".join)
)
def test_whatever_its_words_are_a_drawing_is_well_formed_and_holds_no_address(text):
    for drawing in draw(charts_of(text)).values():
        for kind in ("page", "svg"):
            root = ET.fromstring(drawing[kind])
            assert {node.tag.rpartition("}")[2] for node in root.iter()} <= CONTAINERS | PAINTED
            assert not {"href", "style", "class"} & {
                key.rpartition("}")[2] for node in root.iter() for key in node.attrib
            }
            identifiers = {
                f"url(#{node.get('id')})" for node in root.iter() if node.tag.endswith("pattern")
            }
            painted = {node.get("fill") for node in root.iter() if "url" in node.get("fill", "")}
            assert painted == identifiers


def test_no_drawing_holds_style_script_address_or_event(drawn):
    for _charts, answers in drawn.values():
        for (name, _width), answer in answers.items():
            for kind in ("page", "svg"):
                root = ET.fromstring(answer[kind])
                tags = {node.tag.rpartition("}")[2] for node in root.iter()}
                attributes = {key for node in root.iter() for key in node.attrib}
                assert tags <= CONTAINERS | PAINTED, name
                assert {"style", "class", "href"} & attributes == set()
                assert [key for key in attributes if key.startswith("on") or "}" in key] in (
                    [],
                    ["{http://www.w3.org/XML/1998/namespace}lang"],
                )
                addresses = set(re.findall(r"url\(([^)]*)\)", answer[kind]))
                identifiers = {f"#{node.get('id')}" for node in root.iter() if node.get("id")}
                assert addresses <= identifiers


def test_no_identifier_occurs_twice_on_a_page_of_all_charts(drawn):
    found = re.findall(
        r' id="([^"]+)"',
        "".join(answer["page"] for _c, answers in drawn.values() for answer in answers.values()),
    )
    assert len(found) == len(set(found)) >= 80


def test_a_drawing_in_a_page_is_an_image_with_a_name_and_hidden_parts(drawn):
    charts, answers = drawn["vi"]
    root = ET.fromstring(answers["bars", 300]["page"])
    title, description, drawing = root
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert title.text == charts["bars"].title
    assert description.text == "Biểu đồ thanh gồm 8 thanh, xếp theo độ lớn; ở cuối: Nước khác."
    assert drawing.attrib == {"aria-hidden": "true"}


def test_a_file_has_plain_colours_white_ground_and_its_words(drawn):
    charts, answers = drawn["vi"]
    for (name, _width), answer in answers.items():
        assert "var(" not in answer["svg"]
        root = ET.fromstring(answer["svg"])
        ground = root.find("{*}rect")
        assert (ground.get("width"), ground.get("fill")) == ("100%", "#ffffff")
        words = " ".join("".join(node.itertext()) for node in root.findall("{*}text"))
        about_it = charts[name].about
        for text in (charts[name].title, about_it.subtitle, about_it.source, about_it.dates):
            assert text in words


def test_a_file_says_what_where_by_whom_and_at_which_address():
    chart = all_forms("vi")["bars"].published(
        "Vốn FDI đăng ký · tỉnh Mẫu", "Sở Mẫu, tỉnh Mẫu", "https://dautu.example.gov.vn/vi/fdi/"
    )
    answers = draw({"bars": chart})
    root = ET.fromstring(answers["bars", 680]["svg"])
    words = ["".join(node.itertext()) for node in root.findall("{*}text")]
    assert words[0] == "Vốn FDI đăng ký · tỉnh Mẫu"
    assert words[-2:] == ["Sở Mẫu, tỉnh Mẫu", "https://dautu.example.gov.vn/vi/fdi/"]
    assert root.find("{*}desc").text.startswith("Vốn FDI đăng ký · tỉnh Mẫu ")
    assert "Sở Mẫu" not in answers["bars", 680]["page"]


def test_a_file_of_made_up_numbers_says_so_in_the_picture():
    chart = all_forms("vi")["bars"]
    marked = chart.published("Vốn FDI", "Sở", "https://vd.gov.vn/", warning="Dữ liệu mẫu")
    assert marked.name != chart.published("Vốn FDI", "Sở", "https://vd.gov.vn/").name
    root = ET.fromstring(draw({"bars": marked})["bars", 680]["svg"])
    words = ["".join(node.itertext()) for node in root.findall("{*}text")]
    assert words[:2] == ["Vốn FDI", "Dữ liệu mẫu"]
    assert root.find("{*}desc").text.startswith("Vốn FDI Dữ liệu mẫu ")


def test_numbers_on_the_axes_follow_the_language(drawn):
    assert ">3.000</text>" in drawn["vi"][1]["stacked", 680]["page"]
    assert ">3,000</text>" in drawn["en"][1]["stacked", 680]["page"]
    assert ">−200</text>" not in drawn["en"][1]["negative", 680]["page"]


def test_lines_differ_by_more_than_colour(drawn):
    root = ET.fromstring(drawn["en"][1]["five lines", 680]["page"])
    lines = {
        node.get("stroke"): node.get("stroke-dasharray")
        for node in root.iter("path")
        if node.get("stroke", "").startswith("var(--chart-") and node.get("fill") in (None, "none")
    }
    assert len(lines) == len(set(lines.values())) == 5


def test_stacked_parts_differ_by_more_than_colour(drawn):
    root = ET.fromstring(drawn["en"][1]["stacked", 680]["page"])
    assert [node.get("id").rpartition("-")[2] for node in root.iter("pattern")] == ["2", "3"]
