"""Words of Django whose Vietnamese says another thing; ours, in locale/vi, come first.

“History” was a memorandum, “Action” an activity, “Add” needed an object (docs/glossary.md).
"""

from django.utils.translation import gettext_noop

WORDS = [
    gettext_noop("History"),
    gettext_noop("Add"),
    gettext_noop("Add %(name)s"),
    gettext_noop("Add another %(verbose_name)s"),
    gettext_noop("Action:"),
    gettext_noop("Recent actions"),
    gettext_noop("My actions"),
    gettext_noop("Ensure this value is less than or equal to %(limit_value)s."),
    gettext_noop("Ensure this value is greater than or equal to %(limit_value)s."),
    gettext_noop("Select %s"),
    gettext_noop("Select %s to change"),
    gettext_noop("Select %s to view"),
    gettext_noop("Change %s"),
    gettext_noop("Change selected %(model)s"),
    gettext_noop("user"),
    gettext_noop("users"),
    gettext_noop("groups"),
    gettext_noop("active"),
    gettext_noop("email address"),
    gettext_noop("last login"),
    gettext_noop("Authentication and Authorization"),
]
