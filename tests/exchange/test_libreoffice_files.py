"""Files that LibreOffice made: see files/README.md."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from muster.exchange.formats import read_files
from muster.exchange.tables import Reading, read_tables
from tests.builders import draft, relief

FILES = Path(__file__).parent / "files"
SAVE_AS = "open it in its program and save it as an Excel workbook (.xlsx)"


def read(name: str, **how: Any) -> Reading:
    desk = relief()
    desk.put(draft("member", "ITA", name="Italy", form="nation"), draft("capability", "trainers", decimals=1))
    tables, problems = read_files([FILES / name], **how)
    return read_tables(tables, desk.snapshot(), problems=problems)


def lines(name: str, **how: Any) -> list[str]:
    return [str(problem).removeprefix(f"{name}:") for problem in read(name, **how).problems]


@pytest.mark.parametrize("name", ["dates.xlsx", "days-of-1904.xlsx", "semicolons-utf16.csv"])
def test_the_same_rows_are_read_from_each(name: str) -> None:
    reading = read(name)
    assert reading.problems == ()
    assert [
        (str(one.record.word), str(one.record.quantity), str(one.valid.start))  # type: ignore[attr-defined]
        for one in reading.drafts
    ] == [("pledged", "60", "2025-12-31"), ("offered", "40.5", "2025-12-31"), ("committed", "12", "2025-12-31")]


def test_formulas_and_errors_are_named_or_their_values_taken() -> None:
    assert lines("formulas.xlsx") == [
        (
            "contributions:C2: the cell holds the formula =DATE(2026,5,1); type the value, or read with "
            "--take-formula-values"
        ),
        (
            "contributions:D2: the cell holds the formula =DATE(2026,12,1); type the value, or read with "
            "--take-formula-values"
        ),
        "contributions:E2: the cell holds the formula =15*2; type the value, or read with --take-formula-values",
        (
            'contributions:F2: the cell holds the formula ="by "&"train"; type the value, or read with '
            "--take-formula-values"
        ),
        "contributions:B3: there is no member 'Frankreich'; add it to the table members",
        (
            "contributions:C3: '03/04/2026' can be 2026-04-03 or 2026-03-04; write it in one of these ways, or "
            "say how the "
            "file writes dates, as with --locale de"
        ),
        "contributions:E3: the cell holds the formula =1/0; type the value, or read with --take-formula-values",
        "contributions:F3: the cell holds the formula =NA(); type the value, or read with --take-formula-values",
    ]
    assert lines("formulas.xlsx", take_formula_values=True)[2:] == [
        "contributions:E3: the cell holds the error #DIV/0!; mend the sheet, or type the value",
        "contributions:F3: the cell holds the error #N/A; mend the sheet, or type the value",
    ]
    tables, _ = read_files([FILES / "formulas.xlsx"], take_formula_values=True)
    assert tables[0].rows[0].cells == (
        "C2",
        "France",
        datetime(2026, 5, 1),  # noqa: DTZ001 - spreadsheets know no zone
        "2026-12",
        30,
        "by train",
    )


def test_merged_cells_are_named_and_hidden_ones_noted() -> None:
    assert lines("merged-and-hidden.xlsx") == [
        "steps:A2: the cells A2:A3 are merged, so that only A2 holds a value; unmerge them and fill in every cell",
        "steps:A3: contribution is missing; it is the contribution it belongs to",
    ]
    assert [str(note) for note in read("merged-and-hidden.xlsx").notes if "hidden" in note.name] == [
        "merged-and-hidden.xlsx:members: the sheet is hidden; it was read like the others",
        "merged-and-hidden.xlsx:steps:4: 1 hidden row was read like the others",
        "merged-and-hidden.xlsx:steps:E: the hidden column E was read",
    ]


def test_a_million_coloured_rows_are_ten() -> None:
    reading = read("million-rows.xlsx")
    assert (reading.rows, len(reading.drafts), reading.problems) == (10, 10, ())


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("locked.xlsx", "the workbook is locked with a password; save it without one, then read it"),
        ("old.xls", f"the file is a workbook of Excel 97 to 2003 (.xls); {SAVE_AS}"),
        ("sheet.ods", f"the file is an OpenDocument sheet; {SAVE_AS}"),
    ],
)
def test_what_is_no_workbook_of_ours_is_named(name: str, said: str) -> None:
    assert lines(name) == [f" {said}"]
