from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from portal.charts import words
from portal.charts.chart import Break, Kind, Series
from tests.charts.samples import about, decimals

pytestmark = pytest.mark.one_database

VI, EN = about("vi"), about("en")
PLAIN = about("en", unit="", decimals=0)


def years(text, first=2019):
    return dict(enumerate(decimals(text), start=first))


class TestNumbers:
    def test_they_are_written_as_each_language_does(self):
        assert words.number(VI, D("1628.89")) == "1.628,89"
        assert words.number(EN, D("1628.89")) == "1,628.89"

    def test_a_missing_one_says_why(self):
        assert words.number(about("vi", missing="không công bố"), None) == "không công bố"

    def test_a_negative_one_has_a_true_minus(self):
        assert words.number(EN, D("-4.109")) == "−4.11"

    def test_a_change_has_its_sign_and_one_that_rounds_to_nothing_none(self):
        assert words.signed(EN, D("0.44")) == "+0.44"
        assert words.signed(VI, D("-1.2")) == "−1,20"
        assert words.signed(EN, D("0.004")) == "0.00"
        assert words.signed(EN, D("-0.004")) == "0.00"

    def test_a_label_drops_decimals_that_large_numbers_need_not(self):
        among = [D("2790.633"), D("5.1")]
        assert words.brief(EN, D("2790.633"), among) == "2,791"
        assert words.brief(EN, D("462.639"), [D("462.639")]) == "462.6"
        assert words.brief(EN, D("65.78"), [D("65.78")]) == "65.78"

    def test_a_small_share_is_never_nothing(self):
        assert words.share(EN, D("94.53"), D("468917.96")) == "<1%"
        assert words.share(EN, D(0), D(5)) == "0%"
        assert words.share(VI, D("512.4"), D("1628.8")) == "31%"


def of(text, first=2019, **more):
    return Series("A", years(text, first), **more)


class TestAsked:
    """A title of the year that is asked about."""

    SERIES = of("65.38 64.02 62.31 65.78")

    def test_values_up_to_it_speak(self):
        assert words.finding(about("en", year=2021), self.SERIES) == (
            "In 2021: 62.31 points, the lowest of 2019 to 2021"
        )
        assert words.finding(about("vi", year=2020), self.SERIES) == (
            "Năm 2020: 64,02 điểm, giảm 1,36 điểm so với năm 2019 (65,38)"
        )

    def test_of_one_before_all_values_the_last_is_told(self):
        asked = about("en", year=2018)
        assert words.finding(asked, self.SERIES) == words.finding(EN, self.SERIES)
        assert words.finding(EN, self.SERIES).startswith("In 2022: 65.78 points")
        part = replace(self.SERIES, partial=frozenset({2019}))
        assert words.finding(about("en", year=2019), part) == words.finding(EN, part)


class TestTrend:
    def test_of_values_that_all_leave_out_something_the_last_stands_alone(self):
        series = replace(of("65.38 64.02"), partial=frozenset({2019, 2020}))
        assert words.finding(EN, series) == "In 2020: 64.02 points"
        assert words.trend(EN, series) == (
            "In 2020: 64.02 points. "
            "Not compared, since it leaves out some of what the others count: 2019 and 2020."
        )
        one = replace(of("65.38"), partial=frozenset({2019}))
        assert words.trend(EN, one) == "In 2019: 65.38 points."

    def test_a_change_of_method_before_all_figures_leaves_none_out(self):
        said = words.trend(EN, of("65.38 64.02"), [Break(2019, "VCCI")])
        assert "The method changed" not in said
        said = words.trend(EN, of("65.38 64.02"), [Break(2020, "VCCI")])
        assert said.endswith("The method changed in 2020: earlier figures are not compared.")

    def test_the_last_change_and_the_way_there(self):
        assert words.trend(EN, of("65.38 64.02 62.31 65.78")) == (
            "In 2022: 65.78 points, up by 3.47 points from 2021 (62.31). "
            "From 2019 to 2022 it rose once and fell twice. "
            "Highest: 65.78 points (2022); lowest: 62.31 points (2021)."
        )

    def test_it_is_told_in_vietnamese(self):
        assert words.trend(VI, of("65.38 64.02 62.31 65.78")) == (
            "Năm 2022: 65,78 điểm, tăng 3,47 điểm so với năm 2021 (62,31). "
            "Từ năm 2019 đến năm 2022: 1 lần tăng và 2 lần giảm. "
            "Cao nhất: 65,78 điểm (năm 2022); thấp nhất: 62,31 điểm (năm 2021)."
        )

    def test_a_fall_without_a_turn(self):
        assert words.trend(PLAIN, of("9 5 2")) == (
            "In 2021: 2, down by 3 from 2020 (5). "
            "From 2019 to 2021 each figure was lower than the one before."
        )

    def test_a_rise_without_a_turn(self):
        assert words.trend(VI, of("2 5 9")) == (
            "Năm 2021: 9,00 điểm, tăng 4,00 điểm so với năm 2020 (5,00). "
            "Từ năm 2019 đến năm 2021, số sau luôn cao hơn số trước."
        )

    def test_a_peak_reached_twice_names_both_years(self):
        assert words.trend(PLAIN, of("1 7 3 7 2")).endswith(
            "it rose twice and fell twice. Highest: 7 (2020 and 2022); lowest: 1 (2019)."
        )

    def test_what_never_changed(self):
        assert words.trend(EN, of("4 4.001 4")) == (
            "In 2021: 4.00 points, unchanged from 2020. From 2019 to 2021 it did not change."
        )

    def test_one_of_something_is_told_in_the_singular(self):
        projects = about("en", unit="projects", unit_of_one="project", decimals=0)
        assert words.trend(projects, of("2 1")) == (
            "In 2020: 1 project, down by 1 project from 2019 (2)."
        )

    def test_years_without_figures_are_named_long_runs_as_a_span(self):
        assert words.trend(PLAIN, of("1 - 2 - - - 3")) == (
            "In 2025: 3, up by 1 from 2021 (2). "
            "From 2019 to 2025 each figure was higher than the one before. "
            "No figure for 2020 and 2022–2024."
        )

    def test_nothing_is_compared_across_a_change_of_method(self):
        breaks = [Break(2013, "10"), Break(2021, "new")]
        assert words.trend(PLAIN, of("90 80 1 2"), breaks) == (
            "In 2022: 2, up by 1 from 2021 (1). "
            "The method changed in 2021: earlier figures are not compared."
        )

    def test_a_break_after_the_last_figure_hides_nothing(self):
        assert words.trend(PLAIN, of("1 2 -"), [Break(2021, "new")]) == (
            "In 2020: 2, up by 1 from 2019 (1). No figure for 2021."
        )

    def test_one_figure_and_none(self):
        assert words.trend(EN, of("65.38")) == "In 2019: 65.38 points."
        assert words.trend(EN, of("- -")) == "No figures are recorded."
        assert words.trend(VI, of("-")) == "Chưa ghi nhận số liệu."

    def test_the_subject_is_named(self):
        assert words.trend(EN, of("1 2"), subject="Quang Ninh") == (
            "Quang Ninh in 2020: 2.00 points, up by 1.00 points from 2019 (1.00)."
        )
        assert words.finding(VI, of("1 2"), subject="Quảng Ninh") == (
            "Quảng Ninh năm 2020: 2,00 điểm, tăng 1,00 điểm so với năm 2019 (1,00)"
        )


class TestFinding:
    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            ("1 3 2 4", "In 2022: 4, the highest of 2019 to 2022"),
            ("5 3 4 2", "In 2022: 2, the lowest of 2019 to 2022"),
            ("5 - 4 2", "In 2022: 2, the lowest of the 3 figures from 2019 to 2022"),
            ("1 4 3", "In 2021: 3, down by 1 from 2020 (4)"),
            ("4 1 3", "In 2021: 3, up by 2 from 2020 (1)"),
            ("4 3 3", "In 2021: 3, unchanged from 2020"),
            ("1 2", "In 2020: 2, up by 1 from 2019 (1)"),
            ("1 - 2 -", "In 2021: 2, up by 1 from 2019 (1)"),
            ("7", "In 2019: 7"),
            ("- -", "No figures are recorded"),
        ],
    )
    def test_a_title_says_where_the_last_value_stands(self, values, expected):
        assert words.finding(PLAIN, of(values)) == expected

    def test_a_record_counts_from_the_change_of_method(self):
        assert words.finding(PLAIN, of("9 1 2 3"), [Break(2020, "")]) == (
            "In 2022: 3, the highest of 2020 to 2022"
        )

    def test_it_is_told_in_vietnamese(self):
        assert words.finding(VI, of("62.31 65.78", 2021)) == (
            "Năm 2022: 65,78 điểm, tăng 3,47 điểm so với năm 2021 (62,31)"
        )
        assert words.finding(VI, of("3 2 1")) == (
            "Năm 2021: 1,00 điểm, thấp nhất giai đoạn 2019–2021"
        )


class TestLowerLimits:
    """“Above 83,888” is never subtracted, nor called the lowest."""

    FLOORS = {"kind": Kind.STATED, "floors": frozenset({2021})}

    def test_it_keeps_its_word_and_is_not_compared(self):
        assert words.trend(PLAIN, of("7 9 8", **self.FLOORS)) == (
            "In 2021: above 8. Only lower limits are known for 2021: they are not compared."
        )
        assert words.finding(VI, of("7 9 8", **self.FLOORS)) == "Năm 2021: trên 8,00 điểm"

    def test_it_is_the_highest_where_even_the_limit_is(self):
        assert words.finding(PLAIN, of("7 8 8", **self.FLOORS)) == (
            "In 2021: above 8, the highest of 2019 to 2021"
        )


class TestStocks:
    """They stand so on a day: the last is compared though its year runs on."""

    DAYS = {2020: date(2020, 12, 31), 2021: date(2021, 12, 31), 2022: date(2022, 11, 30)}
    STOCK = of("5 7 6", 2020, kind=Kind.STOCK, days=DAYS)
    NOW = about("en", unfinished=2022, until=date(2022, 11, 30))

    def test_the_day_is_named_and_not_the_year(self):
        assert words.finding(self.NOW, self.STOCK) == (
            "On 30 November 2022: 6.00 points, down by 1.00 points from 31 December 2021 (7.00)"
        )

    def test_it_is_told_in_vietnamese(self):
        of_vi = about("vi", unfinished=2022, until=date(2022, 11, 30))
        assert words.finding(of_vi, self.STOCK) == (
            "Ngày 30/11/2022: 6,00 điểm, giảm 1,00 điểm so với ngày 31/12/2021 (7,00)"
        )


class TestPlans:
    """What a document states for a year is whole before the year is; its outcome is not."""

    PLAN = of("100 120", 2021, kind=Kind.STATED)
    NOW = about("en", unfinished=2022, until=date(2022, 11, 30))

    def test_the_plan_of_the_running_year_is_the_plan(self):
        assert words.finding(self.NOW, self.PLAN) == (
            "In 2022: 120.00 points, up by 20.00 points from 2021 (100.00)"
        )

    def test_its_outcome_is_told_beside_it(self):
        paid = Series("Disbursed", years("90 60", 2021))
        planned = replace(self.PLAN, name="Planned")
        assert words.compared(self.NOW, [planned, paid]) == (
            "In 2022: planned 120.00 points, disbursed 60.00 points (up to 30 November 2022, 50%)."
        )

    def test_years_that_tell_of_different_numbers_are_not_ranked(self):
        told_of = {2020: "8 projects", 2021: "8 projects", 2022: "4 projects"}
        plan = of("100 110 90", 2020, kind=Kind.STATED, told_of=told_of)
        assert words.finding(EN, plan, subject="Planned") == (
            "Planned for 2022: 90.00 points (4 projects)"
        )
        assert words.trend(EN, plan, subject="Planned") == (
            "Planned for 2022: 90.00 points, stated for 4 projects; in 2021 for 8 projects "
            "(110.00). Stated for 8 projects (2020 and 2021) and 4 projects (2022): the years "
            "are not ranked."
        )
        same = replace(plan, told_of=dict.fromkeys(told_of, "8 projects"))
        assert words.finding(EN, same, subject="Planned") == (
            "Planned for 2022: 90.00 points, the lowest of 2020 to 2022"
        )

    def test_years_that_tell_of_as_many_but_other_records_are_not_ranked(self):
        records = {2020: frozenset({1, 2}), 2021: frozenset({1, 2}), 2022: frozenset({1, 3})}
        told_of = dict.fromkeys(records, "2 projects")
        plan = of("100 110 90", 2020, kind=Kind.STATED, told_of=told_of, records=records)
        assert words.finding(EN, plan, subject="Planned") == (
            "Planned for 2022: 90.00 points (2 projects)"
        )
        assert words.trend(EN, plan, subject="Planned") == (
            "Planned for 2022: 90.00 points, stated for 2 projects; in 2021 for as many, not all "
            "of them the same (110.00). Stated for 2 projects each year, not always the same ones: "
            "the years are not ranked."
        )
        plan = replace(plan, told_of=dict.fromkeys(records, "2 dự án"))
        assert words.trend(VI, plan, subject="Kế hoạch") == (
            "Kế hoạch năm 2022: 90,00 điểm, số liệu của 2 dự án; năm 2021 cũng của 2 dự án nhưng "
            "không trùng hoàn toàn (110,00). Số liệu mỗi năm đều của 2 dự án nhưng "
            "không trùng hoàn toàn nên không xếp cao thấp."
        )

    def test_no_record_of_the_outcome_is_no_outcome_of_nothing(self):
        paid = Series("Disbursed", years("90 -", 2021))
        planned = replace(self.PLAN, name="Planned")
        assert words.compared(self.NOW, [planned, paid]) == (
            "In 2021: planned 100.00 points, disbursed 90.00 points (90%). "
            "Disbursed for 2022: nothing recorded yet."
        )


class TestSeveral:
    def test_the_last_common_year_is_compared_highest_first(self):
        series = [
            Series("Thái Bình", years("1 65.78 -"), is_proper=True),
            Series("Hà Nội", years("2 66.74 70"), is_proper=True),
            Series("Median", years("2 65.22 70")),
        ]
        said = words.compared(EN, series)
        assert said == "In 2020: Hà Nội 66.74, Thái Bình 65.78 and median 65.22."
        assert words.compared(VI, series[:2]) == "Năm 2020: Hà Nội 66,74 và Thái Bình 65,78."

    def test_nothing_in_common_is_not_compared(self):
        series = [Series("A", years("1 -")), Series("B", years("- 2"))]
        assert words.compared(EN, series) == ""
        assert words.compared(EN, series[:1]) == ""

    def test_changes_name_the_largest_in_each_direction(self):
        moved = {"A": D("0.64"), "B": D("-0.7"), "C": D("0.001"), "D": D("0.2")}
        assert words.changes(EN, moved) == (
            "2 rose, 1 fell, 1 did not change. "
            "The largest rise: A (+0.64). The largest fall: B (−0.70)."
        )
        del moved["C"]
        assert words.changes(VI, moved) == (
            "2 tăng, 1 giảm. Tăng nhiều nhất: A (+0,64). Giảm nhiều nhất: B (−0,70)."
        )
        assert words.balance(EN, moved) == "2 of 3 rose, 1 fell"
        assert words.balance(VI, moved) == "2/3 tăng, 1 giảm"

    def test_movements_do_not_cross_a_break(self):
        series = [Series("A", years("9 1 2")), Series("B", years("9 - 2"))]
        assert words.movements(EN, series, [Break(2020, "")]) == {"A": D(1)}

    def test_who_leads_with_a_share(self):
        values = {"Hàn Quốc": D("512.4"), "Nhật Bản": D("241.7")}
        assert words.leading(VI, values, D("1628.89")) == (
            "Hàn Quốc đứng đầu, chiếm 31% tổng số: 512,40 điểm"
        )
        assert words.leading(EN, values, None) == "Hàn Quốc leads with 512.40 points"

    def test_of_nothing_nobody_has_a_share(self):
        assert words.leading(EN, {"A": D(5), "B": D(0)}, D(0)) == "A leads with 5.00 points"
        assert words.leading(EN, {"A": D(0), "B": D(-1)}, D(-1)) == "A leads with 0.00 points"

    def test_a_shared_lead_is_shared(self):
        values = {"A": D("5.001"), "B": D("4.999"), "C": D(1)}
        assert words.leading(EN, values, D(11)) == "A and B share the first place: 5.00 points each"

    def test_a_ranking_names_four_and_the_total(self):
        values = {"C": D(2), "A": D(9), "E": D("0.5"), "B": D(4), "D": D(1)}
        assert words.ranking(PLAIN, values, D(17)) == (
            "First: A, 9. Then B (4), C (2) and D (1). All together: 17."
        )
        assert words.ranking(PLAIN, {}, None) == "No figures are recorded."

    def test_a_shared_first_place_is_told_so_and_equals_are_only_listed(self):
        assert words.ranking(PLAIN, {"A": D(9), "B": D(9), "C": D(1)}, D(19)) == (
            "First together: A and B, 9 each. Then C (1). All together: 19."
        )
        assert words.ranking(PLAIN, {"A": D(1), "B": D(1)}, D(2)) == (
            "A (1) and B (1). All together: 2."
        )

    def test_what_does_not_compete_is_told_in_its_order(self):
        stages = {"mobilisation": D(3), "implementation": D(9)}
        assert words.told(PLAIN, stages, D(12)) == (
            "Mobilisation (3) and implementation (9). All together: 12."
        )


class TestPeriodsThatAreNotOver:
    """They are shown and told, but neither compared nor called a highest or lowest."""

    NOW = about("en", unfinished=2022)
    SERIES = of("10 20 30 5")

    def test_the_finding_is_about_the_last_whole_one(self):
        assert words.finding(self.NOW, self.SERIES) == (
            "In 2021: 30.00 points, the highest of 2019 to 2021"
        )

    def test_the_trend_ends_before_it_and_then_tells_it(self):
        assert words.trend(self.NOW, self.SERIES) == (
            "In 2021: 30.00 points, up by 10.00 points from 2020 (20.00). "
            "From 2019 to 2021 each figure was higher than the one before. "
            "2022 is not over: 5.00 points so far."
        )

    def test_it_names_the_day_where_it_knows_it(self):
        now = about("vi", unfinished=2022, until=date(2022, 11, 30))
        assert words.trend(now, of("10 5", 2021)).endswith(
            "Năm 2022, tính đến hết ngày 30/11/2022: 5,00 điểm."
        )

    def test_a_single_one_is_told_all_the_same(self):
        assert words.finding(self.NOW, of("5", 2022)) == "2022 is not over: 5.00 points so far"
        assert words.trend(self.NOW, of("5", 2022)) == "2022 is not over: 5.00 points so far."

    def test_a_lower_limit_stays_one(self):
        series = of("10 5", 2021, floors=frozenset({2022}))
        assert words.trend(self.NOW, series).endswith("2022 is not over: above 5.00 points so far.")

    def test_series_are_compared_at_the_last_whole_one(self):
        series = [replace(self.SERIES, name=name, is_proper=True) for name in "AB"]
        assert words.compared(self.NOW, series) == "In 2021: A 30.00 and B 30.00."


def test_of_many_that_stand_first_the_title_gives_the_number():
    values = dict.fromkeys(["a", "b", "c", "d"], D(1))
    assert words.leading(PLAIN, values, D(4)) == "All 4 are equal: 1 each"
    assert words.leading(PLAIN, dict.fromkeys("ab", D(1)), None) == "Both are equal: 1 each"
    assert words.leading(PLAIN, values | {"e": D(0)}, D(4)) == "4 share the first place: 1 each"
    assert words.leading(PLAIN, {"education": D(3)}, D(3)) == "Education alone: 3"
    assert words.leading(PLAIN, {"education": D(3), "health": D(1)}, D(4)) == (
        "Education leads with 75% of the total: 3"
    )
