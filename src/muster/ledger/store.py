"""What a store must do: keep entries in order, let one writer at a time append, and refuse all else.

What it refuses raises StorageError, and nothing of the turn is kept: an entry that does not follow the last one, has
its id from another or was recorded before it; a redaction that no entry of the same turn speaks of; a receipt for a
key that has one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from muster.ledger.entries import Entry, Head

BUSY_TIMEOUT_S = 5.0
"""How long a writer waits for another's turn to end."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was recorded under an idempotency key, which belongs to one principal and one body."""

    principal: str
    key: str
    body_digest: str
    first_seq: int
    last_seq: int


def named_in_redactions(entries: Iterable[Entry]) -> set[str]:
    """The ids of the entries that redactions among these take the payload out of."""
    return {json.loads(one.payload)["entry"] for one in entries if one.kind == "redaction" and one.payload is not None}


class Turn(Protocol):
    """One writer's turn: nobody else writes until it ends. What it appends is durable once the turn has ended."""

    @property
    def head(self) -> Head:
        """The head as it stands in this turn."""
        ...

    def entries(self, after: int = 0) -> list[Entry]:
        """The entries after a seq, in order."""
        ...

    def append(self, entries: Sequence[Entry]) -> None:
        """Add sealed entries that follow the head."""
        ...

    def redact(self, entry_id: str) -> None:
        """Take payload and salt out of an entry that a redaction of this turn names: the one change let through."""
        ...

    def receipt(self, principal: str, key: str) -> Receipt | None:
        """What was recorded under a principal's key."""
        ...

    def keep_receipt(self, receipt: Receipt) -> None:
        """Keep what was recorded under a key."""
        ...


class Store(Protocol):
    """A place where one book is kept."""

    @property
    def where(self) -> str:
        """The place, for sentences."""
        ...

    @property
    def warnings(self) -> Sequence[str]:
        """What is to be said about the place, a sentence each."""
        ...

    def entries(self, after: int = 0) -> list[Entry]:
        """The entries after a seq, in order, as last made durable."""
        ...

    def head(self) -> Head:
        """The end of the chain."""
        ...

    def writing(self) -> AbstractContextManager[Turn]:
        """A writer's turn. Left by an exception, nothing of it is kept."""
        ...

    def close(self) -> None:
        """Let go of the place."""
        ...
