"""Phases on a day: when each begins and ends, and which lines are not open because of it.

What follows another phase begins the day after that one's last day, or later; pushed later than its own first day, it
keeps its length. So a last day that slips moves all that follows. See docs/concepts/phases.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from muster.core.days import LAST_DAY, next_day
from muster.core.operations import Phase
from muster.core.requirements import Requirement
from muster.ledger.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Window:
    """The first and the last day of a phase, as the facts of a day tell them.

    ``first`` None: nobody has said when it begins, and no line waits for it; or it never begins, as far as the book
    knows. Then ``waits_for`` is the phase before it, or before that, whose last day nobody knows; or those of
    ``circle`` follow each other. ``last`` None: nobody knows its last day.
    """

    first: date | None = None
    last: date | None = None
    waits_for: str | None = None
    circle: tuple[str, ...] = ()

    @property
    def never_begins(self) -> bool:
        """Whether it never begins, as far as the book knows."""
        return self.waits_for is not None or bool(self.circle)


@dataclass(frozen=True, slots=True)
class NotOpen:
    """A line that is not open on a day because of a phase.

    Either its phase has not begun: ``begins`` is its first day, None where nobody knows it, ``follows`` the phase
    before it; ``waits_for`` and ``circle`` are those of its window. Or the phase with which it ends is over, and
    ``ended`` was the last day of the line. ``is_ranked``: once open, its want is a gap; it is no maximum.
    """

    line: str
    phase: str
    begins: date | None = None
    follows: str | None = None
    waits_for: str | None = None
    circle: tuple[str, ...] = ()
    ended: date | None = None
    is_ranked: bool = True


class Phases:
    """The phases of a snapshot as the facts of a day tell them; each window is worked out when it is asked for."""

    def __init__(self, snapshot: Snapshot, day: date) -> None:
        """Read nothing yet."""
        self.snapshot, self.day = snapshot, day
        self._windows: dict[str, Window] = {}

    def stated(self, phase: str) -> Phase:
        """What is stated of a phase on the day."""
        return self.snapshot.thing(Phase, phase, self.day) or Phase()

    def follows(self, phase: str) -> str | None:
        """The phase that a phase follows; None where that is not in the book."""
        before = self.stated(phase).after
        return before if before is not None and self.snapshot.has("phase", before) else None

    def window(self, phase: str) -> Window:
        """When a phase begins and ends."""
        way: dict[str, None] = {}
        one: str | None = phase
        while one is not None and one not in self._windows and one not in way:
            way[one] = None
            one = self.follows(one)
        before = list(way)
        if one in way:
            before, circle = _apart(before, one)
            self._windows |= dict.fromkeys(circle, Window(circle=circle))
        for name in reversed(before):
            self._windows[name] = self._next(self.stated(name), one)
            one = name
        return self._windows[phase]

    def through(self, phase: str) -> date | None:
        """The last day of a line that ends with a phase, the hand-over to what follows it included; None: not known."""
        last = self.window(phase).last
        return None if last is None else max([last, *self._handing_over(phase)])

    def not_open(self, line: str, requirement: Requirement) -> NotOpen | None:
        """Why a line is not open on the day; None where no phase keeps it from that."""
        phase, ends_with = requirement.phase, requirement.ends_with
        window = Window() if phase is None else self.window(phase)
        if phase is not None and (window.never_begins or self.day < (window.first or self.day)):
            told = NotOpen(line, phase, window.first, self.follows(phase), window.waits_for, window.circle)
            return replace(told, is_ranked=requirement.ranked)
        last = None if ends_with is None else self.through(ends_with)
        if ends_with is not None and last is not None and self.day > last:
            return NotOpen(line, ends_with, ended=last, is_ranked=requirement.ranked)
        return None

    def _next(self, stated: Phase, before: str | None) -> Window:
        """The window of a phase, once that of the phase before it is known."""
        start = None if stated.dates is None or stated.dates.start is None else stated.dates.start.last
        last = None if stated.dates is None or stated.dates.last is None else stated.dates.last.first
        if before is None:
            return Window(last=last) if start is None else Window(start, _last(stated.lasts_days, start, last, start))
        earlier = self._windows[before]
        if earlier.never_begins:
            return Window(waits_for=earlier.waits_for, circle=earlier.circle)
        if earlier.last is None:
            return Window(waits_for=before)
        begins = next_day(earlier.last) if start is None else max(next_day(earlier.last), start)
        return Window(begins, _last(stated.lasts_days, start, last, begins))

    def _handing_over(self, phase: str) -> Iterator[date]:
        """The last day of the hand-over to each phase that follows one."""
        followers: Sequence[str] = self.snapshot.naming("phase", "after").get(phase, ())
        for follower in followers:
            stated, first = self.stated(follower), self.window(follower).first
            if stated.after == phase and first is not None and (stated.overlap_days or 0) > 0:
                yield _through(first, stated.overlap_days or 0)


def _apart(way: list[str], closes: str) -> tuple[list[str], tuple[str, ...]]:
    """The phases of a way before it comes to a circle, and the circle, which begins with the first by name."""
    place = way.index(closes)
    circle = way[place:]
    least = circle.index(min(circle))
    return way[:place], (*circle[least:], *circle[:least])


def _last(lasts: int | None, start: date | None, last: date | None, begins: date) -> date | None:
    """The last day of a phase that begins on a day: the stated one, or else by its length, where that is known.

    A stated last day no longer holds where the phase begins later than was stated, or after that day: then the phase
    keeps its length, in days, which is at least one.
    """
    if last is not None and (begins == start or (start is None and last >= begins)):
        return last
    stated = None if start is None or last is None else (last - start).days + 1
    lengths = (length for length in (lasts, stated) if length is not None and length > 0)
    length = next(lengths, None)
    return None if length is None else _through(begins, length)


def _through(first: date, days: int) -> date:
    """The last of so many days, within the days that a book knows."""
    within = (LAST_DAY - first).days
    return first + timedelta(days=min(days - 1, max(within, 0)))
