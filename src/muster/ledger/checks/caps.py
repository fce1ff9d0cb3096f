"""The check of caps: what is to be reduced and is not there, and reductions that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from muster.core.contributions import CapWord
from muster.core.days import day_before
from muster.core.firmness import Lowered, levels
from muster.core.problem import Problem
from muster.core.quantity import NOTHING, Span
from muster.ledger.checks.ground import Ground, ground_of
from muster.ledger.checks.promises import CLOSING, Promise
from muster.ledger.checks.texts import counted, in_units
from muster.ledger.snapshot import Snapshot

_LOWER = "a cap only lowers: record a new level as a step, or take the cap back"
_ONE_OF_TWO = "the lower one counts: take back the one that is wrong"


def caps_contradict(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """A cap reduces what is not there, ends before it begins, or says another number than one of the same day."""
    ground = ground_of(snapshot, valid)
    for contribution, promise in ground.promises.items():
        where = f"cap {contribution}"
        standing = [cap for cap in promise.caps if cap.end is None or cap.end > valid or cap.end <= cap.start]
        for cap in standing:
            if fault := _fault(ground, promise, cap):
                yield Problem("caps_contradict", where, *fault)
        reduced = [cap for cap in standing if cap.cap is CapWord.REDUCED]
        for one, other in combinations(reduced, 2):
            if one.start == other.start and one.span != other.span:
                numbers = " and to ".join(_number(ground, promise, cap.span) for cap in (one, other))
                yield Problem("caps_contradict", where, f"it is reduced to {numbers} from {one.start}", _ONE_OF_TWO)


def _fault(ground: Ground, promise: Promise, cap: Lowered) -> tuple[str, str] | None:
    """What is wrong with a cap by itself, and how to mend it."""
    if cap.end is not None and cap.end <= cap.start:
        sentence = f"it is {cap.cap} from {cap.start} until {day_before(cap.end)}, which is before: it never is"
        return sentence, "correct one of the two days"
    if cap.cap is not CapWord.REDUCED or not cap.span.low:
        return None
    return _not_reduced(ground, promise, cap, cap.span.low)


def _not_reduced(ground: Ground, promise: Promise, cap: Lowered, to: int) -> tuple[str, str] | None:
    """What is wrong with a reduction to a number that is more than what was there."""
    steps = [step for step in promise.steps if (step.start, step.order) < (cap.start, cap.order)]
    caps = [one for one in promise.caps if (one.start, one.order) < (cap.start, cap.order)]
    caps = [one for one in caps if one.start < cap.start or one.cap is not CapWord.REDUCED]
    before = levels(steps, caps, cap.start).values()
    highs = [span.high for span in before]
    if not highs or any(high is None or high >= to for high in highs):
        return None
    sentence = f"it is reduced to {_number(ground, promise, cap.span)} from {cap.start}"
    closed = [one for one in caps if one.cap in CLOSING and (one.end is None or cap.start < one.end)]
    if closed and all(span == NOTHING for span in before):
        return f"{sentence}, though {closed[-1].cap} from {closed[-1].start}: nothing is left to reduce", _LOWER
    most = max(high for high in highs if high is not None)
    return f"{sentence}, and there were {_number(ground, promise, Span(most, most))} at most before", _LOWER


def _number(ground: Ground, promise: Promise, span: Span) -> str:
    return counted(in_units(span, promise.decimals), ground.trees.unit(promise.record.capability))
