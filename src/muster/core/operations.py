"""Where and for what: places, operations, their phases, and the meetings about them."""

from __future__ import annotations

from enum import StrEnum

from muster.core.quantity import Amount, Quantity
from muster.core.record import Day, Ident, Record, Words, said


class Place(Record):
    """A place, inside another. Coordinates in degrees, WGS 84."""

    name: Words | None = said("the name", required=True)
    parent: Ident | None = said("the place it lies in", ref="place")
    latitude: Words | None = said("degrees north, as decimal text", unit="degrees")
    longitude: Words | None = said("degrees east, as decimal text", unit="degrees")
    iso3: Ident | None = said("ISO 3166-1 alpha-3 code of the country")
    note: Words | None = said("a remark")


class Dates(Record):
    """A first and a last day, each as precisely as it was given."""

    start: Day | None = said("the first day")
    last: Day | None = said("the last day, included")


class OperationForm(StrEnum):
    """What kind of undertaking an operation is."""

    MISSION = "mission"
    APPEAL = "appeal"
    FUND = "fund"
    POOL = "pool"


class Acceptance(StrEnum):
    """Whether what is committed counts at once, or only up to what the requester has accepted."""

    ASSUMED = "assumed"
    REQUIRED = "required"


class Operation(Record):
    """A mission, an appeal, a fund or a standing pool. Its needs end with it."""

    name: Words | None = said("the name", required=True)
    form: OperationForm | None = said("mission, appeal, fund or pool", required=True)
    parent: Ident | None = said("the operation it is part of", ref="operation")
    requester: Ident | None = said("the member that states its needs and accepts", ref="member")
    place: Ident | None = said("where it is", ref="place")
    dates: Dates | None = said("its first and last day")
    withdrawal_until: Day | None = said("until when what is in place may still be withdrawing")
    acceptance: Acceptance | None = said("assumed (the default), or required")
    note: Words | None = said("a remark")


class Phase(Record):
    """A stage of an operation: places in order, and what starts the next."""

    name: Words | None = said("the name", required=True)
    operation: Ident | None = said("the operation", ref="operation", required=True)
    order: int | None = said("its number in the order", required=True, least=0)
    places: tuple[Ident, ...] | None = said("its places", ref="place")
    begins: Words | None = said("what starts it: take, hold, rebuild, or the event")
    dates: Dates | None = said("its first and last day")
    after: Ident | None = said("the phase it follows: it begins after that one's last day", ref="phase")
    lasts_days: int | None = said("how long it lasts, where its last day is not fixed", unit="days")
    overlap_days: int | None = said("hand-over: for so many days of it the phase that it follows goes on", unit="days")
    note: Words | None = said("a remark")


class Meeting(Record):
    """A meeting or a decision about operations, with its day as precisely as known."""

    name: Words | None = said("the name", required=True)
    operations: tuple[Ident, ...] | None = said("the operations it is about", ref="operation")
    place: Ident | None = said("where", ref="place")
    day: Day | None = said("when", required=True)
    convener: Ident | None = said("the member that convenes it", ref="member")
    note: Words | None = said("a remark")


class Assertion(Record):
    """A total that somebody states. Compared by a check, never cover; a difference overwrites nothing."""

    states: Words | None = said("what is counted, in words", required=True)
    quantity: Quantity | None = said("the total stated", required=True)
    member: Ident | None = said("of which member", ref="member")
    operation: Ident | None = said("in which operation", ref="operation")
    capability: Ident | None = said("of which capability", ref="capability")
    place: Ident | None = said("at which place", ref="place")
    meeting: Ident | None = said("at which meeting, for a count of those invited or present", ref="meeting")
    firmness: Ident | None = said("at which firmness; in_place where nothing is said")
    day: Day | None = said("the day for which it is stated", required=True)
    note: Words | None = said("a remark")


class Rate(Record):
    """An exchange rate, so many units of a currency for one unit of the base, on a day."""

    currency: Ident | None = said("the currency, ISO 4217", required=True)
    base: Ident | None = said("the currency it is given against, ISO 4217", required=True)
    value: Amount | None = said("units of the currency for one unit of the base", required=True, above=0)
    measured: Day | None = said("the month or day it holds for", required=True)
