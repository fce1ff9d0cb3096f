"""Whole units with tours and rest, made from the random instances: the same everywhere; and what a plan is worth.

``python -m benchmarks.fleets`` makes each size once and prints its figures.

A slot is a week. A unit goes on tours: each is at least ``shortest`` and at most ``longest`` slots long and serves one
line with all that the unit has, and after it the unit serves nothing for ``rest`` slots. In no line is there more
covered than is needed.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.instances import SEED, SIZES, TIER_WORTH, Instance, instance, line_of

SHORTEST = (4, 8)
"""The shortest tour of a unit is drawn from this range, in weeks."""

LONGEST = (12, 26)
"""The longest tour of a unit is drawn from this range, in weeks."""

REST = (0.5, 1.0)
"""A unit rests for a share of its longest tour that is drawn from this range."""

MINI = "mini"
"""The name of a piece of XS that every solver solves within a second or two."""

MINI_SLOTS = range(7, 19)
"""The slots of XS that the mini has."""

MINI_UNITS = 9
"""So many units, the first of XS, are in the mini."""

MINI_TERMS = (2, 4, 4)
"""By so much are shortest and longest tours and rests divided, so that each of them matters in so few slots."""

FLEETS = (MINI, *SIZES)
"""The names of all sizes."""


class Tour(NamedTuple):
    """A unit serves the line of an opening in the slots ``first <= t < end``."""

    unit: int
    opening: int
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Fleet:
    """Lines, units and openings, one number of each array for every one of them.

    Lines stand in their order of serving and have a need in each slot: ``need[slot, line]``. Tiers count from 0, and
    the one before comes first, whatever it costs those after it.

    An opening says that a unit may serve a line in the slots ``opens <= t < closes``, and covers ``size`` in each of
    them. They stand unit by unit, and line by line within a unit: those of a unit are
    ``openings_of[unit] <= opening < openings_of[unit + 1]``. None is shorter than the shortest tour of its unit.
    """

    name: str
    seed: int
    need: NDArray[np.int64]
    weight: NDArray[np.int64]
    tier: NDArray[np.int32]
    shortest: NDArray[np.int32]
    longest: NDArray[np.int32]
    rest: NDArray[np.int32]
    openings_of: NDArray[np.int64]
    unit: NDArray[np.int32]
    line: NDArray[np.int32]
    opens: NDArray[np.int32]
    closes: NDArray[np.int32]
    size: NDArray[np.int64]

    @property
    def slots(self) -> int:
        """How many slots the period has."""
        return len(self.need)

    @property
    def tiers(self) -> int:
        """How many tiers there are, with or without a line."""
        return int(self.tier.max(initial=0)) + 1


def fleet(size: str, seed: int = SEED, *, tiers: bool = False) -> Fleet:
    """The fleet of a size and a seed: every giver of the instance is a unit, on the grid of weeks.

    With ``tiers`` these are strict, and the weights are those within a tier. Without, there is one sum, as in the
    published figures: all lines are in one tier, and a line weighs its weight times what its tier is worth. That is
    a thousand times the weight of the published figures, so that it is an integer.
    """
    if size == MINI:
        return _mini(fleet("XS", seed, tiers=tiers))
    of = instance(size, seed)
    shortest, longest, rest = _terms(len(of.supply), Random(seed))
    worth = np.array(TIER_WORTH)[of.tier - 1]
    line = line_of(of)
    opens, closes = _windows(of, line)
    kept = np.flatnonzero(closes - opens >= shortest[of.giver_of])
    kept = kept[np.lexsort((line[kept], of.giver_of[kept]))]
    unit = of.giver_of[kept]
    return Fleet(
        name=size,
        seed=seed,
        need=of.need,
        weight=of.weight * (1 if tiers else worth),
        tier=of.tier - 1 if tiers else np.zeros_like(of.tier),
        shortest=shortest,
        longest=longest,
        rest=rest,
        openings_of=np.searchsorted(unit, np.arange(len(of.supply) + 1)),
        unit=unit,
        line=line[kept].astype(np.int32),
        opens=opens[kept],
        closes=closes[kept],
        size=of.supply[unit],
    )


def value(of: Fleet, tours: Sequence[Tour]) -> tuple[int, ...]:
    """What the tours cover, by tier: over its lines and all slots, the sum of weight times covered quantity.

    Raises ValueError, with the first fault, if these tours are no plan.
    """
    for fault in faults(of, tours):
        raise ValueError(fault)
    given = np.zeros_like(of.need)
    for tour in tours:
        given[tour.first : tour.end, of.line[tour.opening]] += of.size[tour.opening]
    of_line = np.minimum(given, of.need).sum(axis=0) * of.weight
    return tuple(int(of_line[of.tier == tier].sum()) for tier in range(of.tiers))


def faults(of: Fleet, tours: Sequence[Tour]) -> Iterator[str]:
    """All that is wrong with tours, in sentences; nothing if they are a plan."""
    sound: list[Tour] = []
    for tour in tours:
        if not (0 <= tour.unit < len(of.rest) and 0 <= tour.opening < len(of.unit)):
            yield f"{tour}: no such unit or opening"
        elif of.unit[tour.opening] != tour.unit:
            yield f"{tour}: the opening is of unit {of.unit[tour.opening]}"
        else:
            sound.append(tour)
            yield from _faults_of_one(of, tour)
    sound.sort(key=lambda tour: (tour.unit, tour.first))
    for one, after in pairwise(sound):
        if one.unit == after.unit and after.first < one.end + of.rest[one.unit]:
            yield f"{after}: it begins before unit {one.unit} has rested after {one}"


def _faults_of_one(of: Fleet, tour: Tour) -> Iterator[str]:
    opens, closes = int(of.opens[tour.opening]), int(of.closes[tour.opening])
    if tour.first < opens or tour.end > closes:
        yield f"{tour}: the opening is from {opens} to {closes}"
    if tour.end - tour.first < of.shortest[tour.unit]:
        yield f"{tour}: shorter than {of.shortest[tour.unit]}"
    if tour.end - tour.first > of.longest[tour.unit]:
        yield f"{tour}: longer than {of.longest[tour.unit]}"


def _terms(units: int, chosen: Random) -> NDArray[np.int32]:
    """Three rows: the shortest and the longest tour of each unit, and its rest."""
    terms = np.empty((3, units), np.int32)
    for unit in range(units):
        shortest, longest, share = chosen.randint(*SHORTEST), chosen.randint(*LONGEST), chosen.uniform(*REST)
        terms[:, unit] = shortest, longest, max(1, round(longest * share))
    return terms


def _windows(of: Instance, line: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """For each link the slots in which its line needs something and its giver is there: the first, and the end."""
    needs = of.need > 0
    first, end = needs.argmax(axis=0), len(needs) - needs[::-1].argmax(axis=0)
    opens = np.maximum(first.astype(np.int32)[line], of.begins[of.giver_of])
    closes = np.minimum(end.astype(np.int32)[line], of.ends[of.giver_of])
    return opens, closes


def _mini(of: Fleet) -> Fleet:
    """A few units of a fleet in a few slots, with terms so short, and needs so small, that each of them matters."""
    shortest, longest, rest = (
        np.maximum(1, terms[:MINI_UNITS] // by)
        for terms, by in zip((of.shortest, of.longest, of.rest), MINI_TERMS, strict=True)
    )
    opens = np.maximum(of.opens, MINI_SLOTS.start) - MINI_SLOTS.start
    closes = np.minimum(of.closes, MINI_SLOTS.stop) - MINI_SLOTS.start
    beyond = of.openings_of[MINI_UNITS]
    kept = np.flatnonzero((closes - opens)[:beyond] >= shortest[of.unit[:beyond]])
    need = of.need[MINI_SLOTS.start : MINI_SLOTS.stop]
    return Fleet(
        name=MINI,
        seed=of.seed,
        need=-(-need * MINI_UNITS // len(of.rest)),
        weight=of.weight,
        tier=of.tier,
        shortest=shortest,
        longest=np.maximum(shortest, longest),
        rest=rest,
        openings_of=np.searchsorted(of.unit[kept], np.arange(MINI_UNITS + 1)),
        unit=of.unit[kept],
        line=of.line[kept],
        opens=opens[kept],
        closes=closes[kept],
        size=of.size[kept],
    )


def _told() -> Iterator[str]:
    for name in FLEETS:
        started = time.perf_counter()
        of = fleet(name)
        took_s = time.perf_counter() - started
        yield (
            f"{name:4} {len(of.rest):6,} units, {len(of.tier):5,} lines, {of.slots:3} slots, {len(of.unit):9,} openings"
            f", {int((of.closes - of.opens).sum()):11,} over all slots, made in {took_s:.2f} s"
        )


if __name__ == "__main__":
    for told in _told():
        print(told)
