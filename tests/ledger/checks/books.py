"""Small books for the checks, written as the CSV tables of a folder: a header and rows for each file.

A book with statements has the clock of sources; one without was begun and recorded on 31 December 2016.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from muster.core.days import noon, parse_day
from muster.core.keeping import ClockForm, Genesis
from muster.core.members import Person
from muster.exchange.csv_folder import read_text
from muster.exchange.tables import read_tables
from muster.ledger.checks import run_checks
from muster.ledger.entries import Draft
from muster.ledger.ledger import Ledger, Surroundings
from muster.ledger.memory import MemoryStore
from muster.ledger.snapshot import Snapshot

BEGINS = date(2000, 1, 1)
"""The first day of a book with the clock of sources."""

TODAY = date(2016, 12, 31)
"""The day of its clock, and the day on which a book without statements was recorded."""

BY = "desk"
"""Who records."""

UTC = ZoneInfo("UTC")


def begun(*, sources: bool = False) -> Ledger:
    """A book with its first person."""
    ledger = Ledger(MemoryStore(), Surroundings(clock=lambda: noon(TODAY, UTC)))
    genesis = Genesis(name="a small book", zone="UTC", clock=ClockForm.SOURCES if sources else ClockForm.LIVE)
    ledger.begin(genesis, BY, Person(name="The desk"), noon(BEGINS if sources else TODAY, UTC))
    return ledger


def recorded(tables: Mapping[str, str]) -> Ledger:
    """A book into which tables have been read, by the name of each and its text."""
    ledger = begun(sources="statements" in tables)
    ledger.record(drafts(tables, seen(ledger)), BY)
    return ledger


def drafts(tables: Mapping[str, str], snapshot: Snapshot) -> tuple[Draft, ...]:
    """The rows of tables as drafts; there must be no fault in them."""
    read = [read_text(textwrap.dedent(text).strip() + "\n", name, name) for name, text in tables.items()]
    reading = read_tables([table for found, _ in read for table in found], snapshot)
    problems = [*(problem for _, found in read for problem in found), *reading.problems]
    assert problems == [], "\n".join(map(str, problems))
    return reading.drafts


def seen(ledger: Ledger) -> Snapshot:
    """What the secretariat knows now."""
    return Snapshot(ledger.entries(), ledger.now())


def book(**tables: str) -> Snapshot:
    """A book as the secretariat sees it once the tables are read."""
    return seen(recorded(tables))


def checked(snapshot: Snapshot, valid: str, name: str) -> list[str]:
    """What one check says of a book on a day, among all that checks say."""
    return [str(problem) for problem in run_checks(snapshot, parse_day(valid)) if problem.name == name]


def found(name: str, valid: str, **tables: str) -> list[str]:
    """What one check says on a day of a book made of tables."""
    return checked(book(**tables), valid, name)
