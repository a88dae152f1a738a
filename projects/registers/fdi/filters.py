from django.db.models import Q
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.filters import OptionField, RegisterForm, YearField
from projects.models import (
    Country,
    FdiEvent,
    FdiProject,
    Industry,
    Zone,
)
from projects.registers.fdi.selection import FdiCounted, FdiSelection, FdiStatus
from projects.selection import ALL
from projects.views.choices import classes, named, places_found, recorded, years


class FdiForm(RegisterForm):
    partner = OptionField(label=_("Country or territory"))
    industry = OptionField(label=pgettext_lazy("filter", "Sector"))
    zone = OptionField(label=_("Zone"))
    status = OptionField(
        [*FdiStatus.choices, (ALL, pgettext_lazy("fdi status", "all, ended ones too"))],
        label=_("Operating state"),
    )
    year = YearField(_("Year of the first certificate"))
    ends = YearField(_("Year in which the term ends"))
    counted = OptionField(FdiCounted.choices, label=_("Counted"))

    selection_class = FdiSelection
    shown = (
        "q", "partner", "industry", "place", "boundaries", "zone", "year", "ends", "status",
        "as_of", "known_at",
    )  # fmt: skip

    def _goes_without_saying(self, name, value):
        if name == "status" and value == FdiStatus.VALID:
            return "counted" not in self.values
        return super()._goes_without_saying(name, value)

    def _own(self, values):
        status, counted = values.get("status", ""), values.get("counted", "")
        if not status and not counted:
            status = FdiStatus.VALID
        return {
            "partner": values.get("partner"),
            "industry": values.get("industry"),
            "zone": values.get("zone"),
            "status": "" if status == ALL else status,
            "counted": counted,
        }


def choices(request, language):
    public = FdiProject.objects.public()
    events = FdiEvent.objects.counted().filter(Q(project__in=public) | Q(project=None))
    partners = Country.objects.filter(pk__in=events.exclude(partner=None).values("partner"))
    divisions = Q(pk__in=public.values("industry")) | Q(pk__in=events.values("industry"))
    zones = Zone.objects.filter(pk__in=public.values("zone"))
    return {
        "partner": named(partners.sorted_in(language), language, key="code"),
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
