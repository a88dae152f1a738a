from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from projects.models.reference import Dated, Reference, ReferenceQuerySet

NAMED_AFTER_PEOPLE = {"Hồ Chí Minh"}


class WithParents(models.Manager):
    """Units as references lead to them: with those above, which tell namesakes apart."""

    def get_queryset(self):
        return super().get_queryset().select_related("parent__parent")


class UnitQuerySet(ReferenceQuerySet):
    def around_word(self, word):
        """The keys of units that have a word in their names, and of all that lies in them: as
        recorded, or today by what they or the units above them went into."""
        links = self.model.successors.through.objects
        gone = links.filter(self._in_word(word, "to_administrativeunit__"))
        gone = gone.values("from_administrativeunit")
        lies = Q(pk__in=gone) | Q(parent__in=gone) | Q(parent__parent__in=gone)
        return self.filter(self._in_word(word) | lies).order_by().values("pk")

    def _in_word(self, word, path=""):
        """A commune is in a district, and that in a province."""
        above = (f"{path}{names}" for names in ("", "parent__", "parent__parent__"))
        return reduce(or_, (self._word(word, names) for names in above))


class AdministrativeUnit(Dated, Reference):
    """A province, district or commune for as long as it was one.

    Its identity is code and first day: a code can carry on with another name and another area.
    """

    class Level(models.TextChoices):
        PROVINCE = "province", _("province")
        DISTRICT = "district", _("district")
        COMMUNE = "commune", _("commune")

    NAMES = (*Reference.NAMES, "full_name_vi", "full_name_en")

    code = models.CharField(_("code"), max_length=5)
    level = models.CharField(_("level"), max_length=8, choices=Level)
    #: The name with its kind: "Phường Bồ Xuyên", "Bo Xuyen Ward".
    full_name = models.CharField(_("full name"), max_length=250, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("belongs to"),
    )
    successors = models.ManyToManyField(
        "self",
        blank=True,
        symmetrical=False,
        related_name="predecessors",
        verbose_name=_("successors"),
    )

    objects = UnitQuerySet.as_manager()
    with_parents = WithParents()

    class Meta(Reference.Meta):
        abstract = False
        base_manager_name = "with_parents"
        verbose_name = _("administrative unit")
        verbose_name_plural = _("administrative units")
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["level", "code", "valid_from"],
                name="unit_is_level_code_and_first_day",
            ),
            # SQLite has no NULLS NOT DISTINCT.
            models.UniqueConstraint(
                fields=["level", "code"],
                condition=models.Q(valid_from=None),
                name="one_unit_of_a_code_from_of_old",
            ),
        ]

    def __str__(self):
        """The full name; told apart from namesakes where the parents were fetched along."""
        fetched = AdministrativeUnit.parent.is_cached
        names, unit = [], self
        while unit:
            names.append(unit.full_name_vi or unit.name_in("vi"))
            unit = unit.parent if fetched(unit) else None
        if fetched(self) and self.valid_to:
            names[-1] += " " + gettext("(until %(day)s)") % {"day": f"{self.valid_to:%d/%m/%Y}"}
        return ", ".join(names)

    def _searchable(self):
        """Also by the kind before the name: “huyện Vũ Thư”."""
        return [*super()._searchable(), self.full_name_vi or "", self.full_name_en or ""]

    @property
    def key(self):
        """What names the unit in addresses and files: "34", "12619@2025-07-01"."""
        return f"{self.code}@{self.valid_from}" if self.valid_from else self.code

    def name_in(self, language):
        """As the base does; a city named after a person is called a city in Vietnamese."""
        name = super().name_in(language)
        return f"TP. {name}" if language == "vi" and name in NAMED_AFTER_PEOPLE else name

    def full_name_in(self, language):
        return getattr(self, f"full_name_{language}") or self.name_in(language)

    @property
    def district(self):
        """The district that it is or lies in, as it was recorded; or None."""
        unit = self
        while unit and unit.level != self.Level.DISTRICT:
            unit = unit.parent
        return unit


class Zone(Dated, Reference):
    """An industrial park or cluster, or an economic zone with parks inside it."""

    class Kind(models.TextChoices):
        INDUSTRIAL_PARK = "industrial_park", _("industrial park")
        INDUSTRIAL_CLUSTER = "industrial_cluster", _("industrial cluster")
        ECONOMIC_ZONE = "economic_zone", _("economic zone")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    unit = models.ForeignKey(
        AdministrativeUnit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="zones",
        verbose_name=_("administrative unit"),
    )
    inside = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        limit_choices_to={"kind": Kind.ECONOMIC_ZONE},
        related_name="parks",
        verbose_name=_("inside the economic zone"),
    )

    class Meta(Reference.Meta):
        abstract = False
        verbose_name = _("zone")
        verbose_name_plural = _("zones")
        constraints = Dated.Meta.constraints

    def doubt(self, unit):
        """That a place lies in another district than the zone, as a sentence; "" where it does not
        or cannot be told."""
        its, other = self.unit and self.unit.district, unit.district
        if not its or not other or its == other:
            return ""
        return gettext(
            "“%(zone)s” lies in “%(its)s”, but the place recorded is in “%(other)s”: is it right?"
        ) % {"zone": self, "its": its.full_name_in("vi"), "other": other.full_name_in("vi")}
