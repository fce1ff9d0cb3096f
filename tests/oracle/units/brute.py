"""Every way in which the units of a tiny book can go on tours, and what is best of it, by looking at all of them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from itertools import product

import numpy as np
import numpy.typing as npt

from tests.oracle.units.terms import Question, Serving
from tests.oracle.units.validator import tour_faults

MOST_TO_LOOK_AT = 3_000_000
"""No more plans than these may there be."""

Sums = npt.NDArray[np.int64]


def tours_of(question: Question, unit: str) -> Iterator[Serving]:
    """Every way in which one unit can serve lines beyond its pins."""
    open_to = [[None, *sorted(line for each, line in question.on[day].sizes if each == unit)] for day in question.days]
    for lines in product(*open_to):
        serving = {day: line for day, line in zip(question.days, lines, strict=True) if line is not None}
        if not any(tour_faults(question, unit, serving)):
            yield serving


class Brute:
    """The sums of every tier for every plan: an axis for each unit, exact integers in parts of a common denominator."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.tours = [list(tours_of(question, unit)) for unit in question.units]
        shape = [len(each) for each in self.tours]
        assert math.prod(shape) <= MOST_TO_LOOK_AT
        of_days = [self._day(day) for day in question.days]
        every = [value for values in of_days for sums in values.values() for value in sums.values()]
        self.scale = math.lcm(*(value.denominator for value in every))
        self.sums: dict[int, Sums] = {tier: np.zeros(shape, dtype=np.int64) for tier in question.tiers}
        for day, values in zip(question.days, of_days, strict=True):
            self._add(day, values)

    def _options(self, day: date) -> list[list[str]]:
        """What each unit can serve on a day, nothing being ""."""
        return [sorted({serving.get(day, "") for serving in tours}) for tours in self.tours]

    def _day(self, day: date) -> dict[tuple[str, ...], dict[int, Fraction]]:
        """For all that units can serve on a day: the sum of each tier, amounts doing what is best beside them."""
        result = {}
        for chosen in product(*self._options(day)):
            serving = {unit: line for unit, line in zip(self.question.units, chosen, strict=True) if line}
            covered = self.question.on[day].best(serving, self.question.lines)
            result[chosen] = self.question.values({day: covered})
        return result

    def _add(self, day: date, values: Mapping[tuple[str, ...], Mapping[int, Fraction]]) -> None:
        options = self._options(day)
        places = [
            np.array([own.index(serving.get(day, "")) for serving in tours], dtype=np.intp)
            for own, tours in zip(options, self.tours, strict=True)
        ]
        for tier, sums in self.sums.items():
            flat = [int(values[chosen][tier] * self.scale) for chosen in product(*options)]
            table = np.array(flat, dtype=np.int64).reshape([len(own) for own in options])
            np.add(sums, table[np.ix_(*places)], out=sums)

    def best(self) -> dict[int, Fraction]:
        """The best sum of each tier, those before it held at their best."""
        found: dict[int, Fraction] = {}
        is_left = np.ones([len(each) for each in self.tours], dtype=bool)
        for tier, sums in self.sums.items():
            most = int(sums[is_left].max())
            is_left &= sums == most
            found[tier] = Fraction(most, self.scale)
        return found

    def best_of(self, tier: int, held: Mapping[int, Fraction]) -> Fraction:
        """The best sum of a tier where others are at least so large; only for books without amounts.

        With amounts, what covers an urgent line beyond what is held could cover another: that is not looked at.
        """
        is_left = np.ones([len(each) for each in self.tours], dtype=bool)
        for other, least in held.items():
            is_left &= self.sums[other] >= math.ceil(least * self.scale)
        return Fraction(int(self.sums[tier][is_left].max()), self.scale)
