"""Requirements, called lines: what is needed, where, when, how urgently."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from muster.core.quantity import Quantity
from muster.core.record import Day, Ident, Record, Words, said

MOST_TIERS = 1000
"""No tier is less urgent."""

HEAVIEST = 1000
"""No line weighs more inside its tier."""


class Basis(StrEnum):
    """What the number of a line means. A maximum is shown, never ranked as a shortage."""

    NEEDED = "needed"
    MINIMUM = "minimum"
    AUTHORISED_MAXIMUM = "authorised_maximum"
    GOAL = "goal"


RANKED = frozenset({Basis.NEEDED, Basis.MINIMUM, Basis.GOAL})
"""The bases whose want is a gap."""


class Level(Record):
    """How much is needed from the day of the row on.

    After a reduction, what is above the new level and not above the former one is *drawdown* until ``drawdown_until``.
    """

    quantity: Quantity | None = said("how much", required=True)
    drawdown_until: Day | None = said("for a reduction: the last day by which it is to be completed")


class AcceptedGap(Record):
    """A gap that somebody has decided to live with."""

    by: Words | None = said("who accepts it", required=True)
    why: Words | None = said("why", required=True)
    until: Day | None = said("until when", required=True)

    def holds_on(self, day: date) -> bool:
        """Whether it is still accepted on a day: up to the last day, the first possible of an imprecise one."""
        return self.until is None or day <= self.until.first


class Requirement(Record):
    """A line: nation-neutral. It begins with its phase and ends with its operation, or with a phase before."""

    name: Words | None = said("a short name for tables")
    operation: Ident | None = said("the operation", ref="operation", required=True)
    capability: Ident | None = said("the capability", ref="capability", required=True)
    level: Level | None = said("how much, from the day of the row on", required=True)
    basis: Basis | None = said("needed (the default), minimum, authorised_maximum or goal")
    basis_reason: Words | None = said("why the number is what it is, for a maximum or a goal")
    place: Ident | None = said("where", ref="place")
    phase: Ident | None = said("in which phase", ref="phase")
    ends_with: Ident | None = said("the phase with which it ends", ref="phase")
    tier: int | None = said("1 = critical; 3 where nothing is said", least=1, most=MOST_TIERS)
    weight: int | None = said("weight inside the tier; 1 where nothing is said", least=1, most=HEAVIEST)
    tasks: tuple[Words, ...] | None = said("the tasks it is for")
    standard: Words | None = said("the standard a contribution must meet")
    servers: tuple[Ident, ...] | None = said("who alone may serve it: members or groups")
    needs: tuple[Ident, ...] | None = said("the lines it depends on", ref="requirement")
    threshold: int | None = said("below this share it does not count", unit="percent", least=1, most=100)
    accepted_gap: AcceptedGap | None = said("a gap that is accepted: by whom, why, until when")
    note: Words | None = said("a remark")

    @property
    def ranked(self) -> bool:
        """Whether its want is a gap; a maximum is shown, never ranked as a shortage."""
        return (self.basis or Basis.NEEDED) in RANKED
