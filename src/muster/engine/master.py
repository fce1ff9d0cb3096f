"""The linear program that shares tours out among units.

One thread and the simplex method: the same rows and columns have the same answer. What it answers is counted in
floating point and proves nothing by itself: whoever asks turns its prices into integers and proves the bound by these.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from muster.engine.highs import arrays, library

OPTIONS: dict[str, bool | int | str] = {
    "output_flag": False,
    "threads": 1,
    "parallel": "off",
    "random_seed": 0,
    "simplex_strategy": 0,
}
"""One thread, and of the simplex methods that which HiGHS finds fit: the primal one for columns that are added."""


class Master:
    """Shares of columns, of which each unit has one in all, so that as much as possible is covered.

    A *place* is a line in a slot. It has a worth for each one covered, and a need beyond which nothing more is covered.
    A *column* is what a unit serves by some tours: places, and how much at each.
    """

    def __init__(self, worth: Sequence[int], need: Sequence[int], units: int) -> None:
        """Take the places, and no columns yet. What is worth nothing there has its price of nothing."""
        highspy, self._np = library(), arrays()
        self._worth, needed = self._np.asarray(worth, self._np.float64), self._np.asarray(need, self._np.float64)
        self._places = self._np.flatnonzero((needed > 0) & (self._worth > 0))
        self._row = self._np.full(len(needed), -1)
        self._row[self._places] = self._np.arange(len(self._places))
        self._scale = float(self._worth.max(initial=1.0))
        rows = len(self._places)
        numbers = self._np.arange(rows, dtype=self._np.int32)
        self._program: Any = highspy.Highs()
        for option, value in OPTIONS.items():
            self._program.setOptionValue(option, value)
        self._program.addVars(rows, self._np.zeros(rows), needed[self._places])
        self._program.changeColsCost(rows, numbers, -self._worth[self._places] / self._scale)
        below = self._np.full(rows, -highspy.kHighsInf)
        self._program.addRows(rows, below, self._np.zeros(rows), rows, numbers, numbers, self._np.ones(rows))
        nothing = self._np.zeros(0, self._np.int32)
        below = self._np.full(units, -highspy.kHighsInf)
        self._program.addRows(
            units, below, self._np.ones(units), 0, self._np.zeros(units, self._np.int32), nothing, self._np.zeros(0)
        )
        self._columns = 0
        self._prices = self._np.zeros(rows)

    def add(self, unit: int, places: Sequence[int], sizes: Sequence[int], *, may_be: bool) -> None:
        """Add a column of a unit, which may have a share or not."""
        rows, sizes_ = self._row[self._np.asarray(places, self._np.int64)], self._np.asarray(sizes, self._np.float64)
        there = rows >= 0
        indices = self._np.append(rows[there], len(self._places) + unit).astype(self._np.int32)
        values = self._np.append(-sizes_[there], 1.0)
        self._program.addCol(0.0, 0.0, float(may_be), len(indices), indices, values)
        self._columns += 1

    def allow(self, allowed: Sequence[bool]) -> None:
        """Which columns may have a share; all others have none."""
        numbers = self._np.arange(len(self._places), len(self._places) + self._columns, dtype=self._np.int32)
        self._program.changeColsBounds(
            self._columns, numbers, self._np.zeros(self._columns), self._np.asarray(allowed, self._np.float64)
        )

    def solve(self) -> tuple[float, Sequence[float]] | None:
        """What the best shares cover, and the share of each column; None where HiGHS finds none."""
        self._program.run()
        if self._program.getModelStatus() != library().HighsModelStatus.kOptimal:
            return None
        answer = self._program.getSolution()
        rows = len(self._places)
        self._prices = -self._np.asarray(answer.row_dual[:rows]) * self._scale
        covered: float = -self._program.getInfo().objective_function_value * self._scale
        shares: list[float] = answer.col_value[rows:]
        return covered, shares

    def halfway(self, prices: Sequence[int]) -> Sequence[int]:
        """Half of the way from some prices to those of the last answer: integers, up to what a place is worth."""
        here = self._np.asarray(prices, self._np.float64)[self._places]
        found = self._np.zeros(len(self._row), self._np.int64)
        found[self._places] = self._np.clip(self._np.rint((here + self._prices) / 2), 0, self._worth[self._places])
        halfway: list[int] = found.tolist()
        return halfway
