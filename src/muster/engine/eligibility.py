"""May a contribution serve a line, on a day? Always with the reason where it may not."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from muster.core.capabilities import Capability
from muster.core.members import Membership
from muster.core.operations import Place
from muster.core.requirements import Requirement
from muster.ledger.giving import Given
from muster.ledger.snapshot import Snapshot


class Reason(StrEnum):
    """Why a contribution does not serve a line."""

    OTHER_OPERATION = "other_operation"
    NO_CAPABILITY = "no_capability"
    OTHER_CAPABILITY = "other_capability"
    OTHER_UNIT = "other_unit"
    OTHER_PLACE = "other_place"
    MAY_NOT_SERVE = "may_not_serve"
    EARMARKED = "earmarked"
    BACKFILL = "backfill"


@dataclass
class Ground:
    """What eligibility looks up in a snapshot on a day, looked up once."""

    snapshot: Snapshot
    day: date
    capabilities: dict[str, Capability] = field(init=False)
    places: dict[str, Place] = field(init=False)

    def __post_init__(self) -> None:
        """Read the two trees."""
        self.capabilities = self.snapshot.things(Capability, self.day)
        self.places = self.snapshot.things(Place, self.day)

    def unit(self, capability: str | None) -> str | None:
        """The unit of a capability; None where it only groups or is unknown."""
        found = self.capabilities.get(capability or "")
        return None if found is None else found.unit

    def decimals(self, given: Given) -> int:
        """With how many decimals a contribution is counted."""
        found = self.capabilities.get(given.record.capability or "")
        return 0 if found is None else found.decimals or 0

    def is_kind_of(self, capability: str | None, of: str | None) -> bool:
        """Whether a capability is another, or lies below it in the tree."""
        return of in _upwards(capability, {k: c.parent for k, c in self.capabilities.items()})

    def lies_in(self, place: str | None, within: str | None) -> bool:
        """Whether a place is another, or lies in it; where one of the two is not said, nothing speaks against it."""
        if place is None or within is None:
            return True
        return within in _upwards(place, {k: p.parent for k, p in self.places.items()})

    def may_serve(self, member: str | None, servers: tuple[str, ...] | None) -> bool:
        """Whether a member is among those who alone may serve: itself, or a group it belongs to."""
        return not servers or member in servers or bool(self.groups(member) & set(servers))

    def groups(self, member: str | None) -> frozenset[str]:
        """The groups a member belongs to on the day."""
        if member is None:
            return frozenset()
        return frozenset(m.group for m in self.snapshot.parts(Membership, member, self.day) if m.group)


def why_not(
    ground: Ground, given: Given, line: str, requirement: Requirement, *, pinned: bool = False
) -> Reason | None:
    """The first reason for which a contribution may not serve a line, or None where it may.

    What is pinned or earmarked was agreed for that line, so its place no longer speaks against it.
    """
    record = given.record
    agreed = pinned or record.line == line
    asked = (
        (record.backfills is not None, Reason.BACKFILL),
        (not pinned and record.line not in (None, line), Reason.EARMARKED),
        (given.operation != requirement.operation, Reason.OTHER_OPERATION),
        (record.capability is None, Reason.NO_CAPABILITY),
        (not ground.is_kind_of(record.capability, requirement.capability), Reason.OTHER_CAPABILITY),
        (ground.unit(record.capability) != ground.unit(requirement.capability), Reason.OTHER_UNIT),
        (not agreed and not ground.lies_in(record.place, requirement.place), Reason.OTHER_PLACE),
        (not ground.may_serve(record.member, requirement.servers), Reason.MAY_NOT_SERVE),
    )
    return next((reason for stands, reason in asked if stands), None)


def _upwards(start: str | None, parents: dict[str, str | None]) -> set[str]:
    """A thing and all above it; a circle ends where it closes."""
    seen: set[str] = set()
    one = start
    while one is not None and one not in seen:
        seen.add(one)
        one = parents.get(one)
    return seen
