"""The template: what it offers, and that what is filled in below it reads."""

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from muster.core.errors import RefusedError
from muster.exchange.columns import Form, columns_of, table_kinds
from muster.exchange.export import empty_tables
from muster.exchange.formats import example_row, read_files, write_template
from muster.exchange.sheets import Row, Table
from muster.exchange.tables import read_tables
from muster.exchange.texts import EXAMPLE
from tests.builders import draft, relief


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    """A template, opened. Nobody changes it."""
    return load_workbook(write_template(tmp_path_factory.mktemp("made") / "template.xlsx"))


def test_a_template_has_a_protected_sheet_for_every_record(book: Workbook) -> None:
    assert book.sheetnames == ["Help", *(kind.table for kind in table_kinds()), "Lists"]
    assert book["Lists"].sheet_state == "hidden"
    for kind in table_kinds():
        sheet = book[kind.table]
        columns = columns_of(kind, rare=False)
        assert [cell.value for cell in sheet[1]] == [column.name for column in columns]
        assert sheet.protection.sheet
        assert all(cell.protection.locked and cell.comment for cell in sheet[1])
        assert str(sheet.cell(2, 1).value).startswith(EXAMPLE)
        assert not any(cell.protection.locked for cell in sheet[2] if cell.value is not None)
        for letter in sheet.column_dimensions:
            assert not sheet.column_dimensions[letter].protection.locked
        assert sheet.freeze_panes == "B2"


def test_choices_come_from_the_hidden_sheet_and_ids_from_their_own(book: Workbook) -> None:
    rules = {str(rule.sqref).split(":")[0]: rule for rule in book["steps"].data_validations.dataValidation}
    words, contributions, numbers, days = rules["B2"], rules["A2"], rules["C2"], rules["I2"]
    assert words.formula1.startswith("list_")
    assert book.defined_names[words.formula1].attr_text.startswith("Lists!$")
    assert (words.errorStyle, contributions.formula1) == (None, "contributions!$A$2:$A$2000")  # None: it stops
    assert contributions.errorStyle == "information"
    assert (numbers.type, numbers.formula1, numbers.formula2) == ("decimal", "0", "1000000000000000")
    assert days.type is None
    assert "last day" in rules["J2"].prompt
    assert "included" in rules["J2"].prompt
    assert book["steps"].cell(2, 9).number_format == "@"
    assert "Unit: days." in book["capabilities"]["I1"].comment.text


def test_a_column_says_what_a_number_in_it_can_be_and_takes_no_other(book: Workbook) -> None:
    (weight,) = (cell for cell in book["requirements"][1] if cell.value == "weight")
    rules = {str(rule.sqref).split(":")[0]: rule for rule in book["requirements"].data_validations.dataValidation}
    rule = rules[weight.coordinate.replace("1", "2")]
    assert "Can be: 1 to 1,000." in str(weight.comment)
    assert (rule.type, rule.formula1, rule.formula2) == ("whole", "1", "1000")
    assert rule.error == "Write a number, 1 to 1,000."


def test_a_template_for_a_book_offers_its_ids(tmp_path: Path) -> None:
    book = load_workbook(write_template(tmp_path / "template.xlsx", relief().snapshot()))
    rules = {str(rule.sqref).split(":")[0]: rule for rule in book["contributions"].data_validations.dataValidation}
    reach = book.defined_names[rules["B2"].formula1].attr_text
    column = reach.removeprefix("Lists!$")[0]
    assert [cell.value for cell in book["Lists"][column]][1:3] == ["DEU", "FRA"]


@pytest.mark.parametrize("target", ["template.xlsx", "template"])
def test_an_untouched_template_records_nothing(tmp_path: Path, target: str) -> None:
    tables, problems = read_files([write_template(tmp_path / target)])
    reading = read_tables(tables, relief().snapshot(), problems=problems)
    assert len(tables) == len(table_kinds())
    assert (reading.rows, reading.drafts, reading.problems, reading.notes) == (0, (), (), ())
    with pytest.raises(RefusedError, match="Muster never writes over a file"):
        write_template(tmp_path / target)


def test_the_examples_are_rows_that_would_read() -> None:
    """Only what they refer to is not there."""
    tables = []
    for table in empty_tables():
        row = dict(example_row(table))
        first = table.columns[0].name
        row[first] = str(row[first]).removeprefix(f"{EXAMPLE} ")
        cells = tuple(str(row[name]) if name in row else None for name in row)
        tables.append(Table(table.kind, table.kind.table, tuple(row), [Row(2, cells)]))
    desk = relief("2026-07-01")
    desk.put(
        draft("member", "HQ", name="Headquarters", form="agency"),
        draft("place", "BERGEN", name="Bergen"),
        draft("capability", "POLICE-TRAINERS", name="Police trainers"),
        draft("contribution", "NOR-FUNDS", member="FRA"),
        draft("contribution", "LOCAL-POLICE", member="FRA"),
    )
    reading = read_tables(tables, desk.snapshot())
    assert [str(problem) for problem in reading.problems] == []
    assert len(reading.drafts) == len(table_kinds())


def test_a_filled_template_is_read(tmp_path: Path) -> None:
    path = write_template(tmp_path / "template.xlsx")
    book = load_workbook(path)
    book["members"].append(["ITA", "Italy", "nation", "ITA"])
    book["contributions"].append(["C2", "Italy", "trainers", "trainers", "OP"])
    cells: dict[str, str | int] = {"A3": "C2", "B3": "pledged", "C3": 60, "I3": "2026-01-01"}
    for place, cell in cells.items():
        book["steps"][place] = cell
    book.save(tmp_path / "filled.xlsx")
    tables, problems = read_files([tmp_path / "filled.xlsx"])
    reading = read_tables(tables, relief().snapshot(), problems=problems)
    assert [str(problem) for problem in reading.problems] == []
    assert [drafted.where for drafted in reading.drafts] == [
        "filled.xlsx:members:3",
        "filled.xlsx:contributions:3",
        "filled.xlsx:steps:3",
    ]


def test_every_column_of_dates_is_text_so_that_a_month_stays_a_month(book: Workbook) -> None:
    for kind in table_kinds():
        widths = book[kind.table].column_dimensions.values()
        formats = {index: one.number_format for one in widths for index in range(one.min or 0, (one.max or 0) + 1)}
        for index, column in enumerate(columns_of(kind, rare=False), start=1):
            shown = formats[index]
            numeric = column.form in (Form.NUMBER, Form.WHOLE)
            assert shown == ("General" if numeric else "@"), (kind.name, column.name)
