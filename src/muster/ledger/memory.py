"""A book in memory: for tests, for trying things out, and as the plainest reading of what a store must do."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from muster.core.errors import StorageError
from muster.ledger.entries import EMPTY_HEAD, Entry, Head, head_of
from muster.ledger.store import BUSY_TIMEOUT_S, Receipt, named_in_redactions


class MemoryStore:
    """Keeps entries in a list, for any number of threads. What a failed turn appended is dropped."""

    def __init__(self, *, busy_timeout_s: float = BUSY_TIMEOUT_S) -> None:
        self.warnings: Sequence[str] = ()
        self._busy_timeout_s = busy_timeout_s
        self._turn = threading.Lock()
        self._entries: list[Entry] = []
        self._index: dict[str, int] = {}
        self._receipts: dict[tuple[str, str], Receipt] = {}

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
    def writing(self) -> Iterator[MemoryTurn]:
        """A turn, whose work is taken over when it ends well; raises StorageError where another's does not end."""
        if not self._turn.acquire(timeout=self._busy_timeout_s):
            raise StorageError("memory is being written by somebody else; try again in a moment")
        try:
            turn = MemoryTurn(self)
            yield turn
            self._take_over(turn)
        finally:
            self._turn.release()

    def close(self) -> None:
        """Nothing to let go of."""

    def index_of(self, entry_id: str) -> int | None:
        """Where an entry of that id stands in the list."""
        return self._index.get(entry_id)

    def receipt(self, principal: str, key: str) -> Receipt | None:
        """What was recorded under a principal's key."""
        return self._receipts.get((principal, key))

    def _take_over(self, turn: MemoryTurn) -> None:
        for entry in turn.added:
            self._index[entry.id] = len(self._entries)
            self._entries.append(entry)
        for entry_id in turn.emptied:
            index = self._index[entry_id]
            self._entries[index] = self._entries[index]._replace(payload=None, salt=None)
        self._receipts.update(turn.receipts)


class MemoryTurn:
    """A writer's turn on a list."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self.added: list[Entry] = []
        self.emptied: set[str] = set()
        self.receipts: dict[tuple[str, str], Receipt] = {}

    @property
    def head(self) -> Head:
        """The head as it stands in this turn."""
        return head_of(self.added[-1]) if self.added else self._store.head()

    def entries(self, after: int = 0) -> list[Entry]:
        """The entries after a seq, in order."""
        found = [*self._store.entries(after), *(entry for entry in self.added if entry.seq > after)]
        return [e._replace(payload=None, salt=None) if e.id in self.emptied else e for e in found]

    def append(self, entries: Sequence[Entry]) -> None:
        """Add sealed entries that follow the head."""
        ids = {entry.id for entry in self.added}
        for entry in entries:
            head = self.head
            known = entry.id in ids or self._store.index_of(entry.id) is not None
            if known or entry.seq != head.seq + 1 or entry.recorded_at < head.recorded_at:
                raise StorageError("memory refuses that: an entry follows the last one")
            ids.add(entry.id)
            self.added.append(entry)

    def redact(self, entry_id: str) -> None:
        """Take payload and salt out of an entry that a redaction of this turn names."""
        there = self._store.index_of(entry_id) is not None or any(entry.id == entry_id for entry in self.added)
        if not there or entry_id not in named_in_redactions(self.added):
            raise StorageError("memory refuses that: only what a redaction of the same turn names is redacted")
        self.emptied.add(entry_id)

    def receipt(self, principal: str, key: str) -> Receipt | None:
        """What was recorded under a principal's key."""
        return self.receipts.get((principal, key)) or self._store.receipt(principal, key)

    def keep_receipt(self, receipt: Receipt) -> None:
        """Keep what was recorded under a key."""
        if self.receipt(receipt.principal, receipt.key) is not None:
            raise StorageError("memory refuses that: a receipt is never replaced")
        self.receipts[(receipt.principal, receipt.key)] = receipt
