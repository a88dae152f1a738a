from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.text.fold import fold, typed_words
from projects.models.reference import Dated, Reference, ReferenceQuerySet


class CountryQuerySet(ReferenceQuerySet):
    def _otherwise(self, typed):
        """Also by names in one word, as imports know them: “Áchentina” for “Ác-hen-ti-na”."""
        word = "".join(typed_words(typed))
        names = self.model.objects.order_by().values_list("pk", *self.model.NAMES)
        found = {pk for pk, *known in names for name in known if _in_one_word(name or "", word)}
        return super()._otherwise(typed) | Q(pk__in=found)


def _in_one_word(name, word):
    """Whether a word longer than a name's first syllable begins it; typed accents must be there."""
    syllables = typed_words(name)
    if not syllables or len(word) <= len(syllables[0]):
        return False
    known = "".join(syllables)[: len(word)]
    return len(known) == len(word) and all(
        typed in (letter, fold(letter)) for typed, letter in zip(word, known, strict=True)
    )


class Country(Reference):
    """A country or territory by its CLDR name; `code` is ISO 3166, or ours where there is none."""

    NAMES = (*Reference.NAMES, "aliases__name")
    FOLDED = (*Reference.FOLDED, "aliases__folded")

    objects = CountryQuerySet.as_manager()

    code = models.CharField(_("code"), max_length=6, unique=True)

    class Meta(Reference.Meta):
        abstract = False
        verbose_name = _("country or territory")
        verbose_name_plural = _("countries and territories")

    @property
    def is_iso(self):
        return len(self.code) == 2


class CountryAlias(models.Model):
    """Another name under which official tables and Excel files know a country."""

    country = models.ForeignKey(
        Country, models.CASCADE, related_name="aliases", verbose_name=_("country or territory")
    )
    name = models.CharField(_("other name"), max_length=120)
    folded = models.CharField(max_length=120, unique=True, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("other name of a country")
        verbose_name_plural = _("other names of countries")

    def __str__(self):
        return self.name

    def clean(self):
        taken = CountryAlias.objects.filter(folded=fold(self.name)).exclude(pk=self.pk)
        if taken.exists():
            raise ValidationError({"name": _("This name already leads to a country.")})

    def save(self, *args, **kwargs):
        self.index()
        super().save(*args, **kwargs)

    def index(self):
        """Fill the column to find by; bulk_create needs it called."""
        self.folded = fold(self.name)


class OrganisationQuerySet(ReferenceQuerySet):
    def with_word(self, word):
        """Also by the names of its country."""
        own, countries = super().with_word(word), Country.objects.with_word(word)
        found = Q(pk__in=own) | Q(country__in=countries)
        return self.filter(found).order_by().values("pk")


class Organisation(Reference):
    """A donor of ODA or a foreign non-governmental organisation."""

    class Kind(models.TextChoices):
        BILATERAL = "bilateral", _("bilateral donor")
        MULTILATERAL = "multilateral", _("multilateral donor")
        NGO = "ngo", _("foreign non-governmental organisation")

    objects = OrganisationQuerySet.as_manager()

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    acronym = models.CharField(_("acronym"), max_length=20, blank=True)
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("country or territory"),
        help_text=_("Where its seat is; empty for international organisations."),
    )
    iati_reference = models.CharField(
        _("IATI organisation identifier"), max_length=60, blank=True, help_text="XM-DAC-46004"
    )

    class Meta(Reference.Meta):
        abstract = False
        verbose_name = _("donor or organisation")
        verbose_name_plural = _("donors and organisations")

    def __str__(self):
        name = super().__str__()
        return f"{name} ({self.acronym})" if self.acronym else name

    def _searchable(self):
        return [self.acronym, *super()._searchable()]


class Agency(Dated, Reference):
    """A Vietnamese body: managing agency, project owner, recipient of aid."""

    successors = models.ManyToManyField(
        "self",
        blank=True,
        symmetrical=False,
        related_name="predecessors",
        verbose_name=_("successors"),
    )

    class Meta(Reference.Meta):
        abstract = False
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        constraints = Dated.Meta.constraints
