"""What the rows of official tables are called, and what they are in the reference data."""

from datetime import timedelta
from difflib import get_close_matches

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from investment.official.models import Breakdown, OfficialFigure
from portal.text.fold import fold
from projects import places
from projects.exchange.names import Names as ReferenceNames
from projects.models import Country, Industry

LISTED = 4  # names in a suggestion
#: Not in any province, and no unit: fields offshore.
OFFSHORE = {"dau khi", "dau khi ngoai khoi", "offshore oil and gas", "oil and gas"}


class Names:
    """The localities, partners and sectors that a document of a day may name.

    What an approved document called something is known by that name for ever.
    """

    def __init__(self, day):
        self.day = day
        self._reference = ReferenceNames()

    def breakdown_of(self, labels):
        """What the rows are: localities, sectors, else partners, by what most of them are."""
        provinces = sum(
            self._province(label) is not None or _is_offshore(label) for label in labels
        )
        sectors = sum(fold(label) in self.sectors for label in labels)
        if max(provinces, sectors) * 2 < len(labels):
            return Breakdown.PARTNER
        return Breakdown.PROVINCE if provinces >= sectors else Breakdown.SECTOR

    def find(self, breakdown, label):
        """(key or None, name) of what a row names; raises ValidationError."""
        find = {
            Breakdown.PROVINCE: self._find_province,
            Breakdown.PARTNER: self._find_partner,
            Breakdown.SECTOR: self._find_sector,
        }[breakdown]
        return find(label)

    # --- localities ----------------------------------------------------------------------

    @cached_property
    def provinces(self):
        return places.provinces_on(self.day)

    def _province(self, label):
        return places.called(self.provinces, label)

    def _find_province(self, label):
        if _is_offshore(label):
            return None, ""
        if unit := self._province(label):
            return unit.pk, unit.name_vi
        near = self._merged(label) or _near(
            label, {fold(unit.name_vi): unit.name_vi for unit in self.provinces}
        )
        text = _("“%(text)s” is no province of %(day)s.") % {
            "text": label,
            "day": f"{self.day:%d/%m/%Y}",
        }
        raise ValidationError(f"{text} {near}".strip())

    def _merged(self, label):
        """What a province that ended before the day went into, as a sentence; "" for no such."""
        former = places.called(places.former_provinces(self.day.year), label)
        if former is None or former.valid_to >= self.day:
            return ""
        into = ", ".join(unit.name_vi for unit in former.successors.all())
        said = _("It went into %(into)s on %(day)s: is the day of the figures right?")
        since = former.valid_to + timedelta(days=1)
        return said % {"into": into, "day": f"{since:%d/%m/%Y}"}

    # --- partners ------------------------------------------------------------------------

    @cached_property
    def partners(self):
        return _remembered("partner")

    def _find_partner(self, label):
        if known := self.partners.get(fold(label)):
            return known
        key = self._reference.find(Country, label)
        return key, self._reference.label(Country, key)

    # --- sectors -------------------------------------------------------------------------

    @cached_property
    def sectors(self):
        """letter, name, or name in an approved document → (key, name) of a section of VSIC."""
        found = _remembered("sector")
        for section in Industry.objects.filter(section=None).order_by("version"):
            for name in filter(None, (section.code, section.name_vi, section.name_en)):
                found[fold(name)] = section.pk, section.name_vi
        return found

    def _find_sector(self, label):
        if known := self.sectors.get(fold(label)):
            return known
        near = _near(label, {key: name for key, (_pk, name) in self.sectors.items()})
        text = _("“%(text)s” is no section of VSIC.") % {"text": label}
        raise ValidationError(f"{text} {near}".strip())


def _remembered(kind):
    """name in an approved document → (key, name) of a partner or sector."""
    rows = OfficialFigure.objects.exclude(table__known_at=None).exclude(**{kind: None})
    named = rows.order_by().values_list("label", kind, f"{kind}__name_vi").distinct()
    return {fold(label): (key, name) for label, key, name in named}


def _is_offshore(label):
    return fold(label) in OFFSHORE


def _near(text, names):
    """“Is it one of: …?”, or ""."""
    near = {names[key]: None for key in get_close_matches(fold(text), names, n=LISTED, cutoff=0.6)}
    if not near:
        return ""
    told = "; ".join(f"“{name}”" for name in near)
    return _("Is it one of: %(names)s?") % {"names": told}
