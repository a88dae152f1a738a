"""What every kind of record that can become public shares."""

import re
from functools import lru_cache

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from modeltranslation.translator import translator

from portal.publishing.models.public_now import (
    LANGUAGES,
    OPEN_STATES,
    Freshness,
    OriginalsManager,
    PublishableQuerySet,
    State,
)
from portal.publishing.models.records import TransitionLog
from portal.text.fold import fold
from portal.text.html import clean, plain, problems, substance, translated
from portal.text.plain import clean_text

#: Line breaks of PowerPoint and the like, which no feed may carry.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@lru_cache(4096)
def _address(view, slug, language):
    with override(language):
        return reverse(view, args=[slug])


class Content:
    """What is content of a row, and what is bookkeeping; columns of texts end in a language."""

    @classmethod
    def translated_fields(cls):
        """The names of the translated fields, in the order of the model."""
        translated = translator.get_options_for_model(cls).all_fields
        return [field.name for field in cls._meta.concrete_fields if field.name in translated]

    @classmethod
    def text_columns(cls, *languages):
        """The columns that hold the texts of these languages."""
        return [f"{name}_{language}" for language in languages for name in cls.translated_fields()]

    @classmethod
    def content_columns(cls, scope=""):
        """The columns that a working copy of a scope carries: one language's texts, or all."""
        if scope:
            return cls.text_columns(scope)
        texts = cls.text_columns(*LANGUAGES)
        skipped = {*texts, *cls.translated_fields(), *cls.bookkeeping()}
        return texts + [
            field.name for field in cls._meta.concrete_fields if field.name not in skipped
        ]


class Publishable(Content, models.Model):
    """A record with a life in public.

    A published record is never edited; its working copy is: a row of the same table with
    `replaces`, limited to one language by `scope` or to none by "". workflow.py is the only writer
    of the state; `record_edit` the only one of the counters.
    """

    #: The name of the view that shows a record by its slug.
    page_view = ""
    #: Translated fields that a language needs before it can be shown.
    required_texts = ("title",)
    #: Other fields without which it cannot be published.
    required_fields = ()
    #: Rights on the kind that let a colleague read its drafts, beside those of rights.seen().
    draft_readers = ()
    #: Translated fields that hold HTML.
    html_texts = ()
    #: Reverse accessors of the Child rows and names of many-to-many fields that are content.
    copied_children = ()
    copied_m2m = ()
    #: Foreign keys that problems() looks at.
    checked = ()
    #: The approval of the present version of a text that waits, where it was looked up.
    approval = None

    status = models.CharField(
        _("state"), max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    publish_at = models.DateTimeField(
        _("publish at"),
        null=True,
        blank=True,
        help_text=_("Leave empty to publish at the moment of approval."),
    )
    expire_at = models.DateTimeField(
        _("expires at"),
        null=True,
        blank=True,
        help_text=_("From this moment on the page is no longer shown."),
    )
    source_language = models.CharField(
        _("source language"), max_length=2, choices=settings.LANGUAGES, default="vi"
    )
    live_vi = models.BooleanField(_("public in Vietnamese"), default=False, editable=False)
    live_en = models.BooleanField(_("public in English"), default=False, editable=False)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="+"
    )
    scope = models.CharField(max_length=2, blank=True, default="", editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    # Freshness of translations, counted in revisions of the source text (freshness.py).
    source_revision = models.PositiveIntegerField(default=0, editable=False)
    source_digest = models.CharField(max_length=64, blank=True, default="", editable=False)
    confirmed_vi = models.PositiveIntegerField(null=True, editable=False)
    confirmed_en = models.PositiveIntegerField(null=True, editable=False)
    first_public_at = models.DateTimeField(null=True, editable=False)
    clashes = models.JSONField(default=list, blank=True, editable=False, encoder=DjangoJSONEncoder)
    folded = models.TextField(blank=True, default="", editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("created by"),
    )
    updated_at = models.DateTimeField(_("last changed"), default=timezone.now, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("last changed by"),
    )

    objects = OriginalsManager()
    rows = models.Manager.from_queryset(PublishableQuerySet)()

    class Meta:
        abstract = True
        default_permissions = ("add", "change", "delete", "view", "translate", "review", "publish")
        constraints = [
            models.UniqueConstraint(
                fields=["replaces", "scope"],
                condition=Q(status__in=[State.DRAFT, State.REVIEW, State.PUBLISHED]),
                name="%(app_label)s_%(class)s_one_open_copy",
            )
        ]
        indexes = [models.Index(fields=["status", "-publish_at"], name="%(class)s_public")]

    def __str__(self):
        return self.title_in(self.source_language) or _("(no title yet)").__str__()

    def save(self, *args, **kwargs):
        self.tidy()
        super().save(*args, **kwargs)

    def tidy(self):
        """Sanitise here too: forms are not the only way in; bulk_create needs it called."""
        of_html = set(self.html_columns())
        for column in self.text_columns(*LANGUAGES):
            if value := getattr(self, column):
                tidied = CONTROLS.sub(" ", value)
                setattr(self, column, tidied if column in of_html else clean_text(tidied))
        for column in of_html:
            setattr(self, column, clean(getattr(self, column) or "") or None)
        self.folded = fold(" ".join(self._searchable()))

    def _searchable(self):
        for language in LANGUAGES:
            for name in self.required_texts:
                value = self.text(name, language)
                yield plain(value) if name in self.html_texts else value

    @classmethod
    def html_columns(cls, languages=LANGUAGES):
        """The columns that hold HTML in these languages."""
        return [f"{name}_{language}" for name in cls.html_texts for language in languages]

    # --- texts -------------------------------------------------------------------

    def text(self, name, language):
        """A translated field's text in one language; "" when there is none."""
        return getattr(self, f"{name}_{language}") or ""

    def title_in(self, language):
        return self.text("title", language)

    def slug_in(self, language):
        return self.text("slug", language)

    @property
    def other_languages(self):
        return [language for language in LANGUAGES if language != self.source_language]

    def is_complete(self, language):
        """Whether every text that a language needs is there."""
        return all(substance(self.text(name, language)) for name in self.required_texts)

    def missing_texts(self, language):
        """The verbose names of the texts that a language still needs."""
        return [
            str(self._meta.get_field(name).verbose_name)
            for name in self.required_texts
            if not substance(self.text(name, language))
        ]

    def freshness(self, language):
        if language == self.source_language:
            return Freshness.CURRENT
        confirmed = getattr(self, f"confirmed_{language}")
        if confirmed is None:  # incomplete, see freshness.settle
            return Freshness.MISSING
        return Freshness.OUTDATED if confirmed < self.source_revision else Freshness.CURRENT

    def is_outdated(self, language):
        """Whether the text of a language is behind its original: said wherever it is shown."""
        return self.freshness(language) == Freshness.OUTDATED

    @property
    def revised_at(self):
        """When the public text last changed; None while it is as it became public."""
        became = self.first_public_at
        return self.updated_at if became and self.updated_at > became else None

    @property
    def live_languages(self):
        return [language for language in LANGUAGES if getattr(self, f"live_{language}")]

    def public_language(self, language):
        """The language in which who wants this one may read it: its own, else the source's.

        What is not published in its source language is read in the one that is. A draft has none
        yet, and is read in its source.
        """
        live = self.live_languages
        wanted = [language, self.source_language, *live]
        return next((one for one in wanted if one in live), self.source_language)

    def public_text(self, name, language):
        """A text as the public may read it, the source's rather than nothing."""
        own = self.text(name, self.public_language(language))
        return own or self.text(name, self.public_language(self.source_language))

    def public_slug(self, language):
        """The last word of the address, in the language in which it is read."""
        own = self.slug_in(self.public_language(language))
        return own or self.slug_in(self.source_language)

    def url(self, language):
        """The public page's address in a language."""
        return _address(self.page_view, self.public_slug(language), language)

    def faults(self):
        """What keeps every language from being published, as sentences."""
        return []

    def problems(self, language):
        """What keeps one language from being published, as sentences that need not name it."""
        return [
            str(problem)
            for name in self.html_texts
            for problem in problems(self.text(name, language))
        ]

    def remarks(self):
        """What is worth knowing before it is published and keeps nobody from it, as sentences."""
        return [
            str(remark)
            for name in self.html_texts
            for remark in translated.remarks(*(self.text(name, code) for code in LANGUAGES))
        ]

    @classmethod
    def bookkeeping(cls):
        own = {field.name for field in Publishable._meta.get_fields()}
        return {cls._meta.pk.name, *own} - {"expire_at"}

    # --- life --------------------------------------------------------------------

    @property
    def is_copy(self):
        return self.replaces_id is not None

    @property
    def record_id(self):
        """The primary key of the record that this row is, or is a working copy of."""
        return self.replaces_id or self.pk

    @property
    def is_open_copy(self):
        return self.is_copy and self.status in OPEN_STATES

    @property
    def is_scheduled(self):
        return (
            self.status == State.PUBLISHED
            and self.publish_at is not None
            and self.publish_at > timezone.now()
        )

    @property
    def is_expired(self):
        return (
            self.status == State.PUBLISHED
            and self.expire_at is not None
            and self.expire_at <= timezone.now()
        )

    @property
    def was_public(self):
        return self.first_public_at is not None and self.first_public_at <= timezone.now()

    @property
    def was_submitted(self):
        """Whether the row ever left its first draft; costs a query."""
        kind = ContentType.objects.get_for_model(type(self))
        return TransitionLog.objects.filter(kind=kind, object_id=self.pk).exists()

    @property
    def state_label(self):
        if self.is_scheduled:
            return _("Scheduled")
        if self.is_expired:
            return _("Expired")
        if self.status == State.ARCHIVED and not self.was_public:
            return _("In the archive")
        if self.approval:
            return _("Approved for publication")
        return self.get_status_display()

    def children(self):
        """(accessor, rows) of everything that belongs to this row's content."""
        for accessor in self.copied_children:
            yield accessor, list(getattr(self, accessor).all())


class Child(Content, models.Model):
    """A row of an inline list that is part of a publishable record's content."""

    # Outlives its target: that somebody deleted the original's row must be seen by the copies.
    copied_from = models.ForeignKey(
        "self",
        models.DO_NOTHING,
        null=True,
        editable=False,
        related_name="+",
        db_constraint=False,
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    #: The name of the foreign key to the record.
    parent = ""

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def save(self, *args, **kwargs):
        self.tidy()
        super().save(*args, **kwargs)

    def tidy(self):
        """Fill the columns that follow from others; bulk_create needs it called."""

    def told(self):
        """The row in words, where its columns one by one would not be understood."""
        return ""

    @classmethod
    def bookkeeping(cls):
        return {cls._meta.pk.name, "copied_from", cls.parent}
