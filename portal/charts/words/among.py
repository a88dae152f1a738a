"""What stands beside each other says: who leads, and with what part of the whole."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.charts.words.numbers import amount, in_its_language, listed, number, rounded, share

MOST_NAMED = 3  # that stand first together, in a title


@in_its_language
def leading(about, values, whole):
    """Who of {name: value} stands first, as a title; whole: the total, or None without shares."""
    if not values:
        return _("No figures are recorded")
    shown = {name: rounded(about, value) for name, value in values.items()}
    first = max(shown.values())
    names = [name for name, value in shown.items() if value == first]
    facts = {"name": listed(about, names), "value": amount(about, first), "count": len(names)}
    if len(names) > 1:
        return capfirst(_tied(len(names), len(shown)) % facts)
    if len(shown) == 1:
        return capfirst(_("%(name)s alone: %(value)s") % facts)
    if whole is None or whole <= 0 or first <= 0 or min(shown.values()) < 0:
        return capfirst(_("%(name)s leads with %(value)s") % facts)
    facts["share"] = share(about, values[names[0]], whole)
    return capfirst(_("%(name)s leads with %(share)s of the total: %(value)s") % facts)


def _tied(first, count):
    if first == count == 2:
        return _("Both are equal: %(value)s each")
    if first == count:
        return _("All %(count)s are equal: %(value)s each")
    if first > MOST_NAMED:
        return _("%(count)s share the first place: %(value)s each")
    return _("%(name)s share the first place: %(value)s each")


@in_its_language
def ranking(about, values, whole):
    """Who of {name: value} stands first, who follows, and what they add up to."""
    ordered = sorted(values.items(), key=lambda item: -item[1])
    if not ordered:
        return _("No figures are recorded") + "."
    if len({rounded(about, value) for value in values.values()}) == 1:
        said = [_list(about, ordered)]
    else:
        said = [_first(about, ordered), *_following(about, ordered)]
    if whole is not None and len(ordered) > 1:
        said.append(_("All together: %(total)s.") % {"total": amount(about, whole)})
    return " ".join(said)


@in_its_language
def told(about, values, whole=None):
    """{name: value} in its order, for what does not compete: stages, places within each other."""
    if not values:
        return _("No figures are recorded") + "."
    said = [_list(about, values.items())]
    if whole is not None:
        said.append(_("All together: %(total)s.") % {"total": amount(about, whole)})
    return " ".join(said)


def _list(about, items):
    parts = [f"{name} ({number(about, value)})" for name, value in items]
    return capfirst(f"{listed(about, parts)}.")


def _leaders(about, ordered):
    first = rounded(about, ordered[0][1])
    return [name for name, value in ordered if rounded(about, value) == first]


def _first(about, ordered):
    names = _leaders(about, ordered)
    facts = {"name": listed(about, names), "value": amount(about, ordered[0][1])}
    if len(names) > 1:
        return _("First together: %(name)s, %(value)s each.") % facts
    return _("First: %(name)s, %(value)s.") % facts


def _following(about, ordered):
    following = ordered[len(_leaders(about, ordered)) :][:MOST_NAMED]
    if following:
        parts = [f"{name} ({number(about, value)})" for name, value in following]
        yield _("Then %(list)s.") % {"list": listed(about, parts)}
