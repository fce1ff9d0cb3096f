"""Phases over time: the days on which they open and close lines, and which of them move where one slips."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import cast

from muster.core.days import next_day
from muster.core.operations import Phase
from muster.core.requirements import Requirement
from muster.ledger.phases import Phases, Window
from muster.ledger.snapshot import Snapshot


class PhaseCuts:
    """The cuts of the phases of a snapshot, found once for each phase."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Read nothing yet."""
        self.snapshot = snapshot
        self._found: dict[str, set[date]] = {}
        self._told: dict[date, Phases] = {}

    def of_line(self, line: str) -> set[date]:
        """The days on which a line may open or close because of a phase that it ever named."""
        stated = [cast("Requirement", one.record) for one in self.snapshot.stated("requirement", line)]
        named = {name for one in stated for name in (one.phase, one.ends_with) if name is not None}
        return set().union(*(self.of(phase) for phase in named))

    def of(self, phase: str) -> set[date]:
        """The days on which a phase begins, or closes what ends with it, or on which what tells so may change.

        What is stated of phases does not change between two of the latter, so neither does a window.
        """
        if phase not in self._found:
            stated = set[date]().union(*(self.snapshot.cuts("phase", one) for one in self._telling(phase)))
            edges = [date.min, *sorted(stated), date.max]
            opening = {
                day for start, end in pairwise(edges) for day in self._changes(phase, start) if start < day < end
            }
            self._found[phase] = stated | opening
        return self._found[phase]

    def _changes(self, phase: str, day: date) -> set[date]:
        """The first day of a phase, and the day after all that ends with it, as a day tells them."""
        told = self._told.setdefault(day, Phases(self.snapshot, day))
        first, last = told.window(phase).first, told.through(phase)
        return {one for one in (first, None if last is None else next_day(last)) if one is not None}

    def _telling(self, phase: str) -> set[str]:
        """A phase, those that ever followed it, and all that any of these ever followed."""
        waiting = [phase, *self.snapshot.naming("phase", "after").get(phase, ())]
        found: set[str] = set()
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                stated = (cast("Phase", each.record).after for each in self.snapshot.stated("phase", one))
                waiting += [before for before in stated if before is not None]
        return found


@dataclass(frozen=True, slots=True)
class Moved:
    """A phase whose window is another than it was."""

    phase: str
    was: Window
    now: Window


def moved(before: Snapshot, after: Snapshot, day: date) -> tuple[Moved, ...]:
    """The phases that begin or end on other days after a change, as the facts of a day tell, by their order."""
    first, second = Phases(before, day), Phases(after, day)
    found = (Moved(one, first.window(one), second.window(one)) for one in after.ids("phase"))
    return tuple(sorted((one for one in found if one.was != one.now), key=lambda one: _order(second, one.phase)))


def _order(phases: Phases, phase: str) -> tuple[int, str]:
    return phases.stated(phase).order or 0, phase
