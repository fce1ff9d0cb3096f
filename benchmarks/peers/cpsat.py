"""OR-Tools CP-SAT: the same model in Booleans, said in clauses where it can be. Never in one process with highspy.

Its manual has no tiers: solve, constrain what was found, give it as a hint, and solve again.
"""

from __future__ import annotations

import time
from types import ModuleType
from typing import Any

import numpy as np

from benchmarks.fleets import Fleet
from benchmarks.peers.running import OPTIMAL, TIME_LIMIT, Clock, Peer, Step, main

Term = Any
"""A variable or an expression of CP-SAT, which need not be installed where types are checked."""


class CpSatModel:
    """The model in CP-SAT, with its own parameters: a worker for each core.

    At S, on two cores, it found less in a minute with eight workers (one run), and, in the mean of four runs, with all
    constraints in its linear relaxation.
    """

    def __init__(self, libraries: tuple[ModuleType, ...], of: Fleet, clock: Clock) -> None:
        (self.cp,) = libraries
        self.of = of
        self.model = self.cp.CpModel()
        self.serve: list[list[Term]] = []
        self.covered: dict[tuple[int, int], Term] = {}
        given: dict[tuple[int, int], list[tuple[Term, int]]] = {}
        for unit in range(len(of.rest)):
            clock.check()
            self._add_unit(unit, given)
        for (slot, line), parts in given.items():
            clock.check()
            need = int(of.need[slot, line])
            amount = self.model.new_int_var(0, min(need, sum(size for _, size in parts)), "")
            by = self.cp.LinearExpr.weighted_sum([serve for serve, _ in parts], [size for _, size in parts])
            self.model.add(amount <= by)
            self.covered[slot, line] = amount

    def best(self, tier: int, limit_s: float) -> Step:
        """As `Model` has it."""
        self.model.maximize(self._worth(tier))
        self.solver = self.cp.CpSolver()
        self.solver.parameters.max_time_in_seconds = limit_s
        started = time.perf_counter()
        status = self.solver.solve(self.model)
        solve_s = time.perf_counter() - started
        names = {self.cp.OPTIMAL: OPTIMAL, self.cp.FEASIBLE: TIME_LIMIT, self.cp.UNKNOWN: TIME_LIMIT}
        name, bound = names.get(status, self.solver.status_name(status)), self.solver.best_objective_bound
        if status not in {self.cp.OPTIMAL, self.cp.FEASIBLE}:
            return Step(name, None, None, solve_s)
        served = np.array([self.solver.boolean_value(each) for row in self.serve for each in row], np.bool_)
        return Step(name, served, bound, solve_s)

    def hold(self, tier: int, worth: int) -> None:
        """As `Model` has it, with the plan found as a hint."""
        self.model.add(self._worth(tier) >= worth)
        self.model.clear_hints()
        for at in range(len(self.model.proto.variables)):
            variable = self.model.get_int_var_from_proto_index(at)
            self.model.add_hint(variable, self.solver.value(variable))

    def _worth(self, tier: int) -> Term:
        own = [(amount, line) for (_, line), amount in self.covered.items() if self.of.tier[line] == tier]
        weights = [int(self.of.weight[line]) for _, line in own]
        return self.cp.LinearExpr.weighted_sum([amount for amount, _ in own], weights)

    def _add_unit(self, unit: int, given: dict[tuple[int, int], list[tuple[Term, int]]]) -> None:
        """The tours of a unit. In each slot it serves one line at most, and none while it rests."""
        of, rest = self.of, int(self.of.rest[unit])
        busy: dict[int, list[Term]] = {}
        resting: list[tuple[int, Term]] = []
        for opening in range(of.openings_of[unit], of.openings_of[unit + 1]):
            opens, line, size = int(of.opens[opening]), int(of.line[opening]), int(of.size[opening])
            serve, ends = self._add_tours(opening)
            self.serve.append(serve)
            for slot, each in enumerate(serve, opens):
                busy.setdefault(slot, []).append(each)
                given.setdefault((slot, line), []).append((each, min(size, int(of.need[slot, line]))))
            resting += [(slot + after, end) for slot, end in ends for after in range(rest)]
        for slot, end in resting:
            if slot in busy:
                busy[slot].append(end)
        for each in busy.values():
            self.model.add_at_most_one(each)

    def _add_tours(self, opening: int) -> tuple[list[Term], list[tuple[int, Term]]]:
        """The tours of an opening: what serves, slot by slot, and with which slot a tour has ended."""
        of, model = self.of, self.model
        opens, closes = int(of.opens[opening]), int(of.closes[opening])
        shortest, longest = (int(terms[of.unit[opening]]) for terms in (of.shortest, of.longest))
        serve = [model.new_bool_var("") for _ in range(opens, closes)]
        start = {slot: model.new_bool_var("") for slot in range(opens, closes - shortest + 1)}
        end = {slot + shortest: model.new_bool_var("") for slot in start}
        for slot in range(opens, closes + 1):
            now = serve[slot - opens] if slot < closes else 0
            before = serve[slot - opens - 1] if slot > opens else 0
            model.add(now - before == start.get(slot, 0) - end.get(slot, 0))
        for slot, each in enumerate(serve, opens):
            recent = [start[at] for at in range(max(opens, slot - shortest + 1), slot + 1) if at in start]
            model.add_at_most_one([*recent, ~each])
            if slot - longest >= opens:
                model.add_bool_or([~each, *(start[at] for at in range(slot - longest + 1, slot + 1) if at in start)])
        return serve, list(end.items())


PEER = Peer("OR-Tools CP-SAT", ("ortools",), ("ortools.sat.python.cp_model",), "benchmarks.peers.cpsat", CpSatModel)
"""CP-SAT as its manual has it."""

if __name__ == "__main__":
    main(PEER)
