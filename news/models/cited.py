from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from investment.figures import registry, shown
from investment.figures.facts import Facts
from investment.figures.page import Headline, Unit
from news.models.article import Article
from portal.publishing.models import Child
from projects.models.money import AmountField
from projects.when import When

COUNTS = (Unit.PROJECTS, Unit.ITEMS, Unit.RANK)


def titles():
    """[(key, title)] of all figures that an article can cite."""
    return [(page.key, page.title) for page in registry.ALL]


class CitedFigure(Child):
    """A figure as an article states it; what the records say later does not change it."""

    parent = "article"

    article = models.ForeignKey(Article, models.CASCADE, related_name="figures")
    key = models.CharField(_("figure"), max_length=40, choices=titles)
    as_of = models.DateField(
        _("as of"),
        null=True,
        blank=True,
        help_text=_("For figures of the registers. Left empty: today."),
    )
    year = models.PositiveSmallIntegerField(
        _("year"),
        null=True,
        blank=True,
        help_text=_("For figures that are told by year. Left empty: the latest."),
    )
    # What was answered: see investment.figures.page.Headline.
    value = AmountField(_("value as cited"), decimal_places=3, editable=False)
    unit = models.CharField(_("unit"), max_length=12, choices=Unit.choices, editable=False)
    is_floor = models.BooleanField(_("lower limit"), default=False, editable=False)
    of = models.PositiveSmallIntegerField(_("of how many"), null=True, editable=False)
    told_on = models.DateField(_("day of the figure"), editable=False)
    told_year = models.PositiveSmallIntegerField(_("year of the figure"), null=True, editable=False)
    cited_at = models.DateTimeField(_("cited"), editable=False)

    class Meta(Child.Meta):
        abstract = False
        verbose_name = _("cited figure")
        verbose_name_plural = _("figures in the article")

    def __str__(self):
        return str(self.page.title)

    def told(self):
        """The title, the value as cited and the day it is about."""
        if not self.told_on:
            return str(self.page.title)
        language = get_language()[:2]
        return gettext("%(title)s: %(value)s %(unit)s (%(period)s)") % {
            "title": self.page.title,
            "value": shown.number(self.headline, language),
            "unit": shown.unit(self.headline),
            "period": shown.period(self.headline, language),
        }

    @property
    def page(self):
        return registry.by_key(self.key)

    @property
    def headline(self):
        """The Headline that was cited."""
        unit = Unit(self.unit)
        return Headline(
            int(self.value) if unit in COUNTS else self.value,
            unit,
            self.told_on,
            self.cited_at,
            year=self.told_year,
            is_floor=self.is_floor,
            of=self.of,
        )

    def cite(self, at):
        """Fill in what the figure says at a moment, which its address gives again for ever.

        Raises ValidationError for a question that the figure does not answer.
        """
        self._complete(at)
        facts = Facts(When(self.as_of or timezone.localdate(at), at))
        if self.year is not None and self.year not in self.page.years(facts):
            text = gettext(
                "Up to the day asked about, no document tells a figure for %(year)s."
            ) % {"year": self.year}
            raise ValidationError({"year": text})
        headline = registry.value(self.key, year=self.year, facts=facts)
        if headline.value is None:
            raise ValidationError({"key": gettext("There is no published value for this time.")})
        self.value, self.unit, self.of = headline.value, headline.unit, headline.of
        self.is_floor, self.cited_at = headline.is_floor, at
        self.told_on, self.told_year = headline.as_of, headline.year
        if "year" in self.page.parameters:
            self.year = headline.year

    def _complete(self, at):
        today = timezone.localdate(at)
        takes_day = "as_of" in self.page.parameters
        if self.as_of and not takes_day:
            raise ValidationError(
                {"as_of": gettext("This figure is told by year only: leave the day empty.")}
            )
        if self.as_of and self.as_of > today:
            text = gettext("This lies in the future: nothing is known of it yet.")
            raise ValidationError({"as_of": text})
        if self.year and "year" not in self.page.parameters:
            raise ValidationError(
                {"year": gettext("This figure is told by day only: leave the year empty.")}
            )
        if takes_day:
            self.as_of = self.as_of or today
