from itertools import chain, count

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
        constraints = [
            models.UniqueConstraint(fields=[f"slug_{code}"], name=f"category_slug_{code}")
            for code in ("vi", "en")
        ]

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
                setattr(self, f"slug_{language}", self._free_slug(language, name))
        super().save(*args, **kwargs)

    def _free_slug(self, language, name):
        wish = slugify(name, 70) or "category"
        taken = set(Category.objects.exclude(pk=self.pk).values_list(f"slug_{language}", flat=True))
        numbered = (f"{wish}-{number}" for number in count(2))
        return next(slug for slug in chain([wish], numbered) if slug not in taken)

    def url(self, language):
        with override(language):
            return reverse("news:category", args=[getattr(self, f"slug_{language}")])


class Tag(models.Model):
    name = models.CharField(pgettext_lazy("tag", "name"), max_length=60)

    class Meta:
        ordering = ["name_vi"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def __str__(self):
        return self.name or self.name_vi or ""
