"""A short hand for tiny books, and what their plans must be."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from muster.core.capabilities import Substitute
from muster.core.contributions import Assignment, Condition, ConditionState, Instalment
from muster.core.days import Dated, Period
from muster.core.operations import Place
from tests.oracle.facts import Fact
from tests.oracle.scribe import Scribe, dates, exactly, on

BEGIN, NOW = on(1, 1), on(3, 1)
HALF = Fraction(1, 2)


@dataclass
class Example:
    """A book, what is asked of it, what it must answer."""

    facts: list[Fact]
    covered: dict[str, int | Fraction]
    reasons: dict[tuple[str, str], str | Fraction | int] = field(default_factory=dict)
    day: date = NOW
    known: date = NOW
    pinned: dict[str, int] = field(default_factory=dict)
    short_pins: dict[str, int] = field(default_factory=dict)
    idle_pins: dict[str, str] = field(default_factory=dict)
    odd: int = 0
    firmness: str = "committed"
    open_conditions: bool = True
    counts: dict[str, int | Fraction] = field(default_factory=dict)


@dataclass
class TotalsExample:
    """A book with totals, for the year 2026: what each term, by line and first day, must be covered by."""

    facts: list[Fact]
    covered: dict[tuple[str, date], int | Fraction]
    period: Period = field(default_factory=lambda: Period(on(1, 1), on(1, 1, 2027)))
    known: date = NOW


class Hand(Scribe):
    """Writes books in which operation OP and capability C (persons) are there from the first day."""

    def __init__(self, **operation: Any) -> None:
        super().__init__()
        self.operation(BEGIN, "OP", **operation)
        self.capability(BEGIN, "C")

    def needs(self, subject: str, number: int, **fields: Any) -> None:
        self.line(BEGIN, subject, BEGIN, number, **fields)

    def gives(self, subject: str, number: int, word: str = "committed", **fields: Any) -> None:
        """A contribution that is committed, for OP and of kind C where nothing else is said, from the first day."""
        given = {"words": "yes", "capability": "C", "operation": "OP", "window": dates("2026-01-01"), **fields}
        self.contribution(BEGIN, subject, **given)
        self.step(BEGIN, word, number, of=subject)

    def pin(self, subject: str, contribution: str, line: str, number: int | None = None) -> None:
        fields: dict[str, Any] = {"contribution": contribution, "line": line}
        fields |= {} if number is None else {"quantity": exactly(number)}
        self.write(BEGIN, "assignment", subject, Assignment(**fields))

    def instead(self, capability: str, other: str, efficiency: str) -> None:
        """One unit of the other is worth so many of the capability."""
        row = Substitute(capability=other, efficiency=Decimal(efficiency))
        self.write(BEGIN, "substitute", capability, row)

    def condition(self, contribution: str, only_if: str | None = None, state: str | None = None) -> None:
        """A condition, open where nothing else is said, that may wait for another contribution."""
        fields: dict[str, Any] = {"contribution": contribution, "words": "if"}
        fields |= {} if only_if is None else {"only_if": only_if}
        fields |= {} if state is None else {"state": ConditionState(state)}
        self.write(BEGIN, "condition", f"if-{len(self.facts)}", Condition(**fields))

    def places(self) -> None:
        """North and South lie in Land, Port in North."""
        for subject, parent in (("Land", None), ("North", "Land"), ("South", "Land"), ("Port", "North")):
            fields = {"name": subject} | ({} if parent is None else {"parent": parent})
            self.write(BEGIN, "place", subject, Place(**fields))

    def due(self, contribution: str, day: str, number: int) -> None:
        record = Instalment(due=Dated(day), quantity=exactly(number))
        self.write(BEGIN, "instalment", contribution, record)
