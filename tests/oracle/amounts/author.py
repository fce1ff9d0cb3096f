"""The frame of a random book: members and their groups, places, capabilities and substitutes, operations, lines."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from muster.core.capabilities import Capability, Measure, Substitute
from muster.core.days import Dated
from muster.core.members import Member, MemberForm, Membership
from muster.core.operations import Acceptance, Dates, Operation, OperationForm, Place
from muster.core.quantity import Qualifier, Quantity
from muster.core.requirements import Basis, Level, Requirement
from tests.oracle.books import FIRST, _Author

MEMBERS = ("M0", "M1", "M2", "M3", "M4", "M5")
GROUPS = ("G0", "G1")
TASKS = ("patrol", "Escort", "guard duty")
STANDARDS = ("Role 2", "night flight")
WORTHS = (Fraction(1), Fraction(2), Fraction(4), Fraction(5), Fraction(10))
"""What one unit of a kind is worth, by its root: their quotients are finite decimals."""


class Frame(_Author):
    """Writes what a book holds before anybody gives anything."""

    def __init__(self, seed: int, *, tiny: bool = False) -> None:
        super().__init__(seed, odd=False)
        self.tiny = tiny
        self.sizes = (1, 2, 3, 4) if tiny else (5, 8, 10, 15, 20, 30, 40, 50)
        self.worths: dict[str, Fraction] = {}
        self.substitutes: list[tuple[str, str]] = []
        self.demands: dict[str, dict[str, Any]] = {}

    def number(self) -> Quantity:
        return Quantity.said_as(self.random.choice((Qualifier.EXACT, Qualifier.ABOUT)), self.random.choice(self.sizes))

    def quantity(self, *, plain: bool = False) -> Quantity:
        """A number of the size of this book; now and then a range, or one without a low end."""
        if plain or self.tiny or not self.chance(20):
            return self.number()
        size = self.random.choice(self.sizes)
        return self.random.choice(
            (
                Quantity.said_as(Qualifier.AT_LEAST, size),
                Quantity.said_as(Qualifier.RANGE, size, to=size + 15),
                Quantity.said_as(Qualifier.UP_TO, size),
                Quantity.said_as(Qualifier.UNSTATED, words="hundreds"),
            )
        )

    def frame(self) -> None:
        for member in MEMBERS:
            self.write(FIRST, "member", member, Member(name=member, form=MemberForm.NATION))
            for group in GROUPS:
                if self.chance(35):
                    start = self.day(0, 30) if self.chance(30) else None
                    end = self.day(35, 60) if self.chance(30) else None
                    self.write(FIRST, "membership", member, Membership(group=group), start=start, end=end)
        for subject, parent in (("P", None), ("P.0", "P"), ("P.1", "P"), ("P.0.0", "P.0")):
            fields = {"name": subject} | ({} if parent is None else {"parent": parent})
            self.write(FIRST, "place", subject, Place(**fields))
            self.places.append(subject)
        self.operations()
        self.capabilities()
        if not self.tiny and self.chance(65):
            self.all_substitutes()

    def operations(self) -> None:
        for number in range(1 if self.tiny else self.random.randint(1, 2)):
            subject = f"OP{number}"
            fields: dict[str, Any] = {"name": subject, "form": OperationForm.MISSION}
            if self.chance(25):
                fields["acceptance"] = Acceptance.REQUIRED
                self.strict.add(subject)
            elif self.chance(30):
                fields["acceptance"] = Acceptance.ASSUMED
            if self.chance(20):
                start = FIRST + timedelta(days=self.random.choice((-30, 0, 12)))
                last = Dated("2026-04" if self.chance(30) else self.day(40, 55).isoformat())
                fields["dates"] = Dates(start=Dated(start.isoformat()), last=last)
            self.missions.append(subject)
            self.write(FIRST, "operation", subject, Operation(**fields))
        if self.chance(40):
            self.pools.append("POOL")
            self.write(FIRST, "operation", "POOL", Operation(name="POOL", form=OperationForm.POOL))

    # -- capabilities

    def capabilities(self) -> None:
        for number in range(1 if self.tiny else self.random.randint(2, 3)):
            root, worth = f"C{number}", self.random.choice(WORTHS)
            unit, decimals = self.random.choice((("persons", 0), ("persons", 0), ("trucks", 0), ("tonnes", 2)))
            decimals = 0 if self.tiny else decimals
            self.capability(root, None, unit, decimals, worth)
            for child in range(self.random.randint(0, 2)):
                below, is_same = f"{root}.{child}", not self.chance(12)
                others = (("hours", 0), (None, 0), (unit, decimals if self.tiny else decimals + 1))
                own_unit, own_decimals = (unit, decimals) if is_same else self.random.choice(others)
                self.capability(below, root, own_unit, own_decimals, worth)
                if is_same and self.chance(40):
                    self.capability(f"{below}.0", below, own_unit, own_decimals, worth)

    def capability(
        self, subject: str, parent: str | None, unit: str | None, decimals: int, worth: Fraction, **more: Any
    ) -> None:
        fields: dict[str, Any] = {"name": subject, **more}
        fields |= {} if parent is None else {"parent": parent}
        fields |= {} if unit is None else {"unit": unit}
        fields |= {"decimals": decimals} if decimals or self.chance(50) else {}
        fields |= {"measure": Measure.LEVEL} if "measure" not in more and self.chance(30) else {}
        self.units[subject], self.parents[subject] = unit, parent
        self.worths[subject] = worth
        self.write(FIRST, "capability", subject, Capability(**fields))

    def all_substitutes(self) -> None:
        """Rows by worth, which factor; in some books a few are off, and most of those do not."""
        is_off, kinds = self.chance(65), sorted(self.units)
        for _ in range(self.random.randint(2, 9)):
            capability, other = self.random.sample(kinds, 2) if len(kinds) > 1 else (kinds[0], kinds[0])
            if capability[:2] == other[:2] and not self.chance(15):
                continue
            efficiency = self.worths[other] / self.worths[capability]
            if is_off and self.chance(60):
                efficiency *= self.random.choice((Fraction(1, 2), Fraction(3), Fraction(6, 5)))
            self.substitute(capability, other, Fraction(1, 1000) if self.chance(5) else efficiency)

    def substitute(self, capability: str, other: str, efficiency: Fraction) -> None:
        value = Decimal(efficiency.numerator) / Decimal(efficiency.denominator)
        row = Substitute(capability=other, efficiency=value)
        self.substitutes.append((capability, other))
        start, end = (self.day(0, 30) if self.chance(20) else None), (self.day(31, 60) if self.chance(15) else None)
        self.write(FIRST, "substitute", capability, row, start=start, end=end)
        if self.chance(10):
            changed = self.day(5, 45)
            self.write(
                changed, "substitute", capability, row.model_copy(update={"efficiency": value * 2}), start=changed
            )

    def serving(self, capability: str) -> list[str]:
        """The kinds that serve a kind by the tree or instead of it, whatever their units."""
        above = {each for each in self.units if capability in self.chain(each)}
        instead = {other for kind, other in self.substitutes if kind in above}
        return sorted(above | {each for each in self.units if instead & set(self.chain(each))})

    # -- lines

    def line(self, subject: str, capabilities: list[str], starts: list[date]) -> None:
        """A line that holds from its first start on, with another level from each start after it."""
        fields: dict[str, Any] = {"operation": self.random.choice(self.missions)}
        fields["capability"] = self.random.choice(capabilities)
        fields |= {"tier": self.random.choice((1, 1, 2, 2, 3))} if self.chance(85) else {}
        fields |= {"weight": self.random.choice((1, 2, 2, 5))} if self.chance(60) else {}
        fields |= {"basis": self.random.choice(list(Basis))} if self.chance(25) else {}
        fields |= {"place": self.random.choice(self.places)} if self.chance(35) else {}
        fields |= {"tasks": tuple(self.random.sample(TASKS, 2))} if self.chance(30) else {}
        fields |= {"standard": self.random.choice(STANDARDS)} if self.chance(12) else {}
        fields |= {"servers": tuple(self.random.sample(MEMBERS + GROUPS, 3))} if self.chance(15) else {}
        fields |= {"accepted_gap": self.accepted_gap()} if self.chance(15) else {}
        self.lines[subject] = (fields["operation"], fields["capability"])
        self.demands[subject] = fields
        for number, start in enumerate(starts):
            is_first, is_last = number == 0, number == len(starts) - 1
            level = Level(quantity=self.quantity(plain=not self.chance(15)))
            if not is_first and self.chance(8):
                level = Level(quantity=Quantity.said_as(Qualifier.EXACT, 0))
            record = Requirement(level=level, **(fields if is_first else {}))
            recorded = FIRST if is_first else self.day(0, max(0, (start - FIRST).days))
            end = start + timedelta(days=self.random.randint(10, 30)) if is_last and self.chance(8) else None
            first_day = None if is_first and self.chance(30) else start
            self.write(recorded, "requirement", subject, record, start=first_day, end=end)
        if self.chance(10) and len(starts) == 1:
            moved = starts[0] + timedelta(days=self.random.randint(8, 30))
            self.write(FIRST, "requirement", subject, Requirement(tier=self.random.randint(1, 3)), start=moved)
