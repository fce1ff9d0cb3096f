"""Random books in which lines hang on phases: chains and circles of phases, slips, hand-over. Same seed, same book.

Phases are written into the books of tests.oracle.books, whose lines are given a phase, a phase to end with, or both.
The books stay clear of a phase that is pushed and whose stated last day is before its first.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from muster.core.days import Dated
from muster.core.operations import Dates, Phase
from muster.core.requirements import Requirement
from tests.oracle.books import FIRST, HORIZON, _Author
from tests.oracle.facts import Fact, first_possible, last_possible

__all__ = ["FIRST", "HORIZON", "Phasing", "random_book"]


class Phasing:
    """Writes phases into the book of an author, and hangs its lines on them."""

    def __init__(self, author: _Author, operations: Iterable[str]) -> None:
        self.author, self.random = author, author.random
        self.operations = sorted(operations)
        self.phases: list[str] = []
        self.said: dict[str, Dates] = {}

    def all_phases(self) -> None:
        """One to three chains; now and then a circle, and a phase that nothing begins."""
        for number in range(self.random.choice((1, 1, 2, 3))):
            chain = self.chain(number)
            if self.author.chance(12) and len(chain) > 1:
                self.write(FIRST, chain[0], after=chain[-1])
        if self.author.chance(25):
            self.phase("F.none", None, 0)
        for phase in self.phases:
            if self.author.chance(35):
                self.slip(phase)

    def chain(self, number: int) -> list[str]:
        """So many phases, each after the one before, or now and then after the one before that."""
        made: list[str] = []
        for place in range(self.random.choice((2, 3, 3, 4))):
            follows = None if not made else self.random.choice((made[-1], made[-1], made[-1], made[0]))
            made.append(self.phase(f"F{number}.{place}", follows, place))
        return made

    def write(self, recorded: date, phase: str, start: date | None = None, **fields: Any) -> None:
        self.author.write(recorded, "phase", phase, Phase(**fields), start=start)

    def phase(self, subject: str, follows: str | None, place: int) -> str:
        operation = self.random.choice(self.operations)
        fields: dict[str, Any] = {"name": subject, "operation": operation, "order": place + 1}
        fields |= {} if follows is None else {"after": follows}
        if subject != "F.none" and self.author.chance(90 if follows is None else 40):
            fields["dates"] = self.said[subject] = self.dates(place)
        if self.author.chance(55):
            fields["lasts_days"] = self.random.choice((1, 3, 7, 10, 20))
        if follows is not None and self.author.chance(45):
            fields["overlap_days"] = self.random.choice((0, 1, 4, 8, 30))
        self.phases.append(subject)
        self.write(FIRST, subject, **fields)
        return subject

    def dates(self, place: int) -> Dates:
        """A first day, a last one, or both; the last is not before the first, whatever an imprecise one means."""
        first = self.author.day(place * 12 - 5, place * 12 + 20)
        last = first + timedelta(days=self.random.randint(0, 25))
        start = Dated(self.random.choice(("2026-02", "2026-03"))) if self.author.chance(15) else _day(first)
        end = Dated(self.random.choice(("2026-04", "2026-05"))) if self.author.chance(15) else _day(last)
        if self.author.chance(30):
            return Dates(start=start)
        if self.author.chance(8):
            return Dates(last=end)
        if first_possible(end) < last_possible(start):
            end = _day(last_possible(start))
        return Dates(start=start, last=end)

    def slip(self, phase: str) -> None:
        """Later, another last day is recorded; from then on, or also of the days before."""
        said, recorded = self.said.get(phase), self.author.day(5, 45)
        if said is None or said.last is None or self.author.chance(20):
            fields: dict[str, Any] = {"lasts_days": self.random.choice((None, 5, 15))}
        else:
            last = first_possible(said.last) + timedelta(days=self.random.randint(1, 30))
            given = {"last": _day(last)} | ({} if said.start is None else {"start": said.start})
            fields = {"dates": Dates(**given)}
        self.write(recorded, phase, recorded if self.author.chance(60) else None, **fields)

    # -- lines

    def hang(self, lines: Iterable[str]) -> None:
        """Most lines begin in a phase, some end with one; a few change that later."""
        for line in sorted(lines):
            fields: dict[str, Any] = {}
            if self.author.chance(70):
                fields["phase"] = self.random.choice(self.phases)
            if self.author.chance(50):
                fields["ends_with"] = self.random.choice((fields.get("phase"), *self.phases)) or self.phases[0]
            if fields:
                self.author.write(FIRST, "requirement", line, Requirement(**fields))
            if fields and self.author.chance(12):
                changed, name = self.author.day(5, 45), self.random.choice(sorted(fields))
                other = self.random.choice((None, *self.phases))
                given: dict[str, Any] = {name: other}
                self.author.write(changed, "requirement", line, Requirement(**given), start=changed)


def _day(day: date) -> Dated:
    return Dated(day.isoformat())


def random_book(seed: int) -> list[Fact]:
    """A book of 1 to 3 operations, 2 to 6 lines, 3 to 10 contributions and 2 to 12 phases."""
    author = _Author(seed, odd=False)
    author.frame()
    for number in range(author.random.randint(2, 6)):
        author.requirement(f"L{number}")
    phasing = Phasing(author, author.missions)
    phasing.all_phases()
    phasing.hang(author.lines)
    for number in range(author.random.randint(3, 10)):
        author.contribution(f"K{number}")
    return author.finished()
