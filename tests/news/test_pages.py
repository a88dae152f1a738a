import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from news.models import Article, Attachment, GalleryItem, Tag
from portal.delivery import shared
from portal.pages.models import MenuItem, SiteIdentity
from portal.publishing import workflow
from tests import articles

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(db):
    site = SiteIdentity.objects.create(pk=1, name_vi="Sở Mẫu", name_en="Sample Department")
    MenuItem.objects.create(site=site, label_vi="Tin tức", label_en="News", section="news:list")


def body(response):
    return response.content.decode()


class TestArticle:
    def test_it_shows_both_languages_at_their_own_addresses(self, client, people):
        article = articles.published(people, title_vi="Đầu tư mới", title_en="New investment")
        vi, en = client.get("/vi/tin-tuc/dau-tu-moi/"), client.get("/en/news/new-investment/")
        assert (vi.status_code, en.status_code) == (200, 200)
        assert "<h1>Đầu tư mới</h1>" in body(vi)
        assert "<h1>New investment</h1>" in body(en)
        assert article.url("en") in body(vi)
        assert article.url("vi") in body(en)

    @pytest.mark.parametrize("state", ["draft", "submitted"])
    def test_it_is_not_found_before_publication(self, client, people, state):
        maker = {
            "draft": lambda: articles.draft(people["author"]),
            "submitted": lambda: articles.submitted(people),
        }[state]
        article = maker()
        assert client.get(article.url("vi")).status_code == 404
        assert client.get(f"/en/news/{article.slug_en}/").status_code == 404

    def test_it_is_not_found_before_its_hour_nor_said_to_be_gone(self, client, people):
        later = timezone.now() + timedelta(hours=1)
        article = articles.published(people, publish_at=later)
        assert client.get(article.url("vi")).status_code == 404
        with time_machine.travel(later + timedelta(seconds=1), tick=False):
            assert client.get(article.url("vi")).status_code == 200

    def test_it_is_gone_with_a_way_on_when_withdrawn(self, client, people):
        articles.published(people)
        article = articles.published(people)
        articles.step(article, "withdraw", people["publisher"], note="Sai")
        response = client.get(article.url("vi"))
        assert response.status_code == 410
        assert article.title_vi not in body(response)
        assert 'href="/vi/tin-tuc/"' in body(response)

    def test_it_is_gone_when_expired(self, client, people):
        article = articles.published(people, expire_at=timezone.now() + timedelta(hours=1))
        with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
            assert client.get(article.url("en")).status_code == 410

    def test_a_changed_slug_redirects_for_ever(self, client, people):
        article = articles.published(people)
        old = article.url("vi")
        copy = workflow.open_copy(article, by=people["author"])
        articles.edit(copy, people["author"], slug_vi="ten-moi")
        assert client.get("/vi/tin-tuc/ten-moi/").status_code == 404
        articles.step(copy, "submit", people["author"])
        articles.step(copy, "publish", people["publisher"])
        response = client.get(old)
        assert (response.status_code, response.url) == (301, "/vi/tin-tuc/ten-moi/")

    def test_a_missing_translation_shows_the_source_marked_as_such(self, client, people):
        article = articles.published(people, english=False)
        response = client.get(f"/en/news/{article.slug_vi}/")
        assert response.status_code == 200
        assert 'lang="vi"' in body(response)
        assert "not been translated into English" in body(response)
        assert '<meta name="robots" content="noindex">' in body(response)
        assert article.title_vi not in body(client.get("/en/news/"))

    def test_the_address_of_a_missing_translation_leads_on_once_it_is_there(self, client, people):
        article = articles.published(people, english=False)
        copy = workflow.open_copy(article, by=people["translator"], scope="en")
        articles.edit(
            copy, people["translator"], title_en="At last", summary_en="S", body_en="<p>B</p>"
        )
        articles.step(copy, "submit", people["translator"])
        articles.step(copy, "publish", people["publisher"])
        response = client.get(f"/en/news/{article.slug_vi}/")
        assert (response.status_code, response.url) == (301, "/en/news/at-last/")

    def test_an_outdated_translation_says_so(self, client, people):
        article = articles.published(people)
        copy = workflow.open_copy(article, by=people["author"], scope="vi")
        articles.edit(copy, people["author"], body_vi="<p>Số mới.</p>")
        articles.step(copy, "submit", people["author"])
        articles.step(copy, "publish", people["publisher"])
        assert "may be out of date" in body(client.get(article.url("en")))
        assert "may be out of date" not in body(client.get(article.url("vi")))

    def test_the_words_of_the_other_language_redirect(self, client, people):
        article = articles.published(people)
        response = client.get(f"/en/tin-tuc/{article.slug_en}/")
        assert (response.status_code, response.url) == (301, article.url("en"))
        assert client.get("/vi/news/").url == "/vi/tin-tuc/"
        assert client.get("/en/khong-co/").status_code == 404

    def test_it_tells_search_engines_the_true_dates(self, client, people):
        article = articles.published(people)
        page = body(client.get(article.url("vi")))
        article.refresh_from_db()
        assert '"@type": "NewsArticle"' in page
        published = timezone.localtime(article.publish_at).isoformat()
        assert f'"datePublished": "{published}"' in page
        assert f'<link rel="canonical" href="http://localhost:8000{article.url("vi")}">' in page
        assert 'hreflang="en"' in page
        assert 'property="og:title"' in page

    def test_a_title_cannot_break_out_of_the_structured_data(self, client, people):
        article = articles.published(people, title_vi="</script><script>alert(1)</script>")
        assert "<script>alert" not in body(client.get(article.url("vi")))

    def test_it_completes_the_related_articles(self, client, people):
        tag = Tag.objects.create(name_vi="FDI")
        chosen, tagged = articles.published(people), articles.published(people)
        tagged.tags.add(tag)
        secret = articles.submitted(people)
        article = articles.draft(people["author"])
        article.tags.add(tag)
        article.related.add(chosen, secret)
        articles.step(article, "submit", people["author"])
        articles.step(article, "publish", people["publisher"])
        page = client.get(article.url("vi"))
        titles = [story.title for story in page.context_data["related"]]
        assert titles == [chosen.title_vi, tagged.title_vi]
        assert secret.title_vi not in body(page)

    def test_the_newest_of_its_category_complete_the_related_articles(self, client, people):
        other = type(articles.category()).objects.create(name_vi="Khác", name_en="Other")
        made = [articles.published(people) for _ in range(6)]
        articles.published(people, category=other)
        made[0].related.add(made[5])
        page = client.get(made[0].url("vi"))
        titles = [story.title for story in page.context_data["related"]]
        assert titles == [made[number].title_vi for number in (5, 4, 3, 2)]

    def test_the_newest_of_all_stand_beside_it_but_no_other_twice(self, client, people):
        """Its related articles are the four newest of its category, and are not repeated."""
        made = [articles.published(people) for _ in range(10)]
        for article, others in ((made[0], (5, 4, 3, 2)), (made[8], (4, 3, 2, 1))):
            page = client.get(article.url("vi"))
            titles = [story.title for story in page.context_data["newest"]]
            assert titles == [made[number].title_vi for number in others]

    def test_it_can_be_saved_as_a_file(self, client, people):
        article = articles.published(people)
        response = client.get(f"{article.url('vi')}tep.html")
        assert response.headers["Content-Disposition"] == (
            f'attachment; filename="{article.slug_vi}.html"'
        )
        assert article.title_vi in body(response)

    def test_it_sets_no_cookie_and_varies_on_nothing(self, client, people):
        article = articles.published(people)
        for url in (article.url("vi"), "/vi/", "/vi/tin-tuc/", "/vi/khong-co/"):
            response = client.get(url, headers={"accept-language": "en"})
            assert response.cookies == {}
            assert "Vary" not in response.headers


class TestList:
    def test_what_is_pinned_stands_first_and_says_so(self, client, people):
        moment = timezone.now() - timedelta(days=9)
        articles.published(people, title_en="Old and pinned", pinned=True, publish_at=moment)
        articles.published(people, title_en="New")
        page = body(client.get("/en/news/"))
        assert page.index("Old and pinned") < page.index(">New<")
        assert page.count("Featured") == 1
        assert page.index("Featured") < page.index("Old and pinned")
        assert body(client.get("/vi/tin-tuc/")).count("Nổi bật") == 1

    def test_it_lists_only_what_is_public_in_its_language(self, client, people):
        public = articles.published(people)
        only_vi = articles.published(people, english=False)
        secret = articles.submitted(people)
        vi, en = body(client.get("/vi/tin-tuc/")), body(client.get("/en/news/"))
        assert public.title_vi in vi
        assert public.title_en in en
        assert only_vi.title_vi in vi
        links = only_vi.slug_vi, secret.slug_vi, secret.slug_en
        for hidden in (only_vi.title_vi, secret.title_vi, secret.title_en, *links):
            assert hidden not in en

    def test_it_tells_how_many_are_in_the_other_language_alone(self, client, people):
        parent = articles.category()
        child = type(parent).objects.create(name_vi="Lịch nghỉ", name_en="Holidays", parent=parent)
        old = timezone.now() - timedelta(days=800)
        articles.published(people)
        articles.published(people, publish_at=old)
        articles.published(people, english=False, publish_at=old, category=child)
        for _ in range(2):
            articles.published(people, english=False)
        articles.submitted(people)
        articles.published(people, english=False, publish_at=timezone.now() + timedelta(days=1))
        gone = articles.published(people, english=False)
        articles.step(gone, "withdraw", people["publisher"], note="Sai")

        def told(address):
            return re.findall(
                r'<a href="([^"]+)" hreflang="vi">([^<]*)</a>', body(client.get(address))
            )

        year = f"?year={old.year}"
        assert told("/en/news/") == [("/vi/tin-tuc/", "3 articles are in Vietnamese only")]
        one = "1 article is in Vietnamese only"
        assert told(f"/en/news/{year}") == [(f"/vi/tin-tuc/{year}", one)]
        assert told(child.url("en")) == [(child.url("vi"), one)]
        assert told("/vi/tin-tuc/") == []

    def test_it_tells_the_same_of_articles_in_english_alone(self, client, people):
        articles.published(people)
        assert "chỉ có bằng tiếng Anh" not in body(client.get("/vi/tin-tuc/"))
        only = articles.published(people)
        Article.objects.filter(pk=only.pk).update(live_vi=False)
        workflow.touch_public()
        link = '<a href="/en/news/" hreflang="en">1 bài chỉ có bằng tiếng Anh</a>'
        assert link in body(client.get("/vi/tin-tuc/"))

    def test_it_filters_by_category_with_its_children_and_by_year(self, client, people):
        parent = articles.category()
        child = type(parent).objects.create(name_vi="Lịch nghỉ", name_en="Holidays", parent=parent)
        other = type(parent).objects.create(name_vi="Khác", name_en="Other")
        old = timezone.now() - timedelta(days=800)
        inside = articles.published(people, category=child, publish_at=old)
        outside = articles.published(people, category=other)
        page = body(client.get(parent.url("vi")))
        assert inside.title_vi in page
        assert outside.title_vi not in page
        year = body(client.get(f"/vi/tin-tuc/?year={old.year}"))
        assert inside.title_vi in year
        assert outside.title_vi not in year

    @pytest.mark.parametrize(
        ("query", "status"),
        [
            ("?page=2", 404),
            ("?page=0", 404),
            ("?page=x", 404),
            ("?year=%00", 400),
            ("?page=१", 404),
            ("?unknown=1", 200),
            ("?page=1", 200),
        ],
    )
    def test_it_refuses_numbers_that_lead_nowhere(self, client, people, query, status):
        articles.published(people)
        assert client.get(f"/vi/tin-tuc/{query}").status_code == status

    @pytest.mark.parametrize("year", ["1999", "abc"])
    def test_a_year_without_articles_is_left_out_and_told(self, client, people, year):
        article = articles.published(people)
        for language, base, said in [
            ("vi", "/vi/tin-tuc/", f"Danh sách này không có bài viết nào của năm “{year}”."),
            ("en", "/en/news/", f"There are no articles of the year “{year}” in this list."),
        ]:
            page = body(client.get(f"{base}?year={year}"))
            assert said in page
            assert article.title_in(language) in page
            assert f"{base}?year={article.publish_at.year}" in page
            assert said not in body(client.get(base))

    def test_it_says_so_when_there_is_nothing(self, client):
        assert "Chưa có" in body(client.get("/vi/tin-tuc/"))

    def test_it_has_pages(self, client, people):
        made = [articles.published(people) for _ in range(13)]
        assert made[0].title_vi + "<" in body(client.get("/vi/tin-tuc/?page=2"))
        assert made[-1].title_vi + "<" not in body(client.get("/vi/tin-tuc/?page=2"))


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("url", "first", "further"),
    [("/vi/", 22, 1), ("/vi/tin-tuc/", 6, 1), ("/en/news/", 6, 1), ("article", 12, 7)],
)
def test_the_number_of_queries_does_not_grow(
    client, people, picture, document, django_assert_num_queries, url, first, further
):
    """first: of the first page of a public version; further: with what it leaves to others."""

    def make():
        article = articles.draft(
            people["author"],
            cover=picture,
            cover_decorative=True,
            body_vi=f'<h2>A</h2><p><img src="{picture.url()}" alt="-"></p>',
        )
        GalleryItem.objects.create(article=article, file=picture, decorative=True)
        Attachment.objects.create(article=article, file=document, title_vi="A", title_en="A")
        article.tags.add(Tag.objects.get_or_create(name_vi="FDI")[0])
        workflow.record_edit(article, by=people["author"])
        articles.step(article, "submit", people["author"])
        return articles.step(article, "publish", people["publisher"])

    def count():
        values = {}
        with django_assert_num_queries(first):
            client.get(address, **{shared.KEY: values})
        with django_assert_num_queries(further):
            client.get(address, **{shared.KEY: values})

    article = make()
    address = article.url("vi") if url == "article" else url
    client.get(address)  # the processes' own small caches are warm
    count()
    for _ in range(8):
        make()
    count()


class TestFeedAndSitemap:
    def test_the_feed_has_what_is_public_and_nothing_else(self, client, people):
        public, secret = articles.published(people), articles.submitted(people)
        feed = body(client.get("/vi/tin-tuc/feed.xml"))
        assert f"http://localhost:8000{public.url('vi')}" in feed
        assert secret.title_vi not in feed
        assert public.title_en in body(client.get("/en/news/feed.xml"))

    def test_a_category_has_its_own_feed(self, client, people):
        article = articles.published(people)
        feed = body(client.get(f"{article.category.url('vi')}feed.xml"))
        assert article.title_vi in feed
        name = SiteIdentity.objects.get().name_vi
        assert f"<title>{article.category.name_vi} – {name}</title>" in feed

    def test_the_sitemap_names_every_language_that_is_there(self, client, people):
        both = articles.published(people)
        only_vi = articles.published(people, english=False)
        secret = articles.submitted(people)
        page = body(client.get("/sitemap.xml"))
        assert f"<loc>http://localhost:8000{both.url('en')}</loc>" in page
        assert f'hreflang="en" href="http://localhost:8000{both.url("en")}"' in page
        assert only_vi.url("vi") in page
        assert f"/en/news/{only_vi.slug_vi}/" not in page
        assert secret.slug_vi not in page

    @pytest.mark.parametrize("address", ["/vi/tin-tuc/feed.xml", "/sitemap.xml"])
    def test_what_is_scheduled_expired_or_withdrawn_is_in_neither(self, client, people, address):
        hour = timezone.now() + timedelta(hours=1)
        public = articles.published(people, title_vi="Hải yến")
        articles.published(people, title_vi="Bồ câu", publish_at=hour + timedelta(hours=2))
        articles.published(people, title_vi="Cú mèo", expire_at=hour)
        withdrawn = articles.published(people, title_vi="Vàng anh")
        articles.step(withdrawn, "withdraw", people["publisher"], note="Sai")
        with time_machine.travel(hour, tick=False):
            page = body(client.get(address))
        assert public.url("vi") in page
        for slug in ("bo-cau", "cu-meo", "vang-anh"):
            assert slug not in page


class TestLanguage:
    def test_the_bare_address_negotiates(self, client):
        assert client.get("/", headers={"accept-language": "en-GB,en;q=0.9"}).url == "/en/"
        assert client.get("/", headers={"accept-language": "fr"}).url == "/vi/"

    def test_no_other_page_listens_to_the_browser(self, client):
        page = body(client.get("/vi/", headers={"accept-language": "en"}))
        assert '<html lang="vi"' in page


def test_errors_speak_the_language_of_the_address(client):
    assert "We could not find" in body(client.get("/en/none/"))
    assert "Không tìm thấy" in body(client.get("/vi/khong/"))


def test_the_kit_is_for_development_only(client, settings):
    assert client.get("/vi/kit/").status_code == 404
    settings.DEBUG = True
    assert client.get("/vi/kit/").status_code == 200


def test_a_draft_never_shows_up_anywhere(client, people):
    article = articles.published(people)
    copy = workflow.open_copy(article, by=people["author"])
    articles.edit(copy, people["author"], title_vi="Chim hoàng yến", slug_vi="chim-hoang-yen")
    for url in (
        "/vi/",
        "/vi/tin-tuc/",
        "/vi/tin-tuc/feed.xml",
        "/sitemap.xml",
        article.url("vi"),
        f"{article.url('vi')}tep.html",
        article.category.url("vi"),
    ):
        page = body(client.get(url))
        assert "hoàng yến" not in page
        assert "chim-hoang-yen" not in page
    assert Article.objects.count() == 1
