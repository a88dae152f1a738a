"""What rooms above have to say beside a register: they put it here when they are ready."""

#: register → function(request, when) that answers with Markup, or nothing.
BESIDE = {}
#: functions(kind, form) that give Links to the charts of what a register's list is asked for.
CHARTS = []


def beside(request, kind, when):
    return BESIDE[kind](request, when) if kind in BESIDE else ""


def charts(kind, form):
    return [link for found in CHARTS for link in found(kind, form)]
