"""The tours of a fleet by the engine, in a process of its own: ``python -m benchmarks.tours S``."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from types import SimpleNamespace

import numpy as np

from benchmarks import fleets
from benchmarks.baselines import peak_mb
from benchmarks.instances import BETWEEN, SEED, SIZES
from muster.engine.bounding import FINENESS, descent
from muster.engine.kernels import Kernels, kernels_of
from muster.engine.kernels.tours import NONE, Tours
from muster.engine.touring import Effort, Work, improve, settle

NEVER = (-1,)
"""What no tours cover: the search goes on to its last step."""


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
    )


def _unbound(lines: int) -> dict[str, object]:
    """Lines of which all counts that covers them, whoever brings it."""
    none = {name: np.zeros(0, np.int64) for name in ("held", "own", "limit")}
    nobody = {name: np.zeros(0, np.int32) for name in ("bound", "needed", "share_of", "servers")}
    zeros = {name: np.zeros(lines, np.int32) for name in ("threshold", "suppliers")}
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


def tours_of(tours: Tours) -> Iterator[fleets.Tour]:
    """The tours in a kernel, for the independent count."""
    for unit in range(tours.whole):
        first = tours.tours_of[unit]
        for at in range(first, first + tours.count[unit]):
            yield fleets.Tour(unit, tours.tour_opening[at], tours.tour_first[at], tours.tour_end[at])


def bound(tours: Tours, turns: int) -> int:
    """The best bound for one tier after so many turns."""
    found = (worth for worth, _ in descent(tours, 0, 0, Work(Effort(turns=turns))))
    return min(found) // FINENESS


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


def main() -> None:
    """Run and print one line of JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tours", description=__doc__)
    parser.add_argument("size", choices=[*SIZES, *BETWEEN])
    parser.add_argument("seed", nargs="?", type=int, default=SEED)
    parser.add_argument("--sweeps", type=int, default=2)
    parser.add_argument("--steps", type=int, default=20_000)
    parser.add_argument("--turns", type=int, default=200)
    parser.add_argument("--changes", type=int, default=0)
    parser.add_argument("--kernels", choices=["compiled", "python"], default="compiled")
    asked = parser.parse_args()
    whole = idle_last(fleets.fleet(asked.size, asked.seed))
    before_mb = peak_mb()
    started, busy = time.perf_counter(), time.process_time()
    of, kernels = packed(whole), kernels_of(asked.kernels)
    tours, first_s, first_busy_s = first_plan(of, kernels, asked.sweeps)
    first = tours.value[0]
    settle(tours)
    improve(tours, NEVER, Work(Effort(steps=asked.steps)))
    settle(tours)
    planned_s = time.perf_counter() - started
    most = bound(kernels.tours(of, kernels.zeros), asked.turns)
    both_s, busy_s = time.perf_counter() - started, time.process_time() - busy
    found = list(tours_of(tours))
    (counted,) = fleets.value(whole, found)
    if counted != tours.value[0]:
        raise ArithmeticError(f"the tours of {asked.size} cover {counted}, not {tours.value[0]}")
    told = {
        "size": asked.size,
        "seed": asked.seed,
        "units": of.whole,
        "places": int((whole.closes - whole.opens).sum()),
        "objective": counted,
        "bound": most,
        "first": first,
        "first_s": first_s,
        "first_busy_s": first_busy_s,
        "planned_s": planned_s,
        "both_s": both_s,
        "busy_s": busy_s,
        "tours": len(found),
        "changed_s": sorted(one_changed(tours, asked.changes)) if asked.changes else [],
        "peak_mb": peak_mb(),
        "before_mb": before_mb,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
