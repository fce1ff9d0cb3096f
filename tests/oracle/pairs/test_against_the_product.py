"""The product against the oracle in books in which every rule meets every other: no disagreement, no rule broken."""

from __future__ import annotations

import pytest

from tests.counts import COUNTS, ONLY_IN_SOAK
from tests.oracle.pairs import FEATURES, designed, paired_book
from tests.oracle.pairs.checks import Checked

SEEDS = range(COUNTS["paired_books"])
PORTIONS = 20
"""The seeds are dealt out to so many tests, for several workers to share."""


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_in_books_of_all_pairs_both_say_the_same(portion: int) -> None:
    for seed in SEEDS[portion::PORTIONS]:
        features = designed(tuple(FEATURES), len(SEEDS))[seed]
        checked = Checked(paired_book(seed, features), frozenset(features))
        assert checked.faults() == [], (seed, features)


@ONLY_IN_SOAK
@pytest.mark.parametrize("name", FEATURES)
def test_in_a_book_of_one_feature_both_say_the_same(name: str) -> None:
    for seed in range(4):
        assert Checked(paired_book(seed, [name]), frozenset([name])).faults() == [], seed
