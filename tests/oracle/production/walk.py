"""A plan walked through day by day: who has graduated by then, and all that is against a rule or not the best."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from muster.core.days import Period
from tests.oracle.amounts.day import Asked
from tests.oracle.counts.comparing import Told, faults
from tests.oracle.counts.counting import counts_of
from tests.oracle.counts.interval import NOTHING_ASKED, Interval, Options, interval_of
from tests.oracle.facts import Fact
from tests.oracle.production.runs import Run, Runs
from tests.oracle.units.terms import Question
from tests.oracle.units.validator import Part, Tour, violations


@dataclass(frozen=True)
class Stretch:
    """Days that a plan tells of as one, and what it tells."""

    first: date
    last: date
    told: Told


@dataclass(frozen=True)
class Asking:
    """What the product was asked: a book, its period, as known on a day, at a firmness, with options."""

    facts: list[Fact]
    period: Period
    known: date
    firmness: str = "committed"
    options: Options = NOTHING_ASKED

    @property
    def days(self) -> list[date]:
        """The days of the period."""
        assert self.period.start is not None
        assert self.period.end is not None
        return [self.period.start + timedelta(days=n) for n in range((self.period.end - self.period.start).days)]


class Walk:
    """A plan told as stretches and tours, walked through. ``graduates``: what they add to each supply, by day."""

    def __init__(self, asking: Asking, stretches: Iterable[Stretch], tours: Iterable[Tour]) -> None:
        self.asking, self.stretches, self.tours = asking, list(stretches), list(tours)
        self.runs = Runs(asking.facts, asking.period, asking.known)
        self.graduates: dict[date, dict[str, int]] = {}
        self.intervals: dict[date, Interval] = {}
        plain = Question(asking.facts, asking.period, asking.known, asking.firmness)
        for day in asking.days:
            self._take(day, plain)
        self.question = Question(asking.facts, asking.period, asking.known, asking.firmness, graduates=self.graduates)

    def _take(self, day: date, plain: Question) -> None:
        self.graduates[day] = self.runs.graduates(day)
        tours = {tour.contribution: tour.line for tour in self.tours if day in tour.days}
        interval = interval_of(
            Asked(self.asking.facts, day, self.asking.known, self.asking.firmness).growing(self.graduates[day]),
            self.asking.options,
            whole=plain.on[day].whole,
            tours={unit: line for unit, line in tours.items() if (unit, line) in plain.on[day].sizes},
        )
        self.intervals[day] = interval
        told = self.told_on(day)
        self.runs.tell(day, {} if told is None else counts_of(interval, _possible(interval, told.assigned)))

    def told_on(self, day: date) -> Told | None:
        """What the plan tells of a day."""
        return next((each.told for each in self.stretches if each.first <= day <= each.last), None)

    @property
    def trained(self) -> list[Run]:
        """The runs of the period."""
        return self.runs.ended()

    def violations(self) -> list[str]:
        """All that is against a rule: windows, caveats, pins, tours, rest, phases, supplies with their graduates."""
        parts = []
        for stretch in self.stretches:
            covered = stretch.told.covered
            if self.asking.options.most_from_one is not None and stretch.first in self.intervals:
                covered = self._uncapped(stretch)
            parts.append(Part(stretch.first, stretch.last, stretch.told.assigned, covered))
        found = violations(self.question, self.tours, parts)
        for stretch in self.stretches:
            days = [day for day in self.graduates if stretch.first <= day <= stretch.last]
            found += [
                f"{day}: others have graduated than on {days[0]}, and the plan tells of both as one"
                for day in days
                if self.graduates[day] != self.graduates[days[0]]
            ]
        return found

    def _uncapped(self, stretch: Stretch) -> Mapping[str, Fraction]:
        """What would be covered did all count that one member gives."""
        interval = replace(self.intervals[stretch.first], options=NOTHING_ASKED)
        return counts_of(
            replace(
                interval, lines={name: replace(line, needs=(), threshold=0) for name, line in interval.lines.items()}
            ),
            _possible(interval, stretch.told.assigned),
        )

    def not_best(self) -> list[str]:
        """Where an interval is not told as it is, or less counts or is covered than could."""
        found: list[str] = []
        before: tuple[Interval, Told] | None = None
        own: list[str] = []
        for stretch in self.stretches:
            if stretch.first not in self.intervals:
                continue
            now = self.intervals[stretch.first], stretch.told
            own = own if now == before else faults(*now)
            found += [f"{stretch.first}: {fault}" for fault in own]
            before = now
        return found


def _possible(interval: Interval, assigned: Mapping[tuple[str, str], Fraction]) -> dict[tuple[str, str], Fraction]:
    """What is given where it may serve at all; the rest is named as a violation."""
    return {link: size for link, size in assigned.items() if link in interval.worth}
