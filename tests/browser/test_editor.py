"""The editor of formatted text: nothing that is pasted, inserted or typed is lost in it."""

import base64
from io import BytesIO
from itertools import count

import pytest
from PIL import Image

from tests.browser.conftest import log_in

pytestmark = [pytest.mark.browser, pytest.mark.long]
NUMBERS = count(1)

PASTE = """([formats, files]) => {
    const data = new DataTransfer();
    for (const [format, text] of Object.entries(formats)) data.setData(format, text);
    for (const [name, type, content] of files) {
        const bytes = Uint8Array.from(atob(content), character => character.charCodeAt(0));
        data.items.add(new File([bytes], name, {type}));
    }
    const options = {clipboardData: data, bubbles: true, cancelable: true};
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', options));
}"""
DROP = PASTE.replace("clipboardData: data", "dataTransfer: data, clientX: 400, clientY: 384")
DROP = DROP.replace("new ClipboardEvent('paste'", "new DragEvent('drop'")
UPLOAD = """async content => {
    const body = new FormData();
    const bytes = Uint8Array.from(atob(content), character => character.charCodeAt(0));
    body.append('csrfmiddlewaretoken', document.querySelector('[name=csrfmiddlewaretoken]').value);
    body.append('upload', new File([bytes], 'cau.png', {type: 'image/png'}));
    return (await (await fetch(document.getElementById('desk').dataset.paste,
        {method: 'POST', body})).json()).src;
}"""


def drawing(colour, form="PNG"):
    buffer = BytesIO()
    Image.radial_gradient("L").resize((400, 300)).convert("RGB").point(
        lambda value: (value + colour) % 256
    ).save(buffer, form)
    return buffer.getvalue()


def coded(content):
    return base64.b64encode(content).decode()


def paste(page, html="", files=(), how=PASTE, **formats):
    formats = ({"text/html": html, "text/plain": "x"} if html else {}) | {
        name.replace("_", "/"): text for name, text in formats.items()
    }
    encoded = [(name, type_, coded(content)) for name, type_, content in files]
    page.evaluate(how, [formats, encoded])


@pytest.fixture(scope="module")
def signed_in(portal, chromium):
    """The cookies of an author."""
    with chromium.new_context(base_url=portal.url, locale="vi-VN") as context:
        log_in(context.new_page(), portal, "tacgia")
        return context.storage_state()


@pytest.fixture
def writing(visit, signed_in):
    """The page of a new article with the caret in its text; an uncaught error fails the test."""
    page = visit(viewport={"width": 1366, "height": 768}, storage_state=signed_in)
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto("/admin/news/article/add/")
    page.fill("#id_title_vi", f"Bài soạn thử số {next(NUMBERS)}")
    text(page).click()
    yield page
    page.evaluate("localStorage.clear()")
    assert errors == []


def settle(page):
    """Lets the editor see where the browser has put the caret."""
    page.evaluate("new Promise(done => setTimeout(() => requestAnimationFrame(done), 50))")


def click(page, place):
    text(page).locator(place).first.click()
    settle(page)


def press(page, key):
    page.keyboard.press(key)
    settle(page)


def text(page):
    return page.locator(".field-body_vi .ProseMirror")


def html(page):
    return page.input_value("#id_body_vi")


def notice(page):
    return page.locator(".field-body_vi .editor-notice")


def save(page):
    """The text as it is kept and read again."""
    page.keyboard.press("Control+s")
    page.wait_for_selector(".messagelist .success")
    text(page).wait_for()
    return html(page)


def describe(page, *texts):
    dialog = page.locator(".prose-editor-dialog")
    dialog.wait_for()
    for number, words in enumerate(texts):
        dialog.locator("input").nth(number).fill(words)
    dialog.locator("[type=submit]").click()


def sources(page):
    return (
        text(page)
        .locator("img[src]")
        .evaluate_all("all => all.map(one => [one.getAttribute('src'), one.alt])")
    )


def bring_in_table(page, rows):
    """A table of 2 columns, the caret in its first cell."""
    paste(page, "<table>" + "<tr><th>A</th><th>B</th></tr>" * rows + "</table>")
    text(page).locator("table").wait_for()
    click(page, "th")


# --- pictures from the clipboard --------------------------------------------------------


def test_a_screenshot_goes_into_the_library_and_is_asked_about(writing):
    writing.keyboard.type("Trước")
    paste(writing, files=[("image.png", "image/png", drawing(1))])
    describe(writing, "Cầu Trà Lý")
    writing.keyboard.type("Sau")
    assert notice(writing).inner_text() == "Đã tải 1 ảnh lên thư viện."
    [(src, alt)] = sources(writing)
    assert (src[:7], alt) == ("/files/", "Cầu Trà Lý")
    kept = save(writing)
    assert kept == (f'<p>Trước</p><figure><img src="{src}" alt="Cầu Trà Lý"></figure><p>Sau</p>')
    assert writing.request.get(src).headers["content-type"] == "image/webp"


def test_who_does_not_say_what_a_picture_shows_leaves_it_out(writing):
    same = [("image.png", "image/png", drawing(20))]
    writing.keyboard.type("Trước")
    paste(writing, files=same)
    describe(writing, "Cầu Trà Lý")
    writing.keyboard.type("Sau")
    [(src, _alt)] = sources(writing)
    other = f"data:image/png;base64,{coded(drawing(21))}"
    paste(writing, f"<p>Một</p><p><img src='{other}'></p><p>Hai</p>", files=same)
    writing.get_by_role("dialog").get_by_role("button", name="Hủy bỏ").click()
    assert sources(writing) == [[src, "Cầu Trà Lý"]]
    paste(writing, files=same)
    writing.get_by_role("dialog").get_by_role("button", name="Hủy bỏ").click()
    assert sources(writing) == [[src, "Cầu Trà Lý"]]
    kept = save(writing)
    assert kept == (
        f'<p>Trước</p><figure><img src="{src}" alt="Cầu Trà Lý"></figure><p>SauMột</p><p>Hai</p>'
    )
    click(writing, "img")
    writing.locator(".prose-menubar [data-name=figure]").first.click()
    writing.get_by_role("dialog").get_by_role("button", name="Hủy bỏ").click()
    assert html(writing) == kept


def test_pictures_within_pasted_text_go_into_the_library_in_their_places(writing):
    first, second = (f"data:image/png;base64,{coded(drawing(shade))}" for shade in (2, 3))
    paste(
        writing,
        f"<p style='color:red'>Một</p><p><img src='{first}' alt='Ảnh một'></p><p>Hai</p>"
        f"<p><img src={second}></p><p>Ba</p>",
    )
    describe(writing, "Ảnh 1", "Ảnh 2")
    assert [alt for _src, alt in sources(writing)] == ["Ảnh 1", "Ảnh 2"]
    assert len({src for src, _alt in sources(writing)}) == 2
    assert text(writing).locator("p").all_inner_texts()[:3] == ["Một", "Hai", "Ba"]
    assert notice(writing).inner_text() == "Đã tải 2 ảnh lên thư viện."


def word(*names):
    """A clip of Word: each picture under its caption."""
    return "".join(
        f"<p class=MsoNormal><![if !vml]><img width=624 height=351 "
        f'src="file:///C:/Temp/msohtmlclip1/01/{name}" v:shapes="_x0000_i1025"><![endif]></p>'
        f"<p class=MsoNormal><i>Hình {number}</i></p>"
        for number, name in enumerate(names, 1)
    )


def rtf(*pictures):
    """What Word gives beside it: pictures in the line, JPEGs floating, old copies, a bullet."""
    bullet = (
        r"{\*\listpicture{\*\shppict{\pict\pngblip 89504e47}}{\nonshppict{\pict\wmetafile8 01}}}"
    )
    return rf"{{\rtf1\ansi {bullet}{''.join(_in_rtf(*one) for one in pictures)}}}"


def _in_rtf(kind, content):
    picture = (
        r"{\pict{\*\picprop\shplid1025{\sp{\sn shapeType}{\sv 75}}}\picscalex100\picw1"
        rf"\{kind}blip\bliptag-12{{\*\blipuid 0123456789abcdef0123456789abcdef}}{content.hex()}}}"
    )
    if kind == "jpeg":
        return (
            rf"{{\shp{{\*\shpinst{{\sp{{\sn pib}}{{\sv {picture}}}}}}}"
            r"{\shprslt{\pict\picw1\wmetafile8 0100}}}"
        )
    return rf"{{\*\shppict{picture}}}{{\nonshppict{{\pict\picw1\wmetafile8 0100}}}}"


def test_pictures_of_word_come_from_its_rtf(writing):
    paste(
        writing,
        word("image001.png", "image002.jpg", "image003.emf"),
        text_rtf=rtf(("png", drawing(4)), ("jpeg", drawing(5, "JPEG")), ("emf", b"\1" * 300)),
    )
    describe(writing, "Một", "Hai")
    assert [alt for _src, alt in sources(writing)] == ["Một", "Hai"]
    assert [line for line in text(writing).locator("p").all_inner_texts() if line.strip()] == [
        "Hình 1",
        "Hình 2",
        "[thiếu ảnh: image003.emf]",
        "Hình 3",
    ]
    assert notice(writing).locator("p").all_inner_texts()[0] == "Đã tải 2 ảnh lên thư viện."
    assert "Có 1 ảnh không lấy được." in notice(writing).inner_text()


def test_a_picture_that_the_clipboard_does_not_have_leaves_a_mark(writing):
    own = writing.evaluate(UPLOAD, coded(drawing(6)))
    paste(
        writing,
        word("image001.png")
        + '<p>Trên mạng <img src="https://a.vn/anh/cau.jpg?w=1" alt="Cầu"></p>'
        + f'<p><img src="{writing.url.split("/admin")[0]}{own}" alt="Của ta"></p>',
    )
    text(writing).locator(".missing-picture").first.wait_for()
    assert text(writing).locator(".missing-picture").all_inner_texts() == [
        "[thiếu ảnh: image001.png]",
        "[thiếu ảnh: Cầu]",
    ]
    assert sources(writing) == [[own, "Của ta"]]
    assert "Có 2 ảnh không lấy được." in notice(writing).inner_text()
    save(writing)
    told = writing.locator(".checklist").inner_text()
    assert "Thiếu ảnh tại “[thiếu ảnh: image001.png]”" in told
    assert "Thiếu ảnh tại “[thiếu ảnh: Cầu]”" in told


def test_one_picture_copied_from_a_page_comes_as_the_file_beside_it(writing):
    paste(
        writing,
        '<meta charset="utf-8"><img src="https://a.vn/cau.jpg" alt="Cầu">',
        files=[("image.png", "image/png", drawing(7))],
    )
    describe(writing, "Cầu mới")
    assert [alt for _src, alt in sources(writing)] == ["Cầu mới"]
    assert text(writing).locator(".missing-picture").count() == 0


def test_a_drawing_of_pasted_cells_is_not_taken_for_a_picture(writing):
    paste(
        writing,
        "<table><tr><td>67,81</td><td>6</td></tr></table>",
        files=[("image.png", "image/png", drawing(8))],
    )
    text(writing).locator("table").wait_for()
    assert text(writing).locator("td").all_inner_texts() == ["67,81", "6"]
    assert sources(writing) == []


def test_what_the_library_refuses_is_said_and_marked(writing):
    svg = "data:image/svg+xml;base64," + coded(b"<svg>" + b" " * 300 + b"</svg>")
    paste(writing, f'<p>Biểu đồ <img src="{svg}" alt="Vốn"> theo năm</p>')
    text(writing).locator(".missing-picture").first.wait_for()
    assert text(writing).locator("p").first.inner_text() == "Biểu đồ [thiếu ảnh: Vốn] theo năm"
    assert "Đây không phải là ảnh. Ở đây nhận:" in notice(writing).inner_text()


def test_without_the_server_the_text_comes_in_with_marks(writing):
    writing.route("**/admin/clean/", lambda route: route.abort())
    writing.route("**/file/paste/", lambda route: route.abort())
    picture = f"data:image/png;base64,{coded(drawing(9))}"
    paste(writing, f'<p>Một <img src="{picture}" alt="Cầu [1]"> hai</p>')
    text(writing).locator(".missing-picture").first.wait_for()
    assert text(writing).locator("p").first.inner_text() == "Một [thiếu ảnh: Cầu 1] hai"
    assert "Không kết nối được với máy chủ." in notice(writing).inner_text()


def test_a_file_that_is_no_picture_is_not_swallowed(writing):
    paste(writing, files=[("a.pdf", "application/pdf", b"%PDF-")])
    assert notice(writing).inner_text().startswith("Chỉ có thể dán ảnh vào nội dung.")


def test_a_dropped_picture_goes_the_same_way(writing):
    box = text(writing).bounding_box()
    assert box["x"] < 400 < box["x"] + box["width"]
    text(writing).evaluate("box => box.scrollIntoView({block: 'center'})")
    paste(writing, files=[("anh.png", "image/png", drawing(10))], how=DROP)
    describe(writing, "Thả vào")
    assert [alt for _src, alt in sources(writing)] == ["Thả vào"]


def test_who_types_on_meanwhile_finds_the_picture_where_it_was_pasted(writing):
    writing.keyboard.type("Trước")
    press(writing, "Enter")
    held = []

    def hold(route):
        held.append(route)

    writing.route("**/file/paste/", hold)
    paste(writing, files=[("image.png", "image/png", drawing(11))])
    press(writing, "Control+Home")
    writing.keyboard.type("Gõ tiếp. ")
    writing.wait_for_timeout(200)
    [route] = held
    route.continue_()
    describe(writing, "Cầu")
    writing.keyboard.type("Nữa. ")
    [(src, _alt)] = sources(writing)
    assert save(writing) == (
        f'<p>Gõ tiếp. Nữa. Trước</p><figure><img src="{src}" alt="Cầu"></figure>'
    )


# --- writing around pictures ------------------------------------------------------------


def insert_picture(page, caption=""):
    src = page.evaluate(UPLOAD, coded(drawing(12)))
    page.click(".field-body_vi [data-name=figure]")
    page.fill(".prose-editor-dialog [name=imageUrl]", src)
    page.fill(".prose-editor-dialog [name=altText]", "Cầu")
    page.fill(".prose-editor-dialog [name=caption]", caption)
    page.click(".prose-editor-dialog [type=submit]")
    return src


def test_a_picture_of_the_computer_comes_by_four_clicks_and_its_description(writing):
    writing.keyboard.type("Trước")
    writing.click(".field-body_vi [data-name=figure]")
    with writing.expect_popup() as opened:
        writing.get_by_role("button", name="Chọn tệp…").click()
    picker = opened.value
    no_picture = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    for file in (no_picture, {"name": "cau.png", "mimeType": "image/png", "buffer": drawing(31)}):
        with picker.expect_file_chooser() as asked:
            picker.click("#upload")
        if file is no_picture:
            asked.value.set_files(file)
            picker.get_by_text("Đây không phải là ảnh.").wait_for()
        else:
            with picker.expect_event("close"):
                asked.value.set_files(file)
    writing.keyboard.type("Cầu Trà Lý")
    src = writing.input_value(".prose-editor-dialog [name=imageUrl]")
    writing.get_by_role("button", name="Chèn", exact=True).click()
    assert src.endswith(".webp")
    kept = f'<p>Trước</p><figure><img src="{src}" alt="Cầu Trà Lý"></figure>'
    assert save(writing) == kept


@pytest.mark.parametrize("caption", ["", "Cầu Trà Lý"])
def test_what_is_typed_after_an_inserted_picture_stands_below_it(writing, caption):
    writing.keyboard.type("Trước")
    src = insert_picture(writing, caption)
    writing.keyboard.type("Sau")
    figure = f'<img src="{src}" alt="Cầu">'
    figure += f"<figcaption>{caption}</figcaption>" if caption else ""
    assert save(writing) == f"<p>Trước</p><figure>{figure}</figure><p>Sau</p>"


@pytest.mark.parametrize(
    ("before", "place", "after"),
    [
        ("<ul><li>Một</li><li>Hai</li></ul>", "li", "<li><p>Một</p>{}<p>Sau</p></li><li>Hai</li>"),
        (
            "<table><tr><td>Một</td><td>Hai</td></tr></table>",
            "td",
            "<td><p>Một</p>{}<p>Sau</p></td><td>Hai</td>",
        ),
        (
            "<blockquote><p>Một</p></blockquote><p>Hai</p>",
            "blockquote",
            "<blockquote><p>Một</p>{}<p>Sau</p></blockquote><p>Hai</p>",
        ),
        ("<p>Một</p><p>Hai</p>", "p", "<p>Một</p>{}<p>Sau</p><p>Hai</p>"),
    ],
)
def test_it_stands_below_wherever_the_picture_is(writing, before, place, after):
    paste(writing, before)
    text(writing).locator(place, has_text="Một").first.wait_for()
    click(writing, place)
    press(writing, "Home")
    press(writing, "End")
    src = insert_picture(writing)
    writing.keyboard.type("Sau")
    assert after.format(f'<figure><img src="{src}" alt="Cầu"></figure>') in save(writing)


def test_the_end_is_below_a_quotation_that_ends_in_a_picture(writing):
    src = writing.evaluate(UPLOAD, coded(drawing(13)))
    paste(
        writing, f'<blockquote><p>Một</p><figure><img src="{src}" alt="Cầu"></figure></blockquote>'
    )
    text(writing).locator("img").wait_for()
    press(writing, "Control+End")
    writing.keyboard.type("Sau")
    assert save(writing).endswith("</figure></blockquote><p>Sau</p>")


@pytest.mark.parametrize("typed", ["key", "input method", "Enter"])
def test_a_chosen_picture_is_not_replaced_by_what_is_typed(writing, typed):
    src = insert_picture(writing)
    click(writing, "img")
    if typed == "key":
        writing.keyboard.type("Dưới")
    elif typed == "input method":
        writing.keyboard.insert_text("Dưới")
    else:
        press(writing, "Enter")
        writing.keyboard.type("Dưới")
    assert save(writing) == f'<figure><img src="{src}" alt="Cầu"></figure><p>Dưới</p>'


def test_enter_leaves_a_caption(writing):
    src = insert_picture(writing, "Cầu Trà Lý")
    click(writing, "figcaption")
    press(writing, "End")
    writing.keyboard.type(" mới")
    press(writing, "Enter")
    writing.keyboard.type("Dưới")
    assert save(writing) == (
        f'<figure><img src="{src}" alt="Cầu"><figcaption>Cầu Trà Lý mới</figcaption></figure>'
        "<p>Dưới</p>"
    )


def test_after_loading_the_end_of_the_text_is_below_a_last_picture(writing):
    src = insert_picture(writing, "Cầu")
    kept = save(writing)
    click(writing, "figcaption")
    press(writing, "Control+End")
    writing.keyboard.type("Cuối")
    assert save(writing) == f"{kept}<p>Cuối</p>"
    assert src in kept


def test_looking_at_a_text_that_ends_in_a_picture_changes_nothing(writing):
    insert_picture(writing)
    kept = save(writing)
    click(writing, "img")
    press(writing, "Control+End")
    assert html(writing) == kept
    left = []
    writing.on("dialog", lambda dialog: left.append(dialog.accept()))
    writing.goto("/admin/")
    assert left == []


def test_a_caption_outlives_its_picture(writing):
    insert_picture(writing, "Cầu Trà Lý")
    writing.keyboard.type("Sau")
    click(writing, "img")
    press(writing, "Delete")
    assert save(writing) == "<p>Cầu Trà Lý</p><p>Sau</p>"


def test_blocks_pasted_in_a_caption_stand_below_the_picture(writing):
    src = insert_picture(writing, "Cầu")
    click(writing, "figcaption")
    press(writing, "End")
    paste(writing, "<p>Trà</p>")
    text(writing).locator("figcaption", has_text="Trà").wait_for()
    paste(writing, "<p>Một</p><ul><li>Hai</li></ul>")
    text(writing).locator("li").wait_for()
    assert save(writing) == (
        f'<figure><img src="{src}" alt="Cầu"><figcaption>CầuTrà</figcaption></figure>'
        "<p>Một</p><ul><li>Hai</li></ul>"
    )


# --- tables -----------------------------------------------------------------------------

MERGED = "<table><tr><td>1</td><td rowspan=2>2</td></tr><tr><td>3</td></tr></table>"


@pytest.mark.parametrize("origin", ["elsewhere", "the editor"])
def test_a_table_merged_at_its_corner_goes_into_a_table(writing, origin):
    bring_in_table(writing, 3)
    paste(
        writing,
        MERGED.replace("<table", "<table data-pm-slice='1 1 []'")
        if origin == "the editor"
        else MERGED,
    )
    text(writing).locator("td", has_text="3").wait_for()
    rows = (
        text(writing)
        .locator("tr")
        .evaluate_all("rows => rows.map(row => [...row.cells].map(cell => cell.innerText.trim()))")
    )
    assert rows == [["1", "2"], ["3", ""], ["A", "B"]]
    assert notice(writing).inner_text() == (
        "Các ô gộp của bảng đã được tách ra vì không thể dán nguyên dạng vào chỗ này."
    )


def test_a_table_over_fewer_chosen_cells_is_not_cut(writing):
    bring_in_table(writing, 2)
    press(writing, "End")
    for _ in range(4):
        if text(writing).locator(".selectedCell").count() < 2:
            press(writing, "Shift+ArrowRight")
    assert text(writing).locator(".selectedCell").count() == 2
    paste(
        writing,
        "<table><tr><td>1</td><td>2</td><td>3</td></tr><tr><td>4</td><td>5</td><td>6</td></tr></table>",
    )
    text(writing).locator("td", has_text="6").wait_for()
    cells = text(writing).locator("td, th").all_inner_texts()
    assert [cell.strip() for cell in cells] == ["1", "2", "3", "4", "5", "6"]


def test_there_is_a_line_below_a_last_table_and_tab_leads_to_it(writing):
    bring_in_table(writing, 2)
    for _ in range(3):
        press(writing, "Tab")
    press(writing, "End")
    writing.keyboard.type("x")
    press(writing, "Tab")
    writing.keyboard.type("Dưới bảng")
    assert text(writing).locator("tr").count() == 2
    assert text(writing).locator("> p").last.inner_text() == "Dưới bảng"
    assert text(writing).locator("th").all_inner_texts()[-1].strip() == "Bx"
    press(writing, "Tab")
    assert writing.evaluate("document.activeElement.closest('.ProseMirror')") is None
    assert save(writing).endswith("</table><p>Dưới bảng</p>")


# --- the form ---------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["news/article", "pages/page", "projects/fdiproject"])
def test_a_new_form_opens_with_the_caret_in_its_title(sign_in, address):
    page = sign_in("dulieu" if "projects" in address else "tacgia")
    page.goto(f"/admin/{address}/add/")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.activeElement.name") == "title_vi"


def test_control_s_saves(writing):
    writing.keyboard.type("Nội dung")
    writing.keyboard.press("Control+s")
    writing.wait_for_selector(".messagelist .success")
    assert writing.url.endswith("/change/")
    assert html(writing) == "<p>Nội dung</p>"


def test_headings_stand_where_the_text_stands(writing):
    paste(writing, "<h2>Một</h2><p>a</p><h3>Hai</h3><p>b</p><h4>Ba</h4>")
    text(writing).locator("h4").wait_for()
    lefts = (
        text(writing)
        .locator("h2, h3, h4, p")
        .evaluate_all(
            """all => all.map(one => {
            const range = document.createRange();
            range.selectNodeContents(one);
            return Math.round(range.getBoundingClientRect().left);
        })"""
        )
    )
    assert len(lefts) >= 5
    assert len(set(lefts)) == 1
