"""The sheets of a workbook as they stand, for layouts: rows of cells, merged cells known, nothing taken for a table."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from muster.core.problem import Problem
from muster.exchange.cells import Cell
from muster.exchange.sheets import Row
from muster.exchange.workbook.archive import container_fault, damage
from muster.exchange.workbook.cells_of import CellStream, bounds

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    InvalidFileException,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    NotImplementedError,
    EOFError,
    OSError,
)

Spot = tuple[int, int]
"""The number of a row and the position of a column, counted from 0."""


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """A sheet: every cell of a merged range holds the value of its first one, which ``anchors`` tells."""

    title: str
    rows: list[Row]
    anchors: dict[Spot, Spot] = field(default_factory=dict)


def read_plain(path: Path, name: str, *, take_formula_values: bool = False) -> tuple[list[PlainSheet], list[Problem]]:
    """The sheets of a workbook, called ``name`` in problems; hidden ones as well, empty ones left out."""
    fault = container_fault(path)
    if fault is not None:
        return [], [fault.at(name)]
    sheets: list[PlainSheet] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of openpyxl: about styles and extensions, which are not read
        try:
            workbook: Any = load_workbook(path, read_only=True, keep_links=False)
            try:
                sheets = [_sheet(workbook, sheet, take_formula_values) for sheet in workbook.worksheets]
            finally:
                workbook.close()
        except _BROKEN as error:
            return [], [damage(error).at(name)]
    return [sheet for sheet in sheets if sheet.rows], []


def _sheet(workbook: Any, sheet: Any, take_formula_values: bool) -> PlainSheet:  # noqa: ANN401, FBT001 - openpyxl's own
    workbook.shared_strings_of_muster = sheet._shared_strings  # noqa: SLF001 - as its own reader does
    with sheet._get_source() as source:  # noqa: SLF001 - likewise
        stream = CellStream(source, workbook, take_formula_values=take_formula_values)
        rows = {number: dict(cells) for number, cells in stream.rows()}
    width = max((max(cells) for cells in rows.values()), default=0)
    anchors = dict(_filled(rows, stream.oddities.merged, width))
    return PlainSheet(str(sheet.title), [Row(number, _in_columns(cells)) for number, cells in rows.items()], anchors)


def _filled(rows: dict[int, dict[int, Cell]], merged: Sequence[str], width: int) -> Iterator[tuple[Spot, Spot]]:
    """Fill merged ranges, inside what the sheet uses, with the value of their first cell."""
    for ref in merged:
        left, top, right, bottom = bounds(ref)
        value = rows.get(top, {}).get(left)
        if value is None:
            continue
        for number in range(top, min(bottom, max(rows)) + 1):
            for column in range(left, min(right, max(width, left)) + 1):
                if (number, column) != (top, left) and number in rows:
                    rows[number][column] = value
                    yield (number, column - 1), (top, left - 1)


def _in_columns(cells: dict[int, Cell]) -> tuple[Cell, ...]:
    return tuple(cells.get(column) for column in range(1, max(cells) + 1))
