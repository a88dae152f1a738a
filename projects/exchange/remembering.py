"""What the columns of tables were confirmed to be, for the next table of the same headings."""

import hashlib
import json

from portal.exchange.units import told_units
from portal.text.fold import fold
from projects.models import ColumnMapping

LOOKED_AT = 20  # latest mappings whose headings are looked up one by one


def remember(register, found, *, by):
    """Keep for the whole department what the columns of a Layout are."""
    ColumnMapping.objects.update_or_create(
        register=register.name,
        sheet=found.key,
        headings=_digest(found),
        defaults={"columns": [[c.heading, c.target] for c in found.columns], "by": by},
    )


def confirmed(register, found):
    """The targets of the columns where a table of the same headings was confirmed before."""
    kept = ColumnMapping.objects.filter(
        register=register.name, sheet=found.key, headings=_digest(found)
    ).first()
    return kept and [target for _heading, target in kept.columns]


def by_heading(register, key):
    """{folded heading: target} of the latest mappings; the newest goes before.

    A column that was left out may have been empty: of it a heading tells nothing.
    """
    latest = ColumnMapping.objects.filter(register=register.name, sheet=key).order_by("-at")
    known = {}
    for kept in latest[:LOOKED_AT]:
        for heading, target in kept.columns:
            if target:
                known.setdefault(fold(heading), target)
    return known


def _digest(found):
    """Of the headings, and of the units told outside the table: the next file may be in another."""
    said = [fold(column.heading) for column in found.columns]
    said += sorted({told_units(text) for text in found.units})
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
