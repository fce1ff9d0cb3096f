"""The drawings of how cost grows, and the part of the page on whole units."""

from __future__ import annotations

import re
from typing import Any

import pytest

from benchmarks import growth_of_units
from benchmarks.drawing import HEIGHT, MARGIN, WIDTH, Panel, drawing, power
from benchmarks.instances import BETWEEN, SIZES
from benchmarks.of_the_units import EFFORT


def told(size: str, **figures: Any) -> dict[str, Any]:
    """What a process tells of a fleet."""
    told = {"units": 10, "places": 100, "first": 97, "objective": 99, "bound": 100}
    return {
        "size": size,
        **told,
        "first_s": 0.001,
        "first_busy_s": 0.0005,
        "both_s": 0.5,
        "busy_s": 0.4,
        "peak_mb": 60.0,
        **figures,
    }


def dots(svg: str) -> list[tuple[float, float]]:
    """The points that are drawn."""
    return [(float(x), float(y)) for x, y in re.findall(r'<circle cx="([^"]+)" cy="([^"]+)"', svg)]


def test_what_doubles_twice_as_often_grows_as_the_square() -> None:
    assert power([1, 2, 4], [3, 12, 48]) == pytest.approx(2)


def test_equal_ratios_are_equally_far_apart() -> None:
    (left, low), (middle, half), (right, high) = dots(drawing([Panel("x", [1, 10, 100], [2.0, 20.0, 200.0], "ms")]))
    assert (left, right) == (MARGIN, WIDTH - 12)
    assert middle == pytest.approx((left + right) / 2)
    assert half == pytest.approx((low + high) / 2)
    assert (low, high) == (HEIGHT - MARGIN, 24)


def test_an_even_scale_begins_at_zero() -> None:
    (_, nothing), (_, half), (_, all_of_it) = dots(drawing([Panel("x", [1, 2, 3], [0.0, 1.0, 2.0], "%", is_even=True)]))
    assert (nothing, half, all_of_it) == (HEIGHT - MARGIN, (HEIGHT - MARGIN + 24) / 2, 24)


def test_what_does_not_grow_is_drawn_all_the_same() -> None:
    assert {y for _, y in dots(drawing([Panel("x", [1, 2], [5.0, 5.0], "ms")]))} == {HEIGHT - MARGIN}


def test_a_size_has_the_median_of_each_figure() -> None:
    every = [told("S", first_s=0.003), told("S", units=12), told("S", objective=98, peak_mb=70.0)]
    found = growth_of_units.point(every)
    assert (found.size, found.units, found.first_s, found.peak_mb) == ("S", 10, 0.001, 60.0)
    assert found.first_below == pytest.approx(3)
    assert found.below == pytest.approx(1)


def test_a_goal_that_is_not_reached_stays_so_and_what_was_tried_is_said() -> None:
    near, far = (growth_of_units.point([told("S", objective=worth)]) for worth in (99, 97))
    assert [row.verdict for row in growth_of_units.goals(far)] == ["reached", "reached", "reached", "not reached"]
    assert growth_of_units.TRIED in list(growth_of_units.page([far]))
    assert growth_of_units.TRIED not in list(growth_of_units.page([near]))
    assert "| S: plan below its bound | 3 % |  | 1.5 % | not reached |" in list(growth_of_units.page([far]))


def test_why_a_first_plan_is_too_late_is_said_by_slot() -> None:
    told_of = "\n".join(growth_of_units.page([growth_of_units.point([told("S", first_s=0.02, first_busy_s=0.01)])]))
    assert "| S: first plan | 0.02 s | 0.01 s | 0.005 s | not reached |" in told_of
    assert "was at work\nfor 50000 ns each time; its goal asks for 25000 ns." in told_of
    assert "each time" not in "\n".join(growth_of_units.page([growth_of_units.point([told("S")])]))


def test_sizes_without_goals_have_none() -> None:
    assert not list(growth_of_units.goals(growth_of_units.point([told("XS")])))
    assert len(list(growth_of_units.goals(growth_of_units.point([told("M")])))) == 5


def test_four_panels_are_drawn() -> None:
    points = [growth_of_units.point([told("XS", units=units, busy_s=units / 10)]) for units in (10, 100)]
    svg = growth_of_units.drawn(points)
    assert len(dots(svg)) == 2 * 4
    assert "plan and bound: as the power 1.00" in svg


def test_every_size_that_is_drawn_is_there_from_the_smallest_on() -> None:
    sizes = [(SIZES | BETWEEN)[size] for size in growth_of_units.SEEDS]
    assert [one.givers for one in sizes] == sorted(one.givers for one in sizes)
    assert set(growth_of_units.SEEDS) == set(EFFORT)
