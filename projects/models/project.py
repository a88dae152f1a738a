"""What the records of the three registers share."""

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.publishing.models import LANGUAGES, Child, File, Publishable, PublishableQuerySet
from portal.publishing.models.files import file_language
from portal.text.fold import findable, typed_words
from portal.text.sorting import sort_key

#: Characters of a name that count when a list is sorted: an index of PostgreSQL holds no more.
SORTED = 100
SAMPLE_HELP = _("Made up to show the portal; never a real project.")


def title():
    return models.CharField(pgettext_lazy("project", "name"), max_length=400, blank=True)


def slug():
    return models.SlugField(
        _("address word"),
        max_length=120,
        blank=True,
        help_text=_("The last part of the page's address. Made from the name when left empty."),
    )


def reference(to, verbose_name, **kwargs):
    """A foreign key to reference data; a merge of duplicates leads it on."""
    kwargs = {"null": True, "blank": True, "related_name": "+", **kwargs}
    return models.ForeignKey(f"projects.{to}", models.PROTECT, verbose_name=verbose_name, **kwargs)


class Project(Publishable):
    """A record of a register: descriptions here, figures in its ledger."""

    draft_readers = ("view",)
    #: The field of the place or places in which it lies.
    place_field = "places"
    #: The field of the number that a certificate or decision gives.
    number_field = "certificate_number"

    title = title()
    slug = slug()
    source = models.TextField(
        _("source"), blank=True, help_text=_("The documents that the description was taken from.")
    )
    illustrative = models.BooleanField(_("sample"), default=False, help_text=SAMPLE_HELP)
    found_vi = models.TextField(editable=False, default="")
    found_en = models.TextField(editable=False, default="")
    sort_vi = models.TextField(editable=False, default="")
    sort_en = models.TextField(editable=False, default="")

    class Meta(Publishable.Meta):
        abstract = True
        indexes = [
            *Publishable.Meta.indexes,
            models.Index(fields=["sort_vi", "id"], name="%(class)s_sort_vi"),
            models.Index(fields=["sort_en", "id"], name="%(class)s_sort_en"),
        ]

    @classmethod
    def located(cls):
        """Querysets of the keys of the units in which public records lie."""
        return [cls.objects.public().values_list(cls.place_field)]

    @classmethod
    def bookkeeping(cls):
        return super().bookkeeping() | {"sort_vi", "sort_en", "found_vi", "found_en"}

    def tidy(self):
        super().tidy()
        for language in LANGUAGES:
            texts = [self.title_in(language), *self._numbers()]
            setattr(self, f"found_{language}", findable(" ".join(texts)))
            setattr(self, f"sort_{language}", sort_key(self.shown_title(language)[:SORTED]))

    def _numbers(self):
        """The numbers by which it is found."""
        raise NotImplementedError

    def _searchable(self):
        return [*super()._searchable(), *self._numbers()]

    def shown_title(self, language):
        """The name as the public may read it in a language, the source's rather than nothing."""
        return self.public_text("title", language)


def registers():
    """The models of all registers."""
    return [
        model
        for model in apps.get_app_config("projects").get_models()
        if issubclass(model, Project)
    ]


def period_problem(starts_on, ends_on):
    """What is wrong with a period, as a sentence; "" for a possible one. Either end may be open."""
    if starts_on and ends_on and ends_on < starts_on:
        return gettext("The period would end before it begins.")
    return ""


class Aid(Project):
    """A record of aid, whose sector is a purpose by the OECD DAC."""

    checked = ("sector",)

    class Meta(Project.Meta):
        abstract = True

    def faults(self):
        if self.scope:  # no obstacle to a translation
            return []
        found = super().faults()
        if self.sector and self.sector.withdrawn:
            found.append(
                gettext("The OECD has withdrawn the sector %(code)s: choose another.")
                % {"code": self.sector.code}
            )
        return [*found, *filter(None, [period_problem(self.starts_on, self.ends_on)])]


class DocumentOf(Child):
    """A document that the public may download with the project."""

    file = models.ForeignKey(
        File,
        models.PROTECT,
        related_name="+",
        limit_choices_to={"kind": "document"},
        verbose_name=_("file"),
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    language = file_language()

    class Meta(Child.Meta):
        abstract = True
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self):
        return self.title_vi or str(self.file)


class StageOf(Child):
    """A stage that a project reached on a day, by a document."""

    reached_on = models.DateField(_("date"))
    number = models.CharField(_("number of the document"), max_length=80, blank=True)
    source = models.CharField(_("document"), max_length=250, blank=True)

    class Meta(Child.Meta):
        abstract = True
        ordering = ["reached_on", "position", "pk"]

    def __str__(self):
        return f"{self.get_stage_display()} {self.reached_on:%d/%m/%Y}"


class ProjectQuerySet(PublishableQuerySet):
    """The words that the lists, totals and downloads of every register share.

    ledger: the name by which a project has its entries.
    """

    ledger = ""

    def about(self, text, *, public=False, when=None):
        """Projects that have all words of a text, in any order.

        A word is a whole syllable, the last may be its beginning; an accent that was typed must be
        there. Found are names, numbers, places and the parties, and what is the number of a
        document in the ledger; public: by no name in a language that is not published; when: by
        no document that had not taken effect or was not known then.
        """
        found, words = Q(), typed_words(text)
        for word in words:
            asked = f" {word}" if word is words[-1] else f" {word} "
            found &= self._is_named(asked, public) | self._refers_to(word)
        if any(character.isdigit() for character in text):
            found |= Q(pk__in=self._documented(words, when))
        return self.filter(found)

    def _documented(self, words, when):
        """The projects with a document of such a number, which always has a digit."""
        ledger = self.model._meta.get_field(self.ledger).related_model.objects
        entries = ledger.as_of(when) if when else ledger.counted()
        return entries.numbered(words).exclude(project=None).order_by().values("project")

    def _is_named(self, asked, public):
        found = Q()
        for language in LANGUAGES:
            gate = {f"live_{language}": True} if public else {}
            found |= Q(**{f"found_{language}__contains": asked}, **gate)
        return found

    def _refers_to(self, word):
        """The condition that something else than its own name and number has a word."""
        raise NotImplementedError
