"""What is promised of the plan of whole units: how soon, and how near to the best that there can be; beside solvers."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from benchmarks.instances import SEED
from benchmarks.measure import Row, say

SEEDS = {"S": range(1, 11), "M": (SEED,), "L": (SEED,)}
"""The fleets of each size."""

EFFORT = {
    "XS": (15_000, 45),
    "XS-S": (15_000, 45),
    "S": (15_000, 45),
    "S-M": (30_000, 60),
    "M": (150_000, 120),
    "L": (2_000, 16),
}
"""So many steps of improvement, and so many turns for the bound."""

PROCESSES = {"S": 1, "M": 2, "L": 2}
"""In so many processes: for S their start would take longer than the plan."""

FIRST_S = {"S": 0.005, "M": 0.1, "L": 3.0}
"""The goals of a first plan, in seconds."""

FIRST_FROM_BEST = 4.0
"""A first plan is to lie at most so far below the bound, in percent."""

BOTH_S = {"S": 1.0, "M": 30.0, "L": 300.0}
"""The goals of a plan with its bound, in seconds."""

FROM_BEST = {"S": 1.5, "M": 2.0, "L": 5.0}
"""So far below its bound may that plan lie, in percent."""

PEAK_MB = {"M": 200.0, "L": 1024.0}
"""The goals of memory: the most that a process takes, with the fleet and with Python itself."""

CHANGED_S = 0.05
"""The goal of the answer of all units where one goes home, at M."""

PEERS = {"S": ("highs_milp", "cpsat", "scip", "linopy_model"), "M": (), "L": ()}
"""The models that solvers are given. At M none of them has a plan within a minute."""

PEER_S = 60
"""So many seconds a solver may take."""


def rows() -> Iterator[Row]:
    """Measure each in a process of its own, one after another."""
    for size, seeds in SEEDS.items():
        every = [tours(size, seed) for seed in seeds]
        yield from _of_the_engine(size, every)
        for peer in PEERS[size]:
            yield from _of_a_peer(size, peer, every[0])


@cache
def tours(size: str, seed: int) -> dict[str, Any]:
    """What a process that plans a fleet tells; it is asked once."""
    say(f"tours of {size}, seed {seed}")
    steps, turns = EFFORT[size]
    options = [
        "--steps",
        str(steps),
        "--turns",
        str(turns),
        "--processes",
        str(PROCESSES[size]),
        *(["--changes", "100"] if size == "M" else []),
    ]
    return _told("benchmarks.tours", size, str(seed), *options)


def _of_the_engine(size: str, every: list[dict[str, Any]]) -> Iterator[Row]:
    def worst(figure: Callable[[dict[str, Any]], float]) -> float:
        return max(figure(one) for one in every)

    count = len(every)
    yield Row(f"tours {size}, first plan", worst(lambda one: one["first_s"]), "s", count, FIRST_S[size])
    first = worst(lambda one: 100 * (1 - one["first"] / one["bound"]))
    yield Row(f"tours {size}, first plan below the bound", first, "%", count, FIRST_FROM_BEST)
    yield Row(f"tours {size}, plan and bound", worst(lambda one: one["both_s"]), "s", count, BOTH_S[size])
    below = worst(lambda one: 100 * (1 - one["objective"] / one["bound"]))
    yield Row(f"tours {size}, plan below its bound", below, "%", count, FROM_BEST[size])
    proven, small = (sum(one["closed_of_50"][at] for one in every) for at in range(2))
    share = 100 * proven / small if small else 0.0
    yield Row(f"tours {size}, components of up to 50 units proven to be the best", share, "%", small)
    yield Row(f"tours {size}, memory of the process", worst(lambda one: one["peak_mb"]), "MB", count, PEAK_MB.get(size))
    spans = [span for one in every for span in one["changed_s"]]
    if spans:
        yield Row(f"tours {size}, one unit goes home, median", statistics.median(spans), "s", len(spans))
        yield Row(f"tours {size}, one unit goes home, longest", max(spans), "s", len(spans), CHANGED_S)


def _of_a_peer(size: str, peer: str, ours: dict[str, Any]) -> Iterator[Row]:
    say(f"tours of {size}: {peer}")
    told = _told(f"benchmarks.peers.{peer}", size, "--seed", str(SEED), "--seconds", str(PEER_S))
    found = told["objective"]
    below = 100.0 if found is None else 100 * (1 - found[0] / ours["bound"])
    what = f"{size}: {told['peer']}, {told['status']}"
    yield Row(f"{what}, plan below our bound", below, "%", 1)
    taken = told["build_s"] + told["solve_s"]
    yield Row(f"{what}, times as long as plan and bound", taken / ours["both_s"], "x", 1)


def _told(module: str, *arguments: str) -> dict[str, Any]:
    done = subprocess.run([sys.executable, "-m", module, *arguments], check=True, capture_output=True, encoding="utf-8")
    told: dict[str, Any] = json.loads(done.stdout)
    return told
