from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.publishing.admin.forms import PublishableForm
from projects.admin.registers import NO_VALUE, ChoiceFilter, RegisterAdmin, RegisterInline
from projects.models.project import period_problem
from projects.registers.common.aid.records import last_stages
from projects.when import When


class StageInline(RegisterInline):
    common_fields = ("stage", "reached_on", "number")
    translated_fields = ("source",)


class StageFilter(ChoiceFilter):
    title = _("stage")
    parameter_name = "stage_now"

    def lookups(self, request, model_admin):
        return model_admin.model._meta.get_field("stages").related_model.Stage.choices

    def chosen(self, queryset, value):
        return queryset.at_stage(When.today(), value)


class AidForm(PublishableForm):
    def clean(self):
        data = super().clean()
        if problem := period_problem(data.get("starts_on"), data.get("ends_on")):
            self.add_error("ends_on", problem)
        return data


class StagedAdmin(RegisterAdmin):
    form = AidForm

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related(*self.fetched)

    def look_up(self, rows):
        stages = [stage for row in rows for stage in row.stages.all()]
        found = last_stages(stages, When.today())
        for row in rows:
            row.stage_now = found.get(row.pk)

    @admin.display(description=pgettext_lazy("project", "place"))
    def place(self, obj):
        return ", ".join(map(str, obj.places.all())) or NO_VALUE

    @admin.display(description=_("stage today"))
    def now(self, obj):
        return obj.stage_now.get_stage_display() if obj.stage_now else NO_VALUE
