from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.publishing.editor import html_field
from portal.publishing.models import Publishable


class Page(Publishable):
    """A page that stands still: about the department, contact, accessibility…"""

    page_view = "page"
    required_texts = ("title", "body")
    html_texts = ("body",)

    title = models.CharField(_("title"), max_length=200, blank=True)
    slug = models.SlugField(
        _("address word"),
        max_length=120,
        blank=True,
        help_text=_("The last part of the page's address. Made from the title when left empty."),
    )
    body = html_field(_("body"), blank=True)

    class Meta(Publishable.Meta):
        abstract = False
        verbose_name = _("static page")
        verbose_name_plural = _("static pages")
