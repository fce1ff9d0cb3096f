"""How often the repeated tests repeat: few times by default, often with MUSTER_SOAK=1."""

import os

SOAK = os.environ.get("MUSTER_SOAK") == "1"

# name: (in `make test`, in `make soak`)
_BOTH = {
    "random_books": (100, 2000),
    "oracle_books": (40, 400),
    "amounts_books": (150, 10000),
    "units_books": (20, 500),
    "counts_books": (40, 1500),
    "phases_books": (30, 600),
    "production_books": (10, 200),
    "paired_books": (40, 500),
    "scenario_books": (20, 300),
    "law_verbs": (10, 25),
    "kills": (10, 200),
    "four_writers_entries": (200, 2000),
    "hypothesis_examples": (100, 1000),
}

COUNTS: dict[str, int] = {name: soak if SOAK else test for name, (test, soak) in _BOTH.items()}


def sentence() -> str:
    """The counts of this run, as the head of the test report prints them."""
    counts = ", ".join(f"{name} {count}" for name, count in COUNTS.items())
    return f"counts ({'soak' if SOAK else 'test'}): {counts}"
