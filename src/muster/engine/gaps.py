"""Gaps: need minus cover at a firmness, as intervals; and what a line's future holds."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from typing import cast

from muster.core.days import Period, day_before, next_day
from muster.core.firmness import DEFAULT_FIRMNESS, Firmness
from muster.core.members import Member, MemberForm
from muster.core.quantity import NOTHING
from muster.engine.coverage import Coverage, Stretch, Timeline
from muster.engine.day import LineDay
from muster.ledger.phases import NotOpen
from muster.ledger.snapshot import Snapshot

DEFAULT_TIER = 3
"""The tier of a line for which none is stated."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A line short on a day: by how much, since when without a break, and until when as far as the book knows.

    ``since`` None: as far back as the book goes. ``until`` is the last day, None: open.
    """

    line: str
    operation: str
    day: LineDay
    short: int
    since: date | None
    until: date | None

    @property
    def rank(self) -> tuple[bool, int, int, int, str]:
        """Worst first: tier, weight inside it, size; those that are accepted after all others.

        Sizes in unlike units are put in order, never added.
        """
        requirement = self.day.requirement
        urgency = requirement.tier or DEFAULT_TIER, -(requirement.weight or 1)
        return (self.day.accepted is not None, *urgency, -self.short, self.line)


@dataclass(frozen=True, slots=True)
class Interval:
    """So much is missing over these days."""

    period: Period
    short: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """What lies ahead of a line that is covered, or nearly.

    ``holds_until`` is the last day up to which cover meets need without a break (the day before, where it is short
    already), None: beyond what the book knows; ``cliffs`` are the days on which cover falls, with by how much;
    ``single`` is the only member that covers it for certain.
    """

    line: str
    holds_until: date | None
    cliffs: tuple[tuple[date, int], ...]
    single: str | None


def lines_on(timeline: Timeline, day: date) -> tuple[LineDay, ...]:
    """All open lines on a day, by operation."""
    return tuple(line for operation in timeline.concerned for line in timeline.on(operation, day).lines.values())


def not_open_on(timeline: Timeline, day: date) -> tuple[NotOpen, ...]:
    """The lines that are not open on a day because of a phase, by operation."""
    return tuple(one for operation in timeline.concerned for one in timeline.on(operation, day).not_open.values())


def gaps_on(timeline: Timeline, day: date, firmness: Firmness = DEFAULT_FIRMNESS) -> tuple[Gap, ...]:
    """The lines that are short on a day at a firmness, the worst first. Maxima are not ranked."""
    found = []
    for operation in timeline.concerned:
        for line, state in timeline.on(operation, day).lines.items():
            short = state.short(firmness)
            if short:
                since, until = _run(timeline, line, day, firmness)
                found.append(Gap(line, operation, state, short, since, until))
    return tuple(sorted(found, key=lambda gap: gap.rank))


def intervals(coverage: Coverage, firmness: Firmness = DEFAULT_FIRMNESS) -> tuple[Interval, ...]:
    """The intervals of a line's coverage in which it is short; neighbours of equal size are one. A maximum has none."""
    found: list[Interval] = []
    for stretch in coverage.stretches:
        short = 0 if stretch.line is None else stretch.line.short(firmness)
        if not short:
            continue
        last = found[-1] if found else None
        if last is not None and last.short == short and last.period.end == stretch.period.start:
            found[-1] = Interval(Period(last.period.start, stretch.period.end), short)
        else:
            found.append(Interval(stretch.period, short))
    return tuple(found)


def outlook(timeline: Timeline, line: str, day: date, firmness: Firmness = DEFAULT_FIRMNESS) -> Outlook:
    """What lies ahead of a line from a day on, as far as the book knows."""
    end = timeline.horizon_of(line).end
    ahead = timeline.coverage(line, Period(day, max(end or day, next_day(day))))
    holds: date | None = None
    for stretch in ahead.stretches:
        if stretch.line is not None and stretch.line.short(firmness):
            holds = day_before(cast("date", stretch.period.start))
            break
    now = ahead.on(day)
    single = None if now is None else _single(timeline.snapshot, now, day, firmness)
    return Outlook(line, holds, tuple(_cliffs(ahead.stretches, firmness)), single)


def _single(snapshot: Snapshot, line: LineDay, day: date, firmness: Firmness) -> str | None:
    """The only member that covers a line; None where there are several, or one that stands for several."""
    givers = {one.member for one in line.serving if one.counted.get(firmness, NOTHING).low}
    member = givers.pop() if len(givers) == 1 else None
    found = None if member is None else snapshot.thing(Member, member, day)
    return None if found is not None and found.form is MemberForm.UNNAMED else member


def _cliffs(ahead: tuple[Stretch, ...], firmness: Firmness) -> list[tuple[date, int]]:
    falls: list[tuple[date, int]] = []
    before: int | None = None
    for stretch in ahead:
        cover = None if stretch.line is None else stretch.line.cover(firmness).low or 0
        if before is not None and cover is not None and cover < before:
            falls.append((cast("date", stretch.period.start), before - cover))
        before = cover
    return falls


def _run(timeline: Timeline, line: str, day: date, firmness: Firmness) -> tuple[date | None, date | None]:
    """Since when and until when a line is short without a break around a day."""
    cuts = sorted(timeline.cuts.of(line))
    now = bisect_right(cuts, day)

    def short(at: date) -> bool:
        state = timeline.line_on(line, at)
        return state is not None and bool(state.short(firmness))

    since: date | None = None
    for cut in reversed(cuts[:now]):
        if not short(day_before(cut)):
            since = cut
            break
    until = next((day_before(cut) for cut in cuts[now:] if not short(cut)), None)
    return since, until
