"""Layouts: somebody's own sheet becomes rows of our tables, and every fault keeps its place in their file."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from muster.core.errors import FaultyDataError, RefusedError, UnknownSubjectError
from muster.core.firmness import Firmness
from muster.core.keeping import ClockForm
from muster.core.problem import Problem
from muster.exchange.cells import Cell
from muster.exchange.csv_folder import read_folder
from muster.exchange.examples import find_example
from muster.exchange.faults import Fault
from muster.exchange.layouts import (
    Grid,
    Layout,
    apply_layout,
    draft_layout,
    find_layout,
    layout_names,
    read_grids,
    read_layout,
)
from muster.exchange.sheets import Row, Table
from muster.exchange.tables import Reading, read_tables
from muster.ledger.entries import Entry
from muster.ledger.giving import given_on
from muster.ledger.snapshot import Snapshot
from tests import builders
from tests.builders import Desk

ROOT = Path(__file__).resolve().parents[2]
LAST_OF_2013 = date(2013, 12, 31)

MATRIX = """
form = "matrix"
blank = ["-"]
[sheet]
headings = 2
skip = [{ column = "line", begins = "total" }]
[columns]
line = "Line"
day = { cell = "A1", after = "as of", as = "day" }
[matrix]
from = "B"
skip = ["Total"]
[matrix.headings.nation]
row = 2
as = "country"
[matrix.headings.word]
row = 3
values = { Pledged = "pledged", "In place" = "in_place" }
[names]
"Congo" = "COG"
[[makes]]
table = "contributions"
if_absent = true
id = "{nation}-{line:id}"
member = "{nation}"
words = "{line}"
[[makes]]
table = "steps"
contribution = "{nation}-{line:id}"
word = "{word}"
quantity = "{cell}"
valid_from = "{day}"
"""

MONTHLY = """
form = "rows"
[columns]
month = { heading = "Month", as = "day", month = "last" }
country = { heading = "Country", as = "country" }
count = { heading = "Count", as = "number" }
[complete]
series = "monthly"
on = "{month}"
statement = "M-{month:month}"
[[makes]]
table = "members"
if_absent = true
id = "{country}"
name = "{country}"
form = "nation"
[[makes]]
table = "capabilities"
if_absent = true
id = "TROOPS"
name = "Troops"
unit = "persons"
[[makes]]
table = "contributions"
if_absent = true
id = "TROOPS-{country}"
member = "{country}"
words = "troops"
capability = "TROOPS"
[[makes]]
table = "steps"
contribution = "TROOPS-{country}"
word = "in_place"
quantity = "{count}"
"""


@dataclass
class Applied:
    """What a layout made of a grid, and what reading the tables came to."""

    tables: list[Table]
    problems: list[Problem]
    reading: Reading

    def rows(self, table: str) -> list[tuple[object, ...]]:
        return [row.cells for one in self.tables if one.kind.table == table for row in one.rows]

    @property
    def told(self) -> list[str]:
        return [str(problem) for problem in self.reading.problems]


def grid(*rows: Sequence[Cell], name: str = "tcc.csv", sheet: str = "") -> Grid:
    return Grid(name, [Row(number, tuple(cells)) for number, cells in enumerate(rows, start=1)], sheet)


def applied(layout: Layout, grids: Sequence[Grid], snapshot: Snapshot) -> Applied:
    tables, problems = apply_layout(layout, grids, snapshot)
    reading = read_tables(tables, snapshot, problems=problems, complete_series=layout.complete is not None)
    return Applied(tables, problems, reading)


def apply_text(text: str, *grids: Grid, desk: Desk | None = None) -> Applied:
    return applied(read_layout(text, "mine.toml"), grids, (desk or nations()).snapshot())


def nations() -> Desk:
    desk = builders.book("2026-01-01").at("2026-06-01")
    desk.put(
        *(
            builders.draft("member", iso3, name=iso3, form="nation", iso3=iso3)
            for iso3 in ("FRA", "DEU", "COG", "CIV", "NPL")
        )
    )
    return desk


def faults_of(text: str) -> list[str]:
    with pytest.raises(FaultyDataError) as raised:
        read_layout(text, "mine.toml")
    return [str(problem) for problem in raised.value.problems]


def in_place(snapshot: Snapshot, contribution: str, day: str) -> int | None:
    given = given_on(snapshot, contribution, date.fromisoformat(day))
    assert given is not None
    span = given.counted.get(Firmness.IN_PLACE)
    return None if span is None else span.low


def rows_layout(more: str = "", makes: str = "") -> str:
    return f"""
form = "rows"
[columns]
nation = {{ heading = "Nation", as = "country" }}
what = "What"
{more}
[[makes]]
table = "contributions"
id = "{{nation}}-{{what:id}}"
member = "{{nation}}"
words = "{{what}}"
{makes}
"""


# --- the United Nations' monthly table ---------------------------------------------------------------------------


@pytest.mark.shared_data
def test_the_un_table_of_52_months_is_read_and_gives_the_fact_sheet(shared_data: Callable[[str], Path]) -> None:
    desk = builders.book("2026-01-01", zone="America/New_York").at("2026-02-01")
    grids, unreadable = read_grids([shared_data("un_peacekeeping/contributions.csv")])
    assert len(grids[0].rows) == 44_054 + 1
    result = applied(find_layout("un-tpcc"), grids, desk.snapshot())
    assert [*unreadable, *result.reading.problems] == []
    made = {table.kind.table: len(table.rows) for table in result.tables}
    assert made == {
        "statements": 52,
        "members": 130,
        "capabilities": 4,
        "operations": 25,
        "contributions": 1580,
        "steps": 44_054,
    }
    desk.put(*result.reading.drafts)
    assert un_totals(desk.snapshot(), missions(shared_data)) == {
        "TROOPS": 83_008,
        "INDIVIDUAL_POLICE": 5_277,
        "FORMED_POLICE": 7_776,
        "OBSERVERS": 1_843,
        "all 15": 97_904,
        "all 17": 98_200,
    }


@pytest.mark.shared_data
def test_reading_the_un_table_again_records_nothing(shared_data: Callable[[str], Path]) -> None:
    lines = shared_data("un_peacekeeping/contributions.csv").read_text().splitlines()
    kept = [line.split(",") for line in lines if line.startswith(("month", "2013-10", "2013-11", "2013-12"))]
    desk = builders.book("2026-01-01").at("2026-02-01")
    first = applied(find_layout("un-tpcc"), [grid(*kept)], desk.snapshot())
    desk.put(*first.reading.drafts)
    again = applied(find_layout("un-tpcc"), [grid(*kept)], desk.snapshot())
    assert again.reading.drafts == ()
    assert again.reading.problems == ()


@pytest.mark.shared_data
def test_the_book_of_the_example_goes_on_by_the_layout(shared_data: Callable[[str], Path]) -> None:
    example = find_example("peacekeeping")
    desk = builders.book("2026-01-01", ClockForm.SOURCES, zone="America/New_York", at="1974-05-30T12:00")
    tables, _ = read_folder(example.folder)
    desk.at("2026-04-01").put(*read_tables(tables, desk.snapshot()).drafts)
    lines = shared_data("un_peacekeeping/contributions.csv").read_text().splitlines()
    february = [line.split(",") for line in lines if line.startswith(("month", "2014-02-28"))]
    known = applied(find_layout("un-tpcc"), [grid(*february)], desk.snapshot()).reading
    assert (known.problems, known.drafts) == ((), ())
    march = [[row[0].replace("2014-02-28", "2014-03-31"), *row[1:]] for row in february[:-1]]
    new = applied(find_layout("un-tpcc"), [grid(*march)], desk.snapshot()).reading
    assert new.problems == ()
    assert [(d.kind, d.subject) for d in new.drafts] == [("statement", "UN-2014-03"), ("cap", "UNOCI-OBSERVERS-ZWE")]


def missions(shared_data: Callable[[str], Path]) -> set[str]:
    """The missions that the United Nations count as peacekeeping operations."""
    lines = shared_data("un_peacekeeping/missions.csv").read_text().splitlines()
    return {line.split(",")[0] for line in lines if ",peacekeeping," in line}


def un_totals(snapshot: Snapshot, peacekeeping: set[str]) -> dict[str, int]:
    totals: Counter[str] = Counter()
    there: dict[bool, set[str]] = {True: set(), False: set()}
    for contribution in snapshot.ids("contribution"):
        given = given_on(snapshot, contribution, LAST_OF_2013)
        assert given is not None
        span = given.counted.get(Firmness.IN_PLACE)
        if span is None or not span.low or given.operation is None:
            continue
        counted = given.operation in peacekeeping
        there[counted].add(given.operation)
        totals["all 17"] += span.low
        if counted:
            totals["all 15"] += span.low
            totals[str(given.record.capability)] += span.low
    assert (len(there[True]), len(there[False])) == (15, 2)
    return dict(totals)


# --- complete tables ---------------------------------------------------------------------------------------------


def monthly_desk() -> tuple[Desk, Applied]:
    desk = builders.book("2026-01-01").at("2026-06-01")
    table = grid(
        ["Month", "Country", "Count"],
        ["2026-03", "France", "60"],
        ["2026-01", "France", "40"],
        ["2026-01", "Germany", "10"],
        ["2026-02", "France", "40"],
    )
    result = apply_text(MONTHLY, table, desk=desk)
    desk.put(*result.reading.drafts)
    return desk, result


def test_a_complete_table_ends_who_is_absent_and_confirms_the_unchanged() -> None:
    desk, result = monthly_desk()
    assert result.told == []
    assert (result.reading.confirmed, len(result.rows("steps"))) == (1, 4)
    kinds = Counter(entry.kind for entry in desk.entries())
    assert (kinds["step"], kinds["cap"], kinds["statement"]) == (3, 1, 3)
    snapshot = desk.snapshot()
    days = ("2026-01-30", "2026-01-31", "2026-02-28", "2026-03-31")
    assert [in_place(snapshot, "TROOPS-FRA", day) for day in days] == [None, 40, 40, 60]
    assert [in_place(snapshot, "TROOPS-DEU", day) for day in days] == [None, 10, 0, 0]


def test_the_months_of_one_file_are_read_in_the_order_of_their_days() -> None:
    desk, _ = monthly_desk()
    entries = [entry for entry in desk.entries() if entry.kind in ("step", "cap")]
    assert sorted((str(e.valid_from), e.kind, e.subject, e.statement) for e in entries) == [
        ("2026-01-31", "step", "TROOPS-DEU", "M-2026-01"),
        ("2026-01-31", "step", "TROOPS-FRA", "M-2026-01"),
        ("2026-02-28", "cap", "TROOPS-DEU", "M-2026-02"),
        ("2026-03-31", "step", "TROOPS-FRA", "M-2026-03"),
    ]


def test_the_statement_of_a_complete_table_names_its_series_and_day() -> None:
    _, result = monthly_desk()
    (table,) = [table for table in result.tables if table.kind.table == "statements"]
    assert table.header == ("id", "said_on", "channel", "series", "complete_on")
    assert [row.cells for row in table.rows] == [
        ("M-2026-01", "2026-01-31", "table", "monthly", "2026-01-31"),
        ("M-2026-02", "2026-02-28", "table", "monthly", "2026-02-28"),
        ("M-2026-03", "2026-03-31", "table", "monthly", "2026-03-31"),
    ]


def test_a_later_file_of_the_series_goes_on_where_the_book_stands() -> None:
    desk, _ = monthly_desk()
    april = grid(["Month", "Country", "Count"], ["2026-04", "Germany", "12"], ["2026-04", "Nepal", "5"])
    result = apply_text(MONTHLY, april, desk=desk)
    assert result.told == []
    assert [(d.kind, d.subject) for d in result.reading.drafts] == [
        ("statement", "M-2026-04"),
        ("member", "NPL"),
        ("contribution", "TROOPS-NPL"),
        ("step", "TROOPS-DEU"),
        ("step", "TROOPS-NPL"),
        ("cap", "TROOPS-FRA"),
    ]


def test_several_files_are_read_in_one_go() -> None:
    files = [
        grid(["Month", "Country", "Count"], ["2026-02", "France", "50"], name="february.csv"),
        grid(
            ["Country", "Month", "Count"], ["France", "2026-01", "40"], ["Atlantis", "2026-01", "1"], name="january.csv"
        ),
    ]
    result = apply_text(MONTHLY, *files)
    assert result.told == [
        (
            'january.csv:3:Country: "Atlantis" is not known as a country: write a name or the three-letter ISO code in '
            "capitals; or say in [names] of the layout which member it is"
        )
    ]
    assert result.rows("steps") == [
        ("TROOPS-FRA", "M-2026-01", "2026-01-31", "in_place", 40),
        ("TROOPS-FRA", "M-2026-02", "2026-02-28", "in_place", 50),
    ]


def test_a_complete_table_needs_a_full_day() -> None:
    table = grid(["Month", "Country", "Count"], ["2026", "France", "60"], ["", "France", "60"])
    assert apply_text(MONTHLY, table).told == [
        (
            "tcc.csv:2:Month: the day of a complete table is 2026, not a full day; write a full day, or month = "
            '"last" in '
            "columns.month of the layout"
        ),
        (
            "tcc.csv:3:Month: the day of a complete table is empty, not a full day; write a full day, or month "
            '= "last" in '
            "columns.month of the layout"
        ),
    ]


def test_in_a_book_of_sources_each_month_is_recorded_on_its_day() -> None:
    desk = builders.book("2026-06-01", ClockForm.SOURCES, at="2025-12-31T12:00")
    table = grid(["Month", "Country", "Count"], ["2026-02", "France", "60"], ["2026-01", "France", "40"])
    result = apply_text(MONTHLY, table, desk=desk)
    assert result.told == []
    desk.put(*result.reading.drafts)
    steps: list[Entry] = [entry for entry in desk.snapshot("2026-02-10").entries if entry.kind == "step"]
    assert [(step.subject, step.valid_from) for step in steps] == [("TROOPS-FRA", "2026-01-31")]


# --- rows --------------------------------------------------------------------------------------------------------


def test_a_country_whose_name_is_shared_is_decided_by_its_code() -> None:
    header = ["month", "contributor", "iso3", "mission", "type", "count"]
    table = grid(header, ["2013-12-31", "Congo", "COG", "MINUSCA", "troops", "5"])
    result = applied(find_layout("un-tpcc"), [table], builders.book().at("2026-02-01").snapshot())
    assert result.told == []
    assert result.rows("members") == [("COG", "public", "UN-2013-12", "Congo", "nation", "COG")]


def test_without_a_code_the_layout_says_which_country_is_meant() -> None:
    table = grid(["Nation", "What"], ["Congo", "medics"], ["Côte d’Ivoire", "trucks"])
    assert apply_text(rows_layout(), table).told == [
        (
            'tcc.csv:2:Nation: "Congo" does not name one country (two neighbouring states bear the name): write '
            "the ISO code "
            "COG or COD; or say in [names] of the layout which member it is"
        )
    ]
    result = apply_text(rows_layout() + '[names]\n"CONGO" = "COG"\n', table)
    assert result.told == []
    assert result.rows("contributions") == [
        ("COG-MEDICS", "COG", "medics"),
        ("CIV-TRUCKS", "CIV", "trucks"),
    ]


def test_faults_of_a_made_row_keep_the_place_in_the_users_file() -> None:
    more = 'n = "Number"\nday = "Day"'
    steps = """
[[makes]]
table = "steps"
contribution = "{nation}-{what:id}"
word = "pledged"
quantity = "{n}"
valid_from = "{day}"
"""
    rows = [["Nation", "What", "Number", "Day"], ["France", "medics", "about 60", "2026-02-30"]]
    assert apply_text(rows_layout(more, steps), grid(*rows)).told == [
        "tcc.csv:2:Number: 'about 60' is not a number alone; write 60 in the number's cell and about in quantity_is",
        "tcc.csv:2:Day: '2026-02-30' is not a date; write a day as 2026-04-30, a month as 2026-04 or a year as 2026",
    ]
    sheet = apply_text(rows_layout(more, steps), grid(*rows, name="tcc.xlsx", sheet="All"))
    assert [line.split(": ")[0] for line in sheet.told] == ["tcc.xlsx:All:C2", "tcc.xlsx:All:D2"]


def test_their_words_become_ours_and_a_strange_one_is_a_fault() -> None:
    layout = rows_layout('kind = { heading = "Kind", values = { Medics = "MED", "x" = "" } }', 'note = "{kind}"')
    table = grid(["Nation", "What", "Kind"], ["FRA", "a", "medics "], ["FRA", "b", "X"], ["FRA", "c", "Medisc"])
    result = apply_text(layout, table)
    assert result.told == [
        "tcc.csv:4:Kind: 'Medisc' is none of the values of kind in the layout; did you mean 'Medics'?"
    ]
    assert [row[3] for row in result.rows("contributions")] == ["MED", None]
    kept = apply_text(layout.replace('"x" = "" }', '"x" = "" }, others = "keep"'), table)
    assert [row[3] for row in kept.rows("contributions")] == ["MED", None, "Medisc"]
    emptied = apply_text(layout.replace('"x" = "" }', '"x" = "" }, others = "empty"'), table)
    assert [row[3] for row in emptied.rows("contributions")] == ["MED", None, None]


def test_numbers_and_days_are_read_as_the_layout_says_they_are_written() -> None:
    more = 'n = { heading = "Number", as = "number" }\nday = { heading = "Day", as = "day" }'
    makes = '\n[[makes]]\ntable = "steps"\ncontribution = "{nation}-{what:id}"\nword = "pledged"\nquantity = "{n}"\n'
    makes += 'valid_from = "{day}"\n'
    rows: list[list[Cell]] = [
        ["Nation", "What", "Number", "Day"],
        ["FRA", "a", "1.200,5", "03.02.2026"],
        ["FRA", "b", 7.25, date(2026, 2, 4)],
    ]
    result = apply_text('locale = "de"' + rows_layout(more, makes), grid(*rows))
    assert result.told == []
    assert [row[2:] for row in result.rows("steps")] == [(1200.5, "2026-02-03"), (7.25, "2026-02-04")]
    unsaid = apply_text(rows_layout(more, makes), grid(*rows))
    assert [line.split(";")[0] for line in unsaid.told] == [
        "tcc.csv:2:Day: '03.02.2026' can be 2026-02-03 or 2026-03-02"
    ]


def test_cells_above_the_table_constants_filled_down_cells_and_skipped_rows() -> None:
    layout = """
form = "rows"
[sheet]
find = ["Nation", "What"]
skip = [{ column = "what", text = "Total" }, { column = "nation", begins = "Source" }]
[columns]
nation = { heading = "nation", as = "country", fill_down = true }
what = { column = "B" }
day = { cell = "A1", as = "day", after = "as at" }
[[makes]]
table = "contributions"
id = "{nation}-{what:id}-{day:year}"
member = "{nation}"
words = "{what}"
review_by = "{day}"
"""
    table = grid(
        ["Pledges as at 31 December 2025"],
        [],
        ["Nation", "What"],
        ["France", "medics"],
        ["", "trucks"],
        ["", "Total"],
        ["Germany", "trucks"],
        ["Source: the conference"],
    )
    result = apply_text(layout, table)
    assert result.told == []
    assert [row[0] for row in result.rows("contributions")] == ["FRA-MEDICS-2025", "FRA-TRUCKS-2025", "DEU-TRUCKS-2025"]
    assert result.rows("contributions")[0][3] == "2025-12-31"
    later = apply_text(layout.replace("as at", "as of"), table)
    assert later.told == [
        "tcc.csv:1:Nation: 'Pledges as at 31 December 2025' does not hold 'as of'; mend the key after in the layout"
    ]


def test_a_row_is_made_only_if_its_value_is_there_and_only_where_the_book_lacks_it() -> None:
    makes = (
        '\n[[makes]]\ntable = "members"\nif_absent = true\nonly_if = "{extra}"\nid = "{nation}"\nname = "{nation}"\n'
    )
    makes += 'form = "nation"\niso3 = "{nation}"\n'
    layout = rows_layout('extra = "Extra"', makes)
    rows = [
        ["Nation", "What", "Extra"],
        ["France", "a", "1"],
        ["Italy", "b", "1"],
        ["Spain", "c", ""],
        ["Italy", "d", "1"],
    ]
    result = apply_text(layout, grid(*rows))
    assert result.rows("members") == [("ITA", "ITA", "nation", "ITA")]
    assert result.told == [
        "tcc.csv:4:Nation: 'ESP' is the country ESP, of which the book has no member; add it to the table members"
    ]


def test_one_id_for_two_things_is_a_fault() -> None:
    layout = rows_layout().replace('id = "{nation}-{what:id}"', 'if_absent = true\nid = "{what:id}"')
    table = grid(["Nation", "What"], ["France", "medics"], ["France", "Medics"], ["Germany", "medics"])
    assert apply_text(layout, table).told == [
        (
            "tcc.csv:4:Nation: the contribution MEDICS has member DEU here and FRA above; let its id in the "
            "layout tell the "
            "two apart, or mend the row"
        )
    ]


def test_what_a_sheet_lacks_is_said_where_it_should_stand() -> None:
    table = grid(["Naton", "What", "What"], ["France", "a", "b"])
    assert apply_text(rows_layout(), table).told == [
        "tcc.csv:1: there is no heading 'Nation'; did you mean 'Naton'?",
        "tcc.csv:1: the heading 'What' stands over the columns B, C; name one of them by column = \"A\"",
    ]
    found = rows_layout().replace("[columns]", '[sheet]\nfind = ["Nation", "Wat"]\n[columns]')
    assert apply_text(found, table).told == [
        (
            "tcc.csv: no row has the headings Nation, Wat; mend the key find in [sheet], or write headings = "
            "the number of "
            "the row"
        )
    ]
    named = rows_layout().replace("[columns]", '[sheet]\nname = "Pledges"\n[columns]')
    assert apply_text(named, grid(["Nation", "What"], name="a.xlsx", sheet="Sheet1")).told == [
        "a.xlsx: the file has no sheet 'Pledges'; it has Sheet1: mend the key name in [sheet]"
    ]
    assert apply_text(rows_layout(), grid(["Nation", "What"])).told == [
        "tcc.csv: the layout mine.toml finds no row to read"
    ]


def test_headings_in_two_rows_are_joined() -> None:
    layout = rows_layout('men = "Troops / Men"', 'note = "{men}"').replace(
        "[columns]", "[sheet]\nheadings = [1, 2]\n[columns]"
    )
    table = grid(["Nation", "What", "Troops", ""], ["", "", "Women", "Men"], ["France", "a", "1", "2"])
    assert apply_text(layout, table).rows("contributions") == [("FRA-A", "FRA", "a", "2")]


def test_a_nation_that_is_a_member_by_another_id_is_not_made_again() -> None:
    desk = builders.book("2026-01-01").at("2026-06-01")
    desk.put(builders.draft("member", "FR", name="France", form="nation", iso3="FRA"))
    table = grid(["Month", "Country", "Count"], ["2026-01", "France", "40"])
    result = apply_text(MONTHLY, table, desk=desk)
    assert (result.told, result.rows("members")) == ([], [])
    (contribution,) = [draft for draft in result.reading.drafts if draft.kind == "contribution"]
    assert contribution.record.stated()["member"] == "FR"


def test_cells_that_cannot_be_read_are_told_only_where_they_are_used() -> None:
    formula = Fault("formula", "the cell holds the formula =A1", "type the value")
    layout = rows_layout('n = { heading = "N", as = "number" }', 'note = "{n}"')
    table = grid(["Nation", "What", "N", "Sum"], ["France", "a", formula, formula], ["France", "b", "#REF!", formula])
    assert apply_text(layout, table).told == [
        "tcc.csv:2:N: the cell holds the formula =A1; type the value",
        "tcc.csv:3:N: the cell holds the error #REF!; mend the sheet, or type the value",
    ]
    assert apply_text(rows_layout(), table).told == []


def test_a_part_of_a_day_needs_a_day() -> None:
    layout = rows_layout('day = "Day"', 'note = "in {day:month}"')
    table = grid(["Nation", "What", "Day"], ["FRA", "a", "2026-03-04"], ["FRA", "b", "2026"], ["FRA", "c", "soon"])
    result = apply_text(layout, table)
    assert [row[3] for row in result.rows("contributions")] == ["in 2026-03"]
    assert result.told == [
        "tcc.csv:3:Day: the date 2026 has no month; write the month",
        "tcc.csv:4:Day: 'soon' is not a date; read the column as = \"day\"",
    ]


# --- matrices ----------------------------------------------------------------------------------------------------


def test_a_matrix_of_lines_and_nations_with_merged_headings() -> None:
    table = grid(
        ["What was said, as of 12 February 2026"],
        ["Line", "France", "", "Congo", "", "Total"],
        ["", "Pledged", "In place", "Pledged", "In place", ""],
        ["Role 2 hospital", "60", "40", "-", "12", "112"],
        ["Trainers", "100", "", "", "", "100"],
        ["Total", "160", "40", "", "12", "212"],
    )
    result = apply_text(MATRIX, table)
    assert result.told == []
    assert result.rows("steps") == [
        ("FRA-ROLE-2-HOSPITAL", "pledged", 60, "2026-02-12"),
        ("FRA-ROLE-2-HOSPITAL", "in_place", 40, "2026-02-12"),
        ("COG-ROLE-2-HOSPITAL", "in_place", 12, "2026-02-12"),
        ("FRA-TRAINERS", "pledged", 100, "2026-02-12"),
    ]
    assert len(result.rows("contributions")) == 3


def test_a_fault_in_a_matrix_stands_in_its_cell_or_its_heading_and_is_told_once() -> None:
    table = grid(
        ["as of 12 February 2026"],
        ["Line", "Farnce", "", "Germany", "Germany"],
        ["", "Pledged", "In place", "Pledged", "Plegded"],
        ["Trainers", "60", "40", "2 teams", "1"],
        ["Trucks", "60", "40", "1", "1"],
        name="pledges.xlsx",
        sheet="Sheet1",
    )
    assert apply_text(MATRIX, table).told == [
        (
            'pledges.xlsx:Sheet1:B2: "Farnce" is not known as a country: write a name or the three-letter ISO '
            "code in capitals; "
            "or say in [names] of the layout which member it is"
        ),
        "pledges.xlsx:Sheet1:D4: '2 teams' is not a number; write digits, such as 1200 or 1200.5",
        "pledges.xlsx:Sheet1:E3: 'Plegded' is none of the values of word in the layout; did you mean 'Pledged'?",
    ]


# --- a layout's own faults ---------------------------------------------------------------------------------------


def test_every_fault_of_a_layout_is_told_at_its_key() -> None:
    text = """
form = "row"
marking = 3
colour = "red"
locale = "xx"
[columns]
nation = { heading = "Nation", valeus = {} }
what = { heading = "What", as = "countri" }
both = { heading = "A", column = "B" }
low = { column = "b" }
[matrix]
from = "B"
[complete]
series = "s"
on = "2026-01-01"
statement = "S-{mnth}"
spaeker = "UN"
[[makes]]
table = "step"
[[makes]]
table = "steps"
if_absent = true
contribution = "{naton}-{what:idd}"
word = "in_plac"
quantity = 5
qantity = "{what}"
"""
    assert faults_of(text) == [
        "mine.toml:form: 'row' is not a word for form; did you mean 'rows'?",
        "mine.toml:marking: 3 does not belong here; write a text in quotation marks",
        "mine.toml:columns.nation.valeus: 'valeus' is no key of a layout here; did you mean 'values'?",
        "mine.toml:columns.what.as: 'countri' is not a word for as; did you mean 'country'?",
        "mine.toml:columns.both: heading and column is given: give one of heading, column, cell, constant",
        (
            "mine.toml:columns.low.column: 'b' does not belong here; write the letters of a column, such as C, "
            "or of a cell, "
            "such as B2"
        ),
        "mine.toml:matrix.headings: 'headings' is missing; it is the rows of headings, each under a name",
        "mine.toml:colour: 'colour' is no key of a layout here; did you mean 'columns'?",
        "mine.toml:makes.1.table: 'step' is no table of Muster; did you mean 'steps'?",
        "mine.toml:makes.2.if_absent: a row of steps is no thing of its own that could be absent; leave the key out",
        "mine.toml:makes.2.contribution: {naton} is no column of this layout; did you mean 'nation'?",
        "mine.toml:makes.2.contribution: a value cannot be written as 'idd'; did you mean 'id'?",
        "mine.toml:makes.2.word: 'in_plac' is not a word for word; did you mean 'in_place'?",
        "mine.toml:makes.2.qantity: 'qantity' is no column of the table steps; did you mean 'quantity'?",
        "mine.toml:complete.on: '2026-01-01' is the same for every row; name a column in braces",
        "mine.toml:complete.statement: {mnth} is no column of this layout; the layout names nation, what, both, low",
        "mine.toml:complete.spaeker: 'spaeker' is no column of the table statements; did you mean 'speaker'?",
        "mine.toml:locale: 'xx' is no locale that Muster knows; write one of "
        + re.sub(r".*write one of ", "", locale_fault()),
    ]


def locale_fault() -> str:
    return faults_of('locale = "xx"\n' + rows_layout())[0]


def test_what_does_not_fit_together_in_a_layout() -> None:
    text = """
form = "matrix"
[sheet]
skip = [{ column = "wht", text = "Total" }]
[columns]
what = { heading = "What", month = "last" }
"a b" = "A"
[complete]
series = "s"
on = "{what}"
statement = "S-{what}"
[[makes]]
table = "steps"
word = "pledged"
[[makes]]
table = "caps"
contribution = "{what}"
cap = "ended"
"""
    assert faults_of(text) == [
        "mine.toml:makes.1: the table steps needs 'contribution'; it is the contribution it belongs to",
        "mine.toml:columns.a b: 'a b' cannot be the name of a column; write a word such as line",
        (
            "mine.toml:form: the form is matrix, but there is no part [matrix]; write form = rows or matrix, "
            "and [matrix] for "
            "a matrix"
        ),
        "mine.toml:sheet.skip.1.column: 'wht' is no column of this layout; did you mean 'what'?",
        'mine.toml:columns.what: {what} is the day of the tables, but is not read as a day; write as = "day"',
        'mine.toml:columns.what.month: only a day can stand for a month; write as = "day"',
    ]


def test_keys_that_muster_fills_in_itself_are_unknown() -> None:
    known = "about, form, sheet, locale, blank, marking, columns, matrix, names, complete, makes"
    assert faults_of('source = "x"\n' + rows_layout()) == [
        f"mine.toml:source: 'source' is no key of a layout here; here stand {known}"
    ]
    (told,) = faults_of(MONTHLY.replace('series = "monthly"', 'series = "monthly"\nid = "X"'))
    assert told.startswith("mine.toml:complete.id: 'id' is no column of the table statements; ")
    assert faults_of('form = "rows"') == ["mine.toml:makes: 'makes' is missing; it is what each row becomes"]


def test_a_text_that_is_no_toml_names_its_line() -> None:
    mend = 'every line is a key, =, and a value; a text stands in quotation marks: name = "France"'
    assert faults_of('form = "rows"\nabout = UN\n') == [f"mine.toml:2: the line is not written as TOML; {mend}"]
    assert faults_of('form = "rows') == [f"mine.toml:1: the line is not written as TOML; {mend}"]


def test_a_layout_is_found_by_name_or_file(tmp_path: Path) -> None:
    assert layout_names() == ("un-tpcc",)
    assert find_layout("un-tpcc").complete is not None
    with pytest.raises(UnknownSubjectError, match=r"^unknown layout 'un-tpc'; did you mean un-tpcc\?$"):
        find_layout("un-tpc")
    mine = tmp_path / "mine.toml"
    with pytest.raises(RefusedError, match=r"mine\.toml cannot be read: No such file or directory$"):
        find_layout(mine)
    mine.write_text(rows_layout(), encoding="utf-8")
    assert find_layout(mine).source == "mine.toml"
    assert find_layout(str(mine)) == find_layout(mine)
    mine.write_bytes(b"about = '\xe9'")
    with pytest.raises(RefusedError, match=r"mine\.toml is not UTF-8; save it as a text in UTF-8$"):
        find_layout(mine)


# --- drafts ------------------------------------------------------------------------------------------------------


def matrix_workbook(path: Path) -> Path:
    with xlsxwriter.Workbook(str(path)) as workbook:
        merged = workbook.add_format()
        sheet = workbook.add_worksheet("Pledges")
        sheet.merge_range("A1:H1", "Force generation conference: what was said", merged)
        sheet.merge_range("A2:A3", "Line", merged)
        sheet.merge_range("B2:B3", "Remarks", merged)
        sheet.merge_range("C2:D2", "France", merged)
        sheet.merge_range("E2:F2", "Congo", merged)
        sheet.write_row("G2", ["Côte d'Ivoire", "Total"])
        sheet.write_row("C3", ["pledged", "in place", "pledged", "in place", "pledged"])
        sheet.write_row("A4", ["Role 2 hospital", "staff only", 60, 40, "-", 12, 5, 117])
        sheet.write_row("A5", ["Trainers", "", 100, "", 3, "", "", 103])
        sheet.write_row("A6", ["Total", "", 160, 40, 3, 12, 5, 220])
    return path


def test_draft_small_edit_read_for_a_matrix_with_merged_headings(tmp_path: Path) -> None:
    file = matrix_workbook(tmp_path / "pledges.xlsx")
    before = file.read_bytes()
    desk = nations()
    text = draft_layout(file)
    grids, _ = read_grids([file])
    assert [str(one) for one in apply_layout(read_layout(text, "p.toml"), grids, desk.snapshot())[1]] == [
        "p.toml:columns.day.constant: {day} is still empty; write it in the layout",
        "p.toml:columns.unit.constant: {unit} is still empty; write it in the layout",
        (
            'pledges.xlsx:Pledges:E2: "Congo" does not name one country (two neighbouring states bear the '
            "name): write the ISO "
            "code COG or COD; or say in [names] of the layout which member it is"
        ),
    ]
    edited = text.replace('day = { constant = "" }', 'day = { constant = "2026-02-12" }')
    edited = edited.replace('unit = { constant = "" }', 'unit = { constant = "persons" }').replace(
        '# "Congo"', '"Congo"'
    )
    result = applied(read_layout(edited, "p.toml"), grids, desk.snapshot())
    assert result.told == []
    desk.put(*result.reading.drafts)
    statement = "PLEDGES-2026-02-12"
    assert result.rows("steps") == [
        ("ROLE-2-HOSPITAL-FRA", "pledged", 60, "2026-02-12", statement),
        ("ROLE-2-HOSPITAL-FRA", "in_place", 40, "2026-02-12", statement),
        ("ROLE-2-HOSPITAL-COG", "in_place", 12, "2026-02-12", statement),
        ("ROLE-2-HOSPITAL-CIV", "pledged", 5, "2026-02-12", statement),
        ("TRAINERS-FRA", "pledged", 100, "2026-02-12", statement),
        ("TRAINERS-COG", "pledged", 3, "2026-02-12", statement),
    ]
    (steps,) = [table for table in result.tables if table.kind.table == "steps"]
    assert [steps.where(steps.rows[2].number, i) for i in (0, 1, 2)] == [
        "pledges.xlsx:Pledges:A4",
        "pledges.xlsx:Pledges:F3",
        "pledges.xlsx:Pledges:F4",
    ]
    assert file.read_bytes() == before


UN_LIKE = """\
month,contributor,iso3,mission,type,count
2013-11-30,Congo,COG,UNTSO,troops,3
2013-11-30,Nepal,NPL,UNTSO,experts_on_mission,4
2013-12-31,Congo,COG,UNTSO,troops,5
"""


def test_draft_small_edit_read_for_a_table_like_the_uns(tmp_path: Path) -> None:
    file = tmp_path / "un.csv"
    file.write_text(UN_LIKE, encoding="utf-8")
    text = draft_layout(file)
    edited = text.replace('unit = { constant = "" }', 'unit = { constant = "persons" }')
    edited = edited.replace('{ constant = "pledged" }', '{ constant = "in_place" }')
    for line in ("[complete]", 'series = "un"', 'on = "{day}"', 'statement = "UN-{day}"'):
        edited = edited.replace(f"# {line}", line)
    edited = re.sub(r'\[\[makes\]\]\ntable = "statements"(\n.+)+\n', "", edited)
    desk = builders.book("2026-01-01").at("2026-02-01")
    grids, _ = read_grids([file])
    result = applied(read_layout(edited, "un.toml"), grids, desk.snapshot())
    assert result.told == []
    desk.put(*result.reading.drafts)
    entries = [entry for entry in desk.entries() if entry.kind in ("step", "cap")]
    assert sorted((str(e.valid_from), e.kind, e.subject) for e in entries) == [
        ("2013-11-30", "step", "UNTSO-EXPERTS-ON-MISSION-NPL"),
        ("2013-11-30", "step", "UNTSO-TROOPS-COG"),
        ("2013-12-31", "cap", "UNTSO-EXPERTS-ON-MISSION-NPL"),
        ("2013-12-31", "step", "UNTSO-TROOPS-COG"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        "a\n",
        "Nation,Tanks,Trucks\nFrance,1,2\nGermany,3,\n",
        "Line,Unit,Status,France,Germany\nTrucks,vehicles,,1,2\nTotal,,,1,2\n",
        "Country;Status;Pledge (EUR)\nFrance;offered;1.200\nGermany;Committed;n/a\n",
        'Date,"What, and ""how""",1st\n03/04/2026,trucks,5\n',
        "\n".join(["Name,Name", *("x,y" for _ in range(5))]),
    ],
)
def test_a_draft_is_always_a_sound_layout(content: str, tmp_path: Path) -> None:
    file = tmp_path / "odd name.csv"
    file.write_text(content, encoding="utf-8")
    layout = read_layout(draft_layout(file), "odd.toml")
    assert layout.about == "The table in odd name.csv"


def test_a_draft_sees_nations_down_and_lines_across(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.csv"
    file.write_text("Nation,Tanks,Trucks\nFrance,1,2\nGermany,3,\n", encoding="utf-8")
    text = draft_layout(file).replace('constant = "" }', 'constant = "2026-02-12" }')
    result = apply_text(text, read_grids([file])[0][0])
    assert result.told == []
    assert [row[:3] for row in result.rows("steps")] == [
        ("TANKS-FRA", "pledged", 1),
        ("TRUCKS-FRA", "pledged", 2),
        ("TANKS-DEU", "pledged", 3),
    ]


def test_a_file_that_cannot_be_read_has_no_draft(tmp_path: Path) -> None:
    with pytest.raises(FaultyDataError) as raised:
        draft_layout(tmp_path / "none.csv")
    assert [str(one) for one in raised.value.problems] == ["none.csv: there is no such file"]
    (tmp_path / "empty.csv").touch()
    (tmp_path / "paper.pdf").touch()
    told = [str(one) for one in read_grids([tmp_path / "empty.csv", tmp_path / "paper.pdf"])[1]]
    assert told == [
        "empty.csv: there is nothing in the file",
        "paper.pdf: files ending in .pdf are not read; a layout reads files ending in .xlsx, .xlsm, .csv, .tsv, .txt",
    ]


# --- the page of the manual --------------------------------------------------------------------------------------


def test_the_worked_example_of_the_manual(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "how-to" / "layouts.md").read_text(encoding="utf-8")
    blocks = dict(re.findall(r"^`([\w.]+)`:\n\n```\w+\n(.*?)^```$", page, re.MULTILINE | re.DOTALL))
    for name, text in blocks.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    desk = nations()
    layout = find_layout(tmp_path / "conference.toml")
    grids, _ = read_grids([tmp_path / "conference.csv"])
    result = applied(layout, grids, desk.snapshot())
    assert result.told == []
    desk.put(*result.reading.drafts)
    shown = [f"{row[0]} {row[1]} {row[2]}" for row in result.rows("steps")]
    assert shown == re.findall(r"^- `(.*)`$", page, re.MULTILINE)
