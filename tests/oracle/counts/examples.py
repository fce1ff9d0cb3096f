"""Tiny books in which help should go where it counts, worked out by hand: what counts, and what covers, by tiers.

Of each it is said what would be best without the rule that it is about.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from muster.core.capabilities import Substitute
from muster.core.contributions import Contribution
from tests.oracle.amounts.hand import BEGIN, Hand
from tests.oracle.counts.interval import NOTHING_ASKED, Options
from tests.oracle.facts import Fact

Sums = dict[int, int | Fraction]


@dataclass(frozen=True)
class Example:
    """A book, what is asked besides, and the best sums: of what counts, then of what covers."""

    facts: list[Fact]
    counts: Sums
    covers: Sums
    options: Options = NOTHING_ASKED


def _from(*given: tuple[str, int], **fields: Any) -> Hand:
    """A book in which members M1, M2 and so on give so much each, to any line."""
    book = Hand()
    for number, (subject, size) in enumerate(given, start=1):
        book.gives(subject, size, **{"member": f"M{number}", **fields})
    return book


def half_the_lift() -> Example:
    """12 for patrols of 10 and lift of 10 that they need: 6 and 6 count (first patrols, then lift: 2 and 2)."""
    book = _from(("A", 12))
    book.needs("P", 10, tier=1, needs=("T",))
    book.needs("T", 10, tier=2)
    return Example(book.facts, {1: 6, 2: 6}, {1: 6, 2: 6})


def chain() -> Example:
    """12 for a chain of three of 10: 4 each (10, 2, 0 would count for nothing)."""
    book = _from(("A", 12))
    book.needs("P", 10, tier=1, needs=("Q",))
    book.needs("Q", 10, tier=2, needs=("R",))
    book.needs("R", 10, tier=3)
    return Example(book.facts, {1: 4, 2: 4, 3: 4}, {1: 4, 2: 4, 3: 4})


def circle() -> Example:
    """P needs Q and Q needs P: of 12, 4 go to the smaller and 8 to the larger, two fifths of either."""
    book = _from(("A", 12))
    book.needs("P", 10, tier=1, needs=("Q",))
    book.needs("Q", 20, tier=1, needs=("P",))
    return Example(book.facts, {1: 12}, {1: 12})


def not_planned() -> Example:
    """What is needed but has no need of its own limits nothing."""
    book = _from(("A", 12))
    book.needs("P", 10, tier=1, needs=("Z",))
    book.needs("Z", 0, tier=1)
    return Example(book.facts, {1: 10}, {1: 10})


def one_of_two_thresholds() -> Example:
    """Two lines of 10 that count from 80 percent on: 12 make one whole; the rest covers without counting."""
    book = _from(("A", 12))
    book.needs("P", 10, tier=1, threshold=80)
    book.needs("Q", 10, tier=1, threshold=80, weight=2)
    return Example(book.facts, {1: 20}, {1: 22})


def a_threshold_out_of_reach() -> Example:
    """7 of 10 count for nothing where 80 percent are asked; so 5 go to the second tier, the rest covers the first."""
    book = _from(("A", 7))
    book.needs("P", 10, tier=1, threshold=80)
    book.needs("Q", 5, tier=2)
    return Example(book.facts, {1: 0, 2: 5}, {1: 2, 2: 5})


def does_not_factor() -> Example:
    """One truck is worth 2 men at P and 3 at Q; A's 10 trucks go to Q, B's 30 men to P (without substitutes: 30)."""
    book = Hand()
    book.capability(BEGIN, "D")
    book.capability(BEGIN, "T", "trucks")
    for kind, worth in (("C", 2), ("D", 3)):
        book.write(BEGIN, "substitute", kind, Substitute(capability="T", efficiency=Decimal(worth)))
    book.write(BEGIN, "substitute", "D", Substitute(capability="C", efficiency=Decimal(1)))
    book.gives("A", 10, capability="T")
    book.gives("B", 30)
    book.needs("P", 30, tier=1)
    book.needs("Q", 30, tier=1, capability="D")
    return Example(book.facts, {1: 60}, {1: 60})


def half_from_one() -> Example:
    """A's 10 count for 5 of 10, B's 2 for 2: 7, not 10; what A has left serves the next line."""
    book = _from(("A", 10), ("B", 2))
    book.needs("P", 10, tier=1)
    book.needs("Q", 10, tier=2)
    return Example(book.facts, {1: 7, 2: 5}, {1: 7, 2: 5}, Options(most_from_one=50))


def two_of_one_member() -> Example:
    """The cap asks of the member, not of each contribution: 5 of 10, though 6 and 6 are there."""
    book = _from(("A", 6), ("B", 6), member="M")
    book.needs("P", 10, tier=1)
    return Example(book.facts, {1: 5}, {1: 5}, Options(most_from_one=50))


def two_suppliers() -> Example:
    """Of P, two must supply: B gives 1 of its 3 to it, and A the other 9 (else all of B's 3 go to Q)."""
    book = _from(("A", 20), ("B", 3), place="North")
    book.places()
    book.write(BEGIN, "contribution", "B", Contribution(place=None))
    book.needs("P", 10, tier=1, place="North")
    book.needs("Q", 3, tier=2, place="South")
    return Example(book.facts, {1: 10, 2: 0}, {1: 10, 2: 2}, Options(suppliers=2))


def pinned_beyond_the_cap() -> Example:
    """8 of A's are pinned, 5 of them count; B adds 3."""
    book = _from(("A", 8), ("B", 3))
    book.needs("P", 10, tier=1)
    book.pin("PIN", "A", "P", 8)
    return Example(book.facts, {1: 8}, {1: 8}, Options(most_from_one=50))


EXAMPLES: dict[str, Example] = {
    "half the lift": half_the_lift(),
    "a chain": chain(),
    "a circle": circle(),
    "an enabler that is not planned": not_planned(),
    "one of two thresholds": one_of_two_thresholds(),
    "a threshold out of reach": a_threshold_out_of_reach(),
    "does not factor": does_not_factor(),
    "half from one": half_from_one(),
    "two of one member": two_of_one_member(),
    "two suppliers": two_suppliers(),
    "pinned beyond the cap": pinned_beyond_the_cap(),
}
