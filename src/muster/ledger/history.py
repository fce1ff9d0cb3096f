"""What was ever recorded about a subject: every entry in order, with its statement and whether it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from muster.core.errors import UnknownSubjectError
from muster.core.members import Person
from muster.core.problem import closest
from muster.core.record import Record
from muster.core.statements import Statement
from muster.ledger.entries import Entry
from muster.ledger.kinds import ABOUT_ENTRIES, decode
from muster.ledger.snapshot import Snapshot
from muster.ledger.standing import in_effect


class State(StrEnum):
    """Where an entry is today."""

    STANDS = "stands"
    CORRECTED = "corrected"
    TAKEN_BACK = "taken back"
    REDACTED = "redacted"


@dataclass(frozen=True, slots=True)
class LogLine:
    """One entry about a subject. ``author`` and ``statement`` are None where the viewer may not see them."""

    entry: Entry
    record: Record | None
    state: State
    author: str | None
    statement: Statement | None


def history(snapshot: Snapshot, subject: str) -> tuple[LogLine, ...]:
    """Everything recorded about a subject, as far as the viewer may see; raises UnknownSubjectError for none."""
    entries = [entry for entry in snapshot.entries if entry.subject == subject]
    if not entries:
        known = {entry.subject for entry in snapshot.entries}
        raise UnknownSubjectError("subject", subject, closest(subject, known))
    replaced_by = {entry.supersedes: entry.kind for entry in in_effect(snapshot.entries)}
    return tuple(_line(snapshot, entry, replaced_by) for entry in entries)


def _line(snapshot: Snapshot, entry: Entry, replaced_by: dict[str | None, str]) -> LogLine:
    if entry.redacted:
        state = State.REDACTED
    elif entry.id not in replaced_by:
        state = State.STANDS
    else:
        state = State.TAKEN_BACK if replaced_by[entry.id] in ABOUT_ENTRIES else State.CORRECTED
    person = snapshot.thing(Person, entry.recorded_by, date.max)
    statement = None if entry.statement is None else snapshot.thing(Statement, entry.statement, date.max)
    record = None if entry.payload is None else decode(entry.kind, entry.payload)
    return LogLine(entry, record, state, None if person is None else person.name, statement)
