"""Where HiGHS stops: a corner to be looked at exactly, never an answer."""

from __future__ import annotations

from fractions import Fraction

import pytest

from muster.core.errors import RefusedError
from muster.engine import highs
from muster.engine.exact import solved
from muster.engine.highs import stop
from muster.engine.programme import Basis
from tests.engine.programmes import programme


def test_where_it_stops_is_the_best_corner() -> None:
    of = programme([2, 3], [10, 10], ([3, 1], 5), ([1, 3], 5))
    stopped = stop(of)
    assert stopped.corner == Basis(frozenset([0, 1]))
    assert not stopped.is_outside
    assert solved(of, stopped.corner).changes == 0


def test_what_is_at_its_upper_bound_is_told() -> None:
    of = programme([2, 1], [3, 9], ([1, 1], 5))
    assert stop(of).corner == Basis(frozenset([1]), frozenset([0]))


def test_large_and_small_numbers_are_measured_alike() -> None:
    """10^15 of the one are worth a third of one of the other."""
    of = programme([1, 3 * 10**15], [10**15, 1], ([1, 10**15], 10**15), ([Fraction(1, 10**15), 3], 2))
    found = solved(of, stop(of).corner)
    assert found.changes == 0
    assert of.gained(found.values) == 2 * 10**15


def test_the_same_programme_has_the_same_corner() -> None:
    of = programme([1, 1, 1], [1, 1, 1], ([1, 1, 0], 1), ([0, 1, 1], 1), ([1, 0, 1], 1))
    assert stop(of) == stop(of)


def test_it_says_that_nothing_keeps_within() -> None:
    assert stop(programme([1], [1], ([-1], -2))).is_outside


def test_a_programme_without_rows_or_columns_has_a_best_all_the_same() -> None:
    nothing = programme([], [])
    assert list(solved(nothing, stop(nothing).corner).values) == []


def test_where_it_cannot_be_loaded_that_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(f"No module named {name!r}")

    highs.library.cache_clear()
    monkeypatch.setattr(highs, "import_module", missing)
    with pytest.raises(RefusedError) as refused:
        stop(programme([1], [1]))
    highs.library.cache_clear()
    assert str(refused.value) == (
        "lines that depend on others, or worths that do not fit together, are planned with HiGHS, and this Python "
        "cannot load it (No module named 'highspy'); install it: pip install highspy"
    )
