from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.charts import words
from portal.charts.chart import Break, Series
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


class TestTrend:
    def test_a_rise_and_the_turn_in_it(self):
        assert words.trend(EN, years("65.38 64.02 62.31 65.78")) == (
            "From 2019 to 2022: up by 0.40, from 65.38 to 65.78 points. "
            "It was lowest in 2021, at 62.31."
        )

    def test_it_is_told_in_vietnamese(self):
        assert words.trend(VI, years("65.38 64.02 62.31 65.78")) == (
            "Từ 2019 đến 2022: tăng 0,40, từ 65,38 lên 65,78 điểm. Thấp nhất vào 2021, ở mức 62,31."
        )

    def test_a_fall_without_a_turn(self):
        assert words.trend(PLAIN, years("9 5 2")) == (
            "From 2019 to 2021: down by 7, from 9 to 2. It fell every time."
        )

    def test_a_rise_without_a_turn(self):
        assert words.trend(PLAIN, years("2 5 9")) == (
            "From 2019 to 2021: up by 7, from 2 to 9. It rose every time."
        )

    def test_a_peak_reached_twice_names_both_years(self):
        assert words.trend(PLAIN, years("1 7 3 7 2")) == (
            "From 2019 to 2023: up by 1, from 1 to 2. It was highest in 2020 and 2022, at 7."
        )

    def test_equal_ends_around_a_peak(self):
        assert words.trend(PLAIN, years("4 7 4")) == (
            "2019 and 2021 are equal, at 4. It was highest in 2020, at 7."
        )

    def test_what_never_changed(self):
        assert words.trend(EN, years("4 4.001 4")) == "From 2019 to 2021: unchanged at 4.00 points."

    def test_years_without_figures_are_named_long_runs_as_a_span(self):
        assert words.trend(PLAIN, years("1 - 2 - - - 3")) == (
            "From 2019 to 2025: up by 2, from 1 to 3. It rose every time. "
            "No figure for 2020 and 2022–2024."
        )

    def test_nothing_is_compared_across_a_change_of_method(self):
        breaks = [Break(2013, "10"), Break(2021, "new")]
        assert words.trend(PLAIN, years("90 80 1 2"), breaks) == (
            "From 2021 to 2022: up by 1, from 1 to 2. "
            "The method changed in 2021: earlier figures are not compared."
        )

    def test_a_break_after_the_last_figure_hides_nothing(self):
        assert words.trend(PLAIN, years("1 2 -"), [Break(2021, "new")]) == (
            "From 2019 to 2020: up by 1, from 1 to 2. No figure for 2021."
        )

    def test_one_figure_and_none(self):
        assert words.trend(EN, years("65.38")) == "In 2019: 65.38 points."
        assert words.trend(EN, years("- -")) == "No figures are published."

    @given(st.lists(st.none() | st.decimals(-999, 999, places=2), min_size=1, max_size=20))
    def test_the_sentence_agrees_with_the_numbers(self, values):
        series = dict(enumerate(values, start=2000))
        said = words.trend(EN, series)
        known = [value for value in values if value is not None]
        assert (said == "No figures are published.") == (not known)
        if len(known) > 1:
            assert (": up by" in said) == (known[-1] > known[0])
            assert (": down by" in said) == (known[-1] < known[0])
            inside = known[1:-1]
            ends = (known[0], known[-1])
            monotone = sorted(set(known)) in (known, known[::-1])
            assert ("It was highest" in said) == (
                not monotone and bool(inside) and max(inside) > max(ends)
            )
            assert ("It was lowest" in said) == (
                not monotone and bool(inside) and min(inside) < min(ends)
            )
        assert ("No figure for" in said) == (bool(known) and len(known) < len(values))


class TestFinding:
    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            ("1 3 2 4", "2022 is the highest since 2019: 4"),
            ("5 3 4 2", "2022 is the lowest since 2019: 2"),
            ("1 4 3", "2021: 3, down by 1 on 2020"),
            ("4 1 3", "2021: 3, up by 2 on 2020"),
            ("4 3 3", "2021: 3, the same as 2020"),
            ("1 2", "2020: 2, up by 1 on 2019"),
            ("1 - 2 -", "2021: 2, up by 1 on 2019"),
            ("7", "In 2019: 7"),
            ("- -", "No figures are published"),
        ],
    )
    def test_a_title_says_where_the_last_value_stands(self, values, expected):
        assert words.finding(PLAIN, years(values)) == expected

    def test_a_record_counts_from_the_change_of_method(self):
        assert words.finding(PLAIN, years("9 1 2 3"), [Break(2020, "")]) == (
            "2022 is the highest since 2020: 3"
        )

    def test_it_is_told_in_vietnamese(self):
        assert words.finding(VI, years("62.31 65.78", 2021)) == (
            "2022: 65,78 điểm, tăng 3,47 so với 2021"
        )


class TestSeveral:
    def test_the_last_common_year_is_compared_highest_first(self):
        series = [
            Series("Thái Bình", years("1 65.78 -")),
            Series("Hà Nội", years("2 66.74 70")),
        ]
        assert words.compared(EN, series) == "In 2020: Hà Nội 66.74 and Thái Bình 65.78."
        assert words.compared(VI, series) == "2020: Hà Nội 66,74 và Thái Bình 65,78."

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
        assert words.balance(VI, moved) == "2 trong 3 tăng, 1 giảm"

    def test_movements_do_not_cross_a_break(self):
        series = [Series("A", years("9 1 2")), Series("B", years("9 - 2"))]
        assert words.movements(EN, series, [Break(2020, "")]) == {"A": D(1)}

    def test_who_leads_with_a_share(self):
        values = {"Hàn Quốc": D("512.4"), "Nhật Bản": D("241.7")}
        assert words.leading(VI, values, D("1628.89")) == "Hàn Quốc đứng đầu, chiếm 31%"
        assert words.leading(EN, values, None) == "Hàn Quốc leads with 512.40 points"

    def test_a_shared_lead_is_shared(self):
        values = {"A": D("5.001"), "B": D("4.999"), "C": D(1)}
        assert words.leading(EN, values, D(11)) == "A and B lead together, with 5.00 points each"

    def test_a_ranking_names_four_and_the_total(self):
        values = {"C": D(2), "A": D(9), "E": D("0.5"), "B": D(4), "D": D(1)}
        assert words.ranking(PLAIN, values, D(17)) == (
            "First: A, 9. Then B (4), C (2) and D (1). All together: 17."
        )
        assert words.ranking(PLAIN, {}, None) == "No figures are published."


class TestPeriodsThatAreNotOver:
    """They are shown and told, but neither compared nor called a highest or lowest."""

    NOW = about("en", unfinished=2022)
    VALUES = dict(zip(range(2019, 2023), decimals("10 20 30 5"), strict=True))

    def test_the_finding_is_about_the_last_whole_one(self):
        assert (
            words.finding(self.NOW, self.VALUES) == "2021 is the highest since 2019: 30.00 points"
        )

    def test_the_trend_ends_before_it_and_then_tells_it(self):
        assert words.trend(self.NOW, self.VALUES) == (
            "From 2019 to 2021: up by 20.00, from 10.00 to 30.00 points. It rose every time. "
            "2022 is not over: 5.00 points so far."
        )

    def test_a_single_one_is_told_all_the_same(self):
        assert words.finding(self.NOW, {2022: D(5)}) == "In 2022: 5.00 points"
        assert words.trend(self.NOW, {2022: D(5)}) == "In 2022: 5.00 points."

    def test_series_are_compared_at_the_last_whole_one(self):
        series = [Series("A", self.VALUES), Series("B", self.VALUES)]
        assert words.compared(self.NOW, series) == "In 2021: A 30.00 and B 30.00."


def test_of_many_that_stand_first_the_title_gives_the_number():
    values = dict.fromkeys(["a", "b", "c", "d"], D(1))
    assert words.leading(PLAIN, values, D(4)) == "4 lead together, with 1 each"
    assert words.leading(PLAIN, {"education": D(3), "health": D(1)}, D(4)) == (
        "Education leads, with 75%"
    )
