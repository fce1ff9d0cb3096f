"""Numbers that the unit of their capability cannot count: found while reading, at their cells.

The rule is that of the check ``uncountable``. A capability whose decimals change with time is held to the kindest of
what is stated of it: the check tells of the days on which it cannot count a number.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from muster.core.contributions import Assignment, Cap, Instalment, Step
from muster.core.errors import RefusedError
from muster.core.members import Inventory
from muster.core.problem import Problem
from muster.core.production import Production, Trainers
from muster.core.quantity import Qualifier, Quantity
from muster.core.record import Record
from muster.core.requirements import Requirement
from muster.exchange.faults import Fault
from muster.exchange.rows import Given
from muster.ledger.kinds import KINDS, references
from muster.ledger.snapshot import Snapshot

_CAPABILITY_OF = {
    "requirement": ("capability",),
    "inventory": ("capability",),
    "contribution": ("capability",),
    "assignment": ("contribution", "capability"),
    "production": ("graduates", "capability"),
}
"""The fields that lead from a thing to the capability in whose unit its numbers are."""


class _Unit(NamedTuple):
    """The capability in whose unit something is counted, and every number of decimals that is stated of it."""

    capability: str
    decimals: frozenset[int]


def uncountable(
    rows: Iterable[Given], batch: Iterable[Given], snapshot: Snapshot, broken: Collection[tuple[str, str]] = ()
) -> Iterator[Problem]:
    """The numbers of ``rows`` that cannot be counted, as the book and the whole ``batch`` describe what they are of.

    What hangs on a thing with a fault, by its kind and id one of ``broken``, is not judged.
    """
    units = _Units(batch, snapshot, broken)
    for one in rows:
        field, quantity = _quantity(one.draft.record)
        if quantity is None:
            continue
        for part, end in (("value", quantity.low), ("to", quantity.high)):
            fault = None if end is None else _fault(end, units.of(one))
            if fault is not None:
                yield fault.at(one.where(f"{field}.{part}"))
                break


class _Units:
    """In which unit the rows of a batch count."""

    def __init__(self, batch: Iterable[Given], snapshot: Snapshot, broken: Collection[tuple[str, str]]) -> None:
        self._snapshot, self._broken = snapshot, broken
        self._brought: dict[tuple[str, str], list[Record]] = {}
        for one in batch:
            if KINDS[one.draft.kind].is_thing:
                self._brought.setdefault((one.draft.kind, one.draft.subject), []).append(one.draft.record)
        self._found: dict[tuple[str, str], _Unit | None] = {}

    def of(self, given: Given) -> _Unit | None:
        """The unit of a row; None where nobody knows it."""
        record = given.draft.record
        thing = (KINDS[given.draft.kind].subject_kind, given.draft.subject)
        if isinstance(record, Trainers):
            thing = ("requirement", record.line or "")
        if thing not in self._found:
            self._found[thing] = self._unit(*thing)
        return self._found[thing]

    def _unit(self, kind: str, subject: str) -> _Unit | None:
        things = {(kind, subject)}
        for field in _CAPABILITY_OF[kind]:
            named = {
                (references(of)[field], str(getattr(record, field) or ""))
                for of, subject in things
                for record in self._records(of, subject)
            }
            things = {(of, subject) for of, subject in named if subject}
        records = [record for thing in things for record in self._records(*thing)]
        decimals = {
            getattr(record, "decimals", None) or 0 for record in records if "decimals" in record.model_fields_set
        }
        return _Unit(min(subject for _, subject in things), frozenset(decimals or {0})) if records else None

    def _records(self, kind: str, subject: str) -> list[Record]:
        """All that the book and the batch state of a thing; nothing where a row on it has a fault."""
        if (kind, subject) in self._broken:
            return []
        standing = [stated.record for stated in self._snapshot.stated(kind, subject)]
        return [*standing, *self._brought.get((kind, subject), ())]


def _quantity(record: Record) -> tuple[str, Quantity | None]:
    """The quantity of a record that is counted, and the field that holds it."""
    if isinstance(record, Requirement):
        return "level.quantity", None if record.level is None else record.level.quantity
    if isinstance(record, Step | Cap | Instalment | Inventory | Assignment):
        return "quantity", record.quantity
    if isinstance(record, Production):
        return "class_size", record.class_size
    if isinstance(record, Trainers):
        return "per_class", record.per_class
    return "", None


def _fault(end: Decimal, unit: _Unit | None) -> Fault | None:
    """The fault of a number that no decimals stated of its unit can count."""
    if unit is None:
        return None
    fault = None
    for decimals in sorted(unit.decimals):
        try:
            Quantity.said_as(Qualifier.EXACT, end).span(decimals)
        except RefusedError as error:
            capability = unit.capability
            mend = f"write it in the unit of {capability}, or give {capability} other decimals"
            fault = Fault("uncountable", str(error), mend)
        else:
            return None
    return fault
