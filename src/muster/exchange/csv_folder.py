"""CSV files, alone or as a folder: one file a table, named after it. Written in UTF-8 with commas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from muster.core.errors import RefusedError
from muster.core.problem import Problem
from muster.exchange.columns import columns_by_name, table_kinds
from muster.exchange.faults import Fault
from muster.exchange.sheets import Row, Table, find_kind, heading_name, unknown_table

SUFFIXES = (".csv", ".tsv", ".txt")
"""The endings of the files that are read as CSV."""

_DELIMITERS = (",", ";", "\t", "|")
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_MOST_BYTES = 500_000_000
_SAMPLE = 4096
_LONGEST_CELL = 1_000_000


def read_csv(path: Path, name: str) -> tuple[list[Table], list[Problem]]:
    """The table of one CSV file, called ``name`` in problems."""
    text = _content(path)
    return ([], [text.at(name)]) if isinstance(text, Fault) else read_text(text, path.stem, name)


def read_rows(path: Path, name: str) -> tuple[list[Row], list[Problem]]:
    """The rows of a CSV file that is no table of ours, its header among them."""
    text = _content(path)
    return ([], [text.at(name)]) if isinstance(text, Fault) else rows_of(text, name)


def read_folder(folder: Path) -> tuple[list[Table], list[Problem]]:
    """The tables of all CSV files in a folder; other files there are left alone."""
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".csv" and path.is_file())
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
    rows, problems = rows_of(text, name)
    if not rows:
        return [], problems or [Problem("empty_file", name, "the file is empty", "write the header in its first row")]
    header = tuple(str(cell or "") for cell in rows[0].cells)
    kind = find_kind(stem, header)
    if kind is None:
        return [], [*problems, unknown_table(name, stem, "file")]
    return [Table(kind, name, header, rows[1:], header_row=rows[0].number)], problems


def rows_of(text: str, name: str) -> tuple[list[Row], list[Problem]]:
    """The rows in the text of a CSV file, each numbered by its first line; empty ones are left out."""
    delimiter, skipped = _delimiter(text)
    body = text.split("\n", 1)[1] if skipped and "\n" in text else text
    problems: list[Problem] = []
    return list(_rows(body, delimiter, 1 + skipped, name, problems)), problems


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
        sentence = (
            "a quotation mark is not closed, or stands inside a text" if "limit" not in str(error) else str(error)
        )
        mend = "a text in quotation marks doubles those inside it; save the file as CSV from a spreadsheet"
        problems.append(Problem("broken_csv", f"{name}:{begins}", sentence, mend))


def _content(path: Path) -> str | Fault:
    try:
        size = path.stat().st_size
        if size > _MOST_BYTES:
            return Fault("too_large", f"the file has {size:,} bytes", "split it: at most 500 MB are read")
        return _text(path.read_bytes())
    except OSError as error:
        return Fault("unreadable", f"the file cannot be read: {error.strerror}")


def _text(content: bytes) -> str | Fault:
    """The text of a file: UTF-8, or UTF-16 where its first bytes say so."""
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _decoded(content[len(bom) :], encoding)
    sample = content[:_SAMPLE]
    if sample.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return Fault("not_csv", "the file is a workbook, not CSV", "give it its own ending, such as .xlsx")
    if b"\x00" in sample:
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        return _decoded(content, "utf-16-le" if odd > even else "utf-16-be")
    return _decoded(content, "utf-8")


def _decoded(content: bytes, encoding: str) -> str | Fault:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        shown = content[error.start : error.start + 1].decode("cp1252", errors="replace")
        sentence = f"line {line} is not {encoding.upper()} (byte {error.start}, perhaps {shown!r} in an older encoding)"
        return Fault("not_utf8", sentence, "save the file as CSV UTF-8")


def _delimiter(text: str) -> tuple[str, int]:
    """The mark between cells: of those in use the one that splits the header into most known names; and lines to skip.

    A first line ``sep=;``, as Excel reads and writes it, says it outright.
    """
    line = text[:_SAMPLE].split("\n", 1)[0].strip("\r")
    if line.lower().startswith("sep=") and len(line) == len("sep=;"):
        return line[-1], 1
    known = {name for kind in table_kinds() for name in columns_by_name(kind)}
    found = {mark: sum(heading_name(name.strip('"')) in known for name in line.split(mark)) for mark in _DELIMITERS}
    return max(_DELIMITERS, key=lambda mark: (found[mark], line.count(mark))), 0
