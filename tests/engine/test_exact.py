"""The exact best of a linear programme, from wherever one starts; and the prices that prove it."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from muster.engine.exact import Solution, solved
from muster.engine.highs import stop
from muster.engine.programme import Basis, Programme, most_by, stretched
from tests.engine.programmes import drawn, is_within, most, programme

HALF = Fraction(1, 2)


def is_proven(of: Programme, found: Solution) -> bool:
    """Whether a solution keeps within the programme and its prices prove that nothing gains more; or that none does."""
    assert min(found.prices, default=Fraction(0)) >= 0
    if found.is_within:
        return is_within(of, found.values) and most_by(of, found.prices) == of.gained(found.values)
    nothing = Programme([Fraction(0)] * len(of.gains), of.lower, of.upper, of.rows, of.limits)
    return most_by(nothing, found.prices) < 0


def test_the_best_is_found_in_fractions() -> None:
    of = programme([2, 3], [10, 10], ([3, 1], 5), ([1, 3], 5))
    found = solved(of)
    assert list(found.values) == [Fraction(5, 4), Fraction(5, 4)]
    assert list(found.prices) == [Fraction(3, 8), Fraction(7, 8)]


def test_without_rows_each_column_is_at_its_better_bound() -> None:
    assert list(solved(programme([1, -1, 0], [2, 2, 2])).values) == [2, 0, 0]


def test_a_column_that_no_row_limits_is_never_without_end() -> None:
    assert list(solved(programme([1], [10**15], ([-1], 0))).values) == [10**15]


def test_where_nothing_keeps_within_the_prices_prove_it() -> None:
    of = programme([1, 1], [1, 1], ([-1, -1], -3))
    found = solved(of)
    assert not found.is_within
    assert is_proven(of, found)


def test_corners_that_fall_together_are_no_circle() -> None:
    """E. M. L. Beale's example (1955), in which the usual rule goes in circles."""
    of = programme(
        [Fraction(3, 4), -150, Fraction(1, 50), -6],
        [100] * 4,
        ([Fraction(1, 4), -60, Fraction(-1, 25), 9], 0),
        ([HALF, -90, Fraction(-1, 50), 3], 0),
        ([0, 0, 1, 0], 1),
    )
    assert of.gained(solved(of).values) == Fraction(1, 20)


@pytest.mark.parametrize(
    "start",
    [
        Basis(frozenset([0, 1])),
        Basis(frozenset([0, 3]), frozenset([1])),
        Basis(frozenset([2, 3]), frozenset([0, 1])),
        Basis(frozenset([0])),
        Basis(frozenset([0, 1, 2])),
    ],
)
def test_the_best_is_the_same_from_any_corner_and_from_what_is_none(start: Basis) -> None:
    of = programme([2, 3], [10, 10], ([3, 1], 5), ([1, 3], 5))
    assert list(solved(of, start).values) == [Fraction(5, 4), Fraction(5, 4)]


def test_a_start_whose_equations_have_no_single_solution_is_none() -> None:
    of = programme([1, 1], [9, 9], ([1, 1], 4), ([2, 2], 6))
    assert of.gained(solved(of, Basis(frozenset([0, 1]))).values) == 3


@pytest.mark.parametrize("seed", range(150))
def test_nothing_gains_more_at_any_corner(seed: int) -> None:
    of = drawn(Random(seed))
    best = most(of)
    for found in (solved(of), solved(of, stop(of).corner)):
        assert found.is_within == (best is not None)
        assert best is None or of.gained(found.values) == best
        assert is_proven(of, found)


@pytest.mark.parametrize("seed", range(60))
def test_a_stretched_programme_tells_whether_anything_keeps_within(seed: int) -> None:
    of = drawn(Random(seed))
    wider = stretched(of)
    found = solved(wider)
    assert found.is_within
    assert (wider.gained(found.values) == 0) == (most(of) is not None)
    if wider.gained(found.values) < 0:
        assert is_proven(of, Solution(is_within=False, values=(), prices=found.prices, changes=0))
