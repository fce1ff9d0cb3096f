"""Exact solutions of sparse systems of linear equations, by elimination that keeps them sparse.

Rows or columns with a single entry go first, then where least can be filled in. Source: H. M. Markowitz, "The
elimination form of the inverse and its application to linear programming" (1957).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Step:
    """One unknown taken out: the row and the column it is read from, and how often that row is taken off others."""

    row: int
    column: int
    pivot: Fraction
    others: Mapping[int, Fraction]
    taken_off: Mapping[int, Fraction]


@dataclass(frozen=True, slots=True)
class Eliminated:
    """A square system, eliminated once, to be solved for any right side."""

    steps: Sequence[Step]

    def solved(self, right: Sequence[Fraction]) -> list[Fraction]:
        """The unknowns, one for each column, for a right side with one amount for each row."""
        left = list(right)
        for step in self.steps:
            if left[step.row]:
                for row, times in step.taken_off.items():
                    left[row] -= times * left[step.row]
        found = [Fraction(0)] * len(self.steps)
        for step in reversed(self.steps):
            rest = left[step.row] - sum(one * found[column] for column, one in step.others.items() if found[column])
            found[step.column] = rest / step.pivot
        return found

    def solved_across(self, right: Sequence[Fraction]) -> list[Fraction]:
        """The same of the system with rows and columns exchanged: one unknown for each row."""
        left = list(right)
        found = [Fraction(0)] * len(self.steps)
        for step in self.steps:
            found[step.row] = left[step.column] / step.pivot
            if found[step.row]:
                for column, one in step.others.items():
                    left[column] -= one * found[step.row]
        for step in reversed(self.steps):
            found[step.row] -= sum(times * found[row] for row, times in step.taken_off.items() if found[row])
        return found


def eliminated(rows: Sequence[Mapping[int, Fraction]]) -> Eliminated | None:
    """The elimination of a square system; None where it has no single solution."""
    left = {number: dict(row) for number, row in enumerate(rows)}
    among: dict[int, set[int]] = {column: set() for column in range(len(rows))}
    for number, row in left.items():
        for column in row:
            among[column].add(number)
    steps: list[Step] = []
    while left:
        found = _pivot(left, among)
        if found is None:
            return None
        number, column = found
        others = left.pop(number)
        pivot = others.pop(column)
        for one in others:
            among[one].discard(number)
        taken_off = {}
        for other in sorted(among.pop(column) - {number}):
            times = left[other].pop(column) / pivot
            taken_off[other] = times
            for one, coefficient in others.items():
                _add(left, among, (other, one), -times * coefficient)
        steps.append(Step(number, column, pivot, others, taken_off))
    return Eliminated(steps)


def _pivot(left: Mapping[int, Mapping[int, Fraction]], among: Mapping[int, set[int]]) -> tuple[int, int] | None:
    """The row and the column whose elimination fills in least; None where a row or a column is empty."""
    column = min(among, key=lambda one: len(among[one]))
    number = min(left, key=lambda one: len(left[one]))
    if not among[column] or not left[number]:
        return None
    if len(among[column]) <= len(left[number]):
        return min(among[column], key=lambda one: len(left[one])), column
    return number, min(left[number], key=lambda one: len(among[one]))


def _add(
    left: Mapping[int, dict[int, Fraction]], among: Mapping[int, set[int]], place: tuple[int, int], more: Fraction
) -> None:
    """Add to an entry; what becomes zero is no entry."""
    row, column = place
    entries = left[row]
    amount = entries.get(column, 0) + more
    if amount:
        entries[column] = amount
        among[column].add(row)
    else:
        del entries[column]
        among[column].discard(row)
