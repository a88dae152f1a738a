"""A register whose projects are made by events: certificates, changes of capital, an end."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.publishing.models import Child, State
from portal.text import display
from portal.text.fold import findable
from projects.codes import likenesses, may_lack_zero
from projects.models.capital_querysets import AmongTypes
from projects.models.entry import Entry, EntryState
from projects.models.project import Project, reference

#: Of a project, as a rule, in hectares.
LEAST_LAND, MOST_LAND = Decimal("0.01"), 1_000
#: What decides whether an entry counts, next to `void`.
KNOWN = ["status", "known_at", "known_until"]


def certificate_number(verbose_name):
    return models.CharField(verbose_name, max_length=40, blank=True, db_index=True)


def doubt_of_land(hectares):
    """Whether an area, None for none, may be in another unit, as a sentence; "" if hardly."""
    if not hectares or LEAST_LAND <= hectares <= MOST_LAND:
        return ""
    shown = display.number(hectares.normalize(), get_language()[:2])
    return gettext("An area of %(value)s ha: is the unit right?") % {"value": shown}


class CapitalProject(Project):
    """A project as its certificate describes it; what became of it stands in its events."""

    place_field = "unit"
    #: Whether numbers may be those of decisions, which begin anew each year.
    numbers_come_back = False

    objectives = models.TextField(_("objectives"), blank=True)
    scale = models.TextField(_("scale"), blank=True)
    unit = reference("AdministrativeUnit", _("place as recorded"), related_name="%(class)ss")
    zone = reference("Zone", _("zone"), related_name="%(class)ss")
    address = models.CharField(_("address"), max_length=250, blank=True)
    land_area = models.DecimalField(
        _("land area (ha)"), max_digits=14, decimal_places=6, null=True, blank=True
    )
    industry = reference("Industry", _("industry (VSIC)"), related_name="%(class)ss")

    class Meta(Project.Meta):
        abstract = True
        indexes = [
            *Project.Meta.indexes,
            # Whether a project is public, and where: without a look at its long row.
            models.Index(
                fields=["publish_at", "expire_at", "unit", "industry", "zone", "id"],
                condition=Q(status=State.PUBLISHED, replaces=None),
                name="%(class)s_in_places",
            ),
        ]

    def _numbers(self):
        return [self.certificate_number]

    def remarks(self):
        doubts = [
            self.zone and self.unit and self.zone.doubt(self.unit),
            doubt_of_land(self.land_area),
            self._doubt_of_number(),
            self._other_number(),
        ]
        return [*super().remarks(), *filter(None, doubts)]

    def _doubt_of_number(self):
        number = self.certificate_number
        if self.numbers_come_back or not may_lack_zero(number):
            return ""
        said = gettext(
            "“%(number)s” has %(n)s digits, and codes have ten (twelve before 2015): is a zero "
            "missing?"
        )
        return said % {"number": number, "n": len(number)}

    def _other_number(self):
        """That a code was mended here and not in the entry of its certificate."""
        own, ledger = self.certificate_number, self._meta.get_field("events").related_model
        first = ledger.objects.live().filter(project=self.record_id, type=EventType.NEW).first()
        if not first or first.number == own or not likenesses(first.number) & likenesses(own):
            return ""
        said = gettext(
            "The entry of the first certificate has the number “%(number)s”: correct it there, too."
        )
        return said % {"number": first.number}


class InvestorOf(Child):
    """An investor as in the first certificate."""

    parent = "project"
    #: What tells investors of one name apart: the second part of a cell that names one.
    known_by = ""

    name = models.CharField(_("investor"), max_length=250)
    folded = models.TextField(editable=False, default="")

    class Meta(Child.Meta):
        abstract = True
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


class EventType(models.TextChoices):
    """What happens to a project's capital or life. A register has these, and may have more."""

    NEW = "new", pgettext_lazy("event", "first decision or certificate")
    INCREASE = "capital_increase", pgettext_lazy("fdi event", "capital increase")
    DECREASE = "capital_decrease", pgettext_lazy("fdi event", "capital decrease")
    OTHER = "other_adjustment", pgettext_lazy("fdi event", "other adjustment")
    SUSPENSION = "suspension", pgettext_lazy("fdi event", "suspension")
    RESUMPTION = "resumption", pgettext_lazy("fdi event", "resumption")
    TERMINATION = "termination", pgettext_lazy("fdi event", "termination")
    REVOCATION = "revocation", pgettext_lazy("fdi event", "revocation")


class CapitalEvent(Entry):
    """Something that happened to a project's capital or life, on a day.

    Amounts are positive; the type says whether they add or take away.
    """

    Type = EventType

    #: What the stock is made of, what counts as an adjustment, what ends a project.
    CAPITAL = (Type.NEW, Type.INCREASE, Type.DECREASE)
    ADJUSTMENTS = (Type.INCREASE, Type.DECREASE, Type.OTHER)
    ENDS = (Type.TERMINATION, Type.REVOCATION)
    #: The types that carry an amount, and those that name a partner.
    WITH_AMOUNT = CAPITAL
    WITH_PARTNER = ()
    #: The column of the amount that totals add up, and its currency.
    counted_in = ""
    counted_currency = ""
    #: Between which amounts the capital of a project lies, as a rule; what is asked of others.
    usual = None
    unusual = ""
    doubted = ()
    partner_id = None

    term_ends_on = models.DateField(
        _("last day of the term"),
        null=True,
        blank=True,
        help_text=_("Set by the certificate, changed by an adjustment."),
    )

    class Meta(Entry.Meta):
        abstract = True
        ordering = ["effective_on", "pk"]

    def __str__(self):
        return f"{self.get_type_display()} {self.effective_on:%d/%m/%Y}"

    @property
    def counted(self):
        """The amount that totals add up, or None."""
        return getattr(self, self.counted_in)

    @property
    def change(self):
        """What it adds to the registered capital, or None."""
        if self.type not in self.CAPITAL or self.counted is None:
            return None
        return -self.counted if self.type == self.Type.DECREASE else self.counted


def one_first_certificate(name):
    """With the type among its columns PostgreSQL does not take every event's project for unique,
    and joins a hundred thousand projects by hash, not one by one."""
    return models.UniqueConstraint(
        fields=["project", "type"],
        condition=Q(type="new", status=EntryState.APPROVED, void=False),
        name=name,
    )


def event_indexes(prefix, amount):
    return [
        # All that a question about one project names: the right way even without statistics,
        # as on a database that nobody has analysed since an import.
        models.Index(fields=["project", "type", "effective_on"], name=f"{prefix}_of_project"),
        # These answer whole questions, without a look at the rows, now and as known at a date.
        models.Index(
            fields=["type", "effective_on", "project", amount, *KNOWN],
            condition=Q(void=False),
            name=f"{prefix}_of_type",
        ),
        models.Index(
            fields=["effective_on", "type", "project", amount, "number", *KNOWN],
            condition=Q(void=False),
            name=f"{prefix}_of_day",
        ),
        models.Index(
            fields=["project", "type", "term_ends_on", "effective_on", *KNOWN],
            condition=Q(void=False, term_ends_on__isnull=False),
            name=f"{prefix}_term",
        ),
    ]


def plan_types(event):
    """Register the look-up that SQLite needs for `type__in`."""
    event._meta.get_field("type").register_lookup(AmongTypes)
