"""What is promised of a large workbook: how fast, and in how much memory, it is read with all its faults."""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import openpyxl
import xlsxwriter

from benchmarks import generator
from benchmarks.measure import Row, say, seconds
from muster.exchange.files import Manner, read_into
from muster.ledger.memory import MemoryStore
from muster.ledger.snapshot import Snapshot

ROWS = 100_000
READ_S = 25.0
MEMORY_MB = 600.0
"""The goals, for 100,000 rows of 12 columns."""

EVERY = 10
"""Each tenth row has a fault."""

COLUMNS = (
    *("id", "member", "words", "capability", "operation", "window_start"),
    *("window_last", "notice_days", "tour_days", "finance", "review_by", "note"),
)
FAULTS = ((1, "Atlantis"), (5, "03/04/2026"), (7, "soon"), (9, "gift"), (3, "TROPS"))
"""The faults, each by the column it stands in: an unknown member, an ambiguous date, no number, no choice, no kind."""


def rows() -> Iterator[Row]:
    """Measure in a process of its own, beside a bare walk over the same cells."""
    with tempfile.TemporaryDirectory(prefix="muster-bench-") as folder:
        path = Path(folder) / "large.xlsx"
        say(f"a workbook of {ROWS:,} rows is made")
        write_workbook(path)
        what = f"read a workbook of {ROWS:,} rows"
        say(what)
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.of_the_workbook", str(path)], check=True, capture_output=True, text=True
        )
        told = json.loads(done.stdout)
        yield Row("walk over its cells, nothing read", told["bare_s"], "s", 1)
        yield Row(f"{what} with {told['faults']:,} faults", told["read_s"], "s", 1, READ_S)
        yield Row("memory for that", told["memory_mb"], "MB", 1, MEMORY_MB)


def write_workbook(path: Path, rows: int = ROWS, seed: int = generator.SEED) -> None:
    """A workbook of contributions, every tenth row of which has a fault."""
    chosen = random.Random(seed)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("contributions")
    sheet.write_row(0, 0, COLUMNS)
    for row in range(1, rows + 1):
        day = generator.FIRST_DAY + timedelta(days=chosen.randrange(700))
        cells: list[str | int] = [f"W{row:06}", f"M{chosen.randrange(generator.MEMBERS)}", "a company of engineers"]
        cells += ["", "", day.isoformat(), (day + timedelta(days=180)).isoformat(), chosen.randrange(90)]
        cells += [180, chosen.choice(("grant", "loan")), "2026-12", "as agreed"]
        if row % EVERY == 0:
            column, wrong = FAULTS[(row // EVERY) % len(FAULTS)]
            cells[column] = wrong
        sheet.write_row(row, 0, cells)
    book.close()


def _measure(path: Path) -> None:
    ledger, _ = generator.begun(MemoryStore())
    seen = Snapshot(ledger.entries(), ledger.now())
    faults = 0

    def read() -> None:
        nonlocal faults
        faults = len(read_into(seen, [path], Manner()).problems)

    read_s = seconds(read)
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {"read_s": read_s, "memory_mb": memory_mb, "faults": faults, "bare_s": seconds(lambda: _walk(path))}
    print(json.dumps(told))


def _walk(path: Path) -> None:
    for _ in openpyxl.load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True):
        pass


if __name__ == "__main__":
    _measure(Path(sys.argv[1]))
