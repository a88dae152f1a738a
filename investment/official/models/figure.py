from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from investment.official.models.table import SourceTable
from projects.models.entry import counts
from projects.models.money import AmountField


class Indicator(models.TextChoices):
    """What the annexes of the Foreign Investment Agency state; flows of a period, then stocks."""

    NEW_PROJECTS = "new_projects", pgettext_lazy("official", "newly licensed projects")
    NEW_CAPITAL = "new_capital", pgettext_lazy("official", "newly registered capital")
    ADJUSTED_TURNS = "adjusted_turns", pgettext_lazy("official", "turns of adjustment")
    ADJUSTED_CAPITAL = "adjusted_capital", pgettext_lazy("official", "adjusted capital")
    SHARE_TURNS = "share_turns", pgettext_lazy("official", "turns of share purchase")
    SHARE_VALUE = "share_value", pgettext_lazy("official", "value of share purchases")
    TOTAL_CAPITAL = "total_capital", pgettext_lazy("official", "total registered capital")
    STOCK_PROJECTS = "stock_projects", pgettext_lazy("official", "valid projects, cumulative")
    STOCK_CAPITAL = (
        "stock_capital",
        pgettext_lazy("official", "registered capital of valid projects, cumulative"),
    )

    @property
    def is_count(self):
        return self.endswith(("projects", "turns"))


STOCKS = (Indicator.STOCK_PROJECTS, Indicator.STOCK_CAPITAL)


class Breakdown(models.TextChoices):
    PROVINCE = "province", pgettext_lazy("breakdown", "by locality")
    PARTNER = "partner", pgettext_lazy("breakdown", "by partner")
    SECTOR = "sector", pgettext_lazy("breakdown", "by sector")


class OfficialFigureQuerySet(models.QuerySet):
    def counted(self, known_at=None):
        """The figures of approved tables that no figure of an approved table revises."""
        revisions = OfficialFigure.objects.filter(
            counts(known_at, "table__"), revises=OuterRef("pk")
        )
        return self.filter(counts(known_at, "table__")).filter(~Exists(revisions))


class OfficialFigure(models.Model):
    """One cell of an official table: counts, or million USD. Never changed; revised by another."""

    class Unit(models.TextChoices):
        COUNT = "count", pgettext_lazy("official unit", "projects or turns")
        MILLION_USD = "million USD", pgettext_lazy("official unit", "million USD")

    table = models.ForeignKey(SourceTable, models.PROTECT, related_name="figures")
    indicator = models.CharField(_("indicator"), max_length=16, choices=Indicator)
    breakdown = models.CharField(_("breakdown"), max_length=8, choices=Breakdown)
    #: What the table calls the row: "Hàn Quốc", "Dầu khí".
    label = models.CharField(_("name in the document"), max_length=150)
    province = models.ForeignKey(
        "projects.AdministrativeUnit", models.PROTECT, null=True, related_name="+"
    )
    partner = models.ForeignKey("projects.Country", models.PROTECT, null=True, related_name="+")
    sector = models.ForeignKey("projects.Industry", models.PROTECT, null=True, related_name="+")
    since = models.DateField(
        _("first day of the period"), null=True, help_text=_("None: a stock, as of the date.")
    )
    as_of = models.DateField(_("as of"))
    value = AmountField(_("value"), decimal_places=3)
    unit = models.CharField(_("unit"), max_length=12, choices=Unit)
    revises = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        db_index=False,  # few do: of the others' nulls SQLite, once analysed, thinks it useless
        related_name="revisions",
        verbose_name=_("revises"),
    )

    objects = OfficialFigureQuerySet.as_manager()

    class Meta:
        ordering = ["as_of", "pk"]
        default_permissions = ("view",)
        verbose_name = _("official figure")
        verbose_name_plural = _("official figures")
        constraints = [
            models.UniqueConstraint(
                fields=["table", "indicator", "breakdown", "label", "as_of"],
                name="official_cell_once",
            ),
            models.CheckConstraint(
                condition=Q(breakdown="province", partner=None, sector=None)
                | Q(breakdown="partner", province=None, sector=None)
                | Q(breakdown="sector", province=None, partner=None),
                name="official_figure_has_one_breakdown",
            ),
        ]
        indexes = [
            models.Index(fields=["indicator", "breakdown", "as_of"], name="official_by_indicator"),
            models.Index(
                fields=["revises"], condition=Q(revises__isnull=False), name="official_revised"
            ),
        ]

    def __str__(self):
        return f"{self.get_indicator_display()} {self.label} {self.as_of:%d/%m/%Y}"


class Explanation(models.Model):
    """Why the register and an official figure differ, as staff have found out; staff only."""

    figure = models.OneToOneField(
        OfficialFigure, models.PROTECT, related_name="explanation", verbose_name=_("figure")
    )
    #: The register's value when it was explained, to the cent of its millions: another difference
    #: needs another look.
    register_value = AmountField(decimal_places=8)
    text = models.TextField(_("explanation"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ("add", "change", "view")
        verbose_name = _("explanation of a difference")
        verbose_name_plural = _("explanations of differences")

    def __str__(self):
        return self.text[:60]
