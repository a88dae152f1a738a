from django.urls import reverse
from django.utils.translation import gettext as _

from portal.pages import parts
from portal.pages.context import Link, page_info
from portal.pages.models import Page
from portal.publishing import preview
from portal.text.html import plain


def page(request, slug):
    """A static page in the language of its address."""
    found = parts.find(Page, slug, request.LANGUAGE_CODE)
    if not isinstance(found, Page):
        return found
    return render_page(request, found, request.LANGUAGE_CODE)


@preview.page_of(Page)
def render_page(request, row, language):
    is_preview = getattr(request, "is_preview", False)
    shown, notice = parts.language_to_show(row, language, preview=is_preview)
    body, toc = parts.body(row.text("body", shown))
    text = parts.Text(lang=shown, title=row.title_in(shown), body=body, toc=toc)
    crumbs = [Link(_("Home page"), reverse("home"))]
    context = {
        "text": text,
        "description": " ".join(plain(body).split()),
        "translation": notice,
        "toc": toc,
        "modified": parts.modified(row, notice),
        "page": page_info(
            request,
            {code: row.url(code) for code in row.live_languages},
            switch={code: row.url(code) for code in ("vi", "en")},
            crumbs=crumbs,
            notice=notice,
        ),
    }
    return parts.page(request, "pages/page.html", context)
