"""HiGHS with the model told as arrays: the week-by-week programme of whole units, column by column, row by row.

For an opening of so many slots there is a column ``serve`` for each, a column ``start`` for each with which the
shortest tour may start, and a column ``end`` for each before which it may have ended. Covered quantities follow.
"""

from __future__ import annotations

import time
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.fleets import Fleet
from benchmarks.peers.running import OPTIMAL, TIME_LIMIT, Clock, Peer, Step, main

Entries = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64] | float]
"""Entries of a matrix: their rows, their columns, and their numbers or one number for all."""


class Columns:
    """Where everything stands among the columns."""

    def __init__(self, of: Fleet) -> None:
        self.fleet = of
        self.lengths = (of.closes - of.opens).astype(np.int64)
        self.starts = self.lengths - of.shortest[of.unit] + 1
        self.serve_of = _before(self.lengths)
        self.serves = int(self.lengths.sum())
        self.start_of = self.serves + _before(self.starts)
        self.end_of = self.start_of + int(self.starts.sum())
        self.binaries = self.serves + 2 * int(self.starts.sum())
        self.cells = np.flatnonzero(of.need)
        """The cells of ``need``, row by row, that need something: each has a covered quantity."""
        self.total = self.binaries + len(self.cells)
        self.opening = np.repeat(np.arange(len(self.lengths)), self.lengths)
        """The opening of each ``serve``."""
        self.since = np.arange(self.serves) - self.serve_of[self.opening]
        """How many slots its opening has been open then."""
        self.slot = of.opens[self.opening] + self.since
        """The slot of each ``serve``."""


class Rows:
    """Rows that are at most, or exactly, what stands to their right; told block by block."""

    def __init__(self) -> None:
        self.entries = self.rows = 0
        self.lower: list[NDArray[np.float64]] = []
        self.upper: list[NDArray[np.float64]] = []
        self.starts: list[NDArray[np.int64]] = []
        self.columns: list[NDArray[np.int32]] = []
        self.numbers: list[NDArray[np.float64]] = []

    def add(self, rows: int, *parts: Entries, most: float, least: float = -np.inf) -> None:
        """A block of so many rows, of entries in any order, each row between the same two numbers."""
        row = np.concatenate([part[0].astype(np.int32) for part in parts])
        order = np.argsort(row, kind="stable")
        self.starts.append(self.entries + _before(np.bincount(row, minlength=rows)))
        self.columns.append(np.concatenate([part[1].astype(np.int32) for part in parts])[order])
        self.numbers.append(np.concatenate([np.broadcast_to(part[2], len(part[0])) for part in parts])[order])
        self.lower.append(np.full(rows, least))
        self.upper.append(np.full(rows, most))
        self.rows += rows
        self.entries += len(row)


Solver = Any
"""A Highs of highspy: loaded by name, as every peer is."""


class HighsModel:
    """The programme in HiGHS: one tier after another by rows that hold what was found, from the plan before."""

    def __init__(self, libraries: tuple[ModuleType, ...], of: Fleet, clock: Clock) -> None:
        (self.highspy,) = libraries
        self.of, self.columns = of, Columns(of)
        clock.check()
        rows = programme(of, self.columns, clock)
        self.solver = self._told(rows)
        self.cells = self.columns.binaries + np.arange(len(self.columns.cells), dtype=np.int32)
        self.line = self.columns.cells % len(of.tier)
        clock.check()

    def best(self, tier: int, limit_s: float) -> Step:
        """As `Model` has it."""
        gain = np.where(self.of.tier == tier, self.of.weight, 0)[self.line].astype(np.float64)
        self.solver.changeColsCost(len(self.cells), self.cells, gain)
        self.solver.setOptionValue("time_limit", limit_s)  # of this run: unlike its clock, which runs on
        started = time.perf_counter()
        self.solver.run()
        solve_s = time.perf_counter() - started
        status, info = self.solver.getModelStatus(), self.solver.getInfo()
        names = {
            self.highspy.HighsModelStatus.kOptimal: OPTIMAL,
            self.highspy.HighsModelStatus.kTimeLimit: TIME_LIMIT,
        }
        has_plan = info.primal_solution_status == int(self.highspy.SolutionStatus.kSolutionStatusFeasible)
        served = np.array(self.solver.getSolution().col_value[: self.columns.serves]) > 1 / 2 if has_plan else None
        bound = info.mip_dual_bound if np.isfinite(info.mip_dual_bound) else None
        return Step(names.get(status, self.solver.modelStatusToString(status)), served, bound, solve_s)

    def hold(self, tier: int, worth: int) -> None:
        """As `Model` has it. All is integer, so half a unit is left for floating point."""
        plan = self.solver.getSolution()
        own = np.flatnonzero(self.of.tier[self.line] == tier)
        weights = self.of.weight[self.line[own]].astype(np.float64)
        self.solver.addRow(worth - 1 / 2, self.highspy.kHighsInf, len(own), self.cells[own], weights)
        self.solver.setSolution(plan)

    def _told(self, rows: Rows) -> Solver:
        of = self.columns
        solver = self.highspy.Highs()
        solver.setOptionValue("output_flag", False)  # noqa: FBT003 - its own interface
        solver.setOptionValue("mip_rel_gap", 0.0)
        most = np.ones(of.total)
        most[of.binaries :] = of.fleet.need.ravel()[of.cells]
        integer = np.zeros(of.total, np.int32)
        integer[: of.binaries] = int(self.highspy.HighsVarType.kInteger)
        done = solver.passModel(
            of.total,
            rows.rows,
            rows.entries,
            int(self.highspy.MatrixFormat.kRowwise),
            int(self.highspy.ObjSense.kMaximize),
            0.0,
            np.zeros(of.total),
            np.zeros(of.total),
            most,
            np.concatenate(rows.lower),
            np.concatenate(rows.upper),
            np.append(np.concatenate(rows.starts), rows.entries).astype(np.int32),
            np.concatenate(rows.columns),
            np.concatenate(rows.numbers),
            integer,
        )
        if done != self.highspy.HighsStatus.kOk:
            raise ArithmeticError(f"the programme was not accepted: {done}")
        return solver


def programme(of: Fleet, at: Columns, clock: Clock) -> Rows:
    """All rows of a fleet, the blocks in the order of what they say."""
    rows = Rows()
    for block in (_starts_and_ends, _shortest, _longest, _rests, _covers):
        block(of, at, rows)
        clock.check()
    return rows


def _starts_and_ends(of: Fleet, at: Columns, rows: Rows) -> None:
    """Serve less serve in the slot before is start less end: for each slot of an opening, and the one after it."""
    serve, row = np.arange(at.serves), np.arange(at.serves) + at.opening
    opening, since = _counted(at.starts)
    start_row = at.serve_of[opening] + opening + since
    rows.add(
        at.serves + len(at.lengths),
        (row, serve, 1.0),
        (row + 1, serve, -1.0),
        (start_row, at.start_of[opening] + since, -1.0),
        (start_row + of.shortest[of.unit[opening]], at.end_of[opening] + since, 1.0),
        least=0.0,
        most=0.0,
    )


def _shortest(of: Fleet, at: Columns, rows: Rows) -> None:
    """What has started within the shortest tour still serves."""
    row, start = _started_within(at, of.shortest[of.unit[at.opening]], np.arange(at.serves))
    rows.add(at.serves, (row, start, 1.0), (np.arange(at.serves), np.arange(at.serves), -1.0), most=0.0)


def _longest(of: Fleet, at: Columns, rows: Rows) -> None:
    """What serves has started within the longest tour; said where the opening has been open for longer."""
    longest = of.longest[of.unit[at.opening]]
    serve = np.flatnonzero(at.since >= longest)
    row, start = _started_within(at, longest[serve], serve)
    rows.add(len(serve), (row, start, -1.0), (np.arange(len(serve)), serve, 1.0), most=0.0)


def _rests(of: Fleet, at: Columns, rows: Rows) -> None:
    """In each slot a unit serves one line at most, and none if it has ended a tour within its rest."""
    key, row = np.unique(of.unit[at.opening] * np.int64(of.slots) + at.slot, return_inverse=True)
    opening, since = _counted(at.starts)
    unit = of.unit[opening]
    ended = of.opens[opening] + of.shortest[unit] + since
    which, after = _counted(np.minimum(ended + of.rest[unit], of.slots) - ended)
    resting = unit[which] * np.int64(of.slots) + ended[which] + after
    place = np.minimum(np.searchsorted(key, resting), len(key) - 1)
    known = key[place] == resting
    end = (at.end_of[opening] + since)[which[known]]
    rows.add(len(key), (row, np.arange(at.serves), 1.0), (place[known], end, 1.0), most=1.0)


def _covers(of: Fleet, at: Columns, rows: Rows) -> None:
    """No more is covered than is given, each giver cut to the need."""
    row_of = np.cumsum(of.need.ravel() > 0) - 1
    cell = at.slot * len(of.tier) + of.line[at.opening]
    given = np.minimum(of.size[at.opening], of.need.ravel()[cell])
    serve, own = np.flatnonzero(given), np.arange(len(at.cells))
    rows.add(len(own), (row_of[cell[serve]], serve, -given[serve]), (own, at.binaries + own, 1.0), most=0.0)


def _started_within(
    at: Columns, tour: NDArray[np.int32], serve: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each of some ``serve``, numbered anew, the columns of all starts within a tour that ends with its slot."""
    opening, since = at.opening[serve], at.since[serve]
    first = np.maximum(0, since - tour + 1)
    row, after = _counted(np.minimum(since, at.starts[opening] - 1) - first + 1)
    return row, (at.start_of[opening] + first)[row] + after


def _counted(counts: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Each number as often as it is to be counted, and beside it 0, 1, ..."""
    which = np.repeat(np.arange(len(counts)), counts)
    return which, np.arange(len(which)) - _before(counts)[which]


def _before(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The sum of all before each."""
    sums: NDArray[np.int64] = np.cumsum(counts) - counts
    return sums


PEER = Peer("HiGHS, arrays", ("highspy",), ("highspy",), "benchmarks.peers.highs_milp", HighsModel)
"""HiGHS as its interface for arrays has it."""

if __name__ == "__main__":
    main(PEER)
