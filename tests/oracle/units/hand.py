"""A short hand for tiny books of units, and the best that can be done in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from muster.core.capabilities import Portion
from muster.core.contributions import Assignment, Contribution
from muster.core.days import Period
from tests.oracle.amounts.hand import BEGIN, NOW, Hand
from tests.oracle.facts import Fact
from tests.oracle.scribe import exactly
from tests.oracle.units.terms import Question


def nth(day: int) -> date:
    """The first day of the period is number 1."""
    return NOW + timedelta(days=day - 1)


@dataclass
class Example:
    """A book, for how many days it is planned, and the best sum of each tier.

    ``given``: for a tier, what is the best where those before it have at least so much.
    """

    facts: list[Fact]
    best: dict[int, int | Fraction]
    days: int = 10
    known: date = NOW
    given: dict[int, tuple[dict[int, int], int | Fraction]] = field(default_factory=dict)

    @property
    def period(self) -> Period:
        """The days that are planned."""
        return Period(NOW, nth(self.days + 1))

    @property
    def question(self) -> Question:
        """The book asked about these days."""
        return Question(self.facts, self.period, self.known)


class UnitsHand(Hand):
    """Writes books in which capability U (ships) comes whole and C (persons) is divided; lines are of tier 1."""

    def __init__(self, **usual: Any) -> None:
        """What is usual: tour_days and rest_days of U."""
        super().__init__()
        self.capability(BEGIN, "U", "ships", portion=Portion.UNIT, **usual)

    def wants(
        self, subject: str, number: int, first: int | None = None, last: int | None = None, **fields: Any
    ) -> None:
        """A line of U, from one day of the period to another."""
        given = {"capability": "U", "tier": 1, **fields}
        self.line(BEGIN, subject, BEGIN if first is None else nth(first), number, **given)
        if last is not None:
            self.line(BEGIN, subject, nth(last + 1), 0, **given)

    def unit(self, subject: str, number: int, **fields: Any) -> None:
        """A unit that is committed."""
        self.gives(subject, number, **{"capability": "U", **fields})

    def is_there(self, subject: str, number: int, first: int, last: int | None = None) -> None:
        """What is in place from a day of the period on, to another; days before the first are 0, -1 and so on."""
        end = None if last is None else nth(last + 1)
        self.step(nth(first), "in_place", number, of=subject, end=end)

    def agreed(self, contribution: str, line: str, first: int, last: int, number: int | None = None) -> None:
        """A pin from one day of the period to another."""
        fields: dict[str, Any] = {"contribution": contribution, "line": line}
        fields |= {} if number is None else {"quantity": exactly(number)}
        subject = f"{contribution}.{line}.{first}"
        self.write(BEGIN, "assignment", subject, Assignment(**fields), start=nth(first), end=nth(last + 1))

    def later(self, contribution: str, day: int, **fields: Any) -> None:
        """From a day of the period on something else is said of a contribution."""
        self.write(BEGIN, "contribution", contribution, Contribution(**fields), start=nth(day))
