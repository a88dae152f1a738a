"""Four eyes: nobody decides on what is in part their own, whatever their roles."""

from django.conf import settings


def keep_out(person, makers):
    """Whether they keep a person from deciding. makers: keys of the accounts that made it."""
    return settings.FOUR_EYES and person.pk in makers
