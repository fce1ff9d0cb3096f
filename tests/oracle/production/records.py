"""The records of production, found by the tables in which people write them."""

from __future__ import annotations

from typing import Any

from muster.core.record import Record
from muster.ledger.kinds import TABLES

PRODUCTION, TRAINERS = "production", "trainers"
"""The kinds of their entries."""


def production(**fields: Any) -> Record:
    """What is said of a production."""
    return TABLES["productions"].record(**fields)


def trainers(**fields: Any) -> Record:
    """Of which line a class needs how many."""
    return TABLES["trainers"].record(**fields)
