"""The oracle against plans worked out by hand, its ways against each other, and its books against their promises."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.counts import ONLY_IN_SOAK, SOAK
from tests.oracle.amounts import Plan, brute, lp, plan, plan_totals, planned, planned_totals, reasons
from tests.oracle.amounts.books import PERIOD, questions, random_book, tiny_book
from tests.oracle.amounts.eligible import RULES
from tests.oracle.amounts.examples import EXAMPLES
from tests.oracle.amounts.features import FEATURES, count
from tests.oracle.amounts.hand import Example, TotalsExample
from tests.oracle.amounts.hanging_examples import HANGING
from tests.oracle.amounts.hanging_features import without
from tests.oracle.amounts.network import tier_values
from tests.oracle.amounts.totals_examples import TOTALS_EXAMPLES

SEEDS = 600 if SOAK else 60
PORTIONS = 10
"""The seeds are dealt out to so many tests, for several workers to share."""

SHARED = ("joint", "part", "rota", "turn")
"""The kinds of what several give together."""

AS_WITHOUT = (
    "waiting no more: met",
    "waiting no more: failed",
    "a threshold that is reached",
    "joint: a part that is not required",
    "joint: a part of unknown size",
    "in turn: some day in February",
    "in turn: some day in April",
)
"""Examples in which the rule asks for nothing: a wider rule would change them."""

FIRMNESSES = ("committed", "committed", "offered", "in_place", "indicated", "accepted", "pledged")


def _beyond_pins(found: Plan) -> dict[str, Fraction]:
    """What each line is covered by without what is pinned to it."""
    return {line: size - min(Fraction(found.needs[line]), found.pinned[line]) for line, size in found.covered.items()}


# ---- worked out by hand


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_an_example_has_the_plan_worked_out_for_it(example: Example) -> None:
    asked = example.facts, example.day, example.known, example.firmness
    found = plan(*asked, open_conditions=example.open_conditions)
    assert found.covered == example.covered
    assert found.limited == example.counts
    told = reasons(*asked, open_conditions=example.open_conditions)
    assert {link: told[link] for link in example.reasons} == example.reasons
    assert {line: found.pinned[line] for line in example.pinned} == example.pinned
    assert found.pins.short == example.short_pins
    assert found.pins.idle == example.idle_pins
    assert len(found.factored.odd) == example.odd
    assert lp.differences(found.factored, _beyond_pins(found)) == []


@pytest.mark.parametrize("example", TOTALS_EXAMPLES.values(), ids=TOTALS_EXAMPLES)
def test_an_example_with_totals_has_the_plan_worked_out_for_it(example: TotalsExample) -> None:
    assert planned_totals(example.facts, example.period, example.known) == example.covered


@pytest.mark.parametrize("name", [name for name in HANGING if name not in AS_WITHOUT])
def test_without_its_rule_an_example_would_have_another_plan(name: str) -> None:
    """Were what waits for another always met, or always failed; did nothing depend on other lines, parts and turns."""
    example = HANGING[name]
    facts = [fact for fact in without(example.facts, "only_if", "needs", "threshold") if fact.kind not in SHARED]
    both = [
        plan(facts, example.day, example.known, example.firmness, open_conditions=is_met) for is_met in (True, False)
    ]
    assert any((found.covered, found.limited) != (example.covered, example.counts) for found in both)


def test_undeclared_caveats_may_be_left_out() -> None:
    example = EXAMPLES["a caveat on places"]
    assert planned(example.facts, example.day, example.known, undeclared=False) == {"L1": 10, "L2": 5, "L3": 0, "L4": 0}


def test_open_conditions_may_count_as_failed() -> None:
    example = EXAMPLES["one reason each"]
    assert planned(example.facts, example.day, example.known, open_conditions=False) == {"L": 1, "S": 3}
    told = reasons(example.facts, example.day, example.known, open_conditions=False)
    assert {told[each, "L"] for each in ("open", "unsaid", "failed")} == {"condition"}
    assert told["met", "L"] == 1


def test_the_examples_give_every_reason() -> None:
    given = {reason for example in EXAMPLES.values() for reason in example.reasons.values()}
    assert set(RULES) - given == set()


# ---- one way against another


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_linear_programs_find_the_same_plan(portion: int) -> None:
    for seed in range(SEEDS)[portion::PORTIONS]:
        facts = random_book(seed)
        for day, known in questions(seed):
            found = plan(facts, day, known, FIRMNESSES[seed % len(FIRMNESSES)])
            assert lp.differences(found.factored, _beyond_pins(found)) == [], (seed, day, known)


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_linear_programs_find_the_same_plan_of_totals(portion: int) -> None:
    for seed in range(SEEDS)[portion::PORTIONS]:
        known = questions(seed)[0][1]
        found = plan_totals(random_book(seed), PERIOD, known, FIRMNESSES[seed % len(FIRMNESSES)])
        assert lp.differences(found.factored, found.covered) == [], (seed, known)


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_of_all_plans_of_a_tiny_book_none_is_better(portion: int) -> None:
    for seed in range(SEEDS * 3)[portion::PORTIONS]:
        facts = tiny_book(seed)
        for day, known in questions(seed):
            found = plan(facts, day, known)
            beyond, best = _beyond_pins(found), brute.best(found.factored)
            assert best.covered == beyond, (seed, day, known)
            assert best.tiers == tier_values(found.factored.network, beyond), (seed, day, known)
            assert lp.differences(found.factored, beyond) == [], (seed, day, known)


# ---- what holds of every plan


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_no_plan_covers_or_gives_more_than_there_is(portion: int) -> None:
    for seed in range(SEEDS)[portion::PORTIONS]:
        facts = random_book(seed)
        for day, known in questions(seed):
            found = plan(facts, day, known)
            assert all(0 <= found.covered[line] <= need for line, need in found.needs.items())
            for contribution, supply in found.supplies.items():
                pinned = sum(taken for (giver, _), taken in found.pins.given if giver == contribution)
                assert 0 <= pinned <= supply
                assert found.factored.network.sources[contribution] == supply - pinned


# ---- the books


def test_the_same_seed_writes_the_same_book() -> None:
    assert random_book(7) == random_book(7) != random_book(8)
    assert tiny_book(7) == tiny_book(7) != tiny_book(8)


@ONLY_IN_SOAK
def test_random_books_hold_what_is_hard() -> None:
    books = 120
    counted = count(range(books))
    assert counted.keys() == set(FEATURES)
    often = {f"short in tier {tier}": books // 3 for tier in (1, 2, 3)}
    often |= dict.fromkeys(
        ("ties of tier and weight", "pins that give", "substitution", "totals", "instalments"), books // 10
    )
    rare = {name: found for name, found in counted.items() if found < often.get(name, books // 40)}
    assert not rare, rare
