"""How firm a contribution is: from dated steps and caps to a level at each firmness.

The rules are those of the design, section 3: a step sets the level of its word from its day and is never a
difference; a cap lowers every level set before it, until a later step sets anew; a step that lacks what its word
needs counts at the firmest word whose needs it meets.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from muster.core.contributions import CapWord, Word
from muster.core.errors import RefusedError
from muster.core.operations import Acceptance
from muster.core.problem import what_else
from muster.core.quantity import NOTHING, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date


class Firmness(StrEnum):
    """How firm cover is, firmest first."""

    IN_PLACE = "in_place"
    COMMITTED = "committed"
    ACCEPTED = "accepted"
    OFFERED = "offered"
    PLEDGED = "pledged"
    INDICATED = "indicated"


LADDER = tuple(Firmness)
"""The firmnesses, firmest first."""


def read_firmness(word: str) -> Firmness:
    """The firmness of a word; raises RefusedError, with those that there are, for any other."""
    known = [str(one) for one in Firmness]
    if word not in known:
        raise RefusedError(f"{word!r} is no firmness; {what_else(word, known)}")
    return Firmness(word)


DEFAULT_FIRMNESS = Firmness.COMMITTED
"""Cover counts from here on where nothing else is asked: what is committed or firmer."""


class Need(StrEnum):
    """What a step must carry to count at its word."""

    MEMBER = "member"
    WORDS = "words"
    CAPABILITY = "capability"
    QUANTITY = "quantity"
    WINDOW = "window"
    OPERATION = "operation"


_PLEDGE = frozenset({Need.MEMBER, Need.WORDS})
_OFFER = _PLEDGE | {Need.CAPABILITY, Need.QUANTITY}

NEEDS: Mapping[Word, frozenset[Need]] = {
    Word.INDICATED: _PLEDGE,
    Word.PLEDGED: _PLEDGE,
    Word.OFFERED: _OFFER,
    Word.COMMITTED: _OFFER | {Need.WINDOW, Need.OPERATION},
    Word.ACCEPTED: frozenset({Need.MEMBER}),
    Word.ASKED_BACK: frozenset({Need.MEMBER}),
    Word.EN_ROUTE: frozenset({Need.MEMBER}),
    Word.IN_PLACE: frozenset({Need.MEMBER, Need.CAPABILITY, Need.QUANTITY}),
}
"""What a step needs to count at its word. A step always has a date."""

_SAID_FIRMEST_FIRST = (Word.COMMITTED, Word.OFFERED, Word.PLEDGED, Word.INDICATED)

_COUNTS_AS: Mapping[Word, Firmness | None] = {
    Word.INDICATED: Firmness.INDICATED,
    Word.PLEDGED: Firmness.PLEDGED,
    Word.OFFERED: Firmness.OFFERED,
    Word.COMMITTED: Firmness.COMMITTED,
    Word.ACCEPTED: Firmness.ACCEPTED,
    Word.ASKED_BACK: None,
    Word.EN_ROUTE: Firmness.COMMITTED,
    Word.IN_PLACE: Firmness.IN_PLACE,
}


@dataclass(frozen=True, slots=True)
class Said:
    """A step as it counts: from ``start`` (to ``end``, where it has one) the word stands at ``span``.

    ``order`` is the order of recording; among equal starts the later recorded holds. ``has`` is what it carries.
    """

    word: Word
    span: Span
    start: date
    order: int
    end: date | None = None
    has: frozenset[Need] = frozenset(Need)


@dataclass(frozen=True, slots=True)
class Lowered:
    """A cap as it counts: from ``start`` nothing set before stands above ``span``; a pause ends before ``end``."""

    cap: CapWord
    span: Span
    start: date
    order: int
    end: date | None = None


def counts_as(step: Said) -> Firmness | None:
    """The firmness at which a step counts: that of its word, or of the firmest thing said whose needs it meets.

    So a commitment without a window is an offer, and troops in place of no stated kind are at most a pledge.
    """
    own = _COUNTS_AS[step.word]
    if own is None or NEEDS[step.word] <= step.has:
        return own
    softer = (word for word in _SAID_FIRMEST_FIRST if LADDER.index(Firmness(word.value)) >= LADDER.index(own))
    return next((Firmness(word.value) for word in softer if NEEDS[word] <= step.has), None)


def lacks(step: Said) -> frozenset[Need]:
    """What a step lacks to count at its own word; empty where it lacks nothing."""
    return NEEDS[step.word] - step.has


def standing_steps(steps: Iterable[Said], day: date) -> dict[Word, Said]:
    """For each word the step that holds on the day: the latest start, among equals the last recorded."""
    holding: dict[Word, Said] = {}
    for step in steps:
        if step.start > day or (step.end is not None and day >= step.end):
            continue
        held = holding.get(step.word)
        if held is None or (held.start, held.order) < (step.start, step.order):
            holding[step.word] = step
    return holding


def lowered(step: Said, caps: Iterable[Lowered], day: date) -> Span:
    """The level of a step on a day, after every cap that came after it and holds on that day."""
    span = step.span
    for cap in caps:
        comes_after = (cap.start, cap.order) > (step.start, step.order)
        holds = cap.start <= day and (cap.end is None or day < cap.end)
        if comes_after and holds:
            span = span.at_most(cap.span)
    return span


def levels(steps: Sequence[Said], caps: Sequence[Lowered], day: date) -> dict[Word, Span]:
    """The level of each word on a day."""
    return {word: lowered(step, caps, day) for word, step in standing_steps(steps, day).items()}


def firm_levels(
    steps: Sequence[Said], caps: Sequence[Lowered], day: date, acceptance: Acceptance = Acceptance.ASSUMED
) -> dict[Firmness, Span]:
    """The level at each firmness on a day: the largest among words at least that firm.

    Where acceptance is required, what is committed counts as committed up to the accepted level, and the rest of it
    as offered; what is en route or in place is a fact and needs no acceptance. A firmness at which nothing was said
    is absent. Whether the day lies inside the contribution's window is not asked here.
    """
    at: dict[Firmness, Span] = {}

    def count(firmness: Firmness, span: Span) -> None:
        at[firmness] = at[firmness].or_more(span) if firmness in at else span

    standing = standing_steps(steps, day)
    for word, step in standing.items():
        firmness = counts_as(step)
        if firmness is None:
            continue
        span = lowered(step, caps, day)
        if word is Word.COMMITTED and firmness is Firmness.COMMITTED and acceptance is Acceptance.REQUIRED:
            accepted = standing.get(Word.ACCEPTED)
            count(Firmness.OFFERED, span)
            if accepted is None:
                continue
            span = span.at_most(lowered(accepted, caps, day))
        count(firmness, span)
    return _at_least_as_firm(at)


def highest_said(steps: Iterable[Said]) -> Span:
    """What the contributor said at its highest, over all its words and all the time: the base of fulfilment."""
    best = NOTHING
    for step in steps:
        if step.word in (Word.INDICATED, Word.PLEDGED, Word.OFFERED, Word.COMMITTED):
            best = best.or_more(step.span)
    return best


def _at_least_as_firm(at: Mapping[Firmness, Span]) -> dict[Firmness, Span]:
    largest: dict[Firmness, Span] = {}
    reached: Span | None = None
    for firmness in LADDER:
        if firmness in at:
            reached = at[firmness] if reached is None else reached.or_more(at[firmness])
        if reached is not None:
            largest[firmness] = reached
    return largest
