"""Excel at the desk: template and export of a register, and imports with preview and undo."""

from functools import partial
from io import BytesIO

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.publishing import rights
from portal.publishing.admin import kept, questions
from portal.publishing.admin.site import admin_url
from portal.publishing.admin.words import person
from portal.text.slugs import slugify
from projects.admin import choosing, imported
from projects.admin.entries import number
from projects.exchange import batches, shelf, undoing, workbooks
from projects.exchange.plan import VERDICTS, WRONG
from projects.models import ImportBatch
from projects.registers import WORKBOOKS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PER_PAGE = 100
REFRESH = "3"  # seconds, while it is at work
LABELS = {
    "new": _("new"),
    "changed": _("changed"),
    "same": _("unchanged"),
    "wrong": _("wrong"),
}


# --- out -------------------------------------------------------------------------------


class ExchangesTables:
    """For the admin of a register: its list, as it is filtered, as a workbook."""

    def get_urls(self):
        meta = self.model._meta
        view = self.admin_site.admin_view(partial(export_view, self))
        name = f"{meta.app_label}_{meta.model_name}_export"
        return [path("export/", view, name=name), *super().get_urls()]


def export_view(model_admin, request):
    """The filtered list of a register, in the shape that can be imported again."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    register = WORKBOOKS[model_admin.model._meta.model_name]
    if not _may_see(request.user, register):
        raise PermissionDenied
    back = reverse(f"admin:projects_{register.name}_changelist")
    try:
        rows = model_admin.get_changelist_instance(request).get_queryset(request)
    except IncorrectLookupParameters:
        return HttpResponseRedirect(back)
    rows = rows.filter(replaces=None)
    if rows.count() > workbooks.MOST:
        messages.error(
            request,
            gettext("More than %(most)s records: filter the list, then export it.")
            % {"most": workbooks.MOST},
        )
        return HttpResponseRedirect(f"{back}?{request.GET.urlencode()}")
    return _workbook(register, partial(workbooks.export, register=register, records=rows))


def template_view(model_admin, request, register):
    """The empty workbook of a register."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    register = _register(register)
    if not _may_see(request.user, register):
        raise PermissionDenied
    write = partial(workbooks.template, register=register)
    return _workbook(register, write, gettext("template"))


def _workbook(register, write, *words):
    file = BytesIO()
    write(file)
    file.seek(0)
    name = slugify(" ".join([str(register.model._meta.verbose_name_plural), *words]))
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def _may_see(user, register):
    return rights.can_view(user, register.model) and rights.can_view(user, register.ledger)


def _register(name):
    if name not in WORKBOOKS:
        raise Http404
    return WORKBOOKS[name]


# --- in --------------------------------------------------------------------------------


def upload_view(model_admin, request):
    """Choose a file; what is refused is said beside it."""
    registers = [r for r in WORKBOOKS.values() if batches.may_import(request.user, r)]
    if not registers:
        raise PermissionDenied
    form = choosing.UploadForm(
        request.POST or None,
        request.FILES or None,
        registers=registers,
        initial={name: request.GET.get(name, "") for name in ("register", "mends")},
    )
    if request.method == "POST" and form.is_valid():
        register = WORKBOOKS[form.cleaned_data["register"]]
        before = batches.unwritten(number(form.cleaned_data["mends"]), register, by=request.user)
        try:
            batch = batches.upload(
                form.cleaned_data["file"], register, by=request.user, mends=before
            )
        except ValidationError as error:
            form.add_error("file", error)
        else:
            is_open = batch.state == ImportBatch.State.MAPPING
            page = admin_url(batch, "columns" if is_open else "record")
            return kept.saved(request, HttpResponseRedirect(page))
    context = {"title": gettext("Import from Excel"), "form": form, "registers": registers}
    return _page(model_admin, request, "import_upload", context)


def record_view(model_admin, request, pk):
    """What a table says row by row, how far its import is, and what can be done with it."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    batch = _batch(request, pk)
    is_dead = batches.is_dead(batch)
    preview, layouts = shelf.preview(batch), shelf.columns(batch)
    lines = preview.lines
    chosen = request.GET.get("show", "")
    if chosen not in VERDICTS:
        chosen = WRONG if batch.counts.get(WRONG) and chosen != "all" else ""
    shown = [line for line in lines if chosen in ("", line.verdict)]
    may_act = batches.may_act(request.user, batch)
    context = {
        "title": gettext("Import of %(file)s") % {"file": batch.file_name},
        "batch": batch,
        "register": WORKBOOKS[batch.register].model._meta,
        "is_dead": is_dead,
        "progress": shelf.progress(batch) if batch.is_working else None,
        "tabs": _tabs(batch, chosen),
        "chosen": chosen,
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("p")),
        "preview": preview,
        "doubles": choosing.shown(preview.asked),
        "named": list(choosing.named(preview.named)),
        "doubted": list(choosing.doubted(preview)),
        "left_out": choosing.left_out(layouts),
        "notes": [said for layout in layouts for said in layout.notes],
        "other_sheets": [name for layout in layouts for name in layout.other_sheets],
        "choices": batch.choices,
        "kept": choosing.kept(batch, preview),
        "may_choose": may_act and batch.state in batches.NOT_WRITTEN,
        "has_preview": bool(lines),
        "offered": imported.offered(request.user, batch, WORKBOOKS[batch.register].model),
        "may_write": may_act and batch.may_be_written and bool(lines),
        "may_resume": may_act and is_dead,
        "may_undo": may_act and batch.state == ImportBatch.State.DONE,
        "may_discard": may_act and batch.state in batches.NOT_WRITTEN,
    }
    response = _page(model_admin, request, "import", context)
    if batch.is_working and not is_dead:
        response.headers["Refresh"] = REFRESH
    return response


def _tabs(batch, chosen):
    """(key, label, number of rows, whether it is shown) of the whole and each verdict."""
    tabs = [("all", _("all rows"), batch.rows, chosen == "")]
    return tabs + [(key, LABELS[key], batch.counts.get(key, 0), chosen == key) for key in VERDICTS]


def columns_view(model_admin, request, pk):
    """Which column of the table is which field: proposed, confirmed, remembered."""
    batch = _batch(request, pk)
    layouts = shelf.columns(batch)
    if request.method == "POST":
        if not batches.may_act(request.user, batch):
            raise PermissionDenied
        if name := request.POST.get("sheet"):
            read_sheet = partial(_read_sheet, layouts=layouts, by=request.user, name=name)
            return _act(request, pk, read_sheet)
        layouts = choosing.chosen(batch, layouts, request.POST)
        is_told = "lacking" in request.POST or not any(layout.lacks for layout in layouts)
        if layouts and is_told and not any(layout.problems for layout in layouts):
            confirm = partial(batches.confirm_columns, layouts=layouts, by=request.user)
            return _act(request, pk, confirm)
    context = {
        "title": gettext("Columns of %(file)s") % {"file": batch.file_name},
        "batch": batch,
        "sheets": list(choosing.sheets(batch, layouts)),
        "problems": [said for layout in layouts for said in [*layout.problems, *layout.lacks]],
        "lacks": any(layout.lacks for layout in layouts),
        "lacking": "lacking" in request.POST,
        "open": choosing.OPEN,
        "may_choose": batches.may_act(request.user, batch) and batch.state in batches.NOT_WRITTEN,
    }
    return _page(model_admin, request, "import_columns", context)


def _read_sheet(batch, *, layouts, by, name):
    choosing.check_sheet(layouts, name)
    batches.choose(batch, by=by, sheet=name, columns={}, doubles={})


def answer_view(model_admin, request, pk):
    """Read the table anew with what was answered below its preview."""

    def answer(batch):
        choices = choosing.answers(shelf.preview(batch), request.POST)
        batches.choose(batch, by=request.user, **choices)

    return _act(request, pk, answer)


def write_view(model_admin, request, pk):
    """Write exactly what was shown."""

    def write(batch):
        if request.POST.get("digest") != batch.digest:
            raise ValidationError(gettext("The preview has changed. Look at it once more."))
        batches.write(batch, by=request.user)

    return _act(request, pk, write)


def resume_view(model_admin, request, pk):
    return _act(request, pk, partial(batches.resume, by=request.user))


def undo_view(model_admin, request, pk):
    """Asks first, naming what goes; where something stands in the way, that is named instead."""
    if request.method == "POST" and "confirmed" not in request.POST:
        batch = _batch(request, pk)
        if batches.may_act(request.user, batch) and batch.state == ImportBatch.State.DONE:
            if problems := undoing.obstacles(batch):
                kept = imported.kept_from_undoing(batch, problems)
                return _page(model_admin, request, "import_kept", kept)
            action = reverse("admin:projects_importbatch_undo", args=[pk])
            return questions.page(request, batch, imported.undoing(batch), action)
    return _act(request, pk, partial(batches.undo, by=request.user))


def discard_view(model_admin, request, pk):
    response = _act(request, pk, partial(batches.discard, by=request.user))
    if ImportBatch.objects.filter(pk=pk).exists():
        return response
    messages.success(request, gettext("The import is discarded; nothing was written."))
    return HttpResponseRedirect(reverse("admin:projects_importbatch_changelist"))


def _act(request, pk, verb):
    """Do something with an import, then show it; what is refused is said above it."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    batch = _batch(request, pk)
    is_done = True
    try:
        verb(batch)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        is_done = False
    batch = ImportBatch.objects.filter(pk=pk).first()
    is_open = batch is not None and batch.state == ImportBatch.State.MAPPING
    page = "columns" if is_open else "record"
    response = HttpResponseRedirect(reverse(f"admin:projects_importbatch_{page}", args=[pk]))
    return kept.saved(request, response) if is_done else response


def _batch(request, pk):
    batch = get_object_or_404(ImportBatch.objects.select_related("by"), pk=pk)
    if not rights.has(request.user, "view", ImportBatch) or not _may_see(
        request.user, WORKBOOKS[batch.register]
    ):
        raise PermissionDenied
    return batch


def _page(model_admin, request, name, context):
    context = {
        **admin.site.each_context(request),
        "opts": ImportBatch._meta,
        "media": model_admin.media,
        **context,
    }
    return TemplateResponse(request, f"admin/projects/{name}.html", context)


@admin.register(ImportBatch)
class ImportBatchAdmin(admin.ModelAdmin):
    """The imports so far; each has a page of its own and is never edited."""

    list_display = ["name", "of_register", "chip", "row_count", "who", "when"]
    list_display_links = None
    list_filter = ["state"]
    list_select_related = ["by"]
    list_per_page = 50
    actions = None
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    change_list_template = "admin/projects/imports.html"

    def get_urls(self):
        views = {
            "changelist": ("", self.changelist_view),
            "add": ("add/", partial(upload_view, self)),
            "template": ("template/<slug:register>/", partial(template_view, self)),
            "record": ("<int:pk>/", partial(record_view, self)),
            "columns": ("<int:pk>/columns/", partial(columns_view, self)),
            "answer": ("<int:pk>/answer/", partial(answer_view, self)),
            "write": ("<int:pk>/write/", partial(write_view, self)),
            "resume": ("<int:pk>/resume/", partial(resume_view, self)),
            "undo": ("<int:pk>/undo/", partial(undo_view, self)),
            "discard": ("<int:pk>/discard/", partial(discard_view, self)),
        }
        return [
            path(route, self.admin_site.admin_view(view), name=f"projects_importbatch_{name}")
            for name, (route, view) in views.items()
        ]

    def has_view_permission(self, request, obj=None):
        return rights.has(request.user, "view", ImportBatch)

    def has_add_permission(self, request):
        return any(batches.may_import(request.user, register) for register in WORKBOOKS.values())

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        seen = [r.name for r in WORKBOOKS.values() if _may_see(request.user, r)]
        return super().get_queryset(request).filter(register__in=seen)

    @admin.display(description=_("file name"))
    def name(self, obj):
        return format_html(
            '<a href="{}" class="headline">{}</a>', admin_url(obj, "record"), obj.file_name
        )

    @admin.display(description=_("register"))
    def of_register(self, obj):
        return choosing.capital(WORKBOOKS[obj.register].model._meta.verbose_name_plural)

    @admin.display(description=_("state"), ordering="state")
    def chip(self, obj):
        return format_html(
            '<span class="chip chip--import-{}">{}</span>', obj.state, obj.get_state_display()
        )

    @admin.display(description=_("rows"))
    def row_count(self, obj):
        return obj.rows

    @admin.display(description=_("imported by"))
    def who(self, obj):
        return person(obj.by)

    @admin.display(description=_("when"), ordering="at")
    def when(self, obj):
        return f"{timezone.localtime(obj.at):%H:%M %d/%m/%Y}"
