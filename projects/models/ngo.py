from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.publishing.models.public_now import OriginalsManager
from projects.models.aid_querysets import StagedQuerySet, YearQuerySet
from projects.models.entry import Entry, document_number
from projects.models.money import currency, optional_amount
from projects.models.project import Aid, DocumentOf, StageOf, reference


class NgoAid(Aid):
    """A programme, project or single gift of a foreign non-governmental organisation."""

    page_view = "projects:ngo_aid"
    number_field = "decision_number"
    copied_children = ("stages", "documents")
    copied_m2m = ("places",)
    parties = ("donor", "owner", "managing_agency")

    class Type(models.TextChoices):
        PROGRAMME = "programme", pgettext_lazy("ngo", "programme")
        PROJECT = "project", pgettext_lazy("ngo", "project")
        NON_PROJECT = "non_project", pgettext_lazy("ngo", "non-project aid")

    class Field(models.TextChoices):
        EDUCATION = "education", pgettext_lazy("ngo field", "education and training")
        HEALTH = "health", pgettext_lazy("ngo field", "health")
        SOCIO_ECONOMIC = "socio_economic", pgettext_lazy("ngo field", "socio-economic development")
        SOCIAL = "social", pgettext_lazy("ngo field", "social issues")
        ENVIRONMENT = "environment", pgettext_lazy("ngo field", "natural resources, environment")
        DISASTER = "disaster", pgettext_lazy("ngo field", "disaster relief")
        OTHER = "other", pgettext_lazy("ngo field", "other fields")

    type = models.CharField(_("type"), max_length=12, choices=Type, default=Type.PROJECT)
    objectives = models.TextField(_("objectives"), blank=True)
    donor = reference("Organisation", _("donor organisation"), related_name="aid")
    owner = reference("Agency", _("aid owner"))
    managing_agency = reference("Agency", _("managing agency"))
    decision_number = models.CharField(
        _("approval decision: number"), max_length=80, blank=True, db_index=True
    )
    decision_on = models.DateField(_("approval decision: date"), null=True, blank=True)
    amount = optional_amount(_("total commitment in its own currency"))
    currency = currency(verbose_name=_("currency"))
    usd = optional_amount(_("total commitment in USD"))
    usd_is_floor = models.BooleanField(_("the total is “above” this amount"), default=False)
    starts_on = models.DateField(_("period: first day"), null=True, blank=True)
    ends_on = models.DateField(_("period: last day"), null=True, blank=True)
    field = models.CharField(_("field"), max_length=16, choices=Field, blank=True)
    sector = reference("Sector", _("sector (DAC)"), limit_choices_to={"withdrawn": False})
    places = models.ManyToManyField(
        "projects.AdministrativeUnit", blank=True, related_name="+", verbose_name=_("places")
    )

    objects = OriginalsManager.from_queryset(StagedQuerySet)()
    rows = models.Manager.from_queryset(StagedQuerySet)()

    class Meta(Aid.Meta):
        abstract = False
        verbose_name = _("NGO aid")
        verbose_name_plural = _("NGO aid")

    def _numbers(self):
        return [self.decision_number]


class NgoStage(StageOf):
    parent = "project"

    class Stage(models.TextChoices):
        MOBILISATION = "mobilisation", pgettext_lazy("ngo status", "mobilisation")
        APPRAISAL = "appraisal", pgettext_lazy("ngo status", "appraisal")
        APPROVED = "approved", pgettext_lazy("ngo status", "approved")
        IMPLEMENTING = "implementing", pgettext_lazy("ngo status", "implementing")
        COMPLETED = "completed", pgettext_lazy("ngo status", "completed")
        CANCELLED = "cancelled", pgettext_lazy("ngo status", "cancelled, revoked")

    #: From the approval on, unless it is cancelled.
    AGREED = (Stage.APPROVED, Stage.IMPLEMENTING, Stage.COMPLETED)
    #: While it is being implemented.
    RUNNING = Stage.IMPLEMENTING

    project = models.ForeignKey(NgoAid, models.CASCADE, related_name="stages")
    stage = models.CharField(_("status"), max_length=16, choices=Stage)

    class Meta(StageOf.Meta):
        abstract = False
        verbose_name = _("status")
        verbose_name_plural = _("statuses")


class NgoDocument(DocumentOf):
    parent = "project"

    project = models.ForeignKey(NgoAid, models.CASCADE, related_name="documents")

    class Meta(DocumentOf.Meta):
        abstract = False


class NgoYear(Entry):
    """What a document states about one year: committed or disbursed, in USD.

    A later document about the same year and measure takes the earlier one's place from its date on.
    A floor is an amount that the document gives as “above”.
    """

    amounts = {"amount": "", "usd": "USD"}
    doubted = ("usd",)
    usual = (Decimal(100), Decimal(10**7))
    unusual = _("%(amount)s US dollars: is the scale right?")

    class Measure(models.TextChoices):
        COMMITTED = "committed", pgettext_lazy("ngo year", "committed")
        DISBURSED = "disbursed", pgettext_lazy("ngo year", "disbursed")

    project = models.ForeignKey(
        NgoAid, models.PROTECT, related_name="years", verbose_name=_("NGO aid")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    measure = models.CharField(_("measure"), max_length=9, choices=Measure)
    amount = optional_amount(_("amount in its own currency"))
    currency = currency(verbose_name=_("currency"))
    usd = optional_amount(_("amount in USD"))
    is_floor = models.BooleanField(_("“above” this amount"), default=False)
    number = document_number(_("number of the decision or document"))

    objects = YearQuerySet.as_manager()

    class Meta(Entry.Meta):
        abstract = False
        ordering = ["year", "effective_on", "pk"]
        verbose_name = _("NGO year")
        verbose_name_plural = _("NGO years")
        indexes = [
            models.Index(fields=["project", "year", "measure"], name="ngo_year_of_project"),
        ]

    def __str__(self):
        return f"{self.get_measure_display()} {self.year}"
