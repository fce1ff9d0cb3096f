"""The law is worth something only if it fails where something leaks: it is tried on leaks planted for it."""

import pytest

from tests.law.law import breaches
from tests.law.leaks import LEAKS, MORE_LEAKS, Leak

WITHIN = 200
"""A leak is found in so many pairs of books: those of `make test`, however many are tried in a soak."""


def shows(leak: Leak, seed: int) -> bool:
    """Whether the law shows a planted leak in a pair. Of a pair in which it breaks a verb the law says nothing."""
    try:
        return any(leak.shows_in in one for one in breaches(seed))
    except KeyError:
        return False


@pytest.mark.parametrize("leak", [pytest.param(leak, id=name) for name, leak in (LEAKS | MORE_LEAKS).items()])
def test_a_planted_leak_breaks_the_law(leak: Leak, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        leak.plant(patch)
        found = next((seed for seed in range(WITHIN) if shows(leak, seed)), None)
    assert found is not None, f"not found in {WITHIN} pairs of books: {leak.plant.__doc__}"
    print(f"{leak.plant.__name__}: found in pair {found + 1}")
    assert breaches(found) == [], "the pair breaks the law without the leak as well"


def test_the_eight_leaks_are_all_there() -> None:
    assert list(LEAKS) == ["count", "id", "version", "error text", "suggestion", "order", "total", "timestamp"]
