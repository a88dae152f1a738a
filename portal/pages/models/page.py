from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from portal.publishing.editor import html_field
from portal.publishing.models import Publishable
from portal.text import html


class Page(Publishable):
    """A page that stands still: about the department, contact, accessibility…"""

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

    def url(self, language):
        slug = self.slug_in(language) if getattr(self, f"live_{language}") else ""
        with override(language):
            return reverse("page", args=[slug or self.slug_in(self.source_language)])

    def problems(self, language):
        return [
            f"{language.upper()}: {problem}"
            for problem in html.problems(self.text("body", language))
        ]
