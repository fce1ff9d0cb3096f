"""Shares of columns, and the prices of their places."""

from __future__ import annotations

import pytest

from muster.engine.master import Master


def solved(master: Master) -> tuple[float, list[float]]:
    found = master.solve()
    assert found is not None
    return round(found[0], 6), [round(share, 6) for share in found[1]]


def test_each_unit_has_one_share_in_all() -> None:
    """Two columns of one unit, at places worth 4 and 2: the better has it all."""
    master = Master([4, 2], [3, 3], 1)
    master.add(0, [0], [2], may_be=True)
    master.add(0, [1], [3], may_be=True)
    assert solved(master) == ((8), [1, 0])


def test_nothing_counts_beyond_the_need() -> None:
    """Two units of 2 at a need of 3; one more would be worth nothing, and both have all of theirs."""
    master = Master([4], [3], 2)
    for unit in range(2):
        master.add(unit, [0], [2], may_be=True)
    assert solved(master)[0] == (12)
    assert master.halfway([4]) == [2]


def test_prices_are_halfway_to_those_of_the_answer_and_no_dearer_than_a_place() -> None:
    """One unit covers 2 of 3: one more would be worth 4."""
    master = Master([4, 0, 9], [3, 3, 0], 1)
    assert master.halfway([4, 0, 9]) == [2, 0, 0]
    master.add(0, [0, 1, 2], [2, 2, 0], may_be=True)
    assert solved(master)[0] == (8)
    assert master.halfway([2, 5, 5]) == [3, 0, 0]
    assert master.halfway([100, 0, 0]) == [4, 0, 0]


def test_who_may_have_a_share_and_who_may_not() -> None:
    master = Master([4, 2], [3, 3], 1)
    master.add(0, [0], [2], may_be=False)
    master.add(0, [1], [3], may_be=True)
    assert solved(master) == ((6), [0, 1])
    master.allow([True, False])
    assert solved(master) == ((8), [1, 0])
    master.allow([False, False])
    assert solved(master) == ((0), [0, 0])


def test_where_there_is_no_answer_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """HiGHS is given no time."""
    monkeypatch.setattr(
        "muster.engine.master.OPTIONS", {"output_flag": False, "simplex_iteration_limit": 0, "presolve": "off"}
    )
    master = Master([4, 4], [3, 3], 2)
    for unit in range(2):
        master.add(unit, [0, 1], [2, 1], may_be=True)
    assert master.solve() is None
