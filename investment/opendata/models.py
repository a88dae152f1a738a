from django.db import models
from django.utils.translation import gettext_lazy as _


class DatasetNote(models.Model):
    """What staff keep about a dataset of the catalogue; `key` is its name in catalogue.py."""

    key = models.SlugField(_("dataset"), max_length=40, unique=True)
    owner = models.CharField(_("owner"), max_length=200)
    contact = models.EmailField(_("contact"), blank=True)
    review_by = models.DateField(
        _("to be reviewed by"), null=True, blank=True, help_text=_("Overdue shows on the desk.")
    )
    note = models.CharField(
        _("note for readers"),
        max_length=300,
        blank=True,
        help_text=_("Stands beside the figures: what everybody who reads them must know."),
    )
    next_release = models.DateField(_("next release"), null=True, blank=True)

    class Meta:
        ordering = ["key"]
        verbose_name = _("dataset")
        verbose_name_plural = _("datasets")

    def __str__(self):
        from investment.opendata import catalogue  # whose rooms read the models

        found = catalogue.by_key(self.key)
        return str(found.title) if found else self.key
