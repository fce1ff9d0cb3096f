"""The small book into which features are written: four lines that compete for what eight contributions give."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from muster.core.capabilities import Capability
from muster.core.contributions import Contribution, Step, Word
from muster.core.days import Dated
from muster.core.members import Member, MemberForm
from muster.core.operations import Dates, Operation, OperationForm, Place
from muster.core.quantity import Qualifier, Quantity
from muster.core.requirements import Level, Requirement
from tests.oracle.books import FIRST, _Author

BEGIN = FIRST + timedelta(days=28)
"""The first day of every period."""

MEMBERS = ("M0", "M1", "M2", "M3")
TREE = (("P", None), ("P.0", "P"), ("P.1", "P"), ("P.0.0", "P.0"))
KIND, BELOW, OTHER = "C", "C.0", "D"
"""What most lines need, a kind of it, and another."""


def exactly(number: int) -> Quantity:
    """Exactly so many."""
    return Quantity.said_as(Qualifier.EXACT, number)


def dated(day: date) -> Dated:
    """A day, as it is said."""
    return Dated(day.isoformat())


class Author(_Author):
    """Writes one book. ``shaped`` are the lines and contributions upon which features are written."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed, odd=False)
        self.days = self.random.randint(10, 18)
        self.places = [place for place, _ in TREE]
        self.tasks = ("patrol", "escort")
        self.operation = "OP"
        self.givers: list[str] = []
        self.needed: dict[str, list[str]] = {}

    # -- what is drawn

    def at(self, first: int, last: int | None = None) -> date:
        """A day of the period, counted from its first."""
        return BEGIN + timedelta(days=self.random.randint(first, max(first, self.days - 1 if last is None else last)))

    def line(self) -> str:
        """One of the lines, mostly one of the first two."""
        return self.random.choice(("L0", "L0", "L1", "L1", "L2", "L3"))

    def two_lines(self) -> tuple[str, str]:
        """Two that differ."""
        one, other = self.random.sample(sorted(self.lines), 2)
        return one, other

    def giver(self) -> str:
        """One of the contributions, mostly one of the first three."""
        return self.random.choice((*self.givers[:3], *self.givers))

    # -- what is said

    def requires(self, line: str, start: date | None = None, **fields: Any) -> None:
        """Something more of a line."""
        self.write(FIRST, "requirement", line, Requirement(**fields), start=start)

    def needs(self, line: str, other: str) -> None:
        """A line needs another, besides those that it needs already."""
        self.needed[line] = [*self.needed.get(line, []), other]
        self.requires(line, needs=tuple(self.needed[line]))

    def gives(self, contribution: str, start: date | None = None, **fields: Any) -> None:
        """Something more of a contribution."""
        self.write(FIRST, "contribution", contribution, Contribution(**fields), start=start)

    def stands(self, contribution: str, quantity: Quantity | int, word: str = "committed", **more: Any) -> None:
        """So much of it stands at a word."""
        said = exactly(quantity) if isinstance(quantity, int) else quantity
        start = more.pop("start", FIRST)
        self.write(max(FIRST, start), "step", contribution, Step(word=Word(word), quantity=said, **more), start=start)

    def kind(self, subject: str, unit: str, parent: str | None = None, **more: Any) -> None:
        """A capability."""
        fields = {"name": subject, "unit": unit, **({} if parent is None else {"parent": parent}), **more}
        self.units[subject], self.parents[subject] = unit, parent
        self.write(FIRST, "capability", subject, Capability(**fields))

    def new_line(self, subject: str, capability: str, need: int, **more: Any) -> None:
        """A line from the first on."""
        self.lines[subject] = (self.operation, capability)
        level = Level(quantity=exactly(need))
        self.requires(subject, operation=self.operation, capability=capability, level=level, **more)

    def new_giver(self, subject: str, capability: str, size: int, **more: Any) -> None:
        """A contribution that is committed from the first on."""
        fields = {"member": self.random.choice(MEMBERS), "words": "yes", "operation": self.operation, **more}
        window = Dates(start=dated(FIRST))
        self.givers.append(subject)
        self.gives(subject, capability=capability, **{"window": window, **fields})
        self.stands(subject, size)

    def frame(self) -> None:
        """Members, places, kinds, one operation, lines and contributions, more or less as many as are needed."""
        for member in MEMBERS:
            self.write(FIRST, "member", member, Member(name=member, form=MemberForm.NATION))
        for subject, parent in TREE:
            fields = {"name": subject} | ({} if parent is None else {"parent": parent})
            self.write(FIRST, "place", subject, Place(**fields))
        self.write(FIRST, "operation", self.operation, Operation(name="OP", form=OperationForm.MISSION))
        self.kind(KIND, "persons")
        self.kind(BELOW, "persons", KIND)
        self.kind(OTHER, "trucks")
        for number, kind in enumerate((KIND, KIND, BELOW, OTHER)):
            self.new_line(f"L{number}", kind, self.random.choice((6, 8, 10, 15)))
        for number, kind in enumerate((KIND, BELOW, BELOW, KIND, BELOW, OTHER)):
            self.new_giver(f"A{number}", kind, self.random.choice((2, 4, 5, 6, 9)))
