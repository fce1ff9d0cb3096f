"""Random instances of the plan of amounts, of the sizes whose figures are published: the same everywhere.

``python -m benchmarks.instances`` makes each once and prints its figures beside the published ones.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

SEED = 1
"""The published seed."""

DEMAND = 1.15
"""What is needed over the whole period, as a multiple of all that is supplied in it."""

DAYS_IN_WEEK = 7
"""A period is so many whole weeks, on either grid."""

SUBSTITUTED = 0.35
"""So often may a kind of capability stand in for another of its family, one for one."""

REFUSED_BY_MEMBER = 0.12
"""The share of places to which a member sends nothing."""

REFUSED_BY_GIVER = 0.06
"""The share of places to which a contribution may not go, besides those its member refuses."""

TASKS = 12
"""Each line is for one of so many tasks."""

REFUSED_TASKS = 0.05
"""The share of tasks which a contribution is not for."""

NOTICE_DAYS = 56
"""Notice to move is anything up to this, counted from the first day of the period."""

STANDING = 0.7
"""The share of contributions offered for the whole period."""

SHARED_DAYS = 28
"""A contribution may serve a line only where their windows share so many days: no tour is shorter."""

TIERS = 4
"""Tiers are drawn from 1 to this."""

WEIGHTS = (800, 1200)
"""Weights are drawn from this range, so that lines of one tier now and then weigh the same."""

TIER_WORTH = (64, 16, 4, 1)
"""What a covered unit is worth by the tier of its line, times the weight of the line."""


class Grid(IntEnum):
    """How many days are planned as one interval.

    Every window is drawn in days. On the grid of weeks each end of a window is moved to the nearest end of a week, by
    three days at most. So lines, links, needs and supplies are the same on both grids: two windows that share
    ``SHARED_DAYS`` share a week at least.
    """

    WEEK = 7
    DAY = 1


@dataclass(frozen=True, slots=True)
class Figures:
    """How large an instance turned out. A component is of lines and givers that are linked, with at least one link."""

    links: int
    link_intervals: int
    components: int
    largest_share: float
    givers_at_once: float


@dataclass(frozen=True, slots=True)
class Size:
    """How many there are of everything, and the figures published for that.

    The rest was tuned to meet these: the number of kinds of ``capabilities`` and of their ``families``, the exponent of
    their Zipf-like shares (``lean``), and for how many weeks lines are open.
    """

    members: int
    lines: int
    givers: int
    weeks: int
    capabilities: int
    families: int
    lean: float
    line_weeks: tuple[int, int]
    published: Figures | None = None


SIZES = {
    "XS": Size(5, 10, 30, 26, 6, 3, 0.7, (8, 20)),
    "S": Size(27, 100, 300, 52, 47, 12, 0.7, (21, 31), Figures(1_358, 33_721, 14, 0.40, 267)),
    "M": Size(27, 600, 3_000, 104, 85, 19, 0.75, (20, 58), Figures(56_967, 2_260_000, 22, 0.43, 2_418)),
    "L": Size(193, 5_000, 50_000, 104, 160, 44, 0.6, (20, 62), Figures(3_460_000, 143_000_000, 52, 0.21, 40_601)),
}
"""The sizes by name. Those of the design; XS is for tests."""

BETWEEN = {
    "XS-S": Size(12, 32, 95, 37, 17, 6, 0.7, (13, 25)),
    "S-M": Size(27, 245, 950, 74, 63, 15, 0.72, (20, 42)),
}
"""Sizes half way between two of these, where both scales are logarithmic: to draw how cost grows."""

PLACES = 20
"""Lines are spread over so many places."""

MEMBER_LEAN = 1.0
"""The exponent of the Zipf-like shares that members have in the contributions."""


@dataclass(frozen=True, slots=True)
class Instance:
    """Lines in the order of serving (tier up, weight down, id), givers, and who may serve whom.

    A giver supplies in the intervals ``begins <= t < ends``; a line needs nothing where it is not open. The links of a
    line are ``giver_of[links_of[line] : links_of[line + 1]]``: the givers that may serve it, those that begin first
    first.
    """

    name: str
    seed: int
    tier: NDArray[np.int32]
    weight: NDArray[np.int32]
    need: NDArray[np.int64]
    begins: NDArray[np.int32]
    ends: NDArray[np.int32]
    supply: NDArray[np.int64]
    links_of: NDArray[np.int64]
    giver_of: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class _Windows:
    """Windows in days: from ``first`` to before ``end``."""

    first: NDArray[np.int64]
    end: NDArray[np.int64]

    def on(self, grid: Grid) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """The same in intervals of a grid."""
        half = grid // 2
        return ((self.first + half) // grid).astype(np.int32), ((self.end + half) // grid).astype(np.int32)


def instance(size: str, seed: int = SEED, grid: Grid = Grid.WEEK) -> Instance:
    """The instance of a size and a seed. What is drawn does not depend on the grid."""
    return made((SIZES | BETWEEN)[size], size if grid is Grid.WEEK else f"{size} by day", seed, grid)


def made(of: Size, name: str, seed: int = SEED, grid: Grid = Grid.WEEK) -> Instance:
    """An instance of any size, under a name."""
    chosen = np.random.default_rng(seed)
    tier, weight = _turns(of, chosen)
    lines, givers = _line_windows(of, chosen), _giver_windows(of, chosen)
    supply = _amounts(of.givers, chosen)
    levels = _amounts(of.lines, chosen)
    needed = np.rint(levels * (DEMAND * _over_time(supply, givers) / _over_time(levels, lines)))
    links_of, giver_of = _links(of, lines, givers, chosen)
    intervals = np.arange(of.weeks * DAYS_IN_WEEK // grid)[:, None]
    opens, closes = lines.on(grid)
    begins, ends = givers.on(grid)
    return Instance(
        name=name,
        seed=seed,
        tier=tier,
        weight=weight,
        need=np.where((opens <= intervals) & (intervals < closes), np.maximum(1, needed).astype(np.int64), 0),
        begins=begins,
        ends=ends,
        supply=supply,
        links_of=links_of,
        giver_of=giver_of,
    )


def worth(of: Instance) -> NDArray[np.int64]:
    """What a covered unit of each line is worth: the larger, the earlier the line has its turn.

    It is the weight of the line times what its tier is worth, made finer so that of lines with equal weights the first
    is worth a little more. Any numbers in this order lead to the same covered quantities, as what can be covered
    together is a polymatroid; so a plan that serves line after line can be compared with a linear program.
    """
    base = np.array(TIER_WORTH)[of.tier - 1] * of.weight.astype(np.int64)
    starts = np.flatnonzero(np.diff(base, prepend=base[0] + 1))
    alike = np.diff(starts, append=len(base))
    after = np.repeat(starts + alike, alike) - np.arange(len(base)) - 1
    fine: NDArray[np.int64] = base * alike.max() + after
    return fine


def objective(of: Instance, covered: NDArray[np.int64]) -> int:
    """What all that is covered is worth, exactly."""
    return sum(int(units) * int(each) for units, each in zip(covered.sum(axis=0), worth(of), strict=True))


def line_of(of: Instance) -> NDArray[np.int64]:
    """The line of each link."""
    return np.repeat(np.arange(len(of.tier)), np.diff(of.links_of))


def figures(of: Instance) -> Figures:
    """How large an instance is."""
    lines = line_of(of)
    opened = np.zeros((len(of.need) + 1, len(of.tier)), np.int32)
    np.cumsum(of.need > 0, axis=0, out=opened[1:])
    both = opened[of.ends[of.giver_of], lines] - opened[of.begins[of.giver_of], lines]
    per_component = np.unique(_components(of, lines)[lines], return_counts=True)[1]
    return Figures(
        links=len(lines),
        link_intervals=int(both.sum()),
        components=len(per_component),
        largest_share=float(per_component.max() / len(lines)),
        givers_at_once=float((of.ends - of.begins).sum() / len(of.need)),
    )


def _components(of: Instance, lines: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each line the first line of its component."""
    of_line = np.arange(len(of.tier))
    while True:
        of_giver = np.full(len(of.supply), len(of.tier))
        np.minimum.at(of_giver, of.giver_of, of_line[lines])
        found = of_line.copy()
        np.minimum.at(found, lines, of_giver[of.giver_of])
        if (found == of_line).all():
            return of_line
        of_line = found


def _turns(of: Size, chosen: np.random.Generator) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The tier and the weight of each line, in the order of serving."""
    tier = chosen.integers(1, TIERS, of.lines, np.int32, endpoint=True)
    weight = chosen.integers(*WEIGHTS, of.lines, np.int32, endpoint=True)
    order = np.lexsort((-weight, tier))
    return tier[order], weight[order]


def _line_windows(of: Size, chosen: np.random.Generator) -> _Windows:
    shortest, longest = of.line_weeks
    long = chosen.integers(shortest * DAYS_IN_WEEK, longest * DAYS_IN_WEEK, of.lines, endpoint=True)
    first = chosen.integers(0, of.weeks * DAYS_IN_WEEK - long, endpoint=True)
    return _Windows(first, first + long)


def _giver_windows(of: Size, chosen: np.random.Generator) -> _Windows:
    """Many for the whole period, the others for a quarter of it or more; each from the end of its notice on."""
    period = of.weeks * DAYS_IN_WEEK
    long = chosen.integers(period // 4, period, of.givers, endpoint=True)
    long[chosen.random(of.givers) < STANDING] = period
    first = chosen.integers(0, period - long, endpoint=True)
    notice = chosen.integers(0, NOTICE_DAYS, of.givers, endpoint=True)
    return _Windows(np.minimum(np.maximum(first, notice), first + long), first + long)


def _amounts(count: int, chosen: np.random.Generator) -> NDArray[np.int64]:
    """Many small ones and a few large ones."""
    return np.rint(1 + chosen.lognormal(2.5, 0.8, count)).astype(np.int64)


def _over_time(amounts: NDArray[np.int64], windows: _Windows) -> float:
    return float((amounts * (windows.end - windows.first)).sum())


def _links(
    of: Size, lines: _Windows, givers: _Windows, chosen: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Who may serve whom: by capability, place, task and window."""
    needed, given = (_shared_out(count, of.capabilities, of.lean, chosen) for count in (of.lines, of.givers))
    families = np.arange(of.capabilities) % of.families
    stands_in = (families[:, None] == families) & (chosen.random((of.capabilities, of.capabilities)) < SUBSTITUTED)
    np.fill_diagonal(stands_in, val=True)
    member = _shared_out(of.givers, of.members, MEMBER_LEAN, chosen)
    goes = chosen.random((of.members, PLACES))[member] >= REFUSED_BY_MEMBER
    goes &= chosen.random((of.givers, PLACES)) >= REFUSED_BY_GIVER
    does = chosen.random((of.givers, TASKS)) >= REFUSED_TASKS
    place, task = chosen.integers(0, PLACES, of.lines), chosen.integers(0, TASKS, of.lines)
    by_first_day = np.argsort(givers.first, kind="stable")
    line_parts: list[NDArray[np.int64]] = []
    giver_parts: list[NDArray[np.int64]] = []
    for kind in range(of.capabilities):
        asking = np.flatnonzero(needed == kind)
        able = by_first_day[stands_in[kind, given[by_first_day]]]
        shared = np.minimum.outer(lines.end[asking], givers.end[able])
        shared -= np.maximum.outer(lines.first[asking], givers.first[able])
        may = (shared >= SHARED_DAYS) & goes[able][:, place[asking]].T & does[able][:, task[asking]].T
        line, giver = np.nonzero(may)
        line_parts.append(asking[line])
        giver_parts.append(able[giver])
    line, giver = np.concatenate(line_parts), np.concatenate(giver_parts)
    links_of = np.zeros(of.lines + 1, np.int64)
    np.cumsum(np.bincount(line, minlength=of.lines), out=links_of[1:])
    return links_of, giver[np.argsort(line, kind="stable")].astype(np.int32)


def _shared_out(count: int, among: int, lean: float, chosen: np.random.Generator) -> NDArray[np.int64]:
    """So many, each of one kind: Zipf-like shares, met as nearly as whole numbers can, in random order."""
    shares = np.arange(1, among + 1) ** -lean
    bounds = np.rint(np.cumsum(shares) / shares.sum() * count).astype(np.int64)
    return chosen.permutation(np.repeat(np.arange(among), np.diff(bounds, prepend=0)))


def _told() -> Iterator[str]:
    for name, size in SIZES.items():
        if size.published:
            yield f"{name} published  {_in_words(size.published)}"
        for grid in Grid:
            started = time.perf_counter()
            made = instance(name, grid=grid)
            took_s = time.perf_counter() - started
            yield f"{name} by {grid.name.lower():8} {_in_words(figures(made))}, made in {took_s:.2f} s"


def _in_words(of: Figures) -> str:
    return (
        f"{of.links:9,} links, {of.link_intervals:13,} over all intervals, {of.components:2} components (the largest "
        f"{of.largest_share:.0%}), {of.givers_at_once:6,.0f} contributions in an interval"
    )


if __name__ == "__main__":
    for told in _told():
        print(told)
