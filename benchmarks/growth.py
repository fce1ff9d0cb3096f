"""How the cost of a plan grows, drawn into the documentation: ``python -m benchmarks.growth``.

Each series changes one thing about the size M and leaves the rest: how many links there are (by more or fewer kinds of
capabilities), over how many weeks, of how many members.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.course import horizon_of
from benchmarks.instances import SIZES, Size, figures, made
from benchmarks.measure import say
from muster.engine.kernels import chosen

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "cost-of-plans.md"
"""The page that is written; its drawing lies beside it."""

RUNS = 5
"""The best of so many runs counts: what slows a run is never the plan."""

M = SIZES["M"]

SERIES: dict[str, tuple[Size, ...]] = {
    "links": tuple(
        replace(M, capabilities=kinds, families=max(2, round(M.families * kinds / M.capabilities)))
        for kinds in (340, 170, 85, 42, 21)
    ),
    "intervals": tuple(replace(M, weeks=weeks) for weeks in (65, 104, 208, 416, 832)),
    "members": tuple(replace(M, members=members) for members in (7, 27, 100, 400, 1600)),
}
"""What is changed, from the least to the most."""

WIDTH, HEIGHT, MARGIN = 300, 220, 44
"""Of one drawing, in pixels."""


@dataclass(frozen=True, slots=True)
class Point:
    """An instance: how much there is of what is changed, its links over all intervals, and the seconds of its plan."""

    much: int
    link_intervals: int
    seconds: float


def measured(what: str, sizes: Sequence[Size]) -> list[Point]:
    """The points of a series."""
    points = []
    for size in sizes:
        of = made(size, what)
        found, whole, spans = figures(of), horizon_of(of), []
        for _ in range(RUNS):
            started = time.perf_counter()
            whole.course()
            spans.append(time.perf_counter() - started)
        much = {"links": found.links, "intervals": size.weeks, "members": size.members}[what]
        points.append(Point(much, found.link_intervals, min(spans)))
    return points


def slope(points: Sequence[Point]) -> float:
    """By which power the cost grows: the slope of the line through the points where both scales are logarithmic."""
    return float(np.polyfit(np.log([one.much for one in points]), np.log([one.seconds for one in points]), 1)[0])


def main() -> None:
    """Measure, and write the page and its drawing."""
    found = {}
    for what, sizes in SERIES.items():
        say(f"growth with {what}")
        found[what] = measured(what, sizes)
    PAGE.write_text("\n".join(_page(found)) + "\n", encoding="utf-8")
    PAGE.with_suffix(".svg").write_text("\n".join(_drawing(found)) + "\n", encoding="utf-8")
    print("\n".join(_page(found)))


def _page(found: dict[str, list[Point]]) -> Iterator[str]:
    yield "# What a plan costs"
    yield ""
    yield "How long the plan of the size M takes, with all its proofs, while one thing about it changes. Measured and"
    yield f"drawn by `python -m benchmarks.growth`, the best of {RUNS} runs, with {chosen().name} kernels."
    yield ""
    yield "![The cost of a plan by links, intervals and members, on logarithmic scales](cost-of-plans.svg)"
    for what, points in found.items():
        yield ""
        yield f"## With {what}: as the power {slope(points):.2f}"
        yield ""
        yield f"| {what} | links over all intervals | milliseconds |"
        yield "| ---: | ---: | ---: |"
        yield from (f"| {one.much:,} | {one.link_intervals:,} | {1000 * one.seconds:.1f} |" for one in points)


def _drawing(found: dict[str, list[Point]]) -> Iterator[str]:
    size = f'width="{WIDTH * len(found)}" height="{HEIGHT}"'
    yield f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="11" fill="#555">'
    for place, (what, points) in enumerate(found.items()):
        yield f'<g transform="translate({place * WIDTH} 0)">'
        yield from _panel(what, points)
        yield "</g>"
    yield "</svg>"


def _panel(what: str, points: Sequence[Point]) -> Iterator[str]:
    across, up = (
        _scaled([one.much for one in points], MARGIN, WIDTH - 12),
        _scaled([one.seconds for one in points], HEIGHT - MARGIN, 24),
    )
    bottom = HEIGHT - MARGIN
    yield f'<text x="{MARGIN}" y="14">{what}: as the power {slope(points):.2f}</text>'
    yield f'<path d="M{MARGIN} 20V{bottom}H{WIDTH - 12}" fill="none" stroke="#999"/>'
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(across, up, strict=True))
    yield f'<polyline points="{line}" fill="none" stroke="#2a6f97" stroke-width="1.5"/>'
    for x, y, one in zip(across, up, points, strict=True):
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#2a6f97"/>'
        yield f'<text x="{x:.1f}" y="{bottom + 14}" text-anchor="middle">{one.much:,}</text>'
    for y, one in ((up[0], points[0]), (up[-1], points[-1])):
        yield f'<text x="{MARGIN - 4}" y="{y + 4:.1f}" text-anchor="end">{1000 * one.seconds:.1f} ms</text>'


def _scaled(values: Sequence[float], low: float, high: float) -> list[float]:
    """Where values lie between two places, on a logarithmic scale."""
    logs = np.log(np.array(values, float))
    span = max(float(np.ptp(logs)), 1e-9)
    return [float(low + (one - logs.min()) / span * (high - low)) for one in logs]


if __name__ == "__main__":
    main()
