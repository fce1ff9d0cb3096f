"""Prices of lines and slots for one component: how much there can be at most, by steps of prices. See decision 9.

With a price from 0 to weight for each line and slot, no plan covers more than what all need times weight less price,
and what each contribution can earn at these prices. Lines of more urgent tiers may be priced up to a multiple of their
weight; this multiple of what the plan covers there is taken off. Source: H. Everett, "Generalized Lagrange multiplier
method" (1963).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from muster.engine.fleet import Packed
from muster.engine.kernels import Kernels
from muster.engine.kernels.tours import Tours
from muster.engine.touring import Work

FINENESS = 1024
"""Prices are counted in so many parts of what one covered unit is worth at weight 1."""

PROGRAM = 50_000
"""A program takes at least as long as to look at so many days."""

ROUNDS_OF_A_CASE = 6
"""About so many rounds of columns are for each case."""

MULTIPLES = (FINENESS // 4, FINENESS, 2 * FINENESS)
"""The multiples that are tried for tiers that come before, in the same parts."""


@dataclass(frozen=True)
class Question:
    """What there could be at most in a component: in a tier, and a multiple of those before.

    ``reached`` is what the plan has of it, in parts of ``FINENESS``: less need not be proven. ``prices`` are those
    found by then, with the bound ``most``, or none. ``rounds`` are those of columns, and ``nodes`` how many cases there
    may be.
    """

    packed: Packed
    kernels: Kernels
    tier: int
    multiple: int
    reached: Fraction
    most: int = 0
    prices: Sequence[int] = ()
    rounds: int = 0
    nodes: int = 1

    def size(self, turns: int) -> int:
        """About how many days are looked at in so many steps of prices, and in what follows them."""
        sweep = self.packed.cells * self.kernels.pace
        steps = 0 if self.prices else turns * sweep
        return steps + max(PROGRAM, sweep) * (self.rounds + ROUNDS_OF_A_CASE * (self.nodes - 1))

    def tours(self) -> Tours:
        """A kernel for the component in which prices may be asked up to the dearest."""
        tours = self.kernels.tours(self.packed, self.kernels.zeros)
        dear(tours, self.tier, self.multiple)
        return tours


def dear(tours: Tours, tier: int, multiple: int) -> None:
    """Set the dearest prices for a question, and all prices to nothing."""
    days = tours.days
    for line in range(tours.lines):
        own = tours.tier[line]
        share = FINENESS if own == tier else multiple if own < tier else 0
        for at in range(line * days, (line + 1) * days):
            tours.dearest[at] = tours.weight[at] * share
            tours.price[at] = tours.past[at] = 0


def descent(tours: Tours, tier: int, multiple: int, work: Work) -> Iterator[tuple[int, Sequence[int]]]:
    """Bounds, each with its prices, from the dearest down."""
    dear(tours, tier, multiple)
    tours.price[:] = tours.dearest
    turns = work.effort.turns
    for turn in range(-(-turns // len(MULTIPLES)) if tier else turns):
        yield tours.bound(), tours.price
        if work.is_enough():
            return
        tours.adjust(turn)


def by_steps(tours: Tours, asked: Question, step: int, work: Work) -> tuple[int, Sequence[int]]:
    """The best bound by steps of prices; no better one is sought once what the plan has is reached.

    The first has no prices, as though all could be covered. ``step`` is the grain.
    """
    dear(tours, asked.tier, asked.multiple)
    best: tuple[int, Sequence[int]] = all_of(tours), [0] * len(tours.price)
    with work.stoppable():
        for bound, prices in descent(tours, asked.tier, asked.multiple, work):
            if bound < best[0]:
                best = bound, list(prices)
            if best[0] - best[0] % step <= asked.reached:
                break
    return best[0] - best[0] % step, best[1]


def all_of(tours: Tours) -> int:
    """What all lines need, at the dearest."""
    return sum(dearest * need for dearest, need in zip(tours.dearest, tours.need, strict=True))


def grain(tours: Tours) -> int:
    """What all that units cover together is a multiple of, at the dearest; 1 where amounts cover, too.

    A line has what it needs, or what units of some sizes bring.
    """
    if tours.units > tours.whole:
        return 1
    sizes = [0] * tours.lines
    for opening, line in enumerate(tours.line_of):
        for run in range(tours.runs_of[opening], tours.runs_of[opening + 1]):
            sizes[line] = gcd(sizes[line], tours.run_size[run])
    found = 0
    for line, size in enumerate(sizes):
        for at in range(line * tours.days, (line + 1) * tours.days) if size else ():
            found = gcd(found, tours.dearest[at] * gcd(size, tours.need[at]))
    return found or 1
