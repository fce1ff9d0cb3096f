"""The picture of a coalition on one day: what is needed, who brings it, what is missing and since when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from muster.core.capabilities import Capability, Measure, Portion
from muster.core.contributions import Contribution
from muster.core.firmness import DEFAULT_FIRMNESS, LADDER, Firmness
from muster.core.operations import Meeting, Operation, Place
from muster.core.quantity import NOTHING
from muster.engine.coverage import Timeline
from muster.engine.day import LineDay, OperationDay
from muster.engine.gaps import Gap, Outlook, gaps_on, outlook
from muster.engine.placing import Placing
from muster.ledger.snapshot import Snapshot

CHANGES_OVER = timedelta(days=30)
"""The picture says what changed over so long."""

AHEAD = timedelta(days=365)
"""The picture looks so far ahead for days on which cover falls."""


@dataclass(frozen=True, slots=True)
class Upcoming:
    """A meeting or decision ahead, with its day as precisely as known and the days until its first possible day."""

    meeting: str
    name: str
    day: str
    in_days: int
    operations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OperationRow:
    """The open lines of one operation on the day, and how many of them are short, covered, without a number, maxima."""

    operation: str
    name: str
    place: str
    lines: tuple[LineDay, ...]
    short: int
    without_number: int
    maxima: int


@dataclass(frozen=True, slots=True)
class Change:
    """What changed about a line over the last thirty days: its need and its cover then, and now."""

    line: str
    need: tuple[int | None, int | None]
    cover: tuple[int, int]

    @property
    def size(self) -> int:
        """How much moved."""
        then, now = self.need
        return abs(self.cover[1] - self.cover[0]) + abs((now or 0) - (then or 0))


@dataclass(frozen=True, slots=True)
class Unknowns:
    """What the book does not know, as ids: shown, never counted as zero.

    Sizes and days are those of what counts at the firmness asked for; ``undated_softer`` is what was only said less
    firmly, the firmest first: no day tells when it would come.
    """

    lines_without_number: tuple[str, ...]
    unknown_size: tuple[str, ...]
    undated: tuple[str, ...]
    undated_softer: tuple[str, ...]
    without_capability: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything ``status`` shows, for one day as known at one instant to one viewer."""

    name: str
    banner: str | None
    viewer: str
    known: date
    valid: date
    firmness: Firmness
    upcoming: tuple[Upcoming, ...]
    operations: tuple[OperationRow, ...]
    gaps: tuple[Gap, ...]
    changes: tuple[Change, ...]
    entries_recorded: int
    free: tuple[Placing, ...]
    without_need: tuple[Placing, ...]
    withdrawing: tuple[Placing, ...]
    backfills: tuple[Placing, ...]
    outlooks: tuple[Outlook, ...]
    unknowns: Unknowns
    not_counted: tuple[str, ...]
    is_empty: bool

    @property
    def lines(self) -> tuple[LineDay, ...]:
        """The open lines of all operations."""
        return tuple(line for row in self.operations for line in row.lines)


def picture(snapshot: Snapshot, valid: date, earlier: Snapshot, firmness: Firmness = DEFAULT_FIRMNESS) -> Picture:
    """The picture on a day. ``earlier`` is the same book as known thirty days before, for what changed since."""
    timeline = Timeline(snapshot)
    days = [timeline.on(operation, valid) for operation in timeline.concerned]
    lines = [line for day in days for line in day.lines.values()]
    genesis = snapshot.genesis
    return Picture(
        name=genesis.name or "",
        banner=genesis.banner,
        viewer=snapshot.viewer,
        known=snapshot.known_day,
        valid=valid,
        firmness=firmness,
        upcoming=_upcoming(snapshot, valid),
        operations=tuple(_row(snapshot, day, firmness) for day in days if day.lines),
        gaps=gaps_on(timeline, valid, firmness),
        changes=_changes(lines, Timeline(earlier), valid - CHANGES_OVER, firmness),
        entries_recorded=len(snapshot.entries) - len(earlier.entries),
        free=tuple(one for day in days for one in day.free),
        without_need=tuple(one for day in days for one in day.without_need),
        withdrawing=tuple(one for day in days for one in day.withdrawing),
        backfills=tuple(one for day in days for one in day.backfills),
        outlooks=_outlooks(timeline, lines, valid, firmness),
        unknowns=_unknowns(snapshot, days, lines, valid, firmness),
        not_counted=not_yet_counted(snapshot, lines, valid),
        is_empty=not snapshot.ids("requirement") and not snapshot.ids("contribution"),
    )


def not_yet_counted(snapshot: Snapshot, lines: Iterable[LineDay], valid: date) -> tuple[str, ...]:
    """The rules that the book states on the day but that coverage does not count yet, in words."""
    capabilities = snapshot.things(Capability, valid)
    listed = list(lines)
    used = [capabilities[line.requirement.capability or ""] for line in listed if line.unit is not None]
    stated = (
        ("whole units, tours and rest", any(one.portion is Portion.UNIT or one.tour_days for one in used)),
        ("totals and their instalments", any(one.measure is Measure.TOTAL for one in used)),
        ("substitutes and their efficiency", bool(snapshot.subjects_with("substitute"))),
        ("enabling lines", any(line.requirement.needs for line in listed)),
        ("activation thresholds", any(line.requirement.threshold for line in listed)),
        ("tasks and standards", any(line.requirement.tasks or line.requirement.standard for line in listed)),
        ("caveats", bool(snapshot.ids("caveat"))),
        ("conditions", bool(snapshot.ids("condition"))),
        ("production", bool(snapshot.ids("production"))),
    )
    return tuple(rule for rule, there in stated if there)


def _row(snapshot: Snapshot, day: OperationDay, firmness: Firmness) -> OperationRow:
    operation = snapshot.thing(Operation, day.operation, day.day)
    name = day.operation if operation is None else operation.name or day.operation
    place = None if operation is None else snapshot.thing(Place, operation.place or "", day.day)
    lines = tuple(day.lines.values())
    return OperationRow(
        operation=day.operation,
        name=name,
        place="" if place is None else place.name or "",
        lines=lines,
        short=sum(1 for line in lines if line.short(firmness)),
        without_number=sum(1 for line in lines if line.gap(firmness) is None),
        maxima=sum(1 for line in lines if not line.ranked),
    )


def _upcoming(snapshot: Snapshot, valid: date) -> tuple[Upcoming, ...]:
    ahead = []
    for meeting, record in snapshot.things(Meeting, valid).items():
        if record.day is not None and record.day.last >= valid:
            days = max(0, (record.day.first - valid).days)
            ahead.append(Upcoming(meeting, record.name or meeting, str(record.day), days, record.operations or ()))
    return tuple(sorted(ahead, key=lambda one: (one.in_days, one.day, one.meeting)))


def _changes(lines: Iterable[LineDay], then: Timeline, day: date, firmness: Firmness) -> tuple[Change, ...]:
    changes = []
    for line in lines:
        before = then.line_on(line.line, day)
        need = (_low(before), _low(line))
        cover = (0 if before is None else before.cover(firmness).low or 0, line.cover(firmness).low or 0)
        if need[0] != need[1] or cover[0] != cover[1]:
            changes.append(Change(line.line, need, cover))
    return tuple(sorted(changes, key=lambda change: (-change.size, change.line)))


def _low(line: LineDay | None) -> int | None:
    return None if line is None or line.need is None else line.need.low


def _outlooks(timeline: Timeline, lines: Iterable[LineDay], valid: date, firmness: Firmness) -> tuple[Outlook, ...]:
    """The outlook of the lines that are covered now and will not stay so, fall ahead, or hang on one member."""
    found = []
    for line in lines:
        ahead = outlook(timeline, line.line, valid, firmness)
        soon = tuple((day, fall) for day, fall in ahead.cliffs if day <= valid + AHEAD)
        if soon or ahead.single is not None or (ahead.holds_until is not None and ahead.holds_until >= valid):
            found.append(Outlook(ahead.line, ahead.holds_until, soon, ahead.single))
    return tuple(found)


def _unknowns(
    snapshot: Snapshot, days: Iterable[OperationDay], lines: Iterable[LineDay], valid: date, firmness: Firmness
) -> Unknowns:
    listed = list(lines)
    unplaced = [one for day in days for one in (*day.free, *day.without_need, *day.withdrawing, *day.backfills)]
    sizeless = {contribution for line in listed for contribution in line.unknown(firmness)}
    sizeless |= {one.given.contribution for one in unplaced if one.given.counted.get(firmness, NOTHING).low is None}
    undated = _undated(listed, unplaced, firmness)
    softer: dict[str, None] = {}
    for word in LADDER[LADDER.index(firmness) + 1 :]:
        softer |= dict.fromkeys(sorted(_undated(listed, unplaced, word) - undated))
    kindless = [
        contribution
        for contribution in snapshot.ids("contribution")
        if cast("Contribution", snapshot.thing(Contribution, contribution, valid) or Contribution()).capability is None
    ]
    return Unknowns(
        lines_without_number=tuple(line.line for line in listed if line.gap(firmness) is None),
        unknown_size=tuple(sorted(sizeless)),
        undated=tuple(sorted(undated)),
        undated_softer=tuple(softer),
        without_capability=tuple(kindless),
    )


def _undated(lines: Iterable[LineDay], unplaced: Iterable[Placing], firmness: Firmness) -> set[str]:
    """The contributions that at a firmness give more than is counted, on days that nobody knows."""
    found = {contribution for line in lines for contribution in line.undated(firmness)}
    return found | {one.given.contribution for one in unplaced if one.given.undated.get(firmness, NOTHING) != NOTHING}
