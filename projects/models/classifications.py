from django.db import models
from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _

from projects.models.reference import Dated, Reference, ReferenceQuerySet
from projects.reference import industry_words


class IndustryQuerySet(ReferenceQuerySet):
    def named(self, text):
        """What people call by exactly that text goes before: “may”, typed, is no “máy móc”."""
        rows = super().named(text)
        if not (called := industry_words.called(text)):
            return rows
        first = Case(When(code__in=called, then=0), default=1)
        return rows.order_by(first, *rows.query.order_by)

    def _otherwise(self, typed):
        return super()._otherwise(typed) | Q(code__in=industry_words.begun(typed))


class Industry(Dated, Reference):
    """A section (C) or division (26) of the Vietnam Standard Industrial Classification.

    Versions: "2018" (Decision 27/2018), "2025" (Decision 36/2025 from 2025-11-15).
    """

    objects = IndustryQuerySet.as_manager()

    version = models.CharField(_("version"), max_length=4)
    code = models.CharField(_("code"), max_length=5)
    section = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        limit_choices_to={"section": None},
        related_name="divisions",
        verbose_name=_("section"),
    )

    class Meta(Reference.Meta):
        abstract = False
        ordering = ["version", "code"]
        verbose_name = _("industry (VSIC)")
        verbose_name_plural = _("industries (VSIC)")
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["version", "code"], name="industry_code_once"),
        ]

    def __str__(self):
        return f"{self.code} {super().__str__()}"

    def _searchable(self):
        return [self.code, *super()._searchable()]


class Sector(Reference):
    """A purpose of aid by the OECD DAC: a group of three digits or a code of five."""

    code = models.CharField(_("code"), max_length=5, unique=True)
    group = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        limit_choices_to={"group": None},
        related_name="codes",
        verbose_name=_("group"),
    )
    withdrawn = models.BooleanField(
        _("withdrawn"), default=False, help_text=_("Codes that the OECD has withdrawn.")
    )

    class Meta(Reference.Meta):
        abstract = False
        ordering = ["code"]
        verbose_name = _("aid sector (DAC)")
        verbose_name_plural = _("aid sectors (DAC)")

    def __str__(self):
        return f"{self.code} {super().__str__()}"

    def _searchable(self):
        return [self.code, *super()._searchable()]
