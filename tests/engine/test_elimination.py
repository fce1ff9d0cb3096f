"""Systems of equations, solved exactly."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from muster.engine.elimination import eliminated

THIRD = Fraction(1, 3)


def test_a_system_is_solved_exactly() -> None:
    found = eliminated([{0: Fraction(3), 1: Fraction(1)}, {0: Fraction(1), 1: Fraction(1)}])
    assert found is not None
    assert found.solved([Fraction(2), Fraction(4, 3)]) == [THIRD, 1]
    assert found.solved_across([Fraction(4), Fraction(2)]) == [1, 1]


@pytest.mark.parametrize(
    "rows",
    [
        [{0: Fraction(1), 1: Fraction(2)}, {0: Fraction(2), 1: Fraction(4)}],
        [{0: Fraction(1)}, {0: Fraction(1)}],
        [{}],
    ],
)
def test_what_has_no_single_solution_is_none(rows: list[dict[int, Fraction]]) -> None:
    assert eliminated(rows) is None


def test_nothing_to_solve_is_solved() -> None:
    found = eliminated([])
    assert found is not None
    assert found.solved([]) == found.solved_across([]) == []


@pytest.mark.parametrize("seed", range(40))
def test_what_is_found_solves_the_system_along_and_across(seed: int) -> None:
    random = Random(seed)
    size = random.randint(1, 7)
    rows = [
        {at: Fraction(random.choice((-3, -2, -1, 1, 2, 3))) for at in range(size) if at == row or random.random() < 0.4}
        for row in range(size)
    ]
    found = eliminated(rows)
    if found is None:
        return
    right = [Fraction(random.randint(-5, 5)) for _ in range(size)]
    along, across = found.solved(right), found.solved_across(right)
    assert [sum(one * along[at] for at, one in row.items()) for row in rows] == right
    assert [sum(row.get(at, 0) * across[of] for of, row in enumerate(rows)) for at in range(size)] == right
