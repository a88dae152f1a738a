"""What is typed is kept in the browser until the server has it."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

ADD = "/admin/news/article/add/"
WIDE = {"viewport": {"width": 1366, "height": 768}}


def kept(page):
    """All texts that the browser keeps."""
    return page.evaluate(
        "() => Object.keys(localStorage).filter(name => name.startsWith('desk:draft:'))"
        ".map(name => localStorage.getItem(name))"
    )


def type_title(page, text):
    page.fill("#id_title_vi", text)
    page.wait_for_function(
        "text => Object.values(localStorage).some(kept => kept.includes(text))", arg=text
    )


def offers_are(page, texts):
    page.wait_for_load_state("load")
    page.wait_for_timeout(200)  # where none are expected, what could be waited for?
    shown = page.locator(".offers li span")
    expect(shown).to_have_count(len(texts), timeout=15_000)
    assert [text.split(" – ")[-1] for text in shown.all_inner_texts()] == texts


def leave(page, address):
    """Goes away from a form, against its warning."""
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(address)


def end_session(page):
    page.context.clear_cookies(name="sessionid")


def sign_in_again(page, portal, username):
    page.fill("[name=username]", username)
    page.fill("[name=password]", portal.passwords[username])
    page.press("[name=password]", "Enter")
    page.wait_for_selector("#user-tools")


@pytest.fixture
def author(sign_in):
    page = sign_in("tacgia", **WIDE)
    page.goto(ADD)
    return page


def test_the_first_key_is_kept(author):
    author.focus("#id_title_vi")
    author.keyboard.press("B")
    assert any('"title_vi":"B"' in text for text in kept(author))


def test_it_is_kept_until_the_server_has_it(author, portal):
    type_title(author, "Gõ trước khi hết phiên")
    end_session(author)
    author.click("[name=_continue]")
    author.wait_for_selector("#login-form")
    note = author.locator("#kept-note")
    assert note.is_visible()
    assert "được giữ trong trình duyệt này" in note.inner_text()
    sign_in_again(author, portal, "tacgia")
    assert author.url.endswith(ADD)
    offers_are(author, ["Gõ trước khi hết phiên"])
    author.click(".offers li button >> nth=0")
    assert author.input_value("#id_title_vi") == "Gõ trước khi hết phiên"
    # Restored, and the session ends once more.
    end_session(author)
    author.click("[name=_continue]")
    author.wait_for_selector("#login-form")
    sign_in_again(author, portal, "tacgia")
    offers_are(author, ["Gõ trước khi hết phiên"])
    author.click(".offers li button >> nth=0")
    author.click("[name=_continue]")
    author.wait_for_selector(".messagelist .success")
    assert kept(author) == []
    author.goto(ADD)
    offers_are(author, [])


def test_another_person_at_the_computer_is_offered_nothing(sign_in, portal):
    form = "/admin/projects/fdiproject/add/"
    page = sign_in("tacgia", **WIDE)
    page.goto(form)
    type_title(page, "Chỉ tác giả thấy")
    leave(page, "/admin/")
    page.click("#logout-form button")
    page.goto(form)
    sign_in_again(page, portal, "dulieu")
    assert page.locator("#id_title_vi").is_editable()
    offers_are(page, [])
    assert "Chỉ tác giả thấy" not in page.content()
    page.click("#logout-form button")
    page.goto(form)
    sign_in_again(page, portal, "tacgia")
    offers_are(page, ["Chỉ tác giả thấy"])


def test_two_windows_keep_two_texts(author):
    other = author.context.new_page()
    other.goto(ADD)
    type_title(author, "Bài thứ nhất")
    type_title(other, "Bài thứ hai")
    third = author.context.new_page()
    third.goto(ADD)
    # What is open elsewhere is not offered.
    offers_are(third, [])
    leave(author, "/admin/")
    leave(other, "/admin/")
    third.reload()
    offers_are(third, ["Bài thứ hai", "Bài thứ nhất"])


def test_whoever_ignores_the_offer_loses_neither_text(author):
    type_title(author, "Bài cũ")
    leave(author, "/admin/")
    author.goto(ADD)
    offers_are(author, ["Bài cũ"])
    type_title(author, "Bài mới")
    leave(author, "/admin/")
    author.goto(ADD)
    offers_are(author, ["Bài mới", "Bài cũ"])
    # One is taken over what stands there, which is offered in its turn.
    type_title(author, "Bài thứ ba")
    author.click(".offers li button >> nth=0")
    assert author.input_value("#id_title_vi") == "Bài mới"
    offers_are(author, ["Bài thứ ba", "Bài cũ"])
    author.click(".offers li:has-text('Bài cũ') button >> nth=1")
    offers_are(author, ["Bài thứ ba"])
    author.click("[name=_continue]")
    author.wait_for_selector(".messagelist .success")
    author.goto(ADD)
    offers_are(author, ["Bài thứ ba"])


def test_what_the_browser_puts_back_is_not_offered_beside_itself(author):
    type_title(author, "Bài để quay lại")
    author.click("[name=_continue]")
    author.wait_for_selector(".messagelist .success")
    address = author.url
    type_title(author, "Bài để quay lại, gõ thêm")
    leave(author, "/admin/")
    author.go_back()
    offers_are(author, [])
    assert author.input_value("#id_title_vi") == "Bài để quay lại, gõ thêm"
    leave(author, "/admin/")
    author.goto(address)
    offers_are(author, ["Bài để quay lại, gõ thêm"])
    author.click(".offers li button >> nth=0")
    type_title(author, "Bài để quay lại, gõ thêm nữa")
    author.click("[name=_continue]")
    author.wait_for_selector(".messagelist .success")
    offers_are(author, [])
    assert kept(author) == []


def test_a_refused_form_goes_on_at_its_place(author):
    author.fill("#id_summary_vi", "Tóm tắt mà không có tiêu đề")
    author.click("[name=_continue]")
    author.wait_for_selector(".errornote")
    assert len(kept(author)) == 1
    offers_are(author, [])
    type_title(author, "Nay có tiêu đề")
    author.click("[name=_continue]")
    author.wait_for_selector(".messagelist .success")
    assert kept(author) == []


@pytest.mark.parametrize(
    "broken",
    [
        "localStorage.setItem('desk:draft:1:x:/admin/', '{broken')",
        "Storage.prototype.setItem = () => { throw new DOMException('full'); }",
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('off'); } })",
    ],
)
def test_a_broken_store_breaks_no_form(sign_in, broken):
    page = sign_in("tacgia", **WIDE)
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.add_init_script(broken)
    page.goto(ADD)
    page.click(".switch [data-show=en]")
    page.click(".switch [data-show=vi]")
    page.fill("#id_title_vi", f"Kho của trình duyệt hỏng: {len(broken)}")
    page.click("[name=_continue]")
    page.wait_for_selector(".messagelist .success")
    assert faults == []


def entry_form(page, register="fdiproject"):
    page.goto(f"/admin/projects/{register}/?state=public")
    page.click("#result_list tbody th a >> nth=0")
    address = page.locator("a[href*='/add/?project=']").first.get_attribute("href")
    page.goto(address)
    if page.locator("[name=effective_on]").count() == 0:
        page.click("#content-main a[href*='type=capital_increase']")
    page.wait_for_selector("[name=source_vi]")


def test_forms_of_numbers_keep_what_is_typed_and_warn(sign_in, portal):
    page = sign_in("dulieu", **WIDE)
    entry_form(page)
    address = page.url
    page.fill("[name=source_vi]", "Giấy chứng nhận 123")
    page.fill("[name=amount]", "1500000")
    warned = []
    page.once("dialog", lambda dialog: (warned.append(dialog.type), dialog.accept()))
    page.goto("/admin/")
    assert warned == ["beforeunload"]
    # Typed for one type of entry, found at the form of another.
    page.goto(re.sub("type=[a-z_]+", "type=suspension", address))
    assert page.locator("[name=amount]").count() == 0
    expect(page.locator(".offers li span")).to_have_count(1, timeout=15_000)
    page.click(".offers li button >> nth=0")
    page.wait_for_selector("[name=amount]")
    assert page.input_value("[name=amount]") == "1500000"
    assert page.input_value("[name=source_vi]") == "Giấy chứng nhận 123"
    end_session(page)
    page.click("[name=_enter]")
    page.wait_for_selector("#login-form")
    assert page.locator("#kept-note").is_visible()
    sign_in_again(page, portal, "dulieu")
    expect(page.locator(".offers li span")).to_have_count(1, timeout=15_000)


def test_explanations_are_kept(sign_in):
    page = sign_in("dulieu", **WIDE)
    address = "/admin/official/sourcetable/reconciliation/"
    page.goto(address)
    page.fill("textarea >> nth=0", "Chưa lưu mà đã đi")
    leave(page, "/admin/")
    page.goto(address)
    offers_are(page, ["Chưa lưu mà đã đi"])


PNG = {"name": "anh-bia.png", "mimeType": "image/png", "buffer": b"\x89PNG"}


def to_choose_again(page):
    return page.locator(".again:not([hidden]) li").all_inner_texts()


def test_files_that_must_be_chosen_again_are_named(author, portal):
    type_title(author, "Bài có ảnh")
    author.set_input_files("[name=cover_upload]", PNG)
    end_session(author)
    author.click("[name=_continue]")
    author.wait_for_selector("#login-form")
    assert "nêu tên các tệp phải chọn lại" in author.locator("#kept-note").inner_text()
    sign_in_again(author, portal, "tacgia")
    offers_are(author, ["Bài có ảnh"])
    assert to_choose_again(author) == []
    author.click(".offers li button >> nth=0")
    assert to_choose_again(author) == ["Ảnh đại diện: anh-bia.png"]
    # And once more, though nothing was chosen in between.
    leave(author, "/admin/")
    author.goto(ADD)
    offers_are(author, ["Bài có ảnh"])
    author.click(".offers li button >> nth=0")
    assert to_choose_again(author) == ["Ảnh đại diện: anh-bia.png"]
    # What the server refuses is lost as well: the browser empties the field.
    author.set_input_files("[name=cover_upload]", PNG)
    assert to_choose_again(author) == []
    author.click("[name=_continue]")
    author.wait_for_selector(".errornote")
    assert to_choose_again(author) == ["Ảnh đại diện: anh-bia.png"]


def test_a_form_with_nothing_but_a_file_names_it_too(sign_in, portal):
    page = sign_in("dulieu", **WIDE)
    address = "/admin/projects/importbatch/add/"
    page.goto(address)
    page.check("#id_register_0")
    page.set_input_files("[name=file]", PNG | {"name": "bang.xlsx"})
    end_session(page)
    page.click("#content-main form button.button:not([type=button])")
    page.wait_for_selector("#login-form")
    sign_in_again(page, portal, "dulieu")
    offers_are(page, ["bang.xlsx"])
    page.click(".offers li button >> nth=0")
    assert to_choose_again(page) == ["Sổ tính Excel hoặc tệp CSV: bang.xlsx"]


def table(text, name="bang.csv"):
    return {"name": name, "mimeType": "text/csv", "buffer": text.encode()}


def leave_with_warning(page, address="/admin/"):
    warned = []
    page.once("dialog", lambda dialog: (warned.append(dialog.type), dialog.accept()))
    page.goto(address)
    assert warned == ["beforeunload"]


def take_up(page):
    """Takes back the one text that is offered."""
    expect(page.locator(".offers li span")).to_have_count(1, timeout=15_000)
    page.click(".offers li button >> nth=0")


def type_into(page, field, text):
    page.fill(field, text)
    page.wait_for_function(
        "text => Object.values(localStorage).some(kept => kept.includes(text))", arg=text
    )


FIA = 'Địa phương,Số dự án cấp mới,Vốn đăng ký cấp mới (triệu USD)\nHà Nội,{},"12,5"\n'


def read_fia(page, projects):
    page.goto("/admin/official/sourcetable/import/")
    page.fill("[name=as_of]", "20/10/2025")
    page.set_input_files("[name=file]", table(FIA.format(projects)))
    page.click(".source-form button.button")
    page.wait_for_selector("[name=publisher_vi]")


def test_the_source_of_official_figures_is_kept(sign_in, portal):
    page = sign_in("dulieu", **WIDE)
    read_fia(page, 5)
    page.goto("/admin/")  # nothing typed, nothing to warn of
    read_fia(page, 5)
    type_into(page, "[name=source_vi]", "Phụ lục II, gõ dở")
    end_session(page)
    page.click(".source-form button.button")
    page.wait_for_selector("#login-form")
    assert page.locator("#kept-note").is_visible()
    sign_in_again(page, portal, "dulieu")
    read_fia(page, 7)
    offers_are(page, ["Phụ lục II, gõ dở"])
    take_up(page)
    assert page.input_value("[name=source_vi]") == "Phụ lục II, gõ dở"
    leave_with_warning(page)
    read_fia(page, 7)
    take_up(page)
    page.click(".source-form button.button")
    page.wait_for_selector(".messagelist .success")
    assert kept(page) == []
    # The figures are those of the file that was read last.
    assert "7" in page.locator("table.official tbody tr td >> nth=0").inner_text()


def test_what_columns_are_is_kept(sign_in):
    page = sign_in("dulieu", **WIDE)
    page.goto("/admin/projects/importbatch/add/")
    page.check("#id_register_0")
    rows = "Mã GCN,Tên,Cột lạ\n9999999999,Dự án thử giữ chữ,x\n"
    page.set_input_files("[name=file]", table(rows))
    page.click("#content-main form button.button:not([type=button])")
    page.wait_for_selector("form.import__columns")
    address = page.url
    choosers = page.locator("form.import__columns select")
    for number, value in enumerate(("certificate_number", "title_vi", "")):
        choosers.nth(number).select_option(value)
    leave_with_warning(page)
    page.goto(address)
    take_up(page)
    assert choosers.evaluate_all("all => all.map(one => one.value)") == [
        "certificate_number",
        "title_vi",
        "",
    ]
    page.click("form.import__columns .row-of-buttons >> button:has-text('cột')")
    page.wait_for_url(re.compile(r"/importbatch/\d+/$"))
    assert kept(page) == []


def test_the_note_of_a_step_is_kept(sign_in, portal):
    page = sign_in("duyet", **WIDE)
    page.goto("/admin/news/article/?state=review")
    page.click("#result_list tbody th a >> nth=0")
    page.wait_for_selector(".record__steps")
    address = page.url
    note = "form.step:has([value=send_back]) [name=note]"
    type_into(page, note, "Chưa ghi xong nhận xét")
    leave_with_warning(page)
    page.goto(address)
    offers_are(page, ["Chưa ghi xong nhận xét"])
    take_up(page)
    assert page.input_value(note) == "Chưa ghi xong nhận xét"
    end_session(page)
    page.click("form.step:has([value=send_back]) button.button:not([type=button])")
    page.wait_for_selector("#login-form")
    sign_in_again(page, portal, "duyet")
    page.goto(address)
    offers_are(page, ["Chưa ghi xong nhận xét"])
    take_up(page)
    page.click("form.step:has([value=send_back]) button.button:not([type=button])")
    page.wait_for_selector(".messagelist .success")
    assert kept(page) == []


def test_a_step_that_is_made_leaves_no_offer(sign_in):
    page = sign_in("congbo", **WIDE)
    page.goto("/admin/news/article/?state=review")
    page.click("#result_list tbody th a >> nth=0")
    page.wait_for_selector(".record__steps")
    address = page.url.split("?")[0]

    def set_hour(step, hour):
        form = f"form.step:has([value={step}])"
        page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        page.fill(f"{form} [name=publish_at]", hour)
        page.click(f"{form} button.button:not([type=button])")

    set_hour("publish", "9:30 01/01/2030")
    page.click("form.question button.button")
    page.wait_for_selector(".messagelist .success")
    set_hour("reschedule", "25:99 1/1")
    page.wait_for_selector(".record__steps > .note--bad")
    page.goto(address)
    offers_are(page, ["25:99 1/1"])
    set_hour("reschedule", "9:30 01/01/2031")
    page.wait_for_selector(".messagelist .success")
    offers_are(page, [])
    assert kept(page) == []


def test_the_reason_of_a_rejection_is_kept(sign_in):
    officer = sign_in("dulieu", **WIDE)
    entry_form(officer)
    officer.fill("[name=source_vi]", "Giấy chứng nhận để từ chối")
    officer.fill("[name=number]", "TC-1")
    officer.fill("[name=effective_on]", "01/06/2026")
    officer.fill("[name=amount]", "1500000")
    officer.click("[name=_enter]")
    officer.wait_for_selector(".messagelist .success")
    address = officer.url
    page = sign_in("duyet", **WIDE)
    page.goto(address)
    type_into(page, "#id_reason", "Sai số quyết định")
    leave_with_warning(page)
    page.goto(address)
    offers_are(page, ["Sai số quyết định"])
    take_up(page)
    page.click("form.step:has(#id_reason) button.danger")
    page.wait_for_selector(".messagelist .success")
    assert kept(page) == []
