"""The check of contributions that look like one decision, recorded twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple, cast

from muster.core.contributions import Step, Word
from muster.core.members import Member, MemberForm
from muster.core.problem import Problem
from muster.core.quantity import Quantity
from muster.ledger.checks.ground import Ground, ground_of
from muster.ledger.checks.promises import Promise, common, pairs, possible, told_apart
from muster.ledger.checks.texts import counted, ends_of, folded
from muster.ledger.checks.windows import given_twice
from muster.ledger.snapshot import Snapshot

A_FEW_DAYS = 7
"""One decision reaches a secretariat several times within so many days: in a speech, then in the letter."""


class _Step(NamedTuple):
    word: Word
    quantity: Quantity
    start: date
    statement: str | None


def one_decision(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """Two contributions alike in all that matters carry one number, said within a few days: perhaps one decision.

    Alike: member, capability, operation, place, line, grant or loan; windows that may have a day in common; neither
    taken back by a cap. Two that rest on one statement were told apart by whoever recorded them, unless their words are
    the same too; so were two whole units under different names, and one under one name is overlapping_windows' matter.
    Members counted together are left out. Who has looked and found two decisions says so by naming one in the note of
    the other.
    """
    ground = ground_of(snapshot, valid)
    unnamed = {member for member, one in snapshot.things(Member, valid).items() if one.form is MemberForm.UNNAMED}
    asked = (p for p in ground.promises.values() if p.record.capability is not None and p.record.member not in unnamed)
    for one, other in pairs((p for p in asked if p.alive(valid)), _decided):
        alike = _alike(ground, one, other) if _may_be_one(ground, one, other) else None
        if alike is not None:
            former, later = alike
            number = counted(later.quantity, ground.trees.unit(one.record.capability))
            which = f"{one.record.member} {later.word} {number} ({one.record.capability})"
            sentence = f"{which} from {later.start}, as in {one.contribution} from {former.start}: perhaps one decision"
            mend = f"if it is one, take one back; if not, name {one.contribution} in its note"
            yield Problem("one_decision", f"contribution {other.contribution}", sentence, mend)


def _may_be_one(ground: Ground, one: Promise, other: Promise) -> bool:
    apart = common(possible(one.record.window), possible(other.record.window)) is None or told_apart(one, other)
    return not apart and given_twice(ground, one, other) is None


def _decided(promise: Promise) -> tuple[object, ...]:
    one = promise.record
    return (one.member, one.capability, promise.operation, one.place, one.line, one.finance, one.backfills is None)


def _alike(ground: Ground, one: Promise, other: Promise) -> tuple[_Step, _Step] | None:
    """The first steps of both that carry one word and one number within a few days."""
    same_words = folded(one.record.words) == folded(other.record.words)
    if not same_words and ground.trees.whole(one.record.capability) and one.record.words and other.record.words:
        return None
    later = list(_steps(ground.snapshot, other.contribution))
    for former in _steps(ground.snapshot, one.contribution):
        for step in later:
            near = former.word == step.word and abs((former.start - step.start).days) <= A_FEW_DAYS
            told = former.statement == step.statement and not same_words
            if near and not told and ends_of(former.quantity) == ends_of(step.quantity):
                return former, step
    return None


def _steps(snapshot: Snapshot, contribution: str) -> Iterator[_Step]:
    """The standing steps that carry a known number."""
    for one in snapshot.stated("step", contribution):
        step, start = cast("Step", one.record), one.valid.start
        if step.word in (None, Word.ASKED_BACK) or step.quantity is None or start is None:
            continue
        if any(ends_of(step.quantity)):
            yield _Step(step.word, step.quantity, start, one.entry.statement)
