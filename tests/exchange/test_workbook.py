"""Workbooks as people fill them in: every cell with its address, read right or named."""

import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from muster.core.problem import Problem
from muster.exchange.formats import read_files
from muster.exchange.sheets import Table
from muster.exchange.tables import read_tables
from muster.exchange.workbook.cells_of import shown_date
from muster.exchange.workbook.reading import read_workbook
from tests.builders import draft, relief

STEPS = ("contribution", "word", "quantity", "valid_from", "note")


def workbook(path: Path, fill: Callable[[Any, Any], None], sheet: str = "steps", **options: Any) -> Path:
    """A workbook with one sheet, filled by a function of workbook and sheet, below the header of steps."""
    book = xlsxwriter.Workbook(str(path), options)
    page = book.add_worksheet(sheet)
    page.write_row(0, 0, STEPS)
    fill(book, page)
    book.close()
    return path


def opened(path: Path, **how: Any) -> tuple[list[Table], list[str], list[str]]:
    """The tables of a workbook, and the lines about it: problems and notes."""
    tables, problems = read_workbook(path, path.name, **how)
    return tables, [str(one) for one in problems], [str(note) for table in tables for note in table.notes]


def faults(path: Path, **how: Any) -> list[str]:
    """The lines about a workbook that is read into the book of the relief operation."""
    tables, problems = read_files([path], **how)
    return [str(one) for one in read_tables(tables, relief().snapshot(), problems=problems).problems]


def patched(path: Path, part: str, change: Callable[[str], str]) -> Path:
    """The workbook with one of its parts changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_cells_are_read_as_they_are_shown(tmp_path: Path) -> None:
    def fill(book: Any, page: Any) -> None:
        page.write_row(1, 0, ["C1", "pledged", 60, None, "=not a formula"])
        page.write_datetime(1, 3, datetime(2016, 2, 1), book.add_format({"num_format": "yyyy-mm-dd"}))  # noqa: DTZ001
        page.write_string(1, 4, "=not a formula")
        page.write_datetime(2, 3, datetime(2016, 2, 1), book.add_format({"num_format": "mmm yyyy"}))  # noqa: DTZ001
        page.write_datetime(3, 3, datetime(2016, 1, 1), book.add_format({"num_format": "yyyy"}))  # noqa: DTZ001
        page.write_number(4, 2, 0.755, book.add_format({"num_format": '0.0"%"'}))
        page.write_number(5, 2, 0.755, book.add_format({"num_format": "0.0%"}))
        page.write_boolean(6, 4, True)  # noqa: FBT003 - the library takes it so
        page.write_string(7, 4, "_x0041_ as typed")

    (table,), problems, notes = opened(workbook(tmp_path / "in.xlsx", fill))
    assert (problems, notes) == ([], [])
    assert [row.cells for row in table.rows] == [
        ("C1", "pledged", 60, datetime(2016, 2, 1), "=not a formula"),  # noqa: DTZ001 - spreadsheets know no zone
        (None, None, None, "2016-02"),
        (None, None, None, "2016"),
        (None, None, 0.755),
        (None, None, "75.5%"),
        (None, None, None, None, True),
        (None, None, None, None, "_x0041_ as typed"),
    ]
    assert (table.kind.name, table.where(2, 3), table.where(7)) == ("step", "in.xlsx:steps:D2", "in.xlsx:steps:7")


def test_a_date_is_as_precise_as_its_format() -> None:
    day = date(2016, 2, 11)
    assert shown_date(day, "dd/mm/yyyy") == day
    assert shown_date(day, '[$-409]mmmm d, yyyy;@"y"') == day
    assert str(shown_date(day, "mmm yy")) == (
        "Fault(name='hidden_day', sentence='the cell shows 2016-02, but holds the day 2016-02-11', "
        "mend='format the cell as a full date, or write the month or year as text')"
    )
    assert shown_date(date(2016, 1, 1), "yyyy") == "2016"


@pytest.mark.parametrize("epoch", [False, True])
def test_the_days_of_1904_are_read_right(tmp_path: Path, *, epoch: bool) -> None:
    def fill(book: Any, page: Any) -> None:
        page.write_datetime(1, 3, datetime(2016, 2, 29), book.add_format({"num_format": "dd.mm.yyyy"}))  # noqa: DTZ001

    (table,), _, _ = opened(workbook(tmp_path / "in.xlsx", fill, date_1904=epoch))
    assert table.rows[0].cells[3] == datetime(2016, 2, 29)  # noqa: DTZ001 - spreadsheets know no zone


def test_errors_formulas_and_times_are_named_at_their_cells(tmp_path: Path) -> None:
    def fill(book: Any, page: Any) -> None:
        page.write_row(1, 0, ["C1", "pledged"])
        page.write_formula("C2", "=SUM(A1:A9)+1", None, 60)
        page.write_datetime("D2", time(14, 30), book.add_format({"num_format": "hh:mm"}))
        page.write_row(2, 0, ["C1", "offered"])
        page.write_formula("C3", "=1/0", None, "#DIV/0!")
        page.write_string("D3", "2026-01-01")
        page.write_formula("E3", '="a"&"very long formula that goes on and on and on"', None, "")
        page.write_row(3, 0, ["C1", "committed", "1,200", "03/04/2026"])
        page.write_row(4, 0, ["C1", "in_place", "#N/A", 46142])

    path = workbook(tmp_path / "in.xlsx", fill)
    assert faults(path) == [
        (
            "in.xlsx:steps:C2: the cell holds the formula =SUM(A1:A9)+1; type the value, or read with "
            "--take-formula-values"
        ),
        "in.xlsx:steps:D2: the cell holds a time of day (14:30); write what belongs here",
        "in.xlsx:steps:C3: the cell holds the formula =1/0; type the value, or read with --take-formula-values",
        'in.xlsx:steps:E3: the cell holds the formula ="a"&"very long formula that goes on and...; type the value',
        (
            "in.xlsx:steps:C4: '1,200' can be read as 1.2 or as 1200; write 1200 without a mark, or say how the "
            "file writes "
            "numbers, as with --locale de"
        ),
        (
            "in.xlsx:steps:D4: '03/04/2026' can be 2026-04-03 or 2026-03-04; write it in one of these ways, or "
            "say how the "
            "file writes dates, as with --locale de"
        ),
        "in.xlsx:steps:C5: the cell holds the error #N/A; mend the sheet, or type the value",
        (
            "in.xlsx:steps:D5: 46142 is a number, not a date; as a spreadsheet counts days it would be "
            "2026-04-30; format "
            "the cell as a date"
        ),
    ]
    taken = faults(path, take_formula_values=True)
    assert taken[1:3] == [
        "in.xlsx:steps:C3: the cell holds the error #DIV/0!; mend the sheet, or type the value",
        (
            'in.xlsx:steps:E3: the cell holds the formula ="a"&"very long formula that goes on and... without a stored '
            "value; open the workbook in a spreadsheet and save it, or type the value"
        ),
    ]


def test_a_formula_s_stored_value_is_taken_where_that_is_asked_for(tmp_path: Path) -> None:
    def fill(book: Any, page: Any) -> None:
        page.write_row(1, 0, ["C1", "pledged"])
        page.write_formula("C2", "=30*2", None, 60)
        page.write_formula("D2", "=DATE(2026,1,1)", book.add_format({"num_format": "yyyy-mm-dd"}), 46023)
        page.write_formula("E2", '="a"&"b"', None, "ab")

    (table,), problems, _ = opened(workbook(tmp_path / "in.xlsx", fill), take_formula_values=True)
    assert problems == []
    assert table.rows[0].cells == ("C1", "pledged", 60, datetime(2026, 1, 1), "ab")  # noqa: DTZ001


def test_merged_cells_are_named_where_they_hide_values(tmp_path: Path) -> None:
    def fill(_book: Any, page: Any) -> None:
        page.merge_range("A2:A4", "C1")
        page.merge_range("C2:C3", 60)
        page.merge_range("F9:G9", "")
        page.write_column("B2", ["pledged", "offered", "committed"])
        page.write_column("D2", ["2026-01-01"] * 3)

    assert faults(workbook(tmp_path / "in.xlsx", fill)) == [
        (
            "in.xlsx:steps:A2: the cells A2:A4 are merged, so that only A2 holds a value; unmerge them and fill "
            "in every "
            "cell"
        ),
        (
            "in.xlsx:steps:C2: the cells C2:C3 are merged, so that only C2 holds a value; unmerge them and fill "
            "in every "
            "cell"
        ),
        "in.xlsx:steps:A3: contribution is missing; it is the contribution it belongs to",
        "in.xlsx:steps:A4: contribution is missing; it is the contribution it belongs to",
    ]


def test_what_is_hidden_is_read_and_said(tmp_path: Path) -> None:
    def fill(book: Any, page: Any) -> None:
        page.write_row(1, 0, ["C1", "pledged", 60, "2026-01-01"])
        page.write_row(2, 0, ["C1", "offered", 60, "2026-01-01"])
        page.set_row(2, options={"hidden": True})
        page.set_column("E:E", options={"hidden": True})
        hidden = book.add_worksheet("members")
        hidden.write_row(0, 0, ["id", "name"])
        hidden.write_row(1, 0, ["ITA", "Italy"])
        hidden.hide()
        book.add_worksheet("_scratch").write_string(0, 0, "of no interest")
        book.add_worksheet("Sheet4")

    tables, problems, notes = opened(workbook(tmp_path / "in.xlsx", fill))
    assert problems == []
    assert [len(table.rows) for table in tables] == [2, 1]
    assert notes == [
        "in.xlsx:steps:3: 1 hidden row was read like the others",
        "in.xlsx:steps:E: the hidden column E was read",
        "in.xlsx:members: the sheet is hidden; it was read like the others",
    ]
    reading = read_tables(tables, relief().snapshot())
    assert sorted(str(note) for note in reading.notes) == sorted(notes)


def test_a_title_above_the_header_is_left_out_and_said(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "in.xlsx"))
    page = book.add_worksheet("Steps")
    page.merge_range("A1:D1", "What was pledged")
    page.write_row("B3", ["contribution", "word", "quantity", "valid from"])
    page.write_row("B4", ["C1", "pledged", 60, "2026-01-01"])
    book.close()
    (table,), problems, notes = opened(tmp_path / "in.xlsx")
    assert problems == []
    assert notes == ["in.xlsx:Steps:1: what stands above the header was left out"]
    assert table.where(4, 3) == "in.xlsx:Steps:D4"
    assert faults(tmp_path / "in.xlsx") == []


def test_a_sheet_that_says_a_million_rows_and_has_ten(tmp_path: Path) -> None:
    def fill(_book: Any, page: Any) -> None:
        for row in range(1, 11):
            page.write_row(row, 0, [f"C{row}", "pledged", row, "2026-01-01"])

    def million(xml: str) -> str:
        empty = "".join(
            f'<row r="{row}"><c r="A{row}" s="0"/><c r="XFD{row}" s="0"/></row>' for row in range(12, 30_000)
        )
        xml = xml.replace('<dimension ref="A1:E11"/>', '<dimension ref="A1:XFD1048576"/>')
        return xml.replace("</sheetData>", f'{empty}<row r="1048576" ht="15"/></sheetData>')

    path = patched(workbook(tmp_path / "in.xlsx", fill), "xl/worksheets/sheet1.xml", million)
    (table,), problems, _ = opened(path)
    assert (len(table.rows), len(table.header), problems) == (10, 5, [])


def test_sheets_that_are_no_tables_are_named(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "in.xlsx"))
    book.add_worksheet("membres").write_row(0, 0, ["a", "b"])
    book.add_worksheet("Sheet2").write_row(0, 0, ["contribution", "cap", "valid_from"])
    book.close()
    tables, problems, _ = opened(tmp_path / "in.xlsx")
    assert [table.kind.name for table in tables] == ["cap"]
    assert problems == [
        "in.xlsx:membres: the sheet 'membres' is no table of Muster; did you mean 'members'?",
    ]
    xlsxwriter.Workbook(str(tmp_path / "empty.xlsx")).close()
    assert opened(tmp_path / "empty.xlsx")[1] == [
        "empty.xlsx: the workbook holds no table; name its sheets after the tables, such as people"
    ]


def test_a_cell_without_a_heading_and_a_formula_as_heading_are_named(tmp_path: Path) -> None:
    def fill(_book: Any, page: Any) -> None:
        page.write_row(1, 0, ["C1", "pledged", 60, "2026-01-01"])
        page.write_string("H2", "a stray word")
        page.write_formula("F1", '="mark"&"ing"', None, "marking")

    assert faults(workbook(tmp_path / "in.xlsx", fill)) == [
        (
            'in.xlsx:steps:F1: the cell holds the formula ="mark"&"ing"; type the value, or read with '
            "--take-formula-values"
        ),
        "in.xlsx:steps:H1: the column has no heading, but a cell in row 2; give it a heading, or empty it",
    ]


def test_texts_are_read_whole_however_they_are_kept(tmp_path: Path) -> None:
    def fill(book: Any, page: Any) -> None:
        bold = book.add_format({"bold": True})
        page.write_rich_string("E2", "half ", bold, "bold", " text")
        page.write_string("E3", " \u00a0trimmed\u200b ")

    for memory in (False, True):
        path = workbook(tmp_path / f"{memory}.xlsx", fill, constant_memory=memory)
        (table,), _, _ = opened(path)
        assert [row.cells[4] for row in table.rows] == ["half bold text", " \u00a0trimmed\u200b "]


def test_a_country_in_a_sheet_is_a_member(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "in.xlsx"))
    book.add_worksheet("contributions").write_row(0, 0, ["id", "member"])
    book.worksheets()[0].write_row(1, 0, ["C2", "United States"])
    book.close()
    desk = relief()
    desk.put(draft("member", "US", name="United States", form="nation", iso3="USA"))
    tables, _ = read_files([tmp_path / "in.xlsx"])
    assert read_tables(tables, desk.snapshot()).drafts[0].record.member == "US"  # type: ignore[attr-defined]


def test_the_problems_of_a_sheet_and_of_its_cells_come_together(tmp_path: Path) -> None:
    def fill(_book: Any, page: Any) -> None:
        page.merge_range("A2:A3", "C9")
        page.write_column("B2", ["pledged", "pleged"])

    lines = faults(workbook(tmp_path / "in.xlsx", fill))
    assert len(lines) == 6
    assert "in.xlsx:steps:A2: there is no contribution 'C9'; add it to the table contributions" in lines
    assert isinstance(read_files([tmp_path / "in.xlsx"])[1][0], Problem)
