"""Better prices by columns, and what decisions do to them: against all that could be done."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import gcd
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.engine.closing import Case, answers
from muster.engine.columns import Columns, Decision
from muster.engine.fleet import Fleet, Packed
from muster.engine.kernels import PYTHON, Kernels
from muster.engine.kernels.tours import DECISIONS
from muster.engine.pricing import FINENESS, Question, all_of, by_steps, grain
from muster.engine.touring import Effort, Work
from tests.engine.fleets import Schedule, alone, fleet, fleets, opening, row, schedules, value
from tests.engine.kernel_sets import compiled_here

NOTHING = Fraction(-1)
WORK = Work(Effort(turns=9))
STUCK = fleet([row(6), row(4)], *(alone(opening(0, 0, 4, size), opening(1, 0, 4, size)) for size in (4, 3, 3)))
HOPELESS = fleet([row(4, 2), row(4, 2)], *(alone(opening(0, 0, 2, 3), opening(1, 0, 2, 3)) for _ in range(3)))
"""They cover 7 of 8 on each of two days; if each could be divided, it would be 8."""


@pytest.fixture(scope="module", params=["python", "compiled"])
def either(request: pytest.FixtureRequest) -> Kernels:
    return PYTHON if request.param == "python" else compiled_here()


def question(of: Fleet, kernels: Kernels = PYTHON, reached: Fraction = NOTHING, **how: Any) -> Question:
    how = {"tier": 0, "multiple": 0} | how
    return Question(Packed(of, kernels), kernels, reached=reached, **how)


def columns_of(asked: Question) -> Columns:
    tours = asked.tours()
    return Columns(tours, grain(tours), asked.kernels)


def best(of: Fleet, multiple: int = 0, tier: int = 0) -> int:
    """The most of a tier and of a multiple of those before that any tours of units have, in parts."""
    every = product(*(list(schedules(unit, of.slots)) for unit in of.units))
    return max(FINENESS * (found := value(of, one))[tier] + multiple * sum(found[:tier]) for one in every)


def as_decided(of: Fleet, every: tuple[Schedule, ...], decided: tuple[Decision, ...]) -> bool:
    for one in decided:
        trips = ((of.units[one.unit].openings[number].line, first, end) for number, first, end in every[one.unit])
        if any(line == one.line and first <= one.slot < end for line, first, end in trips) is not one.is_so:
            return False
    return True


# ---- steps of prices


def test_all_that_is_needed_at_the_dearest() -> None:
    tours = question(fleet([row(6, weight=2), row([1, 0, 3, 0])])).tours()
    assert all_of(tours) == FINENESS * (2 * 24 + 4)


def test_the_grain_is_what_all_sums_are_a_multiple_of() -> None:
    def found(of: Fleet, **how: Any) -> int:
        return grain(question(of, **how).tours())

    four, six = alone(opening(0, 0, 4, 4)), alone(opening(0, 0, 4, 6))
    assert found(fleet([row(8)], four, six)) == 2 * FINENESS
    assert found(fleet([row(9)], four, six)) == FINENESS
    assert found(fleet([row(8, weight=5)], four)) == 20 * FINENESS
    assert found(fleet([row(8), row(7)], four)) == 4 * FINENESS
    assert found(fleet([row(8)], four, amounts=[alone(opening(0, 0, 4, 4))])) == 1
    assert found(fleet([row(8)], alone())) == 1
    later = fleet([row(8), row(6, tier=1)], alone(opening(0, 0, 4, 4), opening(1, 0, 4, 6)))
    assert found(later, tier=1, multiple=256) == gcd(4 * 256, 6 * FINENESS)


@given(fleets(slots=4, units=2))
def test_units_cover_multiples_of_the_grain(of: Fleet) -> None:
    step = grain(question(of, tier=1, multiple=256).tours())
    for every in product(*(list(schedules(unit, of.slots)) for unit in of.units)):
        first, second, _ = value(of, every)
        assert (256 * first + FINENESS * second) % step == 0


def test_steps_end_where_the_plan_is_reached() -> None:
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return False

    work = Work(Effort(turns=50, stop=stop))
    tours = question(STUCK).tours()
    assert by_steps(tours, question(STUCK, reached=Fraction(40 * FINENESS)), 1, work)[0] == 40 * FINENESS
    assert asked == []
    by_steps(tours, question(STUCK), 1, work)
    assert len(asked) == 50


# ---- columns


@given(fleets(slots=4, units=3, amounts=1), st.sampled_from((0, 1)), st.integers(0, 9))
def test_no_tours_are_worth_more_and_more_rounds_say_no_more(
    either: Kernels, of: Fleet, tier: int, rounds: int
) -> None:
    asked = question(of, either, tier=tier, multiple=256 * tier)
    most, prices = by_steps(asked.tours(), asked, 1, WORK)
    tight = columns_of(asked).tighten(prices, (), rounds, NOTHING, WORK)
    assert best(of, 256 * tier, tier) <= tight.most <= most
    assert len(tight.prices) == len(of.rows) * of.slots


def test_interpreted_and_compiled_find_the_same() -> None:
    found = []
    for kernels in (PYTHON, compiled_here()):
        asked = question(HOPELESS, kernels)
        found.append(columns_of(asked).tighten([0] * 4, (), 20, NOTHING, WORK))
    assert found[0] == found[1]


def test_it_ends_where_it_is_enough() -> None:
    asked = question(HOPELESS)
    begin = [0] * 4
    for enough, work in ((Fraction(10**9), WORK), (NOTHING, Work(Effort(stop=lambda: True)))):
        assert columns_of(asked).tighten(begin, (), 20, enough, work) == (16 * FINENESS, begin, ())


def test_it_ends_where_the_program_has_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("muster.engine.columns.Master.solve", lambda _: None)
    found = columns_of(question(HOPELESS)).tighten([0] * 4, (), 20, NOTHING, WORK)
    assert found == (16 * FINENESS, [0] * 4, ())


@given(fleets(slots=3, units=2), st.tuples(*(st.integers(0, 2) for _ in range(3)), st.booleans()))
def test_a_case_bounds_all_tours_that_are_as_decided(
    either: Kernels, of: Fleet, drawn: tuple[int, int, int, bool]
) -> None:
    """And one that cannot be bounds nothing."""
    sizes = (len(of.units), len(of.rows), of.slots)
    unit, line, slot = (min(one, size - 1) for one, size in zip(drawn[:3], sizes, strict=True))
    decided = (Decision(unit, line, slot, is_so=drawn[3]),)
    asked = question(of, either)
    every = product(*(list(schedules(one, of.slots)) for one in of.units))
    most = max((FINENESS * value(of, one)[0] for one in every if as_decided(of, one, decided)), default=-1)
    found = columns_of(asked).tighten([0] * (len(of.rows) * of.slots), decided, 9, NOTHING, WORK)
    assert found.most >= most if most >= 0 else found.most < 0


# ---- case by case


def depth(case: Case) -> int:
    return 1 + max((depth(one) for one in case.cases), default=0)


def leaves(case: Case) -> int:
    return sum(leaves(one) for one in case.cases) or 1


def test_a_component_is_closed_case_by_case() -> None:
    """Seven of eight on each day are the best; prices alone say that it could be all."""
    reached = Fraction(14 * FINENESS)
    (by_prices,) = answers([question(HOPELESS, reached=reached, rounds=20)], WORK)
    assert (by_prices.most, by_prices.cases) == (16 * FINENESS, ())
    (closed,) = answers([question(HOPELESS, reached=reached, rounds=20, nodes=200)], WORK)
    assert closed.most == 14 * FINENESS
    assert closed.decision is not None
    assert closed.prices == ()


@given(fleets(slots=4, units=3, amounts=1), st.integers(1, 20))
def test_no_tours_are_worth_more_than_the_case_with_the_most(either: Kernels, of: Fleet, nodes: int) -> None:
    (found,) = answers([question(of, either, tier=1, multiple=512, rounds=9, nodes=nodes)], WORK)
    assert best(of, 512, 1) <= found.most
    assert leaves(found) <= (nodes + 1) // 2 + 1


def test_how_many_cases_there_may_be() -> None:
    def found(nodes: int, **how: Any) -> Case:
        return answers([question(HOPELESS, rounds=20, nodes=nodes, **how)], WORK)[0]

    assert leaves(found(1)) == 1
    assert leaves(found(9)) <= 5
    assert leaves(found(10**4)) > 1
    assert depth(found(10**4)) <= DECISIONS + 1
