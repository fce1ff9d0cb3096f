"""CSV files, alone or as a folder: one file a table, named after it. Written in UTF-8 with commas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from muster.core.errors import RefusedError
from muster.core.problem import Problem
from muster.exchange.cells import Cell
from muster.exchange.columns import columns_by_name, table_kinds
from muster.exchange.delimiters import find_delimiter
from muster.exchange.faults import Fault
from muster.exchange.sheets import Row, Table, find_kind, unknown_table

SUFFIXES = (".csv", ".tsv", ".txt")
"""The endings of the files that are read as CSV."""

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_MOST_BYTES = 500_000_000
_SAMPLE = 4096
_LONGEST_CELL = 1_000_000
_NUL = "\x00"
_ZEROS_OF_FOUR_LETTERS = bytes(4)
_SHOWN_BEFORE = 20


def read_csv(path: Path, name: str) -> tuple[list[Table], list[Problem]]:
    """The table of one CSV file, called ``name`` in problems."""
    text = _content(path)
    return ([], [text.at(name)]) if isinstance(text, Fault) else read_text(text, path.stem, name)


def read_rows(path: Path, name: str) -> tuple[list[Row], list[Problem]]:
    """The rows of a CSV file that is no table of ours, its header among them."""
    text = _content(path)
    if isinstance(text, Fault):
        return [], [text.at(name)]
    rows, problems = _split(text, name)
    return _without_nul(rows, text), problems


def files_of(folder: Path) -> list[Path]:
    """The CSV files in a folder, in the order of their names."""
    return sorted(path for path in folder.iterdir() if path.suffix.lower() == ".csv" and path.is_file())


def read_folder(folder: Path) -> tuple[list[Table], list[Problem]]:
    """The tables of all CSV files in a folder; other files there are left alone."""
    paths = files_of(folder)
    if not paths:
        mend = f"name its files after the tables, such as {table_kinds()[0].table}.csv"
        return [], [Problem("empty_folder", folder.name, "the folder holds no CSV file", mend)]
    tables: list[Table] = []
    problems: list[Problem] = []
    for path in paths:
        found, faults = read_csv(path, path.name)
        tables += found
        problems += faults
    return tables, problems


def read_text(text: str, stem: str, name: str) -> tuple[list[Table], list[Problem]]:
    """The table in the text of a CSV file; ``stem`` is the file's name without its ending."""
    rows, problems = _split(text, name, {column for kind in table_kinds() for column in columns_by_name(kind)})
    if not rows:
        return [], problems or [Problem("empty_file", name, "the file is empty", "write the header in its first row")]
    top, *body = rows
    header = tuple(str(cell).replace(_NUL, "") for cell in top.cells)
    problems += [
        cell.at(f"{name}:{top.number}:{heading or position}")
        for position, (cell, heading) in enumerate(zip(_read_cells(top.cells), header, strict=True), start=1)
        if isinstance(cell, Fault)
    ]
    kind = find_kind(stem, header)
    if kind is None:
        return [], [*problems, unknown_table(name, stem, "file")]
    return [Table(kind, name, header, _without_nul(body, text), header_row=top.number)], problems


def write_folder(folder: Path, tables: Mapping[str, tuple[Sequence[str], Iterable[Sequence[str]]]]) -> None:
    """Write tables, by their names, as CSV files into a new or empty folder; raises RefusedError where it is not."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = f"{folder} is not empty; choose a new place: Muster never writes over a file"
        raise RefusedError(message)
    folder.mkdir(parents=True, exist_ok=True)
    for table, (header, rows) in tables.items():
        with (folder / f"{table}.csv").open("x", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)


def _split(text: str, name: str, known: AbstractSet[str] = frozenset()) -> tuple[list[Row], list[Problem]]:
    """The rows in the text of a CSV file, each numbered by its first line; empty ones are left out."""
    delimiter, skipped = find_delimiter(text, known)
    body = text.split("\n", 1)[1] if skipped and "\n" in text else text
    problems: list[Problem] = []
    return list(_rows(body, delimiter, 1 + skipped, name, problems)), problems


def _rows(text: str, delimiter: str, first: int, name: str, problems: list[Problem]) -> Iterator[Row]:
    """The rows that are not empty, each with the line on which it begins."""
    csv.field_size_limit(_LONGEST_CELL)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = first
    try:
        for cells in lines:
            if any(cells):
                yield Row(begins, tuple(cells))
            begins = first + lines.line_num
    except csv.Error as error:
        problems.append(_broken(error).at(f"{name}:{begins}"))


def _broken(error: csv.Error) -> Fault:
    """Why a row cannot be split into cells."""
    if "limit" in str(error):
        sentence = f"a cell of the row has more than {_LONGEST_CELL:,} characters"
        mend = "close the quotation mark before it if one is open; otherwise shorten the text"
        return Fault("broken_csv", sentence, mend)
    sentence = "a quotation mark is not closed, or stands inside a text"
    mend = "a text in quotation marks doubles those inside it; save the file as CSV from a spreadsheet"
    return Fault("broken_csv", sentence, mend)


def _without_nul(rows: list[Row], text: str) -> list[Row]:
    """The rows of a text, with every cell that holds NUL as a fault."""
    if _NUL not in text:
        return rows
    return [Row(row.number, _read_cells(row.cells)) for row in rows]


def _read_cells(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    if not any(isinstance(cell, str) and _NUL in cell for cell in cells):
        return tuple(cells)
    return tuple(_nul_fault(cell) if isinstance(cell, str) and _NUL in cell else cell for cell in cells)


def _nul_fault(cell: str) -> Fault:
    before = cell.partition(_NUL)[0][-_SHOWN_BEFORE:]
    where = f"after {before!r}" if before else "at its beginning"
    mend = "type the cell again; where many are so, the file is damaged or no text: ask for it again"
    return Fault("bad_character", f"the cell holds NUL, a byte of zero, {where}", mend)


def _content(path: Path) -> str | Fault:
    try:
        size = path.stat().st_size
        if size > _MOST_BYTES:
            return Fault("too_large", f"the file has {size:,} bytes", "split it: at most 500 MB are read")
        return _text(path.read_bytes())
    except OSError as error:
        return Fault("unreadable", f"the file cannot be read: {error.strerror}")


def _text(content: bytes) -> str | Fault:
    """The text of a file: UTF-8, or UTF-16 where its mark or the pattern of its first bytes says so."""
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _decoded(content[len(bom) :], encoding)
    sample = content[:_SAMPLE]
    if sample.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return Fault("not_csv", "the file is a workbook, not CSV", "give it its own ending, such as .xlsx")
    return _decoded(content, _sixteen_bits(sample) or "utf-8")


def _sixteen_bits(sample: bytes) -> str | None:
    """The form of UTF-16 in which bytes without a mark are: every other one zero, over four letters; None: in none."""
    first, second = sample[0::2], sample[1::2]
    if _ZEROS_OF_FOUR_LETTERS in second and not first.count(0):
        return "utf-16-le"
    if _ZEROS_OF_FOUR_LETTERS in first and not second.count(0):
        return "utf-16-be"
    return None


def _decoded(content: bytes, encoding: str) -> str | Fault:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        shown = content[error.start : error.start + 1].decode("cp1252", errors="replace")
        sentence = f"line {line} is not {encoding.upper()} (byte {error.start}, perhaps {shown!r} in an older encoding)"
        return Fault("not_utf8", sentence, "save the file as CSV UTF-8")
