"""The oracle of what counts: against what is worked out by hand, its ways against each other, and its books."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction

import pytest

from tests.counts import ONLY_IN_SOAK, SOAK
from tests.oracle.amounts.day import Asked
from tests.oracle.amounts.hand import NOW
from tests.oracle.amounts.lp import optimum
from tests.oracle.amounts.plan import plan_of
from tests.oracle.counts import Interval, Options, best, brute, counts_of, covered_by, interval_of
from tests.oracle.counts.books import options_of, questions, random_book, tiny_book, tiny_options
from tests.oracle.counts.comparing import Told, faults
from tests.oracle.counts.counting import weighted, worth_of
from tests.oracle.counts.exact import Linear, solve
from tests.oracle.counts.examples import EXAMPLES, Example
from tests.oracle.counts.features import FEATURES, count
from tests.oracle.counts.program import Program

SEEDS = 300 if SOAK else 40
PORTIONS = 10
"""The seeds are dealt out to so many tests, for several workers to share."""

MOST_PORTIONS = 6
"""Units are divided into no more portions where all plans are looked at."""


def _asked(seed: int, *, tiny: bool = False) -> Interval:
    day, known = questions(seed)[0]
    facts, options = (tiny_book(seed), tiny_options(seed)) if tiny else (random_book(seed), options_of(seed))
    return interval_of(Asked(facts, day, known), options)


# ---- worked out by hand


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_an_example_has_the_best_worked_out_for_it(example: Example) -> None:
    found = best(interval_of(Asked(example.facts, NOW, NOW), example.options))
    assert found.counts == example.counts
    assert found.covers == example.covers


def test_what_must_come_from_two_counts_for_nothing_from_one() -> None:
    example = EXAMPLES["a circle"]
    found = best(interval_of(Asked(example.facts, NOW, NOW), Options(suppliers=2)))
    assert found.counts == {1: 0}
    assert found.covers == {1: 12}


# ---- one way against another


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_of_all_plans_of_a_tiny_book_none_is_better(portion: int) -> None:
    looked_at = Counter[str]()
    for seed in range(SEEDS * 3)[portion::PORTIONS]:
        interval = _asked(seed, tiny=True)
        found = best(interval)
        portions = math.lcm(1, *(size.denominator for size in found.given.values()))
        fine = brute.best(interval, portions) if portions <= MOST_PORTIONS else None
        coarse = brute.best(interval, 1)
        assert fine in (None, found.values), seed
        assert coarse is None or coarse <= found.values, seed
        looked_at.update(["fine"] * (fine is not None))
    assert looked_at["fine"] > len(range(SEEDS * 3)[portion::PORTIONS]) * 3 // 4


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_of_all_ways_in_which_lines_are_on_or_off_none_is_better(portion: int) -> None:
    for seed in range(SEEDS)[portion::PORTIONS]:
        program = Program(_asked(seed))
        found, of_all = program.solved(), program.of_all_ways()
        assert of_all is None or of_all.values == found.values, seed


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_the_plan_found_is_worth_what_the_program_says(portion: int) -> None:
    for seed in range(SEEDS)[portion::PORTIONS]:
        interval = _asked(seed)
        found = best(interval)
        assert worth_of(interval, found.given) == found.values, seed
        for contribution, left in interval.left.items():
            beyond = [
                size - interval.fixed.get(link, 0) for link, size in found.given.items() if link[0] == contribution
            ]
            assert 0 <= sum(beyond) <= left
            assert min(beyond, default=0) >= 0


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_where_nothing_hangs_together_it_is_what_covers_most(portion: int) -> None:
    """Of books whose kinds factor, the flows of amounts and their linear programs find the same."""
    for seed in range(SEEDS)[portion::PORTIONS]:
        day, known = questions(seed)[0]
        asked = Asked(random_book(seed), day, known)
        interval, plan = interval_of(asked), plan_of(asked)
        if interval.is_asked_who_counts or plan.factored.odd:
            continue
        found, tiers = best(interval), optimum(plan.factored).tiers
        by_pins = weighted(interval, {name: min(plan.pinned[name], Fraction(plan.needs[name])) for name in plan.needs})
        assert found.counts == found.covers
        for tier, value in found.covers.items():
            assert math.isclose(value - by_pins[tier], tiers[tier], rel_tol=1e-6, abs_tol=1e-6), (seed, tier)


# ---- plans that are wrong


def _told(example: str, given: dict[tuple[str, str], int], **counts: int) -> list[str]:
    """What is wrong with a plan of an example in which so much is given, and so much is said to count."""
    interval = interval_of(Asked(EXAMPLES[example].facts, NOW, NOW), EXAMPLES[example].options)
    exact = {link: Fraction(size) for link, size in given.items()}
    said = counts_of(interval, exact) | {line: Fraction(size) for line, size in counts.items()}
    return faults(interval, Told(exact, covered_by(interval, exact), said))


def test_the_best_plan_has_no_fault() -> None:
    assert _told("half the lift", {("A", "P"): 6, ("A", "T"): 6}) == []


def test_a_plan_that_covers_more_than_counts_is_not_the_best() -> None:
    assert _told("half the lift", {("A", "P"): 10, ("A", "T"): 2}) == ["tier 1 counts 2, the best is 6"]


def test_a_plan_in_which_as_much_counts_should_cover_as_much_as_it_can() -> None:
    assert _told("one of two thresholds", {("A", "Q"): 10}) == ["tier 1 covers 20, the best is 22"]


def test_a_plan_is_told_as_it_is() -> None:
    assert _told("half the lift", {("A", "P"): 6, ("A", "T"): 6}, P=7) == ["counts: P by 7 as told, by 6 as given"]


def test_nobody_gives_more_than_there_is_nor_less_than_is_held() -> None:
    assert _told("half the lift", {("A", "P"): 10, ("A", "T"): 3}) == ["A gives 13 of 12"]
    assert _told("pinned beyond the cap", {("A", "P"): 7})[0] == "('A', 'P') is given 7, less than is held"
    assert _told("pinned beyond the cap", {}) == ["('A', 'P') is given nothing, 8 is held"]


# ---- programs in fractions


def test_a_program_is_solved_in_fractions() -> None:
    linear = Linear()
    one, other = linear.column(), linear.column(2)
    linear.at_most([(one, 3), (other, 1)], 1)
    assert linear.maximum({one: Fraction(1), other: Fraction(1)}) == 1
    assert linear.maximum({one: Fraction(1)}) == 0


def test_equations_without_a_single_solution_are_refused() -> None:
    one = Fraction(1)
    with pytest.raises(ArithmeticError, match="no single solution"):
        solve([({0: one, 1: one}, one), ({0: one, 1: one}, one)])


# ---- the books


def test_the_same_seed_writes_the_same_book() -> None:
    assert random_book(7) == random_book(7) != random_book(8)
    assert options_of(7) == options_of(7)


@ONLY_IN_SOAK
def test_random_books_hold_what_is_hard() -> None:
    books = 60
    counted = count(range(books))
    assert counted.keys() == set(FEATURES)
    often = {f"short in tier {tier}": books // 3 for tier in (1, 2, 3)}
    rare = {name: found for name, found in counted.items() if found < often.get(name, books // 20)}
    assert not rare, counted
