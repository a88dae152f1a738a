"""What rooms above have to say beside a register: they put it here when they are ready."""

#: register → function(request) that answers with Markup, or nothing.
BESIDE = {}


def beside(request, kind):
    return BESIDE[kind](request) if kind in BESIDE else ""
