"""Fails unless the tests run every line and branch of the inner rooms.

The rooms are core, ledger and engine. What only PostgreSQL runs, muster/ledger/sql, is asked for
when the tests ran on PostgreSQL; they say so in the file .cache/postgres-ran.
"""

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("src/muster/core/", "src/muster/ledger/", "src/muster/engine/")
NEEDS_POSTGRES = "src/muster/ledger/sql/"


def shortfalls(files: dict[str, Any], *, postgres_ran: bool) -> list[str]:
    """One sentence for each file of the rooms that the tests did not run whole.

    `files` is the part of that name in the JSON report of coverage.py.
    """
    found = []
    for path, report in sorted(files.items()):
        if not path.startswith(ROOMS) or (path.startswith(NEEDS_POSTGRES) and not postgres_ran):
            continue
        missed = [str(line) for line in report["missing_lines"]]
        missed += [f"{start}->{end if end > 0 else 'exit'}" for start, end in report["missing_branches"]]
        if missed:
            found.append(f"{path}: not run: {', '.join(missed)}")
    return found


def main() -> int:
    """Read the report, print what is missing, and return the exit code."""
    report = json.loads((ROOT / ".cache/coverage.json").read_text(encoding="utf-8"))
    postgres_ran = (ROOT / ".cache/postgres-ran").exists()
    found = shortfalls(report["files"], postgres_ran=postgres_ran)
    if not any(path.startswith(ROOMS) for path in report["files"]):
        found.append("the report names no file of the inner rooms")
    for sentence in found:
        print(sentence)
    if not postgres_ran:
        print(f"PostgreSQL tests did not run: {NEEDS_POSTGRES} is not counted")
    total = report["totals"]["percent_covered"]
    print(f"coverage: {total:.1f} % of all lines and branches; the floor is 100 % in {', '.join(ROOMS)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
