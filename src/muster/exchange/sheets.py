"""Tables as they come from files: cells in rows under a header, each with the words that say where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from muster.core.problem import Problem, did_you_mean
from muster.exchange.cells import Cell, is_blank
from muster.exchange.columns import Column, columns_by_name, subject_column, table_kinds
from muster.exchange.faults import Fault
from muster.exchange.texts import trimmed
from muster.ledger.kinds import TABLES, Kind


class Row(NamedTuple):
    """A row of a table: its number in the file, counted from 1 as the file's own program shows it, and its cells."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table as read from a file: the texts of its header, the rows below it.

    ``source`` is the file, or the file and sheet. ``letters`` are a sheet's column letters: a cell is then named
    ``source:C14``, in a CSV file ``source:14:quantity``. ``header_row`` is the number of the header's row;
    ``notes`` are remarks on the file that hinder nothing.
    """

    kind: Kind
    source: str
    header: tuple[str, ...]
    rows: Sequence[Row]
    letters: tuple[str, ...] = ()
    header_row: int = 1
    notes: tuple[Problem, ...] = ()

    def where(self, number: int, index: int | None = None) -> str:
        """The place of a row, or of its cell in a column."""
        if index is None:
            return f"{self.source}:{number}"
        if self.letters:
            return f"{self.source}:{self.letters[index]}{number}"
        name = trimmed(self.header[index]) if index < len(self.header) else ""
        return f"{self.source}:{number}:{name or index + 1}"


class Heading(NamedTuple):
    """The columns that a table has, by their position; None where the header's cell names none."""

    columns: tuple[Column | None, ...]
    problems: tuple[Problem, ...]

    def position(self, name: str) -> int | None:
        """The position of a column, None where the table does not have it."""
        return next((i for i, column in enumerate(self.columns) if column and column.name == name), None)


def heading_name(text: str) -> str:
    """The name of a column as a header may write it: ``Valid from`` is ``valid_from``."""
    return "_".join(trimmed(text).casefold().replace("_", " ").replace("-", " ").split())


def read_heading(table: Table, *, undated: bool = False) -> Heading:
    """The columns of a table, and every fault of its header: unknown, doubled, missing.

    ``undated``: the column of the first day may be missing, because a statement tells it.
    """
    known = columns_by_name(table.kind)
    columns: list[Column | None] = []
    problems: list[Problem] = []
    for index, text in enumerate(table.header):
        name = heading_name(text)
        column = known.get(name)
        if column is None:
            problems.extend(_unknown(table, index, text))
        elif column in columns:
            fault = Fault("double_column", f"the column {name!r} stands here a second time", "leave one of them out")
            problems.append(fault.at(table.where(table.header_row, index)))
            column = None
        columns.append(column)
    given = {column.name for column in columns if column}
    for name in needed_columns(table.kind):
        if name not in given and not (undated and (table.kind.name, name) == ("step", "valid_from")):
            sentence = f"the table {table.kind.table} lacks the column {name!r}: {known[name].meaning}"
            problems.append(Problem("missing_column", table.where(table.header_row), sentence, "add it to the header"))
    return Heading(tuple(columns), tuple(problems))


def needed_columns(kind: Kind) -> tuple[str, ...]:
    """The columns without which no row of a kind can be read; things may leave out those they state elsewhere."""
    columns = columns_by_name(kind).values()
    if kind.is_thing:
        return (subject_column(kind).name,)
    return tuple(column.name for column in columns if column.required)


def find_kind(name: str, header: Iterable[str]) -> Kind | None:
    """The kind of a table: by its name, otherwise by the one table whose columns its header has; None: unknown."""
    named = TABLES.get(heading_name(name))
    if named is not None:
        return named
    given = {heading_name(text) for text in header if trimmed(text)}
    fitting = [kind for kind in table_kinds() if given and given <= set(columns_by_name(kind))]
    fitting = [kind for kind in fitting if set(needed_columns(kind)) <= given]
    fitting = [kind for kind in fitting if all(c.name in given for c in columns_by_name(kind).values() if c.required)]
    return fitting[0] if len(fitting) == 1 else None


def unknown_table(where: str, name: str, what: str) -> Problem:
    """The problem of a file or sheet that is no table: ``what`` says which of the two it is."""
    hint = did_you_mean(heading_name(name), TABLES)
    mend = hint or f"name the {what} after one of {', '.join(TABLES)}"
    return Problem("unknown_table", where, f"the {what} {name!r} is no table of Muster", mend)


def _unknown(table: Table, index: int, text: str) -> Iterable[Problem]:
    where = table.where(table.header_row, index)
    name = heading_name(text)
    if not name:
        filled = next((row for row in table.rows if index < len(row.cells) and not is_blank(row.cells[index])), None)
        if filled is not None:
            sentence = f"the column has no heading, but a cell in row {filled.number}"
            yield Problem("no_heading", where, sentence, "give it a heading, or empty it")
        return
    names = [column.name for column in columns_by_name(table.kind).values()]
    hint = did_you_mean(name, names)
    mend = hint or f"the table {table.kind.table} has {', '.join(names)}"
    yield Problem("unknown_column", where, f"{trimmed(text)!r} is no column of the table {table.kind.table}", mend)
