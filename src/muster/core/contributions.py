"""Contributions: what one member gives of one kind under one decision, and its three tracks of dated steps."""

from __future__ import annotations

from enum import StrEnum

from muster.core.limits import LONGEST_DAYS
from muster.core.operations import Dates
from muster.core.quantity import Quantity
from muster.core.record import Day, Ident, Record, Words, said


class Finance(StrEnum):
    """Grants and loans are kept apart."""

    GRANT = "grant"
    LOAN = "loan"


class Bridge(Record):
    """Temporary cover until something else arrives. It never closes the ask it bridges."""

    line: Ident | None = said("the line it bridges", ref="requirement", required=True)
    until: Day | None = said("its last day", required=True)


class Contribution(Record):
    """The facets of a contribution. A new number or a new firmness is a step of it, not another contribution."""

    member: Ident | None = said("who gives", ref="member", required=True)
    words: Words | None = said("what it is, in words")
    capability: Ident | None = said("of which kind", ref="capability")
    operation: Ident | None = said("for which operation", ref="operation")
    pool: Ident | None = said("in which standing pool", ref="operation")
    line: Ident | None = said("the line it is earmarked for", ref="requirement")
    place: Ident | None = said("where", ref="place")
    window: Dates | None = said("its first and last day, as said")
    requested: Dates | None = said("the dates the requester asked for")
    estimated: Dates | None = said("the dates it is expected")
    actual: Dates | None = said("the dates it came and went")
    notice_days: int | None = said("notice to move", unit="days", least=0, most=LONGEST_DAYS)
    tour_days: int | None = said("length of its tour, at most", unit="days", least=1, most=LONGEST_DAYS)
    shortest_tour_days: int | None = said(
        "length of its tour, at least", unit="days", least=0, most=LONGEST_DAYS, at_most="tour_days"
    )
    rest_days: int | None = said("rest between tours", unit="days", least=0, most=LONGEST_DAYS)
    support: Words | None = said("what it needs itself: lift, basing, life support, protection")
    backfills: Words | None = said("whose capability it frees elsewhere; it then covers no line itself")
    bridge: Bridge | None = said("what it bridges, and until when")
    finance: Finance | None = said("grant or loan")
    price_basis: Words | None = said("how a thing became money: stated, market, replacement, book")
    unspecified: Words | None = said("what remains to be specified")
    review_by: Day | None = said("when to ask again")
    note: Words | None = said("a remark")


class Word(StrEnum):
    """The words of the three tracks: said by the contributor, answered by the requester, done."""

    INDICATED = "indicated"
    PLEDGED = "pledged"
    OFFERED = "offered"
    COMMITTED = "committed"
    ACCEPTED = "accepted"
    ASKED_BACK = "asked_back"
    EN_ROUTE = "en_route"
    IN_PLACE = "in_place"


SAID = (Word.INDICATED, Word.PLEDGED, Word.OFFERED, Word.COMMITTED)
"""The words of the contributor, softest first."""

ANSWERED = (Word.ACCEPTED, Word.ASKED_BACK)
"""The words of the requester."""

DONE = (Word.EN_ROUTE, Word.IN_PLACE)
"""The words of whoever reports what happened."""


class Step(Record):
    """From its day a word stands at a level. Never a difference: said twice counts once."""

    word: Word | None = said(
        "indicated, pledged, offered, committed, accepted, asked_back, en_route, in_place", required=True
    )
    quantity: Quantity | None = said("the level from that day")
    operation: Ident | None = said("the operation named, for a contribution from a pool", ref="operation")
    note: Words | None = said("a remark")


class CapWord(StrEnum):
    """What lowers every level set before it."""

    REDUCED = "reduced"
    PAUSED = "paused"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    ENDED = "ended"


class Cap(Record):
    """From its day it lowers every level set before it, until a later step sets anew. It may be dated ahead."""

    cap: CapWord | None = said("reduced, paused, withdrawn, declined or ended", required=True)
    quantity: Quantity | None = said("what it is reduced to")
    until: Day | None = said("the last day of a pause")
    reason: Words | None = said("why")


class Instalment(Record):
    """A part of a total, due on a day."""

    due: Day | None = said("when it is due", required=True)
    quantity: Quantity | None = said("how much", required=True)


class Verification(Record):
    """A mark: somebody has seen that it exists and meets a standard."""

    by: Words | None = said("who verified it", required=True)
    standard: Words | None = said("against which standard")
    note: Words | None = said("a remark")


class Caveat(Record):
    """A restriction on use after arrival."""

    contribution: Ident | None = said("on which contribution", ref="contribution", required=True)
    form: Words | None = said("geographic, consultation, operational, flight, duration, or another word")
    words: Words | None = said("the restriction in words", required=True)
    places: tuple[Ident, ...] | None = said("the only places where it may be used", ref="place")
    tasks: tuple[Words, ...] | None = said("the tasks it is not for")
    declared: bool | None = said("whether the member has declared it")
    consultation_hours: int | None = said(
        "notice for consulting the capital", unit="hours", least=0, most=24 * LONGEST_DAYS
    )
    removed_when: Words | None = said("what would lift it")


class ConditionState(StrEnum):
    """Where a condition stands."""

    OPEN = "open"
    MET = "met"
    FAILED = "failed"


class Condition(Record):
    """An event that must hold, with the day by which it is decided."""

    contribution: Ident | None = said("on which contribution", ref="contribution", required=True)
    words: Words | None = said("the condition in words", required=True)
    deadline: Day | None = said("when it is decided at the latest")
    state: ConditionState | None = said("open (the default), met or failed")
    only_if: Ident | None = said("the contribution that must be there; it decides what is open", ref="contribution")

    @property
    def is_open(self) -> bool:
        """Whether it is decided neither way."""
        return self.state in (None, ConditionState.OPEN)


class Assignment(Record):
    """Agreed: so many of a contribution serve a line. It is pinned."""

    contribution: Ident | None = said("the contribution", ref="contribution", required=True)
    line: Ident | None = said("the line it serves", ref="requirement", required=True)
    quantity: Quantity | None = said("how many; all of it where nothing is said")
