"""Nurse rostering as a fleet of whole units: ``python -m benchmarks.public.rostering 01 01-one --seconds 5``.

A nurse is a unit of size 1; a tour is a stretch of days at work, and rest is days off. A shift is a line with its need
of each day as a slot. Stretches at the edges of the period may be shorter: slots in which nothing is needed lie before
and after it, so that a tour may begin before it and end after it.

A tour serves one line, so that in this model nobody changes shifts within a stretch of work. ``01`` is the instance so
restricted. In ``01-one`` all shifts of a day are one line, which all may serve: every roster that the instance allows
covers as much there, so what is missing there at least is missing in every roster.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from benchmarks.fleets import Fleet, Tour, faults
from benchmarks.public.answers import Answer, tell
from benchmarks.public.rosters import Nurse, Roster, roster, uncovered, with_one_shift
from muster.engine import fleet as engine
from muster.engine.kernels.tours import Tours
from muster.engine.pricing import FINENESS, descent
from muster.engine.searching import Trial, improve, settle, trips_of
from muster.engine.touring import Effort, Work

ONE = "-one"
"""At the end of a name: with all shifts of a day as one."""

TURNS = 1_000
"""So many turns of prices."""

STEPS = 10**9
"""More steps than there is time for."""


def asked(name: str) -> Roster:
    """The roster of a name, with ``ONE`` at its end or without; nurses who may work nowhere are left out."""
    of = roster(name.removesuffix(ONE))
    of = with_one_shift(of) if name.endswith(ONE) else of
    return replace(of, nurses=tuple(nurse for nurse in of.nurses if any(_openings(of, 0, nurse))))


def edge(of: Roster) -> int:
    """So many slots lie before the period, and after it."""
    return max(nurse.shortest for nurse in of.nurses) - 1


def fleet_of(of: Roster) -> Fleet:
    """A roster in the terms of the engine."""
    around = edge(of)
    unit, line, opens, closes = _columns(
        [each for unit, nurse in enumerate(of.nurses) for each in _openings(of, unit, nurse)]
    )
    shortest, longest, rest = _columns([(nurse.shortest, nurse.longest, nurse.rest) for nurse in of.nurses])
    need = np.pad(np.array(of.need, np.int64), ((around, around), (0, 0)))
    lines, units = need.shape[1], len(of.nurses)
    return Fleet(
        name=of.name,
        seed=0,
        need=need,
        weight=np.ones(lines, np.int64),
        tier=np.zeros(lines, np.int32),
        shortest=shortest,
        longest=longest,
        rest=rest,
        openings_of=np.searchsorted(unit, np.arange(units + 1)),
        unit=unit,
        line=line,
        opens=opens,
        closes=closes,
        size=np.ones(len(unit), np.int64),
    )


def in_engine(of: Fleet) -> engine.Fleet:
    """A fleet as the engine has it."""
    rows = tuple(
        engine.Row(need, (int(weight),) * of.slots, int(tier))
        for need, weight, tier in zip(of.need.T.tolist(), of.weight, of.tier, strict=True)
    )
    return engine.Fleet(of.slots, of.tiers, rows, tuple(_unit(of, unit) for unit in range(len(of.rest))))


def worked(of: Roster, tours: Sequence[Tour]) -> list[list[int | None]]:
    """The shift of each nurse on each day. Raises ValueError if these tours are no plan."""
    fleet, around = fleet_of(of), edge(of)
    for fault in faults(fleet, tours):
        raise ValueError(fault)
    days: list[list[int | None]] = [[None] * len(of.need) for _ in of.nurses]
    for tour in tours:
        for day in range(max(0, tour.first - around), min(len(of.need), tour.end - around)):
            days[tour.unit][day] = int(fleet.line[tour.opening])
    return days


def solved(name: str, of: Roster, seconds: float) -> Answer:
    """The bound by prices, then tours until they are at the bound or the time is over."""
    started = time.perf_counter()
    fleet = in_engine(fleet_of(of))
    most = min(worth for worth, _ in descent(fleet.tours(), 0, 0, Work(Effort(turns=TURNS)))) // FINENESS
    tours = fleet.tours()
    settle(tours)
    first = _uncovered(of, tours)
    work = Work(Effort(steps=STEPS, stop=lambda: time.perf_counter() > started + seconds))
    improve([Trial(tours, [most], STEPS, seed=1)], work)
    taken_s = time.perf_counter() - started
    return Answer(name, _uncovered(of, tours), of.needed - most, taken_s, first)


def _uncovered(of: Roster, tours: Tours) -> int:
    return uncovered(of, worked(of, [Tour(*trip) for trip in trips_of(tours)]))


def _unit(of: Fleet, unit: int) -> engine.Unit:
    openings = tuple(
        engine.Opening(int(of.line[at]), int(of.opens[at]), (engine.Run(int(of.closes[at]), int(of.size[at])),))
        for at in range(of.openings_of[unit], of.openings_of[unit + 1])
    )
    return engine.Unit(int(of.shortest[unit]), int(of.longest[unit]), int(of.rest[unit]), openings)


def _columns(rows: Sequence[tuple[int, ...]]) -> NDArray[np.int32]:
    return np.ascontiguousarray(np.array(rows, np.int32).T)


def _openings(of: Roster, unit: int, nurse: Nurse) -> Iterator[tuple[int, int, int, int]]:
    """Unit, line, and the slots from one day off to the next."""
    around = edge(of)
    closed = [-1, *(day + around for day in sorted(nurse.days_off)), len(of.need) + 2 * around]
    for shift in sorted(nurse.shifts):
        for before, after in pairwise(closed):
            if after - before - 1 >= nurse.shortest:
                yield unit, shift, before + 1, after


if __name__ == "__main__":
    tell("benchmarks.public.rostering", lambda name, seconds: solved(name, asked(name), seconds))
