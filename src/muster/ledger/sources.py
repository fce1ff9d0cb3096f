"""The clock of sources: a book made from public sources records each entry at the day its statement became public."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from muster.core.days import noon
from muster.core.statements import Statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from muster.ledger.entries import Draft
    from muster.ledger.snapshot import Snapshot


def public_day(statement: Statement) -> date | None:
    """The day a statement became public; of an imprecise date the last possible day, since only then it is certain."""
    dated = statement.public_on or statement.said_on
    return None if dated is None else dated.last


def public_instants(snapshot: Snapshot, drafts: Sequence[Draft], earliest: int) -> list[int]:
    """When each draft is recorded: noon of the public day of its statement, never before ``earliest``.

    A statement is recorded at its own public day; what rests on no statement at ``earliest``.
    """
    brought = {d.subject: d.record for d in drafts if isinstance(d.record, Statement)}
    zone = snapshot.zone

    def instant(draft: Draft) -> int:
        statement: Statement | None = None
        if isinstance(draft.record, Statement):
            statement = draft.record
        elif draft.statement is not None:
            found = brought.get(draft.statement)
            statement = found or snapshot.thing(Statement, draft.statement, date.max)
        day = None if statement is None else public_day(statement)
        return earliest if day is None else max(earliest, noon(day, zone))

    return [instant(draft) for draft in drafts]
