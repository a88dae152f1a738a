"""The browser is told which of the texts that it keeps are saved."""

import pytest

from portal.publishing.admin.site import admin_url
from tests import articles

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

ADD = "/admin/news/category/add/"


def names(response):
    return [name for name in response.cookies if name.startswith("desk-saved-")]


def test_only_a_saved_form_is_named(client, desk, people):
    desk(people["publisher"])
    typed = {"name_vi": "Chuyên mục", "slug_vi": "chuyen-muc", "position": "1", "_kept": "m1abc"}
    assert names(client.post(ADD, typed | {"name_vi": ""})) == []
    response = client.post(ADD, typed)
    assert (response.status_code, names(response)) == (302, ["desk-saved-m1abc"])
    assert response.cookies["desk-saved-m1abc"]["path"] == "/admin/"


@pytest.mark.parametrize("place", ["", "a b", "a;b", "x" * 41])
def test_a_place_that_no_browser_made_is_left_alone(client, desk, people, place):
    desk(people["publisher"])
    typed = {"name_vi": "Chuyên mục", "slug_vi": "chuyen-muc", "position": "1", "_kept": place}
    response = client.post(ADD, typed)
    assert (response.status_code, names(response)) == (302, [])


def test_without_a_session_nothing_is_said_to_be_saved(client):
    response = client.post(ADD, {"name_vi": "Chuyên mục", "_kept": "m1abc"})
    assert response.url == f"/admin/login/?next={ADD}"
    assert names(response) == []


@pytest.mark.parametrize(("code", "said"), [("vi", "Ghi chú"), ("en", "Note")])
def test_a_note_that_a_step_needs_is_starred(desk, people, code, said):
    article = articles.submitted(people)
    client = desk(people["reviewer"])
    client.post("/admin/language/", {"language": code})
    page = client.get(admin_url(article, "record")).content.decode()
    assert f'<label for="id_send_back_note">{said} *</label>' in page
    assert f'id="id_approve_note">{said} *' not in page


@pytest.mark.parametrize(("note", "told"), [("", []), ("Thiếu nguồn", ["desk-saved-m1abc"])])
def test_the_note_of_a_step_is_saved_when_the_step_is_made(desk, people, note, told):
    article = articles.submitted(people)
    typed = {"name": "send_back", "version": article.version, "note": note, "_kept": "m1abc"}
    assert names(desk(people["reviewer"]).post(admin_url(article, "record"), typed)) == told
