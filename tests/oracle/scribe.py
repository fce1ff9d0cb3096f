"""A short hand for writing books as lists of facts, and what is expected of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from muster.core.capabilities import Capability
from muster.core.contributions import Bridge, Cap, CapWord, Contribution, Step, Word
from muster.core.days import Dated, Period
from muster.core.operations import Dates, Operation, OperationForm
from muster.core.quantity import Qualifier, Quantity
from muster.core.record import Record
from muster.core.requirements import AcceptedGap, Level, Requirement
from muster.core.shared import Joint, Part, Rota, Turn
from tests.oracle.day_by_day import FIRMEST_FIRST, Ends, Fact, Gap, LineDay

NOBODY: frozenset[str] = frozenset()


def on(month: int, day: int, year: int = 2026) -> date:
    return date(year, month, day)


def down_from(**words: int | Ends) -> dict[str, Ends]:
    """Levels by firmness: a word that is not named has the level of the firmer one before it."""
    result: dict[str, Ends] = {}
    level: Ends | None = None
    for word in FIRMEST_FIRST:
        given = words.get(word)
        level = (given, given) if isinstance(given, int) else given or level
        if level is not None:
            result[word] = level
    return result


@dataclass
class HandMade:
    """A book and what it must answer: rows of a question's terms, ending with the answer."""

    name: str
    facts: list[Fact]
    levels: list[tuple[str, date, date, dict[str, Ends]]] = field(default_factory=list)
    lines: list[tuple[str, date, date, str, LineDay]] = field(default_factory=list)
    free: list[tuple[date, date, str, frozenset[str]]] = field(default_factory=list)
    without_need: list[tuple[date, date, frozenset[str]]] = field(default_factory=list)
    uncertain: list[tuple[str, date, date, bool]] = field(default_factory=list)
    date_unknown: list[tuple[str, date, date, frozenset[str]]] = field(default_factory=list)
    gaps: list[tuple[date, date, str, list[Gap]]] = field(default_factory=list)


def need(number: int, cover: int, gap: int | None, **more: int | str | None) -> LineDay:
    """A line of which need and cover are known exactly."""
    known = {"cover_high": cover, **more}
    return LineDay(need_low=number, need_high=number, cover_low=cover, gap_low=gap, **known)  # type: ignore[arg-type]


def exactly(number: int) -> Quantity:
    return Quantity.said_as(Qualifier.EXACT, number)


def hundreds() -> Quantity:
    return Quantity.said_as(Qualifier.UNSTATED, words="hundreds")


def dates(start: str | None = None, last: str | None = None) -> Dates:
    """A window with what is given of it; one without ends is given, but empty."""
    given = {"start": start, "last": last}
    return Dates.model_validate({end: Dated(text) for end, text in given.items() if text is not None})


def bridge(line: str, until: str) -> Bridge:
    return Bridge(line=line, until=Dated(until))


def accepted_until(until: str) -> AcceptedGap:
    return AcceptedGap(by="the commander", why="we can live with it", until=Dated(until))


class Scribe:
    """Writes facts in recording order; each method returns the index of what it wrote."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []

    def write(
        self,
        day: date,
        kind: str,
        subject: str,
        record: Record,
        *,
        start: date | None = None,
        end: date | None = None,
        words: bool = True,
        supersedes: int | None = None,
    ) -> int:
        index = len(self.facts)
        self.facts.append(Fact(index, day, kind, subject, record, Period(start, end), words, supersedes))
        return index

    def operation(self, day: date, subject: str, **fields: Any) -> int:
        """A mission, where nothing else is said."""
        given = {"name": subject, "form": OperationForm.MISSION, **fields}
        return self.write(day, "operation", subject, Operation(**given))

    def capability(self, day: date, subject: str, unit: str | None = "persons", **fields: Any) -> int:
        given = {"name": subject, **({} if unit is None else {"unit": unit}), **fields}
        return self.write(day, "capability", subject, Capability(**given))

    def line(self, day: date, subject: str, start: date, need: Quantity | int, **fields: Any) -> int:
        """A line from its first day on, in operation OP of capability C where nothing else is said."""
        level = Level(quantity=exactly(need) if isinstance(need, int) else need)
        given = {"operation": "OP", "capability": "C", "level": level, **fields}
        return self.write(day, "requirement", subject, Requirement(**given), start=start)

    def contribution(self, day: date, subject: str = "A", **fields: Any) -> int:
        """A contribution of member M; whatever else is known of it is given."""
        return self.write(day, "contribution", subject, Contribution(**{"member": "M", **fields}))

    def step(
        self,
        day: date,
        word: str,
        quantity: Quantity | int | None,
        *,
        of: str = "A",
        valid: date | None = None,
        end: date | None = None,
        operation: str | None = None,
        words: bool = True,
        supersedes: int | None = None,
    ) -> int:
        """A step, from the day it is recorded where nothing else is said."""
        fields: dict[str, Any] = {"word": Word(word)}
        if quantity is not None:
            fields["quantity"] = exactly(quantity) if isinstance(quantity, int) else quantity
        if operation is not None:
            fields["operation"] = operation
        start = day if valid is None else valid
        return self.write(day, "step", of, Step(**fields), start=start, end=end, words=words, supersedes=supersedes)

    def cap(self, day: date, cap: str, *, of: str = "A", valid: date | None = None, **fields: Any) -> int:
        """A cap, from the day it is recorded where nothing else is said."""
        start = day if valid is None else valid
        return self.write(day, "cap", of, Cap(cap=CapWord(cap), **fields), start=start)

    def joint(self, day: date, subject: str, delivers: str, *parts: str) -> None:
        """A joint contribution with its parts, all of them required."""
        self.write(day, "joint", subject, Joint(name=subject, delivers=delivers))
        for part in parts:
            self.part(day, subject, part)

    def part(self, day: date, joint: str, contribution: str, *, end: date | None = None, **fields: Any) -> int:
        """A part, of which nothing is said whether it is required."""
        return self.write(day, "part", joint, Part(contribution=contribution, role="lift", **fields), end=end)

    def rota(self, day: date, subject: str, line: str) -> int:
        return self.write(day, "rota", subject, Rota(line=line, name=subject, overlap_days=7))

    def turn(
        self,
        day: date,
        rota: str,
        first: str,
        last: str,
        contribution: str | None = None,
        *,
        supersedes: int | None = None,
    ) -> int:
        """A turn, open where no contribution is given."""
        given: dict[str, Any] = {"first": Dated(first), "last": Dated(last)}
        given |= {} if contribution is None else {"contribution": contribution}
        return self.write(day, "turn", rota, Turn(**given), supersedes=supersedes)
