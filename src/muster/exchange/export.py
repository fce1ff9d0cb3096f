"""What stands in a book as tables that read back to it: a row for each entry, with its days, statement and marking.

Read into a fresh book, an export gives the same things, the same facets on every day and the same statements. Two
things cannot be told by tables and are left to a copy of the whole book: what has been corrected or taken back, and
the instants of recording.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeAlias

from muster.core.keeping import SEES_ALL
from muster.core.operations import Dates
from muster.core.quantity import Qualifier, Quantity, amount_text
from muster.core.record import Record
from muster.exchange import texts
from muster.exchange.cells import CLEARED
from muster.exchange.columns import SUBJECT, UNSTATED, Column, Form, columns_of, table_kinds
from muster.ledger.entries import Entry
from muster.ledger.kinds import KINDS, Kind, required_fields
from muster.ledger.snapshot import Snapshot
from muster.ledger.standing import Stated, holding
from muster.ledger.visible import markings_in_force

Shown: TypeAlias = str | int | Decimal
"""A cell to be written."""

ExportRow: TypeAlias = Mapping[str, Shown]
"""A row to be written: cells by the names of their columns; absent: empty."""

_MOST_SHORT_GROUP = 3


@dataclass(frozen=True, slots=True)
class ExportTable:
    """A table to be written: its kind, its columns in order, its rows."""

    kind: Kind
    columns: tuple[Column, ...]
    rows: tuple[ExportRow, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """An entry as it is written: with all its fields, or those of them that hold on the day asked for."""

    entry: Entry
    record: Record | None
    fields: frozenset[str] = field(default=frozenset())


def export_tables(snapshot: Snapshot, *, valid: date | None = None, guarded: bool = True) -> tuple[ExportTable, ...]:
    """The tables of what stands in a snapshot, or with ``valid`` of what holds on that day; empty ones left out.

    ``guarded``: texts that a spreadsheet might take for formulas are written so that it does not, as CSV needs it.
    """
    writer = _Writer(snapshot, guarded=guarded)
    tables = []
    for kind in table_kinds():
        lines = list(_lines(snapshot, kind, valid))
        if lines:
            rows = tuple(writer.row(kind, line) for line in lines)
            tables.append(ExportTable(kind, _used(kind, rows), rows))
    return tuple(tables)


def empty_tables() -> tuple[ExportTable, ...]:
    """A table of every kind, without rows."""
    return tuple(ExportTable(kind, columns_of(kind, rare=False), ()) for kind in table_kinds())


def _used(kind: Kind, rows: Iterable[ExportRow]) -> tuple[Column, ...]:
    """All usual columns, and of the rare ones those that a row fills."""
    named = {name for row in rows for name in row}
    usual = columns_of(kind, rare=False)
    return tuple(column for column in columns_of(kind) if column in usual or column.name in named)


def _lines(snapshot: Snapshot, kind: Kind, valid: date | None) -> Iterator[_Line]:
    for subject in snapshot.subjects_with(kind.name):
        stated = snapshot.stated(kind.name, subject)
        if not stated and kind.name == "person":
            yield from (_Line(entry, None) for entry in _redacted(snapshot, kind.name, subject))
        chosen = stated if valid is None else _holding(kind, stated, valid)
        for one in sorted(chosen, key=lambda one: one.entry.seq):
            names = one.record.model_fields_set if valid is None else _chosen_fields(kind, stated, one, valid)
            yield _Line(one.entry, one.record, frozenset(names))


def _holding(kind: Kind, stated: list[Stated], valid: date) -> list[Stated]:
    """The entries on one subject of which something holds on a day."""
    return [one for one in stated if _chosen_fields(kind, stated, one, valid)]


def _chosen_fields(kind: Kind, stated: list[Stated], one: Stated, valid: date) -> set[str]:
    """The fields of an entry that hold on a day: of a thing each on its own, of a step or key all or none."""
    if kind.is_thing:
        names = one.record.model_fields_set
        return {n for n in names if holding([s for s in stated if n in s.record.model_fields_set], valid) is one}
    alike = [s for s in stated if all(getattr(s.record, n) == getattr(one.record, n) for n in kind.facet)]
    return set(one.record.model_fields_set) if holding(alike, valid) is one else set()


def _redacted(snapshot: Snapshot, kind: str, subject: str) -> Iterator[Entry]:
    entries = (entry for entry in snapshot.entries if (entry.kind, entry.subject) == (kind, subject))
    last = [entry for entry in entries if entry.payload is None]
    yield from last[-1:]


class _Writer:
    """Writes entries as rows."""

    def __init__(self, snapshot: Snapshot, *, guarded: bool) -> None:
        self._guarded = guarded
        changed = markings_in_force(snapshot.entries) if snapshot.viewer in SEES_ALL else {}
        self._markings = changed
        self._sequence = _sequences(snapshot)
        self._statements = {s for s in snapshot.ids("statement") if snapshot.stated("statement", s)}

    def row(self, kind: Kind, line: _Line) -> ExportRow:
        """An entry as a row."""
        entry = line.entry
        values: dict[str, object] = {SUBJECT: entry.subject}
        if line.record is None:
            values |= dict.fromkeys((n for n in required_fields(kind.name)), texts.REDACTED)
        else:
            values |= _values(kind, line.record, line.fields)
        period = entry.valid
        values["@valid_from"], values["@valid_last"] = period.start, period.last
        values["@statement"] = entry.statement if entry.statement in self._statements else None
        values["@marking"] = "; ".join(self._markings.get(entry.id, entry.audiences)) or None
        values["@on_behalf_of"] = entry.on_behalf_of
        values["@sequence"] = self._sequence.get(entry.id)
        return _cells(kind, values, guarded=self._guarded)


def entry_row(snapshot: Snapshot, entry: Entry, record: Record) -> ExportRow:
    """One entry as a row, with all it states."""
    fields = frozenset(record.model_fields_set)
    return _Writer(snapshot, guarded=False).row(KINDS[entry.kind], _Line(entry, record, fields))


def stated_cells(kind: Kind, record: Record) -> ExportRow:
    """What a record states, as the cells of its row; those of the envelope left out."""
    return _cells(kind, _values(kind, record, frozenset(record.model_fields_set)), guarded=False)


def number_text(number: int | Decimal) -> str:
    """A number as text that can be read in one way only: ``1.234`` is written ``1.2340``."""
    text = str(number) if isinstance(number, int) else amount_text(number)
    whole, dot, rest = text.partition(".")
    ambiguous = dot and len(rest) == _MOST_SHORT_GROUP and len(whole) <= _MOST_SHORT_GROUP and whole != "0"
    return f"{text}0" if ambiguous else text


def _values(kind: Kind, record: Record, fields: frozenset[str]) -> dict[str, object]:
    """What a record states in some of its fields, by the dotted fields of the columns."""
    values: dict[str, object] = {}
    for name in record.model_fields_set & fields:
        value = getattr(record, name)
        if value is None:
            values[_first_columns(kind)[name]] = CLEARED
        elif isinstance(value, Record):
            values |= _inner_values(value, f"{name}.")
        else:
            values[name] = value
    return values


def _cells(kind: Kind, values: Mapping[str, object], *, guarded: bool) -> ExportRow:
    columns = _by_field(kind)
    return {columns[n].name: _shown(columns[n], v, guarded=guarded) for n, v in values.items() if v is not None}


def _shown(column: Column, value: object, *, guarded: bool) -> Shown:
    if value is CLEARED:
        return texts.CLEARED
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, int | Decimal):
        return value
    if isinstance(value, tuple):
        return texts.as_list_cell([str(one) for one in value], guarded=guarded)
    text = value.isoformat() if isinstance(value, date) else str(value)
    return texts.as_cell(text, guarded=guarded) if column.form is Form.TEXT else text


@cache
def _by_field(kind: Kind) -> dict[str, Column]:
    return {column.field: column for column in columns_of(kind)}


@cache
def _first_columns(kind: Kind) -> dict[str, str]:
    """For each field of a record the dotted field of the first column that states it."""
    first: dict[str, str] = {}
    for dotted in _by_field(kind):
        first.setdefault(dotted.partition(".")[0], dotted)
    return first


def _inner_values(record: Record, prefix: str) -> dict[str, object]:
    if isinstance(record, Quantity):
        return _quantity_values(record, prefix)
    values: dict[str, object] = {}
    for name in type(record).model_fields:
        value = getattr(record, name, None)
        if isinstance(value, Record):
            values |= _inner_values(value, f"{prefix}{name}.")
        elif value is not None:
            values[f"{prefix}{name}"] = value
    if isinstance(record, Dates) and not values:
        values[f"{prefix}start"] = UNSTATED
    return values


def _quantity_values(quantity: Quantity, prefix: str) -> dict[str, object]:
    said = quantity.qualifier
    number: Any = quantity.high if said is Qualifier.UP_TO else quantity.low
    return {
        f"{prefix}value": number,
        f"{prefix}to": quantity.high if said is Qualifier.RANGE else None,
        f"{prefix}is": None if said is Qualifier.EXACT else said,
        f"{prefix}words": quantity.words,
    }


def _sequences(snapshot: Snapshot) -> dict[str, int]:
    """The order of recording, where tables and rows alone would lose it.

    That is where two standing entries at one place state the same, and where a cap was recorded before a step that
    starts on the same day.
    """
    needed: list[Entry] = []
    for kind in table_kinds():
        for subject in snapshot.subjects_with(kind.name):
            stated = snapshot.stated(kind.name, subject)
            if kind.name == "cap":
                steps = snapshot.stated("step", subject)
                if any(_goes_before(cap, step) for cap in stated for step in steps):
                    needed += [one.entry for one in (*stated, *steps)]
            if len(stated) > 1 and _said_twice(kind, stated):
                needed += [one.entry for one in stated]
    ordered = sorted({entry.id: entry for entry in needed}.values(), key=lambda entry: entry.seq)
    return {entry.id: position for position, entry in enumerate(ordered, start=1)}


def _goes_before(cap: Stated, step: Stated) -> bool:
    return cap.entry.valid_from == step.entry.valid_from and cap.entry.seq < step.entry.seq


def _said_twice(kind: Kind, stated: list[Stated]) -> bool:
    seen: set[tuple[object, ...]] = set()
    for one in stated:
        facet = tuple(getattr(one.record, name) for name in kind.facet)
        names = one.record.model_fields_set if kind.is_thing else {""}
        for name in names:
            place = (*facet, one.entry.valid_from, name)
            if place in seen:
                return True
            seen.add(place)
    return False
