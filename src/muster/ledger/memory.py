"""A book in memory: for tests, for trying things out, and as the plainest reading of what a store must do."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from muster.core.errors import StorageError
from muster.ledger.entries import EMPTY_HEAD, Entry, Head, head_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from muster.ledger.store import Receipt


class MemoryStore:
    """Keeps entries in a list. One writer at a time; what a failed turn appended is dropped."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._receipts: dict[tuple[str, str], Receipt] = {}
        self._turn = threading.RLock()

    @property
    def where(self) -> str:
        """``memory``."""
        return "memory"

    def entries(self, after: int = 0) -> list[Entry]:
        """The entries after a seq."""
        return self._entries[after:]

    def head(self) -> Head:
        """The end of the chain."""
        return head_of(self._entries[-1]) if self._entries else EMPTY_HEAD

    @contextmanager
    def writing(self) -> Iterator[_MemoryTurn]:
        """A turn on a copy, which replaces the list when it ends well."""
        with self._turn:
            turn = _MemoryTurn(list(self._entries), dict(self._receipts))
            yield turn
            self._entries, self._receipts = turn.kept, turn.receipts

    def close(self) -> None:
        """Nothing to let go of."""


class _MemoryTurn:
    def __init__(self, kept: list[Entry], receipts: dict[tuple[str, str], Receipt]) -> None:
        self.kept, self.receipts = kept, receipts

    @property
    def head(self) -> Head:
        return head_of(self.kept[-1]) if self.kept else EMPTY_HEAD

    def entries(self, after: int = 0) -> list[Entry]:
        return self.kept[after:]

    def append(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            if entry.seq != len(self.kept) + 1:
                message = f"entry {entry.seq} does not follow entry {len(self.kept)}"
                raise StorageError(message)
            self.kept.append(entry)

    def redact(self, entry_id: str) -> None:
        for index, entry in enumerate(self.kept):
            if entry.id == entry_id:
                self.kept[index] = entry._replace(payload=None, salt=None)

    def receipt(self, principal: str, key: str) -> Receipt | None:
        return self.receipts.get((principal, key))

    def keep_receipt(self, receipt: Receipt) -> None:
        if (receipt.principal, receipt.key) in self.receipts:
            message = f"the key {receipt.key!r} has been used"
            raise StorageError(message)
        self.receipts[(receipt.principal, receipt.key)] = receipt
