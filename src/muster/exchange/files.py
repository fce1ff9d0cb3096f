"""Files into drafts: tables in our own form, or by a layout in theirs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from muster.exchange import formats, jsonl
from muster.exchange.layouts import apply_layout, find_layout, read_grids
from muster.exchange.tables import Reading, read_tables
from muster.ledger.snapshot import Snapshot

BOOKS = (".muster",)
"""The endings of books, whose entries are taken over rather than read as tables."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How files are read.

    ``correct``: rows that differ from what stands correct it. ``layout``: the name or path of a layout. ``locale``:
    how numbers and dates are written as text, before what the layout says of it. ``take_formula_values``: the stored
    value of a formula is taken.
    """

    correct: bool = False
    layout: str | Path | None = None
    locale: str | None = None
    take_formula_values: bool = False


def read_into(
    snapshot: Snapshot, paths: Sequence[Path], manner: Manner, watcher: Callable[[int, int], None] | None = None
) -> Reading:
    """Read files against what a viewer sees of a book: drafts, or every problem of the whole batch."""
    complete, locale = False, manner.locale
    if manner.layout is None:
        tables, faults = formats.read_files(paths, take_formula_values=manner.take_formula_values)
    else:
        layout = find_layout(manner.layout)
        complete, locale = layout.complete is not None, manner.locale or layout.locale or None
        layout = layout.model_copy(update={"locale": locale or ""})
        grids, faults = read_grids(paths, take_formula_values=manner.take_formula_values)
        tables, more = apply_layout(layout, grids, snapshot)
        faults = [*faults, *more]
    return read_tables(
        tables,
        snapshot,
        correct=manner.correct,
        locale=locale,
        complete_series=complete,
        problems=faults,
        watcher=watcher,
    )


def is_book(path: Path) -> bool:
    """Whether a path is that of a book."""
    return path.suffix in BOOKS


def is_lines(place: str | Path) -> bool:
    """Whether a place is a file of JSON Lines: the entries of a whole book."""
    return Path(place).suffix == jsonl.SUFFIX
