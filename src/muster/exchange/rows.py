"""One row of a table into a draft, with every fault of its cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from muster.core.days import Period, next_day
from muster.exchange import records, texts
from muster.exchange.cells import CLEARED, Cell, Value, is_blank, reader
from muster.exchange.columns import SUBJECT, Column
from muster.exchange.faults import Fault, Faults
from muster.exchange.numbers import Locale
from muster.exchange.references import References
from muster.exchange.sheets import Heading, Row, Table
from muster.ledger.entries import Draft
from muster.ledger.kinds import Kind


@dataclass(slots=True)
class Given:
    """A row that could be read: what it wants recorded, and where it stands."""

    draft: Draft
    sheet: Sheet
    number: int
    corrects: bool = False
    sequence: int | None = None

    def where(self, field: str = "") -> str:
        """The place of the row, or of its cell in the column of a dotted field."""
        return self.sheet.where(self.number, field)


class Sheet:
    """A table with its columns understood: reads rows one by one."""

    def __init__(
        self,
        table: Table,
        heading: Heading,
        references: References,
        locale: Locale | None = None,
        *,
        undated: bool = False,
    ) -> None:
        """``undated``: rows without a first day are read, because their statement tells it."""
        self.table = table
        self.kind: Kind = table.kind
        self._columns = [
            (index, column, _resolving(column, references, locale))
            for index, column in enumerate(heading.columns)
            if column is not None
        ]
        self._undated = undated
        self._index = {column.field: index for index, column, _ in self._columns}
        self._subject = self._index.get(SUBJECT, 0)

    def where(self, number: int, field: str = "") -> str:
        """The place of a row, or of its cell in the column of a dotted field, or of a neighbour of that."""
        index = self._index.get(field)
        for stem in (field, field.rpartition(".")[0]):
            if index is None and stem:
                index = next((at for one, at in self._index.items() if one.startswith(f"{stem}.")), None)
        return self.table.where(number, index)

    def subject_cell(self, row: Row) -> Cell:
        """The cell that names the row's subject."""
        return row.cells[self._subject] if self._subject < len(row.cells) else None

    def is_read(self, row: Row) -> bool:
        """Whether a row is to be read: neither empty nor an example."""
        subject = self.subject_cell(row)
        if isinstance(subject, str) and texts.trimmed(subject).startswith(texts.EXAMPLE):
            return False
        return not all(is_blank(cell) for cell in row.cells)

    def read(self, row: Row, faults: Faults) -> Given | None:
        """What a row wants recorded, or None where it has a fault (added to ``faults``)."""
        values: dict[str, Value] = {}
        faulty: set[str] = set()
        sound = self._no_cells_beyond(row, faults)
        width = len(row.cells)
        for index, column, read in self._columns:
            value = read(row.cells[index]) if index < width else None
            if isinstance(value, Fault):
                faults.add(value.at(self.table.where(row.number, index)))
                faulty.add(_stem(column.field))
            elif value is not None:
                values[column.field] = value
            elif self._is_needed(column) and not self._stated_otherwise(column, row):
                mend = records.QUANTITY_MEND if column.field.endswith(".value") else f"it is {column.meaning}"
                fault = Fault("missing", f"{column.name} is missing", mend)
                faults.add(fault.at(self.table.where(row.number, index)))
                faulty.add(_stem(column.field))
        fields = self._fields(values, row, faulty, faults)
        return self._drafted(values, fields, row, faults) if sound and fields is not None else None

    def _is_needed(self, column: Column) -> bool:
        return column.field == SUBJECT or (column.required and not self.kind.is_thing)

    def _stated_otherwise(self, column: Column, row: Row) -> bool:
        """Whether another cell says what this one does not: how an unknown quantity is said, the day of a statement."""
        if column.field == "@valid_from":
            return self._undated and self.kind.name == "step"
        if not column.field.endswith(".value"):
            return False
        stem = column.field.rpartition(".")[0]
        cells = (
            row.cells[i] for field, i in self._index.items() if field.startswith(f"{stem}.") and i < len(row.cells)
        )
        return not all(is_blank(cell) for cell in cells)

    def _no_cells_beyond(self, row: Row, faults: Faults) -> bool:
        width = len(self.table.header)
        if len(row.cells) <= width or all(is_blank(cell) for cell in row.cells[width:]):
            return True
        sentence = f"the row has {len(row.cells)} cells, the header {width}"
        mend = "a text that holds the separator must stand in quotation marks"
        faults.add(Fault("too_many_cells", sentence, mend).at(self.table.where(row.number)))
        return False

    def _fields(self, values: dict[str, Value], row: Row, faulty: set[str], faults: Faults) -> dict[str, Any] | None:
        """The fields of a row's record, None where a cell has a fault or cells do not fit together.

        What hangs together with a faulty cell is not judged: one mistake is one fault.
        """
        odd: list[records.FieldFault] = []
        own = {field: value for field, value in values.items() if not field.startswith("@")}
        fields = records.record_fields(self.kind.record, own, odd)
        start, last = values.get("@valid_from"), values.get("@valid_last")
        if isinstance(start, date) and isinstance(last, date) and last < start:
            sentence = f"the last day {last} is before the first day {start}"
            odd.append(records.FieldFault("@valid_last", Fault("last_before_first", sentence, "exchange the two")))
        for field, fault in odd:
            if _stem(field) not in faulty:
                faults.add(fault.at(self.where(row.number, field)))
        return None if odd or faulty else fields

    def _drafted(self, values: dict[str, Value], fields: dict[str, Any], row: Row, faults: Faults) -> Given | None:
        try:
            record = self.kind.record.model_validate(fields)
        except ValidationError as error:
            for one in error.errors():
                field = ".".join(str(part) for part in one["loc"] if isinstance(part, str))
                fault = Fault("bad_value", one["msg"].removeprefix("Value error, "))
                faults.add(fault.at(self.where(row.number, field)))
            return None
        start, last = values.get("@valid_from"), values.get("@valid_last")
        marking = values.get("@marking")
        draft = Draft(
            kind=self.kind.name,
            subject=str(values[SUBJECT]),
            record=record,
            valid=Period(
                start if isinstance(start, date) else None, next_day(last) if isinstance(last, date) else None
            ),
            statement=_text_or_none(values.get("@statement")),
            marking=marking if isinstance(marking, tuple) else (),
            on_behalf_of=_text_or_none(values.get("@on_behalf_of")),
            where=self.table.where(row.number),
        )
        sequence = values.get("@sequence")
        return Given(
            draft,
            self,
            row.number,
            corrects=values.get("@corrects") is True,
            sequence=sequence if isinstance(sequence, int) else None,
        )


def _resolving(column: Column, references: References, locale: Locale | None) -> Callable[[Cell], Value | Fault]:
    """A function from cells to values, with references checked and countries' names resolved."""
    read = reader(column, locale)
    if column.name == "iso3":
        resolve: Callable[[Value], Value | Fault] = _country(references)
    elif column.ref:
        resolve = _reference(references, column)
    else:
        return read
    seen: dict[str, Value | Fault] = {}

    def resolved(cell: Cell) -> Value | Fault:
        if isinstance(cell, str) and cell in seen:
            return seen[cell]
        value = read(cell)
        if isinstance(value, Fault):
            named = value.name == "bad_id" and isinstance(cell, str) and references.by_name(cell, column)
            value = named or value
        elif value is not None and value is not CLEARED:
            value = resolve(value)
        if isinstance(cell, str):
            seen[cell] = value
        return value

    return resolved


def _stem(field: str) -> str:
    """The part of a dotted field that it shares with those it hangs together with."""
    return field.rpartition(".")[0] or field


def _country(references: References) -> Callable[[Value], Value | Fault]:
    return lambda value: references.country_code(str(value))


def _reference(references: References, column: Column) -> Callable[[Value], Value | Fault]:
    return lambda value: references.resolve(value, column)


def _text_or_none(value: Value) -> str | None:
    return value if isinstance(value, str) else None


def text_in(heading: Heading, row: Row, column: str) -> str | None:
    """The text of a row in a column, unread, such as the code of its country; None where there is none."""
    index = heading.position(column)
    cell = row.cells[index] if index is not None and index < len(row.cells) else None
    return texts.trimmed(cell) if isinstance(cell, str) else None
