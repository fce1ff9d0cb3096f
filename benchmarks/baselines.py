"""What general solvers make of the plan of amounts: the linear program of an instance, in four ways.

``python -m benchmarks.baselines S per-interval`` solves one instance in a process of its own and prints a line of JSON.

In every interval ``given[link]`` is what a giver gives to a line, and what all give to a line at most its need. The sum
of what is covered, each unit times what it is worth, is to be as large as possible. Nothing but links in use is told to
a solver, and no variable stands for what is covered: that is the smallest such program that we know.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import re
import resource
import sys
import time
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import ModuleType

import highspy
import numpy as np
from numpy.typing import NDArray

from benchmarks.instances import SEED, SIZES, Grid, Instance, instance, line_of, objective, worth

LIMIT_S = 300.0
"""A baseline is given so long, unless said otherwise."""

GROUP = "compare"
"""The dependency group of what only a comparison needs: linopy, which brings pandas, xarray, scipy and polars."""

OPTIMAL = "optimal"
"""The status of a baseline that has a result; any other says why there is none."""

WHOLE_WITHIN = 1e-4
"""What is covered is a whole number in every optimum, so in floating point nearer to one than this."""


class Method(StrEnum):
    """The four ways."""

    PER_INTERVAL = "per-interval"
    WARM = "warm"
    WHOLE = "whole"
    LINOPY = "linopy"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a baseline found, if it did, and how long it took to build its model and to solve it.

    Neither counts that a library is loaded or that what is covered is read back from the solver.
    """

    status: str
    build_s: float
    solve_s: float
    objective: int | None = None
    covered: NDArray[np.int64] | None = None


@dataclass(frozen=True, slots=True)
class Programme:
    """The linear program of some intervals, column by column.

    A column is a link in an interval. Its two entries are in the row of its line in that interval (``line_rows`` says
    which: interval times the number of lines, and line) and, after all of these, in the row of its giver.
    """

    gain: NDArray[np.float64]
    rows: NDArray[np.int32]
    most: NDArray[np.float64]
    line_rows: NDArray[np.int64]


class OutOfTimeError(Exception):
    """The limit was reached before there was a result."""


def baseline(method: Method, of: Instance, limit_s: float = LIMIT_S) -> Outcome:
    """Solve an instance in one of the four ways."""
    match method:
        case Method.PER_INTERVAL:
            return per_interval(of, limit_s)
        case Method.WARM:
            return warm(of, limit_s)
        case Method.WHOLE:
            return whole(of, limit_s)
        case Method.LINOPY:
            return with_linopy(of, limit_s)


def per_interval(of: Instance, limit_s: float = LIMIT_S) -> Outcome:
    """One program for each interval, given to HiGHS as arrays, with its default options."""
    return _by_highs(of, [range(at, at + 1) for at in range(len(of.need))], limit_s)


def warm(of: Instance, limit_s: float = LIMIT_S) -> Outcome:
    """One program of all links, in which only bounds change: HiGHS starts each interval from the basis before.

    So an expert would put it. Where there is a basis HiGHS does no presolve, which can also make it slower.
    """
    covered = np.zeros_like(of.need)
    started = time.perf_counter()
    lines, own_line = len(of.tier), line_of(of)
    rows = np.column_stack((own_line, of.giver_of + lines)).astype(np.int32).ravel()
    gain, most = worth(of)[own_line].astype(np.float64), np.zeros(lines + len(of.supply))
    solver = _told_to_highs(Programme(gain, rows, most, np.arange(lines)))
    build_s, solve_s = time.perf_counter() - started, 0.0
    for at, need in enumerate(of.need):
        building = time.perf_counter()
        before, most = most, np.concatenate((need, np.where((of.begins <= at) & (at < of.ends), of.supply, 0.0)))
        for row in np.flatnonzero(most != before):
            solver.changeRowBounds(int(row), -highspy.kHighsInf, float(most[row]))
        solving = time.perf_counter()
        build_s += solving - building
        try:
            _solve(solver, started + limit_s - solving)
        except OutOfTimeError:
            return Outcome(f"no result in {limit_s:g} s", build_s, solve_s + time.perf_counter() - solving)
        solve_s += time.perf_counter() - solving
        covered[at] = _whole_numbers(np.array(solver.getSolution().row_value)[:lines])
    return Outcome(OPTIMAL, build_s, solve_s, objective(of, covered), covered)


def whole(of: Instance, limit_s: float = LIMIT_S) -> Outcome:
    """One program for all intervals together, given to HiGHS as arrays, with its default options."""
    return _by_highs(of, [range(len(of.need))], limit_s)


def with_linopy(of: Instance, limit_s: float = LIMIT_S) -> Outcome:
    """One program for all intervals together, as one writes it in linopy, which hands it to HiGHS."""
    try:
        linopy, xarray = importlib.import_module("linopy"), importlib.import_module("xarray")
    except ModuleNotFoundError as missing:
        return Outcome(f"{missing.name} is not installed (dependency group {GROUP})", 0.0, 0.0)
    return _by_linopy(of, limit_s, linopy, xarray)


def programme(of: Instance, intervals: range) -> Programme:
    """The linear program of some intervals that follow one another."""
    lines, givers = len(of.tier), len(of.supply)
    own_line = line_of(of)
    column_parts = [in_use(of, own_line, at) for at in intervals]
    links = np.concatenate(column_parts)
    since_first = np.repeat(np.arange(len(intervals)), [len(part) for part in column_parts])
    line_rows, line_row = _numbered(since_first * lines + own_line[links], len(intervals) * lines)
    giver_rows, giver_row = _numbered(since_first * givers + of.giver_of[links], len(intervals) * givers)
    needs = of.need[intervals.start : intervals.stop].ravel()
    return Programme(
        gain=worth(of)[own_line[links]].astype(np.float64),
        rows=np.column_stack((line_row, giver_row + len(line_rows))).astype(np.int32).ravel(),
        most=np.concatenate((needs[line_rows], of.supply[giver_rows % givers])).astype(np.float64),
        line_rows=line_rows + intervals.start * lines,
    )


def in_use(of: Instance, own_line: NDArray[np.int64], at: int) -> NDArray[np.int64]:
    """The links in use in an interval: their line is open and their giver supplies."""
    supplies = (of.begins <= at) & (at < of.ends)
    return np.flatnonzero((of.need[at] > 0)[own_line] & supplies[of.giver_of])


def _numbered(keys: NDArray[np.int64], most: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The keys that occur, in their order, and for each key its number among these."""
    occurs = np.zeros(most, np.bool_)
    occurs[keys] = True
    return np.flatnonzero(occurs), (np.cumsum(occurs) - 1)[keys]


def _by_highs(of: Instance, parts: list[range], limit_s: float) -> Outcome:
    """One program for each part of the intervals, one after another."""
    covered = np.zeros_like(of.need)
    started, build_s, solve_s = time.perf_counter(), 0.0, 0.0
    for intervals in parts:
        building = time.perf_counter()
        asked = programme(of, intervals)
        solver = _told_to_highs(asked)
        solving = time.perf_counter()
        build_s += solving - building
        try:
            _solve(solver, started + limit_s - solving)
        except OutOfTimeError:
            return Outcome(f"no result in {limit_s:g} s", build_s, solve_s + time.perf_counter() - solving)
        solve_s += time.perf_counter() - solving
        given = np.array(solver.getSolution().row_value)[: len(asked.line_rows)]
        covered.ravel()[asked.line_rows] = _whole_numbers(given)
    return Outcome(OPTIMAL, build_s, solve_s, objective(of, covered), covered)


def _told_to_highs(asked: Programme) -> highspy.Highs:
    columns, rows = len(asked.gain), len(asked.most)
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)  # noqa: FBT003 - its own interface
    done = solver.passModel(
        columns,
        rows,
        len(asked.rows),
        int(highspy.MatrixFormat.kColwise),
        int(highspy.ObjSense.kMaximize),
        0.0,
        asked.gain,
        np.zeros(columns),
        np.full(columns, highspy.kHighsInf),
        np.full(rows, -highspy.kHighsInf),
        asked.most,
        2 * np.arange(columns + 1, dtype=np.int32),
        asked.rows,
        np.ones(2 * columns),
        np.zeros(columns, np.int32),  # nothing is integer; an empty array is read beyond its end
    )
    if done != highspy.HighsStatus.kOk:
        raise ArithmeticError(f"the program was not accepted: {done}")
    return solver


def _solve(solver: highspy.Highs, left_s: float) -> None:
    if left_s <= 0:
        raise OutOfTimeError
    solver.setOptionValue("time_limit", solver.getRunTime() + left_s)  # its clock runs on from one run to the next
    solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kTimeLimit:
        raise OutOfTimeError
    if status not in {highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty}:
        raise ArithmeticError(f"not solved to its optimum: {solver.modelStatusToString(status)}")


def _whole_numbers(given: NDArray[np.float64]) -> NDArray[np.int64]:
    nearest = np.rint(given)
    if np.abs(given - nearest).max(initial=0.0) > WHOLE_WITHIN:
        raise ArithmeticError("what is covered is not in whole numbers, so this is no optimum")
    return nearest.astype(np.int64)


def _by_linopy(of: Instance, limit_s: float, linopy: ModuleType, xarray: ModuleType) -> Outcome:
    """A table of the links in use in each interval, one variable for each of its rows, and sums over groups of them."""
    building = time.perf_counter()
    asked = programme(of, range(len(of.need)))
    needing = len(asked.line_rows)
    table = {"use": np.arange(len(asked.gain))}
    line, giver = (xarray.DataArray(asked.rows[end::2], table, name="row") for end in (0, 1))
    need, supply = (xarray.DataArray(most, dims="row") for most in (asked.most[:needing], asked.most[needing:]))
    model = linopy.Model()
    given = model.add_variables(lower=0, coords=table, dims=["use"], name="given")
    model.add_constraints(given.groupby(line).sum() <= need.assign_coords(row=np.arange(needing)), name="need")
    rows = needing + np.arange(len(supply))
    model.add_constraints(given.groupby(giver).sum() <= supply.assign_coords(row=rows), name="supply")
    model.add_objective((xarray.DataArray(asked.gain, table) * given).sum(), sense="max")
    left_s = max(0.0, limit_s - (time.perf_counter() - building))
    options = {"io_api": "direct", "set_names": False, "output_flag": False, "time_limit": left_s}
    _, ended = model.solve("highs", **options)
    solve_s = float(model.solver_model.getRunTime())
    build_s = time.perf_counter() - building - solve_s
    if ended == "time_limit":
        return Outcome(f"no result in {limit_s:g} s", build_s, solve_s)
    if ended != OPTIMAL:
        raise ArithmeticError(f"not solved to its optimum: {ended}")
    covered = np.zeros_like(of.need)
    by_row = np.bincount(asked.rows[::2], given.solution.values, needing)
    covered.ravel()[asked.line_rows] = _whole_numbers(by_row.astype(np.float64))
    return Outcome(OPTIMAL, build_s, solve_s, objective(of, covered), covered)


def main() -> None:
    """Solve the instance that the arguments name, and print what it took."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.baselines", description=__doc__)
    parser.add_argument("size", choices=SIZES)
    parser.add_argument("method", choices=list(Method), type=Method)
    parser.add_argument("seed", nargs="?", type=int, default=SEED)
    parser.add_argument("--by", choices=[grid.name.lower() for grid in Grid], default=Grid.WEEK.name.lower())
    parser.add_argument("--limit-s", type=float, default=LIMIT_S)
    asked = parser.parse_args()
    with os.fdopen(os.dup(sys.stdout.fileno()), "w") as answer:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # solvers greet whoever reads the standard output
        of = instance(asked.size, asked.seed, Grid[asked.by.upper()])
        before_mb, started = peak_mb(), time.perf_counter()
        found = baseline(asked.method, of, asked.limit_s)
        told = {
            "instance": of.name,
            "seed": of.seed,
            "method": asked.method,
            "status": found.status,
            "objective": found.objective,
            "build_s": found.build_s,
            "solve_s": found.solve_s,
            "wall_s": time.perf_counter() - started,
            "peak_mb": peak_mb(),
            "before_mb": before_mb,
        }
        print(json.dumps(told), file=answer)


def peak_mb() -> float:
    """The most memory this process has taken until now.

    Where Linux tells it of the program itself, that counts: a process begins as a copy of the one that starts it, and
    what that had taken stays in the figure of ``getrusage``.
    """
    told = Path("/proc/self/status")
    if told.exists() and (found := re.search(r"^VmHWM:\s+(\d+) kB$", told.read_text("ascii"), re.MULTILINE)):
        return int(found[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
