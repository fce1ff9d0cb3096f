"""Linear programmes in exact fractions, and what proves how much there can be at most.

A programme has columns, each between two bounds, and rows, none of which may go above its limit; and it asks for the
most of the gains. Since every column has an upper bound, none is without a best or a reason why there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

NOTHING = Fraction(0)
"""What a column adds where nothing is said."""


@dataclass(frozen=True, slots=True)
class Programme:
    """The most of the sum of gains times values, where each row of coefficients times values is within its limit."""

    gains: Sequence[Fraction]
    lower: Sequence[Fraction]
    upper: Sequence[Fraction]
    rows: Sequence[Mapping[int, Fraction]]
    limits: Sequence[Fraction]

    def gained(self, values: Sequence[Fraction]) -> Fraction:
        """What the values of all columns gain."""
        return sum((gain * value for gain, value in zip(self.gains, values, strict=True) if gain), NOTHING)


@dataclass(frozen=True, slots=True)
class Basis:
    """A corner of a programme: which columns and which rooms of rows are between their bounds.

    Columns are numbered first; after them comes for each row the room that it leaves below its limit. Of the others
    those ``at_upper`` are at their upper bound, and the rest at the lower.
    """

    basic: frozenset[int]
    at_upper: frozenset[int] = frozenset()


def stretched(programme: Programme) -> Programme:
    """A programme with one more column, by which every row may be stretched: as little as can be is asked for.

    Something keeps within it at all events. Where the least is above nothing, nothing keeps within the programme, and
    the prices prove it.
    """
    columns = len(programme.gains)
    by = [max(map(abs, row.values()), default=Fraction(1)) for row in programme.rows]
    lowest = (sum((one * programme.lower[at] for at, one in row.items()), NOTHING) for row in programme.rows)
    lacking = ((low - limit) / one for low, limit, one in zip(lowest, programme.limits, by, strict=True))
    return Programme(
        [*(NOTHING for _ in range(columns)), Fraction(-1)],
        [*programme.lower, NOTHING],
        [*programme.upper, max([NOTHING, *lacking])],
        [{**row, columns: -one} for row, one in zip(programme.rows, by, strict=True)],
        programme.limits,
    )


def beginning(programme: Programme) -> Basis:
    """The corner at which every column is at its lower bound."""
    columns = len(programme.gains)
    return Basis(frozenset(range(columns, columns + len(programme.rows))))


def most_by(programme: Programme, prices: Sequence[Fraction]) -> Fraction:
    """What nothing exceeds that keeps within the programme, whatever the prices of its rows, none below zero.

    Limits times prices, and for each column what it gains beyond its prices, at the better of its bounds. Source: weak
    duality, D. Gale, H. W. Kuhn and A. W. Tucker, "Linear programming and the theory of games" (1951).
    """
    beyond = reduced(programme.gains, programme.rows, prices)
    at_bounds = (
        one * (upper if one > 0 else lower)
        for one, lower, upper in zip(beyond, programme.lower, programme.upper, strict=True)
        if one
    )
    paid = (price * limit for price, limit in zip(prices, programme.limits, strict=True) if price)
    return sum(at_bounds, NOTHING) + sum(paid, NOTHING)


def reduced(
    gains: Iterable[Fraction], rows: Sequence[Mapping[int, Fraction]], prices: Sequence[Fraction]
) -> list[Fraction]:
    """What one more of each column gains beyond the prices of the rows that it uses."""
    beyond = list(gains)
    for row, price in zip(rows, prices, strict=True):
        if price:
            for column, coefficient in row.items():
                beyond[column] -= coefficient * price
    return beyond
