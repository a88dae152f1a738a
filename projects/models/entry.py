"""What the entries of all three ledgers share: two times, four eyes, no change after approval."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.publishing.models import File, Notice
from portal.text.fold import findable


class EntryState(models.TextChoices):
    PENDING = "pending", pgettext_lazy("entry", "Waiting for approval")
    APPROVED = "approved", pgettext_lazy("entry", "Approved")
    REJECTED = "rejected", pgettext_lazy("entry", "Rejected")
    SUPERSEDED = "superseded", pgettext_lazy("entry", "Superseded")


class Immutable(TypeError):
    """An approved or rejected entry was about to be changed, whoever tried."""


def counts(known_at, prefix=""):
    """The condition under which an entry counts; prefix leads to it from another model."""
    if known_at is None:
        return Q(**{f"{prefix}void": False, f"{prefix}status": EntryState.APPROVED})
    not_yet_replaced = Q(**{f"{prefix}known_until": None})
    not_yet_replaced |= Q(**{f"{prefix}known_until__gt": known_at})
    return not_yet_replaced & Q(**{f"{prefix}void": False, f"{prefix}known_at__lte": known_at})


class EntryQuerySet(models.QuerySet):
    def counted(self, known_at=None):
        """The entries that count: approved by `known_at` and not superseded then; default: now."""
        rows = self.filter(void=False)
        if known_at is None:
            return rows.filter(status=EntryState.APPROVED)
        return rows.filter(
            Q(known_until=None) | Q(known_until__gt=known_at), known_at__lte=known_at
        )

    def numbered(self, words):
        """Entries whose number has these words of a search one after another, the last as it
        may begin."""
        return self.filter(number_found__contains=f" {' '.join(words)}")

    def pending(self):
        return self.filter(status=EntryState.PENDING)

    def live(self):
        """What counts now and what waits, without what takes an entry back for good."""
        return self.filter(status__in=[EntryState.PENDING, EntryState.APPROVED]).exclude(
            void=True, status=EntryState.APPROVED
        )

    def update(self, **values):
        self._refuse_decided()
        return super().update(**values)

    def delete(self):
        self._refuse_decided()
        return super().delete()

    def bulk_create(self, objs, *args, update_conflicts=False, **kwargs):
        if update_conflicts:
            raise Immutable("entries are not written over; enter a correction")
        return super().bulk_create(objs, *args, **kwargs)

    def _refuse_decided(self):
        if self.exclude(status=EntryState.PENDING).exists():
            raise Immutable("an entry that was decided on is never changed; enter a correction")

    def decide(self, **values):
        """The write behind ledger.py's verbs; nothing else may call it, but the sample, which puts
        its approvals into the past."""
        return super().update(**values)


class NumberFound(models.TextField):
    """The entry's number as a search finds it, see findable()."""

    def pre_save(self, entry, add):
        entry.number_found = findable(entry.number)
        return entry.number_found


def document_number(verbose_name):
    return models.CharField(verbose_name, max_length=80, blank=True)


class Entry(models.Model):
    """One statement of a ledger, taken from a dated document.

    `effective_on` is the day it took effect (as_of), `known_at` to `known_until` the time in which
    the department held it to be true (known_at). An entry that was decided on never changes; a
    correcting entry `supersedes` it, or with `void` takes it back.
    """

    status = models.CharField(
        _("state"), max_length=10, choices=EntryState, default=EntryState.PENDING, editable=False
    )
    effective_on = models.DateField(_("effective date"))
    number = document_number(_("number of the certificate or document"))
    number_found = NumberFound(editable=False, default="")
    source_vi = models.CharField(
        _("source document"),
        max_length=250,
        blank=True,
        help_text=_("What the figures were taken from: name and date of the document."),
    )
    source_en = models.CharField(
        _("source document in English"),
        max_length=250,
        blank=True,
        help_text=_("Empty: English pages show the Vietnamese name, marked as such."),
    )
    document = models.ForeignKey(
        File,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"kind": "document"},
        verbose_name=_("file of the document"),
        help_text=_("Staff only: the public sees the number and the name."),
    )
    note = models.TextField(_("note (staff only)"), blank=True)
    supersedes = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="corrections",
        verbose_name=_("corrects"),
    )
    void = models.BooleanField(
        _("takes the corrected entry back"),
        default=False,
        help_text=_("It should never have been entered; nothing takes its place."),
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    batch = models.ForeignKey(
        "projects.ImportBatch",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("import"),
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )
    entered_at = models.DateTimeField(_("entered"), default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("approved or rejected by"),
    )
    decided_at = models.DateTimeField(_("approved or rejected"), null=True, editable=False)
    decision = models.TextField(_("reason of the rejection"), blank=True, editable=False)
    known_at = models.DateTimeField(null=True, editable=False)
    known_until = models.DateTimeField(null=True, editable=False)

    objects = EntryQuerySet.as_manager()

    #: Its amounts → the currency of each; "" for its own.
    amounts = {}
    #: How many units of the currency one of an amount is.
    scale = 1
    #: Reason of a notice → what its reader can do now.
    to_do = {
        Notice.Kind.SENT_BACK: _(
            "Open it and choose “Enter again”: what you typed is there, to be mended. Or leave it: "
            "a rejected entry never counts."
        )
    }
    #: Whether it may be about no project.
    stands_alone = False

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_permissions = ("add", "view", "approve")
        constraints = [
            models.UniqueConstraint(
                fields=["supersedes"],
                condition=~Q(status=EntryState.REJECTED),
                name="%(app_label)s_%(class)s_corrected_once",
            )
        ]

    def source_in(self, language):
        """(the name of its document, the language that it is in): Vietnamese, if no other."""
        own = getattr(self, f"source_{language}")
        return (own, language) if own else (self.source_vi, settings.LANGUAGE_CODE)

    @property
    def is_pending(self):
        return self.status == EntryState.PENDING

    def save(self, *args, **kwargs):
        self._refuse_decided()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        self._refuse_decided()
        return super().delete(*args, **kwargs)

    def _refuse_decided(self):
        """Asks the database: whoever holds a stale or forged object changes nothing either."""
        if self.pk is None:
            decided = self.status != EntryState.PENDING
        else:
            stored = type(self).objects.filter(pk=self.pk)
            decided = stored.exclude(status=EntryState.PENDING).exists() or not self.is_pending
        if decided:
            raise Immutable("an entry that was decided on is never changed; enter a correction")
