"""A register of events at the desk."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.publishing.admin.forms import PublishableForm
from portal.publishing.admin.site import admin_url
from projects.admin.inputs import AreaField
from projects.admin.registers import NO_VALUE, ChoiceFilter, RegisterAdmin
from projects.codes import comes_back, tidy
from projects.desk import money
from projects.registers.common.capital.records import lives, waiting_for_certificate
from projects.registers.common.capital.selection import Status
from projects.when import When


class StatusFilter(ChoiceFilter):
    title = _("state of the project")
    parameter_name = "status_now"

    def lookups(self, request, model_admin):
        return [*Status.choices, ("none", _("not registered yet"))]

    def chosen(self, queryset, value):
        today = When.today()
        if value == "none":
            return queryset.exclude(pk__in=queryset.model.objects.registered(today).values("pk"))
        chosen = getattr(queryset.model.objects.all(), value)(today)
        return queryset.filter(pk__in=chosen.values("pk"))


class CertificateNumberForm(PublishableForm):
    def clean_certificate_number(self):
        """One code, one project, but where numbers are those of documents, which come back."""
        number = tidy(self.cleaned_data["certificate_number"])
        if self._meta.model.numbers_come_back and comes_back(number):
            return number
        others = self._meta.model.objects.filter(certificate_number=number).exclude(
            pk=self.instance.record_id
        )
        if number and (other := others.first()):
            text = gettext("This code is already in the register:")
            link = format_html('<a href="{}">{}</a>', admin_url(other, "record"), other)
            raise ValidationError(format_html("{} {}", text, link))
        return number


class CapitalAdmin(RegisterAdmin):
    number = "certificate_number"
    form = CertificateNumberForm
    list_select_related = ["created_by", "updated_by", "unit__parent__parent", "zone"]
    autocomplete_fields = ["unit", "zone", "industry"]
    #: The CapitalRecord class of its projects.
    record = None

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "land_area":
            kwargs["form_class"] = AreaField
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def look_up(self, rows):
        pks, today = {row.record_id for row in rows}, When.today()
        ledger = self.model._meta.get_field("events").related_model
        found = lives(self.record, ledger, pks, today)
        waiting = waiting_for_certificate(ledger, pks, today)
        for row in rows:
            row.today, row.waits = found[row.record_id], row.record_id in waiting

    @admin.display(description=pgettext_lazy("project", "place"), ordering="unit__sort_vi")
    def place(self, obj):
        return obj.zone or (obj.unit and obj.unit.full_name_in("vi")) or NO_VALUE

    @admin.display(description=_("project today"))
    def now(self, obj):
        return obj.today.state(When.today().as_of, waits=obj.waits)

    def capital_of(self, obj):
        """The registered capital of a row of the list today."""
        life = obj.today.life
        return money(life.capital) if life.first_on else NO_VALUE
