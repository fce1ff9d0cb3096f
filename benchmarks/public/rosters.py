"""Nurse rostering: instances as they are published, as far as they are cover over time; and what covers it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from benchmarks.public.data import data

FOLDER = "nurse_rostering"
"""The data set."""


@dataclass(frozen=True, slots=True)
class Nurse:
    """Somebody who works for days in a row and then has days off.

    At least ``shortest`` and at most ``longest`` days of work in a row, then at least ``rest`` days off; none on
    ``days_off``. Work at the edge of the period may be shorter: it began before, or goes on after. ``shifts``: those
    that the nurse ever works.
    """

    shortest: int
    longest: int
    rest: int
    days_off: frozenset[int]
    shifts: frozenset[int]


@dataclass(frozen=True, slots=True)
class Roster:
    """How many nurses each shift needs on each day, ``need[day][shift]``, and who there is."""

    name: str
    need: tuple[tuple[int, ...], ...]
    nurses: tuple[Nurse, ...]

    @property
    def needed(self) -> int:
        """How many nurses are needed, over all days and shifts."""
        return sum(map(sum, self.need))


Worked = Sequence[Sequence[int | None]]
"""The shift of each nurse on each day, ``worked[nurse][day]``; None on a day off."""


def file_of(name: str) -> str:
    """The file of an instance: ``01`` and so on."""
    return f"NurseRostering-{name}.json"


def roster(name: str) -> Roster:
    """The instance of a name. Raises NoDataError where it is absent, ValueError where it cannot be read."""
    return parsed(name, data(f"{FOLDER}/{file_of(name)}").read_text(encoding="utf-8"))


def parsed(name: str, text: str) -> Roster:
    """Read what of an instance is cover over time. Raises ValueError where that is missing or no number."""
    try:
        told = json.loads(text)
        need = tuple(tuple(int(cover["requirement"]) for cover in day) for day in told["covers"])
        return Roster(name, need, tuple(_nurse(one) for one in told["staffs"]))
    except KeyError as missing:
        raise ValueError(f"{name}: {missing} is missing") from missing
    except (TypeError, ValueError) as wrong:
        raise ValueError(f"{name}: it cannot be read: {wrong}") from wrong


def known(path: Path | None = None) -> dict[str, int]:
    """The least penalty that is published, by file: of all rules and wishes, a missing nurse at 100."""
    with (path or data(f"{FOLDER}/best_known.csv")).open(encoding="utf-8", newline="") as lines:
        return {row["instance"]: int(row["best_known"]) for row in csv.DictReader(lines)}


def with_one_shift(of: Roster) -> Roster:
    """The same with all shifts of a day as one, which every nurse works: whatever covers the shifts covers this."""
    nurses = (replace(nurse, shifts=frozenset({0})) for nurse in of.nurses if nurse.shifts)
    return Roster(of.name, tuple((sum(day),) for day in of.need), tuple(nurses))


def uncovered(of: Roster, worked: Worked) -> int:
    """How many nurses are missing, over all days and shifts. Raises ValueError if somebody works as nobody may.

    Nobody may change from one shift to another without days off: that is not in the published rules, but in our model.
    """
    for number, (nurse, days) in enumerate(zip(of.nurses, worked, strict=True)):
        for fault in _faults(nurse, days):
            raise ValueError(f"{of.name}: nurse {number} {fault}")
    missing = 0
    for day, need in enumerate(of.need):
        there = [days[day] for days in worked]
        missing += sum(max(0, count - there.count(shift)) for shift, count in enumerate(need))
    return missing


def _nurse(told: dict[str, Any]) -> Nurse:
    return Nurse(
        shortest=int(told["minConsecutiveShifts"]),
        longest=int(told["maxConsecutiveShifts"]),
        rest=int(told["minConsecutiveDaysOff"]),
        days_off=frozenset(map(int, told["daysOff"])),
        shifts=frozenset(shift for shift, most in enumerate(told["maxShifts"]) if most),
    )


def _faults(nurse: Nurse, days: Sequence[int | None]) -> Iterator[str]:
    """What is wrong with the days of a nurse, stretch by stretch."""
    free_from = 0
    for at_work, group in groupby(range(len(days)), lambda day: days[day] is not None):
        stretch = list(group)
        if not at_work:
            continue
        first, last = stretch[0], stretch[-1]
        if first < free_from:
            yield f"works on day {first} without enough days off"
        free_from = last + 1 + nurse.rest
        if len(stretch) > nurse.longest:
            yield f"works too long from day {first} on"
        if len(stretch) < nurse.shortest and first > 0 and last < len(days) - 1:
            yield f"works too short from day {first} on"
        if nurse.days_off.intersection(stretch):
            yield f"works on a day off from day {first} on"
        shifts = {days[day] for day in stretch}
        if len(shifts) > 1 or not shifts <= nurse.shifts:
            yield f"works another shift from day {first} on"
