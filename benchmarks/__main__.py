"""Measure what is promised and print it, and draw how the cost of a plan grows: ``python -m benchmarks``."""

from __future__ import annotations

import os
import platform
import sqlite3

from benchmarks import growth, of_the_command, of_the_ledger, of_the_plan, of_the_units, of_the_workbook
from benchmarks.measure import table


def main() -> None:
    """Print the table, and write the page on what a plan costs."""
    plans = [*of_the_plan.rows(), *of_the_units.rows()]
    rows = [*plans, *of_the_ledger.rows(), *of_the_workbook.rows(), *of_the_command.rows()]
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} processors")
    print(table(rows))
    growth.write()


if __name__ == "__main__":
    main()
