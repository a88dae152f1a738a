"""What the templates of imports ask."""

from django import template

from projects.admin.exchange import LABELS

register = template.Library()


@register.filter
def verdict(name):
    """The words for what an import does with a row."""
    return LABELS[name]
