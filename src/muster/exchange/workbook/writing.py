"""Tables into a workbook to fill in: protected headers with help, drop-downs from a hidden sheet, texts as texts.

Everything is written by type: a text never becomes a formula, a link or a number. Columns of dates, ids and texts are
formatted as text, so that a spreadsheet leaves ``2016-02`` and ``0012`` as they are typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from muster.core.errors import RefusedError
from muster.core.limits import NO_LIMITS
from muster.exchange.columns import Column, Form
from muster.exchange.export import ExportRow, ExportTable, Shown, number_text
from muster.exchange.texts import EXAMPLE, looks_like_a_formula
from muster.exchange.workbook.reading import HELP_SHEET, LISTS_SHEET
from muster.ledger.kinds import KINDS

Ids = Mapping[str, Sequence[str]]
"""For each kind of thing the ids to offer in drop-downs."""

Watcher = Callable[[int, int], None]
"""Told how far the writing has come: so many of so many rows."""

_NO_MOMENT = datetime(1980, 1, 1, tzinfo=UTC)
_MANY_ROWS = 20_000
_SPARE_ROWS = 2000
_LONGEST_CELL = 32_767
_MOST_DIGITS = 15
_LONGEST_HINT = 250
_LARGEST = 10**15
_NUMBERS = (Form.NUMBER, Form.WHOLE)
_ROWS_BETWEEN_WORDS = 1000
_MAY = dict.fromkeys(
    ("format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter"), True
)
_GUIDE = (
    "One row of a sheet is one statement of fact. A row says only what it has to say: leave the other cells empty.",
    "A change is a new row with the same id and a later valid_from. valid_last is the last day, and is included.",
    "Dates: 2016, 2016-02 or 2016-02-11, as precisely as they are known. Several values in one cell: separate with ;",
    f"Rows whose first cell begins with {EXAMPLE} are examples and are not read. Sheets beginning with _ are not read.",
    "Members may be written by id, by ISO code or by the country's name. Everything else is written by its id.",
    "quantity_is: exact (where empty), about, at_least, up_to, range (with quantity_to) or unstated.",
    "(cleared) in a cell: from the row's first day nothing is stated there any more.",
)


def write_workbook(
    target: Path,
    tables: Sequence[ExportTable],
    ids: Ids | None = None,
    *,
    created: datetime = _NO_MOMENT,
    watcher: Watcher | None = None,
) -> None:
    """Write tables into a new workbook, with the means to fill in more.

    ``created`` is the moment of creation that the file states: the same tables give the same bytes. Raises
    RefusedError for a text longer than a cell, OSError where the file cannot be written.
    """
    _check_lengths(tables)
    rows = sum(len(table.rows) for table in tables)
    options = {
        "constant_memory": rows > _MANY_ROWS,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": False,
    }
    workbook = xlsxwriter.Workbook(str(target), options)
    workbook.set_properties({"created": created})
    styles = _Styles(workbook)
    help_sheet = workbook.add_worksheet(HELP_SHEET)
    sheets = {table.kind.name: workbook.add_worksheet(table.kind.table) for table in tables}
    lists = _Lists(workbook, ids or {}, set(sheets))
    _write_help(help_sheet, tables, styles)
    done = 0
    for table in tables:
        sheet = sheets[table.kind.name]
        _set_up(sheet, table, styles, lists)
        for position, row in enumerate(table.rows, start=1):
            if watcher is not None and done % _ROWS_BETWEEN_WORDS == 0:
                watcher(done, rows)
            done += 1
            _write_row(sheet, position, table, row, styles)
    lists.write(styles)
    try:
        workbook.close()
    except XlsxWriterException as error:
        raise OSError(*error.args) from error


class _Styles:
    """The formats of a workbook."""

    def __init__(self, workbook: Workbook) -> None:
        self.header = _format(workbook, bold=True, bg_color="#DCE6F1", border=1, locked=True)
        self.needed = _format(workbook, bold=True, bg_color="#B8CCE4", border=1, locked=True)
        self.text = _format(workbook, num_format="@", locked=False)
        self.quoted = _format(workbook, num_format="@", locked=False, quote_prefix=True)
        self.number = _format(workbook, locked=False)
        self.example = _format(workbook, num_format="@", locked=False, italic=True, font_color="#7F7F7F")
        self.example_number = _format(workbook, locked=False, italic=True, font_color="#7F7F7F")
        self.wrapped = _format(workbook, text_wrap=True, valign="top")


class _Lists:
    """The hidden sheet from which drop-downs take their choices."""

    def __init__(self, workbook: Workbook, ids: Ids, sheets: set[str]) -> None:
        self._workbook = workbook
        self._ids = ids
        self._sheets = sheets
        self._columns: list[tuple[str, tuple[str, ...]]] = []
        self._names: dict[tuple[str, ...], str] = {}

    def source(self, column: Column) -> str | None:
        """Where a drop-down takes its choices: a name over the hidden sheet, the ids of another sheet, None."""
        if column.form is Form.CHOICE:
            return self._named(column.choices)
        if column.form is Form.FLAG:
            return self._named(("yes", "no"))
        if column.form is not Form.ID or not column.ref:
            return None
        known = tuple(self._ids.get(column.ref, ()))
        if known:
            return self._named(known)
        return f"={KINDS[column.ref].table}!$A$2:$A${_SPARE_ROWS}" if column.ref in self._sheets else None

    def write(self, styles: _Styles) -> None:
        """Write the choices, hide the sheet and protect it."""
        sheet = self._workbook.add_worksheet(LISTS_SHEET)
        rows = max((len(choices) for _, choices in self._columns), default=0)
        for position in range(rows + 1):
            for index, (name, choices) in enumerate(self._columns):
                text = name if position == 0 else choices[position - 1] if position <= len(choices) else None
                if text is not None:
                    sheet.write_string(position, index, text, styles.text)
        sheet.protect()
        sheet.hide()

    def _named(self, choices: tuple[str, ...]) -> str:
        if choices not in self._names:
            name = f"list_{len(self._columns) + 1}"
            letters = xlsxwriter.utility.xl_col_to_name(len(self._columns), col_abs=True)
            self._columns.append((name, choices))
            self._names[choices] = name
            self._workbook.define_name(name, f"={LISTS_SHEET}!{letters}$2:{letters}${len(choices) + 1}")
        return f"={self._names[choices]}"


def _format(workbook: Workbook, **properties: object) -> Format:
    return workbook.add_format(properties)


def _set_up(sheet: Worksheet, table: ExportTable, styles: _Styles, lists: _Lists) -> None:
    """The header with its help, widths, drop-downs and protection of a sheet."""
    last = len(table.rows) + _SPARE_ROWS
    for index, column in enumerate(table.columns):
        style = styles.number if column.form in _NUMBERS else styles.text
        sheet.set_column(index, index, max(12, min(len(column.name) + 4, 24)), style)
        sheet.write_string(0, index, column.name, styles.needed if column.required else styles.header)
        sheet.write_comment(0, index, help_text(column), {"x_scale": 2, "y_scale": 1.2})
        rule = _rule(column, lists)
        if rule is not None:
            sheet.data_validation(1, index, last, index, rule)
    sheet.freeze_panes(1, 1)
    sheet.protect("", _MAY)


def help_text(column: Column) -> str:
    """What a column means, in which form and unit it is filled in, from which choices."""
    parts = [column.meaning[:1].upper() + column.meaning[1:] + ".", f"Holds: {column.form}."]
    if column.unit:
        parts.append(f"Unit: {column.unit}.")
    if column.limits != NO_LIMITS:
        parts.append(f"Can be: {column.limits}.")
    if column.ref:
        parts.append(f"As in the sheet {KINDS[column.ref].table}.")
    if column.choices:
        parts.append(f"One of: {', '.join(column.choices)}.")
    if column.required:
        parts.append("Needed.")
    return "\n".join(parts)


def _rule(column: Column, lists: _Lists) -> dict[str, object] | None:
    """The rule for what may be typed into a column, None where anything may."""
    hint = help_text(column).replace("\n", " ")
    shown = {
        "input_title": column.name[:32],
        "input_message": hint if len(hint) <= _LONGEST_HINT else f"{hint[: _LONGEST_HINT - 3]}...",
        "ignore_blank": True,
    }
    source = lists.source(column)
    if source is not None:
        kind = "stop" if column.form in (Form.CHOICE, Form.FLAG) else "information"
        wrong = {"error_type": kind, "error_title": column.name[:32], "error_message": "Choose from the list."}
        return {"validate": "list", "source": source, **shown, **wrong}
    if column.form in _NUMBERS:
        validate = "integer" if column.form is Form.WHOLE else "decimal"
        least, most = column.limits.least or 0, column.limits.most or _LARGEST
        can_be = "not below zero" if column.limits == NO_LIMITS else f"{column.limits}"
        wrong = {"error_title": column.name[:32], "error_message": f"Write a number, {can_be}."}
        return {"validate": validate, "criteria": "between", "minimum": least, "maximum": most, **shown, **wrong}
    return {"validate": "any", **shown}


def _write_row(sheet: Worksheet, position: int, table: ExportTable, row: ExportRow, styles: _Styles) -> None:
    example = str(row.get(table.columns[0].name, "")).startswith(EXAMPLE)
    for index, column in enumerate(table.columns):
        value = row.get(column.name)
        if value is None:
            continue
        if isinstance(value, str) or _digits(value) > _MOST_DIGITS:
            text = value if isinstance(value, str) else number_text(value)
            style = styles.quoted if looks_like_a_formula(text) else styles.text
            sheet.write_string(position, index, text, styles.example if example else style)
        else:
            sheet.write_number(position, index, float(value), styles.example_number if example else styles.number)


def _check_lengths(tables: Iterable[ExportTable]) -> None:
    for table in tables:
        for position, row in enumerate(table.rows, start=2):
            for name, value in row.items():
                if isinstance(value, str) and len(value) > _LONGEST_CELL:
                    sentence = f"the text of {table.kind.table}, row {position}, {name} has {len(value):,} characters"
                    message = f"{sentence}, more than a cell can hold; export to CSV instead"
                    raise RefusedError(message)


def _digits(value: Shown) -> int:
    return len(Decimal(value).normalize().as_tuple().digits) if isinstance(value, int | Decimal) else 0


def _write_help(sheet: Worksheet, tables: Iterable[ExportTable], styles: _Styles) -> None:
    sheet.set_column(0, 1, 22)
    sheet.set_column(2, 2, 100)
    position = 0
    for line in _GUIDE:
        sheet.write_string(position, 0, line)
        position += 1
    position += 1
    for index, heading in enumerate(("sheet", "column", "what it holds")):
        sheet.write_string(position, index, heading, styles.header)
    for table in tables:
        for column in table.columns:
            position += 1
            sheet.write_string(position, 0, table.kind.table)
            sheet.write_string(position, 1, column.name)
            sheet.write_string(position, 2, help_text(column).replace("\n", " "), styles.wrapped)
    sheet.protect("", _MAY)
