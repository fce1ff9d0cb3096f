"""May a contribution serve a line, on a day? Always with the reason where it may not."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import cached_property

from muster.core.capabilities import Capability, Measure
from muster.core.contributions import Assignment
from muster.core.members import Membership
from muster.core.operations import Place
from muster.core.requirements import Requirement
from muster.ledger.giving import Given
from muster.ledger.phases import Phases
from muster.ledger.rotas import turns_on
from muster.ledger.snapshot import Snapshot


class Reason(StrEnum):
    """Why a contribution does not serve a line, in the order in which it is asked. From ``caveat`` on: in a plan."""

    BACKFILL = "backfill"
    PART = "part"
    EARMARKED = "earmarked"
    OTHER_OPERATION = "other_operation"
    NO_CAPABILITY = "no_capability"
    OTHER_CAPABILITY = "other_capability"
    OTHER_UNIT = "other_unit"
    OTHER_PLACE = "other_place"
    MAY_NOT_SERVE = "may_not_serve"
    CAVEAT = "caveat"
    TASK = "task"
    STANDARD = "standard"
    CONDITION = "condition"
    NOTICE = "notice"
    WINDOW = "window"
    NOT_ACCEPTED = "not_accepted"
    BELOW_FIRMNESS = "below_firmness"
    WHOLE = "whole"
    REST = "rest"
    TOUR = "tour"
    CAP = "cap"
    NOT_NEEDED = "not_needed"


class Ground:
    """What eligibility looks up in a snapshot on a day, looked up once."""

    def __init__(self, snapshot: Snapshot, day: date) -> None:
        """Read the tree of capabilities; what is rarely asked is read when it is."""
        self.snapshot, self.day = snapshot, day
        self.capabilities = snapshot.things(Capability, day)
        self._kinds = _above({kind: one.parent for kind, one in self.capabilities.items()})

    @cached_property
    def _regions(self) -> dict[str, frozenset[str]]:
        return _above({place: one.parent for place, one in self.snapshot.things(Place, self.day).items()})

    @cached_property
    def phases(self) -> Phases:
        """The phases as they are told on the day."""
        return Phases(self.snapshot, self.day)

    @cached_property
    def pins(self) -> dict[str, list[Assignment]]:
        """The assignments that hold on the day by contribution, in the order in which they were first recorded.

        One that was corrected keeps its place. After them come those whose turn it is in a rota, in the same order.
        """
        held = self.snapshot.things(Assignment, self.day)
        order = {
            assignment: next(entry.seq for entry in self.snapshot.on(assignment) if entry.kind == "assignment")
            for assignment in held
        }
        pins: dict[str, list[Assignment]] = {}
        assigned = [held[assignment] for assignment in sorted(held, key=order.__getitem__)]
        for pin in (*assigned, *turns_on(self.snapshot, self.day)):
            if pin.contribution is not None and pin.line is not None:
                pins.setdefault(pin.contribution, []).append(pin)
        return pins

    def unit(self, capability: str | None) -> str | None:
        """The unit of a capability; None where it only groups or is unknown."""
        found = self.capabilities.get(capability or "")
        return None if found is None else found.unit

    def decimals(self, capability: str | None) -> int:
        """With how many decimals a capability is counted."""
        found = self.capabilities.get(capability or "")
        return 0 if found is None else found.decimals or 0

    def counted_in(self, capability: str | None) -> tuple[str, int] | None:
        """The unit of a capability and its decimals: only what is counted alike is added. None without a unit."""
        found = self.capabilities.get(capability or "")
        return None if found is None or found.unit is None else (found.unit, found.decimals or 0)

    def measure(self, capability: str | None) -> Measure:
        """Whether a capability is measured as a level or as a total."""
        found = self.capabilities.get(capability or "")
        return Measure.LEVEL if found is None or found.measure is None else found.measure

    def is_kind_of(self, capability: str | None, of: str | None) -> bool:
        """Whether a capability is another, or lies below it in the tree."""
        return capability == of or of in self._kinds.get(capability or "", ())

    def lies_in(self, place: str | None, within: str | None) -> bool:
        """Whether a place is another, or lies in it; where one of the two is not said, nothing speaks against it."""
        return place is None or within is None or place == within or within in self._regions.get(place, ())

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

    What is pinned or earmarked was agreed for that line, so its place no longer speaks against it. What has no unit
    only groups, and serves nothing. A kind of which nothing is known, such as a redacted one, is none.
    """
    record = given.record
    counted = ground.counted_in(record.capability)
    agreed = pinned or record.line == line
    asked = (
        (record.backfills is not None, Reason.BACKFILL),
        (given.part_of is not None, Reason.PART),
        (not pinned and record.line not in (None, line), Reason.EARMARKED),
        (given.operation != requirement.operation, Reason.OTHER_OPERATION),
        (record.capability not in ground.capabilities, Reason.NO_CAPABILITY),
        (not ground.is_kind_of(record.capability, requirement.capability), Reason.OTHER_CAPABILITY),
        (counted is None or ground.counted_in(requirement.capability) != counted, Reason.OTHER_UNIT),
        (not agreed and not ground.lies_in(record.place, requirement.place), Reason.OTHER_PLACE),
        (not ground.may_serve(record.member, requirement.servers), Reason.MAY_NOT_SERVE),
    )
    return next((reason for stands, reason in asked if stands), None)


def _above(parents: dict[str, str | None]) -> dict[str, frozenset[str]]:
    """For each thing all that lies above it; a circle ends where it closes."""
    above: dict[str, frozenset[str]] = {}
    for thing, parent in parents.items():
        seen: set[str] = set()
        one = parent
        while one is not None and one not in seen:
            seen.add(one)
            one = parents.get(one)
        above[thing] = frozenset(seen)
    return above
