from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from portal.publishing.models import LANGUAGES
from portal.text.slugs import slugify


class Category(models.Model):
    """A subject of the news, two levels deep."""

    name = models.CharField(pgettext_lazy("category", "name"), max_length=80)
    slug = models.SlugField(_("address word"), max_length=80, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        limit_choices_to={"parent": None},
        related_name="children",
        verbose_name=_("parent category"),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("news category")
        verbose_name_plural = _("news categories")

    def __str__(self):
        return self.name or self.name_vi or ""

    def clean(self):
        if self.parent_id and (self.parent.parent_id or self.parent_id == self.pk):
            raise ValidationError({"parent": _("Categories have two levels only.")})
        if self.parent_id and self.pk and self.children.exists():
            raise ValidationError({"parent": _("This category has sub-categories itself.")})

    def save(self, *args, **kwargs):
        for language in LANGUAGES:
            name = getattr(self, f"name_{language}")
            if name and not getattr(self, f"slug_{language}"):
                setattr(self, f"slug_{language}", slugify(name, 80))
        super().save(*args, **kwargs)

    def url(self, language):
        with override(language):
            return reverse("news:category", args=[getattr(self, f"slug_{language}")])

    def family(self):
        """The keys of this category and its sub-categories; sub-categories come prefetched or cost
        a query."""
        return [self.pk, *(child.pk for child in self.children.all())]


class Tag(models.Model):
    name = models.CharField(pgettext_lazy("tag", "name"), max_length=60)

    class Meta:
        ordering = ["name_vi"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def __str__(self):
        return self.name or self.name_vi or ""
