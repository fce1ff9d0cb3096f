"""linopy, which hands the model to HiGHS: each variable a table of openings or units by weeks, as its manual has it."""

from __future__ import annotations

import time
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.fleets import Fleet
from benchmarks.peers.running import OPTIMAL, TIME_LIMIT, Clock, Peer, Step, main

Table = Any
"""A table of numbers, variables or expressions; linopy and xarray need not be installed where types are checked."""


class LinopyModel:
    """The model in linopy, kept sparse, and told to HiGHS anew for each tier.

    The weeks are one more than the period has, for what ends with it.
    """

    def __init__(self, libraries: tuple[ModuleType, ...], of: Fleet, clock: Clock) -> None:
        linopy, self.xarray, self.highspy = libraries
        linopy.options["semantics"] = "v1"
        self.of, self.clock = of, clock
        self.model = linopy.Model(sparse=True)
        self.weeks = np.arange(of.slots + 1)
        opens, closes = of.opens[:, None], of.closes[:, None]
        shortest = of.shortest[of.unit][:, None]
        self.open = (opens <= self.weeks) & (self.weeks < closes)
        self.serve = self._binary("serve", self.open)
        self.start = self._binary("start", self.open & (self.weeks <= closes - shortest))
        self.end = self._binary("end", (opens + shortest <= self.weeks) & (self.weeks <= closes))
        self._add_tours()
        self._add_rests()
        self._add_covered()

    def best(self, tier: int, limit_s: float) -> Step:
        """As `Model` has it."""
        started = time.perf_counter()
        self.model.add_objective(self._worth(tier), sense="max", overwrite=True)
        left_s = max(0.0, limit_s - (time.perf_counter() - started))
        options = {"io_api": "direct", "set_names": False, "output_flag": False, "mip_rel_gap": 0.0}
        _, ended = self.model.solve("highs", time_limit=left_s, **options)
        solver = self.model.solver_model
        info, solve_s = solver.getInfo(), solver.getRunTime()
        has_plan = info.primal_solution_status == int(self.highspy.SolutionStatus.kSolutionStatusFeasible)
        served = (self.model.variables["serve"].solution.values > 1 / 2)[self.open] if has_plan else None
        bound = info.mip_dual_bound if np.isfinite(info.mip_dual_bound) else None
        name = {"optimal": OPTIMAL, "time_limit": TIME_LIMIT}.get(ended, ended)
        return Step(name, served, bound, solve_s)

    def hold(self, tier: int, worth: int) -> None:
        """As `Model` has it. All is integer, so half a unit is left for floating point."""
        self.model.add_constraints(self._worth(tier) >= worth - 1 / 2, name=f"tier_{tier}")

    def _worth(self, tier: int) -> Table:
        weights = np.where(self.of.tier == tier, self.of.weight, 0)
        return (self.covered * self.xarray.DataArray(weights, dims=["line"], coords={"line": self.lines})).sum()

    def _over(self, numbers: NDArray[Any], first: str = "opening") -> Table:
        """A table of openings, or of something else, by weeks."""
        table = {first: np.arange(len(numbers)), "week": self.weeks}
        return self.xarray.DataArray(numbers, coords=table, dims=list(table))

    def _binary(self, name: str, inside: NDArray[np.bool_]) -> Table:
        """A variable where an opening may have it, and nothing elsewhere."""
        mask = self._over(inside)
        return self.model.add_variables(binary=True, coords=mask.coords, name=name, mask=mask).fillna(0)

    def _add_tours(self) -> None:
        """What changes from week to week; what has started within the shortest tour, and within the longest."""
        of, serve, start = self.of, self.serve, self.start
        since = self.weeks - of.opens[:, None]
        changes = self._over((since >= 0) & (self.weeks <= of.closes[:, None]))
        before = serve.shift(week=1).fillna(0)
        self.model.add_constraints(serve - before - start + self.end == 0, name="changes", mask=changes)
        for weeks, own in _alike(of.shortest[of.unit]):
            recent = start.isel(opening=own).rolling(week=weeks).sum()
            inside = self._over(self.open).isel(opening=own)
            self.model.add_constraints(recent - serve.isel(opening=own) <= 0, name=f"shortest_{weeks}", mask=inside)
            self.clock.check()
        for weeks, own in _alike(of.longest[of.unit]):
            recent = start.isel(opening=own).rolling(week=weeks).sum()
            later = self._over(self.open & (since >= weeks)).isel(opening=own)
            self.model.add_constraints(serve.isel(opening=own) - recent <= 0, name=f"longest_{weeks}", mask=later)
            self.clock.check()

    def _add_rests(self) -> None:
        """In each week a unit serves one line at most, and none if it has ended a tour within its rest.

        A unit has a variable of its own for what ends with it: the sums over its rest would be long otherwise.
        """
        of = self.of
        units, place = np.unique(of.unit, return_inverse=True)
        unit = self.xarray.DataArray(place, coords={"opening": np.arange(len(place))}, dims=["opening"], name="unit")
        table = {"unit": np.arange(len(units)), "week": self.weeks}
        ended = self.model.add_variables(lower=0, upper=1, coords=table, dims=list(table), name="ended")
        self.model.add_constraints(self.end.groupby(unit).sum() - ended == 0, name="ended")
        self.clock.check()
        busy = self.serve.groupby(unit).sum()
        for weeks, own in _alike(of.rest[units]):
            recent = (1 * ended).isel(unit=own).rolling(week=weeks).sum()
            self.model.add_constraints(busy.isel(unit=own) + recent <= 1, name=f"rest_{weeks}")
            self.clock.check()

    def _add_covered(self) -> None:
        """No more is covered than is needed, or given, each giver cut to the need."""
        of = self.of
        self.lines = np.arange(len(of.tier))
        need = np.vstack((of.need, np.zeros_like(of.need[:1]))).T
        line = self.xarray.DataArray(
            of.line, coords={"opening": np.arange(len(of.line))}, dims=["opening"], name="line"
        )
        given = self._over(np.minimum(of.size[:, None], need[of.line]))
        by = (self.serve * given).groupby(line).sum().reindex(line=self.lines).fillna(0)
        needed = self._over(need, "line")
        self.covered = self.model.add_variables(lower=0, upper=needed, coords=needed.coords, name="covered")
        self.model.add_constraints(by - self.covered >= 0, name="covered")
        self.clock.check()


def _alike(terms: NDArray[np.int32]) -> list[tuple[int, NDArray[np.int64]]]:
    """Each length that occurs, and which have it."""
    return [(int(length), np.flatnonzero(terms == length)) for length in np.unique(terms)]


PEER = Peer(
    "linopy, HiGHS",
    ("linopy", "highspy"),
    ("linopy", "xarray", "highspy"),
    "benchmarks.peers.linopy_model",
    LinopyModel,
)
"""linopy as its manual has it."""

if __name__ == "__main__":
    main(PEER)
