"""What a PCI page is asked about, and what many of them share."""

from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from investment import pci
from portal.delivery.shared import answers, shared
from portal.pages.context import site_in
from projects.filters import query
from projects.models import AdministrativeUnit

#: The parameters of the provinces that are compared.
COMPARED = ("p1", "p2", "p3", "p4", "p5")


@dataclass(frozen=True)
class Option:
    value: str
    label: str


@dataclass(frozen=True)
class Asked:
    """The province that a page is about: the portal's own, or another by `?place=`.

    province is None while no province has results. problems: sentences about what was not found.
    """

    province: AdministrativeUnit | None
    is_home: bool
    problems: list = field(default_factory=list)

    @property
    def query(self):
        """What keeps the province in the addresses of further pages."""
        return "" if self.is_home or self.province is None else query({"place": self.province.key})


def book(request):
    """All results that count; read once a public version."""
    return answers(request)(pci.read, None)


def editions(request):
    """The public editions with results, oldest first."""
    return book(request).editions


def provinces(request):
    return shared(request, "pci provinces", lambda: pci.provinces(book(request)))


def home(request):
    """The portal's own province, or None where it has no result."""
    return pci.home(provinces(request), site_in(request, "vi").province)


def standings(request, province):
    """The Standings of a province; computed once a public version."""

    def make():
        return pci.standings(province, book(request))

    return shared(request, ("pci standings", province.pk), make)


def asked(request):
    """What `?place=` says."""
    own = home(request) or next(iter(provinces(request)), None)
    key = request.GET.get("place", "")
    found = _find(request, key) if key else own
    problems = _refused(request)
    if found is None and key:
        return replace(Asked(own, True), problems=[_unknown(key), *problems])
    return Asked(found, found == own, problems)


def compared(request):
    """([province, …] that are asked for, each once; sentences about what was not found)."""
    keys = [key for name in COMPARED if (key := request.GET.get(name, ""))]
    found = {key: _find(request, key) for key in keys}
    problems = [_unknown(key) for key, province in found.items() if province is None]
    return [province for province in found.values() if province], problems + _refused(request)


def options(request):
    """An Option for every province, in the order of the page's language."""
    language = request.LANGUAGE_CODE
    ordered = sorted(provinces(request), key=lambda unit: getattr(unit, f"sort_{language}"))
    return [Option(unit.key, unit.name_in(language)) for unit in ordered]


def _find(request, key):
    return next((unit for unit in provinces(request) if unit.key == key), None)


def _refused(request):
    """The pages are shared by all who read them on a day; only the figure page looks back."""
    if not request.GET.get("known_at"):
        return []
    return [
        _(
            "The PCI pages show what is known today. As known at an earlier day the score is on "
            "its figure page, and all results are in the open data."
        )
    ]


def _unknown(key):
    return _("“%(text)s” is not a province with PCI results.") % {"text": key[:40]}
