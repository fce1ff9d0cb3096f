"""Production in a plan: runs of classes, how many of them what covers their trainers' lines supports, who graduates.

A run counts where all its days lie in the period. Its classes are as many as its trainers allow on each of its days, by
what counts of the cover of their lines. From the day after its last day on, so many more join a contribution.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import cast

from muster.core.contributions import Contribution
from muster.core.days import Period
from muster.core.production import Production, Trainers
from muster.core.quantity import Quantity
from muster.core.requirements import Requirement
from muster.engine.amounts import Part
from muster.ledger.giving import decimals_of, span_of
from muster.ledger.snapshot import Snapshot


@dataclass(frozen=True)
class Run:
    """A run of classes, as the records say that are in force on its first day; quantities in smallest units.

    ``joins`` is the contribution that those join who graduate. ``per_class``: so many of each line one class needs.
    """

    production: str
    period: Period
    joins: str
    class_size: int
    most_classes: int | None
    per_class: Mapping[str, int]

    @property
    def first(self) -> date:
        """Its first day."""
        return cast("date", self.period.start)

    @property
    def end(self) -> date:
        """The day after its last, from which on those who graduate are there."""
        return cast("date", self.period.end)


@dataclass(frozen=True)
class Held:
    """A run in a plan: so many classes at once. ``counts``: the least that counts of each trainers' line on any day."""

    run: Run
    classes: int
    counts: Mapping[str, Fraction]

    @property
    def graduates(self) -> int:
        """So many graduate, in the smallest unit of what they join."""
        return self.classes * self.run.class_size


def runs(snapshot: Snapshot, within: Period) -> tuple[Run, ...]:
    """The runs of all productions that lie in a bounded period, by their last day."""
    found = (run for production in snapshot.ids("production") for run in _runs_of(snapshot, production, within))
    return tuple(sorted(found, key=lambda run: (run.end, run.production)))


def run_cuts(found: Iterable[Run]) -> set[date]:
    """The first day of each run, and the day after its last."""
    return {day for run in found for day in (run.first, run.end)}


def production_cuts(snapshot: Snapshot) -> set[date]:
    """The days on which what is recorded of productions may change, and those on which their runs begin."""
    cuts: set[date] = set()
    for production in snapshot.ids("production"):
        cuts |= snapshot.cuts("production", production)
        stated = (cast("Production", one.record).begins for one in snapshot.stated("production", production))
        cuts |= {begins.last for begins in stated if begins is not None}
    return cuts


def held(run: Run, parts: Sequence[Part]) -> Held:
    """How many classes of a run the cover in the parts of a plan supports; the parts hold all days of the run."""
    during = [part for part in parts if _overlaps(part.period, run.period)]
    counts = {line: min((_counts(part, line) for part in during), default=Fraction(0)) for line in run.per_class}
    allowed = [int(counts[line] // number) for line, number in run.per_class.items()]
    if run.most_classes is not None:
        allowed.append(max(0, run.most_classes))
    return Held(run, min(allowed), counts)


def graduated(found: Iterable[Held], day: date) -> dict[str, int]:
    """How many have joined each contribution by a day."""
    more: dict[str, int] = {}
    for one in found:
        if one.run.end <= day and one.graduates:
            more[one.run.joins] = more.get(one.run.joins, 0) + one.graduates
    return more


def _counts(part: Part, line: str) -> Fraction:
    """What of the cover of a line counts in a part of a plan; nothing where it is not planned."""
    if line in part.limited:
        return part.limited[line].counts
    return part.covered.get(line, Fraction(0))


def _overlaps(one: Period, other: Period) -> bool:
    starts = [cast("date", period.start) for period in (one, other)]
    ends = [cast("date", period.end) for period in (one, other)]
    return max(starts) < min(ends)


def _runs_of(snapshot: Snapshot, production: str, within: Period) -> Iterator[Run]:
    """The runs of one production that lie in a bounded period.

    They follow each other from the first day that is stated. Where the book says nothing of the production on a day, or
    moves its first day, runs go on as though they had followed each other from that first day.
    """
    begin, end = cast("date", within.start), cast("date", within.end)
    stated = (cast("Production", one.record).begins for one in snapshot.stated("production", production))
    day = min((begins.last for begins in stated if begins is not None), default=end)
    cuts = sorted(snapshot.cuts("production", production))
    follows = False
    while day < end:
        record = snapshot.thing(Production, production, day)
        if record is None or record.begins is None or (record.course_days or 0) < 1:
            day, follows = next((cut for cut in cuts if cut > day), end), False
            continue
        first, days = record.begins.last, cast("int", record.course_days)
        due = day if follows and first <= day else _due(first, days, day)
        if due != day:
            day, follows = min(due, end), False
        elif days > (end - day).days:
            return
        else:
            ends = day + timedelta(days=days)
            run = _run(snapshot, production, record, Period(day, ends)) if day >= begin else None
            if run is not None:
                yield run
            day, follows = ends, True


def _due(first: date, days: int, day: date) -> date:
    """The first day from a day on, on which a run begins where the first begins on its day and each lasts so long."""
    if day <= first:
        return first
    waits = -(day - first).days % days
    return day + timedelta(days=min(waits, (date.max - day).days))


def _run(snapshot: Snapshot, production: str, record: Production, period: Period) -> Run | None:
    """A run; None where it holds no class, for want of a contribution, of trainers or of a number above zero."""
    day = cast("date", period.start)
    size = None if record.graduates is None else _lowest(snapshot, record.class_size, record.graduates, day)
    parts = snapshot.parts(Trainers, production, day)
    needs = {one.line: _lowest_of_line(snapshot, one, day) for one in parts if one.line is not None}
    if record.graduates is None or not size or not needs or not all(needs.values()):
        return None
    return Run(production, period, record.graduates, size, record.most_classes, needs)


def _lowest(snapshot: Snapshot, quantity: Quantity | None, contribution: str, day: date) -> int:
    """What a quantity of a contribution is for certain, in its smallest unit."""
    given = snapshot.thing(Contribution, contribution, day) or Contribution()
    return span_of(quantity, decimals_of(snapshot, given.capability, day)).low or 0


def _lowest_of_line(snapshot: Snapshot, one: Trainers, day: date) -> int:
    wanted = snapshot.thing(Requirement, one.line or "", day) or Requirement()
    return span_of(one.per_class, decimals_of(snapshot, wanted.capability, day)).low or 0
