"""The book: the one place that wires store, clock, engine and formats. It delegates; it decides nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

from muster.core.days import Period, as_period, day_of, end_of_day, find_zone, known_instant, noon
from muster.core.errors import RefusedError, UnknownSubjectError
from muster.core.firmness import DEFAULT_FIRMNESS, Firmness
from muster.core.keeping import SECRETARIAT, Genesis
from muster.core.marking import Viewer
from muster.core.members import Person
from muster.core.problem import Problem
from muster.engine.amounts import Plan, allocate
from muster.engine.coverage import Coverage, Timeline
from muster.engine.day import LineDay
from muster.engine.gaps import Gap, gaps_on, lines_on
from muster.engine.picture import CHANGES_OVER, Picture, picture
from muster.engine.serving import Asked
from muster.engine.why import Explained, why
from muster.exchange import formats
from muster.exchange.files import Manner, is_lines, read_into
from muster.exchange.jsonl import read_whole
from muster.exchange.tables import Reading, Table, read_tables
from muster.exchange.typed import corrected
from muster.ledger import drafting
from muster.ledger.checks import run_checks
from muster.ledger.entries import Draft, Entry, Head, chain_faults
from muster.ledger.history import LogLine, history
from muster.ledger.ledger import Ledger, Surroundings, Watcher
from muster.ledger.places import MEMORY, is_server, store_at, surroundings
from muster.ledger.snapshot import Snapshot
from muster.ledger.store import Store
from muster.ledger.visible import find_viewer, real_ids, visible, written_as_seen
from muster.settings import Settings, read_settings

Moment = date | datetime | str | None
"""A day (the whole of it), an instant, a day written as text, or None for now."""

AS_THEY_ARE = Manner()
"""Files are read in our own form, and differences are faults."""


class Book:
    """The book of a coalition, open for one viewer. Use it in a ``with``, or close it."""

    def __init__(self, store: Store, around: Surroundings | None = None, viewer: str = SECRETARIAT) -> None:
        """Wire a store; the usual way in is :func:`muster.open`."""
        self.ledger = Ledger(store, around or surroundings(_settings().now))
        self._viewer_name = viewer

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    @property
    def warnings(self) -> Sequence[str]:
        """What is to be said about the place where the book is kept."""
        return tuple(getattr(self.ledger.store, "warnings", ()))

    @property
    def genesis(self) -> Genesis:
        """How the book began: name, zone, banner, currency, clock."""
        return Snapshot(self.ledger.entries()[:1], 0).genesis

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the book's days fall."""
        return find_zone(self.genesis.zone or "UTC")

    @property
    def today(self) -> date:
        """Today, in the book's zone."""
        return day_of(self.ledger.now(), self.zone)

    @property
    def viewer(self) -> Viewer:
        """For whom the book is open, with the groups it belongs to today."""
        return find_viewer(self._viewer_name, self.ledger.entries(), self.today)

    def begin(self, genesis: Genesis, person_id: str, person: Person, begins: date | None = None) -> tuple[Entry, ...]:
        """Begin the book, with its first person recorded by itself; ``begins`` sets back a clock of sources."""
        at = None if begins is None else noon(begins, find_zone(genesis.zone or "UTC"))
        return self.ledger.begin(genesis, person_id, person, at)

    def snapshot(self, known: Moment = None) -> Snapshot:
        """What the viewer could know by a moment of the book's life: visible entries only."""
        return self._as_known(self._instant(known))

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

    def redact(self, name: str, by: str, why: str) -> Entry:
        """Take the payload of an entry out of the book, for good. For the secretariat alone."""
        self._only_for_those_who_see_all("redact")
        return self.ledger.redact(name, by, why)

    def check(self, known: Moment = None, valid: date | None = None) -> tuple[Problem, ...]:
        """Every problem in what the viewer could see by a moment, on a day (the day known where none is given)."""
        snapshot = self.snapshot(known)
        return run_checks(snapshot, valid or snapshot.known_day)

    def check_chain(self, head: str | None = None) -> tuple[str, ...]:
        """Where the chain does not hold, and whether the book still contains a head seen before. Empty: all is well."""
        self._only_for_those_who_see_all("check the chain")
        entries = self.ledger.entries()
        faults = [fault for _, fault in chain_faults(entries)]
        if head is not None and head not in {entry.hash for entry in entries}:
            faults.append(f"the book does not contain the head {head}")
        return tuple(faults)

    def head(self) -> Head:
        """The number and hash of the last entry: kept elsewhere, it shows later whether the book was tampered with."""
        self._only_for_those_who_see_all("see the head")
        return self.ledger.head()

    def log(self, subject: str, known: Moment = None) -> tuple[LogLine, ...]:
        """Everything recorded about a subject, each step with its statement."""
        return history(self.snapshot(known), subject)

    def status(self, known: Moment = None, valid: date | None = None, firmness: Firmness = DEFAULT_FIRMNESS) -> Picture:
        """The picture on a day as known at a moment."""
        snapshot = self.snapshot(known)
        earlier = self._as_known(end_of_day(snapshot.known_day - CHANGES_OVER, snapshot.zone))
        return picture(snapshot, valid or snapshot.known_day, earlier, firmness)

    def coverage(self, line: str, period: Period | str | None = None, known: Moment = None) -> Coverage:
        """A line over a period (``2026-01-01/2026-12-31``, or all the book knows): need and cover at each firmness."""
        timeline = Timeline(self.snapshot(known))
        return timeline.coverage(line, as_period(period) or timeline.horizon_of(line))

    def lines(self, known: Moment = None, valid: date | None = None) -> tuple[LineDay, ...]:
        """All open lines on a day."""
        snapshot = self.snapshot(known)
        return lines_on(Timeline(snapshot), valid or snapshot.known_day)

    def gaps(
        self, known: Moment = None, valid: date | None = None, firmness: Firmness = DEFAULT_FIRMNESS
    ) -> tuple[Gap, ...]:
        """The lines that are short on a day, the worst first."""
        snapshot = self.snapshot(known)
        return gaps_on(Timeline(snapshot), valid or snapshot.known_day, firmness)

    def allocate(
        self,
        period: Period | str | None = None,
        known: Moment = None,
        firmness: Firmness = DEFAULT_FIRMNESS,
        watcher: Watcher | None = None,
    ) -> Plan:
        """The exact plan of a period (default: from the day known to the last day on which anything changes)."""
        snapshot = self.snapshot(known)
        return allocate(Timeline(snapshot), Asked(snapshot.known_day, firmness), as_period(period), watcher=watcher)

    def why(
        self, line: str, period: Period | str | None = None, known: Moment = None, firmness: Firmness = DEFAULT_FIRMNESS
    ) -> tuple[Explained, ...]:
        """Why a line is short, for each stretch of days on which it is."""
        timeline = Timeline(self.snapshot(known))
        plan = allocate(timeline, Asked(timeline.snapshot.known_day, firmness), as_period(period))
        return why(timeline, plan, line)

    def export(self, target: str | Path, known: Moment = None, valid: date | None = None) -> Path:
        """Write what the viewer sees to a workbook, a folder of CSV or JSON Lines."""
        return formats.write_export(self.snapshot(known), Path(target), valid=valid)

    def copy(self, target: str) -> Head:
        """Copy all entries, as they are, to a new place, even while this book is in use."""
        self._only_for_those_who_see_all("copy the book")
        if is_lines(target):
            self.export(target)
            return self.head()
        return _copied(self.ledger, target)

    def close(self) -> None:
        """Let go of the place where the book is kept."""
        self.ledger.store.close()

    def _instant(self, known: Moment) -> int:
        now = self.ledger.now()
        return now if known is None else known_instant(known, self.zone, self.ledger.entries()[0].recorded_at, now)

    def _as_known(self, instant: int) -> Snapshot:
        seen = visible(self.ledger.entries(), self.viewer)
        return Snapshot([entry for entry in seen if entry.recorded_at <= instant], instant, self._viewer_name)

    def _only_for_those_who_see_all(self, act: str) -> None:
        if not self.viewer.sees_all:
            raise RefusedError(f"only the secretariat and the auditor may {act}")


def open(place: str | Path = MEMORY, *, create: bool = False, viewer: str = SECRETARIAT) -> Book:
    """Open a book: a file, a PostgreSQL address, or ``:memory:``. Raises BookError where it cannot be used.

    ``viewer``: for whom; secretariat, auditor, requester, chair, public, or a member's id. ``create``: for a new book.
    """
    return Book(store_at(str(place), create=create, busy_timeout_s=_settings().busy_timeout_s), viewer=viewer)


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


def _settings() -> Settings:
    try:
        return read_settings()
    except ValueError as error:
        raise RefusedError(str(error)) from error
