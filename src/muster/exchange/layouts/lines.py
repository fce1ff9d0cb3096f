"""The lines of a grid by a layout: each row, or each number of a matrix, with its values and where they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from muster.core.problem import Problem, did_you_mean
from muster.exchange.cells import Cell, is_blank
from muster.exchange.layouts.grids import Grid, column_of, letters_of, text_of
from muster.exchange.layouts.model import CELL, Across, Form, Layout, ReadAs, Reading, Source
from muster.exchange.layouts.values import value_reader
from muster.exchange.sheets import Row, heading_name

Reader = Callable[[Cell], Cell]
"""From a cell of theirs to a value."""


class Line(NamedTuple):
    """A row of a grid, or one number of a matrix: its values in the order of the layout's names."""

    sheet: Lined
    row: int
    column: int | None
    values: tuple[Cell, ...]

    def where(self, name: str = "") -> str:
        """The place of the row, or of the cell in which a named value stands."""
        return self.sheet.where(self, name)


@dataclass
class Lined:
    """A grid with its headings found: which column holds what."""

    grid: Grid
    layout: Layout
    headings: tuple[str, ...]
    below: int
    spots: dict[str, tuple[int | None, int | None]] = field(default_factory=dict)
    filled: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def where(self, line: Line, name: str) -> str:
        """The place of a value of a line. In ``spots`` None stands for the line's own row or column."""
        row, column = self.spots.get(name, (None, None))
        column = line.column if column is None else column
        row = line.row if row is None else row
        if column is None:
            return self.grid.place(row)
        row, column = self.filled.get((row, column), (row, column))
        heading = self.headings[column] if column < len(self.headings) else ""
        return self.grid.place(row, column, heading)

    def lines(self) -> Iterator[Line]:
        """The lines below the headings, without those that the layout skips."""
        reads = [(name, self._reader(name, source), source) for name, source in self.layout.columns.items()]
        skips = [(self.spots[one.column][1], one) for one in self.layout.sheet.skip]
        above: dict[str, tuple[tuple[int, int], Cell]] = {}
        across = self._across() if self.layout.form is Form.MATRIX else None
        for row in self.grid.after(self.below):
            if any(_skipped(row, column, one.text, one.begins) for column, one in skips):
                continue
            values = tuple(self._value(row, name, read, source, above) for name, read, source in reads)
            if across is None:
                yield Line(self, row.number, None, values)
                continue
            for column, over, number in across:
                cell = number(row.cells[column]) if column < len(row.cells) else None
                if cell is not None:
                    yield Line(self, row.number, column, (*values, *over, cell))

    def _value(
        self, row: Row, name: str, read: Reader, source: Source, above: dict[str, tuple[tuple[int, int], Cell]]
    ) -> Cell:
        _, column = self.spots.get(name, (None, None))
        if source.cell is not None or source.constant is not None or column is None:
            return read(None)
        value = read(row.cells[column]) if column < len(row.cells) else None
        if not source.fill_down:
            return value
        if value is None and name in above:
            self.filled[(row.number, column)], value = above[name]
        elif value is not None:
            above[name] = ((row.number, column), value)
        return value

    def _reader(self, name: str, source: Source) -> Reader:
        """What reads a column's cells; for a value that is the same everywhere, what gives it."""
        read = value_reader(source, name, self.layout)
        if source.constant is not None:
            fixed = read(None if source.constant == "" else source.constant)
            return lambda _: fixed
        if source.cell is not None:
            row, column = self.spots[name]
            held = read(self.grid.cell(row or 0, column or 0))
            return lambda _: held
        return read

    def _across(self) -> list[tuple[int, tuple[Cell, ...], Reader]]:
        """The columns of numbers: position, the values over it, and what reads its cells."""
        matrix = self.layout.matrix
        assert matrix is not None  # noqa: S101 - the form is matrix, as validating.py has seen to
        first = column_of(matrix.first)
        last = self.grid.width - 1 if matrix.last is None else column_of(matrix.last)
        left_out = {heading_name(text) for text in matrix.skip}
        reads = [(across, value_reader(across, name, self.layout)) for name, across in matrix.headings.items()]
        number = value_reader(Reading.model_validate({"as": ReadAs.NUMBER}), CELL, self.layout)
        found = []
        for column in range(first, last + 1):
            texts = [self._heading(across, column, first) for across, _ in reads]
            if any(heading_name(text_of(text)) in left_out for text in texts):
                continue
            if all(is_blank(text) for text in texts):
                continue
            found.append((column, tuple(read(text) for (_, read), text in zip(reads, texts, strict=True)), number))
        return found

    def _heading(self, across: Across, column: int, first: int) -> Cell:
        """The heading over a column in a row; where it is empty and merged, the one on its left."""
        for left in range(column, first - 1, -1):
            cell = self.grid.cell(across.row, left)
            if not is_blank(cell):
                self.filled[(across.row, column)] = (across.row, left)
                return cell
            if not across.merged:
                break
        return None


def line_up(grid: Grid, layout: Layout) -> tuple[Lined, list[Problem]]:
    """A grid with its headings found; what cannot be found is a problem at the place where it should stand."""
    rows, problems = _heading_rows(grid, layout)
    headings = tuple(joined_heading(grid, rows, column) for column in range(grid.width)) if rows else ()
    across = [one.row for one in layout.matrix.headings.values()] if layout.matrix else []
    lined = Lined(grid, layout, headings, max([*rows, *across], default=0))
    where = grid.place(rows[-1] if rows else 1)
    for name, source in layout.columns.items():
        if source.cell is not None:
            letters = source.cell.rstrip("0123456789")
            lined.spots[name] = (int(source.cell[len(letters) :]), column_of(letters))
        elif source.column is not None:
            lined.spots[name] = (None, column_of(source.column))
        elif source.heading is not None and rows:
            column = _find_heading(source.heading, headings)
            if isinstance(column, int):
                lined.spots[name] = (None, column)
            else:
                problems.append(Problem("no_such_heading", where, *column))
    if layout.matrix is not None:
        lined.spots |= {name: (one.row, None) for name, one in layout.matrix.headings.items()} | {CELL: (None, None)}
    return lined, problems


def _heading_rows(grid: Grid, layout: Layout) -> tuple[tuple[int, ...], list[Problem]]:
    """The numbers of the rows with the headings, the last of them next to the table."""
    place = layout.sheet
    if place.headings:
        return place.headings, []
    if place.find:
        wanted = {heading_name(text) for text in place.find}
        for row in grid.filled:
            if wanted <= {heading_name(text_of(cell)) for cell in row.cells}:
                return (row.number,), []
        listed = ", ".join(place.find)
        mend = "mend the key find in [sheet], or write headings = the number of the row"
        return (), [Problem("no_headings", grid.source, f"no row has the headings {listed}", mend)]
    if layout.matrix is not None:
        return (max(one.row for one in layout.matrix.headings.values()),), []
    first = next((row.number for row in grid.filled), 1)
    return (first,), []


def joined_heading(grid: Grid, rows: Sequence[int], column: int) -> str:
    """The heading of a column, counted from 0; of several rows joined by a stroke.

    An empty cell of the upper rows takes the text on its left.
    """
    parts: list[str] = []
    for row in rows:
        text = text_of(grid.cell(row, column))
        left = column
        while not text and row != rows[-1] and left > 0:
            left -= 1
            text = text_of(grid.cell(row, left))
        if text and text not in parts:
            parts.append(text)
    return " / ".join(parts)


def _find_heading(heading: str, headings: Sequence[str]) -> int | tuple[str, str]:
    """The column of a heading, or the sentence that says why there is none, and how to mend it."""
    named = [i for i, text in enumerate(headings) if heading_name(text) == heading_name(heading)]
    if len(named) == 1:
        return named[0]
    if named:
        columns = ", ".join(letters_of(column) for column in named)
        return f"the heading {heading!r} stands over the columns {columns}", 'name one of them by column = "A"'
    shown = [text for text in headings if text]
    return f"there is no heading {heading!r}", did_you_mean(
        heading, shown
    ) or f"there stand {', '.join(shown) or 'none'}"


def _skipped(row: Row, column: int | None, text: str | None, begins: str | None) -> bool:
    shown = text_of(row.cells[column]) if column is not None and column < len(row.cells) else ""
    if text is not None:
        return shown.casefold() == text.casefold()
    return begins is not None and shown.casefold().startswith(begins.casefold())
