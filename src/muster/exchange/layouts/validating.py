"""The text of a layout into a sound layout, or every fault in it at its key, with a suggestion."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from muster.core.errors import FaultyDataError, RefusedError
from muster.core.problem import Problem, did_you_mean, what_else
from muster.exchange.cells import reader
from muster.exchange.columns import Column, columns_by_name
from muster.exchange.faults import Fault
from muster.exchange.layouts.model import (
    CELL,
    NAME,
    Across,
    Complete,
    Form,
    Layout,
    Make,
    Making,
    Matrix,
    Place,
    ReadAs,
    Reading,
    Skip,
    Source,
)
from muster.exchange.layouts.templates import FORMS, Template, template
from muster.exchange.numbers import find_locale
from muster.exchange.sheets import needed_columns
from muster.ledger.kinds import KINDS, TABLES, Kind

_PARTS: Mapping[str, type[BaseModel]] = {
    "sheet": Place,
    "columns": Source,
    "matrix": Matrix,
    "headings": Across,
    "complete": Complete,
    "makes": Make,
    "skip": Skip,
}
_AT_LINE = re.compile(r"\s*\(at (?:line (\d+)(?:, column \d+)?|end of document)\)")


def read_layout(text: str, source: str) -> Layout:
    """The layout that a text writes; raises FaultyDataError with every fault. ``source`` is its file's name."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FaultyDataError([_not_toml(str(error), text, source)]) from None
    problems: list[Problem] = []
    if "source" in told:
        mend = _known_keys(["source"], "source")
        problems.append(Problem("unknown_key", f"{source}:source", "'source' is no key of a layout here", mend))
    told |= {"source": source}
    layout: Layout | None = None
    try:
        layout = Layout.model_validate(told)
    except ValidationError as error:
        problems += [_problem(one, source) for one in error.errors()]
    problems += _meaning(told, layout, source)
    if problems or layout is None:
        raise FaultyDataError(list(dict.fromkeys(problems)))
    return layout


def _not_toml(message: str, text: str, source: str) -> Problem:
    found = _AT_LINE.search(message)
    line = found[1] if found and found[1] else str(text.count("\n") + 1)
    mend = 'every line is a key, =, and a value; a text stands in quotation marks: name = "France"'
    return Problem("not_toml", f"{source}:{line}", "the line is not written as TOML", mend)


def _problem(error: ErrorDetails, source: str) -> Problem:
    """One fault that pydantic found, in our words."""
    path = [part + 1 if isinstance(part, int) else part for part in error["loc"]]
    path = [part for part in path if part != "cells"]
    where = f"{source}:{'.'.join(str(part) for part in path)}"
    kind, key = error["type"], str(path[-1]) if path else ""
    if kind == "extra_forbidden":
        return Problem("unknown_key", where, f"{key!r} is no key of a layout here", _known_keys(path, key))
    if kind == "missing":
        part = _part(path[:-1])
        meaning = next((f.description for n, f in part.model_fields.items() if key in (n, f.alias)), "") or ""
        return Problem("missing_key", where, f"{key!r} is missing", f"it is {meaning}")
    if kind == "value_error":
        return Problem("bad_value", where, error["msg"].removeprefix("Value error, "))
    given = error["input"]
    if kind in ("enum", "literal_error"):
        words = re.findall(r"'([^']*)'", str(error.get("ctx", {}).get("expected", "")))
        sentence = f"{given!r} is not a word for {key}"
        return Problem("unknown_choice", where, sentence, what_else(str(given), filter(None, words)))
    return Problem("bad_value", where, f"{_shown(given)} does not belong here", _WANTED.get(kind, ""))


_WANTED: Mapping[str, str] = {
    "string_type": "write a text in quotation marks",
    "string_too_short": "write a text, or leave the key out",
    "string_pattern_mismatch": "write the letters of a column, such as C, or of a cell, such as B2",
    "int_type": "write the number of a row, such as 3",
    "greater_than_equal": "rows are counted from 1",
    "bool_type": "write true or false, without quotation marks",
    "tuple_type": 'write a list, such as ["a", "b"]',
    "too_short": "write at least one",
    "model_type": "write a table of keys and values",
    "model_attributes_type": "write a table of keys and values",
    "dict_type": "write a table of keys and values",
    "mapping_type": "write a table of keys and values",
}


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."  # noqa: PLR2004 - what fits into a sentence


def _part(path: Iterable[object]) -> type[BaseModel]:
    """The part of a layout in which a key stands."""
    named = [str(one) for one in path if str(one) in _PARTS]
    return _PARTS[named[-1]] if named else Layout


def _known_keys(path: list[int | str], key: str) -> str:
    part = _part(path[:-1])
    keys = [field.alias or name for name, field in part.model_fields.items() if name not in ("source", "cells")]
    return did_you_mean(key, keys) or f"here stand {', '.join(keys)}"


def _meaning(told: Mapping[str, Any], layout: Layout | None, source: str) -> Iterator[Problem]:
    """What is wrong beyond the form of the keys, in every part whose form is sound."""
    columns = told.get("columns")
    names = list(columns) if isinstance(columns, dict) else []
    matrix = told.get("matrix")
    across = matrix.get("headings") if isinstance(matrix, dict) else None
    names += [*across, CELL] if isinstance(across, dict) else []
    completing = _sound(Complete, told.get("complete"))
    makes = told.get("makes")
    for number, one in enumerate(makes if isinstance(makes, list) else [], start=1):
        make = _sound(Make, one)
        if isinstance(make, Make):
            yield from _of_make(make, names, f"{source}:makes.{number}", complete="complete" in told)
    if isinstance(completing, Complete):
        yield from _of_complete(completing, names, f"{source}:complete")
    for name in names:
        if NAME.fullmatch(name) is None:
            sentence = f"{name!r} cannot be the name of a column"
            yield Problem("bad_name", f"{source}:columns.{name}", sentence, "write a word such as line")
    yield from _of_locale(told.get("locale"), source)
    if layout is not None:
        yield from _of_layout(layout)


def _sound(part: type[Making], told: object) -> Making | None:
    try:
        return part.model_validate(told)
    except ValidationError:
        return None


def _of_locale(locale: object, source: str) -> Iterator[Problem]:
    if isinstance(locale, str) and locale:
        try:
            find_locale(locale)
        except RefusedError as error:
            yield Problem("unknown_locale", f"{source}:locale", str(error))


def _of_make(make: Make, names: list[str], where: str, *, complete: bool) -> Iterator[Problem]:
    yield from _of_template(template(make.only_if), names, f"{where}.only_if")
    kind = TABLES.get(make.table)
    if kind is None:
        sentence = f"{make.table!r} is no table of Muster"
        yield Problem("unknown_table", f"{where}.table", sentence, what_else(make.table, TABLES))
        return
    if make.if_absent and not kind.is_thing:
        sentence = f"a row of {make.table} is no thing of its own that could be absent"
        yield Problem("if_absent", f"{where}.if_absent", sentence, "leave the key out")
    yield from _of_cells(make, kind, names, where)
    dated = {"valid_from", "statement"} if complete else set()
    for column in needed_columns(kind):
        if column not in make.cells and column not in dated:
            meaning = columns_by_name(kind)[column].meaning
            yield Problem("missing_column", where, f"the table {make.table} needs {column!r}", f"it is {meaning}")


def _of_complete(complete: Complete, names: list[str], where: str) -> Iterator[Problem]:
    for key in ("on", "statement"):
        text = getattr(complete, key)
        yield from _of_template(template(text), names, f"{where}.{key}")
        if not template(text).names:
            yield Problem(
                "no_value", f"{where}.{key}", f"{text!r} is the same for every row", "name a column in braces"
            )
    yield from _of_cells(complete, KINDS["statement"], names, where)


def _of_cells(made: Making, kind: Kind, names: list[str], where: str) -> Iterator[Problem]:
    known = {name: one for name, one in columns_by_name(kind).items() if name not in made.own_columns()}
    for name, filled in made.templates.items():
        column = known.get(name)
        if column is None:
            mend = did_you_mean(name, [*known, *made.own_keys()]) or f"it has {', '.join(known)}"
            sentence = f"{name!r} is no column of the table {kind.table}"
            yield Problem("unknown_column", f"{where}.{name}", sentence, mend)
        elif filled.names:
            yield from _of_template(filled, names, f"{where}.{name}")
        else:
            yield from _of_constant(filled, column, f"{where}.{name}")


def _of_constant(constant: Template, column: Column, where: str) -> Iterator[Problem]:
    value = reader(column)(constant.text)
    if isinstance(value, Fault):
        yield value.at(where)


def _of_template(filled: Template, names: list[str], where: str) -> Iterator[Problem]:
    for name, form in zip(filled.names, filled.forms, strict=True):
        if name not in names:
            mend = did_you_mean(name, names) or f"the layout names {', '.join(names) or 'no column'}"
            yield Problem("unknown_name", where, f"{{{name}}} is no column of this layout", mend)
        if form and form not in FORMS:
            sentence = f"a value cannot be written as {form!r}"
            yield Problem("unknown_form", where, sentence, what_else(form, FORMS))


def _of_layout(layout: Layout) -> Iterator[Problem]:
    """What does not fit together between the parts of a layout."""
    source = layout.source
    if (layout.form is Form.MATRIX) != (layout.matrix is not None):
        sentence = f"the form is {layout.form}, but there is {'no' if layout.matrix is None else 'a'} part [matrix]"
        yield Problem("form", f"{source}:form", sentence, "write form = rows or matrix, and [matrix] for a matrix")
    if layout.matrix is not None and CELL in (*layout.columns, *layout.matrix.headings):
        yield Problem("bad_name", f"{source}:columns.{CELL}", f"{CELL!r} is the number in a matrix", "use another name")
    for number, skip in enumerate(layout.sheet.skip, start=1):
        if skip.column not in layout.columns:
            mend = did_you_mean(skip.column, layout.columns) or f"the layout names {', '.join(layout.columns)}"
            where = f"{source}:sheet.skip.{number}.column"
            yield Problem("unknown_name", where, f"{skip.column!r} is no column of this layout", mend)
    if layout.complete is not None and not any(make.table == "steps" for make in layout.makes):
        sentence = "the tables are declared complete, but no row becomes a step"
        yield Problem("no_steps", f"{source}:complete", sentence, "add a part [[makes]] with the table steps")
    if layout.complete is not None:
        named = template(layout.complete.on).names
        for name in named:
            if name in layout.columns and layout.columns[name].read_as is not ReadAs.DAY:
                sentence = f"{{{name}}} is the day of the tables, but is not read as a day"
                yield Problem("no_day", f"{source}:columns.{name}", sentence, 'write as = "day"')
    readings: dict[str, Reading] = dict(layout.columns)
    yield from _of_readings(readings, f"{source}:columns")


def _of_readings(readings: Mapping[str, Reading], where: str) -> Iterator[Problem]:
    for name, reading in readings.items():
        if reading.month and reading.read_as is not ReadAs.DAY:
            yield Problem("month", f"{where}.{name}.month", "only a day can stand for a month", 'write as = "day"')
