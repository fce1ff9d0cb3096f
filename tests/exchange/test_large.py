"""A large workbook: read with all its faults in bounded time and memory."""

import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter

from muster.exchange.columns import columns_of
from muster.ledger.kinds import KINDS
from tests.counts import SOAK

ROWS = 100_000 if SOAK else 10_000
SECONDS = 25 * ROWS / 100_000 + 2
MEGABYTES = 600

HEADER = (
    *("id", "member", "words", "capability", "operation", "window_start"),
    *("window_last", "notice_days", "tour_days", "note", "valid_from", "marking"),
)
SOUND = (
    "France",
    "trainers of number",
    "trainers",
    "OP",
    "2026-05-01",
    "2026-12-31",
    30,
    180,
    "a note",
    "2026-01-01",
    "public",
)
FAULTY = ("Frannce", "trainers", "trianers", "OPP", "03/04/2026", "31/31/26", "1.200", "x", "#N/A", "2026-13", "publik")

READ = """
import resource, sys, time
from pathlib import Path
from muster.exchange.faults import summary
from muster.exchange.formats import read_files
from muster.exchange.tables import read_tables
from tests.builders import relief

begun = time.process_time()
tables, problems = read_files([Path(sys.argv[1])])
reading = read_tables(tables, relief().snapshot(), problems=problems)
lines = list(summary(reading.problems))
used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(time.process_time() - begun, used, reading.rows, len(reading.drafts), len(reading.problems), len(lines))
"""


def made(path: Path, cells: tuple[str | int, ...]) -> Path:
    """A workbook of so many rows of twelve cells; its ids are sound where it has no faults."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("contributions")
    sheet.write_row(0, 0, HEADER)
    between = "-" if cells is SOUND else " "
    for number in range(1, ROWS + 1):
        sheet.write_string(number, 0, f"C{between}{number}")
        for column, cell in enumerate(cells, start=1):
            if isinstance(cell, int):
                sheet.write_number(number, column, cell)
            else:
                sheet.write_string(number, column, f"{cell} {number}" if column == 2 else cell)
    book.close()
    return path


def measured(path: Path) -> list[float]:
    """Seconds of work, megabytes at most, rows, drafts, problems, lines printed: of a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    return [float(number) for number in done.stdout.split()]


@pytest.mark.parametrize("cells", [SOUND, FAULTY], ids=["sound", "faulty"])
def test_a_large_workbook_is_read_in_bounded_time_and_memory(tmp_path: Path, cells: tuple[str | int, ...]) -> None:
    assert set(HEADER) <= {column.name for column in columns_of(KINDS["contribution"])}
    seconds, megabytes, rows, drafts, problems, lines = measured(made(tmp_path / "large.xlsx", cells))
    print(f"{ROWS:,} rows: {seconds:.1f} s of processor time, {megabytes:.0f} MB, {problems:,.0f} problems")
    assert (rows, drafts) == (ROWS, 0 if cells is FAULTY else ROWS)
    assert (problems > 3 * ROWS) is (cells is FAULTY)
    assert lines <= 21 * len(HEADER)
    assert seconds < SECONDS
    assert megabytes < MEGABYTES
