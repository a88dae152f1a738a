"""The environment of the public templates."""

from functools import cache

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from jinja2 import Environment, StrictUndefined
from lucide.jinja import lucide
from markupsafe import Markup

from portal.text import display


@cache
def icon(name, classes="ic"):
    """An inline Lucide icon that assistive technology passes over; an unknown name is an error."""
    drawn = lucide(name, size=20, **{"class": classes, "aria_hidden": "true", "focusable": "false"})
    return Markup(" ".join(drawn.split()).replace("> <", "><"))  # noqa: S704


def url(name, *args, **kwargs):
    """The address of a view in the active language."""
    return reverse(name, args=args, kwargs=kwargs)


def absolute(path):
    """An address with the site's own origin."""
    return settings.BASE_URL + path


def _in_active_language(function):
    return lambda value, *args: function(value, translation.get_language(), *args)


def environment(**options):
    env = Environment(  # noqa: S701  Django's backend puts autoescape=True into the options
        **{**options, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True},
        extensions=["jinja2.ext.i18n"],
    )
    env.install_gettext_callables(
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    env.policies["ext.i18n.trimmed"] = True
    env.globals |= {
        "static": cache(static),
        "url": url,
        "icon": icon,
        "absolute": absolute,
        "today": timezone.localdate,
    }
    env.filters["iso"] = display.iso
    env.filters |= {
        name: _in_active_language(getattr(display, function))
        for name, function in {
            "date": "date",
            "datetime": "datetime_",
            "number": "number",
            "file_size": "file_size",
            "joined": "joined",
        }.items()
    }
    return env
