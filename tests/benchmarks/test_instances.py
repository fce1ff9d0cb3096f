"""The instances of the benchmark of plans, and what general solvers make of the smallest."""

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks import baselines
from benchmarks.baselines import Method, Outcome
from benchmarks.instances import SIZES, Grid, Instance, figures, instance, line_of, objective, worth

ROOT = Path(__file__).resolve().parents[2]

every_grid = pytest.mark.parametrize("grid", Grid)
every_small_size = pytest.mark.parametrize("size", ["XS", "S"])


def same(one: Instance, other: Instance) -> dict[str, bool]:
    return {
        field.name: np.array_equal(getattr(one, field.name), getattr(other, field.name))
        for field in dataclasses.fields(Instance)
    }


@every_grid
def test_a_seed_makes_one_instance(grid: Grid) -> None:
    assert all(same(instance("S", 3, grid), instance("S", 3, grid)).values())
    assert not same(instance("S", 3, grid), instance("S", 4, grid))["giver_of"]


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("size", ["S", "M"])
def test_figures_are_near_those_published(size: str, seed: int) -> None:
    published, own = SIZES[size].published, figures(instance(size, seed))
    assert published
    assert own.links == pytest.approx(published.links, rel=0.1)
    assert own.link_intervals == pytest.approx(published.link_intervals, rel=0.1)
    assert own.givers_at_once == pytest.approx(published.givers_at_once, rel=0.1)


def test_figures_are_those_of_a_walk_over_the_links() -> None:
    of = instance("XS")
    lines, told = line_of(of), figures(of)
    pairs = list(zip(lines.tolist(), of.giver_of.tolist(), strict=True))
    in_use = [len(baselines.in_use(of, lines, at)) for at in range(len(of.need))]
    parts: list[tuple[set[int], set[int], int]] = []
    for line, giver in pairs:
        touched = [part for part in parts if line in part[0] or giver in part[1]]
        parts = [part for part in parts if part not in touched]
        parts.append(
            (
                {line}.union(*(part[0] for part in touched)),
                {giver}.union(*(part[1] for part in touched)),
                1 + sum(part[2] for part in touched),
            )
        )
    assert (told.links, told.link_intervals, told.components) == (len(pairs), sum(in_use), len(parts))
    assert told.largest_share == max(part[2] for part in parts) / len(pairs)


@every_small_size
@every_grid
def test_links_stand_line_by_line_and_who_begins_first_comes_first(size: str, grid: Grid) -> None:
    of = instance(size, grid=grid)
    assert of.links_of[0] == 0
    assert of.links_of[-1] == len(of.giver_of)
    assert (np.diff(of.links_of) >= 0).all()
    for line in range(len(of.tier)):
        givers = of.giver_of[of.links_of[line] : of.links_of[line + 1]]
        assert len(set(givers.tolist())) == len(givers)
        assert (np.diff(of.begins[givers]) >= 0).all()
        opened = np.flatnonzero(of.need[:, line])
        assert (of.begins[givers] <= opened[-1]).all(), "they share an interval"
        assert (of.ends[givers] > opened[0]).all(), "they share an interval"


@every_small_size
@every_grid
def test_windows_and_amounts_are_sound(size: str, grid: Grid) -> None:
    of = instance(size, grid=grid)
    opened = of.need > 0
    assert (np.abs(np.diff(opened, axis=0, prepend=False, append=False).sum(axis=0)) == 2).all(), "one window"
    assert (of.need.max(axis=0) == of.need.sum(axis=0) // opened.sum(axis=0)).all(), "one level"
    assert (of.supply > 0).all()
    assert ((of.begins >= 0) & (of.begins <= of.ends) & (of.ends <= len(of.need))).all()
    assert of.need.sum() == pytest.approx(1.15 * (of.supply * (of.ends - of.begins)).sum(), rel=0.05)


@every_small_size
def test_days_and_weeks_differ_in_windows_only(size: str) -> None:
    by_week, by_day = instance(size), instance(size, grid=Grid.DAY)
    differ = {name for name, equal in same(by_week, by_day).items() if not equal}
    assert differ == {"name", "need", "begins", "ends"}
    assert (by_week.need.max(axis=0) == by_day.need.max(axis=0)).all()
    assert (np.abs(7 * by_week.begins - by_day.begins) <= 3).all()
    assert (np.abs(7 * by_week.ends - by_day.ends) <= 3).all()


@every_small_size
def test_lines_stand_in_their_order_and_are_worth_ever_less(size: str) -> None:
    of = instance(size)
    turns = list(zip(of.tier.tolist(), (-of.weight).tolist(), strict=True))
    assert turns == sorted(turns)
    assert (np.diff(worth(of)) < 0).all()
    assert (worth(of) > 0).all()


def test_some_lines_of_a_tier_weigh_the_same() -> None:
    of = instance("S")
    assert len({*zip(of.tier.tolist(), of.weight.tolist(), strict=True)}) < len(of.tier)


@every_grid
@pytest.mark.parametrize("seed", [1, 2])
def test_all_ways_find_the_same(grid: Grid, seed: int) -> None:
    of = instance("XS", seed, grid)
    first, *others = [baselines.baseline(method, of) for method in (Method.PER_INTERVAL, Method.WARM, Method.WHOLE)]
    assert first.covered is not None
    assert (first.covered <= of.need).all()
    assert first.objective == objective(of, first.covered)
    assert first.objective
    for other in others:
        assert (other.status, other.objective) == (baselines.OPTIMAL, first.objective)
        assert other.covered is not None
        assert (other.covered == first.covered).all()


@pytest.mark.parametrize("method", [Method.PER_INTERVAL, Method.WARM, Method.WHOLE])
def test_what_takes_too_long_has_no_result(method: Method) -> None:
    found = baselines.baseline(method, instance("XS"), limit_s=0.0)
    assert (found.status, found.objective, found.covered) == ("no result in 0 s", None, None)


def test_without_linopy_its_row_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "linopy", None)
    found = baselines.baseline(Method.LINOPY, instance("XS"))
    assert found == Outcome("linopy is not installed (dependency group compare)", 0.0, 0.0)


def test_a_process_of_its_own_prints_one_line_of_json() -> None:
    command = [sys.executable, "-m", "benchmarks.baselines", "XS", "whole", "2", "--by", "day"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    told = json.loads(done.stdout)
    expected = baselines.whole(instance("XS", 2, Grid.DAY)).objective
    assert (told["instance"], told["seed"], told["method"]) == ("XS by day", 2, "whole")
    assert (told["status"], told["objective"]) == ("optimal", expected)
    assert told["peak_mb"] >= told["before_mb"] > 0
    assert told["wall_s"] >= told["build_s"] + told["solve_s"]
