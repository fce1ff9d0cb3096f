"""What is promised of the ledger: how fast it records, reads and checks."""

from __future__ import annotations

import random
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from benchmarks import generator
from benchmarks.measure import Row, percentiles, say, timed
from muster.core.days import end_of_day, find_zone
from muster.ledger.entries import Entry, chain_faults
from muster.ledger.ledger import Ledger
from muster.ledger.snapshot import Snapshot
from muster.ledger.sql.sqlite import SqliteStore

ONE_ENTRY_MS = 5.0
BATCH_S = 15.0
SNAPSHOT_S = 0.5
CHAIN_S = 3.0
"""The goals, for 200,000 entries over 20,000 subjects; a batch is of 100,000."""

BATCH = 100_000
SINGLE_ENTRIES = 2000


def rows() -> Iterator[Row]:
    """Measure everything, on books in a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="muster-bench-") as folder:
        yield from _recording(Path(folder))
        path = Path(folder) / "large.muster"
        say(f"a book of {generator.ENTRIES:,} entries is made")
        generator.large_book(SqliteStore(path, create=True)).store.close()
        yield from _reading(path)
        yield from _single_entries(path)


def _recording(folder: Path) -> Iterator[Row]:
    drafts = list(generator.one_batch(BATCH))
    ledgers = [generator.begun(SqliteStore(folder / f"{run}.muster", create=True))[0] for run in range(3)]
    works = [lambda ledger=ledger: ledger.record(drafts, generator.PERSON) for ledger in ledgers]
    yield timed(f"record {BATCH:,} entries in one batch", works, BATCH_S)
    for ledger in ledgers:
        ledger.store.close()


def _reading(path: Path) -> Iterator[Row]:
    store = SqliteStore(path)
    yield timed(f"read {generator.ENTRIES:,} entries from the disk", [store.entries] * 5)
    entries = store.entries()
    store.close()
    chosen = random.Random(generator.SEED)
    days = [generator.FIRST_DAY + timedelta(days=chosen.randrange(generator.DAYS)) for _ in range(8)]
    days.append(generator.FIRST_DAY + timedelta(days=generator.DAYS))
    instants = [end_of_day(day, find_zone("UTC")) for day in days]
    works = [lambda instant=instant: _known(entries, instant) for instant in instants]
    yield timed("snapshot as known on any day", works, SNAPSHOT_S)
    yield timed("snapshot as known today", [works[-1]] * 5, SNAPSHOT_S)
    yield timed("check of the chain", [lambda: list(chain_faults(entries))] * 5, CHAIN_S)


def _known(entries: list[Entry], instant: int) -> Snapshot:
    return Snapshot([entry for entry in entries if entry.recorded_at <= instant], instant)


def _single_entries(path: Path) -> Iterator[Row]:
    """One entry in each turn, durable when it is acknowledged, in a book of 200,000."""
    store = SqliteStore(path)
    ledger = Ledger(store)
    chosen = random.Random(generator.SEED)
    drafts = [generator.step(f"C{chosen.randrange(100)}", generator.FIRST_DAY, chosen) for _ in range(SINGLE_ENTRIES)]
    ledger.record(drafts[:1], generator.PERSON)  # the first write of a process reads the book
    works = [lambda draft=draft: ledger.record([draft], generator.PERSON) for draft in drafts]
    yield from percentiles("record one entry", works, ONE_ENTRY_MS)
    store.close()
    yield from _bare_rows(path.with_name("bare.db"))


def _bare_rows(path: Path) -> Iterator[Row]:
    """What the disk alone takes: a row as long as an entry in bare SQLite, as durable."""
    bare = sqlite3.connect(path, isolation_level=None)
    for statement in ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "CREATE TABLE row (text)"):
        bare.execute(statement)
    works = [lambda: bare.execute("INSERT INTO row VALUES (?)", ("x" * 600,))] * SINGLE_ENTRIES
    yield from percentiles("write one row in bare SQLite", works)
    bare.close()
