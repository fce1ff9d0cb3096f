"""The check of numbers that cannot be: older books hold some, and some are stated apart that do not fit together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from muster.core.contributions import Contribution
from muster.core.problem import Problem
from muster.core.record import Record
from muster.ledger import ranges
from muster.ledger.snapshot import Snapshot


def out_of_range(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """A number in the book is none that it can be, alone or beside another that holds on the day."""
    found: dict[Problem, None] = {}
    for where, record in _stated(snapshot, valid):
        for fault in ranges.out_of_range(record):
            found[Problem("out_of_range", where, fault.sentence, f"correct it: {fault.mend}")] = None
    yield from found


def _stated(snapshot: Snapshot, valid: date) -> Iterator[tuple[str, Record]]:
    """What is stated in one entry, and what several together state of a contribution."""
    for one in snapshot.all_standing():
        yield f"{one.entry.kind} {one.entry.subject}", one.record
    for contribution, record in snapshot.things(Contribution, valid).items():
        yield f"contribution {contribution}", record
