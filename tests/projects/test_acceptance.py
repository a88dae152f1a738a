"""The department's report of November 2022, and other days, from the records of the sample site."""

import csv
import re
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from django.utils import timezone

from investment.figures import registry
from investment.official.models import SourceTable
from investment.pci.models import PciEdition
from news import citing
from news.models import Article, CitedFigure
from portal.home.sample import load
from portal.home.sample import registers as tables
from portal.home.sample.articles import ARTICLES
from portal.pages.models import Page
from portal.publishing.models import State
from projects import ledger
from projects.figures import Measure, Unit
from projects.models import (
    Country,
    FdiEvent,
    FdiProject,
    Investor,
    Milestone,
    NgoAid,
    NgoStage,
    NgoYear,
    OdaFund,
    OdaProject,
    OdaStage,
    OdaYear,
    Organisation,
)
from projects.registers import OF_LEDGER, OF_MODEL
from projects.registers.common.capital import totals
from projects.registers.common.capital.selection import Status
from projects.registers.fdi import partners as fdi
from projects.registers.fdi.selection import FdiCounted, FdiSelection
from projects.registers.ngo import totals as ngo
from projects.registers.ngo.selection import NgoSelection
from projects.registers.oda import totals as oda
from projects.registers.oda.selection import OdaSelection
from projects.when import When
from tests.projects import naive

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.usefixtures("sample")]

FOLDER = Path(tables.__file__).parent
REPORTED_ON = date(2022, 11, 30)
REPORT = When.year_to(REPORTED_ON)
#: Heading in the file of the entries.
NUMBER = "Number of the certificate or document"
#: Before the corrections and late approvals of December 2022 and January 2023.
EARLY = timezone.make_aware(datetime(2022, 11, 30, 23))
HIDDEN = {"draft", "review", "sent_back", "scheduled", "withdrawn"}

EVERY_FDI, EVERY_ODA, EVERY_NGO = FdiSelection(), OdaSelection(), NgoSelection()
RUNNING = NgoSelection(stage=NgoStage.Stage.IMPLEMENTING)


def values(figures):
    return {measure: figure.value for measure, figure in figures.items()}


def musd(text):
    return Decimal(text) * 1_000_000


# --- FDI ---------------------------------------------------------------------------------


def test_the_report_of_november_2022_fdi():
    assert values(totals.flow(EVERY_FDI, REPORT)) == {
        Measure.NEW_PROJECTS: 6,
        Measure.NEW_CAPITAL: musd("67.81"),
        Measure.ADJUSTED_PROJECTS: 15,
        Measure.ADJUSTED_TURNS: 17,
        Measure.RAISED_PROJECTS: 7,
        Measure.RAISED_CAPITAL: musd("118"),
        Measure.LOWERED_PROJECTS: 2,
        Measure.LOWERED_CAPITAL: musd("1.2"),
        Measure.ADJUSTED_CAPITAL: musd("116.8"),
        Measure.SHARE_TURNS: 2,
        Measure.SHARE_VALUE: musd("1.75"),
        Measure.DISBURSED_CAPITAL: musd("228.54"),
    }
    assert values(totals.stock(EVERY_FDI, REPORT)) == {
        Measure.VALID_PROJECTS: 106,
        Measure.VALID_CAPITAL: musd("1628.89"),
    }
    assert values(totals.ended(EVERY_FDI, REPORT)) == {
        Measure.ENDED_PROJECTS: 3,
        Measure.ENDED_CAPITAL: musd("24.37"),
    }
    assert totals.suspended(EVERY_FDI, REPORT).value == 2


def test_projects_and_turns_are_told_apart_and_one_notice_stands_alone():
    flow = totals.flow(EVERY_FDI, REPORT)
    projects, turns = flow[Measure.ADJUSTED_PROJECTS], flow[Measure.ADJUSTED_TURNS]
    assert (projects.unit, turns.unit) == (Unit.PROJECTS, Unit.TURNS)
    assert projects.value != turns.value
    events = FdiEvent.objects.during(REPORT).filter(type=FdiEvent.Type.SHARES)
    assert sorted(event.project is None for event in events) == [False, True]
    entries = EVERY_FDI.events(REPORT).during(REPORT).adjustments()
    assert entries.count() == 18  # an increase and another change of one certificate: one turn


@pytest.mark.parametrize(
    ("day", "flow", "stock", "ended", "suspended"),
    [
        (date(2019, 12, 31), (7, "29.01025641", 5, 5, 3, "28.1", 0, "0"), (87, "768.45"), 1, 1),
        (date(2021, 12, 31), (6, "622.3", 5, 5, 2, "4.7", 1, "0.35"), (103, "1468.65"), 0, 1),
        (date(2022, 6, 30), (4, "59.6", 8, 8, 4, "91.1", 1, "0.75"), (106, "1598.12"), 1, 2),
    ],
)
def test_three_other_days_fdi(day, flow, stock, ended, suspended):
    when = When.year_to(day)
    measures = (
        Measure.NEW_PROJECTS,
        Measure.NEW_CAPITAL,
        Measure.ADJUSTED_PROJECTS,
        Measure.ADJUSTED_TURNS,
        Measure.RAISED_PROJECTS,
        Measure.RAISED_CAPITAL,
        Measure.LOWERED_PROJECTS,
        Measure.LOWERED_CAPITAL,
    )
    found = totals.flow(EVERY_FDI, when)
    expected = [musd(value) if isinstance(value, str) else value for value in flow]
    assert [found[measure].value for measure in measures] == expected
    assert list(values(totals.stock(EVERY_FDI, when)).values()) == [stock[0], musd(stock[1])]
    assert totals.ended(EVERY_FDI, when)[Measure.ENDED_PROJECTS].value == ended
    assert totals.suspended(EVERY_FDI, when).value == suspended


def cells(name):
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def moment(cell):
    day = date.fromisoformat(cell)
    return timezone.make_aware(datetime.combine(day, time(9))) if cell else None


def public_events():
    """The events of the table whose project is public, as the plain rows that naive.py reads."""
    hidden = {row["no"] for row in cells("fdi_projects") if row["state"] in HIDDEN}
    rows = [row for row in cells("fdi_events") if row["project"] not in hidden]
    approved = [row for row in rows if not row["state"]]
    ends = {row["corrects"]: moment(row["known_on"]) for row in approved if row["corrects"]}
    return [
        SimpleNamespace(
            project_id=row["project"],
            type=row["type"],
            effective_on=date.fromisoformat(row["effective_on"]),
            usd=Decimal(row["usd"]) if row["usd"] else None,
            partner_id=row["partner"],
            term_ends_on=date.fromisoformat(row["term_ends_on"]) if row["term_ends_on"] else None,
            number=row["number"],
            void=bool(row["void"]),
            known_at=moment(row["known_on"]),
            known_until=ends.get(row["no"]),
        )
        for row in approved
    ]


@pytest.mark.parametrize("known_at", [None, EARLY], ids=["now", "early"])
@pytest.mark.parametrize(
    "day",
    [
        date(2015, 12, 31),
        date(2019, 12, 31),
        date(2021, 12, 31),
        date(2022, 6, 30),
        date(2022, 11, 29),
        REPORTED_ON,
        date(2022, 12, 1),
        date(2025, 12, 31),
    ],
    ids=str,
)
def test_a_plain_reading_of_the_table_gives_the_same_totals(day, known_at):
    when = When.year_to(day, known_at)
    rows = public_events()
    count, capital, partners, suspended = naive.stock(rows, when)
    assert list(values(totals.stock(EVERY_FDI, when)).values()) == [count, capital]
    assert {
        part.thing.code: tuple(values(part.figures).values())
        for part in fdi.stock_by("partner", EVERY_FDI, when)
    } == partners
    assert totals.suspended(EVERY_FDI, when).value == suspended
    found = totals.flow(EVERY_FDI, when)
    assert {measure.value: figure.value for measure, figure in found.items()} == naive.flow(
        rows, when
    )


def test_breakdowns_add_up_to_the_totals():
    for dimension in ("partner", *totals.DIMENSIONS):
        parts = fdi.stock_by(dimension, EVERY_FDI, REPORT)
        counts = [part.figures[Measure.VALID_PROJECTS].value for part in parts]
        capital = [part.figures[Measure.VALID_CAPITAL].value for part in parts]
        assert (sum(counts), sum(capital)) == (106, musd("1628.89"))
    places = {part.thing.name_vi for part in fdi.stock_by("unit", EVERY_FDI, REPORT)}
    assert len(places) == 8
    assert len(fdi.stock_by("partner", EVERY_FDI, REPORT)) == 13


def test_the_lists_behind_the_figures_hold_as_many_projects():
    counted = {
        FdiCounted.NEW: 6,
        FdiCounted.ADJUSTED: 15,
        FdiCounted.RAISED: 7,
        FdiCounted.LOWERED: 2,
        FdiCounted.SHARES: 1,
        FdiCounted.ENDED: 3,
    }
    found = {kind: FdiSelection(counted=kind).behind(REPORT).count() for kind in counted}
    assert found == counted
    statuses = {
        Status.VALID: 106,
        Status.OPERATING: 104,
        Status.SUSPENDED: 2,
        Status.ENDED: 12,
    }
    found = {status: FdiSelection(status=status).behind(REPORT).count() for status in statuses}
    assert found == statuses


#: kind of event → how the lead of a list tells how many projects, or turns, it is about.
LEADS = {
    "new": r"(\d+) new projects?",
    "capital_increase": r"(\d+) (?:projects? )?raised (?:its|their) capital",
    "capital_decrease": r"(\d+) projects? lowered (?:its|their) capital",
    "share_purchase": r"(\d+) share-purchase notices?",
}


def told_by_the_lead(client, query):
    """{kind of event: how many the lead of a list tells of}; "adjusted": (projects, turns)."""
    page = client.get(f"/en/projects/fdi/{query}").content.decode()
    lead = " ".join(re.findall(r'<p class="lede">(.*?)</p>', page, re.S))
    lead = " ".join(re.sub(r"<[^>]+>", " ", lead).split())
    told = {
        kind: int(found[1]) for kind, words in LEADS.items() if (found := re.search(words, lead))
    }
    adjusted = r"(\d+) projects? adjusted(?: \((\d+) turns?\))?(, (?:all|raising))?"
    if found := re.search(adjusted, lead):
        projects, turns, all_raised = found.groups()
        told["adjusted"] = (int(projects), int(turns or projects))
        if all_raised:
            told["capital_increase"] = int(projects)
    return told


def counted_in_the_file(client, query):
    """What told_by_the_lead() gives, counted plainly from the file of the entries."""
    file = b"".join(client.get(f"/en/projects/fdi-entries.csv{query}")).decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(file)))
    found = {}
    for kind in LEADS:
        of_kind = [row for row in rows if row["Event: code"] == kind]
        key = ["Record", *[NUMBER] * (kind == "share_purchase")]
        found[kind] = len({tuple(row[name] for name in key) for row in of_kind})
    of_kind = [row for row in rows if row["Event: code"] in FdiEvent.ADJUSTMENTS]
    turns = {(row["Record"], row[NUMBER]) for row in of_kind}
    found["adjusted"] = (len({row["Record"] for row in of_kind}), len(turns))
    return rows, found


@pytest.mark.parametrize("year", range(2013, 2025))
@pytest.mark.parametrize("counted", ["registered", "adjusted", "raised", "lowered", "shares"])
def test_the_file_of_what_happened_in_a_year_holds_what_the_lead_of_the_list_counts(
    client, year, counted
):
    query = f"?counted={counted}&since={year}-01-01&as_of={year}-12-31"
    told = told_by_the_lead(client, query)
    _, found = counted_in_the_file(client, query)
    assert told == {kind: found[kind] for kind in told}
    if counted != "adjusted":  # of which it does not tell how many lowered their capital
        assert set(told) == {kind for kind in LEADS if found[kind]}


@pytest.mark.parametrize("query", ["", "&as_of=2022-11-30"])
def test_the_file_of_a_partner_holds_what_the_lead_of_its_list_counts(reader, query):
    compared = Counter()
    for partner in Country.objects.filter(pk__in=FdiEvent.objects.values("partner")):
        asked = f"?partner={partner.code}{query}"
        told = told_by_the_lead(reader, asked)
        rows, found = counted_in_the_file(reader, asked)
        if any(row["Event: code"] == "transfer" for row in rows):
            # Of a transferred project the file has what happened under its former partner, too.
            told = {"share_purchase": told.get("share_purchase", 0)}
        assert told == {kind: found[kind] for kind in told}, partner.code
        assert {row["Partner that the entry names: code"] for row in rows
                if row["Event: code"] == "share_purchase"} <= {partner.code}  # fmt: skip
        compared += Counter(told.keys())
    assert compared["share_purchase"] > 5
    assert compared["adjusted"] > 2


def test_what_was_corrected_later_changes_the_day_but_not_as_it_was_known_then():
    then = replace(REPORT, known_at=EARLY)
    assert values(totals.stock(EVERY_FDI, then)) == {
        Measure.VALID_PROJECTS: 107,
        Measure.VALID_CAPITAL: musd("1629.38"),
    }
    flow = totals.flow(EVERY_FDI, then)
    assert flow[Measure.ADJUSTED_TURNS].value == 17
    assert totals.ended(EVERY_FDI, then)[Measure.ENDED_PROJECTS].value == 1
    assert planned(2022, then) == (Decimal("145522"), Decimal("17536"))
    assert totals.stock(EVERY_FDI, REPORT)[Measure.VALID_CAPITAL].value == musd("1628.89")


FDI_REPORTED = [("fdi-projects", None, "106"), ("fdi-capital", None, "1628.89")]
ODA_REPORTED, NGO_REPORTED = ("oda-foreign", 2022, "146422"), ("ngo-committed", 2022, "83888")
IN_MILLIONS = {"fdi-capital"}


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("fdi-11-thang-2022", FDI_REPORTED),
        ("oda-dang-van-dong", [ODA_REPORTED]),
        ("vien-tro-phi-chinh-phu-2022", [NGO_REPORTED]),
        ("cach-doc-so-lieu-fdi", FDI_REPORTED[1:]),
        ("thong-cao-so-lieu-2022", [*FDI_REPORTED, ODA_REPORTED, NGO_REPORTED]),
        ("pci-2022", [("pci-score", year, score) for year, score in [
            (2019, "65.38"), (2020, "64.02"), (2021, "62.31"), (2022, "65.78"),
        ]]),
    ],
)  # fmt: skip
def test_what_an_article_tells_was_known_on_its_day(key, told):
    (article,) = [article for article in ARTICLES if article.key == key]
    morning = timezone.make_aware(datetime.combine(article.date, time(8)))
    text = f"{article.summary.vi} {article.body.vi}"
    for figure, year, value in told:
        grouped = f"{Decimal(value):,}".translate(str.maketrans(",.", ".,"))
        assert grouped in text
        found = registry.value(figure, When(min(article.date, REPORTED_ON), morning), year)
        assert found.value == (musd(value) if figure in IN_MILLIONS else Decimal(value)), figure


def test_citations_are_of_the_day_of_their_article_and_hold_today():
    cited = CitedFigure.objects.filter(article__in=Article.objects.all()).select_related("article")
    assert {(row.article.slug_vi, row.key) for row in cited} == {
        ("fdi-11-thang-2022", "fdi-capital"),
        ("fdi-11-thang-2022", "fdi-projects"),
        ("vien-tro-phi-chinh-phu-2022", "ngo-committed"),
        ("pci-2022", "pci-score"),
        ("thong-cao-pci-2022", "pci-score"),
    }
    for row in cited:
        assert row.cited_at == row.article.publish_at
    assert citing.changed_in_public() == []


def test_staff_see_what_is_not_public_yet_and_visitors_do_not():
    registered = totals.stock(FdiSelection(registered=True), REPORT)
    assert list(values(registered).values()) == [110, musd("1672.89")]
    waiting = FdiEvent.objects.pending().filter(effective_on__lte=REPORTED_ON)
    assert waiting.count() == 7
    assert {entry.usd for entry in waiting} >= {musd("5"), musd("6")}


# --- ODA ---------------------------------------------------------------------------------


def planned(year, when):
    figures = oda.years(EVERY_ODA, when, [year])[year]
    foreign, counterpart = Measure.ODA_PLANNED_FOREIGN, Measure.ODA_PLANNED_COUNTERPART
    assert figures[foreign].unit == Unit.MILLION_VND
    return figures[foreign].value, figures[counterpart].value


def stages_of(figures):
    return {stage.value: figure.value for stage, figure in figures.items() if figure.value}


def test_the_report_of_november_2022_oda():
    assert stages_of(oda.by_stage(EVERY_ODA, REPORT)) == {
        "mobilisation": 3,
        "policy": 1,
        "agreement": 1,
        "implementation": 9,
        "completed": 1,
        "cancelled": 1,
    }
    assert oda.started(EVERY_ODA, REPORT).value == 1
    assert planned(2022, REPORT) == (Decimal("146422"), Decimal("17536"))


def test_the_three_in_mobilisation_are_those_of_the_report_and_nothing_is_invented_about_them():
    rows = OdaSelection(stage=OdaStage.Stage.MOBILISATION).projects(REPORT)
    found = {
        row.slug_vi.split("-doan-")[0]: [
            (fund.kind, fund.donor.acronym, fund.amount, fund.usd) for fund in row.funds.all()
        ]
        for row in rows
    }
    assert found == {
        "nang-cap-tuyen-de-ta-huu-song-tra-ly": [("loan", "ADB", None, None)],
        "nang-cap-hien-dai-hoa-he-thong-thuy-loi-tram-bom-thai-hoc-huyen-thai-thuy": [
            ("loan", "KEXIM", None, None)
        ],
        "xay-dung-cang-ca-thuy-tan-huyen-thai-thuy-thuoc-du-an-phat-trien-thuy-san-ben-vung": [
            ("loan", "WB", None, None)
        ],
    }
    for row in rows:
        assert (row.illustrative, row.code, row.owner, row.starts_on) == (False, "", None, None)
        assert "cuối tháng 11/2022" in row.source_vi
        assert list(row.years.all()) == []


@pytest.mark.parametrize(
    ("day", "stages", "started", "plan"),
    [
        (
            date(2019, 12, 31),
            {"mobilisation": 2, "policy": 2, "agreement": 1, "implementation": 6},
            2,
            ("111200", "13344"),
        ),
        (
            date(2021, 12, 31),
            {
                "mobilisation": 1,
                "decision": 2,
                "implementation": 8,
                "completed": 1,
                "cancelled": 1,
            },
            1,
            ("155900", "18708"),
        ),
        (
            date(2022, 6, 30),
            {
                "policy": 1,
                "decision": 1,
                "agreement": 1,
                "implementation": 8,
                "completed": 1,
                "cancelled": 1,
            },
            0,
            ("148422", "17810"),
        ),
    ],
)
def test_three_other_days_oda(day, stages, started, plan):
    when = When.year_to(day)
    assert stages_of(oda.by_stage(EVERY_ODA, when)) == stages
    assert oda.started(EVERY_ODA, when).value == started
    assert planned(day.year, when) == tuple(map(Decimal, plan))


def test_each_donor_and_sector_is_one_part():
    donors = oda.by_donor(EVERY_ODA, REPORT)
    assert {
        part.thing.acronym or part.thing.name_vi: part.figures[Measure.ODA_PROJECTS].value
        for part in donors
    } == {
        "Ngân hàng Phát triển Mẫu": 5,
        "Cơ quan Hợp tác Mẫu": 3,
        "Quỹ Khí hậu Mẫu": 3,
    }  # not of those three projects still to be agreed to, ODA-11 (cancelled) and ODA-12
    assert len(donors) == 3
    agreed = oda.agreed(EVERY_ODA, REPORT)[Measure.ODA_COMMITTED]
    assert (agreed.value, agreed.is_floor) == (Decimal(144_764_000), False)
    assert sum(part.figures[Measure.ODA_COMMITTED].value for part in donors) == agreed.value
    sectors = oda.by_sector(EVERY_ODA, REPORT)
    assert len({part.thing for part in sectors}) == len(sectors) == 11
    assert sum(part.figures[Measure.ODA_PROJECTS].value for part in sectors) == 16


# --- NGO aid -----------------------------------------------------------------------------


def committed(when):
    figure = ngo.years(RUNNING, when, [when.as_of.year])[when.as_of.year][Measure.NGO_COMMITTED]
    return figure.value, figure.is_floor


def items(dimension, when):
    parts = ngo.by(dimension, RUNNING, when)
    found = {str(part.thing): part.figures[Measure.NGO_ITEMS].value for part in parts}
    assert len(found) == len(parts)
    return found


def test_the_report_of_november_2022_ngo_aid():
    approved = ngo.approved(EVERY_NGO, REPORT)
    assert values(approved) == {
        Measure.NGO_APPROVED: 2,
        Measure.NGO_TOTAL: Decimal(180_000),
    }
    assert not approved[Measure.NGO_TOTAL].is_floor
    running = ngo.running(EVERY_NGO, REPORT)
    assert (running[Measure.NGO_ITEMS].value, running[Measure.NGO_DONORS].value) == (6, 6)
    assert committed(REPORT) == (Decimal(83_888), True)
    assert items("field", REPORT) == {
        "education": 3,
        "socio_economic": 1,
        "health": 1,
        "social": 1,
    }
    assert items("place", REPORT) == {"Tỉnh Thái Bình": 5, "Xã Vũ Đông": 1}
    assert stages_of(ngo.by_stage(EVERY_NGO, REPORT)) == {
        "appraisal": 1,
        "approved": 2,
        "implementing": 6,
        "completed": 2,
        "cancelled": 1,
    }


def test_dhf_bidmc_and_room_to_read_are_as_the_report_says_and_nothing_more():
    real = NgoAid.objects.filter(illustrative=False)
    assert {
        (row.donor.acronym, row.stages.get().stage, row.usd, row.field, row.sector.code)
        for row in real
    } == {
        ("DHF", "approved", Decimal(30_000), "social", "16010"),
        ("BIDMC", "approved", Decimal(150_000), "health", "12250"),
        ("RtR", "appraisal", None, "education", "11220"),
    }
    for row in real:
        assert (row.decision_number, row.decision_on, row.starts_on) == ("", None, None)
        assert "cuối tháng 11/2022" in row.source_vi
        assert list(row.years.all()) == []


@pytest.mark.parametrize(
    ("day", "running", "approved", "floor", "fields"),
    [
        (date(2019, 12, 31), 3, 2, (78_000, False), {"education": 2, "disaster": 1}),
        (
            date(2021, 12, 31),
            5,
            3,
            (98_000, False),
            {"education": 2, "socio_economic": 1, "health": 1, "social": 1},
        ),
        (
            date(2022, 6, 30),
            5,
            0,
            (74_888, True),
            {"education": 2, "socio_economic": 1, "health": 1, "social": 1},
        ),
    ],
)
def test_three_other_days_ngo_aid(day, running, approved, floor, fields):
    when = When.year_to(day)
    assert ngo.running(EVERY_NGO, when)[Measure.NGO_ITEMS].value == running
    assert ngo.approved(EVERY_NGO, when)[Measure.NGO_APPROVED].value == approved
    assert committed(when) == floor
    assert items("field", when) == fields


# --- the records -------------------------------------------------------------------------


def test_every_public_project_is_marked_as_a_sample_in_its_field_and_in_its_name():
    rows = list(FdiProject.objects.public())
    assert {row.illustrative for row in rows} == {True}
    assert all("(dự án mẫu " in row.title_vi for row in rows)
    assert all("(sample project " in row.title_en for row in rows)
    investors = {investor.name for row in rows for investor in row.investors.all()}
    assert all(name.startswith("Sample ") for name in investors)


def test_a_real_company_is_a_draft_with_its_source_and_without_any_figure():
    rows = list(FdiProject.objects.filter(illustrative=False))
    assert len(rows) == 24
    for row in rows:
        assert (row.status, row.certificate_number, row.land_area) == (State.DRAFT, "", None)
        assert "https://" in row.source_vi
        assert "https://" in row.source_en
        assert list(row.events.all()) == []
        assert list(row.milestones.all()) == []
    proposals = [row.title_vi for row in rows if "Mới là đề xuất." in row.source_vi]
    assert len(proposals) == 2
    assert all(title.endswith("(đề xuất)") for title in proposals)


def test_a_clerk_finds_every_state():
    rows = FdiProject.objects.filter(illustrative=True)
    assert Counter(row.state_label for row in rows) == {
        State.PUBLISHED.label: 126,
        State.DRAFT.label: 3,
        State.REVIEW.label: 1,
        "Đã hẹn giờ": 1,
        State.ARCHIVED.label: 1,
    }
    copies = FdiProject.rows.open_copies()
    assert Counter((row.scope, row.status) for row in copies) == {
        ("", State.DRAFT): 1,
        ("", State.REVIEW): 1,
        ("en", State.DRAFT): 1,
    }
    for model in (FdiEvent, OdaYear, NgoYear):
        states = set(model.objects.values_list("status", flat=True))
        assert states >= {"pending", "approved", "superseded"}
    assert FdiEvent.objects.filter(status="rejected").exclude(decision="").count() == 1


def test_entries_were_approved_by_another_and_are_known_since_days_after_they_took_effect():
    for model in (FdiEvent, OdaYear, NgoYear):
        for entry in model.objects.exclude(known_at=None):
            assert entry.entered_by.username == "dulieu"
            assert entry.decided_by.username == "congbo"
            assert entry.effective_on < timezone.localdate(entry.known_at)
            assert entry.entered_at < entry.known_at
            assert entry.known_at == ledger.known_from(entry, entry.decided_at)


@pytest.mark.one_database
def test_loading_again_changes_nothing():
    models = (FdiProject, FdiEvent, OdaProject, OdaYear, NgoAid, NgoYear, Organisation)
    before = [set(model.objects.values_list("pk", flat=True)) for model in models]
    call_command("load_sample", verbosity=0)
    assert [set(model.objects.values_list("pk", flat=True)) for model in models] == before


@pytest.mark.one_database
def test_nothing_of_it_is_left_when_it_is_removed():
    """So that it can be loaded again, as it is into a fresh database."""
    call_command("load_sample", "--remove", verbosity=0)
    made = (*OF_MODEL, *OF_LEDGER, Investor, Milestone, OdaFund, OdaStage, NgoStage)
    for model in (*made, Article, Page, PciEdition, SourceTable):
        rows = getattr(model, "rows", model.objects)
        assert (model, rows.count()) == (model, 0)
        if history := getattr(model, "history", None):
            assert (model, history.count()) == (model, 0)
    assert not Organisation.objects.filter(name_vi__contains="Mẫu").exists()
    assert Organisation.objects.filter(acronym="ADB").exists()
    assert load.is_fresh()


def test_the_feed_of_aid_has_an_identifier_that_is_clearly_an_example(client):
    response = client.get("/data/iati/activities.xml")
    feed = ElementTree.fromstring(b"".join(response))
    told = {one.findtext("iati-identifier") for one in feed.iter("iati-activity")}
    records = OdaProject.objects.public().count() + NgoAid.objects.public().count()
    assert len(told) == 20 <= records
    assert {name.split("-oda-")[0].split("-ngo-")[0] for name in told} == {
        "VN-EXAMPLE-SKHDT-THAIBINH"
    }


def test_the_feed_of_aid_holds_the_records_that_its_label_tells(client):
    for url, told in (
        (
            "/en/data/oda-projects/",
            "the records that name an organisation and a day on which they begin or end, planned "
            "or actual",
        ),
        (
            "/vi/du-lieu/du-an-oda/",
            "các bản ghi có nêu tổ chức và ngày bắt đầu hoặc kết thúc, dự kiến hoặc thực tế",
        ),
    ):
        assert told in client.get(url, follow=True).content.decode()
    expected = set()
    for kind, model, donors in (
        ("oda", OdaProject, lambda record: [fund.donor for fund in record.funds.all()]),
        ("ngo", NgoAid, lambda record: [record.donor]),
    ):
        for record in model.objects.public():
            bodies = [record.managing_agency, record.owner, *donors(record)]
            stages = {"implementation", "implementing", "completed"}
            days = [record.starts_on, record.ends_on, *record.stages.filter(stage__in=stages)]
            if any(bodies) and any(days):
                expected.add(f"{kind}-{record.pk}")
    feed = ElementTree.fromstring(b"".join(client.get("/data/iati/activities.xml")))
    told = {one.findtext("iati-identifier") for one in feed.iter("iati-activity")}
    assert {"-".join(name.split("-")[-2:]) for name in told} == expected
