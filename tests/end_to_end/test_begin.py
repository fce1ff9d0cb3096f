"""From nothing to a first picture: init, an empty book, the template, faults at their cells, the first reading."""

import re
import warnings
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pexpect
import pytest

from tests.end_to_end.command import RELIEF, Command, Rows

QUESTIONS = (
    (r"Name of the book: ", "Relief of the north"),
    (r"Time zone of its days \[UTC\]: ", "Europe/Oslo"),
    (r"Banner on every output \(may be empty\) \[ \]: ", "EXERCISE"),
    (r"Currency of its totals \[EUR\]: ", "NOK"),
    (r"Clock: live, or sources for a book made from public sources \[live\]: ", ""),
    (r"Your name \(the first person, recorded by itself\): ", "Åse Lind"),
)


def fill(template: Path, tables: Mapping[str, Rows]) -> None:
    """Type rows into a template, below what stands in it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workbook = openpyxl.load_workbook(template)
    for name, (header, *rows) in tables.items():
        sheet = workbook[name]
        columns = {cell.value: position for position, cell in enumerate(sheet[1], start=1)}
        for below, row in enumerate(rows):
            for column, cell in zip(header, row, strict=True):
                if cell:
                    value = int(cell) if re.fullmatch(r"[0-9]+", cell) else cell
                    sheet.cell(row=3 + below, column=columns[column], value=value)
    workbook.save(template)


def test_init_with_options_says_the_next_three_commands(muster: Command) -> None:
    done = muster.begin("relief.muster", "--banner", "EXERCISE", "--currency", "EUR", "--clock", "live")
    assert done.lines == [
        "relief.muster is begun. Next:",
        "  muster template relief-template.xlsx",
        "  muster read relief.muster relief-template.xlsx --by ann",
        "  muster status relief.muster",
    ]
    picture = muster("status", "relief.muster", "--json").json()["picture"]
    assert (picture["name"], picture["banner"], picture["known"]) == ("Relief", "EXERCISE", "2026-11-22")


def test_init_on_a_terminal_asks_for_what_is_missing(muster: Command) -> None:
    child = muster.on_terminal("init", "my book.muster")
    for question, answer in QUESTIONS:
        child.expect(question)
        child.sendline(answer)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert "  muster read 'my book.muster' 'my book-template.xlsx' --by ase-lind\r\n" in (child.before or "")
    picture = muster("status", "my book.muster", "--json").json()["picture"]
    assert (picture["name"], picture["banner"]) == ("Relief of the north", "EXERCISE")


def test_a_question_left_with_control_c_stops_and_leaves_no_book(muster: Command) -> None:
    child = muster.on_terminal("init", "relief.muster")
    child.expect("Name of the book: ")
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert "muster: stopped" in (child.before or "")
    assert "Traceback" not in (child.before or "")
    assert not (muster.folder / "relief.muster").exists()


def test_init_in_a_pipe_names_the_option_that_is_missing(muster: Command) -> None:
    assert muster.refused("init", "relief.muster") == "muster: nobody can be asked here: give --name"
    assert muster.refused("init", "relief.muster", "--name", "R") == "muster: nobody can be asked here: give --person"
    assert not (muster.folder / "relief.muster").exists()


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--name", "", "a book needs a name; write one, such as --name Relief"),
        ("--name", " ", "a book needs a name; write one, such as --name Relief"),
        ("--currency", "XX", "'XX' is no currency of ISO 4217; write one such as EUR, USD or KES"),
        ("--currency", "eur", "'eur' is no currency of ISO 4217; did you mean EUR?"),
        ("--currency", "", "'' is no currency of ISO 4217; write one such as EUR, USD or KES"),
        ("--person", "", "a book needs its first person; write one, such as --person ann=Ann"),
        ("--begins", "", "'' is not a date; write a day as 2026-04-30"),
        ("--zone", "Nowhere", "'Nowhere' is not a time zone; write one such as Europe/Brussels or UTC"),
        ("--clock", "liv", "'liv' is no clock; write live or sources"),
        ("--begins", "20 January", "'20 January' is not a date; write a day as 2026-04-30"),
        ("--person", "a b=Ann", "'a b' is no id; use letters, digits and _ . : / + -, at most 80"),
    ],
)
def test_init_refuses_what_is_no_answer_and_leaves_no_book(
    muster: Command, option: str, value: str, sentence: str
) -> None:
    given = {"--name": "R", "--zone": "UTC", "--person": "ann=Ann", option: value}
    told = muster.refused("init", "r.muster", *(word for pair in given.items() for word in pair))
    assert told.startswith(f"muster: {sentence}")
    assert muster.refused("status", "r.muster").startswith("muster: there is no book")


def test_init_never_writes_over_a_book(muster: Command, book: str) -> None:
    before = (muster.folder / book).read_bytes()
    told = muster.refused("init", book, "--name", "R", "--person", "ann=Ann")
    assert told == "muster: relief.muster already holds a book; choose another place"
    assert (muster.folder / book).read_bytes() == before


def test_an_empty_book_says_what_to_enter_first(muster: Command) -> None:
    muster.begin("relief.muster")
    assert muster("status", "relief.muster").lines == [
        "Relief",
        "22 Nov 2026, as known that day. Cover counts what is committed or firmer.",
        "",
        "The book is empty. Enter first who there is and what can be needed:",
        "  muster template relief-template.xlsx",
        "  muster read relief.muster relief-template.xlsx --by PERSON",
    ]
    assert muster("gaps", "relief.muster").lines == ["No line with a number is short."]
    assert muster("coverage", "relief.muster").lines == ["No line is open on this day."]


def test_a_template_is_filled_in_read_with_its_faults_and_read_again(muster: Command) -> None:
    muster.begin("relief.muster")
    assert muster("template", "relief-template.xlsx").out == "written: relief-template.xlsx\n"
    sheet = muster.folder / "relief-template.xlsx"
    assert muster("read", "relief.muster", sheet, "--by", "ann").out == "nothing new; nothing recorded\n"

    fill(sheet, RELIEF)
    wrong = openpyxl.load_workbook(sheet)
    wrong["steps"]["C3"], wrong["requirements"]["D4"], wrong["members"]["C3"] = "many", "AIRLIFTS", "naton"
    wrong.save(muster.folder / "wrong.xlsx")
    head = muster("head", "relief.muster").out
    for option in ("--by=ann", "--dry-run"):
        done = muster("read", "relief.muster", "wrong.xlsx", "--by", "ann", option, code=2)
        told = done.err.splitlines()
        assert done.out == ""
        assert [line.split(": ")[0] for line in told[:-1]] == [
            "wrong.xlsx:members:C3",
            "wrong.xlsx:requirements:D4",
            "wrong.xlsx:steps:C3",
        ]
        assert "did you mean 'nation'?" in told[0]
        assert "did you mean 'AIRLIFT'?" in told[1]
        assert "'many' is not a number" in told[2]
        assert told[-1] == "3 problems in 18 rows; nothing recorded"
    assert muster("head", "relief.muster").out == head

    dry = muster("read", "relief.muster", sheet, "--by", "ann", "--dry-run")
    assert dry.out == "no problems in 18 rows; a dry run records nothing\n"
    assert muster("head", "relief.muster").out == head
    done = muster("read", "relief.muster", sheet, "--by", "ann")
    assert done.lines[0] == (
        "recorded 18 entries: 2 people, 3 statements, 3 members, 2 capabilities, 1 operation, 2 requirements, "
        "2 contributions, 2 steps, 1 meeting"
    )
    assert muster("read", "relief.muster", sheet, "--by", "ann").out == "nothing new; nothing recorded\n"
    assert muster(*done.undo).lines[0] == "recorded 18 entries: 18 retractions"
    assert "The book is empty." in muster("status", "relief.muster").out


def test_a_folder_of_csv_files_is_a_template_as_well(muster: Command) -> None:
    muster.begin("relief.muster")
    muster("template", "sheets")
    assert (muster.folder / "sheets" / "contributions.csv").read_text(encoding="utf-8").startswith("id,member,words")
    assert muster("read", "relief.muster", "sheets", "--by", "ann").out == "nothing new; nothing recorded\n"


def test_one_row_is_one_row(muster: Command) -> None:
    muster.begin("relief.muster")
    muster.write("members.csv", (("id", "name", "form"), ("BEL", "Belgium", "nation")))
    read = ("read", "relief.muster", "members.csv", "--by", "ann")
    assert muster(*read, "--dry-run").out == "no problems in 1 row; a dry run records nothing\n"
    muster.write("members.csv", (("id", "name", "form"), ("BEL", "Belgium", "naton")))
    assert muster.refused(*read, code=2).splitlines()[-1] == "1 problem in 1 row; nothing recorded"


def test_the_small_book_on_one_screen(muster: Command, book: str) -> None:
    assert muster("status", book).lines == [
        "Relief",
        "22 Nov 2026, as known that day. Cover counts what is committed or firmer.",
        "",
        "Next: Force generation conference, 13 Dec 2026, in 21 days",
        "",
        "WORST GAPS     need  cover  short                since  until",
        "Army trainers   200     40    160  persons  1 Nov 2026  open",
        "",
        "BESIDE THE COVER, NOT COUNTED",
        "Army trainers  pledged 140",
        "",
        "NEEDS AND COVER, committed or firmer",
        "                   cover  need",
        "OP  Army trainers     40   200  persons",
        "OP  Airlift            0     ?  aircraft",
        "",
        "CHANGED IN 30 DAYS (20 entries recorded)",
        "Army trainers  cover 0 → 40 (+40)  need ? → 200",
        "",
        "AHEAD, AS FAR AS THE BOOK KNOWS",
        "Covered by one member alone: Army trainers",
        "",
        "WHAT THE BOOK DOES NOT KNOW",
        "1 of 2 lines has no number: Airlift",
        "",
        "No problems.",
    ]
