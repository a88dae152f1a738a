"""What rooms above have to say beside a register: they put it here when they are ready."""

#: register → function(request, when, is_whole) that answers with Markup, or nothing.
BESIDE = {}
#: functions(kind, form) that give Links to the charts of what a register's list is asked for.
CHARTS = []


def beside(request, kind, when, *, is_whole=True):
    """is_whole: whether all of the register is shown, not what filters leave of it."""
    return BESIDE[kind](request, when, is_whole) if kind in BESIDE else ""


def charts(kind, form):
    return [link for found in CHARTS for link in found(kind, form)]
