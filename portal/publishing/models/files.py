"""Uploaded files. All of a row but its title is immutable; it is as public as a record with it."""

import secrets
from contextvars import ContextVar
from functools import lru_cache
from urllib.parse import quote

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.text.fold import fold

#: The token of the preview that is being rendered; "" outside a shared preview.
preview_token = ContextVar("preview_token", default="")


def new_key():
    return secrets.token_urlsafe(16)  # 22 characters that nobody guesses


def storage_name(file, variant):
    """Where a stored form of a file lies: by its random key, never by its name."""
    if variant == file.name:
        variant = "original." + variant.rsplit(".", 1)[-1]
    return f"{file.key[:2]}/{file.key}/{variant}"


@lru_cache(4096)  # a page with pictures asks for dozens
def _address(key, variant):
    return reverse("file", args=[key, variant])


class File(models.Model):
    class Kind(models.TextChoices):
        IMAGE = "image", _("image")
        DOCUMENT = "document", _("document")

    key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, editable=False)
    name = models.CharField(_("file name"), max_length=120, editable=False)
    title = models.CharField(
        _("name in the library"),
        max_length=120,
        blank=True,
        help_text=_("Staff find the file by it. Its address and the name that visitors see stay."),
    )
    mime = models.CharField(max_length=100, editable=False)
    size = models.PositiveIntegerField(_("size"), editable=False, help_text=_("bytes"))
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)
    widths = models.JSONField(default=list, editable=False)  # of the WebP renditions
    sha256 = models.CharField(max_length=64, editable=False)
    folded = models.TextField(editable=False, default="")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("file")
        verbose_name_plural = _("files")
        default_permissions = ("add", "view")

    def __str__(self):
        return self.name

    def index(self):
        """Fill the column to find by."""
        self.folded = fold(f"{self.title} {self.name}")

    @property
    def called(self):
        """How staff know it."""
        return self.title or self.name

    @property
    def is_image(self):
        return self.kind == self.Kind.IMAGE

    @property
    def variants(self):
        """The names of the stored forms: the file itself, then an image's renditions."""
        return [self.name, *(f"w{width}.webp" for width in self.widths)]

    def url(self, variant=None):
        """The address of a stored form; inside a preview it carries the preview's token."""
        address = _address(self.key, variant or self.name)
        token = preview_token.get()
        return f"{address}?token={quote(token)}" if token else address

    def rendition_url(self, width):
        """The address of the smallest rendition at least this wide, else of the widest."""
        wide_enough = [known for known in self.widths if known >= width]
        return self.url(f"w{wide_enough[0] if wide_enough else self.widths[-1]}.webp")

    @property
    def srcset(self):
        return ", ".join(f"{self.url(f'w{width}.webp')} {width}w" for width in self.widths)


def file_language():
    """The column that says what a document is written in."""
    return models.CharField(
        _("language of the file"),
        max_length=2,
        choices=[("vi", _("Vietnamese")), ("en", _("English"))],
        default="vi",
    )


class FileReference(models.Model):
    """This row of this kind shows or links this file; rewritten whenever the row is edited."""

    file = models.ForeignKey(File, models.CASCADE, related_name="references")
    kind = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["file", "kind", "object_id"], name="file_referred_once")
        ]
        indexes = [models.Index(fields=["kind", "object_id"])]

    def __str__(self):
        return f"{self.file_id} {self.kind_id}/{self.object_id}"


class ReplacedFile(models.Model):
    """Visitors could see this file with this record, until a change of the record left it out."""

    file = models.ForeignKey(File, models.CASCADE, related_name="replaced")
    kind = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["file", "kind", "object_id"], name="file_replaced_once")
        ]

    def __str__(self):
        return f"{self.file_id} {self.kind_id}/{self.object_id}"
