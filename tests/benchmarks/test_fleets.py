"""The fleets of the benchmark of whole units, what a plan of them is worth, and the best of it by every solver."""

from __future__ import annotations

import dataclasses
import itertools
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.fleets import FLEETS, MINI, Fleet, Tour, faults, fleet, value
from benchmarks.instances import TIER_WORTH, instance
from benchmarks.peers import highs_milp
from benchmarks.peers.running import (
    OPTIMAL,
    Clock,
    Found,
    NotInstalledError,
    OutOfTimeError,
    Peer,
    Step,
    solved,
    tours_of,
)

ROOT = Path(__file__).resolve().parents[2]

PEERS = ("highs_milp", "linopy_model", "cpsat", "scip")
"""The modules of the peers. CP-SAT is never loaded beside highspy, so each runs in a process of its own."""

either_flavour = pytest.mark.parametrize("tiers", [False, True], ids=["one sum", "tiers"])


def small(**terms: list[Any]) -> Fleet:
    """Two units and two lines in ten slots: tours of two to four slots, three slots of rest for the first."""
    told: dict[str, Any] = {
        "weight": [5, 2],
        "tier": [0, 1],
        "shortest": [2, 2],
        "longest": [4, 4],
        "rest": [3, 1],
        "openings_of": [0, 2, 3],
        "unit": [0, 0, 1],
        "line": [0, 1, 0],
        "opens": [0, 2, 1],
        "closes": [10, 9, 8],
        "size": [3, 3, 2],
    }
    need = np.full((10, 2), 4)
    arrays = {name: np.array(numbers) for name, numbers in (told | terms).items()}
    return Fleet("small", 0, need, **arrays)


def same(one: Fleet, other: Fleet) -> bool:
    names = [field.name for field in dataclasses.fields(Fleet)]
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in names)


def told_by(peer: str, *arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", f"benchmarks.peers.{peer}", *arguments]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@either_flavour
@pytest.mark.parametrize("size", [MINI, "XS", "S"])
def test_a_seed_makes_one_fleet(size: str, *, tiers: bool) -> None:
    assert same(fleet(size, 3, tiers=tiers), fleet(size, 3, tiers=tiers))
    assert not same(fleet(size, 3, tiers=tiers), fleet(size, 4, tiers=tiers))


def test_the_first_numbers_drawn_are_these() -> None:
    """They hold on every machine and with every version of Python: figures are published for them."""
    of = fleet("S")
    assert of.shortest[:5].tolist() == [5, 4, 7, 5, 7]
    assert of.longest[:5].tolist() == [21, 16, 19, 13, 18]
    assert of.rest[:5].tolist() == [19, 9, 16, 10, 14]
    assert len(of.unit) == 1_405


@pytest.mark.parametrize("size", [size for size in FLEETS if size != "L"])
def test_openings_are_sound(size: str) -> None:
    of = fleet(size, 2)
    assert np.array_equal(np.repeat(np.arange(len(of.rest)), np.diff(of.openings_of)), of.unit)
    pairs = list(zip(of.unit.tolist(), of.line.tolist(), strict=True))
    assert pairs == sorted(set(pairs)), "unit by unit, line by line, each once"
    assert (of.closes - of.opens >= of.shortest[of.unit]).all()
    assert (of.opens >= 0).all()
    assert (of.closes <= of.slots).all()
    for opening in range(0, len(of.unit), 97):
        assert (of.need[of.opens[opening] : of.closes[opening], of.line[opening]] > 0).all()
    assert (of.shortest <= of.longest).all()
    assert (of.rest >= 1).all()


def test_an_opening_is_where_the_line_needs_something_and_the_giver_is_there() -> None:
    of, made = fleet("XS"), instance("XS")
    openings = {
        (unit, line): (opens, closes)
        for unit, line, opens, closes in np.column_stack((of.unit, of.line, of.opens, of.closes)).tolist()
    }
    for line in range(len(made.tier)):
        for giver in made.giver_of[made.links_of[line] : made.links_of[line + 1]].tolist():
            slots = [
                slot
                for slot in np.flatnonzero(made.need[:, line]).tolist()
                if made.begins[giver] <= slot < made.ends[giver]
            ]
            expected = (slots[0], slots[-1] + 1) if len(slots) >= of.shortest[giver] else None
            assert openings.get((giver, line)) == expected


def test_without_tiers_there_is_one_sum_with_the_worth_of_each() -> None:
    strict, one = fleet("S", tiers=True), fleet("S")
    assert (strict.tiers, one.tiers) == (4, 1)
    assert np.array_equal(one.weight, strict.weight * np.array(TIER_WORTH)[strict.tier])
    assert ((strict.weight >= 800) & (strict.weight <= 1200)).all()
    assert np.array_equal(one.unit, strict.unit)


def test_a_plan_is_worth_what_it_covers_up_to_the_need() -> None:
    of = small()
    both = [Tour(0, 0, 0, 4), Tour(1, 2, 2, 5), Tour(0, 1, 7, 9)]
    assert value(of, both) == (5 * (3 + 3 + 4 + 4 + 2), 2 * (3 + 3))
    assert value(of, []) == (0, 0)


@pytest.mark.parametrize(
    ("tours", "fault"),
    [
        ([Tour(2, 0, 0, 2)], "no such unit or opening"),
        ([Tour(0, 3, 0, 2)], "no such unit or opening"),
        ([Tour(-1, -1, 0, 2)], "no such unit or opening"),
        ([Tour(1, 0, 0, 2)], "the opening is of unit 0"),
        ([Tour(0, 1, 1, 3)], "the opening is from 2 to 9"),
        ([Tour(0, 1, 7, 10)], "the opening is from 2 to 9"),
        ([Tour(0, 0, 3, 4)], "shorter than 2"),
        ([Tour(0, 0, 3, 3)], "shorter than 2"),
        ([Tour(0, 0, 3, 8)], "longer than 4"),
        ([Tour(0, 1, 6, 8), Tour(0, 0, 0, 4)], "it begins before unit 0 has rested"),
        ([Tour(0, 0, 2, 5), Tour(0, 1, 2, 4)], "it begins before unit 0 has rested"),
        ([Tour(0, 0, 2, 4), Tour(0, 0, 2, 4)], "it begins before unit 0 has rested"),
    ],
)
def test_what_is_no_plan_has_no_value(tours: list[Tour], fault: str) -> None:
    of = small()
    assert [told for told in faults(of, tours) if fault in told] == list(faults(of, tours))
    with pytest.raises(ValueError, match=fault):
        value(of, tours)


def test_tours_are_read_from_what_is_served() -> None:
    of = small()
    tours = [Tour(0, 0, 0, 2), Tour(0, 0, 8, 10), Tour(0, 1, 2, 4), Tour(1, 2, 1, 8)]
    served = np.zeros(24, np.bool_)
    for tour, begins in zip(tours, (0, 0, 10, 17), strict=True):
        since = tour.first - of.opens[tour.opening] + begins
        served[since : since + tour.end - tour.first] = True
    assert tours_of(of, served) == tours
    assert tours_of(of, np.zeros(24, np.bool_)) == []


def schedules(of: Fleet, unit: int) -> Iterator[list[Tour]]:
    """Every plan of one unit."""
    tours = [
        Tour(unit, opening, first, end)
        for opening in range(of.openings_of[unit], of.openings_of[unit + 1])
        for first in range(of.opens[opening], of.closes[opening])
        for end in range(first + of.shortest[unit], min(first + of.longest[unit], of.closes[opening]) + 1)
    ]
    kept: list[list[Tour]] = [[]]
    while kept:
        yield from kept
        kept = [
            [*plan, tour] for plan in kept for tour in tours if not plan or tour.first >= plan[-1].end + of.rest[unit]
        ]


@pytest.mark.parametrize("rest", [1, 2, 4])
@pytest.mark.parametrize("longest", [3, 4])
def test_the_programme_allows_all_plans_and_no_others(rest: int, longest: int) -> None:
    """The best of all plans, tried one by one, is what HiGHS finds of the programme."""
    of = small(rest=[rest, 1], longest=[longest, 3], tier=[0, 0], opens=[0, 2, 1], closes=[8, 9, 6])
    plans = [[*one, *other] for one, other in itertools.product(schedules(of, 0), schedules(of, 1))]
    best = max(value(of, plan) for plan in plans)
    *_, found = solved(highs_milp.PEER, of, 60)
    assert (found.status, found.objective) == (OPTIMAL, best)


@either_flavour
@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("peer", PEERS[1:])
def test_all_peers_find_the_same_best(peer: str, seed: int, *, tiers: bool) -> None:
    *_, best = solved(highs_milp.PEER, fleet(MINI, seed, tiers=tiers), 60)
    told = told_by(peer, MINI, "--seed", str(seed), "--seconds", "60", *(["--tiers"] if tiers else []))
    if "not installed" in told["status"]:
        pytest.skip(told["status"])
    assert (told["status"], told["violations"]) == (OPTIMAL, [])
    assert tuple(told["objective"]) == best.objective
    assert told["bound"] == pytest.approx(list(told["objective"]), abs=0.9)
    assert told["peak_mb"] > 0


def test_a_process_of_its_own_prints_one_line_of_json() -> None:
    told = told_by("highs_milp", MINI, "--seed", "3")
    *_, best = solved(highs_milp.PEER, fleet(MINI, 3), 60)
    assert (told["size"], told["seed"], told["tiers"]) == (MINI, 3, False)
    assert (told["status"], told["objective"]) == (OPTIMAL, list(best.objective or ()))


def test_what_takes_too_long_to_build_says_so() -> None:
    with pytest.raises(OutOfTimeError):
        Clock(0.0).check()
    told = told_by("highs_milp", MINI, "--seconds", "0")
    assert (told["status"], told["objective"]) == ("time limit while building", None)


def test_a_peer_that_is_not_installed_says_so() -> None:
    of = fleet(MINI)
    peer = dataclasses.replace(highs_milp.PEER, libraries=("no_such_solver",), packages=("no-such-solver",))
    assert peer.version is None
    with pytest.raises(NotInstalledError, match="no_such_solver is not installed"):
        next(solved(peer, of, 1.0))


class Stubborn:
    """A peer that finds one plan after another, as told, and remembers what it is to hold."""

    def __init__(self, *found: list[bool] | None) -> None:
        self.found = list(found)
        self.held: list[tuple[int, int]] = []

    def best(self, tier: int, limit_s: float) -> Step:
        served = self.found[tier]
        return Step(OPTIMAL, None if served is None else np.array(served), 99.0, 0.0)

    def hold(self, tier: int, worth: int) -> None:
        self.held.append((tier, worth))


def found_by(model: Stubborn, of: Fleet) -> list[Found]:
    peer = Peer("stubborn", (), (), "", lambda *_: model)
    return [dataclasses.replace(found) for found in solved(peer, of, 60)]


def test_the_better_of_two_plans_is_kept_and_one_that_does_not_hold_is_worth_nothing() -> None:
    of = small()
    nothing = [False] * 24
    good = [True] * 4 + [False] * 20
    long = [True] * 5 + [False] * 19
    kept = Stubborn(good, nothing)
    assert [found.objective for found in found_by(kept, of)] == [(60, 0), (60, 0)]
    assert kept.held == [(0, 60)]
    assert [found.objective for found in found_by(Stubborn(good, None), of)] == [(60, 0), (60, 0)]
    wrong = found_by(Stubborn(good, long), of)[-1]
    assert wrong.objective is None
    assert len(wrong.violations) == 1
    assert [found.objective for found in found_by(Stubborn(None, good), of)] == [None]
