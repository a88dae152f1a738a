"""The two times of a question: see “Two times” in the registers' documentation (DOMAIN)."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.utils import timezone

from portal.text import display


def end_of(day):
    """The moment as known at which a day is told, all of it included."""
    return timezone.make_aware(datetime.combine(day, time.max))


def written(moment):
    """A moment as addresses have it; the end of a day is the day."""
    if display.is_whole_day(moment):
        return timezone.localdate(moment).isoformat()
    return moment.isoformat()


@dataclass(frozen=True)
class When:
    """As of the end of a day, as the department knew it at a moment (None: now).

    `since` opens a period for what flows: both days belong to it; None means from the beginning.
    """

    as_of: date
    known_at: datetime | None = None
    since: date | None = None

    @classmethod
    def today(cls):
        return cls(timezone.localdate())

    @classmethod
    def year_to(cls, as_of, known_at=None):
        """From the first of January up to a day."""
        return cls(as_of, known_at, as_of.replace(month=1, day=1))

    def at(self, as_of):
        return replace(self, as_of=as_of)

    @property
    def query(self):
        """The GET parameters that ask for these times again."""
        asked = {"as_of": self.as_of.isoformat()}
        if self.known_at:
            asked["known_at"] = written(self.known_at)
        if self.since:
            asked["since"] = self.since.isoformat()
        return asked
