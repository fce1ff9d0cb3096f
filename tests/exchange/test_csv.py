"""CSV as it comes: encodings, separators, quotation marks, folders."""

from pathlib import Path

import pytest

from muster.exchange.csv_folder import read_csv, read_folder, read_rows
from muster.exchange.formats import read_files

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
                "steps, caps, instalments, verifications, caveats, conditions, inventories, assignments, assertions, "
                "rates, meetings"
            ),
        ),
        (
            "members.csv",
            b"id,name\nITA," + b"x" * 1_000_001 + b"\n",
            (
                "members.csv:2: field larger than field limit (1000000); a text in quotation marks doubles those "
                "inside "
                "it; save the file as CSV from a spreadsheet"
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
