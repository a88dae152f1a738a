"""Figures in articles: cited once, shown as cited, corrected through the workflow."""

import re
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone, translation

from investment.figures import registry
from news import citing
from news.models import Article, CitedFigure
from portal.delivery import shared
from portal.publishing import workflow
from portal.publishing.admin.site import admin_url
from tests import articles, registers
from tests.investment import world
from tests.projects.test_pages import words
from tests.publishing.test_lost_updates import shown

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

CAPITAL = "fdi-capital"


@pytest.fixture(autouse=True)
def _forget():
    """Two tests may number other public versions alike."""
    citing.answers_of_version.cache_clear()


@pytest.fixture
def project(people):
    """A project of USD 12,500,000.50 in 2022."""
    project = registers.fdi_project(people)
    registers.happened(people, project, "new", "2022-03-01", Decimal("12500000.50"))
    return project


def draft(people, *cited, **values):
    """An author's draft that cites figures: (key, as_of, year)."""
    article = articles.draft(people["author"], **values)
    for position, (key, as_of, year) in enumerate(cited):
        figure = CitedFigure(article=article, key=key, as_of=as_of, year=year, position=position)
        figure.cite(timezone.now())
        figure.save()
    workflow.record_edit(article, by=people["author"])
    return article


def publish(people, article):
    articles.step(article, "submit", people["author"])
    return articles.step(article, "publish", people["publisher"])


@pytest.fixture
def article(people, project):
    """A public article that cites the capital of the end of 2022."""
    return publish(people, draft(people, (CAPITAL, date(2022, 12, 31), None)))


def html(client, url):
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def posted(client, article, **values):
    """What the form of an article posts, with one more figure at the end."""
    data = shown(client.get(admin_url(article, "change")))
    number = int(data["figures-TOTAL_FORMS"])
    more = {"key": "", "as_of": "", "year": "", "position": 0, **values}
    data["figures-TOTAL_FORMS"] = number + 1
    return data | {f"figures-{number}-{name}": value for name, value in more.items()}


def take(client, figure):
    return client.post(reverse("admin:news_article_take", args=[figure.pk]))


# --- the public page ----------------------------------------------------------------------


def test_the_page_shows_value_dates_basis_and_address_in_both_languages(client, article):
    vi, en = html(client, article.url("vi")), html(client, article.url("en"))
    assert "12,50 triệu USD tính đến hết ngày 31/12/2022; danh mục của Sở" in words(vi)
    assert "12.50 million USD as of 31 December 2022; register of the department" in words(en)
    page = registry.by_key(CAPITAL)
    for code, text in (("vi", vi), ("en", en)):
        link = re.search(rf'href="([^"]*{page.slug(code)}/\?[^"]*)"', text)[1].replace("&amp;", "&")
        assert link.startswith(f"/{code}/")
        assert "as_of=2022-12-31" in link
        assert "known_at=" in link
        assert client.get(link).status_code == 200


def test_the_file_to_keep_has_the_figures_too(client, article):
    text = words(html(client, f"{article.url('en')}file.html"))
    assert (
        "12.50 million USD (as of 31 December 2022; register of the department; as known at "
        in text
    )


def test_the_link_gives_exactly_this_figure_again(client, people, project, article):
    link = _link(html(client, article.url("en")))
    registers.happened(people, project, "capital_increase", "2022-05-01", Decimal(1_000_000))
    assert "12.50 million USD" in words(html(client, link))
    now = re.sub(r"known_at=[^&]*&?", "", link)
    assert "13.50 million USD" in words(html(client, now))


def _link(text):
    return re.search(r'href="(/en/statistics/[^"]*known_at[^"]*)"', text)[1].replace("&amp;", "&")


def test_a_figure_of_a_working_copy_is_secret_until_it_is_approved(client, people, article):
    copy = workflow.open_copy(article, by=people["author"])
    figure = CitedFigure(article=copy, key="fdi-projects", as_of=date(2022, 12, 31))
    figure.cite(timezone.now())
    figure.save()
    workflow.record_edit(copy, by=people["author"])
    title = str(registry.by_key("fdi-projects").title)
    assert title not in html(client, article.url("vi"))
    publish(people, copy)
    assert title in html(client, article.url("vi"))
    assert [figure.key for figure in article.figures.all()] == [CAPITAL, "fdi-projects"]


def test_neither_a_draft_nor_a_withdrawn_article_shows_its_figures(client, people, project):
    article = draft(people, (CAPITAL, date(2022, 12, 31), None))
    assert client.get(article.url("vi")).status_code == 404
    article = publish(people, article)
    articles.step(article, "withdraw", people["publisher"], note="Sai")
    response = client.get(article.url("vi"))
    assert response.status_code == 410
    assert "12,50" not in response.content.decode()


def test_an_article_without_figures_asks_nothing_about_them(
    client, people, article, django_assert_num_queries
):
    bare = articles.published(people)
    assert "known_at" not in html(client, bare.url("vi"))
    values = {}
    client.get(bare.url("vi"), **{shared.KEY: values})
    with django_assert_num_queries(3):
        client.get(bare.url("vi"), **{shared.KEY: values})
    client.get(article.url("vi"), **{shared.KEY: values})
    with django_assert_num_queries(4):
        client.get(article.url("vi"), **{shared.KEY: values})
    days = [(CAPITAL, date(2022, 12, day), None) for day in range(1, 9)]
    many = publish(people, draft(people, *days))
    with django_assert_num_queries(4):
        client.get(many.url("vi"), **{shared.KEY: values})


# --- when the records change --------------------------------------------------------------


def test_staff_are_warned_and_the_public_value_stays(client, desk, people, project, article):
    home = reverse("admin:index")
    box = "Bài viết có số liệu đã thay đổi"
    assert "Mọi số liệu đã dẫn đều khớp với hồ sơ" in words(html(desk(people["author"]), home))
    registers.happened(people, project, "capital_increase", "2022-05-01", Decimal(1_000_000))
    for who in ("author", "publisher"):
        text = words(html(desk(people[who]), home))
        assert box in text
        assert article.title_vi in text
        assert "Giá trị hiện nay: 13,50 triệu USD" in text
    assert box not in words(html(desk(people["translator"]), home))
    note = words(html(desk(people["author"]), admin_url(article, "change")))
    assert "12,50 triệu USD (tính đến hết ngày 31/12/2022), dẫn lúc " in note.replace(
        "Tính", "tính"
    )
    assert "Giá trị hiện nay: 13,50 triệu USD" in note
    client.logout()
    public = words(html(client, article.url("vi")))
    assert "12,50 triệu USD" in public
    assert "13,50" not in public


def test_changes_after_the_day_of_the_figure_warn_nobody(desk, people, project, article):
    registers.happened(people, project, "capital_increase", "2023-01-01", Decimal(1_000_000))
    registers.event(people, project, "capital_increase", "2022-05-01", Decimal(7_000_000))
    text = words(html(desk(people["author"]), admin_url(article, "change")))
    assert "Giá trị hiện nay" not in text


def test_the_value_of_now_is_taken_into_a_working_copy(client, desk, people, project, article):
    registers.happened(people, project, "capital_increase", "2022-05-01", Decimal(1_000_000))
    response = take(desk(people["author"]), article.figures.get())
    copy = Article.rows.get(replaces=article)
    assert (response.status_code, response.url) == (302, admin_url(copy))
    assert copy.figures.get().value == Decimal("13500000.50")
    assert article.figures.get().value == Decimal("12500000.50")
    assert "12,50 triệu USD" in words(html(client, article.url("vi")))
    publish(people, copy)
    assert "13,50 triệu USD" in words(html(client, article.url("vi")))
    assert "Giá trị hiện nay:" not in html(desk(people["author"]), admin_url(article, "change"))


def test_it_is_taken_into_a_draft_at_once_but_by_nobody_else(desk, people, project):
    article = draft(people, (CAPITAL, date(2022, 12, 31), None))
    registers.happened(people, project, "capital_increase", "2022-05-01", Decimal(1_000_000))
    figure = article.figures.get()
    assert take(desk(people["other author"]), figure).status_code == 403
    assert article.figures.get().value == Decimal("12500000.50")
    version = Article.rows.get(pk=article.pk).version
    assert take(desk(people["author"]), figure).url == admin_url(article)
    assert article.figures.get().value == Decimal("13500000.50")
    assert Article.rows.get(pk=article.pk).version == version + 1


def test_a_working_copy_that_dropped_the_figure_is_left_alone(desk, people, project, article):
    copy = workflow.open_copy(article, by=people["author"])
    copy.figures.all().delete()
    workflow.record_edit(copy, by=people["author"])
    registers.happened(people, project, "capital_increase", "2022-05-01", Decimal(1_000_000))
    response = desk(people["author"]).post(
        reverse("admin:news_article_take", args=[article.figures.get().pk]), follow=True
    )
    assert "Bản làm việc đang mở của bài này không nhận được giá trị" in response.content.decode()
    assert not copy.figures.exists()


# --- the form -----------------------------------------------------------------------------


def test_the_value_is_computed_when_the_article_is_saved(desk, people, project):
    article = articles.draft(people["author"])
    client = desk(people["author"])
    data = posted(client, article, key=CAPITAL, as_of="30/11/2022", value="99")
    assert client.post(admin_url(article, "change"), data).status_code == 302
    figure = article.figures.get()
    assert (figure.value, figure.as_of, figure.year) == (
        Decimal("12500000.50"),
        date(2022, 11, 30),
        None,
    )
    text = html(client, admin_url(article, "change"))
    assert "12,50 triệu USD" in text
    assert 'value="30/11/2022"' in text


def test_saving_again_cites_nothing_anew(desk, people, project):
    article = draft(people, (CAPITAL, date(2022, 12, 31), None))
    before = article.figures.get()
    registers.happened(people, project, "capital_increase", "2022-05-01", Decimal(1_000_000))
    client = desk(people["author"])
    data = shown(client.get(admin_url(article, "change"))) | {"figures-0-position": 5}
    assert client.post(admin_url(article, "change"), data).status_code == 302
    after = article.figures.get()
    assert (after.position, after.value, after.cited_at) == (5, before.value, before.cited_at)


@time_machine.travel("2023-05-04 09:00+07:00", tick=False)
def test_without_a_day_it_is_told_as_of_today(desk, people):
    record = registers.fdi_project(people)
    registers.happened(people, record, "new", "2022-03-01", Decimal(12500000))
    article = articles.draft(people["author"])
    client = desk(people["author"])
    data = posted(client, article, key=CAPITAL)
    client.post(admin_url(article, "change"), data)
    assert article.figures.get().as_of == date(2023, 5, 4)


@time_machine.travel("2023-05-04 09:00+07:00", tick=False)
@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        (
            {"key": "official-fdi", "year": "2022"},
            "Đến ngày được hỏi, chưa có văn bản nào cho số liệu năm 2022.",
        ),
        ({"key": "official-fdi"}, "Chưa có giá trị được công bố cho thời điểm này."),
        ({"key": "official-fdi", "as_of": "31/12/2022"}, "hãy để trống ngày"),
        ({"key": CAPITAL, "year": "2022"}, "hãy để trống năm"),
        ({"key": CAPITAL, "as_of": "05/05/2023"}, "tương lai"),
        ({"key": "no-such-figure"}, "no-such-figure"),
    ],
)
def test_a_figure_without_an_answer_is_refused_with_the_reason(
    desk, people, project, asked, problem
):
    article = articles.draft(people["author"])
    client = desk(people["author"])
    response = client.post(
        admin_url(article, "change"), posted(client, article, **asked) | {"title_vi": "Gõ dở"}
    )
    assert response.status_code == 200
    assert problem in response.content.decode()
    assert "Gõ dở" in response.content.decode()
    assert not CitedFigure.objects.exists()


# --- official figures ---------------------------------------------------------------------


class TestOfficial(TestCase):
    @classmethod
    def setUpTestData(cls):
        with translation.override("vi"):
            cls.people = dict(zip(("author", "publisher"), world.load_fia(), strict=True))

    def test_they_are_told_by_year_and_say_what_is_official(self):
        article = publish(
            self.people,
            draft(self.people, ("official-fdi", None, 2022), ("official-fdi-rank", None, None)),
        )
        text = words(self.client.get(article.url("en")).content.decode())
        assert "307.87 million USD 2022, as of 20 December 2022; official figure" in text
        assert (
            "5th of 56 provinces and cities with a printed figure "
            "2023, as of 20 December 2023; computed by the portal from official figures"
        ) in text
        assert [figure.year for figure in article.figures.all()] == [2022, 2023]
        link = _link(self.client.get(article.url("en")).content.decode())
        assert "year=2022" in link
        assert "307.87 million USD" in words(self.client.get(link).content.decode())

    def test_what_has_a_value_can_be_cited(self):
        article = draft(self.people)
        cited = []
        for page in registry.ALL:
            figure = CitedFigure(article=article, key=page.key)
            if registry.value(page.key).value is not None:
                figure.cite(timezone.now())
                figure.save()
                cited.append((page.key, registry.value(page.key, year=figure.year).value))
        rows = CitedFigure.objects.order_by("pk")
        assert [(figure.key, figure.headline.value) for figure in rows] == cited
        official = ["official-fdi", "official-fdi-stock", "official-fdi-rank"]
        assert [key for key, _value in cited] == official
