"""Nurse rostering as cover over time: its reader, and that our model of it is that of the rules we state."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.fleets import Tour
from benchmarks.peers import rostering_milp
from benchmarks.public.rostering import asked, edge, fleet_of, solved, worked
from benchmarks.public.rosters import Nurse, Roster, Worked, known, parsed, roster, uncovered, with_one_shift

SECONDS = 20.0
"""More than these take: what is proven stops at once."""


def told(**changed: Any) -> dict[str, Any]:
    """An instance in the published form: two shifts, three days and one nurse, of whom something is ``changed``."""
    nurse = {"minConsecutiveShifts": 1, "maxConsecutiveShifts": 2, "minConsecutiveDaysOff": 1}
    covers = [[{"requirement": early}, {"requirement": 1}] for early in (1, 0, 2)]
    return {"covers": covers, "staffs": [{**nurse, "maxShifts": [3, 0], "daysOff": [1], **changed}]}


def nurse(shortest: int = 1, longest: int = 3, rest: int = 1, off: tuple[int, ...] = (), shifts: int = 1) -> Nurse:
    return Nurse(shortest, longest, rest, frozenset(off), frozenset(range(shifts)))


def rosters(of: Roster) -> Iterator[Worked]:
    """All rosters that our rules allow."""
    for one in itertools.product(*(schedules(of, each) for each in of.nurses)):
        yield list(one)


def schedules(of: Roster, one: Nurse) -> list[tuple[int | None, ...]]:
    """All ways of one nurse, tried one by one."""
    alone = replace(of, nurses=(one,))
    kept = []
    for days in itertools.product([None, *range(len(of.need[0]))], repeat=len(of.need)):
        try:
            uncovered(alone, [days])
        except ValueError:
            continue
        kept.append(days)
    return kept


SMALL = {
    "rest": Roster("rest", ((2,), (1,), (2,), (1,), (2,), (2,)), (nurse(2, 3, 2), nurse(2, 2, 1, (1,)))),
    "two shifts": Roster(
        "two shifts", ((1, 1), (1, 1), (2, 0), (0, 2), (1, 1)), (nurse(2, 3, 1, (), 2), nurse(1, 2, 1, (2,), 2))
    ),
    "edges": Roster("edges", ((0,), (1,), (0,), (0,), (1,)), (nurse(3, 3, 2, (2,)),)),
    "long stretches": Roster("long stretches", ((2,),) * 5, (nurse(3, 4, 1), nurse(2, 2, 3, (0,)))),
}


def test_an_instance_is_read_as_far_as_it_is_cover_over_time() -> None:
    (one,) = parsed("x", json.dumps(told())).nurses
    assert one == Nurse(1, 2, 1, frozenset({1}), frozenset({0}))
    of = parsed("x", json.dumps(told(maxShifts=[2, 5])))
    assert of.need == ((1, 1), (0, 1), (2, 1))
    assert of.needed == 6
    assert of.nurses[0].shifts == {0, 1}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{", "x: it cannot be read"),
        ("[]", "x: it cannot be read"),
        ("{}", "x: 'covers' is missing"),
        (json.dumps({"covers": [], "staffs": [{}]}), "x: 'minConsecutiveShifts' is missing"),
        (json.dumps(told(minConsecutiveDaysOff="two")), "x: it cannot be read.*two"),
    ],
)
def test_what_is_no_instance_is_refused(text: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        parsed("x", text)


def test_what_is_known_is_read_by_file(tmp_path: Path) -> None:
    path = tmp_path / "best.csv"
    path.write_text("instance,days,best_known\na.json,7,12\n", "utf-8")
    assert known(path) == {"a.json": 12}


@pytest.mark.parametrize(
    ("days", "fault"),
    [
        ((None, 0, None, None, None, None), "works too short from day 1 on"),
        ((0, 0, 0, 0, None, None), "works too long from day 0 on"),
        ((0, None, 0, 0, None, None), "works on day 2 without enough days off"),
        ((None, None, None, 0, 0, None), "works on a day off from day 3 on"),
        ((0, 1, None, None, None, None), "works another shift from day 0 on"),
        ((2, 2, None, None, None, None), "works another shift from day 0 on"),
    ],
)
def test_nobody_works_as_nobody_may(days: tuple[int | None, ...], fault: str) -> None:
    of = Roster("x", ((1, 1),) * 6, (nurse(2, 3, 2, (4,), 2),))
    with pytest.raises(ValueError, match=f"x: nurse 0 {fault}"):
        uncovered(of, [days])


def test_those_are_missing_who_are_needed_and_not_there() -> None:
    of = Roster("x", ((2, 0), (1, 1), (0, 3)), (nurse(shifts=2), nurse(shifts=2)))
    assert uncovered(of, [(0, 0, None), (0, None, 1)]) == 0 + 1 + 2
    assert uncovered(of, [(None,) * 3] * 2) == of.needed


def test_days_at_the_edges_may_be_fewer() -> None:
    of = Roster("x", ((1,),) * 4, (nurse(2, 3, 1),))
    assert uncovered(of, [(0, None, None, 0)]) == 2


def test_tours_are_days_of_the_period() -> None:
    of = SMALL["edges"]
    assert edge(of) == 2
    fleet = fleet_of(of)
    assert [(int(opens), int(closes)) for opens, closes in zip(fleet.opens, fleet.closes, strict=True)] == [
        (0, 4),
        (5, 9),
    ]
    assert worked(of, [Tour(0, 0, 1, 4), Tour(0, 1, 6, 9)]) == [[0, 0, None, None, 0]]
    with pytest.raises(ValueError, match="shorter than 3"):
        worked(of, [Tour(0, 0, 2, 4)])


@pytest.mark.parametrize("name", SMALL)
def test_plan_and_highs_leave_as_little_uncovered_as_the_best_of_all_rosters(name: str) -> None:
    of = SMALL[name]
    best = min(uncovered(of, days) for days in rosters(of))
    ours, theirs = solved(name, of, 0.3), rostering_milp.solved(name, of, SECONDS)
    assert (ours.found, theirs.found, theirs.at_least) == (best, best, best)
    assert ours.at_least <= best


def test_in_most_of_these_somebody_is_missing_at_best() -> None:
    assert [min(uncovered(of, days) for days in rosters(of)) for of in SMALL.values()] == [2, 2, 0, 4]


def test_as_one_shift_no_more_is_missing_than_in_any_roster() -> None:
    of = SMALL["two shifts"]
    one = with_one_shift(of)
    assert one.need == ((2,), (2,), (2,), (2,), (2,))
    assert {each.shifts for each in one.nurses} == {frozenset({0})}
    for days in rosters(of):
        together = [[None if shift is None else 0 for shift in row] for row in days]
        assert uncovered(one, together) <= uncovered(of, days)
    assert solved("one", one, 0.3).at_least <= min(uncovered(of, days) for days in rosters(of))


def test_who_may_work_nowhere_is_left_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "nurse_rostering"
    folder.mkdir()
    content = told()
    content["staffs"].append({**content["staffs"][0], "maxShifts": [0, 0]})
    (folder / "NurseRostering-01.json").write_text(json.dumps(content), "utf-8")
    monkeypatch.setenv("MUSTER_DATA", str(tmp_path))
    assert len(roster("01").nurses) == 2
    assert len(asked("01").nurses) == len(asked("01-one").nurses) == 1
    assert solved("01", asked("01"), 0.1).found == 4


def test_figures_of_the_public_instances(shared_data: Callable[[str], Path]) -> None:
    shared_data("nurse_rostering/best_known.csv")
    assert list(known().values()) == [607, 828, 1001, 1716, 1143]
    assert [roster(f"0{number}").needed for number in range(1, 6)] == [71, 108, 154, 182, 288]
    ours = solved("04-one", asked("04-one"), 5.0)
    assert (ours.found, ours.at_least) == (11, 11)
    assert 100 * ours.at_least <= known()["NurseRostering-04.json"]
