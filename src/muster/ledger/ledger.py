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
from muster.core.days import find_zone
from muster.core.errors import BookError, NoBookError, RefusedError, StaleError
from muster.core.keeping import BOOK_SUBJECT, Audience, ClockForm, Genesis, GoLive, Redaction
from muster.core.record import is_ident
from muster.ledger import rules
from muster.ledger.entries import ENVELOPE_VERSION, SALT_BYTES, Draft, Entry, Head, Origin, chain_faults, seal
from muster.ledger.growing import GrowingSnapshot
from muster.ledger.kinds import encode
from muster.ledger.snapshot import Snapshot
from muster.ledger.sources import public_instants
from muster.ledger.store import Receipt
from muster.ledger.taking_over import taken_over

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from muster.core.marking import Viewer
    from muster.core.members import Person
    from muster.ledger.store import Store, Turn


MOST_TRIES = 20
"""How often a batch is drafted anew before its writer is told that others never pause."""


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
    _growing: GrowingSnapshot | None = None

    def entries(self) -> Sequence[Entry]:
        """All entries, in order, including what others have recorded by now."""
        return self._up_to_date(self.store)

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
            find_zone(genesis.zone or "UTC")
            if not is_ident(person_id):
                message = f"{person_id!r} is no id; use letters, digits and _ . : / + -, at most 80"
                raise RefusedError(message)
            first = Genesis.model_validate({**genesis.stated(), "format": ENVELOPE_VERSION})
            drafts = [
                Draft("book", BOOK_SUBJECT, first, marking=(Audience.PUBLIC,)),
                Draft("person", person_id, person),
            ]
            instant = self.around.clock() if at is None else at
            book = str(uuid.UUID(bytes=self.around.entropy(16), version=4))
            instants, markings = [instant] * len(drafts), [draft.marking for draft in drafts]
            sealed = self._seal(turn.head, book, drafts, instants, person_id, markings=markings)
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
        basis: int | None = None,
        watcher: Watcher | None = None,
    ) -> tuple[Entry, ...]:
        """Record drafts, all or none, and return the entries.

        ``by`` is the person who records; ``seen`` how many entries on each subject the writer saw, as ``viewer``;
        ``key`` makes the same request recorded once; ``live`` ends the clock of sources; ``basis`` is how many
        entries the book had when this was drafted from it. Raises RefusedError for what
        the rules do not allow and ConflictError where a subject has changed since it was seen.
        """
        if not drafts:
            return ()
        with self.store.writing() as turn:
            snapshot = self._caught_up(turn)
            if key is not None and (kept := turn.receipt(by, key)) is not None:
                return _as_kept(kept, drafts, snapshot.entries)
            if basis is not None and len(snapshot.entries) != basis:
                raise StaleError(f"{self.store.where} has changed while this was prepared; do it again")
            rules.check_versions(snapshot, seen or {}, viewer)
            batch, instants = self._timed(snapshot, drafts, live=live)
            rules.check_drafts(snapshot, batch, instants, by, viewer)
            markings = rules.markings(snapshot, batch, viewer)
            sealed = self._seal(
                turn.head, snapshot.entries[0].book, batch, instants, by, markings=markings, watcher=watcher
            )
            turn.append(sealed)
            if key is not None:
                turn.keep_receipt(Receipt(by, key, _body_digest(drafts, sealed), sealed[0].seq, sealed[-1].seq))
        return sealed

    def record_afresh(
        self,
        draft: Callable[[], Sequence[Draft]],
        by: str,
        *,
        seen: Mapping[str, int] | None = None,
        viewer: Viewer | None = None,
        key: str | None = None,
        live: bool = False,
        watcher: Watcher | None = None,
    ) -> tuple[Entry, ...]:
        """Record what is drafted from the book as it stands: drafted anew where somebody else recorded meanwhile.

        So two who read the same file at the same time record it once. Raises StaleError where others never pause.
        """
        tries_left = MOST_TRIES
        while True:
            basis = len(self.entries())
            try:
                return self.record(
                    draft(), by, seen=seen, viewer=viewer, key=key, live=live, basis=basis, watcher=watcher
                )
            except StaleError:
                tries_left -= 1
                if not tries_left:
                    raise

    def redact(self, entry_id: str, by: str, why: str) -> Entry:
        """Take the payload out of an entry, in the transaction of the entry that says who, why and when."""
        with self.store.writing() as turn:
            snapshot = self._caught_up(turn)
            target = rules.find_entry(snapshot, entry_id)
            rules.check_redaction(target)
            record = Redaction(entry=target.id, why=why)
            draft = Draft("redaction", target.subject, record, marking=(Audience.SECRETARIAT,))
            batch, instants = self._timed(snapshot, [draft], live=True)
            rules.check_drafts(snapshot, batch, instants, by)
            markings = rules.markings(snapshot, batch)
            sealed = self._seal(turn.head, snapshot.entries[0].book, batch, instants, by, markings=markings)
            turn.append(sealed)
            turn.redact(target.id)
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
            snapshot = self._caught_up(turn)
            log = snapshot.entries
            if not snapshot.has("person", by):
                raise RefusedError(f"{by!r} is no person in this book; record the person first")
            drafts = taken_over(log, entries, self._new_id)
            if not drafts:
                return ()
            now = max(self.around.clock(), turn.head.recorded_at)
            batch, ids = [draft for draft, _ in drafts], [new_id for _, new_id in drafts]
            markings = [draft.marking for draft in batch]
            sealed = self._seal(turn.head, log[0].book, batch, [now] * len(batch), by, markings=markings, ids=ids)
            turn.append(sealed)
        return sealed

    def _up_to_date(self, place: Store | Turn) -> list[Entry]:
        """All entries. Where a redaction has come in, all are read anew: what it took out is to go from here, too."""
        new = place.entries(len(self._log))
        if self._log and any(entry.kind == "redaction" for entry in new):
            self._log, self._growing = [], None
            new = place.entries()
        self._log.extend(new)
        return self._log

    def _caught_up(self, turn: Turn) -> Snapshot:
        """The whole book as it stands in a turn."""
        log = self._up_to_date(turn)
        if not log:
            message = f"there is no book in {self.store.where} yet; begin one with: muster init"
            raise NoBookError(message)
        if self._growing is None:
            self._growing = GrowingSnapshot(log, 0)
        self._growing.add(log[len(self._growing.entries) :], self.around.clock())
        return self._growing

    def _timed(self, snapshot: Snapshot, drafts: Sequence[Draft], *, live: bool) -> tuple[list[Draft], list[int]]:
        """The drafts in the order in which they are recorded, each with its instant."""
        last = snapshot.entries[-1].recorded_at
        now = max(self.around.clock(), last)
        on_sources = snapshot.genesis.clock is ClockForm.SOURCES and not any(
            e.kind == "live" for e in snapshot.on(BOOK_SUBJECT)
        )
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
        markings: Sequence[Iterable[str]],
        watcher: Watcher | None = None,
        ids: Sequence[str] = (),
    ) -> tuple[Entry, ...]:
        sealed: list[Entry] = []
        made: dict[int, str] = {}
        previous = head.hash
        for index, (draft, instant) in enumerate(zip(drafts, instants, strict=True)):
            entry = Entry(
                seq=head.seq + 1 + index,
                id=ids[index] if ids else self._new_id(),
                book=book,
                recorded_at=instant,
                recorded_by=by,
                on_behalf_of=draft.on_behalf_of,
                valid_from=None if draft.valid.start is None else draft.valid.start.isoformat(),
                valid_to=None if draft.valid.end is None else draft.valid.end.isoformat(),
                marking=canonical(sorted({str(one) for one in markings[index]})),
                statement=draft.statement,
                supersedes=draft.supersedes or made.get(id(draft.corrects)),
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
            made[id(draft)] = entry.id
            if watcher is not None and index % 1000 == 0:
                watcher(index, len(drafts))
        return tuple(sealed)


def _origin_text(origin: Origin | None) -> str | None:
    return None if origin is None else canonical({"book": origin.book, "entry": origin.entry, "digest": origin.digest})


def _body_digest(drafts: Sequence[Draft], recorded: Sequence[Entry]) -> str:
    """What a request said, salted with the salts of what it recorded: once one of them is redacted, none can tell."""
    bodies = [
        [
            *(d.kind, d.subject, encode(d.kind, d.record), str(d.valid), d.statement),
            *(list(d.marking), d.supersedes, d.on_behalf_of),
        ]
        + ([] if d.corrects is None else [encode(d.kind, d.corrects.record)])
        for d in drafts
    ]
    return sha256(*(entry.salt or b"" for entry in recorded), canonical(bodies).encode())


def _as_kept(kept: Receipt, drafts: Sequence[Draft], log: Sequence[Entry]) -> tuple[Entry, ...]:
    recorded = tuple(log[kept.first_seq - 1 : kept.last_seq])
    if kept.body_digest != _body_digest(drafts, recorded):
        message = f"the key {kept.key!r} was already used for another request, or one since redacted; choose a new key"
        raise RefusedError(message)
    return recorded
