"""HiGHS on generalised assignment as textbooks have it: ``python -m benchmarks.peers.assigning_milp c05100``.

A column says for each agent and job whether the job goes to the agent; a row for each job, a row for each agent.
"""

from __future__ import annotations

import math
import time

import highspy
import numpy as np

from benchmarks.public.answers import Answer, tell
from benchmarks.public.assignments import Problem, cost_of, problem

WITHIN = 1e-6
"""Costs are whole numbers: a bound so little above one is that number."""


def solved(of: Problem, seconds: float) -> Answer:
    """The best that HiGHS finds in so many seconds, and its bound."""
    started = time.perf_counter()
    solver = _told(of)
    solver.setOptionValue("time_limit", max(0.0, seconds - (time.perf_counter() - started)))
    solver.run()
    info = solver.getInfo()
    has_plan = info.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible)
    found = None
    if has_plan:
        chosen = np.array(solver.getSolution().col_value).reshape(of.agents, of.jobs)
        found = cost_of(of, chosen.argmax(axis=0).tolist())
    at_least = math.ceil(info.mip_dual_bound - WITHIN) if math.isfinite(info.mip_dual_bound) else 0
    return Answer(of.name, found, at_least, time.perf_counter() - started)


def _told(of: Problem) -> highspy.Highs:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)  # noqa: FBT003 - its own interface
    solver.setOptionValue("mip_rel_gap", 0.0)
    agent, job = np.divmod(np.arange(of.agents * of.jobs), of.jobs)
    columns, rows = len(job), of.jobs + of.agents
    done = solver.passModel(
        columns,
        rows,
        2 * columns,
        int(highspy.MatrixFormat.kColwise),
        int(highspy.ObjSense.kMinimize),
        0.0,
        np.array(of.cost, np.float64).ravel(),
        np.zeros(columns),
        np.ones(columns),
        np.concatenate((np.ones(of.jobs), np.full(of.agents, -highspy.kHighsInf))),
        np.concatenate((np.ones(of.jobs), np.array(of.capacity, np.float64))),
        2 * np.arange(columns + 1, dtype=np.int32),
        np.column_stack((job, of.jobs + agent)).astype(np.int32).ravel(),
        np.column_stack((np.ones(columns), np.array(of.load, np.float64).ravel())).ravel(),
        np.full(columns, int(highspy.HighsVarType.kInteger), np.int32),
    )
    if done != highspy.HighsStatus.kOk:
        raise ArithmeticError(f"the programme was not accepted: {done}")
    return solver


if __name__ == "__main__":
    tell("benchmarks.peers.assigning_milp", lambda name, seconds: solved(problem(name), seconds))
