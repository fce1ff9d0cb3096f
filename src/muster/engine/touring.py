"""The tours of whole units: found, improved, and put on the fields of their days. See docs/decisions/0009."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from itertools import accumulate, groupby
from typing import Self, cast

from muster.core.days import Period, stretches
from muster.engine.eligibility import Reason
from muster.engine.field import Field, Pin
from muster.engine.fleet import Fleet, Opening, Unit
from muster.engine.kernels.tours import NONE, Tours
from muster.engine.network import Pair
from muster.engine.numbering import Begin, Course, Days, Numbered, pinned_of

TOGETHER = 6
"""So many units at most are taken out and put back together."""

CHUNK = 200
"""After so many steps it is asked whether to go on."""

SWEEPS = 20
"""So often at most all units go on their best tours, one after another."""

Watcher = Callable[[int, int], None]
"""Told that so many of so many steps are done."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to look: so many steps of improvement from a seed, so many turns for each bound (none: no bound).

    ``stop`` is asked now and then whether what was found so far is to do.
    """

    steps: int = 2000
    turns: int = 60
    seed: int = 1
    stop: Callable[[], bool] = bool


ANSWER = Effort(steps=0, turns=0)
"""Units only answer a change, each with its best tours, and no bound is asked for."""


@dataclass
class Work:
    """The work on a plan: with what effort, who watches, whether Ctrl-C may stop it, and whether it has."""

    effort: Effort
    watcher: Watcher | None = None
    may_stop: bool = False
    is_stopped: bool = False

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


def searched(of: Numbered, fleet: Fleet, work: Work, begin_with: Iterable[Tour] = ()) -> tuple[Tour, ...]:
    """The best tours that were found for a fleet: that of ``of``, or the same with other needs.

    Where lines are bound, it is tried as well from the best tours that there would be were they not: what counts only
    with several together is seldom found one by one.
    """
    begun = tuple(begin_with)
    best = _improved(of, fleet, work, begun)
    if fleet.bonds:
        unbound = _told(of, _improved(of, fleet.unbound, work, begun))
        best = max(best, _improved(of, fleet, work, unbound), key=lambda tours: list(tours.value))
    return _told(of, best)


def _improved(of: Numbered, fleet: Fleet, work: Work, begin_with: Iterable[Tour]) -> Tours:
    tours = fleet.tours()
    for unit, opening, days in _placed(of, begin_with):
        tours.begin(unit, opening, days.start, days.stop)
    with work.stoppable():
        settle(tours)
        improve(tours, _ceiling(fleet), work)
        settle(tours)
    return tours


def settle(tours: Tours) -> None:
    """Send every unit on its best tours until none has better ones."""
    for _ in range(SWEEPS):
        before = list(tours.value)
        for unit in range(tours.whole):
            tours.respond(unit)
        if list(tours.value) == before:
            return


def allowed(of: Numbered, tours: Iterable[Tour]) -> tuple[Tour, ...]:
    """Those of some tours that units may make, each after those before it."""
    of_opening = [one.line for unit in of.fleet.units for one in unit.openings]
    return _in_order(
        Tour(of.units[unit], of.lines[of_opening[opening]], Period(of.day(days.start), of.day(days.stop)))
        for unit, opening, days in _placed(of, tours)
    )


def improve(tours: Tours, ceiling: Sequence[int], work: Work) -> None:
    """Improve tours until every tier is at its ceiling, or it is enough; and go back to the best that there were."""
    seed, steps = work.effort.seed, work.effort.steps
    with work.stoppable():
        for done in range(0, steps, CHUNK):
            if list(tours.value[: len(ceiling)]) == list(ceiling) or work.is_enough():
                break
            if work.watcher is not None:
                work.watcher(done, steps)
            tours.improve(min(CHUNK, steps - done), TOGETHER, seed)
            seed = tours.drawn - 1
    if tours.steps:
        tours.recall()


def _ceiling(fleet: Fleet) -> list[int]:
    """What could be covered in each tier if every unit served every line that it may, all the time.

    Where lines are bound, nothing is: what is held already may come to count as well.
    """
    if fleet.bonds:
        return [NONE]
    could = [[0] * fleet.slots for _ in fleet.rows]
    for unit in fleet.units:
        best: dict[tuple[int, int], int] = {}
        for opening in unit.openings:
            start = opening.first
            for run in opening.runs:
                best.update({(opening.line, slot): run.size for slot in range(start, run.end)})
                start = run.end
        for (line, slot), size in best.items():
            could[line][slot] += size
    ceiling = [0] * fleet.tiers
    for row, most in zip(fleet.rows, could, strict=True):
        each = zip(row.weight, row.need, most, strict=True)
        ceiling[row.tier] += sum(weight * min(need, one) for weight, need, one in each)
    return ceiling


def _placed(of: Numbered, tours: Iterable[Tour]) -> Iterator[tuple[int, int, range]]:
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


def _told(of: Numbered, tours: Tours) -> tuple[Tour, ...]:
    """The tours of a kernel by name and day."""
    every = []
    for number, name in enumerate(of.units):
        first = tours.tours_of[number]
        for at in range(first, first + tours.count[number]):
            line = of.lines[tours.line_of[tours.tour_opening[at]]]
            every.append(Tour(name, line, Period(of.day(tours.tour_first[at]), of.day(tours.tour_end[at]))))
    return _in_order(every)


def _in_order(tours: Iterable[Tour]) -> tuple[Tour, ...]:
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
