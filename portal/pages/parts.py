"""What the public templates are given: plain values, no records."""

from dataclasses import dataclass, field
from datetime import datetime

from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from markupsafe import Markup

from portal.pages.context import Link
from portal.publishing.models import File, SlugClaim
from portal.publishing.slugs import kind_of
from portal.text import html


@dataclass
class Picture:
    src: str
    srcset: str
    width: int
    height: int
    alt: str = ""
    caption: str = ""
    credit: str = ""

    @classmethod
    def of(cls, file, alt="", caption="", credit=""):
        return cls(
            src=file.rendition_url(800),
            srcset=file.srcset,
            width=file.width,
            height=file.height,
            alt=alt,
            caption=caption,
            credit=credit,
        )

    @classmethod
    def of_row(cls, row, language):
        """Of a row of pictures, in a language."""
        is_decorative = getattr(row, "decorative", False)
        return cls.of(
            row.file,
            alt="" if is_decorative else getattr(row, f"alt_{language}") or "",
            caption=getattr(row, f"caption_{language}") or "",
            credit=getattr(row, f"credit_{language}") or "",
        )


@dataclass
class Story:
    """An article as lists show it."""

    title: str
    url: str
    date: datetime
    category: Link | None = None
    summary: str = ""
    picture: Picture | None = None
    lang: str | None = None
    outdated: bool = False  # behind its original
    pinned: bool = False  # stands ahead of newer ones


@dataclass
class Attachment:
    title: str
    url: str
    type_label: str
    size: int  # bytes
    lang: str | None = None

    @classmethod
    def of_row(cls, row, language):
        """Of a row of documents, called as in a language."""
        return cls(
            title=getattr(row, f"title_{language}") or row.file.name,
            url=row.file.url(),
            type_label=row.file.name.rsplit(".", 1)[-1].upper(),
            size=row.file.size,
            lang=row.language,
        )


@dataclass
class Pager:
    count: int
    pages: list[Link] = field(default_factory=list)
    previous: Link | None = None
    next: Link | None = None


@dataclass
class Text:
    """The texts of a record in the language in which a page can show them."""

    lang: str
    title: str
    body: Markup
    toc: list[tuple[str, str]]
    minutes: int = 1  # to read the body
    summary: str = ""
    byline: str = ""
    source: str = ""


def language_to_show(row, language, *, preview=False):
    """(language of the text, notice): the wanted language, or the source where it is missing.

    notice: None, "missing" or "outdated".
    """
    shown = row.is_complete(language) if preview else getattr(row, f"live_{language}")
    if not shown:
        return row.source_language if preview else row.public_language(language), "missing"
    return language, "outdated" if row.is_outdated(language) else None


def modified(row, notice):
    """When the text that is shown was changed after it became public, or None: a translation that
    fell behind stands as it was."""
    return None if notice == "outdated" else row.revised_at


def as_shown(text, notice):
    """A text for those who see nothing but the text: feeds, search engines, shared links."""
    if notice == "outdated" and text:
        return gettext("[Translation behind the original] %(text)s") % {"text": text}
    return text


def body(markup):
    """(public Markup, table of contents) of a body; one query where it has pictures.

    Of the body's tree too, which is used up.
    """
    markup = html.document(markup)
    keys = html.file_keys(markup)
    files = (
        {file.key: file for file in File.objects.filter(key__in=keys, kind="image")} if keys else {}
    )

    def picture(key):
        file = files.get(key)
        if file is None:
            return None
        return {
            "src": file.rendition_url(800),
            "srcset": file.srcset,
            "width": file.width,
            "height": file.height,
        }

    headings = html.headings(markup)
    toc = [(heading.id, heading.text) for heading in headings] if len(headings) >= 3 else []
    return html.render(markup, picture=picture), toc


def find(model, slug, language, related=(), annotations=None):
    """The public record that a slug leads to, with further columns by name.

    Returns the record, or a response: a permanent redirect to the record's present address, or 410
    for what was public once. Raises Http404 for everything else, drafts included.
    """
    claims = SlugClaim.objects.filter(kind=kind_of(model), slug=slug, was_public=True)
    row = (
        model.objects.public()
        .filter(pk__in=claims.values("object_id"))
        .select_related(*related)
        .annotate(**annotations or {})
        .first()
    )
    if row is None:
        if model.objects.filter(
            pk__in=claims.values("object_id"), first_public_at__lte=timezone.now()
        ).exists():
            raise Gone
        raise Http404
    url = row.url(language)
    return redirect(url, permanent=True) if f"/{slug}/" not in url else row


class Gone(Exception):
    """This was public once and is no longer: answered with 410."""


def page(request, template, context, status=200):
    """A rendered public page."""
    return TemplateResponse(request, template, context, status=status, using="jinja2").render()
