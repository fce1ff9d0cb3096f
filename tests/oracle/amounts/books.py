"""Random books in which lines compete for contributions: the same seed writes the same book.

They are written as the books of tests.oracle.books are: drafts in any order, finished into facts in recording order.
A tiny book has few units, few lines and no substitutes, so that every plan of it can be looked at.

The books stay clear of what the readings of the package call open: mixed measures in one tree, pins of totals, pins and
instalments of unknown size, numbers finer than a unit, caveats that do not say whether they are declared, conditions
that wait for their own contribution, two turns of a rota with the same first day.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from muster.core.capabilities import Measure
from muster.core.contributions import (
    Assignment,
    Bridge,
    Cap,
    CapWord,
    Caveat,
    Condition,
    ConditionState,
    Contribution,
    Instalment,
    Step,
    Verification,
    Word,
)
from muster.core.days import Dated, Period
from muster.core.operations import Dates
from muster.core.quantity import Qualifier, Quantity
from tests.oracle.amounts.author import MEMBERS, STANDARDS, TASKS, Frame
from tests.oracle.amounts.hanging import Hanging
from tests.oracle.books import FIRST, HORIZON
from tests.oracle.facts import Fact

PERIOD = Period(FIRST, FIRST + timedelta(days=HORIZON + 30))
"""For which totals are planned."""


class Author(Frame):
    """Writes one book."""

    def __init__(self, seed: int, *, tiny: bool = False) -> None:
        super().__init__(seed, tiny=tiny)
        self.aims: dict[str, str] = {}

    def starts(self, most: int) -> list[date]:
        later = sorted(self.random.sample(range(8, 50), self.random.randint(0, most)))
        return [FIRST + timedelta(days=offset) for offset in (self.random.choice((0, 0, 3)), *later)]

    def levels(self) -> None:
        """Lines and contributions of what is measured as a level."""
        counted = sorted(each for each, unit in self.units.items() if unit is not None)
        for number in range(self.random.randint(2, 4) if self.tiny else self.random.randint(4, 12)):
            self.line(f"L{number:02}", counted, self.starts(2))
        lines, made = sorted(self.lines), self.random.randint(2, 5) if self.tiny else self.random.randint(8, 25)
        for number in range(made):
            self.giver(f"K{number:02}", self.random.choice(lines))
        if self.chance(40):
            self.all_pins()

    # -- contributions

    def giver(self, subject: str, aim: str) -> None:
        """A contribution made with a line in view, though not always one that it may serve."""
        operation, asked = self.lines[aim]
        kinds = self.serving(asked) if not self.chance(8) else sorted(self.units)
        fields: dict[str, Any] = {"member": self.random.choice(MEMBERS)}
        fields |= {"capability": self.random.choice(kinds)} if not self.chance(4) else {}
        fields |= {"words": "what they said"} if self.chance(85) else {}
        if self.pools and self.chance(15):
            fields["pool"] = "POOL"
        elif not self.chance(4):
            fields["operation"] = operation
        fields |= {"line": self.random.choice((aim, aim, aim, *sorted(self.lines)))} if self.chance(12) else {}
        if self.chance(20):
            bridged = self.random.choice((aim, aim, aim, aim, *sorted(self.lines)))
            fields["bridge"] = Bridge(line=bridged, until=self.end())
            fields |= {"line": self.random.choice((aim, bridged))} if self.chance(15) else {}
            if self.chance(40):
                fields.pop("operation", None)
        fields |= {"place": self.random.choice(self.places)} if self.chance(40) else {}
        fields |= {"notice_days": self.random.choice((0, 5, 20, 60))} if self.chance(18) else {}
        fields |= {"backfills": "a company elsewhere"} if self.chance(4) else {}
        window = self.window() if self.chance(20) else Dates(start=Dated(self.day(0, 8).isoformat()))
        if window is not None and self.chance(40) and window.start is not None:
            window = Dates(start=window.start, last=Dated(self.day(30, 70).isoformat()))
        fields |= {} if window is None else {"window": window}
        made_on = self.day(0, 6)
        self.write(made_on, "contribution", subject, Contribution(**fields))
        self.aims[subject] = aim
        if "bridge" in fields and self.chance(25):
            self.reconsidered(subject, fields)
        self.steps(subject, operation, made_on)
        self.marks(subject, aim, made_on)

    def steps(self, subject: str, operation: str, made_on: date) -> None:
        """Its tracks: mostly committed, less often something else, changed and lowered over time."""
        words = [self.random.choice(("committed", "committed", "committed", "committed", "in_place", "offered"))]
        words += ["accepted"] * (operation in self.strict and self.chance(65))
        words += self.random.choices(("pledged", "committed", "in_place", "en_route", "accepted", "asked_back"), k=2)[
            : self.random.randint(0, 2)
        ]
        for number, word in enumerate(words):
            day = made_on + timedelta(days=number * self.random.choice((0, 0, 9, 20)))
            given: dict[str, Any] = {"word": Word(word), "quantity": self.quantity(plain=self.chance(60))}
            if word == "committed" and self.chance(70):
                given["operation"] = operation
            recorded = day + timedelta(days=self.random.choice((0, 0, 2)))
            self.write(recorded, "step", subject, Step(**given), start=day, words=self.chance(80))
        if self.chance(20):
            cap = self.random.choice((CapWord.REDUCED, CapWord.REDUCED, *CapWord))
            fields: dict[str, Any] = {"cap": cap}
            fields |= {"quantity": self.quantity()} if cap is CapWord.REDUCED else {}
            day = made_on + timedelta(days=self.random.randint(1, 45))
            if cap is CapWord.PAUSED:
                fields["until"] = Dated((day + timedelta(days=self.random.randint(2, 20))).isoformat())
            self.write(max(made_on, day - timedelta(days=10)), "cap", subject, Cap(**fields), start=day)

    def marks(self, subject: str, aim: str, made_on: date) -> None:
        """Caveats, conditions and verifications."""
        if self.chance(14):
            fields: dict[str, Any] = {"contribution": subject, "words": "not everywhere", "declared": self.chance(60)}
            if self.chance(60):
                fields["places"] = tuple(sorted(self.random.sample(self.places, self.random.randint(1, 2))))
            if "places" not in fields or self.chance(40):
                fields["tasks"] = (self.random.choice((*TASKS, " PATROL ", "escort", "Guard Duty")),)
            self.write(made_on, "caveat", f"{subject}.caveat", Caveat(**fields), end=self.some_day(20, 55, 15))
        for number in range(self.random.choice((0, 0, 0, 1, 1, 2)) if self.chance(60) else 0):
            self.condition(subject, f"{subject}.condition{number}", made_on)
        standard = self.demands[aim].get("standard")
        if self.chance(70 if standard else 5):
            standard = standard or self.random.choice(STANDARDS)
            spelt = self.random.choice((standard, standard.upper(), f" {standard} "))
            record = Verification(by=f"the inspector of {subject}", standard=spelt)
            start = self.some_day(0, 40, 25)
            seen_on, end = max(start or made_on, made_on), self.some_day(41, 60, 15)
            self.write(seen_on, "verification", subject, record, start=start, end=end)

    def condition(self, contribution: str, subject: str, made_on: date) -> None:
        """A condition: open where nothing is said of it, mostly decided later, now and then open again after that."""
        fields: dict[str, Any] = {"contribution": contribution, "words": "if parliament agrees"}
        fields |= {"state": ConditionState.OPEN} if self.chance(50) else {}
        self.write(made_on, "condition", subject, Condition(**fields), start=self.some_day(3, 30, 15))
        if not self.chance(70):
            return
        decided = self.day(8, 45)
        state = self.random.choice((ConditionState.MET, ConditionState.MET, ConditionState.FAILED))
        self.write(decided, "condition", subject, Condition(state=state), start=decided)
        if self.chance(15):
            again = decided + timedelta(days=self.random.randint(1, 20))
            state_again = self.random.choice((None, ConditionState.OPEN))
            self.write(again, "condition", subject, Condition(state=state_again), start=again)

    def some_day(self, first: int, last: int, percent: int) -> date | None:
        return self.day(first, last) if self.chance(percent) else None

    def all_pins(self) -> None:
        """Assignments: most fit; some ask for more than there is, contradict each other, or cannot be."""
        pinned = self.random.sample(sorted(self.aims), min(len(self.aims), self.random.randint(2, 5)))
        for contribution in pinned:
            alike = [each for each, what in self.lines.items() if what == self.lines[self.aims[contribution]]]
            for _ in range(self.random.choice((1, 1, 1, 2, 3))):
                line = self.random.choice(sorted(self.lines) if self.chance(15) else sorted(alike))
                fields: dict[str, Any] = {"contribution": contribution, "line": line}
                if self.chance(75):
                    fields["quantity"] = Quantity.said_as(Qualifier.EXACT, self.random.choice((*self.sizes, 60)))
                subject, day = f"PIN{self.random.randrange(10**6)}", self.day(7, 20)
                self.write(day, "assignment", subject, Assignment(**fields), start=day, end=self.some_day(31, 60, 10))

    # -- totals

    def totals(self) -> None:
        """Lines and contributions of money: terms, instalments, sometimes a second currency instead of the first."""
        own = {"measure": Measure.TOTAL}
        self.capability("T", None, "EUR", 2, Fraction(1), **own)
        self.capability("T.0", "T", "EUR", 2, Fraction(1), **own)
        kinds = ["T", "T", "T.0"]
        if self.chance(50):
            self.capability("U", None, "USD", 2, Fraction(1), **own)
            self.substitute("T", "U", Fraction(self.random.choice((9, 8)), 10))
            kinds += ["U"]
        before = sorted(self.lines)
        for number in range(self.random.randint(1, 4)):
            self.line(f"T{number:02}", kinds, self.starts(3))
        lines = [each for each in sorted(self.lines) if each not in before]
        for number in range(self.random.randint(2, 7)):
            subject = f"Z{number:02}"
            self.giver(subject, self.random.choice(lines))
            for offset in sorted(self.random.sample(range(5, 90), self.random.choice((0, 0, 2, 3)))):
                due = FIRST + timedelta(days=offset)
                text = due.isoformat()[:7] if self.chance(20) else due.isoformat()
                quantity = Quantity.said_as(Qualifier.EXACT, self.random.choice(self.sizes))
                self.write(self.day(7, 9), "instalment", subject, Instalment(due=Dated(text), quantity=quantity))

    # -- what hangs together

    def hangs_together(self) -> None:
        hanging = Hanging(self)
        if self.chance(45):
            hanging.waits(self.aims)
        if self.chance(50):
            hanging.needs(self.lines)
        if self.chance(45):
            hanging.joints(self.aims)
        if self.chance(60):
            hanging.rotas(self.aims)


def random_book(seed: int) -> list[Fact]:
    """A book of 1 or 2 operations, 4 to 12 lines, 8 to 25 contributions; two in five with totals besides.

    In some conditions wait for others, lines need others, contributions are joint, or serve in turn.
    """
    author = Author(seed)
    author.frame()
    author.levels()
    if author.chance(40):
        author.totals()
    author.hangs_together()
    if author.chance(30):
        author.second_thoughts()
    return author.finished()


def tiny_book(seed: int) -> list[Fact]:
    """A book of 2 to 4 lines and 2 to 5 contributions of at most 4 units, in one capability and those below it."""
    author = Author(seed, tiny=True)
    author.frame()
    author.levels()
    return author.finished()


def questions(seed: int, count: int = 2) -> list[tuple[date, date]]:
    """Days of a book to plan for, each as known on that day, some days before, or after everything."""
    random = Random(seed)
    result = []
    for _ in range(count):
        day = FIRST + timedelta(days=random.randint(8, 50))
        before = day - timedelta(days=random.randint(1, 15))
        result.append((day, random.choice((day, before, FIRST + timedelta(days=2 * HORIZON)))))
    return result
