"""That records were made up, as those of the sample site are: every file and picture says so."""

from django.db.models import Value
from django.utils.translation import gettext as _

from projects.unions import together


def found(*models):
    """{model: (whether any of its public records is a sample, whether all are)}; one query."""
    told = {model: set() for model in models}
    parts = [
        model.objects.public().annotate(number=Value(number)).distinct()
        for number, model in enumerate(models)
    ]
    for number, is_sample in together(parts, "number", "illustrative"):
        told[models[number]].add(is_sample)
    return {model: (True in found, found == {True}) for model, found in told.items()}


def told(some, every):
    """What said() says, as a sentence for readers."""
    if every and some:
        return _("Sample data: all records of this register are made up.")
    return _("Partly sample data: the records marked “sample” are made up.") if some else ""


def said(some, every):
    """In words; empty where none was made up."""
    return (_("Sample data") if every else _("Partly sample data")) if some else ""
