"""The product's plans against the oracle where trainers make police: who graduates serves, and nobody before.

That what is told is the best for the supplies that the oracle counts says that the product counts the same: with fewer
graduates it would be worse, with more it would give what nobody has.
"""

from __future__ import annotations

import pytest

from tests.counts import COUNTS
from tests.oracle.production.asking import plan_of, walk_of
from tests.oracle.production.books import random_book
from tests.oracle.production.examples import EXAMPLES, Example
from tests.oracle.production.walk import Asking, Walk
from tests.oracle.test_against_the_product import Book

SEEDS = range(COUNTS["production_books"])
PORTIONS = 10
"""The seeds are dealt out to so many tests, for several workers to share."""


def walked(asking: Asking) -> Walk:
    """The product's plan, walked through."""
    book = Book(asking.facts)
    assert book.refused == []
    return walk_of(book, asking, plan_of(book, asking))


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_an_example_worked_out_by_hand(example: Example) -> None:
    walk = walked(example.asking)
    assert walk.violations() == []
    assert walk.not_best() == []
    assert {run.first: run.graduated for run in walk.trained} == example.graduated
    assert {day: told.counts["P"] for day in example.counts if (told := walk.told_on(day))} == example.counts


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_in_random_books_those_who_graduate_serve(portion: int) -> None:
    for seed in SEEDS[portion::PORTIONS]:
        walk = walked(random_book(seed))
        assert walk.violations() == [], seed
        assert walk.not_best() == [], seed
