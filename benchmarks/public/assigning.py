"""Generalised assignment as a fleet of whole units: ``python -m benchmarks.public.assigning c05100 --seconds 5``.

A job is a unit that goes on one tour of two slots; an agent is a line. In the first slot the unit is as large as its
load on the agent, and the line needs the agent's capacity; there what is covered weighs ``rate``. In the second slot it
is as large as what it gains, the line needs more than all together can gain, and what is covered weighs 1. A gain is
``base`` less the cost less ``rate`` times the load. So a plan covers, weighted,

    base for each job - all costs - rate times what agents carry beyond their capacities,

and ``base`` is so large that every job goes somewhere. Without any overload that is the cost of an assignment: the
model leaves nothing out. It puts a price on overload instead of forbidding it, so its bound holds for the problem at
any rate. At a rate that is high enough no best plan has an overload, and both have the same best plans: a run shows
that (``is_same_best``) if the rate, less the dearest price of capacity in the bound, is more than what lies between
plan and bound. For of any plan cost and overload at these prices are no less than the bound, and the rest of the rate
comes on top.

The model is stated in the numbers that the engine plans from: in a book no size depends so on who serves which line.
The other way round, agents as units and their capacities as slots, does not fit: the length of a tour is said of the
unit, not of the line that it serves.
"""

from __future__ import annotations

import time

from benchmarks.public.answers import Answer, tell
from benchmarks.public.assignments import Problem, cost_of, problem
from muster.engine.fleet import Fleet, Opening, Row, Run, Unit
from muster.engine.kernels.tours import Tours
from muster.engine.pricing import FINENESS, descent
from muster.engine.searching import Trial, improve, settle
from muster.engine.touring import Effort, Work

TURNS = 20_000
"""So many turns of prices at most."""

PATIENCE = 4_000
"""And so many at most without a bound that is better by one."""

BOUND_SHARE = 0.25
"""And so much of the time at most for them; the rest is for the plan."""

STEPS = 10**9
"""More steps than there is time for."""


class Model:
    """A problem as a fleet, in which an overload of one costs ``rate``: unless said, twice the dearest cost."""

    def __init__(self, of: Problem, rate: int | None = None) -> None:
        """State a problem. Where a job fits an agent by no means, the unit may not serve the line."""
        self.of, self.rate = of, rate or 2 * max(max(costs) for costs in of.cost)
        self.base = 1 + max(
            cost + self.rate * load
            for costs, loads in zip(of.cost, of.load, strict=True)
            for cost, load in zip(costs, loads, strict=True)
        )
        rows = (Row((most, self.base * of.jobs), (self.rate, 1), tier=0) for most in of.capacity)
        self.fleet = Fleet(2, 1, tuple(rows), tuple(map(self._unit, range(of.jobs))))

    def cost(self, worth: int) -> int:
        """The cost, with what overload costs, of a plan in which every job has an agent, from what the plan covers."""
        return self.base * self.of.jobs - worth

    def at_least(self, bound: int) -> int:
        """What every assignment costs at least, by a bound by prices: costs are whole numbers."""
        return self.cost(bound // FINENESS)

    def agents(self, tours: Tours) -> list[int]:
        """The agent of each job that has one."""
        firsts = (tours.tours_of[unit] for unit in range(tours.whole) if tours.count[unit])
        return [tours.line_of[tours.tour_opening[first]] for first in firsts]

    def _unit(self, job: int) -> Unit:
        of, openings = self.of, []
        for agent, most in enumerate(of.capacity):
            load = of.load[agent][job]
            if load <= most:
                gain = self.base - of.cost[agent][job] - self.rate * load
                openings.append(Opening(agent, 0, (Run(1, load), Run(2, gain))))
        return Unit(shortest=2, longest=2, rest=1, openings=tuple(openings))


def solved(of: Problem, seconds: float) -> Answer:
    """The bound by prices, then tours until they are at the bound or the time is over."""
    started = time.perf_counter()
    model = Model(of)
    at_least, dearest = bound(model, _until(started + BOUND_SHARE * seconds))
    tours = model.fleet.tours()
    settle(tours)
    first = _found(model, tours)
    improve([Trial(tours, [model.base * of.jobs - at_least], STEPS, seed=1)], _until(started + seconds))
    found = _found(model, tours)
    is_same_best = found is not None and model.rate - dearest >= found - at_least + 1
    return Answer(of.name, found, at_least, time.perf_counter() - started, first, is_same_best)


def bound(model: Model, work: Work) -> tuple[int, float]:
    """What every assignment costs at least, and the dearest price of one unit of capacity in the proof of that."""
    tours = model.fleet.tours()
    at_least, dearest, since = 0, float(model.rate), 0
    for worth, prices in descent(tours, 0, 0, work):
        since += 1
        if model.at_least(worth) > at_least:
            at_least, dearest, since = model.at_least(worth), model.rate - min(prices[::2]) / FINENESS, 0
        if since > PATIENCE:
            break
    return at_least, dearest


def _found(model: Model, tours: Tours) -> int | None:
    """What the assignment costs, recounted; None if the tours are none, since an agent is overloaded."""
    try:
        return cost_of(model.of, model.agents(tours))
    except ValueError:
        return None


def _until(end: float) -> Work:
    return Work(Effort(steps=STEPS, turns=TURNS, stop=lambda: time.perf_counter() > end))


if __name__ == "__main__":
    tell("benchmarks.public.assigning", lambda name, seconds: solved(problem(name), seconds))
