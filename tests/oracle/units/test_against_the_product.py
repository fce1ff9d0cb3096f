"""The product's plans of whole units against the oracle's: every rule is kept, and every bound holds.

A plan need not be the best. How often it was not is printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import cast

import pytest

from muster.core.days import Period, day_before
from muster.core.firmness import Firmness
from muster.engine.account import account_of
from muster.engine.allocation import Plan, allocate
from muster.engine.proof_of_sizes import faults
from muster.engine.serving import Asked
from tests.counts import COUNTS
from tests.oracle.amounts.counting import counted
from tests.oracle.amounts.day import Asked as AskedOfOracle
from tests.oracle.counts.plain import plain_lines
from tests.oracle.facts import Fact
from tests.oracle.test_against_the_product import Book
from tests.oracle.units.books import random_book
from tests.oracle.units.counting_examples import COUNTING_EXAMPLES
from tests.oracle.units.examples import EXAMPLES
from tests.oracle.units.milp import Program, is_close
from tests.oracle.units.terms import Question
from tests.oracle.units.validator import Part, Tour, violations

SEEDS = range(COUNTS["units_books"])
PORTIONS = 10
"""The seeds are dealt out to so many tests, for several workers to share."""

BOTH = EXAMPLES | COUNTING_EXAMPLES


class Compared:
    """A book asked of both: the question to the oracle, the product's plan, and the sums of both for each tier."""

    def __init__(self, facts: list[Fact], period: Period, known: date, firmness: str = "committed") -> None:
        book = Book(facts)
        assert book.refused == []
        self.question = Question(book.facts, period, known, firmness)
        self.plan: Plan = allocate(book.timeline(known), Asked(known, Firmness(firmness)), period)
        self.tours = [Tour(each.contribution, each.line, *_ends(each.period)) for each in self.plan.touring.tours]
        self.parts = [Part(*_ends(each.period), each.assigned, each.covered) for each in self.plan.parts]
        self.covered = {bound.tier: bound.covered for bound in self.plan.touring.bounds}
        self.at_most = {bound.tier: bound.at_most for bound in self.plan.touring.bounds}
        self.best = Program(self.question).best_of_all()
        self.plain = {day: plain_lines(AskedOfOracle(book.facts, day, known, firmness)) for day in self.question.days}

    def assert_all(self) -> None:
        """What must hold of every plan."""
        assert violations(self.question, self.tours, self.parts) == []
        self.assert_flows()
        self.assert_counts()
        assert list(faults(account_of(self.plan))) == []
        if not self.question.lines:
            assert self.plan.touring.tours == ()
            assert self.plan.touring.bounds == ()
            return
        assert [bound.tier for bound in self.plan.touring.bounds] == self.question.tiers
        assert self.covered == self.question.values(self.in_parts())
        assert list(self.covered.values()) <= list(self.best.values())
        self.assert_bounds()

    def assert_flows(self) -> None:
        """How much of each line is covered follows from the tours, where no other line decides what counts."""
        planned, told = self.question.planned(self.serving()), self.in_parts()
        assert planned.keys() == told.keys()
        for day, lines in self.plain.items():
            assert told[day].keys() == planned[day].keys()
            assert all(told[day][line] == planned[day][line] for line in lines)

    def assert_counts(self) -> None:
        """How much of what covers each line counts."""
        for part in self.plan.parts:
            found = {line: limited.counts for line, limited in part.limited.items()}
            for day in self.question.days:
                if day in part.period:
                    counts = counted(self.question.on[day].wanted, part.covered)
                    assert found == {line: size for line, size in counts.items() if size != part.covered[line]}

    def assert_bounds(self) -> None:
        """What a tier has is at most what it could have, the tiers before it as good as here, and that no bound denies.

        Where every bound is reached, the plan is the best.
        """
        program, held = Program(self.question), dict[int, Fraction]()
        for tier, covered in self.covered.items():
            best, at_most = program.best(tier, held), self.at_most[tier]
            assert covered <= at_most, tier
            assert covered <= best or is_close(covered, best), (tier, covered, best)
            assert best <= at_most or is_close(best, at_most), (tier, best, at_most)
            held[tier] = covered
        if self.covered == self.at_most:
            assert self.covered == self.best

    def in_parts(self) -> dict[date, Mapping[str, Fraction]]:
        """What the plan says to be covered on each day."""
        return {day: part.covered for part in self.parts for day in self.question.days if day in part}

    def by_decision_9(self) -> list[date]:
        """The days on which no lines hang together: of those amounts are planned by decision 10."""
        return [
            day for part in self.plan.parts for day in self.question.days if day in part.period and not part.together
        ]

    def serving(self) -> dict[str, dict[date, str]]:
        """Which lines units serve by the plan's tours, on days on which no pin holds them."""
        result: dict[str, dict[date, str]] = {unit: {} for unit in self.question.units}
        for tour in self.tours:
            for day in tour.days:
                if tour.contribution not in self.question.on[day].held:
                    result[tour.contribution][day] = tour.line
        return result

    @property
    def is_best(self) -> bool:
        """Whether every tier has its best."""
        return self.covered == self.best

    @property
    def is_far_from_best(self) -> bool:
        """Whether more than a tenth of the best of the first tier is missing."""
        return any(covered < best * Fraction(9, 10) for covered, best in _firsts(self.covered, self.best))

    @property
    def amounts_are_best(self) -> bool:
        """Whether with these tours amounts could do no better."""
        return self.covered == self.question.values(self.question.at_best(self.serving()))


def _firsts(covered: dict[int, Fraction], best: dict[int, Fraction]) -> list[tuple[Fraction, Fraction]]:
    return list(zip(covered.values(), best.values(), strict=True))[:1]


def _ends(period: Period) -> tuple[date, date]:
    """The first and the last day of a bounded period."""
    return cast("date", period.start), day_before(cast("date", period.end))


@pytest.mark.parametrize("name", BOTH)
def test_an_example_worked_out_by_hand(name: str) -> None:
    example = BOTH[name]
    compared = Compared(example.facts, example.period, example.known)
    compared.assert_all()
    assert compared.best == example.best
    if len(compared.question.units) == 1:  # the tours of one unit are found exactly
        assert compared.is_best


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_random_books_are_planned_by_the_rules_and_every_bound_holds(portion: int) -> None:
    seeds = SEEDS[portion::PORTIONS]
    told: dict[str, list[int]] = {what: [] for what in ("not best", "far from it", "not proven")}
    for seed in seeds:
        book = random_book(seed)
        compared = Compared(book.facts, book.period, book.known, book.firmness)
        compared.assert_all()
        assert compared.amounts_are_best, seed
        found = {
            "not best": not compared.is_best,
            "far from it": compared.is_far_from_best,
            "not proven": compared.covered != compared.at_most,
        }
        for what, is_so in found.items():
            told[what] += [seed] if is_so else []
    print(f"of {len(seeds)} plans", *(f"{what}: {len(those)} {those}" for what, those in told.items()), sep="; ")
