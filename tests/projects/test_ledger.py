"""The verbs of the ledgers: two people, no change after approval, corrections."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from portal.delivery.models import PublicVersion
from projects import ledger
from projects.models import EntryState, FdiEvent, Immutable, OdaYear
from tests import registers

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(people):
    project = registers.fdi_project(people)
    registers.happened(people, project, "new", "2020-03-01", 100)
    return project


def refused(people, project, kind, on, usd=None, **values):
    """The sentences with which an entry is refused."""
    with pytest.raises(ValidationError) as caught:
        registers.event(people, project, kind, on, usd, **values)
    return caught.value.messages


# --- who may what ----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["author", "translator", "reviewer", "publisher", "administrator"])
def test_only_a_data_officer_enters(people, project, name):
    entry = FdiEvent(project=project, type="suspension", effective_on=date(2021, 1, 1))
    with pytest.raises(PermissionDenied):
        ledger.enter(entry, by=people[name])
    assert FdiEvent.objects.count() == 1


@pytest.mark.parametrize("name", ["author", "translator", "data officer", "administrator"])
def test_only_reviewers_and_publishers_approve(people, project, name):
    entry = registers.event(people, project, "capital_increase", "2021-01-01", 5)
    with pytest.raises(PermissionDenied):
        ledger.approve(entry, by=people[name], version=entry.version)
    entry.refresh_from_db()
    assert entry.status == EntryState.PENDING


def test_nobody_approves_what_they_entered(people, project):
    entry = registers.event(people, project, "capital_increase", "2021-01-01", 5)
    people["data officer"].groups.add(*people["publisher"].groups.all())
    both = type(people["data officer"]).objects.get(pk=people["data officer"].pk)
    with pytest.raises(ValidationError, match=r"bốn mắt|four eyes"):
        ledger.approve(entry, by=both, version=entry.version)


def test_whoever_changed_it_meanwhile_makes_the_approver_look_again(people, project):
    entry = registers.event(people, project, "capital_increase", "2021-01-01", 5)
    seen = entry.version
    entry.amount = entry.usd = Decimal(6)
    ledger.enter(entry, by=people["data officer"])
    with pytest.raises(ValidationError):
        ledger.approve(entry, by=people["publisher"], version=seen)
    assert ledger.approve(entry, by=people["publisher"], version=seen + 1).usd == 6


def test_a_pending_entry_is_changed_only_by_its_author(people, project):
    entry = registers.event(people, project, "capital_increase", "2021-01-01", 5)
    other = people["other author"]
    other.groups.set(people["data officer"].groups.all())
    with pytest.raises(PermissionDenied):
        ledger.enter(entry, by=other)
    with pytest.raises(PermissionDenied):
        ledger.take_back(entry, by=other)
    ledger.take_back(entry, by=people["data officer"])
    assert not FdiEvent.objects.filter(pk=entry.pk).exists()


def test_a_rejection_needs_a_reason_and_stays_on_record(people, project):
    entry = registers.event(people, project, "capital_increase", "2021-01-01", 5)
    publisher = people["publisher"]
    with pytest.raises(ValidationError):
        ledger.reject(entry, by=publisher, version=entry.version, reason="  ")
    rejected = ledger.reject(entry, by=publisher, version=entry.version, reason="Sai số")
    assert (rejected.status, rejected.decision, rejected.known_at) == ("rejected", "Sai số", None)
    with pytest.raises(ValidationError):
        ledger.approve(rejected, by=publisher, version=rejected.version)


# --- never changed after approval ------------------------------------------------------


@pytest.fixture
def counted(people, project):
    return registers.happened(people, project, "capital_increase", "2021-01-01", 5)


def attempts(entry):
    rows = FdiEvent.objects.filter(pk=entry.pk)
    entry.usd = Decimal(999)
    yield "save", entry.save
    yield "update", lambda: rows.update(usd=999)
    yield "bulk_update", lambda: FdiEvent.objects.bulk_update([entry], ["usd"])
    yield (
        "upsert",
        lambda: FdiEvent.objects.bulk_create(
            [entry], update_conflicts=True, update_fields=["usd"], unique_fields=["pk"]
        ),
    )
    yield "update_or_create", lambda: FdiEvent.objects.update_or_create({"usd": 9}, pk=entry.pk)
    yield "related", lambda: entry.project.events.update(usd=999)
    yield "base manager", lambda: FdiEvent._base_manager.filter(pk=entry.pk).update(usd=9)
    yield "delete", entry.delete
    yield "delete rows", rows.delete
    forged = FdiEvent.objects.get(pk=entry.pk)
    forged.status = EntryState.PENDING
    yield "forged state", forged.save


@pytest.mark.parametrize(
    "name",
    [
        "save",
        "update",
        "bulk_update",
        "upsert",
        "update_or_create",
        "related",
        "base manager",
        "delete",
        "delete rows",
        "forged state",
    ],
)
def test_an_approved_entry_cannot_be_changed_by(counted, name):
    attempt = dict(attempts(counted))[name]
    with pytest.raises(Immutable), transaction.atomic():
        attempt()
    counted.refresh_from_db()
    assert (counted.usd, counted.status) == (Decimal("5.00"), EntryState.APPROVED)


def test_a_new_entry_is_never_born_approved(people, project):
    with pytest.raises(Immutable):
        FdiEvent(
            project=project,
            type="suspension",
            effective_on=date(2021, 1, 1),
            status=EntryState.APPROVED,
            entered_by=people["data officer"],
        ).save()


# --- corrections -----------------------------------------------------------------------


def test_a_correction_takes_the_place_of_an_entry_at_its_approval(people, project, counted):
    correction = ledger.correct(counted, by=people["data officer"], amount=7, usd=7)
    counted.refresh_from_db()
    assert counted.status == EntryState.APPROVED
    approved = registers.approved(people, correction)
    counted.refresh_from_db()
    assert (counted.status, counted.known_until) == (EntryState.SUPERSEDED, approved.known_at)
    assert [event.usd for event in project.events.counted()] == [100, 7]


def test_a_correction_can_take_an_entry_back(people, project, counted):
    registers.approved(people, ledger.correct(counted, by=people["data officer"], void=True))
    assert [event.usd for event in project.events.counted()] == [100]


@pytest.mark.parametrize("name", ["partner", "partner_id"])
def test_a_correction_changes_a_relation_by_either_name(people, project, name):
    first, japan = project.events.get(type="new"), registers.country("JP", "Nhật Bản", "Japan")
    value = japan if name == "partner" else japan.pk
    correction = ledger.correct(first, by=people["data officer"], **{name: value})
    correction.refresh_from_db()
    assert (correction.partner, correction.usd) == (japan, 100)


def test_only_one_correction_may_wait(people, counted):
    first = ledger.correct(counted, by=people["data officer"], amount=7, usd=7)
    with pytest.raises(ValidationError):
        ledger.correct(counted, by=people["data officer"], amount=8, usd=8)
    ledger.reject(first, by=people["publisher"], version=first.version, reason="Nhầm")
    again = ledger.correct(counted, by=people["data officer"], amount=8, usd=8)
    assert registers.approved(people, again).usd == 8


def test_a_superseded_entry_is_corrected_no_more(people, counted):
    registers.approved(people, ledger.correct(counted, by=people["data officer"], amount=7, usd=7))
    with pytest.raises(ValidationError):
        ledger.correct(counted, by=people["data officer"], amount=8, usd=8)


def test_a_first_certificate_cannot_be_taken_back_under_its_events(people, project, counted):
    first = project.events.get(type="new")
    with pytest.raises(ValidationError, match=r"trước|before"):
        ledger.correct(first, by=people["data officer"], void=True)


def test_a_correction_stays_with_its_project(people, counted):
    other = registers.fdi_project(people)
    registers.happened(people, other, "new", "2019-03-01", 100)
    with pytest.raises(ValidationError):
        ledger.correct(counted, by=people["data officer"], project_id=other.pk)


# --- what a ledger refuses -------------------------------------------------------------


def test_it_refuses_what_comes_before_the_first_certificate(people, project):
    [message] = refused(people, project, "capital_increase", "2020-02-29", 5)
    assert "29/02/2020" in message


def test_it_refuses_a_second_first_certificate(people, project):
    assert len(refused(people, project, "new", "2021-01-01", 5)) == 1


def test_it_refuses_a_decrease_below_zero_on_any_day(people, project):
    registers.happened(people, project, "capital_increase", "2022-01-01", 50)
    assert len(refused(people, project, "capital_decrease", "2021-06-01", 101)) == 1
    assert registers.event(people, project, "capital_decrease", "2022-06-01", 150).pk


def test_two_waiting_decreases_are_looked_at_together(people, project):
    registers.event(people, project, "capital_decrease", "2021-06-01", 60)
    assert len(refused(people, project, "capital_decrease", "2021-07-01", 60)) == 1


@pytest.mark.parametrize("end", ["termination", "revocation"])
def test_it_refuses_what_comes_after_the_end(people, project, end):
    registers.happened(people, project, end, "2022-01-01")
    [message] = refused(people, project, "capital_increase", "2022-01-02", 5)
    assert "01/01/2022" in message
    assert registers.event(people, project, "capital_increase", "2022-01-01", 5).pk


def test_it_refuses_an_end_before_events_that_count(people, project, counted):
    assert len(refused(people, project, "termination", "2020-12-31")) == 1


def test_it_refuses_what_comes_after_the_term(people):
    project = registers.fdi_project(people)
    registers.happened(people, project, "new", "2010-01-01", 9, term_ends_on=date(2020, 1, 1))
    assert len(refused(people, project, "capital_increase", "2020-01-02", 5)) == 1
    registers.happened(
        people, project, "other_adjustment", "2019-12-01", term_ends_on=date(2030, 1, 1)
    )
    assert registers.event(people, project, "capital_increase", "2020-01-02", 5).pk


def test_suspension_and_resumption_take_turns(people, project):
    assert len(refused(people, project, "resumption", "2021-01-01")) == 1
    registers.happened(people, project, "suspension", "2021-01-01")
    assert len(refused(people, project, "suspension", "2021-02-01")) == 1
    assert registers.event(people, project, "resumption", "2021-02-01").pk


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        ("capital_increase", {"number": ""}, "number"),
        ("transfer", {"partner": None}, "partner"),
        ("suspension", {"usd": Decimal(5)}, "usd"),
        ("capital_increase", {"amount": None}, "amount"),
        ("capital_increase", {"amount": Decimal(4)}, "usd"),
        ("capital_increase", {"usd": Decimal(-5), "amount": Decimal(-5)}, "usd"),
        ("termination", {"term_ends_on": date(2030, 1, 1)}, "term_ends_on"),
    ],
)
def test_an_event_says_what_its_type_needs(people, project, kind, values, field):
    with pytest.raises(ValidationError) as caught:
        registers.event(people, project, kind, "2021-01-01", **{"usd": 5, **values})
    assert field in caught.value.message_dict


def test_it_refuses_tomorrow(people, project):
    with pytest.raises(ValidationError) as caught:
        registers.event(people, project, "suspension", "2999-01-01")
    assert [*caught.value.message_dict] == ["effective_on"]


def test_a_notice_may_stand_alone_but_says_what_about(people):
    with pytest.raises(ValidationError) as caught:
        registers.event(people, None, "share_purchase", "2022-01-01", 5)
    assert {*caught.value.message_dict} == {"company", "industry", "unit"}
    values = {"company": "Công ty A", "industry": registers.industry(), "unit": registers.unit()}
    assert registers.happened(people, None, "share_purchase", "2022-01-01", 5, **values).pk


def test_nothing_else_stands_alone(people):
    with pytest.raises(ValidationError):
        registers.event(people, None, "capital_increase", "2022-01-01", 5)
    with pytest.raises(IntegrityError), transaction.atomic():
        FdiEvent(
            type="capital_increase", effective_on=date(2022, 1, 1), entered_by=people["author"]
        ).save()


def test_two_documents_of_one_day_do_not_contradict_each_other(people):
    project = registers.oda_project(people)
    entry = registers.year(people, project, "planned", 2022, "2022-01-15", foreign=100)
    registers.approved(people, entry)
    with pytest.raises(ValidationError):
        registers.year(people, project, "planned", 2022, "2022-01-15", foreign=120)
    registers.year(people, project, "planned", 2022, "2022-06-15", foreign=120)
    assert OdaYear.objects.count() == 2


def test_a_year_needs_an_amount_and_a_document(people):
    project = registers.oda_project(people)
    with pytest.raises(ValidationError) as caught:
        registers.year(people, project, "planned", 1022, "2022-01-15")
    assert {*caught.value.message_dict} == {"year", "foreign"}


# --- approval of many ------------------------------------------------------------------


def test_many_are_approved_together_or_not_at_all(people, project):
    good = registers.event(people, project, "capital_increase", "2021-01-01", 5)
    other = registers.fdi_project(people)
    early = FdiEvent(
        project=other,
        type="suspension",
        effective_on=date(2021, 1, 1),
        entered_by=people["data officer"],
    )
    early.save()
    pairs = [(good, 1), (early, 1)]
    with pytest.raises(ValidationError):
        ledger.approve_many(pairs, by=people["publisher"])
    assert FdiEvent.objects.pending().count() == 2


def test_a_new_project_and_its_events_are_approved_in_one_go(people):
    project = registers.fdi_project(people)
    later = [
        registers.event(people, project, "new", "2020-03-01", 100),
        registers.event(people, project, "capital_decrease", "2021-01-01", 100),
    ]
    with pytest.raises(ValidationError):
        ledger.approve(later[1], by=people["publisher"], version=1)
    ledger.approve_many([(entry, 1) for entry in reversed(later)], by=people["publisher"])
    assert project.events.counted().count() == 2


def test_the_effect_is_shown_and_nothing_written(people, project):
    entry = registers.event(people, project, "capital_increase", "2021-01-01", 5)
    before = PublicVersion.current().number

    def totals():
        return {"count": FdiEvent.objects.counted().count(), "same": 1}

    effect = ledger.effect([(entry, 1)], by=people["publisher"], totals=totals)
    assert effect == ledger.Effect([("count", 1, 2)], [])
    entry.refresh_from_db()
    assert entry.is_pending
    assert PublicVersion.current().number == before


def test_the_effect_names_what_would_be_refused(people, project):
    entry = registers.event(people, project, "capital_increase", "2021-01-01", 5)
    effect = ledger.effect([(entry, 7)], by=people["publisher"], totals=dict)
    assert len(effect.problems) == 1


def test_an_approval_makes_a_new_public_version_when_visitors_may_see_it(people, project):
    entry = registers.event(people, project, "capital_increase", "2021-01-01", 5)
    before = PublicVersion.current().number
    registers.approved(people, entry)
    assert PublicVersion.current().number == before + 1
    hidden = registers.fdi_project(people, public=False)
    registers.happened(people, hidden, "new", "2021-01-01", 5)
    assert PublicVersion.current().number == before + 1


def test_a_project_with_entries_is_never_deleted(people):
    project = registers.fdi_project(people, public=False)
    registers.event(people, project, "new", "2021-01-01", 5)
    with pytest.raises(IntegrityError), transaction.atomic():
        project.delete()
