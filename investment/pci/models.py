import re

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from investment.official.models.table import SourceTable
from investment.pci import headings, ranks
from portal.publishing.models import Child, Publishable
from portal.text.slugs import slugify
from projects.models.entry import counts


class PciEdition(Publishable):
    """One year's Provincial Competitiveness Index, with its own sub-indices and method."""

    page_view = "pci:edition"
    draft_readers = ("view",)
    copied_children = ("subindices",)

    title = models.CharField(_("title"), max_length=250, blank=True)
    slug = models.SlugField(_("address word"), max_length=120, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), db_index=True)
    provinces = models.PositiveSmallIntegerField(
        _("provinces in the survey"), null=True, blank=True
    )
    ranks_published_to = models.PositiveSmallIntegerField(
        _("published down to rank"),
        null=True,
        blank=True,
        help_text=_("The last rank that was published, where the others were not. Empty: all."),
    )
    published_on = models.DateField(_("published on"), null=True, blank=True)
    method = models.TextField(_("note on the method"), blank=True)
    break_note = models.TextField(
        _("what broke the series"),
        blank=True,
        help_text=_("Filled in when scores cannot be compared with the edition before."),
    )

    class Meta(Publishable.Meta):
        abstract = False
        verbose_name = _("PCI edition")
        verbose_name_plural = _("PCI editions")

    def faults(self):
        results = PciResult.objects.counted().filter(edition=self.record_id)
        return [*super().faults(), *ranks.beyond(self, results)]

    def remarks(self):
        found = [*super().remarks(), *self._of_another_year()]
        results = PciResult.objects.filter(edition=self.record_id)
        if results.counted().exists():
            return found
        waiting = SourceTable.objects.pending().filter(pk__in=results.values("table")).count()
        if not waiting:
            return [*found, gettext("No results have been approved yet.")]
        said = ngettext(
            "No results have been approved yet; %(n)s table waits for approval.",
            "No results have been approved yet; %(n)s tables wait for approval.",
            waiting,
        )
        return [*found, said % {"n": waiting}]

    def _of_another_year(self):
        """What still bears the year of the edition that this one was copied from."""
        for name in ("title_vi", "title_en", "slug_vi", "slug_en"):
            text = getattr(self, name) or ""
            years = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text))
            if years and str(self.year) not in years:
                yield gettext("“%(text)s” does not name the year of this edition, %(year)s.") % {
                    "text": text,
                    "year": self.year,
                }


class SubIndex(Child):
    """A sub-index of one edition: its name and weight then."""

    parent = "edition"

    edition = models.ForeignKey(PciEdition, models.CASCADE, related_name="subindices")
    code = models.SlugField(
        _("code"),
        max_length=30,
        blank=True,
        help_text=_(
            "Leave empty: it is made from the name. It tells a sub-index in all editions and "
            "stands in the address of its page; one that was only renamed keeps its code."
        ),
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    weight = models.DecimalField(
        _("weight (%)"), max_digits=5, decimal_places=2, null=True, blank=True
    )

    class Meta(Child.Meta):
        abstract = False
        verbose_name = _("sub-index")
        verbose_name_plural = _("sub-indices")

    def __str__(self):
        return self.name_vi or self.code

    def clean(self):
        super().clean()
        if self.code:
            return
        name = self.name_vi or self.name_en
        if not name:
            required = forms.Field.default_error_messages["required"]
            raise ValidationError({"name_vi": ValidationError(required, code="required")})
        self.code = headings.code_named(name) or self._code_before(name) or slugify(name, 30)

    @staticmethod
    def _code_before(name):
        """The code of a sub-index of the same name in the latest edition that has one."""
        named = SubIndex.objects.exclude(code="").filter(Q(name_vi=name) | Q(name_en=name))
        return named.order_by("-edition__year").values_list("code", flat=True).first()


class PciResultQuerySet(models.QuerySet):
    def counted(self, known_at=None):
        """The results of approved tables; of two tables about one edition the later approved."""
        later = PciResult.objects.filter(
            counts(known_at, "table__"),
            edition=OuterRef("edition"),
            table__known_at__gt=OuterRef("table__known_at"),
        )
        return self.filter(counts(known_at, "table__")).filter(~Exists(later))


class PciResult(models.Model):
    """A province in an edition as published; nothing here is ever recomputed."""

    table = models.ForeignKey(SourceTable, models.PROTECT, related_name="pci_results")
    edition = models.ForeignKey(PciEdition, models.PROTECT, related_name="results")
    province = models.ForeignKey(
        "projects.AdministrativeUnit", models.PROTECT, related_name="pci_results"
    )
    score = models.DecimalField(
        _("score"), max_digits=6, decimal_places=3, null=True, help_text=_("None: not published.")
    )
    rank = models.PositiveSmallIntegerField(_("rank"), null=True)
    rank_is_computed = models.BooleanField(_("rank computed from the scores"), default=False)
    tier = models.CharField(_("tier"), max_length=60, blank=True)

    objects = PciResultQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["table", "edition", "province"], name="pci_province_once"
            )
        ]

    def __str__(self):
        return f"{self.edition_id} {self.province_id}"


class PciScore(models.Model):
    """A province's score in one sub-index, on a 10-point scale."""

    result = models.ForeignKey(PciResult, models.CASCADE, related_name="scores")
    code = models.CharField(max_length=30)
    score = models.DecimalField(max_digits=5, decimal_places=3)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["result", "code"], name="pci_subindex_once")]

    def __str__(self):
        return f"{self.code} {self.score}"
