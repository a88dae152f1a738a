"""Two people save the same record: the second is told, sees both texts, loses nothing."""

import re
import threading

import pytest
import time_machine
from django.db import connections
from django.test import Client

from news.models import Article, GalleryItem, Tag
from portal.publishing import workflow
from tests import articles
from tests.forms import shown


def change_url(row):
    return f"/admin/news/article/{row.pk}/change/"


def signed_in(person):
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def article(people, picture):
    article = articles.draft(people["author"])
    GalleryItem.objects.create(article=article, file=picture, alt_vi="Một", position=1)
    workflow.record_edit(article, by=people["author"])
    return article


@pytest.fixture
def annexed(people, article, document):
    """The article with a document beside its picture."""
    article.attachments.create(file=document, title_vi="Phụ lục", position=1)
    workflow.record_edit(article, by=people["author"])
    return article


@pytest.mark.django_db
class TestTwoPeople:
    @pytest.mark.one_database
    def test_rounds_of_two_lose_nothing(self, people, article):
        first, second = signed_in(people["author"]), signed_in(people["reviewer"])
        for number in range(5):
            mine, theirs = (
                shown(first.get(change_url(article))),
                shown(second.get(change_url(article))),
            )
            mine |= {"title_vi": f"Của tôi {number}", "gallery-0-alt_vi": f"tôi {number}"}
            theirs |= {"title_vi": f"Của họ {number}", "gallery-0-alt_vi": f"họ {number}"}
            assert first.post(change_url(article), mine).status_code == 302
            refused = second.post(change_url(article), theirs)
            assert refused.status_code == 200
            page = refused.content.decode()
            assert f"tôi {number}" in page
            assert f"Của họ {number}" in page
            assert f'value="họ {number}"' in page
            saved = Article.rows.get(pk=article.pk)
            assert saved.title_vi == f"Của tôi {number}"
            assert saved.gallery.get().alt_vi == f"tôi {number}"
            theirs["_overwrite"] = saved.version
            assert second.post(change_url(article), theirs).status_code == 302
            saved = Article.rows.get(pk=article.pk)
            assert saved.title_vi == f"Của họ {number}"
            assert saved.gallery.get().alt_vi == f"họ {number}"

    def test_overwriting_is_bound_to_the_version_that_was_shown(self, people, article):
        first, second = signed_in(people["author"]), signed_in(people["reviewer"])
        theirs = shown(second.get(change_url(article))) | {"title_vi": "Của họ"}
        for number in range(2):
            mine = shown(first.get(change_url(article))) | {"title_vi": f"Của tôi {number}"}
            assert first.post(change_url(article), mine).status_code == 302
        theirs["_overwrite"] = Article.rows.get(pk=article.pk).version - 1
        assert second.post(change_url(article), theirs).status_code == 200
        assert Article.rows.get(pk=article.pk).title_vi == "Của tôi 1"

    def test_it_shows_what_both_started_from(self, people, article):
        first, second = signed_in(people["author"]), signed_in(people["reviewer"])
        theirs = shown(second.get(change_url(article))) | {"title_vi": "Của họ"}
        mine = shown(first.get(change_url(article))) | {"title_vi": "Của tôi"}
        first.post(change_url(article), mine)
        clash = second.post(change_url(article), theirs).context_data["adminform"].form.stale[0]
        assert (clash.ancestor, clash.mine) == (article.title_vi, "Của họ")
        assert "tôi" in clash.theirs

    def test_it_shows_the_lists_that_differ_and_no_others(self, people, annexed):
        first, second = signed_in(people["author"]), signed_in(people["reviewer"])
        for change, labels in [
            ({"title_vi": "Của tôi 1"}, ["Tiêu đề (Tiếng Việt)"]),
            ({"gallery-0-alt_vi": "Tôi đổi"}, ["Bộ ảnh"]),
        ]:
            theirs = shown(second.get(change_url(annexed))) | {"title_vi": "Của họ"}
            mine = shown(first.get(change_url(annexed))) | change
            assert first.post(change_url(annexed), mine).status_code == 302
            refused = second.post(change_url(annexed), theirs)
            form = refused.context_data["adminform"].form
            assert [clash.label for clash in form.stale] == labels
            box = refused.content.decode().split('id="conflict-heading"', 1)[1]
            headings = re.findall("<h4>(.*?)</h4>", box.split("</section>", 1)[0])
            assert headings == labels
        [clash] = form.stale
        assert "<del>Một</del>" not in clash.ancestor
        assert "Tôi đổi" in re.sub("<[^>]+>", "", clash.theirs)
        assert "Một" in clash.mine

    @time_machine.travel("2026-11-28T09:41:00+07:00", tick=False)
    def test_who_saved_meanwhile_is_named_with_the_hour(self, people, article):
        windows = {name: signed_in(people[name]) for name in ("author", "reviewer")}
        opened = {name: shown(client.get(change_url(article))) for name, client in windows.items()}

        def said(name, title):
            data = opened[name] | {"title_vi": title}
            response = windows[name].post(change_url(article), data)
            assert response.status_code == 200
            return re.search('id="conflict-heading">(.*?)<', response.content.decode())[1]

        saved = windows["author"].post(change_url(article), opened["author"] | {"title_vi": "A"})
        assert saved.status_code == 302
        own = "Chính bạn đã lưu bản ghi này ở một cửa sổ khác lúc 09:41 28/11/2026"
        assert said("author", "B") == own
        theirs = "author đã lưu bản ghi này lúc 09:41 28/11/2026, trong khi bạn đang sửa"
        assert said("reviewer", "C") == theirs
        # Of both it is the other who must be named.
        again = shown(windows["reviewer"].get(change_url(article))) | {"title_vi": "D"}
        assert windows["reviewer"].post(change_url(article), again).status_code == 302
        assert said("reviewer", "E") == theirs

    def test_rows_stand_in_three_columns_like_every_field(self, people, annexed):
        first, second = signed_in(people["author"]), signed_in(people["reviewer"])
        theirs = shown(second.get(change_url(annexed)))
        mine = shown(first.get(change_url(annexed))) | {
            "title_vi": "Của tôi",
            "attachments-0-title_vi": "Phụ lục của tôi",
        }
        first.post(change_url(annexed), mine)
        theirs |= {"title_vi": "Của họ", "attachments-0-title_vi": "Phụ lục của họ"}
        page = second.post(change_url(annexed), theirs).content.decode()
        box = page.split('id="conflict-heading"', 1)[1].split("</section>", 1)[0]
        heading = "Khi bạn mở", "Bản đã lưu", "Bản bạn nhập ở đây"
        found = {}
        for part in box.split('<div class="change">')[1:]:
            name = re.search('name="_left" value="([a-z_]+)"', part)[1]
            columns = re.findall("<div><b>(.*?)</b>(.*?)</div>", part, re.DOTALL)
            assert tuple(title for title, _text in columns) == heading
            found[name] = [re.sub("<[^>]+>", "", text) for _title, text in columns]
        assert found["title_vi"] == [annexed.title_vi, "Của tôi", "Của họ"]
        rest = " · Tệp: bao-cao.pdf · Ngôn ngữ của tệp: Tiếng Việt"
        titles = ["Phụ lục", "Phụ lục của tôi", "Phụ lục của họ"]
        assert found["attachments"] == [f"Tiêu đề (Tiếng Việt): {title}{rest}" for title in titles]

    def test_what_is_ticked_stays_as_it_is_saved(self, people, annexed, picture):
        tags = [Tag.objects.create(name_vi=f"Thẻ {n}") for n in range(2)]
        first, second = signed_in(people["author"]), signed_in(people["reviewer"])
        theirs = shown(second.get(change_url(annexed)))
        mine = shown(first.get(change_url(annexed))) | {
            "title_vi": "Của tôi",
            "summary_vi": "Tóm tắt của tôi",
            "cover": picture.pk,
            "tags": [tags[0].pk],
            "attachments-0-title_vi": "Phụ lục của tôi",
            "gallery-0-alt_vi": "Ảnh của tôi",
        }
        assert first.post(change_url(annexed), mine).status_code == 302
        theirs |= {
            "title_vi": "Của họ",
            "summary_vi": "Tóm tắt của họ",
            "tags": [tags[1].pk],
            "attachments-0-title_vi": "Phụ lục của họ",
            "attachments-0-file": "",  # what is taken as saved need not be whole
            "gallery-0-alt_vi": "Ảnh của họ",
            "_left": ["title_vi", "cover", "tags", "attachments"],
        }
        before = Article.rows.get(pk=annexed.pk).version
        theirs["_overwrite"] = before - 1
        assert second.post(change_url(annexed), theirs).status_code == 200
        assert Article.rows.get(pk=annexed.pk).version == before
        # Another error of the form: what was typed is shown, and nothing is saved.
        theirs["_overwrite"] = before
        refused = second.post(change_url(annexed), theirs | {"slug_vi": "/"})
        assert refused.status_code == 200
        assert 'value="Của họ"' in refused.content.decode()
        assert second.post(change_url(annexed), theirs).status_code == 302
        saved = Article.rows.get(pk=annexed.pk)
        assert (saved.title_vi, saved.summary_vi) == ("Của tôi", "Tóm tắt của họ")
        assert (saved.cover, list(saved.tags.all())) == (picture, [tags[0]])
        assert saved.attachments.get().title_vi == "Phụ lục của tôi"
        assert saved.gallery.get().alt_vi == "Ảnh của họ"

    def test_what_one_left_as_it_was_stays_as_the_other_saved_it(self, people, document):
        article = articles.draft(people["author"], english=False)
        article.attachments.create(file=document, title_vi="Phụ lục", position=1)
        workflow.record_edit(article, by=people["author"])
        author, translator = signed_in(people["author"]), signed_in(people["translator"])
        typed = shown(author.get(change_url(article))) | {"title_vi": "Tên mới"}
        english = shown(translator.get(change_url(article))) | {
            "title_en": "Saved meanwhile",
            "body_en": "<p>All of the text</p>",
            "attachments-0-title_en": "Annex",
        }
        assert translator.post(change_url(article), english).status_code == 302
        page = author.post(change_url(article), typed)
        assert page.status_code == 200
        stale = page.context_data["adminform"].form.stale
        assert "Tiêu đề (Tiếng Anh)" in [clash.label for clash in stale]
        left = {clash.name for clash in stale}
        assert left >= {"title_en", "body_en", "attachments"}
        assert "title_vi" not in left
        box = page.content.decode().split('id="conflict-heading"', 1)[1].split("</section>")[0]
        ticked = re.findall('name="_left" value="([a-z_]+)" checked', box)
        assert set(ticked) == left
        saved = Article.rows.get(pk=article.pk)
        typed |= {"_left": ticked, "_overwrite": saved.version}
        assert author.post(change_url(article), typed).status_code == 302
        saved = Article.rows.get(pk=article.pk)
        assert (saved.title_vi, saved.title_en) == ("Tên mới", "Saved meanwhile")
        assert saved.body_en == "<p>All of the text</p>"
        assert saved.attachments.get().title_en == "Annex"

    def test_what_both_typed_alike_is_not_listed(self, people, annexed):
        tag = Tag.objects.create(name_vi="R&D")
        first, second = signed_in(people["author"]), signed_in(people["reviewer"])
        alike = {"attachments-0-title_vi": "Phụ lục & bảng", "tags": [tag.pk]}
        mine = shown(first.get(change_url(annexed))) | alike | {"title_vi": "Của tôi"}
        theirs = shown(second.get(change_url(annexed))) | alike | {"title_vi": "Của họ"}
        assert first.post(change_url(annexed), mine).status_code == 302
        page = second.post(change_url(annexed), theirs).content.decode()
        box = page.split('id="conflict-heading"', 1)[1].split("</section>", 1)[0]
        assert re.findall("<h4>(.*?)</h4>", box) == ["Tiêu đề (Tiếng Việt)"]
        theirs |= {"_overwrite": Article.rows.get().version}
        assert second.post(change_url(annexed), theirs).status_code == 302
        saved = Article.rows.get()
        assert (saved.title_vi, list(saved.tags.all())) == ("Của họ", [tag])
        assert saved.attachments.get().title_vi == "Phụ lục & bảng"

    @pytest.mark.parametrize(
        ("english", "is_told"), [({}, False), ({"summary_en": "Mine too"}, True)]
    )
    def test_what_a_colleague_wrote_is_no_change_of_both_languages(
        self, people, annexed, english, is_told
    ):
        author, translator = signed_in(people["author"]), signed_in(people["translator"])
        typed = shown(author.get(change_url(annexed))) | {"title_vi": "Tên mới"} | english
        theirs = shown(translator.get(change_url(annexed))) | {
            "title_en": "Saved meanwhile",
            "body_en": "<p>All of the text</p>",
            "attachments-0-title_en": "Annex",
        }
        assert translator.post(change_url(annexed), theirs).status_code == 302
        page = author.post(change_url(annexed), typed).content.decode()
        ticked = re.findall('name="_left" value="([a-z_]+)" checked', page)
        assert set(ticked) >= {"title_en", "body_en", "attachments"}
        typed |= {"_left": ticked, "_overwrite": Article.rows.get().version}
        page = author.post(change_url(annexed), typed | {"_continue": "1"}, follow=True)
        assert Article.rows.get().is_outdated("en")
        said = [str(message) for message in page.context["messages"]]
        assert any("cả hai ngôn ngữ" in one for one in said) is is_told

    @pytest.mark.parametrize(
        ("pressed", "leads_to"),
        [
            ("_continue", "/admin/news/article/{}/change/"),
            ("_submit", "/admin/news/article/{}/record/"),
            ("_save", "/admin/news/article/"),
        ],
    )
    def test_what_was_pressed_first_holds(self, people, article, pressed, leads_to):
        first, second = signed_in(people["author"]), signed_in(people["author"])
        typed = shown(second.get(change_url(article))) | {"title_vi": "Của họ"}
        answer = typed | {pressed: "1"}
        for number in range(2):
            mine = shown(first.get(change_url(article))) | {"title_vi": f"Của tôi {number}"}
            assert first.post(change_url(article), mine).status_code == 302
            page = second.post(change_url(article), answer).content.decode()
            assert "Hãy sửa" not in page
            then = re.search('name="_then" value="(.*?)"', page)[1]
            answer = typed | {"_then": then, "_overwrite": Article.rows.get().version}
        response = second.post(change_url(article), answer)
        assert response.url == leads_to.format(article.pk)
        assert Article.rows.get().title_vi == "Của họ"

    def test_beside_another_error_the_form_says_that_there_is_one(self, people, article):
        first, second = signed_in(people["author"]), signed_in(people["reviewer"])
        theirs = shown(second.get(change_url(article))) | {"title_vi": "Của họ", "slug_vi": "/"}
        mine = shown(first.get(change_url(article))) | {"title_vi": "Của tôi"}
        first.post(change_url(article), mine)
        assert (
            "Hãy sửa các lỗi bên dưới" in second.post(change_url(article), theirs).content.decode()
        )

    def test_what_both_changed_is_not_ticked(self, people, article):
        first, second = signed_in(people["author"]), signed_in(people["reviewer"])
        theirs = shown(second.get(change_url(article))) | {"title_vi": "Của họ"}
        mine = shown(first.get(change_url(article))) | {"title_vi": "Của tôi"}
        first.post(change_url(article), mine)
        page = second.post(change_url(article), theirs).content.decode()
        assert re.findall('name="_left" value="title_vi"( checked)?', page) == [""]

    def test_of_two_who_change_different_things_nobody_decides(self, people):
        article = articles.draft(people["author"])
        author, translator = signed_in(people["author"]), signed_in(people["translator"])
        english = shown(translator.get(change_url(article))) | {"title_en": "Mended"}
        typed = shown(author.get(change_url(article))) | {"pinned": "on", "slug_vi": "khac"}
        assert author.post(change_url(article), typed).status_code == 302
        assert translator.post(change_url(article), english).status_code == 302
        saved = Article.rows.get(pk=article.pk)
        assert (saved.pinned, saved.slug_vi, saved.title_en) == (True, "khac", "Mended")

    @pytest.mark.parametrize("said", [{}, {"translation_confirmed": "on"}, {"_confirm": "1"}])
    def test_nobody_says_that_a_text_matches_an_original_not_seen(self, people, said):
        article = articles.draft(people["author"], english=False)
        author, translator = signed_in(people["author"]), signed_in(people["translator"])
        english = (
            shown(translator.get(change_url(article)))
            | said
            | {
                "title_en": "Seven projects",
                "summary_en": "Seven.",
                "body_en": "<p>Seven.</p>",
            }
        )
        typed = shown(author.get(change_url(article))) | {"title_vi": "Sáu dự án"}
        assert author.post(change_url(article), typed).status_code == 302
        page = translator.post(change_url(article), english)
        [clash] = page.context_data["adminform"].form.stale
        assert (clash.name, clash.ancestor, clash.mine) == ("title_vi", article.title_vi, None)
        box = page.content.decode().split('id="conflict-heading"', 1)[1].split("</section>")[0]
        assert "Sáu dự án" in re.sub("<[^>]+>", "", box)
        assert "_left" not in box
        assert re.search('name="_overwrite".*?>(.*?)<', box)[1] == "Lưu bản của tôi"
        assert "đánh dấu" not in box
        saved = Article.rows.get(pk=article.pk)
        assert saved.title_en in ("", None)
        again = english | {"_overwrite": saved.version}
        assert translator.post(change_url(article), again).status_code == 302
        saved = Article.rows.get(pk=article.pk)
        assert (saved.title_vi, saved.title_en) == ("Sáu dự án", "Seven projects")

    def test_whoever_takes_all_that_is_saved_makes_no_version(self, people, article):
        first, second = signed_in(people["author"]), signed_in(people["reviewer"])
        theirs = shown(second.get(change_url(article))) | {"title_vi": "Của họ"}
        mine = shown(first.get(change_url(article))) | {"title_vi": "Của tôi"}
        first.post(change_url(article), mine)
        saved = Article.rows.get(pk=article.pk)
        theirs |= {"_left": ["title_vi", "slug_vi"], "_overwrite": saved.version}
        assert second.post(change_url(article), theirs).status_code == 302
        now = Article.rows.get(pk=article.pk)
        assert (now.title_vi, now.version) == ("Của tôi", saved.version)

    def test_what_was_chosen_is_compared_where_the_other_changed_it(self, people, article):
        tags = [Tag.objects.create(name_vi=f"Thẻ {n}") for n in range(3)]
        first, second = signed_in(people["author"]), signed_in(people["reviewer"])
        theirs = shown(second.get(change_url(article))) | {"tags": [tags[2].pk]}
        mine = shown(first.get(change_url(article))) | {"title_vi": "Của tôi"}
        first.post(change_url(article), mine)
        stale = second.post(change_url(article), theirs).context_data["adminform"].form.stale
        assert [clash.label for clash in stale] == ["Tiêu đề (Tiếng Việt)"]
        mine = shown(first.get(change_url(article))) | {"tags": [tags[0].pk, tags[1].pk]}
        first.post(change_url(article), mine)
        stale = second.post(change_url(article), theirs).context_data["adminform"].form.stale
        found = {clash.label: (clash.ancestor, clash.mine) for clash in stale}
        assert found["Thẻ"] == ("", "Thẻ 2")

    def test_a_row_that_somebody_deleted_comes_back_as_a_new_one(self, people, article):
        first, second = signed_in(people["author"]), signed_in(people["reviewer"])
        theirs = shown(second.get(change_url(article))) | {"gallery-0-alt_vi": "Vẫn còn"}
        mine = shown(first.get(change_url(article))) | {"gallery-0-DELETE": "on"}
        assert first.post(change_url(article), mine).status_code == 302
        assert not article.gallery.exists()
        assert "Vẫn còn" in second.post(change_url(article), theirs).content.decode()
        theirs["_overwrite"] = Article.rows.get(pk=article.pk).version
        assert second.post(change_url(article), theirs).status_code == 302
        assert article.gallery.get().alt_vi == "Vẫn còn"

    def test_a_row_that_somebody_added_stays(self, people, article, picture):
        first, second = signed_in(people["author"]), signed_in(people["reviewer"])
        theirs = shown(second.get(change_url(article))) | {"title_vi": "Của họ"}
        mine = shown(first.get(change_url(article))) | {
            "gallery-TOTAL_FORMS": 2,
            "gallery-1-file": picture.pk,
            "gallery-1-alt_vi": "Thêm",
            "gallery-1-position": 2,
        }
        assert first.post(change_url(article), mine).status_code == 302
        theirs["_overwrite"] = Article.rows.get(pk=article.pk).version
        assert second.post(change_url(article), theirs).status_code == 302
        assert [item.alt_vi for item in article.gallery.all()] == ["Một", "Thêm"]

    def test_a_text_that_came_too_late_is_given_back(self, people, article):
        client = signed_in(people["author"])
        typed = shown(client.get(change_url(article))) | {
            "summary_vi": "Gõ cả buổi sáng",
            "gallery-0-caption_vi": "Chú thích dài",
        }
        articles.step(article, "submit", people["author"])
        response = client.post(change_url(article), typed)
        assert response.status_code == 409
        assert "Gõ cả buổi sáng" in response.content.decode()
        assert "Chú thích dài" in response.content.decode()
        assert Article.rows.get(pk=article.pk).summary_vi == article.summary_vi

    def test_saving_without_a_change_makes_no_version(self, people, article):
        client = signed_in(people["reviewer"])
        version = Article.rows.get(pk=article.pk).version
        assert (
            client.post(change_url(article), shown(client.get(change_url(article)))).status_code
            == 302
        )
        assert Article.rows.get(pk=article.pk).version == version


@pytest.mark.django_db(transaction=True)
def test_of_many_saves_at_the_same_moment_one_wins(people):
    article = articles.draft(people["author"])
    data = shown(signed_in(people["author"]).get(change_url(article)))
    clients = [signed_in(people[name]) for name in ("author", "reviewer", "publisher")] * 2
    barrier = threading.Barrier(len(clients))
    answers = []

    def save(number, client):
        try:
            barrier.wait()
            response = client.post(change_url(article), data | {"title_vi": f"Bản {number}"})
            answers.append(response.status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=save, args=pair) for pair in enumerate(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 200, 200, 200, 200, 302]
    assert Article.rows.get(pk=article.pk).version == article.version + 1


@pytest.mark.django_db(transaction=True)
def test_of_many_approvals_at_the_same_moment_one_counts(people):
    article = articles.submitted(people)
    barrier = threading.Barrier(4)
    answers = []

    def approve():
        try:
            barrier.wait()
            articles.step(article, "publish", people["publisher"])
            answers.append("published")
        except Exception as error:
            answers.append(type(error).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=approve) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["ValidationError"] * 3 + ["published"]
