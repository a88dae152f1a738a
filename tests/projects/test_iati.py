"""The registers of aid as IATI activities, through their public address."""

import csv
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from portal.delivery import cache
from portal.pages.models import SiteIdentity
from projects import ledger
from projects.iati import document
from projects.iati.activities import Activity, Party
from projects.models import (
    Agency,
    NgoAid,
    NgoStage,
    OdaFund,
    OdaProject,
    OdaStage,
    Organisation,
    Sector,
)
from tests import articles
from tests import registers as r
from tests.conftest import missing

SHARED = Path(__file__).parents[3] / "shared" / "data"
ADDRESS = "/data/iati/activities.xml"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
REFERENCE = "VN-COA-1234567"
RUNNING = {"stages": [("agreement", "2019-05-01"), ("implementation", "2020-01-01")]}

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def identity(db):
    return SiteIdentity.objects.create(
        name_vi="Sở Mẫu",
        name_en="Sample Department",
        province_vi="tỉnh Mẫu",
        province_en="Sample Province",
        iati_reference=REFERENCE,
    )


def body(client):
    response = client.get(ADDRESS)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/xml")
    return b"".join(response) if response.streaming else response.content


def read(client):
    """The activities of the file by the end of their identifiers."""
    root = etree.fromstring(body(client))
    found = {}
    for activity in root.iter("iati-activity"):
        prefix, kind, pk = activity.findtext("iati-identifier").rsplit("-", 2)
        assert prefix == REFERENCE
        found[kind, int(pk)] = activity
    return found


def only(client):
    (activity,) = read(client).values()
    return activity


def facts(parent, path, *names):
    """The attributes of elements in the order of the file."""
    return [tuple(element.get(name) for name in names) for element in parent.iterfind(path)]


def texts(parent, path):
    return [
        {narrative.get(LANG): narrative.text for narrative in element.iterfind("narrative")}
        for element in parent.iterfind(path)
    ]


def money(parent, tag):
    """(code, date, value, currency, finance) of transactions, (start, …) of budgets."""
    found = []
    for element in parent.iterfind(tag):
        first, second = element[0], element[1]
        value = element.find("value")
        finance = element.find("finance-type")
        found.append(
            (
                first.get("code") or first.get("iso-date"),
                second.get("iso-date"),
                value.text,
                value.get("currency"),
                None if finance is None else finance.get("code"),
            )
        )
    return found


def sector(code="31140", *, withdrawn=False):
    return Sector.objects.create(code=code, name_vi="Thủy lợi", withdrawn=withdrawn)


def donor(name="ADB", kind="multilateral", reference="XM-DAC-46004"):
    return Organisation.objects.create(name_vi=name, kind=kind, iati_reference=reference)


def fund(project, kind, amount=None, currency="USD", **values):
    values.setdefault("donor", None if kind == "counterpart" else donor())
    return OdaFund.objects.create(
        project=project, kind=kind, amount=amount, currency=currency, **values
    )


def stated(people, record, measure, year, on, **values):
    """An approved statement about a year."""
    return r.approved(people, r.year(people, record, measure, year, on, **values))


@pytest.fixture
def oda(people):
    """A project with everything."""
    project = r.oda_project(
        people,
        public=False,
        title_vi="Trạm bơm",
        title_en="Pumping station",
        objectives_vi="Tưới tiêu",
        stages=[
            ("decision", "2019-01-01"),
            ("agreement", "2019-05-01"),
            ("implementation", "2020-02-03"),
        ],
        starts_on="2020-01-01",
        ends_on="2026-12-31",
        sector=sector(),
        managing_agency=Agency.objects.create(name_vi="UBND tỉnh", name_en="People's Committee"),
        owner=Agency.objects.create(name_vi="Ban quản lý"),
    )
    project.places.add(r.unit())
    bank = donor()
    fund(project, "loan", Decimal("1500000.50"), "XDR", donor=bank)
    fund(project, "grant", usd=Decimal(20_000), donor=bank)
    fund(project, "counterpart", Decimal(777), "VND")
    r.publish(project, people)
    for measure in ("planned", "disbursed"):
        stated(people, project, measure, 2022, "2022-11-30", foreign=Decimal("146422.125"))
    return project


@pytest.fixture
def ngo(people):
    """An item of aid with everything."""
    aid = r.ngo_aid(
        people,
        title_vi="Thư viện",
        title_en="Library",
        donor=donor("Room to Read", "ngo", "US-EIN-91-2003533"),
        amount=Decimal(1000),
        usd=Decimal(1000),
        decision_on="2021-03-04",
        starts_on="2021-04-01",
        ends_on="2023-03-31",
        stages=[("approved", "2021-03-04"), ("implementing", "2021-05-06")],
    )
    stated(people, aid, "committed", 2021, "2021-12-31", usd=Decimal("600.10"))
    eur = {"amount": Decimal(500), "currency": "EUR", "usd": Decimal(560)}
    stated(people, aid, "disbursed", 2021, "2022-01-15", **eur)
    return aid


class TestOda:
    def test_it_is_told_in_the_words_of_the_standard(self, client, oda):
        activity = only(client)
        assert activity.getparent().get("version") == "2.03"
        assert activity.findtext("iati-identifier") == f"VN-COA-1234567-oda-{oda.pk}"
        assert facts(activity, "reporting-org", "ref", "type", "secondary-reporter") == [
            ("VN-COA-1234567", "11", "1")
        ]
        assert texts(activity, "reporting-org") == [
            {"vi": "Sở Mẫu, tỉnh Mẫu", "en": "Sample Department, Sample Province"}
        ]
        assert texts(activity, "title") == [{"vi": "Trạm bơm", "en": "Pumping station"}]
        assert texts(activity, "description") == [{"vi": "Tưới tiêu"}]
        assert facts(activity, "participating-org", "role", "ref", "type") == [
            ("1", "XM-DAC-46004", "40"),
            ("2", None, None),
            ("4", None, None),
        ]
        assert texts(activity, "participating-org") == [
            {"vi": "ADB"},
            {"vi": "UBND tỉnh", "en": "People's Committee"},
            {"vi": "Ban quản lý"},
        ]
        assert facts(activity, "activity-status", "code") == [("2",)]
        assert facts(activity, "activity-date", "type", "iso-date") == [
            ("1", "2020-01-01"),
            ("2", "2020-02-03"),
            ("3", "2026-12-31"),
        ]
        assert facts(activity, "recipient-country", "code") == [("VN",)]
        assert texts(activity, "location/name") == [{"vi": "Thái Bình"}]
        assert facts(activity, "sector", "vocabulary", "code") == [("1", "31140")]
        assert facts(activity, "default-flow-type", "code") == [("10",)]

    def test_of_a_period_that_ended_the_missing_completion_is_told(self, client, people, oda):
        with time_machine.travel("2026-12-31T12:00:00+07:00", tick=False):
            assert texts(only(client), "activity-date") == [{}, {}, {}]
        with time_machine.travel("2027-01-01T12:00:00+07:00", tick=False):
            tree = etree.parse(BytesIO(body(client)))
        schema().assertValid(tree)
        assert facts(tree.getroot().find("iati-activity"), "activity-status", "code") == [("2",)]
        over = {
            "vi": "Hết thời gian thực hiện, chưa ghi nhận hoàn thành",
            "en": "Period ended, no completion recorded",
        }
        assert texts(tree.getroot().find("iati-activity"), "activity-date") == [{}, {}, over]

    def test_mixed_funds_name_their_finance_one_by_one_and_counterpart_is_no_aid(self, client, oda):
        activity = only(client)
        assert facts(activity, "default-finance-type", "code") == []
        assert money(activity, "transaction") == [
            ("11", "2019-05-01", "1500000.5", "XDR", "421"),
            ("11", "2019-05-01", "20000", "USD", "110"),
            ("3", "2022-11-30", "146422125000", "VND", None),
        ]
        assert facts(activity, "transaction/provider-org", "ref") == [("XM-DAC-46004",)] * 3
        assert money(activity, "budget") == [
            ("2022-01-01", "2022-12-31", "146422125000", "VND", None)
        ]
        assert facts(activity, "budget", "status") == [("1",)]

    @pytest.mark.parametrize(
        ("kind", "code"), [("grant", "110"), ("loan", "421"), ("concessional", "421")]
    )
    def test_funds_of_one_kind_are_the_default(self, client, people, kind, code):
        project = r.oda_project(people, public=False, **RUNNING)
        fund(project, kind, Decimal(5))
        r.publish(project, people)
        activity = only(client)
        assert facts(activity, "default-finance-type", "code") == [(code,)]
        assert money(activity, "transaction") == [("11", "2019-05-01", "5", "USD", None)]

    @pytest.mark.parametrize(
        ("stages", "days"),
        [
            ([("decision", "2019-01-01"), ("agreement", "2019-05-01")], ["2019-05-01"]),
            ([("decision", "2019-01-01"), ("implementation", "2020-01-01")], ["2019-01-01"]),
            ([("decision", "2019-01-01"), ("completed", "2020-01-01")], ["2019-01-01"]),
            ([("decision", "2019-01-01")], []),
            ([("implementation", "2020-01-01")], []),
            ([("mobilisation", "2020-01-01")], []),
        ],
    )
    def test_a_commitment_has_a_known_day_or_is_not_told(self, client, people, stages, days):
        project = r.oda_project(people, public=False, starts_on="2020-01-01", stages=stages)
        fund(project, "loan", Decimal(5))
        r.publish(project, people)
        assert facts(only(client), "transaction/transaction-date", "iso-date") == [
            (day,) for day in days
        ]

    def test_the_latest_document_rules_and_a_year_ends_in_december(self, client, people, oda):
        stated(people, oda, "disbursed", 2022, "2023-02-01", foreign=Decimal(2), counterpart=9)
        stated(people, oda, "disbursed", 2021, "2022-02-01", counterpart=Decimal(9))
        stated(people, oda, "disbursed", 2020, "2022-02-01", foreign=Decimal(0))
        assert money(only(client), "transaction")[2:] == [
            ("3", "2022-12-31", "2000000", "VND", None)
        ]

    def test_a_plan_that_takes_the_place_of_an_earlier_one_is_a_revised_budget(
        self, client, people, oda
    ):
        """One document may change the counterpart funds alone, which are no aid."""
        for year, day, foreign, counterpart in [
            (2022, "2022-01-18", "150000", "3974"),
            (2023, "2023-01-18", "800", "90"),
            (2023, "2023-09-13", "800", "70"),
        ]:
            plan = {"foreign": Decimal(foreign), "counterpart": Decimal(counterpart)}
            stated(people, oda, "planned", year, day, **plan)
        activity = only(client)
        assert [row[0] for row in money(activity, "budget")] == ["2022-01-01", "2023-01-01"]
        assert facts(activity, "budget", "type", "status") == [("2", "1"), (None, "1")]
        schema().assertValid(activity.getroottree())

    def test_of_two_donors_a_disbursement_names_none(self, client, people, oda):
        fund(oda, "grant", Decimal(1), donor=donor("KfW", "bilateral", "XM-DAC-5-2"))
        activity = only(client)
        assert facts(activity, "participating-org", "role", "ref", "type")[:2] == [
            ("1", "XM-DAC-46004", "40"),
            ("1", "XM-DAC-5-2", "10"),
        ]
        disbursed = activity.findall("transaction")[-1]
        assert (disbursed[0].get("code"), disbursed.find("provider-org")) == ("3", None)


class TestNgo:
    def test_it_is_told_in_the_words_of_the_standard(self, client, ngo):
        activity = only(client)
        assert activity.findtext("iati-identifier") == f"VN-COA-1234567-ngo-{ngo.pk}"
        assert texts(activity, "description") == texts(activity, "title")
        assert texts(activity, "title") == [{"vi": "Thư viện", "en": "Library"}]
        assert facts(activity, "participating-org", "role", "ref", "type") == [
            ("1", "US-EIN-91-2003533", "21")
        ]
        assert facts(activity, "activity-date", "type", "iso-date") == [
            ("1", "2021-04-01"),
            ("2", "2021-05-06"),
            ("3", "2023-03-31"),
        ]
        assert facts(activity, "default-flow-type", "code") == [("30",)]
        assert facts(activity, "default-finance-type", "code") == [("110",)]
        assert money(activity, "budget") == [("2021-01-01", "2021-12-31", "600.1", "USD", None)]
        assert facts(activity, "budget", "status") == [("2",)]
        assert money(activity, "transaction") == [
            ("11", "2021-03-04", "1000", "USD", None),
            ("3", "2021-12-31", "500", "EUR", None),
        ]

    def test_an_amount_above_which_it_lies_is_no_amount(self, client, people):
        running = [("approved", "2021-01-01"), ("implementing", "2021-02-01")]
        aid = r.ngo_aid(people, usd=Decimal(83_888), usd_is_floor=True, stages=running)
        for measure in ("committed", "disbursed"):
            stated(people, aid, measure, 2022, "2022-11-30", usd=Decimal(83_888), is_floor=True)
        assert b"83888" not in body(client)

    def test_a_commitment_for_a_year_that_is_raised_is_revised(self, client, people, ngo):
        stated(people, ngo, "committed", 2021, "2021-09-30", usd=Decimal(800))
        stated(people, ngo, "committed", 2022, "2022-09-30", usd=Decimal(800))
        assert facts(only(client), "budget", "type") == [("2",), (None,)]

    def test_a_commitment_takes_the_day_of_the_stage_without_a_decision(self, client, people):
        r.ngo_aid(people, stages=[("approved", "2021-01-02"), ("implementing", "2021-02-01")])
        assert money(only(client), "transaction") == [("11", "2021-01-02", "1000", "USD", None)]

    def test_a_decision_of_the_future_commits_nobody_yet(self, client, people):
        tomorrow = timezone.localdate() + timedelta(days=1)
        r.ngo_aid(people, decision_on=tomorrow, stages=[("implementing", "2021-02-01")])
        assert money(only(client), "transaction") == []


STATUSES = [
    *[
        (r.oda_project, stage, status)
        for stage, status in zip(OdaStage.Stage, "1111245", strict=True)
    ],
    *[(r.ngo_aid, stage, status) for stage, status in zip(NgoStage.Stage, "111245", strict=True)],
]


@pytest.mark.parametrize(("make", "stage", "status"), STATUSES)
def test_the_stage_of_today_gives_the_status(client, people, make, stage, status):
    later = timezone.localdate() + timedelta(days=1)
    agency = Agency.objects.create(name_vi="UBND")
    stages = [(stage, "2020-01-01"), ("cancelled", later)]
    make(people, starts_on="2019-01-01", owner=agency, stages=stages)
    activity = only(client)
    assert facts(activity, "activity-status", "code") == [(status,)]
    ended = [("4", "2020-01-01")] if status == "4" else []
    dates = facts(activity, "activity-date", "type", "iso-date")
    assert [date for date in dates if date[0] == "4"] == ended


def test_a_record_is_told_in_the_languages_in_which_it_is_public(client, people):
    record = r.draft(
        NgoAid,
        people["data officer"],
        donor=r.organisation(),
        starts_on="2020-01-01",
        title_en="CANARY",
    )
    NgoStage.objects.create(project=record, stage="approved", reached_on="2020-01-01")
    articles.step(record, "submit", people["data officer"])
    articles.step(record, "publish", people["publisher"], languages=["vi"])
    assert texts(only(client), "title") == [{"vi": record.title_vi}]


class TestLeftOut:
    def test_samples(self, client, people, ngo):
        r.ngo_aid(people, illustrative=True, stages=[("implementing", "2020-01-01")])
        r.oda_project(people, illustrative=True, owner=Agency.objects.create(), **RUNNING)
        assert list(read(client)) == [("ngo", ngo.pk)]

    def test_samples_are_told_by_an_example_that_says_so(self, client, people, ngo):
        aid = r.ngo_aid(people, illustrative=True, stages=[("implementing", "2020-01-01")])
        assert "An example" not in body(client).decode()
        SiteIdentity.objects.update(iati_reference="VN-EXAMPLE-SKHDT")
        tree = etree.parse(BytesIO(body(client)))
        schema().assertValid(tree)
        found = [one.text for one in tree.iter("iati-identifier")]
        assert found == [f"VN-EXAMPLE-SKHDT-ngo-{pk}" for pk in (ngo.pk, aid.pk)]
        assert "An example: nobody gave the reporting organisation this identifier" in (
            body(client).decode()
        )

    def test_what_the_standard_takes_for_no_activity_and_it_is_counted(self, client, people, ngo):
        r.ngo_aid(people, stages=[("mobilisation", "2020-01-01")])  # no start, no end
        r.oda_project(people, **RUNNING)  # nobody takes part
        assert list(read(client)) == [("ngo", ngo.pk)]
        assert "knows none: 2 public record(s)" in body(client).decode()

    def test_a_record_without_a_stage_has_not_begun(self, client, people, ngo):
        r.ngo_aid(people, starts_on="2020-01-01")
        assert list(read(client)) == [("ngo", ngo.pk)]

    def test_without_any_activity_there_is_no_file(self, client, people):
        r.ngo_aid(people, stages=[("mobilisation", "2020-01-01")])
        assert client.get(ADDRESS).status_code == 404


def test_nothing_secret_shows(client, people, oda, ngo):
    before = body(client)
    later = timezone.now() + timedelta(days=1)
    hidden = {"title_vi": "CANARY vi", "title_en": "CANARY en", "starts_on": "2020-01-01"}
    for make, values in [
        (r.oda_project, {**RUNNING, "owner": Agency.objects.create(name_vi="UBND")}),
        (r.ngo_aid, {"stages": [("implementing", "2020-01-01")], "usd": Decimal(777_777)}),
    ]:
        make(people, public=False, **hidden, **values)
        make(people, publish_at=later, **hidden, **values)
        gone = make(people, **hidden, **values)
        articles.step(gone, "withdraw", people["publisher"], note="CANARY")
        make(people, expire_at=timezone.now() + timedelta(hours=1), **hidden, **values)
        model = type(gone)
        model.objects.filter(expire_at__gt=timezone.now()).update(expire_at=timezone.now())
    for record, amounts in ((oda, {"foreign": 777_777}), (ngo, {"usd": 777_777})):
        r.year(people, record, "disbursed", 2018, "2019-01-01", **amounts)
        refused = r.year(people, record, "disbursed", 2017, "2019-01-01", **amounts)
        ledger.reject(refused, by=people["publisher"], version=1, reason="CANARY")
        wrong = stated(people, record, "disbursed", 2016, "2019-01-01", **amounts)
        r.approved(people, ledger.correct(wrong, by=people["data officer"], void=True))
    after = body(client)
    assert b"CANARY" not in after
    assert b"777777" not in after
    assert [len(etree.fromstring(text)) for text in (before, after)] == [3, 3]


def test_a_change_and_an_approval_show_in_the_time_of_the_last_change(client, people, oda):
    entry = stated(people, oda, "disbursed", 2023, "2024-01-05", foreign=Decimal(1))
    for shift, told in [(-1, entry.known_at), (1, entry.known_at + timedelta(days=1))]:
        changed = entry.known_at + timedelta(days=shift)
        OdaProject.objects.update(updated_at=changed)
        expected = timezone.localtime(told).isoformat(timespec="seconds")
        assert only(client).get("last-updated-datetime") == expected


# --- the schema and the code lists ----------------------------------------------------


def schema():
    path = SHARED / "iati" / "iati-activities-schema.xsd"
    if not path.exists():
        missing("the IATI schema is not on this machine")
    return etree.XMLSchema(etree.parse(path))


HOSTILE = "<b>&amp;</b> \"'> ]]> \x01\x0b\ufffe\uffff\x85\u2028 <!-- đ -->"


@pytest.fixture
def hostile(people, oda, ngo, identity):
    identity.name_vi = HOSTILE
    identity.save()
    Organisation.objects.update(name_en=HOSTILE, iati_reference='A-1"<&\x02')
    Agency.objects.update(name_en=HOSTILE)
    r.unit().predecessors.model.objects.update(full_name_vi=HOSTILE)
    r.ngo_aid(
        people,
        title_vi=HOSTILE,
        title_en=HOSTILE,
        objectives_vi=HOSTILE,
        donor=donor(HOSTILE),
        stages=[("implementing", "2020-01-01")],
    )


def test_it_is_valid_against_the_official_schema(client, hostile):
    tree = etree.parse(BytesIO(body(client)))
    schema().assertValid(tree)


def test_hostile_names_arrive_as_they_are_without_what_xml_cannot_carry(client, hostile):
    aid = list(read(client).values())[-1]
    carried = "<b>&amp;</b> \"'> ]]> \x85\u2028 <!-- đ -->"
    assert texts(aid, "participating-org") == [{"vi": carried}]
    # Texts of records lose their controls and doubled spaces when they are saved.
    carried = carried.replace("\x85\u2028 ", "")
    assert texts(aid, "title") == [{"vi": carried, "en": carried}]
    assert texts(aid, "description") == [{"vi": carried}]


@given(st.text())
def test_any_text_is_carried(text):
    activity = Activity("oda-1", timezone.now(), {"vi": text}, {"vi": text}, "1", "10")
    element = document._element(activity, Party({"vi": text}, "VN-COA-1", "11"))
    again = etree.fromstring(etree.tostring(etree.fromstring(document.ET.tostring(element))))
    carried = document.FORBIDDEN.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    assert again.findtext("title/narrative") == carried


#: The code list of an attribute.
LISTS = {
    ("reporting-org", "type"): "OrganisationType",
    ("participating-org", "type"): "OrganisationType",
    ("provider-org", "type"): "OrganisationType",
    ("participating-org", "role"): "OrganisationRole",
    ("activity-status", "code"): "ActivityStatus",
    ("activity-date", "type"): "ActivityDateType",
    ("default-flow-type", "code"): "FlowType",
    ("default-finance-type", "code"): "FinanceType",
    ("finance-type", "code"): "FinanceType",
    ("transaction-type", "code"): "TransactionType",
}


def test_every_code_is_in_force_in_its_official_list(client, oda, ngo):
    path = SHARED / "codelists" / "iati_codelists_selected.csv"
    if not path.exists():
        missing("the IATI code lists are not on this machine")
    with path.open(encoding="utf-8") as lines:
        valid = {(row["codelist"], row["code"]) for row in csv.DictReader(lines)
                 if row["status"] == "active"}  # fmt: skip
    root = etree.fromstring(body(client))
    used = {
        (LISTS[element.tag, name], value)
        for element in root.iter("*")
        for name, value in element.items()
        if (element.tag, name) in LISTS
    }
    assert {name for name, _code in used} == set(LISTS.values())
    assert used - valid == set()


# --- withdrawn purposes ----------------------------------------------------------------


@pytest.mark.parametrize("make", [r.oda_project, r.ngo_aid])
def test_a_withdrawn_sector_is_refused_at_publishing(people, make):
    flood = sector("41050", withdrawn=True)
    with pytest.raises(ValidationError) as refused:
        make(people, sector=flood)
    (message,) = refused.value.messages
    assert "41050" in message


def test_a_sector_that_was_withdrawn_later_is_not_told(client, oda):
    Sector.objects.update(withdrawn=True)
    assert facts(only(client), "sector", "code") == []


def test_a_group_of_sectors_has_the_vocabulary_of_groups(client, oda):
    Sector.objects.update(code="311")
    assert facts(only(client), "sector", "vocabulary", "code") == [("2", "311")]


# --- the reporting organisation ---------------------------------------------------------


def test_without_a_reference_one_is_made_from_the_address_and_says_so(client, ngo, settings):
    settings.BASE_URL = "https://dautu.example.gov.vn"
    SiteIdentity.objects.update(iati_reference="")
    text = body(client).decode()
    identifier = etree.fromstring(text.encode()).findtext("iati-activity/iati-identifier")
    assert identifier == f"VN-dautu.example.gov.vn-ngo-{ngo.pk}"
    assert "not registered with IATI" in text
    SiteIdentity.objects.update(iati_reference=REFERENCE)
    assert "not registered with IATI" not in body(client).decode()


@pytest.mark.parametrize("reference", ["VN-COA-1 2", "VN-COA-1/2", "vn-coa-1", "1234567", "VN-1\n"])
def test_a_reference_has_an_agency_and_a_number(identity, reference):
    identity.iati_reference = reference
    with pytest.raises(ValidationError) as refused:
        identity.clean_fields()
    assert list(refused.value.message_dict) == ["iati_reference"]


# --- delivery ---------------------------------------------------------------------------


def test_the_address_knows_no_language():
    assert reverse("iati") == ADDRESS


def test_the_number_of_queries_does_not_grow(client, people, oda, ngo, django_assert_num_queries):
    with django_assert_num_queries(13):
        body(client)
    for number in range(2):
        project = r.oda_project(people, public=False, sector=oda.sector, owner=oda.owner, **RUNNING)
        project.places.add(r.unit())
        fund(project, "loan", Decimal(5), donor=donor(f"Nhà tài trợ {number}"))
        r.publish(project, people)
        stated(people, project, "disbursed", 2022, "2022-11-30", foreign=Decimal(1))
        r.ngo_aid(people, stages=[("implementing", "2020-01-01")], owner=oda.owner)
    assert len(read(client)) == 6
    with django_assert_num_queries(13):
        body(client)


def test_a_small_file_is_one_page_and_a_large_one_is_streamed(
    client, people, oda, ngo, monkeypatch
):
    small = client.get(ADDRESS)
    assert (small.streaming, small.headers["Content-Length"]) == (False, str(len(small.content)))
    assert small.headers["Content-Language"] == "vi, en"
    assert "no-store" not in small.headers["Cache-Control"]
    monkeypatch.setattr(cache, "LARGEST", 100)
    large = client.get(ADDRESS)
    assert (large.streaming, b"".join(large)) == (True, small.content)
