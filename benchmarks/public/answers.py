"""What a solver answers to public instances, and how it is asked: in a process of its own."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace

GRACE_S = 30.0
"""So long after all its time a solver is ended, if it has not stopped itself."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a solver makes of an instance in which something is to be as small as possible.

    ``found``: of the best plan found, recounted without the solver; None if there is none. ``at_least``: what it proves
    that no plan is below. ``seconds``: to build the model and to solve it; ``busy_s``: of processor time. ``first``:
    of the first plan, where one is told. ``is_same_best``: the solver has shown that its model has no other best plans
    than the instance.
    """

    name: str
    found: int | None
    at_least: int
    seconds: float
    first: int | None = None
    is_same_best: bool = True
    busy_s: float = 0.0

    @property
    def is_proven(self) -> bool:
        """Whether nothing better than what was found is left possible."""
        return self.found == self.at_least


Solver = Callable[[str, float], Answer]
"""Solves the instance of a name in so many seconds."""


def tell(module: str, solver: Solver) -> None:
    """Solve the instances that the arguments name, each in so many seconds; a line of JSON for each."""
    parser = argparse.ArgumentParser(prog=f"python -m {module}")
    parser.add_argument("names", nargs="+")
    parser.add_argument("--seconds", type=float, default=5.0, help="for each, to build and to solve")
    asked = parser.parse_args()
    for name in asked.names:
        before = time.process_time()
        answer = solver(name, asked.seconds)
        print(json.dumps(asdict(replace(answer, busy_s=time.process_time() - before))), flush=True)


def told(module: str, names: Sequence[str], seconds: float) -> list[Answer]:
    """What a process answers to instances, each in so many seconds. One that does not stop in time is ended.

    Raises ArithmeticError if it does not answer to all.
    """
    command = [sys.executable, "-m", module, *names, "--seconds", str(seconds)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8")
    try:
        printed, _ = process.communicate(timeout=len(names) * seconds + GRACE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        printed, _ = process.communicate()
    answers = [Answer(**json.loads(line)) for line in printed.splitlines()]
    if [one.name for one in answers] != list(names):
        raise ArithmeticError(f"{module} answers to {len(answers)} of {len(names)} instances")
    return answers
