"""The oracle of production: against what is worked out by hand, its walk against plans that are wrong, its books."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

from tests.counts import SOAK
from tests.oracle.counts.comparing import Told
from tests.oracle.facts import Fact
from tests.oracle.production.books import random_book
from tests.oracle.production.examples import EXAMPLES, Example
from tests.oracle.production.records import PRODUCTION
from tests.oracle.production.telling import planned
from tests.oracle.production.walk import Asking, Stretch, Walk
from tests.oracle.scribe import on

SEEDS = 60 if SOAK else 10


def walked(asking: Asking, stretches: list[Stretch] | None = None) -> Walk:
    """A plan walked through, the oracle's own where none is given."""
    return Walk(asking, planned(asking) if stretches is None else stretches, [])


# ---- worked out by hand


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_an_example_has_the_graduates_worked_out_for_it(example: Example) -> None:
    walk = walked(example.asking)
    assert {run.first: run.graduated for run in walk.trained} == example.graduated
    found = {day: told.counts["P"] for day in example.counts if (told := walk.told_on(day)) is not None}
    assert found == example.counts
    assert walk.violations() == []
    assert walk.not_best() == []


# ---- plans that are wrong


def _changed(change: Callable[[Stretch], Stretch]) -> Walk:
    """The best plan of the first example, told otherwise."""
    asking = EXAMPLES["two classes"].asking
    return walked(asking, [change(stretch) for stretch in planned(asking)])


def _giving(size: int, day: int) -> Callable[[Stretch], Stretch]:
    """H gives so many on a day."""

    def changed(stretch: Stretch) -> Stretch:
        if stretch.first != on(3, day):
            return stretch
        told = stretch.told
        given = {**told.assigned, ("H", "P"): Fraction(size)}
        covered = {**told.covered, "P": Fraction(size)}
        return replace(stretch, told=Told(given, covered, covered))

    return changed


def test_who_has_not_graduated_may_not_serve() -> None:
    found = _changed(_giving(20, 10)).violations()
    assert "2026-03-10: H may not serve P" in found
    assert "2026-03-10: H gives 20, more than it supplies" in found


def test_no_more_serve_than_have_graduated() -> None:
    assert _changed(_giving(41, 15)).violations() == ["2026-03-15: H gives 41, more than it supplies"]


def test_who_has_graduated_should_serve() -> None:
    walk = _changed(_giving(39, 15))
    assert walk.violations() == []
    assert walk.not_best() == ["2026-03-15: tier 1 counts 39, the best is 40"]


def test_with_fewer_trainers_on_a_day_nobody_graduates() -> None:
    """Where the plan leaves the line of trainers a day, the graduates that it goes on to use have not been trained."""

    def without_trainers(stretch: Stretch) -> Stretch:
        if stretch.first != on(3, 5):
            return stretch
        return replace(
            stretch, told=Told({}, {"P": Fraction(0), "T": Fraction(0)}, {"P": Fraction(0), "T": Fraction(0)})
        )

    walk = _changed(without_trainers)
    assert [run.graduated for run in walk.trained] == [0, 40, 40]
    assert "2026-03-11: H gives 40, more than it supplies" in walk.violations()


def test_days_with_other_graduates_are_not_told_as_one() -> None:
    asking = EXAMPLES["two classes"].asking
    stretches = planned(asking)
    joined = [*stretches[:9], replace(stretches[9], last=on(3, 11)), *stretches[11:]]
    found = walked(asking, joined).violations()
    assert "2026-03-11: others have graduated than on 2026-03-10, and the plan tells of both as one" in found


# ---- the books


def test_the_same_seed_writes_the_same_book() -> None:
    assert random_book(7) == random_book(7) != random_book(8)


def _without(facts: list[Fact]) -> list[Fact]:
    return [fact for fact in facts if fact.kind != PRODUCTION]


def test_the_oracles_own_plans_of_random_books_keep_every_rule() -> None:
    for seed in range(SEEDS):
        walk = walked(random_book(seed))
        assert walk.violations() == [], seed
        assert walk.not_best() == [], seed


def test_random_books_hold_what_is_hard() -> None:
    books, seen = 24, Counter[str]()
    for seed in range(books):
        asking = random_book(seed)
        with_school, without = planned(asking), planned(replace(asking, facts=_without(asking.facts)))
        runs = walked(asking, with_school).trained
        seen["runs"] += bool(runs)
        seen["no class"] += any(run.classes == 0 for run in runs)
        seen["several classes"] += any(run.classes > 1 for run in runs)
        seen["several runs"] += len({run.first for run in runs}) > 1
        seen["two productions"] += len({run.production for run in runs}) > 1
        seen["graduates serve"] += [one.told.counts for one in with_school] != [one.told.counts for one in without]
    assert {name: count for name, count in seen.items() if count < books // 8} == {}
    assert len(seen) == 6
