"""Whether a course of an instance holds: each figure recounted, each proof checked, without the engine that made it.

The proof of a shortfall: of the lines that died in its search or before it, none is served after it, and whoever may
serve them has given all to them. So together they can have no more, and the short line none that a line before it does
not lose.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from benchmarks.instances import Instance
from muster.engine.horizon import Interval

N = TypeVar("N", bound=np.generic)

ALIVE = np.iinfo(np.int16).max
"""Stands for the search in which a line died where it did not."""


class Recount:
    """Checks the intervals of an instance."""

    def __init__(self, of: Instance) -> None:
        """Note the links: a bit for each pair of giver and line, to look them up, and the lines that each may serve."""
        if len(of.tier) >= ALIVE:
            raise ValueError("so many lines are not numbered in 16 bits")
        self.of, self.lines, self.givers = of, len(of.tier), len(of.supply)
        line_of = np.repeat(np.arange(self.lines), np.diff(of.links_of))
        pairs = of.giver_of.astype(np.int64) * self.lines + line_of
        self.links = np.zeros(self.givers * self.lines // 8 + 1, np.uint8)
        np.bitwise_or.at(self.links, pairs >> 3, np.left_shift(1, pairs & 7).astype(np.uint8))
        pairs.sort()
        giver, self.lines_of_giver = np.divmod(pairs, self.lines)
        count = np.bincount(giver, minlength=self.givers)
        self.linked = np.flatnonzero(count)
        self.first_of = np.concatenate(([0], np.cumsum(count)))[self.linked]

    def faults(self, course: Sequence[Interval]) -> Iterator[str]:
        """What is wrong, in a few words each. Intervals are checked side by side, on all processors."""
        with ThreadPoolExecutor(os.cpu_count()) as several:
            for at, told in enumerate(several.map(self._told, range(len(course)), course)):
                yield from (f"interval {at}: {fault}" for fault in told)

    def _told(self, at: int, found: Interval) -> list[str]:
        return list(self._faults(at, found))

    def _faults(self, at: int, found: Interval) -> Iterator[str]:
        of, short, died = self.of, _array(found.short, np.int64), _array(found.died, np.int32)
        giver, amount = _array(found.givers, np.int32), _array(found.amounts, np.int64)
        line = np.repeat(np.arange(self.lines), np.diff(_array(found.given_of, np.int64)))
        given = np.bincount(giver, amount, self.givers).astype(np.int64)
        supply = np.where((of.begins <= at) & (at < of.ends), of.supply, 0)
        pairs = giver.astype(np.int64) * self.lines + line
        if not (self.links[pairs >> 3] >> (pairs & 7) & 1).all():
            yield "somebody serves a line that it may not serve"
        if (amount <= 0).any() or (given > supply).any():
            yield "somebody gives nothing, or more than it has"
        if (np.bincount(line, amount, self.lines) + short != of.need[at]).any() or (short < 0).any():
            yield "what covers a line and what it lacks are not what it needs"
        yield from self._unproven(short, np.where(died < 0, ALIVE, died).astype(np.int16), line, giver, given == supply)

    def _unproven(
        self,
        short: NDArray[np.int64],
        died: NDArray[np.int16],
        line: NDArray[np.int64],
        giver: NDArray[np.int32],
        spent: NDArray[np.bool_],
    ) -> Iterator[str]:
        own = np.arange(self.lines)
        if (died < own).any() or (died[short > 0] != own[short > 0]).any():
            yield "a short line is without proof, or its proof has lines that are served after it"
        earliest = np.full(self.givers, ALIVE, np.int16)
        earliest[self.linked] = np.minimum.reduceat(died.take(self.lines_of_giver), self.first_of)
        if not spent[earliest < ALIVE].all() or (died[line] > earliest[giver]).any():
            yield "somebody could do more for a line that is short, or for one before it"


def _array(numbers: Sequence[int], kind: type[N]) -> NDArray[N]:
    return np.asarray(numbers, kind)
