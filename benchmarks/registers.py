"""What the FDI register asks of its database: one table for each database and size.

`make bench-registers` runs it, about half an hour; `python -m benchmarks.registers 10000` makes it
small. Every statement is captured at the connection and then repeated alone, to its last row, on a
warm cache. Milliseconds are medians of the processor time of the one process that answers: what the
clock would show on a machine that has nothing else to do. Nothing is asserted about them.
"""

import os
import signal
import subprocess
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

import django
from django.db import OperationalError, connection

from benchmarks import postgres, servers

SIZES = [10_000, 100_000]  # projects
RUNS = 3  # of a statement that takes less than SLOW
SLOW, PATIENCE = 1, 10  # seconds
COMBINATIONS = 40  # of filters, drawn
SLOWEST = 8  # of them are listed
WANTED = 250  # milliseconds, on PostgreSQL with the most projects
WHOLE_REGISTER = "all"


# --- statements -----------------------------------------------------------------------


def statements(function):
    """The (sql, parameters) that a function sends."""
    sent = []

    def capture(execute, sql, params, many, context):
        sent.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(capture):
        function()
    return sent


def milliseconds(sent):
    """What statements take together; None where one was stopped after PATIENCE."""
    times = []
    try:
        with connection.cursor() as cursor:
            while len(times) < RUNS and sum(times) < SLOW * 1000:
                start = processor_time()
                for sql, params in sent:
                    cursor.execute(sql, params)
                    cursor.fetchall()
                times.append((processor_time() - start) * 1000)
    except OperationalError:
        return None
    return median(times)


def processor_time():
    """Seconds that the process which answers has computed: PostgreSQL's, or with SQLite our own."""
    pid = connection.connection.info.backend_pid if connection.vendor == "postgresql" else "self"
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def cost(function, *, skip=0):
    """Milliseconds of what a function sends, without its first statements."""
    give_up_after(PATIENCE)
    try:
        sent = statements(function)
    except OperationalError:
        return None
    give_up_after(PATIENCE)
    return milliseconds(sent[skip:])


def give_up_after(seconds):
    """Let the database stop what takes longer from now on, and work in one process."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET max_parallel_workers_per_gather = 0")
            cursor.execute("SELECT set_config('statement_timeout', %s, false)", [f"{seconds}s"])
    else:
        connection.ensure_connection()
        end = perf_counter() + seconds * RUNS
        connection.connection.set_progress_handler(lambda: perf_counter() > end, 100_000)


# --- one database of one size ---------------------------------------------------------


class Questions:
    """What is asked of a loaded register; imported here because Django must be set up first."""

    def __init__(self):
        from projects import listing
        from projects.registers.common.capital import totals
        from projects.registers.fdi import partners as fdi
        from projects.registers.fdi.listing import keyed
        from projects.registers.fdi.selection import FdiSelection
        from projects.when import When

        self.listing, self.fdi, self.keyed = listing, fdi, keyed
        self.totals = totals
        self.selection, self.when = FdiSelection, When
        self.day = date(2026, 6, 30)
        self.long_ago = date(2015, 12, 31)
        self.filters = self._filters()
        self.times = {
            WHOLE_REGISTER: (self.day, None),
            "as of 2015": (self.long_ago, None),
            "as known in 2015": (self.long_ago, datetime(2015, 12, 31, tzinfo=UTC)),
        }

    def _filters(self):
        """group → {name: fields of the selection}; of a group one can be asked at a time."""
        from projects.models import AdministrativeUnit, Country, Industry, Zone
        from projects.registers.common.capital.selection import Status
        from projects.registers.fdi.selection import FdiCounted
        from projects.selection import Boundaries

        countries = Country.objects.in_bulk(["KR", "PL"], field_name="code")
        industries = Industry.objects.filter(version="2018").in_bulk
        sections = {row.code: row for row in industries().values() if row.code in {"C", "26"}}
        unit = AdministrativeUnit.objects.get
        now = {"boundaries": Boundaries.NOW}
        return {
            "text": {
                "text, one word": {"text": "Yazaki"},
                "text, two words": {"text": "điện tử"},
                "text, rare": {"text": "nhà máy samwon 9999"},
            },
            "partner": {
                "partner, large": {"partner": countries["KR"]},
                "partner, small": {"partner": countries["PL"]},
            },
            "industry": {
                "industry, section": {"industry": sections["C"]},
                "industry, division": {"industry": sections["26"]},
            },
            "place": {
                "place then, district": {"place": unit(code="341")},
                "place now, province": {"place": unit(code="33", valid_from="2025-07-01"), **now},
            },
            "zone": {
                "zone, economic": {
                    "zone": Zone.objects.get(parks=Zone.objects.exclude(inside=None)[0])
                },
                "zone, park": {"zone": Zone.objects.exclude(inside=None)[0]},
            },
            "year": {"year": {"year": 2015}},
            "status": {str(value): {"status": value} for value in Status.values},
            "counted": {f"counted, {value}": {"counted": value} for value in FdiCounted.values},
        }

    def columns(self, fields, day, known_at):
        """column → milliseconds."""
        selection = self.selection(**fields)
        at, year = self.when(day, known_at), self.when.year_to(day, known_at)
        records = selection.behind(year if selection.counted else at)
        asked = {
            "count": records.count,
            "stock": lambda: self.totals.stock(selection, at),
            "flow": lambda: self.totals.flow(selection, year),
        }
        for order in ORDERS:
            asked[order] = lambda order=order: self.listing.page(
                self.keyed, records, at, order, "vi"
            )
        # A page sends the count first, which is asked on its own.
        return {
            column: cost(asked[column], skip=1 if column in ORDERS else 0) for column in COLUMNS
        }

    def pages(self, order):
        """Functions that ask for the first and the deepest page of all valid projects."""
        when = self.when(self.day)
        records = self.selection(status="valid").projects(when)
        rows = self.listing.ordered(self.keyed, records, when, order, "vi")
        before = records.count() - self.listing.PER_PAGE - 1
        after = rows[before]["record"]

        def page(**where):
            return lambda: self.listing.page(self.keyed, records, when, order, "vi", **where)

        return page(), page(after=after)

    def breakdowns(self):
        """(dimension, column) → function."""
        valid, when = self.selection(status="valid"), self.when(self.day)
        everything, year = self.selection(), self.when.year_to(self.day)
        asked = {}
        for name in ("partner", *self.totals.DIMENSIONS):
            asked[name, "stock"] = lambda name=name: self.fdi.stock_by(name, valid, when)
            asked[name, "flow, year"] = lambda name=name: self.fdi.flow_by(name, everything, year)
            asked[name, "flow, ever"] = lambda name=name: self.fdi.flow_by(name, everything, when)
        asked["year", "flow, ever"] = lambda: self.totals.flow_by_year(everything, when)
        return asked


ORDERS = ["-date", "name", "-capital"]
COLUMNS = [*ORDERS, "count", "stock", "flow"]


def measure(projects):
    """Load a register into the empty database of the environment and print its tables."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    django.setup()
    from django.utils import translation

    from benchmarks import volume

    translation.activate("vi")
    say(f"{connection.vendor}: loading {projects:,} projects")
    start = perf_counter()
    events = volume.load(projects, say)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    heading = f"\n{connection.vendor}: {projects:,} projects, {events:,} entries"
    sys.stdout.write(f"{heading}, loaded in {perf_counter() - start:.0f} s\n")
    questions = Questions()
    for table in (filters, pages, breakdowns, combinations):
        say(f"{connection.vendor}: {table.__name__}")
        sys.stdout.write("\n" + "".join(f"{line}\n" for line in table(questions)))
        sys.stdout.flush()


def line(name, cells):
    shown = (f"> {PATIENCE} s" if ms is None else f"{ms:,.0f}" for ms in cells)
    return f"{name:42}" + "".join(f"{cell:>11}" for cell in shown)


def heading(name, columns):
    return f"{name:42}" + "".join(f"{column:>11}" for column in columns)


def filters(questions):
    """Each filter alone, and each time; the list by each order."""
    yield heading("milliseconds", COLUMNS)
    alone = {WHOLE_REGISTER: {}} | {
        k: v for group in questions.filters.values() for k, v in group.items()
    }
    for name, fields in alone.items():
        asked = questions.columns(fields, *questions.times[WHOLE_REGISTER])
        yield line(name, asked.values())
    for name, times in questions.times.items():
        asked = questions.columns({"status": "valid"}, *times)
        yield line(f"valid, {name}", asked.values())


def pages(questions):
    """The first and the deepest page of the valid projects."""
    yield f"{'milliseconds':42}{'first':>11}{'deepest':>11}{'ratio':>11}"
    for order in ORDERS:
        # The count comes first, and is the same for both.
        first, deepest = (cost(page, skip=1) for page in questions.pages(order))
        ratio = f"{deepest / first:>11.2f}" if first and deepest else ""
        yield line(f"list by {order}", [first, deepest]) + ratio


def breakdowns(questions):
    columns = ["stock", "flow, year", "flow, ever"]
    yield heading("milliseconds, by", columns)
    asked = questions.breakdowns()
    for name in dict.fromkeys(name for name, _column in asked):
        cells = [column for column in columns if (name, column) in asked]
        shown = {column: line("", [cost(asked[name, column])]).strip() for column in cells}
        yield heading(name, [shown.get(column, "") for column in columns])


def combinations(questions):
    """The slowest of two to five filters drawn together, with any time."""
    random = Random(4)  # noqa: S311  it only has to be the same each time
    found = []
    for _number in range(COMBINATIONS):
        groups = random.sample(sorted(questions.filters), random.randint(2, 5))
        names = [random.choice(sorted(questions.filters[group])) for group in groups]
        fields = {}
        for group, name in zip(groups, names, strict=True):
            fields |= questions.filters[group][name]
        time = random.choice(list(questions.times))
        asked = questions.columns(fields, *questions.times[time])
        for column, ms in asked.items():
            found.append((PATIENCE * 1000 if ms is None else ms, column, "; ".join([*names, time])))
    found.sort(reverse=True)
    under = sum(ms <= WANTED for ms, _column, _names in found) / len(found)
    asked = f"{COMBINATIONS} combinations, {len(found)} questions"
    yield f"{asked}, {under:.1%} within {WANTED} ms; the slowest:"
    for ms, column, names in found[:SLOWEST]:
        yield f"{ms:>8,.0f} ms  {column:9} {names}"


# --- all of them ----------------------------------------------------------------------


def say(text):
    sys.stderr.write(f"{text}\n")


def run(projects, folder, url):
    """One measurement in a process of its own."""
    env = os.environ | {"PORTAL_VAR": str(folder), "DATABASE_URL": url}
    for command in (["manage.py", "migrate", "--verbosity", "0"],
                    ["-m", "benchmarks.registers", "--measure", str(projects)]):  # fmt: skip
        subprocess.run([sys.executable, *command], cwd=servers.ROOT, env=env, check=True)  # noqa: S603


def main():
    # What was started is stopped, however this ends.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    with tempfile.TemporaryDirectory(prefix="bench-") as name, postgres.cluster() as url:
        for size in sizes:
            folder = Path(name)
            run(size, folder, url(f"register{size}"))
            run(size, folder, f"sqlite:///{folder / f'register{size}.sqlite3'}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(int(sys.argv[2]))
    else:
        main()
