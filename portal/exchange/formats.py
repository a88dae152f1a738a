"""The forms in which tables leave, in the order in which pages offer them.

Excel comes first: where it speaks Vietnamese it reads the decimal point of a CSV as thousands.
"""

from django.utils.translation import gettext_lazy as _

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
LABELS = {"xlsx": "XLSX", "csv": _("CSV (decimal point, for programs)"), "json": "JSON"}


def label(suffix):
    """What a link to a file is called."""
    return str(LABELS.get(suffix, suffix.upper()))
