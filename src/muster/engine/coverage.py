"""Coverage over time: need against cover, by line, at each firmness, between the days on which anything may change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import cast

from muster.core.contributions import Contribution, Step
from muster.core.days import Period, next_day, stretches
from muster.core.errors import RefusedError
from muster.core.requirements import Requirement
from muster.engine.cuts import Cuts, named_operations
from muster.engine.day import NO_OPERATION, Concerned, LineDay, OperationDay, operation_on
from muster.engine.eligibility import Ground
from muster.ledger.giving import Giver, earmarked
from muster.ledger.phases import NotOpen
from muster.ledger.snapshot import Snapshot

LONGEST_HORIZON_DAYS = 40 * 366
"""No coverage is asked for over more than forty years."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A line over days on which nothing about it changes."""

    period: Period
    line: LineDay | None
    """None: on these days there is no such line, before it is stated or after its operation has ended."""
    not_open: NotOpen | None = None
    """Where there is none because of a phase: which, and when it begins."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """A line over time: its stretches in order, without gaps between them."""

    line: str
    stretches: tuple[Stretch, ...]

    def on(self, day: date) -> LineDay | None:
        """The line on a day of the period."""
        return next((stretch.line for stretch in self.stretches if day in stretch.period), None)


@dataclass
class Timeline:
    """A snapshot seen over time: remembers each operation on each day it was asked about."""

    snapshot: Snapshot
    _days: dict[tuple[str, date], OperationDay] = field(default_factory=dict)
    _grounds: dict[date, Ground] = field(default_factory=dict)

    @cached_property
    def concerned(self) -> dict[str, Concerned]:
        """Who is concerned with each operation, at any time."""
        return concerned_by_operation(self.snapshot)

    def on(self, operation: str, day: date) -> OperationDay:
        """An operation on a day."""
        if (operation, day) not in self._days:
            concerned = self.concerned.get(operation, Concerned(operation, (), ()))
            self._days[(operation, day)] = operation_on(self.ground_on(day), concerned)
        return self._days[(operation, day)]

    def ground_on(self, day: date) -> Ground:
        """What eligibility looks up on a day."""
        if day not in self._grounds:
            self._grounds[day] = Ground(self.snapshot, day)
        return self._grounds[day]

    def line_on(self, line: str, day: date) -> LineDay | None:
        """A line on a day; None where there is no such line on that day."""
        found = self.snapshot.thing(Requirement, line, day) or Requirement()
        return None if found.operation is None else self.on(found.operation, day).lines.get(line)

    def not_open_on(self, line: str, day: date) -> NotOpen | None:
        """Why a line is not open on a day; None where no phase keeps it from that."""
        found = self.snapshot.thing(Requirement, line, day) or Requirement()
        return None if found.operation is None else self.on(found.operation, day).not_open.get(line)

    @cached_property
    def cuts(self) -> Cuts:
        """The days on which each line may change."""
        return Cuts(self.snapshot, self.concerned)

    def horizon_of(self, line: str) -> Period:
        """From the first day on which a line may change through the last such day."""
        own = self.cuts.own(line)
        return Period(min(own), next_day(max(self.cuts.of(line)))) if own else Period()

    def coverage(self, line: str, within: Period) -> Coverage:
        """A line over a bounded period."""
        check_horizon(within)
        days = ((part, cast("date", part.start)) for part in stretches(self.cuts.of(line), within))
        found = [Stretch(part, self.line_on(line, day), self.not_open_on(line, day)) for part, day in days]
        return Coverage(line, _joined(found))


def check_horizon(within: Period) -> None:
    """Raise RefusedError unless a period is bounded and at most forty years."""
    if within.start is None or within.end is None:
        raise RefusedError("coverage needs a period with a first and a last day, such as 2026-01-01/2026-12-31")
    if (within.end - within.start).days > LONGEST_HORIZON_DAYS:
        raise RefusedError(f"{within} is longer than forty years; ask for a shorter period")


def concerned_by_operation(snapshot: Snapshot) -> dict[str, Concerned]:
    """For each operation its lines, and every contribution that may count in it at any time."""
    lines: dict[str, list[str]] = {}
    for line in snapshot.ids("requirement"):
        for operation in named_operations(snapshot, line):
            lines.setdefault(operation, []).append(line)
    contributions: dict[str, list[Giver]] = {}
    for contribution in snapshot.ids("contribution"):
        named: set[str] = set()
        for one in snapshot.stated("contribution", contribution):
            record = cast("Contribution", one.record)
            own = {name for name in (record.operation, record.pool) if name is not None}
            named |= own or {NO_OPERATION}
            earmark = earmarked(record).line
            named |= set() if earmark is None else named_operations(snapshot, earmark)
        steps = (cast("Step", one.record) for one in snapshot.stated("step", contribution))
        named.update(step.operation for step in steps if step.operation is not None)
        giver = Giver(snapshot, contribution)
        for operation in named:
            contributions.setdefault(operation, []).append(giver)
    names = sorted({*snapshot.ids("operation"), *lines, *contributions})
    return {name: Concerned(name, tuple(lines.get(name, ())), tuple(contributions.get(name, ()))) for name in names}


def _joined(parts: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Neighbouring stretches that are alike, as one."""
    found: list[Stretch] = []
    for part in parts:
        if found and (found[-1].line, found[-1].not_open) == (part.line, part.not_open):
            found[-1] = replace(part, period=Period(found[-1].period.start, part.period.end))
        else:
            found.append(part)
    return tuple(found)
