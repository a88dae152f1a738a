"""A preview link shows one text that is not public yet, and never again once that is over."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from news.models import Article
from portal.publishing import bulk, scheduled_copies, workflow
from portal.publishing.models import PreviewLink
from portal.publishing.slugs import kind_of
from tests import articles

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
HOUR = timedelta(hours=1)


def link_to(row, people):
    return PreviewLink.objects.create(
        kind=kind_of(type(row)),
        object_id=row.pk,
        created_by=people["author"],
        expires_at=timezone.now() + timedelta(days=7),
    )


def answer(client, link):
    return client.get(f"/vi/xem-truoc/{link.token}/").status_code


def restored(people):
    """A draft that was public once."""
    article = articles.published(people)
    articles.step(article, "withdraw", people["publisher"], note="Sai")
    return articles.step(article, "restore", people["publisher"])


def test_it_dies_with_the_second_publication_too(client, people):
    article = restored(people)
    link = link_to(article, people)
    assert answer(client, link) == 200
    articles.step(article, "submit", people["author"])
    articles.step(article, "publish", people["publisher"])
    assert answer(client, link) == 404
    Article.objects.update(expire_at=timezone.now() + HOUR)
    with time_machine.travel(timezone.now() + 2 * HOUR, tick=False):
        assert answer(client, link) == 404


def test_it_stays_dead_when_the_record_is_withdrawn_and_restored(client, people):
    article = restored(people)
    link = link_to(article, people)
    articles.step(article, "submit", people["author"])
    articles.step(article, "publish", people["publisher"])
    articles.step(article, "withdraw", people["publisher"], note="Sai")
    articles.step(article, "restore", people["publisher"])
    assert answer(client, link) == 404
    assert answer(client, link_to(article, people)) == 200


def test_made_for_a_scheduled_text_it_dies_at_the_hour_for_good(client, people):
    article = restored(people)
    articles.step(article, "submit", people["author"])
    articles.step(article, "publish", people["publisher"], at=timezone.now() + HOUR)
    link = link_to(article, people)
    assert answer(client, link) == 200
    Article.objects.update(expire_at=timezone.now() + 2 * HOUR)
    with time_machine.travel(timezone.now() + 3 * HOUR, tick=False):
        assert answer(client, link) == 404
        articles.step(article, "withdraw", people["publisher"], note="Hết hạn")
        articles.step(article, "restore", people["publisher"])
        assert answer(client, link) == 404


def test_it_outlives_a_schedule_that_was_cancelled(client, people):
    article = articles.submitted(people)
    link = link_to(article, people)
    articles.step(article, "publish", people["publisher"], at=timezone.now() + HOUR)
    articles.step(article, "unschedule", people["publisher"], note="Chờ")
    assert answer(client, link) == 200


def test_made_for_an_expired_text_it_dies_when_the_record_is_withdrawn(client, people):
    article = articles.published(people)
    Article.objects.update(expire_at=timezone.now() + HOUR)
    with time_machine.travel(timezone.now() + 2 * HOUR, tick=False):
        link = link_to(article, people)
        assert answer(client, link) == 200
        articles.step(article, "withdraw", people["publisher"], note="Hết hạn")
        articles.step(article, "restore", people["publisher"])
        assert answer(client, link) == 404


def test_it_ends_with_the_working_copy_that_it_showed(client, people):
    article = articles.published(people)
    ends = []
    for end in ("publish", "discard", "discard many", "its hour"):
        copy = workflow.open_copy(article, by=people["author"])
        articles.edit(copy, people["author"], title_vi=f"Mới: {end}")
        copy = articles.step(copy, "submit", people["author"])
        link = link_to(copy, people)
        ends.append(link)
        assert answer(client, link) == 200
        if end == "its hour":
            articles.step(copy, "publish", people["publisher"], at=timezone.now() + HOUR)
            with time_machine.travel(timezone.now() + 2 * HOUR, tick=False):
                scheduled_copies.run()
        elif end == "discard many":
            bulk.discard([copy], by=people["author"])
        else:
            articles.step(copy, end, people["publisher"])
    assert [answer(client, link) for link in ends] == [404] * 4
    # Also where the row itself could be shown again.
    assert not PreviewLink.objects.alive().exists()
