"""The books of pairs against their promise: every feature meets every other, laid out and in what is written."""

from __future__ import annotations

import pytest

from tests.counts import COUNTS, SOAK
from tests.oracle.pairs import FEATURES, designed, paired_book
from tests.oracle.pairs.design import AT_ONCE, pairs
from tests.oracle.pairs.features import COUNTED, PHASES
from tests.oracle.production.telling import walked

NAMES = tuple(FEATURES)
BOOKS = COUNTS["paired_books"]
OWN_PLANS = 100 if SOAK else 10
"""Of no more books the oracle makes a plan of its own."""


def test_all_pairs_are_laid_out() -> None:
    laid_out = set().union(*(pairs(features) for features in designed(NAMES, BOOKS)))
    assert pairs(NAMES) - laid_out == set()
    assert {len(features) for features in designed(NAMES, BOOKS)} == {AT_ONCE}


def test_all_pairs_occur_in_the_books() -> None:
    occurring = set()
    for seed, features in enumerate(designed(NAMES, BOOKS)):
        asking = paired_book(seed, features)
        occurring |= pairs([name for name, feature in FEATURES.items() if feature.is_in(asking)])
    assert pairs(NAMES) - occurring == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_feature_is_there_only_where_it_is_written(name: str) -> None:
    """And is recognised where it alone is."""
    assert FEATURES[name].is_in(paired_book(3, [name]))
    assert not FEATURES[name].is_in(paired_book(3, []))


@pytest.mark.parametrize("portion", range(5))
def test_the_oracles_own_plans_keep_every_rule(portion: int) -> None:
    for seed in range(portion, min(BOOKS, OWN_PLANS), 5):
        walk = walked(paired_book(seed, designed(NAMES, BOOKS)[seed]))
        assert walk.violations() == [], seed
        assert walk.not_best() == [], seed


def test_with_few_features_all_pairs_need_few_books() -> None:
    assert designed(("a", "b", "c", "d"), 3, 2) != designed(("a", "b", "c", "d"), 3, 3)
    of_three = designed(("a", "b", "c", "d"), 3, 3)
    assert set().union(*(pairs(features) for features in of_three)) == pairs(("a", "b", "c", "d"))


def test_the_same_seed_writes_the_same_book() -> None:
    assert paired_book(7, NAMES[:9]) == paired_book(7, NAMES[:9]) != paired_book(8, NAMES[:9])


def test_what_is_named_is_a_feature() -> None:
    assert {*COUNTED, *PHASES} <= FEATURES.keys()
