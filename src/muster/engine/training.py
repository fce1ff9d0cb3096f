"""How many trainers, of what kinds, from when, for a line to be held by a day.

A line that graduates may serve is short on a day. For each run of classes that ends by then and could be the first of
larger ones: how many classes at once from then on would close the gap, and what trainers these need beside those there
are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from typing import cast

from muster.core.days import Period, next_day
from muster.core.errors import RefusedError
from muster.core.production import Production
from muster.engine.allocation import Plan
from muster.engine.amounts import Part, planned
from muster.engine.grown import grown
from muster.engine.production import Held
from muster.ledger.giving import span_of
from muster.ledger.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Needed:
    """Trainers of one line: so many are needed at once, so many of what covers it count at the least, it needs so many.

    All in the smallest unit of the line. ``need`` is the least that it is planned for on these days; 0 where it is not
    planned on one of them.
    """

    line: str
    unit: str | None
    decimals: int
    at_once: int
    counts: Fraction
    need: int

    @property
    def more(self) -> Fraction:
        """How many beside those there are."""
        return max(Fraction(0), self.at_once - self.counts)


@dataclass(frozen=True, slots=True)
class Beginning:
    """From a first day on, so many classes at once in each of so many runs, and the trainers they need."""

    first: date
    runs: int
    classes: int
    trainers: tuple[Needed, ...]


@dataclass(frozen=True, slots=True)
class Training:
    """What of one production would close the gap of a line on a day.

    ``graduates``: so many more are needed, in the smallest unit of what they join. ``beginnings``: by each run that
    could be the first. Where there is none, ``begin_by`` is the last day on which training would have had to begin;
    None where no training that is stated could have done.
    """

    production: str
    joins: str
    decimals: int
    graduates: int
    beginnings: tuple[Beginning, ...]
    begin_by: date | None = None


def until(first: date, day: date, within: Period | None) -> Period:
    """The period of a plan that tells of a day, from the first day where none is given.

    Raises RefusedError for a day that lies outside.
    """
    if within is None and day >= first:
        return Period(first, next_day(day))
    if within is None or day not in within:
        raise RefusedError(f"{day} is outside the plan, which begins on {within.start if within else first}")
    return within


def training(snapshot: Snapshot, plan: Plan, line: str, day: date) -> tuple[Training, ...]:
    """What each production that could serve a line would need for it to be held on a day; nothing where it is."""
    part = plan.on(day)
    if part is None or line not in part.covered or part.short(line) <= 0:
        return ()
    found = (_training(snapshot, plan, part, (line, day), name) for name in snapshot.ids("production"))
    return tuple(one for one in found if one is not None)


def _training(snapshot: Snapshot, plan: Plan, part: Part, of: tuple[str, date], production: str) -> Training | None:
    line, day = of
    record = snapshot.thing(Production, production, day) or Production()
    joins = record.graduates or ""
    more = _missing(part, joins, line)
    if more is None:
        return None
    held = [one for one in plan.held if (one.run.production, one.run.joins) == (production, joins)]
    ended = [one for one in held if one.run.end <= day]
    found = (_beginning(plan, ended[at:], more) for at in range(len(ended)))
    beginnings = tuple(one for one in found if one is not None)
    decimals = part.field.offered[joins].decimals
    begin_by = None if beginnings else _begin_by(record, decimals, ended, more, day)
    return Training(production, joins, decimals, more, beginnings, begin_by)


def _missing(part: Part, joins: str, line: str) -> int | None:
    """How many more graduates the fewest are with which a line is held in a part; None where they cannot do it."""
    giver = part.field.offered.get(joins)
    if giver is None or giver.grows is None:
        return None
    worth = {of: one for (name, of), one in part.field.worth.items() if name == joins} | dict(giver.grows)
    if line not in worth:
        return None

    def holds(more: int) -> bool:
        field = grown(part.field, {joins: more})
        return planned(field, part.period, part.assigned).covered[line] == part.field.wanted[line].need

    most = sum(ceil(part.field.wanted[of].need / one) for of, one in worth.items())
    return _fewest(most, holds)


def _fewest(most: int, is_enough: Callable[[int], bool]) -> int | None:
    """The fewest that are enough, of 0 to most; None where most are not. More are never worse."""
    if not is_enough(most):
        return None
    few, many = -1, most
    while many - few > 1:
        between = (few + many) // 2
        few, many = (few, between) if is_enough(between) else (between, many)
    return many


def _beginning(plan: Plan, held: Sequence[Held], more: int) -> Beginning | None:
    """What it takes where these runs are those that can be larger; None where there may not be as many classes."""

    def is_enough(classes: int) -> bool:
        return sum(max(0, _at_once(one, classes) - one.classes) * one.run.class_size for one in held) >= more

    classes = _fewest(max(one.classes for one in held) + more, is_enough)
    if classes is None:
        return None
    lines = sorted({line for one in held for line in one.run.per_class})
    trainers = tuple(_needed(plan, held, line, classes) for line in lines)
    return Beginning(held[0].run.first, len(held), classes, trainers)


def _at_once(one: Held, classes: int) -> int:
    most = one.run.most_classes
    return classes if most is None else min(classes, most)


def _needed(plan: Plan, held: Sequence[Held], line: str, classes: int) -> Needed:
    of_line = [one for one in held if line in one.run.per_class]
    days = Period(of_line[0].run.first, of_line[-1].run.end)
    wanted = [part.field.wanted.get(line) for part in plan.parts if cast("date", part.period.start) in days]
    known = [one for one in wanted if one is not None]
    return Needed(
        line,
        known[0].unit if known else None,
        known[0].decimals if known else 0,
        max(_at_once(one, classes) * one.run.per_class[line] for one in of_line),
        min(one.counts[line] for one in of_line),
        min((0 if one is None else one.need for one in wanted), default=0),
    )


def _begin_by(record: Production, decimals: int, held: Sequence[Held], more: int, day: date) -> date | None:
    """The last day on which classes would have had to begin, as many at once as there may be."""
    size, days = span_of(record.class_size, decimals).low or 0, record.course_days or 0
    most = record.most_classes
    if size < 1 or days < 1 or (most is not None and most < 1):
        return None
    gained = sum(max(0, _at_once(one, most or 0) - one.classes) * one.run.class_size for one in held)
    runs = 1 if most is None else max(1, ceil(Fraction(more - gained, most * size)))
    first = held[0].run.first if held else day
    return first - timedelta(days=runs * days) if runs * days <= (first - date.min).days else None
