"""The sheet of the stages in the workbook of a register of aid."""

from django.utils.translation import gettext_lazy as _

from projects.exchange import fields
from projects.exchange.layout import KEY, UPDATED, Sheet, number_of_record


def stages(name, model, heading, number):
    """model: of the stages; heading: of the stage; number: heading of the record's number."""
    return Sheet(
        name,
        model,
        (
            number_of_record(number, UPDATED),
            fields.choice("stage", heading, model.Stage, needed=True),
            fields.day("reached_on", _("Date"), needed=True),
            fields.text("number", _("Number of the document")),
            *fields.texts("source", _("Document")),
            KEY,
        ),
        "stages",
        ("stage", "reached_on"),
    )
