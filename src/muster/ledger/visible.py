"""What a viewer may see of a book: the first wall, below which nobody sees other entries.

The law: two books that agree on what a viewer may see give that viewer the same bytes, however many other entries
there are and in whatever order. So entries reach a viewer with a position that counts what it sees, an id made from
what it sees, and without salt, digest, hash and origin; a reference to something hidden reads as absent.
"""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import date
from typing import TYPE_CHECKING, Any

from muster.core.canonical import canonical
from muster.core.errors import UnknownSubjectError
from muster.core.marking import ROLES, Viewer
from muster.ledger.kinds import ABOUT_ENTRIES, KINDS, references
from muster.ledger.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from muster.ledger.entries import Entry

ID_BYTES = 10
"""Of the digest that makes a viewer's id of an entry: 16 letters, 80 bits."""


def find_viewer(name: str, entries: Sequence[Entry], today: date) -> Viewer:
    """The viewer of that name: a role, or a member with the groups it belongs to today."""
    if name in ROLES:
        return Viewer(name)
    snapshot = Snapshot(entries, known=0)
    if not snapshot.has("member", name):
        raise UnknownSubjectError("viewer", name)
    groups = {str(getattr(part, "group", "")) for part in snapshot.parts(KINDS["membership"].record, name, today)}
    return Viewer(name, member=name, groups=frozenset(groups))


def visible(entries: Sequence[Entry], viewer: Viewer) -> tuple[Entry, ...]:
    """The entries a viewer may see, as it may see them. The secretariat and the auditor see them as they are.

    What may be seen is decided by the markings in force at the end of ``entries``, whatever is asked about earlier.
    """
    if viewer.sees_all:
        return tuple(entries)
    return _as_seen(seen_by(entries, viewer))


def seen_by(entries: Sequence[Entry], viewer: Viewer) -> Sequence[Entry]:
    """The entries a viewer may see, still as they stand in the book: for the rules of writing, never to be shown."""
    if viewer.sees_all:
        return entries
    markings = markings_in_force(entries)
    concerned = members_concerned(entries)
    marked = [
        entry
        for entry in entries
        if entry.kind not in ("marking", "redaction")
        and viewer.may_see(markings.get(entry.id, entry.audiences), concerned.get(entry.id, frozenset()))
    ]
    there = _things(marked)
    ids = {entry.id for entry in marked}
    return [entry for entry in marked if _rests_on_visible(entry, there, ids)]


def real_ids(entries: Sequence[Entry], viewer: Viewer) -> dict[str, str]:
    """The ids that entries have in the book, by the ids under which a viewer sees them."""
    seen = seen_by(entries, viewer)
    if viewer.sees_all:
        return {entry.id: entry.id for entry in seen}
    return {own: real for real, own in _own_ids(seen).items()}


def markings_in_force(entries: Iterable[Entry]) -> dict[str, tuple[str, ...]]:
    """The markings that were changed after recording, by entry id: the last standing change counts."""
    changed: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        if entry.kind == "marking" and entry.payload is not None:
            payload = json.loads(entry.payload)
            changed[payload["entry"]] = tuple(payload["audiences"])
    return changed


def members_concerned(entries: Iterable[Entry]) -> dict[str, frozenset[str]]:
    """For each entry id the members it concerns: the giver, the one spoken for, the one it describes."""
    givers: dict[str, str] = {}
    through: dict[tuple[str, str], str] = {}
    own: dict[tuple[str, str], set[str]] = {}
    listed = list(entries)
    for entry in listed:
        stated = {} if entry.payload is None else json.loads(entry.payload)
        if entry.kind == "contribution" and stated.get("member"):
            givers[entry.subject] = stated["member"]
        elif stated.get("contribution"):
            through[(entry.kind, entry.subject)] = stated["contribution"]
        elif stated.get("member"):
            own.setdefault((entry.kind, entry.subject), set()).add(stated["member"])
    result: dict[str, frozenset[str]] = {}
    for entry in listed:
        kind = KINDS.get(entry.kind)
        of = "" if kind is None else kind.subject_kind
        if of == "member":
            result[entry.id] = frozenset({entry.subject})
        elif of == "contribution":
            result[entry.id] = frozenset(filter(None, [givers.get(entry.subject)]))
        elif entry.kind in ABOUT_ENTRIES:
            result[entry.id] = result.get(entry.supersedes or "", frozenset())
        elif (entry.kind, entry.subject) in through:
            result[entry.id] = frozenset(filter(None, [givers.get(through[(entry.kind, entry.subject)])]))
        else:
            result[entry.id] = frozenset(own.get((entry.kind, entry.subject), ()))
    return result


def _things(entries: Iterable[Entry]) -> set[tuple[str, str]]:
    return {(entry.kind, entry.subject) for entry in entries if entry.kind in KINDS and KINDS[entry.kind].is_thing}


def _as_seen(seen: Sequence[Entry]) -> tuple[Entry, ...]:
    there = _things(seen)
    ids = _own_ids(seen)
    result = []
    for position, entry in enumerate(seen, start=1):
        statement = entry.statement if ("statement", entry.statement or "") in there else None
        author = entry.recorded_by if ("person", entry.recorded_by) in there else ""
        behalf = entry.on_behalf_of if ("person", entry.on_behalf_of or "") in there else None
        result.append(
            entry._replace(
                seq=position,
                id=ids[entry.id],
                recorded_by=author,
                on_behalf_of=behalf,
                marking="[]",
                statement=statement,
                supersedes=ids.get(entry.supersedes or ""),
                origin=None,
                payload=None if entry.payload is None else _without_hidden(entry.kind, entry.payload, there),
                salt=None,
                payload_digest="",
                hash="",
            )
        )
    return tuple(result)


def _rests_on_visible(entry: Entry, there: set[tuple[str, str]], marked_ids: set[str]) -> bool:
    if entry.kind in ABOUT_ENTRIES:
        return entry.supersedes in marked_ids
    return entry.kind in KINDS and (KINDS[entry.kind].subject_kind, entry.subject) in there


def _own_ids(seen: Sequence[Entry]) -> dict[str, str]:
    """Ids made from what the viewer sees, so that they neither count nor order what it does not see."""
    alike: dict[str, int] = {}
    ids: dict[str, str] = {}
    for entry in seen:
        text = canonical([entry.book, entry.recorded_at, entry.kind, entry.subject, entry.valid_from, entry.valid_to])
        alike[text] = alike.get(text, 0) + 1
        digest = hashlib.sha256(f"{text}{alike[text]}".encode()).digest()[:ID_BYTES]
        ids[entry.id] = base64.b32encode(digest).decode().lower()
    return ids


def _without_hidden(kind: str, payload: str, there: set[tuple[str, str]]) -> str:
    """The payload with references to hidden things taken out."""
    fields = references(kind)
    if not fields:
        return payload
    value: dict[str, Any] = json.loads(payload)
    for dotted, target in fields.items():
        *path, last = dotted.split(".")
        inner: Any = value
        for part in path:
            inner = inner.get(part) if isinstance(inner, dict) else None
        if not isinstance(inner, dict) or inner.get(last) is None:
            continue
        named = inner[last]
        if isinstance(named, list):
            inner[last] = [one for one in named if (target, one) in there]
        elif (target, named) not in there:
            del inner[last]
    return canonical(value)
