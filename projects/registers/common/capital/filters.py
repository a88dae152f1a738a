"""The filters of a register of events."""

from django.db.models import Q
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.filters import OptionField, RegisterForm, YearField
from projects.models import Industry, Zone
from projects.registers.common.capital.selection import Counted, Status
from projects.selection import ALL
from projects.views.choices import classes, named, places_found, recorded, years


class CapitalForm(RegisterForm):
    industry = OptionField(label=pgettext_lazy("filter", "Sector"))
    zone = OptionField(label=_("Zone"))
    status = OptionField(
        [*Status.choices, (ALL, pgettext_lazy("fdi status", "all, ended ones too"))],
        label=_("Operating state"),
    )
    year = YearField(_("Year of the first certificate"))
    ends = YearField(_("Year in which the term ends"))
    counted = OptionField(Counted.choices, label=_("Counted"))

    shown = (
        "q", "industry", "place", "boundaries", "zone", "year", "ends", "status",
        "as_of", "known_at",
    )  # fmt: skip

    def _goes_without_saying(self, name, value):
        if name == "status" and value == Status.VALID:
            return "counted" not in self.values
        return super()._goes_without_saying(name, value)

    def _own(self, values):
        status, counted = values.get("status", ""), values.get("counted", "")
        if not status and not counted:
            status = Status.VALID
        return {
            "industry": values.get("industry"),
            "zone": values.get("zone"),
            "status": "" if status == ALL else status,
            "counted": counted,
        }


def choices(request, language, model):
    """What the filters of a register offer: what occurs among its public projects and events."""
    public = model.objects.public()
    ledger = model._meta.get_field("events").related_model
    events = ledger.objects.counted().filter(Q(project__in=public) | Q(project=None))
    divisions = Q(pk__in=public.values("industry"))
    if any(field.name == "industry" for field in ledger._meta.fields):
        divisions |= Q(pk__in=events.values("industry"))
    zones = Zone.objects.filter(pk__in=public.values("zone"))
    return {
        "industry": classes(
            Industry.objects.filter(divisions).select_related("section"), "section", language
        ),
        "zone": named(
            Zone.objects.filter(Q(pk__in=zones) | Q(parks__in=zones))
            .distinct()
            .sorted_in(language),
            language,
        ),
        "place": places_found(recorded(request), language),
        **years(
            year=(events.filter(type="new"), ExtractYear("effective_on")),
            ends=(events.exclude(term_ends_on=None), ExtractYear("term_ends_on")),
        ),
    }
