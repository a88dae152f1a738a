"""Monitors on the machine ask by address; from elsewhere only the site's own name is answered."""

import pytest
from django.db import OperationalError, connection

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
@pytest.mark.parametrize("host", ["127.0.0.1:8000", "[::1]:8000", "10.0.0.7", "evil.example"])
def test_it_answers_on_the_loopback_whatever_the_host(client, address, host):
    for path, body in (("/health/live", b"live\n"), ("/health/ready", b"ready\n")):
        response = client.get(path, headers={"host": host}, REMOTE_ADDR=address)
        assert (response.status_code, response.content) == (200, body)


def test_from_elsewhere_it_answers_under_the_sites_name_alone(client, settings):
    settings.ALLOWED_HOSTS = ["portal.example.gov.vn"]
    for host, status in (("portal.example.gov.vn", 200), ("evil.example", 400)):
        response = client.get("/health/live", headers={"host": host}, REMOTE_ADDR="203.0.113.9")
        assert response.status_code == status


def test_no_other_page_answers_to_a_foreign_host(client, settings):
    settings.ALLOWED_HOSTS = ["portal.example.gov.vn"]
    for path in ("/vi/", "/health/", "/health/live/", "/admin/login/"):
        assert client.get(path, headers={"host": "evil.example"}).status_code == 400, path


def test_without_a_database_it_is_not_ready(client, monkeypatch):
    def away():
        raise OperationalError

    monkeypatch.setattr(connection, "cursor", away)
    assert client.get("/health/ready", headers={"host": "10.0.0.7"}).status_code == 503
