"""Requests that no form of ours sends: forged fields, versions, keys, tokens and addresses."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from news.models import Article, Attachment, GalleryItem, Tag
from portal.publishing import workflow
from portal.publishing.models import File, Notice, PreviewLink, State, TransitionLog
from portal.publishing.slugs import kind_of
from tests import articles
from tests.publishing.test_permissions import form_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

PASSWORD = "một câu dài không ai đoán"


def address(page, *args):
    return reverse(f"admin:news_article_{page}", args=args)


def columns(row):
    """Everything a row holds, children and choices included."""
    row = Article.rows.get(pk=row.pk)
    values = {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}
    for name in row.copied_m2m:
        values[name] = sorted(getattr(row, name).values_list("pk", flat=True))
    for accessor, children in row.children():
        values[accessor] = [
            {field.name: getattr(child, field.attname) for field in child._meta.concrete_fields}
            for child in children
        ]
    return values


def inline(prefix, *rows, initial=None):
    """What an inline list posts."""
    data = {
        f"{prefix}-TOTAL_FORMS": len(rows),
        f"{prefix}-INITIAL_FORMS": len(rows) if initial is None else initial,
    }
    for number, row in enumerate(rows):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def forged_state(other, original):
    """Every column that belongs to the workflow, as an attacker would like it."""
    return {
        "status": "published",
        "live_vi": "on",
        "live_en": "on",
        "replaces": original.pk,
        "scope": "en",
        "version": "99",
        "created_by": other.pk,
        "updated_by": other.pk,
        "first_public_at": "2020-01-01",
        "first_public_at_0": "2020-01-01",
        "first_public_at_1": "00:00",
        "source_revision": "99",
        "source_digest": "x",
        "confirmed_vi": "99",
        "confirmed_en": "99",
        "folded": "x",
        "clashes": "[]",
        "id": original.pk,
        "pk": original.pk,
    }


class TestForms:
    def test_a_new_record_takes_no_state_from_the_form(self, people, desk):
        original = articles.published(people)
        before = columns(original)
        data = form_of(articles.draft(people["author"])) | {"slug_vi": "", "slug_en": ""}
        data |= forged_state(people["publisher"], original)
        desk(people["author"]).post(address("add"), data)
        made = Article.rows.latest("pk")
        assert (made.status, made.replaces, made.scope) == (State.DRAFT, None, "")
        assert (made.live_vi, made.live_en, made.first_public_at) == (False, False, None)
        assert (made.version, made.source_revision, made.confirmed_en) == (1, 0, 0)
        assert made.created_by == made.updated_by == people["author"]
        assert columns(original) == before

    def test_a_changed_record_takes_no_state_from_the_form(self, people, desk):
        original, draft = articles.published(people), articles.draft(people["author"])
        before = columns(original)
        data = form_of(draft) | forged_state(people["publisher"], original)
        desk(people["author"]).post(address("change", draft.pk), data)
        draft = Article.rows.get(pk=draft.pk)
        assert (draft.status, draft.replaces, draft.scope) == (State.DRAFT, None, "")
        assert (draft.live_vi, draft.live_en, draft.first_public_at) == (False, False, None)
        assert draft.version == 2
        assert draft.created_by == draft.updated_by == people["author"]
        assert columns(original) == before

    @pytest.mark.parametrize("state", ["draft", "review", "copy"])
    def test_a_translator_changes_the_other_language_only(
        self, people, desk, picture, document, state
    ):
        row = {
            "draft": lambda: articles.draft(people["author"]),
            "review": lambda: articles.submitted(people),
            "copy": lambda: workflow.open_copy(
                articles.published(people), by=people["translator"], scope="en"
            ),
        }[state]()
        shown = GalleryItem.objects.create(article=row, file=picture, alt_vi="Cảng", alt_en="Port")
        Attachment.objects.create(article=row, file=document, title_vi="Báo cáo")
        workflow.record_edit(row, by=people["reviewer"])
        before = columns(row)
        data = form_of(row) | {
            "slug_vi": "khac",
            "body_vi": "<p>Khác</p>",
            "cover": picture.pk,
            "cover_decorative": "on",
            "category": "",
            "tags": Tag.objects.create(name_vi="Thẻ").pk,
            "related": articles.published(people).pk,
            "pinned": "on",
            "publish_at_0": "01/01/2020",
            "publish_at_1": "00:00",
            "expire_at_0": "01/01/2020",
            "expire_at_1": "00:00",
            "source_language": "en",
        }
        data |= inline(
            "gallery",
            {
                "id": shown.pk,
                "article": row.pk,
                "file": "",
                "decorative": "on",
                "position": 9,
                "alt_vi": "khác",
                "alt_en": "The port",
                "DELETE": "on",
            },
            {"id": "", "article": row.pk, "file": picture.pk, "alt_en": "new", "position": 1},
            {"id": "999999", "article": row.pk, "file": picture.pk, "alt_en": "revived"},
            initial=1,
        )
        data |= inline("attachments", initial=0)
        desk(people["translator"]).post(address("change", row.pk), data)
        after = columns(row)
        changed = {name for name in before if after[name] != before[name]}
        kept_by_the_workflow = {"version", "updated_by", "updated_at", "folded"}
        assert changed == {"title_en", "gallery"} | kept_by_the_workflow
        assert [item["id"] for item in after["gallery"]] == [shown.pk]
        assert after["gallery"][0] == before["gallery"][0] | {"alt_en": "The port"}

    def test_a_translator_cannot_save_as_new(self, people, desk):
        draft = articles.draft(people["author"])
        data = form_of(draft) | {"_saveasnew": "1", "slug_vi": "", "slug_en": ""}
        response = desk(people["translator"]).post(address("change", draft.pk), data)
        assert (response.status_code, Article.rows.count()) == (403, 1)

    def test_a_translator_cannot_settle_the_clashes_of_the_whole_record(self, people, desk):
        copy = workflow.open_copy(articles.published(people), by=people["author"])
        Article.rows.filter(pk=copy.pk).update(clashes=[{"field": "title_vi", "theirs": "X"}])
        data = form_of(copy) | {"clashes_settled": "on"}
        desk(people["translator"]).post(address("change", copy.pk), data)
        copy = Article.rows.get(pk=copy.pk)
        assert copy.title_en.endswith("(sửa)")
        assert copy.clashes == [{"field": "title_vi", "theirs": "X"}]

    def test_an_inline_row_of_another_record_is_left_alone(self, people, desk, picture):
        mine, foreign = articles.draft(people["author"]), articles.draft(people["other author"])
        theirs = GalleryItem.objects.create(article=foreign, file=picture, alt_vi="Của họ")
        before = columns(foreign)
        forged = {"id": theirs.pk, "article": mine.pk, "file": picture.pk, "alt_vi": "Của tôi"}
        data = form_of(mine) | inline("gallery", {**forged, "position": 0, "DELETE": "on"})
        desk(people["author"]).post(address("change", mine.pk), data)
        data = form_of(mine) | inline("gallery", {**forged, "article": foreign.pk, "position": 0})
        desk(people["author"]).post(address("change", mine.pk), data)
        assert columns(foreign) == before

    def test_a_related_article_cannot_be_a_working_copy(self, people, desk):
        draft = articles.draft(people["author"])
        copy = workflow.open_copy(articles.published(people), by=people["author"])
        response = desk(people["author"]).post(
            address("change", draft.pk), form_of(draft) | {"related": copy.pk}
        )
        assert response.status_code == 200
        assert list(draft.related.all()) == []

    def test_a_picture_field_takes_no_document(self, people, desk, document):
        draft = articles.draft(people["author"])
        response = desk(people["author"]).post(
            address("change", draft.pk), form_of(draft) | {"cover": document.pk}
        )
        assert response.status_code == 200
        assert Article.rows.get(pk=draft.pk).cover is None

    @pytest.mark.parametrize("version", [None, "", "0", "-1", "99", "9" * 30, "x"])
    def test_a_save_without_the_right_version_changes_nothing(self, people, desk, version):
        draft = articles.draft(people["author"])
        data = form_of(draft)
        del data["_version"]
        if version is not None:
            data["_version"] = version
        response = desk(people["author"]).post(address("change", draft.pk), data)
        assert Article.rows.get(pk=draft.pk).title_vi == draft.title_vi
        assert response.status_code == 200

    def test_an_overwrite_is_bound_to_the_version_it_saw(self, people, desk):
        draft = articles.draft(people["author"])
        old = form_of(draft)
        articles.edit(draft, people["reviewer"], title_vi="Của người khác")
        desk(people["author"]).post(address("change", draft.pk), old | {"_overwrite": "1"})
        assert Article.rows.get(pk=draft.pk).title_vi == "Của người khác"

    @pytest.mark.parametrize("page", ["record", "copy", "share", "change", "history", "delete"])
    @pytest.mark.parametrize("pk", ["999999", "9" * 30])
    def test_an_object_that_does_not_exist_breaks_nothing(self, people, desk, page, pk):
        client = desk(people["publisher"])
        client.raise_request_exception = False
        url = address(page, 1).replace("/1/", f"/{pk}/")
        for response in (client.get(url), client.post(url, {"_version": "1"})):
            assert response.status_code in (302, 403, 404, 405)


class TestSteps:
    def post(self, client, row, **data):
        version = Article.rows.get(pk=row.pk).version
        values = {"version": version, "note": "Vì sao", "confirmed": "1"} | data
        return client.post(address("record", row.pk), values)

    @pytest.mark.parametrize(
        "name", ["", "apply", "__init__", "publish\x00", "PUBLISH", "published", "submit"]
    )
    def test_it_knows_no_other_names(self, people, desk, name):
        article = articles.submitted(people)
        self.post(desk(people["publisher"]), article, name=name)
        assert Article.rows.get(pk=article.pk).status == State.REVIEW

    @pytest.mark.parametrize("version", ["", "0", "2", "-1", "1.5", "9" * 30, "x", "1\x00"])
    def test_it_refuses_every_version_but_the_one_that_was_read(self, people, desk, version):
        article = articles.submitted(people)
        self.post(desk(people["publisher"]), article, name="publish", version=version)
        assert Article.rows.get(pk=article.pk).status == State.REVIEW

    @pytest.mark.parametrize("languages", [["fr"], ["en"], ["vi", "en"], ["vi", ""], ["vi\x00"]])
    def test_it_refuses_languages_that_cannot_be_public(self, people, desk, languages):
        article = articles.submitted(people, english=False)
        self.post(desk(people["publisher"]), article, name="publish", languages=languages)
        assert Article.rows.get(pk=article.pk).status == State.REVIEW

    def test_it_holds_a_superuser_to_four_eyes(self, people, desk):
        person = get_user_model().objects.create_superuser("root", "", PASSWORD)
        article = articles.draft(person)
        articles.step(article, "submit", person)
        self.post(desk(person), article, name="publish")
        assert Article.rows.get(pk=article.pk).status == State.REVIEW

    def test_it_takes_a_former_author_for_what_they_are_now(self, people, desk):
        article = articles.submitted(people)
        people["author"].groups.set(Group.objects.filter(name="Data officer"))
        response = self.post(desk(people["author"]), article, name="recall")
        assert Article.rows.get(pk=article.pk).status == State.REVIEW
        assert response.status_code != 302

    def test_it_reads_the_rights_again_with_each_request(self, people, desk):
        article = articles.submitted(people)
        client = desk(people["publisher"])
        people["publisher"].groups.clear()
        assert self.post(client, article, name="publish").status_code == 403
        assert Article.rows.get(pk=article.pk).status == State.REVIEW

    @pytest.mark.parametrize("scope", ["", "vi"])
    def test_a_translator_opens_no_copy_but_of_the_other_language(self, people, desk, scope):
        article = articles.published(people)
        response = desk(people["translator"]).post(address("copy", article.pk), {"scope": scope})
        assert (response.status_code, Article.rows.count()) == (403, 1)

    def test_a_translator_opens_a_copy_of_the_other_language(self, people, desk):
        article = articles.published(people)
        desk(people["translator"]).post(address("copy", article.pk), {"scope": "en"})
        copy = Article.rows.get(replaces=article)
        assert (copy.scope, copy.created_by) == ("en", people["translator"])

    @pytest.mark.parametrize("scope", ["fr", "vi,en", "EN"])
    def test_it_opens_no_copy_of_a_language_that_is_none(self, people, desk, scope):
        article = articles.published(people)
        response = desk(people["author"]).post(address("copy", article.pk), {"scope": scope})
        assert (response.status_code, Article.rows.count()) == (404, 1)

    def test_a_reader_is_not_led_into_a_copy(self, people, desk):
        article = articles.published(people)
        workflow.open_copy(article, by=people["author"])
        response = desk(people["data officer"]).post(address("copy", article.pk), {"scope": ""})
        assert response.status_code == 403

    def test_save_and_submit_asks_the_same_door(self, people, desk):
        article = articles.draft(people["author"])
        data = form_of(article) | {"_submit": "1"}
        desk(people["translator"]).post(address("change", article.pk), data)
        article = Article.rows.get(pk=article.pk)
        assert (article.status, article.title_en[-5:]) == (State.DRAFT, "(sửa)")


class TestBulk:
    def publish(self, client, rows, **data):
        return client.post(
            address("changelist"),
            {
                "action": "publish_selected",
                "_selected_action": [row.pk for row in rows],
                "confirmed": "1",
                "seen": [f"{row.pk}:{row.version}" for row in rows],
                **data,
            },
        )

    def public(self):
        return set(Article.objects.public().values_list("pk", flat=True))

    @pytest.mark.parametrize(
        "name", ["author", "translator", "reviewer", "data officer", "administrator"]
    )
    def test_only_publishers_have_it(self, people, desk, name):
        self.publish(desk(people[name]), [articles.submitted(people)])
        assert self.public() == set()

    def test_it_goes_through_the_one_door_for_each(self, people, desk):
        ready = articles.submitted(people)
        ready.refresh_from_db()
        draft = articles.draft(people["author"])
        own = articles.draft(people["author"])
        articles.edit(own, people["publisher"], title_vi="Của tôi")
        articles.step(own, "submit", people["author"])
        own.refresh_from_db()
        self.publish(desk(people["publisher"]), [draft, own, ready])
        assert self.public() == {ready.pk}

    @pytest.mark.parametrize("seen", [[], ["x"], [":"], ["1:x"], ["{}:0"], ["{}:99"], ["{}:²"]])
    def test_it_publishes_nothing_that_was_not_seen(self, people, desk, seen):
        article = articles.submitted(people)
        forged = [value.format(article.pk) for value in seen]
        self.publish(desk(people["publisher"]), [article], seen=forged)
        assert self.public() == set()

    def test_select_across_publishes_nothing_that_was_not_seen(self, people, desk):
        articles.submitted(people)
        self.publish(desk(people["publisher"]), [], _selected_action="0", select_across="1")
        assert self.public() == set()

    def test_records_cannot_be_deleted_in_bulk(self, people, desk):
        draft = articles.draft(people["author"])
        data = {"action": "delete_selected", "_selected_action": draft.pk, "post": "yes"}
        for name in ("author", "publisher"):
            desk(people[name]).post(address("changelist"), data)
        assert Article.rows.filter(pk=draft.pk).exists()


class TestChoosers:
    def ask(self, client, **values):
        query = {"app_label": "news", "model_name": "article", "field_name": "related", "term": ""}
        return client.get(reverse("admin:autocomplete"), query | values)

    def test_related_articles_are_originals(self, people, desk):
        article = articles.published(people)
        workflow.open_copy(article, by=people["author"])
        response = self.ask(desk(people["author"]))
        assert [row["id"] for row in response.json()["results"]] == [str(article.pk)]

    @pytest.mark.parametrize(
        "values",
        [
            {"field_name": "created_by"},
            {"field_name": "title_vi"},
            {"field_name": "nothing"},
            {"model_name": "historicalarticle", "field_name": "history_user"},
            {"app_label": "publishing", "model_name": "notice", "field_name": "recipient"},
            {"app_label": "auth", "model_name": "user", "field_name": "groups"},
            {"app_label": "auth", "model_name": "permission", "field_name": "content_type"},
            {"app_label": "axes", "model_name": "accesslog", "field_name": "username"},
        ],
        ids=lambda values: "-".join(values.values()),
    )
    def test_an_author_cannot_search_other_things_through_them(self, people, desk, values):
        articles.draft(people["author"])
        response = self.ask(desk(people["author"]), **values)
        shown = response.json()["results"] if response.status_code == 200 else []
        assert (response.status_code in (403, 404), shown) == (True, [])


class TestLists:
    @pytest.mark.parametrize(
        "query",
        [
            "created_by__password__startswith=a",
            "updated_by__email__contains=a",
            "category__articles__created_by__password__startswith=a",
            "related__created_by__password__startswith=a",
            "_to_field=created_by__password",
        ],
    )
    def test_a_filter_reaches_no_other_table(self, people, desk, query):
        response = desk(people["author"]).get(f"{address('changelist')}?{query}")
        assert response.status_code == 400

    @pytest.mark.parametrize(
        "query",
        [
            "password__startswith=a",
            "groups__user__password__startswith=a",
            "_to_field=password",
        ],
    )
    def test_no_filter_tells_passwords(self, people, desk, query):
        url = reverse("admin:auth_user_changelist")
        assert desk(people["administrator"]).get(f"{url}?{query}").status_code == 400

    def test_files_tell_nothing_of_their_uploaders(self, people, desk):
        url = reverse("admin:publishing_file_changelist")
        response = desk(people["author"]).get(f"{url}?uploaded_by__password__startswith=a")
        assert response.status_code == 400

    @pytest.mark.parametrize(
        "query",
        [
            "o=99",
            "o=-1.x",
            "o=created_by__password",
            "p=99999",
            "q=%00",
            "state=nothing",
            "state=draft%00",
            "whose=%27",
            "category__id__exact=x",
            "status__exact=%00",
            "e=1",
        ],
    )
    def test_a_strange_query_breaks_nothing(self, people, desk, query):
        articles.draft(people["author"])
        response = desk(people["author"]).get(f"{address('changelist')}?{query}")
        assert response.status_code in (200, 302, 400)


class TestAccounts:
    def form(self, person, **values):
        return {
            "username": person.username,
            "email": person.email,
            "is_active": "on",
            "last_name": "Trần",
            "first_name": "Mẫu",
            "groups": [group.pk for group in person.groups.all()],
            **values,
        }

    def change(self, client, person, **values):
        url = reverse("admin:auth_user_change", args=[person.pk])
        return client.post(url, self.form(person, **values))

    def test_an_administrator_makes_nobody_a_superuser(self, people, desk):
        person = people["administrator"]
        permission = Permission.objects.get(codename="publish_article")
        forged = {"is_superuser": "on", "user_permissions": [permission.pk], "last_name": "Lê"}
        response = self.change(desk(person), person, **forged)
        person.refresh_from_db()
        assert (response.status_code, person.last_name) == (302, "Lê")
        assert person.is_superuser is False
        assert list(person.user_permissions.all()) == []

    def test_a_new_account_has_no_rights_but_those_of_harmless_roles(self, people, desk):
        data = {
            "username": "moi",
            "email": "moi@example.gov.vn",
            "last_name": "Lê",
            "first_name": "Mới",
            "password1": PASSWORD,
            "password2": PASSWORD,
            "usable_password": "true",
            "is_superuser": "on",
            "user_permissions": [Permission.objects.get(codename="publish_article").pk],
            "groups": [group.pk for group in Group.objects.all()],
        }
        desk(people["administrator"]).post(reverse("admin:auth_user_add"), data)
        made = get_user_model().objects.get(username="moi")
        assert (made.is_superuser, made.has_usable_password()) == (False, False)
        assert list(made.user_permissions.all()) == []
        given = {group.name for group in made.groups.all()}
        assert given == {"Author", "Translator", "Data officer"}

    def test_an_administrator_does_not_get_at_a_superuser(self, people, desk):
        root = get_user_model().objects.create_superuser("root", "root@example.gov.vn", PASSWORD)
        client = desk(people["administrator"])
        url = reverse("admin:auth_user_password_change", args=[root.pk])
        stolen = {"password1": PASSWORD + "2", "password2": PASSWORD + "2"}
        client.post(url, {"usable_password": "true", **stolen})
        self.change(client, root, username="mine", email="me@example.org", is_active="")
        after = get_user_model().objects.get(pk=root.pk)
        assert (after.username, after.email, after.is_active) == ("root", root.email, True)
        assert after.password == root.password

    @pytest.mark.parametrize("name", ["author", "publisher", "data officer"])
    def test_the_others_do_not_get_at_accounts(self, people, desk, name):
        client = desk(people[name])
        publisher = Group.objects.get(name="Publisher")
        response = self.change(client, people["author"], groups=[publisher.pk])
        assert response.status_code == 403
        assert [group.name for group in people["author"].groups.all()] == ["Author"]

    def test_roles_are_made_by_the_command_alone(self, people, desk):
        client = desk(people["administrator"])
        for path in ("auth/group/", "auth/group/add/", "auth/group/1/change/", "auth/permission/"):
            assert client.get(f"/admin/{path}").status_code == 404

    def test_nobody_takes_their_password_from_another(self, people, desk):
        client = desk(people["author"])
        url = reverse("admin:auth_user_password_change", args=[people["publisher"].pk])
        before = people["publisher"].password
        client.post(url, {"usable_password": "true", "password1": PASSWORD, "password2": PASSWORD})
        people["publisher"].refresh_from_db()
        assert people["publisher"].password == before

    @pytest.mark.parametrize("column", ["is_active", "is_staff"])
    def test_a_closed_account_neither_enters_nor_stays(self, people, desk, column):
        author = people["author"]
        author.set_password(PASSWORD)
        author.save()
        client = desk(author)
        assert client.get("/admin/jsi18n/").status_code == 200
        setattr(author, column, False)
        author.save()
        assert client.get("/admin/jsi18n/").status_code == 302
        visitor = Client()
        visitor.post("/admin/login/", {"username": author.username, "password": PASSWORD})
        assert visitor.get("/admin/jsi18n/").status_code == 302

    def test_a_session_ends_however_busy(self, people, desk):
        client = desk(people["author"])
        start = timezone.now()
        for minutes in range(0, 12 * 60, 20):
            with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
                assert client.get("/admin/jsi18n/").status_code == 200
        with time_machine.travel(start + timedelta(hours=12, minutes=5), tick=False):
            assert client.get("/admin/jsi18n/").status_code == 302

    def test_guessing_a_password_locks_out(self, people):
        author = people["author"]
        author.set_password(PASSWORD)
        author.save()
        visitor = Client()
        for password in ["wrong"] * 5 + [PASSWORD]:
            visitor.post("/admin/login/", {"username": author.username, "password": password})
        assert visitor.get("/admin/jsi18n/").status_code == 302


EVIL = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "https://testserver@evil.example/",
    "https:///evil.example",
]


class TestRedirects:
    @pytest.mark.parametrize("evil", EVIL)
    def test_the_language_leads_nowhere_else(self, people, desk, evil):
        response = desk(people["author"]).post("/admin/language/", {"language": "en", "next": evil})
        assert (response.status_code, response.headers["Location"]) == (302, "/admin/")

    def test_the_language_leads_back(self, people, desk):
        client = desk(people["author"])
        response = client.post("/admin/language/", {"language": "en", "next": "/admin/news/"})
        assert response.headers["Location"] == "/admin/news/"
        assert client.get("/admin/jsi18n/").headers["Content-Language"] == "en"

    @pytest.mark.parametrize("language", ["fr", "", "en\x00", "../en", "x" * 5000])
    def test_it_knows_no_other_language(self, people, desk, language):
        client = desk(people["author"])
        client.post("/admin/language/", {"language": language})
        assert client.get("/admin/jsi18n/").headers["Content-Language"] == "vi"

    @pytest.mark.parametrize("evil", EVIL)
    def test_the_login_leads_nowhere_else(self, people, evil):
        author = people["author"]
        author.set_password(PASSWORD)
        author.save()
        data = {"username": author.username, "password": PASSWORD, "next": evil}
        location = Client().post("/admin/login/", data).headers["Location"]
        assert location.startswith("/")
        assert "evil" not in location

    @pytest.mark.parametrize("path", ["/admin//evil.example", "//evil.example/admin/news"])
    def test_a_missing_slash_leads_nowhere_else(self, people, desk, path):
        response = desk(people["author"]).get(path)
        assert not response.headers.get("Location", "").startswith(("//", "http"))


def test_a_notice_of_another_is_neither_shown_nor_read(people, desk):
    notice = Notice.objects.create(
        kind=kind_of(Article),
        object_id=articles.draft(people["author"]).pk,
        recipient=people["author"],
        reason=Notice.Kind.SENT_BACK,
    )
    url = reverse("admin:notice", args=[notice.pk])
    assert desk(people["publisher"]).get(url).status_code == 404
    assert Notice.objects.get(pk=notice.pk).read_at is None
    assert desk(people["author"]).get(url).status_code == 302
    assert Notice.objects.get(pk=notice.pk).read_at is not None


def link_to(row, people, **values):
    """A preview link to a row."""
    defaults = {
        "kind": kind_of(Article),
        "object_id": row.pk,
        "created_by": people["author"],
        "expires_at": timezone.now() + timedelta(days=7),
    }
    return PreviewLink.objects.create(**defaults | values)


def preview_status(client, token):
    return client.get(reverse("preview", args=[token])).status_code


class TestPreviewLinks:
    def test_it_shows_a_draft_to_whoever_has_it(self, people, client):
        link = link_to(articles.draft(people["author"]), people)
        response = client.get(reverse("preview", args=[link.token]))
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response.headers["X-Robots-Tag"]
        assert not response.cookies

    def test_a_token_cannot_be_made_up(self, people, client):
        link = link_to(articles.draft(people["author"]), people)
        other = link_to(articles.draft(people["author"]), people)
        pk, signature = link.token.split(":")
        forged = [
            pk,
            f"{pk}:",
            f"{pk}:{signature[:-1]}",
            f"{other.pk}:{signature}",
            f"{pk}:{signature}:{signature}",
            f"{pk}:{signature.swapcase()}",
            signing.Signer().sign(pk),
            signing.Signer(salt="portal.publishing").sign(pk),
            signing.Signer(salt=PreviewLink.SALT, key="another secret").sign(pk),
            f"{pk}\x00:{signature}",
        ]
        assert [preview_status(client, token) for token in forged] == [404] * len(forged)

    def test_it_dies_when_it_expires_or_is_revoked(self, people, client):
        row = articles.draft(people["author"])
        expired = link_to(row, people, expires_at=timezone.now() - timedelta(seconds=1))
        revoked = link_to(row, people, revoked_at=timezone.now())
        assert preview_status(client, expired.token) == 404
        assert preview_status(client, revoked.token) == 404

    def test_it_dies_with_publication_and_with_the_draft(self, people, client):
        article = articles.submitted(people)
        published = link_to(article, people)
        assert preview_status(client, published.token) == 200
        articles.step(article, "publish", people["publisher"])
        assert preview_status(client, published.token) == 404
        articles.step(article, "withdraw", people["publisher"], note="Sai")
        assert preview_status(client, published.token) == 404
        assert preview_status(client, link_to(Article(pk=999999), people).token) == 404

    def test_it_is_revoked_through_its_own_record_only(self, people, desk):
        article, other = articles.draft(people["author"]), articles.draft(people["author"])
        link = link_to(article, people)
        client = desk(people["author"])
        client.post(address("share", other.pk), {"revoke": link.pk})
        assert preview_status(client, link.token) == 200
        for forged in ("x", "-1", "9" * 30, "²", f"{link.pk} "):
            client.post(address("share", article.pk), {"revoke": forged})
        assert preview_status(client, link.token) == 200
        client.post(address("share", article.pk), {"revoke": link.pk})
        assert preview_status(client, link.token) == 404

    def test_a_colleague_revokes_no_link_of_a_foreign_draft(self, people, desk):
        link = link_to(articles.draft(people["author"]), people)
        desk(people["other author"]).post(address("share", link.object_id), {"revoke": link.pk})
        assert PreviewLink.objects.alive().count() == 1

    @pytest.mark.parametrize("language", ["fr", "VI", "vi-VN"])
    def test_the_staff_preview_knows_no_other_language(self, people, desk, language):
        row = articles.draft(people["author"])
        response = desk(people["author"]).get(address("preview", row.pk, language))
        assert response.status_code == 404


class TestFiles:
    def status(self, client, file, token=""):
        url = reverse("file", args=[file.key, file.name])
        return client.get(url, {"token": token} if token else {}).status_code

    def test_the_file_of_a_draft_is_for_its_circle(self, people, desk, document):
        article = articles.draft(people["author"], cover=None)
        Attachment.objects.create(article=article, file=document, title_vi="Báo cáo")
        workflow.record_edit(article, by=people["author"])
        assert self.status(Client(), document) == 404
        for name, status in {"author": 200, "publisher": 200, "other author": 404}.items():
            assert self.status(desk(people[name]), document) == status
        assert self.status(desk(people["data officer"]), document) == 404

    @pytest.mark.parametrize("column", ["is_active", "is_staff"])
    def test_a_closed_account_gets_none(self, people, desk, document, column):
        File.objects.update(uploaded_by=people["author"])
        client = desk(people["author"])
        assert self.status(client, document) == 200
        setattr(people["author"], column, False)
        people["author"].save()
        assert self.status(client, document) == 404

    def test_staff_without_a_role_gets_none(self, people, desk, document):
        File.objects.update(uploaded_by=people["author"])
        people["author"].groups.clear()
        assert self.status(desk(people["author"]), document) == 404

    def test_a_token_opens_the_files_of_its_own_record_only(
        self, people, client, document, picture
    ):
        article = articles.draft(people["author"], cover=picture)
        other = articles.draft(people["author"])
        Attachment.objects.create(article=other, file=document, title_vi="Báo cáo")
        workflow.record_edit(other, by=people["author"])
        link = link_to(article, people)
        assert self.status(client, picture, link.token) == 200
        assert self.status(client, document, link.token) == 404
        assert self.status(client, picture, link.token[:-1]) == 404
        PreviewLink.objects.update(revoked_at=timezone.now())
        assert self.status(client, picture, link.token) == 404

    def test_it_comes_and_goes_with_the_record(self, people, client, picture):
        article = articles.submitted(people, cover=picture, cover_decorative=True)
        assert self.status(client, picture) == 404
        articles.step(article, "publish", people["publisher"])
        assert self.status(client, picture) == 200
        articles.step(article, "withdraw", people["publisher"], note="Sai")
        assert self.status(client, picture) == 404

    def test_a_scheduled_record_shows_none_before_its_hour(self, people, client, picture):
        article = articles.submitted(people, cover=picture, cover_decorative=True)
        later = timezone.now() + timedelta(hours=1)
        articles.step(article, "publish", people["publisher"], at=later)
        assert self.status(client, picture) == 404

    def test_a_working_copy_makes_none_public(self, people, client, picture):
        copy = workflow.open_copy(articles.published(people), by=people["author"])
        articles.edit(copy, people["author"], cover=picture, cover_decorative=True)
        assert self.status(client, picture) == 404

    def test_the_picker_keeps_no_document(self, people, desk, document):
        upload = SimpleUploadedFile("x.svg", b"<svg onload=alert(1)>", "image/svg+xml")
        url = reverse("admin:publishing_file_picker")
        response = desk(people["author"]).post(url, {"upload": upload})
        assert response.status_code == 200
        assert [file.name for file in type(document).objects.all()] == [document.name]


def test_the_log_is_written_by_the_door_alone(people, desk):
    """Refused steps leave no entry that says they were made."""
    article = articles.submitted(people)
    before = TransitionLog.objects.count()
    for name in ("author", "translator", "reviewer", "data officer", "administrator"):
        desk(people[name]).post(
            address("record", article.pk),
            {
                "name": "publish",
                "version": Article.rows.get(pk=article.pk).version,
                "confirmed": "1",
            },
        )
    assert TransitionLog.objects.count() == before
