"""What a PCI page is asked about, and what many of them share."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from investment.official import questions as official
from investment.pci import questions as pci
from portal.delivery.shared import answers, shared
from portal.pages.context import site_in
from portal.text import display
from projects.filters import Option, query
from projects.models import AdministrativeUnit
from projects.views.asking import Control, TimesForm, time_control

#: The parameters of the provinces that are compared.
COMPARED = ("p1", "p2", "p3", "p4", "p5")
#: One more is told to be too many.
SIXTH = "p6"


@dataclass(frozen=True)
class Asked:
    """The province that a page is about: the portal's own, or another by `?place=`.

    province is None while no province has results. problems: sentences about what was not found.
    """

    province: AdministrativeUnit | None
    is_home: bool
    problems: list = field(default_factory=list)

    known: dict = field(default_factory=dict)

    @property
    def place(self):
        """The parameter that keeps the province."""
        return {} if self.is_home or self.province is None else {"place": self.province.key}

    @property
    def query(self):
        """What keeps the province and the time in the addresses of further pages."""
        return query(self.place | self.known)


def times(request):
    """The form of the moment as known at which a page is asked."""
    return request.__dict__.setdefault("_pci_times", TimesForm(request.GET, ("known_at",)))


def known_at(request):
    return times(request).when.known_at


def known(request):
    """The parameters that keep the time in the addresses of further pages."""
    return times(request).asked


def _remembered(request, name, make):
    """What make() gives: once a public version as known now, once a request of the past."""
    if known_at(request) is None:
        return shared(request, name, make)
    kept = request.__dict__.setdefault("_pci_then", {})
    if name not in kept:
        kept[name] = make()
    return kept[name]


def book(request):
    """All results that count."""
    if known_at(request) is None:
        return answers(request)(pci.read, None)
    return _remembered(request, "pci book", lambda: pci.read(known_at(request)))


def editions(request):
    """The public editions with results, oldest first."""
    return book(request).editions


def provinces(request):
    return _remembered(request, "pci provinces", lambda: pci.provinces(book(request)))


def home(request):
    """The portal's own province, or None where it has no result."""
    return official.home(provinces(request), site_in(request, "vi").province)


def name_of(request, province):
    """What a province is called beside the others."""
    return book(request).name_of(province, request.LANGUAGE_CODE)


def standings(request, province):
    """The Standings of a province."""
    return _remembered(
        request,
        ("pci standings", province.pk),
        lambda: pci.standings(province, book(request)),
    )


def asked(request):
    """What `?place=` and `?known_at=` say."""
    own = home(request) or next(iter(provinces(request)), None)
    key = request.GET.get("place", "")
    found = _find(request, key) if key else own
    problems = refused(request)
    if found is None and key:
        return Asked(own, True, _not_found(request, key) + problems, known(request))
    return Asked(found, found == own, problems, known(request))


def about(request, province):
    """How a page about a province is asked for."""
    return Asked(province, province == home(request), known=known(request))


def compared(request):
    """([province, …] that are asked for, each once; sentences about what was not found)."""
    found = {key: _find(request, key) for key in _keys(request)}
    problems = [
        sentence
        for key, province in found.items()
        if province is None
        for sentence in _not_found(request, key)
    ]
    chosen = [province for province in found.values() if province]
    return chosen[: len(COMPARED)], problems + refused(request)


def _keys(request):
    """What stands in the fields, and in one more."""
    return [key for name in (*COMPARED, SIXTH) if (key := request.GET.get(name, ""))]


def left_out(request):
    """Sentences on provinces that are compared once though asked for twice, or are too many."""
    keys = _keys(request)
    for key in dict.fromkeys(keys):
        if keys.count(key) > 1 and (unit := _find(request, key)):
            yield _("%(name)s was chosen more than once; it is shown once.") % {
                "name": name_of(request, unit)
            }
    if sum(_find(request, key) is not None for key in dict.fromkeys(keys)) > len(COMPARED):
        yield _("Up to five provinces are compared; what came after them was left out.")


def options(request):
    """An Option for every province, in the order of the page's language."""
    language = request.LANGUAGE_CODE
    ordered = sorted(
        provinces(request),
        key=lambda unit: (getattr(unit, f"sort_{language}"), unit.valid_to is None),
    )
    return [Option(unit.key, name_of(request, unit)) for unit in ordered]


def province_control(request, province):
    """The choice of a province; see time_control for that of the time."""
    return Control("place", _("Province or city"), province.key, [("", options(request))])


def known_control(request):
    return time_control(times(request), "known_at")


def _find(request, key):
    return next((unit for unit in provinces(request) if unit.key == key), None)


def refused(request):
    """Sentences about a time that is none, and that nothing was known at the one asked for."""
    problems = [sentence for _name, sentence in times(request).problems]
    if known_at(request) and not editions(request):
        moment = display.moment(known_at(request), request.LANGUAGE_CODE)
        problems.append(
            _("The department had approved no results of the PCI by %(moment)s.")
            % {"moment": moment}
        )
    return problems


def not_known_yet(request, edition):
    """[That nothing of an edition was known at the moment asked for], or nothing."""
    moment = known_at(request)
    if moment is None or not editions(request) or book(request).of(edition):
        return []
    said = _("The department had approved no results of this edition by %(moment)s.")
    return [said % {"moment": display.moment(moment, request.LANGUAGE_CODE)}]


def _not_found(request, key):
    """Sentences on a province without a result: that it is none, or had none at the moment asked
    for; where nothing at all was known then, refused() says so."""
    if known_at(request) is None:
        return [_unknown(key)]
    later = answers(request)(pci.read, None)
    unit = next((unit for unit in pci.provinces(later) if unit.key == key), None)
    if unit is None:
        return [_unknown(key)]
    if not editions(request):
        return []
    said = _("The department had approved no PCI results for %(name)s by %(moment)s.")
    facts = {
        "name": later.name_of(unit, request.LANGUAGE_CODE),
        "moment": display.moment(known_at(request), request.LANGUAGE_CODE),
    }
    return [said % facts]


def _unknown(key):
    return _("“%(text)s” is not a province with PCI results.") % {"text": key[:40]}
