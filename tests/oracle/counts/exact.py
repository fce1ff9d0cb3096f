"""Linear programs in fractions: HiGHS finds a basis, which is solved again exactly and proven by its prices.

All programs maximise; every variable is 0 or more and every row is a sum that is at most its bound. A basis says which
rows are reached and which variables stand at a bound. Solved in fractions it is the best where no row and no bound is
broken and no price has the wrong sign (Dantzig, "Linear Programming and Extensions", 1963, chapter 6). What has a price
stays where it is in every best solution; so a next sum can be maximised among the best of the one before.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from itertools import product

import highspy

Column = int
Row = dict[Column, Fraction]
INFINITE = highspy.kHighsInf
BASIC, UPPER = highspy.HighsBasisStatus.kBasic, highspy.HighsBasisStatus.kUpper

OPTIONS: dict[str, bool | float | str] = {
    "output_flag": False,
    "presolve": "off",
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 1e-9,
    "primal_feasibility_tolerance": 1e-9,
    "dual_feasibility_tolerance": 1e-9,
}


class InfeasibleError(ArithmeticError):
    """No solution keeps all rows and bounds."""


class Linear:
    """Variables and rows of a program."""

    def __init__(self) -> None:
        self.most: list[Fraction | None] = []
        self.whole: list[Column] = []
        self.rows: list[Row] = []
        self.bounds: list[Fraction] = []
        self.fixed: dict[Column, Fraction] = {}
        self.tight: set[int] = set()

    def column(self, most: Fraction | int | None = None, *, is_whole: bool = False) -> Column:
        """A new variable from 0 to most; a whole one is 0 or 1."""
        self.most.append(Fraction(1) if is_whole else None if most is None else Fraction(most))
        if is_whole:
            self.whole.append(len(self.most) - 1)
        return len(self.most) - 1

    def at_most(self, terms: Iterable[tuple[Column, Fraction | int]], bound: Fraction | int) -> int:
        """A new row, in integers, so that nothing is lost when it is told in floating point."""
        row: Row = {}
        for column, factor in terms:
            row[column] = row.get(column, Fraction(0)) + factor
        row = {column: factor for column, factor in row.items() if factor}
        scale = math.lcm(Fraction(bound).denominator, *(factor.denominator for factor in row.values()))
        self.rows.append({column: factor * scale for column, factor in row.items()})
        self.bounds.append(Fraction(bound) * scale)
        return len(self.rows) - 1

    def again(self, whole: dict[Column, int]) -> Linear:
        """The same program with its whole variables decided, and nothing held."""
        other = Linear()
        other.most, other.rows, other.bounds = list(self.most), self.rows, self.bounds
        other.fixed = {column: Fraction(value) for column, value in whole.items()}
        return other

    # ---- in floating point

    def _solver(self, objective: Row) -> highspy.Highs:
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in OPTIONS.items():
            solver.setOptionValue(name, value)
        for column, most in enumerate(self.most):
            if column in self.fixed:
                solver.addVar(float(self.fixed[column]), float(self.fixed[column]))
            else:
                solver.addVar(0.0, INFINITE if most is None else float(most))
            solver.changeColCost(column, float(objective.get(column, 0)))
        for number, (row, bound) in enumerate(zip(self.rows, self.bounds, strict=True)):
            least = float(bound) if number in self.tight else -INFINITE
            solver.addRow(least, float(bound), len(row), list(row), [float(factor) for factor in row.values()])
        solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
        return solver

    def decided(self, objective: Row) -> list[dict[Column, int]]:
        """The whole variables in best solutions by HiGHS, told to be more or less strict; it does not always find one.

        Told to be strict it now and then gives up; told not to be, it may find what is not quite a solution.
        """
        found = []
        for presolve, tolerance in product(("off", "on"), (1e-9, 1e-6)):
            solver = self._solver(objective)
            solver.setOptionValue("presolve", presolve)
            solver.setOptionValue("mip_feasibility_tolerance", tolerance)
            for column in self.whole:
                solver.changeColIntegrality(column, highspy.HighsVarType.kInteger)
            solver.run()
            if solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
                values = solver.getSolution().col_value
                way = {column: round(values[column]) for column in self.whole}
                found += [] if way in found else [way]
        return found

    # ---- in fractions

    def maximum(self, objective: Row) -> Fraction:
        """The largest value of a sum; only what reaches it is left from then on. ``values`` is a solution."""
        solver = self._solver(objective)
        _run(solver)
        basis = solver.getBasis()
        basic = [column for column, status in enumerate(basis.col_status) if status == BASIC]
        reached = [row for row, status in enumerate(basis.row_status) if status != BASIC]
        at = {
            column: self._bound(column, is_upper=status == UPPER)
            for column, status in enumerate(basis.col_status)
            if status != BASIC
        }
        self.values = self._primal(basic, reached, at)
        prices = self._dual(basic, reached, objective)
        self._prove(at, prices, objective)
        return sum((factor * self.values[column] for column, factor in objective.items()), Fraction(0))

    def _bound(self, column: Column, *, is_upper: bool) -> Fraction:
        most = self.most[column]
        if column in self.fixed:
            return self.fixed[column]
        return most if is_upper and most is not None else Fraction(0)

    def _primal(self, basic: list[Column], reached: list[int], at: dict[Column, Fraction]) -> list[Fraction]:
        inside = set(basic)
        system = []
        for row in reached:
            outside = sum((f * at[column] for column, f in self.rows[row].items() if column not in inside), Fraction(0))
            system.append(({c: f for c, f in self.rows[row].items() if c in inside}, self.bounds[row] - outside))
        solved = solve(system)
        return [at[column] if column in at else solved[column] for column in range(len(self.most))]

    def _dual(self, basic: list[Column], reached: list[int], objective: Row) -> dict[int, Fraction]:
        system = []
        for column in basic:
            terms = {row: self.rows[row][column] for row in reached if column in self.rows[row]}
            system.append((terms, objective.get(column, Fraction(0))))
        return solve(system)

    def _prove(self, at: dict[Column, Fraction], prices: dict[int, Fraction], objective: Row) -> None:
        """Raises ArithmeticError unless the solution is proven to be the best; then holds what has a price."""
        for column, value in enumerate(self.values):
            most = self.most[column]
            if value < 0 or (most is not None and value > most) or value != self.fixed.get(column, value):
                raise ArithmeticError(f"variable {column} is {value}, not between 0 and {most}")
        for number, row in enumerate(self.rows):
            total = sum((factor * self.values[column] for column, factor in row.items()), Fraction(0))
            if total > self.bounds[number] or (number in self.tight and total != self.bounds[number]):
                raise ArithmeticError(f"row {number} is {total}, its bound {self.bounds[number]}")
        for number, price in prices.items():
            if price < 0 and number not in self.tight:
                raise ArithmeticError(f"the price of row {number} is {price}")
        for column, value in at.items():
            cost = objective.get(column, Fraction(0)) - sum(
                (price * self.rows[row].get(column, 0) for row, price in prices.items()), Fraction(0)
            )
            may_stay = (value == 0 and cost <= 0) or (value == self.most[column] and cost >= 0)
            if column not in self.fixed and not may_stay:
                raise ArithmeticError(f"variable {column} at {value} could still be moved for {cost}")
            if cost:
                self.fixed[column] = value
        self.tight |= {number for number, price in prices.items() if price}


def _run(solver: highspy.Highs) -> None:
    solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        raise InfeasibleError("there is no solution")
    if status != highspy.HighsModelStatus.kOptimal:
        raise ArithmeticError(f"not solved to its optimum: {status}")


def solve(system: list[tuple[dict[int, Fraction], Fraction]]) -> dict[int, Fraction]:
    """The one solution of so many equations in so many unknowns; raises ArithmeticError where there is none, or more.

    Gauss and Jordan, in fractions, the shortest equation first.
    """
    left = [(dict(terms), value) for terms, value in system]
    solved: list[tuple[int, dict[int, Fraction], Fraction]] = []
    while left:
        left.sort(key=lambda each: len(each[0]))
        terms, value = left.pop(0)
        if not terms:
            raise ArithmeticError("the equations have no single solution")
        unknown = min(terms, key=lambda each: sum(each in other for other, _ in left))
        pivot = terms.pop(unknown)
        terms, value = {each: factor / pivot for each, factor in terms.items()}, value / pivot
        solved.append((unknown, terms, value))
        left = [_without(unknown, each, terms, value) for each in left]
    result: dict[int, Fraction] = {}
    for unknown, terms, value in reversed(solved):
        result[unknown] = value - sum((factor * result[each] for each, factor in terms.items()), Fraction(0))
    return result


def _without(
    unknown: int, equation: tuple[dict[int, Fraction], Fraction], terms: dict[int, Fraction], value: Fraction
) -> tuple[dict[int, Fraction], Fraction]:
    own, own_value = equation
    factor = own.pop(unknown, None)
    if factor is None:
        return own, own_value
    for each, size in terms.items():
        own[each] = own.get(each, Fraction(0)) - factor * size
        if not own[each]:
            del own[each]
    return own, own_value - factor * value
