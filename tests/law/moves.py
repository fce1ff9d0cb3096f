"""What is to be recorded in a book, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from muster.core.days import find_zone, noon
from muster.ledger.entries import Origin
from tests.law.content import DAYS, FIRST, Hole

ZONE = find_zone("Europe/Brussels")
FIRST_PERSON = "anna"
"""Who begins every book; only the secretariat sees the entry that says who she is."""

MINUTE = 60 * 1_000_000


def instant(day: int, minute: int = 0) -> int:
    """A minute of a day of the book, counted from its first."""
    return noon(FIRST + timedelta(days=day), ZONE) + minute * MINUTE


NOW = instant(DAYS + 3)
"""The clock when a book is looked at: later than all that is recorded."""


@dataclass(frozen=True)
class Move:
    """Something that is to be recorded. Other moves call it by its key.

    ``about`` is the move that a marking or a redaction is about; ``of`` the kind of thing its subject is, where the
    kind does not tell; ``rank`` its place among the moves of one instant.
    """

    key: str
    at: int
    kind: str
    subject: str
    fields: dict[str, Any]
    by: str | Hole
    marking: tuple[str, ...] = ()
    since: date | None = None
    end: date | None = None
    statement: str | Hole | None = None
    on_behalf_of: str | Hole | None = None
    supersedes: str | None = None
    about: str | None = None
    of: str = ""
    as_viewer: bool = False
    origin: Origin | None = None
    rank: float = 0.0
