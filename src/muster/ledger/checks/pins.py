"""Checks of what is agreed: pins that cannot hold together, and pins to lines that may not be served."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple, TypeVar

from muster.core.capabilities import Substitute
from muster.core.days import Period
from muster.core.keeping import SEES_ALL
from muster.core.members import Membership
from muster.core.problem import Problem
from muster.core.quantity import Span
from muster.core.requirements import Requirement
from muster.ledger.checks.agreed import Agreed, Pin, reach, runs
from muster.ledger.checks.ground import Ground, ground_of
from muster.ledger.checks.texts import counted, in_units, joined, when
from muster.ledger.giving import Given, span_of
from muster.ledger.snapshot import Snapshot

T = TypeVar("T")


class _Beyond(NamedTuple):
    """A pin for which too little is left: what it asks (None: all), what is left for it, what there is in all."""

    pin: Pin
    capability: str | None
    asks: int | None
    left: int
    there: int


def pinned_twice(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """What comes whole is pinned to two lines on the same days, and can serve one of them."""
    ground = ground_of(snapshot, valid)
    for contribution, found in ground.agreed.items():
        torn = ((one.period, one.pins) for one in found if _is_torn(ground, one))
        for days, pins in _not_past(torn, valid):
            lines = joined(f"{pin.line} ({pin.where})" for pin in pins)
            sentence = f"it comes whole and is pinned to {lines} {when(days)}"
            mend = "let one end before the other begins, or take one back"
            yield Problem("pinned_twice", f"contribution {contribution}", sentence, mend)


def pinned_beyond(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """More of a contribution is pinned than it gives on a day, however soft its words. Only who sees all is told."""
    ground = ground_of(snapshot, valid)
    for contribution, found in ground.agreed.items() if snapshot.viewer in SEES_ALL else ():
        together = [one for one in found if not _is_torn(ground, one)]
        beyond = ((one.period, pin) for one in together for pin in _beyond(ground, one))
        for days, pin in _not_past(beyond, valid):
            yield _too_much(ground, contribution, days, pin)


def pinned_wrongly(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """A contribution is pinned to a line that it may not serve. Only who sees the whole book is told."""
    ground = ground_of(snapshot, valid)
    for contribution, found in ground.agreed.items() if snapshot.viewer in SEES_ALL else ():
        against = ((one.period, (pin, _against(ground, one, pin.line))) for one in found for pin in one.pins)
        for days, (pin, reason) in _not_past(against, valid):
            if reason:
                sentence = f"{contribution} is pinned to {pin.line} {when(days)}, and {reason}"
                mend = "take the pin back, or correct what speaks against it"
                yield Problem("pinned_wrongly", pin.where, sentence, mend)


def _not_past(found: Iterable[tuple[Period, T]], valid: date) -> list[tuple[Period, T]]:
    """What holds on a day or later, each once for all its days in a row."""
    return [(days, what) for days, what in runs(found) if days.end is None or days.end > valid]


def _is_torn(ground: Ground, one: Agreed) -> bool:
    """Whether what comes whole is pinned to more than one line."""
    return len({pin.line for pin in one.pins}) > 1 and ground.trees.whole(one.given.record.capability)


def _beyond(ground: Ground, one: Agreed) -> Iterator[_Beyond]:
    """The pins for which those before them leave too little, of what there is at most; none where nobody knows that."""
    capability, there = one.given.record.capability, reach(one.given).high
    if there is None:
        return
    left = there
    for pin in one.pins:
        asks = None if pin.quantity is None else span_of(pin.quantity, ground.trees.decimals(capability)).low or 0
        if not left if asks is None else asks > left:
            yield _Beyond(pin, capability, asks, left, there)
        left -= left if asks is None else min(asks, left)


def _too_much(ground: Ground, contribution: str, days: Period, beyond: _Beyond) -> Problem:
    decimals, unit = ground.trees.decimals(beyond.capability), ground.trees.unit(beyond.capability)
    left, there = (in_units(Span(one, one), decimals) for one in (beyond.left, beyond.there))
    what = "all" if beyond.asks is None else counted(in_units(Span(beyond.asks, None), decimals).low, unit)
    rest = f"it gives {there} at most" if left == there else f"of {there} the pins before it leave {left}"
    sentence = f"{beyond.pin.line} is to have {what} of {contribution} {when(days)}, and {rest}"
    return Problem("pinned_beyond", beyond.pin.where, sentence, "pin less, or ask for more")


def _against(ground: Ground, one: Agreed, line: str) -> str:
    """What speaks against a contribution on a line, whatever was agreed; empty where nothing does."""
    given, day = one.given, one.period.start or ground.day
    wanted = ground.snapshot.thing(Requirement, line, day)
    if wanted is None or wanted.operation is None:
        return ""
    record = given.record
    asked = (
        (record.backfills is not None, "it backfills elsewhere"),
        (given.part_of is not None, f"it is a part of {given.part_of}"),
        (given.operation != wanted.operation, f"it counts in {given.operation or 'no operation'}, not there"),
        (
            not _serves_as(ground, record.capability, wanted.capability),
            f"{record.capability} is no {wanted.capability}",
        ),
        (not _is_among(ground, given, wanted, day), f"{joined(wanted.servers or ('nobody',))} alone may serve it"),
    )
    return next((reason for stands, reason in asked if stands), "")


def _serves_as(ground: Ground, capability: str | None, needed: str | None) -> bool:
    """Whether a kind is another that is counted alike, or stands in for it."""
    trees = ground.trees
    if trees.is_kind_of(capability, needed):
        return (trees.unit(capability), trees.decimals(capability)) == (trees.unit(needed), trees.decimals(needed))
    return any(
        trees.is_kind_of(capability, one.capability) and trees.is_kind_of(of, needed)
        for of in ground.snapshot.subjects_with("substitute")
        for one in ground.snapshot.parts(Substitute, of, ground.day)
    )


def _is_among(ground: Ground, given: Given, wanted: Requirement, day: date) -> bool:
    """Whether its member is among those who alone may serve a line, itself or in a group."""
    member = given.record.member
    groups = ground.snapshot.parts(Membership, member or "", day) if wanted.servers else ()
    return not wanted.servers or bool({member, *(one.group for one in groups)} & {*wanted.servers})
