"""SCIP through PySCIPOpt: the same model in its expressions, variable by variable."""

from __future__ import annotations

import time
from types import ModuleType
from typing import Any

import numpy as np

from benchmarks.fleets import Fleet
from benchmarks.peers.running import OPTIMAL, TIME_LIMIT, Clock, Peer, Step, main

Term = Any
"""A variable or an expression of SCIP, which need not be installed where types are checked."""


class ScipModel:
    """The model in SCIP, which works on one core; one tier after another, from the plan before."""

    def __init__(self, libraries: tuple[ModuleType, ...], of: Fleet, clock: Clock) -> None:
        (self.scip,) = libraries
        self.of = of
        self.model = self.scip.Model()
        self.model.hideOutput()
        self.plan: Term = None
        self.serve: list[list[Term]] = []
        self.covered: dict[tuple[int, int], Term] = {}
        given: dict[tuple[int, int], list[Term]] = {}
        for unit in range(len(of.rest)):
            clock.check()
            self._add_unit(unit, given, clock)
        for (slot, line), parts in given.items():
            clock.check()
            self.covered[slot, line] = self.model.addVar(lb=0, ub=int(of.need[slot, line]))
            self.model.addCons(self.covered[slot, line] <= self.scip.quicksum(parts))

    def best(self, tier: int, limit_s: float) -> Step:
        """As `Model` has it."""
        self.model.setObjective(self._worth(tier), "maximize")
        self.model.setParam("limits/time", limit_s)
        started = time.perf_counter()
        self.model.optimize()
        solve_s = time.perf_counter() - started
        status = self.model.getStatus()
        name = {"optimal": OPTIMAL, "timelimit": TIME_LIMIT}.get(status, status)
        bound = self.model.getDualbound()
        if not self.model.getNSols():
            return Step(name, None, None, solve_s)
        self.plan = self.model.getBestSol()
        served = np.array([self.plan[each] for row in self.serve for each in row]) > 1 / 2
        return Step(name, served, None if self.model.isInfinity(abs(bound)) else bound, solve_s)

    def hold(self, tier: int, worth: int) -> None:
        """As `Model` has it. All is integer, so half a unit is left for floating point."""
        values = [(variable, self.plan[variable]) for variable in self.model.getVars()]
        self.model.freeTransform()
        self.model.addCons(self._worth(tier) >= worth - 1 / 2)
        start = self.model.createOrigSol()
        for variable, amount in values:
            self.model.setSolVal(start, variable, amount)
        self.model.addSol(start)

    def _worth(self, tier: int) -> Term:
        return self.scip.quicksum(
            int(self.of.weight[line]) * amount
            for (_, line), amount in self.covered.items()
            if self.of.tier[line] == tier
        )

    def _binary(self) -> Term:
        return self.model.addVar(vtype="B")

    def _add_unit(self, unit: int, given: dict[tuple[int, int], list[Term]], clock: Clock) -> None:
        """The tours of a unit. In each slot it serves one line at most, and none while it rests."""
        of, rest = self.of, int(self.of.rest[unit])
        busy: dict[int, list[Term]] = {}
        resting: list[tuple[int, Term]] = []
        for opening in range(of.openings_of[unit], of.openings_of[unit + 1]):
            clock.check()
            opens, line, size = int(of.opens[opening]), int(of.line[opening]), int(of.size[opening])
            serve, ends = self._add_tours(opening)
            self.serve.append(serve)
            for slot, each in enumerate(serve, opens):
                busy.setdefault(slot, []).append(each)
                given.setdefault((slot, line), []).append(min(size, int(of.need[slot, line])) * each)
            resting += [(slot + after, end) for slot, end in ends for after in range(rest)]
        for slot, end in resting:
            if slot in busy:
                busy[slot].append(end)
        for each in busy.values():
            self.model.addCons(self.scip.quicksum(each) <= 1)

    def _add_tours(self, opening: int) -> tuple[list[Term], list[tuple[int, Term]]]:
        """The tours of an opening: what serves, slot by slot, and with which slot a tour has ended."""
        of, model, total = self.of, self.model, self.scip.quicksum
        opens, closes = int(of.opens[opening]), int(of.closes[opening])
        shortest, longest = (int(terms[of.unit[opening]]) for terms in (of.shortest, of.longest))
        serve = [self._binary() for _ in range(opens, closes)]
        start = {slot: self._binary() for slot in range(opens, closes - shortest + 1)}
        end = {slot + shortest: self._binary() for slot in start}
        for slot in range(opens, closes + 1):
            now = serve[slot - opens] if slot < closes else 0
            before = serve[slot - opens - 1] if slot > opens else 0
            model.addCons(now - before == start.get(slot, 0) - end.get(slot, 0))
        for slot, each in enumerate(serve, opens):
            recent = range(max(opens, slot - shortest + 1), slot + 1)
            model.addCons(total(start[at] for at in recent if at in start) <= each)
            if slot - longest >= opens:
                model.addCons(total(start[at] for at in range(slot - longest + 1, slot + 1) if at in start) >= each)
        return serve, list(end.items())


PEER = Peer("SCIP, PySCIPOpt", ("pyscipopt",), ("pyscipopt",), "benchmarks.peers.scip", ScipModel)
"""SCIP as the manual of PySCIPOpt has it."""

if __name__ == "__main__":
    main(PEER)
