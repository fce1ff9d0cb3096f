"""Which conditions fail on a day: those decided so, and those that wait for another contribution that is not there.

A condition that names another contribution ("only if Italy sends the aircraft") and is not decided holds on the days on
which that one supplies something at the firmness asked and no condition on it fails. Conditions may wait for each other
in a circle: then they hold together, or, where open conditions count as failed, fail together.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import cast

from muster.core.contributions import Condition, ConditionState
from muster.core.firmness import Firmness
from muster.core.quantity import NOTHING
from muster.ledger.giving import Giver
from muster.ledger.snapshot import Snapshot

Failing = Mapping[str, tuple[str, ...]]
"""The conditions that fail, by the contribution on which they stand."""


def failing(
    snapshot: Snapshot,
    day: date,
    firmness: Firmness,
    *,
    open_hold: bool = True,
    gone: Collection[str] = (),
) -> Failing:
    """The conditions that fail on a day, those left open counted as met or not, as though some were ``gone``."""
    found: dict[str, tuple[str, ...]] = {}
    waiting: dict[str, tuple[str, str]] = {}
    for name, one in snapshot.things(Condition, day).items():
        if one.contribution is None or one.state is ConditionState.MET:
            continue
        if one.is_open and one.only_if is not None and snapshot.has("contribution", one.only_if):
            waiting[name] = one.contribution, one.only_if
        elif not (one.is_open and open_hold):
            found[one.contribution] = (*found.get(one.contribution, ()), name)
    there = {other for _, other in waiting.values() if _is_there(snapshot, other, day, firmness) and other not in gone}
    failed = _decided(waiting, there, found) if open_hold else waiting.keys() - _holding(waiting, there, found)
    for name in sorted(failed):
        contribution = waiting[name][0]
        found[contribution] = (*found.get(contribution, ()), name)
    return found


def waits(snapshot: Snapshot) -> bool:
    """Whether any condition, on any day, waits for another contribution."""
    every = (snapshot.facet(Condition, name, "only_if") for name in snapshot.ids("condition"))
    return any(cast("Condition", one.record).only_if is not None for found in every for one in found)


def fall_with(snapshot: Snapshot, day: date, firmness: Firmness, gone: Collection[str]) -> frozenset[str]:
    """The contributions that count on a day only while some others do, open conditions counted as met."""
    before, after = (failing(snapshot, day, firmness, gone=one).keys() for one in ((), gone))
    return frozenset(after - before)


def _is_there(snapshot: Snapshot, contribution: str, day: date, firmness: Firmness) -> bool:
    given = Giver(snapshot, contribution).on(day)
    return given is not None and bool(given.counted.get(firmness, NOTHING).low)


def _decided(waiting: Mapping[str, tuple[str, str]], there: Collection[str], found: Failing) -> frozenset[str]:
    """Those that fail, and no more than must: what waits for what is not there, or for what falls with that."""
    failed: set[str] = set()
    while True:
        fallen = found.keys() | {waiting[name][0] for name in failed}
        now = {name for name, (_, other) in waiting.items() if other not in there or other in fallen}
        if now == failed:
            return frozenset(failed)
        failed = now


def _holding(waiting: Mapping[str, tuple[str, str]], there: Collection[str], found: Failing) -> frozenset[str]:
    """Those that hold, and no more than must: what waits for what is there and waits for nothing that does not hold."""
    holding: set[str] = set()
    while True:
        bound = found.keys() | {one for name, (one, _) in waiting.items() if name not in holding}
        now = {name for name, (_, other) in waiting.items() if other in there and other not in bound}
        if now == holding:
            return frozenset(holding)
        holding = now
