"""Tables of official figures at the desk: entered by one person, approved by another."""

from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from investment import pci, tables
from investment.admin import fia
from investment.admin.reconciliation import reconciliation_view
from investment.admin.sources import LABELS
from investment.models import OfficialFigure, PciEdition, PciResult, SourceTable
from portal.publishing import rights
from portal.publishing.admin import inbox, kept, questions, texts
from portal.publishing.admin.base import person
from portal.publishing.admin.site import admin_url
from projects import ledger
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
    change_list_template = "admin/investment/tables.html"

    def get_urls(self):
        views = {
            "changelist": ("", self.changelist_view),
            "reconciliation": ("reconciliation/", partial(reconciliation_view, self)),
            "import": ("import/", partial(fia.import_view, self)),
            "template": ("template/<slug:kind>/", partial(fia.template_view, self)),
            "record": ("<int:pk>/", partial(record_view, self)),
            "approve": ("<int:pk>/approve/", partial(_decide, self, _approve)),
            "reject": ("<int:pk>/reject/", partial(_decide, self, _reject)),
            "take_back": ("<int:pk>/take-back/", partial(take_back_view, self)),
        }
        return [
            path(
                route,
                self.admin_site.admin_view(view),
                name=f"investment_sourcetable_{name}",
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
        return words.day(obj.effective_on)

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
    context = {
        "title": str(table),
        "table": table,
        "statements": _statements(table),
        "results": _results(table),
        "parts": fia.parts_of(table),
        "may_decide": decides and ledger.may_approve(request.user, table),
        "own": decides and not ledger.may_approve(request.user, table),
        "again": _again(request.user, table),
        "may_take_back": ledger.may_take_back(request.user, table),
        "refused": refused,
        "reason": request.POST.get("reason", ""),
    }
    return _page(model_admin, request, "table", context)


def _again(user, table):
    """Where one's own rejected table is entered again; "" for others."""
    is_own = table.entered_by_id == user.pk and table.status == EntryState.REJECTED
    if not is_own or not rights.has(user, "add", SourceTable):
        return ""
    result = PciResult.objects.filter(table=table).first()
    if result:
        address = reverse("admin:investment_pciedition_import", args=[result.edition_id])
    else:
        address = reverse("admin:investment_sourcetable_import")
    return f"{address}?again={table.pk}"


def _statements(table):
    """(label, text) of what is known about a table."""
    fields = [SourceTable._meta.get_field(name) for name in STATED]
    pairs = [
        (capfirst(str(LABELS.get(field.name, field.verbose_name))), words.read(table, field))
        for field in fields
    ]
    return [(label, text) for label, text in pairs if text]


def _results(table):
    """[(edition, its sub-indices with scores, its rows, Differences)]; none for other tables."""
    results = PciResult.objects.filter(table=table)
    editions = PciEdition.objects.filter(pk__in=results.values("edition"))
    return [
        (edition, *_scored(edition, results.filter(edition=edition)))
        for edition in editions.prefetch_related("subindices")
    ]


def _scored(edition, results):
    """The sub-indices, [(result, its scores in them)] best first, and the Differences."""
    rows = (
        results.select_related("province")
        .prefetch_related("scores")
        .order_by(F("rank").asc(nulls_last=True), "province__sort_vi")
    )
    scores = {row: {score.code: score.score for score in row.scores.all()} for row in rows}
    held = set().union(*scores.values())
    subindices = [one for one in edition.subindices.all() if one.code in held]
    table = [(row, [found.get(one.code) for one in subindices]) for row, found in scores.items()]
    return subindices, table, pci.differences(edition, results)


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
    if figures := table.figures.count():
        told.append(gettext("Figures that vanish with it: %(n)s") % {"n": figures})
    if results := table.pci_results.count():
        told.append(gettext("Results of provinces that vanish with it: %(n)s") % {"n": results})
    lost = [f"{label}: {text}" for label, text in _statements(table)]
    return questions.Question(
        gettext("Take back “%(entry)s”?") % {"entry": table}, gettext("Take back"), told + lost
    )


@transaction.atomic
def _take_back(request, table):
    """The rows go with their table, which the verb allows or refuses."""
    locked = SourceTable.objects.select_for_update().get(pk=table.pk)
    if locked.is_pending:
        PciResult.objects.filter(table=locked).delete()
        OfficialFigure.objects.filter(table=locked).delete()
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
    return TemplateResponse(request, f"admin/investment/{name}.html", context)


def _list_url():
    return reverse("admin:investment_sourcetable_changelist")


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
        template="admin/investment/inbox_table.html",
        links=[(_("All official tables"), _list_url())],
        count=rows.count(),
    )
