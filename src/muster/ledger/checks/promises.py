"""Contributions as they stand on the day of the checks, and their windows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from muster.core.contributions import CapWord, Contribution, Word
from muster.core.days import ALWAYS, Period, next_day
from muster.core.firmness import Lowered, Said, levels
from muster.core.operations import Dates
from muster.core.quantity import NOTHING, Span

CLOSING = frozenset({CapWord.WITHDRAWN, CapWord.DECLINED, CapWord.ENDED})
"""The caps after which nobody waits for anything more; a pause or a reduction is none of them."""


@dataclass(frozen=True, slots=True)
class Promise:
    """A contribution as it stands on the day of the checks, with its steps and caps."""

    contribution: str
    record: Contribution
    operation: str | None
    decimals: int
    steps: tuple[Said, ...]
    caps: tuple[Lowered, ...]

    def level(self, day: date) -> dict[Word, Span]:
        """The level of each of its words on a day, whether or not the day lies in its window."""
        return levels(self.steps, self.caps, day)

    def alive(self, day: date) -> bool:
        """Whether anything is said or done on a day that no cap has taken away."""
        return any(span != NOTHING for word, span in self.level(day).items() if word is not Word.ASKED_BACK)

    def over(self, day: date) -> bool:
        """Whether nobody waits for it any more: its window has passed, or it was withdrawn, declined or ended."""
        until = possible(self.record.window)
        if until is None or (until.end is not None and until.end <= day):
            return True
        closing = (cap for cap in self.caps if cap.cap in CLOSING)
        closed = any(cap.start <= day and (cap.end is None or day < cap.end) for cap in closing)
        return closed and not self.alive(day)


def pairs(promises: Iterable[Promise], key: Callable[[Promise], object]) -> Iterator[tuple[Promise, Promise]]:
    """All pairs of contributions that are alike in a key."""
    groups: dict[object, list[Promise]] = {}
    for promise in promises:
        groups.setdefault(key(promise), []).append(promise)
    for group in groups.values():
        yield from combinations(group, 2)


def told_apart(one: Promise, other: Promise) -> bool:
    """Whether somebody has looked at the two and named one in the note of the other."""
    notes = {one.contribution: other.record.note, other.contribution: one.record.note}
    return any(name in {word.strip(".,;:()") for word in (note or "").split()} for name, note in notes.items())


def common(one: Period | None, other: Period | None) -> Period | None:
    """The days that two periods have in common; None where there are none."""
    if one is None or other is None or not one.meets(other):
        return None
    starts = [period.start for period in (one, other) if period.start is not None]
    ends = [period.end for period in (one, other) if period.end is not None]
    return Period(max(starts, default=None), min(ends, default=None))


def certain(dates: Dates | None) -> Period | None:
    """The days that lie in a window for certain; None where there is no such day, or no first day was said."""
    if dates is None or dates.start is None:
        return None
    end = None if dates.last is None else next_day(dates.last.first)
    return None if end is not None and end <= dates.start.last else Period(dates.start.last, end)


def possible(dates: Dates | None) -> Period | None:
    """The days that may lie in a window; None where its last day lies before its first."""
    if dates is None:
        return ALWAYS
    start = None if dates.start is None else dates.start.first
    end = None if dates.last is None else next_day(dates.last.last)
    return None if start is not None and end is not None and end <= start else Period(start, end)
