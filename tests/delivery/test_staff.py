"""Sessions of staff: prolonged by work, ended by rest and by the end of a long day."""

import pytest
from django.conf import settings

from portal.delivery import staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    """A clock to set: clock(seconds) moves what the middleware reads."""
    moment = [staff.time.time()]
    monkeypatch.setattr(staff.time, "time", lambda: moment[0])

    def move(seconds):
        moment[0] += seconds

    return move


def test_work_prolongs_a_session_once_a_minute(desk, people, clock):
    client = desk(people["author"])
    assert settings.SESSION_COOKIE_NAME in client.get("/admin/").cookies
    assert settings.SESSION_COOKIE_NAME not in client.get("/admin/").cookies
    clock(61)
    cookie = client.get("/admin/").cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["max-age"] == 30 * 60


def test_reading_writes_nothing(desk, people, django_assert_max_num_queries):
    client = desk(people["author"])
    client.get("/admin/")
    with django_assert_max_num_queries(60) as seen:
        client.get("/admin/")
    assert [q["sql"] for q in seen.captured_queries if not q["sql"].startswith("SELECT")] == []


def test_a_session_ends_after_twelve_hours_however_busy(desk, people, clock):
    client = desk(people["author"])
    client.get("/admin/")
    for _half in range(12 * 2):
        clock(30 * 60)
        last = client.get("/admin/")
    assert last.status_code == 200
    clock(60)
    assert client.get("/admin/").status_code == 302
