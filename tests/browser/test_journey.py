"""The main job: the department's own article goes from a clerk's draft to a public page."""

import re

import pytest
from django.conf import settings

from portal.home.sample.pictures import picture
from tests.conftest import missing
from tests.documents import pdf

pytestmark = pytest.mark.browser

SEED = settings.BASE_DIR.parent / "shared" / "seed-article.txt"
TITLE_EN = "In 2022 the department carried out external information work well"
HEADINGS = {
    1: "Tuyên truyền, giới thiệu tiềm năng",
    2: "Xúc tiến đầu tư",
    3: "Thu hút vốn FDI",
    4: "Vận động vốn ODA",
    5: "Viện trợ phi chính phủ",
}


@pytest.fixture(scope="module")
def seed():
    """(title, paragraphs, byline) of the department's article."""
    if not SEED.exists():
        missing("../shared/seed-article.txt is not on this machine")
    lines = [line.strip() for line in SEED.read_text("utf-8").splitlines() if line.strip()]
    start = next(i for i, line in enumerate(lines) if line.startswith("Năm 2022 Sở"))
    end = next(i for i, line in enumerate(lines) if line.startswith("Tác giả:"))
    return lines[start], lines[start + 1 : end], lines[end].removeprefix("Tác giả:").strip()


@pytest.fixture
def uploads(tmp_path):
    picture("bridge").save(tmp_path / "anh-bia.jpg", "JPEG", quality=85)
    (tmp_path / "bao-cao.pdf").write_bytes(pdf("Báo cáo", ["Số liệu đến 30/11/2022"]))
    return tmp_path


def paste(page, html):
    """Paste HTML into the editor that has the focus, as a browser does."""
    page.evaluate(
        """html => {
            const data = new DataTransfer();
            data.setData('text/html', html);
            data.setData('text/plain', html.replace(/<[^>]*>/g, ' '));
            const options = {clipboardData: data, bubbles: true, cancelable: true};
            document.activeElement.dispatchEvent(new ClipboardEvent('paste', options));
        }""",
        html,
    )


def show_language(page, code):
    page.click(f".switch [data-show={code}]")


def editor(page, code):
    return page.locator(f".field-body_{code} .ProseMirror")


def record_of(page):
    """The address of the record page of the article that a desk page is about."""
    return re.sub(r"/(change|record)/.*$", "/record/", page.url.split("?")[0])


#: Asked about on a page of its own.
ASKED = ("publish", "reschedule", "discard", "shelve")


def press_step(page, name, note=""):
    step = page.locator(f"form.step:has([name=name][value={name}])")
    if note:
        step.locator("[name=note]").fill(note)
    step.locator("button").click()
    if name in ASKED:
        page.locator("form.question button").click()
    page.wait_for_selector(".messagelist .success")


def heading(page):
    """The words of the page's heading; some of its spaces keep words on one line."""
    return page.locator("h1").inner_text().replace("\xa0", " ")


def public_pages(page):
    """All places where the article could show, as one text."""
    found = []
    for path in ("/vi/", "/vi/tin-tuc/", "/en/news/", "/vi/tin-tuc/feed.xml", "/sitemap.xml"):
        found.append(page.request.get(path).text())
    return "".join(found)


def test_an_article_goes_from_a_draft_to_a_public_page(seed, uploads, sign_in, visit):
    title, paragraphs, byline = seed
    visitor = visit(viewport={"width": 1366, "height": 768})
    slug = "nam-2022-so-ke-hoach-va-dau-tu-thuc-hien-tot-cong-tac-thong-tin-doi-ngoai"

    def nothing_is_public():
        assert visitor.request.get(f"/vi/tin-tuc/{slug}/").status == 404
        assert slug not in public_pages(visitor)

    # The author writes it in Vietnamese and submits it.
    author = sign_in("tacgia", viewport={"width": 1366, "height": 768})
    author.click("a.button[href='/admin/news/article/add/']")
    author.fill("#id_title_vi", title)
    author.fill("#id_summary_vi", "Tính đến hết tháng 11/2022, tỉnh có 106 dự án FDI còn hiệu lực.")
    body = "".join(
        (f"<h2>{HEADINGS[i]}</h2>" if i in HEADINGS else "") + f"<p>{paragraph}</p>"
        for i, paragraph in enumerate(paragraphs)
    )
    editor(author, "vi").click()
    paste(author, body)
    author.wait_for_function(
        "text => document.querySelector('.field-body_vi .ProseMirror').innerText.includes(text)",
        arg=HEADINGS[5],
    )
    author.fill("#id_byline_vi", byline)
    author.select_option("#id_category", label="Thông tin đối ngoại")
    author.set_input_files("[name=cover_upload]", uploads / "anh-bia.jpg")
    author.fill("#id_cover_alt_vi", "Cây cầu bắc qua sông Trà Lý")
    author.click("#attachments-group .add-row a")
    author.set_input_files("[name=attachments-0-file_upload]", uploads / "bao-cao.pdf")
    author.fill("[name=attachments-0-title_vi]", "Báo cáo năm 2022")
    author.click("[name=_submit]")
    author.wait_for_selector(".messagelist .success")
    record = record_of(author)
    nothing_is_public()

    # A translator adds English while the review waits.
    translator = sign_in("biendich", viewport={"width": 1366, "height": 768})
    translator.goto(record.replace("/record/", "/change/"))
    show_language(translator, "en")
    translator.fill("#id_title_en", TITLE_EN)
    translator.fill("#id_summary_en", "By the end of November 2022 there were 106 valid projects.")
    editor(translator, "en").click()
    paste(translator, "<p>The department informed the public about investment.</p>")
    translator.fill("#id_cover_alt_en", "A bridge over the Trà Lý river")
    translator.fill("[name=attachments-0-title_en]", "Report of 2022")
    translator.click("[name=_continue].default")
    translator.wait_for_selector(".messagelist .success")
    nothing_is_public()

    # A reviewer sends it back with a note.
    reviewer = sign_in("duyet", viewport={"width": 1366, "height": 768})
    reviewer.click(f"a:has-text('{title}')")
    press_step(reviewer, "send_back", note="Ghi rõ ngày chốt số liệu.")
    nothing_is_public()

    # The author reads the note at home, corrects and submits again.
    author.goto("/admin/")
    assert author.locator("blockquote", has_text="Ghi rõ ngày chốt số liệu.").is_visible()
    author.click(f"#notices a:has-text('{title}')")
    author.goto(record.replace("/record/", "/change/"))
    author.fill("#id_summary_vi", "Đến ngày 30/11/2022, tỉnh có 106 dự án FDI còn hiệu lực.")
    author.check("#id_minor_correction")
    author.click("[name=_submit]")
    author.wait_for_selector(".messagelist .success")
    nothing_is_public()

    # Another person publishes it.
    publisher = sign_in("congbo", viewport={"width": 1366, "height": 768})
    publisher.click(f"a:has-text('{title}')")
    press_step(publisher, "publish")

    # Within a second it is everywhere, in both languages.
    visitor.wait_for_timeout(1100)
    visitor.goto(f"/vi/tin-tuc/{slug}/")
    assert heading(visitor) == title
    assert visitor.locator(".toc a, #toc a").count() == 5
    assert visitor.locator(".prose h2").first.inner_text() == HEADINGS[1]
    assert byline in visitor.locator(".byline, .art__head").first.inner_text()
    assert visitor.locator("img[alt='Cây cầu bắc qua sông Trà Lý']").count() == 1
    with visitor.expect_download() as download:
        visitor.click("a:has-text('Báo cáo năm 2022')")
    assert download.value.suggested_filename == "bao-cao.pdf"
    visitor.click(".lang [lang=en]")
    assert heading(visitor) == TITLE_EN
    everywhere = public_pages(visitor)
    assert everywhere.count(f"/vi/tin-tuc/{slug}/") >= 4
    assert TITLE_EN in everywhere


def test_a_published_article_is_changed_through_a_working_copy(sign_in, visit):
    author = sign_in("tacgia", viewport={"width": 1366, "height": 768})
    author.goto("/admin/news/article/?q=ho+so+dau+tu+cu")
    author.click("#result_list tbody a:has-text('Thái Bình nhập vào Hưng Yên')")
    author.click("form[action$='/copy/']:has([name=scope][value='']) button")
    author.wait_for_selector("#id_title_vi")
    author.fill("#id_title_vi", "Đọc hồ sơ đầu tư trước và sau sáp nhập")
    author.fill("#id_slug_vi", "doc-ho-so-truoc-va-sau-sap-nhap")
    author.click("[name=_submit]")
    author.wait_for_selector(".messagelist .success")
    visitor = visit()
    old = "/vi/tin-tuc/ho-so-cu-sau-sap-nhap/"
    assert "trước và sau sáp nhập" not in visitor.request.get(old).text()
    publisher = sign_in("congbo", viewport={"width": 390, "height": 844})
    publisher.goto(record_of(author))
    press_step(publisher, "publish")
    visitor.wait_for_timeout(1100)
    visitor.goto(old)
    assert visitor.url.endswith("/vi/tin-tuc/doc-ho-so-truoc-va-sau-sap-nhap/")
    assert heading(visitor) == "Đọc hồ sơ đầu tư trước và sau sáp nhập"


def test_typing_survives_a_crash(sign_in):
    author = sign_in("tacgia", viewport={"width": 1366, "height": 768})
    author.goto("/admin/news/article/add/")
    author.fill("#id_title_vi", "Bài chưa kịp lưu")
    editor(author, "vi").click()
    author.keyboard.insert_text("Một đoạn dài gõ cả buổi sáng.")
    author.wait_for_function(
        "() => Object.values(localStorage).some(kept => kept.includes('buổi sáng'))"
    )
    author.on("dialog", lambda dialog: dialog.accept())
    author.goto("/admin/")
    author.goto("/admin/news/article/add/")
    assert author.input_value("#id_title_vi") == ""
    author.click(".offers button >> nth=0")
    assert author.input_value("#id_title_vi") == "Bài chưa kịp lưu"
    assert "gõ cả buổi sáng" in editor(author, "vi").inner_text()
