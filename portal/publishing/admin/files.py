"""The library of uploaded files, and the picker of the prose editor."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from portal.publishing import rights
from portal.publishing.admin import kept
from portal.publishing.admin.plain import DeskFields, mark_needed
from portal.publishing.admin.words import person
from portal.publishing.files import library
from portal.publishing.files.inspect import limits
from portal.publishing.files.store import store
from portal.publishing.models import File
from portal.publishing.moments import publishable_models
from portal.text.fold import fold

PICKER_ROWS = 24
lazy_limits = lazy(limits, str)


class UploadForm(forms.ModelForm):
    upload = forms.FileField(
        label=_("File"),
        help_text=format_lazy(
            "{} {}", lazy_limits(File.Kind.IMAGE), lazy_limits(File.Kind.DOCUMENT)
        ),
    )

    class Meta:
        model = File
        fields = []

    uploader = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        mark_needed(self.fields)

    def clean_upload(self):
        self.stored = store(self.cleaned_data["upload"], by=self.uploader)
        return self.cleaned_data["upload"]

    def save(self, commit=True):
        self.save_m2m = lambda: None
        return self.stored


@admin.register(File)
class FileAdmin(DeskFields, admin.ModelAdmin):
    """Files are immutable but for what staff call them; the sweeper removes unused ones."""

    form = UploadForm
    change_form_template = "admin/publishing/file.html"
    list_display = ["thumbnail", "called", "kind", "size_kb", "uploader", "uploaded_at"]
    list_display_links = ["called"]
    list_filter = ["kind"]
    list_select_related = ["uploaded_by"]
    list_per_page = 50
    search_fields = ["folded"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None

    def has_view_permission(self, request, obj=None):
        return any(rights.can_view(request.user, model) for model in publishable_models())

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_add_permission(self, request):
        return any(
            rights.has(request.user, action, model)
            for model in publishable_models()
            for action in ("change", "translate")
        )

    def has_change_permission(self, request, obj=None):
        return self.has_add_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return library.seen(request.user)

    def history_view(self, request, object_id, extra_context=None):
        # Django asks for the file first, and would tell that it is not there.
        if not self.has_view_permission(request):
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, fold(search_term))

    def get_fields(self, request, obj=None):
        return ["upload"] if obj is None else ["title", *self.get_readonly_fields(request, obj)]

    def get_readonly_fields(self, request, obj=None):
        return [] if obj is None else ["shown", "kind", "size_kb", "uploader", "name", "address"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is not None:
            return super().get_form(request, obj, change, **{**kwargs, "form": forms.ModelForm})
        return type("UploadForm", (UploadForm,), {"uploader": request.user})

    def save_model(self, request, obj, form, change):
        """An upload is stored by the form, so that a refused one is an error beside its field."""
        if change:
            obj.index()
            obj.save(update_fields=["title", "folded"])

    def response_change(self, request, obj):
        return kept.saved(request, super().response_change(request, obj))

    def log_addition(self, request, obj, message):
        """The row itself says who uploaded it, and when."""

    def change_view(self, request, object_id, form_url="", extra_context=None):
        file = self.get_object(request, object_id)
        context = {"uses": library.uses(request.user, file) if file else []}
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    @admin.display(description="")
    def thumbnail(self, obj):
        if not obj.is_image:
            return obj.name.rsplit(".", 1)[-1].upper()
        return format_html(
            '<img src="{}" alt="" width="80" loading="lazy">', obj.rendition_url(320)
        )

    @admin.display(description=_("file name"))
    def called(self, obj):
        return obj.called

    @admin.display(description=_("file"))
    def shown(self, obj):
        if not obj.is_image:
            return format_html('<a href="{}">{}</a>', obj.url(), obj.called)
        return format_html(
            '<img src="{}" alt="{}" width="480" data-width="{}">',
            obj.rendition_url(480), obj.called, obj.width,
        )  # fmt: skip

    @admin.display(description=_("uploaded by"), ordering="uploaded_by")
    def uploader(self, obj):
        return person(obj.uploaded_by)

    @admin.display(description=_("address"))
    def address(self, obj):
        return obj.url()

    @admin.display(description=_("size"), ordering="size")
    def size_kb(self, obj):
        return f"{max(1, obj.size // 1024)} KB"

    def get_urls(self):
        staff = self.admin_site.admin_view
        return [
            path("picker/", staff(self.picker), name="publishing_file_picker"),
            path("paste/", staff(require_POST(self.paste)), name="publishing_file_paste"),
            *super().get_urls(),
        ]

    def picker(self, request):
        """Recent pictures and an upload, in the window that the prose editor opens."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        errors = []
        if request.method == "POST":
            try:
                file = self._uploaded_picture(request)
            except ValidationError as error:
                errors = error.messages
            else:
                messages.success(request, _("Uploaded. Click the picture to insert it."))
                back = reverse("admin:publishing_file_picker")
                return HttpResponseRedirect(f"{back}?{request.GET.urlencode()}#file-{file.pk}")
        pictures = self.get_queryset(request).filter(kind=File.Kind.IMAGE)
        if wanted := fold(request.GET.get("q", "")):
            pictures = pictures.filter(folded__contains=wanted)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Choose a picture"),
            "is_popup": True,
            "pictures": pictures[:PICKER_ROWS],
            "errors": errors,
            "limits": limits(File.Kind.IMAGE),
            "query": request.GET.get("q", ""),
            "function": request.GET.get("CKEditorFuncNum", ""),
        }
        return TemplateResponse(request, "admin/publishing/picker.html", context)

    def _uploaded_picture(self, request):
        upload = request.FILES.get("upload")
        if upload is None:
            raise ValidationError(_("Choose a file or upload one."))
        return store(upload, by=request.user, kind=File.Kind.IMAGE)

    def paste(self, request):
        """A picture that was pasted into the prose editor: its address, or why it is refused."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        try:
            file = self._uploaded_picture(request)
        except ValidationError as error:
            return JsonResponse({"error": " ".join(error.messages)}, status=400)
        return JsonResponse({"src": file.rendition_url(800)})
