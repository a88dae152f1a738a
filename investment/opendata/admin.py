"""The datasets of the catalogue at the desk: who owns them, and by when each is looked at again."""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from investment.opendata import catalogue
from investment.opendata.models import DatasetNote
from portal.publishing import rights
from portal.publishing.admin import inbox
from portal.publishing.admin.plain import PublicAdmin
from projects import desk


@admin.register(DatasetNote)
class DatasetNoteAdmin(PublicAdmin):
    """One row for each dataset of the catalogue, made after every migrate (apps.py)."""

    list_display = ["title", "owner_vi", "review", "release"]
    fields = [
        "title", "owner_vi", "owner_en", "contact", "note_vi", "note_en", "review_by",
        "next_release",
    ]  # fmt: skip
    readonly_fields = ["title"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(key__in=_keys())

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("dataset"), ordering="key")
    def title(self, obj):
        return str(obj)

    @admin.display(description=_("to be reviewed by"), ordering="review_by")
    def review(self, obj):
        if not obj.review_by:
            return None
        day = desk.day(obj.review_by)
        if obj.review_by >= timezone.localdate():
            return day
        return format_html('{} <span class="chip chip--missing">{}</span>', day, _("overdue"))

    @admin.display(description=_("next release"), ordering="next_release")
    def release(self, obj):
        return obj.next_release and desk.day(obj.next_release)


@inbox.boxes_of
def boxes(user):
    """The datasets whose review is overdue, for those who keep them."""
    if not rights.has(user, "change", DatasetNote):
        return []
    overdue = DatasetNote.objects.filter(key__in=_keys(), review_by__lt=timezone.localdate())
    rows = [{"note": note, "title": str(note)} for note in overdue.order_by("review_by", "key")]
    return [
        inbox.Box(
            "datasets",
            _("Datasets to review"),
            _("No dataset is overdue."),
            rows,
            template="admin/opendata/inbox_dataset.html",
            links=[(_("All datasets"), reverse("admin:opendata_datasetnote_changelist"))],
        )
    ]


def _keys():
    return [dataset.key for dataset in catalogue.every()]
