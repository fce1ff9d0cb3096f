"""What a sheet seems to be: where its headings stand, which columns are countries, days, numbers. For drafts only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from muster.core.contributions import Word
from muster.exchange import dates, numbers
from muster.exchange.cells import Cell, is_blank
from muster.exchange.countries import find_country
from muster.exchange.faults import Fault
from muster.exchange.layouts.grids import Grid, text_of
from muster.exchange.layouts.lines import joined_heading
from muster.exchange.layouts.model import ReadAs
from muster.exchange.sheets import Row, heading_name
from muster.exchange.texts import trimmed

BLANK_MARKS = frozenset({"-", "–", "—", "--", "n/a", "N/A", "n.a.", "nil", "x", "tbd", "TBD", "tbc", "TBC"})
"""What people write where a number is not known or not there."""

_SUMS = frozenset({"total", "totals", "grand total", "sub total", "subtotal", "sum"})
_WORDS = {word.value.replace("_", " "): word.value for word in Word} | {
    "pledge": "pledged",
    "pledges": "pledged",
    "offer": "offered",
    "offers": "offered",
    "commitment": "committed",
    "commitments": "committed",
    "deployed": "in_place",
}
_ROWS_LOOKED_AT = 400
_HEADINGS_WITHIN = 40
_MOST_HEADING_ROWS = 3
_MOST = 0.8
_MORE_THAN_HALF = 0.6


@dataclass(frozen=True, slots=True)
class Guess:
    """A column as it seems: its position, its heading, what it holds, and its texts, each once, in their order."""

    column: int
    heading: str
    holds: ReadAs
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sight:
    """A sheet as it seems. Of a matrix ``across`` are its rows of headings by what they hold, ``first`` its column."""

    grid: Grid
    heading_rows: tuple[int, ...]
    columns: tuple[Guess, ...]
    across: dict[str, int] = field(default_factory=dict)
    first: int = 0
    last: int = 0
    blanks: tuple[str, ...] = ()
    sums: tuple[tuple[int, str], ...] = ()
    sum_headings: tuple[str, ...] = ()
    ambiguous: str = ""
    doubtful: tuple[tuple[str, tuple[str, ...]], ...] = ()


def word_of(text: str) -> str | None:
    """Our word for a step that a text is, None where it is none."""
    return _WORDS.get(" ".join(text.casefold().replace("_", " ").replace("-", " ").split()))


def is_sum(text: str) -> bool:
    """Whether a text marks a row or column of sums."""
    return " ".join(text.casefold().replace("-", " ").split()).rstrip(":") in _SUMS


def look_at(grid: Grid) -> Sight:
    """What a sheet seems to be."""
    headings = _heading_rows(grid)
    body = [row for row in grid.filled if row.number > headings[-1]][:_ROWS_LOOKED_AT]
    columns = tuple(_guess(grid, column, headings, body) for column in range(grid.width))
    across, first, last = _matrix(grid, headings, columns)
    lines = columns[:first] if across else columns
    figures = [one for one in columns if one.holds is ReadAs.NUMBER or (across and first <= one.column <= last)]
    cells = [cell for one in figures for cell in _cells(body, one.column)]
    marks = {trimmed(cell) for cell in cells if isinstance(cell, str)} & BLANK_MARKS
    nations = [text for one in lines if one.holds is ReadAs.COUNTRY for text in one.texts]
    if "nation" in across:
        nations += [text_of(grid.cell(across["nation"], column)) for column in range(first, last + 1)]
    over = [text_of(grid.cell(row, column)) for row in across.values() for column in range(first, last + 1)]
    return Sight(
        grid,
        headings,
        columns,
        across,
        first,
        last,
        tuple(sorted(marks)),
        tuple(
            (one.column, text) for one in lines if one.holds is not ReadAs.NUMBER for text in one.texts if is_sum(text)
        ),
        tuple(dict.fromkeys(text for text in over if is_sum(text))),
        _ambiguous(cells, columns, body),
        tuple(_doubtful(nations)),
    )


def _heading_rows(grid: Grid) -> tuple[int, ...]:
    """The numbers of the rows of headings: the first with several texts, and those below it until there is a number."""
    rows = list(grid.filled[:_HEADINGS_WITHIN])
    start = next((i for i, row in enumerate(rows) if _is_heading(row)), 0)
    below = start + 1
    while below < len(rows) and below - start < _MOST_HEADING_ROWS and _is_heading(rows[below]):
        below += 1
    numbered = below < len(rows) and any(_is_figure(cell) for cell in rows[below].cells)
    return tuple(row.number for row in rows[start : below if numbered else start + 1]) or (1,)


def _is_heading(row: Row) -> bool:
    filled = [cell for cell in row.cells if not is_blank(cell)]
    texts = {text_of(cell) for cell in filled}
    return len(texts) > 1 and not any(_is_figure(cell) for cell in filled)


def _is_figure(cell: Cell) -> bool:
    if isinstance(cell, int | float | date) and not isinstance(cell, bool):
        return True
    return isinstance(cell, str) and (_is_number(cell) or _is_day(cell)) and not _is_year(cell)


def _is_year(cell: str) -> bool:
    text = trimmed(cell)
    return text.isdigit() and len(text) == len("2026") and text[:2] in ("19", "20")


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, str):
        number = numbers.read_number(trimmed(cell))
        return not isinstance(number, Fault) or number.name == "ambiguous_number"
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _is_day(cell: Cell) -> bool:
    if isinstance(cell, str):
        day = dates.read_day(trimmed(cell))
        return (not isinstance(day, Fault) or day.name == "ambiguous_date") and not _is_year(cell)
    return isinstance(cell, date)


def _cells(body: Sequence[Row], column: int) -> list[Cell]:
    cells = (row.cells[column] for row in body if column < len(row.cells))
    return [cell for cell in cells if not is_blank(cell)]


def _guess(grid: Grid, column: int, headings: Sequence[int], body: Sequence[Row]) -> Guess:
    heading = joined_heading(grid, headings, column)
    cells = _cells(body, column)
    shown = tuple(dict.fromkeys(text_of(cell) for cell in cells))
    figures = [cell for cell in cells if not (isinstance(cell, str) and trimmed(cell) in BLANK_MARKS)]
    if figures and _share(map(_is_number, figures)) >= _MOST:
        return Guess(column, heading, ReadAs.NUMBER)
    if cells and _share(map(_is_day, cells)) >= _MOST:
        return Guess(column, heading, ReadAs.DAY)
    countries = [text for text in shown if not is_sum(text)]
    if countries and _share(_is_country(text) for text in countries) >= _MOST:
        return Guess(column, heading, ReadAs.COUNTRY, shown)
    return Guess(column, heading, ReadAs.TEXT, shown)


def _is_country(text: str) -> bool:
    found = find_country(text)
    return found.iso3 is not None or bool(found.candidates)


def _share(found: Iterable[bool]) -> float:
    answers = list(found)
    return sum(answers) / len(answers) if answers else 0.0


def _matrix(grid: Grid, headings: Sequence[int], columns: Sequence[Guess]) -> tuple[dict[str, int], int, int]:
    """The rows of headings of a matrix by what they hold, and its first and last column; nothing where it is none."""
    for row in headings:
        over = [(column, text_of(grid.cell(row, column))) for column in range(grid.width)]
        nations = [column for column, text in over if text and _is_country(text)]
        if len({over[column][1] for column in nations}) < 2:  # noqa: PLR2004 - two nations make a row of them
            continue
        first = nations[0]
        beside = {text for column, text in over if column >= first and text and not is_sum(text)}
        if _share(_is_country(text) for text in beside) < _MORE_THAN_HALF:
            continue
        last = max(column for other in headings for column in range(grid.width) if text_of(grid.cell(other, column)))
        return {"nation": row} | _further(grid, headings, row, first, last), first, last
    numbered = [one.column for one in columns if one.holds is ReadAs.NUMBER and one.heading]
    nation = next((one.column for one in columns if one.holds is ReadAs.COUNTRY), None)
    texts = [one for one in columns if one.holds is not ReadAs.NUMBER and one.column != nation]
    if nation is not None and len(numbered) > 1 and nation < numbered[0] and not texts:
        return {"line": headings[-1]}, numbered[0], numbered[-1]
    return {}, 0, 0


def _further(grid: Grid, headings: Sequence[int], nation: int, first: int, last: int) -> dict[str, int]:
    """The other rows of headings over a matrix of nations: one with our words, and one with something else."""
    found: dict[str, int] = {}
    for row in headings:
        texts = [text_of(grid.cell(row, column)) for column in range(first, last + 1)]
        texts = [text for text in texts if text and not is_sum(text)]
        if row != nation and texts:
            name = "word" if all(word_of(text) for text in texts) else "group"
            found.setdefault(name, row)
    return found


def _ambiguous(figures: Iterable[Cell], columns: Iterable[Guess], body: Sequence[Row]) -> str:
    """A number or a date of the sheet that can be read in two ways; empty where there is none."""
    for cell in figures:
        if isinstance(cell, str):
            number = numbers.read_number(trimmed(cell))
            if isinstance(number, Fault) and number.name == "ambiguous_number":
                return trimmed(cell)
    for one in columns:
        for cell in _cells(body, one.column) if one.holds is ReadAs.DAY else ():
            day = dates.read_day(trimmed(cell)) if isinstance(cell, str) else None
            if isinstance(day, Fault) and day.name == "ambiguous_date":
                return text_of(cell)
    return ""


def _doubtful(texts: Iterable[str]) -> Iterable[tuple[str, tuple[str, ...]]]:
    """The names that are no country's or several, with the codes they may mean."""
    for text in dict.fromkeys(texts):
        found = find_country(text) if text and not is_sum(text) else None
        if found is not None and found.iso3 is None:
            yield text, found.candidates


def column_name(heading: str, taken: Iterable[str]) -> str:
    """A name for a column in a layout, made of its heading."""
    letters = "".join(one if one.isalnum() else " " for one in heading_name(heading).replace("_", " "))
    name = "_".join(letters.split()) or "column"
    name = f"column_{name}" if name[0].isdigit() else name
    used = set(taken)
    return next(one for one in (name, *(f"{name}_{n}" for n in range(2, 10_000))) if one not in used)
