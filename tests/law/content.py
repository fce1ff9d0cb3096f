"""What random entries say: for every kind of entry some of its fields, plausible enough that the engine counts them.

What an entry refers to is drawn by a function of the caller, so that the same hand writes what a viewer sees and what
it does not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from muster.core.contributions import CapWord, ConditionState, Finance, Word
from muster.core.members import MemberForm
from muster.core.operations import Acceptance, OperationForm
from muster.core.requirements import Basis
from muster.core.statements import Channel

FIRST = date(2026, 1, 5)
DAYS = 70
"""What is recorded is recorded on these days; some of it speaks of days before and after them."""

NUMBERS = (0, 1, 5, 10, 20, 40, 60, 100, 150)
UNITS = {"persons": 0, "trucks": 0, "EUR": 2}

THINGS = (
    *("person", "member", "place", "capability", "operation", "statement", "phase", "requirement", "contribution"),
    *("caveat", "condition", "inventory", "assignment", "joint", "rota", "production", "assertion", "rate", "meeting"),
)
"""The kinds that bring their own subject, in an order in which they can refer to one another."""

KEPT = "plan"
"""The kind of a kept plan: a thing that only those see who see all."""

FACTS = {
    "membership": "member",
    "key": "member",
    "substitute": "capability",
    "step": "contribution",
    "cap": "contribution",
    "instalment": "contribution",
    "verification": "contribution",
    "part": "joint",
    "turn": "rota",
    "trainers": "production",
}
"""The kinds that tell something about a thing of another kind."""


SHARES = frozenset({"part", "turn"})
"""The facts that concern whoever they name, and tell that one of the thing they are about."""


SHARED = frozenset(FACTS[kind] for kind in SHARES)
"""The kinds of things in which several have a share."""


@dataclass(frozen=True)
class Hole:
    """A place in a visible entry for a reference to something hidden, or for none; ``must`` where none will not do."""

    kind: str
    must: bool = False


Reference = str | Hole
Draw = Callable[[str], Reference | None]
"""Draws something of a kind to refer to; None where there is nothing of it."""


def has_hole(value: object) -> bool:
    """Whether anything in fields is left to be filled."""
    if isinstance(value, dict):
        return any(map(has_hole, value.values()))
    if isinstance(value, list):
        return any(map(has_hole, value))
    return isinstance(value, Hole)


class Hand:
    """Writes the fields of entries."""

    def __init__(self, random: Random, draw: Draw) -> None:
        self.random, self.draw = random, draw

    def write(self, kind: str) -> dict[str, Any]:
        """The fields of an entry of a kind: enough for a first entry on its subject."""
        fields: dict[str, Any] = getattr(self, f"_{kind}")()
        return {name: value for name, value in fields.items() if value is not None}

    def chance(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def day(self, first: int = -30, last: int = 150) -> str:
        return (FIRST + timedelta(days=self.random.randint(first, last))).isoformat()

    def quantity(self) -> dict[str, str]:
        number = self.random.choice(NUMBERS)
        qualifier = self.random.choice(("exact",) * 6 + ("about", "at_least", "up_to", "range", "unstated"))
        return {
            "exact": {"qualifier": "exact", "low": str(number), "high": str(number)},
            "about": {"qualifier": "about", "low": str(number), "high": str(number)},
            "at_least": {"qualifier": "at_least", "low": str(number)},
            "up_to": {"qualifier": "up_to", "high": str(number)},
            "range": {"qualifier": "range", "low": str(number), "high": str(number + 15)},
            "unstated": {"qualifier": "unstated", "words": "hundreds"},
        }[qualifier]

    def _one(self, kind: str, percent: int = 50) -> Reference | None:
        return self.draw(kind) if self.chance(percent) else None

    def _must(self, kind: str) -> Reference:
        found = self.draw(kind)
        if isinstance(found, Hole) or found is None:
            return Hole(kind, must=True)
        return found

    def _some(self, kind: str, percent: int = 50) -> list[Reference] | None:
        drawn = [self.draw(kind) for _ in range(self.random.randint(1, 3))]
        found = list(dict.fromkeys(one for one in drawn if one is not None))
        return found if found and self.chance(percent) else None

    def _word(self, *words: str, percent: int = 100) -> str | None:
        return self.random.choice(words) if self.chance(percent) else None

    def _dates(self, percent: int = 50) -> dict[str, str] | None:
        if not self.chance(percent):
            return None
        start = self.random.choice((None, self.day(-30, 30), self.day(-30, 30), "2026-01", "2026"))
        last = self.random.choice((None, self.day(40, 150), self.day(40, 150), "2026-04"))
        return {name: text for name, text in (("start", start), ("last", last)) if text is not None}

    # -- things

    def _person(self) -> dict[str, Any]:
        return {"name": self._word("Ann", "Bo", "Cy", "Di"), "office": self._word("desk", percent=30)}

    def _member(self) -> dict[str, Any]:
        return {"name": self._word("North", "South", "East"), "form": self._word(*MemberForm)}

    def _place(self) -> dict[str, Any]:
        return {"name": self._word("camp", "port", "town"), "parent": self._one("place")}

    def _capability(self) -> dict[str, Any]:
        unit = self._word("persons", "persons", "trucks", "EUR", percent=90)
        return {
            "name": self._word("trainers", "lift", "medical"),
            "parent": self._one("capability"),
            "unit": unit,
            "decimals": None if unit is None else UNITS[unit],
        }

    def _operation(self) -> dict[str, Any]:
        return {
            "name": self._word("Relief", "Shield", "Bridge"),
            "form": self._word(*OperationForm),
            "parent": self._one("operation", 20),
            "requester": self._one("member"),
            "place": self._one("place"),
            "dates": self._dates(30),
            "withdrawal_until": self._word(self.day(100, 150), percent=30),
            "acceptance": self._word(*Acceptance, percent=40),
        }

    def _statement(self) -> dict[str, Any]:
        return {
            "speaker": self._word("the minister", "a spokesman", percent=70),
            "member": self._one("member"),
            "said_on": self.random.choice((self.day(-40, 0), "2026-01", "2026")),
            "channel": self._word(*Channel, percent=60),
            "words": self._word("we shall send sixty", "as soon as we can", percent=70),
            "noted_by": self._one("person"),
        }

    def _phase(self) -> dict[str, Any]:
        return {
            "name": self._word("take", "hold"),
            "operation": self._must("operation"),
            "order": self.random.randint(1, 4),
            "places": self._some("place"),
            "dates": self._dates(30),
            "after": self._one("phase", 40),
            "lasts_days": self.random.choice((None, 30)),
            "overlap_days": self.random.choice((None, 7)),
        }

    def _requirement(self) -> dict[str, Any]:
        return {
            "name": self._word("trainers north", "lift", percent=60),
            "operation": self._must("operation"),
            "capability": self._must("capability"),
            "level": self._level(),
            "basis": self._word(*Basis, percent=40),
            "place": self._one("place", 30),
            "phase": self._one("phase", 20),
            "ends_with": self._one("phase", 10),
            "tier": self.random.choice((None, 1, 2, 3)),
            "weight": self.random.choice((None, 1, 10)),
            "needs": self._some("requirement", 20),
            "servers": ["EU"] if self.chance(10) else None,
        }

    def _level(self) -> dict[str, Any]:
        until = {"drawdown_until": self.day(20, 90)} if self.chance(25) else {}
        return {"quantity": self.quantity(), **until}

    def _contribution(self) -> dict[str, Any]:
        bridge = {"line": self._must("requirement"), "until": self.day(40, 90)} if self.chance(10) else None
        return {
            "member": self._must("member"),
            "words": self._word("army trainers", "two aircraft", percent=70),
            "capability": self._one("capability", 90),
            "operation": self._one("operation", 80),
            "pool": self._one("operation", 15),
            "line": self._one("requirement", 35),
            "place": self._one("place", 30),
            "window": self._dates(80),
            "bridge": bridge,
            "backfills": self._word("a company elsewhere", percent=7),
            "finance": self._word(*Finance, percent=15),
        }

    def _caveat(self) -> dict[str, Any]:
        return {
            "contribution": self._must("contribution"),
            "words": self._word("not by night", "ask the capital"),
            "places": self._some("place"),
            "declared": self.random.choice((None, True, False)),
        }

    def _condition(self) -> dict[str, Any]:
        return {
            "contribution": self._must("contribution"),
            "words": self._word("parliament agrees", "others come too"),
            "deadline": self._word(self.day(0, 90), percent=60),
            "state": self._word(*ConditionState, percent=50),
            "only_if": self._one("contribution", 20),
        }

    def _inventory(self) -> dict[str, Any]:
        return {
            "member": self._must("member"),
            "capability": self._must("capability"),
            "quantity": self.quantity(),
            "place": self._one("place"),
        }

    def _assignment(self) -> dict[str, Any]:
        return {
            "contribution": self._must("contribution"),
            "line": self._must("requirement"),
            "quantity": self.quantity() if self.chance(60) else None,
        }

    def _joint(self) -> dict[str, Any]:
        return {"name": self._word("a team", "a convoy"), "delivers": self._must("contribution")}

    def _rota(self) -> dict[str, Any]:
        return {
            "name": self._word("in turn", "by the month"),
            "line": self._must("requirement"),
            "overlap_days": self.random.choice((None, 0, 7)),
        }

    def _production(self) -> dict[str, Any]:
        return {
            "name": self._word("a school", "a camp"),
            "graduates": self._must("contribution"),
            "class_size": self.quantity(),
            "course_days": self.random.choice((7, 14, 30)),
            "most_classes": self.random.choice((None, 1, 4)),
            "begins": self.day(0, 30),
        }

    def _trainers(self) -> dict[str, Any]:
        return {"line": self._must("requirement"), "per_class": self.quantity()}

    def _assertion(self) -> dict[str, Any]:
        return {
            "states": "trainers in place",
            "quantity": self.quantity(),
            "member": self._one("member", 30),
            "operation": self._one("operation"),
            "capability": self._one("capability"),
            "place": self._one("place", 30),
            "meeting": self._one("meeting", 20),
            "day": self.day(0, 60),
        }

    def _rate(self) -> dict[str, Any]:
        return {"currency": self._word("USD", "GBP"), "base": "EUR", "value": "1.25", "measured": "2026-01"}

    def _meeting(self) -> dict[str, Any]:
        return {
            "name": self._word("conference", "review"),
            "operations": self._some("operation"),
            "place": self._one("place"),
            "day": self.random.choice((self.day(40, 150), "2026-04")),
            "convener": self._one("member"),
        }

    def _plan(self) -> dict[str, Any]:
        """Who serves which line, over days on which a plan is asked for."""
        rows = [
            {
                "contribution": self.draw("contribution"),
                "line": self.draw("requirement"),
                "first": self.day(-30, 0),
                "last": self.day(80, 200),
                "amount": self._word("5", "20", "100", "40/3"),
            }
            for _ in range(self.random.randint(0, 6))
        ]
        return {
            "first": self.day(-30, 0),
            "last": self.day(80, 200),
            "known": "2026-01-06T12:00:00.000000Z",
            "firmness": self._word("committed", "indicated"),
            "undeclared": self.chance(50),
            "version": "0",
            "assignments": rows,
        }

    # -- facts

    def _membership(self) -> dict[str, Any]:
        return {"group": self._word("EU", "NATO", "CORE")}

    def _key(self) -> dict[str, Any]:
        return {
            "key": self._word("gdp", "assessed"),
            "value": str(self.random.choice(NUMBERS)),
            "unit": "percent",
            "measured": self._word("2024", "2025", percent=80),
        }

    def _substitute(self) -> dict[str, Any]:
        return {"capability": self._must("capability"), "efficiency": self._word("0.5", "1", "2")}

    def _step(self) -> dict[str, Any]:
        return {
            "word": self._word(*Word, "committed", "committed", "pledged", "in_place"),
            "quantity": self.quantity() if self.chance(85) else None,
            "operation": self._one("operation", 15),
            "note": self._word("as agreed", percent=15),
        }

    def _cap(self) -> dict[str, Any]:
        word = self.random.choice(list(CapWord))
        return {
            "cap": word,
            "quantity": self.quantity() if word is CapWord.REDUCED else None,
            "until": self.day(20, 90) if word is CapWord.PAUSED and self.chance(70) else None,
        }

    def _instalment(self) -> dict[str, Any]:
        return {"due": self.day(0, 120), "quantity": self.quantity()}

    def _part(self) -> dict[str, Any]:
        return {
            "contribution": self._must("contribution"),
            "role": self._word("lift", "crew", percent=50),
            "required": self.random.choice((None, None, True, False)),
        }

    def _turn(self) -> dict[str, Any]:
        return {
            "first": self.random.choice((self.day(-30, 30), "2026-01")),
            "last": self.random.choice((self.day(31, 90), "2026-04")),
            "contribution": self._one("contribution", 80),
        }

    def _verification(self) -> dict[str, Any]:
        return {"by": self._word("inspectors", "the staff"), "standard": self._word("STANAG", percent=40)}
