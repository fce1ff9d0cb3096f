"""Which entries stand, and which of them holds on a day.

An entry stands until another supersedes it. A correction that is taken back lets the entry it corrected stand again.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from muster.core.days import Period
    from muster.core.record import Record
    from muster.ledger.entries import Entry


class Stated(NamedTuple):
    """A standing entry with its record read."""

    entry: Entry
    record: Record

    @property
    def valid(self) -> Period:
        """The days on which it holds."""
        return self.entry.valid


class Facet:
    """The standing entries that state one field of a thing, in order: many of them are looked through quickly."""

    def __init__(self, stated: Sequence[Stated]) -> None:
        """Take them in their order."""
        self.stated = stated
        self._starts = [one.entry.valid_from or "" for one in stated]

    def holding(self, day: date) -> Stated | None:
        """The one that holds on a day."""
        text = day.isoformat()
        for position in range(bisect_right(self._starts, text) - 1, -1, -1):
            end = self.stated[position].entry.valid_to
            if end is None or text < end:
                return self.stated[position]
        return None


def in_effect(entries: Sequence[Entry], taken_back_too: Iterable[str] = ()) -> list[Entry]:
    """The entries that supersede another and have not been taken back, given entries in the order of recording.

    ``taken_back_too`` are ids of entries that are about to be taken back.

    A correction that is itself corrected stays in effect: what it corrected does not stand again.
    """
    taken_back = set(taken_back_too)
    found = []
    for entry in reversed(entries):
        if entry.supersedes is not None and entry.id not in taken_back:
            found.append(entry)
            if entry.kind == "retraction":
                taken_back.add(entry.supersedes)
    return found


def superseded(entries: Sequence[Entry], taken_back_too: Iterable[str] = ()) -> frozenset[str]:
    """The ids of the entries that no longer stand, given entries in the order of recording."""
    return frozenset(entry.supersedes for entry in in_effect(entries, taken_back_too) if entry.supersedes is not None)


def in_order(stated: Iterable[Stated]) -> list[Stated]:
    """By valid start (open starts first), then by recording: the last that has begun and not ended holds."""
    return sorted(stated, key=lambda one: (one.entry.valid_from or "", one.entry.seq))


def holding(ordered: Sequence[Stated], day: date) -> Stated | None:
    """The entry of one facet that holds on a day: of those begun and not ended, the latest start, the last recorded."""
    return Facet(ordered).holding(day)
