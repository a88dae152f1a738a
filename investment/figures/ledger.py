"""What the pages of figures say of the entries behind them: documents and corrections."""

from dataclasses import replace
from itertools import chain

from django.conf import settings
from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    Max,
    Min,
    Q,
    Value,
    When,
)
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from investment.figures.page import Source
from investment.figures.revisions import MOST as MOST_MOVED
from investment.figures.revisions import Change, moved
from portal.delivery.language import LANGUAGES
from portal.text import display
from projects.registers import REGISTERS
from projects.views import words
from projects.when import end_of

#: Documents told of, the latest.
MOST = 10


def sources(documents):
    """facts, headline → the documents that a figure is made of, the latest first.

    documents(facts, headline): (rows with the name of a document as `told` and its
    `lang`, the field with its day).
    """

    def ask(facts, headline):
        if headline.value is None:
            return []
        rows, day = documents(facts, headline)
        rows = rows.exclude(told="").values("told", "lang").annotate(on=Max(day), n=Count("pk"))
        rows = rows.order_by("-on", "told", "lang")
        found = list(rows[: MOST + 1])
        told = [_source(row) for row in found]
        if len(told) <= MOST:
            return told
        more = rows.count() - MOST
        text = ngettext("%(n)s earlier document", "%(n)s earlier documents", more) % {"n": more}
        return [*told[:MOST], Source(text, None, lang=get_language())]

    return ask


def _source(row):
    """A document; many entries may name theirs alike."""
    note = ""
    if row["n"] > 1:
        note = _("the latest of %(n)s entries that name their document so") % {"n": row["n"]}
    return Source(row["told"], row["on"], lang=row["lang"], note=note)


def descriptions(kind):
    """facts, headline → that a figure is made of what the records themselves say."""

    def ask(facts, headline):
        if headline.value is None:
            return []
        url = reverse(f"projects:{kind}")
        name = _("the descriptions of the records in the register")
        return [Source(name, None, url, lang=get_language())]

    return ask


def at_stage(selection, stage):
    """documents() of a figure that counts the public records of a stage: those that tell of it."""

    def documents(facts, headline):
        when = facts.when.at(headline.as_of)
        rows = selection.stages.objects.filter(
            project__in=replace(selection, stage=stage).listed(when),
            stage=stage,
            reached_on__lte=headline.as_of,
        )
        return _in_public_language(rows), "reached_on"

    return documents


def _in_public_language(stages):
    """The name of each stage's document in the active language, else in another public one."""
    first = get_language()
    languages = [first, *(code for code in LANGUAGES if code != first)]
    is_told = {
        code: Q(**{f"project__live_{code}": True}) & ~Q(**{f"source_{code}": ""})
        for code in languages
    }
    told = [When(is_told[code], then=F(f"source_{code}")) for code in languages]
    lang = [When(is_told[code], then=Value(code)) for code in languages]
    text, nothing = CharField(), Value("")
    return stages.annotate(
        told=Case(*told, default=nothing, output_field=text),
        lang=Case(*lang, default=nothing, output_field=text),
    )


def named(entries):
    """documents() of ledger entries: by its name in the active language, else the Vietnamese."""
    first, own = settings.LANGUAGE_CODE, get_language()
    has_own = Q(**{f"source_{own}__gt": ""})
    return entries.annotate(
        told=Case(When(has_own, then=F(f"source_{own}")), default=F(f"source_{first}")),
        lang=Case(When(has_own, then=Value(own)), default=Value(first)),
    ), "effective_on"


def of_year(selection, measure, *columns):
    """documents() of a statement about a year: those that rule and give an amount."""

    def documents(facts, headline):
        when = facts.when.at(headline.as_of)
        model = selection.model._meta.get_field("years").related_model
        given = Q(*[Q(**{f"{column}__isnull": False}) for column in columns], _connector=Q.OR)
        rows = model.objects.ruling(when).filter(
            given, project__in=selection.listed(when), measure=measure, year=headline.year
        )
        return named(rows)

    return documents


def latest(facts, kind, language):
    """[The day of the latest entry], where the year asked about has none; or nothing."""
    last = facts.span(kind).last
    if last is None or last.year == facts.when.as_of.year:
        return []
    day = display.date(last, language)
    return [_("The latest entry of the register is of %(day)s.") % {"day": day}]


def lapsed(facts, kind):
    """[That periods are over of which no document tells the end: they count apart], or nothing."""
    return list(words.lapsed(kind, facts.lapsed(kind)))


def revisions(kind, touching, parts=None):
    """page, facts, headline, language → what corrections moved the figure, the latest first.

    touching(headline): the fields that an entry, or what it corrects, has if it may be part of
    the figure or of its parts, see investment.figures.revisions.moved.
    """

    def ask(page, facts, headline, language):
        changes = _changes(kind, facts.when.known_at, touching(headline), language)
        return moved(page, facts, headline, language, changes=changes, parts=parts)

    return ask


def corrected(kind, year, *columns, of="measure", **touching):
    """facts → the years of which corrections changed what stands in some columns; one query.

    year: the lookup of an entry's year; of: the column that says what it states. touching: the
    fields of entries that are part of a figure.
    """

    def ask(facts):
        rows = _corrections(kind, facts.when.known_at, touching).order_by()
        rows = rows.filter(_changes_what_is_told(columns, [year, "project", of]))
        return set(chain.from_iterable(rows.values_list(year, f"supersedes__{year}").distinct()))

    return ask


def _changes_what_is_told(columns, placed_by):
    """Of a correction: that something else than before stands where a figure looks for it, which
    that of a document's name, of a note, or of a column beside does not do."""
    moved = Q(void=True) | Q(*map(_differs, placed_by), _connector=Q.OR)
    return Q(*[_is_given(name) & (moved | _differs(name)) for name in columns], _connector=Q.OR)


def _is_given(name):
    return Q(**{f"{name}__isnull": False}) | Q(**{f"supersedes__{name}__isnull": False})


def _differs(name):
    return ~Q(**{name: F(f"supersedes__{name}")}) & _is_given(name)


def added(kind, touching):
    """facts, headline → the sentence about entries that were first approved after the day of the
    figure: they moved it, too, and correct nothing; "" without any.

    touching(headline): the fields of entries that are part of it.
    """

    def ask(facts, headline):
        rows = REGISTERS[kind].ledger.objects.filter(_public(kind), **touching(headline))
        # One that was corrected since has been added all the same.
        rows = rows.filter(
            supersedes=None,
            effective_on__lte=headline.as_of,
            known_at__gt=end_of(headline.as_of),
        )
        if facts.when.known_at:
            rows = rows.filter(known_at__lte=facts.when.known_at)
        found = rows.aggregate(n=Count("pk"), last=Max("known_at"))
        if not found["n"]:
            return ""
        text = ngettext(
            "%(n)s entry was first approved after %(day)s, on %(last)s: an addition, not a "
            "correction.",
            "%(n)s entries were first approved after %(day)s, the last on %(last)s: additions, not "
            "corrections.",
            found["n"],
        )
        language = get_language()
        return text % {
            "n": display.number(found["n"], language),
            "day": display.date(headline.as_of, language),
            "last": display.date(timezone.localdate(found["last"]), language),
        }

    return ask


def never_moved(_page, _facts, _headline, _language):
    """Of a figure that no entry is part of."""
    return []


def _public(kind):
    """Which entries everybody may see: those of public projects, and purchases that stand alone."""
    of = Q(project__in=REGISTERS[kind].model.objects.public())
    return of | Q(project=None) if REGISTERS[kind].ledger.stands_alone else of


def _changes(kind, known_at, touching, language):
    """The Changes by approved corrections of public entries; two queries."""
    model, rows = REGISTERS[kind].ledger, _corrections(kind, known_at, touching)
    moments = rows.order_by("-known_at").values("known_at").annotate(n=Count("pk"), one=Min("pk"))
    moments = list(moments[: MOST_MOVED + 1])
    entries = model.objects.select_related("supersedes").in_bulk([row["one"] for row in moments])
    return [
        Change(row["known_at"], _correction(entries[row["one"]], row["n"], language))
        for row in moments
    ]


def _corrections(kind, known_at, touching):
    """The approved corrections of public entries that touch something."""
    corrected = {f"supersedes__{name}": value for name, value in touching.items()}
    rows = REGISTERS[kind].ledger.objects.filter(_public(kind), Q(**touching) | Q(**corrected))
    rows = rows.exclude(supersedes=None).exclude(known_at=None)
    return rows.filter(known_at__lte=known_at) if known_at else rows


def _correction(entry, count, language):
    if count > 1:
        return ngettext("%(n)s entry corrected", "%(n)s entries corrected", count) % {"n": count}
    told = {
        "number": entry.number or entry.supersedes.number or "–",
        "day": display.date(entry.supersedes.effective_on, language),
    }
    if entry.void:
        return _("%(number)s: the entry of %(day)s was taken back") % told
    return _("%(number)s: corrects the entry of %(day)s") % told
