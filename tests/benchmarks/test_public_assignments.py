"""Generalised assignment: its reader, and that our model of it and the one of HiGHS leave nothing out."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from benchmarks.peers import assigning_milp
from benchmarks.public.assigning import Model, bound, solved
from benchmarks.public.assignments import Known, Problem, cost_of, known, parsed, problem
from benchmarks.public.data import NoDataError
from muster.engine.touring import Effort, Work

TWO_BY_THREE = """
 2 3
 4 5 6
 7 8 9
 1 2
 3 2 2 2
 4 3
"""

SECONDS = 20.0
"""More than these take: what is proven stops at once."""


def tiny(seed: int, agents: int = 3, jobs: int = 6) -> Problem:
    """A problem with so little capacity that the cheapest agents do not do."""
    draw = random.Random(seed)
    cost, load = (tuple(tuple(draw.randint(low, 9) for _ in range(jobs)) for _ in range(agents)) for low in (1, 3))
    return Problem(f"tiny {seed}", cost, load, tuple(draw.randint(11, 15) for _ in range(agents)))


def costs(of: Problem) -> list[int]:
    """The costs of all assignments, tried one by one."""
    found = []
    for agents in itertools.product(range(of.agents), repeat=of.jobs):
        try:
            found.append(cost_of(of, agents))
        except ValueError:
            continue
    return found


def worth(model: Model, agents: Sequence[int | None]) -> int:
    """What a plan of the model covers, counted from its lines and openings."""
    given = [[0, 0] for _ in model.fleet.rows]
    for unit, agent in zip(model.fleet.units, agents, strict=True):
        for opening in unit.openings:
            if opening.line == agent:
                for slot, run in enumerate(opening.runs):
                    given[agent][slot] += run.size
    return sum(
        weight * min(need, size)
        for row, sizes in zip(model.fleet.rows, given, strict=True)
        for weight, need, size in zip(row.weight, row.need, sizes, strict=True)
    )


def test_an_instance_is_read_agent_by_agent_wherever_lines_break() -> None:
    told = Problem("two", ((4, 5, 6), (7, 8, 9)), ((1, 2, 3), (2, 2, 2)), (4, 3))
    assert parsed("two", TWO_BY_THREE) == told
    assert parsed("two", " ".join(TWO_BY_THREE.split())) == told
    assert (told.agents, told.jobs) == (2, 3)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (TWO_BY_THREE + "5", "two: 16 numbers were expected, 17 are there"),
        (TWO_BY_THREE.replace("9", ""), "two: 16 numbers were expected, 15 are there"),
        (TWO_BY_THREE.replace("9", "nine"), "two: 'nine' is no whole number"),
        (TWO_BY_THREE.replace("9", "-9"), "two: '-9' is no whole number"),
        ("2", "two: the numbers of agents and jobs first were expected, 1 are there"),
        ("", "two: the numbers of agents and jobs first were expected, 0 are there"),
    ],
)
def test_what_is_no_instance_is_refused(text: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        parsed("two", text)


def test_what_is_known_is_read_by_name(tmp_path: Path) -> None:
    told = tmp_path / "optima.csv"
    told.write_text("instance,set,type,min_lower_bound,min_best_known\nx1,mine,A,7,8\ny1,yours,C,9,9\n", "utf-8")
    assert known(told) == {"x1": Known("x1", "mine", "A", 8, 7), "y1": Known("y1", "yours", "C", 9, 9)}


def test_an_assignment_costs_what_its_pairs_cost() -> None:
    of = parsed("two", TWO_BY_THREE)
    assert cost_of(of, [0, 1, 0]) == 4 + 8 + 6
    with pytest.raises(ValueError, match="two: agent 0 carries 6, more than 4"):
        cost_of(of, [0, 0, 0])
    with pytest.raises(ValueError, match="two: 2 jobs of 3 are assigned"):
        cost_of(of, [0, 0])


def test_without_the_data_it_is_said_how_they_are_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for root in ("", str(tmp_path)):
        monkeypatch.setenv("MUSTER_DATA", root)
        with pytest.raises(NoDataError, match=r"gap/instances/gap1-0.txt \(set MUSTER_DATA\)"):
            problem("gap1-0")


@pytest.mark.parametrize("rate", [None, 1, 40])
def test_a_plan_of_the_model_is_worth_its_cost_and_that_of_overload(rate: int | None) -> None:
    of = tiny(1, jobs=4)
    model = Model(of, rate)
    for agents in itertools.product(range(of.agents), repeat=of.jobs):
        carried = [0] * of.agents
        for job, agent in enumerate(agents):
            carried[agent] += of.load[agent][job]
        over = sum(max(0, load - most) for load, most in zip(carried, of.capacity, strict=True))
        cost = sum(of.cost[agent][job] for job, agent in enumerate(agents))
        assert model.cost(worth(model, agents)) == cost + model.rate * over


def test_a_job_that_goes_nowhere_makes_every_plan_worse() -> None:
    of = tiny(2, jobs=4)
    model = Model(of)
    for agents in itertools.product([None, *range(of.agents)], repeat=of.jobs):
        for job in (job for job, agent in enumerate(agents) if agent is None):
            instead = [0 if at == job else agent for at, agent in enumerate(agents)]
            assert worth(model, instead) > worth(model, agents)


def test_who_is_too_weak_for_a_job_may_not_have_it() -> None:
    of = Problem("weak", ((1, 1), (5, 5)), ((9, 2), (4, 4)), (8, 8))
    assert [[opening.line for opening in unit.openings] for unit in Model(of).fleet.units] == [[1], [0, 1]]
    assert solved(of, SECONDS).found == 6


@pytest.mark.parametrize("seed", range(8))
def test_plan_and_highs_find_the_best_of_all_assignments(seed: int) -> None:
    of = tiny(seed)
    best = min(costs(of))
    ours, theirs = solved(of, 0.5), assigning_milp.solved(of, SECONDS)
    assert ours.found == best
    assert ours.is_same_best
    assert (theirs.found, theirs.at_least) == (best, best)


@pytest.mark.parametrize("rate", [1, 3, 30])
@pytest.mark.parametrize("seed", range(4))
def test_no_assignment_costs_less_than_the_bound_at_any_rate(seed: int, rate: int) -> None:
    of = tiny(seed)
    at_least, dearest = bound(Model(of, rate), Work(Effort(turns=300)))
    assert 0 < at_least <= min(costs(of))
    assert 0 <= dearest <= rate


def test_nothing_is_found_where_the_model_has_a_better_plan_with_overload() -> None:
    """One agent, who cannot carry both jobs: HiGHS has no plan either."""
    of = Problem("narrow", ((1, 1),), ((5, 5),), (9,))
    ours, theirs = solved(of, 0.1), assigning_milp.solved(of, SECONDS)
    assert (ours.found, ours.is_same_best) == (None, False)
    assert theirs.found is None


def test_figures_of_the_public_instances(shared_data: Callable[[str], Path]) -> None:
    shared_data("gap/optima.csv")
    facts = known()
    assert len(facts) == 87
    assert sum(one.best for one in facts.values() if one.source == "cattrysse1994") == 31_972
    for name in ("gap1-0", "a05100"):
        ours, theirs = solved(problem(name), 1.0), assigning_milp.solved(problem(name), SECONDS)
        assert theirs.found == theirs.at_least == facts[name].best
        assert ours.found is not None
        assert ours.at_least <= facts[name].best <= ours.found <= 1.05 * facts[name].best
