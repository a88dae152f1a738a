"""Rows about records of any kind: slugs they own, steps they took, links to preview them."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.text import display


class AboutRecord(models.Model):
    """Points to a row of any publishable model."""

    kind = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()

    class Meta:
        abstract = True

    @property
    def row(self):
        """The row itself, copies included; None when a draft was deleted."""
        return self.kind.model_class().rows.filter(pk=self.object_id).first()


class SlugClaim(AboutRecord):
    """A slug belongs to one record of a kind, in whatever language, and stays its own.

    Plainly unique, so it reserves the slugs of working copies and remembers old public ones
    for the permanent redirect. `object_id` is the original's key.
    """

    slug = models.CharField(max_length=140)
    was_public = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="slug_claimed_once")]
        indexes = [models.Index(fields=["kind", "object_id"])]

    def __str__(self):
        return self.slug


class TransitionLog(AboutRecord):
    """One row per transition, never changed and never deleted."""

    record_id = models.PositiveBigIntegerField()
    name = models.CharField(max_length=20)
    source = models.CharField(max_length=10)
    target = models.CharField(max_length=10)
    version = models.PositiveIntegerField()
    history_id = models.PositiveBigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    note = models.TextField(blank=True)
    # What was scheduled becomes public then.
    hour = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["kind", "record_id"])]

    def __str__(self):
        return f"{self.name} {self.kind_id}/{self.object_id}"

    def save(self, *args, **kwargs):
        if self.pk:
            raise TypeError("the log of transitions is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("the log of transitions is append-only")


class KeptLists(AboutRecord):
    """What the lists of a row held when a history row was written; see lists.py."""

    history_id = models.PositiveBigIntegerField()
    lists = models.JSONField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["kind", "object_id", "history_id"])]

    def __str__(self):
        return f"lists {self.kind_id}/{self.object_id}"


class PreviewLinkQuerySet(models.QuerySet):
    def alive(self):
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def of(self, row):
        """Those that show a row, or one of several of a kind."""
        return self.of_rows([row])

    def of_rows(self, rows):
        kind = ContentType.objects.get_for_model(type(rows[0]))
        return self.filter(kind=kind, object_id__in=[row.pk for row in rows])

    def revoke(self):
        """They show nothing any more, whatever becomes of their rows."""
        self.alive().update(revoked_at=timezone.now())


class PreviewLink(AboutRecord):
    """A signed, expiring, revocable address that shows a row as it would look in public."""

    SALT = "portal.publishing.preview"

    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(null=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self):
        return f"preview {self.pk}"

    @property
    def token(self):
        return signing.Signer(salt=self.SALT).sign(str(self.pk))

    @classmethod
    def from_token(cls, token):
        """The living link behind a token, or None."""
        try:
            pk = signing.Signer(salt=cls.SALT).unsign(token)
        except signing.BadSignature:
            return None
        return cls.objects.alive().filter(pk=pk).first()


class Notice(AboutRecord):
    """What a member of staff should know about a record; shown in the admin, sent by mail."""

    class Kind(models.TextChoices):
        WAITING = "waiting", _("Waiting for your review")
        SENT_BACK = "sent_back", _("Sent back to you")
        PUBLISHED = "published", pgettext_lazy("notice", "Published")
        CHANGED = "changed", _("Changed since you began your working copy")
        APPROVED = "approved", _("Approved for publication")
        LAPSED = "lapsed", _("Changed after the approval: to be approved anew")
        SCHEDULED = "scheduled", pgettext_lazy("notice", "Scheduled")
        CANCELLED = "cancelled", _("Scheduled publication cancelled")
        WITHDRAWN = "withdrawn", pgettext_lazy("notice", "Withdrawn")
        HANDED = "handed", _("Handed over")

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices")
    reason = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=300)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    hour = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["recipient", "read_at"])]

    def __str__(self):
        return self.title

    @property
    def to_do(self):
        """What its reader can do now, where that kind of record says so; else ""."""
        return getattr(self.kind.model_class(), "to_do", {}).get(self.reason, "")

    @property
    def said(self):
        """What happened, with its hour."""
        if self.hour is None:
            return self.get_reason_display()
        return _("Scheduled for %(hour)s") % {"hour": display.datetime_(self.hour, get_language())}
