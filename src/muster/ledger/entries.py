"""Envelope v1: the one form of every entry, and the chain that binds them.

``payload_digest = SHA-256(salt + payload)`` and
``hash = SHA-256(previous hash + canonical envelope + payload_digest)``, over bytes; the first entry follows 32 zero
bytes. The envelope is every field but salt, payload, payload_digest and hash, so that a payload can be redacted and
the chain stay whole. Frozen: see tests/ledger/test_envelope_v1.py.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast

from muster.core.canonical import canonical, refuse_text, sha256
from muster.core.days import ALWAYS, Period, instant_text
from muster.core.errors import NotCanonicalError, TamperedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from muster.core.record import Record

ENVELOPE_VERSION = 1
"""The version of the envelope, part of what the hash covers."""

NO_HASH = "0" * 64
"""What the first entry follows."""

SALT_BYTES = 16
"""Random bytes that keep a payload from being guessed from its digest."""

_HEX = re.compile(r"[0-9a-f]{64}")
_quoted = json.encoder.encode_basestring
_NOT_AS_RECORDED = (ValueError, TypeError, AttributeError, KeyError, OverflowError, RecursionError, NotCanonicalError)
"""What reading a value raises that Muster never wrote."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an entry was taken over from: another book's entry, and the digest it had there."""

    book: str
    entry: str
    digest: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants recorded: not yet in any book. ``where`` says where it was read, for problems.

    ``supersedes`` is the entry that it corrects; ``corrects`` a draft of the same batch, which has no id yet.
    """

    kind: str
    subject: str
    record: Record
    valid: Period = ALWAYS
    statement: str | None = None
    marking: tuple[str, ...] = ()
    on_behalf_of: str | None = None
    supersedes: str | None = None
    origin: Origin | None = None
    where: str = ""
    corrects: Draft | None = None


class Entry(NamedTuple):
    """One entry as it stands in a book. Texts are kept as stored, so that the chain is checked to the byte.

    ``recorded_at`` counts microseconds since 1970 UTC; ``valid_from`` and ``valid_to`` are ISO days, closed-open;
    ``marking`` and ``origin`` are canonical JSON. ``payload`` and ``salt`` are None once redacted.
    """

    seq: int
    id: str
    book: str
    recorded_at: int
    recorded_by: str
    on_behalf_of: str | None
    valid_from: str | None
    valid_to: str | None
    marking: str
    statement: str | None
    supersedes: str | None
    origin: str | None
    kind: str
    subject: str
    payload: str | None
    salt: bytes | None
    payload_digest: str
    hash: str

    @property
    def valid(self) -> Period:
        """The days on which the fact holds."""
        try:
            start = None if self.valid_from is None else date.fromisoformat(self.valid_from)
            end = None if self.valid_to is None else date.fromisoformat(self.valid_to)
        except ValueError as error:
            raise TamperedError(f"entry {self.seq} does not say on which days it holds: {error}") from error
        return Period(start, end)

    @property
    def audiences(self) -> tuple[str, ...]:
        """The audiences given when it was recorded; the marking in force may be another."""
        return tuple(cast("list[str]", json.loads(self.marking)))

    @property
    def redacted(self) -> bool:
        """Whether its payload has been taken out."""
        return self.payload is None


class Head(NamedTuple):
    """The end of a book's chain."""

    seq: int
    hash: str
    recorded_at: int


EMPTY_HEAD = Head(0, NO_HASH, 0)
"""The head of a book without entries."""


def head_of(entry: Entry) -> Head:
    """The head of a book whose last entry this is."""
    return Head(entry.seq, entry.hash, entry.recorded_at)


def envelope_text(entry: Entry) -> str:
    """The canonical envelope: what the hash covers besides the payload's digest.

    Written out field by field, in the order of canonical JSON, for it is made for every entry that is checked; marking
    and origin are canonical JSON already and stand as they are.
    """
    return (
        f'{{"book":{_quoted(entry.book)},"id":{_quoted(entry.id)},"kind":{_quoted(entry.kind)},"marking":{entry.marking}'
        f',"on_behalf_of":{_optional(entry.on_behalf_of)},"origin":{"null" if entry.origin is None else entry.origin}'
        f',"recorded_at":"{instant_text(entry.recorded_at)}","recorded_by":{_quoted(entry.recorded_by)}'
        f',"seq":{entry.seq:d},"statement":{_optional(entry.statement)},"subject":{_quoted(entry.subject)}'
        f',"supersedes":{_optional(entry.supersedes)},"v":{ENVELOPE_VERSION}'
        f',"valid_from":{_optional(entry.valid_from)},"valid_to":{_optional(entry.valid_to)}}}'
    )


def _optional(text: str | None) -> str:
    return "null" if text is None else _quoted(text)


def digest_of(salt: bytes, payload: str) -> str:
    """The digest of a salted payload."""
    return sha256(salt, payload.encode("utf-8"))


def hash_of(previous: str, entry: Entry) -> str:
    """The hash an entry must have after the previous one's."""
    return sha256(bytes.fromhex(previous), envelope_text(entry).encode("utf-8"), bytes.fromhex(entry.payload_digest))


def seal(entry: Entry, previous: str) -> Entry:
    """The entry with its digest and hash, following the previous hash.

    Raises NotCanonicalError for a text that holds NUL or a lone surrogate: no store keeps them alike.
    """
    if entry.payload is None or entry.salt is None:
        message = "an entry without a payload cannot be sealed"
        raise TamperedError(message)
    for text in entry:
        if isinstance(text, str):
            refuse_text(text)
    digested = entry._replace(payload_digest=digest_of(entry.salt, entry.payload))
    return digested._replace(hash=hash_of(previous, digested))


def chain_faults(
    entries: Iterable[Entry], after: Head = EMPTY_HEAD, book: str | None = None
) -> Iterator[tuple[int, str]]:
    """Every place where the chain does not hold, as (seq, sentence). Empty for an untouched book.

    A changed or missing entry is found by itself. A tail that was cut off, and a chain that was made anew from some
    entry on, are found only against a head noted earlier.
    """
    seq, previous, recorded_at = after
    emptied: dict[str, int] = {}
    redacted: set[str] = set()
    for entry in entries:
        seq += 1
        try:
            faults = list(_entry_faults(entry, seq, previous, recorded_at, book))
            if entry.kind == "redaction" and entry.payload is not None:
                redacted.add(json.loads(entry.payload)["entry"])
        except _NOT_AS_RECORDED:
            faults = [f"entry {entry.seq} is not written as it was recorded"]
        yield from ((seq, fault) for fault in faults)
        if entry.payload is None:
            emptied[entry.id] = entry.seq
        seq, recorded_at, book = entry.seq, entry.recorded_at, entry.book
        previous = entry.hash if _is_hex(entry.hash) else NO_HASH
    for entry_id, emptied_seq in emptied.items():
        if entry_id not in redacted:
            yield emptied_seq, f"entry {emptied_seq} has lost its payload, and no redaction says why"


def _entry_faults(entry: Entry, seq: int, previous: str, recorded_at: int, book: str | None) -> Iterator[str]:
    if entry.seq != seq:
        yield f"entry {seq} is missing (the next is {entry.seq})"
    if book is not None and entry.book != book:
        yield f"entry {entry.seq} belongs to another book"
    if entry.recorded_at < recorded_at:
        yield f"entry {entry.seq} is recorded before the one it follows"
    if (entry.payload is None) != (entry.salt is None):
        yield f"entry {entry.seq} has lost its payload or its salt, but not both"
    elif entry.payload is not None and digest_of(entry.salt or b"", entry.payload) != entry.payload_digest:
        yield f"entry {entry.seq} does not carry the payload it was recorded with"
    origin_read = entry.origin is None or (entry.origin.startswith("{") and _is_canonical(entry.origin))
    if not (_is_hex(entry.payload_digest) and _is_canonical(entry.marking) and origin_read):
        yield f"entry {entry.seq} is not written as it was recorded"
    elif hash_of(previous, entry) != entry.hash:
        yield f"entry {entry.seq} does not follow from the one before it"


def _is_hex(text: object) -> bool:
    return isinstance(text, str) and _HEX.fullmatch(text) is not None


@lru_cache(maxsize=1024)
def _is_canonical(text: str) -> bool:
    return canonical(json.loads(text)) == text
