"""The mark between the cells of a CSV file: said outright in its first line, or found out from its first rows."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from muster.exchange.sheets import heading_name

_MARKS = (",", ";", "\t", "|")
_SAMPLE = 65_536


class _Fitness(NamedTuple):
    """How well a mark fits, the weightiest first: known names in the header, rows of one width, that width."""

    names: int
    rows_alike: int
    width: int
    in_first_row: int


def find_delimiter(text: str, known: AbstractSet[str] = frozenset()) -> tuple[str, int]:
    """The mark between the cells, and how many lines to skip before they begin.

    A first line ``sep=;``, as Excel reads and writes it, says it outright. Otherwise it is the mark that splits the
    first filled row into most of the ``known`` names of columns; where none is known, as in a table with a title above
    it, the one that gives most rows the same number of cells.
    """
    line = text[:_SAMPLE].split("\n", 1)[0].strip("\r")
    if line.lower().startswith("sep=") and len(line) == len("sep=;"):
        return line[-1], 1
    return max(_MARKS, key=lambda mark: _fitness(_rows(text, mark), known)), 0


def _fitness(rows: Sequence[Sequence[str]], known: AbstractSet[str]) -> _Fitness:
    first = rows[0] if rows else ()
    names = sum(heading_name(cell) in known for cell in first)
    widths = Counter(len(row) for row in rows if len(row) > 1)
    alike, width = max(((count, width) for width, count in widths.items()), default=(0, 0))
    return _Fitness(names, alike, width, len(first))


def _rows(text: str, mark: str) -> list[list[str]]:
    """The filled rows at the beginning of a text, as a mark splits them; none that the sample cuts off."""
    rows = list(csv.reader(io.StringIO(text[:_SAMPLE], newline=""), delimiter=mark))
    whole = rows if len(text) <= _SAMPLE or len(rows) == 1 else rows[:-1]
    return [row for row in whole if any(row)]
