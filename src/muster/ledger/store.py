"""What a store must do: keep entries in order, let one writer at a time append, and refuse all else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from muster.ledger.entries import Entry, Head


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was recorded under an idempotency key, which belongs to one principal and one body."""

    principal: str
    key: str
    body_digest: str
    first_seq: int
    last_seq: int


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
        """Take payload and salt out of an entry: the one change that a store lets through."""
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
