"""Tiny books with totals, planned for the year 2026, with the plan that the page gives them, worked out by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from muster.core.capabilities import Measure
from muster.core.requirements import Level, Requirement
from tests.oracle.amounts.hand import BEGIN, Hand, TotalsExample
from tests.oracle.scribe import dates, exactly, on


class Fund(Hand):
    """Writes books in which T (EUR, to the unit) is measured as a total."""

    def __init__(self) -> None:
        super().__init__()
        self.capability(BEGIN, "T", "EUR", measure=Measure.TOTAL)

    def wants(self, subject: str, *levels: tuple[date, int], tier: int = 3, weight: int = 1) -> None:
        """A line that needs so much from each first day on; it begins before the period where a year before is said."""
        first, *later = levels
        self.line(BEGIN, subject, first[0], first[1], capability="T", tier=tier, weight=weight)
        for start, number in later:
            self.write(BEGIN, "requirement", subject, Requirement(level=Level(quantity=exactly(number))), start=start)


def carried_forward() -> TotalsExample:
    """150 are due on 1 February: 100 for the quarter, 50 are carried forward; 30 of May come to them."""
    book = Fund()
    book.wants("L", (on(7, 1, 2025), 100), (on(4, 1), 100))
    book.gives("A", 180, capability="T")
    book.due("A", "2026-02-01", 150)
    book.due("A", "2026-05", 30)
    return TotalsExample(book.facts, {("L", on(1, 1)): 100, ("L", on(4, 1)): 80})


def not_before_it_is_due() -> TotalsExample:
    """What falls due some day in April may do so on its last: too late for what ends on the 29th, not for the 30th."""
    book = Fund()
    book.wants("L1", (on(1, 1), 10), (on(4, 30), 5), tier=1)
    book.wants("L2", (on(1, 1), 10), (on(5, 1), 5), tier=2)
    book.gives("A", 12, capability="T")
    book.due("A", "2026-04", 12)
    covered = {("L1", on(1, 1)): 0, ("L1", on(4, 30)): 5, ("L2", on(1, 1)): 7, ("L2", on(5, 1)): 0}
    return TotalsExample(book.facts, dict(covered))


def reduced_later() -> TotalsExample:
    """Three instalments of 100, reduced to 120 in autumn: 100, then 20, then none."""
    book = Fund()
    book.wants("L", (on(1, 1), 100), (on(5, 1), 100), (on(9, 1), 100))
    book.gives("A", 300, capability="T")
    for day in ("2026-09-15", "2026-01-15", "2026-05-15"):
        book.due("A", day, 100)
    book.cap(BEGIN, "reduced", of="A", valid=on(10, 1), quantity=exactly(120))
    return TotalsExample(book.facts, {("L", on(1, 1)): 100, ("L", on(5, 1)): 20, ("L", on(9, 1)): 0})


def all_at_once() -> TotalsExample:
    """Without instalments all of it is there from its first day, until its window ends."""
    book = Fund()
    book.wants("L", (on(1, 1), 10), (on(3, 1), 10), (on(6, 1), 10), (on(9, 1), 10))
    book.gives("A", 25, capability="T", window=dates("2026-03", "2026-07-31"))
    covered = {("L", on(1, 1)): 0, ("L", on(3, 1)): 10, ("L", on(6, 1)): 10, ("L", on(9, 1)): 0}
    return TotalsExample(book.facts, dict(covered))


def by_tier_weight_day_and_id() -> TotalsExample:
    """The critical term first, though it is the last; then the heavier, then the first to begin, then by id."""
    book = Fund()
    book.wants("L1", (on(2, 1), 10))
    book.wants("L2", (on(1, 1), 10))
    book.wants("L3", (on(2, 1), 10), weight=2)
    book.wants("L4", (on(9, 1), 10), tier=1)
    book.wants("L0", (on(2, 1), 10))
    book.gives("A", 35, capability="T")
    terms = {("L0", 2): 5, ("L1", 2): 0, ("L2", 1): 10, ("L3", 2): 10, ("L4", 9): 10}
    return TotalsExample(book.facts, {(line, on(month, 1)): size for (line, month), size in terms.items()})


def another_currency() -> TotalsExample:
    """A dollar at 0.8: 15 dollars cover 12 of 20."""
    book = Fund()
    book.capability(BEGIN, "U", "USD", measure=Measure.TOTAL)
    book.instead("T", "U", "0.8")
    book.wants("L", (on(1, 1), 20))
    book.gives("A", 15, capability="U")
    return TotalsExample(book.facts, {("L", on(1, 1)): Fraction(12)})


TOTALS_EXAMPLES: dict[str, TotalsExample] = {
    "carried forward": carried_forward(),
    "not before it is due": not_before_it_is_due(),
    "reduced later": reduced_later(),
    "all at once": all_at_once(),
    "by tier, weight, day and id": by_tier_weight_day_and_id(),
    "another currency": another_currency(),
}
