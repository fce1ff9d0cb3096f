"""The book: the one place that wires store, clock, engine and formats. It delegates; it decides nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from importlib.metadata import version
from pathlib import Path

from muster.book.asking import Asking
from muster.core.days import find_zone, noon
from muster.core.errors import UnknownSubjectError
from muster.core.keeping import SECRETARIAT, Genesis
from muster.core.members import Person
from muster.engine.allocation import Plan
from muster.engine.proving import kept_draft
from muster.exchange.files import Manner, is_lines, read_into
from muster.exchange.jsonl import read_whole
from muster.exchange.tables import Reading, Table, read_tables
from muster.exchange.typed import corrected
from muster.ledger import drafting
from muster.ledger.entries import Draft, Entry, Head
from muster.ledger.ledger import Ledger, Watcher
from muster.ledger.places import MEMORY, is_server, settings_in_force, store_at
from muster.ledger.plans import check_new_name
from muster.ledger.visible import real_ids, written_as_seen

AS_THEY_ARE = Manner()
"""Files are read in our own form, and differences are faults."""


class Book(Asking):
    """The book of a coalition, open for one viewer. Use it in a ``with``, or close it."""

    def begin(self, genesis: Genesis, person_id: str, person: Person, begins: date | None = None) -> tuple[Entry, ...]:
        """Begin the book, with its first person recorded by itself; ``begins`` sets back a clock of sources."""
        at = None if begins is None else noon(begins, find_zone(genesis.zone or "UTC"))
        return self.ledger.begin(genesis, person_id, person, at)

    def read(
        self,
        *paths: str | Path,
        by: str,
        manner: Manner = AS_THEY_ARE,
        dry_run: bool = False,
        watcher: Watcher | None = None,
    ) -> tuple[Reading, tuple[Entry, ...]]:
        """Read files and record what is new in them. With any problem, or on a dry run, nothing is recorded."""
        readings: list[Reading] = []

        def drafts() -> Sequence[Draft]:
            readings.append(read_into(self.snapshot(), [Path(path) for path in paths], manner, watcher))
            return () if readings[-1].problems or dry_run else readings[-1].drafts

        entries = self.record(drafts, by=by, watcher=watcher)
        return readings[-1], entries

    def take_over(self, other: str | Path, by: str) -> tuple[Entry, ...]:
        """Record the entries of another book, each with its origin; those already here are left out."""
        self._only_for_those_who_see_all("take over a book")
        with open(other) as source:
            return self.ledger.take_over(source.ledger.entries(), by)

    def read_rows(self, *tables: Table, by: str, live: bool = True) -> tuple[Entry, ...]:
        """Record the rows of tables, as typed by somebody; raises FaultyDataError with all problems."""
        return self.record(lambda: read_tables(tables, self.snapshot(), live=live).sound(), by=by, live=live)

    def record(
        self,
        drafts: Sequence[Draft] | Callable[[], Sequence[Draft]],
        *,
        by: str,
        seen: Mapping[str, int] | None = None,
        key: str | None = None,
        live: bool = False,
        watcher: Watcher | None = None,
    ) -> tuple[Entry, ...]:
        """Record drafts, or what a function drafts from the book as it stands: all of them or none."""
        viewer = self.viewer

        def draft() -> Sequence[Draft]:
            drafted = drafts() if callable(drafts) else drafts
            return drafting.under_real_ids(drafted, self.ledger.entries(), viewer)

        entries = self.ledger.record_afresh(draft, by, seen=seen, viewer=viewer, key=key, live=live, watcher=watcher)
        return written_as_seen(entries, self.ledger.entries(), viewer)

    def correct(self, name: str, columns: Mapping[str, str], by: str) -> tuple[Entry, ...]:
        """Correct an entry: its row with some columns changed supersedes it."""
        snapshot, real = self.snapshot(), real_ids(self.ledger.entries(), self.viewer)
        target = snapshot.find(name)
        if target is None:
            raise UnknownSubjectError("entry", name)
        draft = replace(corrected(target, columns, snapshot), supersedes=real[name])
        return self.record([draft], by=by, live=True)

    def undo(self, *names: str, by: str, why: str | None = None) -> tuple[Entry, ...]:
        """Take entries back, by id or as a run FIRST..LAST; refused with the list while something rests on them."""
        log = self.ledger.entries()
        chosen = drafting.named_entries(log, names, real_ids(log, self.viewer))
        return self.record(drafting.retractions(chosen, log, why), by=by, live=True)

    def mark(self, name: str, audiences: Sequence[str], by: str, consent: str | None = None) -> tuple[Entry, ...]:
        """Give an entry another marking, as its originator or with their recorded consent."""
        log = self.ledger.entries()
        chosen = drafting.named_entries(log, [name], real_ids(log, self.viewer))
        return self.record([drafting.remarking(chosen[0], audiences, consent)], by=by, live=True)

    def keep(self, plan: Plan, name: str, by: str, watcher: Watcher | None = None) -> Entry:
        """Keep a plan under a new name, once it is seen to follow from the book. For those who see all."""
        self.may_keep(name)
        draft = kept_draft(self.snapshot(), plan, name, version("musterbook"), watcher)
        return self.record([draft], by=by)[-1]

    def may_keep(self, name: str) -> None:
        """Raise RefusedError where no plan can be kept under a name, or not by this viewer."""
        self._only_for_those_who_see_all("keep a plan")
        check_new_name(self.snapshot(), name)

    def redact(self, name: str, by: str, why: str) -> Entry:
        """Take the payload of an entry out of the book, for good. For the secretariat alone."""
        self._only_for_those_who_see_all("redact")
        return self.ledger.redact(name, by, why)

    def copy(self, target: str) -> Head:
        """Copy all entries, as they are, to a new place, even while this book is in use."""
        self._only_for_those_who_see_all("copy the book")
        if is_lines(target):
            self.export(target)
            return self.head()
        return _copied(self.ledger, target)


def open(place: str | Path = MEMORY, *, create: bool = False, viewer: str = SECRETARIAT) -> Book:
    """Open a book: a file, a PostgreSQL address, or ``:memory:``. Raises BookError where it cannot be used.

    ``viewer``: for whom; secretariat, auditor, requester, chair, public, or a member's id. ``create``: for a new book.
    """
    return Book(store_at(str(place), create=create, busy_timeout_s=settings_in_force().busy_timeout_s), viewer=viewer)


def restore(lines: str | Path, target: str) -> Head:
    """Make a book of the JSON Lines to which a whole book was exported, entry for entry, at a new place."""
    return _adopted(read_whole(Path(lines)), target)


def _copied(ledger: Ledger, target: str) -> Head:
    """A file is copied whole, with what lies beside its entries; between a file and a server go the entries."""
    from muster.ledger.sql.sqlite import SqliteStore, copy_live

    if isinstance(ledger.store, SqliteStore) and not is_server(target):
        return copy_live(ledger.store.where, target)
    return _adopted(ledger.entries(), target)


def _adopted(entries: Sequence[Entry], target: str) -> Head:
    with open(target, create=True) as other:
        other.ledger.adopt(entries)
        return other.ledger.head()
