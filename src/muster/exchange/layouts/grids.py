"""A sheet as somebody made it: rows of cells, and nothing said yet of what they mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from muster.exchange.cells import Cell, is_blank
from muster.exchange.faults import Fault
from muster.exchange.sheets import Row
from muster.exchange.texts import trimmed

_LETTERS = 26


@dataclass(frozen=True)
class Grid:
    """One sheet of a file, or a CSV file (its ``sheet`` is empty). Rows keep their numbers; empty ones may be absent.

    ``anchors`` tell of a cell in a merged range which cell it has its value from: (row, column counted from 0).
    """

    file: str
    rows: Sequence[Row]
    sheet: str = ""
    anchors: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """The file, or the file and the sheet, as problems name them."""
        return f"{self.file}:{self.sheet}" if self.sheet else self.file

    def place(self, row: int, column: int | None = None, heading: str = "") -> str:
        """The place of a row or a cell: ``pledges.xlsx:Sheet1:C14``, in a CSV file ``tcc.csv:14:count``."""
        if column is None:
            return f"{self.source}:{row}"
        if self.sheet:
            row, column = self.anchors.get((row, column), (row, column))
            return f"{self.source}:{letters_of(column)}{row}"
        return f"{self.source}:{row}:{heading or column + 1}"

    def cell(self, row: int, column: int) -> Cell:
        """The cell of a numbered row in a column counted from 0; None where there is none."""
        found = self._by_number.get(row)
        return None if found is None or column >= len(found.cells) else found.cells[column]

    @cached_property
    def width(self) -> int:
        """How many columns have something in them."""
        return max((len(row.cells) for row in self.rows), default=0)

    @cached_property
    def filled(self) -> Sequence[Row]:
        """The rows that have something in them."""
        return [row for row in self.rows if not all(is_blank(cell) for cell in row.cells)]

    def after(self, number: int) -> Iterator[Row]:
        """The filled rows below a numbered one."""
        return (row for row in self.filled if row.number > number)

    @cached_property
    def _by_number(self) -> dict[int, Row]:
        return {row.number: row for row in self.rows}


def text_of(cell: Cell) -> str:
    """A cell as a heading or a text: trimmed, on one line, numbers without an idle fraction, faults as nothing."""
    if cell is None or isinstance(cell, Fault):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(trimmed(str(cell)).split())


def letters_of(column: int) -> str:
    """The letters of a column counted from 0: A, B … Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_of(letters: str) -> int:
    """The column, counted from 0, that letters name."""
    number = 0
    for letter in letters:
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number - 1
