"""The course of an instance by the engine, in a process of its own: ``python -m benchmarks.course M``."""

from __future__ import annotations

import argparse
import json
import statistics
import time

import numpy as np
from numpy.typing import NDArray

from benchmarks.baselines import peak_mb
from benchmarks.instances import SEED, SIZES, Grid, Instance, instance, objective
from benchmarks.recount import Recount
from muster.engine.horizon import Horizon, Interval, components
from muster.engine.kernels import kernels_of

WHAT_IFS = 100
"""So many givers are left out, one after another, spread over all."""


def horizon_of(of: Instance) -> Horizon:
    """An instance as the engine takes it."""
    supplies = [of.supply] * len(of.need)
    return Horizon(of.links_of, of.giver_of, of.begins, of.ends, of.need, supplies)  # type: ignore[arg-type]


def covered_by(of: Instance, course: list[Interval]) -> NDArray[np.int64]:
    """What covers each line in each interval."""
    short: NDArray[np.int64] = np.array([np.asarray(found.short, np.int64) for found in course])
    return of.need - short


def what_ifs(whole: Horizon, kernels: str) -> list[float]:
    """How long it takes to plan without a giver, in seconds: its component, while it is there."""
    chosen = kernels_of(kernels)
    found = [(part, number) for part in components(whole) for number in range(len(part.givers))]
    spans = []
    for part, number in found[:: max(1, len(found) // WHAT_IFS)]:
        started = time.perf_counter()
        part.horizon.without(number, chosen)
        spans.append(time.perf_counter() - started)
    return spans


def main() -> None:
    """Run and print one line of JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.course", description=__doc__)
    parser.add_argument("size", choices=SIZES)
    parser.add_argument("seed", nargs="?", type=int, default=SEED)
    parser.add_argument("--by", choices=[grid.name.lower() for grid in Grid], default=Grid.WEEK.name.lower())
    parser.add_argument("--kernels", choices=["compiled", "python"], default="compiled")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--what-if", action="store_true")
    asked = parser.parse_args()
    of = instance(asked.size, asked.seed, Grid[asked.by.upper()])
    whole, kernels = horizon_of(of), kernels_of(asked.kernels)
    before_mb, spans = peak_mb(), []
    for _ in range(asked.runs):
        started = time.perf_counter()
        course = whole.course(kernels=kernels)
        spans.append(time.perf_counter() - started)
    plan_mb = peak_mb()
    started = time.perf_counter()
    faults = list(Recount(of).faults(course))
    recount_s = time.perf_counter() - started
    told = {
        "instance": of.name,
        "seed": of.seed,
        "intervals": len(of.need),
        "objective": objective(of, covered_by(of, course)),
        "course_s": statistics.median(spans),
        "best_s": min(spans),
        "before_mb": before_mb,
        "peak_mb": plan_mb,
        "faults": faults,
        "recount_s": recount_s,
        "what_if_s": sorted(what_ifs(whole, asked.kernels)) if asked.what_if else [],
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
