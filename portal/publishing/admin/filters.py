"""Filters of the record lists: few, and in the words of the people who use them."""

from django.contrib.admin import SimpleListFilter
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
            ("archived", _("Withdrawn or in the archive")),
        ]

    def queryset(self, request, queryset):
        if self.value() in (State.DRAFT, State.REVIEW, State.ARCHIVED):
            return queryset.filter(status=self.value())
        wanted = {
            "public": queryset.public,
            "scheduled": queryset.scheduled,
            "expired": queryset.expired,
        }
        return wanted[self.value()]() if self.value() in wanted else queryset


class TranslationFilter(SimpleListFilter):
    title = _("translation")
    parameter_name = "translation"

    def lookups(self, request, model_admin):
        return [("missing", _("missing")), ("outdated", _("outdated")), ("current", _("current"))]

    def queryset(self, request, queryset):
        known = self.value() in dict(self.lookup_choices)
        return queryset.with_translation(self.value()) if known else queryset


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
