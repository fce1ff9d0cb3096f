"""What a viewer may see of a book: the first wall, below which nobody sees other entries.

The law: two books that agree on what a viewer may see give that viewer the same bytes, however many other entries
there are and in whatever order. So entries reach a viewer with a position that counts what it sees, an id made from
what it sees, and without salt, digest, hash and origin; a reference to something hidden reads as absent, and so does a
list of nothing else. What is taken back out of its sight stands for the viewer; what takes back something out of its
sight is out of sight as well. Whom an entry concerns is read so that nothing hidden bears on it: see ``concerning``.

Nor may a viewer learn anything by what it writes itself. Who brings a thing under an id that is taken out of its sight
would see every entry that names that id; so an entry refers only to what was there for the viewer when it was recorded.
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
from muster.ledger.concerning import NEVER, concerning
from muster.ledger.kinds import ABOUT_ENTRIES, KINDS, NEVER_SHOWN, references
from muster.ledger.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence

    from muster.ledger.entries import Entry

ID_BYTES = 10
"""Of the digest that makes a viewer's id of an entry: 16 letters, 80 bits."""

Thing = tuple[str, str]
"""Something that entries are about: its kind and its id."""


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
    """The entries a viewer may see, without what they tell of others, but as the book numbers and names them.

    By these its writing is judged; they are never shown. They still say who recorded them: one may write without seeing
    the entry that says who one is.
    """
    if viewer.sees_all:
        return entries
    markings = markings_in_force(entries)

    def sees(entry: Entry, concerned: Iterable[str]) -> bool:
        return viewer.may_see(markings.get(entry.id, entry.audiences), concerned)

    own = (viewer.member,) if viewer.member is not None else ()
    concerns = concerning(entries, viewer.member, lambda entry: sees(entry, own)) if viewer.member is not None else ()
    marked = [
        entry for entry in entries if entry.kind not in NEVER_SHOWN and sees(entry, own if entry.id in concerns else ())
    ]
    seen = _resting_on_visible(marked)
    things = _things(seen)
    ids = {entry.id for entry in seen}
    return [_without_hidden(entry, things, ids) for entry in seen]


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


def _things(entries: Iterable[Entry]) -> dict[Thing, int]:
    """The things that entries bring, each with the instant from which it can be referred to."""
    things: dict[Thing, int] = {}
    for entry in entries:
        if entry.kind in KINDS and KINDS[entry.kind].is_thing:
            things.setdefault((entry.kind, entry.subject), entry.recorded_at)
    return things


def _resting_on_visible(marked: Sequence[Entry]) -> list[Entry]:
    """Of entries marked for a viewer those about something it sees: a thing, or an entry taken back."""
    things = _things(marked)
    ids: set[str] = set()
    seen = []
    for entry in marked:
        if entry.kind in ABOUT_ENTRIES:
            rests = entry.supersedes in ids
        else:
            kind = KINDS[entry.kind].subject_kind if entry.kind in KINDS else ""
            rests = things.get((kind, entry.subject), NEVER) <= entry.recorded_at
        if rests:
            ids.add(entry.id)
            seen.append(entry)
    return seen


def _as_seen(seen: Sequence[Entry]) -> tuple[Entry, ...]:
    """Entries that a viewer may see, numbered and named as it knows them."""
    ids = _own_ids(seen)
    people = {entry.subject for entry in seen if entry.kind == "person"}
    return tuple(
        entry._replace(
            seq=position,
            id=ids[entry.id],
            recorded_by=entry.recorded_by if entry.recorded_by in people else "",
            on_behalf_of=entry.on_behalf_of if entry.on_behalf_of in people else None,
            marking="[]",
            supersedes=ids.get(entry.supersedes or ""),
            origin=None,
            salt=None,
            payload_digest="",
            hash="",
        )
        for position, entry in enumerate(seen, start=1)
    )


def _own_ids(seen: Sequence[Entry]) -> dict[str, str]:
    """Ids made from what the viewer sees, so that they neither count nor order what it does not see."""
    alike: dict[str, int] = {}
    ids: dict[str, str] = {}
    for one in seen:
        told = (one.book, str(one.recorded_at), one.kind, one.subject, one.valid_from or "", one.valid_to or "")
        text = "\n".join(told)
        alike[text] = alike.get(text, 0) + 1
        digest = hashlib.sha256(f"{text}\n{alike[text]}".encode()).digest()[:ID_BYTES]
        ids[one.id] = base64.b32encode(digest).decode().lower()
    return ids


def _without_hidden(entry: Entry, things: Mapping[Thing, int], ids: Container[str | None]) -> Entry:
    """The entry without references to hidden things and entries."""

    def there(kind: str, subject: str | None) -> bool:
        return things.get((kind, subject or ""), NEVER) <= entry.recorded_at

    def is_somebody_else(person: str | None) -> bool:
        """Whether somebody of that id is there who came later: not the one that is meant."""
        return ("person", person) in things and not there("person", person)

    return entry._replace(
        recorded_by="" if is_somebody_else(entry.recorded_by) else entry.recorded_by,
        on_behalf_of=None if is_somebody_else(entry.on_behalf_of) else entry.on_behalf_of,
        statement=entry.statement if there("statement", entry.statement) else None,
        supersedes=entry.supersedes if entry.supersedes in ids else None,
        payload=None if entry.payload is None else _payload_without(entry.kind, entry.payload, there),
    )


def _payload_without(kind: str, payload: str, there: Callable[[str, str], bool]) -> str:
    value: dict[str, Any] = json.loads(payload)
    version = KINDS[kind].version_of(value)
    hidden = False
    for dotted, target in references(kind).items():
        *path, last = dotted.split(".")
        inner: Any = value
        for part in path:
            inner = inner.get(part) if isinstance(inner, dict) else None
        named = inner.get(last) if isinstance(inner, dict) else None
        left = [one for one in named if there(target, one)] if isinstance(named, list) else named
        if isinstance(named, str) and not there(target, named):
            left = None
        if left != named:
            hidden = True
            inner[last] = left
            if not left:
                del inner[last]
    if not hidden:
        return payload
    # A version that what is left does not need would tell that something is hidden.
    return canonical(value | ({"v": KINDS[kind].version_of(value)} if value.get("v") == version else {}))


def written_as_seen(written: Iterable[Entry], entries: Sequence[Entry], viewer: Viewer) -> tuple[Entry, ...]:
    """What a viewer has just recorded, as it sees it."""
    if viewer.sees_all:
        return tuple(written)
    own = {real: name for name, real in real_ids(entries, viewer).items()}
    shown = {entry.id: entry for entry in visible(entries, viewer)}
    return tuple(shown[own[one.id]] if one.id in own else _unseen(one) for one in written)


def _unseen(entry: Entry) -> Entry:
    """An entry that its own writer may not see: what it wrote itself, under no id."""
    payload = None if entry.kind == "marking" else entry.payload
    chainless = entry._replace(marking="[]", origin=None, salt=None, payload_digest="", hash="")
    return chainless._replace(seq=0, id="", supersedes=None, payload=payload)
