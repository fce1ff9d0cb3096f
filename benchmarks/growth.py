"""How the cost of a plan grows, drawn into the documentation: ``python -m benchmarks.growth``.

Each series changes one thing about the size M and leaves the rest: how many links there are (by more or fewer kinds of
capabilities), over how many weeks, of how many members.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks import growth_of_units, public_instances
from benchmarks.course import horizon_of
from benchmarks.drawing import Panel, drawing, power
from benchmarks.instances import SIZES, Size, figures, made
from benchmarks.measure import say
from muster.engine.kernels import chosen

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "cost-of-plans.md"
"""The page that is written; its drawings lie beside it."""

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
    return power([one.much for one in points], [one.seconds for one in points])


def write(*, is_large: bool = False, is_all: bool = False) -> None:
    """Measure, and write the page and its drawings: units up to L, and every public instance, only where asked for."""
    found = {}
    for what, sizes in SERIES.items():
        say(f"growth with {what}")
        found[what] = measured(what, sizes)
    units = growth_of_units.measured(is_large=is_large)
    PAGE.with_suffix(".svg").write_text(_drawing(found), encoding="utf-8")
    PAGE.with_name(growth_of_units.DRAWING).write_text(growth_of_units.drawn(units), encoding="utf-8")
    page = [*_page(found), *growth_of_units.page(units), *public_instances.page(is_all=is_all)]
    PAGE.write_text("\n".join(page) + "\n", encoding="utf-8")
    print("\n".join(page))


def main() -> None:
    """Write the page as the arguments say."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth")
    parser.add_argument("--large", action="store_true", help="whole units up to the size L")
    parser.add_argument("--all", action="store_true", help="every public instance, of whatever size")
    asked = parser.parse_args()
    write(is_large=asked.large, is_all=asked.all)


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


def _drawing(found: dict[str, list[Point]]) -> str:
    return drawing(
        [
            Panel(
                f"{what}: as the power {slope(points):.2f}",
                [one.much for one in points],
                [1000 * one.seconds for one in points],
                "ms",
            )
            for what, points in found.items()
        ]
    )


if __name__ == "__main__":
    main()
