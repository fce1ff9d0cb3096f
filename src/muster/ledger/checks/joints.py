"""Checks of joint contributions: parts softer than what is delivered, parts that rest on themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from muster.core.firmness import LADDER, Firmness
from muster.core.problem import Problem
from muster.core.quantity import NOTHING
from muster.core.shared import Joint, Part
from muster.ledger.checks.circles import circles
from muster.ledger.checks.texts import joined
from muster.ledger.giving import Given, Giver
from muster.ledger.snapshot import Snapshot


def part_missing(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """A required part of a joint contribution stands at a softer word than what that delivers, or at none."""
    for joint, held in snapshot.things(Joint, valid).items():
        given = None if held.delivers is None else Giver(snapshot, held.delivers).alone(valid)
        firmest = _firmest(given)
        if given is None or firmest is None:
            continue
        parts = (part.contribution for part in snapshot.parts(Part, joint, valid) if part.is_required)
        others = {one for one in parts if one not in (None, held.delivers)}
        stand = {one: _firmest(Giver(snapshot, one).alone(valid)) for one in sorted(filter(None, others))}
        weakest = max(map(_softness, stand.values()), default=0)
        if weakest > _softness(firmest):
            weak = [one for one, firmness in stand.items() if _softness(firmness) == weakest]
            counts = f"counts as {[*LADDER, 'nothing'][weakest]}, the firmness of {joined(weak)}"
            mend = f"ask for {joined(weak)}, or say that it can be done without"
            sentence = f"{given.contribution} is {firmest} and {counts} on {valid}"
            yield Problem("part_missing", f"joint {joint}", sentence, mend)


def circular_joint(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """What a joint contribution delivers is one of its own parts, or a part of what its parts are delivered by."""
    held = snapshot.things(Joint, valid)
    parts = {joint: {part.contribution for part in snapshot.parts(Part, joint, valid)} for joint in held}
    rests_on = {
        joint: tuple(other for other in sorted(held) if held[other].delivers in parts[joint] - {None}) for joint in held
    }
    for circle in circles(rests_on):
        joint, *others = circle
        sentence = f"its parts rest on itself: {', '.join([*circle, joint])}"
        if not others:
            sentence = f"{held[joint].delivers} is both what it delivers and one of its parts"
        mend = "end one of these parts: a part counts by its own word, never by its joint contribution"
        yield Problem("circular_joint", f"joint {joint}", sentence, mend)


def _firmest(given: Given | None) -> Firmness | None:
    """The firmest word at which there is something for certain."""
    counted = {} if given is None else given.counted
    return next((one for one in LADDER if counted.get(one, NOTHING).low != 0), None)


def _softness(firmness: Firmness | None) -> int:
    return len(LADDER) if firmness is None else LADDER.index(firmness)
