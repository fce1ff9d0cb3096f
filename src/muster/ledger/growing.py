"""The whole book as its writer sees it: a snapshot that grows, so that a write costs the same in any book."""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence

from muster.ledger.entries import Entry
from muster.ledger.kinds import ABOUT_ENTRIES, KINDS
from muster.ledger.snapshot import Snapshot
from muster.ledger.standing import superseded


class GrowingSnapshot(Snapshot):
    """A snapshot to which entries are added in the order of recording. Equal, then, to one made of all of them."""

    def __init__(self, entries: Sequence[Entry], known: int) -> None:
        """Of what has been recorded so far."""
        super().__init__(entries, known)
        self._log = list(entries)
        self.entries = self._log
        self._fallen = set(self._gone)
        self._gone = self._fallen
        self._superseding: dict[str, list[Entry]] = {}
        for entry in self._log:
            if entry.supersedes is not None:
                self._superseding.setdefault(entry.supersedes, []).append(entry)

    def add(self, entries: Sequence[Entry], known: int) -> None:
        """Take in the entries recorded next, as known at an instant."""
        self.known = known
        for entry in entries:
            self._by_id[entry.id] = entry  # both are made of the log when first asked for: before the entry joins it
            self._by_subject.setdefault(entry.subject, []).append(entry)
            self._log.append(entry)
            self._place(entry, standing=True)
            if entry.supersedes is not None:
                self._superseding.setdefault(entry.supersedes, []).append(entry)
                self._settle(self._linked(entry))

    def _linked(self, entry: Entry) -> list[Entry]:
        """The entries that supersede one another, an entry among them, in the order of recording."""
        found: dict[int, Entry] = {}
        waiting: list[Entry | None] = [entry]
        while waiting:
            one = waiting.pop()
            if one is not None and one.seq not in found:
                found[one.seq] = one
                waiting += [self.find(one.supersedes), *self._superseding.get(one.id, ())]
        return [found[seq] for seq in sorted(found)]

    def _settle(self, linked: Sequence[Entry]) -> None:
        gone = superseded(linked)
        for entry in linked:
            if (entry.id in gone) != (entry.id in self._fallen):
                self._place(entry, standing=entry.id not in gone)
                self._fallen ^= {entry.id}

    def _place(self, entry: Entry, *, standing: bool) -> None:
        if entry.kind in ABOUT_ENTRIES:
            return
        kind = KINDS[entry.kind].subject_kind if entry.kind in KINDS else entry.kind
        found = self._standing.setdefault((kind, entry.subject), [])
        if standing:
            insort(found, entry)
        else:
            found.remove(entry)
        self._ids.pop(kind, None)
        self._orders.pop((kind, entry.subject, entry.kind), None)
        self._facets.pop((kind, entry.subject, entry.kind), None)
        self._naming.clear()
