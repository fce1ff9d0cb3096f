"""What is promised of the plan of amounts: how soon it is made and proven, beside linear programs of the same."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from benchmarks.baselines import OPTIMAL, Method
from benchmarks.instances import SEED
from benchmarks.measure import Row, say

COURSE_S = {"M": 0.010, "L": 0.5}
"""The goals of a plan with its proofs, in seconds."""

TIMES_FASTER = 300.0
"""At M a plan is to be so many times faster than one linear program for each interval."""

PEAK_MB = {"M": 200.0, "L": 1024.0}
"""The goals of memory: the most that a process takes, with the instance and with Python itself."""

WHAT_IF_S = 0.005
"""The goal of a plan without one giver, at M."""

RECOUNT_S = 1.0
"""The goal of the check of every proof, at L."""

LIMIT_S = 180
"""So long a linear program may take."""

RUNS = {"S": 25, "M": 15, "L": 3}
"""How often a plan is made; the median counts."""

BASELINES = {"S": tuple(Method), "M": tuple(Method), "L": ()}
"""Which linear programs are tried at which size. At L none comes to an end within the hour."""


def rows() -> Iterator[Row]:
    """Measure each in a process of its own, one after another, the plan between its baselines."""
    for size, methods in BASELINES.items():
        found = course(size, what_if=size == "M")
        yield from _of_the_engine(size, found)
        for method in methods:
            yield from _of_a_baseline(size, method, found)
        by_day = course(size, "day", runs=max(3, RUNS[size] // 5))
        yield Row(f"plan {size} by day, {by_day['intervals']} intervals", by_day["course_s"], "s", by_day["runs"])
        if size == "M":
            yield from _interpreted(size, found)


def course(
    size: str, grid: str = "week", *, runs: int | None = None, what_if: bool = False, kernels: str = "compiled"
) -> dict[str, Any]:
    """What a process that plans an instance tells. Raises ArithmeticError where a figure or a proof does not hold."""
    runs = runs or RUNS[size]
    say(f"plan of {size} by {grid}, kernels {kernels}")
    options = ["--by", grid, "--runs", str(runs), "--kernels", kernels, *(["--what-if"] if what_if else [])]
    found = _told("benchmarks.course", size, str(SEED), *options)
    if found["faults"]:
        raise ArithmeticError(f"the plan of {size} does not hold: {found['faults'][0]}")
    return found | {"runs": runs}


def _of_the_engine(size: str, found: dict[str, Any]) -> Iterator[Row]:
    yield Row(f"plan {size} with its proofs", found["course_s"], "s", found["runs"], COURSE_S.get(size))
    yield Row(f"plan {size}, memory of the process", found["peak_mb"], "MB", 1, PEAK_MB.get(size))
    goal = RECOUNT_S if size == "L" else None
    yield Row(f"check of every figure and proof of {size}", found["recount_s"], "s", 1, goal)
    if found["what_if_s"]:
        spans = found["what_if_s"]
        yield Row(f"plan {size} without one giver, median", statistics.median(spans), "s", len(spans))
        yield Row(f"plan {size} without one giver, longest", spans[-1], "s", len(spans), WHAT_IF_S)


def _interpreted(size: str, found: dict[str, Any]) -> Iterator[Row]:
    """The same plan as it is made where there is no compiler."""
    plain = course(size, runs=3, kernels="python")
    yield Row(f"plan {size} with its proofs, kernels not compiled", plain["course_s"], "s", plain["runs"])
    times = plain["course_s"] / found["course_s"]
    yield Row(f"plan {size}, times slower where kernels are not compiled", times, "x", 1)


def _of_a_baseline(size: str, method: Method, found: dict[str, Any]) -> Iterator[Row]:
    what = f"{size}: {NAMES[method]}"
    say(what)
    told = _told("benchmarks.baselines", size, method, str(SEED), "--limit-s", str(LIMIT_S))
    if told["status"] != OPTIMAL:
        yield Row(f"{what}: {told['status']}", told["wall_s"], "s", 1)
        return
    if told["objective"] != found["objective"]:
        raise ArithmeticError(f"{what} finds {told['objective']}, the plan {found['objective']}")
    yield Row(f"{what}, to build", told["build_s"], "s", 1)
    yield Row(f"{what}, to solve", told["solve_s"], "s", 1)
    yield Row(f"{what}, memory of the process", told["peak_mb"], "MB", 1)
    times = (told["build_s"] + told["solve_s"]) / found["course_s"]
    is_promised = size == "M" and method is Method.PER_INTERVAL
    yield Row(
        f"{what}, times slower than the plan", times, "x", 1, TIMES_FASTER if is_promised else None, at_least=True
    )


NAMES = {
    Method.PER_INTERVAL: "a linear program for each interval",
    Method.WARM: "the same, each from the one before",
    Method.WHOLE: "one linear program",
    Method.LINOPY: "one linear program in linopy",
}
"""What the baselines are called."""


def _told(module: str, *arguments: str) -> dict[str, Any]:
    done = subprocess.run([sys.executable, "-m", module, *arguments], check=True, capture_output=True, encoding="utf-8")
    told: dict[str, Any] = json.loads(done.stdout)
    return told
