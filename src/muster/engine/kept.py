"""Kept plans: what is kept of a plan, and how the next one starts from it.

Kept is who serves which line and when, pins included; totals are planned anew each time. A plan starts from what is
kept as it holds on its first day.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import cast

from muster.core.days import Period, instant_text
from muster.core.errors import RefusedError
from muster.core.plans import KeptAssignment, KeptPlan
from muster.engine.allocation import Plan, allocate
from muster.engine.coverage import Timeline
from muster.engine.hands import Hands
from muster.engine.network import NOTHING, Pair
from muster.engine.serving import Asked
from muster.engine.touring import Effort, Kept, Watcher
from muster.ledger.plans import kept_last, kept_under
from muster.ledger.snapshot import Snapshot
from muster.ledger.standing import Stated


def allocate_from(
    timeline: Timeline,
    asked: Asked,
    within: Period | None = None,
    name: str | None = None,
    *,
    afresh: bool = False,
    effort: Effort | None = None,
    watcher: Watcher | None = None,
    may_stop: bool = False,
    hands: Hands | None = None,
) -> Plan:
    """The plan of a period that starts from a kept one: that of a name, or else the one kept last, or none ``afresh``.

    Raises UnknownSubjectError for an unknown name, RefusedError for a plan that says nothing of the first day.
    """
    if afresh and name is not None:
        raise RefusedError(f"a plan starts from {name!r} or afresh, not both")
    first = asked.made_on if within is None or within.start is None else within.start
    found = None if afresh else _start(timeline.snapshot, first, name)
    kept = None if found is None else start_of(cast("KeptPlan", found.record), first, found.entry.subject)
    return allocate(timeline, asked, within, kept, effort=effort, watcher=watcher, may_stop=may_stop, hands=hands)


def _start(snapshot: Snapshot, day: date, name: str | None) -> Stated | None:
    """The kept plan from which a plan starts whose first day this is."""
    if name is None:
        return kept_last(snapshot, day)
    found = kept_under(snapshot, name)
    days = cast("KeptPlan", found.record).period
    if day not in days:
        raise RefusedError(f"the plan {name!r} is of {days}: it says nothing of {day}, on which this one begins")
    return found


def assigned_on(kept: KeptPlan, day: date) -> dict[Pair, Fraction]:
    """Who serves whom on a day by a kept plan, pins included."""
    found: dict[Pair, Fraction] = {}
    for one in kept.assignments or ():
        if day in one.period:
            found[one.pair] = found.get(one.pair, NOTHING) + one.quantity
    return found


def start_of(kept: KeptPlan, first: date, name: str | None = None) -> Kept:
    """What a kept plan says to one that starts from it on a day: who serves whom on that day, and when."""
    days: dict[Pair, list[Period]] = {}
    for one in sorted(kept.assignments or (), key=lambda each: (each.pair, each.period.start)):
        periods = days.setdefault(one.pair, [])
        if periods and periods[-1].end == one.period.start:
            periods.append(Period(periods.pop().start, one.period.end))
        else:
            periods.append(one.period)
    return Kept(name, assigned_on(kept, first), days)


def kept_of(plan: Plan, version: str) -> KeptPlan:
    """What is kept of a plan; ``version`` is that of Muster."""
    fields = {
        "first": str(plan.within.start),
        "last": str(plan.within.last),
        "known": instant_text(plan.known),
        "firmness": plan.asked.firmness,
        "undeclared": plan.asked.undeclared,
        "version": version,
        "assignments": _assignments(plan),
    }
    asked = plan.asked
    more = {
        "starts_from": plan.starts_from,
        "most_from_one": asked.most_from_one,
        "suppliers": asked.suppliers,
        "balance": asked.balance,
    }
    return KeptPlan.model_validate(fields | {name: value for name, value in more.items() if value is not None})


def _assignments(plan: Plan) -> tuple[KeptAssignment, ...]:
    """Who serves which line, from when until when: neighbouring parts in which the amount is the same are joined."""
    rows: list[tuple[Pair, Fraction, Period]] = []
    running: dict[Pair, int] = {}
    for part in plan.parts:
        now: dict[Pair, int] = {}
        for pair, amount in part.assigned.items():
            row = running.get(pair)
            if row is not None and rows[row][1] == amount:
                rows[row] = pair, amount, Period(rows[row][2].start, part.period.end)
            else:
                row = len(rows)
                rows.append((pair, amount, part.period))
            now[pair] = row
        running = now
    return tuple(_assignment(*row) for row in sorted(rows, key=lambda row: (row[0], row[2].start)))


def _assignment(pair: Pair, amount: Fraction, days: Period) -> KeptAssignment:
    fields = {"contribution": pair[0], "line": pair[1], "first": str(days.start), "last": str(days.last)}
    return KeptAssignment.model_validate({**fields, "amount": str(amount)})
