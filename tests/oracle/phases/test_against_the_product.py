"""The product's picture of a day against the oracle's where lines hang on phases: which are open, and all that follows.

Compared is all that is compared of other books: what is open and shown, needs, cover, gaps, what is free and what is in
place without need.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from muster.core.days import Period
from tests.counts import COUNTS
from tests.oracle import day_by_day as oracle
from tests.oracle.phases.books import FIRST, HORIZON, random_book
from tests.oracle.phases.examples import EXAMPLES, Example
from tests.oracle.test_against_the_product import Book, differences

SEEDS = range(COUNTS["phases_books"])
PORTIONS = 10
"""The seeds are dealt out to so many tests, for several workers to share."""


def _questions(seed: int) -> list[tuple[date, date]]:
    """Days of a book, as known on each or on any other."""
    random = Random(seed)
    days = [FIRST + timedelta(days=random.randint(-5, HORIZON + 20)) for _ in range(3)]
    return [(day, random.choice([day, FIRST + timedelta(days=random.randint(0, HORIZON))])) for day in days]


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_an_example_is_open_on_its_days(example: Example) -> None:
    book = Book(example.facts)
    named = [day for periods in example.is_open.values() for period in periods for day in period]
    named += [day for days in example.closed.values() for day in days]
    for day in sorted({*named, example.day}):
        assert list(differences(book, day, example.known)) == [], day


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_on_random_books_both_say_the_same(portion: int) -> None:
    for seed in SEEDS[portion::PORTIONS]:
        book = Book(random_book(seed))
        assert not book.refused, (seed, book.refused)
        for day, known in _questions(seed):
            assert list(differences(book, day, known)) == [], (seed, day, known)


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_over_time_nothing_changes_between_the_days_that_are_looked_at(portion: int) -> None:
    """A begin, an end, a hand-over fall on days on which nothing is recorded: coverage over time must look at them."""
    for seed in SEEDS[portion :: PORTIONS * 2]:
        book = Book(random_book(seed))
        known = FIRST + timedelta(days=HORIZON // 2)
        timeline = book.timeline(known)
        within = Period(FIRST, FIRST + timedelta(days=HORIZON + 20))
        for line in book.subjects("requirement"):
            coverage = timeline.coverage(line, within)
            for offset in range(HORIZON + 20):
                day = FIRST + timedelta(days=offset)
                is_open = oracle.is_open(book.facts, line, day, known)
                assert (coverage.on(day) is not None) == is_open, (seed, line, day)
