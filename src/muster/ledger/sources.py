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


SAID_AHEAD_MEND = "record it once it is said; a plan has its own dates"
"""What to do where ``said_ahead`` finds something."""


def said_ahead(statement: Statement, recorded: date, today: date) -> str:
    """What is wrong with the days of a statement: nothing is said or public after the day of recording it.

    ``recorded`` is that day by the clock of the book, ``today`` by the clock on the wall.
    """
    said, public = statement.said_on, statement.public_on
    if said is not None and said.first > min(recorded, today):
        return f"said on {said}, it cannot be recorded on {min(recorded, today)}"
    if public is not None and min(public.first, recorded) > today:
        return f"public on {public}, it cannot be recorded on {today}"
    return ""


def public_instants(snapshot: Snapshot, drafts: Sequence[Draft], earliest: int) -> list[int]:
    """When each draft is recorded: noon of the public day of its statement, never before ``earliest``.

    A statement is recorded at its own public day; what rests on no statement at ``earliest``.
    """
    days: dict[str, date] = {}
    for draft in drafts:
        if isinstance(draft.record, Statement) and (said := public_day(draft.record)) is not None:
            days[draft.subject] = said
    zone = snapshot.zone

    def day_of(statement: str) -> date | None:
        recorded = snapshot.thing(Statement, statement, date.max)
        return days.get(statement) or (None if recorded is None else public_day(recorded))

    def instant(draft: Draft) -> int:
        statement = draft.subject if isinstance(draft.record, Statement) else draft.statement
        day = None if statement is None else day_of(statement)
        return earliest if day is None else max(earliest, noon(day, zone))

    return [instant(draft) for draft in drafts]
