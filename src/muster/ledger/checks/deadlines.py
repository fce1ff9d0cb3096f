"""Checks of days that have passed while something was still open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import cast

from muster.core.contributions import SAID, Condition, Step
from muster.core.problem import Problem
from muster.ledger.checks.ground import Ground, ground_of
from muster.ledger.checks.texts import quoted
from muster.ledger.snapshot import Snapshot


def condition_expired(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """A condition was to be decided by a day that has passed, and is still open."""
    promises = ground_of(snapshot, valid).promises
    for condition, record in snapshot.things(Condition, valid).items():
        promise = promises.get(record.contribution or "")
        still_open = record.is_open and (promise is None or not promise.over(valid))
        if still_open and record.deadline is not None and record.deadline.last < valid:
            sentence = f"{quoted(record.words)}, on which {record.contribution} depends, was due by {record.deadline}"
            mend = "ask, and record met or failed, or a new deadline"
            yield Problem("condition_expired", f"condition {condition}", f"{sentence} and is still open", mend)


def review_passed(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """The day on which to ask a contributor again has passed, and it has said nothing since."""
    ground = ground_of(snapshot, valid)
    for contribution, promise in ground.promises.items():
        review = promise.record.review_by
        if review is None or review.last >= valid or promise.over(valid):
            continue
        if not _said_since(ground, contribution, review.first):
            sentence = f"it was to be reviewed by {review}, and nothing was said since"
            mend = f"ask {promise.record.member} again, and record the answer or a new day"
            yield Problem("review_passed", f"contribution {contribution}", sentence, mend)


def accepted_gap_expired(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """A gap was accepted until a day that has passed."""
    for line, requirement in ground_of(snapshot, valid).lines.items():
        gap = requirement.accepted_gap
        if gap is not None and gap.until is not None and gap.until.last < valid:
            sentence = f"its gap was accepted by {gap.by} until {gap.until}, which has passed"
            yield Problem("accepted_gap_expired", f"requirement {line}", sentence, "ask whether it is still accepted")


def _said_since(ground: Ground, contribution: str, day: date) -> bool:
    """Whether the contributor has said or lowered anything from a day on."""
    words = [one for one in ground.snapshot.stated("step", contribution) if cast("Step", one.record).word in SAID]
    said = [*words, *ground.snapshot.stated("cap", contribution)]
    return any(one.valid.start is not None and day <= one.valid.start <= ground.day for one in said)
