"""The best plans by a mixed-integer program, day by day, solved by HiGHS: tier after tier, each held before the next.

The solver counts in floating point. So every sum that it finds is read as the nearest fraction of a small denominator,
once the program has been solved again with its whole variables fixed; the best of all tiers is counted again, exactly,
from its tours, with amounts doing on each day what is best beside them (best_day).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction

import highspy

from tests.oracle.amounts.network import Link
from tests.oracle.units.best_day import reach
from tests.oracle.units.terms import OneDay, Question, Terms

LARGEST_DENOMINATOR = 1000
CLOSE = Fraction(1, 100_000)
"""Sums in floating point may be so far from true ones, of 1 or of so much of them."""

SLACK = 1e-7
"""So much less than what is held is enough, of 1 or of so much of it: at thirds HiGHS would find no solution."""

OPTIONS: dict[str, bool | float | str] = {
    "output_flag": False,
    "mip_rel_gap": 0.0,
    "mip_feasibility_tolerance": 1e-8,
    "presolve": "off",
}
"""Presolved, HiGHS 1.15.1 now and then calls infeasible what has a solution."""

Column = int
Row = dict[Column, float]


class Model:
    """Columns and rows of a program."""

    def __init__(self) -> None:
        self.solver = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in OPTIONS.items():
            self.solver.setOptionValue(name, value)
        self.columns = 0
        self.rows = 0
        self.whole: list[Column] = []

    def column(self, most: float, *, is_whole: bool = False) -> Column:
        """A new variable from 0 to most."""
        self.solver.addVar(0.0, most)
        if is_whole:
            self.solver.changeColIntegrality(self.columns, highspy.HighsVarType.kInteger)
            self.whole.append(self.columns)
        self.columns += 1
        return self.columns - 1

    def row(self, terms: Row, *, at_most: float = highspy.kHighsInf, at_least: float = -highspy.kHighsInf) -> int:
        """A new constraint on a sum."""
        kept = {column: factor for column, factor in terms.items() if factor}
        self.solver.addRow(at_least, at_most, len(kept), list(kept), list(kept.values()))
        self.rows += 1
        return self.rows - 1

    def maximum(self, terms: Row) -> float:
        """The largest value of a sum: solved, then solved again with the whole variables fixed where they were."""
        for column in range(self.columns):
            self.solver.changeColCost(column, terms.get(column, 0.0))
        self.solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
        first = self._solve()
        for column in self.whole:
            at = float(self.is_on(column))
            self.solver.changeColBounds(column, at, at)
        again = self._solve()
        for column in self.whole:
            self.solver.changeColBounds(column, 0.0, 1.0)
        if abs(first - again) > CLOSE * max(1.0, abs(first)):
            raise ArithmeticError(f"{first} is {again} once the whole variables are rounded")
        return again

    def is_on(self, column: Column) -> bool:
        """Whether a whole variable is 1 in the last solution."""
        return bool(self.values[column] > 0.5)

    def _solve(self) -> float:
        self.solver.run()
        status = self.solver.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError(f"not solved to its optimum: {status}")
        self.values: list[float] = list(self.solver.getSolution().col_value)
        return float(self.solver.getInfo().objective_function_value)


class UnitsDays:
    """The variables and constraints of one unit: whether it serves a line on a day, and begins a tour then."""

    def __init__(self, model: Model, question: Question, unit: str) -> None:
        self.model, self.unit = model, unit
        self.terms: Terms = question.units[unit]
        self.days, self.length = question.days, question.length
        self.held = [number for number, day in enumerate(self.days) if unit in question.on[day].held]
        on = [{line for each, line in question.on[day].sizes if each == unit} for day in self.days]
        self.lines = sorted(set[str]().union(*on))
        links = [(line, number) for number, open_to in enumerate(on) for line in sorted(open_to)]
        self.serves = {link: model.column(1.0, is_whole=True) for link in links}
        self.begins = {link: model.column(1.0, is_whole=True) for link in links}
        self._tours()
        for line in self.lines:
            self._longest(line)
            self._shortest(line)
        self._rest()
        self._pins()
        self._in_place()

    def _sum(self, variables: Mapping[tuple[str, int], Column], line: str | None, days: Iterable[int]) -> Row:
        lines = self.lines if line is None else [line]
        keys = [(each, day) for day in days for each in lines]
        return {variables[key]: 1.0 for key in keys if key in variables}

    def _off(self, variables: Mapping[tuple[str, int], Column], days: Iterable[int]) -> None:
        """On these days none of the variables may be 1."""
        off = self._sum(variables, None, days)
        if off:
            self.model.row(off, at_most=0.0)

    def _before(self, day: int) -> int:
        """How long a tour has been that begins on a day of the period."""
        return (self.terms.before or 0) if day == 0 else 0

    def _tours(self) -> None:
        """One line a day; a tour begins where the unit serves a line and did not on the day before."""
        for day in range(self.length):
            if now := self._sum(self.serves, None, [day]):
                self.model.row(now, at_most=1.0)
        for (line, day), serves in self.serves.items():
            begins, before = self.begins[line, day], self.serves.get((line, day - 1))
            was = {} if before is None else {before: 1.0}
            self.model.row({begins: 1.0, serves: -1.0} | was, at_least=0.0)
            self.model.row({begins: 1.0, serves: -1.0}, at_most=0.0)
            self.model.row({begins: 1.0} | was, at_most=1.0)

    def _longest(self, line: str) -> None:
        """Who serves on a day began not longer ago than a tour lasts."""
        longest = self.terms.longest
        if longest is None:
            return
        for day in range(self.length):
            if (line, day) in self.serves:
                since = [begun for begun in range(day + 1) if day - begun + 1 + self._before(begun) <= longest]
                begun = dict.fromkeys(self._sum(self.begins, line, since), -1.0)
                self.model.row({self.serves[line, day]: 1.0} | begun, at_most=0.0)

    def _shortest(self, line: str) -> None:
        """Who began a tour serves until it is long enough; one that cannot be long enough does not begin."""
        least = {day: max(1, self.terms.shortest - self._before(day)) for day in range(self.length)}
        for day in range(self.length):
            since = [begun for begun in range(day + 1) if day < begun + least[begun]]
            begun = self._sum(self.begins, line, since)
            serves = {self.serves[line, day]: -1.0} if (line, day) in self.serves else {}
            if begun:
                self.model.row(begun | serves, at_most=0.0)
        late = [day for day in range(self.length) if day + least[day] > self.length]
        if too_late := self._sum(self.begins, line, late):
            self.model.row(too_late, at_most=0.0)

    def _ended(self, day: int) -> Row:
        """1 where a tour ended the day before: it served then, and does not now, nor is that the beginning of one."""
        result = dict.fromkeys(self._sum(self.serves, None, [day - 1]), 1.0)
        result |= dict.fromkeys(self._sum(self.serves, None, [day]), -1.0)
        return result | dict.fromkeys(self._sum(self.begins, None, [day]), 1.0)

    def _rest(self) -> None:
        rest = self.terms.rest
        if rest is None:
            self.model.row(self._sum(self.begins, None, range(self.length)), at_most=1.0)
            return
        for day in range(self.length if rest else 0):
            busy = self._sum(self.serves, None, [day])
            for ended in range(max(1, day - rest + 1), day + 1):
                for column, factor in self._ended(ended).items():
                    busy[column] = busy.get(column, 0.0) + factor
            if busy:
                self.model.row(busy, at_most=1.0)

    def _pins(self) -> None:
        rest = self.length if self.terms.rest is None else self.terms.rest
        self._off(self.serves, {day for held in self.held for day in range(held - rest, held + rest + 1)})

    def _in_place(self) -> None:
        """Where it does not serve from the first day on, it rests from then on."""
        if self.terms.before is None:
            return
        if self.terms.rest is None:
            self._off(self.begins, range(1, self.length))
            return
        stays = dict.fromkeys(self._sum(self.serves, None, [0]), -1.0)
        for day in range(1, min(self.terms.rest, self.length)):
            if serves := self._sum(self.serves, None, [day]):
                self.model.row(serves | stays, at_most=0.0)


class Program:
    """All units and amounts of the components that hold a unit, on all days."""

    def __init__(self, question: Question) -> None:
        self.question, self.model = question, Model()
        self.units = [UnitsDays(self.model, question, unit) for unit in question.units]
        self.sums: dict[int, Row] = {tier: {} for tier in question.tiers}
        for number, day in enumerate(question.days):
            self._day(number, question.on[day])
        self.holding = {tier: self.model.row(terms) for tier, terms in self.sums.items()}

    def _day(self, number: int, book: OneDay) -> None:
        """What amounts give, what covers each line and what of it counts."""
        lines = sorted(self.question.lines & book.wanted.keys())
        flows = {link: self.model.column(highspy.kHighsInf) for link in book.flows if link[1] in lines}
        for contribution in {link[0] for link in flows}:
            own = {column: 1.0 for link, column in flows.items() if link[0] == contribution}
            self.model.row(own, at_most=float(book.left[contribution]))
        counts = {line: self.model.column(float(book.wanted[line].need)) for line in lines}
        for line in lines:
            covered = self._covered(number, book, line, flows)
            self._counts(book, line, counts, covered)
            self.sums[book.wanted[line].tier][counts[line]] = float(book.wanted[line].weight)

    def _covered(self, number: int, book: OneDay, line: str, flows: Mapping[Link, Column]) -> Column:
        """What covers a line beyond its pins: no more than is needed, nor than units and amounts give."""
        left = max(Fraction(0), book.wanted[line].need - book.pinned[line])
        covered = self.model.column(float(left))
        given = {column: -float(book.flows[link]) for link, column in flows.items() if link[1] == line}
        for unit in self.units:
            if (unit.unit, line) in book.sizes:
                given[unit.serves[line, number]] = -float(min(left, book.sizes[unit.unit, line]))
        self.model.row({covered: 1.0} | given, at_most=0.0)
        return covered

    def _counts(self, book: OneDay, line: str, counts: Mapping[str, Column], covered: Column) -> None:
        """No more counts than covers; nothing below the threshold; no greater share than of each line needed."""
        wanted = book.wanted[line]
        pinned = min(Fraction(wanted.need), book.pinned[line])
        self.model.row({counts[line]: 1.0, covered: -1.0}, at_most=float(pinned))
        if (missing := reach(wanted) - pinned) > 0:
            reached = self.model.column(1.0, is_whole=True)
            self.model.row({counts[line]: 1.0, reached: -float(wanted.need)}, at_most=0.0)
            self.model.row({covered: 1.0, reached: -float(missing)}, at_least=0.0)
        for other in set(wanted.needs) & book.wanted.keys() - {line}:
            share = {counts[line]: float(book.wanted[other].need), counts[other]: -float(wanted.need)}
            self.model.row(share, at_most=0.0)

    def best(self, tier: int, held: Mapping[int, Fraction]) -> Fraction:
        """The largest sum of what counts in a tier, those of other tiers being at least so large."""
        for other, row in self.holding.items():
            least = float(held[other]) - SLACK * max(1.0, float(held[other])) if other in held else -highspy.kHighsInf
            self.model.solver.changeRowBounds(row, least, highspy.kHighsInf)
        return Fraction(self.model.maximum(self.sums[tier])).limit_denominator(LARGEST_DENOMINATOR)

    def only_every(self, days: int) -> None:
        """From now on tours begin and end only every so many days from the first."""
        for unit in self.units:
            for (line, day), serves in unit.serves.items():
                if day % days:
                    before = unit.serves.get((line, day - 1))
                    was = {} if before is None else {before: -1.0}
                    self.model.row({serves: 1.0} | was, at_most=0.0, at_least=0.0)

    def serving(self) -> dict[str, dict[date, str]]:
        """Which lines the units serve on which days in the last solution."""
        first = self.question.first
        return {
            unit.unit: {
                first + timedelta(days=day): line
                for (line, day), column in unit.serves.items()
                if self.model.is_on(column)
            }
            for unit in self.units
        }

    def best_of_all(self) -> dict[int, Fraction]:
        """The best sum of each tier, those before it held at their best: what the tours found give, exactly."""
        found: dict[int, Fraction] = {}
        for tier in self.question.tiers:
            sums = {**found, tier: self.best(tier, found)}
            exact = self.question.values(self.question.at_best(self.serving()))
            found = {other: exact[other] for other in sums}
            if not all(is_close(found[other], size) for other, size in sums.items()):
                raise ArithmeticError(f"the solver finds {sums}, its tours give {exact}")
        return found


def is_close(one: Fraction, other: Fraction) -> bool:
    """Whether two sums are the same as far as floating point can tell."""
    return abs(one - other) <= CLOSE * max(Fraction(1), abs(one))


def best(question: Question) -> dict[int, Fraction]:
    """The best sum of weight times what counts of each tier, those before it held at their best."""
    return Program(question).best_of_all()


def best_of(question: Question, tier: int, held: Mapping[int, Fraction]) -> Fraction:
    """The best sum of one tier where those of others are at least as given."""
    return Program(question).best(tier, held)
