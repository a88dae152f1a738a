"""The words in which every reader asks for projects by their events, as of a date."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.db.models.lookups import In

from projects.models.entry import EntryQuerySet
from projects.models.project import ProjectQuerySet


class AmongTypes(In):
    """`type__in=…`, for which SQLite uses no index.

    After ANALYZE, SQLite up to 3.41 may answer `type IN (…) AND effective_on <= …` from an index on
    both by a "seek-scan" that runs past the last day, so that an end of 2025 counts in 2014. A plus
    sign before the column keeps the planner from it.
    """

    def process_lhs(self, compiler, connection, lhs=None):
        sql, params = super().process_lhs(compiler, connection, lhs)
        return (f"+{sql}" if connection.vendor == "sqlite" else sql), params


class CapitalEventQuerySet(EntryQuerySet):
    def as_of(self, when):
        """What counted and had taken effect."""
        return self.counted(when.known_at).filter(effective_on__lte=when.as_of)

    def during(self, when):
        """What counted and took effect in the period."""
        rows = self.as_of(when)
        return rows.filter(effective_on__gte=when.since) if when.since else rows

    def ends(self):
        return self.filter(type__in=self.model.ENDS)

    def capital(self):
        return self.filter(type__in=self.model.CAPITAL)

    def adjustments(self):
        return self.filter(type__in=self.model.ADJUSTMENTS)

    def terms(self, when):
        """One row per project: what set the term that holds as of the date, if any did.

        The first certificate sets a term, and only other adjustments can set a later one.
        """
        types = self.model.Type
        later = self.model.objects.as_of(when).filter(
            type=types.OTHER,
            term_ends_on__isnull=False,
            project=OuterRef("project"),
            effective_on__gt=OuterRef("effective_on"),
        )
        setters = self.as_of(when).filter(type__in=[types.NEW, types.OTHER])
        return setters.filter(~Exists(later))

    def expired(self, when):
        """One row per project past its term."""
        return self.terms(when).filter(term_ends_on__lt=when.as_of)


class CapitalProjectQuerySet(ProjectQuerySet):
    """Below an "or" stand sets of keys: a database builds each once, where it would ask `Exists`
    for every row. Side by side it joins both."""

    ledger = "events"

    def registered(self, when):
        """Projects that had their first certificate."""
        return self.filter(Exists(self._events(when).filter(type="new")))

    def ended(self, when):
        """Registered projects that were terminated, revoked or past their term."""
        events = self._event_model.objects.order_by()
        terminated = events.as_of(when).ends().values("project")
        expired = events.expired(when).values("project")
        return self.registered(when).filter(Q(pk__in=terminated) | Q(pk__in=expired))

    def ended_during(self, when):
        """Projects that came to their end in the period."""
        rows = self.ended(when)
        return rows._not_ended(when.at(when.since - timedelta(days=1))) if when.since else rows

    def valid(self, when):
        """Registered projects that were not at their end; suspended ones are valid."""
        return self.registered(when)._not_ended(when)

    def suspended(self, when):
        """Valid projects whose last suspension was not followed by a resumption."""
        return self.valid(when).filter(self._is_suspended(when))

    def operating(self, when):
        return self.valid(when).filter(~self._is_suspended(when))

    def _refers_to(self, word):
        field = self.model._meta.get_field
        investors = field("investors").related_model.objects.order_by()
        named = investors.filter(folded__contains=f" {word}")
        zones = field("zone").related_model.objects.with_word(word)
        in_place = Q(unit__in=field("unit").related_model.objects.around_word(word))
        return Q(pk__in=named.values("project")) | in_place | Q(zone__in=zones)

    def _not_ended(self, when):
        expired = self._event_model.objects.expired(when).filter(project=OuterRef("pk"))
        return self.filter(~Exists(self._events(when).ends()), ~Exists(expired))

    def _is_suspended(self, when):
        """On one day a suspension comes before a resumption, see consistency.ORDER."""
        resumed = self._event_model.objects.as_of(when).filter(
            type="resumption",
            project=OuterRef("project"),
            effective_on__gte=OuterRef("effective_on"),
        )
        return Exists(self._events(when).filter(~Exists(resumed), type="suspension"))

    @property
    def _event_model(self):
        return self.model._meta.get_field("events").related_model

    def _events(self, when):
        return self._event_model.objects.as_of(when).filter(project=OuterRef("pk"))
