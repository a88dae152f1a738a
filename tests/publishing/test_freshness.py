"""The English text is outdated if and only if Vietnamese text changed in substance since it was
confirmed: against a model that only remembers texts."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from news.models import Article
from portal.publishing import copies, workflow
from portal.publishing.models import Freshness
from portal.text.html import substance
from tests import articles

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
    max_examples=40,
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
