"""The product's plans against the oracle's: tier after tier as much counts, and then as much is covered, as can be."""

from __future__ import annotations

from datetime import date

import pytest

from muster.core.days import Period, next_day
from tests.counts import COUNTS
from tests.oracle.amounts.day import Asked
from tests.oracle.amounts.hand import NOW
from tests.oracle.counts.asking import planned, told
from tests.oracle.counts.books import options_of, questions, random_book
from tests.oracle.counts.comparing import faults
from tests.oracle.counts.examples import EXAMPLES, Example
from tests.oracle.counts.interval import Options, interval_of
from tests.oracle.facts import Fact
from tests.oracle.test_against_the_product import Book

SEEDS = range(COUNTS["counts_books"])
PORTIONS = 20
"""The seeds are dealt out to so many tests, for several workers to share."""

FIRMNESSES = ("committed", "committed", "offered", "in_place", "pledged")


def compared(facts: list[Fact], day: date, known: date, options: Options, firmness: str, **assumed: bool) -> list[str]:
    """What is wrong with the product's plan of a day."""
    book = Book(facts)
    plan = planned(book.timeline(known), Period(day, next_day(day)), known, firmness, options, **assumed)
    interval = interval_of(Asked(book.facts, day, known, firmness, **assumed), options)
    return faults(interval, told(plan.parts[0]))


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_an_example_worked_out_by_hand(example: Example) -> None:
    assert compared(example.facts, NOW, NOW, example.options, "committed") == []


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_in_random_books_as_much_counts_as_can(portion: int) -> None:
    for seed in SEEDS[portion::PORTIONS]:
        (day, known), firmness = questions(seed)[0], FIRMNESSES[seed % len(FIRMNESSES)]
        assumed = {"undeclared": seed % 5 != 1, "open_conditions": seed % 7 != 1}
        assert compared(random_book(seed), day, known, options_of(seed), firmness, **assumed) == [], seed


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_over_time_every_interval_counts_as_much_as_it_can(portion: int) -> None:
    for seed in SEEDS[portion :: PORTIONS * 4]:
        book, known, options = Book(random_book(seed)), questions(seed)[0][1], options_of(seed)
        days = sorted({day for day, _ in questions(seed, 3)})
        plan = planned(book.timeline(known), Period(days[0], next_day(days[-1])), known, "committed", options)
        for day in days:
            part = plan.on(day)
            assert part is not None
            assert faults(interval_of(Asked(book.facts, day, known), options), told(part)) == [], (seed, day)
