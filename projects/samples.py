"""That records were made up, as those of the sample site are: every file and picture says so."""

from django.utils.translation import gettext as _


def found(model):
    """(whether any of the public records is a sample, whether all are)."""
    told = set(model.objects.public().values_list("illustrative", flat=True).distinct())
    return True in told, told == {True}


def told(some, every):
    """What said() says, as a sentence for readers."""
    if every and some:
        return _("Sample data: all records of this register are made up.")
    return _("Partly sample data: the records marked “sample” are made up.") if some else ""


def said(some, every):
    """In words; empty where none was made up."""
    return (_("Sample data") if every else _("Partly sample data")) if some else ""
