"""What a row says otherwise than what stands, in the words of its table; and what the first person's rows may add."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from muster.core.problem import Problem
from muster.exchange.columns import columns_of
from muster.exchange.export import Shown, number_text, stated_cells
from muster.exchange.faults import Fault
from muster.exchange.rows import Given
from muster.ledger.kinds import KINDS
from muster.ledger.snapshot import Snapshot
from muster.ledger.standing import Stated

_MEND = "give a later valid_from for a change, or read with --correct to correct it"
_MEND_FOUNDER = (
    "the book was begun by this person: leave the row out to keep what stands, or read with --correct to take the row; "
    "somebody else needs another id"
)
_MOST_SHOWN = 3
_LONGEST_SHOWN = 60


def contradiction(given: Given, standing: Stated, founder: str) -> Problem:
    """The problem of a row that says otherwise than what stands, at the first cell that differs."""
    draft, kind = given.draft, KINDS[given.draft.kind]
    before, now = stated_cells(kind, standing.record), stated_cells(kind, draft.record)
    differing = [column for column in columns_of(kind) if before.get(column.name) != now.get(column.name)]
    was = [f"{column.name} was {_shown(before.get(column.name))}" for column in differing]
    cells = [column.field for column in differing]
    if draft.statement != standing.entry.statement:
        was.append(f"statement was {_shown(standing.entry.statement)}")
        cells.append("@statement")
    if draft.valid.end != standing.valid.end:
        was.append(f"valid_last was {_shown(standing.valid.last)}")
        cells.append("@valid_last")
    more = f" and {len(was) - _MOST_SHOWN} more" if len(was) > _MOST_SHOWN else ""
    sentence = f"already recorded differently ({', '.join(was[:_MOST_SHOWN])}{more})"
    mend = _MEND_FOUNDER if _is_founder(standing, founder) else _MEND
    return Fault("already_recorded", sentence, mend).at(given.where(cells[0] if cells else ""))


def beside_founder(given: Given, snapshot: Snapshot, founder: str) -> Given:
    """A row on the person who began the book without what stands of it since then, which was only the name.

    So the export of another book, which says more of the person, is read; where the names differ the row stays whole.
    """
    draft = given.draft
    if (draft.kind, draft.subject) != ("person", founder) or given.corrects:
        return given
    stands = next((one for one in snapshot.stated("person", founder) if _is_founder(one, founder)), None)
    if stands is None or draft.valid != stands.valid:
        return given
    said = {name: getattr(draft.record, name) for name in draft.record.model_fields_set}
    there = stands.record.model_fields_set & said.keys()
    if not there or any(said[name] != getattr(stands.record, name) for name in there):
        return given
    more = {name: value for name, value in said.items() if name not in there}
    if not more:
        return replace(given, draft=replace(draft, statement=stands.entry.statement))
    return replace(given, draft=replace(draft, record=type(draft.record).model_validate(more)))


def _is_founder(standing: Stated, founder: str) -> bool:
    """Whether an entry is what the person who began the book recorded of itself."""
    entry = standing.entry
    return (entry.kind, entry.subject, entry.recorded_by) == ("person", founder, founder)


def _shown(value: Shown | date | None) -> str:
    if value is None:
        return "empty"
    text = number_text(value) if isinstance(value, int | Decimal) else str(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 3]}..."
