"""Tables of official figures at the desk: entered by one person, approved by another."""

from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from investment.official import tables
from investment.official.admin import importing
from investment.official.admin.contents import contents
from investment.official.admin.reconciliation import reconciliation_view
from investment.official.admin.sources import LABELS
from investment.official.models import SourceTable
from portal.publishing import rights
from portal.publishing.admin import inbox, kept, questions, texts
from portal.publishing.admin.site import admin_url
from portal.publishing.admin.words import person
from projects import desk, ledger
from projects.admin import words
from projects.models import EntryState

#: What the page of a table says of it.
STATED = [
    *("effective_on", "number", "title_vi", "title_en", "publisher_vi", "publisher_en"),
    *("source_vi", "source_en", "url", "vintage", "document", "note"),
]


@admin.register(SourceTable)
class SourceTableAdmin(admin.ModelAdmin):
    """A list; each table has a page of its own and is never edited here."""

    list_display = ["headline", "publisher_vi", "effective", "source_vi", "state", "entered"]
    list_display_links = None
    list_filter = ["status"]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["title_vi", "title_en", "number"]
    ordering = ["-effective_on", "-pk"]
    actions = None
    change_list_template = "admin/official/tables.html"

    def get_urls(self):
        views = {
            "changelist": ("", self.changelist_view),
            "reconciliation": ("reconciliation/", partial(reconciliation_view, self)),
            "import": ("import/", partial(importing.import_view, self)),
            "template": ("template/<slug:kind>/", partial(importing.template_view, self)),
            "record": ("<int:pk>/", partial(record_view, self)),
            "approve": ("<int:pk>/approve/", partial(approve_view, self)),
            "reject": ("<int:pk>/reject/", partial(_decide, self, _reject)),
            "take_back": ("<int:pk>/take-back/", partial(take_back_view, self)),
        }
        return [
            path(
                route,
                self.admin_site.admin_view(view),
                name=f"official_sourcetable_{name}",
            )
            for name, (route, view) in views.items()
        ]

    def has_view_permission(self, request, obj=None):
        return rights.has(request.user, "view", SourceTable)

    def has_add_permission(self, request):
        return False

    def changelist_view(self, request, extra_context=None):
        may_enter = rights.has(request.user, "add", SourceTable)
        return super().changelist_view(request, {**(extra_context or {}), "may_enter": may_enter})

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("entered_by", "decided_by", "document")

    @admin.display(description=_("title"), ordering="title_vi")
    def headline(self, obj):
        return format_html('<a href="{}" class="headline">{}</a>', admin_url(obj, "record"), obj)

    @admin.display(description=_("effective date"), ordering="effective_on")
    def effective(self, obj):
        return desk.day(obj.effective_on)

    @admin.display(description=_("state"), ordering="status")
    def state(self, obj):
        return format_html(
            '<span class="chip chip--{}">{}</span>', obj.status, obj.get_status_display()
        )

    @admin.display(description=_("entered"), ordering="entered_at")
    def entered(self, obj):
        return format_html(
            "{}<br><small>{}</small>",
            person(obj.entered_by),
            f"{timezone.localdate(obj.entered_at):%d/%m/%Y}",
        )


def record_view(model_admin, request, pk, *, refused=()):
    """What a table says, what its composites should be, and what this person may decide."""
    if request.method not in ("GET", "HEAD") and not refused:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    table = _table(model_admin, request, pk)
    decides = table.is_pending and rights.has(request.user, "approve", SourceTable)
    found = contents(table)
    changes = _changes(found)
    may_decide = _may_decide(request.user, table)
    context = {
        "title": str(table),
        "table": table,
        "statements": _statements(table),
        "contents": found,
        "may_decide": may_decide,
        "changes": changes,
        "seal": questions.seal(changes),
        "own": decides and not may_decide,
        "again": _again(request.user, table, found),
        "may_take_back": ledger.may_take_back(request.user, table),
        "refused": refused,
        "reason": request.POST.get("reason", ""),
    }
    return _page(model_admin, request, "table", context)


def _again(user, table, found):
    """Where one's own rejected table is entered again; "" for others."""
    is_own = table.entered_by_id == user.pk and table.status == EntryState.REJECTED
    if not found or not is_own or not rights.has(user, "add", SourceTable):
        return ""
    return f"{found[0].again}?again={table.pk}"


def _statements(table):
    """(label, text) of what is known about a table."""
    fields = [SourceTable._meta.get_field(name) for name in STATED]
    pairs = [
        (capfirst(str(LABELS.get(field.name, field.verbose_name))), words.read(table, field))
        for field in fields
    ]
    return [(label, text) for label, text in pairs if text]


def _decide(model_admin, verb, request, pk):
    """One of the verbs; what it refuses is said on the page of the table."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    table = _table(model_admin, request, pk)
    try:
        text, address = verb(request, table)
    except ValidationError as error:
        return record_view(model_admin, request, pk, refused=error.messages)
    messages.success(request, text % {"entry": table})
    return kept.saved(request, HttpResponseRedirect(address))


def approve_view(model_admin, request, pk):
    """Asks first where public figures change, naming what changes."""
    if request.method == "POST":
        table = _table(model_admin, request, pk)
        found = contents(table)
        if obstacles := [sentence for content in found for sentence in content.obstacles]:
            return record_view(model_admin, request, pk, refused=obstacles)
        changes = _changes(found)
        if questions.have_moved(request, changes):
            return record_view(model_admin, request, pk, refused=[questions.MOVED])
        if changes and "confirmed" not in request.POST and _may_decide(request.user, table):
            action = admin_url(table, "approve")
            return questions.page(request, table, _approving(table, changes), action)
    return _decide(model_admin, _approve, request, pk)


def _changes(found):
    """What the approval of a table changes of figures that are public already, in sentences."""
    return [sentence for content in found for sentence in content.changes]


def _may_decide(user, table):
    decides = table.is_pending and rights.has(user, "approve", SourceTable)
    return decides and ledger.may_approve(user, table)


def _approving(table, changes):
    return questions.Question(
        gettext("Approve “%(entry)s”?") % {"entry": table},
        gettext("Approve"),
        changes,
        warnings=table.warned,
    )


def _approve(request, table):
    tables.approve(table, by=request.user, version=_version(request))
    return gettext("“%(entry)s” is approved."), admin_url(table, "record")


def _reject(request, table):
    reason = texts.typed(request.POST.get("reason", ""))
    ledger.reject(table, by=request.user, version=_version(request), reason=reason)
    return gettext("“%(entry)s” is rejected."), admin_url(table, "record")


def take_back_view(model_admin, request, pk):
    """Asks first, naming what goes."""
    if request.method == "POST" and "confirmed" not in request.POST:
        table = _table(model_admin, request, pk)
        if ledger.may_take_back(request.user, table):
            action = admin_url(table, "take_back")
            return questions.page(request, table, _taking_back(table), action)
    return _decide(model_admin, _take_back, request, pk)


def _taking_back(table):
    told = [gettext("It vanishes; nothing brings it back. It never counted: no total changes.")]
    told += [content.lost for content in contents(table)]
    lost = [f"{label}: {text}" for label, text in _statements(table)]
    return questions.Question(
        gettext("Take back “%(entry)s”?") % {"entry": table}, gettext("Take back"), told + lost
    )


@transaction.atomic
def _take_back(request, table):
    """The rows go with their table, which the verb allows or refuses."""
    locked = SourceTable.objects.select_for_update().get(pk=table.pk)
    if ledger.may_take_back(request.user, locked):
        tables.delete_rows([locked])
    ledger.take_back(locked, by=request.user)
    return gettext("“%(entry)s” is taken back."), _list_url()


def _version(request):
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def _table(model_admin, request, pk):
    table = get_object_or_404(model_admin.get_queryset(request), pk=pk)
    if not model_admin.has_view_permission(request, table):
        raise PermissionDenied
    return table


def _page(model_admin, request, name, context):
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": SourceTable._meta,
        "media": model_admin.media,
        **context,
    }
    return TemplateResponse(request, f"admin/official/{name}.html", context)


def _list_url():
    return reverse("admin:official_sourcetable_changelist")


@inbox.boxes_of
def boxes(user):
    """Tables that wait: for those who approve them, and for those who entered them."""
    waiting = SourceTable.objects.pending().select_related("entered_by").order_by("entered_at")
    found = []
    if rights.has(user, "approve", SourceTable):
        rows = waiting.exclude(entered_by=user)
        found.append(_box("tables", _("Official tables to approve"), rows))
    if rights.has(user, "add", SourceTable):
        rows = waiting.filter(entered_by=user)
        found.append(_box("my-tables", _("My official tables that wait"), rows))
    return found


def _box(key, title, rows):
    return inbox.Box(
        key,
        title,
        _("No official table waits."),
        list(rows[: inbox.MOST]),
        template="admin/official/inbox_table.html",
        links=[(_("All official tables"), _list_url())],
        count=rows.count(),
    )
