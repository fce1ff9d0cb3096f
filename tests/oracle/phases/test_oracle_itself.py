"""The oracle of phases against chains worked out by hand, and its books against their promises."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from tests.oracle.amounts.hanging_features import without
from tests.oracle.day_by_day import is_open
from tests.oracle.facts import Fact, field, standing, subjects
from tests.oracle.phases import NEVER, lets_open, window
from tests.oracle.phases.books import FIRST, HORIZON, random_book
from tests.oracle.phases.examples import EXAMPLES, Example

DAYS = [FIRST + timedelta(days=offset) for offset in range(0, HORIZON + 20, 4)]


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_an_example_has_the_windows_worked_out_for_it(example: Example) -> None:
    now = standing(example.facts, example.known)
    assert {phase: window(now, phase, example.day) for phase in example.windows} == example.windows


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_an_example_has_the_lines_open_on_its_days(example: Example) -> None:
    for line, periods in example.is_open.items():
        for first, last in periods:
            assert all(is_open(example.facts, line, day, example.known) for day in (first, last)), (line, first)
    for line, days in example.closed.items():
        assert not any(is_open(example.facts, line, day, example.known) for day in days), line


def test_a_slip_of_the_first_moves_all_that_follow() -> None:
    late = EXAMPLES["slipped"]
    early = EXAMPLES["not yet slipped"]
    for phase in late.windows:
        before = window(standing(early.facts, early.known), phase, early.day)
        after = window(standing(late.facts, late.known), phase, late.day)
        assert before is not None
        assert after is not None
        assert before.begins is not None
        assert after.begins == before.begins + timedelta(days=15)


# ---- the books


def test_the_same_seed_writes_the_same_book() -> None:
    assert random_book(7) == random_book(7) != random_book(8)


def _matters(facts: list[Fact], name: str, day: date) -> bool:
    """Whether some line would be open or closed otherwise, did no phase say this of itself."""
    now, other = standing(facts, day), standing(without(facts, name), day)
    return any(lets_open(now, line, day) != lets_open(other, line, day) for line in subjects(now, "requirement"))


def _seen(seed: int) -> set[str]:
    """What of phases decides something in a book."""
    facts = random_book(seed)
    found = set[str]()
    for day in DAYS:
        now = standing(facts, day)
        windows = {phase: window(now, phase, day) for phase in subjects(now, "phase")}
        found |= {"never"} if NEVER in windows.values() else set()
        found |= {"no window"} if None in windows.values() else set()
        before = standing(facts, FIRST)
        found |= {"slips"} if windows != {phase: window(before, phase, day) for phase in windows} else set()
        for name in ("after", "lasts_days", "overlap_days", "dates"):
            found |= {f"{name} matters"} if _matters(facts, name, day) else set()
        lines = [line for line in subjects(now, "requirement") if field(now, "requirement", line, "level", day)]
        found |= {"a line is open" if lets_open(now, line, day) else "a line is closed" for line in lines}
    return found


def test_random_books_hold_what_is_hard() -> None:
    books = 60
    counted = Counter(name for seed in range(books) for name in _seen(seed))
    names = {f"{name} matters" for name in ("after", "lasts_days", "overlap_days", "dates")}
    names |= {"never", "no window", "slips", "a line is open", "a line is closed"}
    assert {name: counted[name] for name in names if counted[name] < books // 10} == {}
