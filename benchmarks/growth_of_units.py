"""How the cost of a plan of whole units grows with its size, for the page that ``benchmarks.growth`` writes."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.drawing import Panel, drawing, power
from benchmarks.instances import SEED
from benchmarks.measure import Row
from benchmarks.of_the_units import BOTH_S, FIRST_FROM_BEST, FIRST_S, FROM_BEST, PEAK_MB, tours
from muster.engine.kernels import chosen

DRAWING = "cost-of-tours.svg"
"""The drawing, beside the page."""

SEEDS = {"XS": (1, 2, 3), "XS-S": (1, 2, 3), "S": (1, 2, 3), "S-M": (1, 2, 3), "M": (SEED,), "L": (SEED,)}
"""The fleets of each size; the median of each figure counts."""

SWEEPS = 2
"""For a first plan every unit goes so often on its best tours: as ``benchmarks.tours`` has it."""

LARGE = "L"
"""The size that is measured only where it is asked for."""

HEAD = """
## Whole units, from the smallest size to the largest

A plan of whole units with tours and rest, each in a process of its own. First every unit goes twice on its best tours;
then follow steps of improvement, so many as `benchmarks/of_the_units.py` says, and the bound by prices. Openings are
counted over all slots. *Busy* is what the process was at work itself in the time of plan and bound; that is drawn.
Memory is that of the process, with Python and numpy."""

TRIED = """
Why no nearer: the bound by prices is no better than that of the relaxation in which a unit is divided among tours. How
much of the distance is due to that, and how much to the search, is not known at S and M. Tried at S, seed 1: ten times
the steps took the distance from 1.76 % to 1.52 %, ten times the turns of prices besides to 1.43 %. Tried at M: four
times the turns took it from 2.23 % to 2.08 %. Neither is worth what it costs."""
"""What is said where a goal of distance is not reached."""


@dataclass(frozen=True, slots=True)
class Point:
    """A size: units, the slots of all openings, and what was measured: seconds, percent below the bound, and MB.

    ``both_s`` is of the plan with its bound. The process was at work itself for the seconds that are ``busy``.
    """

    size: str
    units: int
    places: int
    first_s: float
    first_busy_s: float
    first_below: float
    both_s: float
    busy_s: float
    below: float
    peak_mb: float


def measured(*, is_large: bool) -> list[Point]:
    """The points, from the smallest size to the largest."""
    return [point([tours(size, seed) for seed in seeds]) for size, seeds in SEEDS.items() if size != LARGE or is_large]


def point(every: Sequence[dict[str, Any]]) -> Point:
    """The medians of what processes tell of fleets of one size."""

    def middle(name: str) -> float:
        return float(statistics.median(one[name] for one in every))

    def below(name: str) -> float:
        return float(statistics.median(100 * (1 - one[name] / one["bound"]) for one in every))

    return Point(
        size=every[0]["size"],
        units=round(middle("units")),
        places=round(middle("places")),
        first_s=middle("first_s"),
        first_busy_s=middle("first_busy_s"),
        first_below=below("first"),
        both_s=middle("both_s"),
        busy_s=middle("busy_s"),
        below=below("objective"),
        peak_mb=middle("peak_mb"),
    )


def drawn(points: Sequence[Point]) -> str:
    """The drawing: four panels, all by the number of units. Times are those at work: what slows a run is no plan."""
    units = [one.units for one in points]
    first_ms, both_s = [1000 * one.first_busy_s for one in points], [one.busy_s for one in points]
    return drawing(
        [
            Panel(f"first plan: as the power {power(units, first_ms):.2f}", units, first_ms, "ms"),
            Panel(f"plan and bound: as the power {power(units, both_s):.2f}", units, both_s, "s"),
            Panel("plan below its bound", units, [one.below for one in points], "%", is_even=True),
            Panel("memory of the process", units, [one.peak_mb for one in points], "MB", is_even=True),
        ]
    )


def page(points: Sequence[Point]) -> Iterator[str]:
    """The part of the page: the drawing, what it is drawn from, and the goals."""
    yield HEAD
    yield f"Medians of three seeds, above S-M of one, with {chosen().name} kernels."
    yield f"\n![Time, distance and memory of a plan of whole units by their number]({DRAWING})\n"
    yield "| size | units | openings | first plan | below the bound | with bound | busy | below its bound | memory |"
    yield "| :-- | --: | --: | --: | --: | --: | --: | --: | --: |"
    for one in points:
        first, last = f"{1000 * one.first_s:.2f} ms", f"{one.both_s:.2f} s | {one.busy_s:.2f} s"
        distance, memory = f"{one.below:.2f} %", f"{one.peak_mb:.0f} MB"
        cells = (
            one.size,
            f"{one.units:,}",
            f"{one.places:,}",
            first,
            f"{one.first_below:.2f} %",
            last,
            distance,
            memory,
        )
        yield f"| {' | '.join(cells)} |"
    yield "\n| what | measured | busy | goal | |"
    yield "| :-- | --: | --: | --: | :-- |"
    rows = [row for one in points for row in goals(one)]
    for row in rows:
        busy = "" if row.busy is None else f"{row.busy:.3g} {row.unit}"
        yield f"| {row.what} | {row.measured:.3g} {row.unit} | {busy} | {row.goal:g} {row.unit} | {row.verdict} |"
    for one in points:
        if one.first_busy_s > FIRST_S.get(one.size, one.first_busy_s):
            took, goal = (1e9 * span / (SWEEPS * one.places) for span in (one.first_busy_s, FIRST_S[one.size]))
            yield f"\nThe first plan of {one.size} looks at each slot of each opening {SWEEPS} times, and was at work"
            yield f"for {took:.0f} ns each time; its goal asks for {goal:.0f} ns."
    if any(row.verdict != "reached" and row.unit == "%" for row in rows):
        yield TRIED


def goals(of: Point) -> Iterator[Row]:
    """What was promised of a size; nothing of sizes for which there is no goal."""
    size = of.size
    if size in FIRST_S:
        yield Row(f"{size}: first plan", of.first_s, "s", 1, FIRST_S[size], of.first_busy_s)
        yield Row(f"{size}: first plan below the bound", of.first_below, "%", 1, FIRST_FROM_BEST)
        yield Row(f"{size}: plan and bound", of.both_s, "s", 1, BOTH_S[size], of.busy_s)
        yield Row(f"{size}: plan below its bound", of.below, "%", 1, FROM_BEST[size])
    if size in PEAK_MB:
        yield Row(f"{size}: memory of the process", of.peak_mb, "MB", 1, PEAK_MB[size])
