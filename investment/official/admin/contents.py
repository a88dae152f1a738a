"""What stands in a table of official figures: each room shows the rows that it keeps in one."""

from dataclasses import dataclass, field

_rooms = []


@dataclass(frozen=True)
class Content:
    """Rows of a room in a table: what shows them, with its context; what is said of them before
    the table is taken back; where they are entered again after the table was rejected; what its
    approval changes of figures that are public already; and what keeps it from being approved."""

    template: str
    context: dict
    lost: str
    again: str
    changes: list
    obstacles: list = field(default_factory=list)


def content_of(function):
    """Registers function(table) → Content, or None where the room has nothing in the table."""
    _rooms.append(function)
    return function


def contents(table):
    return [content for room in _rooms if (content := room(table))]
