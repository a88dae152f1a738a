from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.publishing.models import Child, File, State
from portal.publishing.models.publishable import OriginalsManager
from portal.text.fold import findable
from projects.models.entry import Entry, EntryState
from projects.models.fdi_words import AmongTypes, FdiEventQuerySet, FdiProjectQuerySet
from projects.models.money import currency, optional_amount
from projects.models.project import DocumentOf, Project, reference

#: What decides whether an entry counts, next to `void`.
KNOWN = ["status", "known_at", "known_until"]


class FdiProject(Project):
    """A project of foreign direct investment, as its certificate describes it."""

    page_view = "projects:fdi_project"
    place_field = "unit"
    copied_children = ("investors", "milestones", "pictures", "documents")

    certificate_number = models.CharField(
        _("project code (certificate number)"), max_length=40, blank=True, db_index=True
    )
    objectives = models.TextField(_("objectives"), blank=True)
    scale = models.TextField(_("scale"), blank=True)
    unit = reference("AdministrativeUnit", _("place as recorded"), related_name="fdi_projects")
    zone = reference("Zone", _("zone"), related_name="fdi_projects")
    address = models.CharField(_("address"), max_length=250, blank=True)
    land_area = models.DecimalField(
        _("land area (ha)"), max_digits=14, decimal_places=6, null=True, blank=True
    )
    industry = reference("Industry", _("industry (VSIC)"), related_name="fdi_projects")
    incentives = models.TextField(_("incentives"), blank=True)
    conditions = models.TextField(_("conditions"), blank=True)
    capital_currency = currency(verbose_name=_("currency of the capital"))

    objects = OriginalsManager.from_queryset(FdiProjectQuerySet)()
    rows = models.Manager.from_queryset(FdiProjectQuerySet)()

    class Meta(Project.Meta):
        abstract = False
        verbose_name = _("FDI project")
        verbose_name_plural = _("FDI projects")
        indexes = [
            *Project.Meta.indexes,
            # Whether a project is public, and where: without a look at its long row.
            models.Index(
                fields=["publish_at", "expire_at", "unit", "industry", "zone", "id"],
                condition=Q(status=State.PUBLISHED, replaces=None),
                name="fdi_project_public",
            ),
        ]

    @classmethod
    def located(cls):
        return [
            *super().located(),
            FdiEvent.objects.counted().filter(project=None).values_list("unit"),
        ]

    def _numbers(self):
        return [self.certificate_number]

    def remarks(self):
        doubt = self.zone and self.unit and self.zone.doubt(self.unit)
        return [*super().remarks(), *filter(None, [doubt])]


class Investor(Child):
    parent = "project"

    project = models.ForeignKey(FdiProject, models.CASCADE, related_name="investors")
    name = models.CharField(
        _("investor"),
        max_length=250,
        help_text=_(
            "As in the first certificate. After a transfer the page says so: leave it as it is."
        ),
    )
    country = reference("Country", _("country or territory"))
    folded = models.TextField(editable=False, default="")

    class Meta(Child.Meta):
        abstract = False
        verbose_name = _("investor")
        verbose_name_plural = _("investors")

    def __str__(self):
        return self.name

    @classmethod
    def bookkeeping(cls):
        return super().bookkeeping() | {"folded"}

    def tidy(self):
        super().tidy()
        self.folded = findable(self.name)


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


class FdiEvent(Entry):
    """Something that happened to a project's capital, partner or life, on a day.

    Amounts are positive; the type says whether they add or take away. `usd` is the equivalent as
    licensed. A share-purchase notice may stand alone: then it names company, industry and place.
    """

    class Type(models.TextChoices):
        NEW = "new", pgettext_lazy("fdi event", "new investment registration certificate")
        INCREASE = "capital_increase", pgettext_lazy("fdi event", "capital increase")
        DECREASE = "capital_decrease", pgettext_lazy("fdi event", "capital decrease")
        OTHER = "other_adjustment", pgettext_lazy("fdi event", "other adjustment")
        SHARES = (
            "share_purchase",
            pgettext_lazy("fdi event", "capital-contribution and share-purchase notice"),
        )
        DISBURSEMENT = "disbursement", pgettext_lazy("fdi event", "disbursed capital")
        TRANSFER = "transfer", pgettext_lazy("fdi event", "transfer")
        SUSPENSION = "suspension", pgettext_lazy("fdi event", "suspension")
        RESUMPTION = "resumption", pgettext_lazy("fdi event", "resumption")
        TERMINATION = "termination", pgettext_lazy("fdi event", "termination")
        REVOCATION = "revocation", pgettext_lazy("fdi event", "revocation")

    #: What the stock is made of, what counts as an adjustment, what ends a project.
    CAPITAL = (Type.NEW, Type.INCREASE, Type.DECREASE)
    ADJUSTMENTS = (Type.INCREASE, Type.DECREASE, Type.OTHER)
    ENDS = (Type.TERMINATION, Type.REVOCATION)
    #: The types that carry an amount, and those that name the statistical partner.
    WITH_AMOUNT = (*CAPITAL, Type.SHARES, Type.DISBURSEMENT)
    WITH_PARTNER = (Type.NEW, Type.TRANSFER, Type.SHARES)

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
    term_ends_on = models.DateField(
        _("last day of the term"),
        null=True,
        blank=True,
        help_text=_("Set by the certificate, changed by an adjustment."),
    )
    company = models.CharField(_("company"), max_length=250, blank=True)
    industry = reference("Industry", _("industry (VSIC)"))
    unit = reference("AdministrativeUnit", _("place as recorded"))

    objects = FdiEventQuerySet.as_manager()

    class Meta(Entry.Meta):
        abstract = False
        ordering = ["effective_on", "pk"]
        verbose_name = _("FDI event")
        verbose_name_plural = _("FDI events")
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(type="share_purchase") | Q(project__isnull=False),
                name="only_share_purchases_stand_alone",
            ),
            # With the type among its columns PostgreSQL does not take every event's project for
            # unique, and joins a hundred thousand projects by hash, not one by one.
            models.UniqueConstraint(
                fields=["project", "type"],
                condition=Q(type="new", status=EntryState.APPROVED, void=False),
                name="one_first_certificate",
            ),
        ]
        indexes = [
            # All that a question about one project names: the right way even without statistics,
            # as on a database that nobody has analysed since an import.
            models.Index(fields=["project", "type", "effective_on"], name="fdi_event_of_project"),
            # These answer whole questions, without a look at the rows, now and as known at a date.
            models.Index(
                fields=["type", "effective_on", "project", "usd", *KNOWN],
                condition=Q(void=False),
                name="fdi_event_of_type",
            ),
            models.Index(
                fields=["effective_on", "type", "project", "usd", "number", *KNOWN],
                condition=Q(void=False),
                name="fdi_event_of_day",
            ),
            models.Index(
                fields=["project", "type", "term_ends_on", "effective_on", *KNOWN],
                condition=Q(void=False, term_ends_on__isnull=False),
                name="fdi_event_term",
            ),
        ]

    def __str__(self):
        return f"{self.get_type_display()} {self.effective_on:%d/%m/%Y}"


FdiEvent._meta.get_field("type").register_lookup(AmongTypes)
