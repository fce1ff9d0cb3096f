"""Measuring: runs, medians, and the table in which they stand beside what was promised."""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured, the goal it stands beside (None: no goal), and its unit.

    ``busy`` is how much of it this process was at work itself, in the same unit: on a machine that has other things to
    do, the rest is waiting.
    """

    what: str
    measured: float
    unit: str
    runs: int
    goal: float | None = None
    busy: float | None = None
    at_least: bool = False

    @property
    def verdict(self) -> str:
        """Whether the goal was reached: at most so much, or ``at_least``."""
        if self.goal is None:
            return "no goal"
        reached = self.measured >= self.goal if self.at_least else self.measured <= self.goal
        return "reached" if reached else "not reached"


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes; what earlier work has left behind is cleared away first."""
    return _spans(work)[0]


def timed(what: str, works: Sequence[Callable[[], object]], goal: float | None = None) -> Row:
    """The median of several runs, in seconds."""
    say(what)
    spans = [_spans(work) for work in works]
    taken, busy = (statistics.median(column) for column in zip(*spans, strict=True))
    return Row(what, taken, "s", len(works), goal, busy)


def percentiles(what: str, works: Sequence[Callable[[], object]], goal: float | None = None) -> tuple[Row, Row]:
    """The median and the 99th percentile of many short runs, in milliseconds. The goal is for the latter."""
    say(what)
    gc.collect()
    spans = [_spans(work, clear=False) for work in works]
    taken, busy = ([1000 * one for one in column] for column in zip(*spans, strict=True))
    runs, last = len(works), 98
    p99, p99_busy = (statistics.quantiles(column, n=100)[last] for column in (taken, busy))
    return (
        Row(f"{what}, median", statistics.median(taken), "ms", runs, None, statistics.median(busy)),
        Row(f"{what}, 99th percentile", p99, "ms", runs, goal, p99_busy),
    )


def _spans(work: Callable[[], object], *, clear: bool = True) -> tuple[float, float]:
    """The seconds that a piece of work takes, and those in which this process is busy with it."""
    if clear:
        gc.collect()
    started, busy = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - started, time.process_time() - busy


def table(rows: Sequence[Row]) -> str:
    """The rows for a terminal, or for a page of documentation."""
    head = ("what", "measured", "goal", "ratio", "", "busy", "runs")
    cells = [head]
    for row in rows:
        goal = "" if row.goal is None else f"{row.goal:g} {row.unit}"
        ratio = "" if row.goal is None else f"{row.measured / row.goal:.2f}"
        busy = "" if row.busy is None else f"{row.busy:.3g} {row.unit}"
        cells.append((row.what, f"{row.measured:.3g} {row.unit}", goal, ratio, row.verdict, busy, str(row.runs)))
    widths = [max(len(line[column]) for line in cells) for column in range(len(head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells]
    return "\n".join([lines[0], "-" * len(max(lines, key=len)), *lines[1:]])


def say(what: str) -> None:
    """Tell whoever waits what is going on."""
    print(f"... {what}", file=sys.stderr, flush=True)
