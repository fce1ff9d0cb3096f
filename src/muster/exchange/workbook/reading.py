"""A workbook into tables: each sheet a table, every cell with its address, nothing passed over in silence."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from muster.core.problem import Problem
from muster.exchange.cells import Cell, is_blank
from muster.exchange.columns import columns_by_name, subject_column
from muster.exchange.faults import Fault
from muster.exchange.sheets import Row, Table, find_kind, heading_name, unknown_table
from muster.exchange.workbook.archive import container_fault, damage
from muster.exchange.workbook.cells_of import CellStream, Oddities, bounds
from muster.ledger.kinds import TABLES, Kind

HELP_SHEET = "Help"
"""The sheet of a template that explains its columns; not read."""

LISTS_SHEET = "Lists"
"""The hidden sheet with the choices of the drop-downs; not read."""

SUFFIXES = (".xlsx", ".xlsm")
"""The endings of the workbooks that are read. Macros are neither run nor kept."""

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    InvalidFileException,
    KeyError,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
    NotImplementedError,
    EOFError,
    OSError,
)
_HEADER_WITHIN = 20


def read_workbook(path: Path, name: str, *, take_formula_values: bool = False) -> tuple[list[Table], list[Problem]]:
    """The tables of a workbook, called ``name`` in problems. Sheets whose name begins with ``_`` are left out."""
    fault = container_fault(path)
    if fault is not None:
        return [], [fault.at(name)]
    tables: list[Table] = []
    problems: list[Problem] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of openpyxl: about styles and extensions, which are not read
        try:
            workbook: Any = load_workbook(path, read_only=True, keep_links=False)
            try:
                for sheet in workbook.worksheets:
                    if sheet.title in (HELP_SHEET, LISTS_SHEET) or sheet.title.startswith("_"):
                        continue
                    table, faults = _Sheet(workbook, sheet, name).read(take_formula_values=take_formula_values)
                    tables += [table] if table is not None else []
                    problems += faults
            finally:
                workbook.close()
        except _BROKEN as error:
            return [], [damage(error).at(name)]
    if not tables and not problems:
        mend = f"name its sheets after the tables, such as {next(iter(TABLES))}"
        problems.append(Problem("empty_file", name, "the workbook holds no table", mend))
    return tables, problems


class _Sheet:
    """One sheet on its way to a table."""

    def __init__(self, workbook: Any, sheet: Any, name: str) -> None:  # noqa: ANN401 - openpyxl's own, untyped inside
        self._workbook = workbook
        self._sheet = sheet
        self._title = str(sheet.title)
        self._source = f"{name}:{self._title}"

    def read(self, *, take_formula_values: bool) -> tuple[Table | None, list[Problem]]:
        self._workbook.shared_strings_of_muster = self._sheet._shared_strings  # noqa: SLF001 - as its own reader does
        with self._sheet._get_source() as source:  # noqa: SLF001 - likewise
            stream = CellStream(source, self._workbook, take_formula_values=take_formula_values)
            rows = [Row(number, _in_columns(cells)) for number, cells in stream.rows()]
        if not rows:
            return None, []
        start = self._header_position(rows)
        width = max(len(row.cells) for row in rows)
        letters = tuple(get_column_letter(column) for column in range(1, width + 1))
        top = rows[start]
        header = tuple("" if isinstance(cell, Fault) or cell is None else str(cell) for cell in top.cells)
        kind = find_kind(self._title, header)
        if kind is None:
            return None, [unknown_table(self._source, self._title, "sheet")]
        problems = [
            cell.at(f"{self._source}:{letters[i]}{top.number}")
            for i, cell in enumerate(top.cells)
            if isinstance(cell, Fault)
        ]
        body = rows[start + 1 :]
        problems += self._merged(stream.oddities.merged, rows[start:])
        notes = tuple(self._notes(stream.oddities, rows[:start], letters))
        padded = header + ("",) * (width - len(header))
        return Table(kind, self._source, padded, body, letters, top.number, notes), problems

    def _header_position(self, rows: Sequence[Row]) -> int:
        """The position of the header: the first row that names the subject's column and another, else the first."""
        kinds = [TABLES[name] for name in [heading_name(self._title)] if name in TABLES] or list(TABLES.values())
        for position, row in enumerate(rows[:_HEADER_WITHIN]):
            names = {heading_name(cell) for cell in row.cells if isinstance(cell, str)}
            if any(_looks_like_header(names, kind) for kind in kinds):
                return position
        return 0

    def _merged(self, merged: Sequence[str], rows: Sequence[Row]) -> Iterator[Problem]:
        by_number = {row.number: row for row in rows} if merged else {}
        for ref in merged:
            first_column, first_row, _, _ = bounds(ref)
            row = by_number.get(first_row)
            if row is None or first_column > len(row.cells) or is_blank(row.cells[first_column - 1]):
                continue
            corner = f"{get_column_letter(first_column)}{first_row}"
            sentence = f"the cells {ref} are merged, so that only {corner} holds a value"
            yield Problem("merged_cells", f"{self._source}:{corner}", sentence, "unmerge them and fill in every cell")

    def _notes(self, oddities: Oddities, above: Sequence[Row], letters: Sequence[str]) -> Iterator[Problem]:
        if self._sheet.sheet_state != "visible":
            yield Problem("hidden_sheet", self._source, "the sheet is hidden; it was read like the others")
        if oddities.hidden_rows:
            count = len(oddities.hidden_rows)
            rows = f"{count} hidden row{'s were' if count > 1 else ' was'} read like the others"
            yield Problem("hidden_rows", f"{self._source}:{oddities.hidden_rows[0]}", rows)
        hidden = [letter for letter in oddities.hidden_columns if letter in letters]
        if hidden:
            listed = ", ".join(hidden)
            columns = (
                f"the hidden column{'s' if len(hidden) > 1 else ''} {listed} {'were' if hidden[1:] else 'was'} read"
            )
            yield Problem("hidden_columns", f"{self._source}:{hidden[0]}", columns)
        if above:
            yield Problem(
                "above_header", f"{self._source}:{above[0].number}", "what stands above the header was left out"
            )


def _looks_like_header(names: set[str], kind: Kind) -> bool:
    known = columns_by_name(kind)
    return subject_column(kind).name in names and len(names & set(known)) > 1


def _in_columns(cells: Sequence[tuple[int, Cell]]) -> tuple[Cell, ...]:
    """The cells by their columns from A on, None where there is none."""
    if all(position == column for position, (column, _) in enumerate(cells, start=1)):
        return tuple(value for _, value in cells)
    placed: list[Cell] = [None] * max(column for column, _ in cells)
    for column, value in cells:
        placed[column - 1] = value
    return tuple(placed)
