"""The most of a programme some of whose columns are choices of 0 or 1: by branch and bound, over exact bounds.

The most promising choices are followed first; what cannot be better than what was found is left. Each end of a branch
keeps the prices that prove it. After a number of programmes it stops, and says how much there can be at most. Source:
A. H. Land and A. G. Doig, "An automatic method of solving discrete programming problems" (1960).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from heapq import heappop, heappush
from typing import Generic, TypeVar

from muster.engine.coupled import Name, Written
from muster.engine.exact import Solution, solved
from muster.engine.highs import stop
from muster.engine.network import NOTHING
from muster.engine.programme import Programme, most_by, stretched

PROGRAMMES = 200
"""So many programmes are solved at most for the stages of lines that hang together; one for each stage at least."""

P = TypeVar("P")
Values = Mapping[Name, Fraction]
"""The values of the columns of a programme."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """The end of a branch: the choices that were made, and the prices by which there is no more."""

    fixed: Mapping[Name, int]
    prices: Mapping[Name, Fraction]
    at_most: Fraction


@dataclass(frozen=True, slots=True)
class Found(Generic[P]):
    """The best that was found, what it gains, and how much there can be at most, with the leaves that prove it.

    ``programmes``: so many were solved.
    """

    best: P
    reached: Fraction
    at_most: Fraction
    leaves: tuple[Leaf, ...]
    programmes: int


def most(
    of: Written,
    gains: Mapping[Name, Fraction],
    known: tuple[P, Fraction],
    read: Callable[[Values], tuple[P, Fraction] | None],
    programmes: int = PROGRAMMES,
) -> Found[P]:
    """The most that gains can come to.

    ``known`` is something that is possible, and what it gains. ``read`` makes of the values of columns, whose choices
    may be halves, something that is possible and what it gains, or None where that is not among what is asked for.
    """
    best, reached = known
    free = Leaf({}, {}, most_by(of.programme(gains, {}), [NOTHING] * len(of.rows)))
    done: list[Leaf] = []
    waiting: list[tuple[Fraction, int, Leaf]] = [(-free.at_most, 0, free)]
    count = 0
    while waiting and -waiting[0][0] > reached and count < programmes:
        leaf = heappop(waiting)[2]
        leaf, values = _bounded(of, gains, leaf, reached)
        count += 1
        found = None if values is None else read(values)
        if found is not None and found[1] > reached:
            best, reached = found
        choice = None if values is None or leaf.at_most <= reached else _half(of, values)
        if choice is None:
            done.append(leaf)
            continue
        for way in (0, 1):
            branch = replace(leaf, fixed={**leaf.fixed, choice: way})
            heappush(waiting, (-branch.at_most, 2 * count + way, branch))
    leaves = (*done, *(leaf for _, _, leaf in waiting))
    return Found(best, reached, max(reached, *(leaf.at_most for leaf in leaves)), leaves, count)


def best_of(programme: Programme) -> Solution:
    """The exact best of a programme, or the prices that prove that nothing keeps within it; HiGHS says where to look.

    Raises RefusedError where highspy cannot be imported.
    """
    stopped = stop(programme)
    if stopped.is_outside:
        wider = stretched(programme)
        found = solved(wider, stop(wider).corner)
        if wider.gained(found.values) < 0:
            return replace(found, is_within=False, values=found.values[:-1])
    return solved(programme, stopped.corner)


def _bounded(of: Written, gains: Mapping[Name, Fraction], leaf: Leaf, reached: Fraction) -> tuple[Leaf, Values | None]:
    """A leaf with its own prices, and the values at its best; None where its choices cannot be."""
    programme = of.programme(gains, leaf.fixed)
    found = best_of(programme)
    prices = found.prices if found.is_within else _dearer(programme, found.prices, reached)
    bounded = Leaf(leaf.fixed, _named(of, prices), most_by(programme, prices))
    return bounded, dict(zip(of.upper, found.values, strict=True)) if found.is_within else None


def _dearer(programme: Programme, prices: Sequence[Fraction], reached: Fraction) -> list[Fraction]:
    """Prices that prove that nothing is possible, so often that they prove that nothing gains more than was found."""
    free = [NOTHING] * len(prices)
    less = most_by(replace(programme, gains=[NOTHING] * len(programme.gains)), prices)
    times = max(NOTHING, most_by(programme, free) - reached) / -less
    return [times * price for price in prices]


def _named(of: Written, prices: Sequence[Fraction]) -> dict[Name, Fraction]:
    return {name: price for name, price in zip(of.rows, prices, strict=True) if price}


def _half(of: Written, values: Values) -> Name | None:
    """The first choice that is neither 0 nor 1."""
    return next((name for name in of.whole if values[name].denominator > 1), None)
