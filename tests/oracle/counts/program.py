"""The best plan of an interval: a program whose sums are maximised one after another, never by large weights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from tests.oracle.amounts.network import Link
from tests.oracle.counts.exact import Column, InfeasibleError, Linear, Row
from tests.oracle.counts.interval import Interval

CLOSE = Fraction(1, 10**6)
"""So much less may a sum be in floating point than its fraction while the next one is maximised."""

MOST_WAYS = 300
"""In no more ways may lines be on or off where all are looked at."""

ONE = Fraction(1)


@dataclass(frozen=True)
class Best:
    """The best sums: of what counts for each tier in order, then of what covers; and a plan that reaches them."""

    counts: dict[int, Fraction]
    covers: dict[int, Fraction]
    given: dict[Link, Fraction]

    @property
    def values(self) -> tuple[Fraction, ...]:
        """All sums, in the order in which they are maximised."""
        return (*self.counts.values(), *self.covers.values())


class Program:
    """The variables of an interval: what is given, what of it each member may count for, what covers, what counts."""

    def __init__(self, interval: Interval) -> None:
        self.interval, self.linear = interval, Linear()
        column = self.linear.column
        self.given = {link: column() for link in sorted(interval.links)}
        self.covers = {name: column(line.need) for name, line in interval.lines.items()}
        self.counts = {name: column(line.need) for name, line in interval.lines.items()}
        self.is_on: dict[str, Column] = {}
        self._supplies()
        for name in interval.lines:
            self._line(name)
        for name, line in interval.lines.items():
            for other in line.needs:
                needed = interval.lines[other].need
                terms = [(self.counts[name], Fraction(needed)), (self.counts[other], Fraction(-line.need))]
                self.linear.at_most(terms, 0)

    def _supplies(self) -> None:
        for contribution, left in self.interval.left.items():
            own = [(column, ONE) for link, column in self.given.items() if link[0] == contribution]
            if own:
                self.linear.at_most(own, left)

    def _by_member(self, line: str) -> Iterator[tuple[list[tuple[Column, Fraction]], Fraction]]:
        """For each member: what it gives to a line by variables, and what it gives already."""
        interval = self.interval
        for own in interval.by_member(line).values():
            links = [(each, line) for each in own]
            terms = [(self.given[link], interval.links[link]) for link in links if link in self.given]
            already = sum((interval.fixed.get(link, 0) * interval.worth[link] for link in links), Fraction(0))
            yield terms, already

    def _line(self, name: str) -> None:
        """What covers a line is at most what it is given, and what counts at most what covers."""
        line, cap = self.interval.lines[name], self.interval.cap(name)
        members = list(self._by_member(name))
        covering: list[tuple[Column, Fraction]] = [(self.covers[name], ONE)]
        already = Fraction(0)
        for terms, fixed in members:
            if cap is None:
                covering += [(column, -worth) for column, worth in terms]
                already += fixed
            else:
                counted = self.linear.column(cap)
                self.linear.at_most([(counted, ONE), *((column, -worth) for column, worth in terms)], fixed)
                covering.append((counted, -ONE))
        self.linear.at_most(covering, already)
        self.linear.at_most([(self.counts[name], ONE), (self.covers[name], -ONE)], 0)
        if line.threshold or self.interval.options.suppliers:
            self._only_if(name, members)

    def _only_if(self, name: str, members: list[tuple[list[tuple[Column, Fraction]], Fraction]]) -> None:
        """It counts only where it is on; and is on only where its threshold is reached and enough members supply."""
        line, linear = self.interval.lines[name], self.linear
        is_on = self.is_on[name] = linear.column(is_whole=True)
        linear.at_most([(self.counts[name], ONE), (is_on, Fraction(-line.need))], 0)
        linear.at_most([(is_on, Fraction(line.threshold * line.need, 100)), (self.covers[name], -ONE)], 0)
        asked = self.interval.options.suppliers
        if asked is None:
            return
        supplying = []
        for terms, already in members:
            supplies = linear.column(is_whole=True)
            linear.at_most([(supplies, ONE), *((column, -worth) for column, worth in terms)], already)
            supplying.append((supplies, -ONE))
        linear.at_most([(is_on, Fraction(asked)), *supplying], 0)

    @property
    def sums(self) -> list[Row]:
        """What is maximised, one after another."""
        interval = self.interval
        return [
            {of[name]: Fraction(line.weight) for name, line in interval.lines.items() if line.tier == tier}
            for of in (self.counts, self.covers)
            for tier in interval.tiers
        ]

    # ---- solved

    def solved(self) -> Best:
        """The best plan, its whole variables decided by HiGHS sum after sum; raises ArithmeticError where it strays."""
        before: list[Fraction] = []
        values: list[Fraction] = []
        linear = self.linear.again({})
        for number, row in enumerate(self.sums):
            ways = self.linear.decided(row) if self.linear.whole else [{}]
            values, linear = self._best_of(ways, number + 1)
            if values[:number] != before:
                raise ArithmeticError(f"{values} where {before} had been found")
            before = values
            self.linear.at_most([(column, -factor) for column, factor in row.items()], CLOSE - values[-1])
        return self._told(values, linear)

    def of_all_ways(self) -> Best | None:
        """The best plan of all ways in which whole variables may be decided; None where these are too many."""
        whole = self.linear.whole
        if 2 ** len(whole) > MOST_WAYS:
            return None
        ways = [dict(zip(whole, way, strict=True)) for way in product((0, 1), repeat=len(whole))]
        return self._told(*self._best_of(ways, len(self.sums)))

    def _best_of(self, ways: list[dict[Column, int]], first: int) -> tuple[list[Fraction], Linear]:
        """The best values of the first sums of these ways to decide, leaving out those in which no plan is possible."""
        found = []
        for way in ways:
            try:
                found.append(self._with(way, first))
            except InfeasibleError:
                continue
        if not found:
            raise ArithmeticError("no way is known in which a plan is possible")
        return max(found, key=lambda each: each[0])

    def _with(self, decided: dict[Column, int], first: int) -> tuple[list[Fraction], Linear]:
        """The best values of the first sums where whole variables are so decided."""
        linear = self.linear.again(decided)
        return [linear.maximum(row) for row in self.sums[:first]], linear

    def _told(self, values: list[Fraction], linear: Linear) -> Best:
        tiers = self.interval.tiers
        counts, covers = values[: len(tiers)], values[len(tiers) :]
        given = dict(self.interval.fixed)
        for link, column in self.given.items():
            if linear.values[column]:
                given[link] = given.get(link, Fraction(0)) + linear.values[column]
        return Best(dict(zip(tiers, counts, strict=True)), dict(zip(tiers, covers, strict=True)), given)


def best(interval: Interval) -> Best:
    """What is best in an interval."""
    return Program(interval).solved()
