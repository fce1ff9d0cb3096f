"""What the checks of one snapshot on one day look up, looked up once and shared by all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cached_property

from muster.core.capabilities import Capability, Portion
from muster.core.contributions import Assignment, Contribution
from muster.core.members import Membership
from muster.core.operations import Operation, Place
from muster.core.quantity import NOTHING
from muster.core.requirements import Requirement
from muster.ledger.checks.agreed import Agreed, agreed_of, reach
from muster.ledger.checks.promises import Promise
from muster.ledger.giving import Given, Giver, decimals_of, lowering_caps, operation_of
from muster.ledger.phases import Phases
from muster.ledger.rotas import turns_on
from muster.ledger.snapshot import Snapshot

Tree = Mapping[str, Capability] | Mapping[str, Operation] | Mapping[str, Place]
"""Things by id, each of which may have a parent."""


class Trees:
    """What lies in what on a day: capabilities, places, operations."""

    def __init__(self, snapshot: Snapshot, day: date) -> None:
        """Read the three trees."""
        self.capabilities = snapshot.things(Capability, day)
        self.operations = snapshot.things(Operation, day)
        self.places = snapshot.things(Place, day)
        self._above: dict[tuple[int, str | None], frozenset[str]] = {}

    def is_kind_of(self, capability: str | None, of: str | None) -> bool:
        """Whether a capability is another, or lies below it."""
        return of in self._upwards(capability, self.capabilities)

    def is_part_of(self, operation: str | None, of: str | None) -> bool:
        """Whether an operation is another, or is part of it."""
        return of in self._upwards(operation, self.operations)

    def lies_in(self, place: str | None, within: str | None) -> bool:
        """Whether a place is another, or lies in it."""
        return within in self._upwards(place, self.places)

    def unit(self, capability: str | None) -> str | None:
        """The unit of a capability; None where it only groups, or is not in the book."""
        found = self.capabilities.get(capability or "")
        return None if found is None else found.unit

    def decimals(self, capability: str | None) -> int:
        """With how many decimals a capability is counted."""
        found = self.capabilities.get(capability or "")
        return 0 if found is None else found.decimals or 0

    def whole(self, capability: str | None) -> bool:
        """Whether a capability comes in whole units."""
        found = self.capabilities.get(capability or "")
        return found is not None and found.portion is Portion.UNIT

    def _upwards(self, start: str | None, tree: Tree) -> frozenset[str]:
        """A thing and all above it; a circle ends where it closes."""
        key = (id(tree), start)
        if key not in self._above:
            seen: dict[str, None] = {}
            one = start
            while one is not None and one not in seen:
                seen[one] = None
                above = tree.get(one)
                one = None if above is None else above.parent
            self._above[key] = frozenset(seen)
        return self._above[key]


class Ground:
    """A snapshot on a day, as the checks see it: what is asked for is read once and kept."""

    def __init__(self, snapshot: Snapshot, day: date) -> None:
        """Read nothing yet."""
        self.snapshot, self.day = snapshot, day
        self._givers: dict[str, Giver] = {}
        self._given: dict[tuple[str, date], Given | None] = {}
        self._giving: dict[date, list[Given]] = {}
        self._trees: dict[date, Trees] = {}
        self._phases = Phases(snapshot, day)

    @property
    def trees(self) -> Trees:
        """The trees on the day of the checks."""
        return self.trees_on(self.day)

    def trees_on(self, day: date) -> Trees:
        """The trees on another day."""
        if day not in self._trees:
            self._trees[day] = Trees(self.snapshot, day)
        return self._trees[day]

    @cached_property
    def promises(self) -> dict[str, Promise]:
        """All contributions, by id."""
        found = (self._promise(contribution) for contribution in self.snapshot.ids("contribution"))
        return {promise.contribution: promise for promise in found if promise is not None}

    @cached_property
    def lines(self) -> dict[str, Requirement]:
        """The lines that have not ended, with their operation or with a phase, by id."""
        found = ((line, one, self._phases.not_open(line, one)) for line, one in self.stated_lines.items())
        return {line: one for line, one, not_open in found if not_open is None or not_open.ended is None}

    @cached_property
    def stated_lines(self) -> dict[str, Requirement]:
        """The lines of operations that have not ended, by id."""
        found = self.snapshot.things(Requirement, self.day)
        return {line: one for line, one in found.items() if one.level is not None and not self._ended(one.operation)}

    @cached_property
    def pinned(self) -> dict[str, tuple[str, ...]]:
        """The contributions that assignments and rotas pin to each line."""
        pinned: dict[str, list[str]] = {}
        assigned = self.snapshot.things(Assignment, self.day).values()
        for one in (*assigned, *turns_on(self.snapshot, self.day)):
            pinned.setdefault(one.line or "", []).append(one.contribution or "")
        return {line: tuple(sorted(set(found))) for line, found in pinned.items()}

    @cached_property
    def agreed(self) -> dict[str, list[Agreed]]:
        """By contribution, the days on which it is pinned and gives something, past and to come."""
        return agreed_of(self.snapshot, self.given)

    def given(self, contribution: str, day: date) -> Given | None:
        """What a contribution gives on a day; None where there is no such contribution yet."""
        if (contribution, day) not in self._given:
            self._given[(contribution, day)] = self._giver(contribution).on(day)
        return self._given[(contribution, day)]

    def giving(self, day: date) -> list[Given]:
        """What every contribution gives on a day that gives anything then."""
        if day not in self._giving:
            found = (self.given(contribution, day) for contribution in self.promises)
            self._giving[day] = [given for given in found if given is not None and reach(given) != NOTHING]
        return self._giving[day]

    def related(self, line: str) -> Iterator[Given]:
        """What could serve a line on the day if its unit fits: kind, operation, place, earmark and servers do."""
        requirement = self.lines[line]
        pinned = self.pinned.get(line, ())
        for contribution in dict.fromkeys([*self._in_operation.get(requirement.operation or "", ()), *pinned]):
            given = self.given(contribution, self.day)
            if given is None or given.part_of is not None or reach(given) == NOTHING:
                continue
            if contribution in pinned or self._could_serve(given, line, requirement):
                yield given

    def could_serve(self, contribution: str, line: str) -> bool:
        """Whether a contribution could serve a line on the day, if there were anything of it."""
        given, requirement = self.given(contribution, self.day), self.lines[line]
        if given is None or given.part_of is not None:
            return False
        is_there = contribution in self._in_operation.get(requirement.operation or "", ())
        is_pinned = contribution in self.pinned.get(line, ())
        return is_pinned or (is_there and self._could_serve(given, line, requirement))

    @cached_property
    def _in_operation(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for promise in self.promises.values():
            if promise.operation is not None and promise.record.backfills is None:
                found.setdefault(promise.operation, []).append(promise.contribution)
        return found

    def _could_serve(self, given: Given, line: str, requirement: Requirement) -> bool:
        record = given.record
        here = record.place is None or requirement.place is None or self.trees.lies_in(record.place, requirement.place)
        groups = self.snapshot.parts(Membership, record.member or "", self.day) if requirement.servers else []
        may = not requirement.servers or bool({record.member, *(m.group for m in groups)} & {*requirement.servers})
        kind = self.trees.is_kind_of(record.capability, requirement.capability)
        return kind and here and may and record.line in (None, line)

    def _ended(self, operation: str | None) -> bool:
        found = self.trees.operations.get(operation or "")
        last = None if found is None or found.dates is None else found.dates.last
        return last is not None and self.day > last.first

    def _giver(self, contribution: str) -> Giver:
        if contribution not in self._givers:
            self._givers[contribution] = Giver(self.snapshot, contribution)
        return self._givers[contribution]

    def _promise(self, contribution: str) -> Promise | None:
        record = self.snapshot.thing(Contribution, contribution, self.day)
        if record is None:
            return None
        operation = operation_of(self.snapshot, contribution, record, self.day)
        decimals = decimals_of(self.snapshot, record.capability, self.day)
        steps = tuple(self._giver(contribution).steps(self.day))
        caps = tuple(lowering_caps(self.snapshot, contribution, decimals))
        return Promise(contribution, record, operation, decimals, steps, caps)


@contextmanager
def sharing(snapshot: Snapshot, valid: date) -> Iterator[None]:
    """Inside, all checks of this snapshot on this day share one ground."""
    token = _SHARED.set(Ground(snapshot, valid))
    try:
        yield
    finally:
        _SHARED.reset(token)


def ground_of(snapshot: Snapshot, valid: date) -> Ground:
    """The ground shared by the checks that run together, or one of its own for a check that runs alone."""
    shared = _SHARED.get()
    return shared if shared and shared.snapshot is snapshot and shared.day == valid else Ground(snapshot, valid)


_SHARED: ContextVar[Ground | None] = ContextVar("shared", default=None)
