"""How often the repeated tests repeat: few times by default, often with MUSTER_SOAK=1."""

import os

import pytest

SOAK = os.environ.get("MUSTER_SOAK") == "1"

# name: (in `make test`, in `make soak`)
_BOTH = {
    "random_books": (40, 2000),
    "oracle_books": (30, 400),
    "amounts_books": (100, 10000),
    "units_books": (20, 500),
    "counts_books": (40, 1500),
    "phases_books": (30, 600),
    "production_books": (10, 200),
    "paired_books": (40, 500),
    "scenario_books": (20, 300),
    "law_verbs": (5, 25),
    "kills": (8, 200),
    "four_writers_entries": (200, 2000),
    "hypothesis_examples": (60, 1000),
}

COUNTS: dict[str, int] = {name: soak if SOAK else test for name, (test, soak) in _BOTH.items()}


ONLY_IN_SOAK = pytest.mark.skipif(not SOAK, reason="looks at many books: in make soak")
"""Of tests that look at more books than ``make test`` has time for."""


def sentence() -> str:
    """The counts of this run, as the head of the test report prints them."""
    counts = ", ".join(f"{name} {count}" for name, count in COUNTS.items())
    return f"counts ({'soak' if SOAK else 'test'}): {counts}"
