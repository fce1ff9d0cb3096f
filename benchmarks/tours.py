"""The tours of a fleet by the engine, in a process of its own: ``python -m benchmarks.tours S``."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from types import SimpleNamespace
from typing import cast

import numpy as np

from benchmarks import fleets
from benchmarks.baselines import peak_mb
from benchmarks.instances import BETWEEN, SEED, SIZES
from muster.cli.processes import Processes
from muster.engine.bounding import TURNS_OF_A_ROUND
from muster.engine.closing import Case, answers
from muster.engine.fleet import Packed
from muster.engine.hands import Hands
from muster.engine.kernels import Kernels, kernels_of
from muster.engine.kernels.tours import NONE, Tours
from muster.engine.pricing import FINENESS, Question
from muster.engine.searching import APART, Search, Trip, search
from muster.engine.touring import Effort, Work

NEVER = (-1,)
"""What no tours cover: the search goes on to its last step."""

SMALL = 50
"""Components of so many units are to be closed: their plan proven to be the best."""


def packed(of: fleets.Fleet) -> SimpleNamespace:
    """A fleet as the arrays that the kernel reads (see ``engine.fleet.Packed``): an opening is one run."""
    openings, units = len(of.unit), len(of.rest)
    counts = np.diff(of.openings_of)
    pairs = np.unique(np.stack([of.line, of.unit]), axis=1)
    return SimpleNamespace(
        days=of.slots,
        tiers=of.tiers,
        whole=units,
        need=_long(of.need.T),
        weight=_long(np.repeat(of.weight, of.slots)),
        tier=of.tier,
        openings_of=_long(of.openings_of),
        line_of=of.line,
        begins=of.opens,
        ends=of.closes,
        begun=np.full(openings, NONE, np.int32),
        runs_of=np.arange(openings + 1, dtype=np.int64),
        run_end=of.closes,
        run_size=_long(of.size),
        run_cost=np.ones(openings, np.int64),
        shortest=of.shortest,
        longest=of.longest,
        rest=of.rest,
        tours_of=_long(np.concatenate([[0], np.cumsum(of.slots // (of.shortest + of.rest) + 2)])),
        units_of=_long(np.searchsorted(pairs[0], np.arange(len(of.tier) + 1))),
        unit_of=np.ascontiguousarray(pairs[1], np.int32),
        most_places=int(np.add.reduceat(of.closes - of.opens + 1, of.openings_of[:-1][counts > 0]).max(initial=1)),
        most_openings=int(counts.max(initial=1)),
        **_unbound(len(of.tier)),
        cells=int((of.closes - of.opens + 1).sum()),
    )


_NOBODY = ("bound", "needed", "needed_from", "needed_end", "threshold", "share_of", "servers")


def _unbound(lines: int) -> dict[str, object]:
    """Lines of which all counts that covers them, whoever brings it."""
    none = {name: np.zeros(0, np.int64) for name in ("held", "own", "limit")}
    nobody = {name: np.zeros(0, np.int32) for name in _NOBODY}
    zeros = {"suppliers": np.zeros(lines, np.int32)}
    apart = {"bonds_of": np.zeros(1, np.int64), "needs_of": np.zeros(lines + 1, np.int64)}
    return {**none, **nobody, **zeros, **apart, "bond_of": np.full(lines, NONE, np.int32), "least": 1}


def _long(values: object) -> np.ndarray:
    return np.ascontiguousarray(np.asarray(values).ravel(), np.int64)


def idle_last(of: fleets.Fleet) -> fleets.Fleet:
    """The same without units that may serve nothing: the kernel draws only from those that may."""
    kept = np.flatnonzero(np.diff(of.openings_of))
    number = np.zeros(len(of.rest), np.int32)
    number[kept] = np.arange(len(kept), dtype=np.int32)
    return fleets.Fleet(
        **{name: getattr(of, name) for name in ("name", "seed", "need", "weight", "tier", "line", "opens", "closes")},
        size=of.size,
        shortest=of.shortest[kept],
        longest=of.longest[kept],
        rest=of.rest[kept],
        openings_of=np.concatenate([of.openings_of[kept], of.openings_of[-1:]]),
        unit=number[of.unit],
    )


@dataclass(frozen=True)
class Component:
    """Lines and units that hang together, the numbers of the units and openings in the fleet, and their arrays."""

    of: SimpleNamespace
    units: np.ndarray
    openings: np.ndarray


def components(of: fleets.Fleet) -> list[Component]:
    """The components of a fleet."""
    first = list(range(len(of.tier)))

    def root(line: int) -> int:
        while first[line] != line:
            first[line] = first[first[line]]
            line = first[line]
        return line

    for begin, end in pairwise(of.openings_of):
        roots = sorted({root(line) for line in np.unique(of.line[begin:end]).tolist()})
        for other in roots[1:]:
            first[other] = roots[0]
    component = np.array([root(line) for line in range(len(first))])
    return [_component(of, component, number) for number in np.unique(component[of.line])]


def _component(of: fleets.Fleet, component: np.ndarray, number: int) -> Component:
    openings = np.flatnonzero(component[of.line] == number)
    lines, line = np.unique(of.line[openings], return_inverse=True)
    units, unit = np.unique(of.unit[openings], return_inverse=True)
    own = fleets.Fleet(
        name=of.name,
        seed=of.seed,
        need=of.need[:, lines],
        weight=of.weight[lines],
        tier=of.tier[lines],
        shortest=of.shortest[units],
        longest=of.longest[units],
        rest=of.rest[units],
        openings_of=np.searchsorted(unit, np.arange(len(units) + 1)),
        unit=unit.astype(np.int32),
        line=line.astype(np.int32),
        opens=of.opens[openings],
        closes=of.closes[openings],
        size=of.size[openings],
    )
    return Component(packed(own), units, openings)


def planned(of: Sequence[Component], kernels: Kernels, work: Work) -> list[list[Trip]]:
    """The tours that are found, component by component, each in its own numbers."""
    steps, every = work.effort.steps, sum(len(one.units) for one in of)
    seeds = (work.effort.seed + number * APART for number in range(len(of)))
    searches = [
        Search(cast("Packed", one.of), kernels, (), NEVER, steps * len(one.units) // every, seed)
        for one, seed in zip(of, seeds, strict=True)
    ]
    return [list(one.trips) for one in work.share_out(search, searches, [one.size for one in searches])]


def bounded(of: Sequence[Component], kernels: Kernels, reached: Sequence[int], work: Work) -> list[Case]:
    """What there can be at most in each component."""
    turns, nodes, every = work.effort.turns, work.effort.nodes, sum(len(one.units) for one in of)
    questions = [
        Question(
            cast("Packed", one.of),
            kernels,
            tier=0,
            multiple=0,
            reached=Fraction(FINENESS * covered),
            rounds=turns // TURNS_OF_A_ROUND,
            nodes=nodes * len(one.units) // every,
        )
        for one, covered in zip(of, reached, strict=True)
    ]
    return work.share_out(answers, questions, [one.size(turns) for one in questions])


def one_changed(tours: Tours, changes: int) -> list[float]:
    """How long it takes, in seconds, until all units have answered that one of them goes home; it comes back after."""
    spans = []
    for unit in range(0, tours.whole, max(1, tours.whole // changes)):
        begin, size = tours.openings_of[unit], slice(tours.openings_of[unit], tours.openings_of[unit + 1])
        ends = list(tours.ends[size])
        started = time.perf_counter()
        tours.withdraw(unit)
        tours.ends[size] = tours.begins[size]
        near = sorted({one for at in range(begin, size.stop) for one in _serving(tours, tours.line_of[at])} - {unit})
        for one in near:
            tours.respond(one)
        spans.append(time.perf_counter() - started)
        for at, end in enumerate(ends):
            tours.ends[begin + at] = end
        tours.respond(unit)
    return spans


def _serving(tours: Tours, line: int) -> list[int]:
    return list(tours.unit_of[tours.units_of[line] : tours.units_of[line + 1]])


def first_plan(of: SimpleNamespace, kernels: Kernels, sweeps: int) -> tuple[Tours, float, float]:
    """Every unit on its best tours in turn, so many times; how long that took, and how much of it was work."""
    tours = kernels.tours(of, kernels.zeros)
    started, busy = time.perf_counter(), time.process_time()
    for _ in range(sweeps):
        for unit in range(tours.whole):
            tours.respond(unit)
    return tours, time.perf_counter() - started, time.process_time() - busy


def _covered(of: Component, trips: Sequence[Trip], kernels: Kernels) -> int:
    tours = kernels.tours(of.of, kernels.zeros)
    for trip in trips:
        tours.begin(*trip)
    return int(tours.value[0])


def main() -> None:
    """Run and print one line of JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tours", description=__doc__)
    parser.add_argument("size", choices=[*SIZES, *BETWEEN])
    parser.add_argument("seed", nargs="?", type=int, default=SEED)
    parser.add_argument("--sweeps", type=int, default=2)
    parser.add_argument("--steps", type=int, default=20_000)
    parser.add_argument("--turns", type=int, default=200)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--changes", type=int, default=0)
    parser.add_argument("--kernels", choices=["compiled", "python"], default="compiled")
    asked = parser.parse_args()
    whole = idle_last(fleets.fleet(asked.size, asked.seed))
    before_mb = peak_mb()
    started, busy = time.perf_counter(), time.process_time()
    kernels = kernels_of(asked.kernels)
    tours, first_s, first_busy_s = first_plan(packed(whole), kernels, asked.sweeps)
    first = tours.value[0]
    effort = Effort(asked.steps, asked.turns)
    processes = Processes(asked.processes)
    work = Work(effort, hands=Hands(processes, asked.processes) if asked.processes > 1 else None)
    started = time.perf_counter()
    of = components(whole)
    plans = planned(of, kernels, work)
    planned_s = time.perf_counter() - started
    reached = [_covered(one, trips, kernels) for one, trips in zip(of, plans, strict=True)]
    cases = bounded(of, kernels, reached, work)
    most = sum(one.most for one in cases) // FINENESS
    both_s, busy_s = time.perf_counter() - started, time.process_time() - busy
    processes.shutdown()
    found = [
        fleets.Tour(int(one.units[unit]), int(one.openings[opening]), first, end)
        for one, trips in zip(of, plans, strict=True)
        for unit, opening, first, end in trips
    ]
    (counted,) = fleets.value(whole, found)
    if counted != sum(reached):
        raise ArithmeticError(f"the tours of {asked.size} cover {counted}, not {sum(reached)}")
    for number, case in enumerate(cases):
        if case.most < FINENESS * reached[number]:
            raise ArithmeticError(f"component {number} of {asked.size} is bounded by less than its plan has")
    small = [
        case.most <= FINENESS * own
        for part, case, own in zip(of, cases, reached, strict=True)
        if len(part.units) <= SMALL
    ]
    told = {
        "size": asked.size,
        "seed": asked.seed,
        "units": len(whole.rest),
        "places": int((whole.closes - whole.opens).sum()),
        "objective": counted,
        "bound": most,
        "first": first,
        "first_s": first_s,
        "first_busy_s": first_busy_s,
        "planned_s": planned_s,
        "both_s": both_s,
        "busy_s": busy_s,
        "components": len(of),
        "closed": sum(case.most <= FINENESS * own for case, own in zip(cases, reached, strict=True)),
        "closed_of_50": [sum(small), len(small)],
        "tours": len(found),
        "changed_s": sorted(one_changed(tours, asked.changes)) if asked.changes else [],
        "peak_mb": peak_mb(),
        "before_mb": before_mb,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
