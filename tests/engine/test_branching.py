"""Choices of 0 or 1: the best of all ways to make them, or how much there can be where the search is ended."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from muster.engine import branching
from muster.engine.branching import Found, best_of, most
from muster.engine.coupled import Name, Written
from muster.engine.exact import solved
from muster.engine.highs import stop
from tests.engine.programmes import programme

Chosen = Mapping[Name, Fraction]


def knapsack(weights: list[int], limit: int) -> Written:
    """Things of some weights, each taken or not, within a limit."""
    found = Written()
    for number in range(len(weights)):
        found.choice((str(number),))
    found.row(("limit",), (((str(number),), Fraction(one)) for number, one in enumerate(weights)), Fraction(limit))
    return found


def packed(weights: list[int], values: list[int], limit: int, programmes: int = 200) -> Found[Chosen]:
    gains: dict[Name, Fraction] = {(str(number),): Fraction(value) for number, value in enumerate(values)}

    def read(chosen: Chosen) -> tuple[Chosen, Fraction]:
        """What is taken whole."""
        whole = {name: one for name, one in chosen.items() if one == 1}
        return whole, sum((gains[name] for name in whole), Fraction(0))

    return most(knapsack(weights, limit), gains, ({}, Fraction(0)), read, programmes)


@pytest.mark.parametrize("seed", range(20))
def test_the_best_of_all_choices_is_found(seed: int) -> None:
    random = Random(seed)
    weights, values = ([random.randint(1, 9) for _ in range(6)] for _ in range(2))
    every = (
        sum(itertools.compress(values, taken))
        for taken in itertools.product((0, 1), repeat=6)
        if sum(itertools.compress(weights, taken)) <= 12
    )
    found = packed(weights, values, 12)
    assert found.reached == found.at_most == max(every)
    assert max(leaf.at_most for leaf in found.leaves) == found.at_most


def test_where_the_search_is_ended_it_is_said_how_much_there_can_be() -> None:
    """There is room for two and two thirds, for 14 1/3; whole ones bring 11."""
    ended = packed([3, 3, 3], [5, 5, 6], 8, programmes=1)
    assert ended.reached == 11
    assert ended.at_most == Fraction(43, 3)
    assert ended.programmes == 1
    assert sorted(way for leaf in ended.leaves for way in leaf.fixed.values()) == [0, 1]
    found = packed([3, 3, 3], [5, 5, 6], 8)
    assert found.reached == found.at_most == 11


def test_what_is_best_already_needs_no_programme() -> None:
    assert packed([1], [0], 1).programmes == 0


def test_a_choice_that_cannot_be_made_is_proven_by_its_prices() -> None:
    """The heavier of two is more than there is room for."""
    found = packed([9, 2], [7, 1], 3)
    assert found.reached == found.at_most == 1
    assert {("0",): 1} in [leaf.fixed for leaf in found.leaves]


def test_highs_is_not_believed_that_nothing_is_possible(monkeypatch: pytest.MonkeyPatch) -> None:
    of = programme([1], [5], ([2], 3))
    monkeypatch.setattr(branching, "stop", lambda one: replace(stop(one), is_outside=True))
    found = best_of(of)
    assert found.is_within
    assert list(found.values) == list(solved(of).values) == [Fraction(3, 2)]
