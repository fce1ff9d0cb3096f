"""Files into drafts: tables in our own form, or by a layout in theirs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from muster.core.errors import RefusedError
from muster.exchange import formats, jsonl
from muster.exchange.layouts import apply_layout, find_layout, read_grids
from muster.exchange.suppositions import Supposition
from muster.exchange.tables import Reading, read_tables
from muster.ledger.entries import Draft
from muster.ledger.snapshot import Snapshot
from muster.ledger.supposing import Supposed, check_together, drafts_of_all

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


def all_supposed(snapshot: Snapshot, suppositions: Sequence[Supposition]) -> list[Supposed]:
    """The drafts of suppositions.

    Raises RefusedError with every fault, a line each; FaultyDataError with the problems of a file of rows.
    """
    found: list[Supposed] = []
    faults: list[str] = []
    for one in suppositions:
        try:
            found.append(Supposed(one.name, tuple(_drafts(snapshot, one)), one.firmness, one.assumed))
        except RefusedError as error:
            where = f"{one.name}: " if len(suppositions) > 1 else ""
            faults += [f"{where}{fault}" for fault in str(error).splitlines()]
    if faults:
        raise RefusedError("\n".join(faults))
    return found


def _drafts(snapshot: Snapshot, supposition: Supposition) -> list[Draft]:
    drafts = drafts_of_all(snapshot, supposition.changes)
    if supposition.rows:
        drafts += read_into(snapshot, supposition.rows, Manner(correct=True)).sound()
    check_together(snapshot, drafts)
    return drafts


def is_book(path: Path) -> bool:
    """Whether a path is that of a book."""
    return path.suffix in BOOKS


def is_lines(place: str | Path) -> bool:
    """Whether a place is a file of JSON Lines: the entries of a whole book."""
    return Path(place).suffix == jsonl.SUFFIX
