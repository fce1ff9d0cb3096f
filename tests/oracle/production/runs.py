"""Runs of classes: from what counts of the lines of trainers on each day to those who have graduated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from muster.core.capabilities import Measure, Portion
from muster.core.days import Period
from tests.oracle import day_by_day as cover
from tests.oracle.facts import Fact, Standing, ends_of, field, last_possible, rows, standing, subjects
from tests.oracle.production.records import PRODUCTION, TRAINERS

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Run:
    """Classes held at once from a first day to a last. ``graduated``: how much more its contribution supplies then."""

    production: str
    first: date
    last: date
    classes: int
    contribution: str
    graduated: int


class Runs:
    """The runs of a book in a bounded period, as known on a day; ``counts`` is told day after day, in order."""

    def __init__(self, facts: list[Fact], period: Period, known: date) -> None:
        assert period.start is not None
        assert period.end is not None
        self.now: Standing = standing(facts, known)
        self.first, self.last = period.start, period.end - ONE_DAY
        self.counts: dict[date, Mapping[str, Fraction]] = {}

    def tell(self, day: date, counts: Mapping[str, Fraction]) -> None:
        """Says how much of what covers each line that is planned counts on a day."""
        self.counts[day] = counts

    def graduates(self, day: date) -> dict[str, int]:
        """How much more each contribution supplies on a day by the runs that had ended before."""
        result: dict[str, int] = {}
        for run in self.ended():
            if run.last < day:
                result[run.contribution] = result.get(run.contribution, 0) + run.graduated
        return {each: size for each, size in result.items() if size}

    def ended(self) -> list[Run]:
        """The runs all days of which have been told."""
        found = []
        for production in subjects(self.now, PRODUCTION):
            for first in sorted(self.counts):
                course: int | None = self._said(production, "course_days", first)
                if course and self._begins_on(production, first, course):
                    last = first + timedelta(days=course - 1)
                    if last <= self.last and all(first + timedelta(days=n) in self.counts for n in range(course)):
                        found += self._run(production, first, last)
        return found

    def _said(self, production: str, name: str, day: date) -> Any:
        return field(self.now, PRODUCTION, production, name, day)

    def _begins_on(self, production: str, day: date, course: int) -> bool:
        begins = self._said(production, "begins", day)
        after = None if begins is None else (day - last_possible(begins)).days
        return after is not None and after >= 0 and after % course == 0

    def _run(self, production: str, first: date, last: date) -> list[Run]:
        """The run that begins on a day; none where nothing can come of it."""
        contribution: str | None = self._said(production, "graduates", first)
        if contribution is None or not self._may_grow(contribution, first):
            return []
        classes = self._classes(production, first, last)
        of_one = ends_of(self._said(production, "class_size", first), self._decimals(contribution, first))[0] or 0
        return [Run(production, first, last, classes, contribution, classes * of_one)]

    def _capability(self, contribution: str, day: date) -> str | None:
        capability: str | None = field(self.now, "contribution", contribution, "capability", day)
        return capability

    def _decimals(self, contribution: str, day: date) -> int:
        return field(self.now, "capability", self._capability(contribution, day), "decimals", day) or 0

    def _may_grow(self, contribution: str, day: date) -> bool:
        """Whether it is an amount, neither whole nor a total, and neither part of what is joint nor delivered by it."""
        capability = self._capability(contribution, day)
        is_whole = field(self.now, "capability", capability, "portion", day) is Portion.UNIT
        is_total = field(self.now, "capability", capability, "measure", day) is Measure.TOTAL
        joints = subjects(self.now, "joint")
        is_delivered = any(field(self.now, "joint", each, "delivers", day) == contribution for each in joints)
        is_part = any(
            part.contribution == contribution for each in joints for part in cover._parts(self.now, each, day)
        )
        return not (is_whole or is_total or is_delivered or is_part)

    def _classes(self, production: str, first: date, last: date) -> int:
        """As many as every line of trainers allows on every day, and no more than are held at most."""
        wanted = [fact.record for fact in rows(self.now, TRAINERS, production, "line", first)]
        most: int | None = self._said(production, "most_classes", first)
        found = [] if most is None else [most]
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        for row in wanted:
            trainers: Any = row
            capability = field(self.now, "requirement", trainers.line, "capability", first)
            decimals = field(self.now, "capability", capability, "decimals", first) or 0
            needed = ends_of(trainers.per_class, decimals)[0]
            if needed is None:
                return 0
            if needed:
                found.append(min(self.counts[day].get(trainers.line, Fraction(0)) for day in days) // needed)
        return min(found) if wanted and found else 0
