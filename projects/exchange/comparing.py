"""What records, parts and entries hold, compared with what a table says of them."""

from decimal import Decimal

from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.text import display
from portal.text.plain import clean_text
from projects.codes import same
from projects.models import FdiEvent
from projects.models.capital import CapitalEvent, EventType

SHOWN = 120  # letters of a value in the preview
#: Of the same sum: one of them may stay empty.
AMOUNTS = {"amount", "usd"}


def day_of(entry):
    return f"{entry.effective_on:%d/%m/%Y}"


def brief(value):
    if value is None or value == "":
        return _("(empty)")
    if isinstance(value, Decimal):
        shown = display.number(value.normalize(), get_language()[:2])
    else:
        shown = f"{value:%d/%m/%Y}" if hasattr(value, "strftime") else str(value)
    return Truncator(" ".join(shown.split())).chars(SHOWN)


def stored(row, name):
    """What a record says in a column, in the shape that fields read it."""
    if name in row.copied_m2m:
        return frozenset(other.pk for other in getattr(row, name).all())
    if name in row.copied_children:
        return tuple(
            (clean_text(one.name), getattr(one, one.known_by)) for one in getattr(row, name).all()
        )
    return getattr(row, name)


def entry_key(entry):
    """By what an entry is recognised among those of its project, hashable.

    Where a certificate or notice is a turn its number tells it, else its day; a statement about a
    year is told by year, measure and the day of its document.
    """
    if not isinstance(entry, CapitalEvent):
        return entry.year, entry.measure, entry.effective_on
    if entry.type == EventType.NEW:
        return (EventType.NEW,)
    if entry.type in (*entry.ADJUSTMENTS, FdiEvent.Type.SHARES):
        return entry.type, same(entry.number)
    return entry.type, entry.effective_on


def held(model, values):
    """Values as columns hold them: an empty text of a translation is nothing."""
    return {
        name: None if value == "" and model._meta.get_field(name).null else value
        for name, value in values.items()
    }


def child_of(row, sheet, values):
    """The child of a record that a row is about, or None."""
    if row is None:
        return None
    wanted = [values.get(name) for name in sheet.key]
    for child in getattr(row, sheet.accessor).all():
        if [getattr(child, name) for name in sheet.key] == wanted:
            return child
    return None


def named_by(row, columns, names):
    """What a part is called: its key as the table says it."""
    shown = {
        column.name: brief(column.show(row.values[column.name], names))
        for column in columns
        if column.name in row.sheet.key and row.values[column.name]
    }
    return ", ".join(shown[name] for name in row.sheet.key if name in shown)


def lonely(model, values):
    """What the database would refuse about a new part."""
    if values.get("kind") == "counterpart" and values.get("donor_id"):
        return _("Counterpart funds have no donor.")
    return ""


def fill_equal(values):
    """Values of a new entry: in USD both amounts are the same, one of them is enough."""
    if (values.get("currency") or "USD") != "USD":
        return values
    filled = dict(values)
    for name, other in (("amount", "usd"), ("usd", "amount")):
        if values.get(name) is None and values.get(other) is not None:
            filled[name] = values[other]
    return filled


def follow_equal(old, changed):
    """What changes; where both amounts were the same US dollars and one is changed, so is the
    other."""
    names = [name for name in ("amount", "usd") if name in changed]
    if len(names) != 1 or not hasattr(old, "usd"):
        return changed
    [name], [other] = names, AMOUNTS - set(names)
    is_usd = changed.get("currency", old.currency) == "USD"
    if is_usd and getattr(old, name) == getattr(old, other):
        return {**changed, other: changed[name]}
    return changed


def amounts_once(problems, row):
    """Problems by column: that no amount is given is said once, where the table asks for one."""
    told = [name for name in ("usd", "amount") if name in problems]
    if not told or AMOUNTS & row.filled:
        return problems
    at = next((name for name in ("usd", "amount") if name in row.cells), told[0])
    others = {name: said for name, said in problems.items() if name not in AMOUNTS}
    return {**others, at: problems[told[0]]}


def changed_alone(old, changed):
    """The amount that stays as it was while the other, in another currency, changes; or None."""
    names = AMOUNTS & changed.keys()
    if len(names) != 1 or not hasattr(old, "usd"):
        return None
    [other] = AMOUNTS - names
    return other if getattr(old, other) is not None else None


def columns_of(register, row):
    """The Fields that a row's table has, without those of other sheets."""
    return [column for column in register.own_fields(row.sheet) if column.name in row.values]


def own(register, row):
    """{column: value} of what a row states in them."""
    return {column.name: row.values[column.name] for column in columns_of(register, row)}
