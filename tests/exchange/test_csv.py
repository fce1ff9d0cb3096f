"""CSV as it comes: encodings, separators, quotation marks, folders."""

from pathlib import Path

import pytest

from muster.exchange.csv_folder import read_csv, read_folder, read_rows
from muster.exchange.faults import Fault
from muster.exchange.formats import read_files
from muster.exchange.layouts import read_grids
from muster.exchange.tables import read_tables
from tests.builders import book

TEXT = 'id,name,form,note\nITA,Italy,nation,"two\nlines"\nESP,España,nation,\n'


def rows(path: Path) -> list[tuple[int, tuple[object, ...]]]:
    tables, problems = read_csv(path, path.name)
    assert problems == []
    return [(row.number, row.cells) for row in tables[0].rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_csv_is_read_however_it_was_saved(tmp_path: Path, encoding: str, mark: str, end: str) -> None:
    path = tmp_path / "members.csv"
    path.write_bytes(TEXT.replace(",", mark).replace("\n", end).encode(encoding))
    assert rows(path) == [
        (2, ("ITA", "Italy", "nation", f"two{end}lines")),
        (4, ("ESP", "España", "nation", "")),
    ]


def test_excel_s_own_hint_of_the_separator_is_followed(tmp_path: Path) -> None:
    path = tmp_path / "members.csv"
    path.write_text("sep=;\nid;name;form\nITA;Italy, the republic;nation\n", encoding="utf-8")
    assert rows(path) == [(3, ("ITA", "Italy, the republic", "nation"))]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            "members.csv",
            b"id,name\nESP,Espa\xf1a\n",
            "members.csv: line 2 is not UTF-8 (byte 16, perhaps 'ñ' in an older encoding); save the file as CSV UTF-8",
        ),
        (
            "members.csv",
            b'id,name\nITA,"Italy\nESP,Spain\n',
            (
                "members.csv:2: a quotation mark is not closed, or stands inside a text; a text in quotation marks "
                "doubles "
                "those inside it; save the file as CSV from a spreadsheet"
            ),
        ),
        (
            "members.csv",
            b'id,name\nITA,"Ita"ly\n',
            (
                "members.csv:2: a quotation mark is not closed, or stands inside a text; a text in quotation marks "
                "doubles "
                "those inside it; save the file as CSV from a spreadsheet"
            ),
        ),
        ("members.csv", b"", "members.csv: the file is empty; write the header in its first row"),
        (
            "members.csv",
            b"PK\x03\x04 and so on",
            "members.csv: the file is a workbook, not CSV; give it its own ending, such as .xlsx",
        ),
        (
            "membres.csv",
            b"a,b\n1,2\n",
            "membres.csv: the file 'membres' is no table of Muster; did you mean 'members'?",
        ),
        (
            "list.csv",
            b"id,name\n1,2\n",
            (
                "list.csv: the file 'list' is no table of Muster; name the file after one of people, statements, "
                "members, "
                "memberships, keys, capabilities, substitutes, places, operations, phases, requirements, "
                "contributions, "
                "steps, caps, instalments, verifications, caveats, conditions, inventories, assignments, joints, "
                "parts, rotas, turns, productions, trainers, assertions, rates, meetings"
            ),
        ),
        (
            "members.csv",
            b"id,name\nITA," + b"x" * 1_000_001 + b"\n",
            (
                "members.csv:2: a cell of the row has more than 1,000,000 characters; close the quotation mark before "
                "it if one is open; otherwise shorten the text"
            ),
        ),
    ],
)
def test_csv_that_cannot_be_read_is_named(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    tables, problems = read_csv(path, name)
    assert [str(problem) for problem in problems] == [said]
    assert all(len(table.rows) == 0 for table in tables)


def test_a_table_is_known_by_its_header_where_only_one_fits(tmp_path: Path) -> None:
    path = tmp_path / "from the ministry.csv"
    path.write_text("contribution,word,quantity,valid_from\nC1,pledged,1,2026-01-01\n", encoding="utf-8")
    assert read_csv(path, path.name)[0][0].kind.name == "step"
    assert len(read_rows(path, path.name)[0]) == 2


def test_a_folder_is_all_its_csv_files(tmp_path: Path) -> None:
    (tmp_path / "members.csv").write_text("id,name\nITA,Italy\n", encoding="utf-8")
    (tmp_path / "Steps.CSV").write_text("contribution,word\n", encoding="utf-8")
    (tmp_path / "book.toml").write_text("", encoding="utf-8")
    tables, problems = read_folder(tmp_path)
    assert (sorted(table.kind.name for table in tables), problems) == (["member", "step"], [])
    (tmp_path / "empty").mkdir()
    assert [str(problem) for problem in read_files([tmp_path / "empty"])[1]] == [
        "empty: the folder holds no CSV file; name its files after the tables, such as people.csv"
    ]


def test_files_that_nobody_reads_are_named(tmp_path: Path) -> None:
    (tmp_path / "letter.docx").write_bytes(b"PK")
    (tmp_path / "whole.jsonl").write_text("", encoding="utf-8")
    _, problems = read_files([tmp_path / "letter.docx", tmp_path / "none.csv", tmp_path / "whole.jsonl"])
    assert [str(problem) for problem in problems] == [
        (
            "letter.docx: files ending in .docx are not read; read are files ending in .xlsx, .xlsm, .csv, .tsv, "
            ".txt, and "
            "folders of CSV files"
        ),
        "none.csv: there is no such file",
        (
            "whole.jsonl: the file holds the entries of a whole book; it makes a book of its own: it is no table "
            "to read "
            "into another"
        ),
    ]


def test_two_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "members.csv").write_text("id,name\nITA,Italy\n", encoding="utf-8")
    told: list[tuple[int, int]] = []
    tables, _ = read_files(
        [tmp_path / "a" / "members.csv", tmp_path / "b" / "members.csv"], watcher=lambda *far: told.append(far)
    )
    assert [table.source for table in tables] == [(tmp_path / name / "members.csv").as_posix() for name in "ab"]
    assert told == [(0, 2), (1, 2)]


NUL = "type the cell again; where many are so, the file is damaged or no text: ask for it again"


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("id,name,form\nITA,Ita\0ly,nation\n", ["members.csv:2:name: the cell holds NUL, a byte of zero, after 'Ita'"]),
        ("id,na\0me,form\nITA,Italy,nation\n", ["members.csv:1:name: the cell holds NUL, a byte of zero, after 'na'"]),
        (
            "id,name,form\nITA,Italy,\0\0\0\0\0\0\0\0nation\nESP,Spain,na\0tion\n",
            [
                "members.csv:2:form: the cell holds NUL, a byte of zero, at its beginning",
                "members.csv:3:form: the cell holds NUL, a byte of zero, after 'na'",
            ],
        ),
    ],
)
def test_nul_is_a_fault_at_its_cell_and_no_sign_of_utf_16(tmp_path: Path, content: str, where: list[str]) -> None:
    path = tmp_path / "members.csv"
    path.write_text(content, encoding="utf-8")
    tables, problems = read_files([path])
    reading = read_tables(tables, book().snapshot(), problems=problems)
    assert [str(problem) for problem in reading.problems] == [f"{place}; {NUL}" for place in where]


def test_nul_in_a_table_that_a_layout_reads_is_a_fault_of_its_cell(tmp_path: Path) -> None:
    (tmp_path / "theirs.csv").write_text("Country,Count\nItaly,6\0\n", encoding="utf-8")
    rows, problems = read_rows(tmp_path / "theirs.csv", "theirs.csv")
    assert problems == []
    assert rows[1].cells == ("Italy", Fault("bad_character", "the cell holds NUL, a byte of zero, after '6'", NUL))


@pytest.mark.parametrize(
    "text",
    [
        "Conference, Brussels\nLine;France;Italy\nTrainers;60;40\nPolice;1,5;2,5\n",
        "\nLine;France;Italy\nTrainers;60;40\n",
        'As of 1 May, 2026; "draft"\n\nLine;France;Italy\nTrainers, army;60;40\nPolice;1;2\n',
    ],
)
@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_the_separator_is_found_beneath_a_title(tmp_path: Path, text: str, mark: str) -> None:
    path = tmp_path / "theirs.csv"
    path.write_text(text.replace(";", mark), encoding="utf-8")
    rows, problems = read_rows(path, path.name)
    assert problems == []
    assert ("Line", "France", "Italy") in [row.cells for row in rows]


def test_the_separator_is_found_in_the_first_rows_of_a_long_file(tmp_path: Path) -> None:
    path = tmp_path / "theirs.csv"
    path.write_text("A title, and more\n" + "Trainers;60;40\n" * 20_000, encoding="utf-8")
    rows, _ = read_rows(path, path.name)
    assert (len(rows), rows[-1].cells) == (20_001, ("Trainers", "60", "40"))


def test_the_columns_of_a_table_tell_its_separator_before_its_rows_do(tmp_path: Path) -> None:
    path = tmp_path / "members.csv"
    path.write_text("\nid;name\nITA;Rome, Milan, Turin\nESP;Madrid, Seville, Cadiz\n", encoding="utf-8")
    assert rows(path) == [(3, ("ITA", "Rome, Milan, Turin")), (4, ("ESP", "Madrid, Seville, Cadiz"))]


def test_a_file_that_is_named_twice_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "members.csv").write_text("id,name,form\nITA,Italy,naton\n", encoding="utf-8")
    (tmp_path / "link.csv").symlink_to(folder / "members.csv")
    monkeypatch.chdir(tmp_path)
    named = [folder / "members.csv", Path("folder/../folder/members.csv"), Path("folder"), Path("link.csv")]
    tables, problems = read_files(named)
    reading = read_tables(tables, book().snapshot(), problems=problems)
    assert [str(problem) for problem in reading.problems] == [
        "members.csv:2:form: 'naton' is not a word for form; did you mean 'nation'?"
    ]
    grids, _ = read_grids(named)
    assert [grid.file for grid in grids] == ["members.csv"]


def test_files_of_one_name_in_two_folders_are_told_apart(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "members.csv").write_text("id,name\nITA,Italy\n", encoding="utf-8")
    tables, _ = read_files([tmp_path / "a", tmp_path / "b"])
    assert [table.source for table in tables] == [(tmp_path / name / "members.csv").as_posix() for name in "ab"]
