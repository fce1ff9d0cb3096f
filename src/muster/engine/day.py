"""One operation on one day: what each line needs, who serves it, what is free, what has no need.

Before there is a plan, a line is covered by what is pinned or earmarked to it or can serve it alone; what could serve
several lines is *free* and shown once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from muster.core.days import day_before
from muster.core.firmness import Firmness
from muster.core.operations import Operation
from muster.core.quantity import NOTHING, Span
from muster.core.requirements import AcceptedGap, Requirement
from muster.engine.eligibility import Ground, Reason
from muster.engine.placing import Needs, Placing, gives
from muster.ledger.giving import Given, Giver, Levels, span_of
from muster.ledger.phases import NotOpen
from muster.ledger.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Serving:
    """What one contribution gives to one line; a bridge until something else arrives."""

    contribution: str
    member: str | None
    counted: Levels
    undated: Levels
    is_bridge: bool = False


@dataclass(frozen=True, slots=True)
class LineDay:
    """A line on a day.

    ``need`` None: no number was ever stated. What is above the need up to ``tolerated`` is drawdown, what is above that
    is surplus; None: nobody knows where it ends. ``unit`` is the unit of its capability, counted with ``decimals``.
    ``accepted``: somebody has decided to live with its gap on that day.
    """

    line: str
    requirement: Requirement
    need: Span | None
    tolerated: int | None
    unit: str | None
    decimals: int
    serving: tuple[Serving, ...]
    accepted: AcceptedGap | None = None

    @property
    def ranked(self) -> bool:
        """Whether its want is a gap; a maximum is shown, never ranked as a shortage."""
        return self.requirement.ranked

    def cover(self, firmness: Firmness) -> Span:
        """What covers it for certain: the sum at a firmness. What is of unknown size adds nothing to the low end."""
        return _sum(one.counted.get(firmness, NOTHING) for one in self.serving)

    def bridged(self, firmness: Firmness) -> Span:
        """What of its cover only bridges, until something else arrives."""
        return _sum(one.counted.get(firmness, NOTHING) for one in self.serving if one.is_bridge)

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

    def short(self, firmness: Firmness) -> int:
        """By how much it is short: its gap, where that is known and not of a maximum."""
        return (self.gap(firmness) or 0) if self.ranked else 0

    def surplus(self, firmness: Firmness) -> int:
        """What is above the high end of the need and above what is tolerated as drawdown."""
        return self._above(firmness, self.tolerated)

    def drawdown(self, firmness: Firmness) -> int:
        """What is above a reduced need, up to the former level, until the reduction is to be completed."""
        return self._above(firmness, None if self.need is None else self.need.high) - self.surplus(firmness)

    def _above(self, firmness: Firmness, level: int | None) -> int:
        """What is above a level; nothing is above one that is open upwards."""
        return 0 if level is None else max(0, (self.cover(firmness).low or 0) - level)


def _sum(spans: Iterable[Span]) -> Span:
    total = NOTHING
    for span in spans:
        total = total.plus(span)
    return total


class Lines(Mapping[str, LineDay]):
    """The open lines of an operation on a day, by id; each is worked out when it is asked for."""

    def __init__(self, ground: Ground, stated: dict[str, Requirement], serving: dict[str, list[Serving]]) -> None:
        """Take what the lines state and who serves them."""
        self._ground, self._stated, self._serving = ground, stated, serving
        self._found: dict[str, LineDay] = {}

    def __getitem__(self, line: str) -> LineDay:
        if line not in self._found:
            serving = tuple(self._serving[line])
            self._found[line] = _line_day(self._ground, line, self._stated[line], serving)
        return self._found[line]

    def __iter__(self) -> Iterator[str]:
        return iter(self._stated)

    def __len__(self) -> int:
        return len(self._stated)


@dataclass(frozen=True, slots=True)
class OperationDay:
    """An operation on a day.

    Apart from its lines: what is free for several, what has no stated need or may not serve it, what is withdrawing
    after the end, with the lines it served, and what backfills elsewhere. ``not_open`` are the lines that are needed
    on other days, and not on this one because of a phase.
    """

    operation: str
    day: date
    lines: Lines
    free: tuple[Placing, ...]
    without_need: tuple[Placing, ...]
    withdrawing: tuple[Placing, ...]
    backfills: tuple[Placing, ...]
    not_open: Mapping[str, NotOpen]


NO_OPERATION = ""
"""Stands for the operation of what counts in none."""


@dataclass(frozen=True, slots=True)
class Concerned:
    """Who is concerned with an operation: its lines and the contributions that may count in it at any time."""

    operation: str
    lines: tuple[str, ...]
    contributions: tuple[Giver, ...]


def operation_on(ground: Ground, concerned: Concerned) -> OperationDay:
    """An operation on the day of the ground."""
    over, withdrawing = _ended(ground, concerned.operation)
    lines, not_open = _stated_lines(ground, concerned)
    needs = Needs(ground, lines)
    serving: dict[str, list[Serving]] = {line: [] for line in lines}
    free: list[Placing] = []
    without: list[Placing] = []
    leaving: list[Placing] = []
    backfills: list[Placing] = []
    for giver in concerned.contributions:
        given = giver.on(ground.day) if giver.begins <= ground.day else None
        if given is None or (given.operation or NO_OPERATION) != concerned.operation or not gives(given):
            continue
        if given.record.backfills is not None:
            backfills.append(Placing(given, reason=Reason.BACKFILL))
        elif over and not withdrawing:
            without += [Placing(given)] if _is_in_place(given) else []
        elif over:
            leaving += [one for one in needs.placings(given) if _is_in_place(one.given)]
        else:
            for one in needs.placings(given):
                if len(one.lines) == 1:
                    serving[one.lines[0]].append(_serving(one.given))
                else:
                    (free if one.lines else without).append(one)
    open_lines = Lines(ground, {} if over else lines, serving)
    placed = tuple(free), tuple(without), tuple(leaving), tuple(backfills)
    return OperationDay(concerned.operation, ground.day, open_lines, *placed, not_open={} if over else not_open)


def _ended(ground: Ground, operation: str) -> tuple[bool, bool]:
    """Whether an operation has ended, and whether what is in place may still be withdrawing."""
    found = ground.snapshot.thing(Operation, operation, ground.day) or Operation()
    last = None if found.dates is None else found.dates.last
    until = found.withdrawal_until
    return last is not None and ground.day > last.first, until is not None and ground.day <= until.first


def _stated_lines(ground: Ground, concerned: Concerned) -> tuple[dict[str, Requirement], dict[str, NotOpen]]:
    """What is stated of the lines that are open, and those that are not because of a phase."""
    found: dict[str, Requirement] = {}
    waiting: dict[str, NotOpen] = {}
    for line in concerned.lines:
        requirement = ground.snapshot.thing(Requirement, line, ground.day) or Requirement()
        if requirement.operation == concerned.operation and requirement.level is not None:
            not_open = ground.phases.not_open(line, requirement)
            if not_open is None:
                found[line] = requirement
            else:
                waiting[line] = not_open
    return found, waiting


def _is_in_place(given: Given) -> bool:
    return given.counted.get(Firmness.IN_PLACE, NOTHING) != NOTHING


def _serving(given: Given) -> Serving:
    record = given.record
    return Serving(given.contribution, record.member, given.counted, given.undated, record.bridge is not None)


def _line_day(ground: Ground, line: str, requirement: Requirement, serving: tuple[Serving, ...]) -> LineDay:
    decimals = ground.decimals(requirement.capability)
    quantity = None if requirement.level is None else requirement.level.quantity
    need = None if quantity is None else span_of(quantity, decimals)
    tolerated = _tolerated(ground.snapshot, line, decimals, ground.day)
    unit = ground.unit(requirement.capability)
    accepted = requirement.accepted_gap
    if accepted is not None and not accepted.holds_on(ground.day):
        accepted = None
    return LineDay(line, requirement, need, tolerated, unit, decimals, serving, accepted)


def _tolerated(snapshot: Snapshot, line: str, decimals: int, day: date) -> int | None:
    """The highest level still tolerated: the former one while a reduction is not to be completed, and so back."""
    highest = 0
    at = day
    while True:
        held = snapshot.holding(Requirement, line, "level", at)
        level = None if held is None else cast("Requirement", held.record).level
        if held is None or level is None:
            return highest
        high = span_of(level.quantity, decimals).high
        if high is None:
            return None
        highest = max(highest, high)
        start = held.entry.valid_from
        if level.drawdown_until is None or day > level.drawdown_until.first or start is None:
            return highest
        at = day_before(date.fromisoformat(start))
