"""Another book's entries as drafts for this one, each once: an entry taken over keeps its origin."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from muster.core.keeping import Marking
from muster.ledger.entries import Draft, Entry, Origin
from muster.ledger.kinds import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def taken_over(log: Sequence[Entry], entries: Sequence[Entry], new_id: Callable[[], str]) -> list[tuple[Draft, str]]:
    """Another book's entries as drafts for this one, each with a new id and its origin; those already here left out.

    Entries about the other book itself (its beginning, its going live, its redactions) and redacted ones stay behind.
    """
    ids = _ids_by_origin(log, entries[0].book if entries else "")
    here = log[0].book
    drafts: list[tuple[Draft, str]] = []
    for entry in entries:
        if entry.kind in ("book", "live", "redaction") or entry.payload is None or entry.id in ids:
            continue
        if entry.origin is not None and json.loads(entry.origin)["book"] == here:
            continue
        record = decode(entry.kind, entry.payload)
        if isinstance(record, Marking):
            record = Marking(entry=ids.get(record.entry or "", record.entry), audiences=record.audiences)
        draft = Draft(
            kind=entry.kind,
            subject=entry.subject,
            record=record,
            valid=entry.valid,
            statement=entry.statement,
            marking=entry.audiences,
            on_behalf_of=entry.on_behalf_of,
            supersedes=ids.get(entry.supersedes or ""),
            origin=Origin(entry.book, entry.id, entry.payload_digest),
        )
        ids[entry.id] = new_id()
        drafts.append((draft, ids[entry.id]))
    return drafts


def _ids_by_origin(log: Sequence[Entry], book: str) -> dict[str, str]:
    """The ids that another book's entries have here, by their ids there. A copy of this book has those of this one."""
    own = {entry.id: entry.id for entry in log if entry.book == book}
    origins = ((json.loads(entry.origin), entry.id) for entry in log if entry.origin is not None)
    return own | {origin["entry"]: here for origin, here in origins if origin["book"] == book}
