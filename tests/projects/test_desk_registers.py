"""The three registers at the desk: forms, lists, warnings, totals."""

from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.publishing import workflow
from portal.publishing.admin.site import admin_url
from portal.publishing.models import State
from projects import duplicates
from projects.models import FdiEvent, FdiProject, Investor, NgoAid, OdaFund, OdaProject
from tests import articles, registers
from tests.forms import shown

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

KINDS = ["fdiproject", "domesticproject", "odaproject", "ngoaid"]


def page(client, address, **query):
    response = client.get(address, query)
    assert response.status_code == 200, address
    return response.content.decode()


def rows_of(client, model, **query):
    """The names that a list shows."""
    address = reverse(f"admin:projects_{model._meta.model_name}_changelist")
    return [str(row) for row in client.get(address, query).context_data["cl"].result_list]


# --- forms -----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_data_officer_writes_a_record_from_nothing(people, desk, kind):
    client = desk(people["data officer"])
    address = reverse(f"admin:projects_{kind}_add")
    data = shown(client.get(address)) | {"title_vi": "Nhà máy điện gió", "_continue": "1"}
    response = client.post(address, data)
    assert response.status_code == 302
    [record] = apps.get_model("projects", kind).objects.all()
    assert (record.title_vi, record.created_by, record.version) == (
        "Nhà máy điện gió",
        people["data officer"],
        1,
    )


def test_numbers_and_dates_are_typed_the_vietnamese_way(people, desk):
    project = registers.fdi_project(people, public=False)
    client = desk(people["data officer"])
    address = admin_url(project)
    data = shown(client.get(address)) | {
        "land_area": "1.234,5",
        "milestones-TOTAL_FORMS": 1,
        "milestones-0-title_vi": "Khởi công",
        "milestones-0-planned_on": "05/11/2026",
        "milestones-0-position": 0,
    }
    assert client.post(address, data).status_code == 302
    project.refresh_from_db()
    assert project.land_area == Decimal("1234.5")
    assert project.milestones.get().planned_on == date(2026, 11, 5)
    assert 'value="1.234,5"' in page(client, address)
    assert 'value="05/11/2026"' in page(client, address)


def test_a_number_that_reads_two_ways_is_refused_and_kept_on_the_form(people, desk):
    project = registers.fdi_project(people, public=False)
    client = desk(people["data officer"])
    data = shown(client.get(admin_url(project))) | {"land_area": "67.812"}
    response = client.post(admin_url(project), data)
    [message] = response.context_data["adminform"].form.errors["land_area"]
    assert "67,812" in message
    assert "67812" in message
    assert 'value="67.812"' in response.content.decode()


@pytest.mark.parametrize("kind", ["odaproject", "ngoaid"])
def test_a_period_that_ends_before_it_begins_is_refused(people, desk, kind):
    client = desk(people["data officer"])
    address = reverse(f"admin:projects_{kind}_add")
    data = shown(client.get(address)) | {
        "title_vi": "Trạm bơm",
        "starts_on": "01/02/2022",
        "ends_on": "31/01/2022",
    }
    form = client.post(address, data).context_data["adminform"].form
    assert form.errors == {"ends_on": ["Thời gian kết thúc trước khi bắt đầu."]}
    assert client.post(address, data | {"ends_on": "01/02/2022"}).status_code == 302


def test_a_period_that_ends_before_it_begins_is_not_published(people):
    days = {"starts_on": date(2022, 2, 1), "ends_on": date(2022, 1, 31)}
    project = registers.oda_project(people, public=False, **days)
    articles.step(project, "submit", project.created_by)
    with pytest.raises(ValidationError, match="kết thúc trước khi bắt đầu"):
        articles.step(project, "publish", people["publisher"])


@pytest.mark.parametrize("role", ["author", "translator", "reviewer", "publisher", "data officer"])
@pytest.mark.parametrize("public", [True, False])
def test_the_form_of_an_oda_project_is_readable_by_every_role(people, desk, role, public):
    project = registers.oda_project(people, public=public)
    OdaFund.objects.create(project=project, kind="loan", donor=registers.organisation(), usd=5)
    assert project.title_vi in page(desk(people[role]), admin_url(project))


def test_funds_of_oda_take_vietnamese_amounts(people, desk):
    project = registers.oda_project(people, public=False)
    client = desk(people["data officer"])
    donor = registers.organisation("ADB", "multilateral")
    data = shown(client.get(admin_url(project))) | {
        "funds-TOTAL_FORMS": 1,
        "funds-0-kind": "loan",
        "funds-0-donor": donor.pk,
        "funds-0-amount": "12.500.000,25",
        "funds-0-currency": "XDR",
        "funds-0-usd": "16 000 000",
        "funds-0-position": 0,
    }
    assert client.post(admin_url(project), data).status_code == 302
    fund = OdaFund.objects.get()
    assert (fund.amount, fund.usd) == (Decimal("12500000.25"), Decimal(16_000_000))
    again = page(client, admin_url(project))
    assert "12,50000025 triệu: mười hai triệu năm trăm nghìn" in again
    assert "16 triệu: mười sáu triệu" in again


def test_a_commitment_is_typed_in_millions_and_read_aloud(people, desk):
    aid = registers.ngo_aid(people, public=False)
    client = desk(people["data officer"])
    data = shown(client.get(admin_url(aid))) | {"usd": "1,5", "usd_scale": "6"}
    client.post(admin_url(aid), data)
    assert "1,5 triệu: một triệu năm trăm nghìn" in page(client, admin_url(aid))


def test_of_two_who_save_the_second_is_told_and_loses_nothing(people, desk):
    project = registers.fdi_project(people, public=False)
    client = desk(people["data officer"])
    typed = shown(client.get(admin_url(project))) | {"address_vi": "Lô 5"}
    articles.edit(project, people["data officer"], address_vi="Lô 7")
    response = client.post(admin_url(project), typed)
    [clash] = response.context_data["adminform"].form.stale
    assert (clash.mine, FdiProject.rows.get(pk=project.pk).address_vi) == ("Lô 5", "Lô 7")


def test_a_published_record_is_changed_by_a_working_copy_alone(people, desk):
    project = registers.fdi_project(people, address_vi="Lô 5")
    client = desk(people["data officer"])
    forged = {"_version": project.version, "title_vi": "Khác", "source_language": "vi"}
    assert client.post(admin_url(project), forged).status_code == 409
    client.post(admin_url(project, "copy"), {"scope": ""})
    copy = FdiProject.rows.get(replaces=project)
    data = shown(client.get(admin_url(copy))) | {"address_vi": "Lô 6"}
    assert client.post(admin_url(copy), data).status_code == 302
    assert FdiProject.objects.get(pk=project.pk).address_vi == "Lô 5"
    articles.step(copy, "submit", people["data officer"])
    articles.step(copy, "publish", people["publisher"])
    assert FdiProject.objects.get(pk=project.pk).address_vi == "Lô 6"


@pytest.mark.parametrize("kind", KINDS)
def test_an_outsider_sees_nothing(people, desk, django_user_model, kind):
    stranger = django_user_model.objects.create_user("stranger", is_staff=True)
    client = desk(stranger)
    for name in ("changelist", "add"):
        assert client.get(reverse(f"admin:projects_{kind}_{name}")).status_code == 403
    for name in ("projects_waiting", "projects_totals"):
        assert client.get(reverse(f"admin:{name}")).status_code == 403


# --- deletion --------------------------------------------------------------------------


def test_a_record_names_its_place_with_what_it_belongs_to(people, desk):
    district = registers.unit("341", "Hưng Hà", "district", registers.unit())
    places = [registers.unit(code, name, "commune", district)
              for code, name in (("12511", "Tân Lễ"), ("12514", "Cộng Hòa"))]  # fmt: skip
    project = registers.fdi_project(people, public=False, unit=places[0])
    aid = registers.oda_project(people, public=False)
    aid.places.set(places)
    client = desk(people["data officer"])
    page = client.get(admin_url(project, "record")).content.decode()
    assert "Địa bàn khi ghi nhận" in page
    assert "Tân Lễ, Hưng Hà, Thái Bình" in page
    page = client.get(admin_url(aid, "record")).content.decode()
    for name in ("Tân Lễ, Hưng Hà, Thái Bình", "Cộng Hòa, Hưng Hà, Thái Bình"):
        assert name in page


def test_a_draft_without_entries_can_be_deleted(people, desk):
    project = registers.fdi_project(people, public=False)
    Investor.objects.create(project=project, name="A", country=registers.country())
    desk(people["data officer"]).post(admin_url(project, "delete"), {"post": "yes"})
    assert not FdiProject.rows.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_draft_with_entries_says_why_it_stays(people, desk, method):
    project = registers.fdi_project(people, public=False)
    entry = registers.event(people, project, "new", "2020-01-01", 5)
    client = desk(people["data officer"])
    response = getattr(client, method)(admin_url(project, "delete"), {"post": "yes"})
    assert response.status_code == 200
    assert f"<li>{entry}</li>" in response.content.decode()
    assert FdiProject.objects.get() == project


def test_what_was_submitted_is_never_deleted(people, desk):
    project = registers.fdi_project(people, public=False)
    articles.step(project, "submit", people["data officer"])
    articles.step(project, "recall", people["data officer"])
    response = desk(people["data officer"]).post(admin_url(project, "delete"), {"post": "yes"})
    assert (response.status_code, FdiProject.objects.count()) == (403, 1)


# --- lists -----------------------------------------------------------------------------


def test_the_list_shows_what_a_project_is_today(people, desk):
    project = registers.fdi_project(people, certificate_number="GCN 7", zone=None)
    registers.happened(people, project, "new", "2020-01-01", "1234567.5")
    registers.happened(people, project, "capital_increase", "2021-01-01", 1000)
    japan = registers.country("JP", "Nhật Bản", "Japan")
    registers.happened(people, project, "transfer", "2021-02-01", partner=japan)
    registers.event(people, project, "capital_increase", "2021-03-01", 999)
    registers.happened(people, project, "suspension", "2022-02-01")
    listed = page(desk(people["publisher"]), reverse("admin:projects_fdiproject_changelist"))
    row = listed[listed.index("<tbody>") : listed.index("</tbody>")]
    for part in ("GCN 7", "Thái Bình", "Nhật Bản", "1.235.567,50"):
        assert part in row
    assert "Hàn Quốc" not in row


def test_a_certificate_that_waits_is_no_missing_one(people, desk):
    waiting, other = registers.fdi_project(people), registers.fdi_project(people)
    registers.event(people, waiting, "new", "2022-05-06", 5)
    waits, none = "Giấy chứng nhận chờ duyệt", "chưa được cấp Giấy chứng nhận"
    client = desk(people["publisher"])
    listed = page(client, reverse("admin:projects_fdiproject_changelist"))
    shown_in = listed[listed.index("<tbody>") : listed.index("</tbody>")].split("</tr>")
    said = {
        str(project): [words for words in (waits, none) if words in row]
        for project in (waiting, other)
        for row in shown_in
        if str(project) in row
    }
    assert said == {str(waiting): [waits], str(other): [none]}

    def state(project, **query):
        context = client.get(admin_url(project, "record"), query).context_data
        return context["standing"].facts[0][1]

    assert (state(waiting), state(other)) == (waits, none)
    assert state(waiting, as_of="05/05/2022") == none
    assert state(waiting, known_at="01/06/2022") == none


@pytest.mark.parametrize("kind", KINDS)
def test_the_standing_says_what_waits(people, desk, kind):
    make(people, kind)
    [record] = apps.get_model("projects", kind).objects.all()
    said = "mục ghi có hiệu lực đến ngày này đang chờ duyệt"
    client, address = desk(people["publisher"]), admin_url(record, "record")
    assert f"Có 1 {said}" in page(client, address, as_of="01/01/2022")
    assert said not in page(client, address, as_of="31/12/2019")
    assert said not in page(client, address, as_of="01/01/2022", known_at="01/01/2022")


def test_the_search_finds_number_and_investor_without_diacritics(people, desk):
    found = registers.fdi_project(people, title_vi="Nhà máy Á Đông", certificate_number="12/GCN-5")
    Investor.objects.create(project=found, name="Công ty Bảo Châu", country=registers.country())
    other = registers.fdi_project(people, title_vi="Khu đô thị")
    client = desk(people["author"])
    for text in ("a dong", "12/gcn", "BAO chau", "nha bao chau"):
        assert rows_of(client, FdiProject, q=text) == [str(found)], text
    assert rows_of(client, FdiProject, q="đô thị") == [str(other)]


def test_filters_ask_as_of_today(people, desk):
    first, second = registers.fdi_project(people), registers.fdi_project(people)
    third = registers.fdi_project(people)
    registers.happened(people, first, "new", "2020-01-01", 5)
    registers.happened(people, first, "suspension", "2021-01-01")
    japan = registers.country("JP", "Nhật Bản", "Japan")
    registers.happened(people, second, "new", "2020-01-01", 5, partner=japan)
    registers.happened(people, second, "termination", "2021-01-01")
    registers.event(people, third, "new", "2020-01-01", 5, partner=japan)
    client = desk(people["author"])
    expected = {
        ("status_now", "valid"): [first],
        ("status_now", "suspended"): [first],
        ("status_now", "operating"): [],
        ("status_now", "ended"): [second],
        ("status_now", "none"): [third],
        ("partner_now", str(japan.pk)): [second],
        ("partner_now", "0"): [third, second, first],
        ("entries", "waiting"): [third],
        ("entries", "none"): [],
    }
    for (name, value), records in expected.items():
        assert rows_of(client, FdiProject, **{name: value}) == [str(row) for row in records]


def test_stages_and_donors_are_filters_too(people, desk):
    donor = registers.organisation("ADB", "multilateral")
    running = registers.oda_project(
        people, stages=[("mobilisation", "2020-01-01"), ("implementation", "2021-01-01")]
    )
    early = registers.oda_project(people, stages=[("mobilisation", "2020-01-01")])
    OdaFund.objects.create(project=running, kind="loan", donor=donor, usd=5)
    client = desk(people["author"])
    assert rows_of(client, OdaProject, stage_now="implementation") == [str(running)]
    assert rows_of(client, OdaProject, stage_now="mobilisation") == [str(early)]
    assert rows_of(client, OdaProject, donor=donor.pk) == [str(running)]


def make(people, kind):
    if kind == "fdiproject":
        project = registers.fdi_project(people)
        registers.happened(people, project, "new", "2020-01-01", 5)
        registers.event(people, project, "capital_increase", "2021-01-01", 5)
    elif kind == "domesticproject":
        project = registers.domestic_project(people)
        registers.happened(people, project, "new", "2020-01-01", 10**11)
        registers.event(people, project, "capital_increase", "2021-01-01", 10**10)
    elif kind == "odaproject":
        project = registers.oda_project(people, stages=[("mobilisation", "2020-01-01")])
        donor = registers.organisation(f"Nhà tài trợ {project.pk}", "multilateral")
        OdaFund.objects.create(project=project, kind="loan", donor=donor, usd=5)
        project.places.add(registers.unit(), registers.unit("336", "Kiến Xương", "district"))
        registers.year(people, project, "planned", 2022, "2022-01-01", foreign=5)
    else:
        donor = registers.organisation(f"Tổ chức {NgoAid.objects.count()}")
        project = registers.ngo_aid(people, donor=donor, stages=[("approved", "2020-01-01")])
        project.places.add(registers.unit())
        registers.year(people, project, "committed", 2022, "2022-01-01", usd=5)


@pytest.mark.parametrize("kind", KINDS)
def test_ten_records_cost_as_many_queries_as_three(people, desk, kind):
    client = desk(people["publisher"])
    addresses = [
        reverse(f"admin:projects_{kind}_changelist"),
        reverse("admin:projects_waiting"),
        reverse("admin:projects_totals"),
        reverse("admin:index"),
    ]

    def costs():
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                page(client, address)
            yield len(queries)

    for _ in range(3):
        make(people, kind)
    list(costs())  # fills the caches of content types
    few = list(costs())
    for _ in range(7):
        make(people, kind)
    assert list(costs()) == few


# --- duplicates ------------------------------------------------------------------------


def test_the_same_number_and_the_same_words_are_warned_of(people, desk):
    first = registers.fdi_project(people, title_vi="Nhà máy may Á Đông Xanh")
    second = registers.fdi_project(people, title_vi="Khu đô thị Bắc Sông", certificate_number="7")
    draft = registers.fdi_project(
        people, public=False, title_vi="Dự án A DONG xanh may", certificate_number="7"
    )
    registers.fdi_project(people, title_vi="Nhà máy may Á Đông Xanh giai đoạn 2")
    found = {(d.record, str(d.reason)) for d in duplicates.of(draft)}
    assert found == {(first, str(duplicates.NEAR_NAME)), (second, str(duplicates.SAME_NUMBER))}
    client = desk(people["data officer"])
    for name in ("change", "record"):
        shown_page = page(client, admin_url(draft, name))
        assert admin_url(second, "record") in shown_page
        assert admin_url(first, "record") in shown_page


@pytest.mark.parametrize("typed", ["0812345678/ĐC1", "GCN số 0812345678 (thay đổi lần 2)"])
def test_a_number_that_may_be_of_another_project_is_warned_of(people, typed):
    first = registers.fdi_project(people, title_vi="Nhà máy may", certificate_number="0812345678")
    draft = registers.fdi_project(people, title_vi="Kho lạnh", certificate_number=typed)
    assert [found.record for found in duplicates.of(draft)] == [first]


@pytest.mark.parametrize(
    ("make", "column", "there", "typed"),
    [
        (registers.oda_project, "code", "MAU-ODA-13", "mau oda 13"),
        (registers.fdi_project, "certificate_number", "MAU-118", "MAU118"),
        (registers.domestic_project, "certificate_number", "MAU-TN-05", "mau tn.05"),
        (registers.domestic_project, "certificate_number", "7101/QĐ-UBND", "Số 7101/QD-UBND"),
    ],
)
def test_a_number_in_another_spelling_is_warned_of(people, desk, make, column, there, typed):
    first = make(people, title_vi="Nhà máy may", **{column: there})
    make(people, title_vi="Nhà máy giấy", **{column: f"{there}1"})
    draft = make(people, public=False, title_vi="Kho lạnh")
    client, address = desk(people["data officer"]), admin_url(draft)
    data = shown(client.get(address)) | {column: typed}
    saved = client.post(address, data, follow=True).content.decode()
    assert "có thể đã có" in saved
    assert [found.record for found in duplicates.of(type(draft).objects.get(pk=draft.pk))] == [
        first
    ]
    shown_page = page(client, address)
    assert "Hồ sơ này có thể đã có trong danh mục?" in shown_page
    assert admin_url(first, "record") in shown_page
    assert "có cùng số, hoặc số gần giống" in shown_page


def test_the_number_of_a_decision_may_come_back(people, desk):
    client = desk(people["data officer"])
    for number, is_taken in (("0567/QĐ-UBND", False), ("0812345678", True)):
        registers.domestic_project(people, certificate_number=number)
        draft = registers.domestic_project(people, public=False)
        address = admin_url(draft)
        data = shown(client.get(address)) | {"certificate_number": number}
        response = client.post(address, data)
        assert (response.status_code == 200) is is_taken


def test_a_working_copy_is_no_duplicate_of_its_record(people):
    project = registers.fdi_project(people, title_vi="Nhà máy Á Đông", certificate_number="7")
    copy = workflow.open_copy(project, by=people["data officer"])
    assert duplicates.of(copy) == duplicates.of(project) == []


def test_common_words_alone_make_no_duplicates(people):
    one = registers.fdi_project(people, title_vi="Dự án số 1", title_en="")
    registers.fdi_project(people, title_vi="Nhà máy số 1", title_en="")
    assert duplicates.of(one) == []


# --- totals ----------------------------------------------------------------------------


def test_withdrawing_shows_which_public_totals_change(people, desk):
    kept, gone = registers.fdi_project(people), registers.fdi_project(people)
    registers.happened(people, kept, "new", "2020-01-01", 100)
    registers.happened(people, gone, "new", "2021-01-01", "23.50")
    client = desk(people["publisher"])
    steps = client.get(admin_url(gone, "record")).context_data["steps"]
    [withdraw] = [step for step in steps if step.name == "withdraw"]
    before_after = {pair[1:] for pair in withdraw.changes}
    assert ("123,50 USD", "100 USD") in before_after
    assert gone.status == State.PUBLISHED
    assert "123,50 USD" in page(client, admin_url(gone, "record"))


def test_the_question_before_publishing_tells_which_totals_change(people, desk):
    there = registers.fdi_project(people)
    new = registers.fdi_project(people, public=False)
    registers.happened(people, there, "new", "2020-01-01", 100)
    registers.happened(people, new, "new", "2021-01-01", "23.50")
    new = articles.step(new, "submit", people["data officer"])
    client = desk(people["publisher"])
    sent = {"name": "publish", "version": new.version, "languages": ["vi"]}
    asked = client.post(admin_url(new, "record"), sent)
    assert "100 USD → <b>123,50 USD</b>" in asked.content.decode()


def test_withdrawing_what_counts_nowhere_changes_nothing(people, desk):
    kept, gone = registers.fdi_project(people), registers.fdi_project(people)
    registers.happened(people, kept, "new", "2020-01-01", 100)
    registers.event(people, gone, "new", "2021-01-01", 23)
    steps = desk(people["publisher"]).get(admin_url(gone, "record")).context_data["steps"]
    assert [step.changes for step in steps if step.name == "withdraw"] == [[]]


def test_the_gap_names_the_records_that_make_it(people, desk):
    public, hidden = registers.fdi_project(people), registers.fdi_project(people, public=False)
    registers.happened(people, public, "new", "2020-01-01", 100)
    registers.happened(people, hidden, "new", "2021-01-01", 7)
    waiting = registers.fdi_project(people, public=False)
    registers.event(people, waiting, "new", "2021-01-01", 50)
    client = desk(people["data officer"])
    address = reverse("admin:projects_totals")
    fdi = client.get(address).context_data["gaps"][0]
    assert (fdi.records, fdi.count, fdi.waiting) == ([hidden], 1, 1)
    assert ("100 USD", "107 USD", "7") in [row[2:] for row in fdi.rows]
    early = client.get(address, {"as_of": "31/12/2020"}).context_data["gaps"][0]
    assert (early.records, {row[4] for row in early.rows}) == ([], {""})


# --- the first certificate -------------------------------------------------------------


def new_project(client, **values):
    """What the form of a new FDI project would send, with a first certificate."""
    address = reverse("admin:projects_fdiproject_add")
    data = shown(client.get(address)) | {
        "title_vi": "Nhà máy linh kiện",
        "certificate_number": "0812345678",
        "events-0-effective_on": "15/03/2022",
        "events-0-amount": "67,81",
        "events-0-amount_scale": "6",
        "events-0-currency": "USD",
        "events-0-usd_scale": "0",
        "events-0-partner": registers.country().pk,
        "events-0-source": "Giấy chứng nhận đăng ký đầu tư",
        "_continue": "1",
    }
    return client.post(address, data | values)


def test_the_first_certificate_is_entered_with_its_project(people, desk):
    response = new_project(desk(people["data officer"]))
    assert response.status_code == 302
    project, event = FdiProject.objects.get(), FdiEvent.objects.get()
    assert (event.project, event.type, event.number) == (project, "new", "0812345678")
    assert (event.usd, event.partner) == (Decimal(67_810_000), registers.country())
    assert (event.is_pending, event.entered_by) == (True, people["data officer"])


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"events-0-effective_on": "15/03/2199"}, "effective_on", "Ngày này ở tương lai."),
        ({"events-0-partner": ""}, "partner", "Trường này là bắt buộc."),
        (
            {"certificate_number": ""},
            "__all__",
            "Hãy ghi mã số dự án: đó là số của giấy chứng nhận.",
        ),
        (
            {"events-0-amount_scale": "0"},
            "sure",
            "67,81 đô la Mỹ: đơn vị có đúng không?",
        ),
    ],
)
def test_a_wrong_first_certificate_is_told_and_nothing_saved(people, desk, values, field, message):
    response = new_project(desk(people["data officer"]), **values)
    [form] = response.context_data["inline_admin_formsets"][0].formset.forms
    assert form.errors == {field: [message]}
    assert not FdiProject.objects.exists()
    assert 'value="67,81"' in response.content.decode()


def test_a_project_without_its_certificate_is_a_draft_all_the_same(people, desk):
    empty = {
        f"events-0-{name}": ""
        for name in ("effective_on", "amount", "partner", "source_vi", "source_en")
    }
    empty["events-0-amount_scale"] = "0"
    assert new_project(desk(people["data officer"]), **empty).status_code == 302
    assert FdiProject.objects.count() == 1
    assert not FdiEvent.objects.exists()


def test_the_tick_of_a_first_certificate_is_about_its_amount(people, desk):
    client = desk(people["data officer"])
    ticked = {"events-0-sure": "on", "events-0-sure_of": "67.81"}
    small = {"events-0-amount_scale": "0"}
    question = "đơn vị có đúng không?"
    assert question in new_project(client, **small).content.decode()
    other = new_project(client, **small, **ticked, **{"events-0-amount": "68,81"})
    assert question in other.content.decode()
    mended = new_project(client, **ticked, title_vi="").content.decode()
    assert '<input type="hidden" name="events-0-sure"' in mended
    assert not FdiEvent.objects.exists()
    assert new_project(client, **small, **ticked).status_code == 302
    assert FdiEvent.objects.get().usd == Decimal("67.81")


@pytest.mark.parametrize("typed", ["0812345678", "081 234 5678", "0812.345.678"])
def test_a_code_belongs_to_one_project(people, desk, typed):
    other = registers.fdi_project(people, certificate_number="0812345678")
    response = new_project(desk(people["data officer"]), certificate_number=typed)
    [message] = response.context_data["adminform"].form.errors["certificate_number"]
    assert admin_url(other, "record") in message
    assert str(other) in message
    assert "Hãy ghi mã số dự án" not in response.content.decode()
    assert FdiProject.objects.get() == other


@pytest.mark.parametrize("typed", ["4,25005", "0,000001", "12.345.678,5"])
def test_an_area_is_kept_to_small_parts_and_shown_without_zeros(people, desk, typed):
    project = registers.fdi_project(people, public=False)
    client = desk(people["data officer"])
    address = admin_url(project)
    data = shown(client.get(address)) | {"land_area": typed}
    assert client.post(address, data).status_code == 302
    assert f'value="{typed}"' in page(client, address)
    data |= {"_version": data["_version"] + 1, "land_area": "0,0000001"}
    [message] = client.post(address, data).context_data["adminform"].form.errors["land_area"]
    assert "6" in message


@pytest.mark.parametrize(
    ("typed", "kept", "is_doubted"),
    [("5000 m2", "0.5", False), ("5,2 ha", "5.2", False), ("1,5 km2", "150", False),
     ("5000", "5000", True), ("5000 ha", "5000", True)],
)  # fmt: skip
def test_an_area_is_read_with_its_unit_and_an_unlikely_one_remarked(
    people, desk, typed, kept, is_doubted
):
    project = registers.fdi_project(people, public=False)
    client = desk(people["data officer"])
    data = shown(client.get(admin_url(project))) | {"land_area": typed}
    client.post(admin_url(project), data)
    project.refresh_from_db()
    assert project.land_area == Decimal(kept)
    said = "Diện tích 5.000 ha: đơn vị đã đúng chưa?"
    assert (said in page(client, admin_url(project))) is is_doubted


def test_what_a_begun_certificate_lacks_is_named(people, desk):
    client = desk(people["data officer"])
    typed = shown(client.get(reverse("admin:projects_fdiproject_add"))) | {"title_vi": "Nhà máy"}
    address = reverse("admin:projects_fdiproject_checklist", args=[0])
    assert "số 1" not in client.post(address, typed).content.decode()
    begun = client.post(address, typed | {"events-0-effective_on": "06/05/2022"})
    assert "số 1 còn thiếu: số tiền theo nguyên tệ, đối tác." in begun.content.decode()


def test_an_author_is_not_asked_for_a_certificate(people, desk):
    page = desk(people["author"]).get(reverse("admin:projects_fdiproject_add"))
    assert "events-0-amount" not in page.content.decode()


def test_a_number_that_cannot_be_typed_stands_without_stored_zeros(people, desk):
    values = {"land_area": Decimal("12.5")}
    project = registers.fdi_project(people, **values)
    html = page(desk(people["reviewer"]), admin_url(project, "change"))
    shown_area = html[html.index("field-land_area") :].split("</div>", 3)[:3]
    assert "12,5<" in "</div>".join(shown_area) + "<"
    assert "12,50" not in html


def test_a_year_of_aid_is_known_by_a_decision_and_a_certificate_by_its_own_number(people, desk):
    client = desk(people["data officer"])
    aid = registers.draft(OdaProject, people["data officer"])
    form = page(client, reverse("admin:projects_odayear_add"), project=aid.pk)
    assert "Số quyết định hoặc văn bản" in form
    assert "Giấy chứng nhận" not in form
    project = registers.draft(FdiProject, people["data officer"])
    event = {"project": project.pk, "type": "new"}
    assert "Số Giấy chứng nhận hoặc văn bản" in page(
        client, reverse("admin:projects_fdievent_add"), **event
    )


def test_a_short_code_and_one_mended_here_alone_are_remarked(people, desk):
    officer = people["data officer"]
    client, project = desk(officer), registers.draft(FdiProject, officer)
    articles.edit(project, officer, certificate_number="46780099")
    registers.event(people, project, "new", "2022-01-01", 1_000_000, number="46780099")
    short = "“46780099” có 8 chữ số, trong khi mã số dự án có mười"
    there = "Mục ghi của giấy chứng nhận lần đầu mang số “46780099”: hãy đính chính cả ở đó."
    shown = page(client, admin_url(project))
    assert short in shown
    assert there not in shown
    project.refresh_from_db()
    articles.edit(project, officer, certificate_number="0046780099")
    shown = page(client, admin_url(project))
    assert short not in shown
    assert there in shown
