"""Which entries concern a member: what it gives, what is said for it, what describes it.

Nobody may come to see more by what it writes itself, nor see less or more by what it does not see. So:

- An entry that names a member concerns that member.
- An entry that names none concerns the member whose thing it is about: the member that the thing's first entry names,
  or that a correction of it names. A member sees by this only where it also sees an entry that names it.
- Another entry that names another member under the same id takes nothing over: two who chose one id, each not knowing
  of the other, see of that thing what names them and what their own people recorded of it, and no more of the other's.
- Of a joint contribution and of a rota each part and each turn concerns the member whose contribution it names. Where
  others say so, that member is concerned with the joint contribution or the rota itself, and with turns that are open.
- A production concerns, with its trainers, the member whose contribution grows by those who graduate.
- A correction hands a thing over from there on: the former member keeps what it saw, the new one sees all of it. A
  thing all taken back and then recorded again is another thing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from muster.ledger.entries import Entry
from muster.ledger.kinds import ABOUT_ENTRIES, KINDS, references
from muster.ledger.standing import superseded

Key = tuple[str, str]
"""A thing: its kind and its id."""

_OF_CONTRIBUTIONS = ("contribution", "delivers", "graduates")
"""The fields of things in which one names the contribution whose it is."""

_LINKS = {
    name: link
    for name, kind in KINDS.items()
    for field, link in (("member", "member"), *((name, "contribution") for name in _OF_CONTRIBUTIONS))
    if kind.is_thing and references(name).get(field) == link
}
"""By kind of thing what says whose it is: the member that it names, or a contribution."""

_SHARES = {
    name: kind.of
    for name, kind in KINDS.items()
    if kind.of in KINDS and references(name).get("contribution") == "contribution"
}
"""The kinds of entries that tell who has a share in a thing, a part or a turn: each with the kind of that thing."""

_FIELDS = {name: {"joint": "delivers", "production": "graduates"}.get(name, link) for name, link in _LINKS.items()}
_FIELDS |= dict.fromkeys(_SHARES, "contribution")
"""The field of each that names the member or the contribution."""

NEVER = 2**63
"""After every instant."""


@dataclass
class _Claim:
    """What a thing's first entry and its corrections name, each from a position on, and what names it in the end."""

    since: int
    named: list[tuple[int, str | None]] = field(default_factory=list)
    entries: dict[str, str | None] = field(default_factory=dict)
    last: str | None = None

    def hand_back(self, position: int, gone: AbstractSet[str]) -> None:
        """From a retraction on the thing is again whose it was before what is taken back."""
        standing = [name for entry_id, name in self.entries.items() if entry_id not in gone]
        if standing:
            self.named.append((position, standing[-1]))

    def names(self, position: int) -> set[str]:
        """What is named as of an entry, and in the end."""
        before = [name for at, name in self.named if at <= position][-1:]
        return {name for name in (*before, self.last) if name is not None}


def concerning(entries: Sequence[Entry], member: str, sees: Callable[[Entry], bool]) -> frozenset[str]:
    """The ids of the entries that concern a member; ``sees`` tells of one that names it whether it sees that one."""
    named = {entry.id: _named(entry) if entry.kind in _LINKS else None for entry in entries}
    claims = _claims(entries, named)
    reader = _Reader(member, claims, _late_names(entries, named, claims), set())
    for link in ("member", "contribution"):
        for position, entry in enumerate(entries):
            name = named[entry.id]
            if name is not None and _LINKS[entry.kind] == link and reader.is_of(entry, position, name) and sees(entry):
                reader.own.add((entry.kind, entry.subject))
    shared = _shared(entries, reader, sees)
    found: set[str] = set()
    for position, entry in enumerate(entries):
        key = (_SHARES.get(entry.kind, entry.kind), entry.subject)
        if entry.kind in ABOUT_ENTRIES:
            concerns = entry.supersedes in found
        elif entry.kind in _SHARES and not _is_open(entry):
            concerns = reader.has_share(entry, position)
        else:
            concerns = key in shared or reader.is_of(entry, position, named[entry.id])
        if concerns:
            found.add(entry.id)
    return frozenset(found)


def _shared(entries: Sequence[Entry], reader: _Reader, sees: Callable[[Entry], bool]) -> set[Key]:
    """The things in which others say that a member has a share, where it sees that they do."""
    since: dict[Key, int] = {}
    for entry in entries:
        if entry.kind in _SHARES.values() and sees(entry):
            since.setdefault((entry.kind, entry.subject), entry.recorded_at)
    return {
        key
        for position, entry in enumerate(entries)
        if entry.kind in _SHARES
        and since.get(key := (_SHARES[entry.kind], entry.subject), NEVER) <= entry.recorded_at
        and reader.has_share(entry, position)
        and not reader.is_ours(entry, position)
        and sees(entry)
    }


@dataclass
class _Reader:
    """Reads the claims for one member. ``own`` are the things that an entry it sees says are its own."""

    member: str
    claims: dict[Key, list[_Claim]]
    late: dict[Key, set[str]]
    own: set[Key]

    def is_of(self, entry: Entry, position: int, name: str | None) -> bool:
        """Whether an entry concerns the member, by what it names or by what it is about."""
        about = KINDS[entry.kind].subject_kind if entry.kind in KINDS else ""
        if about == "member":
            return entry.subject == self.member
        if name is None:
            return self._holds((about, entry.subject), entry, position)
        return self._is_meant(about, name, entry, position)

    def has_share(self, entry: Entry, position: int) -> bool:
        """Whether a part or a turn is that of a contribution of the member's."""
        name = _named(entry)
        return name is not None and self._holds(("contribution", name), entry, position)

    def _is_meant(self, kind: str, name: str, entry: Entry, position: int) -> bool:
        if _LINKS[kind] == "member":
            return name == self.member
        return self._holds(("contribution", name), entry, position)

    def _holds(self, key: Key, entry: Entry, position: int) -> bool:
        if key not in self.own or self._is_of_a_late_one(key, entry, position):
            return False
        names = self._names(key, entry, position)
        return any(self._is_meant(key[0], name, entry, position) for name in names) or self.is_ours(entry, position)

    def is_ours(self, entry: Entry, position: int) -> bool:
        """Whether the member's own people recorded an entry."""
        key = ("person", entry.recorded_by)
        return key in self.own and self.member in self._names(key, entry, position)

    def _is_of_a_late_one(self, key: Key, entry: Entry, position: int) -> bool:
        """Whether people of another member recorded an entry, which had named the thing its own under the same id."""
        author = ("person", entry.recorded_by)
        names = self._names(author, entry, position) if author in self.claims else set()
        return any(self._came_late(key, other) for other in names - {self.member})

    def _came_late(self, key: Key, member: str) -> bool:
        names = self.late.get(key, set())
        if _LINKS[key[0]] == "member":
            return member in names
        return any(self._is_claimed(("contribution", name), member) for name in names)

    def _is_claimed(self, key: Key, member: str) -> bool:
        first = {name for claim in self.claims.get(key, ()) for _, name in claim.named}
        return member in first | self.late.get(key, set())

    def _names(self, key: Key, entry: Entry, position: int) -> set[str]:
        """What names a thing as it was when an entry was recorded, and in the end; nothing where it was not there."""
        found = [claim for claim in self.claims[key] if claim.named[0][0] <= position]
        found = found or [claim for claim in self.claims[key][:1] if claim.since <= entry.recorded_at]
        return found[-1].names(position) if found else set()


def _named(entry: Entry) -> str | None:
    field = _FIELDS.get(entry.kind)
    if field is None or entry.payload is None:
        return None
    name: str | None = json.loads(entry.payload).get(field)
    return name


def _is_open(entry: Entry) -> bool:
    """Whether a share is nobody's yet."""
    return entry.payload is not None and _named(entry) is None


def _late_names(
    entries: Sequence[Entry], named: dict[str, str | None], claims: dict[Key, list[_Claim]]
) -> dict[Key, set[str]]:
    """For each thing what names it beside its first entry and its corrections."""
    late: dict[Key, set[str]] = {}
    for entry in entries:
        key, name = (entry.kind, entry.subject), named[entry.id]
        if name is not None and not any(entry.id in claim.entries for claim in claims[key]):
            late.setdefault(key, set()).add(name)
    return late


def _claims(entries: Sequence[Entry], named: dict[str, str | None]) -> dict[Key, list[_Claim]]:
    """For each thing what names it, anew each time after all that named it was taken back.

    What is taken back is read as it was when an entry was recorded; what came later decides only how a thing ends.
    """
    claims: dict[Key, list[_Claim]] = {}
    gone = superseded(entries)
    so_far: dict[str, list[Entry]] = {}
    by_whom: dict[str, _Claim] = {}
    for position, entry in enumerate(entries):
        on_subject = so_far.setdefault(entry.subject, [])
        on_subject.append(entry)
        if entry.kind == "retraction" and entry.supersedes in by_whom:
            by_whom[entry.supersedes].hand_back(position, superseded(on_subject))
        if entry.kind not in _LINKS:
            continue
        found = claims.setdefault((entry.kind, entry.subject), [])
        name = named[entry.id]
        corrects = bool(found) and entry.supersedes in found[-1].entries and name is not None
        if not found or (not corrects and name is not None and found[-1].entries.keys() <= superseded(on_subject)):
            found.append(_Claim(entry.recorded_at))
        elif not corrects:
            continue
        found[-1].named.append((position, name))
        found[-1].entries[entry.id] = name
        by_whom[entry.id] = found[-1]
        if entry.id not in gone:
            found[-1].last = name
    return claims
