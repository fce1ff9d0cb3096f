"""What comes whole, and on which terms: how long its tours are, how long it rests, since when it is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from muster.core.capabilities import Capability, Portion
from muster.core.contributions import Contribution, Word
from muster.core.quantity import NOTHING
from muster.engine.eligibility import Ground, Reason
from muster.engine.serving import Asked
from muster.ledger.giving import Giver, contribution_cuts
from muster.ledger.snapshot import Snapshot
from muster.ledger.terms import stated_terms


@dataclass(frozen=True, slots=True)
class Terms:
    """In days: how long a tour is at least and at most, and the rest after it.

    ``longest`` is None where a tour may be of any length, ``rest`` where it is unknown when the unit comes back.
    """

    shortest: int = 1
    longest: int | None = None
    rest: int | None = 0

    @property
    def bind(self) -> bool:
        """Whether they ask anything of tours."""
        return self != Terms()


def terms_of(ground: Ground, record: Contribution, asked: Asked) -> Terms | None:
    """The terms of a contribution on the day of a ground, or None where it does not come whole.

    Tour and rest are its own, or else those of its capability. Between limited tours lies a day at least, or they would
    be one. Of limited tours whose rest nobody states, the unit makes one only: when it comes back is unknown.
    """
    kind = ground.capabilities.get(record.capability or "", Capability())
    if kind.portion is not Portion.UNIT or Reason.WHOLE in asked.without:
        return None
    stated = stated_terms(record, kind)
    longest = None if Reason.TOUR in asked.without else stated.longest
    shortest = 1 if Reason.TOUR in asked.without else stated.shortest
    rest = 0 if Reason.REST in asked.without else stated.rest
    if longest is None:
        return Terms(max(1, shortest or 1), None, max(0, rest or 0))
    return Terms(max(1, shortest or 1), max(1, longest), None if rest is None else max(1, rest))


def in_place_since(snapshot: Snapshot, contribution: str, day: date) -> date | None:
    """From which day on something of a contribution has been in place without a break; None where nothing is."""
    giver = Giver(snapshot, contribution)
    since = None
    for cut in sorted((one for one in contribution_cuts(snapshot, contribution) if one <= day), reverse=True):
        if giver.words_on(cut).get(Word.IN_PLACE, NOTHING) == NOTHING:
            break
        since = cut
    return since
