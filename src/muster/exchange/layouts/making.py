"""A layout applied: the rows of somebody's sheet become rows of our tables, each cell with its place in their file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from muster.core.members import Member
from muster.core.problem import Problem
from muster.exchange.cells import Cell
from muster.exchange.columns import Form as ColumnForm
from muster.exchange.columns import columns_by_name, subject_column
from muster.exchange.faults import Fault, Faults
from muster.exchange.layouts.grids import Grid
from muster.exchange.layouts.lines import Line, line_up
from muster.exchange.layouts.model import Complete, Layout
from muster.exchange.layouts.templates import Template, template
from muster.exchange.sheets import Row, Table
from muster.ledger.kinds import KINDS, TABLES, Kind
from muster.ledger.snapshot import Snapshot

Fill = Callable[[Sequence[Cell]], Cell]
"""From the values of a line to a cell."""

_SAME_EVERYWHERE = frozenset({"statement", "marking", "on_behalf_of", "valid_from", "valid_last"})


@dataclass(frozen=True, slots=True)
class LaidTable(Table):
    """A table made by a layout. Its rows are numbered by their line, so that places are those of the user's file."""

    lines: Sequence[Line] = field(kw_only=True)
    names: tuple[str, ...] = field(kw_only=True)

    def where(self, number: int, index: int | None = None) -> str:
        """The place, in the user's file, of the row or of the cell from which a cell was made."""
        line = self.lines[number - 1]
        return line.where(self.names[index] if index is not None and index < len(self.names) else "")


@dataclass(frozen=True, slots=True)
class _Maker:
    """A row to be made of each line: the columns, what fills them, and whether they are made at all."""

    kind: Kind
    columns: Mapping[str, Template]
    fills: tuple[Fill, ...]
    only_if: Fill | None
    if_absent: bool


def apply_layout(layout: Layout, sheets: Sequence[Grid], snapshot: Snapshot) -> tuple[list[Table], list[Problem]]:
    """Our tables from the sheets of the user's files, and every problem on the way.

    ``snapshot`` is the book before: what a row becomes *if absent* is left out where the book has it. Where the layout
    declares the tables complete, the result is to be read with ``complete_series``. Where the layout still has to be
    filled in there are no tables, only problems.
    """
    faults = Faults()
    empty = list(_left_empty(layout))
    faults.extend(empty)
    lines = list(_lines(layout, _chosen(layout, sheets, faults), faults))
    if layout.complete is not None:
        lines = _by_day(lines, layout, layout.complete, faults)
    makers = list(_makers(layout))
    rows = _made(makers, lines, layout, snapshot, faults)
    if not lines and not faults:
        files = ", ".join(dict.fromkeys(grid.source for grid in sheets)) or "the file"
        faults.add(Problem("no_rows", files, f"the layout {layout.source} finds no row to read"))
    source = ", ".join(dict.fromkeys(line.sheet.grid.source for line in lines)) or layout.source
    tables: list[Table] = [
        LaidTable(
            maker.kind,
            source,
            tuple(maker.columns),
            made,
            lines=lines,
            names=tuple(filled.first for filled in maker.columns.values()),
        )
        for maker, made in zip(makers, rows, strict=True)
        if made and not empty
    ]
    return tables, list(faults.all())


def _left_empty(layout: Layout) -> Iterator[Problem]:
    """The constants that somebody still has to fill in, where a cell is made of them."""
    used = {name for maker in _makers(layout) for filled in maker.columns.values() for name in filled.names}
    for name, source in layout.columns.items():
        if source.constant == "" and name in used:
            where = f"{layout.source}:columns.{name}.constant"
            yield Problem("empty_constant", where, f"{{{name}}} is still empty", "write it in the layout")


def _chosen(layout: Layout, sheets: Sequence[Grid], faults: Faults) -> list[Grid]:
    """The sheets that the layout reads: of each file the named one, or the first."""
    chosen = []
    by_file: dict[str, list[Grid]] = {}
    for grid in sheets:
        by_file.setdefault(grid.file, []).append(grid)
    for file, grids in by_file.items():
        name = layout.sheet.name
        found = [grid for grid in grids if name is None or not grid.sheet or grid.sheet == name]
        if found:
            chosen.append(found[0])
        else:
            listed = ", ".join(grid.sheet for grid in grids)
            mend = f"it has {listed}: mend the key name in [sheet]"
            faults.add(Problem("no_such_sheet", file, f"the file has no sheet {name!r}", mend))
    return chosen


def _lines(layout: Layout, grids: Sequence[Grid], faults: Faults) -> Iterator[Line]:
    for grid in grids:
        lined, problems = line_up(grid, layout)
        faults.extend(problems)
        if not problems:
            yield from lined.lines()


def _by_day(lines: list[Line], layout: Layout, complete: Complete, faults: Faults) -> list[Line]:
    """The lines in the order of the days as of which their tables are complete."""
    on = template(complete.on)
    fill = on.filler(layout.known_names)
    dated: list[tuple[str, Line]] = []
    for line in lines:
        day = fill(line.values)
        try:
            if isinstance(day, Fault):
                faults.add(day.at(line.where(on.first)))
            else:
                dated.append((date.fromisoformat(str(day)).isoformat(), line))
        except ValueError:
            sentence = f"the day of a complete table is {day or 'empty'}, not a full day"
            mend = f'write a full day, or month = "last" in columns.{on.first} of the layout'
            faults.add(Problem("no_full_day", line.where(on.first), sentence, mend))
    return [line for _, line in sorted(dated, key=lambda pair: pair[0])]


def _makers(layout: Layout) -> Iterator[_Maker]:
    """What each line becomes, in the order of the layout; the statements of complete tables first."""
    complete, order = layout.complete, layout.known_names
    everywhere: dict[str, Template] = {"marking": template(layout.marking)} if layout.marking else {}
    if complete is not None:
        own = {"id": complete.statement, "said_on": complete.on, "channel": "table"}
        own |= {"series": complete.series, "complete_on": complete.on}
        columns = {name: template(text) for name, text in own.items()} | complete.templates
        yield _maker(KINDS["statement"], everywhere | columns, order, if_absent=True)
    for make in layout.makes:
        kind = TABLES[make.table]
        usual = dict(everywhere)
        if complete is not None:
            usual["statement"] = template(complete.statement)
            if kind.name == "step":
                usual["valid_from"] = template(complete.on)
        yield _maker(kind, usual | make.templates, order, only_if=make.only_if, if_absent=make.if_absent)


def _maker(
    kind: Kind, columns: Mapping[str, Template], order: Sequence[str], *, only_if: str = "", if_absent: bool = False
) -> _Maker:
    subject = subject_column(kind).name
    ordered = {subject: columns[subject]} | dict(columns)
    fills = tuple(filled.filler(order) for filled in ordered.values())
    condition = template(only_if).filler(order) if only_if else None
    return _Maker(kind, ordered, fills, condition, if_absent)


def _made(
    makers: Sequence[_Maker], lines: Sequence[Line], layout: Layout, snapshot: Snapshot, faults: Faults
) -> list[list[Row]]:
    """The rows of each maker, line by line. A line with a fault makes nothing, and each fault is told once."""
    rows: list[list[Row]] = [[] for _ in makers]
    brought = [_Brought(maker, snapshot) for maker in makers]
    told: set[Problem] = set()
    for number, line in enumerate(lines, start=1):
        made: list[tuple[Cell, ...] | None] = []
        for maker in makers:
            cells = _cells(maker, line)
            made.append(cells)
            for index, cell in enumerate(cells or ()):
                if isinstance(cell, Fault):
                    problem = cell.at(line.where(_first(maker, index, line, layout)))
                    if problem not in told:
                        told.add(problem)
                        faults.add(problem)
        if any(isinstance(cell, Fault) for cells in made for cell in cells or ()):
            continue
        for one, cells, collected in zip(brought, made, rows, strict=True):
            if cells is not None and one.is_new(cells, line, faults):
                collected.append(Row(number, cells))
    return rows


def _cells(maker: _Maker, line: Line) -> tuple[Cell, ...] | None:
    """The cells of the row that a line becomes, None where it is not to be made."""
    values = line.values
    if maker.only_if is not None and maker.only_if(values) is None:
        return None
    return tuple([fill(values) for fill in maker.fills])


def _first(maker: _Maker, index: int, line: Line, layout: Layout) -> str:
    """The name of the value that is faulty in a cell: of several the first with a fault."""
    filled = list(maker.columns.values())[index]
    order = layout.known_names
    faulty = (name for name in filled.names if isinstance(line.values[order.index(name)], Fault))
    return next(faulty, filled.first)


class _Brought:
    """What a maker has made so far: a thing is made once, and not at all where the book has it."""

    def __init__(self, maker: _Maker, snapshot: Snapshot) -> None:
        self._maker = maker
        self._kind = maker.kind
        self._made: dict[Cell, tuple[Cell, ...]] = {}
        self._seen: set[tuple[Cell, ...]] = set()
        self._there: set[Cell] = set()
        if maker.if_absent:
            self._there = set(snapshot.ids(maker.kind.name))
            if maker.kind.name == "member":
                self._there |= {one.iso3 for one in snapshot.things(Member, date.max).values() if one.iso3}
        known = columns_by_name(maker.kind)
        self._telling = [
            (index, name)
            for index, name in enumerate(maker.columns)
            if name not in _SAME_EVERYWHERE and known[name].form is not ColumnForm.TEXT
        ]

    def is_new(self, cells: tuple[Cell, ...], line: Line, faults: Faults) -> bool:
        """Whether the row is to stand in the table; that one id means two things is a fault."""
        if not self._kind.is_thing:
            return True
        if not self._maker.if_absent:
            new = cells not in self._seen
            self._seen.add(cells)
            return new
        subject = cells[0]
        if subject in self._there:
            return False
        before = self._made.get(subject)
        if before is None or subject is None:
            self._made[subject] = cells
            return True
        if before is not cells and before != cells:
            self._compare(before, cells, line, faults)
        return False

    def _compare(self, before: tuple[Cell, ...], cells: tuple[Cell, ...], line: Line, faults: Faults) -> None:
        for index, name in self._telling:
            if self._kind.name != "statement" and cells[index] != before[index]:
                sentence = f"the {self._kind.name} {cells[0]} has {name} {cells[index]} here and {before[index]} above"
                where = line.where(self._maker.columns[name].first)
                mend = "let its id in the layout tell the two apart, or mend the row"
                faults.add(Problem("one_id_for_two", where, sentence, mend))
