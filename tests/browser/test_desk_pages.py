"""What only a browser shows of the desk: access for all, no sideways scroll, no CSP violation."""

import itertools

import pytest
from playwright.sync_api import expect

from portal.home.sample.pictures import picture
from tests.browser.conftest import OF_COLOURS, axe

pytestmark = [pytest.mark.browser, pytest.mark.long]

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


def first_article(page, query):
    page.goto(f"/admin/news/article/?{query}")
    return page.locator("#result_list tbody a").first.get_attribute("href")


#: Width and colour scheme, toggled on each loaded page. In the dark what depends on colours is
#: asked; and both widths of one language.
MODES = {
    "vi": [(1366, "light"), (390, "light"), (390, "dark")],
    "en": [(1366, "light"), (390, "dark")],
}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_axe_finds_nothing_on_the_desk(sign_in, visit, language):
    options = {"viewport": {"width": 1366, "height": 800}, "reduced_motion": "reduce"}
    login = visit(**options)
    login.goto("/admin/login/")
    found = _faults(login, "login", language)
    page = sign_in("congbo", **options)
    if language == "en":
        page.click("form[action='/admin/language/'] [value=en]")
    published = first_article(page, "state=public")
    waiting = first_article(page, "state=review")
    draft = first_article(page, "state=draft")
    assert "/change/" in draft
    pages = {
        "home": "/admin/",
        "list": "/admin/news/article/",
        "add": "/admin/news/article/add/",
        "form": draft,
        "read-only": published.replace("/record/", "/change/"),
        "published": published,
        "record": waiting,
        "history": published.replace("/record/", "/history/"),
        "files": "/admin/publishing/file/",
        "picker": "/admin/publishing/file/picker/?CKEditorFuncNum=1",
        "page form": "/admin/pages/page/add/",
        "register": "/admin/projects/fdiproject/",
        "project form": "/admin/projects/fdiproject/add/",
        "ledger": "/admin/projects/fdievent/",
        "official tables": "/admin/official/sourcetable/",
        "reconciliation": "/admin/official/sourcetable/reconciliation/",
        "datasets": "/admin/opendata/datasetnote/",
    }
    for name, path in pages.items():
        page.goto(path)
        page.wait_for_load_state("networkidle")
        assert page.locator("html").get_attribute("lang") == language
        found |= _faults(page, name, language)
    assert {key: faults for key, faults in found.items() if faults} == {}


def _faults(page, name, language):
    """(name, width, scheme) → what axe finds, and whether the page scrolls sideways."""
    found = {}
    for width, scheme in MODES[language]:
        # As high as the page: the bars that stick to the screen's edges cover something on it.
        page.set_viewport_size({"width": width, "height": 800})
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        asked = {"rules": OF_COLOURS} if scheme == "dark" else {}
        found[name, width, scheme] = axe(page, *WCAG, **asked)
    wide = page.evaluate("document.documentElement.scrollWidth")
    # Tables scroll in their own frame.
    if wide > width and page.locator("#result_list").count() == 0:
        found[name, width, "sideways"] = [str(wide)]
    page.set_viewport_size({"width": 1366, "height": 800})
    return found


def test_an_article_can_be_written_with_the_keyboard_alone(sign_in):
    page = sign_in("tacgia", viewport={"width": 1366, "height": 768})
    page.goto("/admin/news/article/add/")
    page.focus("#id_title_vi")
    page.keyboard.type("Chỉ dùng bàn phím")
    page.focus("#id_summary_vi")
    page.keyboard.type("Một câu.")
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                """() => { const e = document.activeElement;
                return e.closest('.ProseMirror') ? 'editor' :
                    e.closest('.prose-menubar') ? 'toolbar' : e.name || e.tagName; }"""
            )
        )
        if "editor" in reached:
            break
    assert {"toolbar", "editor"} <= reached
    page.keyboard.type("Nội dung gõ bằng bàn phím.")
    page.focus("#id_title_vi")
    page.keyboard.press("Enter")
    page.wait_for_selector(".messagelist .success")
    assert "Chỉ dùng bàn phím" in page.locator("h1").last.inner_text()
    assert "bàn phím" in page.locator(".field-body_vi .ProseMirror").inner_text()


def test_the_text_stands_beside_what_is_not_text_where_there_is_room(sign_in):
    page = sign_in("tacgia", viewport={"width": 1366, "height": 768})
    page.goto("/admin/news/article/add/")
    page.fill("#id_title_vi", "Chữ bên trái, còn lại bên phải")
    page.click("[name=_continue]")
    page.wait_for_selector(".messagelist .success")
    text, side = page.locator(".form-texts"), page.locator(".form-side")

    def boxes():
        return text.bounding_box(), side.bounding_box()

    left, right = boxes()
    assert right["x"] >= left["x"] + left["width"]
    assert right["y"] == left["y"]
    found = side.locator(".fieldset-heading").all_inner_texts()
    assert found[:3] == ["Công bố", "Vị trí", "Dự án liên quan"]
    found = text.locator(".fieldset-heading:visible").all_inner_texts()
    assert found == ["Ảnh đại diện", "Ảnh đại diện: phần chữ"]
    assert side.locator(".form-side__state").inner_text().split("\n")[0].startswith("Trạng thái")
    page.set_viewport_size({"width": 1099, "height": 768})
    upper, lower = boxes()
    assert lower["y"] >= upper["y"] + upper["height"]
    assert lower["x"] == upper["x"]


@pytest.mark.parametrize("register", ["fdiproject", "domesticproject", "odaproject", "ngoaid"])
def test_titles_have_room_in_the_lists_of_registers(sign_in, register):
    page = sign_in("dulieu", viewport={"width": 1366, "height": 768})
    page.goto(f"/admin/projects/{register}/")
    assert page.locator("thead .column-headline").bounding_box()["width"] >= 384
    frame = page.locator(".results")
    assert frame.evaluate("frame => frame.scrollWidth <= frame.clientWidth")


def test_the_checklist_follows_what_is_typed(sign_in):
    page = sign_in("tacgia", viewport={"width": 1366, "height": 768})
    page.goto("/admin/news/article/add/")
    told = page.locator(".checklist__list")
    told.get_by_text("Còn thiếu: tiêu đề, tóm tắt (sapô), nội dung.").wait_for()
    page.fill("#id_title_vi", "Một tin")
    told.get_by_text("Còn thiếu: tóm tắt (sapô), nội dung.").wait_for()
    page.locator(".field-body_vi .ProseMirror").click()
    page.keyboard.insert_text("Nội dung.")
    told.get_by_text("Còn thiếu: tóm tắt (sapô).").wait_for()
    page.click(".switch [data-show=en]")
    page.fill("#id_title_en", "A piece of news")
    told.get_by_role("heading", name="Tiếng Anh").wait_for()
    assert told.get_by_text("Còn thiếu: tóm tắt (sapô), nội dung.").is_visible()


def test_several_pictures_are_chosen_at_once_and_ordered_with_buttons(sign_in, tmp_path):
    for name, theme in (("mot", "bridge"), ("hai", "delta"), ("ba", "industry")):
        picture(theme).save(tmp_path / f"{name}.jpg", "JPEG")
    page = sign_in("tacgia", viewport={"width": 1366, "height": 768})
    page.goto("/admin/news/article/add/")
    page.fill("#id_title_vi", "Bộ ảnh ba tấm")
    files = [tmp_path / f"{name}.jpg" for name in ("mot", "hai", "ba")]
    page.set_input_files("#gallery-group-several", files)
    rows = page.locator("#gallery-group .inline-related:not(.empty-form)")
    names = rows.locator(".file-choice__name")
    assert names.all_inner_texts() == ["mot.jpg", "hai.jpg", "ba.jpg"]
    assert not page.locator("#gallery-group .field-position").first.is_visible()
    # By the keyboard: the third becomes the first.
    up = rows.nth(2).locator("[data-move='-1']")
    assert up.get_attribute("aria-label").startswith("Chuyển lên: 3.")
    up.focus()
    page.keyboard.press("Enter")
    assert page.locator("#gallery-group .moved").text_content() == "Hiện ở vị trí 2/3."
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert names.all_inner_texts() == ["ba.jpg", "mot.jpg", "hai.jpg"]
    page.click("[name=_continue]")
    page.wait_for_selector(".messagelist .success")
    assert names.all_inner_texts() == ["ba.jpg", "mot.jpg", "hai.jpg"]
    # A new row before saved ones; another new row is removed again.
    page.set_input_files("#gallery-group-several", files[:2])
    rows.nth(4).locator("[data-move='-1']").focus()
    for _ in range(4):
        page.keyboard.press("Enter")
    rows.nth(4).locator(".inline-deletelink").click()
    page.click("[name=_continue]")
    page.wait_for_selector(".messagelist .success")
    assert names.all_inner_texts() == ["hai.jpg", "ba.jpg", "mot.jpg", "hai.jpg"]


def test_a_translator_finds_the_language_to_write_beside_its_source(sign_in):
    page = sign_in("biendich", viewport={"width": 1366, "height": 768})
    page.goto(first_article(page, "q=Đối+thoại+với+doanh+nghiệp"))
    page.locator("button", has_text="Dịch sang tiếng Anh").click()
    page.locator("#id_title_en").wait_for()
    assert page.locator(".switch [aria-pressed=true]").inner_text() == "Song song"
    assert page.locator(".switch").is_visible()
    begin = page.locator("button", has_text="Chép bản tiếng Việt sang")
    begin.click()
    written = page.locator(".field-body_en .ProseMirror")
    shown = page.locator(".field-body_vi_shown .readonly")
    assert written.locator("td").all_inner_texts() == shown.locator("td").all_inner_texts() != []
    assert begin.is_hidden()
    page.keyboard.press("Control+z")
    begin.wait_for()


def test_either_text_of_a_new_article_may_begin_as_the_other(sign_in):
    page = sign_in("tacgia", viewport={"width": 1366, "height": 768})
    page.goto("/admin/news/article/add/")
    page.locator(".switch button", has_text="Song song").click()
    vietnamese, english = (
        page.locator(f".field-body_{code} .ProseMirror") for code in ("vi", "en")
    )
    english.click()
    assert page.locator("button", has_text="sang để dịch").locator("visible=true").count() == 0
    page.keyboard.type("Six projects")
    vietnamese.click()
    page.locator("button", has_text="Chép bản tiếng Anh sang").click()
    assert vietnamese.inner_text() == "Six projects"


def test_the_choice_that_enter_takes_can_be_read(sign_in):
    page = sign_in("tacgia", viewport={"width": 1366, "height": 768})
    page.goto("/admin/news/article/add/")
    page.locator(".field-tags input[type=search]").fill("FDI")
    choice = page.locator(".select2-results__option--highlighted")
    choice.wait_for()
    ink = choice.evaluate("option => getComputedStyle(option).color")
    assert ink == page.evaluate("getComputedStyle(document.body).color")


def test_ctrl_s_saves_a_plain_form(sign_in):
    page = sign_in("dulieu")
    page.goto("/admin/opendata/datasetnote/")
    page.click("#result_list tbody th a >> nth=0")
    page.fill("[name=owner_vi]", "Phòng Kinh tế đối ngoại")
    page.keyboard.press("Control+s")
    page.wait_for_selector(".messagelist .success")
    assert page.input_value("[name=owner_vi]") == "Phòng Kinh tế đối ngoại"


def test_the_filters_of_the_queue_do_not_overlap(sign_in):
    page = sign_in("duyet", viewport={"width": 1366, "height": 768})
    page.goto("/admin/projects/fdievent/waiting/")
    fields = page.locator(".as-of :is(input, select, button)")
    boxes = [field.bounding_box() for field in fields.all()]
    assert len(boxes) == 4
    for left, right in itertools.pairwise(boxes):
        assert left["x"] + left["width"] <= right["x"]


def test_a_cover_that_is_too_narrow_is_told_when_it_is_chosen(sign_in, tmp_path):
    page = sign_in("tacgia", viewport={"width": 1366, "height": 768})
    page.goto("/admin/news/article/add/")
    field = page.locator(".field-cover")
    assert "Rộng ít nhất 640 điểm ảnh." in field.inner_text()
    told = field.locator(".file-choice__narrow")
    assert not told.is_visible()
    for width, shown in [(639, True), (640, False), (300, True)]:
        picture("bridge", width, 400).save(tmp_path / f"{width}.jpg", "JPEG")
        field.locator("input[type=file]").set_input_files(tmp_path / f"{width}.jpg")
        told.wait_for(state="visible" if shown else "hidden")
    assert told.inner_text().startswith("Ảnh này rộng 300 điểm ảnh, cần ít nhất 640 điểm ảnh")
    field.locator("[data-remove]").click()
    told.wait_for(state="hidden")


def test_the_page_of_an_import_runs_its_scripts(sign_in):
    page = sign_in("dulieu")
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto("/admin/projects/importbatch/add/")
    page.wait_for_load_state("networkidle")
    assert page.locator("#id_file").is_visible()
    assert errors == []


def test_no_heading_of_the_columns_is_broken_within_a_word(sign_in):
    page = sign_in("dulieu", viewport={"width": 1366, "height": 768})
    page.goto("/admin/projects/importbatch/add/")
    page.check("#id_register_0")
    long = "Ngành nghề và mục tiêu hoạt động chính của doanh nghiệp theo Giấy chứng nhận " * 2
    rows = f"Mã GCN,Tên,{long}\n9999999998,Dự án thử,{long}\n"
    file = {"name": "bang.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    page.set_input_files("[name=file]", file)
    page.click("#content-main form button.button:not([type=button])")
    page.wait_for_selector("form.import__columns")
    heading = page.locator(".import__columns thead th >> nth=0")
    assert heading.inner_text() == "Cột"
    lines = "e => { const r = document.createRange(); r.selectNodeContents(e);"
    assert heading.evaluate(f"{lines} return r.getClientRects().length; }}") == 1


def test_both_sides_of_a_translation_scroll_together(sign_in):
    page = sign_in("tacgia", viewport={"width": 1366, "height": 768})
    page.goto("/admin/news/article/add/")
    page.click(".switch [data-show=both]")
    for language, times in (("vi", 200), ("en", 120)):
        page.evaluate(
            """([language, times]) => {
            const area = document.querySelector(`[name=body_${language}]`);
            const body = "<p>Một đoạn văn dài.</p>".repeat(times);
            window.proseEditors.get(area).commands.setContent(body);
        }""",
            [language, times],
        )
    sides = [page.locator(f".field-body_{language} .ProseMirror") for language in ("vi", "en")]
    for side in sides:
        assert side.evaluate("e => e.scrollHeight - e.clientHeight") > 500
    for leads, follows in (sides, sides[::-1]):
        for part in (0.5, 1, 0):
            leads.evaluate(
                "(e, part) => { e.scrollTop = part * (e.scrollHeight - e.clientHeight) }", part
            )
            page.wait_for_timeout(200)
            for side in (leads, follows):
                at = side.evaluate("e => e.scrollTop / (e.scrollHeight - e.clientHeight)")
                assert abs(at - part) < 0.02
    # One language alone does not move the other.
    page.click(".switch [data-show=vi]")
    sides[0].evaluate("e => { e.scrollTop = 400 }")
    page.wait_for_timeout(200)
    page.click(".switch [data-show=both]")
    assert sides[1].evaluate("e => e.scrollTop") == 0


def test_the_page_of_a_lost_session_stands_in_the_middle(sign_in):
    page = sign_in("tacgia", viewport={"width": 1366, "height": 800})
    page.goto("/admin/news/article/add/")
    page.fill("#id_title_vi", "Gõ trước khi mất phiên")
    page.context.clear_cookies()
    page.click("[name=_continue]")
    page.get_by_role("heading", name="Trang này đã mở quá lâu").wait_for()
    card = page.locator("#content-main").bounding_box()
    assert card["x"] == 1366 - card["x"] - card["width"]


def test_an_amount_is_read_aloud_while_it_is_typed(sign_in):
    page = sign_in("dulieu", viewport={"width": 1366, "height": 768})
    page.goto("/admin/projects/fdievent/add/?type=share_purchase")
    said = page.locator(".field-amount .amount__said")
    assert not said.is_visible()
    page.locator("[name=amount]").press_sequentially("3,5")
    page.select_option("[name=amount_scale]", "6")
    expect(said).to_have_text("3,5 triệu: ba triệu năm trăm nghìn")
    page.locator("[name=amount]").press_sequentially("0.1")
    expect(said).to_contain_text("“3,50.1” không phải là số")
    page.fill("[name=amount]", "900")
    page.select_option("[name=amount_scale]", "0")
    expect(said).to_have_text("chín trăm")
    page.context.set_offline(True)
    page.locator("[name=amount]").press_sequentially("1")
    expect(said).to_be_hidden()


def test_a_refused_entry_begins_at_what_was_refused_and_says_no_old_amount(sign_in):
    page = sign_in("dulieu", viewport={"width": 1366, "height": 500})
    page.goto("/admin/projects/fdievent/?status__exact=approved&type__exact=capital_increase")
    entry = page.locator("#result_list .field-statement a").first.get_attribute("href")
    page.goto(f"{entry}correct/")
    said = page.locator(".field-amount .amount__said")
    old = said.inner_text()
    assert "triệu" in old
    page.locator("[name=amount]").press_sequentially("1")
    assert said.inner_text() != old
    page.fill("[name=note]", "")
    page.click("[name=_enter]")
    page.wait_for_selector(".errornote")
    assert page.evaluate("document.activeElement.name") == "note"
    assert page.locator("[name=note]").evaluate("e => e.getBoundingClientRect().bottom") <= 500


def test_who_is_in_another_time_zone_is_told_of_it_beside_hours_alone(sign_in):
    page = sign_in("tacgia", viewport={"width": 1366, "height": 800}, timezone_id="UTC")
    warning = page.locator(".timezonewarning:visible")
    page.goto("/admin/news/article/add/")
    page.locator("#id_publish_at_0").wait_for()
    assert warning.count() == 2  # when it becomes public and when it expires
    assert "múi giờ Asia/Ho_Chi_Minh" in warning.first.inner_text()
    page = sign_in("dulieu", viewport={"width": 1366, "height": 800}, timezone_id="UTC")
    page.goto("/admin/projects/zone/add/")
    page.locator("#id_valid_from").wait_for()
    assert page.locator(".datetimeshortcuts").count() == 2
    assert page.locator(".timezonewarning:visible").count() == 0
