"""The search for the best tours: component by component, each unit alone, and then several together.

Components share no line, so each has its own search, with its share of the steps and its own seed; they take turns,
that none waits where the time ends the search. See docs/decisions/0009.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from muster.core.days import Period
from muster.engine.fleet import Fleet, Packed
from muster.engine.kernels import Kernels
from muster.engine.kernels.tours import LATE, NONE, Tours
from muster.engine.numbering import Numbered
from muster.engine.splitting import split
from muster.engine.touring import Tour, Work, in_order, placed

TOGETHER = 8
"""So many units at most are taken out and put back together."""

CHUNK = 200
"""After so many steps it is asked whether to go on."""

SWEEPS = 20
"""So often at most all units go on their best tours, one after another."""

APART = 1_000_003
"""The seeds of components lie so far apart."""

LATE_BY = 25, 10
"""What is tried is compared with what was there a part of all steps ago: one in so many, and so many at least."""

Trip = tuple[int, int, int, int]
"""Unit, opening, first slot, and the slot after the last."""

Ceilings = Sequence[Sequence[int]]
"""For each component what its tiers cover at most."""


@dataclass(frozen=True)
class Search:
    """What is to be searched: a component, the tours to begin with, what no tours exceed, how often and from where."""

    packed: Packed
    kernels: Kernels
    begin: Sequence[Trip]
    ceiling: Sequence[int]
    steps: int
    seed: int

    @property
    def size(self) -> int:
        """About how many days are looked at."""
        each = self.packed.cells // max(1, self.packed.whole)
        return (self.steps * TOGETHER + 2 * self.packed.whole) * each * self.kernels.pace

    def begun(self) -> Trial:
        """The search at its first step."""
        tours = self.kernels.tours(self.packed, self.kernels.zeros)
        for trip in self.begin:
            tours.begin(*trip)
        tours.lateness = min(LATE, max(LATE_BY[1], self.steps // LATE_BY[0]))
        return Trial(tours, self.ceiling, self.steps, self.seed)


@dataclass(frozen=True)
class Best:
    """The best tours that were found for a component, and what they are worth."""

    trips: Sequence[Trip]
    value: list[int]


@dataclass
class Trial:
    """A search that is under way: so many steps in all, the next from a seed."""

    tours: Tours
    ceiling: Sequence[int]
    steps: int
    seed: int

    @property
    def is_done(self) -> bool:
        """Whether no tour could be better."""
        return list(self.tours.value[: len(self.ceiling)]) == list(self.ceiling)

    def go_on(self, first: int, last: int) -> None:
        """Take the steps from the first up to before the last."""
        if first < last and not self.is_done:
            self.tours.improve(last - first, TOGETHER, self.seed)
            self.seed = self.tours.drawn - 1


def searched(
    of: Numbered,
    fleet: Fleet,
    work: Work,
    begin_with: Iterable[Tour] = (),
    *,
    steps: range | None = None,
    ceilings: Ceilings = (),
) -> tuple[Tour, ...]:
    """The best tours that were found for a fleet: that of ``of``, or the same with other needs.

    All steps of the effort are taken, or those of a range. ``ceilings``: tiers of components cover no more.
    """
    steps = range(work.effort.steps) if steps is None else steps
    pieces = split(replace(of, fleet=fleet))
    begin: dict[str, list[Tour]] = {}
    for tour in begin_with:
        begin.setdefault(tour.contribution, []).append(tour)
    whole = list(accumulate((len(one.units) for one in pieces), initial=0))
    searches: list[Search] = []
    for number, one in enumerate(pieces):
        own = (tour for name in one.units for tour in begin.get(name, ()))
        trips = [(unit, opening, days.start, days.stop) for unit, opening, days in placed(one, own)]
        ceiling = list(map(min, ceiling_of(one.fleet), ceilings[number])) if ceilings else ceiling_of(one.fleet)
        first, last = (len(steps) * at // max(1, whole[-1]) for at in whole[number : number + 2])
        kernels, seed = one.fleet.kernels(), work.effort.seed + steps.start + number * APART
        searches.append(Search(Packed(one.fleet, kernels), kernels, trips, ceiling, last - first, seed))
    answers = work.share_out(search, searches, [one.size for one in searches])
    for number, other in _from_unbound(pieces, searches, work):
        answers[number] = max(answers[number], other, key=lambda one: one.value)
    return in_order(tour for one, found in zip(pieces, answers, strict=True) for tour in _told(one, found.trips))


def _from_unbound(pieces: Sequence[Numbered], searches: Sequence[Search], work: Work) -> Iterator[tuple[int, Best]]:
    """What is found where lines are bound from the best tours that there would be were they not.

    What counts only with several together is seldom found one by one.
    """
    bound = [number for number, one in enumerate(pieces) if one.fleet.bonds]
    sizes = [searches[number].size for number in bound]
    unbound = [
        replace(searches[number], packed=Packed(pieces[number].fleet.unbound, searches[number].kernels), ceiling=[NONE])
        for number in bound
    ]
    begin = work.share_out(search, unbound, sizes)
    again = [replace(searches[number], begin=one.trips) for number, one in zip(bound, begin, strict=True)]
    yield from zip(bound, work.share_out(search, again, sizes), strict=True)


def search(searches: Sequence[Search], work: Work) -> list[Best]:
    """The best tours that were found for each component."""
    every = [one.begun() for one in searches]
    with work.stoppable():
        for trial in every:
            settle(trial.tours)
        improve(every, work)
        for trial in every:
            settle(trial.tours)
    return [Best(list(trips_of(trial.tours)), list(trial.tours.value)) for trial in every]


def settle(tours: Tours) -> None:
    """Send every unit on its best tours until none has better ones."""
    for _ in range(SWEEPS):
        before = list(tours.value)
        for unit in range(tours.whole):
            tours.respond(unit)
        if list(tours.value) == before:
            return


def improve(every: Sequence[Trial], work: Work) -> None:
    """Improve tours until all are the best, or it is enough; and go back to the best that there were."""
    steps = sum(one.steps for one in every)
    with work.stoppable():
        for done in range(0, steps, CHUNK):
            if all(one.is_done for one in every) or work.is_enough():
                break
            if work.watcher is not None:
                work.watcher(done, steps)
            for one in every:
                one.go_on(one.steps * done // steps, one.steps * min(steps, done + CHUNK) // steps)
    for one in every:
        if one.tours.steps:
            one.tours.recall()


def trips_of(tours: Tours) -> Iterator[Trip]:
    """The tours in a kernel, unit by unit."""
    for unit in range(tours.whole):
        first = tours.tours_of[unit]
        for at in range(first, first + tours.count[unit]):
            yield unit, tours.tour_opening[at], tours.tour_first[at], tours.tour_end[at]


def _told(of: Numbered, trips: Iterable[Trip]) -> Iterator[Tour]:
    """Tours by name and day."""
    line_of = [one.line for unit in of.fleet.units for one in unit.openings]
    for unit, opening, first, end in trips:
        yield Tour(of.units[unit], of.lines[line_of[opening]], Period(of.day(first), of.day(end)))


def ceiling_of(fleet: Fleet) -> list[int]:
    """What could be covered in each tier if every unit served every line that it may, all the time.

    Where lines are bound, nothing is known: what is held already may come to count as well.
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
