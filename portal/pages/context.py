"""What every public page shows around its content: whose site it is, menus, languages."""

from dataclasses import dataclass, field, replace
from functools import lru_cache

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, override

from portal.delivery.language import LANGUAGES
from portal.delivery.shared import answers, shared
from portal.delivery.staff import is_staff_path
from portal.pages.addresses import is_empty
from portal.pages.models import MenuItem, Page, SiteIdentity

#: How many items of the main menu stand in a row.
ROW = 7


@dataclass
class Link:
    label: str
    url: str
    current: bool = False
    lang: str | None = None
    outdated: bool = False  # its label is a translation behind the original
    icon: str | None = None
    text: str = ""
    below: list = field(default_factory=list)

    @property
    def is_outside(self):
        return not self.url.startswith("/")

    def seen_from(self, path):
        """The same link, marked where the page at this path is its target or stands below it."""
        below = [link.seen_from(path) for link in self.below]
        current = any(link.current for link in below) or (bool(self.url) and self.leads_to(path))
        return replace(self, below=below, current=current)

    def leads_to(self, path):
        """Whether a page is the target or stands below it; below a home page stands none."""
        is_home = self.url.strip("/") in LANGUAGES
        return path == self.url if is_home else path.startswith(self.url)


@dataclass
class Site:
    name: str = ""
    province: str = ""
    authority: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    logo: str | None = None
    hero_picture: str | None = None
    palette: str = "teal"
    hero_title: str = ""
    hero_lede: str = ""
    notice: str = ""
    footer_note: str = ""
    menu: list[Link] = field(default_factory=list)
    footer: list[tuple[str, list[Link]]] = field(default_factory=list)
    tasks: list[Link] = field(default_factory=list)

    @property
    def publisher(self):
        """The department with its province."""
        return ", ".join(filter(None, [self.name, self.province]))

    def seen_from(self, path):
        """The same site; in its menus the links to this page and to what is above it are marked."""

        def marked(links):
            return [link.seen_from(path) for link in links]

        footer = [(heading, marked(links)) for heading, links in self.footer]
        return replace(self, menu=marked(self.menu), footer=footer)


@dataclass
class PageInfo:
    """Where a page stands: its address, its other languages, the way to it."""

    url: str | None
    switch: dict[str, str]
    alternates: dict[str, str]
    crumbs: list[Link] = field(default_factory=list)
    feeds: list[Link] = field(default_factory=list)
    noindex: bool = False
    preview: bool = False
    outdated: bool = False  # its text is behind the original


def site(request):
    """Context processor of the public templates."""
    language = request.LANGUAGE_CODE
    found = site_in(request, language)
    return {"lang": language, "site": found.seen_from(request.path_info)}


def desk(request):
    """Context processor of the desk: its name, where the department gave it one, and how the
    department is reached."""
    told = SiteIdentity.objects.only("desk_name", "phone", "email")
    identity = (is_staff_path(request) and told.first()) or SiteIdentity()
    contact = ", ".join(filter(None, [identity.phone, identity.email]))
    return {"desk_name": identity.desk_name, "desk_contact": contact}


def site_in(request, language):
    """The Site in a language, for all pages of the public version together."""
    return shared(request, "site", lambda: load_site(language, answers(request)), language)


def load_site(language, ask):
    """The site's identity and menus in a language, the active one; ask: see remembered()."""
    items = list(
        MenuItem.objects.filter(Q(page=None) | Q(page__in=Page.objects.public(language)))
        .select_related("site__logo", "site__hero_picture", "page")
        .order_by("position", "pk")
    )
    identity = (
        items[0].site
        if items
        else SiteIdentity.objects.select_related("logo", "hero_picture").first()
    )
    if identity is None:
        return Site()
    site = Site(
        **{name: _text(identity, name, language) for name in identity.translated},
        phone=identity.phone,
        email=identity.email,
        logo=identity.logo and identity.logo.rendition_url(96),
        hero_picture=identity.hero_picture and identity.hero_picture.rendition_url(1600),
        palette=identity.palette,
    )
    columns = {}
    links = {item.pk: _link(item, language, ask) for item in items}
    site.menu = _main_menu(items, links)
    for item in items:
        link = links[item.pk]
        if link is None or item.place == MenuItem.Place.MAIN:
            continue
        if item.place == MenuItem.Place.TASK:
            site.tasks.append(link)
        else:
            columns.setdefault(_text(item, "heading", language), []).append(link)
    site.footer = list(columns.items())
    return site


def _main_menu(items, links):
    """The links of the main menu in two levels; what does not fit in a row stands in the last."""
    shown = [item for item in items if item.place == MenuItem.Place.MAIN and links[item.pk]]
    for item in shown:
        if parent := links.get(item.parent_id):
            parent.below.append(links[item.pk])
    top = [links[item.pk] for item in shown if links.get(item.parent_id) is None]
    if len(top) <= ROW:
        return top
    rest = [lower for link in top[ROW - 1 :] for lower in (link, *link.below)]
    return [*top[: ROW - 1], Link(gettext("More"), "", below=[replace(r, below=[]) for r in rest])]


def _text(item, name, language):
    """A translated text; the Vietnamese one rather than nothing."""
    return getattr(item, f"{name}_{language}") or getattr(item, f"{name}_vi") or ""


def _link(item, language, ask):
    """The link of a menu item; None where it leads nowhere in this language."""
    if item.page:
        url = item.page.url(language)
    else:
        url = reverse(item.section) if item.section else getattr(item, f"link_{language}")
    if not url or (url.startswith("/") and is_empty(url, language, ask)):
        return None
    return Link(
        _text(item, "label", language),
        url,
        icon=item.icon or "file-text",
        text=_text(item, "hint", language),
    )


def identity():
    """{"name", "province"} → language → what the site calls the department and its province."""
    found = SiteIdentity.objects.first()
    return {name: _in_each(found, name) for name in ("name", "province")}


def _in_each(found, name):
    """language → text; the Vietnamese one rather than nothing."""
    known = getattr(found, f"{name}_vi", "")
    return {code: getattr(found, f"{name}_{code}", "") or known for code in LANGUAGES}


def publisher(ask, language):
    """The department with its province; ask: see remembered()."""
    return ", ".join(filter(None, (part[language] for part in ask(identity).values())))


def absolute(path):
    """An address with the site's own origin, which comes from the settings, never the request."""
    return settings.BASE_URL + path


def page_info(
    request, urls, *, switch=None, crumbs=(), feeds=(), noindex=False, query="", notice=None
):
    """The PageInfo of a page.

    urls: language → path, for the languages in which the page really exists.
    switch: language → path for the language switch, where it leads elsewhere than `urls`.
    notice: see language_to_show().
    """
    preview = getattr(request, "is_preview", False)
    own = urls.get(request.LANGUAGE_CODE)
    canonical = own or next(iter(urls.values()), None)
    return PageInfo(
        url=absolute(canonical + query) if canonical and not preview else None,
        switch={**urls, **(switch or {})},
        # A further page of a list need not exist in the other language.
        alternates={} if preview or query else {code: absolute(url) for code, url in urls.items()},
        crumbs=filled(request, crumbs) if _is_empty(request) else list(crumbs),
        feeds=list(feeds),
        noindex=noindex or preview or notice == "missing",
        preview=preview,
        outdated=notice == "outdated",
    )


def _is_empty(request):
    """Whether the page is a list without anything in it: what it is a part of may be empty, too."""
    return is_empty(request.path_info, request.LANGUAGE_CODE, answers(request))


def filled(request, links):
    """The links but those to lists in which nothing is; the one to the page itself stays."""
    ask, language = answers(request), request.LANGUAGE_CODE
    return [link for link in links if link.current or not is_empty(link.url, language, ask)]


@lru_cache(1000)
def in_languages(name, *args):
    """language → path of a view in every language; not to be changed.

    args: what the view takes, the same in all languages.
    """
    urls = {}
    for language in LANGUAGES:
        with override(language):
            urls[language] = reverse(name, args=args)
    return urls
