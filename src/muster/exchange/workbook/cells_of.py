"""The cells of one sheet, streamed: values as they are shown, and what cannot be read as faults in their place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import IO, Any, cast
from xml.etree.ElementTree import Element

from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet._reader import WorkSheetParser

from muster.exchange.cells import Cell
from muster.exchange.faults import Fault

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\[[^\]]*\]')
_ESCAPED = re.compile(r"_x00(0[9ADad])_")
_MOST_FORMULA = 40
_CUSTOM_FORMATS = 164


@dataclass(slots=True)
class Oddities:
    """What a sheet has besides cells: known once all rows have been read."""

    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)


class CellStream(WorkSheetParser):
    """Streams the rows of a sheet. Empty cells cost nothing, so that a million formatted ones do no harm."""

    def __init__(self, source: IO[bytes], workbook: Workbook, *, take_formula_values: bool) -> None:
        """Of a sheet's XML in a workbook opened for reading."""
        inner = cast("Any", workbook)
        super().__init__(
            source,
            inner.shared_strings_of_muster,
            data_only=False,
            epoch=workbook.epoch,
            date_formats=inner._date_formats,  # noqa: SLF001 - openpyxl offers no other way to what its own reader uses
            timedelta_formats=inner._timedelta_formats,  # noqa: SLF001 - likewise
        )
        self.oddities = Oddities()
        self._styles = inner._cell_styles  # noqa: SLF001 - likewise
        self._formats = inner._number_formats  # noqa: SLF001 - likewise
        self._take = take_formula_values
        self._shares: dict[int, bool] = {}

    def rows(self) -> Iterator[tuple[int, list[tuple[int, Cell]]]]:
        """The number of each row with the cells that hold something: position of the column from 1, and value."""
        for number, cells in self.parse():
            held = [cell for cell in cells if cell is not None]
            if held:
                yield number, cast("list[tuple[int, Cell]]", held)
        self._finish()

    def parse_row(self, row: Any) -> tuple[int, list[Any]]:  # noqa: ANN401 - as the base has it
        """A row: the attributes that its reader would keep are only looked at."""
        number, cells = super().parse_row(row)
        attributes = self.row_dimensions.pop(str(number), None)
        if attributes is not None and attributes.get("hidden") in ("1", "true"):
            self.oddities.hidden_rows.append(number)
        return number, cells

    def parse_cell(self, element: Element) -> Any:  # noqa: ANN401 - what the base returns is a dict, ours a pair
        """The position and value of a cell, None for an empty one."""
        if not len(element):
            if element.get("r") is None:
                self.col_counter += 1
            return None
        cell = super().parse_cell(element)
        value, kind = cell["value"], cell["data_type"]
        if kind == "f":
            value = self._formula(element, str(getattr(value, "text", value)))
        elif kind != "s" or not isinstance(value, str):
            value = self._typed(value, kind, int(cell["style_id"]))
        elif "_x00" in value:
            value = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
        return None if value is None else (cell["column"], value)

    def _formula(self, element: Element, formula: str) -> Cell:
        short = formula if len(formula) <= _MOST_FORMULA else f"{formula[:_MOST_FORMULA]}..."
        self.data_only = True
        cell = super().parse_cell(element)
        self.data_only = False
        stored = cell["value"] is not None
        if self._take and stored:
            return self._typed(cell["value"], cell["data_type"], int(cell["style_id"]))
        if self._take:
            mend = "open the workbook in a spreadsheet and save it, or type the value"
            return Fault("formula", f"the cell holds the formula {short} without a stored value", mend)
        mend = "type the value" + (", or read with --take-formula-values" if stored else "")
        return Fault("formula", f"the cell holds the formula {short}", mend)

    def _typed(self, value: object, kind: str, style: int) -> Cell:
        if kind == "e":
            return Fault("error_cell", f"the cell holds the error {value}", "mend the sheet, or type the value")
        if isinstance(value, time):
            return Fault("time_of_day", f"the cell holds a time of day ({value:%H:%M})", "write what belongs here")
        if isinstance(value, date):
            return shown_date(value, self._format(style))
        if isinstance(value, int | float) and not isinstance(value, bool) and style:
            share = self._shares.get(style)
            if share is None:
                share = self._shares[style] = "%" in _LITERAL.sub("", self._format(style))
            return f"{value * 100:.13g}%" if share else value
        return value if isinstance(value, str | int | float | bool | timedelta) else None

    def _format(self, style: int) -> str:
        number = int(self._styles[style].numFmtId)
        if number >= _CUSTOM_FORMATS and number - _CUSTOM_FORMATS < len(self._formats):
            return str(self._formats[number - _CUSTOM_FORMATS])
        return str(BUILTIN_FORMATS.get(number, "General"))

    def _finish(self) -> None:
        merged = self.merged_cells
        self.oddities.merged = [] if merged is None else [str(one.ref) for one in merged.mergeCell]
        for attributes in self.column_dimensions.values():
            if attributes.get("hidden") in ("1", "true"):
                first, last = int(attributes["min"]), min(int(attributes["max"]), int(attributes["min"]) + 100)
                self.oddities.hidden_columns += [get_column_letter(column) for column in range(first, last + 1)]


def shown_date(value: date, number_format: str) -> Cell:
    """A date as precisely as its format shows it: a month where no day is shown, a year where no month is."""
    letters = _LITERAL.sub("", number_format).casefold()
    if "d" in letters or "y" not in letters:
        return value
    day = value.date() if isinstance(value, datetime) else value
    month = "m" in letters
    first = day.day == 1 and (month or day.month == 1)
    if not first:
        shown = f"{day:%Y-%m}" if month else f"{day:%Y}"
        mend = "format the cell as a full date, or write the month or year as text"
        return Fault("hidden_day", f"the cell shows {shown}, but holds the day {day}", mend)
    return f"{day:%Y-%m}" if month else f"{day:%Y}"


def bounds(ref: str) -> tuple[int, int, int, int]:
    """The first column and row and the last column and row of a range of cells, from 1."""
    first_column, first_row, last_column, last_row = range_boundaries(ref)
    return first_column or 1, first_row or 1, last_column or 1, last_row or 1
