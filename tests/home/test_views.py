import pytest
import time_machine
from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from portal.pages.models import SiteIdentity


@pytest.mark.django_db
class TestSecurity:
    def test_it_names_a_contact_and_ends_within_a_year(self, client):
        SiteIdentity.objects.create(pk=1, name_vi="Sở", email="lienhe@example.gov.vn")
        lines = client.get("/.well-known/security.txt").content.decode().splitlines()
        assert lines[0] == "Contact: mailto:lienhe@example.gov.vn"
        expires = parse_datetime(lines[1].removeprefix("Expires: "))
        assert 0 < (expires - timezone.now()).days < 365

    def test_it_is_silent_without_one(self, client):
        assert client.get("/.well-known/security.txt").status_code == 404


def test_the_icon_is_found_by_its_old_name(client):
    assert client.get("/favicon.ico").url == "/static/img/emblem.svg"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_the_health_pages_answer(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
def test_paper_says_where_a_page_stood_and_when(client):
    with time_machine.travel("2026-11-28T09:00:00+07:00"):
        page = client.get("/en/projects/fdi/?status=ended").content.decode()
    address = f"{settings.BASE_URL}/en/projects/fdi/?status=ended"
    assert f'<p class="wrap paper">{address} – as it stood on 28 November 2026</p>' in page
