"""What stands in a table of official figures: each room shows the rows that it keeps in one."""

from dataclasses import dataclass

_rooms = []


@dataclass(frozen=True)
class Content:
    """Rows of a room in a table: what shows them, with its context; what is said of them before
    the table is taken back; where they are entered again after the table was rejected; and what
    its approval changes of figures that are public already."""

    template: str
    context: dict
    lost: str
    again: str
    changes: list


def content_of(function):
    """Registers function(table) → Content, or None where the room has nothing in the table."""
    _rooms.append(function)
    return function


def contents(table):
    return [content for room in _rooms if (content := room(table))]
