"""The registry of formats: which files are read and written, by their endings."""

from __future__ import annotations

import os
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from importlib import resources
from pathlib import Path

from muster.core.days import moment
from muster.core.errors import RefusedError, StorageError
from muster.core.problem import Problem
from muster.exchange import csv_folder, jsonl
from muster.exchange.columns import Column, columns_of
from muster.exchange.export import ExportTable, Shown, empty_tables, export_tables, number_text
from muster.exchange.faults import Fault
from muster.exchange.paths import each_once, names_of
from muster.exchange.sheets import Table
from muster.exchange.texts import EXAMPLE
from muster.exchange.workbook.archive import container_fault
from muster.ledger.snapshot import Snapshot

Watcher = Callable[[int, int], None]
"""Told how far a file has come: so many of so many files or rows."""

WORKBOOKS = (".xlsx", ".xlsm")
"""The endings of workbooks. Written are those that end in .xlsx."""

READ = (*WORKBOOKS, *csv_folder.SUFFIXES)
"""The endings of the files that are read as tables."""

OLD_WORKBOOKS = (".xls", ".xlsb", ".ods")
"""The endings of workbooks that are recognised and refused, with the way to mend."""

_SAVE_AS = "open it in its program and save it as an Excel workbook (.xlsx)"


def read_files(
    paths: Iterable[Path | str], *, take_formula_values: bool = False, watcher: Watcher | None = None
) -> tuple[list[Table], list[Problem]]:
    """The tables of workbooks, CSV files and folders of CSV files, and every problem of the files themselves.

    A file that is named twice is read once.
    """
    listed = each_once(paths)
    tables: list[Table] = []
    problems: list[Problem] = []
    for done, (path, name) in enumerate(zip(listed, names_of(listed), strict=True)):
        if watcher is not None:
            watcher(done, len(listed))
        found, faults = _read_one(path, name, take_formula_values=take_formula_values)
        tables += found
        problems += faults
    return tables, problems


def write_export(
    snapshot: Snapshot, target: Path, *, valid: date | None = None, watcher: Watcher | None = None
) -> Path:
    """Write what stands (``valid``: what holds on a day) to a workbook, a folder of CSV, or all entries as JSON Lines.

    Returns the place. Raises RefusedError where something is there already, or for an ending that is not written.
    """
    _must_be_new(target)
    if target.suffix == jsonl.SUFFIX:
        if valid is not None:
            message = "JSON Lines hold the whole history; leave the day out, or export tables"
            raise RefusedError(message)
        return _written(target, lambda place: jsonl.write_lines(jsonl.lines_of(snapshot), place))
    if target.suffix == ".xlsx":
        from muster.exchange.workbook.writing import write_workbook  # noqa: PLC0415 - loads its library only for a workbook

        tables = export_tables(snapshot, valid=valid, guarded=False)
        ids = {kind: snapshot.ids(kind) for kind in _referred()}
        created = moment(snapshot.known)
        return _written(target, lambda place: write_workbook(place, tables, ids, created=created, watcher=watcher))
    _must_be_folder(target)
    return _write_folder(target, export_tables(snapshot, valid=valid))


def write_template(target: Path, snapshot: Snapshot | None = None) -> Path:
    """Write an empty workbook, or a folder of CSV files, to fill in; with a snapshot its ids are offered.

    Returns the place. Raises RefusedError where something is there already, or for an ending that is not written.
    """
    _must_be_new(target)
    tables = [ExportTable(table.kind, table.columns, (example_row(table),)) for table in empty_tables()]
    if target.suffix == ".xlsx":
        from muster.exchange.workbook.writing import write_workbook  # noqa: PLC0415 - loads its library only for a workbook

        ids = {} if snapshot is None else {kind: snapshot.ids(kind) for kind in _referred()}
        return _written(target, lambda place: write_workbook(place, tables, ids))
    _must_be_folder(target)
    return _write_folder(target, tables)


def example_row(table: ExportTable) -> Mapping[str, Shown]:
    """The example of a template's table; its first cell says that it is one."""
    text = resources.files("muster.exchange").joinpath("example_rows.toml").read_text(encoding="utf-8")
    row: dict[str, Shown] = dict(tomllib.loads(text)[table.kind.table])
    first = table.columns[0].name
    row[first] = f"{EXAMPLE} {row[first]}"
    return row


def _read_one(path: Path, name: str, *, take_formula_values: bool) -> tuple[list[Table], list[Problem]]:
    suffix = path.suffix.lower()
    if path.is_dir():
        return csv_folder.read_folder(path)
    if not path.exists():
        return [], [Problem("no_file", name, "there is no such file")]
    if suffix in OLD_WORKBOOKS:
        fault = container_fault(path) or Fault("old_excel", f"files ending in {suffix} are not read", _SAVE_AS)
        return [], [fault.at(name)]
    if suffix in WORKBOOKS:
        from muster.exchange.workbook.reading import read_workbook  # noqa: PLC0415 - loads its library only for a workbook

        return read_workbook(path, name, take_formula_values=take_formula_values)
    if suffix in csv_folder.SUFFIXES:
        return csv_folder.read_csv(path, name)
    if suffix == jsonl.SUFFIX:
        mend = "it makes a book of its own: it is no table to read into another"
        return [], [Problem("whole_book", name, "the file holds the entries of a whole book", mend)]
    listed = ", ".join(READ)
    mend = f"read are files ending in {listed}, and folders of CSV files"
    return [], [Problem("unknown_format", name, f"files ending in {suffix or 'nothing'} are not read", mend)]


def _referred() -> set[str]:
    """The kinds of things that columns refer to."""
    columns: Iterable[Column] = (column for table in empty_tables() for column in columns_of(table.kind))
    return {column.ref for column in columns if column.ref}


def _must_be_new(target: Path) -> None:
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        message = f"{target} is there already; choose a new place: Muster never writes over a file"
        raise RefusedError(message)


def _must_be_folder(target: Path) -> None:
    if target.suffix:
        message = f"files ending in {target.suffix} are not written; write .xlsx, .jsonl, or a folder for CSV files"
        raise RefusedError(message)


def _write_folder(target: Path, tables: Iterable[ExportTable]) -> Path:
    texts = {
        table.kind.table: (
            [column.name for column in table.columns],
            [[_csv_text(row.get(column.name, "")) for column in table.columns] for row in table.rows],
        )
        for table in tables
    }
    try:
        csv_folder.write_folder(target, texts)
    except OSError as error:
        raise StorageError(_not_written(target, error)) from error
    return target


def _csv_text(value: Shown) -> str:
    return value if isinstance(value, str) else number_text(value)


def _written(target: Path, write: Callable[[Path], None]) -> Path:
    """Write into a neighbour first, so that a failure leaves nothing half written, and never over a file."""
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".muster-") as folder:
            place = Path(folder) / target.name
            write(place)
            _put(place, target)
    except FileExistsError as error:
        message = f"{target} is there already; choose a new place: Muster never writes over a file"
        raise RefusedError(message) from error
    except OSError as error:
        raise StorageError(_not_written(target, error)) from error
    return target


def _put(place: Path, target: Path) -> None:
    """Give a finished file its name, where nothing has it yet."""
    try:
        os.link(place, target)
    except FileExistsError:
        raise
    except OSError:  # a place without hard links: copied, and taken away again where that fails
        with target.open("xb") as file:
            try:
                file.write(place.read_bytes())
            except OSError:
                target.unlink()
                raise


def _not_written(target: Path, error: OSError) -> str:
    return f"{target} could not be written: {error.strerror or error}"
