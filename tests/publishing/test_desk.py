"""The pages of the desk as its people see them."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from news.models import Article, Category
from portal.publishing import workflow
from portal.publishing.admin.site import admin_url
from portal.publishing.models import File, Notice, PreviewLink
from portal.publishing.slugs import kind_of
from portal.publishing.templatetags import desk as tags
from projects.models import FdiProject
from tests import articles, registers
from tests.forms import shown

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def form(client, row):
    return page(client, admin_url(row, "change"))


def test_a_form_that_is_only_read_names_languages_and_ticks_in_words(people, desk):
    articles.published(people)
    article = articles.draft(people["author"], pinned=True)
    articles.step(article, "submit", people["author"])
    shown = form(desk(people["author"]), article)
    assert "Tiêu đề (Tiếng Việt)" in shown
    assert 'alt="có"' in shown
    assert 'alt="không"' in shown
    assert not re.search(r'\[(vi|en)\]|alt="(True|False|None)"', shown)


def test_texts_that_are_only_read_name_their_language(people, desk):
    article = articles.published(people)
    shown = form(desk(people["author"]), article)
    for column in ("title_vi", "title_en", "body_vi_shown", "body_en_shown"):
        row = shown.split(f'field-{column}">', 1)[1]
        marked = re.search(r'<div class="readonly"[^>]*>', row)[0]
        assert marked == f'<div class="readonly" lang="{column.split("_")[1]}">'
    state = re.search(r'field-pinned">.*?(<div class="readonly"[^>]*>)', shown, re.DOTALL)
    assert state[1] == '<div class="readonly">'


def test_the_icon_of_a_search_is_named(people, desk):
    shown = page(desk(people["author"]), reverse("admin:news_article_changelist"))
    assert re.search(r'<label for="searchbar"><img [^>]*alt="Tìm kiếm">', shown)


def test_tasks_of_the_worker_are_told_in_words(people, desk):
    superuser = get_user_model().objects.create_superuser("root", "root@example.gov.vn", "x")
    DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        task_path="portal.publishing.tasks.mail_notices",
        backend_name="default",
        run_after=timezone.now(),
        exception_class_path="",
        traceback="",
        status="FAILED",
    )
    shown = page(desk(superuser), reverse("admin:django_tasks_database_dbtaskresult_changelist"))
    texts = re.findall(r">\s*([^<>]+?)\s*<", shown)
    assert {"Kết quả tác vụ nền", "Tên tác vụ", "Không thành công"} <= set(texts)
    assert not {"Failed", "Ready", "Task name", "Tasks Database Backend"} & set(texts)


def test_the_home_shows_the_note_of_what_was_sent_back(people, desk):
    article = articles.submitted(people)
    articles.step(article, "send_back", people["reviewer"], note="Thiếu nguồn <số liệu>.")
    assert "Thiếu nguồn &lt;số liệu&gt;." in page(desk(people["author"]), reverse("admin:index"))


def test_the_reviewer_decides_in_two_clicks_from_the_notice(people, desk):
    article = articles.submitted(people)
    client = desk(people["publisher"])
    notice = Notice.objects.get(recipient=people["publisher"])
    response = client.get(reverse("admin:notice", args=[notice.pk]), follow=True)
    shown = response.content.decode()
    assert 'name="name" value="publish"' in shown
    assert f'name="version" value="{article.version}"' in shown


def test_the_form_carries_the_version_and_a_nonce_on_its_import_map(people, desk):
    article = articles.draft(people["author"])
    client = desk(people["author"])
    response = client.get(admin_url(article, "change"))
    shown = response.content.decode()
    assert f'name="_version" value="{article.version}"' in shown
    nonce = re.search(r"'nonce-([^']+)'", response.headers["Content-Security-Policy"])[1]
    inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", shown)
    assert inline
    assert all(f'nonce="{nonce}"' in tag for tag in inline)
    assert "<style" not in shown
    assert " style=" not in shown


def test_enter_saves_and_nothing_else(people, desk):
    shown = form(desk(people["author"]), articles.draft(people["author"]))
    body = shown[shown.index('id="article_form"') :]
    assert re.findall(r'type="submit"[^>]*name="(\w+)"', body)[0] == "_continue"


def test_pasted_word_lists_become_lists(people, desk):
    html = (
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>"
        "<span style='mso-list:Ignore'>·</span>Một</p>"
    )
    response = desk(people["author"]).post(reverse("admin:clean"), {"html": html})
    assert response.content.decode() == "<ul><li>Một</li></ul>"


def test_addresses_are_shown_before_they_exist(people):
    article = articles.draft(people["author"])
    assert tags.address_pattern(article, "vi") == f"/vi/tin-tuc/{tags.PLACE}/"
    assert tags.address_pattern(article, "en") == f"/en/news/{tags.PLACE}/"


def test_the_address_of_a_published_record_does_not_follow_its_title(people):
    article = articles.published(people)
    assert tags.slug_follows_title(articles.draft(people["author"]))
    assert not tags.slug_follows_title(article)
    assert not tags.slug_follows_title(workflow.open_copy(article, by=people["author"]))


def test_shared_addresses_are_absolute(people, settings):
    article = articles.draft(people["author"], english=False)
    link = PreviewLink.objects.create(
        kind=kind_of(type(article)),
        object_id=article.pk,
        created_by=people["author"],
        expires_at=article.created_at,
    )
    [(language, address)] = tags.share_addresses(link, article)
    assert language == "vi"
    assert address == f"{settings.BASE_URL}/vi/xem-truoc/{link.token}/"


@pytest.mark.parametrize(
    ("reason", "name"), [("apply 12: Gấp", "apply"), ("send_back: Gấp", "send_back")]
)
def test_history_reasons_are_words(reason, name):
    assert tags.event(reason) == f"{tags.EVENTS[name]}: Gấp"


def test_a_notice_by_mail_says_what_who_why_and_where(people):
    notice = Notice(
        reason=Notice.Kind.SENT_BACK, title="Tin <1>", note="Sửa & gửi lại", by=people["reviewer"]
    )
    body = render_to_string(
        "publishing/notice.txt",
        {"notice": notice, "told": [("Tin <1>", "http://x/1/")]},
        using="django",
    )
    for part in ("Tin <1>", "Sửa & gửi lại", "reviewer", "http://x/1/"):
        assert part in body


def test_a_form_with_mistakes_speaks_vietnamese(people, desk):
    """Django's own catalogue has the sentence, but not as the plural that its template asks for."""
    shown = desk(people["author"]).post(reverse("admin:news_article_add"), {}).content.decode()
    assert "Please correct" not in shown
    assert "Hãy sửa các lỗi bên dưới." in shown


# --- what is not yet public is for its circle -------------------------------------------

#: Role → whether it reads an author's draft or embargoed release.
CIRCLE = {
    "author": True,
    "translator": True,
    "reviewer": True,
    "publisher": True,
    "other author": False,
    "data officer": False,
    "administrator": False,
}


@pytest.fixture
def embargoed(people):
    """A draft, a release that waits for its hour and one that waits to replace a public text."""
    tomorrow = timezone.now() + timedelta(days=1)
    release = articles.submitted(people, title_vi="Thông cáo cấm vận")
    articles.step(release, "publish", people["publisher"], at=tomorrow)
    public = articles.published(people, title_vi="Tin công khai")
    copy = articles.edit(
        workflow.open_copy(public, by=people["author"]), people["author"], title_vi="Bản sửa"
    )
    return {
        "Tin nháp": articles.draft(people["author"], title_vi="Tin nháp"),
        "Thông cáo cấm vận": release,
        "Bản sửa": copy,
    }


def test_what_is_not_open_is_told_on_a_page_of_the_desk(people, desk):
    article = articles.draft(people["author"])
    second = get_user_model().objects.create_user("second", is_staff=True)
    second.groups.set(people["author"].groups.all())
    response = desk(second).get(admin_url(article, "record"))
    assert response.status_code == 403
    shown = response.content.decode()
    assert re.findall("<h1>(.*?)</h1>", shown) == ["Trang này không mở cho tài khoản của bạn"]
    assert 'id="user-tools"' in shown
    assert '<a class="button" href="/admin/">' in shown


@pytest.mark.parametrize("name", CIRCLE)
def test_a_draft_and_an_embargoed_release_are_for_their_circle(people, desk, embargoed, name):
    client = desk(people[name])
    lists = reverse("admin:news_article_changelist")
    asked = (lists, f"{lists}?copies=open", f"{lists}?state=scheduled", f"{lists}?q=cam+van")
    listed = "".join(page(client, address) for address in [*asked, reverse("admin:index")])
    related = "/admin/autocomplete/?app_label=news&model_name=article&field_name=related&term="
    offered = [found["text"] for found in client.get(related).json()["results"]]
    for title, row in embargoed.items():
        assert (title in listed) is CIRCLE[name], title
        for address in (
            admin_url(row, "change"),
            admin_url(row, "record"),
            admin_url(row, "history"),
            admin_url(row, "preview", "vi"),
        ):
            assert client.get(address).status_code == (200 if CIRCLE[name] else 403), address
    assert ("Thông cáo cấm vận" in offered) is CIRCLE[name]
    assert "Tin công khai" in offered
    assert "Tin công khai" in page(client, lists)


@pytest.mark.parametrize("name", CIRCLE)
def test_the_drafts_of_a_register_are_read_by_all_who_read_its_ledger(people, desk, name):
    row = registers.draft(FdiProject, people["author"])
    assert desk(people[name]).get(admin_url(row, "record")).status_code == 200


@pytest.mark.parametrize(
    ("typed", "taken"), [("Đầu tư Mới", "dau-tu-moi"), ("da-co_san", "da-co_san"), ("", "tin-a")]
)
def test_an_address_typed_as_words_is_taken(client, people, desk, typed, taken):
    desk(people["author"])
    address = "/admin/news/article/add/"
    data = shown(client.get(address)) | {"title_vi": "Tin A", "slug_vi": typed}
    assert client.post(address, data).status_code == 302
    assert Article.objects.get().slug_vi == taken


def test_an_address_without_letters_is_refused(client, people, desk):
    desk(people["author"])
    address = "/admin/news/article/add/"
    data = shown(client.get(address)) | {"title_vi": "Tin A", "slug_vi": "!?"}
    assert client.post(address, data).status_code == 200
    assert not Article.objects.exists()


def test_the_address_of_a_category_is_typed_as_words_too(client, people, desk):
    desk(people["publisher"])
    data = {"name_vi": "Mới", "slug_vi": "Xúc tiến đầu tư", "position": "1"}
    assert client.post("/admin/news/category/add/", data).status_code == 302
    assert Category.objects.get().slug_vi == "xuc-tien-dau-tu"


def test_the_limits_of_files_are_told_before_one_is_chosen(client, people, desk):
    desk(people["author"])
    html = page(client, "/admin/news/article/add/")
    picture = "JPEG, PNG, WebP hoặc GIF, tối đa 15 MB và 25 triệu điểm ảnh."
    document = "PDF, DOCX, XLSX, ODT hoặc ODS, tối đa 20 MB."
    assert re.search(
        rf'name="cover_upload"[^>]*aria-describedby="(\S+)">\s*<span[^>]*id="\1">{picture}', html
    )
    assert document in html
    assert f"{picture} {document}" in page(client, "/admin/publishing/file/add/")
    assert picture in page(client, "/admin/publishing/file/picker/?CKEditorFuncNum=1")


def test_notices_beyond_those_shown_are_spoken_of(client, people, desk):
    article = articles.draft(people["author"])
    told = "Còn thông báo khác"
    make = {"recipient": people["author"], "reason": Notice.Kind.SENT_BACK, "title": "Tin"}
    make |= {"kind": kind_of(type(article)), "object_id": article.pk}
    Notice.objects.bulk_create([Notice(**make) for _ in range(30)])
    desk(people["author"])
    assert told not in page(client, reverse("admin:index"))
    Notice.objects.create(**make)
    assert told in page(client, reverse("admin:index"))


def test_a_translator_is_sent_to_what_is_to_be_translated(people, desk):
    article = articles.published(people, english=False)
    client = desk(people["translator"])
    shown = page(client, admin_url(article, "record"))
    assert '<button class="button ">Dịch sang tiếng Anh</button>' in shown
    assert "Muốn sửa hoặc dịch, hãy dùng các nút ở trên." in shown
    assert "Hiện không có việc nào" not in shown
    translated = articles.published(people)
    shown = page(client, admin_url(translated, "record"))
    assert '<button class="button ">Chỉ sửa bản tiếng Anh</button>' in shown


def test_what_has_expired_is_not_green(people, desk):
    article = articles.published(people)
    Article.objects.filter(pk=article.pk).update(expire_at=timezone.now() - timedelta(hours=1))
    shown = page(desk(people["author"]), reverse("admin:news_article_changelist"))
    assert '<span class="chip chip--expired">Hết hạn</span>' in shown


def test_a_list_counts_its_results_only_where_it_was_narrowed(people, desk):
    article = articles.draft(people["author"])
    client = desk(people["author"])
    address = reverse("admin:news_article_changelist")
    assert "1 kết quả" not in page(client, address)
    for query in (f"?q={article.title_vi}", "?state=draft"):
        assert '1 kết quả (<a href="?">Xem tất cả</a>)' in page(client, address + query)


def test_the_list_of_files_is_headed_as_the_others_and_names_people(people, desk, picture):
    File.objects.filter(pk=picture.pk).update(uploaded_by=people["author"])
    get_user_model().objects.filter(pk=people["author"].pk).update(
        last_name="Trần Thị", first_name="Mẫu"
    )
    client = desk(people["author"])
    shown = page(client, reverse("admin:publishing_file_changelist"))
    assert "<h1>Tệp</h1>" in shown
    assert re.search(r'<td class="field-uploader[^"]*">Trần Thị Mẫu</td>', shown)
    shown = page(client, reverse("admin:publishing_file_change", args=[picture.pk]))
    assert re.search(r"Người tải lên.*?Trần Thị Mẫu", shown.split("<main", 1)[1], re.DOTALL)


#: Pages that are Django's own, with where they stand: (name of the page, heading, crumbs).
PLAIN = [
    ("changelist", "Chuyên mục tin", ["Trang chủ", "Chuyên mục tin"]),
    ("add", "Thêm chuyên mục tin", ["Trang chủ", "Chuyên mục tin", "Thêm chuyên mục tin"]),
    ("change", "Thông báo", ["Trang chủ", "Chuyên mục tin", "Thông báo"]),
    ("history", None, ["Trang chủ", "Chuyên mục tin", "Thông báo", "Lịch sử"]),
    ("delete", None, ["Trang chủ", "Chuyên mục tin", "Thông báo", "Xóa"]),
]


@pytest.mark.parametrize(("name", "heading", "crumbs"), PLAIN, ids=[row[0] for row in PLAIN])
def test_plain_pages_stand_and_are_headed_as_the_others(people, desk, name, heading, crumbs):
    category = articles.category()
    args = [] if name in ("changelist", "add") else [category.pk]
    shown = page(desk(people["administrator"]), reverse(f"admin:news_category_{name}", args=args))
    trail = shown.split('<ol class="breadcrumbs">', 1)[1].split("</ol>", 1)[0]
    assert re.findall(r">([^<>]+)</", trail) == crumbs
    if heading:
        assert f"<h1>{heading}</h1>" in shown


def test_the_page_of_an_app_leads_to_the_home(people, desk):
    response = desk(people["author"]).get("/admin/publishing/")
    assert (response.status_code, response.url) == (302, reverse("admin:index"))


def test_the_history_of_an_account_names_people_as_the_desk_does(people, desk):
    get_user_model().objects.filter(pk=people["administrator"].pk).update(
        last_name="Đỗ Văn", first_name="Mẫu"
    )
    client = desk(people["administrator"])
    author = people["author"]
    client.post(reverse("admin:auth_user_password_change", args=[author.pk]))
    shown = page(client, reverse("admin:auth_user_history", args=[author.pk]))
    assert "Đỗ Văn Mẫu" in shown.split("<main", 1)[1]
    assert "Mẫu Đỗ Văn" not in shown


def test_a_file_tells_its_size_as_the_list_does_and_promises_no_history(people, desk, picture):
    File.objects.filter(pk=picture.pk).update(uploaded_by=people["author"], size=118_223)
    client = desk(people["author"])
    for name, args in (("changelist", []), ("change", [picture.pk])):
        shown = page(client, reverse(f"admin:publishing_file_{name}", args=args))
        assert "115 KB" in shown
    assert "118223" not in shown
    assert reverse("admin:publishing_file_history", args=[picture.pk]) not in shown


@pytest.mark.parametrize("word", ["a ", "1,"])
def test_a_search_for_thousands_of_words_is_answered(people, desk, word):
    client = desk(people["author"])
    client.raise_request_exception = False
    for address, name in (("news/article/", "q"), ("publishing/file/", "q")):
        assert client.get(f"/admin/{address}", {name: word * 2500}).status_code == 200
    chosen = {"app_label": "news", "model_name": "article", "field_name": "tags"}
    answer = client.get("/admin/autocomplete/", chosen | {"term": word * 2500})
    assert answer.status_code == 200
