"""Imports and exports at the desk, as a clerk meets them."""

import io
import re
import zipfile
from datetime import UTC, datetime
from html import unescape

import openpyxl
import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse
from django.utils.translation import override
from django_tasks_db.models import DBTaskResult

from portal.exchange.reading import SENTENCES
from projects.exchange import shelf, work
from projects.models import AdministrativeUnit, FdiEvent, FdiProject, ImportBatch
from projects.registers.fdi.workbook import WORKBOOK as FDI
from projects.registers.ngo.workbook import WORKBOOK as NGO
from projects.registers.oda.workbook import WORKBOOK as ODA
from tests import registers
from tests.exchange import workbooks
from tests.projects.tables import book, filled, uploaded
from tests.projects.test_import import event, row

pytestmark = pytest.mark.one_database

ADD = "/admin/projects/importbatch/add/"
WORKER = override_settings(
    TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}},
)


@pytest.fixture
def officer(people):
    registers.country()
    return people["data officer"]


@pytest.fixture
def colleague(people):
    """A second data officer."""
    other = people["other author"]
    other.groups.set([Group.objects.get(name="Data officer")])
    return other


def send(client, data, name="bảng.xlsx", register="fdiproject"):
    file = SimpleUploadedFile(name, data)
    return client.post(ADD, {"register": register, "file": file})


def page(client, batch, **query):
    return client.get(reverse("admin:projects_importbatch_record", args=[batch.pk]), query)


def act(client, batch, what, **data):
    return client.post(reverse(f"admin:projects_importbatch_{what}", args=[batch.pk]), data)


def rows_of(response):
    """[(sheet row, about, cells)] of the preview."""
    text = response.content.decode()
    found = re.findall(
        r'<td class="figures">(\d+)</td>.*?<th scope="row">(.*?)</th>\s*<td>(.*?)</td>',
        text,
        re.DOTALL,
    )
    return [
        (int(number), about, re.findall(r"<b>(\w+)</b>", cells)) for number, about, cells in found
    ]


def test_from_upload_to_undo(desk, officer):
    client = desk(officer)
    answer = send(client, filled(FDI, [row()], [event()]))
    batch = ImportBatch.objects.get()
    assert answer.headers["Location"] == f"/admin/projects/importbatch/{batch.pk}/"
    shown = page(client, batch)
    assert [(number, cells) for number, _about, cells in rows_of(shown)] == [(2, ["C2"]), (2, [])]
    assert (FdiProject.rows.count(), shown.headers.get("Refresh")) == (0, None)
    act(client, batch, "write", digest=batch.digest)
    batch.refresh_from_db()
    assert (batch.state, FdiProject.rows.count(), FdiEvent.objects.count()) == ("done", 1, 2)
    question = act(client, batch, "undo").content.decode()
    assert "Mục chờ duyệt sẽ bị xóa: 2" in question
    assert FdiEvent.objects.count() == 2
    act(client, batch, "undo", confirmed="1")
    batch.refresh_from_db()
    assert (batch.state, FdiProject.rows.count(), FdiEvent.objects.count()) == ("undone", 0, 0)


def test_an_import_with_an_approved_entry_is_not_asked_about(desk, officer):
    client = desk(officer)
    send(client, filled(FDI, [row()], [event()]))
    batch = ImportBatch.objects.get()
    act(client, batch, "write", digest=batch.digest)
    FdiEvent.objects.filter(type="new").update(status="approved")
    shown = act(client, batch, "undo").content.decode()
    [said] = re.findall("<li>(.*?đã được xử lý: Đã duyệt.)</li>", shown)
    assert said.startswith("Nhà máy linh kiện điện tử")
    assert "Chưa có gì được hoàn tác." in shown
    assert "Mục đã duyệt mà sai: nhập đính chính trên trang của mục đó" in shown
    client.post(reverse("admin:language"), {"language": "en"})
    assert "enter a correction on its page" in act(client, batch, "undo").content.decode()
    batch.refresh_from_db()
    assert (batch.state, FdiEvent.objects.count()) == ("done", 2)


def test_a_file_that_is_not_taken_says_why_in_one_box(desk, officer):
    client = desk(officer)
    for data, reason in [
        ({"register": "fdiproject"}, "Sổ tính Excel hoặc tệp CSV: "),
        ({"file": SimpleUploadedFile("a.xlsx", b"x")}, "Danh mục: "),
        ({"register": "fdiproject", "file": SimpleUploadedFile("a.xlsx", b"x")}, "Sổ tính Excel"),
    ]:
        shown = client.post(reverse("admin:projects_importbatch_add"), data).content.decode()
        box = re.search(r'class="errornote"[^>]*>(.*?)</div>', shown, re.DOTALL)[1]
        told = re.findall("<li>(.*?)</li>", box)
        assert len(told) == 1
        assert told[0].startswith(reason)
        assert shown.count(told[0].split(": ", 1)[1]) == 1


def test_wrong_rows_come_first_and_keep_the_button_away(desk, officer):
    client = desk(officer)
    send(client, filled(FDI, [row(), row(certificate_number="2", title_vi="Kho", usd="67.812")]))
    batch = ImportBatch.objects.get()
    assert [(number, cells) for number, _about, cells in rows_of(page(client, batch))] == [
        (3, ["D3"])
    ]
    assert [number for number, *_rest in rows_of(page(client, batch, show="all"))] == [2, 3]
    assert f"/{batch.pk}/write/" not in page(client, batch).content.decode()
    act(client, batch, "write", digest=batch.digest)
    assert not FdiProject.rows.exists()


def test_a_row_that_repeats_a_number_is_told_by_its_own_name(desk, officer):
    rows = [row(title_vi="Nhà máy may"), row(title_vi="Nhà máy gốm")]
    lost = event(number_of_record="999")
    batch = uploaded(filled(FDI, rows, [event(), lost]), FDI, officer)
    shown = rows_of(page(desk(officer), batch, show="all"))
    assert [(number, about) for number, about, _cells in shown if "<" not in about] == [
        (2, "1032345678 – Nhà máy may"),
        (3, "1032345678 – Nhà máy gốm"),
        (2, "1032345678 – Nhà máy may – điều chỉnh tăng vốn 01/09/2022"),
        (3, "999"),
    ]


def test_a_row_without_a_number_is_told_by_its_name(desk, officer):
    batch = uploaded(filled(FDI, [row(certificate_number="")]), FDI, officer)
    (shown,) = rows_of(page(desk(officer), batch))
    assert shown == (2, "Nhà máy linh kiện điện tử", ["A2"])


def test_of_two_rows_of_one_number_one_is_left_out_alone(desk, officer):
    rows = [row(title_vi="Nhà máy may"), row(title_vi="Nhà máy gốm")]
    client, batch = desk(officer), uploaded(filled(FDI, rows, [event()]), FDI, officer)
    written_without(client, batch, "row-3")
    assert FdiProject.rows.get().title_vi == "Nhà máy may"
    assert FdiEvent.objects.count() == 2


def test_the_first_of_two_rows_of_one_number_may_be_left_out(desk, people, officer):
    there = registers.fdi_project(people, public=False, title_vi="Nhà máy may")
    rows = [row(title_vi="Nhà máy may"), row(title_vi="Nhà máy gốm")]
    client, batch = desk(officer), uploaded(filled(FDI, rows, [event()]), FDI, officer)
    assert f'data-place="/admin/projects/importbatch/{batch.pk}/#answers"' in (
        page(client, batch).content.decode()
    )
    written_without(client, batch, "row-2")
    assert FdiProject.rows.exclude(pk=there.pk).get().title_vi == "Nhà máy gốm"
    assert FdiEvent.objects.count() == 2


def written_without(client, batch, name):
    """Has a batch written once the row that a question is about was left out."""
    answered = act(client, batch, "answer", **{name: "skip"}, _kept="m1abc")
    assert "desk-saved-m1abc" in answered.cookies
    batch.refresh_from_db()
    act(client, batch, "write", digest=batch.digest)


# --- one name of several ---------------------------------------------------------------


@pytest.fixture
def an_binh():
    """Two communes of one name, in two districts."""
    for code, district in (("338", "Kiến Xương"), ("339", "Tiền Hải")):
        above = registers.unit(code, district, "district", registers.unit())
        registers.unit(f"12{code}", "An Bình", "commune", above)
    return list(AdministrativeUnit.objects.filter(name_vi="An Bình").order_by("pk"))


def named(client, batch):
    """[(name of the control, text of the file, number of rows, options)] of what is asked."""
    found = re.findall(
        r'<span id="named-\d+">(.*?)</span>.*?<td class="figures">(\d+)</td>'
        r'<td><select name="(named-.*?)"[^>]*>(.*?)</select>',
        page(client, batch).content.decode(),
    )
    return [
        (control, text, int(rows), re.findall(r'<option value="(\d+)"( selected)?>(.*?)<', options))
        for text, rows, control, options in found
    ]


@pytest.mark.parametrize(
    ("register", "rows", "places"),
    [
        (FDI, [row(certificate_number=n, title_vi=f"Kho {n}", unit_id="An Bình") for n in "123"],
         lambda project: [project.unit]),
        (ODA, [{"code": f"ODA-{n}", "title_vi": f"Cầu {n}", "places": "An Bình"} for n in "123"],
         lambda project: list(project.places.all())),
        (NGO, [{"decision_number": f"{n}/QĐ", "decision_on": "15/03/2022", "title_vi": f"Lớp {n}",
                "places": "An Bình"} for n in "123"],
         lambda project: list(project.places.all())),
    ],
    ids=["fdi", "oda", "ngo"],
)  # fmt: skip
def test_a_name_of_several_is_asked_once_for_all_its_rows(
    desk, officer, an_binh, register, rows, places
):
    client, batch = desk(officer), uploaded(filled(register, rows), register, officer)
    [(control, text, number, options)] = named(client, batch)
    first, second = an_binh
    labels = [f"An Bình, {district}, Thái Bình" for district in ("Kiến Xương", "Tiền Hải")]
    assert (text, number) == ("An Bình", 3)
    assert options == [(str(first.pk), "", labels[0]), (str(second.pk), "", labels[1])]
    assert (batch.counts["wrong"], batch.may_be_written) == (3, False)

    act(client, batch, "answer", **{control: second.pk})
    batch.refresh_from_db()
    assert (batch.counts["wrong"], batch.counts["new"]) == (0, 3)
    [(_control, _text, _number, options)] = named(client, batch)
    assert options[1] == (str(second.pk), " selected", labels[1])
    said = f"“An Bình” được hiểu là “{labels[1]}”, theo lựa chọn của người nhập."
    assert all(said in dict(line.notes).values() for line in shelf.preview(batch).lines)

    act(client, batch, "write", digest=batch.digest)
    assert [places(project) for project in register.model.rows.all()] == [[second]] * 3


def test_an_answer_about_a_name_stays_when_others_are_given(desk, officer, an_binh):
    rows = [row(unit_id="An Bình"), row(title_vi="Nhà máy gốm", unit_id="An Bình")]
    client, batch = desk(officer), uploaded(filled(FDI, rows), FDI, officer)
    [(control, *_rest)] = named(client, batch)
    act(client, batch, "answer", **{control: an_binh[0].pk})
    written_without(client, batch, "row-3")
    assert FdiProject.rows.get().unit == an_binh[0]


@pytest.mark.parametrize("answer", ["", "0", "x"])
def test_what_is_no_answer_about_a_name_leaves_it_asked(desk, officer, an_binh, answer):
    client, batch = desk(officer), uploaded(filled(FDI, [row(unit_id="An Bình")]), FDI, officer)
    [(control, *_rest)] = named(client, batch)
    act(client, batch, "answer", **{control: answer})
    batch.refresh_from_db()
    assert (batch.counts["wrong"], batch.counts["unnamed"]) == (1, 1)


KEPT = "Giữ 1 câu trả lời của lần tải trước; câu nào không còn đúng thì chọn lại."


def mend(client, batch, data, **changed):
    """Uploads a corrected file from the page of an import; returns the new import."""
    shown = page(client, batch).content.decode()
    address = unescape(re.search(r'href="(.*?)">Tải lên tệp đã sửa<', shown)[1])
    shown = client.get(address).content.decode()
    sent = {
        "register": re.search(r'name="register" value="(\w+)"[^>]* checked', shown)[1],
        "mends": re.search(r'<input type="hidden" name="mends" value="(.*?)"', shown)[1],
        "file": SimpleUploadedFile("đã sửa.xlsx", data),
    }
    client.post(ADD, sent | changed)
    return ImportBatch.objects.latest("pk")


@pytest.fixture
def answered(desk, officer, an_binh):
    """An import with what is wrong in it, whose name is answered."""
    rows = [row(unit_id="An Bình", title_vi="")]
    client, batch = desk(officer), uploaded(filled(FDI, rows), FDI, officer)
    [(control, *_rest)] = named(client, batch)
    act(client, batch, "answer", **{control: an_binh[1].pk})
    batch.refresh_from_db()
    assert batch.counts["wrong"] == 1
    return batch


def mended():
    return filled(FDI, [row(unit_id="An Bình")])


def chosen(client, batch):
    """The answers that the page shows, by text."""
    return {
        text: [int(pk) for pk, selected, _label in options if selected]
        for _control, text, _rows, options in named(client, batch)
    }


def test_answers_on_names_are_kept_when_a_corrected_file_is_uploaded(
    desk, officer, an_binh, answered
):
    client = desk(officer)
    assert KEPT not in page(client, answered).content.decode()
    batch = mend(client, answered, mended())
    assert (batch.pk != answered.pk, batch.counts["wrong"], batch.counts["unnamed"]) == (True, 0, 0)
    assert KEPT in page(client, batch).content.decode()
    assert chosen(client, batch) == {"An Bình": [an_binh[1].pk]}

    [(control, *_rest)] = named(client, batch)
    act(client, batch, "answer", **{control: an_binh[0].pk})
    batch.refresh_from_db()
    assert KEPT not in page(client, batch).content.decode()
    act(client, batch, "answer", **{control: ""})
    batch.refresh_from_db()
    assert (batch.counts["wrong"], chosen(client, batch)) == (1, {"An Bình": []})
    again = mend(client, answered, mended())
    act(client, again, "write", digest=again.digest)
    assert FdiProject.rows.get().unit == an_binh[1]


def test_hidden_rows_that_were_asked_for_come_in_from_a_corrected_file_too(desk, officer, answered):
    client = desk(officer)
    ImportBatch.objects.filter(pk=answered.pk).update(choices=answered.choices | {"hidden": True})
    rows = [row(unit_id="An Bình"), row(certificate_number="8", title_vi="Kho lạnh")]
    file, table = io.BytesIO(), openpyxl.load_workbook(io.BytesIO(filled(FDI, rows)))
    sheet = next(sheet for sheet in table.worksheets if sheet.max_row > 2)
    sheet.row_dimensions[sheet.max_row].hidden = True
    table.save(file)
    batch = mend(client, answered, file.getvalue())
    assert (batch.choices["hidden"], batch.counts["new"]) == (True, 2)


def test_answers_are_kept_only_of_one_s_own_import_of_the_register(
    desk, officer, colleague, answered
):
    asked = []
    for person, changed in [
        (officer, {"mends": ""}),
        (officer, {"mends": "x"}),
        (officer, {"mends": str(answered.pk + 1000)}),
        (officer, {"mends": str(10**30)}),
        (colleague, {}),
    ]:
        client = desk(person)
        sent = {"register": "fdiproject", "mends": answered.pk} | changed
        client.post(ADD, sent | {"file": SimpleUploadedFile("b.xlsx", mended())})
        batch = ImportBatch.objects.latest("pk")
        asked.append((batch.by, batch.counts.get("unnamed"), batch.choices.get("kept")))
    assert asked == [(officer, 1, None)] * 4 + [(colleague, 1, None)]
    ImportBatch.objects.filter(pk=answered.pk).update(state="done")
    client = desk(officer)
    client.post(ADD, {"register": "fdiproject", "mends": answered.pk,
                      "file": SimpleUploadedFile("b.xlsx", mended())})  # fmt: skip
    assert ImportBatch.objects.latest("pk").counts["unnamed"] == 1


UNSURE = "Có giá trị đáng ngờ: hãy cho biết ở bên dưới giá trị có đúng không, rồi ghi."


def doubted(client, batch):
    """[(row, cell and heading, as read, in words)] and whether they are ticked to be right."""
    text = page(client, batch).content.decode()
    if "Giá trị đáng ngờ" not in text:
        return [], None
    part = text.split("<legend>Giá trị đáng ngờ</legend>")[1].split("</fieldset>")[0]
    found = re.findall(
        r'<td class="figures">(\d+)</td><th scope="row">(.*?)</th>'
        r'<td>(.*?)<p class="quiet">(.*?)</p>',
        part,
    )
    return found, re.search(r'name="sure"( checked)?> (.*?)</label>', part).groups()


def test_an_amount_in_doubt_is_written_once_the_document_is_said_to_state_it(desk, officer):
    client = desk(officer)
    rows = [row(usd=7_350_000_000_000), row(certificate_number="2", title_vi="Kho gốm")]
    batch = uploaded(filled(FDI, rows, [event(usd=900)]), FDI, officer)
    sheet = str(FDI.records.name), str(FDI.entries.name)
    shown = [
        ("2", f"{sheet[0]}, D2 Vốn theo Giấy chứng nhận lần đầu", "7.350.000.000.000 USD",
         "7.350.000 triệu USD: bảy nghìn ba trăm năm mươi tỷ"),
        ("2", f"{sheet[1]}, E2 Số tiền", "900 USD", "chín trăm USD"),
    ]  # fmt: skip
    assert doubted(client, batch) == (shown, (None, "Đúng, văn bản ghi như vậy (cả 2 giá trị)"))
    assert (batch.counts["unsure"], batch.may_be_written) == (2, False)
    top = page(client, batch).content.decode()
    assert "2 giá trị đáng ngờ" in top
    assert "Ghi 3 dòng" not in top

    refused = client.post(
        reverse("admin:projects_importbatch_write", args=[batch.pk]), {"digest": batch.digest},
        follow=True,
    )  # fmt: skip
    assert [str(message) for message in refused.context["messages"]] == [UNSURE]
    assert (FdiProject.rows.count(), FdiEvent.objects.count()) == (0, 0)

    act(client, batch, "answer")
    batch.refresh_from_db()
    assert batch.counts["unsure"] == 2
    act(client, batch, "answer", sure="on")
    batch.refresh_from_db()
    assert (batch.counts["unsure"], batch.may_be_written) == (0, True)
    assert doubted(client, batch) == (
        shown,
        (" checked", "Đúng, văn bản ghi như vậy (cả 2 giá trị)"),
    )
    act(client, batch, "write", digest=batch.digest)
    amounts = sorted(FdiEvent.objects.values_list("usd", flat=True))
    assert amounts == [900, 1_500_000.5, 7_350_000_000_000]


def test_another_amount_in_the_same_cell_is_asked_about_anew(desk, officer):
    client = desk(officer)
    heads = ["Mã số dự án", "Tên dự án", "Ngày cấp", "Vốn đăng ký (triệu USD)", "Quốc tịch"]
    data = book({"Sheet1": [heads, ["1", "May", "15/03/2022", 7_350_000, "Hàn Quốc"]]})
    send(client, data)
    batch = ImportBatch.objects.get()
    columns = dict(zip("ABC", ["certificate_number", "title_vi", "effective_on"], strict=True))
    for usd, sure in (("usd*1000000", "on"), ("usd*1000000000", "")):
        sent = columns | {"D": usd, "E": "nationality_id"}
        act(client, batch, "columns", **{f"records-{at}": name for at, name in sent.items()})
        batch.refresh_from_db()
        assert (batch.state, batch.counts["unsure"]) == ("read", 1)
        act(client, batch, "answer", **({"sure": sure} if sure else {}))
        batch.refresh_from_db()
        assert batch.may_be_written is bool(sure)


@pytest.mark.parametrize(("millions", "is_asked"), [(300, False), (301, True)])
def test_more_than_300_million_dollars_of_one_project_is_asked_about(
    desk, officer, millions, is_asked
):
    client = desk(officer)
    heads = ["Mã số dự án", "Tên dự án", "Ngày cấp", "Vốn đăng ký (triệu USD)", "Quốc tịch"]
    send(client, book({"Sheet1": [heads, ["1", "May", "15/03/2022", millions, "Hàn Quốc"]]}))
    batch = ImportBatch.objects.get()
    columns = dict(zip("ABC", ["certificate_number", "title_vi", "effective_on"], strict=True))
    sent = columns | {"D": "usd*1000000", "E": "nationality_id"}
    act(client, batch, "columns", **{f"records-{at}": name for at, name in sent.items()})
    batch.refresh_from_db()
    assert bool(batch.counts.get("unsure")) is is_asked


def test_usual_amounts_are_not_asked_about(desk, officer):
    client, batch = desk(officer), uploaded(filled(FDI, [row()], [event()]), FDI, officer)
    assert doubted(client, batch) == ([], None)
    assert batch.may_be_written


def test_every_row_is_on_some_page(desk, officer):
    client = desk(officer)
    rows = [row(certificate_number=f"1{n}", title_vi=f"Kho số {n}") for n in range(250)]
    send(client, filled(FDI, rows))
    batch = ImportBatch.objects.get()
    numbers = [
        number
        for p in (1, 2, 3)
        for number, *_rest in rows_of(page(client, batch, p=p, show="all"))
    ]
    assert numbers == list(range(2, 252))
    assert rows_of(page(client, batch, show="changed")) == []


def test_what_was_not_shown_is_not_written(desk, officer):
    batch = uploaded(filled(FDI, [row()]), FDI, officer)
    act(desk(officer), batch, "write", digest="another")
    assert not FdiProject.rows.exists()


def test_discarding_leaves_nothing(desk, officer):
    batch = uploaded(filled(FDI, [row()]), FDI, officer)
    answer = act(desk(officer), batch, "discard")
    assert answer.headers["Location"] == "/admin/projects/importbatch/"
    assert not ImportBatch.objects.exists()


# --- the worker ------------------------------------------------------------------------


@WORKER
def test_large_tables_are_read_and_written_by_the_worker(desk, officer, monkeypatch):
    monkeypatch.setattr(work, "READ_AT_ONCE", 100)
    monkeypatch.setattr("projects.exchange.batches.WRITTEN_AT_ONCE", 1)
    client = desk(officer)
    send(client, filled(FDI, [row(), row(certificate_number="2", title_vi="Kho")]))
    batch = ImportBatch.objects.get()
    assert (batch.state, page(client, batch).headers["Refresh"]) == ("reading", "3")
    done_by_the_worker()
    batch.refresh_from_db()
    assert (batch.state, page(client, batch).headers.get("Refresh")) == ("read", None)
    act(client, batch, "write", digest=batch.digest)
    batch.refresh_from_db()
    assert (batch.state, FdiProject.rows.count()) == ("running", 0)
    assert page(client, batch).headers["Refresh"] == "3"
    done_by_the_worker()
    batch.refresh_from_db()
    assert (batch.state, FdiProject.rows.count()) == ("done", 2)


def done_by_the_worker():
    """Does what waits, as the worker would in a process of its own."""
    for result in DBTaskResult.objects.ready():
        result.task.func(*result.args_kwargs["args"], **result.args_kwargs["kwargs"])
        result.delete()


@WORKER
def test_a_task_of_an_earlier_attempt_does_nothing(officer, monkeypatch):
    monkeypatch.setattr(work, "READ_AT_ONCE", 100)
    batch = uploaded(filled(FDI, [row()]), FDI, officer)
    ImportBatch.objects.update(attempt=7)
    done_by_the_worker()
    batch.refresh_from_db()
    assert batch.state == "reading"


@pytest.mark.parametrize("read_at_once", [0, 10**9])
def test_a_hostile_file_is_refused_with_a_sentence(desk, officer, monkeypatch, read_at_once):
    monkeypatch.setattr(work, "READ_AT_ONCE", read_at_once)
    client = desk(officer)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 300 * 2**20)
    far = workbooks.sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>').getvalue()
    for data, code in (
        (bomb.getvalue(), "unpacked"),
        (far, "outside"),
        (b"%PDF-1.7 no table", "not_table"),
        (b"PK\x03\x04 broken", "damaged"),
    ):
        answer = send(client, data)
        if answer.status_code == 302:
            answer = client.get(answer.headers["Location"])
        sentence = str(SENTENCES[code]).partition("%")[0].rpartition("(")[0] or str(SENTENCES[code])
        assert answer.status_code == 200
        assert "Trang tính “" not in answer.content.decode()
        assert sentence.partition("%")[0].strip() in answer.content.decode()
        assert client.get("/health/live").status_code == 200
    assert not ImportBatch.objects.exclude(state="failed").exists()


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("table", ["", "_entries"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_public_download_is_refused_by_name(desk, people, officer, suffix, table, language):
    project = registers.fdi_project(people, certificate_number="77")
    registers.happened(people, project, FdiEvent.Type.NEW, "2022-01-01", 7)
    client = desk(officer)
    with override(language):
        download = client.get(reverse(f"projects:fdi{table}_{suffix}"))
    data = b"".join(download.streaming_content)
    shown = send(client, data, name=f"fdi.{suffix}").content.decode()
    assert "Đây là tệp tải về của trang công khai" in shown
    assert 'href="/admin/projects/fdiproject/export/"' in shown
    assert not ImportBatch.objects.exists()


def test_a_file_of_more_than_10_mb_is_refused(desk, officer):
    answer = send(desk(officer), b"x" * (10 * 2**20 + 1))
    assert (answer.status_code, ImportBatch.objects.count()) == (200, 0)


# --- rights ----------------------------------------------------------------------------


def test_another_officer_sees_an_import_and_cannot_touch_it(desk, officer, colleague):
    batch = uploaded(filled(FDI, [row()]), FDI, officer)
    client = desk(colleague)
    shown = page(client, batch)
    assert len(rows_of(shown)) == 1
    for what in ("write", "undo", "discard", "resume"):
        assert f"/{batch.pk}/{what}/" not in shown.content.decode()
        assert act(client, batch, what, digest=batch.digest).status_code == 403
    batch.refresh_from_db()
    assert (batch.state, FdiProject.rows.count()) == ("read", 0)


@pytest.mark.parametrize("who", ["author", "publisher", "translator", "administrator"])
def test_others_neither_see_nor_make_imports(desk, people, officer, who):
    batch = uploaded(filled(FDI, [row()]), FDI, officer)
    client = desk(people[who])
    assert [
        client.get("/admin/projects/importbatch/").status_code,
        client.get(ADD).status_code,
        send(client, filled(FDI, [row()])).status_code,
        page(client, batch).status_code,
    ] == [403] * 4
    assert ImportBatch.objects.count() == 1


@pytest.mark.parametrize("what", ["write", "undo", "discard", "resume"])
def test_a_link_changes_nothing(desk, officer, what):
    batch = uploaded(filled(FDI, [row()]), FDI, officer)
    answer = desk(officer).get(reverse(f"admin:projects_importbatch_{what}", args=[batch.pk]))
    assert answer.status_code == 405


# --- out -------------------------------------------------------------------------------


def test_the_export_is_the_filtered_list(desk, people, officer):
    registers.fdi_project(people, title_vi="Nhà máy dệt", certificate_number="1")
    registers.fdi_project(people, title_vi="Cảng cá", certificate_number="2")
    client = desk(officer)
    listed = client.get("/admin/projects/fdiproject/?q=det").content.decode()
    assert "/admin/projects/fdiproject/export/?q=det" in listed
    answer = client.get("/admin/projects/fdiproject/export/?q=det")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer))).worksheets[0]
    assert [cell.value for cell in sheet["B"][1:]] == ["Nhà máy dệt"]
    assert client.get("/admin/projects/fdiproject/export/?unknown=1").status_code == 302
    nul = client.get("/admin/projects/fdiproject/export/?status__exact=x%00")
    assert nul.status_code == 400


def test_the_template_of_each_register_is_handed_out(desk, officer):
    client = desk(officer)
    for name in ("fdiproject", "odaproject", "ngoaid"):
        answer = client.get(f"/admin/projects/importbatch/template/{name}/")
        assert openpyxl.load_workbook(io.BytesIO(b"".join(answer))).worksheets
        assert answer.headers["Content-Disposition"].startswith("attachment")
    assert client.get("/admin/projects/importbatch/template/user/").status_code == 404


def test_the_pages_carry_nothing_inline(desk, officer):
    client = desk(officer)
    batch = uploaded(filled(FDI, [row()]), FDI, officer)
    for address in (
        ADD,
        f"/admin/projects/importbatch/{batch.pk}/",
        "/admin/projects/importbatch/",
    ):
        text = client.get(address).content.decode()
        assert not re.search(r"<script(?![^>]*(?:src|nonce))| style=| on\w+=", text)


def imported(client, count):
    """A batch that wrote drafts of FDI projects."""
    numbers = [f"GCN-{number}" for number in range(count)]
    day = f"{count:02}/03/2022"  # of another day and so of other projects
    data = filled(
        FDI,
        [row(certificate_number=n, title_vi=f"Dự án {n}", effective_on=day) for n in numbers],
    )
    send(client, data)
    batch = ImportBatch.objects.latest("pk")
    act(client, batch, "write", digest=batch.digest)
    return batch


def test_what_an_import_wrote_is_submitted_together(desk, officer, people):
    client = desk(officer)
    other = imported(client, 1)
    FdiProject.rows.update(certificate_number="khác", title_vi="Khác")
    batch = imported(client, 3)
    assert "Gửi duyệt 3 bản nháp…" in page(client, batch).content.decode()
    address = f"/admin/projects/fdiproject/?batch={batch.pk}"
    sent = {"action": "submit_selected", "select_across": "1", "_selected_action": "0"}
    summary = client.post(address, sent).content.decode()
    seen = re.findall(r'name="seen" value="([^"]+)"', summary)
    assert len(seen) == 3
    confirmed = sent | {"select_across": "0", "confirmed": "1", "seen": seen}
    confirmed["_selected_action"] = [pair.split(":")[0] for pair in seen]
    client.post(address, confirmed)
    states = dict(FdiProject.rows.values_list("title_vi", "status"))
    assert states == {
        "Khác": "draft",
        **{f"Dự án GCN-{number}": "review" for number in range(3)},
    }
    assert "Gửi duyệt" not in page(client, batch).content.decode()
    assert "Gửi duyệt 1 bản nháp…" in page(client, other).content.decode()


def test_the_list_of_an_import_has_its_working_copies(desk, officer, people):
    project = registers.fdi_project(people, certificate_number="GCN-0", title_vi="Dự án 0")
    registers.fdi_project(people, title_vi="Không nhập")
    batch = imported(desk(officer), 1)
    copy = FdiProject.rows.get(replaces=project)
    url = f"/admin/projects/fdiproject/?batch={batch.pk}"
    shown = desk(officer).get(url).content.decode()
    assert re.findall(r'name="_selected_action" value="(\d+)"', shown) == [str(copy.pk)]
    for value in ("x", "9" * 30, "-1"):
        assert desk(officer).get(f"/admin/projects/fdiproject/?batch={value}").status_code in (
            200,
            302,
        )


def test_the_filter_of_imports_tells_their_days_as_they_were_here(desk, officer):
    client = desk(officer)
    imported(client, 1)
    ImportBatch.objects.update(at=datetime(2022, 11, 28, 20, tzinfo=UTC))
    shown = client.get("/admin/projects/fdiproject/").content.decode()
    assert "(29/11/2022)" in shown
    assert "(28/11/2022)" not in shown
