from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

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
from projects.models.capital_querysets import CapitalEventQuerySet, CapitalProjectQuerySet
from projects.models.money import optional_amount
from projects.models.project import DocumentOf


class DomesticProject(CapitalProject):
    """A project of domestic investors outside the state budget, as its decision describes it."""

    page_view = "projects:domestic_project"
    numbers_come_back = True
    copied_children = ("investors", "documents")

    certificate_number = certificate_number(_("number of the decision or certificate"))

    objects = OriginalsManager.from_queryset(CapitalProjectQuerySet)()
    rows = models.Manager.from_queryset(CapitalProjectQuerySet)()

    class Meta(CapitalProject.Meta):
        abstract = False
        verbose_name = _("domestic project")
        verbose_name_plural = _("domestic projects")


class DomesticInvestor(InvestorOf):
    known_by = "tax_code"

    project = models.ForeignKey(DomesticProject, models.CASCADE, related_name="investors")
    tax_code = models.CharField(_("tax code"), max_length=14, blank=True)

    class Meta(InvestorOf.Meta):
        abstract = False


class DomesticDocument(DocumentOf):
    parent = "project"

    project = models.ForeignKey(DomesticProject, models.CASCADE, related_name="documents")

    class Meta(DocumentOf.Meta):
        abstract = False


class DomesticEvent(CapitalEvent):
    """Something that happened to a project's capital, in VND, or to its life, on a day."""

    amounts = {"amount": "VND"}
    counted_in = "amount"
    counted_currency = "VND"
    doubted = ("amount",)
    usual = (Decimal(10**8), Decimal(8 * 10**12))
    unusual = _("%(amount)s dong: is the scale right?")

    project = models.ForeignKey(
        DomesticProject, models.PROTECT, related_name="events", verbose_name=_("project")
    )
    type = models.CharField(_("type"), max_length=16, choices=EventType)
    amount = optional_amount(_("amount in VND"))

    objects = CapitalEventQuerySet.as_manager()

    class Meta(CapitalEvent.Meta):
        abstract = False
        verbose_name = _("event of a domestic project")
        verbose_name_plural = _("events of domestic projects")
        constraints = [
            *CapitalEvent.Meta.constraints,
            one_first_certificate("one_first_decision"),
        ]
        indexes = event_indexes("domestic_event", "amount")


plan_types(DomesticEvent)
