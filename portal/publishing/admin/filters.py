"""Filters of the record lists: few, and in the words of the people who use them."""

from django.contrib.admin import SimpleListFilter
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.publishing.models import State


class StateFilter(SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("draft", _("Draft")),
            ("review", _("Waiting for review")),
            ("public", _("Public")),
            ("scheduled", _("Scheduled")),
            ("expired", _("Expired")),
            ("archived", _("Withdrawn")),
        ]

    def queryset(self, request, queryset):
        now = timezone.now()
        published = Q(status=State.PUBLISHED)
        wanted = {
            "draft": Q(status=State.DRAFT),
            "review": Q(status=State.REVIEW),
            "public": published & Q(replaces=None, publish_at__lte=now) & ~Q(expire_at__lte=now),
            "scheduled": published & Q(publish_at__gt=now),
            "expired": published & Q(replaces=None, expire_at__lte=now),
            "archived": Q(status=State.ARCHIVED),
        }
        return queryset.filter(wanted[self.value()]) if self.value() in wanted else queryset


class TranslationFilter(SimpleListFilter):
    title = _("translation")
    parameter_name = "translation"

    def lookups(self, request, model_admin):
        return [("missing", _("missing")), ("outdated", _("outdated")), ("current", _("current"))]

    def queryset(self, request, queryset):
        if self.value() not in dict(self.lookup_choices):
            return queryset
        vi, en = (_freshness(language)[self.value()] for language in ("vi", "en"))
        return queryset.filter(Q(source_language="vi") & en | Q(source_language="en") & vi)


def _freshness(language):
    column = f"confirmed_{language}"
    return {
        "missing": Q(**{column: None}),
        "outdated": Q(**{f"{column}__lt": F("source_revision")}),
        "current": Q(**{f"{column}__gte": F("source_revision")}),
    }


class CopyFilter(SimpleListFilter):
    title = _("working copies")
    parameter_name = "copies"

    def lookups(self, request, model_admin):
        return [("open", _("open working copies"))]

    def queryset(self, request, queryset):
        return queryset.open_copies() if self.value() == "open" else queryset


class MineFilter(SimpleListFilter):
    title = _("whose")
    parameter_name = "whose"

    def lookups(self, request, model_admin):
        return [("mine", _("mine"))]

    def queryset(self, request, queryset):
        return queryset.filter(created_by=request.user) if self.value() == "mine" else queryset


FILTERS = [StateFilter, TranslationFilter, CopyFilter, MineFilter]
