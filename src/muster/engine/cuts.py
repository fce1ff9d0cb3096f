"""The days on which a line may change: between them nothing about it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import cast

from muster.core.contributions import Assignment, Contribution
from muster.core.days import ALWAYS, next_day
from muster.core.errors import UnknownSubjectError
from muster.core.operations import Operation
from muster.core.problem import closest
from muster.core.requirements import Requirement
from muster.engine.day import Concerned
from muster.engine.phases import PhaseCuts
from muster.ledger.giving import contribution_cuts, window_cuts
from muster.ledger.rotas import ever_turns, turn_cuts
from muster.ledger.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class _Within:
    """What may change the lines of an operation: all of them, or the one that is named."""

    all_lines: set[date]
    one_line: dict[str, set[date]]


@dataclass
class Cuts:
    """The cuts of a snapshot, found once for each operation."""

    snapshot: Snapshot
    concerned: Mapping[str, Concerned]
    _found: dict[str, _Within] = field(default_factory=dict)

    def of(self, line: str) -> set[date]:
        """The days on which anything that counts for a line may change; raises UnknownSubjectError for no line."""
        return self._common | self.own(line)

    def own(self, line: str) -> set[date]:
        """The same without the pins, trees and groups that all operations share."""
        cuts: set[date] = set()
        for operation in operations_of_line(self.snapshot, line):
            within = self._within(operation)
            cuts |= within.all_lines | within.one_line[line]
        return cuts

    @cached_property
    def _common(self) -> set[date]:
        cuts: set[date] = set()
        for kind in ("assignment", "capability", "place"):
            cuts.update(*(self.snapshot.cuts(kind, subject) for subject in self.snapshot.ids(kind)))
        cuts |= turn_cuts(self.snapshot)
        return cuts.union(*(self.snapshot.cuts("member", one) for one in self.snapshot.subjects_with("membership")))

    def _within(self, operation: str) -> _Within:
        if operation not in self._found:
            self._found[operation] = self._find(operation)
        return self._found[operation]

    def _find(self, operation: str) -> _Within:
        """What was agreed for lines changes those alone; what else there is may serve any, and each line the others."""
        concerned = self.concerned[operation]
        found = _Within(operation_cuts(self.snapshot, operation), {})
        for line in concerned.lines:
            found.one_line[line] = line_cuts(self.snapshot, line) | self._phases.of_line(line)
        may_serve_any = False
        for giver in concerned.contributions:
            cuts = contribution_cuts(self.snapshot, giver.contribution)
            lines, alone = self._agreed_for(giver.contribution)
            for line in lines & found.one_line.keys():
                found.one_line[line] |= cuts
            if not alone:
                may_serve_any = True
                found.all_lines.update(cuts)
        if may_serve_any:
            found.all_lines.update(*found.one_line.values())
        return found

    def _agreed_for(self, contribution: str) -> tuple[set[str], bool]:
        """The lines for which a contribution was ever earmarked or pinned, and whether it is never free for others."""
        earmarks = self.snapshot.facet(Contribution, contribution, "line")
        lines = {cast("Contribution", one.record).line for one in earmarks}
        alone = None not in lines and any(one.valid == ALWAYS for one in earmarks)
        return {line for line in lines if line is not None} | self._pinned.get(contribution, set()), alone

    @cached_property
    def _phases(self) -> PhaseCuts:
        return PhaseCuts(self.snapshot)

    @cached_property
    def _pinned(self) -> dict[str, set[str]]:
        """The lines to which each contribution was ever pinned, or which it served in its turn."""
        pinned: dict[str, set[str]] = {}
        for assignment in self.snapshot.ids("assignment"):
            stated = [cast("Assignment", one.record) for one in self.snapshot.stated("assignment", assignment)]
            for contribution in {one.contribution for one in stated if one.contribution is not None}:
                pinned.setdefault(contribution, set()).update(one.line for one in stated if one.line is not None)
        for contribution, line in ever_turns(self.snapshot):
            pinned.setdefault(contribution, set()).add(line)
        return pinned


def operations_of_line(snapshot: Snapshot, line: str) -> set[str]:
    """The operation of a line, or all it was moved between; raises UnknownSubjectError where there is no such line."""
    found = named_operations(snapshot, line)
    if not found:
        raise UnknownSubjectError("line", line, closest(line, snapshot.ids("requirement")))
    return found


def named_operations(snapshot: Snapshot, line: str) -> set[str]:
    """The operations that what stands on a line names."""
    records = (cast("Requirement", one.record) for one in snapshot.stated("requirement", line))
    return {record.operation for record in records if record.operation is not None}


def operation_cuts(snapshot: Snapshot, operation: str) -> set[date]:
    """The days on which an operation itself may change: above all its end."""
    cuts = snapshot.cuts("operation", operation)
    for one in snapshot.stated("operation", operation):
        record = cast("Operation", one.record)
        cuts.update(window_cuts(record.dates))
        if record.withdrawal_until is not None:
            cuts.add(next_day(record.withdrawal_until.first))
    return cuts


def line_cuts(snapshot: Snapshot, line: str) -> set[date]:
    """The days on which what a line needs may change, or whether its gap is accepted, leaving its phases aside."""
    cuts = snapshot.cuts("requirement", line)
    for one in snapshot.facet(Requirement, line, "level"):
        level = cast("Requirement", one.record).level
        if level is not None and level.drawdown_until is not None:
            cuts.add(next_day(level.drawdown_until.first))
    stated = (cast("Requirement", one.record).accepted_gap for one in snapshot.facet(Requirement, line, "accepted_gap"))
    return cuts | {next_day(gap.until.first) for gap in stated if gap is not None and gap.until is not None}
