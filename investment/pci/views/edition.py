"""The pages of one edition of the PCI: a province's sub-indices, and the table of all provinces."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from investment.pci import charts, questions, subindices, words
from investment.pci.models import PciEdition
from investment.pci.views import asking, files, frame
from portal.charts.words import joined
from portal.pages import parts
from portal.pages.context import Link
from portal.publishing import preview
from projects.filters import query
from projects.views.rows import Column

#: The order of a table of provinces when none is asked for.
ORDER = "rank"


@dataclass(frozen=True)
class Points:
    """A sub-index with what it gained or lost in the composite."""

    name: str
    url: str
    weight: Decimal | None
    standing: subindices.SubIndexStanding


def edition(request, slug):
    """One edition: the sub-indices of a province against median, best and the edition before."""
    found = parts.find(PciEdition, slug, request.LANGUAGE_CODE)
    return render(request, found, request.LANGUAGE_CODE) if is_edition(found) else found


def is_edition(found):
    """Whether parts.find() gave a record, and not the way to its present address."""
    return isinstance(found, PciEdition)


@preview.page_of(PciEdition)
def render(request, row, language):
    asked = asking.asked(request)
    is_preview = getattr(request, "is_preview", False)
    shown, notice = parts.language_to_show(row, language, preview=is_preview)
    context = {
        **frame.about(request, asked),
        "problems": asked.problems + asking.not_known_yet(request, row),
        "edition": row,
        "title": row.title_in(shown),
        "text_lang": shown,
        "translation": notice,
        "method": row.text("method", shown),
        "break_note": row.text("break_note", shown),
        "first": questions.first_of(row, asking.book(request).of(row)),
        "known": questions.known_of_first(row, asking.book(request).of(row)),
        "sources": questions.tables(row, asking.book(request)),
        "editions": frame.edition_links(request, row, query=asked.query),
        "table": None if is_preview else _table_link(request, row, asked),
        "sentences": [],
        "computed_ranks": [],
        "points": [],
        "drawn": None,
        "page": _info(request, row, "edition", asked.query, noindex=notice == "missing"),
    }
    if asked.province is not None:
        context |= _standing_in(request, row, asked, can_link=not is_preview)
    return parts.page(request, "pci/edition.html", context)


def _table_link(request, row, asked):
    text = _("All provinces of this edition")
    if not has_all_rows(row, asking.book(request).of(row)):
        text = _("Provinces of this edition in our data")
    return Link(text, words.table_url(row) + asked.query)


def has_all_rows(row, results):
    """Whether our data has a result of every province that was in the survey, published or not."""
    return len(results) >= (row.provinces or 0)


def _standing_in(request, row, asked, *, can_link):
    """What the page of an edition says of one province."""
    before = before_of(request, row)
    found = subindices.of_edition(row, asked.province, asking.book(request), before)
    standings = asking.standings(request, asked.province)
    here = [one for one in standings if one.edition.pk == row.record_id]
    context = {
        "sentences": _sentences(request, row, asked.province),
        "computed_ranks": words.computed_ranks(here),
        "kin": frame.kin_links(request, asked.province, request.path, here) if here else [],
        "is_lacking": bool(asking.book(request).of(row))
        and not any(one.state in questions.GONE for one in here),
    }
    chart = edition_chart(request, row, asked.province, found)
    if chart is None:
        return context
    slug = [row.public_slug(request.LANGUAGE_CODE)]
    return {
        **context,
        "drawn": chart,
        "links": files.links("edition_file", slug, asked.query) if can_link else [],
        "before": compared_with(before, found),
        "is_break": questions.is_break(row),
        "is_first_edition": row.year == asking.book(request).editions[0].year,
        "is_first": _is_first(asked.province, row),
        "points": [_points(one, request.LANGUAGE_CODE, asked.query) for one in found],
        "total": _total(found),
        "not_led_to": _not_led_to(request, row, asked.province, before, found),
    }


def _not_led_to(request, row, province, before, standings):
    """The years compared of which the weights do not lead to the published score, where that keeps
    points from being counted."""
    if compared_with(before, standings) is None or _total(standings) is not None:
        return ""
    found = subindices.not_led_to(province, asking.book(request), before, row)
    return joined([str(one.year) for one in found], request.LANGUAGE_CODE)


def _total(standings):
    """What all sub-indices moved in the composite; None where that is not counted."""
    points = [one.points for one in standings if one.points is not None]
    return sum(points) if points else None


def before_of(request, row):
    """The edition of the year before, or None."""
    editions = asking.editions(request)
    return next((one for one in editions if one.year == row.year - 1), None)


def compared_with(before, standings):
    """The edition before, if the sub-indices of the two can be compared."""
    return before if any(one.last is not None for one in standings) else None


def edition_chart(request, row, province, standings):
    """The Chart of a province's sub-indices; None where no score of them is known."""
    if not any(one.score is not None for one in standings):
        return None
    before = compared_with(before_of(request, row), standings)
    language = request.LANGUAGE_CODE
    name = asking.name_of(request, province)
    told = [one for one in standings if one.is_in_data]
    chart = charts.edition(language, name, row, before, told)
    path = row.url(language) or reverse("pci:overview")
    return files.published(request, chart, name, path + asking.about(request, province).query)


def _sentences(request, row, province):
    name, book = asking.name_of(request, province), asking.book(request)
    standings = asking.standings(request, province)
    for place, standing in enumerate(standings):
        if standing.edition.pk == row.record_id:
            if standing.state == questions.State.ENDED:
                return list(words.ended(province, charts.latest(standings), standing, book))
            if standing.state == questions.State.NOT_YET:
                return list(words.not_yet(province, standing, book))
            before = standings[place - 1] if place else None
            return [
                words.score_and_rank(name, standing),
                *words.change(standing, before),
            ]
    return []


def _is_first(province, row):
    """Whether a province was none in the year before an edition."""
    return province.valid_from is not None and province.valid_from.year >= row.year


def _points(standing, language, asked_query):
    subindex = standing.subindex
    return Points(
        charts.name_of(subindex, language),
        words.subindex_url(subindex.code) + asked_query if standing.is_in_data else "",
        subindex.weight,
        standing,
    )


# --- the table of all provinces ----------------------------------------------------------


def table(request, slug):
    """The provinces of an edition, sorted as asked; the one asked for stands out."""
    found = parts.find(PciEdition, slug, request.LANGUAGE_CODE)
    if not is_edition(found):
        return found
    language = request.LANGUAGE_CODE
    prefetch_related_objects([found], "subindices")
    rows = questions.table(found, asking.book(request))
    codes = codes_with_scores(found, rows)
    order = order_of(request, codes)
    asked = asking.asked(request)
    sort = {} if order == ORDER else {"sort": order}
    context = {
        **frame.times(request),
        "problems": asked.problems + asking.not_known_yet(request, found),
        "base": words.table_url(found),
        "kept": sort | asked.place,
        "edition": found,
        "title": table_title(found, rows),
        "columns": _columns(found, codes, order, asked),
        "codes": codes,
        "is_known": bool(asking.book(request).of(found)),
        "lacking": [name for code, name in names_of(found).items() if codes and code not in codes],
        "rows": ordered(rows, order, language),
        "missing": sum(row.score is None for row in rows),
        "first": questions.first_of(found, rows),
        "known": questions.known_of_first(found, rows),
        "own": asking.home(request) if asked.is_home else asked.province,
        "sources": questions.tables(found, asking.book(request)),
        "editions": frame.edition_links(request, found, "table", asked.query),
        "links": files.links(
            "table_file", [found.public_slug(language)], query(sort | asked.known), pictures=()
        ),
        "subnav": frame.subnav(request),
        "page": _info(request, found, "table", query(sort | asked.place | asked.known)),
    }
    return parts.page(request, "pci/table.html", context)


def table_title(edition, rows):
    """What a table of the provinces of an edition is called: of all, or of those in our data."""
    title = {"title": frame.shown_text(edition, "title")[0]}
    if has_all_rows(edition, rows):
        return _("%(title)s: all provinces") % title
    return _("%(title)s: the provinces in our data") % title


def codes_with_scores(edition, rows):
    """The codes of the edition's sub-indices of which it has scores, in its order."""
    codes = [subindex.code for subindex in edition.subindices.all()]
    return [code for code in codes if any(code in row.scores for row in rows)]


def names_of(edition):
    """{code: name of the sub-index in the active language}."""
    language = get_language()
    return {one.code: charts.name_of(one, language) for one in edition.subindices.all()}


def order_of(request, codes):
    """What `?sort=` asks for, if the table has it: a column, with a minus the other way round."""
    asked = request.GET.get("sort", "")
    known = asked.removeprefix("-") in {"name", "rank", "score", *codes}
    return asked if known else ORDER


def ordered(rows, order, language):
    """Rows of questions.table() in order; those without the value come last either way."""
    name, falls = order.removeprefix("-"), order.startswith("-")

    def value(row):
        if name == "name":
            return getattr(row.province, f"sort_{language}")
        return row.scores.get(name) if name not in ("rank", "score") else getattr(row, name)

    known = [row for row in rows if value(row) is not None]
    unknown = [row for row in rows if value(row) is None]
    return sorted(known, key=value, reverse=falls) + unknown


def _columns(edition, codes, order, asked):
    """The columns with the links that sort by them, the other way round if sorted already."""
    names = names_of(edition)
    headings = [
        ("name", _("Province or city"), ""),
        ("rank", _("Rank"), "num"),
        ("score", _("Score"), "num"),
        *((code, names[code], "num") for code in codes),
    ]
    base = words.table_url(edition)
    return [_column(heading, order, base, asked.place | asked.known) for heading in headings]


def _column(heading, order, base, kept):
    sort, label, classes = heading
    is_sorted = order.lstrip("-") == sort
    falls = order.startswith("-")
    # A first click puts the best on top.
    wanted = not falls if is_sorted else sort not in ("name", "rank")
    url = base + query({"sort": f"-{sort}" if wanted else sort, **kept})
    direction = ("descending" if falls else "ascending") if is_sorted else ""
    return Column(label, sort, classes, url, direction)


def _info(request, row, view, asked_query, *, noindex=False):
    slugs = {code: row.public_slug(code) for code in ("vi", "en")}
    if getattr(request, "is_preview", False):
        urls = frame.addresses("pci:overview", lambda language: [])
    else:
        urls = frame.addresses(f"pci:{view}", lambda language: [slugs[language]])
    info = frame.info_of(request, urls, asked_query, frame.crumbs(request))
    info.noindex = info.noindex or noindex
    return info
