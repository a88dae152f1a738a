from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.publishing.models.files import new_key

#: After this long without a sign of life whoever worked on it was killed.
SILENCE = timedelta(minutes=2)


class ImportBatch(models.Model):
    """One table that was imported: who, when, from which file, and what became of it."""

    class State(models.TextChoices):
        READING = "reading", pgettext_lazy("import", "Being read")
        MAPPING = "mapping", pgettext_lazy("import", "Columns to be confirmed")
        READ = "read", pgettext_lazy("import", "Read, not written")
        RUNNING = "running", pgettext_lazy("import", "Being written")
        DONE = "done", pgettext_lazy("import", "Written")
        FAILED = "failed", pgettext_lazy("import", "Failed")
        UNDOING = "undoing", pgettext_lazy("import", "Being undone")
        UNDONE = "undone", pgettext_lazy("import", "Undone")

    WORKING = (State.READING, State.RUNNING, State.UNDOING)

    register = models.CharField(_("register"), max_length=20)
    file_name = models.CharField(_("file name"), max_length=150)
    sha256 = models.CharField(max_length=64)
    #: The folder of the file and its preview; nobody guesses it.
    key = models.CharField(max_length=22, default=new_key, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.READING)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    #: Verdict → number of rows; empty until the file was read.
    counts = models.JSONField(default=dict, editable=False)
    #: What its importer decided: see exchange.reading.Choices.
    choices = models.JSONField(default=dict, editable=False)
    #: Of the preview, so that nothing else is written than what was seen.
    digest = models.CharField(max_length=64, blank=True, editable=False)
    problem = models.TextField(_("problem"), blank=True)
    #: Counts every start; whoever was started before may no longer write.
    attempt = models.PositiveIntegerField(default=0, editable=False)
    started_at = models.DateTimeField(null=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("imported by")
    )
    at = models.DateTimeField(_("imported"), default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        default_permissions = ("add", "view")
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self):
        return self.file_name

    @property
    def changes(self):
        """The number of rows that writing would change something for."""
        return self.counts.get("new", 0) + self.counts.get("changed", 0)

    @property
    def is_working(self):
        return self.state in self.WORKING

    @property
    def may_be_written(self):
        """Whether it was read, nothing in it is wrong or undecided and something is new."""
        is_ready = self.state == self.State.READ
        if self.state == self.State.FAILED:
            is_ready = bool(self.counts)
        is_decided = not any(self.counts.get(one) for one in ("wrong", "undecided", "unsure"))
        return is_ready and is_decided and self.changes > 0


class ColumnMapping(models.Model):
    """What the columns of a table are, as somebody confirmed: for the next table of its kind."""

    register = models.CharField(max_length=20)
    sheet = models.CharField(max_length=20)
    #: A digest of all headings in their order.
    headings = models.CharField(max_length=64)
    #: [[heading, target]] in the order of the columns; see exchange.mapping.targets().
    columns = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["register", "sheet", "headings"], name="columns_confirmed_once"
            )
        ]

    def __str__(self):
        return f"{self.register}/{self.sheet}"


class ImportedRecord(models.Model):
    """A record that an import wrote, and what undoing it takes."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="records")
    kind = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    #: The draft or working copy came with the import.
    made = models.BooleanField()
    #: The version that the import left: another one was edited since.
    version = models.PositiveIntegerField()
    #: {"columns", "m2m", "children"} as they were, for what was there before.
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "kind", "object_id"], name="imported_once_in_a_batch"
            )
        ]

    def __str__(self):
        return f"{self.kind_id}/{self.object_id}"
