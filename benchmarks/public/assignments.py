"""Generalised assignment: instances as they are published, what is known of them, and what an assignment costs."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.public.data import data

FOLDER = "gap"
"""The data set."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Each job goes to one agent. What it costs, and what it takes of the agent's capacity, depends on both.

    ``cost[agent][job]`` and ``load[agent][job]``; no agent may carry more than its ``capacity[agent]``, and all costs
    together are to be as small as possible.
    """

    name: str
    cost: tuple[tuple[int, ...], ...]
    load: tuple[tuple[int, ...], ...]
    capacity: tuple[int, ...]

    @property
    def agents(self) -> int:
        """How many agents there are."""
        return len(self.capacity)

    @property
    def jobs(self) -> int:
        """How many jobs there are."""
        return len(self.cost[0])


@dataclass(frozen=True, slots=True)
class Known:
    """What is published of an instance: its set, its type (A, B or C), the least cost found, and what is proven."""

    name: str
    source: str
    kind: str
    best: int
    at_least: int


def problem(name: str) -> Problem:
    """The instance of a name. Raises NoDataError where it is absent, ValueError where it cannot be read."""
    return parsed(name, data(f"{FOLDER}/instances/{name}.txt").read_text(encoding="utf-8"))


def parsed(name: str, text: str) -> Problem:
    """Read agents, jobs, all costs agent by agent, all loads, all capacities: integers, with any space between.

    Raises ValueError where a word is no integer, or where there are too few or too many.
    """
    words = text.split()
    wrong = next((word for word in words if not word.isdecimal()), None)
    if wrong is not None:
        raise ValueError(f"{name}: {wrong!r} is no whole number")
    numbers = [int(word) for word in words]
    agents, jobs = numbers[:2] if len(numbers) > 1 else (0, 0)
    pairs = agents * jobs
    if not pairs or len(numbers) != (expected := 2 + 2 * pairs + agents):
        told = f"{expected} numbers" if pairs else "the numbers of agents and jobs first"
        raise ValueError(f"{name}: {told} were expected, {len(numbers)} are there")
    return Problem(
        name,
        _by_agent(numbers[2 : 2 + pairs], jobs),
        _by_agent(numbers[2 + pairs : 2 + 2 * pairs], jobs),
        tuple(numbers[-agents:]),
    )


def known(path: Path | None = None) -> dict[str, Known]:
    """What is published of each instance, by name, in the order of the file."""
    with (path or data(f"{FOLDER}/optima.csv")).open(encoding="utf-8", newline="") as lines:
        told = [
            Known(row["instance"], row["set"], row["type"], int(row["min_best_known"]), int(row["min_lower_bound"]))
            for row in csv.DictReader(lines)
        ]
    return {one.name: one for one in told}


def cost_of(of: Problem, agents: Sequence[int]) -> int:
    """What it costs to give each job to the agent named in its place. Raises ValueError if that is no assignment."""
    if len(agents) != of.jobs:
        raise ValueError(f"{of.name}: {len(agents)} jobs of {of.jobs} are assigned")
    carried = [0] * of.agents
    for job, agent in enumerate(agents):
        carried[agent] += of.load[agent][job]
    for agent, (load, most) in enumerate(zip(carried, of.capacity, strict=True)):
        if load > most:
            raise ValueError(f"{of.name}: agent {agent} carries {load}, more than {most}")
    return sum(of.cost[agent][job] for job, agent in enumerate(agents))


def _by_agent(numbers: Sequence[int], jobs: int) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(numbers[start : start + jobs]) for start in range(0, len(numbers), jobs))
