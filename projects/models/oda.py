from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.publishing.models import Child
from portal.publishing.models.public_now import OriginalsManager
from projects.models.aid_querysets import StagedQuerySet, YearQuerySet
from projects.models.entry import Entry, document_number
from projects.models.money import currency, optional_amount
from projects.models.project import Aid, DocumentOf, StageOf, reference


class OdaProject(Aid):
    """A programme or project of official development assistance."""

    page_view = "projects:oda_project"
    number_field = "code"
    copied_children = ("funds", "stages", "documents")
    copied_m2m = ("places",)
    parties = ("owner", "managing_agency")

    class Form(models.TextChoices):
        PROGRAMME = "programme", pgettext_lazy("oda", "programme")
        PROJECT = "project", pgettext_lazy("oda", "project")
        NON_PROJECT = "non_project", pgettext_lazy("oda", "non-project")
        BUDGET_SUPPORT = "budget_support", pgettext_lazy("oda", "budget support")

    class Mechanism(models.TextChoices):
        ALLOCATED = "allocated", pgettext_lazy("oda", "allocated")
        ON_LENT = "on_lent", pgettext_lazy("oda", "on-lent")
        PARTLY_ON_LENT = "partly_on_lent", pgettext_lazy("oda", "on-lent in part")

    code = models.CharField(
        _("decision number or code"),
        max_length=80,
        blank=True,
        db_index=True,
        help_text=_("Number of the investment decision; an import finds the project by it."),
    )
    form = models.CharField(_("form"), max_length=16, choices=Form, default=Form.PROJECT)
    objectives = models.TextField(_("objectives"), blank=True)
    managing_agency = reference("Agency", _("managing agency"))
    owner = reference("Agency", _("project owner"))
    sector = reference("Sector", _("sector (DAC)"), limit_choices_to={"withdrawn": False})
    places = models.ManyToManyField(
        "projects.AdministrativeUnit", blank=True, related_name="+", verbose_name=_("places")
    )
    mechanism = models.CharField(
        _("domestic mechanism"), max_length=16, choices=Mechanism, blank=True
    )
    starts_on = models.DateField(_("planned start"), null=True, blank=True)
    ends_on = models.DateField(_("planned end"), null=True, blank=True)

    objects = OriginalsManager.from_queryset(StagedQuerySet)()
    rows = models.Manager.from_queryset(StagedQuerySet)()

    class Meta(Aid.Meta):
        abstract = False
        verbose_name = _("ODA project")
        verbose_name_plural = _("ODA projects")

    def _numbers(self):
        return [self.code]


class OdaFund(Child):
    """Money of one kind from one donor, or the counterpart's own."""

    parent = "project"

    class Kind(models.TextChoices):
        GRANT = "grant", pgettext_lazy("oda", "grant")
        LOAN = "loan", pgettext_lazy("oda", "ODA loan")
        CONCESSIONAL = "concessional", pgettext_lazy("oda", "concessional loan")
        COUNTERPART = "counterpart", pgettext_lazy("oda", "counterpart funds")

    project = models.ForeignKey(OdaProject, models.CASCADE, related_name="funds")
    kind = models.CharField(_("kind of funds"), max_length=12, choices=Kind)
    donor = reference("Organisation", _("donor"), help_text=_("Empty for counterpart funds."))
    amount = optional_amount(_("amount in its own currency"))
    currency = currency(verbose_name=_("currency"))
    usd = optional_amount(_("amount in USD"))

    class Meta(Child.Meta):
        abstract = False
        verbose_name = _("funds")
        verbose_name_plural = _("funds")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="counterpart", donor=None) | ~Q(kind="counterpart"),
                name="counterpart_funds_have_no_donor",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.donor or ''}".strip()


class OdaStage(StageOf):
    parent = "project"

    class Stage(models.TextChoices):
        MOBILISATION = "mobilisation", pgettext_lazy("oda stage", "mobilisation")
        POLICY = "policy", pgettext_lazy("oda stage", "investment policy")
        DECISION = "decision", pgettext_lazy("oda stage", "investment decision")
        AGREEMENT = "agreement", pgettext_lazy("oda stage", "agreement signed")
        IMPLEMENTATION = "implementation", pgettext_lazy("oda stage", "implementation")
        COMPLETED = "completed", pgettext_lazy("oda stage", "completed and handed over")
        CANCELLED = "cancelled", pgettext_lazy("oda stage", "cancelled")

    #: While it is being implemented.
    RUNNING = Stage.IMPLEMENTATION
    #: In these an agreement with the donor is signed and stands.
    AGREED = (Stage.AGREEMENT, Stage.IMPLEMENTATION, Stage.COMPLETED)

    project = models.ForeignKey(OdaProject, models.CASCADE, related_name="stages")
    stage = models.CharField(_("stage"), max_length=16, choices=Stage)

    class Meta(StageOf.Meta):
        abstract = False
        verbose_name = _("stage")
        verbose_name_plural = _("stages")


class OdaDocument(DocumentOf):
    parent = "project"

    project = models.ForeignKey(OdaProject, models.CASCADE, related_name="documents")

    class Meta(DocumentOf.Meta):
        abstract = False


class OdaYear(Entry):
    """What a document states about one year: the plan or what was disbursed, in million VND.

    A later document about the same year and measure takes the earlier one's place from its date on.
    """

    amounts = {"foreign": "VND", "counterpart": "VND"}
    scale = 10**6
    doubted = ("foreign", "counterpart")
    usual = (Decimal(100), Decimal(10**7))
    unusual = _("%(amount)s million dong: is the unit right?")

    class Measure(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("oda year", "planned")
        DISBURSED = "disbursed", pgettext_lazy("oda year", "disbursed")

    project = models.ForeignKey(
        OdaProject, models.PROTECT, related_name="years", verbose_name=_("project")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    measure = models.CharField(_("measure"), max_length=9, choices=Measure)
    foreign = optional_amount(_("foreign capital (million VND)"), decimal_places=3)
    counterpart = optional_amount(_("counterpart funds (million VND)"), decimal_places=3)
    number = document_number(_("number of the decision or document"))

    objects = YearQuerySet.as_manager()

    class Meta(Entry.Meta):
        abstract = False
        ordering = ["year", "effective_on", "pk"]
        verbose_name = _("ODA year")
        verbose_name_plural = _("ODA years")
        indexes = [
            models.Index(fields=["project", "year", "measure"], name="oda_year_of_project"),
        ]

    def __str__(self):
        return f"{self.get_measure_display()} {self.year}"
