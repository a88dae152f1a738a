"""The page cache, through its own door: WSGI."""

import gzip
import re
import threading
from datetime import date, timedelta
from http.cookies import SimpleCookie

import brotli
import pytest
import time_machine
from django.db import DatabaseError, connections
from django.urls import reverse
from django.utils import timezone

from news import stories
from news.models import Article
from portal.delivery import cache, marker
from portal.delivery.models import PublicVersion
from portal.pages.models import SiteIdentity
from portal.publishing import workflow
from portal.publishing.models import PreviewLink
from portal.publishing.slugs import kind_of
from tests import articles
from tests import registers as r
from tests.delivery.conftest import Served

LOOK_BESIDE = cache.PageCache._look_beside  # before the fixture puts it into the same thread


@pytest.mark.django_db
class TestHit:
    def test_django_is_asked_once(self, served):
        first, second = served.get("/vi/"), served.get("/vi/")
        assert served.asked == ["/vi/"]
        assert first == second
        assert first[0] == 200

    def test_the_language_and_the_path_are_the_key(self, served):
        bodies = {served.get(url)[2] for url in ("/vi/", "/en/", "/vi/tin-tuc/")}
        assert len(bodies) == 3

    def test_the_second_hit_has_the_smaller_form(self, served):
        plain = served.get("/vi/")[2]
        first = served.get("/vi/", accept_encoding="gzip, br")
        assert first[1]["Content-Encoding"] == "gzip"
        assert gzip.decompress(first[2]) == plain
        second = served.get("/vi/", accept_encoding="gzip, br")
        assert second[1]["Content-Encoding"] == "br"
        assert brotli.decompress(second[2]) == plain
        assert len(second[2]) < len(first[2]) < len(plain)

    def test_it_answers_304_without_django(self, served):
        etag = served.get("/vi/")[1]["ETag"]
        status, headers, body = served.get("/vi/", if_none_match=etag)
        assert (status, body, headers["ETag"]) == (304, b"", etag)
        assert served.asked == ["/vi/"]

    def test_head_has_the_headers_and_no_body(self, served):
        full = served.get("/vi/")
        assert served.get("/vi/", method="HEAD") == (200, full[1], b"")
        assert served.get("/en/", method="HEAD")[2] == b""

    def test_it_says_how_long_others_may_keep_it(self, served):
        headers = served.get("/vi/")[1]
        assert headers["Cache-Control"] == "public, max-age=0, s-maxage=1, stale-if-error=86400"
        assert headers["Vary"] == "Accept-Encoding"


@pytest.mark.django_db
class TestWhatVisitorsSend:
    @pytest.mark.parametrize(
        "headers",
        [
            {"cookie": "session=abc; theme=dark"},
            {"authorization": "Basic eDp5"},
            {"x_forwarded_host": "evil.example"},
            {"accept_language": "en"},
            {"user_agent": "<script>"},
            {"range": "bytes=0-10"},
        ],
    )
    def test_it_changes_no_byte(self, served, headers):
        assert served.get("/vi/", **headers)[2] == Served().get("/vi/")[2]

    def test_a_foreign_host_is_refused_even_for_a_stored_page(self, served):
        served.get("/vi/")
        assert served.get("/vi/", host="evil.example")[0] == 400

    @pytest.mark.parametrize("path", ["/VI/", "//vi/", "/vi//", "/vi/\x00/"])
    def test_odd_spellings_are_refused_and_not_stored(self, served, path):
        assert served.get(path)[0] == 404
        assert len(served.cache.plain.pages) == 0

    def test_unknown_parameters_are_dropped(self, served):
        served.get("/vi/")
        for query in ("x=1", "utm_source=a&fbclid=b", "q=%00", "&&=", "page"):
            assert served.get(f"/vi/?{query}")[0] == 200
        assert served.asked[:1] == ["/vi/"]
        assert len(served.cache.plain.pages) == 1

    def test_a_token_is_nothing_to_a_page(self, served):
        first = served.get("/vi/")
        assert served.get("/vi/?token=random") == first
        assert served.get("/vi/?q=&token=") == first
        assert served.asked == ["/vi/"]

    def test_what_is_wrong_with_one_request_is_not_for_others(self, served):
        assert served.get("/vi/", host="evil.example")[1]["Cache-Control"] == "no-store"
        assert served.get("/vi/khong-co/")[1]["Cache-Control"].startswith("public")

    def test_declared_parameters_have_one_order(self, served, people):
        articles.published(people)
        year = timezone.localtime().year
        first = served.get(f"/vi/tin-tuc/?page=1&year={year}")
        assert first == served.get(f"/vi/tin-tuc/?year={year}&x=2&page=1")
        assert len(served.asked) == 1

    def test_another_value_of_a_parameter_is_another_page(self, served, people):
        year = timezone.localtime().year
        for of in (year, year - 1):
            hour = timezone.localtime().replace(year=of, month=1, day=1)
            articles.published(people, publish_at=hour)
        pages = [served.get(f"/vi/tin-tuc/{query}") for query in ("", f"?year={year - 1}")]
        pages += [served.get(f"/vi/tin-tuc/?year={year}"), served.get("/vi/tin-tuc/")]
        assert pages[0] == pages[3]
        assert len({body for _status, _headers, body in pages}) == 3

    def test_a_flood_of_addresses_stays_within_its_bound(self, served, monkeypatch):
        monkeypatch.setattr(cache, "PARAMETERS", {"q"})
        served.cache.with_parameters.most = 200_000
        served.get("/vi/")
        for number in range(100):
            served.get(f"/vi/?x={number}", fresh=False)
            served.get(f"/vi/tin-tuc/?q={number}", fresh=False)
        assert served.cache.with_parameters.size <= 200_000
        before = len(served.asked)
        served.get("/vi/")
        assert len(served.asked) == before

    def test_ten_thousand_strange_parameters_change_nothing(self, served):
        served.get("/vi/")
        size = served.cache.plain.size + served.cache.with_parameters.size
        for number in range(10_000):
            served.get(f"/vi/?x={number}", fresh=False)
            served.get(f"/vi/?search=random{number}", fresh=False)
        assert served.asked == ["/vi/"]
        assert served.cache.plain.size + served.cache.with_parameters.size - size < 100_000

    def test_ten_thousand_searches_stay_within_their_bound(self, served):
        body = served.get("/vi/")[2]
        headers = [("Content-Type", "text/html"), ("Content-Length", str(len(body)))]

        def page(environ, start_response):
            start_response("200 OK", headers)
            return [body]

        served.django = page
        for number in range(10_000):
            served.get(f"/vi/?q=random{number}", fresh=False)
        assert len(served.asked) == 10_001
        assert 0 < served.cache.with_parameters.size <= cache.PARAMETER_BYTES
        served.get("/vi/")
        assert len(served.asked) == 10_001

    def test_what_staff_see_is_never_stored(self, served, people, client):
        articles.published(people)
        client.force_login(people["author"], backend="django.contrib.auth.backends.ModelBackend")
        cookie = SimpleCookie({name: value.value for name, value in client.cookies.items()})
        as_staff = served.get("/vi/", cookie=cookie.output(header="", sep=";"))
        assert "Set-Cookie" not in as_staff[1]
        assert served.get("/vi/") == as_staff == Served().get("/vi/")
        served.get("/admin/", cookie=cookie.output(header="", sep=";"))
        assert ("/admin/", "") not in served.cache.plain.pages

    def test_an_unpublished_file_is_not_stored_for_others(self, served, people, document, client):
        client.force_login(people["publisher"], backend="django.contrib.auth.backends.ModelBackend")
        name, value = next(iter(client.cookies.items()))
        assert served.get(document.url(), cookie=f"{name}={value.value}")[0] == 200
        assert served.get(document.url())[0] == 404


@pytest.mark.django_db
class TestChange:
    def test_publishing_shows_within_a_look(self, served, people):
        article = articles.submitted(people)
        assert article.title_vi not in served.get("/vi/tin-tuc/")[2].decode()
        articles.step(article, "publish", people["publisher"])
        assert article.title_vi in served.get("/vi/tin-tuc/")[2].decode()

    def test_a_withdrawn_page_is_gone(self, served, people):
        article = articles.published(people)
        assert served.get(article.url("vi"))[0] == 200
        articles.step(article, "withdraw", people["publisher"], note="Sai")
        assert served.get(article.url("vi"))[0] == 410
        assert served.get(article.url("vi"))[0] == 410

    def test_it_looks_at_most_once_a_second(self, served, people, django_assert_num_queries):
        served.get("/vi/")
        served.get("/vi/", fresh=False)
        with django_assert_num_queries(0):
            for _ in range(50):
                served.get("/vi/", fresh=False)

    def test_what_is_scheduled_appears_at_its_hour(self, served, people):
        later = timezone.now() + timedelta(hours=1)
        article = articles.published(people, publish_at=later)
        assert article.title_vi not in served.get("/vi/tin-tuc/")[2].decode()
        with time_machine.travel(later + timedelta(seconds=1), tick=False):
            assert article.title_vi in served.get("/vi/tin-tuc/")[2].decode()

    def test_what_expires_is_gone_at_its_hour_even_between_two_looks(self, served, people):
        expiry = timezone.now() + timedelta(hours=1)
        article = articles.published(people, expire_at=expiry)
        assert served.get(article.url("vi"))[0] == 200
        with time_machine.travel(expiry + timedelta(seconds=1), tick=False):
            assert served.get(article.url("vi"), fresh=False)[0] == 410

    def test_pages_are_made_anew_at_midnight(self, served):
        served.get("/vi/")
        with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
            served.get("/vi/")
        assert served.asked == ["/vi/", "/vi/"]

    def test_a_page_rendered_under_an_older_version_is_not_kept(self, served):
        served.get("/vi/")
        page = next(iter(served.cache.plain.pages.values()))
        old = served.cache.version
        PublicVersion.bump(lambda: None)
        served.get("/en/")
        served.cache.plain.add(("/vi/", ""), page, old)
        assert ("/vi/", "") not in served.cache.plain.pages


@pytest.mark.django_db
class TestWhatPagesShare:
    """All articles name the newest ones: what the first page asked for, the others take over."""

    def test_the_second_page_of_a_version_asks_less(
        self, served, people, django_assert_num_queries
    ):
        made = [articles.published(people) for _ in range(2)]
        served.get("/vi/")
        with django_assert_num_queries(5):
            served.get(made[0].url("vi"), fresh=False)
        with django_assert_num_queries(3):
            served.get(made[1].url("vi"), fresh=False)

    def test_it_ends_with_its_version(self, served, people):
        news, first, second = (articles.published(people) for _ in range(3))
        assert news.title_vi in served.get(first.url("vi"))[2].decode()
        articles.step(news, "withdraw", people["publisher"], note="Sai")
        assert news.title_vi not in served.get(second.url("vi"))[2].decode()

    def test_a_publication_while_it_is_being_asked_for_is_not_missed(
        self, served, people, monkeypatch
    ):
        news, first, second = (articles.published(people) for _ in range(3))
        story = stories.story

        def overtaken(request, article, **options):
            monkeypatch.setattr(stories, "story", story)
            articles.step(news, "withdraw", people["publisher"], note="Sai")
            served.get("/en/")  # now the process knows the new version
            return story(request, article, **options)

        monkeypatch.setattr(stories, "story", overtaken)
        assert news.title_vi in served.get(first.url("vi"))[2].decode()
        for article in (first, second):
            page = served.get(article.url("vi"), fresh=False)[2].decode()
            assert news.title_vi not in page

    def test_it_ends_when_something_expires_even_between_two_looks(self, served, people):
        expiry = timezone.now() + timedelta(hours=1)
        news = articles.published(people, expire_at=expiry)
        first, second = (articles.published(people) for _ in range(2))
        assert news.title_vi in served.get(first.url("vi"))[2].decode()
        with time_machine.travel(expiry + timedelta(seconds=1), tick=False):
            page = served.get(second.url("vi"), fresh=False)[2].decode()
            assert news.title_vi not in page

    def test_it_begins_anew_after_midnight(self, served, people, django_assert_num_queries):
        made = [articles.published(people) for _ in range(2)]
        served.get(made[0].url("vi"))
        with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
            served.get("/vi/")
            with django_assert_num_queries(5):
                served.get(made[0].url("vi"), fresh=False)
            with django_assert_num_queries(3):
                served.get(made[1].url("vi"), fresh=False)

    def test_the_token_of_a_preview_stays_in_it(self, served, people, picture):
        SiteIdentity.objects.create(pk=1, name_vi="Sở Mẫu", name_en="Sample", logo=picture)
        link = PreviewLink.objects.create(
            kind=kind_of(Article),
            object_id=articles.draft(people["author"]).pk,
            created_by=people["author"],
            expires_at=timezone.now() + timedelta(hours=1),
        )
        preview = served.get(reverse("preview", args=[link.token]))[2].decode()
        assert f"{picture.key}/w320.webp?token=" in preview
        page = served.get("/vi/")[2].decode()
        assert f"{picture.key}/w320.webp" in page
        assert "token" not in page


@pytest.mark.django_db
class TestTrouble:
    def test_stored_pages_survive_the_database(self, served, monkeypatch):
        stored = served.get("/vi/")

        def down():
            raise DatabaseError("gone")

        monkeypatch.setattr(cache, "_read_version", down)
        assert served.get("/vi/") == stored

    def test_midnight_without_a_database_keeps_what_is_stored_and_an_end_does_not(
        self, served, people, monkeypatch
    ):
        stored = served.get("/vi/")
        look = cache._read_version

        def down():
            raise DatabaseError("gone")

        monkeypatch.setattr(cache, "_read_version", down)
        with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
            assert served.get("/vi/") == stored
        assert served.asked == ["/vi/"]
        monkeypatch.setattr(cache, "_read_version", look)
        ending = timezone.now() + timedelta(hours=1)
        article = articles.published(people, expire_at=ending)
        headers = served.get(article.url("vi"))[1]
        left = int(headers["Cache-Control"].rpartition("stale-if-error=")[2])
        assert 3000 < left <= 3600
        monkeypatch.setattr(cache, "_read_version", down)
        with time_machine.travel(ending + timedelta(seconds=1), tick=False):
            assert served.get(article.url("vi"))[0] == 410

    def test_what_changed_while_nobody_can_be_asked_is_not_shown(self, served, monkeypatch):
        served.get("/vi/")

        def down():
            raise DatabaseError("gone")

        monkeypatch.setattr(cache, "_read_version", down)
        marker.move(lambda: 12345)
        served.get("/vi/", fresh=False)
        assert served.asked == ["/vi/"] * 2

    def test_nothing_is_stored_before_the_version_is_known(self, served, monkeypatch):
        def down():
            raise DatabaseError("gone")

        monkeypatch.setattr(cache, "_read_version", down)
        served.get("/vi/")
        assert len(served.cache.plain.pages) == 0

    def test_errors_are_not_stored(self, served):
        for _ in range(2):
            assert served.get("/vi/khong-co/")[0] == 404
        assert served.asked == ["/vi/khong-co/"] * 2


@pytest.mark.django_db(transaction=True)
def test_many_who_ask_at_once_are_answered_by_one_rendering(served):
    served.get("/en/")
    barrier = threading.Barrier(8)
    answers = []

    def ask():
        try:
            barrier.wait()
            answers.append(served.get("/vi/", fresh=False)[2])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert served.asked.count("/vi/") == 1
    assert len(set(answers)) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("where", ["on its own page", "among the newest of another's"])
def test_requests_racing_publications_never_bring_back_an_old_page(served, people, where):
    article = articles.published(people, title_vi="Lần 0.")
    asked, tag = article, "h1"
    if where != "on its own page":
        asked, tag = articles.published(people), "a"
    stop = threading.Event()
    seen = [[], [], []]  # by thread: which publication each answer showed

    def number():
        page = served.get(asked.url("vi"))[2].decode()
        return int(re.search(rf">Lần (\d+)\.</{tag}>", page)[1])

    def ask(mine):
        try:
            while not stop.is_set():
                mine.append(number())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask, args=[mine]) for mine in seen]
    for thread in threads:
        thread.start()
    try:
        for wanted in range(1, 6):
            copy = workflow.open_copy(article, by=people["author"])
            articles.edit(copy, people["author"], title_vi=f"Lần {wanted}.")
            articles.step(copy, "submit", people["author"])
            articles.step(copy, "publish", people["publisher"])
            # Another thread's look may have begun before; the next one sees the publication.
            assert any(number() == wanted for _ in range(100_000))
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert sum(map(len, seen)) >= 50
    assert seen == [sorted(mine) for mine in seen]


@pytest.mark.django_db
def test_what_is_stored_does_not_wait_for_a_database_that_cannot_be_reached(served, monkeypatch):
    first = served.get("/vi/")
    asked, answered = [], threading.Event()
    version = served.cache.version

    def never_yet():
        asked.append(threading.current_thread())
        assert answered.wait(60)
        return version

    monkeypatch.setattr(cache, "_read_version", never_yet)
    monkeypatch.setattr(cache.PageCache, "_look_beside", LOOK_BESIDE)
    try:
        assert [served.get("/vi/") for _ in range(5)] == [first] * 5
        assert len(asked) == 1  # and still waits
    finally:
        answered.set()
        served.cache.looker.shutdown()
    assert served.asked == ["/vi/"]


def offered(page, name):
    """The values of a choice of a form, as they stand."""
    select = re.search(rf'<select [^>]*name="{name}".*?</select>', page, re.S)[0]
    return [value for value in re.findall(r'<option value="([^"]*)"', select) if value]


@pytest.mark.django_db
def test_the_years_that_lists_offer_are_those_of_the_records_whenever_they_were_asked(
    served, people
):
    """Before there is a record, and after each; years of plans and of planned ends apart."""

    def years(kind):
        page = served.get(f"/en/projects/{kind}/")[2].decode()
        return offered(page, "year"), offered(page, "ends")

    assert years("fdi") == years("oda") == years("ngo") == ([], [])
    running = [("implementation", "2020-01-01")]
    record = r.oda_project(people, stages=running, ends_on=date(2027, 12, 31))
    assert years("oda") == ([], ["2027"])
    r.approved(people, r.year(people, record, "planned", 2022, "2022-01-10", foreign=5))
    r.oda_project(people, stages=running, ends_on=date(2019, 6, 30))
    r.oda_project(people, stages=running, ends_on=date(2030, 6, 30), public=False)
    assert years("oda") == (["2022"], ["2027", "2019"])
    item = r.ngo_aid(people, stages=[("implementing", "2020-01-01")], ends_on=date(2026, 6, 30))
    r.approved(people, r.year(people, item, "committed", 2021, "2021-01-10", usd=5, amount=5))
    assert years("ngo") == (["2021"], ["2026"])
    project = r.fdi_project(people)
    r.happened(people, project, "new", "2018-05-04", "1", term_ends_on=date(2068, 5, 4))
    assert years("fdi") == (["2018"], ["2068"])
