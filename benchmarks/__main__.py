"""Measure what is promised and print it: ``python -m benchmarks``."""

from __future__ import annotations

import os
import platform
import sqlite3

from benchmarks import of_the_command, of_the_ledger, of_the_workbook
from benchmarks.measure import table


def main() -> None:
    """Print the table."""
    rows = [*of_the_ledger.rows(), *of_the_workbook.rows(), *of_the_command.rows()]
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} processors")
    print(table(rows))


if __name__ == "__main__":
    main()
