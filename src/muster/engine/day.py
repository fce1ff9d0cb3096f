"""One operation on one day: what each line needs, who serves it, what is free, what has no need.

Before there is a plan, a line is covered by what is pinned or earmarked to it or can serve it alone; what could serve
several lines is *free* and shown once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import cast

from muster.core.contributions import Assignment
from muster.core.days import next_day
from muster.core.firmness import Firmness
from muster.core.operations import Operation
from muster.core.quantity import NOTHING, Span
from muster.core.requirements import RANKED, Basis, Requirement
from muster.engine.eligibility import Ground, Reason, why_not
from muster.ledger.giving import Given, Giver, Levels, decimals_of, span_of
from muster.ledger.snapshot import Snapshot
from muster.ledger.standing import holding


@dataclass(frozen=True, slots=True)
class Serving:
    """What one contribution gives to one line."""

    contribution: str
    member: str | None
    counted: Levels
    undated: Levels


@dataclass(frozen=True, slots=True)
class LineDay:
    """A line on a day.

    ``need`` None: no number was ever stated. ``tolerated`` is the level up to which what is above the need is
    drawdown, not surplus. ``unit`` is the unit of its capability, counted with ``decimals``.
    """

    line: str
    requirement: Requirement
    need: Span | None
    tolerated: int
    unit: str | None
    decimals: int
    serving: tuple[Serving, ...]

    @property
    def ranked(self) -> bool:
        """Whether its want is a gap; a maximum is shown, never ranked as a shortage."""
        return (self.requirement.basis or Basis.NEEDED) in RANKED

    def cover(self, firmness: Firmness) -> Span:
        """What covers it for certain: the sum at a firmness. What is of unknown size adds nothing to the low end."""
        total = NOTHING
        for one in self.serving:
            total = total.plus(one.counted.get(firmness, NOTHING))
        return total

    def unknown(self, firmness: Firmness) -> tuple[str, ...]:
        """The contributions that serve it at that firmness with an unknown number."""
        sized = ((one.contribution, one.counted.get(firmness, NOTHING)) for one in self.serving)
        return tuple(contribution for contribution, span in sized if span.low is None)

    def undated(self, firmness: Firmness) -> tuple[str, ...]:
        """The contributions that may serve it on that day, beyond what is counted: their dates do not tell."""
        return tuple(
            one.contribution
            for one in self.serving
            if one.undated.get(firmness, NOTHING) not in (NOTHING, one.counted.get(firmness, NOTHING))
        )

    def gap(self, firmness: Firmness) -> int | None:
        """Need minus cover, at the low ends; None where the need has no number."""
        if self.need is None or self.need.low is None:
            return None
        return max(0, self.need.low - (self.cover(firmness).low or 0))

    def surplus(self, firmness: Firmness) -> int:
        """What is above the need and above what is tolerated as drawdown."""
        above = self._above(firmness)
        return above - self.drawdown(firmness)

    def drawdown(self, firmness: Firmness) -> int:
        """What is above a reduced need, up to the former level, until the reduction is to be completed."""
        if self.need is None or self.need.high is None:
            return 0
        return min(self._above(firmness), max(0, self.tolerated - self.need.high))

    def _above(self, firmness: Firmness) -> int:
        """What is above the high end of the need; nothing is above a need that is open upwards."""
        if self.need is None or self.need.high is None:
            return 0
        return max(0, (self.cover(firmness).low or 0) - self.need.high)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A contribution that covers no line: it is free for several, or serves none for a reason."""

    given: Given
    lines: tuple[str, ...] = ()
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class OperationDay:
    """An operation on a day."""

    operation: str
    day: date
    lines: dict[str, LineDay]
    free: tuple[Unplaced, ...]
    without_need: tuple[Unplaced, ...]
    withdrawing: tuple[Unplaced, ...]
    backfills: tuple[Unplaced, ...]


@dataclass(frozen=True, slots=True)
class Concerned:
    """Who is concerned with an operation: its lines and the contributions that may count in it at any time."""

    operation: str
    lines: tuple[str, ...]
    contributions: tuple[Giver, ...]


def operation_on(snapshot: Snapshot, concerned: Concerned, day: date) -> OperationDay:
    """An operation on a day."""
    ground = Ground(snapshot, day)
    over, withdrawing_until = _ended(snapshot, concerned.operation, day)
    lines = {} if over else _open_lines(snapshot, concerned, day)
    serving: dict[str, list[Serving]] = {line: [] for line in lines}
    free, without, leaving, backfills = [], [], [], []
    for giver in concerned.contributions:
        given = giver.on(day)
        if given is None or given.operation != concerned.operation or not (given.counted or given.undated):
            continue
        if not _gives(given):
            continue
        pinned = _pinned(snapshot, ground, given, lines)
        for line, share in pinned.items():
            serving[line].append(share)
        rest = _rest(given, pinned)
        if rest is None:
            continue
        reasons = {line: why_not(ground, rest, line, requirement) for line, requirement in lines.items()}
        fit = tuple(line for line, reason in reasons.items() if reason is None)
        if given.record.backfills is not None:
            backfills.append(Unplaced(rest, reason=Reason.BACKFILL))
        elif len(fit) == 1:
            serving[fit[0]].append(Serving(given.contribution, rest.record.member, rest.counted, rest.undated))
        elif fit:
            free.append(Unplaced(rest, lines=fit))
        elif over and withdrawing_until is not None and day <= withdrawing_until:
            leaving.append(Unplaced(rest))
        else:
            without.append(Unplaced(rest, reason=_closest(reasons.values())))
    days = {
        line: _line_day(snapshot, ground, line, requirement, tuple(serving[line]))
        for line, requirement in lines.items()
    }
    return OperationDay(concerned.operation, day, days, tuple(free), tuple(without), tuple(leaving), tuple(backfills))


def _gives(given: Given) -> bool:
    """Whether there is anything at any firmness: a contribution capped to nothing gives nothing."""
    return any(span != NOTHING for levels in (given.counted, given.undated) for span in levels.values())


def _ended(snapshot: Snapshot, operation: str, day: date) -> tuple[bool, date | None]:
    found = snapshot.thing(Operation, operation, day)
    last = None if found is None or found.dates is None else found.dates.last
    until = None if found is None or found.withdrawal_until is None else found.withdrawal_until.first
    return last is not None and day > last.first, until


def _open_lines(snapshot: Snapshot, concerned: Concerned, day: date) -> dict[str, Requirement]:
    found = {line: snapshot.thing(Requirement, line, day) for line in concerned.lines}
    return {
        line: requirement
        for line, requirement in found.items()
        if requirement is not None and requirement.operation == concerned.operation and requirement.level is not None
    }


def _pinned(snapshot: Snapshot, ground: Ground, given: Given, lines: dict[str, Requirement]) -> dict[str, Serving]:
    """What assignments pin to lines, in the order of their ids: so many of a contribution, never more than is left."""
    pinned: dict[str, Serving] = {}
    for assignment in snapshot.things(Assignment, ground.day).values():
        line = assignment.line or ""
        if assignment.contribution != given.contribution or line not in lines:
            continue
        if why_not(ground, given, line, lines[line], pinned=True) is not None:
            continue
        left = _rest(given, pinned)
        if left is None:
            continue
        share = None if assignment.quantity is None else span_of(assignment.quantity, ground.decimals(given))
        pinned[line] = Serving(
            given.contribution, given.record.member, _share(left.counted, share), _share(left.undated, share)
        )
    return pinned


def _share(levels: Levels, share: Span | None) -> Levels:
    return levels if share is None else {firmness: span.at_most(share) for firmness, span in levels.items()}


def _rest(given: Given, pinned: dict[str, Serving]) -> Given | None:
    """What of a contribution is not pinned; None where nothing is left."""
    if not pinned:
        return given
    counted = _less(given.counted, [serving.counted for serving in pinned.values()])
    undated = _less(given.undated, [serving.undated for serving in pinned.values()])
    rest = Given(given.contribution, given.record, given.operation, counted, undated)
    return rest if _gives(rest) else None


def _less(levels: Levels, taken: list[Levels]) -> Levels:
    rest: Levels = {}
    for firmness, span in levels.items():
        gone = NOTHING
        for one in taken:
            gone = gone.plus(one.get(firmness, NOTHING))
        low = None if span.low is None else max(0, span.low - (gone.low or 0))
        high = None if span.high is None else max(0, span.high - (gone.low or 0))
        rest[firmness] = Span(low, high)
    return rest


def _closest(reasons: Iterable[Reason | None]) -> Reason | None:
    """The reason that came closest to serving: the last in the order in which they are asked."""
    order = list(Reason)
    return max((reason for reason in reasons if reason is not None), key=order.index, default=None)


def _line_day(
    snapshot: Snapshot, ground: Ground, line: str, requirement: Requirement, serving: tuple[Serving, ...]
) -> LineDay:
    decimals = decimals_of(snapshot, requirement.capability, ground.day)
    quantity = None if requirement.level is None else requirement.level.quantity
    need = None if quantity is None else quantity.span(decimals)
    tolerated = _tolerated(snapshot, line, decimals, ground.day)
    unit = ground.unit(requirement.capability)
    return LineDay(line, requirement, need, tolerated, unit, decimals, serving)


def _tolerated(snapshot: Snapshot, line: str, decimals: int, day: date) -> int:
    """The highest level still tolerated: the former one while a reduction is not to be completed, and so back."""
    levels = snapshot.facet(Requirement, line, "level")
    highest = 0
    at = day
    while True:
        held = holding(levels, at)
        level = None if held is None else cast("Requirement", held.record).level
        if held is None or level is None:
            return highest
        high = span_of(level.quantity, decimals).high or 0
        highest = max(highest, high)
        start = held.entry.valid_from
        if level.drawdown_until is None or day > level.drawdown_until.first or start is None:
            return highest
        at = date.fromordinal(date.fromisoformat(start).toordinal() - 1)


def line_cuts(snapshot: Snapshot, line: str) -> set[date]:
    """The days on which what a line needs may change."""
    cuts = snapshot.cuts("requirement", line)
    for one in snapshot.facet(Requirement, line, "level"):
        level = cast("Requirement", one.record).level
        if level is not None and level.drawdown_until is not None:
            cuts.add(next_day(level.drawdown_until.first))
    return cuts
