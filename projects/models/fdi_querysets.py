"""What more is asked of FDI: the statistical partner as of a date."""

from django.db.models import BigIntegerField, Case, Exists, F, FilteredRelation, OuterRef, Q, When

from projects.models.capital_querysets import CapitalEventQuerySet, CapitalProjectQuerySet
from projects.models.entry import counts


class FdiEventQuerySet(CapitalEventQuerySet):
    def ruling_partner(self, when):
        """One row per project: the certificate or transfer whose partner holds as of the date."""
        later = self.model.objects.as_of(when).filter(
            type=self.model.Type.TRANSFER,
            project=OuterRef("project"),
            effective_on__gt=OuterRef("effective_on"),
        )
        setters = [self.model.Type.NEW, self.model.Type.TRANSFER]
        return self.as_of(when).filter(~Exists(later), type__in=setters)

    def with_partner(self, when):
        """Annotates `partner_then`: the statistical partner on the day of the event.

        Joins each event with what set its project's partner up to that day, less what a later
        transfer took the place of.
        """
        types = self.model.Type
        prefix = "project__events__"
        before = {
            f"{prefix}type__in": [types.NEW, types.TRANSFER],
            f"{prefix}effective_on__lte": F("effective_on"),
        }
        setter = FilteredRelation(
            "project__events", condition=Q(counts(when.known_at, prefix), **before)
        )
        later = self.model.objects.counted(when.known_at).filter(
            type=types.TRANSFER,
            project=OuterRef("project"),
            effective_on__lte=OuterRef("effective_on"),
            effective_on__gt=OuterRef("setter__effective_on"),
        )
        own = Q(type__in=self.model.WITH_PARTNER)
        partner = Case(
            When(own, then=F("partner")),
            default=F("setter__partner"),
            output_field=BigIntegerField(),
        )
        rows = self.annotate(setter=setter).filter(~Exists(later))
        return rows.annotate(partner_then=partner)


class FdiProjectQuerySet(CapitalProjectQuerySet):
    def of_partner(self, country, when):
        """Projects whose statistical partner was this country as of the date."""
        ruling = self._event_model.objects.ruling_partner(when).filter(partner=country)
        return self.filter(Exists(ruling.filter(project=OuterRef("pk"))))

    def _refers_to(self, word):
        """Also the countries of its investors."""
        investors = self.model._meta.get_field("investors").related_model.objects.order_by()
        countries = investors.model._meta.get_field("country").related_model.objects
        of = investors.filter(country__in=countries.with_word(word)).values("project")
        return super()._refers_to(word) | Q(pk__in=of)
