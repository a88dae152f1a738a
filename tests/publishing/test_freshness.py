"""The English text is outdated if and only if Vietnamese text changed in substance since it was
confirmed: against a model that only remembers texts."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from news.models import Article
from portal.publishing import copies, freshness, workflow
from portal.publishing.admin.site import admin_url
from portal.publishing.models import Freshness
from portal.text.html import substance
from tests import articles
from tests.forms import shown

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

TEXTS = ["Một", "Một ", "Hai", "Hai  ba", "Hai ba"]
BODIES = ["<p>Một</p>", "<p><strong>Một</strong></p>", "<p>Hai</p>", "<h2>Hai</h2>"]

edits = st.one_of(
    st.tuples(st.just("title_vi"), st.sampled_from(TEXTS)),
    st.tuples(st.just("body_vi"), st.sampled_from(BODIES)),
    st.tuples(st.just("title_en"), st.sampled_from(["One", "Two"])),
)
steps = st.one_of(
    st.tuples(st.just("edit"), edits, st.booleans(), st.booleans()),
    st.tuples(st.just("copy"), edits, st.booleans(), st.booleans()),
)


def read(row):
    row = Article.rows.get(pk=row.pk)
    return (substance(row.title_vi), substance(row.body_vi), substance(row.summary_vi)), row


class Model:
    """What people would say: the substance when English was last confirmed, and a flag."""

    def __init__(self, row):
        self.text = read(row)[0]
        self.outdated = False

    def saw(self, text, *, minor, confirmed):
        if text != self.text and not minor:
            self.outdated = True
        self.text = text
        if confirmed:
            self.outdated = False


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(script=st.lists(steps, max_size=6))
def test_english_is_outdated_iff_vietnamese_changed_in_substance(people, script):
    row = articles.published(people, title_vi="Một", body_vi="<p>Một</p>")
    model = Model(row)
    for kind, (name, value), minor, confirmed in script:
        copy = workflow.open_copy(row, by=people["author"])
        languages = ["en"] if confirmed else []
        articles.edit(copy, people["author"], minor=minor, confirmed=languages, **{name: value})
        if kind == "edit":
            articles.step(copy, "discard", people["author"])
            continue
        if not copies.differs(Article.rows.get(pk=copy.pk), Article.rows.get(pk=row.pk)):
            articles.step(copy, "discard", people["author"])
            continue
        articles.step(copy, "submit", people["author"])
        articles.step(copy, "publish", people["publisher"])
        model.saw(read(copy)[0], minor=minor, confirmed=confirmed)
        row = Article.rows.get(pk=row.pk)
        expected = Freshness.OUTDATED if model.outdated else Freshness.CURRENT
        assert row.freshness("en") == expected


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(script=st.lists(st.tuples(edits, st.booleans(), st.booleans()), max_size=6))
def test_it_holds_in_a_draft_too(people, script):
    row = articles.draft(people["author"], title_vi="Một", body_vi="<p>Một</p>")
    model = Model(row)
    for (name, value), minor, confirmed in script:
        languages = ["en"] if confirmed else []
        articles.edit(row, people["author"], minor=minor, confirmed=languages, **{name: value})
        model.saw(read(row)[0], minor=minor, confirmed=confirmed)
        expected = Freshness.OUTDATED if model.outdated else Freshness.CURRENT
        assert read(row)[1].freshness("en") == expected


def test_two_copies_at_once_do_not_hide_a_change(people):
    row = articles.published(people)
    english = workflow.open_copy(row, by=people["translator"], scope="en")
    whole = workflow.open_copy(row, by=people["author"])
    articles.edit(whole, people["author"], title_vi="Khác hẳn")
    articles.edit(english, people["translator"], title_en="Confirmed", confirmed=["en"])
    articles.step(whole, "submit", people["author"])
    articles.step(whole, "publish", people["publisher"])
    assert Article.rows.get(pk=row.pk).freshness("en") == Freshness.OUTDATED
    assert Article.rows.get(pk=english.pk).freshness("en") == Freshness.OUTDATED
    articles.step(english, "submit", people["translator"])
    articles.step(english, "publish", people["publisher"])
    assert Article.rows.get(pk=row.pk).freshness("en") == Freshness.OUTDATED


def test_a_caption_is_text_too(people, picture):
    row = articles.draft(people["author"])
    item = row.gallery.create(file=picture, alt_vi="Cảng", alt_en="Port", caption_vi="Cũ")
    articles.edit(row, people["author"], confirmed=["en"])
    item.caption_vi = "Mới"
    item.save()
    articles.edit(row, people["author"])
    assert read(row)[1].freshness("en") == Freshness.OUTDATED


def test_a_slug_is_no_text(people):
    row = articles.draft(people["author"])
    articles.edit(row, people["author"], slug_vi="dia-chi-khac")
    assert read(row)[1].freshness("en") == Freshness.CURRENT


def test_it_is_missing_until_every_required_text_is_there(people):
    row = articles.draft(people["author"], english=False)
    articles.edit(row, people["translator"], title_en="One", summary_en="Two")
    assert read(row)[1].freshness("en") == Freshness.MISSING
    articles.edit(row, people["translator"], body_en="<p>Three</p>")
    assert read(row)[1].freshness("en") == Freshness.CURRENT


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Vốn tăng mạnh", "Vốn, tăng mạnh."),
        ("“Cửa ngõ” – phía Nam", "Cửa ngõ phía Nam"),
        ("Ba nơi: Trà Lý; Thụy Tân", "Ba nơi Trà Lý, Thụy Tân!"),
    ],
)
def test_punctuation_alone_is_no_change_of_substance(before, after):
    assert freshness.wording(before) == freshness.wording(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("145.522 triệu", "146.422 triệu"),
        ("1,5 tỷ", "15 tỷ"),
        ("1.628,89", "1,628.89"),
        ("tăng 5%", "tăng 5"),
        ("-5 điểm", "5 điểm"),
        ("8:30", "8.30"),
        ("11/2022", "112022"),
    ],
)
def test_every_sign_within_a_number_is_substance(before, after):
    assert freshness.wording(before) != freshness.wording(after)


def test_a_comma_in_the_source_leaves_the_translation_current(people):
    article = articles.draft(people["author"], title_vi="Vốn tăng mạnh")
    article = articles.edit(article, people["author"], title_vi="Vốn, tăng mạnh")
    assert article.freshness("en") == Freshness.CURRENT
    article = articles.edit(article, people["author"], title_vi="Vốn giảm mạnh")
    assert article.freshness("en") == Freshness.OUTDATED


def test_the_translator_reads_what_changed_and_confirms_at_the_place(people, desk):
    article = articles.published(people, title_vi="Vốn", body_vi="<p>Đạt 145.522 triệu.</p>")
    copy = workflow.open_copy(article, by=people["author"])
    articles.edit(copy, people["author"], body_vi="<p>Đạt 146.422 triệu.</p>")
    articles.step(copy, "submit", people["author"])
    articles.step(copy, "publish", people["publisher"])
    english = workflow.open_copy(read(article)[1], by=people["translator"], scope="en")
    client = desk(people["translator"])
    response = client.get(admin_url(english))
    page = response.content.decode()
    behind = page[page.index('id="behind-heading"') : page.index('name="_confirm"')]
    assert "<del>145.522 </del><ins>146.422 </ins>" in behind
    assert "Tiêu đề" not in behind
    saved = client.post(admin_url(english), shown(response) | {"_confirm": "1"})
    assert saved.url == admin_url(english)
    english = read(english)[1]
    assert english.freshness("en") == Freshness.CURRENT
    assert 'id="behind-heading"' not in client.get(admin_url(english)).content.decode()


def test_a_translation_confirmed_in_a_draft_is_told_what_changed_since(people, desk):
    article = articles.draft(people["author"], title_vi="Một")
    articles.edit(article, people["author"], title_vi="Hai", confirmed=["en"])
    articles.edit(article, people["author"], title_vi="Ba")
    page = desk(people["author"]).get(admin_url(article, "record")).content.decode()
    behind = page[page.index('id="behind-heading"') : page.index('id="steps-heading"')]
    assert "<del>Hai</del><ins>Ba</ins>" in behind


def test_a_source_that_was_changed_back_is_told(people, desk):
    article = articles.draft(people["author"], title_vi="Một")
    for title in ("Hai", "Một"):
        articles.edit(article, people["author"], title_vi=title)
    page = desk(people["author"]).get(admin_url(article, "record")).content.decode()
    behind = page[page.index('id="behind-heading"') : page.index('id="steps-heading"')]
    assert "Bản gốc đã được sửa rồi trở lại đúng như khi đó." in behind
    assert "<summary>" not in behind


BOTH = {"body_vi": "<p>Chín dự án.</p>", "body_en": "<p>Nine projects.</p>"}
BEHIND = (
    "Bạn đã sửa cả hai ngôn ngữ nhưng bản dịch vẫn bị coi là đã cũ. Nếu bản dịch đã khớp với bản "
    "gốc, hãy đánh dấu “Bản dịch khớp với bản gốc” rồi lưu lại."
)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (BOTH, [BEHIND]),
        (BOTH | {"translation_confirmed": "on"}, []),
        (BOTH | {"minor_correction": "on"}, []),
        ({"body_vi": BOTH["body_vi"]}, []),
        ({"body_vi": BOTH["body_vi"], "slug_en": "nine"}, []),
        ({"body_en": BOTH["body_en"]}, []),
    ],
)
def test_whoever_changes_both_languages_at_once_hears_that_one_is_behind(people, desk, typed, said):
    article = articles.draft(people["author"])
    client = desk(people["author"])
    data = shown(client.get(admin_url(article))) | typed
    response = client.post(admin_url(article), data, follow=True)
    *told, _saved = [str(message) for message in response.context["messages"]]
    assert told == said


def test_a_publisher_chooses_an_outdated_language_knowing_it(people, desk):
    article = articles.draft(people["author"])
    articles.edit(article, people["author"], body_vi="<p>Chín dự án.</p>")
    articles.step(article, "submit", people["author"])
    page = desk(people["publisher"]).get(admin_url(article, "record")).content.decode()
    options = page.split('<fieldset class="options">')[1].split("</fieldset>")[0]
    vietnamese, english = options.split("</div>")[:2]
    assert "bản dịch đã cũ" in english
    assert "bản dịch đã cũ" not in vietnamese
