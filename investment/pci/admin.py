"""PCI editions at the desk: their texts and sub-indices, results from a file, the check."""

from dataclasses import dataclass
from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from investment.official.admin import sources
from investment.official.admin.contents import Content, content_of
from investment.official.admin.sources import SourceForm, UploadForm
from investment.official.models import SourceTable
from investment.pci import copies, entering, ranks, recomputing, replacing
from investment.pci import reading as exchange_pci
from investment.pci.models import PciEdition, PciResult, SubIndex
from investment.pci.subindices import TOLERANCE
from portal.exchange.errors import TableError
from portal.publishing import rights
from portal.publishing.admin import kept
from portal.publishing.admin.base import PublishableAdmin
from portal.publishing.admin.children import ChildInline
from portal.publishing.admin.site import admin_url
from projects.admin.inputs import TYPED_BY_HAND

SALT = "investment.pci"


class SubIndexInline(ChildInline):
    model = SubIndex
    common_fields = ("code", "weight")
    translated_fields = ("name",)
    formfield_overrides = TYPED_BY_HAND


@admin.register(PciEdition)
class PciEditionAdmin(PublishableAdmin):
    change_list_template = "admin/pci/editions.html"
    change_form_template = "admin/pci/edition_form.html"
    list_display = ["headline", "year", "state", "translations", "changed"]
    ordering = ["-year", "-updated_at"]
    inlines = [SubIndexInline]
    formfield_overrides = TYPED_BY_HAND
    language_fieldsets = [(None, ["title", "slug", "method", "break_note"])]
    common_fieldsets = [
        (_("Survey"), {"fields": ["year", "provinces", "ranks_published_to", "published_on"]}),
    ]

    def get_urls(self):
        site = self.admin_site
        return [
            path(
                "check/",
                site.admin_view(partial(check_view, self)),
                name="pci_pciedition_check",
            ),
            path(
                "begin/",
                site.admin_view(partial(begin_view, self)),
                name="pci_pciedition_begin",
            ),
            path(
                "<int:pk>/import/",
                site.admin_view(partial(import_view, self)),
                name="pci_pciedition_import",
            ),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        last = copies.last() if self.has_add_permission(request) else None
        return super().changelist_view(request, {**(extra_context or {}), "last_edition": last})

    def more_context(self, request, row):
        return {
            "may_import": not row.is_copy and rights.has(request.user, "add", SourceTable),
            "may_see_tables": rights.has(request.user, "view", SourceTable),
            "tables": tables_of(row),
            "counted": PciResult.objects.counted().filter(edition=row.record_id).count(),
            "remarks": row.remarks(),
        }


# --- a new edition -----------------------------------------------------------------------


def begin_view(model_admin, request):
    """The edition after the last one, as a draft that is a copy of it."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    last = copies.last()
    if last is None:
        return HttpResponseRedirect(admin_url(PciEdition, "add"))
    edition = copies.begin_after(last, by=request.user)
    text = gettext("“%(edition)s” is a copy of “%(last)s”: check names, weights and numbers.")
    messages.success(request, text % {"edition": edition, "last": last})
    if last.ranks_published_to is not None:
        text = gettext(
            "“%(last)s” was published down to rank %(n)s only: fill in how far down this one is, "
            "unless all of it was published."
        )
        messages.warning(request, text % {"last": last, "n": last.ranks_published_to})
    return HttpResponseRedirect(admin_url(edition, "change"))


# --- import ------------------------------------------------------------------------------


def import_view(model_admin, request, pk):
    """A file is read and shown; what was shown is entered, and waits for approval."""
    if not rights.has(request.user, "add", SourceTable):
        raise PermissionDenied
    edition = get_object_or_404(model_admin.get_queryset(request).filter(replaces=None), pk=pk)
    rejected = sources.rejected(request, SourceTable.objects.filter(pci_results__edition=edition))
    if "data" in request.POST:
        return _confirm(model_admin, request, edition, rejected)
    page = partial(_import_page, model_admin, request, edition, rejected=rejected)
    if rejected and request.method != "POST" and "file" not in request.GET:
        data = {**entering.packed(entering.stored(rejected)), "edition": edition.pk}
        source = _source_form(request, data, sources.stated(rejected))
        return page(form=None, reading=entering.unpacked(data), source=source)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return page(form=form)
    try:
        reading = exchange_pci.read(
            form.cleaned_data["file"], edition, form.cleaned_data["sheet"] or None
        )
    except TableError as error:
        form.add_error("file", error)
        return page(form=form)
    source = None
    if not reading.problems:
        data = {**entering.packed(reading), "edition": edition.pk}
        told = sources.stated(rejected) if rejected else _guessed(edition)
        source = _source_form(request, data, told)
    return page(form=form, reading=reading, source=source)


def _source_form(request, data, told):
    return SourceForm(initial={**told, "data": sources.packed(data, SALT, request.user)})


def _guessed(edition):
    return {
        "title_vi": f"Kết quả PCI {edition.year}",
        "title_en": f"Results of the PCI {edition.year}",
        "publisher_vi": "VCCI",
        "publisher_en": "VCCI",
        "effective_on": edition.published_on,
    }


def _confirm(model_admin, request, edition, rejected):
    form = SourceForm(request.POST)
    data = sources.unpacked(request, SALT)
    if data is None or data["edition"] != edition.pk:
        messages.error(request, gettext("This preview has expired: choose the file again."))
        return HttpResponseRedirect(request.path)
    if form.is_valid():
        try:
            table = entering.enter(edition, data, by=request.user, **form.table)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, gettext("“%(entry)s” waits for approval.") % {"entry": table})
            return kept.saved(request, HttpResponseRedirect(admin_url(table, "record")))
    reading = entering.unpacked(data)
    return _import_page(
        model_admin, request, edition, form=None, reading=reading, source=form, rejected=rejected
    )


def _import_page(model_admin, request, edition, *, form, reading=None, source=None, rejected=None):
    context = {
        "title": gettext("Results for %(edition)s") % {"edition": edition},
        "edition": edition,
        "form": form,
        "reading": reading,
        "source": source,
        "subindices": list(edition.subindices.all()),
        "replacing": reading and reading.lines and replacing.of_lines(edition, reading.lines),
        "rejected": rejected,
    }
    return model_admin.template(request, "import", context)


def tables_of(edition):
    """The tables with results of an edition that are approved or wait, with their `count`."""
    its = Q(pci_results__edition=edition.record_id)
    tables = SourceTable.objects.live().filter(its)
    return list(tables.annotate(count=Count("pci_results", filter=its)))


# --- check -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Checked:
    """An edition beside its recomputed composites. compared: how many could be recomputed."""

    edition: PciEdition
    tables: list
    waiting: list
    compared: int
    differences: list


def check_view(model_admin, request):
    """Published composites beside recomputed ones, with the vintage and source of each table."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    editions = PciEdition.objects.order_by("-year").prefetch_related("subindices")
    context = {
        "title": gettext("Check of the PCI results"),
        "checked": [checked(edition) for edition in editions],
        "tolerance": TOLERANCE,
    }
    return model_admin.template(request, "check", context)


def checked(edition):
    results = PciResult.objects.counted().filter(edition=edition)
    tables = SourceTable.objects.filter(pk__in=results.values("table"))
    return Checked(
        edition,
        list(tables.select_related("decided_by")),
        [table for table in tables_of(edition) if table.is_pending],
        sum(1 for _composite in recomputing.composites(edition, results)),
        recomputing.differences(edition, results),
    )


# --- results in a table of official figures -----------------------------------------------


@content_of
def _content(table):
    results = PciResult.objects.filter(table=table)
    if not (number := results.count()):
        return None
    editions = PciEdition.objects.filter(pk__in=results.values("edition"))
    shown = [
        (
            replacing.of_table(edition, table),
            recomputing.differences(edition, results.filter(edition=edition)),
        )
        for edition in editions.prefetch_related("subindices")
    ]
    return Content(
        "admin/pci/table.html",
        {"results": shown},
        gettext("Results of provinces that vanish with it: %(n)s") % {"n": number},
        reverse("admin:pci_pciedition_import", args=[shown[0][0].edition.pk]),
        [sentence for one, _differences in shown for sentence in one.sentences],
        [
            sentence
            for edition in editions
            for sentence in ranks.beyond(edition, results.filter(edition=edition))
        ],
    )
