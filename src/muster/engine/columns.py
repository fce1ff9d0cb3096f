"""Better prices for one component by column generation: tours are columns of a linear program, its prices find more.

Each round adds the best tours of each unit at some prices, solves the program over all tours known by now, and goes
from the best prices half of the way to those of its answer. However prices were found, they are rounded to integers,
and the bound is counted from these: it holds whatever the program answers. Sources: G. Dantzig and P. Wolfe,
"Decomposition principle for linear programs" (1960); P. Wentges, "Weighted Dantzig-Wolfe decomposition for linear
programming" (1997), for going half of the way.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from muster.engine.kernels import Kernels
from muster.engine.kernels.tours import Tours
from muster.engine.master import Master
from muster.engine.pricing import all_of
from muster.engine.touring import Work

NEAR = 0.03
"""Prices are near enough where no others take more than this part off what lies between their bound and enough."""

PART = 1e-6
"""Less than this is no share, and less than this from 1 a whole one."""


class Decision(NamedTuple):
    """A unit serves a line in a slot, or it does not."""

    unit: int
    line: int
    slot: int
    is_so: bool


class Tight(NamedTuple):
    """A bound with its prices; and the share of each column in the last answer of the program, if it was asked."""

    most: int
    prices: Sequence[int]
    shares: Sequence[float] = ()


class Columns:
    """The columns of a component: what each unit serves by some tours.

    ``tours`` is a kernel in which the dearest prices are set; ``step`` what all plans are a multiple of.
    """

    def __init__(self, tours: Tours, step: int, kernels: Kernels) -> None:
        """Know no columns yet. The kernels are those of ``tours``."""
        self._tours, self._step, self._numbers = tours, step, kernels.numbers
        self._master = Master(tours.dearest, tours.need, tours.units)
        self._premium = all_of(tours) + 1
        self._served: list[tuple[int, frozenset[int]]] = []
        self._known: set[tuple[int, ...]] = set()
        self._places, self._sizes = (kernels.zeros("q", tours.days) for _ in range(2))
        self._brings = [_brings(tours, unit) for unit in range(tours.units)]

    def tighten(
        self, prices: Sequence[int], decided: Sequence[Decision], rounds: int, enough: Fraction, work: Work
    ) -> Tight:
        """Better prices for a case than those to begin with, in so many rounds. They end at a bound that is enough."""
        self._decide(decided)
        self._master.allow([self._may_be(column, decided) for column in self._served])
        best = Tight(self._bound(prices, decided), prices)
        for _ in range(rounds):
            if best.most <= enough or work.is_enough():
                break
            solved = self._master.solve()
            if solved is None:
                break
            covered, shares = solved
            best = best._replace(shares=shares)
            if covered >= best.most - NEAR * (best.most - enough):
                break
            tried = self._master.halfway(best.prices)
            most = self._bound(tried, decided)
            if most < best.most:
                best = Tight(most, tried, best.shares)
        return best

    def most_shared(self, shares: Sequence[float], decided: Sequence[Decision]) -> Decision | None:
        """The decision on what matters most of what a unit does in part; None where no unit does anything in part."""
        days = self._tours.days
        part: dict[tuple[int, int], float] = {}
        for (unit, places), share in zip(self._served, shares, strict=False):
            if share > PART and unit < self._tours.whole:
                for place in places:
                    part[unit, place] = part.get((unit, place), 0.0) + share
        taken = {(one.unit, one.line * days + one.slot) for one in decided}
        matters = {
            (min(share, 1 - share) * self._tours.dearest[place] * self._brings[unit], -unit, -place)
            for (unit, place), share in part.items()
            if PART < share < 1 - PART and (unit, place) not in taken
        }
        if not matters:
            return None
        _, unit, place = max(matters)
        return Decision(-unit, -place // days, -place % days, is_so=True)

    def _decide(self, decided: Sequence[Decision]) -> None:
        """Put decisions in force. That a unit serves is worth more than all else; that it does not, as much less."""
        self._tours.decisions = len(decided)
        for at, one in enumerate(decided):
            self._tours.decided_unit[at], self._tours.decided_line[at] = one.unit, one.line
            self._tours.decided_day[at] = one.slot
            self._tours.decided_worth[at] = self._premium if one.is_so else -self._premium

    def _bound(self, prices: Sequence[int], decided: Sequence[Decision]) -> int:
        """The bound at some prices; the tours with which units earn it become columns."""
        tours = self._tours
        tours.price[:] = self._numbers("q", prices)
        each = zip(tours.dearest, prices, tours.need, strict=True)
        most = sum((dearest - price) * need for dearest, price, need in each)
        most -= self._premium * sum(one.is_so for one in decided)
        for unit in range(tours.units):
            most += int(tours.earn(unit))
            found = tours.spread(unit, self._places, self._sizes)
            path = (unit, *self._places[:found])
            if found and path not in self._known:
                column = (unit, frozenset(path[1:]))
                self._known.add(path)
                self._served.append(column)
                self._master.add(unit, self._places[:found], self._sizes[:found], may_be=self._may_be(column, decided))
        bound: int = most - most % self._step
        return bound

    def _may_be(self, column: tuple[int, frozenset[int]], decided: Sequence[Decision]) -> bool:
        """Whether a column is as decided."""
        unit, places = column
        days = self._tours.days
        return all((one.line * days + one.slot in places) is one.is_so for one in decided if one.unit == unit)


def _brings(tours: Tours, unit: int) -> int:
    """The most that a unit brings anywhere."""
    openings = range(tours.openings_of[unit], tours.openings_of[unit + 1])
    runs = (run for opening in openings for run in range(tours.runs_of[opening], tours.runs_of[opening + 1]))
    return max((tours.run_size[run] for run in runs), default=0)
