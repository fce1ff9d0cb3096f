"""The oracle of units: against what is worked out by hand, its ways against each other, its books, its validator."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from random import Random

import pytest

from muster.core.days import Period
from tests.counts import ONLY_IN_SOAK, SOAK
from tests.oracle.amounts import books as amounts_books
from tests.oracle.amounts import planned
from tests.oracle.amounts.hand import BEGIN
from tests.oracle.units.books import random_book, tiny_book
from tests.oracle.units.brute import Brute
from tests.oracle.units.counting_examples import COUNTING_EXAMPLES
from tests.oracle.units.examples import EXAMPLES
from tests.oracle.units.features import FEATURES, RULES, count, count_rules, is_in_weeks
from tests.oracle.units.hand import Example, UnitsHand, nth
from tests.oracle.units.milp import Model, Program, best, best_of, is_close
from tests.oracle.units.simplex import Simplex
from tests.oracle.units.telling import told
from tests.oracle.units.terms import Question
from tests.oracle.units.validator import Part, Tour, violations

SEEDS = 400 if SOAK else 40
PORTIONS = 10
"""The seeds are dealt out to so many tests, for several workers to share."""

BOTH = EXAMPLES | COUNTING_EXAMPLES

MOST_WAYS = 100_000
"""Of examples with no more ways for a unit, all are looked at."""


def _ways(question: Question) -> int:
    """In how many ways units could serve lines, were nothing asked of tours."""
    days = [(unit, question.on[day]) for unit in question.units for day in question.days]
    return math.prod(1 + sum(each == unit for each, _ in book.sizes) for unit, book in days)


# ---- worked out by hand


@pytest.mark.parametrize("example", BOTH.values(), ids=BOTH)
def test_an_example_has_the_best_worked_out_for_it(example: Example) -> None:
    question = example.question
    program = Program(question)
    assert program.best_of_all() == example.best
    if example.best:
        assert violations(question, *told(question, program.serving())) == []


@pytest.mark.parametrize("example", BOTH.values(), ids=BOTH)
def test_an_example_has_the_best_of_a_tier_where_others_are_held_to_less(example: Example) -> None:
    for tier, (held, expected) in example.given.items():
        least = {other: Fraction(size) for other, size in held.items()}
        assert is_close(best_of(example.question, tier, least), Fraction(expected))


@pytest.mark.parametrize("example", BOTH.values(), ids=BOTH)
def test_of_all_plans_of_an_example_none_is_better(example: Example) -> None:
    if _ways(example.question) <= MOST_WAYS:
        assert Brute(example.question).best() == example.best


@pytest.mark.parametrize("example", COUNTING_EXAMPLES.values(), ids=COUNTING_EXAMPLES)
def test_of_all_plans_of_the_first_days_of_an_example_none_is_better(example: Example) -> None:
    question = replace(example, days=4).question
    assert _ways(question) <= MOST_WAYS
    assert Brute(question).best() == best(question)


# ---- linear programs in fractions


def test_the_largest_of_one_sum_is_held_while_the_next_is_raised() -> None:
    program = Simplex()
    program.limit({"x": 1, "y": 1}, 4)
    program.limit({"x": 3, "y": 1}, 6)
    assert program.largest({"x": 1, "y": 1}) == 4
    assert program.largest({"x": 1}) == 1
    assert program.value({"y": 1}) == 3


def test_what_is_found_is_a_fraction() -> None:
    program = Simplex()
    program.limit({"x": 3, "y": 4}, 5)
    program.limit({"x": 1, "y": -1}, 0)
    assert program.largest({"x": 1}) == Fraction(5, 7)


def test_a_sum_without_limit_is_refused() -> None:
    program = Simplex()
    program.limit({"x": 1, "y": -1}, 3)
    with pytest.raises(ArithmeticError, match="has no limit"):
        program.largest({"x": 1})


def test_the_same_as_by_a_solver_in_floating_point() -> None:
    for seed in range(SEEDS):
        random = Random(seed)
        exact, model = Simplex(), Model()
        columns: dict[int, int] = {}
        for row in range(random.randint(2, 6)):
            terms = {each: random.randint(0 if row else 1, 4) - (row > 1) for each in range(random.randint(1, 4))}
            columns |= {each: columns[each] if each in columns else model.column(100.0) for each in terms}
            most = random.randint(0, 9)
            exact.limit(terms, most)
            model.row({columns[each]: float(factor) for each, factor in terms.items()}, at_most=most)
        for each in columns:
            exact.limit({each: 1}, 100)
        aim = {each: random.randint(1, 5) for each in columns}
        found = model.maximum({columns[each]: float(factor) for each, factor in aim.items()})
        assert is_close(exact.largest(aim), Fraction(found)), seed


# ---- one way against another


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_of_all_plans_of_a_tiny_book_none_is_better(portion: int) -> None:
    for seed in range(SEEDS * 10)[portion::PORTIONS]:
        question = tiny_book(seed).question
        program, brute = Program(question), Brute(question)
        sums = program.best_of_all()
        assert sums == brute.best(), seed
        if len(sums) > 1 and not any(book.flows for book in question.on.values()):
            one, other = list(sums)[:2]
            for share in (Fraction(0), Fraction(1, 2), Fraction(7, 9)):
                held = {one: sums[one] * share}
                assert is_close(program.best(other, held), brute.best_of(other, held)), (seed, share)


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_the_best_plan_of_a_random_book_keeps_every_rule(portion: int) -> None:
    for seed in range(SEEDS)[portion::PORTIONS]:
        question = random_book(seed).question
        program = Program(question)
        if program.best_of_all():
            assert violations(question, *told(question, program.serving())) == [], seed


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_where_all_is_a_multiple_of_a_week_tours_begin_and_end_at_weeks(portion: int) -> None:
    for seed in range(SEEDS)[portion::PORTIONS]:
        book = random_book(seed)
        if is_in_weeks(book):
            program = Program(book.question)
            program.only_every(7)
            assert program.best_of_all() == best(book.question), seed


def test_but_for_a_rest_of_nothing_between_tours_to_one_line() -> None:
    example = EXAMPLES["no rest said in weeks"]
    program = Program(example.question)
    program.only_every(7)
    assert program.best_of_all() == {1: 21}
    assert example.best == {1: 27}


def test_without_units_every_day_is_planned_as_amounts_are() -> None:
    for seed in range(SEEDS // 2):
        facts = amounts_books.random_book(seed)
        day, known = amounts_books.questions(seed)[0]
        question = Question(facts, Period(day, day + timedelta(days=1)), known)
        assert not question.units
        assert question.on[day].covered({}) == planned(facts, day, known), seed
        assert question.lines == frozenset()
        assert best(question) == {}


# ---- the validator


def _book() -> Question:
    """A serves L on days 1 to 3 and 6 to 8, in its best plan; P is pinned in part; B and D are amounts."""
    book = UnitsHand()
    book.capability(BEGIN, "V", "ships", parent="U")
    book.wants("L", 3)
    book.wants("K", 1, tier=2)
    book.wants("N", 1, capability="C", tier=2)
    book.unit("A", 2, tour_days=3, rest_days=2, shortest_tour_days=2, line="L")
    book.unit("P", 2, rest_days=20)
    book.agreed("P", "K", 4, 5, 1)
    book.gives("B", 1, capability="V")
    book.gives("D", 1, capability="V", line="K")
    book.agreed("D", "K", 1, 10, 1)
    return Question(book.facts, Period(nth(1), nth(11)), nth(1))


Plan = tuple[list[Tour], list[Part]]


def _serving(*days: int) -> Plan:
    """A plan in which A serves L on these days."""
    return told(_book(), {"A": {nth(day): "L" for day in days}})


def _kept() -> Plan:
    return _serving(1, 2, 3, 6, 7, 8)


def _touring(*tours: Tour) -> Plan:
    """The plan, with other tours told besides."""
    return _kept()[0] + list(tours), _kept()[1]


def _giving(contribution: str, line: str, amount: Fraction | int, day: int = 1) -> Plan:
    """The plan, but for what is given on a day by one to one."""
    tours, parts = _kept()
    assigned = {**parts[day - 1].assigned, (contribution, line): Fraction(amount)}
    parts[day - 1] = replace(parts[day - 1], assigned=assigned)
    return tours, parts


def _covering(**covered: int) -> Plan:
    """The plan, but for what is said to be covered on day 1."""
    tours, parts = _kept()
    parts[0] = replace(parts[0], covered={line: Fraction(size) for line, size in covered.items()})
    return tours, parts


WRONG: dict[str, Callable[[], Plan]] = {
    "A from 2026-03-01 is too long: 4 days": lambda: _serving(1, 2, 3, 4),
    "A from 2026-03-01 is too short: 1 days": lambda: _serving(1),
    "A does not rest for 2 days before 2026-03-05": lambda: _serving(1, 2, 3, 5, 6),
    "serves outside the period on 2026-03-11": lambda: _touring(Tour("A", "L", nth(11), nth(12))),
    "A may not serve K on 2026-03-10": lambda: _touring(Tour("A", "K", nth(10), nth(10))),
    "P does not rest for 20 days before": lambda: _touring(Tour("P", "L", nth(8), nth(9))),
    "P is on a tour to L on 2026-03-04 and pinned elsewhere": lambda: _touring(Tour("P", "L", nth(4), nth(4))),
    "A is on two tours on 2026-03-01": lambda: _touring(Tour("A", "L", nth(1), nth(3))),
    "B has a tour and is no unit": lambda: _touring(Tour("B", "L", nth(1), nth(3))),
    "ends on 2026-03-01 before it begins": lambda: _touring(Tour("A", "L", nth(2), nth(1))),
    "2026-03-01: A gives {('A', 'L'): Fraction(2, 1)} instead of {}": lambda: ([], _kept()[1]),
    "A gives {('A', 'L'): Fraction(1, 1)} instead": lambda: _giving("A", "L", 1),
    "A gives {('A', 'L'): Fraction(2, 1), ('A', 'K')": lambda: _giving("A", "K", 1),
    "P gives {('P', 'K'): Fraction(2, 1)} instead of {('P', 'K'): Fraction(1, 1)}": lambda: _giving("P", "K", 2, 4),
    "A gives {('A', 'L'): Fraction(2, 1)} instead of {}": lambda: _giving("A", "L", 2, 4),
    "B gives 2, more than it supplies": lambda: _giving("B", "L", 2),
    "('B', 'K') is given less than nothing": lambda: _giving("B", "K", -1),
    "B may not serve N": lambda: _giving("B", "N", 1),
    "D may not serve L": lambda: _giving("D", "L", 1),
    "D gives K less than is pinned": lambda: _giving("D", "K", Fraction(1, 2)),
    "2026-03-01: L is covered beyond its need": lambda: _covering(L=4, K=1, N=0),
    "L is covered by 2, assigned are 3 of 3": lambda: _covering(L=2, K=1, N=0),
    "planned are ['K', 'L', 'N']": lambda: _covering(L=3, K=1),
    "tells of 2026-03-02 to 2026-03-02 where 2026-03-01": lambda: (_kept()[0], _kept()[1][1:]),
    "tells of 2026-03-01 to 2026-03-01 where 2026-03-02": lambda: (_kept()[0], [*_kept()[1], _kept()[1][0]]),
    "the plan ends before 2026-03-10": lambda: (_kept()[0], _kept()[1][:-1]),
}


def test_a_plan_that_keeps_every_rule_is_found_so() -> None:
    assert violations(_book(), *_kept()) == []
    assert best(_book()) == {1: 22, 2: 10}
    pinned = Tour("P", "K", nth(4), nth(5))
    assert violations(_book(), *_touring(pinned)) == []


@pytest.mark.parametrize(("fault", "plan"), WRONG.items(), ids=WRONG)
def test_a_plan_that_is_wrong_is_found_so(fault: str, plan: Callable[[], Plan]) -> None:
    found = violations(_book(), *plan())
    assert any(fault in each for each in found), found


# ---- the books


def test_the_same_seed_writes_the_same_book() -> None:
    assert random_book(7) == random_book(7) != random_book(8)
    assert tiny_book(7) == tiny_book(7) != tiny_book(8)


@ONLY_IN_SOAK
def test_random_books_hold_what_is_hard() -> None:
    books = 40
    counted = count(range(books))
    assert counted.keys() == set(FEATURES)
    often = {f"short in tier {tier}": books // 3 for tier in (1, 2, 3)}
    often |= dict.fromkeys(("pinned units", "amounts", "counted in weeks", "several tours of a unit"), books // 6)
    rare = {name: found for name, found in counted.items() if found < often.get(name, 1)}
    assert not rare, rare


@ONLY_IN_SOAK
def test_in_random_books_every_rule_matters() -> None:
    counted = count_rules(range(24))
    assert counted.keys() == set(RULES)
    assert all(found >= 2 for found in counted.values()), counted
