"""How many of several series rose and fell."""

from django.utils.translation import gettext as _

from portal.charts.words.numbers import in_its_language, listed, rounded, signed
from portal.charts.words.time import points_of


def movements(about, series, breaks=()):
    """{name: change} from the first to the last value of each series that has two to compare."""
    moved = {}
    for one in series:
        points = [point for point in points_of(about, one, breaks) if not point.is_floor]
        if len(points) > 1:
            moved[one.name] = points[-1].value - points[0].value
    return moved


@in_its_language
def changes(about, moved):
    """What {name: change} says: how many rose and fell, who gained and lost most."""
    moved = {name: rounded(about, value) for name, value in moved.items()}
    up = {name: change for name, change in moved.items() if change > 0}
    down = {name: change for name, change in moved.items() if change < 0}
    facts = {"up": len(up), "down": len(down), "same": len(moved) - len(up) - len(down)}
    if facts["same"]:
        said = [_("%(up)s rose, %(down)s fell, %(same)s did not change.") % facts]
    else:
        said = [_("%(up)s rose, %(down)s fell.") % facts]
    if up:
        facts = _most(about, up, max(up.values()))
        said.append(_("The largest rise: %(name)s (%(change)s).") % facts)
    if down:
        facts = _most(about, down, min(down.values()))
        said.append(_("The largest fall: %(name)s (%(change)s).") % facts)
    return " ".join(said)


def _most(about, moved, change):
    names = [name for name, value in moved.items() if value == change]
    return {"name": listed(about, names), "change": signed(about, change)}


@in_its_language
def balance(about, moved):
    """{name: change} as a title."""
    shown = [rounded(about, change) for change in moved.values()]
    up, down = sum(change > 0 for change in shown), sum(change < 0 for change in shown)
    facts = {"up": up, "down": down, "count": len(shown)}
    return _("%(up)s of %(count)s rose, %(down)s fell") % facts
