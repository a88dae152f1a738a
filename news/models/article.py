from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.publishing.editor import html_field
from portal.publishing.models import Child, File, Publishable
from portal.publishing.models.files import file_language


def _images(**kwargs):
    return models.ForeignKey(
        File, models.PROTECT, related_name="+", limit_choices_to={"kind": "image"}, **kwargs
    )


def _records(model, verbose_name):
    """The records of a register that an article is about."""
    return models.ManyToManyField(
        f"projects.{model}",
        blank=True,
        related_name="articles",
        limit_choices_to={"replaces": None},
        verbose_name=verbose_name,
    )


#: Pixels; a narrower one is blurred at the top of a page.
COVER_WIDTH = 640


#: The fields of an article that name records of the registers.
REGISTERS = ("fdi_projects", "domestic_projects", "oda_projects", "ngo_aid")


class Article(Publishable):
    """A piece of news or a press release."""

    page_view = "news:article"
    required_texts = ("title", "summary", "body")
    required_fields = ("category",)
    html_texts = ("body",)
    copied_children = ("gallery", "attachments", "figures")
    copied_m2m = ("tags", "related", *REGISTERS)
    checked = ("category", "cover")

    title = models.CharField(_("title"), max_length=250, blank=True)
    slug = models.SlugField(
        _("address word"),
        max_length=120,
        blank=True,
        help_text=_("The last part of the page's address. Made from the title when left empty."),
    )
    summary = models.TextField(
        _("summary (sapô)"),
        max_length=600,
        blank=True,
        help_text=_("One to three sentences: what happened, and why it matters."),
    )
    body = html_field(_("body"), blank=True)
    byline = models.CharField(_("author (byline)"), max_length=120, blank=True)
    source = models.CharField(
        _("source"), max_length=200, blank=True, help_text=_("Where the text was taken from.")
    )
    category = models.ForeignKey(
        "news.Category",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("category"),
    )
    tags = models.ManyToManyField("news.Tag", blank=True, verbose_name=_("tags"))
    related = models.ManyToManyField(
        "self",
        blank=True,
        symmetrical=False,
        limit_choices_to={"replaces": None},
        verbose_name=_("related articles"),
        help_text=_("Completed automatically from the same category and tags."),
    )
    fdi_projects = _records("FdiProject", _("FDI projects"))
    domestic_projects = _records("DomesticProject", _("domestic projects"))
    oda_projects = _records("OdaProject", _("ODA projects"))
    ngo_aid = _records("NgoAid", _("NGO aid"))
    pinned = models.BooleanField(
        _("pinned"), default=False, help_text=_("Stands first in the list and on the home page.")
    )
    cover = _images(null=True, blank=True, verbose_name=_("cover picture"))
    cover_alt = models.CharField(
        _("cover: alternative text"),
        max_length=250,
        blank=True,
        help_text=_("What the picture shows, for those who cannot see it."),
    )
    cover_decorative = models.BooleanField(
        _("cover: decorative only"),
        default=False,
        help_text=_("It says nothing the text does not."),
    )
    cover_caption = models.CharField(_("cover: caption"), max_length=300, blank=True)
    cover_credit = models.CharField(_("cover: credit"), max_length=120, blank=True)

    class Meta(Publishable.Meta):
        abstract = False
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def faults(self):
        found = []
        if self.category_id is None:
            found.append(gettext("Choose a category."))
        if self.cover_id and self.cover.width < COVER_WIDTH:
            found.append(
                gettext("The cover picture is %(width)s × %(height)s pixels: choose one at least "
                        "%(least)s wide.")
                % {"width": self.cover.width, "height": self.cover.height, "least": COVER_WIDTH}
            )  # fmt: skip
        return found

    def problems(self, language):
        found = []
        if self.cover_id and not self.cover_decorative and not self.text("cover_alt", language):
            found.append(gettext("The cover picture has no alternative text."))
        for number, item in enumerate(self.gallery.all(), 1):
            if not item.decorative and not getattr(item, f"alt_{language}"):
                found.append(
                    gettext("Gallery picture %(number)s has no alternative text.")
                    % {"number": number}
                )
        for number, attachment in enumerate(self.attachments.all(), 1):
            if not getattr(attachment, f"title_{language}"):
                found.append(gettext("Attachment %(number)s has no title.") % {"number": number})
        return found + super().problems(language)


class GalleryItem(Child):
    parent = "article"

    article = models.ForeignKey(Article, models.CASCADE, related_name="gallery")
    file = _images(verbose_name=_("picture"))
    alt = models.CharField(_("alternative text"), max_length=250, blank=True)
    decorative = models.BooleanField(_("decorative only"), default=False)
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    credit = models.CharField(_("credit"), max_length=120, blank=True)

    class Meta(Child.Meta):
        abstract = False
        verbose_name = _("gallery picture")
        verbose_name_plural = _("gallery")

    def __str__(self):
        return self.caption_vi or str(self.file)


class Attachment(Child):
    parent = "article"

    article = models.ForeignKey(Article, models.CASCADE, related_name="attachments")
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
        abstract = False
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self):
        return self.title_vi or str(self.file)
