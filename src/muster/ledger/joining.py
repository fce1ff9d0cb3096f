"""Joint contributions on a day: what is a part of them, and without which parts one is not there."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import cast

from muster.core.shared import Joint, Part
from muster.ledger.snapshot import Snapshot


def joint_of(snapshot: Snapshot, contribution: str, day: date) -> str | None:
    """The joint contribution, the first by id, of which one is a part on a day, unless it is what that delivers."""
    for joint in snapshot.naming("part", "contribution").get(contribution, ()):
        held = snapshot.thing(Joint, joint, day)
        if held is not None and held.delivers != contribution:
            named = (part.contribution for part in snapshot.parts(Part, joint, day))
            if contribution in named:
                return joint
    return None


def joints_delivering(snapshot: Snapshot, contribution: str, day: date) -> Iterator[str]:
    """The joint contributions that deliver one on a day."""
    for joint in snapshot.naming("joint", "delivers").get(contribution, ()):
        held = snapshot.thing(Joint, joint, day)
        if held is not None and held.delivers == contribution:
            yield joint


def required_parts(snapshot: Snapshot, contribution: str, day: date) -> list[str]:
    """The other contributions without which one is not there on a day: the required parts of what delivers it."""
    joints = joints_delivering(snapshot, contribution, day)
    parts = (part for joint in joints for part in snapshot.parts(Part, joint, day) if part.is_required)
    return sorted({part.contribution for part in parts if part.contribution not in (None, contribution)})


def undelivered(snapshot: Snapshot, day: date, gone: Collection[str]) -> frozenset[str]:
    """The contributions that are not there on a day without some others, which are required parts of them."""
    names = {name for one in gone for name in ever_delivered_with(snapshot, one)}
    return frozenset(name for name in names if not set(gone).isdisjoint(required_parts(snapshot, name, day)))


def ever_parts(snapshot: Snapshot, contribution: str) -> set[str]:
    """The contributions that on any day may be parts of one."""
    joints = snapshot.naming("joint", "delivers").get(contribution, ())
    named = (cast("Part", one.record).contribution for joint in joints for one in snapshot.stated("part", joint))
    return {name for name in named if name is not None}


def ever_delivered_with(snapshot: Snapshot, contribution: str) -> set[str]:
    """The contributions that on any day may have one for a part."""
    joints = snapshot.naming("part", "contribution").get(contribution, ())
    named = (cast("Joint", one.record).delivers for joint in joints for one in snapshot.stated("joint", joint))
    return {name for name in named if name is not None}


def joint_cuts(snapshot: Snapshot, contribution: str) -> set[date]:
    """The days on which anything about the joint contributions may change that one delivers or is a part of."""
    namings = (snapshot.naming("joint", "delivers"), snapshot.naming("part", "contribution"))
    joints = {joint for naming in namings for joint in naming.get(contribution, ())}
    return set().union(*(snapshot.cuts("joint", joint) for joint in joints))
