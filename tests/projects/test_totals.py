"""Totals as of a date and as known at a moment, against a naive recomputation."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects import ledger
from projects.figures import Figure, Measure, Unit
from projects.models import FdiEvent
from projects.registers.common.capital import totals
from projects.registers.common.capital.years import stock_by_year
from projects.registers.fdi import partners as fdi
from projects.registers.fdi.selection import FdiCounted, FdiSelection
from projects.registers.ngo import totals as ngo
from projects.registers.ngo.selection import NgoSelection
from projects.registers.oda import totals as oda
from projects.registers.oda.selection import OdaSelection
from projects.when import When
from tests import articles, registers
from tests.projects import naive

pytestmark = pytest.mark.django_db

EVERYTHING = FdiSelection()
BEGIN = datetime(2023, 1, 2, 9, tzinfo=UTC)
#: Few days and amounts, so that events meet, contradict and exhaust each other.
DAYS = st.integers(0, 8).map(lambda n: date(2020, 1, 1) + timedelta(days=90 * n))
LATER = st.integers(3, 12).map(lambda n: date(2020, 1, 1) + timedelta(days=90 * n))
AMOUNTS = [Decimal("0.01"), Decimal(30), Decimal("100.5"), Decimal(10**13)]
ADJUSTMENTS = ["capital_increase", "capital_decrease", "other_adjustment"]
BEGINNING = {"kind": "new", "verb": "enter", "is_approved": True, "day": date(2020, 1, 1)}


def steps_of(seed):
    """What people try with two or three projects: full ledgers, which Hypothesis's own lists of
    many small choices rarely become."""
    random = Random(seed)
    rest = [_step(random) for _number in range(random.randint(8, 18))]
    if random.random() < 0.7:  # mostly in their order, so that they fit
        rest.sort(key=lambda step: step["day"])
    return [_step(random) | BEGINNING | {"which": which} for which in range(2)] + rest


def _step(random):
    return {
        "which": random.randrange(3),  # which project, or which of the last approved entries
        "kind": random.choice([*FdiEvent.Type.values, *ADJUSTMENTS, *ADJUSTMENTS]),
        "day": date(2020, 1, 1) + timedelta(days=90 * random.randint(1, 8)),
        "usd": random.choice(AMOUNTS),
        "partner": random.choice(["KR", "JP"]),
        "term": random.choice(
            [None, date(2020, 1, 1) + timedelta(days=90 * random.randint(3, 12))]
        ),
        "number": random.choice(["A", "B"]),  # one certificate of several events is one turn
        "is_approved": random.random() < 0.8,
        "verb": random.choice(["enter"] * 5 + ["move", "change", "void"]),
    }


@pytest.fixture
def three(people):
    """Projects that were public before anything was known of them."""
    registers.country("KR")
    registers.country("JP", "Nhật Bản", "Japan")
    with time_machine.travel(datetime(2022, 10, 1, 8, tzinfo=UTC)):
        return [registers.fdi_project(people) for _number in range(3)]


def play(people, projects, steps):
    """Try all steps, an hour apart; what the ledger refuses does not happen."""
    for hours, step in enumerate(steps):
        with time_machine.travel(BEGIN + timedelta(hours=hours), tick=False):
            try:
                with transaction.atomic():
                    entry = _attempt(people, projects, step)
                    if step["is_approved"]:
                        registers.approved(people, entry)
            except ValidationError:
                continue


def _attempt(people, projects, step):
    kind = step["kind"]
    if step["verb"] != "enter":
        return _correct(people, step)
    return registers.event(
        people,
        projects[step["which"]],
        kind,
        step["day"],
        step["usd"] if kind in FdiEvent.WITH_AMOUNT else None,
        number=step["number"],
        term_ends_on=step["term"] if kind in ("new", "other_adjustment") else None,
        **_partner(kind, step["partner"]),
    )


def _partner(kind, code):
    return {"partner": registers.country(code)} if kind in FdiEvent.WITH_PARTNER else {}


def _correct(people, step):
    """Another day, another amount, or nothing instead of one of the last approved entries."""
    approved = FdiEvent.objects.filter(status="approved", void=False).order_by("-pk")
    entry = approved[step["which"] : step["which"] + 1].first()
    if entry is None:
        raise ValidationError("nothing to correct")
    changed = {
        "void": {"void": True},
        "move": {"effective_on": step["day"]},
        "change": {"amount": step["usd"], "usd": step["usd"]} if entry.usd else {},
    }[step["verb"]]
    return ledger.correct(entry, by=people["data officer"], **changed)


def values(figures):
    return {measure.value: figure.value for measure, figure in figures.items()}


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    seed=st.integers(0, 2**32),
    as_of=LATER,
    since=st.none() | DAYS,
    known_hour=st.none() | st.integers(2, 20),
    is_analysed=st.booleans(),
)
def test_totals_equal_a_naive_recomputation(
    people, three, seed, as_of, since, known_hour, is_analysed
):
    known_at = None if known_hour is None else BEGIN + timedelta(hours=known_hour)
    when = When(as_of, known_at, since if since and since <= as_of else None)
    with transaction.atomic():
        play(people, three, steps_of(seed))
        if is_analysed:
            registers.analyse()
        rows = list(FdiEvent.objects.all())
        projects, capital, partners, suspended = naive.stock(rows, when)
        assert values(totals.stock(EVERYTHING, when)) == {
            "valid_projects": projects,
            "valid_capital": capital,
        }
        assert values(totals.flow(EVERYTHING, when)) == naive.flow(rows, when)
        assert totals.suspended(EVERYTHING, when).value == suspended
        assert {
            part.thing.pk: tuple(values(part.figures).values())
            for part in fdi.stock_by("partner", EVERYTHING, when)
        } == partners
        check_reconciliation(when)
        check_lists(when)
        check_years(rows, when)
        transaction.set_rollback(True)


def check_reconciliation(when):
    """Stock before + new + increases - decreases - what ended = stock after."""
    if when.since is None:
        when = replace(when, since=date(2019, 1, 1))
    before = totals.stock(EVERYTHING, when.at(when.since - timedelta(days=1)))
    after = totals.stock(EVERYTHING, when)
    flow, ended = totals.flow(EVERYTHING, when), totals.ended(EVERYTHING, when)
    assert after[Measure.VALID_CAPITAL].value == (
        before[Measure.VALID_CAPITAL].value
        + flow[Measure.NEW_CAPITAL].value
        + flow[Measure.ADJUSTED_CAPITAL].value
        - ended[Measure.ENDED_CAPITAL].value
    )
    assert after[Measure.VALID_PROJECTS].value == (
        before[Measure.VALID_PROJECTS].value
        + flow[Measure.NEW_PROJECTS].value
        - ended[Measure.ENDED_PROJECTS].value
    )


def check_lists(when):
    """The list behind a count of projects has that many rows."""
    for figure in [
        *totals.flow(EVERYTHING, when).values(),
        *totals.stock(EVERYTHING, when).values(),
        *totals.ended(EVERYTHING, when).values(),
    ]:
        if figure.unit == Unit.PROJECTS:
            asked = {key: figure.records.get(key, "") for key in ("status", "counted")}
            assert FdiSelection(**asked).behind(figure.when).count() == figure.value


def check_years(rows, when):
    """The stock of every year's end is what the stock of that day is."""
    for year, figures in stock_by_year(EVERYTHING, when).items():
        last = min(date(year, 12, 31), when.as_of)
        projects, capital, *_rest = naive.stock(rows, replace(when, as_of=last))
        assert values(figures) == {"valid_projects": projects, "valid_capital": capital}


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_the_order_of_entry_is_irrelevant(people, three, data):
    events = [
        ("capital_increase", "2020-06-01", Decimal(50)),
        ("capital_decrease", "2020-07-01", Decimal(120)),
        ("transfer", "2020-08-01", None),
        ("suspension", "2020-09-01", None),
        ("resumption", "2020-10-01", None),
        ("capital_increase", "2021-01-01", Decimal("0.07")),
        ("termination", "2021-03-01", None),
    ]
    shuffled = data.draw(st.permutations(events))
    with transaction.atomic():
        registers.happened(people, three[0], "new", "2020-01-01", Decimal(100))
        waiting = list(shuffled)
        while waiting:  # what must come later waits until it fits
            refused = [step for step in waiting if not _fits(people, three[0], step)]
            assert len(refused) < len(waiting)
            waiting = refused
        for day, capital in [("2020-12-31", 30), ("2021-02-01", "30.07"), ("2021-03-01", 0)]:
            stock = totals.stock(EVERYTHING, When(date.fromisoformat(day)))
            assert stock[Measure.VALID_CAPITAL].value == Decimal(capital)
        transaction.set_rollback(True)


def _fits(people, project, step):
    kind, day, usd = step
    try:
        with transaction.atomic():
            registers.happened(people, project, kind, day, usd)
    except ValidationError:
        return False
    return True


def test_what_is_not_approved_never_counts(people, three):
    project = three[0]
    registers.event(people, project, "new", "2020-01-01", 100)
    assert totals.stock(EVERYTHING, When.today())[Measure.VALID_PROJECTS].value == 0
    hidden = registers.fdi_project(people, public=False)
    registers.happened(people, hidden, "new", "2020-01-01", 100)
    assert totals.stock(EVERYTHING, When.today())[Measure.VALID_PROJECTS].value == 0
    everything = FdiSelection(registered=True)
    assert totals.stock(everything, When.today())[Measure.VALID_PROJECTS].value == 1


def test_a_withdrawn_project_leaves_the_public_totals(people, three):
    registers.happened(people, three[0], "new", "2020-01-01", 100)
    articles.step(three[0], "withdraw", people["publisher"], note="Trùng")
    assert totals.stock(EVERYTHING, When.today())[Measure.VALID_PROJECTS].value == 0


def test_a_correction_changes_the_past_as_known_now_only(people, three):
    with time_machine.travel(datetime(2022, 11, 1, 8, tzinfo=UTC)):
        registers.happened(people, three[0], "new", "2022-01-01", 100)
    with time_machine.travel(datetime(2022, 12, 5, 8, tzinfo=UTC)):
        entry = three[0].events.get()
        correction = ledger.correct(entry, by=people["data officer"], amount=130, usd=130)
        registers.approved(people, correction)
    november = When(date(2022, 11, 30))
    then = When(date(2022, 11, 30), datetime(2022, 11, 30, 23, tzinfo=UTC))
    assert totals.stock(EVERYTHING, november)[Measure.VALID_CAPITAL].value == 130
    assert totals.stock(EVERYTHING, then)[Measure.VALID_CAPITAL].value == 100


def valid_on(day):
    return totals.stock(EVERYTHING, When(date.fromisoformat(day)))[Measure.VALID_PROJECTS].value


def test_a_project_is_valid_to_the_last_day_of_its_term(people, three):
    registers.happened(people, three[0], "new", "2010-01-01", 9, term_ends_on=date(2020, 1, 1))
    assert [valid_on(day) for day in ("2020-01-01", "2020-01-02")] == [1, 0]
    prolonged = {"term_ends_on": date(2030, 1, 1)}
    registers.happened(people, three[0], "other_adjustment", "2019-06-01", **prolonged)
    assert [valid_on(day) for day in ("2020-01-02", "2030-01-01", "2030-01-02")] == [1, 1, 0]


def test_a_project_resumed_on_the_day_of_its_suspension_is_not_suspended(people, three):
    registers.happened(people, three[0], "new", "2020-01-01", 9)
    registers.happened(people, three[0], "suspension", "2021-01-01")
    when = When(date(2021, 1, 1))
    assert totals.suspended(EVERYTHING, when).value == 1
    registers.happened(people, three[0], "resumption", "2021-01-01")
    assert totals.suspended(EVERYTHING, when).value == 0
    assert FdiSelection(status="operating").projects(when).count() == 1


def test_cents_are_never_lost(people, three):
    """Fifteen significant digits are where SQLite's own decimals begin to round."""
    registers.happened(people, three[0], "new", "2020-01-01", Decimal("9007199254740993.01"))
    registers.happened(people, three[1], "new", "2020-01-01", Decimal("0.02"))
    stock = totals.stock(EVERYTHING, When.today())
    assert stock[Measure.VALID_CAPITAL].value == Decimal("9007199254740993.03")


def test_the_partner_of_the_day_counts(people, three):
    project = three[0]
    japan = registers.country("JP")
    registers.happened(people, project, "new", "2020-01-01", 100)
    registers.happened(people, project, "capital_increase", "2021-01-01", 10)
    registers.happened(people, project, "transfer", "2021-06-01", partner=japan)
    registers.happened(people, project, "capital_increase", "2022-01-01", 7)
    of_japan, of_korea = FdiSelection(partner=japan), FdiSelection(partner=registers.country())
    today, in_march = When.today(), When(date(2021, 3, 1))
    assert totals.stock(of_japan, today)[Measure.VALID_CAPITAL].value == 117
    assert totals.stock(of_korea, today)[Measure.VALID_CAPITAL].value == 0
    assert totals.stock(of_korea, in_march)[Measure.VALID_CAPITAL].value == 110
    assert totals.flow(of_korea, today)[Measure.RAISED_CAPITAL].value == 10
    assert totals.flow(of_japan, today)[Measure.RAISED_CAPITAL].value == 7
    by_partner = {
        part.thing.code: part.figures for part in fdi.flow_by("partner", EVERYTHING, today)
    }
    assert by_partner["KR"][Measure.NEW_CAPITAL].value == 100
    assert by_partner["JP"][Measure.RAISED_CAPITAL].value == 7


def test_a_notice_that_stands_alone_counts_as_a_turn_and_in_its_place(people, three):
    values = {"company": "Công ty A", "industry": registers.industry(), "unit": registers.unit()}
    registers.happened(people, None, "share_purchase", "2022-01-01", 5, **values)
    today = When.today()
    assert totals.flow(EVERYTHING, today)[Measure.SHARE_TURNS].value == 1
    here = FdiSelection(industry=values["industry"], place=values["unit"])
    elsewhere = FdiSelection(place=registers.unit("01", "Hà Nội"))
    assert totals.flow(here, today)[Measure.SHARE_VALUE].value == 5
    assert totals.flow(elsewhere, today)[Measure.SHARE_VALUE].value == 0
    assert totals.stock(EVERYTHING, today)[Measure.VALID_PROJECTS].value == 0
    assert FdiSelection(counted=FdiCounted.SHARES).behind(today).count() == 0


def test_one_certificate_is_one_turn_whatever_it_changes(people, three):
    project = three[0]
    registers.happened(people, project, "new", "2020-01-01", 100)
    registers.happened(people, project, "capital_increase", "2021-01-01", 5, number="Lần 1")
    registers.happened(people, project, "other_adjustment", "2021-01-01", number="Lần 1")
    registers.happened(people, project, "other_adjustment", "2021-05-01", number="Lần 2")
    flow = totals.flow(EVERYTHING, When.today())
    assert flow[Measure.ADJUSTED_TURNS].value == 2
    assert flow[Measure.ADJUSTED_PROJECTS].value == 1


def test_a_year_is_what_its_last_document_says_as_of_the_date(people):
    project = registers.oda_project(people, stages=[("implementation", "2021-01-01")])
    for day, foreign in [("2022-06-15", 120), ("2022-01-15", 100)]:
        entry = registers.year(people, project, "planned", 2022, day, foreign=foreign)
        registers.approved(people, entry)

    def planned(day):
        figures = oda.years(OdaSelection(), When(date.fromisoformat(day)), [2022])[2022]
        return figures[Measure.ODA_PLANNED_FOREIGN].value

    assert [planned(day) for day in ("2022-01-14", "2022-01-15", "2022-12-31")] == [None, 100, 120]


def test_the_stage_is_the_last_one_reached_as_of_the_date(people):
    registers.oda_project(
        people,
        stages=[
            ("mobilisation", "2020-01-01"),
            ("agreement", "2021-01-01"),
            ("implementation", "2021-01-01"),
        ],
    )

    def stages(day):
        found = oda.by_stage(OdaSelection(), When(date.fromisoformat(day)))
        return {stage.value: figure.value for stage, figure in found.items() if figure.value}

    assert stages("2019-12-31") == {}
    assert stages("2020-12-31") == {"mobilisation": 1}
    assert stages("2021-01-01") == {"implementation": 1}
    assert OdaSelection(stage="agreement").projects(When.today()).count() == 0
    assert oda.started(OdaSelection(), When.year_to(date(2021, 6, 1))).value == 1
    assert oda.started(OdaSelection(), When.year_to(date(2022, 6, 1))).value == 0


def test_a_floor_stays_a_floor_in_every_sum(people):
    first, second = (
        registers.ngo_aid(people, stages=[("implementing", "2022-01-01")]) for _n in range(2)
    )
    for record, usd, is_floor in [(first, 50000, False), (second, 33888, True)]:
        entry = registers.year(
            people, record, "committed", 2022, "2022-02-01", usd=usd, is_floor=is_floor
        )
        registers.approved(people, entry)
    figures = ngo.years(NgoSelection(), When.today(), [2022])[2022]
    committed = figures[Measure.NGO_COMMITTED]
    assert (committed.value, committed.is_floor) == (83888, True)
    assert figures[Measure.NGO_DISBURSED].is_floor is False
    assert ngo.running(NgoSelection(), When.today())[Measure.NGO_TOTAL].value == 2000


def test_table_statistics_change_no_total_of_the_past(people):
    """SQLite 3.40 counted, once analysed, the end of 2025 among the events up to 2014."""
    for _number in range(30):
        project = registers.fdi_project(people)
        registers.happened(people, project, "new", "2010-01-01", 100)
        registers.happened(people, project, "capital_increase", "2012-01-01", 5)
        registers.happened(people, project, "termination", "2025-01-01")
    assert valid_on("2014-12-31") == 30
    registers.analyse()
    assert [valid_on(day) for day in ("2014-12-31", "2025-01-01")] == [30, 0]


@pytest.mark.one_database
def test_no_sqlite_may_look_types_up_in_an_index(people):
    """A newer SQLite, which does it rightly, would not show that an older one may count wrongly."""
    project = registers.fdi_project(people)
    registers.happened(people, project, "new", "2020-01-01", 100)
    when = When(date(2022, 11, 30), since=date(2022, 1, 1))
    with CaptureQueriesContext(connection) as asked:
        for question in (
            totals.stock,
            totals.flow,
            totals.registered,
            totals.ended,
            totals.suspended,
        ):
            question(EVERYTHING, when)
        for dimension in ("partner", "industry", "unit"):
            fdi.stock_by(dimension, EVERYTHING, when)
        totals.flow_by_year(EVERYTHING, when)
        stock_by_year(EVERYTHING, when)
        for counted in FdiCounted:
            list(replace(EVERYTHING, counted=counted).listed(when))
    lists = [
        found for query in asked for found in re.findall(r'(.)("\w+"\."type" IN )', query["sql"])
    ]
    assert len(lists) > 30
    assert {before for before, _list in lists} == {"+"}


# --- what must not be added ------------------------------------------------------------


def figure(measure, value, unit=Unit.USD, **records):
    return Figure(measure, value, unit, When(date(2022, 11, 30)), records)


def test_parts_of_one_breakdown_add_up():
    total = figure(Measure.NEW_CAPITAL, 1, a="1", b="2") + figure(Measure.NEW_CAPITAL, 2, b="2")
    assert (total.value, total.records) == (3, {"b": "2"})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Measure.NEW_CAPITAL, Measure.SHARE_VALUE),
        (Measure.VALID_CAPITAL, Measure.NEW_CAPITAL),
        (Measure.NGO_COMMITTED, Measure.NGO_DISBURSED),
        (Measure.NGO_TOTAL, Measure.NGO_COMMITTED),
        (Measure.ADJUSTED_PROJECTS, Measure.ADJUSTED_PROJECTS),
    ],
)
def test_different_things_are_not_added(one, other):
    with pytest.raises(TypeError):
        figure(one, 1) + figure(other, 1)


def test_currencies_and_dates_are_not_added():
    with pytest.raises(TypeError):
        figure(Measure.NEW_CAPITAL, 1) + figure(Measure.NEW_CAPITAL, 1, Unit.MILLION_VND)
    later = replace(figure(Measure.NEW_CAPITAL, 1), when=When(date(2022, 12, 31)))
    with pytest.raises(TypeError):
        figure(Measure.NEW_CAPITAL, 1) + later
