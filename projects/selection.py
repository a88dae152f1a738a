"""Which records a reader asks for: the filters that lists, totals, charts and downloads share.

A selection knows the public gate, the records it covers as of a date, and the GET parameters that
ask for it again.
"""

from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects import places
from projects.models import AdministrativeUnit


class Boundaries(models.TextChoices):
    THEN = "then", _("boundaries as recorded")
    NOW = "now", _("present boundaries")


#: How addresses ask for FDI projects of every state.
ALL = "all"


@dataclass(frozen=True)
class Selection:
    """What all three registers can be asked by.

    ends: the year in which their term or planned period ends.
    registered: all records of the register, not only public ones; for staff.
    """

    text: str = ""
    place: AdministrativeUnit | None = None
    boundaries: str = Boundaries.THEN
    year: int | None = None
    ends: int | None = None
    registered: bool = False
    #: (place, boundaries) → the units that lie in it; shared with what replace() makes of this.
    _inside: dict = field(default_factory=dict, compare=False, repr=False)

    #: The model of the register.
    model = None

    def records(self, when=None):
        """The records that count, in the places and with the words asked for.

        As known at a moment of the past those count that were public then, whatever became of
        them: a citation gives the same number for ever.
        """
        rows = self.model.objects.all()
        if not self.registered:
            known_at = when and when.known_at
            rows = rows.public_at(known_at) if known_at else rows.public()
            if known_at and self.describes:
                # A count would tell, filter by filter, what a withdrawn record said.
                rows = rows.public()
        if self.text:
            rows = rows.about(self.text, public=not self.registered, when=when)
        if self.place:
            rows = rows.filter(self._in_place())
        return rows

    @property
    def describes(self):
        """Whether it is asked what records say, not only how far they are: that is in totals."""
        return bool(self.query.keys() - {"boundaries", "status", "stage", "counted", "reached"})

    def listed(self, when):
        """The records behind a figure that may be shown: those that are public now."""
        rows = self.behind(when)
        if self.registered or when.known_at is None:
            return rows
        return rows.filter(pk__in=self.model.objects.public().values("pk"))

    def withdrawn(self, when):
        """How many of the records behind a figure of the past may be shown no longer."""
        if self.registered or when.known_at is None:
            return 0
        return self.behind(when).count() - self.listed(when).count()

    def _units(self):
        asked = self.place.pk, self.boundaries
        if asked not in self._inside:
            self._inside[asked] = places.within(self.place, boundaries=self.boundaries)
        return self._inside[asked]

    @property
    def query(self):
        """The GET parameters that ask for this selection again."""
        asked = {
            "q": self.text,
            "place": self.place and self.place.key,
            "boundaries": self.boundaries if self.boundaries != Boundaries.THEN else "",
            "year": self.year,
            "ends": self.ends,
        }
        return {name: str(value) for name, value in (asked | self._own_query()).items() if value}
