"""Accounts: made by role, entered by a mailed link; much power is given by two people."""

import re
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from urllib.parse import urlencode

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from news.models import Article
from portal.pages.models import SiteIdentity
from portal.publishing import accounts, tasks
from portal.publishing.models import AccountProposal, TransitionLog
from portal.publishing.roles import ROLES
from projects.models import FdiProject
from tests import articles
from tests.forms import shown as in_the_form

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

PASSWORD = "một câu dài không ai đoán"


def user(name):
    return get_user_model().objects.get(username=name)


def roles_of(person):
    return {group.name for group in user(person.username).groups.all()}


def role(*names):
    return [Group.objects.get(name=name).pk for name in names]


@pytest.fixture
def second(people):
    """Another administrator."""
    other = get_user_model().objects.create_user("khac", "khac@example.gov.vn", is_staff=True)
    other.groups.set(role("Administrator"))
    return other


@pytest.fixture
def change(django_capture_on_commit_callbacks):
    """Posts the form of an account, with some values changed."""

    def post(client, person, **values):
        data = {
            "username": person.username,
            "email": person.email,
            "last_name": "Trần Thị",
            "first_name": "Mẫu",
            "is_active": "on",
            "groups": [group.pk for group in person.groups.all()],
            **values,
        }
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(reverse("admin:auth_user_change", args=[person.pk]), data)

    return post


@pytest.fixture
def make(desk, people, django_capture_on_commit_callbacks):
    """An administrator makes an account with roles."""

    def post(*names, username="moi", **pressed):
        data = {
            "username": username,
            "email": f"{username}@example.gov.vn",
            "last_name": "Lê Thị",
            "first_name": "Mới",
            "is_active": "on",
            "groups": role(*names),
            **pressed,
        }
        client = desk(people["administrator"])
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(reverse("admin:auth_user_add"), data, follow=True)

    return post


def decide(client, proposal, decision, **options):
    address = reverse("admin:auth_user_proposal", args=[proposal.pk])
    return client.post(address, {"decision": decision}, **options)


# --- power ---------------------------------------------------------------------------


def test_the_roles_that_take_two_people(people):
    assert {group.name for group in accounts.by_two()} == {
        "Reviewer",
        "Publisher",
        "Administrator",
    }


@pytest.mark.parametrize("name", [name for name in ROLES if name != "Administrator"])
def test_nobody_changes_their_own_roles(people, desk, change, name):
    person = people["administrator"]
    response = change(desk(person), person, groups=role("Administrator", name))
    assert response.status_code == 302
    assert roles_of(person) == {"Administrator"}
    assert not AccountProposal.objects.exists()


def test_nobody_closes_their_own_account(people, desk, change):
    change(desk(people["administrator"]), people["administrator"], is_active="")
    assert user("administrator").is_active


def test_a_role_that_decides_nothing_is_given_by_one(people, desk, change):
    change(desk(people["administrator"]), people["author"], groups=role("Author", "Translator"))
    assert roles_of(people["author"]) == {"Author", "Translator"}


def home_of(desk, name):
    """What the home of somebody's desk says."""
    home = desk(user(name)).get(reverse("admin:index")).content.decode()
    return " ".join(re.sub("<[^>]+>", " ", home).split())


def test_a_role_that_waits_is_told_in_the_list_and_to_whom_it_concerns(people, desk, make):
    make("Reviewer", username="cho")
    make("Author", username="khac")
    shown = desk(people["administrator"]).get(reverse("admin:auth_user_changelist"))
    roles = re.findall(r'field-roles">(.*?)</td>', shown.content.decode())
    assert roles.count("Người duyệt (chờ người thứ hai đồng ý)") == 1
    said = home_of(desk, "cho")
    assert "Vai trò Người duyệt : chờ người thứ hai đồng ý." in said
    assert "Một trong những người sau có thể đồng ý: publisher" in said
    assert (
        "chờ người thứ hai" not in desk(user("khac")).get(reverse("admin:index")).content.decode()
    )
    accounts.decide(AccountProposal.objects.get(), by=people["publisher"], agree=True)
    assert "chờ người thứ hai" not in home_of(desk, "cho")


def test_the_page_of_an_account_names_who_can_agree(people, desk, make, second):
    make("Reviewer", username="cho")
    url = reverse("admin:auth_user_change", args=[user("cho").pk])

    def shown():
        page = desk(people["administrator"]).get(url).content.decode()
        return " ".join(re.sub("<[^>]+>", " ", page).split())

    assert "Một trong những người sau có thể đồng ý: khac, publisher" in shown()
    accounts.decide(AccountProposal.objects.get(), by=people["publisher"], agree=True)
    assert "có thể đồng ý" not in shown()


def test_a_role_that_nobody_can_agree_to_says_so(people, desk, make):
    make("Reviewer", username="cho")
    people["publisher"].groups.clear()
    assert "Chưa có ai khác đồng ý được" in home_of(desk, "cho")


@pytest.mark.parametrize("name", ["Reviewer", "Publisher", "Administrator"])
@pytest.mark.parametrize("agrees", ["publisher", "second"])
def test_a_role_that_decides_is_given_by_two(people, desk, change, second, name, agrees):
    author, everyone = people["author"], {**people, "second": second}
    change(desk(people["administrator"]), author, groups=role("Author", name))
    assert roles_of(author) == {"Author"}
    proposal = AccountProposal.objects.get(user=author, group__name=name)
    for stranger in ("administrator", "author", "reviewer", "data officer"):
        assert decide(desk(people[stranger]), proposal, "agree").status_code == 403
    assert roles_of(author) == {"Author"}
    told = decide(desk(everyone[agrees]), proposal, "agree", follow=True)
    [said] = map(str, told.context["messages"])
    assert said == f"Đã đồng ý: vai trò {gettext(name)} cho Trần Thị Mẫu."
    assert roles_of(author) == {"Author", name}


def test_an_account_whose_only_role_waits_can_be_edited(people, desk, make, change):
    make("Reviewer")
    client = desk(people["administrator"])
    assert change(client, user("moi"), first_name="Mới Hơn").status_code == 302
    assert user("moi").first_name == "Mới Hơn"
    assert AccountProposal.objects.get(user__username="moi").agreed is None
    decide(desk(people["publisher"]), AccountProposal.objects.get(), "refuse")
    refused = change(desk(people["administrator"]), user("moi"), first_name="Ai")
    assert "Trường này là bắt buộc" in refused.content.decode()


def test_who_is_proposed_does_not_agree(people, desk, change):
    publisher = people["publisher"]
    change(desk(people["administrator"]), publisher, groups=role("Publisher", "Administrator"))
    proposal = AccountProposal.objects.get()
    assert decide(desk(publisher), proposal, "agree").status_code == 403
    assert roles_of(publisher) == {"Publisher"}


def test_what_was_refused_is_not_agreed_to_later(people, desk, change):
    change(desk(people["administrator"]), people["author"], groups=role("Author", "Publisher"))
    proposal = AccountProposal.objects.get()
    decide(desk(people["administrator"]), proposal, "refuse")
    decide(desk(people["publisher"]), proposal, "agree")
    assert roles_of(people["author"]) == {"Author"}
    proposal.refresh_from_db()
    assert (proposal.agreed, proposal.decided_by) == (False, people["administrator"])


def test_the_second_person_finds_it_on_the_home_page(people, desk, change):
    change(desk(people["administrator"]), people["author"], groups=role("Author", "Publisher"))
    proposal = AccountProposal.objects.get()
    address = reverse("admin:auth_user_proposal", args=[proposal.pk])
    for name, sees in (("publisher", True), ("reviewer", False), ("administrator", False)):
        shown = desk(people[name]).get(reverse("admin:index")).content.decode()
        assert (f'action="{address}"' in shown) is sees


def test_proposing_twice_proposes_once(people, desk, change):
    for _time in range(2):
        change(desk(people["administrator"]), people["author"], groups=role("Author", "Publisher"))
    assert AccountProposal.objects.count() == 1


def test_the_address_of_who_publishes_is_changed_by_two(people, desk, change):
    change(desk(people["administrator"]), people["publisher"], email="toi@example.org")
    assert user("publisher").email == "publisher@example.gov.vn"
    proposal = AccountProposal.objects.get(email="toi@example.org")
    assert decide(desk(people["publisher"]), proposal, "agree").status_code == 403
    second = get_user_model().objects.create_user("khac", "khac@example.gov.vn", is_staff=True)
    second.groups.set(role("Publisher"))
    decide(desk(second), proposal, "agree")
    assert user("publisher").email == "toi@example.org"


def test_the_address_of_an_author_is_changed_by_one(people, desk, change):
    change(desk(people["administrator"]), people["author"], email="moi@example.gov.vn")
    assert user("author").email == "moi@example.gov.vn"


def test_the_server_gives_the_first_roles(people):
    call_command("give_role", "author", "Administrator")
    assert roles_of(people["author"]) == {"Author", "Administrator"}
    with pytest.raises(CommandError):
        call_command("give_role", "author", "Chief")


# --- passwords -------------------------------------------------------------------------


def link(mail):
    return re.search(r"http://localhost:8000(/admin/choose-password/\S+)", mail.body)[1]


def test_an_administrator_types_nobodys_password(
    people, desk, mailoutbox, django_capture_on_commit_callbacks
):
    before = people["publisher"].password
    address = reverse("admin:auth_user_password_change", args=[people["publisher"].pk])
    client = desk(people["administrator"])
    typed = {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
    assert client.get(address).status_code == 405
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, typed)
    assert user("publisher").password == before
    assert [mail.to for mail in mailoutbox] == [["publisher@example.gov.vn"]]
    assert mailoutbox[0].subject == "Đặt mật khẩu cho tài khoản của bạn"
    shown = client.get(reverse("admin:auth_user_change", args=[people["publisher"].pk]))
    assert "argon2" not in shown.content.decode()
    assert 'type="password"' not in shown.content.decode()


def test_a_new_account_chooses_its_password_and_enters(make, mailoutbox):
    shown = make("Author").content.decode()
    assert "Đang gửi liên kết đặt mật khẩu đến moi@example.gov.vn. Trang của tài khoản" in shown
    visitor = Client()
    early = visitor.post(reverse("admin:login"), {"username": "moi", "password": PASSWORD})
    assert "Nếu tài khoản mới được tạo, trước hết hãy đặt mật khẩu" in early.content.decode()
    address = link(mailoutbox[0])
    opened = visitor.get(address, follow=True)
    assert "Tài khoản: moi" in opened.content.decode()
    typed = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    done = visitor.post(opened.redirect_chain[0][0], typed, follow=True)
    assert "Hãy đăng nhập bằng mật khẩu này." in done.content.decode()
    signed = visitor.post(reverse("admin:login"), {"username": "moi", "password": PASSWORD})
    assert (signed.status_code, signed.headers["Location"]) == (302, reverse("admin:index"))
    assert "Lê Thị Mới" in visitor.get(reverse("admin:index")).content.decode()
    again = Client().get(address, follow=True)
    assert "Liên kết này đã được dùng hoặc đã hết hạn." in again.content.decode()


@pytest.fixture
def told_of_link(people, desk, django_capture_on_commit_callbacks):
    """Mails a link by the worker; gives the words about it on the page of the account, before it
    was at work and after."""
    client, account = desk(people["administrator"]), people["author"]
    page = reverse("admin:auth_user_change", args=[account.pk])

    def told():
        return re.findall(r'class="note note--[^"]*">([^<]*iên kết[^<]*)<', text_of(client, page))

    def mail():
        assert told() == []
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("admin:auth_user_password_change", args=[account.pk]))
        before = told()
        [task] = DBTaskResult.objects.ready()
        task.claim("1")
        worker = Worker(
            queue_names=["default"], excluded_queue_names=[], interval=0, batch=True,
            backend_name="default", startup_delay=False, max_tasks=None, worker_id="1",
        )  # fmt: skip
        worker.run_task(task)
        return before, told()

    with override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}):
        yield mail


def text_of(client, address):
    return client.get(address).content.decode()


def broken(error):
    def send(*_args, **_options):
        raise error

    return send


AT = "16:00 30/11/2026"


@time_machine.travel("2026-11-30T16:00:00+07:00")
def test_the_page_of_an_account_says_that_the_link_was_sent(told_of_link, mailoutbox):
    before, after = told_of_link()
    assert before == [
        f"Có liên kết chờ gửi từ {AT}. Hãy tải lại trang này để biết đã gửi được chưa; hệ thống "
        "thử gửi lại 5 phút một lần."
    ]
    assert after == [f"Liên kết gần nhất đã gửi lúc {AT}."]
    assert len(mailoutbox) == 1


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (SMTPRecipientsRefused({}), f"Không gửi được liên kết gần nhất ({AT}): hãy kiểm tra "
                                    "địa chỉ thư điện tử rồi gửi lại."),
        (ConnectionRefusedError(), f"Có liên kết chờ gửi từ {AT}."),
    ],
)  # fmt: skip
@time_machine.travel("2026-11-30T16:00:00+07:00")
def test_the_page_of_an_account_says_that_the_link_was_not_sent(
    told_of_link, monkeypatch, error, said
):
    monkeypatch.setattr(tasks, "send_mail", broken(error))
    [told] = told_of_link()[1]
    assert told.startswith(said)


@pytest.mark.parametrize(
    ("code", "said"), [("vi", "Sở: 0227 3831 774, so@example.gov.vn."),
                       ("en", "The department: 0227 3831 774, so@example.gov.vn.")],
)  # fmt: skip
def test_whoever_forgot_the_password_reads_how_to_reach_the_department(db, client, code, said):
    login, session = reverse("admin:login"), client.session
    session["language"] = code
    session.save()
    assert said.split(":")[0] not in text_of(client, login)
    SiteIdentity.objects.create(name_vi="Sở", phone="0227 3831 774", email="so@example.gov.vn")
    assert said in text_of(client, login)


def test_the_page_of_ones_password_has_no_strokes_between_its_links(desk, people):
    client = desk(people["author"])
    for name in ("password_change", "password_change_done"):
        shown = text_of(client, reverse(f"admin:{name}"))
        tools = re.search(r'id="user-tools">(.*?)</div>', shown, re.DOTALL)[1]
        assert "Đổi mật khẩu</a>" in tools
        assert "/" not in re.sub("<[^>]+>", "", tools)


def first_text(visitor, home, kind, model):
    """Begins a record of a kind from the home page."""
    address = re.search(rf'href="([^"]+)">Thêm {kind}</a>', home)[1]
    data = in_the_form(visitor.get(address)) | {"title_vi": "Việc đầu tiên"}
    assert visitor.post(address, data).status_code == 302
    return model.rows.get().status == "draft"


def first_decision(visitor, home, title, step):
    """Opens what waits from the home page and decides on it."""
    address = re.search(rf'href="([^"]+)">{title}</a>', home)[1]
    row = Article.rows.get()
    data = {"name": step, "version": row.version, "confirmed": "1"}
    assert f'value="{step}"' in visitor.get(address, follow=True).content.decode()
    assert visitor.post(address, data).status_code == 302
    return TransitionLog.objects.latest("pk").by.username == "moi"


def first_translation(visitor, home, title):
    """Opens from the home page what lacks a translation and begins it."""
    address = re.search(rf'href="([^"]+)">{title}</a>', home)[1]
    shown = visitor.get(address, follow=True).content.decode()
    copy = re.search(r'action="([^"]+/copy/)">.*?name="scope" value="en"', shown, re.DOTALL)[1]
    form = visitor.post(copy, {"scope": "en"}).headers["Location"]
    data = in_the_form(visitor.get(form)) | {"title_en": "First work"}
    assert visitor.post(form, data).status_code == 302
    return Article.rows.get(scope="en").title_en == "First work"


def first_account(visitor, home):
    address = re.search('href="([^"]+)">Thêm tài khoản</a>', home)[1]
    data = {
        "username": "tiep",
        "email": "tiep@example.gov.vn",
        "last_name": "Vũ",
        "groups": role("Author"),
    }
    assert (
        visitor.post(address, data | {"first_name": "Tiếp", "is_active": "on"}).status_code == 302
    )
    return roles_of(user("tiep")) == {"Author"}


@pytest.mark.parametrize(
    ("name", "begins", "does"),
    [
        ("Author", None, lambda *at: first_text(*at, "bài viết", Article)),
        ("Data officer", None, lambda *at: first_text(*at, "dự án FDI", FdiProject)),
        ("Translator", "published", lambda *at: first_translation(*at, "Tin chờ")),
        ("Reviewer", "submitted", lambda *at: first_decision(*at, "Tin chờ", "approve")),
        ("Publisher", "submitted", lambda *at: first_decision(*at, "Tin chờ", "publish")),
        ("Administrator", None, first_account),
    ],
)
def test_each_role_comes_from_the_mailed_link_to_its_first_work(
    people, desk, make, mailoutbox, name, begins, does
):
    if begins:
        getattr(articles, begins)(people, title_vi="Tin chờ", english=False)
    mailoutbox.clear()
    make(name)
    for proposal in AccountProposal.objects.all():
        decide(desk(people["publisher"]), proposal, "agree")
    [mail] = [mail for mail in mailoutbox if mail.to == ["moi@example.gov.vn"]]
    visitor = Client()
    opened = visitor.get(link(mail), follow=True)
    typed = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    chosen = visitor.post(opened.redirect_chain[0][0], typed)
    assert chosen.headers["Location"] == reverse("admin:login")
    entered = visitor.post(
        chosen.headers["Location"], {"username": "moi", "password": PASSWORD}, follow=True
    )
    home = entered.content.decode()
    assert "Chào Lê Thị Mới" in home
    assert does(visitor, home)


def test_whoever_forgot_the_password_reads_whom_to_ask(client, db):
    shown = client.get(reverse("admin:login")).content.decode()
    told = "Quên mật khẩu? Hãy liên hệ người quản trị cổng để nhận liên kết đặt mật khẩu mới."
    assert shown.count(told) == 1


def test_a_weak_password_is_refused(make, mailoutbox):
    make("Author")
    visitor = Client()
    opened = visitor.get(link(mailoutbox[0]), follow=True)
    typed = {"new_password1": "ngan", "new_password2": "ngan"}
    shown = visitor.post(opened.redirect_chain[0][0], typed).content.decode()
    assert "15 ký tự" in shown
    assert not user("moi").has_usable_password()


def test_a_closed_account_gets_no_link(
    people, desk, mailoutbox, django_capture_on_commit_callbacks
):
    get_user_model().objects.filter(pk=people["author"].pk).update(is_active=False)
    address = reverse("admin:auth_user_password_change", args=[people["author"].pk])
    with django_capture_on_commit_callbacks(execute=True):
        desk(people["administrator"]).post(address)
    assert mailoutbox == []


# --- the list and the form ---------------------------------------------------------------


def test_a_new_account_needs_a_role_and_an_address_of_its_own(people, desk):
    data = {"username": "moi", "email": "AUTHOR@example.gov.vn", "last_name": "Lê"}
    response = desk(people["administrator"]).post(reverse("admin:auth_user_add"), data)
    assert set(response.context["adminform"].form.errors) == {"email", "first_name", "groups"}
    assert not get_user_model().objects.filter(username="moi").exists()


def test_the_list_tells_the_roles(people, desk):
    people["author"].groups.add(Group.objects.get(name="Translator"))
    shown = desk(people["administrator"]).get(reverse("admin:auth_user_changelist"))
    rows = re.findall(
        r'field-username"><a[^>]*>([^<]+)<.*?field-roles">([^<]+)<', shown.content.decode(), re.S
    )
    assert dict(rows)["author"] == "Tác giả, Người dịch"
    assert dict(rows)["publisher"] == "Người công bố"


def test_the_list_is_filtered_by_roles_under_their_names(people, desk):
    client, address = desk(people["administrator"]), reverse("admin:auth_user_changelist")
    shown = client.get(address).content.decode()
    roles = dict(re.findall(r'href="\?role=(\d+)"[^>]*>\s*([^<]+?)\s*<', shown))
    assert list(roles.values()) == [
        "Tác giả", "Người dịch", "Người duyệt", "Người công bố", "Cán bộ dữ liệu", "Người quản trị",
    ]  # fmt: skip
    translator = Group.objects.get(name="Translator").pk
    listed = client.get(address, {"role": translator}).context_data["cl"].result_list
    assert [account.username for account in listed] == ["translator"]
    assert client.get(address, {"role": "9" * 40}).context_data["cl"].result_count == len(people)


def test_nothing_of_the_form_is_english_or_about_hashes(people, desk):
    client = desk(people["administrator"])
    for address in (
        reverse("admin:auth_user_add"),
        reverse("admin:auth_user_change", args=[people["author"].pk]),
    ):
        shown = client.get(address).content.decode()
        for word in ("SSO", "single-sign-on", "Single Sign-On", "algorithm", "superuser"):
            assert word not in shown
        assert "Người công bố (cần hai người trao)" in shown
        labels = re.findall(r"<(?:label|legend)[^>]*>\s*([^<]+?):?\s*</", shown)
        assert [label for label in labels if label[:1].islower()] == []
        assert {"Họ và tên đệm *", "Tên đăng nhập *", "Vai trò *"} <= set(labels)


def test_an_account_that_is_edited_further_stays_open(make):
    assert make("Author", _continue="1").request["PATH_INFO"] == change_url(user("moi"))
    listed = make("Author", username="nua").request["PATH_INFO"]
    assert listed == reverse("admin:auth_user_changelist")


def change_url(account):
    return reverse("admin:auth_user_change", args=[account.pk])


# --- the lock after wrong passwords -----------------------------------------------------


def sign_in(password, name="author"):
    """What the page says to a try, or where it leads."""
    response = Client().post("/admin/login/", {"username": name, "password": password})
    return response.headers.get("Location") or response.content.decode()


@pytest.fixture
def locked(people):
    """An account that was tried with five wrong passwords, and when that was."""
    begun = timezone.now()
    with time_machine.travel(begun, tick=False):
        for _try in range(5):
            sign_in("sai")
        assert "Đăng nhập sai quá nhiều lần" in sign_in("mật khẩu thử")
    return begun


@pytest.mark.parametrize(("minutes", "is_open"), [(14, False), (16, True)])
def test_tries_meanwhile_do_not_prolong_the_lock(locked, minutes, is_open):
    for later in (5, 10, minutes):
        with time_machine.travel(locked + timedelta(minutes=later), tick=False):
            answer = sign_in("mật khẩu thử")
    assert (answer == "/admin/") is is_open


def test_a_password_chosen_by_the_mailed_link_opens_at_once(
    locked, mailoutbox, django_capture_on_commit_callbacks
):
    with time_machine.travel(locked + timedelta(minutes=1), tick=False):
        with django_capture_on_commit_callbacks(execute=True):
            accounts.invite(user("author"))
        visitor = Client()
        opened = visitor.get(link(mailoutbox[-1]), follow=True)
        chosen = {"new_password1": PASSWORD, "new_password2": PASSWORD}
        visitor.post(opened.redirect_chain[0][0], chosen)
        assert sign_in(PASSWORD) == "/admin/"


# --- a session that ended ---------------------------------------------------------------


def test_who_presses_a_button_after_the_session_comes_back_to_its_page(people, desk):
    row = articles.published(people)
    page, copy = (
        reverse(f"admin:news_article_{name}", args=[row.pk]) for name in ("record", "copy")
    )
    for referer, back in [
        (f"http://testserver{page}?a=1", f"{page}?a=1"),
        ("http://elsewhere.example/admin/", copy),
        ("", copy),
    ]:
        response = Client().post(copy, {"scope": ""}, headers={"referer": referer})
        assert response.url == f"/admin/login/?{urlencode({'next': back}, safe='/')}"
    response = desk(people["author"]).get(copy)
    assert (response.status_code, response["Allow"]) == (405, "POST")
    said = response.content.decode()
    assert "Bước này bắt đầu bằng một nút bấm" in said
    assert f'href="{reverse("admin:index")}"' in said
