"""Which entries stand, and which of them holds on a day.

An entry stands until another supersedes it. A correction that is taken back lets the entry it corrected stand again.
"""

from __future__ import annotations

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
    text = day.isoformat()
    for one in reversed(ordered):
        begun = one.entry.valid_from is None or one.entry.valid_from <= text
        if begun and (one.entry.valid_to is None or text < one.entry.valid_to):
            return one
    return None
