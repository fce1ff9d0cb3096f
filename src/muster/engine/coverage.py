"""Coverage over time: need against cover, by line, at each firmness, between the days on which anything may change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import cast

from muster.core.contributions import Contribution, Step
from muster.core.days import Period, next_day, stretches
from muster.core.errors import RefusedError, UnknownSubjectError
from muster.core.operations import Operation
from muster.core.problem import closest
from muster.core.requirements import Requirement
from muster.engine.day import NO_OPERATION, Concerned, LineDay, OperationDay, line_cuts, operation_on
from muster.engine.eligibility import Ground
from muster.ledger.giving import Giver, contribution_cuts, window_cuts
from muster.ledger.snapshot import Snapshot

LONGEST_HORIZON_DAYS = 40 * 366
"""No coverage is asked for over more than forty years."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A line over days on which nothing about it changes."""

    period: Period
    line: LineDay | None
    """None: on these days there is no such line, before it is stated or after its operation has ended."""


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
    _cuts: dict[str, set[date]] = field(default_factory=dict)

    @cached_property
    def concerned(self) -> dict[str, Concerned]:
        """Who is concerned with each operation, at any time."""
        return concerned_by_operation(self.snapshot)

    def on(self, operation: str, day: date) -> OperationDay:
        """An operation on a day."""
        if (operation, day) not in self._days:
            if day not in self._grounds:
                self._grounds[day] = Ground(self.snapshot, day)
            concerned = self.concerned.get(operation, Concerned(operation, (), ()))
            self._days[(operation, day)] = operation_on(self._grounds[day], concerned)
        return self._days[(operation, day)]

    def line_on(self, line: str, day: date) -> LineDay | None:
        """A line on a day; None where there is no such line on that day."""
        found = self.snapshot.thing(Requirement, line, day) or Requirement()
        return None if found.operation is None else self.on(found.operation, day).lines.get(line)

    def cuts(self, line: str) -> set[date]:
        """The days on which anything that counts for a line may change, the trees and groups of the book included."""
        return self._common_cuts.union(*map(self._cuts_of, operations_of_line(self.snapshot, line)))

    def horizon_of(self, line: str) -> Period:
        """From the first day on which anything about the operation of a line changes through the last such day."""
        own = [min(cuts) for operation in operations_of_line(self.snapshot, line) if (cuts := self._cuts_of(operation))]
        return Period(min(own), next_day(max(self.cuts(line)))) if own else Period()

    def coverage(self, line: str, within: Period) -> Coverage:
        """A line over a bounded period."""
        check_horizon(within)
        found = [
            Stretch(part, self.line_on(line, cast("date", part.start))) for part in stretches(self.cuts(line), within)
        ]
        return Coverage(line, tuple(_joined(found)))

    def _cuts_of(self, operation: str) -> set[date]:
        if operation not in self._cuts:
            concerned = self.concerned.get(operation, Concerned(operation, (), ()))
            cuts = operation_cuts(self.snapshot, operation)
            cuts.update(*(line_cuts(self.snapshot, line) for line in concerned.lines))
            cuts.update(*(contribution_cuts(self.snapshot, one.contribution) for one in concerned.contributions))
            self._cuts[operation] = cuts
        return self._cuts[operation]

    @cached_property
    def _common_cuts(self) -> set[date]:
        cuts: set[date] = set()
        for kind in ("assignment", "capability", "place"):
            cuts.update(*(self.snapshot.cuts(kind, subject) for subject in self.snapshot.ids(kind)))
        return cuts.union(*(self.snapshot.cuts("member", one) for one in self.snapshot.subjects_with("membership")))


def check_horizon(within: Period) -> None:
    """Raise RefusedError unless a period is bounded and at most forty years."""
    if within.start is None or within.end is None:
        raise RefusedError("coverage needs a period with a first and a last day, such as 2026-01-01/2026-12-31")
    if (within.end - within.start).days > LONGEST_HORIZON_DAYS:
        raise RefusedError(f"{within} is longer than forty years; ask for a shorter period")


def operations_of_line(snapshot: Snapshot, line: str) -> set[str]:
    """The operation of a line, or all it was moved between; raises UnknownSubjectError where there is no such line."""
    found = _named_operations(snapshot, line)
    if not found:
        raise UnknownSubjectError("line", line, closest(line, snapshot.ids("requirement")))
    return found


def concerned_by_operation(snapshot: Snapshot) -> dict[str, Concerned]:
    """For each operation its lines, and every contribution that may count in it at any time."""
    lines: dict[str, list[str]] = {}
    for line in snapshot.ids("requirement"):
        for operation in _named_operations(snapshot, line):
            lines.setdefault(operation, []).append(line)
    contributions: dict[str, list[Giver]] = {}
    for contribution in snapshot.ids("contribution"):
        named: set[str] = set()
        for one in snapshot.stated("contribution", contribution):
            record = cast("Contribution", one.record)
            own = {name for name in (record.operation, record.pool) if name is not None}
            named |= own or {NO_OPERATION}
            named |= set() if record.line is None else _named_operations(snapshot, record.line)
        steps = (cast("Step", one.record) for one in snapshot.stated("step", contribution))
        named.update(step.operation for step in steps if step.operation is not None)
        giver = Giver(snapshot, contribution)
        for operation in named:
            contributions.setdefault(operation, []).append(giver)
    names = sorted({*snapshot.ids("operation"), *lines, *contributions})
    return {name: Concerned(name, tuple(lines.get(name, ())), tuple(contributions.get(name, ()))) for name in names}


def operation_cuts(snapshot: Snapshot, operation: str) -> set[date]:
    """The days on which an operation itself may change: above all its end."""
    cuts = snapshot.cuts("operation", operation)
    for one in snapshot.stated("operation", operation):
        record = cast("Operation", one.record)
        cuts.update(window_cuts(record.dates))
        if record.withdrawal_until is not None:
            cuts.add(next_day(record.withdrawal_until.last))
    return cuts


def _named_operations(snapshot: Snapshot, line: str) -> set[str]:
    records = (cast("Requirement", one.record) for one in snapshot.stated("requirement", line))
    return {record.operation for record in records if record.operation is not None}


def _joined(parts: Iterable[Stretch]) -> Iterable[Stretch]:
    """Neighbouring stretches that are alike, as one."""
    held: Stretch | None = None
    for part in parts:
        if held is not None and held.line == part.line:
            held = Stretch(Period(held.period.start, part.period.end), held.line)
            continue
        if held is not None:
            yield held
        held = part
    if held is not None:
        yield held
