"""The gate: what of the publishable records is public, now and then; and their states."""

from functools import reduce
from operator import or_

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.publishing.models.records import TransitionLog

LANGUAGES = [code for code, _name in settings.LANGUAGES]


class State(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("state", "Draft")
    REVIEW = "review", pgettext_lazy("state", "Waiting for review")
    PUBLISHED = "published", pgettext_lazy("state", "Published")
    ARCHIVED = "archived", pgettext_lazy("state", "Withdrawn")
    # The ends of working copies:
    APPLIED = "applied", pgettext_lazy("state", "Applied")
    DISCARDED = "discarded", pgettext_lazy("state", "Discarded")


#: A working copy in one of these states still wants something.
OPEN_STATES = [State.DRAFT, State.REVIEW, State.PUBLISHED]


class Freshness(models.TextChoices):
    MISSING = "missing", _("not translated")
    OUTDATED = "outdated", _("translation outdated")
    CURRENT = "current", _("translation up to date")


class PublishableQuerySet(models.QuerySet):
    def public(self, language=None):
        """What anyone may see now, in one language or in any.

        The only gate: every page, feed, sitemap, search hit, export, count and file asks here.
        """
        now = timezone.now()
        rows = self.filter(
            Q(expire_at=None) | Q(expire_at__gt=now),
            replaces=None,
            status=State.PUBLISHED,
            publish_at__lte=now,
        )
        return rows.filter(**{f"live_{language}": True}) if language else rows

    def public_at(self, moment):
        """What anyone could see at a moment of the past, by log and history.

        For counting: what was withdrawn since is named nowhere, see public().
        """
        steps = TransitionLog.objects.filter(
            kind=ContentType.objects.get_for_model(self.model),
            record_id=OuterRef("pk"),
            object_id=OuterRef("pk"),
            at__lte=moment,
        ).order_by("-pk")
        history = self.model.history.model.objects.filter(
            id=OuterRef("pk"), history_date__lte=moment
        ).order_by("-history_date", "-history_id")
        rows = self.alias(
            expired_then=Subquery(history.values("expire_at")[:1]),
            state_then=Subquery(steps.values("target")[:1]),
            hour_then=Subquery(steps.values("hour")[:1]),
        )
        return rows.filter(
            Q(expired_then=None) | Q(expired_then__gt=moment),
            Q(hour_then=None) | Q(hour_then__lte=moment),
            replaces=None,
            state_then=State.PUBLISHED,
        )

    def scheduled(self):
        """Approved originals and copies whose hour has not come."""
        return self.filter(status=State.PUBLISHED, publish_at__gt=timezone.now())

    def expired(self):
        """Originals that were published and whose time has ended."""
        now = timezone.now()
        return self.filter(replaces=None, status=State.PUBLISHED, expire_at__lte=now)

    def with_translation(self, *freshness):
        """Rows whose other language has one of these kinds of Freshness."""
        wanted = Q()
        for source, other in (LANGUAGES, LANGUAGES[::-1]):
            wanted |= Q(source_language=source) & _any_of(other, freshness)
        return self.filter(wanted)

    def open_copies(self):
        return self.exclude(replaces=None).filter(status__in=OPEN_STATES)

    def scheduled_copies(self):
        return self.exclude(replaces=None).filter(status=State.PUBLISHED)

    def family(self, row):
        """The original and all copies of a row's record, in locking order."""
        pk = row.replaces_id or row.pk
        return self.filter(Q(pk=pk) | Q(replaces=pk)).order_by("pk")


def was_public():
    """Whether anybody could read a row's present texts once, as a condition."""
    now = timezone.now()
    return Q(
        replaces=None,
        status__in=[State.PUBLISHED, State.ARCHIVED],
        first_public_at__lte=now,
        publish_at__lte=now,
    )


def _any_of(language, wanted):
    """What Publishable.freshness says, as a condition."""
    column = f"confirmed_{language}"
    conditions = {
        Freshness.MISSING: Q(**{column: None}),
        Freshness.OUTDATED: Q(**{f"{column}__lt": F("source_revision")}),
        Freshness.CURRENT: Q(**{f"{column}__gte": F("source_revision")}),
    }
    return reduce(or_, (conditions[kind] for kind in wanted))


class OriginalsManager(models.Manager.from_queryset(PublishableQuerySet)):
    """Hides working copies, so that choosers, reverse relations and lists see originals only."""

    def get_queryset(self):
        return super().get_queryset().filter(replaces=None)
