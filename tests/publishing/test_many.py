"""One step for many records: the summary, then the door that each takes alone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from news.models import Article
from portal.publishing import approvals, workflow
from portal.publishing.models import State, TransitionLog
from projects.models import FdiProject
from tests import articles, registers
from tests.forms import sent
from tests.projects.test_pages import words

pytestmark = pytest.mark.django_db

LIST = reverse("admin:news_article_changelist")
REGISTER = reverse("admin:projects_fdiproject_changelist")


def ask(client, rows, step, url=LIST):
    """The summary, as it is read."""
    data = {"action": f"{step}_selected", "_selected_action": [row.pk for row in rows]}
    return client.post(url, data)


def confirm(client, rows, step, url=LIST):
    """What the summary's form posts; gives the texts of the messages."""
    data = {
        "action": f"{step}_selected",
        "_selected_action": [row.pk for row in rows],
        "confirmed": "1",
        "seen": [f"{row.pk}:{row.version}" for row in rows],
    }
    response = client.post(url, data, follow=True)
    return [str(message) for message in response.context["messages"]]


def fields(response):
    """What the form of a summary sends."""
    return sent(html.fromstring(response.content.decode()).get_element_by_id("content-main"))


def states(rows):
    return [type(row).rows.get(pk=row.pk).status for row in rows]


def fresh(row):
    return type(row).rows.get(pk=row.pk)


@pytest.mark.parametrize(("step", "person"), [("submit", "author"), ("publish", "publisher")])
def test_another_name_is_told_beside_the_former_one(desk, people, step, person):
    renamed, as_before = (
        workflow.open_copy(articles.published(people), by=people["author"]) for _n in "ab"
    )
    former = renamed.title_vi
    articles.edit(renamed, people["author"], title_vi="Nâng cấp kè biển")
    articles.edit(as_before, people["author"], body_vi="<p>Khác.</p>")
    copies = [renamed, as_before]
    if step == "publish":
        copies = [articles.step(copy, "submit", people["author"]) for copy in copies]
    url = f"{LIST}?copies=open"
    told = words(ask(desk(people[person]), copies, step, url).content.decode())
    assert f"Tên sẽ đổi: trước đây là “{former}”." in told
    assert told.count("Tên sẽ đổi") == 1


# --- submitting ------------------------------------------------------------------------


def test_drafts_are_submitted_together(desk, people):
    author = people["author"]
    rows = [articles.draft(author), articles.draft(author, english=False)]
    told = words(ask(desk(author), rows, "submit").content.decode())
    assert "2 bản ghi đủ điều kiện." in told
    assert states(rows) == [State.DRAFT, State.DRAFT]
    assert confirm(desk(author), rows, "submit") == ["2 bản ghi đang chờ duyệt."]
    assert states(rows) == [State.REVIEW, State.REVIEW]
    steps = TransitionLog.objects.filter(name="submit").values_list("object_id", "by", "version")
    assert sorted(steps) == [(row.pk, author.pk, row.version) for row in rows]


def test_what_stands_in_the_way_is_said_for_each_and_only_the_others_go(desk, people):
    author = people["author"]
    good = articles.draft(author)
    nameless = articles.draft(author, title_vi="")
    waits = articles.submitted(people)
    foreign = articles.draft(people["other author"])
    client = desk(author)
    page = ask(client, [good, nameless, waits, foreign], "submit").content.decode()
    told = words(page)
    assert "1 bản ghi đủ điều kiện. 2 bản ghi còn vướng mắc." in told  # of a colleague: not seen
    assert "Còn thiếu: tiêu đề." in told
    assert "Bản ghi đang ở trạng thái “Chờ duyệt”: không thể làm bước này." in told
    assert page.count('name="seen"') == 1
    messages = confirm(client, [good, nameless, fresh(waits), foreign], "submit")
    assert messages[0] == "1 bản ghi đang chờ duyệt."
    assert len(messages) == 3
    assert states([good, nameless, foreign]) == [State.REVIEW, State.DRAFT, State.DRAFT]


def test_a_working_copy_that_changes_nothing_is_not_submitted(desk, people):
    author = people["author"]
    idle = workflow.open_copy(articles.published(people), by=author)
    changed = workflow.open_copy(articles.published(people), by=author)
    changed = articles.edit(changed, author, title_vi="Mới")
    url = f"{LIST}?copies=open"
    told = words(ask(desk(author), [idle, changed], "submit", url).content.decode())
    assert "1 bản ghi đủ điều kiện. 1 bản ghi còn vướng mắc." in told
    assert "Bản làm việc này chưa thay đổi điều gì." in told
    confirm(desk(author), [idle, changed], "submit", url)
    assert states([idle, changed]) == [State.DRAFT, State.REVIEW]


def test_what_publishing_will_ask_for_is_told_at_submission(desk, people):
    row = articles.draft(people["author"], category=None)
    told = words(ask(desk(people["author"]), [row], "submit").content.decode())
    assert "Khi công bố sẽ cần: Chưa chọn chuyên mục." in told


def test_a_version_that_was_not_seen_stays(desk, people):
    row = articles.draft(people["author"])
    client = desk(people["author"])
    articles.edit(row, people["author"], title_vi="Khác")
    (message,) = confirm(client, [row], "submit")
    assert message.startswith("Khác: Nội dung đã thay đổi")
    assert states([row]) == [State.DRAFT]


# --- approving and publishing ----------------------------------------------------------


def test_the_reviewer_approves_and_the_publisher_publishes(desk, people):
    rows = [articles.submitted(people), articles.submitted(people)]
    rows = [fresh(row) for row in rows]
    client = desk(people["reviewer"])
    page = client.get(LIST).content.decode()
    assert 'value="approve_selected"' in page
    assert 'value="publish_selected"' not in page
    assert confirm(client, rows, "approve") == ["Đã duyệt 2 bản ghi; người công bố sẽ quyết định."]
    assert set(approvals.of_waiting([Article.rows.get(pk=row.pk) for row in rows])) == {
        row.pk for row in rows
    }
    told = words(ask(client, rows, "approve").content.decode())
    assert told.count("Đã được duyệt rồi.") == 2
    client = desk(people["publisher"])
    assert 'value="approve_selected"' not in client.get(LIST).content.decode()
    assert confirm(client, rows, "publish") == ["Đã công bố 2 bản ghi."]
    assert set(Article.objects.public("en")) == set(rows)


def test_nobody_publishes_together_what_they_may_not_publish_alone(desk, people):
    publisher = people["publisher"]
    good, own, uncategorised = (
        articles.draft(people["author"], **values) for values in ({}, {}, {"category": None})
    )
    own = articles.edit(own, publisher, title_vi="Của tôi")
    rows = [
        fresh(articles.step(row, "submit", people["author"])) for row in (good, own, uncategorised)
    ]
    told = words(ask(desk(publisher), rows, "publish").content.decode())
    assert "1 bản ghi đủ điều kiện. 2 bản ghi còn vướng mắc." in told
    assert "Chính bạn đã sửa nội dung này:" in told
    assert len(confirm(desk(publisher), rows, "publish")) == 3
    assert list(Article.objects.public()) == [good]


def test_changes_of_public_records_are_published_from_the_list_of_what_waits(desk, people):
    author = people["author"]
    article = articles.published(people)
    copy = articles.edit(workflow.open_copy(article, by=author), author, title_vi="Tên mới")
    copy = fresh(articles.step(copy, "submit", author))
    url = f"{LIST}?state=review"
    client = desk(people["publisher"])
    page = ask(client, [copy], "publish", url).content.decode()
    assert f'action="{url}"' in page
    confirm(client, [copy], "publish", url)
    assert fresh(article).title_vi == "Tên mới"


def test_a_record_with_an_hour_is_scheduled(desk, people):
    row = articles.submitted(people, publish_at="2999-01-01T00:00Z")
    messages = confirm(desk(people["publisher"]), [fresh(row)], "publish")
    assert messages == ["1 bản ghi sẽ được công bố vào giờ đã hẹn."]
    assert not Article.objects.public().exists()


@pytest.mark.parametrize(
    ("person", "step"),
    [
        ("translator", "approve"), ("author", "approve"), ("author", "publish"),
        ("reviewer", "publish"), ("publisher", "approve"), ("administrator", "submit"),
    ],
)  # fmt: skip
def test_who_may_not_take_the_step_has_no_button_for_many(desk, people, person, step):
    row = fresh(articles.submitted(people))
    client = desk(people[person])
    assert f'value="{step}_selected"' not in client.get(LIST).content.decode()
    confirm(client, [row], step)
    assert states([row]) == [State.REVIEW]
    assert approvals.of_waiting([row]) == {}


# --- the summary -----------------------------------------------------------------------


def test_the_summary_tells_namesakes_apart(desk, people):
    officer = people["data officer"]
    rows = [
        registers.draft(FdiProject, officer, title_vi="Nhà máy", certificate_number=number)
        for number in ("1111111111", "2222222222")
    ]
    articles.step(rows[1], "submit", officer)
    told = words(ask(desk(officer), rows, "submit", REGISTER).content.decode())
    assert "Nhà máy 1111111111 Bản nháp" in told
    assert "Nhà máy 2222222222 Chờ duyệt" in told


def test_publishing_records_of_a_register_tells_how_its_public_totals_change(desk, people):
    officer = people["data officer"]
    rows = []
    for usd in (2_000_000, 3_000_000, 5_000_000):
        row = registers.fdi_project(people, public=False)
        registers.happened(people, row, "new", "2024-03-01", usd)
        rows.append(articles.step(row, "submit", officer))
    articles.step(rows[0], "approve", people["reviewer"])
    page = ask(desk(people["publisher"]), rows[:2], "publish", REGISTER).content.decode()
    told = words(page)
    assert "Các số công khai sẽ thay đổi theo:" in told
    assert "Vốn đăng ký của dự án cấp mới (2024): 0 USD → 5.000.000 USD" in told
    unseen = "Chưa có người duyệt nào duyệt phiên bản này."
    assert page.count(f'<p class="note note--warn">{unseen}</p>') == 1
    assert not FdiProject.objects.public().exists()
    confirm(desk(people["publisher"]), rows[:2], "publish", REGISTER)
    told = words(ask(desk(people["publisher"]), rows[2:], "publish", REGISTER).content.decode())
    assert "Vốn đăng ký của dự án cấp mới (2024): 5.000.000 USD → 10.000.000 USD" in told


@pytest.mark.parametrize("step", ["submit", "approve", "publish"])
def test_the_summary_of_many_takes_no_more_queries_than_that_of_few(desk, people, step):
    officer = people["data officer"]
    rows = [registers.draft(FdiProject, officer, title_vi=f"Dự án {n}") for n in range(9)]
    if step != "submit":
        rows = [articles.step(row, "submit", officer) for row in rows]
    name = {"submit": "data officer", "approve": "reviewer", "publish": "publisher"}[step]
    client = desk(people[name])
    ask(client, rows, step, REGISTER)
    counted = []
    for some in (rows[:2], rows):
        with CaptureQueriesContext(connection) as queries:
            page = ask(client, some, step, REGISTER).content.decode()
        assert page.count('name="seen"') == len(some)
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert FdiProject.rows.count() == 9


def test_what_is_published_with_totals_that_were_not_shown_is_shown_again(desk, people):
    officer = people["data officer"]
    first, other = (registers.fdi_project(people, public=False) for _ in range(2))
    registers.happened(people, first, "new", "2024-03-01", 2_000_000)
    rows = [fresh(articles.step(first, "submit", officer))]
    client = desk(people["publisher"])
    shown = fields(ask(client, rows, "publish", REGISTER))
    registers.happened(people, first, "capital_increase", "2024-05-01", 1_000_000)
    response = client.post(REGISTER, shown)
    told = words(response.content.decode())
    assert "Các số thay đổi theo đã khác so với lúc trang này hiện ra" in told
    assert "Vốn tăng thêm (đã trừ giảm vốn) (2024): 0 USD → 1.000.000 USD" in told
    assert not FdiProject.objects.public().exists()
    client.post(REGISTER, fields(response))
    assert list(FdiProject.objects.public()) == rows
    # What is counted nowhere yet moves nothing.
    shown = fields(
        ask(client, [fresh(articles.step(other, "submit", officer))], "publish", REGISTER)
    )
    registers.event(people, first, "capital_increase", "2024-06-01", 1_000_000)
    client.post(REGISTER, shown)
    assert FdiProject.objects.public().count() == 2
