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
from muster.engine.day import Concerned, LineDay, OperationDay, line_cuts, operation_on
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

    @cached_property
    def concerned(self) -> dict[str, Concerned]:
        """Who is concerned with each operation, at any time."""
        return concerned_by_operation(self.snapshot)

    def on(self, operation: str, day: date) -> OperationDay:
        """An operation on a day."""
        if (operation, day) not in self._days:
            concerned = self.concerned.get(operation, Concerned(operation, (), ()))
            self._days[(operation, day)] = operation_on(self.snapshot, concerned, day)
        return self._days[(operation, day)]

    def cuts(self, operation: str) -> set[date]:
        """The days on which anything about an operation may change."""
        concerned = self.concerned.get(operation, Concerned(operation, (), ()))
        cuts = operation_cuts(self.snapshot, operation)
        for line in concerned.lines:
            cuts |= line_cuts(self.snapshot, line)
        for contribution in concerned.contributions:
            cuts |= contribution_cuts(self.snapshot, contribution.contribution)
        for assignment in self.snapshot.ids("assignment"):
            cuts |= self.snapshot.cuts("assignment", assignment)
        return cuts

    def horizon(self, operation: str) -> Period:
        """From the first to the day after the last day on which anything about an operation changes."""
        cuts = self.cuts(operation)
        if not cuts:
            return Period()
        return Period(min(cuts), next_day(max(cuts)))

    def horizon_of(self, line: str) -> Period:
        """The days over which something about the operation of a line changes."""
        return self.horizon(operation_of_line(self.snapshot, line))

    def coverage(self, line: str, within: Period) -> Coverage:
        """A line over a bounded period."""
        check_horizon(within)
        operation = operation_of_line(self.snapshot, line)
        found = [
            Stretch(part, self.on(operation, cast("date", part.start)).lines.get(line))
            for part in stretches(self.cuts(operation), within)
        ]
        return Coverage(line, tuple(_joined(found)))


def check_horizon(within: Period) -> None:
    """Raise RefusedError unless a period is bounded and at most forty years."""
    if within.start is None or within.end is None:
        raise RefusedError("coverage needs a period with a first and a last day, such as 2026-01-01/2026-12-31")
    if (within.end - within.start).days > LONGEST_HORIZON_DAYS:
        raise RefusedError(f"{within} is longer than forty years; ask for a shorter period")


def operation_of_line(snapshot: Snapshot, line: str) -> str:
    """The operation of a line; raises UnknownSubjectError where there is no such line."""
    for one in snapshot.stated("requirement", line):
        operation = cast("Requirement", one.record).operation
        if operation is not None:
            return operation
    raise UnknownSubjectError("line", line, closest(line, snapshot.ids("requirement")))


def concerned_by_operation(snapshot: Snapshot) -> dict[str, Concerned]:
    """For each operation its lines, and every contribution that may count in it at any time."""
    lines: dict[str, list[str]] = {}
    for line in snapshot.ids("requirement"):
        for operation in _named_operations(snapshot, line):
            lines.setdefault(operation, []).append(line)
    of_line = {line: operation for operation, listed in lines.items() for line in listed}
    contributions: dict[str, list[Giver]] = {}
    for contribution in snapshot.ids("contribution"):
        named: set[str] = set()
        for one in snapshot.stated("contribution", contribution):
            record = cast("Contribution", one.record)
            earmark = of_line.get(record.line or "")
            named.update(name for name in (record.operation, record.pool, earmark) if name is not None)
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
