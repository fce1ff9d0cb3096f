"""Random books in which units and amounts compete for lines over some weeks: the same seed writes the same book.

A third of the books counts in weeks: every day on which anything changes and every length is a multiple of 7. A tiny
book has one to three units and so few days that every plan of it can be looked at.

The books stay clear of some of what the readings of the package call open: units that are divided for some time have no
terms, pins hold on days of the period, and no rest of 0 is said where all is counted in weeks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from muster.core.capabilities import Capability, Portion, Substitute
from muster.core.contributions import Assignment, Cap, CapWord, Caveat, Contribution, Step, Word
from muster.core.days import Dated, Period
from muster.core.members import Member, MemberForm
from muster.core.operations import Dates, Operation, OperationForm, Place
from muster.core.quantity import Qualifier, Quantity
from muster.core.requirements import Level, Requirement
from tests.oracle.amounts.author import MEMBERS, TASKS, Frame
from tests.oracle.amounts.hanging import Hanging
from tests.oracle.books import FIRST
from tests.oracle.facts import Fact
from tests.oracle.units.terms import Question

BEGIN = FIRST + timedelta(days=28)
"""The first day of every period."""

WEEK = 7
DIVIDED, SHIPS, BOATS, LORRIES = "C0", "C0.0", "C1", "C3"
"""Kinds: what is divided, what of it comes whole, another that comes whole and may stand for it; and none of these."""

TINY_DAYS = {1: 9, 2: 7, 3: 4}
"""How many days a tiny book of so many units has."""


@dataclass(frozen=True)
class Book:
    """Facts and what is asked of them."""

    facts: list[Fact]
    period: Period
    known: date
    firmness: str = "committed"

    @property
    def question(self) -> Question:
        """The book asked."""
        return Question(self.facts, self.period, self.known, self.firmness)


class Author(Frame):
    """Writes one book."""

    def __init__(self, seed: int, *, tiny: bool = False) -> None:
        super().__init__(seed, tiny=tiny)
        self.step_days = WEEK if self.chance(33) and not tiny else 1
        self.made = self.random.choice((1, 2, 2, 2, 3)) if tiny else self.random.choice((2, 3, 3, 4, 4, 5, 6))
        self.length = self._length()
        self.givers: list[str] = []

    def _length(self) -> int:
        """In days or weeks."""
        if self.tiny:
            return self.random.randint(3, TINY_DAYS[self.made])
        if self.step_days == WEEK:
            return self.random.randint(2, 5)
        return self.random.randint(6, {2: 40, 3: 28}.get(self.made, 16))

    def at(self, number: int) -> date:
        """So many days or weeks after the first day of the period."""
        return BEGIN + timedelta(days=number * self.step_days)

    def inside(self, first: int = 1) -> int:
        """A day or week of the period, not before its first so many."""
        return self.random.randint(min(first, self.length - 1), self.length - 1)

    def long(self, shortest: int, longest: int) -> int:
        """A length: so many days, or as much of that in weeks."""
        if self.step_days == 1:
            return self.random.randint(shortest, longest)
        return WEEK * self.random.randint(max(1, shortest // 4), max(1, longest // 4))

    def exactly(self, number: int) -> Quantity:
        return Quantity.said_as(Qualifier.EXACT, number)

    # -- the frame

    def frame(self) -> None:
        for member in MEMBERS:
            self.write(FIRST, "member", member, Member(name=member, form=MemberForm.NATION))
        for subject, parent in (("P", None), ("P.0", "P"), ("P.1", "P"), ("P.0.0", "P.0")):
            fields = {"name": subject} | ({} if parent is None else {"parent": parent})
            self.write(FIRST, "place", subject, Place(**fields))
            self.places.append(subject)
        self.operations()
        self.capabilities()

    def operations(self) -> None:
        """One operation, in which nothing must be accepted; now and then it ends in the period."""
        fields: dict[str, Any] = {"name": "OP", "form": OperationForm.MISSION}
        if self.chance(8):
            last = self.at(self.inside()) - timedelta(days=1)
            fields["dates"] = Dates(start=Dated(FIRST.isoformat()), last=Dated(last.isoformat()))
        self.missions.append("OP")
        self.write(FIRST, "operation", "OP", Operation(**fields))

    def capability(
        self, subject: str, parent: str | None, unit: str | None, decimals: int, worth: Fraction, **more: Any
    ) -> None:
        more |= {"portion": Portion.UNIT} if subject in (SHIPS, BOATS) else {}
        if subject in (SHIPS, BOATS) and self.chance(50):
            more |= {"tour_days": self.long(2, 9 if not self.tiny else 3)} if self.chance(75) else {}
            more |= {"rest_days": self.long(1, 6 if not self.tiny else 2)} if self.chance(75) else {}
        super().capability(subject, parent, unit, decimals, worth, **more)

    def capabilities(self) -> None:
        self.capability(DIVIDED, None, "ships", 0, Fraction(1))
        self.capability(SHIPS, DIVIDED, "ships", 0, Fraction(1))
        self.capability(BOATS, None, "boats", 0, Fraction(1, 2))
        if self.chance(70):
            self.instead(DIVIDED, BOATS, "0.5")
        if self.chance(35):
            self.instead(BOATS, SHIPS, self.random.choice(("2", "1", "1")))

    def instead(self, capability: str, other: str, worth: str) -> None:
        self.substitutes.append((capability, other))
        self.write(FIRST, "substitute", capability, Substitute(capability=other, efficiency=Decimal(worth)))

    # -- lines

    def all_lines(self) -> None:
        """2 to 4 lines in up to three tiers, whose needs change over time."""
        tiers = self.random.sample((1, 2, 3), 3)
        for number in range(2 if self.tiny else self.random.choice((2, 3, 3, 3, 4))):
            self.one_line(f"L{number}", tiers[0 if self.chance(20) else number % 3])

    def one_line(self, subject: str, tier: int) -> None:
        capability = self.random.choice((DIVIDED, DIVIDED, SHIPS, SHIPS, BOATS))
        fields: dict[str, Any] = {"operation": self.missions[0], "capability": capability}
        fields |= {"tier": tier} if tier != 3 or self.chance(50) else {}
        fields |= {"weight": self.random.choice((1, 2, 3, 5))} if self.chance(60) else {}
        fields |= {"place": self.random.choice(self.places)} if self.chance(30) else {}
        fields |= {"tasks": (self.random.choice(TASKS),)} if self.chance(35) else {}
        self.lines[subject] = (self.missions[0], capability)
        self.demands[subject] = fields
        numbers = [0, *sorted(self.inside() for _ in range(self.random.choice((0, 1, 1, 2))))]
        first = self.inside() if self.chance(15) else None
        for number in sorted(set(numbers)):
            need = 0 if number and self.chance(20) else self.random.randint(3, 9)
            start = None if number == 0 and first is None else self.at(max(number, first or 0))
            record = Requirement(level=Level(quantity=self.exactly(need)), **fields)
            self.write(FIRST, "requirement", subject, record, start=start)
        if self.chance(8):
            start = self.at(self.inside())
            self.write(FIRST, "requirement", subject, Requirement(weight=self.random.choice((1, 4))), start=start)

    # -- what hangs together

    def hangs_together(self) -> None:
        """Conditions that wait, lines that need others, parts of joint contributions and turns: in days or weeks."""
        hanging = Hanging(self, BEGIN, self.step_days)
        aims = {each: self.random.choice(sorted(self.lines)) for each in self.givers}
        if self.chance(20):
            hanging.waits(aims)
        if self.chance(65):
            self.what_counts(hanging)
        if self.chance(12):
            hanging.joints(aims)
        if self.chance(20):
            hanging.rotas(aims)

    # -- what counts

    def what_counts(self, hanging: Hanging) -> None:
        """Thresholds and lines that need others; some of both are said, taken back or changed in the period."""
        if self.chance(40):
            self.apart_from_units()
        for line in sorted(self.lines):
            if self.chance(40):
                first, later = self.random.choice((25, 50, 60, 80, 100)), self.random.choice((None, 30, 75))
                self.said(line, Requirement(threshold=first), Requirement(threshold=later))
        needed: dict[str, list[str]] = {}
        for one, other in hanging.pairs(self.lines, circles=25):
            needed[one] = [*needed.get(one, []), other]
        for line, others in needed.items():
            self.said(line, Requirement(needs=tuple(others)), Requirement(needs=self.random.choice((None, (line,)))))

    def said(self, line: str, first: Requirement, later: Requirement) -> None:
        start = self.at(self.inside()) if self.chance(12) else None
        self.write(FIRST, "requirement", line, first, start=start)
        if self.chance(12):
            self.write(FIRST, "requirement", line, later, start=self.at(self.inside()))

    def apart_from_units(self) -> None:
        """One or two lines of a kind that never comes whole, and amounts of it in most cases."""
        super().capability(LORRIES, None, "lorries", 0, Fraction(1), portion=Portion.AMOUNT)
        for number in range(self.random.choice((1, 1, 2))):
            subject = f"E{number}"
            self.lines[subject] = (self.missions[0], LORRIES)
            tier, level = self.random.choice((1, 2, 3)), Level(quantity=self.exactly(self.random.randint(2, 6)))
            record = Requirement(operation=self.missions[0], capability=LORRIES, tier=tier, level=level)
            start = self.at(self.inside()) if self.chance(15) else None
            self.write(FIRST, "requirement", subject, record, start=start)
        for number in range(self.random.choice((0, 1, 1))):
            self.giver(f"B{number}", LORRIES, self.random.randint(1, 5), {})

    # -- who gives

    def all_givers(self) -> None:
        for number in range(self.made):
            self.unit(f"U{number}")
        for number in range(self.random.choice((0, 0, 1)) if self.tiny else self.random.choice((0, 1, 2, 3))):
            self.giver(f"A{number}", DIVIDED, self.random.randint(1, 6), {})
        if not self.tiny and self.chance(10):
            self.divided_for_some_time("X")

    def giver(self, subject: str, capability: str, size: int, more: dict[str, Any]) -> None:
        fields: dict[str, Any] = {"member": self.random.choice(MEMBERS), "words": "yes", "capability": capability}
        fields |= {"operation": self.missions[0], "window": self.from_to()} | more
        fields |= {"place": self.random.choice(self.places)} if self.chance(20) else {}
        fields |= {"line": self.random.choice(sorted(self.lines))} if self.chance(8) else {}
        fields |= {"notice_days": self.long(1, 12)} if self.chance(8) else {}
        self.givers.append(subject)
        self.write(FIRST, "contribution", subject, Contribution(**fields))
        self.write(FIRST, "step", subject, Step(word=Word.COMMITTED, quantity=self.exactly(size)), start=FIRST)
        if self.chance(30):
            self.changes(subject)
        if self.chance(22):
            self.caveat(subject)

    def from_to(self) -> Dates:
        """Mostly from before the period to after it."""
        first = self.at(self.inside(0)) if self.chance(20) else FIRST
        last = self.at(self.random.randint(1, self.length)) - timedelta(days=1) if self.chance(20) else None
        fields = {"start": Dated(first.isoformat())}
        if last is not None and last >= first:
            fields["last"] = Dated(last.isoformat())
        return Dates(**fields)

    def changes(self, subject: str) -> None:
        """It gives something else from a day on, or pauses."""
        number = self.inside()
        if self.chance(50):
            step = Step(word=Word.COMMITTED, quantity=self.exactly(self.random.randint(1, 6)))
            self.write(self.at(number), "step", subject, step, start=self.at(number))
        elif self.chance(60):
            until = self.at(self.random.randint(number + 1, self.length)) - timedelta(days=1)
            cap = Cap(cap=CapWord.PAUSED, until=Dated(until.isoformat()))
            self.write(FIRST, "cap", subject, cap, start=self.at(number))
        else:
            cap = Cap(cap=CapWord.REDUCED, quantity=self.exactly(1))
            self.write(FIRST, "cap", subject, cap, start=self.at(number))

    def caveat(self, subject: str) -> None:
        fields: dict[str, Any] = {"contribution": subject, "words": "not everywhere", "declared": True}
        if self.chance(65):
            fields["places"] = (self.random.choice(self.places),)
        else:
            fields["tasks"] = (self.random.choice(TASKS),)
        end = self.at(self.inside()) if self.chance(40) else None
        self.write(FIRST, "caveat", f"{subject}.caveat", Caveat(**fields), end=end)

    def unit(self, subject: str) -> None:
        """A unit with its terms; often in place on the first day, now and then pinned."""
        terms: dict[str, Any] = {}
        if self.chance(60):
            terms["tour_days"] = self.long(2, 3) if self.tiny else self.long(3, 12)
        if self.chance(70):
            terms["rest_days"] = self.rest()
        if self.chance(35):
            shortest = self.long(2, 3) if self.tiny else self.long(2, 7)
            terms["shortest_tour_days"] = min(shortest, terms.get("tour_days", shortest))
        asked = self.lines[self.random.choice(sorted(self.lines))][1]
        capability = asked if asked != DIVIDED else self.random.choice((SHIPS, BOATS))
        self.giver(subject, capability, self.random.randint(1, 6), terms)
        if self.chance(30):
            self.in_place(subject)
        if self.chance(22):
            self.agreed(subject)

    def rest(self) -> int:
        """In days now and then 0."""
        if self.step_days == 1 and self.chance(12):
            return 0
        return self.long(1, 2) if self.tiny else self.long(1, 8)

    def in_place(self, subject: str) -> None:
        """Since some days before the first, overdue now and then, with a break in some cases."""
        since = -self.random.choice((0, 1, 2, 4, 9, 20)) if self.step_days == 1 else -self.random.randint(0, 3)
        quantity = self.exactly(self.random.randint(1, 4))
        end = self.at(self.inside()) if self.chance(50) else None
        step = Step(word=Word.IN_PLACE, quantity=quantity)
        self.write(self.at(since), "step", subject, step, start=self.at(since), end=end)
        if self.chance(30):
            earlier, left = self.at(since) - timedelta(days=2 * WEEK), self.at(since) - timedelta(days=WEEK)
            end = self.at(since) if self.chance(50) else left
            self.write(max(FIRST, earlier), "step", subject, step, start=earlier, end=end)

    def agreed(self, subject: str) -> None:
        """For some days of the period: all of it, or so much; now and then to two lines, or on other days again."""
        lines = self.random.sample(sorted(self.lines), 2)
        days = self.some_days()
        if self.chance(35):
            self.pin(subject, lines[0], days, 1)
            self.pin(subject, lines[1], days, self.random.choice((1, 2, None)))
            return
        self.pin(subject, lines[0], days, self.random.choice((1, 2, 3, None)))
        if self.chance(15):
            self.pin(subject, lines[1], self.some_days(), self.random.choice((1, 2, None)))

    def some_days(self) -> tuple[int, int]:
        first = 0 if self.chance(40) else self.inside(0)
        return first, self.random.randint(first + 1, min(self.length, first + 4))

    def pin(self, subject: str, line: str, days: tuple[int, int], number: int | None) -> None:
        fields: dict[str, Any] = {"contribution": subject, "line": line}
        fields |= {} if number is None else {"quantity": self.exactly(number)}
        name = f"{subject}.pin{self.random.randrange(10**6)}"
        self.write(FIRST, "assignment", name, Assignment(**fields), start=self.at(days[0]), end=self.at(days[1]))

    def divided_for_some_time(self, subject: str) -> None:
        """A contribution of a kind that comes whole from a day on, with no terms."""
        kind = "C2"
        super().capability(kind, DIVIDED, "ships", 0, Fraction(1), portion=Portion.AMOUNT)
        self.write(FIRST, "capability", kind, Capability(portion=Portion.UNIT), start=self.at(self.inside()))
        self.giver(subject, kind, self.random.randint(1, 6), {})


def random_book(seed: int, *, tiny: bool = False) -> Book:
    """A book of 2 to 6 units, up to 3 amounts and 2 to 4 lines, for 6 to 40 days; a tiny one of 1 to 3 units."""
    author = Author(seed, tiny=tiny)
    author.frame()
    author.all_lines()
    author.all_givers()
    end = author.at(author.length)
    known = author.random.choice((BEGIN, BEGIN, BEGIN + timedelta(days=WEEK), end, end, FIRST))
    firmness = "in_place" if author.chance(7) else "committed"
    author.hangs_together()
    return Book(author.finished(), Period(BEGIN, end), known, firmness)


def tiny_book(seed: int) -> Book:
    """A book of which every plan can be looked at."""
    return random_book(seed, tiny=True)
