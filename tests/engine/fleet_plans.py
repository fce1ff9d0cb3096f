"""Plans of small fleets, one slot a day: as parts of a plan, as an account, and all that others could cover."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from types import SimpleNamespace
from typing import Any, cast

from hypothesis import strategies as st

from muster.core.days import Period
from muster.engine.account import account_of
from muster.engine.allocation import Plan
from muster.engine.amounts import Part
from muster.engine.bounding import Bound
from muster.engine.fleet import Fleet
from muster.engine.numbering import Begin, Numbered
from muster.engine.toured import Touring
from muster.engine.touring import Effort, Kept, Tour
from tests.engine.fleets import Schedule, fleets, given_by_amounts, schedules, serves
from tests.engine.written import on


def named(of: Fleet) -> Numbered:
    """A fleet whose lines are A, B and so on, its units S, T and so on, its amounts D and E; of tiers from 1 on."""
    lines, units, amounts = "ABCD"[: len(of.rows)], "STUVW"[: len(of.units)], "DE"[: len(of.amounts)]
    return Numbered(of, on("7-1"), 1, 1, tuple(lines), tuple(units), tuple(amounts), tuple(range(1, of.tiers + 1)))


@dataclass(frozen=True)
class Made:
    """Where units are in a fleet, and what amounts give to each line in each slot."""

    of: Numbered
    every: Sequence[Schedule]
    given: Sequence[Sequence[int]]

    def covered(self, line: int, slot: int) -> int:
        """What covers a line in a slot."""
        brought = serves(self.of.fleet, self.every)[line][slot]
        return min(self.of.fleet.rows[line].need[slot], brought + self.given[slot][line])

    @property
    def parts(self) -> list[Part]:
        """As much of the parts of a plan as bounds are made from."""
        return [cast("Part", self._part(slot)) for slot in range(self.of.fleet.slots)]

    def _part(self, slot: int) -> object:
        rows = dict(zip(self.of.lines, self.of.fleet.rows, strict=True))
        wanted = {line: SimpleNamespace(need=row.need[slot], weight=row.weight[slot]) for line, row in rows.items()}
        covered = {line: Fraction(self.covered(number, slot)) for number, line in enumerate(self.of.lines)}
        field = SimpleNamespace(pins=(), wanted=wanted)
        days = Period(self.of.day(slot), self.of.day(slot + 1))
        return SimpleNamespace(period=days, field=field, covered=covered, counts=covered.__getitem__)

    @property
    def tours(self) -> list[Tour]:
        """The tours of units by name and day."""
        return [
            Tour(name, self.of.lines[unit.openings[number].line], Period(self.of.day(first), self.of.day(end)))
            for name, unit, schedule in zip(self.of.units, self.of.fleet.units, self.every, strict=True)
            for number, first, end in schedule
        ]

    def account(self, bounds: Sequence[Bound]) -> dict[str, Any]:
        """The account of this plan, as far as its tours are concerned."""
        none = Touring([], Begin({}, {}), Kept(), Effort(), self.of, tuple(self.tours), tuple(bounds))
        empty = SimpleNamespace(parts=(), totals=SimpleNamespace(terms={}), touring=none, held=())
        found = account_of(cast("Plan", empty))
        return {**found, "intervals": [self._interval(slot) for slot in range(self.of.fleet.slots)]}

    def _interval(self, slot: int) -> dict[str, Any]:
        rows = dict(zip(self.of.lines, self.of.fleet.rows, strict=True))
        return {
            "first": str(self.of.day(slot)),
            "last": str(self.of.day(slot)),
            "lines": {
                line: {
                    "need": str(row.need[slot]),
                    "weight": row.weight[slot],
                    "covered": str(self.covered(number, slot)),
                }
                for number, (line, row) in enumerate(rows.items())
            },
            "pinned": [
                {"contribution": one.contribution, "line": one.line, "amount": "1", "worth": "1", "tour": True}
                for one in self.tours
                if self.of.day(slot) in one.period
            ],
        }

    @property
    def value(self) -> tuple[int, int]:
        """What is covered in both tiers, weighted."""
        found = [0, 0]
        for line, row in enumerate(self.of.fleet.rows):
            found[row.tier] += sum(row.weight[slot] * self.covered(line, slot) for slot in range(self.of.fleet.slots))
        return found[0], found[1]


@st.composite
def made(draw: st.DrawFn, slots: int = 3, units: int = 2, amounts: int = 1) -> Made:
    """Some plan of a fleet, a good one or a bad one."""
    of = draw(fleets(slots=slots, units=units, amounts=amounts))
    every = [draw(st.sampled_from(list(schedules(unit, of.slots)))) for unit in of.units]
    given = [draw(st.sampled_from(list(given_by_amounts(of, slot)))) for slot in range(of.slots)]
    return Made(named(of), every, given)


def values(of: Fleet) -> set[tuple[int, int]]:
    """What plans could cover in both tiers; of plans of which one is better in both, the better."""
    found: set[tuple[int, int]] = set()
    for every in product(*(list(schedules(unit, of.slots)) for unit in of.units)):
        brought = serves(of, every)
        sums = {(0, 0)}
        for slot in range(of.slots):
            here = set(_in_slot(of, [line[slot] for line in brought], slot))
            sums = _undominated({(a + c, b + d) for a, b in sums for c, d in here})
        found |= sums
    return _undominated(found)


def _in_slot(of: Fleet, brought: Sequence[int], slot: int) -> Iterator[tuple[int, int]]:
    for more in given_by_amounts(of, slot):
        value = [0, 0]
        for row, one, other in zip(of.rows, brought, more, strict=True):
            value[row.tier] += row.weight[slot] * min(row.need[slot], one + other)
        yield value[0], value[1]


def _undominated(found: set[tuple[int, int]]) -> set[tuple[int, int]]:
    return {one for one in found if not any(two != one and two[0] >= one[0] and two[1] >= one[1] for two in found)}
