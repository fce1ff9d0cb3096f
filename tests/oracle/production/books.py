"""Random books in which trainers make police: the same seed writes the same book.

Producing writes into the book of any author: kinds of instructors and police, lines of both, who gives them, and one or
two productions. Alone it makes small books of amounts; books of units and amounts get it in tests.oracle.pairs.

The books stay clear of what the readings of the package call open: operations that require acceptance for contributions
that grow, conditions that wait for one of these, courses that change, classes that need none or nobody knows how many.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from muster.core.capabilities import Capability
from muster.core.contributions import Cap, CapWord, Caveat, Condition, ConditionState, Contribution, Step, Word
from muster.core.days import Dated, Period
from muster.core.members import Member, MemberForm
from muster.core.operations import Dates, Operation, OperationForm, Place
from muster.core.quantity import Qualifier, Quantity
from muster.core.requirements import Level, Requirement
from muster.core.shared import Joint, Part
from tests.oracle.amounts.author import Frame
from tests.oracle.books import FIRST, _Author
from tests.oracle.production.records import PRODUCTION, TRAINERS, production, trainers
from tests.oracle.production.walk import Asking

BEGIN = FIRST + timedelta(days=28)
"""The first day of every period, as of books of units."""

HOST, GUESTS = "HOST", ("N0", "N1", "N2")
INSTRUCTORS, POLICE = "I", "G"
"""Kinds."""


def number(size: int) -> Quantity:
    """Exactly so many."""
    return Quantity.said_as(Qualifier.EXACT, size)


@dataclass(frozen=True)
class Setting:
    """Where production is written: the operation, the places, the first day of the period and how many it has."""

    operation: str
    places: tuple[str, ...] = ()
    begin: date = BEGIN
    days: int = 30


class Producing:
    """Writes trainers, those whom they train, and productions."""

    def __init__(self, author: _Author, setting: Setting) -> None:
        self.author, self.random, self.setting = author, author.random, setting
        self.lines: list[str] = []

    def all(self) -> None:
        """Kinds, members, lines, who gives, and one or two productions."""
        for member in (HOST, *GUESTS):
            self.author.write(FIRST, "member", member, Member(name=member, form=MemberForm.NATION))
        self.kinds()
        trained = [self.line(f"{INSTRUCTORS}{each}", INSTRUCTORS, 4, 12) for each in range(self.few())]
        for each in range(self.few()):
            self.line(f"{POLICE}{each}", POLICE, 20, 90, servers=(HOST,) if self.author.chance(60) else None)
        for each in range(self.random.choice((1, 2, 3))):
            self.giver(f"{INSTRUCTORS}by{each}", INSTRUCTORS, self.random.choice(GUESTS), self.random.randint(2, 8))
        growing = [self.grows(f"{POLICE}by{each}") for each in range(self.few())]
        for each in range(self.few()):
            self.production(f"PR{each}", growing, trained)

    def few(self) -> int:
        return self.random.choice((1, 1, 2))

    def kinds(self) -> None:
        for kind, unit, decimals in ((INSTRUCTORS, "teams", self.random.choice((0, 0, 1))), (POLICE, "persons", 0)):
            record = Capability(name=kind, unit=unit, decimals=decimals)
            self.author.write(FIRST, "capability", kind, record)
            self.author.units[kind], self.author.parents[kind] = unit, None

    def at(self, first: int, last: int) -> date:
        """A day of the period, counted from its first."""
        return self.setting.begin + timedelta(days=self.random.randint(min(first, last), last))

    def line(self, subject: str, kind: str, least: int, most: int, servers: tuple[str, ...] | None = None) -> str:
        fields: dict[str, Any] = {"operation": self.setting.operation, "capability": kind}
        fields |= {"tier": self.random.choice((1, 2, 3))} if self.author.chance(80) else {}
        fields |= {"weight": self.random.choice((1, 2, 5))} if self.author.chance(40) else {}
        fields |= {"servers": servers} if servers else {}
        fields |= (
            {"place": self.random.choice(self.setting.places)} if self.author.chance(20) and self.setting.places else {}
        )
        fields |= {"threshold": self.random.choice((20, 50))} if self.author.chance(20) else {}
        fields |= {"needs": (self.random.choice(self.lines),)} if self.author.chance(20) and self.lines else {}
        level = Level(quantity=number(self.random.randint(least, most)))
        self.author.write(FIRST, "requirement", subject, Requirement(level=level, **fields))
        if self.author.chance(30):
            later = Level(quantity=number(self.random.choice((0, least, most))))
            start = self.at(3, self.setting.days - 1)
            self.author.write(FIRST, "requirement", subject, Requirement(level=later), start=start)
        self.lines.append(subject)
        return subject

    def giver(self, subject: str, kind: str, member: str, size: int, **more: Any) -> None:
        fields: dict[str, Any] = {"member": member, "capability": kind, "operation": self.setting.operation}
        fields |= {"words": "yes", "window": Dates(start=Dated(FIRST.isoformat()))} | more
        self.author.write(FIRST, "contribution", subject, Contribution(**fields))
        if size:
            step = Step(word=Word.COMMITTED, quantity=number(size))
            self.author.write(FIRST, "step", subject, step, start=FIRST)
        if size and self.author.chance(25):
            cap = Cap(cap=CapWord.REDUCED, quantity=number(max(1, size // 2)))
            self.author.write(FIRST, "cap", subject, cap, start=self.at(2, self.setting.days - 1))

    def grows(self, subject: str) -> str:
        """Those who are trained: some of them there from the first, or none; with all that may speak against them."""
        window = {"start": Dated((FIRST if self.author.chance(80) else self.at(5, 20)).isoformat())}
        if self.author.chance(15):
            window["last"] = Dated(self.at(20, self.setting.days).isoformat())
        size = 0 if self.author.chance(60) else self.random.randint(1, 10)
        more = (
            {"place": self.random.choice(self.setting.places)} if self.author.chance(20) and self.setting.places else {}
        )
        self.giver(subject, POLICE, HOST, size, window=Dates(**window), **more)
        if self.author.chance(15) and self.setting.places:
            caveat = Caveat(contribution=subject, words="not there", places=(self.random.choice(self.setting.places),))
            self.author.write(FIRST, "caveat", f"{subject}.caveat", caveat)
        if self.author.chance(12):
            condition = Condition(contribution=subject, words="if", state=ConditionState.FAILED)
            self.author.write(FIRST, "condition", f"{subject}.if", condition, start=self.at(8, self.setting.days))
        if self.author.chance(6):
            self.author.write(FIRST, "joint", f"{subject}.joint", Joint(name=subject, delivers=f"{INSTRUCTORS}by0"))
            self.author.write(FIRST, "part", f"{subject}.joint", Part(contribution=subject, required=False))
        return subject

    def production(self, subject: str, growing: list[str], trained: list[str]) -> None:
        begins = self.setting.begin + timedelta(days=self.random.choice((-10, -3, 0, 0, 0, 2, 5)))
        fields: dict[str, Any] = {"name": subject, "graduates": self.random.choice(growing)}
        fields |= {"class_size": number(self.random.choice((3, 5, 10, 20)))}
        fields |= {"course_days": self.random.choice((4, 5, 7, 10)), "begins": Dated(begins.isoformat())}
        fields |= {"most_classes": self.random.choice((1, 2, 3))} if self.author.chance(40) else {}
        self.author.write(FIRST, PRODUCTION, subject, production(**fields))
        for line in self.random.sample(trained, self.random.randint(1, len(trained))):
            of_class = Quantity.said_as(Qualifier.EXACT, self.random.choice((1, 1, 2, 3)))
            self.author.write(FIRST, TRAINERS, subject, trainers(line=line, per_class=of_class))
        if self.author.chance(30):
            changed = self.at(3, self.setting.days - 1)
            given = self.random.choice(
                ({"class_size": number(2)}, {"most_classes": 1}, {"graduates": self.random.choice(growing)})
            )
            self.author.write(FIRST, PRODUCTION, subject, production(**given), start=changed)


class Author(Frame):
    """Writes a book of little but production."""

    def frame(self) -> None:
        for subject, parent in (("P", None), ("P.0", "P"), ("P.1", "P")):
            fields = {"name": subject} | ({} if parent is None else {"parent": parent})
            self.write(FIRST, "place", subject, Place(**fields))
        self.write(FIRST, "operation", "OP", Operation(name="OP", form=OperationForm.MISSION))
        self.worths |= {INSTRUCTORS: Fraction(1), POLICE: Fraction(1)}


def random_book(seed: int) -> Asking:
    """A book of 2 to 4 lines and 2 to 5 contributions with one or two productions, asked about 14 to 30 days."""
    author = Author(seed)
    author.frame()
    days = author.random.randint(14, 30)
    Producing(author, Setting("OP", ("P", "P.0", "P.1"), BEGIN, days)).all()
    return Asking(author.finished(), Period(BEGIN, BEGIN + timedelta(days=days)), BEGIN)
