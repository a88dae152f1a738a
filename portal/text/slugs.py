"""The readable part of an address."""

from django.utils.text import slugify as django_slugify

from portal.text.fold import fold


def slugify(title, max_length=120):
    """The slug of a title, at most `max_length` characters, cut between words.

    "Đầu tư" becomes "dau-tu"; a title without Latin letters or digits gives "".
    """
    slug = django_slugify(fold(title))
    if len(slug) <= max_length:
        return slug
    head, hyphen, _ = slug[: max_length + 1].rpartition("-")
    return head if hyphen else slug[:max_length]
