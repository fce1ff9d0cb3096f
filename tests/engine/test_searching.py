"""The search in components: who has how many steps, from which seed, and what is begun with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from muster.engine import searching
from muster.engine.fleet import Packed
from muster.engine.kernels import PYTHON
from muster.engine.searching import APART, Best, Search, searched
from muster.engine.touring import Effort, Work
from tests.engine.fleet_plans import named
from tests.engine.fleets import alone, fleet, opening, row
from tests.engine.units import tour

CROWD = [row(5), row(5), row(4, tier=1)]
THREE_AND_ONE = named(
    fleet(
        CROWD,
        *(alone(opening(0, 0, 4, 3), opening(2, 0, 4, 3)) for _ in range(3)),
        alone(opening(1, 0, 4, 3)),
    )
)
"""A and C are served by S, T and U; B by V alone."""


def asked(monkeypatch: pytest.MonkeyPatch, work: Work, *begin: Any, **how: Any) -> Sequence[Search]:
    """The searches that are asked for."""
    found: list[Search] = []

    def noted(searches: Sequence[Search], _: Work) -> list[Best]:
        found.extend(searches)
        return [Best([], []) for _ in searches]

    monkeypatch.setattr(searching, "search", noted)
    assert searched(THREE_AND_ONE, THREE_AND_ONE.fleet, work, begin, **how) == ()
    return found


def test_each_component_has_its_share_of_the_steps_and_its_own_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = asked(monkeypatch, Work(Effort(steps=10, seed=7)))
    assert (first.steps, second.steps) == (7, 3)
    assert (first.seed, second.seed) == (7, 7 + APART)


def test_a_search_that_goes_on_draws_others(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = asked(monkeypatch, Work(Effort(steps=10, seed=7)), steps=range(4, 8))
    assert (first.steps, second.steps) == (3, 1)
    assert (first.seed, second.seed) == (11, 11 + APART)


def test_each_begins_with_its_own_tours(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = asked(monkeypatch, Work(Effort()), tour("V", "B", "1", "2"), tour("T", "C", "2", "4"))
    assert list(first.begin) == [(1, 3, 1, 4)]
    assert list(second.begin) == [(0, 0, 0, 2)]


def test_no_tier_exceeds_its_ceiling(monkeypatch: pytest.MonkeyPatch) -> None:
    for ceilings, told in (((), ([20, 16], [12, 0])), (([19, 99], [11, 0]), ([19, 16], [11, 0]))):
        first, second = asked(monkeypatch, Work(Effort()), ceilings=ceilings)
        assert (list(first.ceiling), list(second.ceiling)) == told


def test_longer_searches_look_farther_back() -> None:
    for steps, late in ((10, 10), (500, 20), (10**6, 2000)):
        of = THREE_AND_ONE.fleet
        begun = Search(Packed(of, PYTHON), PYTHON, (), (), steps, 1).begun()
        assert begun.tours.lateness == late


def test_the_larger_the_longer() -> None:
    def size(steps: int) -> int:
        return Search(Packed(THREE_AND_ONE.fleet, PYTHON), PYTHON, (), (), steps, 1).size

    assert 0 < size(0) < size(10) < size(100)


def test_components_take_turns() -> None:
    """After two hundred steps it is enough: both had their share of these."""
    answers = iter([False, True])
    work = Work(Effort(steps=4000, stop=lambda: next(answers)))
    packed = Packed(THREE_AND_ONE.fleet, PYTHON)
    found = [Search(packed, PYTHON, (), (-1,), 2000, 1).begun() for _ in range(2)]
    searching.improve(found, work)
    assert [one.tours.drawn != 1 for one in found] == [True, True]


def test_what_cannot_be_better_and_what_has_no_steps_is_not_tried() -> None:
    packed = Packed(THREE_AND_ONE.fleet, PYTHON)
    for ceiling, first, last in (((0, 0), 0, 9), ((-1,), 5, 5)):
        begun = Search(packed, PYTHON, (), ceiling, 9, 1).begun()
        begun.go_on(first, last)
        assert (begun.tours.steps, begun.seed) == (0, 1)
