from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.publishing.models import Child, File
from portal.publishing.models.public_now import OriginalsManager
from projects.models.capital import (
    CapitalEvent,
    CapitalProject,
    EventType,
    InvestorOf,
    certificate_number,
    event_indexes,
    one_first_certificate,
    plan_types,
)
from projects.models.fdi_querysets import FdiEventQuerySet, FdiProjectQuerySet
from projects.models.money import currency, optional_amount
from projects.models.project import DocumentOf, reference


class FdiProject(CapitalProject):
    """A project of foreign direct investment, as its certificate describes it."""

    page_view = "projects:fdi_project"
    copied_children = ("investors", "milestones", "pictures", "documents")

    certificate_number = certificate_number(_("project code (certificate number)"))
    incentives = models.TextField(_("incentives"), blank=True)
    conditions = models.TextField(_("conditions"), blank=True)
    capital_currency = currency(verbose_name=_("currency of the capital"))

    objects = OriginalsManager.from_queryset(FdiProjectQuerySet)()
    rows = models.Manager.from_queryset(FdiProjectQuerySet)()

    class Meta(CapitalProject.Meta):
        abstract = False
        verbose_name = _("FDI project")
        verbose_name_plural = _("FDI projects")

    @classmethod
    def located(cls):
        alone = FdiEvent.objects.counted().filter(project=None)
        return [*super().located(), alone.values_list("unit")]


class Investor(InvestorOf):
    known_by = "country_id"

    project = models.ForeignKey(FdiProject, models.CASCADE, related_name="investors")
    name = models.CharField(
        _("investor"),
        max_length=250,
        help_text=_(
            "As in the first certificate. After a transfer the page says so: leave it as it is."
        ),
    )
    country = reference("Country", _("country or territory"))

    class Meta(InvestorOf.Meta):
        abstract = False


class Milestone(Child):
    """A step of the schedule that the certificate sets."""

    parent = "project"

    project = models.ForeignKey(FdiProject, models.CASCADE, related_name="milestones")
    title = models.CharField(_("step"), max_length=200, blank=True)
    planned_on = models.DateField(_("planned for"), null=True, blank=True)
    reached_on = models.DateField(_("reached on"), null=True, blank=True)

    class Meta(Child.Meta):
        abstract = False
        verbose_name = _("step of the schedule")
        verbose_name_plural = _("schedule")

    def __str__(self):
        return self.title_vi or ""


class FdiPicture(Child):
    parent = "project"

    project = models.ForeignKey(FdiProject, models.CASCADE, related_name="pictures")
    file = models.ForeignKey(
        File,
        models.PROTECT,
        related_name="+",
        limit_choices_to={"kind": "image"},
        verbose_name=_("picture"),
    )
    alt = models.CharField(_("alternative text"), max_length=250, blank=True)
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    credit = models.CharField(_("credit"), max_length=120, blank=True)

    class Meta(Child.Meta):
        abstract = False
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self):
        return self.caption_vi or str(self.file)


class FdiDocument(DocumentOf):
    parent = "project"

    project = models.ForeignKey(FdiProject, models.CASCADE, related_name="documents")

    class Meta(DocumentOf.Meta):
        abstract = False


class FdiEvent(CapitalEvent):
    """Something that happened to a project's capital, partner or life, on a day.

    `usd` is the equivalent as licensed. A share-purchase notice may stand alone: then it names
    company, industry and place.
    """

    class Type(models.TextChoices):
        NEW = "new", pgettext_lazy("fdi event", "new investment registration certificate")
        INCREASE = "capital_increase", EventType.INCREASE.label
        DECREASE = "capital_decrease", EventType.DECREASE.label
        OTHER = "other_adjustment", EventType.OTHER.label
        SHARES = (
            "share_purchase",
            pgettext_lazy("fdi event", "capital-contribution and share-purchase notice"),
        )
        DISBURSEMENT = "disbursement", pgettext_lazy("fdi event", "disbursed capital")
        TRANSFER = "transfer", pgettext_lazy("fdi event", "transfer")
        SUSPENSION = "suspension", EventType.SUSPENSION.label
        RESUMPTION = "resumption", EventType.RESUMPTION.label
        TERMINATION = "termination", EventType.TERMINATION.label
        REVOCATION = "revocation", EventType.REVOCATION.label

    WITH_AMOUNT = (*CapitalEvent.CAPITAL, Type.SHARES, Type.DISBURSEMENT)
    WITH_PARTNER = (Type.NEW, Type.TRANSFER, Type.SHARES)
    amounts = {"amount": "", "usd": "USD"}
    counted_in = "usd"
    counted_currency = "USD"
    doubted = ("usd",)
    usual = (Decimal(1000), Decimal(3 * 10**8))
    unusual = _("%(amount)s US dollars: is the scale right?")
    stands_alone = True

    project = models.ForeignKey(
        FdiProject,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("project"),
        help_text=_("Empty only for a share-purchase notice that stands alone."),
    )
    type = models.CharField(_("type"), max_length=16, choices=Type)
    amount = optional_amount(_("amount in its own currency"))
    currency = currency(verbose_name=_("currency"))
    usd = optional_amount(_("amount in USD"), help_text=_("The equivalent as licensed."))
    partner = reference("Country", _("statistical partner"))
    company = models.CharField(_("company"), max_length=250, blank=True)
    industry = reference("Industry", _("industry (VSIC)"))
    unit = reference("AdministrativeUnit", _("place as recorded"))

    objects = FdiEventQuerySet.as_manager()

    class Meta(CapitalEvent.Meta):
        abstract = False
        verbose_name = _("FDI event")
        verbose_name_plural = _("FDI events")
        constraints = [
            *CapitalEvent.Meta.constraints,
            models.CheckConstraint(
                condition=Q(type="share_purchase") | Q(project__isnull=False),
                name="only_share_purchases_stand_alone",
            ),
            one_first_certificate("one_first_certificate"),
        ]
        indexes = event_indexes("fdi_event", "usd")


plan_types(FdiEvent)
