"""The tables of the sample registers, as described in README.md."""

import csv
from datetime import date
from pathlib import Path

FOLDER = Path(__file__).parent


def rows(name):
    """Every row of <name>.csv as column → text; an empty cell is the empty string."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def texts(row, *names):
    """The texts of these names in both languages; an empty one is None."""
    return {
        f"{name}_{language}": row[f"{name}_{language}"] or None
        for name in names
        for language in ("vi", "en")
    }


def several(cell):
    """The parts of a cell that holds several: "341; 342"."""
    return cell.split("; ") if cell else []


def filled(row, *names):
    """The cells of these names that are not empty."""
    return {name: row[name] for name in names if row[name]}


def day(cell):
    return date.fromisoformat(cell) if cell else None
