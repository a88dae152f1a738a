"""What the pages of figures say of the entries behind them: documents and corrections."""

from django.conf import settings
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from investment.figures.page import Revision, Source
from portal.text import display
from projects.models import FdiEvent, FdiProject, NgoAid, NgoYear, OdaProject, OdaYear
from projects.views import words

#: Documents and corrections told of; the latest.
MOST = 10
LEDGERS = {"fdi": (FdiEvent, FdiProject), "oda": (OdaYear, OdaProject), "ngo": (NgoYear, NgoAid)}


def _entries(kind, when):
    """The counted entries that the public may know of."""
    model, projects = LEDGERS[kind]
    of = Q(project__in=projects.objects.public())
    if kind == "fdi":
        of |= Q(project=None)
    return model.objects.as_of(when).filter(of)


def sources(kind):
    """facts → the documents that the latest counted entries name, the latest first; one query."""

    def ask(facts, _headline):
        rows = _entries(kind, facts.when).exclude(source="").values("source")
        rows = rows.annotate(on=Max("effective_on")).order_by("-on", "source")[:MOST]
        return [Source(row["source"], row["on"], lang=settings.LANGUAGE_CODE) for row in rows]

    return ask


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


def revisions(kind):
    """facts → the latest corrections among the counted entries; one query."""

    def ask(facts, language):
        rows = _entries(kind, facts.when).exclude(supersedes=None)
        rows = rows.order_by("-known_at", "-pk").select_related("supersedes")[:MOST]
        return [_revision(row, language) for row in rows]

    return ask


def _revision(entry, language):
    day = display.date(entry.supersedes.effective_on, language)
    number = entry.number or entry.supersedes.number or "–"
    text = _("%(number)s: corrects the entry of %(day)s") % {"number": number, "day": day}
    return Revision(timezone.localtime(entry.known_at).date(), text)
