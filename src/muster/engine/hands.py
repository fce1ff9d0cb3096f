"""Work on several things, each by itself, that is shared out where that pays: in any number of hands it is the same."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from heapq import heapify, heapreplace

PAYS = 300_000_000
"""From so many days looked at on, over all openings, work is shared out: ten seconds, of which it may save half."""


@dataclass(frozen=True)
class Hands:
    """An executor, and how many things may be at work in it at a time.

    Jobs and their items are sent to where they are done, and so is the ``stop`` of an effort: all must be such as can
    be pickled. Whoever stops the work shuts the executor down; it may then let what is at work end early.
    """

    executor: Executor
    number: int = 2

    def pay(self, sizes: Sequence[int]) -> bool:
        """Whether things of such sizes are shared out."""
        return min(self.number, len(sizes)) > 1 and sum(sizes) >= PAYS

    def groups(self, sizes: Sequence[int]) -> list[list[int]]:
        """The numbers of things of some sizes, one group for each hand: the largest first, to whom has the least."""
        groups: list[list[int]] = [[] for _ in range(min(self.number, len(sizes)))]
        loads = [(0, at) for at in range(len(groups))]
        heapify(loads)
        for number in sorted(range(len(sizes)), key=lambda one: (-sizes[one], one)):
            load, at = loads[0]
            groups[at].append(number)
            heapreplace(loads, (load + sizes[number], at))
        return groups
