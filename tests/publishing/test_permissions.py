"""Every address below /admin/ × person × method × state of the object, against matrix.py."""

import logging
from collections import namedtuple
from datetime import timedelta
from functools import partial
from http.cookies import SimpleCookie
from io import BytesIO
from unittest.mock import patch

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.template.response import SimpleTemplateResponse
from django.test import Client, TestCase, override_settings
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult
from PIL import Image

from investment.official.models import Breakdown, Indicator, OfficialFigure, SourceTable
from investment.opendata.models import DatasetNote
from investment.pci.models import PciEdition
from news.models import Article, Category, CitedFigure, Tag
from portal.home import errors
from portal.pages.models import MenuItem, Page, SiteIdentity
from portal.publishing import checks, roles, workflow
from portal.publishing.files.store import store
from portal.publishing.models import AccountProposal, Notice
from portal.publishing.slugs import kind_of
from projects import ledger
from projects.exchange.shelf import PROGRESS, forget
from projects.models import (
    AdministrativeUnit,
    Agency,
    Country,
    DomesticProject,
    FdiProject,
    ImportBatch,
    Industry,
    NgoAid,
    OdaProject,
    OdaYear,
    Organisation,
    Sector,
    Zone,
)
from projects.models.capital import CapitalEvent
from projects.registers import WORKBOOKS
from projects.registers.fdi.workbook import WORKBOOK as FDI
from tests import articles, registers
from tests.documents import pdf
from tests.projects.tables import filled, uploaded
from tests.publishing.matrix import MATRIX, NOBODY, STEPS

PASSWORD = "mật khẩu thử"
NEW_PASSWORD = "một câu dài không ai đoán"
WRITES = ("INSERT", "UPDATE", "DELETE")
IN_COOKIES = "django.contrib.sessions.backends.signed_cookies"

#: Letter → (name of the account, role).
PEOPLE = {
    "A": ("author", "Author"),
    "a": ("other author", "Author"),
    "T": ("translator", "Translator"),
    "R": ("reviewer", "Reviewer"),
    "P": ("publisher", "Publisher"),
    "D": ("data officer", "Data officer"),
    "M": ("administrator", "Administrator"),
    "S": ("superuser", None),
    "N": ("newcomer", None),
}

#: One thing to ask for: the state of its object, its address, and what a POST sends.
Case = namedtuple("Case", "state url data")


# --- the URLconf ---------------------------------------------------------------------


def admin_patterns(resolver=None, prefix=""):
    """(name or route, route) of every address below admin/, as matrix.py calls them."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from admin_patterns(pattern, route)
        elif route.startswith("admin/"):
            route = route.removeprefix("admin/")
            yield pattern.name or route, route


def test_every_admin_address_has_a_row():
    missing = {name for name, _route in admin_patterns()} - MATRIX.keys()
    assert not missing, f"write rows in tests/publishing/matrix.py for: {sorted(missing)}"


def test_every_row_has_an_admin_address():
    vanished = MATRIX.keys() - {name for name, _route in admin_patterns()}
    assert not vanished, f"not in the URLconf: {sorted(vanished)}"


# --- the objects ---------------------------------------------------------------------


def staff(name, role, **values):
    """An account whose name in the desk is its user name."""
    user = get_user_model().objects.create_user(
        name.replace(" ", "-"), f"{name[0]}@example.gov.vn", PASSWORD, is_staff=True, **values
    )
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


def static_page(by):
    page = Page(
        title_vi="Giới thiệu",
        body_vi="<p>Về Sở.</p>",
        title_en="About",
        body_en="<p>About us.</p>",
        created_by=by,
    )
    page.skip_history_when_saving = True
    page.save()
    del page.skip_history_when_saving
    workflow.record_edit(page, by=by)
    return page


def picture():
    buffer = BytesIO()
    Image.new("RGB", (60, 40), "#0b6b63").save(buffer, "PNG")
    return SimpleUploadedFile("anh.png", buffer.getvalue())


class Shelf:
    """One row of a kind in every state, all of them the author's but the English copy."""

    def __init__(self, people, draft):
        self.people, self.draft = people, lambda: draft(people["author"])

    def rows(self, states=None):
        """State → row, for some states or all."""
        makers = {
            "draft": self.draft,
            "recalled": lambda: self._step(self._submitted(), "recall", "author"),
            "review": self._submitted,
            "published": self._published,
            "scheduled": lambda: self._scheduled(self._submitted()),
            "archived": lambda: self._step(self._published(), "withdraw", "publisher", note="Sai"),
            "shelved": lambda: self._step(
                self._step(self._submitted(), "recall", "author"), "shelve", "author"
            ),
            "copy": lambda: self._copy("author", title_vi="Sửa"),
            "english copy": lambda: self._copy("translator", scope="en", title_en="Other words"),
            "submitted copy": self._submitted_copy,
            "scheduled copy": lambda: self._scheduled(self._submitted_copy()),
            "applied copy": lambda: self._step(self._submitted_copy(), "publish", "publisher"),
        }
        return {state: makers[state]() for state in states or makers}

    def _step(self, row, name, by, **options):
        return articles.step(row, name, self.people[by], **options)

    def _submitted(self):
        return self._step(self.draft(), "submit", "author")

    def _published(self):
        return self._step(self._submitted(), "publish", "publisher")

    def _scheduled(self, row):
        tomorrow = timezone.now() + timedelta(days=1)
        return self._step(row, "publish", "publisher", at=tomorrow)

    def _copy(self, by, scope="", **values):
        copy = workflow.open_copy(self._published(), by=self.people[by], scope=scope)
        return articles.edit(copy, self.people[by], **values)

    def _submitted_copy(self):
        return self._step(self._copy("author", title_vi="Sửa"), "submit", "author")


def note_writes_in(written):
    """A wrapper of queries that collects those that write anything."""

    def execute(run, sql, params, many, context):
        if sql.startswith(WRITES):
            written.append(sql)
        return run(sql, params, many, context)

    return execute


# --- what is asked for ---------------------------------------------------------------


def form_of(row):
    """What a form of this record posts after a change in both languages."""
    data = {"_version": row.version, "source_language": row.source_language, "_continue": "1"}
    for language in ("vi", "en"):
        for name in row.translated_fields():
            data[f"{name}_{language}"] = row.text(name, language)
        data[f"title_{language}"] += " (sửa)"
    for prefix in row.copied_children:
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    if isinstance(
        row, FdiProject | DomesticProject
    ):  # the first certificate is part of a new project's form
        data |= {"events-TOTAL_FORMS": 0, "events-INITIAL_FORMS": 0}
    return data | REQUIRED[type(row)](row)


#: What else a form asks for, by kind.
REQUIRED = {
    Article: lambda row: {"category": row.category_id},
    Page: lambda row: {},
    FdiProject: lambda row: {"capital_currency": "USD"},
    DomesticProject: lambda row: {},
    OdaProject: lambda row: {"form": "project"},
    NgoAid: lambda row: {"type": "project", "currency": "USD"},
    PciEdition: lambda row: {"year": row.year},
}


def heir(row):
    """Somebody who is not the author and could be."""
    name = "translator" if row.scope else "other-author"
    people = get_user_model().objects.exclude(pk=row.created_by_id)
    return people.filter(username=name).first() or people.get(username="reviewer")


def record_cases(shelf, page, data):
    """One case per state; data: row → what is posted."""
    for state, row in shelf.items():
        meta = row._meta
        args = [row.pk, "vi"] if page == "preview" else [row.pk]
        yield Case(
            state, reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=args), data(row)
        )


def publishable_cases(kind, shelf):
    """Name of the address → its cases, for a kind of record."""
    review, draft = shelf["review"], shelf["draft"]
    fresh = {**form_of(draft), "slug_vi": "", "slug_en": ""}
    selected = {
        "action": "publish_selected",
        "_selected_action": review.pk,
        "confirmed": "1",
        "seen": f"{review.pk}:{review.version}",
    }
    posts = {
        "change": form_of,
        "delete": lambda row: {"post": "yes"},
        "history": lambda row: {"post": "yes"},
        "record": lambda row: {
            "name": "publish",
            "version": row.version,
            "languages": ["vi"],
            "confirmed": "1",
        },
        "copy": lambda row: {"scope": ""},
        "preview": lambda row: {"post": "yes"},
        "share": lambda row: {},
        "takeup": lambda row: {"version": row.history.last().history_id},
        "handover": lambda row: {"to": heir(row).pk, "reason": "Nghỉ phép"},
        "checklist": form_of,
    }
    route = kind.replace("_", "/")
    return {
        f"{kind}_changelist": [Case("", reverse(f"admin:{kind}_changelist"), selected)],
        f"{kind}_add": [Case("", reverse(f"admin:{kind}_add"), fresh)],
        f"{route}/<path:object_id>/": [Case("", f"/admin/{route}/{draft.pk}/", {})],
        **{f"{kind}_{page}": list(record_cases(shelf, page, data)) for page, data in posts.items()},
    }


def figure_cases(shelf):
    """An article in each state, with a figure that it cites."""
    cases = []
    for state, row in shelf.items():
        figure = CitedFigure(article=row, key="fdi-projects")
        figure.cite(timezone.now())
        figure.save()
        cases.append(Case(state, reverse("admin:news_article_take", args=[figure.pk]), {}))
    return {"news_article_take": cases}


def plain_cases(obj, data):
    """Name of the address → its case, for a kind without workflow. data: what its form posts."""
    meta = obj._meta
    kind, route = f"{meta.app_label}_{meta.model_name}", f"{meta.app_label}/{meta.model_name}"
    delete = {"action": "delete_selected", "_selected_action": obj.pk, "post": "yes"}
    posts = {"change": data, "delete": {"post": "yes"}, "history": {"post": "yes"}}
    return {
        f"{kind}_changelist": [Case("", reverse(f"admin:{kind}_changelist"), delete)],
        f"{kind}_add": [Case("", reverse(f"admin:{kind}_add"), data)],
        f"{route}/<path:object_id>/": [Case("", f"/admin/{route}/{obj.pk}/", {})],
        **{
            f"{kind}_{page}": [Case("", reverse(f"admin:{kind}_{page}", args=[obj.pk]), posted)]
            for page, posted in posts.items()
        },
    }


def ledger_entries(people):
    """(entry that waits, approved entry, what a form about either posts) of each ledger."""
    # Nothing may refer to the reference data, which can be deleted.
    project = registers.publish(registers.draft(FdiProject, people["data officer"]), people)
    partner = registers.country("CN", "Trung Quốc", "China")
    registers.happened(people, project, "new", "2020-01-01", 100, partner=partner)
    event = {"type": "capital_increase", "effective_on": "05/11/2021", "number": "ĐC-1",
             "amount": "6", "currency": "USD"}  # fmt: skip
    yield (
        registers.event(people, project, "capital_increase", "2021-02-01", 5),
        registers.happened(people, project, "capital_increase", "2021-01-01", 5),
        lambda entry: event,
    )
    domestic = registers.publish(registers.draft(DomesticProject, people["data officer"]), people)
    registers.happened(people, domestic, "new", "2020-01-01", 10**11)
    yield (
        registers.event(people, domestic, "capital_increase", "2021-02-01", 10**10),
        registers.happened(people, domestic, "capital_increase", "2021-01-01", 10**10),
        lambda entry: event | {"amount": "10000000000"},
    )
    oda, aid = registers.oda_project(people), registers.ngo_aid(people)
    for record, amounts, first in (
        (oda, {"foreign": 7}, "planned"),
        (aid, {"usd": 7, "amount": 7}, "committed"),
    ):
        waits, counts = (
            registers.year(people, record, measure, 2022, "2022-01-15", **amounts)
            for measure in ("disbursed", first)
        )
        yield waits, registers.approved(people, counts), _statement


def _statement(entry):
    amounts = (
        {"foreign": "800"} if isinstance(entry, OdaYear) else {"amount": "800", "currency": "USD"}
    )
    year = entry.year if entry.pk else 2021
    return {
        "measure": entry.measure,
        "year": year,
        "effective_on": "15/01/2022",
        "source_vi": "Báo cáo",
        **amounts,
    }


def ledger_cases(waits, counts, data):
    """Name of the address → its cases, for a ledger with two entries."""
    meta = waits._meta
    kind = f"{meta.app_label}_{meta.model_name}"
    fresh = type(waits)(project=waits.project)
    if not isinstance(waits, CapitalEvent):
        fresh.measure = waits.measure
    selected = {"action": "approve_selected", "_selected_action": waits.pk}

    def typed(entry):
        return {**data(entry), "note": "Theo bản gốc", "sure": "on"}

    posts = {
        "change": lambda entry: {**typed(entry), "version": entry.version},
        "again": typed,
        "record": lambda entry: {"post": "yes"},
        "correct": typed,
        "reject": lambda entry: {"version": entry.version, "reason": "Sai"},
        "take_back": lambda entry: {"confirmed": "1"},
    }
    add = f"{reverse(f'admin:{kind}_add')}?project={waits.project_id}"
    return {
        f"{kind}_changelist": [Case("", reverse(f"admin:{kind}_changelist"), selected)],
        f"{kind}_add": [Case("", add, typed(fresh))],
        **{
            f"{kind}_{page}": [
                Case(state, reverse(f"admin:{kind}_{page}", args=[entry.pk]), posted(entry))
                for state, entry in (("pending", waits), ("approved", counts))
            ]
            for page, posted in posts.items()
        },
    }


def pci_cases(edition):
    """The pages about results beside those of every kind of record."""
    pages = {"begin": [], "check": [], "import": [edition.pk]}
    return {
        f"pci_pciedition_{name}": [Case("", reverse(f"admin:pci_pciedition_{name}", args=args), {})]
        for name, args in pages.items()
    }


def table_cases(people):
    """Tables of official figures, all of them the data officer's."""
    waits, counts = (
        ledger.enter(
            SourceTable(
                title_vi="Bảng", publisher_vi="VCCI", effective_on="2022-12-31", number=number
            ),
            by=people["data officer"],
        )
        for number in ("1", "2")
    )
    counts = registers.approved(people, counts)
    tables = {"pending": waits, "approved": counts}
    kind = "official_sourcetable"
    figure = OfficialFigure.objects.create(
        table=counts,
        indicator=Indicator.STOCK_PROJECTS,
        breakdown=Breakdown.PROVINCE,
        province=AdministrativeUnit.objects.create(code="38", level="province", name_vi="Tỉnh"),
        as_of="2000-12-20",
        value=1,
        unit=OfficialFigure.Unit.COUNT,
    )
    row = f"figure-{figure.pk}"
    explanation = {"figure": figure.pk, f"{row}-text": "Vì sao", f"{row}-seen": "0/"}
    template = reverse(f"admin:{kind}_template", args=["flow"])
    return {
        f"{kind}_import": [Case("", reverse(f"admin:{kind}_import"), {})],
        f"{kind}_template": [Case("", template, {"post": "yes"})],
        f"{kind}_reconciliation": [Case("", reverse(f"admin:{kind}_reconciliation"), explanation)],
        f"{kind}_changelist": [Case("", reverse(f"admin:{kind}_changelist"), {"action": ""})],
        **{
            f"{kind}_{page}": [
                Case(
                    state,
                    reverse(f"admin:{kind}_{page}", args=[table.pk]),
                    {"version": table.version, "reason": "Sai", "confirmed": "1"},
                )
                for state, table in tables.items()
            ]
            for page in ("record", "approve", "reject", "take_back")
        },
    }


def import_cases(by):
    """The pages about imports, and the exports that can be imported again."""
    batches = {
        state: uploaded(filled(FDI, [{"certificate_number": state, "title_vi": "Dự án"}]), FDI, by)
        for state in ("read", "done", "dead")
    }
    ImportBatch.objects.filter(pk=batches["done"].pk).update(state="done")
    ImportBatch.objects.filter(pk=batches["dead"].pk).update(
        state="running", started_at=timezone.now() - timedelta(hours=1)
    )
    forget(batches["dead"], PROGRESS)
    kind = "projects_importbatch"
    columns = {"records-A": "certificate_number", "records-B": "title_vi"}
    file = SimpleUploadedFile("bang.xlsx", filled(FDI, [{"certificate_number": "9"}]))
    lists = [
        *(f"projects_{name}_export" for name in WORKBOOKS),
        f"{kind}_changelist",
    ]
    template = reverse(f"admin:{kind}_template", args=["fdiproject"])
    return {
        **{name: [Case("", reverse(f"admin:{name}"), {"post": "yes"})] for name in lists},
        f"{kind}_template": [Case("", template, {"post": "yes"})],
        f"{kind}_add": [
            Case("", reverse(f"admin:{kind}_add"), {"register": "fdiproject", "file": file})
        ],
        **{
            f"{kind}_{page}": [
                Case(
                    state,
                    reverse(f"admin:{kind}_{page}", args=[batch.pk]),
                    {"digest": batch.digest, "confirmed": "1", **columns},
                )
                for state, batch in batches.items()
            ]
            for page in ("record", "columns", "answer", "write", "resume", "undo", "discard")
        },
    }


def queue_cases(entries):
    """The pages over all registers."""
    chosen = [f"{entry._meta.model_name}:{entry.pk}:{entry.version}" for entry in entries]
    pages = {"waiting": {}, "totals": {}, "approve": {"chosen": chosen, "confirmed": "1"}}
    said = [Case("", reverse("admin:projects_said", args=[0]), {})]
    return {"projects_said": said} | {
        f"projects_{name}": [Case("", reverse(f"admin:projects_{name}"), data)]
        for name, data in pages.items()
    }


def site_cases(article):
    """The addresses that belong to no kind; notices are a person's own, see _case_of."""
    choosers = {
        field: f"/admin/autocomplete/?app_label=news&model_name=article&field_name={field}&term="
        for field in ("related", "tags", "created_by")
    }
    labels = ("official", "pci", "opendata", "news", "pages", "projects", "publishing", "auth")
    apps = {name: name for name in labels}
    apps["tasks"] = "django_tasks_database"
    password = {
        "old_password": PASSWORD,
        "new_password1": NEW_PASSWORD,
        "new_password2": NEW_PASSWORD,
    }
    on_site = reverse("admin:view_on_site", args=[kind_of(Article).pk, article.pk])
    simple = {
        "index": {},
        "login": {},
        "logout": {},
        "password_change": password,
        "password_change_done": {},
        "language": {"language": "en"},
        "clean": {"html": "<p>Một đoạn</p>"},
        "jsi18n": {},
    }
    no_link = reverse("admin:choose_password", args=["MQ", "no-link"])
    return {
        **{name: [Case("", reverse(f"admin:{name}"), data)] for name, data in simple.items()},
        "autocomplete": [Case(field, url, {}) for field, url in choosers.items()],
        "view_on_site": [Case("", on_site, {})],
        "choose_password": [Case("", no_link, {"new_password1": NEW_PASSWORD})],
        "app_list": [Case(name, f"/admin/{label}/", {}) for name, label in apps.items()],
        "(?P<url>.*)$": [Case("", "/admin/no/such/page", {"post": "yes"})],
    }


def reference_objects(names):
    """(object that nothing refers to, what the form of another one posts) of each kind."""
    donor = {"kind": "ngo", **names}
    aliases = {"aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0}
    return [
        (
            AdministrativeUnit.objects.create(code="33", level="province", name_vi="Tên"),
            {"code": "34", "level": "province", **names},
        ),
        (
            Zone.objects.create(kind="economic_zone", name_vi="Tên"),
            {"kind": "economic_zone", **names},
        ),
        (
            Industry.objects.create(version="2018", code="C", name_vi="Tên"),
            {"version": "2025", "code": "C", **names},
        ),
        (Sector.objects.create(code="122", name_vi="Tên"), {"code": "123", **names}),
        (Country.objects.create(code="KR", name_vi="Tên"), {"code": "JP", **names, **aliases}),
        (Organisation.objects.create(kind="ngo", name_vi="Tên"), donor),
        (Agency.objects.create(name_vi="Tên"), names),
    ]


class Desk(TestCase):
    """All objects, made once; each request is undone."""

    @classmethod
    def setUpTestData(cls):
        with translation.override("vi"):
            cls._make()

    @classmethod
    def _make(cls):
        roles.make()
        cls.people = {
            name: staff(name, role, is_superuser=name == "superuser")
            for name, role in PEOPLE.values()
        }
        clerk = staff("clerk", None)
        shelves = {
            "news_article": Shelf(cls.people, articles.draft).rows(),
            # The same code as the articles': a few states tell whether it still is.
            "pages_page": Shelf(cls.people, static_page).rows(["draft", "review", "archived"]),
            "projects_fdiproject": Shelf(cls.people, partial(registers.draft, FdiProject)).rows(
                ["draft", "review", "published", "copy"]
            ),
            # And these are the same as the first register's.
            **{
                f"projects_{model._meta.model_name}": Shelf(
                    cls.people, partial(registers.draft, model)
                ).rows(["draft", "review"])
                for model in (DomesticProject, OdaProject, NgoAid)
            },
            "pci_pciedition": Shelf(
                cls.people, partial(registers.draft, PciEdition, year=2016)
            ).rows(["draft", "review", "published", "copy"]),
        }
        cls.notices = {
            name: Notice.objects.create(
                kind=kind_of(Article), object_id=1, recipient=person, reason=Notice.Kind.SENT_BACK
            )
            for name, person in {**cls.people, "clerk": clerk}.items()
        }
        cls.shelf = shelves["news_article"]
        cls.cases = site_cases(cls.shelf["published"])
        for kind, rows in shelves.items():
            cls.cases |= publishable_cases(kind, rows)
        cls._make_plain(clerk)
        ledgers = list(ledger_entries(cls.people))
        for waits, counts, data in ledgers:
            cls.cases |= ledger_cases(waits, counts, data)
        cls.cases |= pci_cases(shelves["pci_pciedition"]["published"])
        cls.cases |= table_cases(cls.people)
        cls.cases |= figure_cases(shelves["news_article"])
        cls.cases |= import_cases(cls.people["data officer"])
        cls.cases |= queue_cases([waits for waits, _counts, _data in ledgers])

    @classmethod
    def _make_plain(cls, clerk):
        names = {"name_vi": "Tên", "name_en": "Name"}
        site = SiteIdentity.objects.first() or SiteIdentity.objects.create(
            name_vi="Sở", province_vi="Tỉnh"
        )
        item = MenuItem.objects.create(site=site, label_vi="Tin", section="news:list")
        labels = {"label_vi": "Tin mới", "place": "main", "position": 1, "section": "news:list"}
        task = DBTaskResult.objects.create(
            args_kwargs={}, task_path="x", backend_name="default", run_after=timezone.now()
        )
        account = {
            "username": "nhan-vien",
            "email": "nhan-vien@example.gov.vn",
            "last_name": "Lê",
            "first_name": "Mới",
            "is_active": "on",
            "groups": [Group.objects.get(name="Author").pk],
        }
        report = SimpleUploadedFile("bao-cao.pdf", pdf("Báo cáo", ["Một dòng"]))
        upload = {"upload": SimpleUploadedFile("khac.pdf", pdf("Báo cáo", ["Dòng khác"]))}
        for obj, data in (
            (Category.objects.create(name_vi="Chuyên mục"), {**names, "position": 1}),
            (Tag.objects.create(name_vi="Thẻ"), names),
            (site, {"name_vi": "Sở", "province_vi": "Tỉnh", "palette": "teal"}),
            (item, labels),
            (DatasetNote.objects.get(key="fdi"), {"owner_vi": "Phòng Đầu tư"}),
            (store(report), upload),
            (clerk, account),
            (task, {}),
            *reference_objects(names),
        ):
            cls.cases |= plain_cases(obj, data)
        cls.cases["publishing_file_picker"] = [
            Case("", reverse("admin:publishing_file_picker"), {"upload": picture()})
        ]
        cls.cases["publishing_file_paste"] = [
            Case("", reverse("admin:publishing_file_paste"), {"upload": picture()})
        ]
        cls.cases["auth_user_password_change"] = [
            Case("", reverse("admin:auth_user_password_change", args=[clerk.pk]), account)
        ]
        proposal = AccountProposal.objects.create(
            user=clerk,
            group=Group.objects.get(name="Publisher"),
            proposed_by=cls.people["administrator"],
        )
        cls.cases["auth_user_proposal"] = [
            Case("", reverse("admin:auth_user_proposal", args=[proposal.pk]), {"decision": "agree"})
        ]

    def setUp(self):
        # Thousands of requests: their sessions and the log of refusals would cost more than they.
        self.enterContext(override_settings(SESSION_ENGINE=IN_COOKIES))
        logger = logging.getLogger("django.request")
        self.enterContext(patch.object(logger, "disabled", True))

    def cases_of(self, name, person):
        """An address's cases as one person meets them."""
        if name != "notice":
            return self.cases[name]
        own = person.username.replace("-", " ") if person else ""
        states = {"own": own, "foreign": "clerk"}
        return [
            Case(state, reverse("admin:notice", args=[self.notices[whose].pk]), {})
            for state, whose in states.items()
            if whose in self.notices
        ]

    def signed_in(self, person, **options):
        client = Client(raise_request_exception=False, **options)
        if person is not None:
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def ask(self, client, method, url, data=None):
        """(response, whether it wrote anything); then all is as before."""
        cookies, client.cookies = client.cookies, SimpleCookie(client.cookies)
        for value in (data or {}).values():
            if isinstance(value, SimpleUploadedFile):
                value.seek(0)
        written = []
        with transaction.atomic(), connection.execute_wrapper(note_writes_in(written)):
            response = client.generic(method, url) if data is None else client.post(url, data)
            transaction.set_rollback(True)
        client.cookies = cookies
        return response, bool(written)


#: A person → who is asked everything, and is answered the same where no state tells them apart.
LIKE = {"a": "A", "S": "P"}


def _is_asked_of_another(letter, row, cases):
    """Whether one case of an address is enough, for a person like another or without a role."""
    if letter not in LIKE:
        return letter == "N"
    asked = [row.may(method, case.state) for method in ("GET", "POST") for case in cases]
    return all((letter in may) == (LIKE[letter] in may) for may in asked)


@pytest.mark.long
@pytest.mark.one_database
class TestMatrix(Desk):
    """The answers without the pages' content, which TestPages looks at."""

    def setUp(self):
        super().setUp()
        self.enterContext(patch.object(SimpleTemplateResponse, "rendered_content", ""))
        self.enterContext(patch.object(errors, "render", _without_content))

    def complaints(self, person, expect, most=lambda name, cases: None):
        """Lines about each answer that is not as expect(name, method, case, answer, wrote) says.

        most(name, cases): how many cases of an address to ask for; None for all. Of what nobody
        may, whatever the state, one tells.
        """
        client = self.signed_in(person)
        for name in MATRIX:
            cases = self.cases_of(name, person)
            for number, case in enumerate(cases[: most(name, cases)]):
                for method in ("GET", "POST"):
                    if number and MATRIX[name].by(method) == NOBODY:
                        continue
                    data = case.data if method == "POST" else None
                    response, wrote = self.ask(client, method, case.url, data)
                    if wrong := expect(name, method, case, response, wrote):
                        yield f"{method} {name} [{case.state}] {case.url}: {wrong}"

    def check_person(self, letter):
        def expect(name, method, case, response, wrote):
            row = MATRIX[name]
            allowed = letter in row.may(method, case.state)
            if response.status_code >= 500:
                return f"breaks with {response.status_code}"
            if is_login(response) or "no-store" not in response.headers["Cache-Control"]:
                return "leads to the login, or may be stored"
            if method == "POST":
                return wrote != allowed and ("must work" if allowed else "changes something")
            if allowed != (response.status_code in (200, 302)):
                return f"must be {'shown' if allowed else 'refused'}, is {response.status_code}"
            if not allowed and response.status_code != row.refusal:
                return f"must be refused with {row.refusal}, not {response.status_code}"
            return wrote and name != "notice" and "a GET changes something"

        def most(name, cases):
            return 1 if _is_asked_of_another(letter, MATRIX[name], cases) else None

        person = self.people[PEOPLE[letter][0]]
        complaints = list(self.complaints(person, expect, most))
        assert not complaints, "\n".join(["", PEOPLE[letter][0], *complaints])

    def check_outside(self, person):
        def expect(name, method, case, response, wrote):
            if wrote:
                return "changes something"
            if name in ("login", "choose_password"):
                return response.status_code != 200 and "it must be shown"
            home = name == "logout" and response.headers.get("Location") == "/admin/"
            return not (home or is_login(response)) and f"is {response.status_code}, not login"

        # They are stopped before the object is looked for, so one case tells.
        complaints = list(self.complaints(person, expect, most=lambda name, cases: 1))
        assert not complaints, "\n".join(["", *complaints])

    def test_the_author(self):
        self.check_person("A")

    def test_another_author(self):
        self.check_person("a")

    def test_the_translator(self):
        self.check_person("T")

    def test_the_reviewer(self):
        self.check_person("R")

    def test_the_publisher(self):
        self.check_person("P")

    def test_the_data_officer(self):
        self.check_person("D")

    def test_the_administrator(self):
        self.check_person("M")

    def test_the_superuser(self):
        self.check_person("S")

    def test_an_account_without_a_role(self):
        self.check_person("N")

    def test_a_visitor(self):
        self.check_outside(None)

    def test_a_deactivated_account(self):
        reviewer = self.people["reviewer"]
        reviewer.is_active = False
        reviewer.save()
        self.check_outside(reviewer)

    def test_an_account_without_the_staff_flag(self):
        publisher = self.people["publisher"]
        publisher.is_staff = False
        publisher.save()
        self.check_outside(publisher)

    def test_every_step_in_every_state(self):
        wrong = []
        for letter, (name, _role) in PEOPLE.items():
            client = self.signed_in(self.people[name])
            for step, who in STEPS.items():
                for state, row in self.shelf.items():
                    if state not in who and letter != "S":
                        continue  # what even a superuser cannot do
                    data = {"name": step, "version": row.version, "note": "Vì sao"}
                    data["confirmed"] = "1"
                    data["languages"] = checks.languages_to_publish(row)
                    url = reverse("admin:news_article_record", args=[row.pk])
                    _response, wrote = self.ask(client, "POST", url, data)
                    if wrote != (letter in who.get(state, "")):
                        must = "may not" if wrote else "must be able to"
                        wrong.append(f"{name} {must} {step} [{state}]")
        assert not wrong, "\n".join(wrong)


def _without_content(request, template, context=None, status=None):
    return HttpResponse(status=status)


def is_login(response):
    return response.status_code == 302 and response.headers["Location"].startswith(
        "/admin/login/?next="
    )


@pytest.mark.one_database
class TestMethods(Desk):
    """Through the CSRF check, as in production."""

    def setUp(self):
        super().setUp()
        self.enterContext(patch.object(SimpleTemplateResponse, "rendered_content", ""))
        self.client = self.signed_in(self.people["superuser"], enforce_csrf_checks=True)

    def refusals(self, method, data=None):
        for name in MATRIX:
            case = self.cases_of(name, self.people["superuser"])[0]
            response, wrote = self.ask(self.client, method, case.url, data and case.data)
            yield name, response.status_code, wrote

    def test_it_refuses_every_post_without_a_token(self):
        wrong = [
            answer for answer in self.refusals("POST", data=True) if answer[1:] != (403, False)
        ]
        assert not wrong

    def test_it_refuses_put_patch_and_delete(self):
        for method in ("PUT", "PATCH", "DELETE"):
            wrong = [
                answer
                for answer in self.refusals(method)
                if answer[1] not in (403, 405) or answer[2]
            ]
            assert not wrong, method


class TestPages(Desk):
    """Every page that somebody may see renders, the form in each of its shapes."""

    def broken(self, letter, names):
        person = self.people[PEOPLE[letter][0]]
        client = self.signed_in(person)
        for name in names:
            for case in self.cases_of(name, person):
                if letter in MATRIX[name].may("GET", case.state):
                    response, _wrote = self.ask(client, "GET", case.url)
                    if response.status_code not in (200, 302):
                        yield f"{name} [{case.state}]: {response.status_code}"

    def test_every_page_renders(self):
        assert list(self.broken("S", MATRIX)) == []

    @pytest.mark.one_database
    def test_the_forms_and_pages_of_the_others_render(self):
        pages = ["index", "news_article_changelist", "news_article_change", "news_article_record"]
        pages += ["projects_fdiproject_change", "projects_fdiproject_record", "projects_waiting"]
        for letter in "ATPDMN":  # a reviewer sees what a publisher does
            assert list(self.broken(letter, pages)) == [], letter

    def test_the_login_renders(self):
        response, _wrote = self.ask(self.signed_in(None), "GET", "/admin/login/")
        assert (response.status_code, b"csrfmiddlewaretoken" in response.content) == (200, True)
