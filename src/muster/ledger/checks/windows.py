"""Checks of windows beside each other: one unit given twice, a last day that is also the next first day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from muster.core.capabilities import Portion
from muster.core.contributions import Contribution
from muster.core.days import Period, day_before
from muster.core.operations import Dates, Operation, Phase
from muster.core.problem import Problem
from muster.ledger.checks.ground import Ground, ground_of
from muster.ledger.checks.levels import overlaps
from muster.ledger.checks.promises import Promise, certain, common, pairs, possible, told_apart
from muster.ledger.checks.texts import folded, quoted, when
from muster.ledger.rotas import turns_of
from muster.ledger.snapshot import Snapshot


def overlapping_windows(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """One whole unit, told by its name, is given twice, in windows that have a day in common for certain."""
    ground = ground_of(snapshot, valid)
    whole = (promise for promise in ground.promises.values() if ground.trees.whole(promise.record.capability))
    for one, other in pairs(whole, lambda p: (p.record.member, p.record.capability, folded(p.record.words))):
        days = given_twice(ground, one, other)
        if days is not None and not told_apart(one, other):
            sentence = f"the unit {quoted(one.record.words)} is also given as {one.contribution}, both {when(days)}"
            mend = "end one window before the other begins; two units need two names in their words"
            yield Problem("overlapping_windows", f"contribution {other.contribution}", sentence, mend)


def given_twice(ground: Ground, one: Promise, other: Promise) -> Period | None:
    """The days on which two contributions of one member and capability certainly give one and the same unit.

    A unit is the same where the capability comes in whole units and the words are the same, the words say more than
    the capability's name, and each contribution gives no more than one. Anything less would cry wolf: two companies
    of one member are rightly given at a time.
    """
    capability = ground.trees.capabilities.get(one.record.capability or "")
    words = folded(one.record.words)
    if capability is None or capability.portion is not Portion.UNIT or words != folded(other.record.words):
        return None
    if words in ("", folded(capability.name)):
        return None
    days = common(certain(one.record.window), certain(other.record.window))
    if days is None or days.start is None:
        return None
    return days if _one_unit(one, days.start) and _one_unit(other, days.start) else None


def last_day_is_next_first(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """A last day, which is included, is also the first day of what follows, so that on that day both hold."""
    ground = ground_of(snapshot, valid)
    known = (p for p in ground.promises.values() if p.record.capability is not None)
    for pair in pairs(known, lambda p: (p.record.member, p.record.capability, p.operation)):
        for before, after in (pair, pair[::-1]):
            day = _handover(before.record.window, after.record.window)
            if day is not None and before.alive(day) and after.alive(day):
                sentence = f"its first day {day} is the last day of {before.contribution}: on that day both count"
                mend = f"a last day is included; if one follows the other, {before.contribution} ends on {_before(day)}"
                yield Problem("last_day_is_next_first", f"contribution {after.contribution}", sentence, mend)
    for line in snapshot.ids("requirement"):
        for former, _, day in overlaps(snapshot, line):
            if former.valid.last == day:
                sentence = f"its level from {day} begins on the last day of the level before"
                mend = f"a last day is included; if one follows the other, the level before ends on {_before(day)}"
                yield Problem("last_day_is_next_first", f"requirement {line}", sentence, mend)


def dates_backwards(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """A last day lies before its first day, so that nothing ever holds."""
    found: list[tuple[str, str, Dates | None]] = []
    for subject, given in snapshot.things(Contribution, valid).items():
        fields = {"window": given.window, "requested": given.requested, "estimated": given.estimated}
        fields["actual"] = given.actual
        found += [(f"contribution {subject}", f"its {name}", dates) for name, dates in fields.items()]
    for subject, operation in snapshot.things(Operation, valid).items():
        found.append((f"operation {subject}", "it", operation.dates))
    for subject, phase in snapshot.things(Phase, valid).items():
        found.append((f"phase {subject}", "it", phase.dates))
    for subject in snapshot.ids("rota"):
        turns = (Dates(start=turn.first, last=turn.last) for turn in turns_of(snapshot, subject, valid))
        found += [(f"rota {subject}", "a turn of it", dates) for dates in turns]
    for where, what, dates in found:
        if dates is not None and possible(dates) is None:
            sentence = f"{what} ends on {dates.last}, before it begins on {dates.start}"
            yield Problem("dates_backwards", where, sentence, "correct one of the two")


def _one_unit(promise: Promise, day: date) -> bool:
    """Whether it gives something on a day, and no more than one of it."""
    one = 10**promise.decimals
    return promise.alive(day) and all((span.low or 0) <= one for span in promise.level(day).values())


def _handover(before: Dates | None, after: Dates | None) -> date | None:
    """The day that is the last of one window and the first of the other, both known to the day."""
    if before is None or after is None or before.last is None or before.last != after.start:
        return None
    if before.last.precision != "day" or before.start == before.last:
        return None
    return before.last.first


def _before(day: date) -> str:
    return day_before(day).isoformat()
