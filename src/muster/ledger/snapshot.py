"""A book as known at an instant to one viewer: what stands, and what holds on any day.

A snapshot holds visible entries only. It reads records on demand and never changes.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast

from muster.core.days import day_of, find_zone
from muster.core.errors import BookError
from muster.core.keeping import BOOK_SUBJECT, SECRETARIAT, Genesis
from muster.ledger.kinds import ABOUT_ENTRIES, KINDS, decode
from muster.ledger.standing import Facet, Stated, holding, in_order, superseded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from zoneinfo import ZoneInfo

    from muster.core.record import Record
    from muster.ledger.entries import Entry

R = TypeVar("R", bound="Record")


class Snapshot:
    """What a viewer could know of a book at an instant.

    ``entries`` are the visible entries recorded by ``known`` (microseconds since 1970 UTC), in order; ``viewer`` is
    who looks. Everything asked about a day is asked by its name: ``valid``.
    """

    def __init__(self, entries: Sequence[Entry], known: int, viewer: str = SECRETARIAT) -> None:
        self.entries: Sequence[Entry] = tuple(entries)
        self.known = known
        self.viewer = viewer
        self._gone: AbstractSet[str] = superseded(self.entries)
        self._standing: dict[tuple[str, str], list[Entry]] = {}
        self._cache: dict[str, Record] = {}
        self._ids: dict[str, tuple[str, ...]] = {}
        self._orders: dict[tuple[str, str, str], list[Stated]] = {}
        self._facets: dict[tuple[str, str, str], dict[str, Facet]] = {}
        self._naming: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}
        for entry in self.entries:
            if entry.id not in self._gone and entry.kind not in ABOUT_ENTRIES:
                key = (_SUBJECT_KIND.get(entry.kind, entry.kind), entry.subject)
                self._standing.setdefault(key, []).append(entry)

    def and_then(self, entries: Iterable[Entry]) -> Snapshot:
        """This snapshot with entries as though recorded after it. What was read of it is not read again."""
        found = Snapshot([*self.entries, *entries], self.known, self.viewer)
        found._cache.update(self._cache)
        return found

    @property
    def genesis(self) -> Genesis:
        """How the book began: name, zone, banner, currency, clock."""
        found = self.thing(Genesis, BOOK_SUBJECT, date.max)
        if found is None:
            why = "by then: it begins later" if self.known else "yet; begin it with: muster init"
            message = f"the book has no first entry {why}"
            raise BookError(message)
        return found

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the book's days fall."""
        return find_zone(self.genesis.zone or "UTC")

    @property
    def known_day(self) -> date:
        """The day, in the book's zone, as known on which the book is seen."""
        return day_of(self.known, self.zone)

    def find(self, entry_id: str | None) -> Entry | None:
        """The entry of that id, standing or not."""
        return self._by_id.get(entry_id or "")

    def stands(self, entry: Entry) -> bool:
        """Whether no standing entry supersedes an entry."""
        return entry.id not in self._gone

    def on(self, subject: str) -> Sequence[Entry]:
        """Every entry on a subject, standing or not, in the order of recording."""
        return self._by_subject.get(subject, [])

    def ids(self, kind: str) -> tuple[str, ...]:
        """The ids of all things of a kind, in order. A thing is there once an entry of its own kind stands."""
        if kind not in self._ids:
            found = (s for (k, s), entries in self._standing.items() if k == kind and _brought(entries, kind))
            self._ids[kind] = tuple(sorted(found))
        return self._ids[kind]

    def has(self, kind: str, subject: str) -> bool:
        """Whether a thing of that kind and id is in the book, as far as the viewer may see."""
        return _brought(self._standing.get((kind, subject), []), kind)

    def stated(self, kind: str, subject: str) -> list[Stated]:
        """The standing entries of one kind on a subject, by valid start, then recording; none that is redacted."""
        subject_kind = KINDS[kind].subject_kind
        key = (subject_kind, subject, kind)
        if key not in self._orders:
            found = self._standing.get((subject_kind, subject), [])
            self._orders[key] = in_order(self._read(e) for e in found if e.kind == kind and e.payload is not None)
        return self._orders[key]

    def subjects_with(self, kind: str) -> tuple[str, ...]:
        """The subjects on which entries of a kind stand, in order."""
        subject_kind = KINDS[kind].subject_kind
        return tuple(
            sorted(
                s
                for (k, s), found in self._standing.items()
                if k == subject_kind and any(e.kind == kind for e in found)
            )
        )

    def naming(self, kind: str, field: str) -> Mapping[str, tuple[str, ...]]:
        """By what standing entries of a kind name in a field: the subjects on which they do, on whatever day."""
        if (kind, field) not in self._naming:
            found: dict[str, dict[str, None]] = {}
            for subject in self.subjects_with(kind):
                for one in self.stated(kind, subject):
                    if (name := getattr(one.record, field)) is not None:
                        found.setdefault(name, {})[subject] = None
            self._naming[kind, field] = {name: tuple(subjects) for name, subjects in found.items()}
        return self._naming[kind, field]

    def thing(self, record: type[R], subject: str, valid: date) -> R | None:
        """A thing as its facets hold on a day, or None where nothing of it holds."""
        kind = _KIND_OF[record]
        entries = self.stated(kind, subject)
        if not entries:
            return None
        if len(entries) == 1 and valid in entries[0].valid:
            return cast("R", entries[0].record)
        values: dict[str, Any] = {}
        for name, facet in self._facets_of(kind, subject).items():
            one = facet.holding(valid)
            if one is not None:
                values[name] = getattr(one.record, name)
        if not values:
            return None
        return cast("R", record.model_construct(_fields_set=set(values), **values))

    def things(self, record: type[R], valid: date) -> dict[str, R]:
        """All things of a kind as they hold on a day, by id."""
        found = {subject: self.thing(record, subject, valid) for subject in self.ids(_KIND_OF[record])}
        return {subject: thing for subject, thing in found.items() if thing is not None}

    def facet(self, record: type[R], subject: str, field: str) -> Sequence[Stated]:
        """The standing entries that state one field of a thing, in order."""
        found = self._facets_of(_KIND_OF[record], subject).get(field)
        return () if found is None else found.stated

    def holding(self, record: type[R], subject: str, field: str, valid: date) -> Stated | None:
        """The entry that gives one field of a thing on a day."""
        found = self._facets_of(_KIND_OF[record], subject).get(field)
        return None if found is None else found.holding(valid)

    def parts(self, record: type[R], subject: str, valid: date) -> list[R]:
        """The records of a kind that hold side by side on a subject on a day, such as the steps of a contribution."""
        kind = _KIND_OF[record]
        facets: dict[tuple[Any, ...], list[Stated]] = {}
        for one in self.stated(kind, subject):
            facet = tuple(getattr(one.record, name) for name in KINDS[kind].facet)
            facets.setdefault(facet, []).append(one)
        held = (holding(entries, valid) for entries in facets.values())
        return [cast("R", one.record) for one in held if one is not None]

    def all_standing(self) -> Iterator[Stated]:
        """Every standing entry, read, in the order of recording; redacted ones left out."""
        flat = (entry for found in self._standing.values() for entry in found if entry.payload is not None)
        for entry in sorted(flat, key=lambda entry: entry.seq):
            yield self._read(entry)

    def cuts(self, kind: str, subject: str) -> set[date]:
        """The days on which something about a subject may change: the starts and ends of what stands on it."""
        days: set[date] = set()
        for entry in self._standing.get((kind, subject), []):
            days.update(date.fromisoformat(text) for text in (entry.valid_from, entry.valid_to) if text)
        return days

    @cached_property
    def _by_id(self) -> dict[str, Entry]:
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def _by_subject(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.subject, []).append(entry)
        return found

    def _facets_of(self, kind: str, subject: str) -> dict[str, Facet]:
        """What states each field of a thing, by field."""
        key = (KINDS[kind].subject_kind, subject, kind)
        if key not in self._facets:
            entries = self.stated(kind, subject)
            stating = {
                name: [one for one in entries if name in one.record.model_fields_set]
                for name in KINDS[kind].record.model_fields
            }
            self._facets[key] = {name: Facet(found) for name, found in stating.items() if found}
        return self._facets[key]

    def _read(self, entry: Entry) -> Stated:
        record = self._cache.get(entry.id)
        if record is None:
            record = self._cache[entry.id] = decode(entry.kind, entry.payload or "")
        return Stated(entry, record)


def _brought(entries: Iterable[Entry], kind: str) -> bool:
    return any(entry.kind == kind for entry in entries)


_SUBJECT_KIND = {name: kind.subject_kind for name, kind in KINDS.items()}
_KIND_OF: dict[type[Record], str] = {kind.record: name for name, kind in KINDS.items()}
