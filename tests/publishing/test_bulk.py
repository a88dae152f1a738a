"""Thousands of edits at once leave what one edit after the other would."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from portal.publishing import bulk, workflow
from portal.publishing.models import FileReference, Notice, SlugClaim, TransitionLog
from portal.publishing.slugs import kind_of
from projects.models import FdiDocument, FdiProject, Investor, Milestone, OdaProject
from tests import articles, registers

KEYS = {"id", "project_id", "copied_from_id", "created_at", "updated_at", "history_id",
        "history_date"}  # fmt: skip


@pytest.fixture
def officer(people):
    return people["data officer"]


def columns(rows):
    """All that rows hold, without keys and moments."""
    return [
        {
            field.attname: getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if field.attname not in KEYS
        }
        for row in rows
    ]


def written_then_removed():
    """Everything that is in the database about FDI projects; then it is there no more."""
    models = [FdiProject, Investor, Milestone, FdiDocument]
    found = [
        *(columns(model._base_manager.order_by("pk")) for model in models),
        *(columns(model.history.order_by("history_id")) for model in models),
        sorted(SlugClaim.objects.values_list("slug", "was_public")),
        FileReference.objects.count(),
    ]
    for model in (SlugClaim, FileReference, FdiProject):
        model._base_manager.all().delete()
    for model in models:
        model.history.all().delete()
    return found


def new():
    row = FdiProject(title_vi="Nhà máy", title_en="Factory", certificate_number="1")
    children = [
        Investor(project=row, name="Công ty Đông Á"),
        Milestone(project=row, title_vi="Khởi công", planned_on=date(2022, 1, 1)),
    ]
    return row, children


def save_quietly(row):
    row.skip_history_when_saving = True
    row.save()
    del row.skip_history_when_saving


def test_new_drafts_are_as_if_made_one_by_one(officer):
    for row, children in (new(), new()):
        row.created_by = officer
        save_quietly(row)
        for child in children:
            child.project = row
            child.save()
        workflow.record_edit(row, by=officer)
    one_by_one = written_then_removed()
    rows, children = zip(new(), new(), strict=True)
    bulk.prepare(rows, children, by=officer)
    bulk.create(rows, children, [{}, {}], by=officer)
    assert _by_user(written_then_removed()) == _by_user(one_by_one)


def _by_user(found):
    """The history of children has no person where a form did not give one."""
    for rows in found[5:8]:
        for row in rows:
            row.pop("history_user_id"), row.pop("history_change_reason")
    return found


def test_many_edits_are_as_if_made_one_by_one(officer, document):
    def edited():
        rows = [registers.draft(FdiProject, officer, title_vi="Nhà máy", title_en="Factory")
                for _number in range(3)]  # fmt: skip
        for row in rows:
            FdiDocument.objects.create(project=row, file=document, title_vi="Tệp")
            row.title_vi, row.title_en, row.land_area = "Nhà máy mới", "", 5
        rows[2].slug_vi = "tu-chon"
        return rows

    for row in edited():
        save_quietly(row)
        workflow.record_edit(row, by=officer)
    one_by_one = written_then_removed()
    bulk.record_edits(edited(), by=officer)
    many = written_then_removed()
    assert many == one_by_one
    assert (many[0][0]["version"], many[0][0]["land_area"], many[-1]) == (2, 5, 3)


def test_slugs_of_namesakes_are_numbered_on(officer):
    registers.draft(FdiProject, officer, title_vi="Nhà máy", title_en="")
    rows = [FdiProject(title_vi=title) for title in ("Nhà máy", "Nhà máy", "投资", "Khác")]
    bulk.prepare(rows, [[]] * 4, by=officer)
    bulk.create(rows, [[]] * 4, [{}] * 4, by=officer)
    slugs = [FdiProject.rows.get(pk=row.pk).slug_vi for row in rows]
    assert slugs == ["nha-may-2", "nha-may-3", f"fdiproject-{rows[2].pk}", "khac"]
    claims = SlugClaim.objects.filter(object_id__in=[row.pk for row in rows])
    assert set(claims.values_list("slug", flat=True)) == set(slugs)


def test_a_slug_of_another_record_is_refused(officer):
    taken = registers.draft(FdiProject, officer)
    row = registers.draft(FdiProject, officer)
    row.slug_vi = taken.slug_vi
    with pytest.raises(ValidationError):
        bulk.record_edits([row], by=officer)
    row.refresh_from_db()
    assert row.version == 1


def test_slugs_that_nobody_needs_any_more_are_let_go(officer):
    row = registers.draft(FdiProject, officer, title_vi="Cũ", title_en="")
    row.slug_vi = "moi"
    bulk.record_edits([row], by=officer)
    assert list(SlugClaim.objects.values_list("slug", flat=True)) == ["moi"]


def test_the_day_of_creation_stays(officer):
    row = registers.draft(FdiProject, officer)
    made = row.created_at
    bulk.record_edits([row], by=officer)
    assert (row.created_at, FdiProject.rows.get(pk=row.pk).created_at) == (made, made)
    assert row.history.first().created_at == made


def test_working_copies_are_as_if_opened_one_by_one(people, officer, document):
    originals = [
        registers.oda_project(people, stages=[("mobilisation", "2022-01-01")]) for _n in "ab"
    ]
    for original in originals:
        original.places.set([registers.unit()])
    single = workflow.open_copy(originals[0], by=officer)
    [many] = bulk.open_copies(originals[1:], by=officer)

    def told(copy):
        copy = OdaProject.rows.get(pk=copy.pk)
        stage = copy.stages.get()
        return (
            copy.status, copy.scope, copy.version, copy.created_by, copy.source_revision,
            copy.confirmed_en, list(copy.places.all()), stage.stage, stage.copied_from.project,
            copy.history.get().history_change_reason,
        )  # fmt: skip

    left, right = told(single), told(many)
    assert left[:8] + left[9:] == right[:8] + right[9:]
    assert (left[8], right[8]) == tuple(originals)
    assert bulk.open_copies(originals, by=officer) == [single, many]


def test_working_copies_are_refused_to_who_may_not_open_them(people, officer):
    draft = registers.draft(FdiProject, officer)
    published = registers.fdi_project(people)
    for row, by in ((draft, officer), (published, people["translator"])):
        with pytest.raises(PermissionDenied):
            bulk.open_copies([row], by=by)


def test_working_copies_are_discarded_as_if_one_by_one(people, officer):
    copies = [workflow.open_copy(registers.fdi_project(people), by=officer) for _number in "ab"]
    for copy in copies:
        articles.edit(copy, officer, title_vi="Sửa")
        Notice.objects.create(kind=kind_of(FdiProject), object_id=copy.pk, recipient=officer,
                              reason=Notice.Kind.SENT_BACK)  # fmt: skip
    articles.step(copies[0], "discard", officer)
    copies[1].refresh_from_db()
    bulk.discard(copies[1:], by=officer)
    logs = TransitionLog.objects.filter(name="discard").order_by("pk")
    told = [
        (log.source, log.target, log.version, log.by, log.note, log.record_id,
         log.row.history.first().history_id == log.history_id)
        for log in logs
    ]  # fmt: skip
    assert told == [
        ("draft", "discarded", 2, officer, "", copy.replaces_id, True) for copy in copies
    ]
    reasons = [copy.history.first().history_change_reason for copy in copies]
    assert reasons == ["discard", "discard"]
    assert not Notice.objects.filter(read_at=None, reason=Notice.Kind.SENT_BACK).exists()
    with pytest.raises(PermissionDenied):
        bulk.discard(copies[1:], by=officer)


def test_an_edited_copy_of_many_is_published_as_usual(people, officer):
    project = registers.fdi_project(people)
    Investor.objects.create(project=project, name="Công ty Đông Á")
    [copy] = bulk.open_copies([project], by=officer)
    assert copy.investors.get().folded == " cong ty dong a công ty đông á "
    copy.title_vi = "Tên mới"
    bulk.record_edits([copy], by=officer)
    assert copy.source_revision > project.source_revision
    copy = articles.step(copy, "submit", officer)
    articles.step(copy, "publish", people["publisher"])
    project.refresh_from_db()
    assert (project.title_vi, project.investors.count()) == ("Tên mới", 1)
