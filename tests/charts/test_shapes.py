import re
from decimal import Decimal as D
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.charts import colours, measure, scales, shapes
from portal.charts.chart import NARROW, WIDE, Break, Kind, Series
from portal.charts.shapes.lines import segments
from tests.charts.samples import about, all_forms, decimals

pytestmark = pytest.mark.one_database

EN = about("en")


def of(name, text, first=2019):
    return Series(name, dict(enumerate(decimals(text), start=first)))


class TestTable:
    def test_columns_add_up_and_what_is_missing_stays_so(self):
        chart = shapes.columns(EN, [of("New", "1.5 - 3"), of("Adjusted", "-0.25 - -")])
        assert chart.table.columns == ("Year", "New", "Adjusted", "Total")
        assert chart.table.rows == (
            ("2019", "1.50", "−0.25", "1.25"),
            ("2020", "–", "–", "–"),
            ("2021", "3.00", "–", "3.00"),
        )

    def test_a_total_that_the_source_states_stands_for_the_sum_of_rounded_parts(self):
        parts = [of("New", "31.311 1"), of("Adjusted", "24.754 2")]
        chart = shapes.columns(EN, parts, {2019: D("56.064"), 2020: D(3)})
        assert chart.table.rows[0] == ("2019", "31.31", "24.75", "56.06")
        assert "from 2019 (56.06)" in chart.trend
        drawn = chart.draw(WIDE).marks
        assert ">56.06<" in drawn
        assert "56.07" not in drawn

    def test_lines_note_the_change_of_method_at_its_year(self):
        chart = shapes.lines(about("vi"), [of("Thái Bình", "65.38 64.02")], [Break(2020, "mới")])
        assert chart.table.columns == ("Năm", "Thái Bình", "Ghi chú")
        assert chart.table.rows == (("2019", "65,38", ""), ("2020", "64,02", "mới"))

    def test_a_lower_limit_keeps_its_word_in_table_and_picture(self):
        floors = Series("A", dict(zip((2021, 2022), decimals("78 83.88"), strict=True)),
                        Kind.STATED, frozenset({2022}))  # fmt: skip
        chart = shapes.lines(EN, [floors])
        assert chart.table.rows == (("2021", "78.00"), ("2022", "above 83.88"))
        assert all("above 83.88" in chart.draw(width).marks for width in (WIDE, NARROW))

    def test_of_how_many_records_a_value_tells_stands_in_table_and_picture(self):
        told_of = {2021: "9 projects", 2022: "4 projects"}
        plan = Series("Planned", dict(zip((2021, 2022), decimals("9 5"), strict=True)),
                      Kind.STATED, told_of=told_of)  # fmt: skip
        chart = shapes.lines(EN, [plan])
        assert chart.table.rows == (
            ("2021", "9.00", "Planned: 9 projects"),
            ("2022", "5.00", "Planned: 4 projects"),
        )
        for width in (WIDE, NARROW):
            assert "projects)" in chart.draw(width).marks

    def test_years_that_tell_of_different_numbers_are_not_joined(self):
        values = dict(zip(range(2019, 2023), decimals("6 9 8 5"), strict=True))
        told_of = {2019: "6 projects", 2020: "9 projects", 2021: "9 projects", 2022: "4 projects"}
        runs = [[year for year, _value in run] for run in segments(values, (), (), told_of)]
        assert runs == [[2019], [2020, 2021], [2022]]

    def test_years_that_tell_of_other_records_or_of_lower_limits_are_not_joined(self):
        def lines_of(**values):
            plan = Series("Planned", of("", "6 9").values, Kind.STATED, **values)
            return shapes.lines(EN, [plan]).draw(WIDE).marks.count("stroke-linecap")

        told_of = dict.fromkeys((2019, 2020), "2 projects")
        assert lines_of(told_of=told_of) == 1
        same, other = frozenset({1, 2}), frozenset({1, 3})
        assert lines_of(told_of=told_of, records={2019: same, 2020: same}) == 1
        assert lines_of(told_of=told_of, records={2019: same, 2020: other}) == 0
        assert lines_of(floors=frozenset({2020})) == 0

    def test_a_drawing_without_a_line_is_called_none(self):
        assert shapes.lines(EN, [of("A", "1 2 3")]).description == "Line chart, 2019 to 2021."
        apart = shapes.lines(EN, [of("A", "1 - 3")])
        assert apart.description == "Chart of points, 2019 to 2021."
        assert shapes.lines(EN, [of("A", "1")]).description == "Chart of one year, 2019."

    def test_labels_of_different_years_name_them(self):
        chart = shapes.lines(EN, [of("A", "1 2 -"), of("B", "3 4 5"), of("C", "5 6 -")])
        drawn = chart.draw(WIDE).marks
        assert "B 5.00 (2021)" in drawn
        assert "A 2.00 (2020)" in drawn
        assert "C 6.00 (2020)" in drawn
        same = shapes.lines(EN, [of("A", "1 2 -"), of("C", "5 6 -")]).draw(WIDE).marks
        assert (">A 2.00<" in same, ">C 6.00<" in same) == (True, True)

    def test_what_leads_from_a_line_that_ended_to_its_label_is_no_line_of_values(self):
        """From its last value dots without its colour, over the breaks to the right edge."""
        chart = shapes.lines(EN, [of("A", "45 - - -"), of("B", "60 61 62 63")], [Break(2020, "")])
        for width in (WIDE, NARROW):
            rules = re.findall(r"<line [^>]*>", chart.draw(width).marks)
            led = [rule for rule in rules if 'stroke-width="0.75"' in rule]
            assert [colours.LINE_2 in rule and "stroke-dasharray" in rule for rule in led] == [True]
            assert not any(colours.SERIES[0] in rule for rule in rules)

    def test_one_line_of_a_place_is_told_by_its_name(self):
        place = Series("Hà Tây", dict(enumerate(decimals("46 45"), start=2007)), is_proper=True)
        chart = shapes.lines(EN, [place])
        assert chart.title == "Hà Tây in 2008: 45.00 points, down by 1.00 points from 2007 (46.00)"
        assert "Hà Tây 45.00" in chart.draw(WIDE).marks
        assert shapes.lines(EN, [of("Capital", "46 45")]).title.startswith("In 2020: ")

    def test_bars_are_sorted_and_the_rest_stays_last(self):
        values = {"A": D(1), "Others": D(9), "B": D(10)}
        chart = shapes.bars(EN, values, last={"Others"}, whole=D(20))
        assert chart.title == "B leads with 50% of the total: 10.00 points"
        assert chart.table.rows == (
            ("B", "10.00", "50%"),
            ("A", "1.00", "5%"),
            ("Others", "9.00", "45%"),
        )

    def test_bars_are_described_with_what_stands_at_the_end_whatever_its_size(self):
        values = {"A": D(5), "Others": D(9), "B": D(7)}
        said = shapes.bars(EN, values).description
        assert said == "Bar chart with 3 bars, sorted by size."
        said = shapes.bars(EN, values, last={"Others"}).description
        assert said == "Bar chart with 3 bars, sorted by size; at the end: Others."

    def test_bars_of_a_longer_ranking_have_their_places(self):
        values, places = {"A": D(9), "B": D(7), "C": D(7), "D": D(-2)}, {"A": 1, "B": 2, "C": 2}
        chart = shapes.bars(EN, values, highlight="D", places=places | {"D": 18})
        assert chart.table.columns == ("Name", "Rank", "Value")
        assert chart.table.rows[0] == ("A", "1", "9.00")
        assert chart.table.rows[3] == ("D", "18", "−2.00")
        for drawn in (chart.wide, chart.narrow):
            assert ">1. A<" in drawn
            assert ">2. C<" in drawn
            assert ">18. D<" in drawn
        assert chart.description == (
            "Bar chart with 4 bars, sorted by size, each named with its place. 14 are left out "
            "between C and D."
        )
        one = shapes.bars(EN, values, highlight="D", places=places | {"D": 5}).description
        assert one.endswith("1 is left out between C and D.")
        whole = shapes.bars(about("vi"), values, places=places | {"D": 4})
        assert whole.description == (
            "Biểu đồ thanh gồm 4 thanh, xếp theo độ lớn, mỗi tên có ghi thứ hạng."
        )

    def test_a_negative_part_leaves_no_shares(self):
        chart = shapes.bars(EN, {"A": D(2), "B": D(-1)}, whole=D(1))
        assert chart.title == "A leads with 2.00 points"
        assert chart.table.columns == ("Name", "Value")

    def test_a_dumbbell_is_sorted_by_gain_and_the_incomparable_come_last(self):
        rows = {
            "A": {"2015": D(5), "2016": D("4.5")},
            "B": {"2015": None, "2016": D(9)},
            "C": {"2015": D(5), "2016": D(6)},
        }
        chart = shapes.dumbbell(EN, rows, ["2015", "2016"])
        assert chart.table.rows == (
            ("C", "5.00", "6.00", "+1.00"),
            ("A", "5.00", "4.50", "−0.50"),
            ("B", "–", "9.00", "–"),
        )
        assert chart.title == "1 of 2 rose, 1 fell"

    def test_the_ways_of_a_dumbbell_stand_under_what_they_are(self):
        rows = {"A": {"Median": D("5.005"), "2016": D("4.5")}}
        chart = shapes.dumbbell(EN, rows, ["Median", "2016"], "Beside the median")
        assert chart.table.columns == ("Name", "Median", "2016", "Beside the median")
        # Of numbers as they are shown.
        assert chart.table.rows == (("A", "5.01", "4.50", "−0.51"),)
        assert all(">Beside the median<" in chart.draw(width).marks for width in (WIDE, NARROW))
        assert shapes.dumbbell(EN, rows, ["Median", "2016"]).table.columns[-1] == "Change"

    def test_multiples_hold_every_series(self):
        chart = shapes.multiples(EN, [of("A", "1 2"), of("B", "4 3")])
        assert chart.table.columns == ("Year", "A", "B")
        assert chart.table.rows == (("2019", "1.00", "4.00"), ("2020", "2.00", "3.00"))


class TestChart:
    def test_a_title_given_is_kept(self):
        assert shapes.columns(about("en", title="Steady"), [of("A", "1 2")]).title == "Steady"

    def test_the_name_is_that_of_the_content(self):
        first, second = (all_forms("vi")["lines"] for _ in range(2))
        assert first.name == second.name
        assert (
            len({chart.name for lang in ("vi", "en") for chart in all_forms(lang).values()}) == 22
        )

    @pytest.mark.parametrize("changed", [{"title": "B"}, {"source": "B"}, {"dates": "B"}])
    def test_a_change_of_a_word_in_the_picture_changes_the_name(self, changed):
        charts = [shapes.columns(about("en", **more), [of("A", "1 2")]) for more in ({}, changed)]
        assert charts[0].name != charts[1].name

    def test_decomposed_letters_and_controls_reach_no_drawing(self):
        name = "Tha\u0301i Bi\u0300nh\x00\x0b"
        page = shapes.bars(EN, {name: D(1)}).wide
        assert ">Thái Bình</text>" in page
        assert not {"\u0301", "\x00", "\x0b"} & set(page)

    def test_more_series_than_can_be_told_apart_are_refused(self):
        with pytest.raises(colours.TooManySeries):
            shapes.lines(EN, [of(str(number), "1 2") for number in range(6)])

    @pytest.mark.parametrize("text", ["-", "- -", "0", "0 0", "-5 -5", "7", "1 -"])
    def test_hardly_any_figures_are_drawn_too(self, text):
        series = [of("A", text)]
        named = {"A": decimals(text)[0] or D(0)}
        for chart in (
            shapes.columns(EN, series),
            shapes.lines(EN, series),
            shapes.multiples(EN, series),
            shapes.bars(EN, named, whole=D(0)),
            shapes.dumbbell(EN, {"A": {"x": None, "y": decimals(text)[0]}}, ["x", "y"]),
        ):
            assert [chart.draw(width).width for width in (WIDE, NARROW)] == [680, 300]
            assert "nan" not in chart.wide + chart.narrow


class TestSegments:
    def test_lines_stop_at_gaps_and_where_the_method_changed(self):
        values = {2019: D(1), 2020: D(2), 2021: None, 2022: D(3), 2023: D(4), 2025: D(5)}
        assert segments(values, [Break(2023, "")]) == [
            [(2019, D(1)), (2020, D(2))],
            [(2022, D(3))],
            [(2023, D(4))],
            [(2025, D(5))],
        ]


def axis(chart, width):
    """The numbers at the left of a chart's plot, from the lowest."""
    found = re.findall(r'<text x="-8" [^>]*>([^<]+)</text>', chart.draw(width).marks)
    return [D(text.replace(",", "").replace("−", "-")) for text in found]


class TestLayout:
    @pytest.mark.parametrize("width", [WIDE, NARROW])
    def test_the_axis_of_amounts_begins_at_zero_and_that_of_scores_near_them(self, width):
        plan, spent = of("Planned", "146422 133050"), of("Disbursed", "72917 120100")
        assert axis(shapes.lines(EN, [plan, spent], from_zero=True), width)[0] == 0
        assert axis(shapes.lines(EN, [of("A", "-5 -4")], from_zero=True), width)[-1] == 0
        assert axis(shapes.lines(EN, [plan, spent]), width)[0] == 60_000

    @given(
        st.decimals(-1_000_000, 1_000_000, places=2),
        st.decimals(0, 1_000_000, places=2),
        st.integers(2, 6),
    )
    @example(D("700042.19"), D("0.01"), 2)  # no float lies between them
    def test_ticks_surround_the_values_evenly(self, low, span, count):
        marks = scales.ticks(low, low + span, count)
        assert marks[0] <= float(low)
        assert marks[-1] >= float(low + span)
        assert 2 <= len(marks) <= count * 2.5 + 2
        steps = {round(b - a, 6) for a, b in pairwise(marks)}
        assert max(steps) - min(steps) < 1e-5

    @given(st.lists(st.tuples(st.floats(0, 300), st.floats(10, 50)), min_size=1, max_size=5))
    def test_labels_never_overlap_and_keep_their_order(self, labels):
        wanted, heights = [w for w, _ in labels], [h for _, h in labels]
        middles = scales.apart(wanted, heights, 0, 300)
        placed = sorted(zip(middles, heights, wanted, strict=True))
        assert placed[0][0] - placed[0][1] / 2 >= -1e-6
        assert placed[-1][0] + placed[-1][1] / 2 <= 300 + 1e-6
        for (a, height, first), (b, other, second) in pairwise(placed):
            assert b - a >= (height + other) / 2 - 1e-6
            assert first <= second

    @given(st.lists(st.floats(5, 80), min_size=1, max_size=30), st.floats(2, 60))
    def test_labels_of_an_axis_do_not_touch_and_the_last_is_shown(self, widths, step):
        shown = scales.thinned(widths, step)
        assert shown[-1] == len(widths) - 1
        for a, b in pairwise(shown):
            assert (b - a) * step >= max(widths)

    @given(st.text("aăâ đếộ WM", max_size=60), st.integers(20, 300))
    def test_wrapped_lines_fit_and_lose_nothing(self, text, room):
        for wrap in (measure.wrap, measure.balanced):
            lines = wrap(text, 12, room)
            assert all(measure.width(line, 12) <= room for line in lines)
            assert "".join(lines).replace(" ", "") == text.replace(" ", "")

    def test_words_wider_than_the_room_are_broken_and_balancing_ends(self):
        assert measure.balanced("WW W", 12, 13) == ["W", "W", "W"]
        assert measure.balanced("", 12, 13) == [""]
        assert measure.balanced("aa aa aa", 12, 1000) == ["aa aa aa"]
