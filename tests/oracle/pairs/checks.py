"""All that is asked of a book and its plan: each question of the oracle that its features allow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import cast

from muster.core.firmness import Firmness
from muster.engine.allocation import Plan, cuts_of
from muster.engine.serving import Asked as AskedOfProduct
from muster.engine.totals import Totals
from tests.oracle import amounts
from tests.oracle.amounts.totals import Book as TotalsBook
from tests.oracle.production.asking import plan_of, walk_of
from tests.oracle.production.walk import Asking, Walk
from tests.oracle.test_against_the_product import Book, differences
from tests.oracle.units.milp import Program


class Checked:
    """A book with some features, the product's plan of it, and the plan walked through."""

    def __init__(self, asking: Asking, features: frozenset[str]) -> None:
        self.asking, self.features = asking, features
        self.book = Book(asking.facts)
        assert self.book.refused == []
        self.plan: Plan = plan_of(self.book, asking)
        self.walk: Walk = walk_of(self.book, asking, self.plan)

    def faults(self) -> list[str]:
        """All that differs from the oracle, or is against a rule; where nothing is, all that is worse than the best."""
        found = [*self._pictures(), *self.walk.violations()]
        return found or [*self.walk.not_best(), *self._flows(), *self._totals(), *self._bounds()]

    def _pictures(self) -> Iterator[str]:
        """The picture of three days: open lines, needs, cover, gaps."""
        for day in (self.asking.days[0], self.asking.days[-1], self.asking.days[len(self.asking.days) // 2]):
            for what, expected, found in differences(self.book, day, self.asking.known):
                yield f"{day}: {what}: the oracle says {expected}, the product {found}"

    def _flows(self) -> Iterator[str]:
        """Where nothing but tiers and weights decides, how much of each line is covered follows from these."""
        for day in self._plain_days():
            expected = amounts.plan(self.book.facts, day, self.asking.known, self.asking.firmness).covered
            told = self.walk.told_on(day)
            if told is None or dict(told.covered) != expected:
                yield f"{day}: by flows {expected} is covered, as told {told and told.covered}"

    def _plain_days(self) -> Iterator[date]:
        """The days on which nothing comes whole, kinds factor, and no option or other line decides what counts."""
        question = self.walk.question
        for day, interval in self.walk.intervals.items():
            decides = question.units or question.on[day].factored.odd or self.walk.graduates[day]
            if not (decides or interval.is_asked_who_counts):
                yield day

    def _totals(self) -> Iterator[str]:
        """Totals are planned as the oracle plans them."""
        if "totals" not in self.features:
            return
        known, period = self.asking.known, self.asking.period
        expected = TotalsBook(self.book.facts, period, known, self.asking.firmness).plan()
        timeline, asked = self.book.timeline(known), AskedOfProduct(known, Firmness(self.asking.firmness))
        totals = Totals(timeline, period, asked, cuts_of(timeline, asked)).plan()
        found = {
            (term.wanted.line, cast("date", term.period.start)): totals.covered[name]
            for name, term in totals.terms.items()
        }
        said = {
            (expected.terms[term].line, expected.terms[term].first): size for term, size in expected.covered.items()
        }
        if found != said:
            yield f"totals: the oracle says {said}, the product {found}"

    def _bounds(self) -> Iterator[str]:
        """Where only tours decide, what each tier has is at most what it could have, and that no bound denies."""
        question = self.walk.question
        is_plain = not any(interval.is_asked_who_counts for interval in self.walk.intervals.values())
        if not question.units or not is_plain or "production" in self.features or self._is_odd():
            return
        program, held = Program(question), dict[int, Fraction]()
        for bound in self.plan.touring.bounds:
            best = program.best(bound.tier, held)
            if not bound.covered <= best <= bound.at_most:
                yield f"tier {bound.tier}: {bound.covered} by tours, {best} at best, {bound.at_most} as bound"
            held[bound.tier] = bound.covered

    def _is_odd(self) -> bool:
        return any(day.factored.odd for day in self.walk.question.on.values())
