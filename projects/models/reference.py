"""What records refer to by name: the shared shape of units, classifications, countries, bodies."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.publishing.models import LANGUAGES
from portal.text.fold import fold
from portal.text.sorting import sort_key


class ReferenceQuerySet(models.QuerySet):
    def valid_on(self, day):
        """What was in force on a day, both ends included."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day)
        )

    def sorted_in(self, language):
        """In the dictionary order of a language, the same on every database."""
        return self.order_by(f"sort_{language}", "pk")


class Reference(models.Model):
    """A named thing; it sorts in Vietnamese order and is found without diacritics."""

    name = models.CharField(pgettext_lazy("reference", "name"), max_length=250)
    sort_vi = models.TextField(editable=False, default="")
    sort_en = models.TextField(editable=False, default="")
    folded = models.TextField(editable=False, default="")

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["sort_vi", "pk"]

    def __str__(self):
        return self.name_vi or self.name_en or ""

    def save(self, *args, **kwargs):
        self.index()
        super().save(*args, **kwargs)

    def index(self):
        """Fill the columns to sort and find by; bulk_create needs it called."""
        for language in LANGUAGES:
            setattr(self, f"sort_{language}", sort_key(self.name_in(language)))
        self.folded = fold(" ".join(self._searchable()))

    def _searchable(self):
        return [getattr(self, f"name_{language}") or "" for language in LANGUAGES]

    def name_in(self, language):
        """The name in a language; the other language's rather than nothing."""
        return getattr(self, f"name_{language}") or self.name_vi or self.name_en or ""


class Dated(models.Model):
    """In force for a time; both days belong to it, None means open."""

    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None)
                | Q(valid_to=None)
                | Q(valid_to__gte=models.F("valid_from")),
                name="%(app_label)s_%(class)s_valid_in_order",
            )
        ]

    def is_valid_on(self, day):
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


class Shipped(models.Model):
    """A row of the reference files that was loaded, and the key of the object it became.

    The object may have been renamed since, or merged or deleted: it must not come back.
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=250)
    object_id = models.PositiveBigIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="shipped_once")]

    def __str__(self):
        return f"{self.kind} {self.key}"
