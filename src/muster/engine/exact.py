"""The best of a linear programme in exact fractions, from a corner that somebody says is a best one.

The corner is computed exactly. If it keeps within every bound and no column gains beyond its prices, it is a best one,
and the prices prove it. If not, corners are changed one by one from there: first until every bound is kept, then until
nothing gains; always by the column of the lowest number, so that no circle is possible. Source: R. G. Bland, "New
finite pivoting rules for the simplex method" (1977).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from muster.engine.elimination import Eliminated, eliminated
from muster.engine.programme import NOTHING, Basis, Programme, beginning, reduced

Outside = Mapping[int, bool]
"""The numbers of what is outside its bounds, each with whether it is above."""


@dataclass(frozen=True, slots=True)
class Solution:
    """The values of the columns, and the prices of the rows, none below zero.

    Where it ``is_within`` every bound, the prices prove that nothing gains more; else they prove that nothing keeps
    within every bound: by them alone, without any gains, there would be less than nothing. ``changes``: how many
    corners came after the first.
    """

    is_within: bool
    values: Sequence[Fraction]
    prices: Sequence[Fraction]
    changes: int


def solved(programme: Programme, start: Basis | None = None) -> Solution:
    """The best of a programme, found from a corner: or from where all is at the lower bound, if that is none."""
    corner = None if start is None else _corner(programme, start)
    corner = corner or cast("_Corner", _corner(programme, beginning(programme)))
    changes = 0
    while True:
        outside = corner.outside()
        gains = {number: Fraction(-1 if above else 1) for number, above in outside.items()}
        prices = corner.prices(gains if outside else dict(enumerate(programme.gains)))
        entering = corner.entering([gains.get(one, NOTHING) for one in corner.numbers] if outside else None, prices)
        if entering is None:
            return Solution(not outside, corner.values[: len(programme.gains)], prices, changes)
        corner = cast("_Corner", _corner(programme, corner.after(entering, outside)))
        changes += 1


@dataclass(frozen=True, slots=True)
class _Corner:
    """A corner with the exact values of columns and of the rooms of rows.

    ``chosen`` are the columns between bounds, ``tight`` the rows without room, which give their values.
    """

    programme: Programme
    basis: Basis
    chosen: Sequence[int]
    tight: Sequence[int]
    system: Eliminated
    values: Sequence[Fraction]

    @property
    def numbers(self) -> range:
        """The numbers of the columns."""
        return range(len(self.programme.gains))

    def bounds(self, number: int) -> tuple[Fraction, Fraction | None]:
        """The bounds of a column or of the room of a row, which has no upper one."""
        if number in self.numbers:
            return self.programme.lower[number], self.programme.upper[number]
        return NOTHING, None

    def outside(self) -> dict[int, bool]:
        """What is outside its bounds."""
        found = {}
        for number in sorted(self.basis.basic):
            lower, upper = self.bounds(number)
            above = upper is not None and self.values[number] > upper
            if above or self.values[number] < lower:
                found[number] = above
        return found

    def prices(self, gains: Mapping[int, Fraction]) -> list[Fraction]:
        """The prices at which nothing between its bounds gains beyond them."""
        programme, first = self.programme, len(self.programme.gains)
        prices = [NOTHING] * len(programme.rows)
        for row in range(len(programme.rows)):
            prices[row] = gains.get(first + row, NOTHING)
        beyond = reduced([gains.get(one, NOTHING) for one in self.numbers], programme.rows, prices)
        for row, price in zip(self.tight, self.system.solved_across([beyond[one] for one in self.chosen]), strict=True):
            prices[row] = price
        return prices

    def entering(self, gains: Sequence[Fraction] | None, prices: Sequence[Fraction]) -> tuple[int, int] | None:
        """The first that would gain if it left its bound, and whether it goes up (1) or down (-1)."""
        programme = self.programme
        beyond = reduced(programme.gains if gains is None else gains, programme.rows, prices)
        for number in self.numbers:
            if number not in self.basis.basic and programme.lower[number] != programme.upper[number]:
                way = -1 if number in self.basis.at_upper else 1
                if beyond[number] * way > 0:
                    return number, way
        return next(((len(self.numbers) + row, 1) for row in self.tight if prices[row] < 0), None)

    def after(self, entering: tuple[int, int], outside: Outside) -> Basis:
        """The corner reached when one leaves its bound and goes as far as it can."""
        number, way = entering
        lower, upper = self.bounds(number)
        stops = [] if upper is None else [(upper - lower, number, way > 0)]
        for one, pace in self._paces(number, way):
            bounds = self.bounds(one)
            if one in outside:
                bound = bounds[outside[one]] if (pace > 0) != outside[one] else None
            else:
                bound = bounds[pace > 0]
            if bound is not None:
                stops.append(((bound - self.values[one]) / pace, one, bounds[1] is not None and bound == bounds[1]))
        _, leaving, is_upper = min(stops)
        at_upper = self.basis.at_upper - {number} | ({leaving} if is_upper else set())
        return Basis(self.basis.basic - {leaving} | {number} - {leaving}, at_upper)

    def _paces(self, number: int, way: int) -> Iterator[tuple[int, Fraction]]:
        """By how much all that is between bounds changes while one leaves its bound by one."""
        rows, first = self.programme.rows, len(self.numbers)
        if number < first:
            right = [-rows[row].get(number, NOTHING) * way for row in self.tight]
        else:
            right = [Fraction(-1 if first + row == number else 0) for row in self.tight]
        paces = dict(zip(self.chosen, self.system.solved(right), strict=True))
        for one, pace in paces.items():
            if pace:
                yield one, pace
        moving = {**paces, number: Fraction(way)}
        for row, coefficients in enumerate(rows):
            if first + row in self.basis.basic:
                pace = -sum((one * moving.get(column, NOTHING) for column, one in coefficients.items()), NOTHING)
                if pace:
                    yield first + row, pace


def _corner(programme: Programme, basis: Basis) -> _Corner | None:
    """The corner of a basis; None where it is none."""
    columns, rows = len(programme.gains), programme.rows
    chosen = sorted(one for one in basis.basic if one < columns)
    tight = [row for row in range(len(rows)) if columns + row not in basis.basic]
    place = {column: at for at, column in enumerate(chosen)}
    if len(tight) != len(chosen):
        return None
    system = eliminated([{place[one]: each for one, each in rows[row].items() if one in place} for row in tight])
    if system is None:
        return None
    values = [upper if at in basis.at_upper else lower for at, (lower, upper) in enumerate(_bounds(programme))]
    for column in chosen:
        values[column] = NOTHING
    rooms = _rooms(programme, values)
    for column, value in zip(chosen, system.solved([rooms[row] for row in tight]), strict=True):
        values[column] = value
    return _Corner(programme, basis, chosen, tight, system, [*values, *_rooms(programme, values)])


def _bounds(programme: Programme) -> Iterator[tuple[Fraction, Fraction]]:
    yield from zip(programme.lower, programme.upper, strict=True)


def _rooms(programme: Programme, values: Sequence[Fraction]) -> list[Fraction]:
    """What each row leaves below its limit."""
    return [
        limit - sum((one * values[column] for column, one in row.items() if values[column]), NOTHING)
        for row, limit in zip(programme.rows, programme.limits, strict=True)
    ]
