"""Entries of the ledgers in the words and numbers of the people at the desk."""

from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from projects import doubts as slips
from projects.admin.amounts import in_words
from projects.desk import day, money, together, what
from projects.registers import OF_LEDGER

#: Shown apart from what an entry states.
APART = ("void", "project", "document")


def figures(entry):
    """What an entry says in numbers: amounts with unit and sign, the partner, the term; of a
    correction that waits, what it changes of them first: “5 USD → 7 USD”."""
    said = _says(entry)
    if not _would_correct(entry):
        return together(said)
    before = _says(entry.supersedes)
    gone = ", ".join(part for part in before if part not in said)
    come = ", ".join(part for part in said if part not in before)
    changed = [f"{gone or '–'} → {come or '–'}"] if gone or come else []
    return together(changed + [part for part in said if part in before])


def _says(entry):
    return [] if entry.void else [part for part in OF_LEDGER[type(entry)].desk.says(entry) if part]


def _would_correct(entry):
    return bool(entry.is_pending and entry.supersedes_id)


def effective(entry):
    """The day of an entry; of a correction that waits “old → new”, where it moves it."""
    return _moved(entry, lambda stated: day(stated.effective_on))


def headline(entry):
    """What an entry states; of a correction that waits “old → new”, where it changes that."""
    return _moved(entry, what)


def _moved(entry, say):
    before = say(entry.supersedes) if _would_correct(entry) else say(entry)
    after = say(entry)
    return after if before == after else f"{before} → {after}"


def read_aloud(entry):
    """(label, words) of each amount of an entry, in which a wrong scale is heard."""
    for name, unit in entry.amounts.items():
        if (value := getattr(entry, name)) is not None:
            currency = unit or entry.currency
            currency = _("dong") if currency == "VND" else currency
            label = _label(entry._meta.get_field(name))
            yield label, in_words(value * entry.scale, currency)


def remarks(entry):
    """Sentences about what may be right, but is worth a second look."""
    return doubts([entry])[0] + _foreign_partner(entry)


def doubts(entries):
    """Of each entry: sentences about what is more likely a slip."""
    return [[sentence for _column, sentence in found] for found in slips.among(entries)]


def _foreign_partner(entry):
    """That the statistical partner is not where the investors are from."""
    if getattr(entry, "partner_id", None) is None or entry.project_id is None:
        return []
    found = list(entry.project.investors.select_related("country").exclude(country=None))
    if not found or entry.partner_id in {investor.country_id for investor in found}:
        return []
    return [
        _("The statistical partner is %(partner)s, the investors are from: %(countries)s.")
        % {
            "partner": entry.partner,
            "countries": ", ".join(dict.fromkeys(str(one.country) for one in found)),
        }
    ]


def differences(old, new):
    """(label, before, after) of what a correction changes of an entry."""
    found = []
    for field in new._meta.concrete_fields:
        if not field.editable or field.primary_key or field.name in ("void", "project"):
            continue
        before, after = read(old, field), read(new, field)
        if before != after:
            found.append((_label(field), before, after))
    return found


def statements(entry):
    """(label, text) of all that an entry says, in the order of its form."""
    for field in entry._meta.concrete_fields:
        if field.editable and not field.primary_key and field.name not in APART:
            text = read(entry, field)
            if text and not (field.name == "currency" and entry.amount is None):
                yield _label(field), text


def read(entry, field):
    """One field of an entry as a person reads it; "" where it is empty."""
    value = getattr(entry, field.name)
    if value is None or value == "":
        return ""
    if field.choices:
        return str(getattr(entry, f"get_{field.name}_display")())
    if isinstance(value, bool):
        return _("yes") if value else ""
    if isinstance(value, Decimal):
        return money(value)
    return day(value) if hasattr(value, "isoformat") else str(value)


def _label(field):
    return capfirst(str(field.verbose_name))
