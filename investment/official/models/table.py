from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models import Entry


class SourceTable(Entry):
    """A table of official figures as one document prints it; its rows count when it is approved.

    It goes through the ledger's verbs (enter, approve, reject): two people, never changed after
    approval. A newer document is a table of its own, whose figures revise the earlier ones.
    `effective_on` is the day the document gives for its figures or its publication.
    """

    #: It stands alone: no project's ledger has to agree with it.
    project_id = None

    title = models.CharField(_("title"), max_length=250)
    publisher = models.CharField(_("published by"), max_length=250)
    url = models.URLField(_("address of the document"), max_length=500, blank=True)
    vintage = models.CharField(
        _("vintage"),
        max_length=250,
        blank=True,
        help_text=_("Which issue of the data this is: file, date of the copy."),
    )

    #: Sentences: of what reading its file warned who entered it, for who approves it.
    warned = models.JSONField(default=list, editable=False)

    class Meta(Entry.Meta):
        abstract = False
        ordering = ["-effective_on", "-pk"]
        verbose_name = _("table of official figures")
        verbose_name_plural = _("tables of official figures")

    def __str__(self):
        return self.title_vi or ""

    def text_in(self, name, language):
        """A text in a language, in Vietnamese where the document has no other."""
        return getattr(self, f"{name}_{language}") or getattr(self, f"{name}_vi") or ""

    def named(self, language):
        """“Title (publisher)”."""
        return f"{self.text_in('title', language)} ({self.text_in('publisher', language)})"
