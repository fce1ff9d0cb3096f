"""Capabilities: what can be needed and given, in which unit, and what serves for what."""

from __future__ import annotations

from enum import StrEnum

from muster.core.limits import LONGEST_DAYS
from muster.core.quantity import MOST_DECIMALS, Amount
from muster.core.record import Ident, Record, Words, said


class Domain(StrEnum):
    """Civil and military lines live in one book and roll up separately."""

    CIVIL = "civil"
    MILITARY = "military"


class Measure(StrEnum):
    """A level: so many at a time. A total: so much by a day."""

    LEVEL = "level"
    TOTAL = "total"


class Portion(StrEnum):
    """Whether a capability can be divided."""

    AMOUNT = "amount"
    UNIT = "unit"


class Capability(Record):
    """A kind of help. One without a unit only groups those below it."""

    name: Words | None = said("the name", required=True)
    parent: Ident | None = said("the capability it is a kind of", ref="capability")
    unit: Words | None = said("the unit of measure, such as persons, aircraft, EUR; none: it only groups")
    decimals: int | None = said(
        "decimals of the unit that are counted, 0 where nothing is said", least=0, most=MOST_DECIMALS
    )
    domain: Domain | None = said("civil or military")
    measure: Measure | None = said("level (so many at a time, the default) or total (so much by a day)")
    portion: Portion | None = said("amount (divisible, the default) or unit (whole)")
    tour_days: int | None = said("the usual tour", unit="days", least=1, most=LONGEST_DAYS)
    rest_days: int | None = said("the usual rest between tours", unit="days", least=0, most=LONGEST_DAYS)
    note: Words | None = said("a remark")


class Substitute(Record):
    """What may serve instead of a capability, and what one unit of it is worth."""

    capability: Ident | None = said("the capability that may serve instead", ref="capability", required=True)
    efficiency: Amount | None = said("what one unit of it is worth, 1 being the same", required=True, above=0)
