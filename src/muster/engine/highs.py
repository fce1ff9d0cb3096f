"""The linear program that shares tours out among units: the only module that calls HiGHS.

One thread and the simplex method: the same rows and columns have the same answer. What it answers is counted in
floating point and proves nothing by itself: whoever asks turns its prices into integers and proves the bound by these.
Source: Q. Huangfu and J. A. J. Hall, "Parallelizing the dual revised simplex method" (2018).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import highspy
import numpy as np

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
        self._worth, needed = np.asarray(worth, np.float64), np.asarray(need, np.float64)
        self._places = np.flatnonzero((needed > 0) & (self._worth > 0))
        self._row = np.full(len(needed), -1)
        self._row[self._places] = np.arange(len(self._places))
        self._scale = float(self._worth.max(initial=1.0))
        rows = len(self._places)
        numbers = np.arange(rows, dtype=np.int32)
        self._program: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in OPTIONS.items():
            self._program.setOptionValue(option, value)
        self._program.addVars(rows, np.zeros(rows), needed[self._places])
        self._program.changeColsCost(rows, numbers, -self._worth[self._places] / self._scale)
        below = np.full(rows, -highspy.kHighsInf)
        self._program.addRows(rows, below, np.zeros(rows), rows, numbers, numbers, np.ones(rows))
        nothing = np.zeros(0, np.int32)
        below = np.full(units, -highspy.kHighsInf)
        self._program.addRows(units, below, np.ones(units), 0, np.zeros(units, np.int32), nothing, np.zeros(0))
        self._columns = 0
        self._prices = np.zeros(rows)

    def add(self, unit: int, places: Sequence[int], sizes: Sequence[int], *, may_be: bool) -> None:
        """Add a column of a unit, which may have a share or not."""
        rows, sizes_ = self._row[np.asarray(places, np.int64)], np.asarray(sizes, np.float64)
        there = rows >= 0
        indices = np.append(rows[there], len(self._places) + unit).astype(np.int32)
        values = np.append(-sizes_[there], 1.0)
        self._program.addCol(0.0, 0.0, float(may_be), len(indices), indices, values)
        self._columns += 1

    def allow(self, allowed: Sequence[bool]) -> None:
        """Which columns may have a share; all others have none."""
        numbers = np.arange(len(self._places), len(self._places) + self._columns, dtype=np.int32)
        self._program.changeColsBounds(self._columns, numbers, np.zeros(self._columns), np.asarray(allowed, np.float64))

    def solve(self) -> tuple[float, Sequence[float]] | None:
        """What the best shares cover, and the share of each column; None where HiGHS finds none."""
        self._program.run()
        if self._program.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        answer = self._program.getSolution()
        rows = len(self._places)
        self._prices = -np.asarray(answer.row_dual[:rows]) * self._scale
        covered: float = -self._program.getInfo().objective_function_value * self._scale
        shares: list[float] = answer.col_value[rows:]
        return covered, shares

    def halfway(self, prices: Sequence[int]) -> Sequence[int]:
        """Half of the way from some prices to those of the last answer: integers, up to what a place is worth."""
        here = np.asarray(prices, np.float64)[self._places]
        found = np.zeros(len(self._row), np.int64)
        found[self._places] = np.clip(np.rint((here + self._prices) / 2), 0, self._worth[self._places])
        halfway: list[int] = found.tolist()
        return halfway
