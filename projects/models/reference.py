"""What records refer to by name: the shared shape of units, classifications, countries, bodies."""

import unicodedata
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Case, Q, When
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

    def named(self, text):
        """What people mean by a text, the nearest first.

        Each word begins a syllable, so that "hồng" is not found in "Thống nhất"; an accent that was
        typed must be there, one that was left out matches all. A code is found whole.
        """
        model, typed = self.model, " ".join(text.replace("\0", "").split())
        if not fold(typed):
            return self.none() if typed else self
        found = Q()
        for word in typed.split():
            found &= self._word(word)
        found |= self._otherwise(typed)
        nearness = Case(
            When(folded__startswith=fold(typed), then=0),
            When(_begins("folded", fold(typed)), then=1),
            default=2,
        )
        rows = self.filter(pk__in=model.objects.filter(found).order_by().values("pk"))
        return rows.annotate(nearness=nearness).order_by("nearness", "sort_vi", "pk")

    def _otherwise(self, typed):
        return Q(code__iexact=typed) if hasattr(self.model, "code") else Q()

    def with_word(self, word):
        """The keys of what has a word, whose accents count if it has any, in its names."""
        return self.filter(self._word(word)).order_by().values("pk")

    def _word(self, word, path=""):
        """path: leads to what has it, from what is asked for."""
        found = _any([path + name for name in self.model.FOLDED], fold(word), _begins)
        if fold(word) != word.casefold():
            found &= _any([path + name for name in self.model.NAMES], word, _as_typed)
        return found


def _any(columns, word, condition):
    return reduce(or_, (condition(column, word) for column in columns))


def _begins(column, words):
    """Folded words at the beginning of the text, or of a later syllable."""
    return Q(**{f"{column}__startswith": words}) | Q(**{f"{column}__contains": f" {words}"})


def _as_typed(column, word):
    """SQLite knows no capitals beyond ASCII: the ways to write them are asked for."""
    word = unicodedata.normalize("NFC", word)
    ways = {word, word.lower(), word.capitalize(), word.upper()}
    return reduce(or_, (Q(**{f"{column}__contains": way}) for way in sorted(ways)))


class Reference(models.Model):
    """A named thing; it sorts in Vietnamese order and is found without diacritics."""

    #: The columns by which it is found: as they are written, and folded.
    NAMES = ("name_vi", "name_en")
    FOLDED = ("folded",)

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
