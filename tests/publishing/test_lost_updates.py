"""Two people save the same record: the second is told, sees both texts, loses nothing."""

import re
import threading

import pytest
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


@pytest.mark.django_db
class TestTwoPeople:
    @pytest.mark.one_database
    def test_fifty_rounds_lose_nothing(self, people, article):
        first, second = signed_in(people["author"]), signed_in(people["reviewer"])
        for number in range(50):
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

    def test_it_shows_the_lists_that_differ_and_no_others(self, people, article, document):
        article.attachments.create(file=document, title_vi="Phụ lục", position=1)
        workflow.record_edit(article, by=people["author"])
        first, second = signed_in(people["author"]), signed_in(people["reviewer"])
        for change, labels in [
            ({"title_vi": "Của tôi 1"}, ["Tiêu đề *"]),
            ({"gallery-0-alt_vi": "Tôi đổi"}, ["Bộ ảnh"]),
        ]:
            theirs = shown(second.get(change_url(article))) | {"title_vi": "Của họ"}
            mine = shown(first.get(change_url(article))) | change
            assert first.post(change_url(article), mine).status_code == 302
            refused = second.post(change_url(article), theirs)
            form = refused.context_data["adminform"].form
            assert [clash.label for clash in form.stale] == labels
            box = refused.content.decode().split('id="conflict-heading"', 1)[1]
            headings = re.findall("<h4>(.*?)</h4>", box.split("</section>", 1)[0])
            assert headings == labels
        [clash] = form.stale
        assert "<del>Một</del>" not in clash.ancestor
        assert (clash.mine, "Tôi đổi" in re.sub("<[^>]+>", "", clash.theirs)) == (None, True)

    def test_what_was_chosen_is_compared_where_the_other_changed_it(self, people, article):
        tags = [Tag.objects.create(name_vi=f"Thẻ {n}") for n in range(3)]
        first, second = signed_in(people["author"]), signed_in(people["reviewer"])
        theirs = shown(second.get(change_url(article))) | {"tags": [tags[2].pk]}
        mine = shown(first.get(change_url(article))) | {"title_vi": "Của tôi"}
        first.post(change_url(article), mine)
        stale = second.post(change_url(article), theirs).context_data["adminform"].form.stale
        assert [clash.label for clash in stale] == ["Tiêu đề *"]
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
