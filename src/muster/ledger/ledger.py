"""The only writer: drafts in, sealed entries out, under the rules of the book.

Every write takes the store's turn, catches up with what others recorded, applies the rules, seals and appends. What is
returned is durable.
"""

from __future__ import annotations

import base64
import os
import time
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from muster.core.canonical import canonical, sha256
from muster.core.errors import BookError, NoBookError, RefusedError
from muster.core.keeping import BOOK_SUBJECT, Audience, ClockForm, Genesis, GoLive, Redaction
from muster.ledger import rules
from muster.ledger.entries import ENVELOPE_VERSION, SALT_BYTES, Draft, Entry, Head, Origin, chain_faults, seal
from muster.ledger.kinds import encode
from muster.ledger.snapshot import Snapshot
from muster.ledger.sources import public_instants
from muster.ledger.store import Receipt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from muster.core.marking import Viewer
    from muster.core.members import Person
    from muster.ledger.store import Store, Turn


def wall_clock() -> int:
    """Microseconds since 1970-01-01 UTC."""
    return time.time_ns() // 1000


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the ledger takes from outside: the clock (microseconds UTC) and randomness (so many bytes)."""

    clock: Callable[[], int] = wall_clock
    entropy: Callable[[int], bytes] = os.urandom


class Watcher(Protocol):
    """Told how far a long write has come."""

    def __call__(self, done: int, of: int) -> None:
        """So many of so many entries are sealed."""
        ...


@dataclass
class Ledger:
    """A book's entries, and the one way to add to them."""

    store: Store
    around: Surroundings = field(default_factory=Surroundings)
    _log: list[Entry] = field(default_factory=list)

    def entries(self) -> Sequence[Entry]:
        """All entries, in order, including what others have recorded by now."""
        self._log.extend(self.store.entries(len(self._log)))
        return self._log

    def head(self) -> Head:
        """The end of the chain."""
        return self.store.head()

    def now(self) -> int:
        """The clock; never before the last entry was recorded."""
        log = self.entries()
        return max(self.around.clock(), log[-1].recorded_at if log else 0)

    def begin(self, genesis: Genesis, person_id: str, person: Person, at: int | None = None) -> tuple[Entry, ...]:
        """Begin a book: its first entry, and the first person, recorded by itself.

        ``at`` is the instant of the first entry, for a book with the clock of sources. Raises RefusedError where the
        store already holds a book.
        """
        with self.store.writing() as turn:
            if turn.head.seq:
                message = f"{self.store.where} already holds a book; choose another place"
                raise RefusedError(message)
            first = Genesis.model_validate({**genesis.stated(), "format": ENVELOPE_VERSION})
            drafts = [
                Draft("book", BOOK_SUBJECT, first, marking=(Audience.PUBLIC,)),
                Draft("person", person_id, person),
            ]
            instant = self.around.clock() if at is None else at
            book = str(uuid.UUID(bytes=self.around.entropy(16), version=4))
            sealed = self._seal(turn.head, book, drafts, [instant] * len(drafts), person_id)
            turn.append(sealed)
        return sealed

    def record(
        self,
        drafts: Sequence[Draft],
        by: str,
        *,
        seen: Mapping[str, int] | None = None,
        viewer: Viewer | None = None,
        key: str | None = None,
        live: bool = False,
        watcher: Watcher | None = None,
    ) -> tuple[Entry, ...]:
        """Record drafts, all or none, and return the entries.

        ``by`` is the person who records; ``seen`` how many entries on each subject the writer saw, as ``viewer``;
        ``key`` makes the same request recorded once; ``live`` ends the clock of sources. Raises RefusedError for what
        the rules do not allow and ConflictError where a subject has changed since it was seen.
        """
        if not drafts:
            return ()
        with self.store.writing() as turn:
            log = self._caught_up(turn)
            body = _body_digest(drafts) if key is not None else ""
            if key is not None and (kept := turn.receipt(by, key)) is not None:
                return _as_kept(kept, body, log)
            rules.check_versions(log, seen or {}, viewer)
            snapshot = Snapshot(log, self.around.clock())
            batch, instants = self._timed(snapshot, drafts, live=live)
            rules.check_drafts(snapshot, batch, instants, by, viewer)
            sealed = self._seal(turn.head, log[0].book, batch, instants, by, watcher=watcher)
            turn.append(sealed)
            if key is not None:
                turn.keep_receipt(Receipt(by, key, body, sealed[0].seq, sealed[-1].seq))
        return sealed

    def redact(self, entry_id: str, by: str, why: str) -> Entry:
        """Take the payload out of an entry, in the transaction of the entry that says who, why and when."""
        with self.store.writing() as turn:
            log = self._caught_up(turn)
            target = rules.find_entry(log, entry_id)
            rules.check_redaction(target)
            record = Redaction(entry=target.id, why=why)
            draft = Draft("redaction", target.subject, record, marking=(Audience.SECRETARIAT,))
            snapshot = Snapshot(log, self.around.clock())
            batch, instants = self._timed(snapshot, [draft], live=True)
            rules.check_drafts(snapshot, batch, instants, by)
            sealed = self._seal(turn.head, log[0].book, batch, instants, by)
            turn.append(sealed)
            turn.redact(target.id)
        self._log = []
        return sealed[-1]

    def adopt(self, entries: Sequence[Entry]) -> None:
        """Take another store's entries, as they are, into an empty one. Raises BookError where the chain is broken."""
        faults = list(chain_faults(entries))
        if faults:
            message = f"the entries were not taken over: {faults[0][1]}"
            raise BookError(message)
        with self.store.writing() as turn:
            if turn.head.seq:
                message = f"{self.store.where} already holds a book; choose another place"
                raise RefusedError(message)
            turn.append(entries)

    def take_over(self, entries: Sequence[Entry], by: str) -> tuple[Entry, ...]:
        """Record another book's entries here, each with its origin; those already taken over are left out."""
        with self.store.writing() as turn:
            log = self._caught_up(turn)
            drafts = rules.taken_over(log, entries, self._new_id)
            if not drafts:
                return ()
            now = max(self.around.clock(), turn.head.recorded_at)
            sealed = self._seal(
                turn.head, log[0].book, [d for d, _ in drafts], [now] * len(drafts), by, ids=[i for _, i in drafts]
            )
            turn.append(sealed)
        return sealed

    def _caught_up(self, turn: Turn) -> Sequence[Entry]:
        self._log.extend(turn.entries(len(self._log)))
        if not self._log:
            message = f"there is no book in {self.store.where} yet; begin one with: muster init"
            raise NoBookError(message)
        return self._log

    def _timed(self, snapshot: Snapshot, drafts: Sequence[Draft], *, live: bool) -> tuple[list[Draft], list[int]]:
        """The drafts in the order in which they are recorded, each with its instant."""
        last = snapshot.entries[-1].recorded_at
        now = max(self.around.clock(), last)
        on_sources = snapshot.genesis.clock is ClockForm.SOURCES and not any(e.kind == "live" for e in snapshot.entries)
        if not on_sources:
            return list(drafts), [now] * len(drafts)
        if live:
            going_live = Draft("live", BOOK_SUBJECT, GoLive(), marking=(Audience.PUBLIC,))
            return [going_live, *drafts], [now] * (len(drafts) + 1)
        timed = sorted(zip(public_instants(snapshot, drafts, last), drafts, strict=True), key=lambda pair: pair[0])
        return [draft for _, draft in timed], [instant for instant, _ in timed]

    def _new_id(self) -> str:
        return base64.b32encode(self.around.entropy(10)).decode().lower()

    def _seal(
        self,
        head: Head,
        book: str,
        drafts: Sequence[Draft],
        instants: Sequence[int],
        by: str,
        *,
        watcher: Watcher | None = None,
        ids: Sequence[str] = (),
    ) -> tuple[Entry, ...]:
        sealed: list[Entry] = []
        previous = head.hash
        for index, (draft, instant) in enumerate(zip(drafts, instants, strict=True)):
            marking = rules.default_marking(draft)
            entry = Entry(
                seq=head.seq + 1 + index,
                id=ids[index] if ids else self._new_id(),
                book=book,
                recorded_at=instant,
                recorded_by=by,
                on_behalf_of=draft.on_behalf_of,
                valid_from=None if draft.valid.start is None else draft.valid.start.isoformat(),
                valid_to=None if draft.valid.end is None else draft.valid.end.isoformat(),
                marking=canonical(sorted(str(one) for one in marking)),
                statement=draft.statement,
                supersedes=draft.supersedes,
                origin=_origin_text(draft.origin),
                kind=draft.kind,
                subject=draft.subject,
                payload=encode(draft.kind, draft.record),
                salt=self.around.entropy(SALT_BYTES),
                payload_digest="",
                hash="",
            )
            sealed.append(seal(entry, previous))
            previous = sealed[-1].hash
            if watcher is not None and index % 1000 == 0:
                watcher(index, len(drafts))
        return tuple(sealed)


def _origin_text(origin: Origin | None) -> str | None:
    return None if origin is None else canonical({"book": origin.book, "entry": origin.entry, "digest": origin.digest})


def _body_digest(drafts: Sequence[Draft]) -> str:
    bodies = [
        [d.kind, d.subject, encode(d.kind, d.record), str(d.valid), d.statement, list(d.marking), d.supersedes]
        for d in drafts
    ]
    return sha256(canonical(bodies).encode())


def _as_kept(kept: Receipt, body: str, log: Sequence[Entry]) -> tuple[Entry, ...]:
    if kept.body_digest != body:
        message = f"the key {kept.key!r} was already used for another request; choose a new key"
        raise RefusedError(message)
    return tuple(log[kept.first_seq - 1 : kept.last_seq])
