"""Whose portal this is: data, so that another province can run the same code."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.pages.rooms import sections
from portal.publishing.models import File

#: Colours of the public pages, each a block of site.css. Their contrast is measured in light, dark
#: and high contrast by tests/pages/test_palettes.py.
PALETTES = [
    ("teal", _("teal")),
    ("blue", _("blue")),
    ("red", _("red")),
    ("green", _("green")),
]

#: Lucide icons that a task may carry.
ICONS = [
    ("compass", _("compass")),
    ("newspaper", _("newspaper")),
    ("file-text", _("document")),
    ("chart-line", _("chart")),
    ("landmark", _("department")),
    ("mail", _("letter")),
    ("scale", _("scales")),
    ("info", _("information")),
]


def address(value):
    """A path on this site, or a whole address elsewhere."""
    if value.startswith("/") and not value.startswith("//"):
        return
    URLValidator(
        schemes=["http", "https"], message=_("An address begins with / or with https://.")
    )(value)


class SiteIdentity(models.Model):
    #: The fields that exist in each language.
    translated = (
        "name",
        "province",
        "authority",
        "address",
        "hero_title",
        "hero_lede",
        "notice",
        "footer_note",
    )

    name = models.CharField(_("name of the department"), max_length=120)
    province = models.CharField(_("province"), max_length=80)
    authority = models.CharField(
        _("superior authority"), max_length=160, blank=True, help_text=_("Stands above the name.")
    )
    logo = models.ForeignKey(
        File,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"kind": "image"},
        verbose_name=_("logo"),
    )
    hero_picture = models.ForeignKey(
        File,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"kind": "image"},
        verbose_name=_("home page: picture"),
        help_text=_("Wide, dark on the left, where the text stands. Empty: a drawing."),
    )
    palette = models.CharField(_("colours"), max_length=8, choices=PALETTES, default="teal")
    desk_name = models.CharField(
        _("name of the staff desk"), max_length=60, blank=True, help_text=_("Only staff see it.")
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    hero_title = models.CharField(_("home page: promise"), max_length=120, blank=True)
    hero_lede = models.CharField(_("home page: introduction"), max_length=300, blank=True)
    notice = models.CharField(
        _("notice on every page"), max_length=300, blank=True, help_text=_("Empty: no notice.")
    )
    footer_note = models.CharField(_("note in the footer"), max_length=300, blank=True)
    iati_reference = models.CharField(
        _("IATI organisation identifier"),
        max_length=60,
        blank=True,
        validators=[
            RegexValidator(
                r"^[A-Z]{2}-[A-Z]+-[A-Za-z0-9_.:-]+\Z",
                _("Registration agency and number, such as VN-COA-1234567."),
            )
        ],
        help_text=_(
            "From the list VN-COA (code of the budget unit) or VN-TIN (tax code), or given by "
            "IATI. It begins the identifier of every aid activity, so it should never change."
        ),
    )

    #: The registration agency of identifiers that nobody gave: a demonstration's.
    EXAMPLE = "-EXAMPLE-"

    class Meta:
        verbose_name = _("identity of the site")
        verbose_name_plural = _("identity of the site")

    def __str__(self):
        return self.name_vi or ""

    def save(self, *args, **kwargs):
        self.pk = 1  # there is one, and the menu items belong to it
        super().save(*args, **kwargs)


class MenuItem(models.Model):
    class Place(models.TextChoices):
        MAIN = "main", _("main menu")
        FOOTER = "footer", _("footer")
        TASK = "task", _("task on the home page")

    site = models.ForeignKey(
        SiteIdentity, models.CASCADE, default=1, editable=False, related_name="menu_items"
    )
    place = models.CharField(_("place"), max_length=6, choices=Place, default=Place.MAIN)
    heading = models.CharField(
        _("footer column"), max_length=60, blank=True, help_text=_("For items of the footer.")
    )
    label = models.CharField(_("label"), max_length=60)
    hint = models.CharField(
        _("explanation"), max_length=120, blank=True, help_text=_("For tasks on the home page.")
    )
    icon = models.CharField(_("picture"), max_length=20, blank=True, choices=ICONS)
    page = models.ForeignKey(
        "pages.Page", models.CASCADE, null=True, blank=True, verbose_name=_("static page")
    )
    section = models.CharField(_("section"), max_length=40, blank=True, choices=sections)
    link = models.CharField(
        _("other address"),
        max_length=200,
        blank=True,
        validators=[address],
        help_text=_("On this site: /…; on another: https://…"),
    )
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="below",
        limit_choices_to={"place": "main", "parent": None},
        verbose_name=_("stands below"),
        help_text=_("Another item of the main menu, which then opens."),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("menu item")
        verbose_name_plural = _("menu items")

    def __str__(self):
        return self.label or self.label_vi or ""

    @property
    def where(self):
        """What tells it from another of the same label: its menu, what it is below, its place."""
        above = self.parent.label_vi if self.parent_id else ""
        return ", ".join(filter(None, [str(self.get_place_display()), above, str(self.position)]))

    def clean(self):
        if self.parent_id and (self.place != self.Place.MAIN or self.parent_id == self.pk):
            raise ValidationError({"parent": _("Only items of the main menu stand below others.")})
        if self.pk and self.parent_id and self.below.exists():
            raise ValidationError({"parent": _("Other items stand below this one already.")})
