"""The desk's home: what waits comes first, and what its reader does most."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from portal.publishing import accounts, workflow
from portal.publishing.admin import inbox
from portal.publishing.models import Notice
from portal.publishing.moments import publishable_models
from projects.models import FdiProject
from tests import articles, registers

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def home(client):
    return client.get(reverse("admin:index")).content.decode()


def boxes(shown):
    return re.findall(r'<h2 id="box-([a-z-]+)">', shown)


def places(shown):
    listed = shown.split('<ul class="places">', 1)[1].split("</ul>", 1)[0]
    return re.findall(r">([^<>]+)</a>", listed)


def test_what_waits_comes_first_and_what_is_empty_last(people, desk):
    article = articles.submitted(people)
    articles.step(article, "publish", people["publisher"], at=timezone.now() + timedelta(days=3))
    project = registers.fdi_project(people)
    registers.event(people, project, "new", "2022-01-01", 5)
    shown = boxes(home(desk(people["reviewer"])))
    assert shown == ["approve", "scheduled", "review", "drafts", "tables", "cited"]


def test_lists_in_which_one_writes_come_before_those_one_reads(people, desk):
    listed = places(home(desk(people["author"])))
    written = ["Bài viết", "Dự án đầu tư trong nước", "Dự án FDI", "Dự án ODA", "Kỳ PCI", "Tệp",
               "Thẻ", "Trang tĩnh"]  # fmt: skip
    assert listed[:9] == [*written, "Viện trợ phi chính phủ nước ngoài"]
    ledgers = ["Bảng số liệu chính thức", "Biến động dự án trong nước", "Biến động FDI"]
    assert listed[9:12] == ledgers


def test_administrators_begin_accounts(people, desk):
    created = r'<a class="button" href="/admin/auth/user/add/">Thêm tài khoản</a>'
    assert re.search(created, home(desk(people["administrator"])))
    assert "/admin/auth/user/add/" not in home(desk(people["author"]))


def test_whoever_has_no_role_yet_reads_one_sentence_and_no_empty_list(people, desk):
    newcomer = get_user_model().objects.create_user("moi", "moi@example.gov.vn", is_staff=True)
    reviewers = Group.objects.filter(name="Reviewer")
    accounts.set_roles(newcomer, reviewers, by=people["administrator"])
    shown = home(desk(newcomer))
    sentence = re.search(r"<li>\s*<span>(.*?)</span>", shown, re.DOTALL)[1]
    assert unescape(re.sub("<[^>]+>", "", sentence)) == (
        "Vai trò Người duyệt: chờ người thứ hai đồng ý."
    )
    assert 'class="places"' not in shown


def test_of_several_hours_only_the_last_is_told(people, desk):
    now = timezone.now()
    article = articles.submitted(people)
    for name, days in (("publish", 3), ("reschedule", 4)):
        articles.step(article, name, people["publisher"], at=now + timedelta(days=days))
    unread = Notice.objects.filter(recipient=people["author"], read_at=None)
    assert [notice.hour for notice in unread] == [now + timedelta(days=4)]
    articles.step(article, "reschedule", people["publisher"], at=now)
    assert [notice.reason for notice in unread.all()] == ["published"]


def test_a_box_that_holds_more_leads_to_all_of_them_with_their_number(people, desk):
    for _ in range(31):
        articles.draft(people["author"])
    client = desk(people["author"])
    shown = home(client)
    box = shown.split('<h2 id="box-drafts">', 1)[1].split("</section>", 1)[0]
    assert '<span class="count">31</span>' in box
    assert box.count('class="who"') == 30
    address, label = re.search(r'<p class="empty"><a href="([^"]+)">([^<]+)</a>', box).groups()
    assert label == "Bài viết (31)"
    listed = client.get(unescape(address)).context_data["cl"]
    assert listed.result_count == 31


def test_a_box_that_shows_all_leads_nowhere_else(people, desk):
    for _ in range(30):
        articles.draft(people["author"])
    box = home(desk(people["author"])).split('<h2 id="box-drafts">', 1)[1].split("</section>")[0]
    assert '<span class="count">30</span>' in box
    assert '<p class="empty">' not in box


def test_what_is_scheduled_is_counted_as_the_lists_show_it_to_each_role(people, desk):
    later = timezone.now() + timedelta(days=2)
    for _ in range(31):
        article = articles.submitted(people)
        articles.step(article, "publish", people["publisher"], at=later)
    project = registers.fdi_project(people)
    copy = workflow.open_copy(FdiProject.rows.get(pk=project.pk), by=people["data officer"])
    copy = articles.edit(copy, people["data officer"], title_vi="Dự án khác")
    articles.step(copy, "submit", people["data officer"])
    articles.step(copy, "publish", people["publisher"], at=later)
    seen = {}
    for name, person in people.items():
        client = desk(person)
        box = home(client).split('<h2 id="box-scheduled">', 1)[1].split("</section>", 1)[0]
        listed = 0
        for model in publishable_models():
            shown = client.get(inbox.changelist_url(model), {"state": "scheduled"})
            listed += shown.context_data["cl"].result_count
        seen[name] = int(re.search('class="count">([0-9]+)<', box)[1]), listed
        links = re.findall(r'<p class="empty"><a href="([^"]+)">([^<]+)</a>', box)
        for address, label in links:
            assert client.get(unescape(address)).context_data["cl"].result_count == 31
            assert label == "Bài viết (31)"
        assert len(links) == (seen[name][0] == 32)
    alone = ("other author", "data officer", "administrator")
    assert seen == {name: (1, 1) if name in alone else (32, 32) for name in people}
