"""From the address to a page of a list, and the links to the other pages."""

from django.utils.translation import gettext as _

from portal.pages import parts
from portal.pages.context import Link
from projects import filters, listing
from projects.views.words import LIST


def find(request, register, form, projects, *, count=None, related=()):
    """(the Slice that was asked for, or the first; sentences about what was wrong)."""

    def page(**where):
        return listing.page(
            register.listing.keyed,
            projects,
            form.when,
            form.order,
            request.LANGUAGE_CODE,
            count=count,
            related=related,
            **where,
        )

    try:
        return page(**_where(request)), []
    except listing.NoSuchPage:
        return page(), [_("This page of the list does not exist; you are on the first.")]


def _where(request):
    """The page's number, or the record after which it begins, as listing.page() takes them."""
    where = {}
    for parameter, name in [("page", "number"), ("after", "after")]:
        if text := request.GET.get(parameter):
            if not (text.isascii() and text.isdigit() and len(text) < 16 and int(text)):
                raise listing.NoSuchPage
            where[name] = int(text)
    return where


def pager(base, asked, shown):
    def link(label, **where):
        current = where.get("page") == shown.number
        where = {} if where == {"page": 1} else where
        return Link(label, base + filters.query(asked | where) + LIST, current)

    found = parts.Pager(count=shown.count)
    last = min(shown.pages, listing.LAST_NUMBERED)
    if shown.pages == 1 and shown.number:
        return found
    if shown.number is None:
        found.previous = link(_("First page"), page=1)
    else:
        found.pages = [
            link(str(number), page=number) if number else Link("…", "")
            for number in _numbers(shown.number, last)
        ]
        if shown.number > 1:
            found.previous = link(_("Previous"), page=shown.number - 1)
        if shown.number < last:
            found.next = link(_("Next"), page=shown.number + 1)
    if shown.next_after and found.next is None:
        found.next = link(_("Next"), after=shown.next_after)
    return found


def _numbers(current, last):
    """1 … 4 5 6 7 8 … 100, with 0 for the gaps."""
    shown = [n for n in range(1, last + 1) if n in (1, last) or abs(n - current) <= 2]
    numbers = []
    for number in shown:
        if numbers and number > numbers[-1] + 1:
            numbers.append(0)
        numbers.append(number)
    return numbers
