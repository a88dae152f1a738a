"""Each sentence of random series is read back and held against a naive truth of its claim.

A lower limit may be any number above: a claim about it must be true of all of them.
"""

import re
from decimal import ROUND_HALF_UP
from decimal import Decimal as D
from itertools import pairwise, product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.charts import words
from portal.charts.chart import Break, Kind, Series
from tests.charts.samples import about

pytestmark = pytest.mark.one_database

FIRST = 2001
NUMBER = r"−?[\d,]+\.\d\d"
LIST = r"[\d–, and]+"


def seen(value):
    return value.quantize(D("0.01"), rounding=ROUND_HALF_UP)


def read(text):
    return D(text.replace("−", "-").replace(",", ""))


def years_in(text):
    found = set()
    for part in re.findall(r"\d{4}(?:–\d{4})?", text):
        first, _dash, last = part.partition("–")
        found |= set(range(int(first), int(last or first) + 1))
    return found


class World:
    """What is true if each lower limit is really this or that number. over: of ended years."""

    def __init__(self, series, comparable, real, unfinished, broken):
        self.series, self.comparable = series, comparable
        self.unfinished, self.broken = unfinished, broken
        self.real = {year: seen(real.get(year, value)) for year, value in comparable.items()}
        # A stock may be compared on a day of the running year, and no more.
        is_stock = series.kind == Kind.STOCK
        self.over = {y: v for y, v in self.real.items() if not (is_stock and y == unfinished)}

    def steps(self):
        return [(b > a) - (b < a) for a, b in pairwise(self.over.values())]


def last_value(world, m):
    year = int(m["year"])
    return year == max(world.comparable) and seen(world.comparable[year]) == read(m["value"])


def is_marked(world, m):
    return bool(m["above"]) == (int(m["year"]) in world.series.floors)


def moved(world, m):
    year, before = int(m["year"]), int(m["before"])
    by = world.real[year] - world.real[before]
    followed = [one for one in world.comparable if one < year][-1] == before
    said = read(m["by"]) if m["way"] == "up" else -read(m["by"])
    return followed and by == said and by != 0 and world.real[before] == read(m["was"])


def unchanged(world, m):
    return world.real[int(m["year"])] == world.real[int(m["before"])]


def extreme(world, m):
    years, last = list(world.over), int(m["year"])
    span = (int(m["first"]), int(m["last"])) == (years[0], years[-1])
    whole = years == list(range(years[0], years[-1] + 1))
    others = [value for year, value in world.over.items() if year != last]
    beats = all(world.over[last] > value for value in others)
    below = all(world.over[last] < value for value in others)
    count = (m["n"] is None) == whole and (whole or int(m["n"]) == len(years))
    return span and count and (beats if m["which"] == "highest" else below)


def ways(world, m):
    years = list(world.over)
    if (int(m["first"]), int(m["last"])) != (years[0], years[-1]):
        return False
    steps = world.steps()
    how = m["how"]
    if how == "it did not change":
        return set(steps) == {0}
    if how.startswith("each figure"):
        return set(steps) == {1 if "higher" in how else -1}
    told = {"rose": 0, "fell": 0, "stayed the same": 0}
    for verb, once, twice, times in re.findall(
        r"(rose|fell|stayed the same) (?:(once)|(twice)|(\d+) times)", how
    ):
        told[verb] = 1 if once else 2 if twice else int(times)
    return told == {
        "rose": steps.count(1),
        "fell": steps.count(-1),
        "stayed the same": steps.count(0),
    }


def high_and_low(world, m):
    high, low = max(world.over.values()), min(world.over.values())
    return (
        (read(m["high"]), read(m["low"])) == (high, low)
        and years_in(m["highs"]) == {year for year, v in world.over.items() if v == high}
        and years_in(m["lows"]) == {year for year, v in world.over.items() if v == low}
    )


def no_figure(world, m):
    missing = {year for year, value in world.series.values.items() if value is None}
    return bool(missing) and years_in(m["years"]) == missing


def limits(world, m):
    return years_in(m["years"]) == set(world.series.floors & world.comparable.keys())


def running(world, m):
    value = world.series.values[world.unfinished]
    return (
        world.series.kind == Kind.FLOW
        and int(m["year"]) == world.unfinished
        and read(m["value"]) == seen(value)
        and bool(m["above"]) == (world.unfinished in world.series.floors)
    )


def nothing(world, m):
    return not any(value is not None for value in world.series.values.values())


def method(world, m):
    return int(m["year"]) == world.broken and all(year >= world.broken for year in world.comparable)


VALUE = rf"In (?P<year>\d+): (?P<above>above )?(?P<value>{NUMBER}) points"
CLAIMS = [
    (VALUE, [last_value, is_marked]),
    (
        VALUE + rf", (?P<way>up|down) by (?P<by>{NUMBER}) points from (?P<before>\d+) "
        rf"\((?P<was>{NUMBER})\)",
        [last_value, is_marked, moved],
    ),
    (VALUE + r", unchanged from (?P<before>\d+)", [last_value, is_marked, unchanged]),
    (
        VALUE + r", the (?P<which>highest|lowest) of (?:the (?P<n>\d+) figures from )?"
        r"(?P<first>\d+) to (?P<last>\d+)",
        [last_value, is_marked, extreme],
    ),
    (
        r"From (?P<first>\d+) to (?P<last>\d+) (?P<how>it did not change|"
        r"each figure was (?:higher|lower) than the one before|it (?:rose|fell|stayed).*)",
        [ways],
    ),
    (
        rf"Highest: (?P<high>{NUMBER}) points \((?P<highs>{LIST})\); "
        rf"lowest: (?P<low>{NUMBER}) points \((?P<lows>{LIST})\)",
        [high_and_low],
    ),
    (rf"No figure for (?P<years>{LIST})", [no_figure]),
    (rf"Only lower limits are known for (?P<years>{LIST}): they are not compared", [limits]),
    (
        rf"(?P<year>\d+) is not over: (?P<above>above )?(?P<value>{NUMBER}) points so far",
        [running],
    ),
    (r"No figures are recorded", [nothing]),
    (r"The method changed in (?P<year>\d+): earlier figures are not compared", [method]),
]


def check(sentence, worlds):
    """Exactly one form fits the sentence, and its claims are true in every world."""
    found = [(re.fullmatch(form, sentence), claims) for form, claims in CLAIMS]
    (fitting,) = [(m, claims) for m, claims in found if m]
    match, claims = fitting
    for world in worlds:
        wrong = [claim.__name__ for claim in claims if not claim(world, match)]
        assert wrong == [], (sentence, world.real)


@st.composite
def told(draw):
    """(Series, the year that is not over or "", the year of a break or None)."""
    small = st.integers(-3, 3).map(D)  # ties are common
    wide = st.decimals(-9999, 9999, places=3)
    values = draw(st.lists(st.none() | small | wide, min_size=1, max_size=8))
    by_year = dict(enumerate(values, start=FIRST))
    known = [year for year, value in by_year.items() if value is not None]
    floors = draw(st.sets(st.sampled_from(known), max_size=3)) if known else set()
    kind = draw(st.sampled_from(Kind))
    unfinished = draw(st.sampled_from(["", max(by_year)]))
    broken = draw(st.none() | st.sampled_from(sorted(by_year)))
    return Series("A", by_year, kind, frozenset(floors)), unfinished, broken


def worlds_of(series, unfinished, broken):
    known = {year: value for year, value in series.values.items() if value is not None}
    broken = broken if known and broken is not None and broken <= max(known) else None
    comparable = {
        year: value
        for year, value in known.items()
        if (broken is None or year >= broken)
        and not (series.kind == Kind.FLOW and year == unfinished)
    }
    floors = [year for year in comparable if year in series.floors]
    for above in product([D("0.01"), D(1), D(10**6)], repeat=len(floors)):
        real = {year: comparable[year] + more for year, more in zip(floors, above, strict=True)}
        yield World(series, comparable, real, unfinished, broken)


@given(told())
def test_every_sentence_on_a_series_is_true(drawn):
    series, unfinished, broken = drawn
    breaks = [Break(broken, "new")] if broken is not None else []
    of = about("en", unfinished=unfinished)
    worlds = list(worlds_of(*drawn))
    check(words.finding(of, series, breaks), worlds)
    for sentence in re.findall(
        r"(.+?)\.(?: (?=[A-Z]|\d{4} is)|$)", words.trend(of, series, breaks)
    ):
        check(sentence, worlds)


def is_share(percent, sign, said):
    if sign == "<":
        return said == 1 and 0 < percent < 1
    if sign == ">":
        return said in (99, 100) and said < percent < said + 1
    return abs(percent - said) <= D("0.5") and (percent == said or said not in (0, 100))


NAMES = st.sampled_from("ABCDEFGH")


@given(st.dictionaries(NAMES, st.integers(0, 4).map(D) | st.decimals(0, 99, places=3), min_size=1))
def test_every_title_of_a_ranking_is_true(values):
    shown = {name: seen(value) for name, value in values.items()}
    whole = sum(values.values(), D(0))
    title = words.leading(about("en"), values, whole)
    first = {name for name, value in shown.items() if value == max(shown.values())}
    number = read(re.findall(NUMBER, title)[-1])
    assert number == max(shown.values())
    if title.startswith(("All ", "Both ")):
        assert first == set(shown)
        assert len(shown) == (2 if title.startswith("Both ") else int(title.split()[1]))
        assert title.startswith("Both ") == (len(shown) == 2)
    elif " share the first place: " in title:
        who = title.split(" share ")[0]
        assert first != set(shown)
        assert len(first) > 1
        assert who == str(len(first)) or set(re.findall(r"\b[A-H]\b", who)) == first
    elif " alone: " in title:
        assert set(shown) == {title[0]}
    else:
        assert first == {title[0]}
        assert len(shown) > 1
        if match := re.search(r"leads with ([<>]?)(\d+)% of the total", title):
            percent = 100 * values[title[0]] / whole
            assert is_share(percent, match[1], D(match[2]))


@given(st.dictionaries(NAMES, st.integers(0, 4).map(D) | st.decimals(0, 99, places=3), min_size=1))
def test_a_ranking_names_each_place_truly(values):
    shown = {name: seen(value) for name, value in values.items()}
    said = words.ranking(about("en"), values, None)
    named = [(n, read(v)) for n, v in re.findall(rf"\b([A-H]) \(({NUMBER})\)", said)]
    assert all(shown[name] == value for name, value in named)
    if said.startswith("First together: "):
        who, value = re.match(rf"First together: (.+), ({NUMBER}) points each\.", said).groups()
        leaders = set(re.findall(r"\b[A-H]\b", who))
    elif said.startswith("First: "):
        who, value = re.match(rf"First: ([A-H]), ({NUMBER}) points\.", said).groups()
        leaders = {who}
    else:
        assert len(set(shown.values())) == 1
        assert {name for name, _value in named} == set(shown)
        return
    assert leaders == {name for name, v in shown.items() if v == max(shown.values())}
    assert read(value) == max(shown.values())
    behind = sorted((v for name, v in shown.items() if name not in leaders), reverse=True)[:3]
    assert [value for _name, value in named] == behind


@given(
    st.decimals(0, 999, places=2),
    st.none() | st.decimals(0, 999, places=2),
    st.booleans(),
    st.booleans(),
)
@example(D("2.01"), D("2.02"), False, False)
@example(D("2.02"), D("2.01"), False, False)
def test_a_plan_and_its_outcome_are_told_apart(plan, paid, is_floor, is_running):
    floors = frozenset({2022}) if is_floor else frozenset()
    said = words.compared(
        about("en", unfinished=2022 if is_running else ""),
        [Series("Planned", {2022: plan}, Kind.STATED, floors), Series("Disbursed", {2022: paid})],
    )
    if paid is None:
        assert said == "Disbursed for 2022: nothing recorded yet."
        return
    form = rf"In 2022: planned (above )?({NUMBER}) points, disbursed ({NUMBER}) points(.*)\."
    above, first, second, end = re.fullmatch(form, said).groups()
    assert (read(first), read(second), bool(above)) == (plan, paid, is_floor)
    assert bool(end) == (plan > 0 and not is_floor)
    if end:
        sign, percent = re.fullmatch(r" \(([<>]?)([\d,]+)%\)", end).groups()
        assert is_share(100 * paid / plan, sign, read(percent))
