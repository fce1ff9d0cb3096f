"""Files as grids of cells, for layouts: CSV and Excel, every sheet, nothing taken for a table of ours."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from muster.core.problem import Problem
from muster.exchange.csv_folder import SUFFIXES as TEXTS
from muster.exchange.csv_folder import read_rows
from muster.exchange.layouts.grids import Grid
from muster.exchange.paths import each_once, names_of

WORKBOOKS = (".xlsx", ".xlsm")
"""The endings of the workbooks that a layout reads."""

_OTHER_WORKBOOKS = (".xls", ".xlsb", ".xltx", ".ods")
"""Endings of workbooks for which reading says how to mend it."""


def read_grids(paths: Sequence[Path], *, take_formula_values: bool = False) -> tuple[list[Grid], list[Problem]]:
    """The sheets of files, each once, and what hinders reading them. The files are only ever read."""
    grids: list[Grid] = []
    problems: list[Problem] = []
    files = each_once(paths)
    for path, name in zip(files, names_of(files), strict=True):
        found, faults = _read_one(path, name, take_formula_values=take_formula_values)
        grids += found
        problems += faults
        if not found and not faults:
            problems.append(Problem("empty_file", name, "there is nothing in the file"))
    return grids, problems


def _read_one(path: Path, name: str, *, take_formula_values: bool) -> tuple[list[Grid], list[Problem]]:
    suffix = path.suffix.lower()
    if not path.is_file():
        return [], [Problem("no_file", name, "there is no such file")]
    if suffix in (*WORKBOOKS, *_OTHER_WORKBOOKS):
        from muster.exchange.workbook.plain import read_plain  # noqa: PLC0415 - loads its library only for a workbook

        sheets, problems = read_plain(path, name, take_formula_values=take_formula_values)
        return [Grid(name, sheet.rows, sheet.title, sheet.anchors) for sheet in sheets], problems
    if suffix in TEXTS:
        rows, problems = read_rows(path, name)
        return [Grid(name, rows)] if rows else [], problems
    mend = f"a layout reads files ending in {', '.join((*WORKBOOKS, *TEXTS))}"
    return [], [Problem("unknown_format", name, f"files ending in {suffix or 'nothing'} are not read", mend)]
