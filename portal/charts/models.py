"""Drawings, kept until better ones are asked for."""

from django.db import models
from django.db.models import Q


class DrawingQuerySet(models.QuerySet):
    def waiting(self):
        """Asked for and not drawn yet; what failed too often waits no more."""
        return self.filter(body=None, tries__lt=Drawing.MOST_TRIES)

    def drop_unreadable(self, revision):
        """Delete wishes of code that wrote them differently; no page of today asks for these."""
        waiting = self.filter(body=None).values_list("pk", "job__revision")
        self.filter(pk__in=[pk for pk, written in waiting if written != revision]).delete()

    def keep_newest(self, count):
        """Delete all but the `count` that were asked for last."""
        oldest = self.order_by("-pk").values_list("pk", flat=True)[count : count + 1].first()
        if oldest is not None:
            self.filter(pk__lte=oldest).delete()


class Drawing(models.Model):
    """One picture of a chart, or the wish for it while `body` is null."""

    MOST_TRIES = 3

    class Kind(models.TextChoices):
        PAGE = "page"  # SVG to stand in a page
        SVG = "svg"  # to stand alone
        PNG = "png"

    key = models.CharField(max_length=64)
    language = models.CharField(max_length=2)
    width = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=4, choices=Kind)
    job = models.JSONField(null=True)  # what the renderer needs, until it is drawn
    body = models.BinaryField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(auto_now_add=True)

    objects = DrawingQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["key", "language", "width", "kind"], name="one_drawing"
            ),
        ]
        indexes = [
            models.Index(fields=["tries", "id"], condition=Q(body=None), name="drawing_waiting"),
        ]

    @property
    def has_failed(self):
        return self.tries >= self.MOST_TRIES

    def __str__(self):
        return f"{self.key[:10]} {self.language} {self.width} {self.kind}"
