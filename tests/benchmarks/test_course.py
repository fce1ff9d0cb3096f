"""The course of an instance beside a linear program, and the recount that refuses what does not hold."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.baselines import Method, baseline
from benchmarks.course import covered_by, horizon_of, what_ifs
from benchmarks.growth import Point, slope
from benchmarks.instances import Grid, Instance, instance, objective
from benchmarks.recount import Recount
from muster.engine.horizon import Interval

SEED = 7
BUSY = 12
"""An interval in which lines of this instance are short."""


@pytest.fixture(scope="module")
def of() -> Instance:
    return instance("XS", SEED)


@pytest.fixture(scope="module")
def course(of: Instance) -> list[Interval]:
    return horizon_of(of).course()


def changed(course: list[Interval], **numbers: list[int]) -> list[Interval]:
    """The course with something of an interval replaced."""
    return [replace(one, **numbers) if at == BUSY else one for at, one in enumerate(course)]


@pytest.mark.parametrize("size", ["XS", "S"])
@pytest.mark.parametrize("grid", list(Grid))
def test_a_plan_is_worth_to_the_last_integer_what_a_linear_program_finds(size: str, grid: Grid) -> None:
    of = instance(size, SEED, grid)
    course = horizon_of(of).course()
    assert objective(of, covered_by(of, course)) == baseline(Method.PER_INTERVAL, of).objective
    assert list(Recount(of).faults(course)) == []


def test_what_if_leaves_out_givers_of_every_component(of: Instance) -> None:
    assert len(what_ifs(horizon_of(of), "python")) == len(set(of.giver_of.tolist()))


def test_a_recount_refuses_figures_that_do_not_hold(of: Instance, course: list[Interval]) -> None:
    one = course[BUSY]
    assert any(one.short)
    more, less = [2 * amount for amount in one.amounts], [amount - 1 for amount in one.short]
    others = [(giver + 1) % len(of.supply) for giver in one.givers]
    for wrong, fault in (
        (changed(course, amounts=more), "somebody gives nothing, or more than it has"),
        (changed(course, short=less), "what covers a line and what it lacks are not what it needs"),
        (changed(course, givers=others), "somebody serves a line that it may not serve"),
    ):
        assert f"interval {BUSY}: {fault}" in list(Recount(of).faults(wrong))


def test_a_recount_refuses_a_shortfall_without_proof(of: Instance, course: list[Interval]) -> None:
    one = course[BUSY]
    alive = [-1 for _ in one.died]
    later = [0 if died >= 0 else -1 for died in one.died]
    for died in (alive, later):
        found = list(Recount(of).faults(changed(course, died=died)))
        assert found[0].startswith(f"interval {BUSY}: a short line is without proof")


def test_a_recount_refuses_a_line_left_short_that_could_be_served(of: Instance, course: list[Interval]) -> None:
    """All that serves the first line that is served is taken from it, and it is said to be short."""
    one = course[BUSY]
    line = next(line for line in range(len(one.short)) if one.given_of[line + 1] > one.given_of[line])
    first, beyond = one.given_of[line], one.given_of[line + 1]
    freed = sum(one.amounts[first:beyond])
    wrong = changed(
        course,
        short=[lacking + (freed if at == line else 0) for at, lacking in enumerate(one.short)],
        died=[line if at == line else died for at, died in enumerate(one.died)],
        given_of=[start - (beyond - first if start >= beyond else 0) for start in one.given_of],
        givers=[*one.givers[:first], *one.givers[beyond:]],
        amounts=[*one.amounts[:first], *one.amounts[beyond:]],
    )
    assert list(Recount(of).faults(wrong)) == [
        f"interval {BUSY}: somebody could do more for a line that is short, or for one before it"
    ]


def test_the_slope_of_what_grows_with_the_square_is_two() -> None:
    assert slope([Point(1, 1, 3.0), Point(2, 1, 12.0), Point(4, 1, 48.0)]) == pytest.approx(2)
