"""The tours of whole units by name and day: which may be, and on the fields of their days. See docs/decisions/0009."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from itertools import accumulate, groupby
from typing import Any, Self, TypeVar, cast

from muster.core.days import Period, stretches
from muster.engine.eligibility import Reason
from muster.engine.field import Field, Pin
from muster.engine.fleet import Opening, Unit
from muster.engine.hands import Hands
from muster.engine.kernels.tours import NONE
from muster.engine.network import Pair
from muster.engine.numbering import Begin, Course, Days, Numbered, pinned_of

STEPS_OF_A_CASE = 100
"""Steps of improvement that take as long as a case of a bound does."""

MOST_CASES = 5000
"""A bound has no more cases, however many steps there are."""

LOOK_S = 0.2
"""So often it is told how much of what was shared out is done."""

Item = TypeVar("Item")
Answer = TypeVar("Answer")

Watcher = Callable[[int, int], None]
"""Told that so many of so many steps are done."""

Job = Callable[[Sequence[Item], "Work"], Sequence[Answer]]
"""Makes an answer of each of some items."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to look: so many steps of improvement from a seed, so many turns for each bound (none: no bound).

    ``stop`` is asked now and then whether what was found so far is to do. A bound has cases, so many at most as
    ``nodes`` says, over all components.
    """

    steps: int = 2000
    turns: int = 60
    seed: int = 1
    stop: Callable[[], bool] = bool

    @property
    def nodes(self) -> int:
        """How many cases a bound may have, over all components."""
        return min(MOST_CASES, self.steps // STEPS_OF_A_CASE)


ANSWER = Effort(steps=0, turns=0)
"""Units only answer a change, each with its best tours, and no bound is asked for."""


@dataclass
class Work:
    """The work on a plan: with what effort, who watches, whether Ctrl-C may stop it, and whether it has.

    ``hands``: among whom it is shared out where that pays.
    """

    effort: Effort
    watcher: Watcher | None = None
    may_stop: bool = False
    is_stopped: bool = False
    hands: Hands | None = None

    def is_enough(self) -> bool:
        """Whether to do with what was found so far."""
        return self.is_stopped or self.effort.stop()

    @contextmanager
    def stoppable(self) -> Iterator[None]:
        """What is done in it stays done where Ctrl-C stops it."""
        try:
            yield
        except KeyboardInterrupt:
            if not self.may_stop:
                raise
            self.is_stopped = True

    def share_out(self, job: Job[Item, Answer], items: Sequence[Item], sizes: Sequence[int]) -> list[Answer]:
        """What a job makes of items of some sizes, in their order; each by itself, so that it may be done elsewhere."""
        if self.hands is None or self.is_enough() or not self.hands.pay(sizes):
            return list(job(items, self))
        groups = self.hands.groups(sizes)
        executor, effort = self.hands.executor, self.effort
        futures = [executor.submit(_elsewhere, job, [items[at] for at in group], effort) for group in groups]
        with self.stoppable():
            self._wait(futures)
        if self.is_stopped:
            executor.shutdown(wait=False, cancel_futures=True)
        found: dict[int, Answer] = {}
        for group, future in zip(groups, futures, strict=True):
            try:
                answers = future.result()
            except (BrokenExecutor, CancelledError):
                answers = list(job([items[at] for at in group], self))
            found.update(zip(group, answers, strict=True))
        return [found[at] for at in range(len(items))]

    def _wait(self, futures: Sequence[Future[Any]]) -> None:
        """Wait for all, and tell how many are done."""
        waiting = len(futures)
        while waiting:
            if self.watcher is not None:
                self.watcher(len(futures) - waiting, len(futures))
            waiting = len(wait(futures, timeout=LOOK_S).not_done)


def _elsewhere(job: Job[Item, Answer], items: Sequence[Item], effort: Effort) -> list[Answer]:
    """A job that is shared out, in the process to which it was sent."""
    return list(job(items, Work(effort)))


@dataclass(frozen=True, slots=True)
class Tour:
    """A unit serves a line over days in a row."""

    contribution: str
    line: str
    period: Period


@dataclass(frozen=True)
class Kept:
    """A kept plan to start from: its name, what is assigned on the first day, and when who serves which line."""

    name: str | None = None
    assigned: Mapping[Pair, Fraction] = field(default_factory=dict)
    days: Days = field(default_factory=dict)

    @property
    def tours(self) -> list[Tour]:
        """Those days as though all of them were tours."""
        return [Tour(*pair, period) for pair, periods in self.days.items() for period in periods]

    @classmethod
    def of_tours(cls, tours: Iterable[Tour]) -> Self:
        """Nothing but who is on which tour."""
        days: dict[Pair, list[Period]] = {}
        for tour in tours:
            days.setdefault((tour.contribution, tour.line), []).append(tour.period)
        return cls(days=days)


def allowed(of: Numbered, tours: Iterable[Tour]) -> tuple[Tour, ...]:
    """Those of some tours that units may make, each after those before it."""
    of_opening = [one.line for unit in of.fleet.units for one in unit.openings]
    return in_order(
        Tour(of.units[unit], of.lines[of_opening[opening]], Period(of.day(days.start), of.day(days.stop)))
        for unit, opening, days in placed(of, tours)
    )


def placed(of: Numbered, tours: Iterable[Tour]) -> Iterator[tuple[int, int, range]]:
    """What of each tour a unit may make after those before it: unit, opening and slots."""
    number = {name: at for at, name in enumerate(of.units)}
    first_opening = [0, *accumulate(len(unit.openings) for unit in of.fleet.units)]
    free_from: dict[int, int] = {}
    for tour in sorted(tours, key=_first_day):
        at = number.get(tour.contribution)
        if at is not None:
            unit, told = of.fleet.units[at], of.slots(tour.period)
            for place, opening in enumerate(unit.openings):
                days = range(max(told.start, opening.first), min(told.stop, opening.end))
                is_there = of.lines[opening.line] == tour.line and days.start >= free_from.get(at, 0)
                if is_there and days and _fits(unit, opening, days):
                    free_from[at] = days.stop + unit.rest
                    yield at, first_opening[at] + place, days


def _fits(unit: Unit, opening: Opening, days: range) -> bool:
    """Whether a tour of a unit may begin in an opening as it does, and is neither too short nor too long."""
    begins = opening.begun == NONE or days.start == 0
    return begins and unit.shortest <= len(days) + max(0, opening.begun) <= unit.longest


def in_order(tours: Iterable[Tour]) -> tuple[Tour, ...]:
    """Tours by unit and first day."""
    return tuple(sorted(tours, key=lambda one: (one.contribution, _first_day(one))))


def on_tour(course: Course, tours: Sequence[Tour], begin: Begin) -> list[tuple[Period, Field]]:
    """The course with units where their tours send them, cut where tours begin and end."""
    cuts = {day for tour in tours for day in (tour.period.start, tour.period.end) if day is not None}
    by_unit = {name: list(own) for name, own in groupby(tours, key=lambda one: one.contribution)}
    first, held = cast("date", course[0][0].start), _held(course)
    sent = _Sent(by_unit, held, begin, first)
    return [
        (days, sent.on(found, cast("date", days.start))) for period, found in course for days in stretches(cuts, period)
    ]


def _held(course: Course) -> dict[str, list[date]]:
    """The days after those on which pins hold something of units."""
    ends: dict[str, list[date]] = {}
    for period, found in course:
        for name in pinned_of(found):
            if found.offered[name].terms is not None:
                ends.setdefault(name, []).append(cast("date", period.end))
    return ends


@dataclass(frozen=True)
class _Sent:
    """Who is where by the tours of each unit, which stand by first day; ``first`` is the first day of the period.

    ``held``: the days after those on which pins hold it.
    """

    by_unit: Mapping[str, Sequence[Tour]]
    held: Mapping[str, Sequence[date]]
    begin: Begin
    first: date

    def on(self, found: Field, day: date) -> Field:
        """A field on a day: units serve the line of their tour, or what pins hold them to, and nothing else."""
        whole = {name for name, one in found.offered.items() if one.terms is not None and one.supply}
        if not whole:
            return found
        pinned = pinned_of(found)
        places = {name: None if name in pinned else self._line(name, day) for name in whole}
        bound = {(pin.contribution, pin.line) for pin in found.pins if pin.amount}
        worth: dict[Pair, Fraction] = {}
        against = dict(found.against)
        for pair, one in found.worth.items():
            name, line = pair
            if name not in whole or pair in bound or places[name] == line:
                worth[pair] = one
            else:
                is_elsewhere = name in pinned or places[name] is not None
                against[pair] = Reason.WHOLE if is_elsewhere else self._idle(name, day)
        tours = [
            Pin(name, line, found.offered[name].supply, by_tour=True)
            for name, line in sorted(places.items())
            if line is not None and (name, line) in worth
        ]
        substitutes = found.substitutes & worth.keys() | (found.substitutes & found.hoped.keys())
        return replace(
            found,
            day=day,
            worth=worth,
            against=against,
            substitutes=frozenset(substitutes),
            pins=(*found.pins, *tours),
            held=frozenset(whole),
        )

    def _line(self, name: str, day: date) -> str | None:
        return next((tour.line for tour in self.by_unit.get(name, ()) if day in tour.period), None)

    def _idle(self, name: str, day: date) -> Reason:
        """Why a unit that may serve a line does not: it rests, or no tour would be better."""
        rest = self.begin.terms[name].rest
        ends = [cast("date", tour.period.end) for tour in self.by_unit.get(name, ())]
        ends += self.held.get(name, ())
        ends += [self.first] if name in self.begin.since and self.begin.terms[name].bind else []
        rests = any(end <= day and (rest is None or (day - end).days < rest) for end in ends)
        return Reason.REST if rests else Reason.TOUR


def _first_day(tour: Tour) -> date:
    return cast("date", tour.period.start)
