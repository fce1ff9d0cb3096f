"""Horizons: what one giver is worth, and components."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from muster.engine.horizon import Horizon, components
from tests.engine.test_flow import Givers, horizon, several


def short(asked: Horizon) -> list[list[int]]:
    """What each line lacks in each interval."""
    return [list(one.short) for one in asked.course()]


@given(several(), st.data())
def test_without_a_giver_it_is_as_though_it_had_nothing(asked: Givers, data: st.DataObject) -> None:
    giver = data.draw(st.integers(0, len(asked.begins) - 1))
    there, found = horizon(asked).without(giver)
    nothing = [[0 if one == giver else supply for one, supply in enumerate(row)] for row in asked.supplies]
    cold = short(horizon(Givers(asked.links, asked.begins, asked.ends, asked.needs, nothing)))
    assert list(there) == [at for at in range(len(asked.needs)) if asked.begins[giver] <= at < asked.ends[giver]]
    assert [list(one.short) for one in found] == [cold[at] for at in there]


@given(several())
def test_components_are_planned_apart_as_they_are_together(asked: Givers) -> None:
    whole = horizon(asked)
    found = components(whole)
    assert sorted(line for one in found for line in one.lines) == list(range(len(asked.links)))
    givers = [giver for one in found for giver in one.givers]
    assert len(set(givers)) == len(givers)
    together = short(whole)
    for one in found:
        assert short(one.horizon) == [[row[line] for line in one.lines] for row in together]
        assert one.number_of == {giver: number for number, giver in enumerate(one.givers)}


def test_lines_that_share_a_giver_through_others_are_one_component() -> None:
    whole = Horizon([0, 1, 3, 4, 4], [0, 0, 1, 2], [0] * 3, [1] * 3, [[5, 5, 5, 5]], [[1, 2, 2**70]])
    first, second, third = components(whole)
    assert (first.lines, first.givers) == ([0, 1], [0, 1])
    assert (second.lines, second.givers, second.horizon.supplies) == ([2], [2], [[2**70]])
    assert (third.lines, third.givers) == ([3], [])
