"""Tables into drafts: every fault of the whole batch at once, and nothing drafted while one stands.

The steps: understand the headers, note what the batch brings, read each row, compare the rows with each other and
with what stands (again.py), and see whether every new thing is whole.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from muster.core.days import day_of
from muster.core.errors import FaultyDataError
from muster.core.problem import Problem
from muster.core.statements import Statement
from muster.exchange import complete
from muster.exchange.again import Comparison
from muster.exchange.cells import Cell, read_id
from muster.exchange.columns import SUBJECT, Column
from muster.exchange.countable import uncountable
from muster.exchange.faults import Fault, Faults
from muster.exchange.numbers import Locale, find_locale
from muster.exchange.records import QUANTITY_MEND, lacking
from muster.exchange.references import References
from muster.exchange.rows import Given, Sheet, text_in
from muster.exchange.sheets import Heading, Row, Table, heading_name, read_heading
from muster.exchange.texts import trimmed
from muster.ledger.entries import Draft
from muster.ledger.kinds import KINDS, TABLES
from muster.ledger.snapshot import Snapshot
from muster.ledger.sources import SAID_AHEAD_MEND, public_instants, said_ahead

__all__ = ["Cell", "Column", "Reading", "Row", "Table", "read_tables"]

Watcher = Callable[[int, int], None]
"""Told how far a reading has come: so many of so many rows."""

_ROWS_BETWEEN_WORDS = 2000
_KIND_ORDER = {name: position for position, name in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a batch of tables comes to.

    ``drafts`` in the order in which they are to be recorded, none where there is a problem; ``unchanged`` rows stand
    already; ``confirmed`` rows say of a complete table what its predecessor said; ``notes`` are remarks that hinder
    nothing.
    """

    drafts: tuple[Draft, ...] = ()
    problems: tuple[Problem, ...] = ()
    unchanged: int = 0
    rows: int = 0
    confirmed: int = 0
    notes: tuple[Problem, ...] = ()

    def sound(self) -> tuple[Draft, ...]:
        """The drafts; raises FaultyDataError with all problems, each once."""
        if self.problems:
            raise FaultyDataError(tuple(dict.fromkeys(self.problems)))
        return self.drafts


def read_tables(
    tables: Iterable[Table],
    snapshot: Snapshot,
    *,
    correct: bool = False,
    locale: str | None = None,
    live: bool = False,
    complete_series: bool = False,
    problems: Iterable[Problem] = (),
    watcher: Watcher | None = None,
) -> Reading:
    """Read tables against a book.

    ``snapshot`` is what the reader of the files may see, as known now. ``correct``: rows that differ from what
    stands correct it. ``locale``: how the files write numbers and dates. ``live``: they are recorded now, also in a
    book with the clock of sources. ``complete_series``: steps on a statement with a series and a day on which it is
    complete are read as a complete table (complete.py). ``problems`` are those found before, in the files themselves.
    """
    faults = Faults()
    unread = list(problems)
    faults.extend(unread)
    marks = None if locale is None else find_locale(locale)
    ordered = sorted(tables, key=lambda table: _KIND_ORDER[table.kind.name])
    headings = [(table, read_heading(table, undated=complete_series)) for table in ordered]
    for _, heading in headings:
        faults.extend(heading.problems)
    references = _brought(headings, References(snapshot))
    sources = {table.source for table in ordered}
    for kind in {kind for problem in unread for kind in _kinds_unread(problem, sources)}:
        references.leave_open(kind)
    given, broken = _read_rows(headings, references, marks, faults, undated=complete_series, watcher=watcher)
    rows = len(given) + len(broken)
    confirmed = 0
    if complete_series:
        completed = complete.complete_steps(given, snapshot)
        given, confirmed = list(completed.given), completed.confirmed
        faults.extend(completed.problems)
    comparison = Comparison(snapshot, given, correct=correct, live=live)
    settled = [pair for alike in _by_subject(given) for pair in comparison.settle(alike, faults)]
    faulty = {(kind, subject) for kind, subject in broken if subject}
    faults.extend(_incomplete(settled, given, snapshot, faulty))
    faults.extend(uncountable((one for one, _ in settled), given, snapshot, faulty))
    drafts = _in_order(settled)
    faults.extend(_ahead(settled, snapshot, on_sources=comparison.on_sources))
    return Reading(
        drafts=() if faults else tuple(drafts),
        problems=faults.all(),
        unchanged=comparison.unchanged,
        rows=rows,
        confirmed=confirmed,
        notes=(*(note for table in ordered for note in table.notes), *comparison.notes),
    )


def _brought(headings: Sequence[tuple[Table, Heading]], references: References) -> References:
    """Note every thing that the batch brings, whether or not the rest of its row is sound."""
    for table, heading in headings:
        if not table.kind.is_thing:
            continue
        position = next((i for i, column in enumerate(heading.columns) if column and column.field == SUBJECT), None)
        if position is None:
            references.leave_open(table.kind.name)
            continue
        for row in table.rows:
            cell = row.cells[position] if position < len(row.cells) else None
            subject = read_id(trimmed(str(cell))) if isinstance(cell, str | int) else None
            if isinstance(subject, str):
                iso3 = text_in(heading, row, "iso3") if table.kind.name == "member" else None
                references.bring(table.kind.name, subject, iso3, text_in(heading, row, "name"))
            elif isinstance(cell, Fault):
                references.leave_open(table.kind.name)
    return references


def _kinds_unread(problem: Problem, sources: Collection[str]) -> Iterable[str]:
    """The kinds of things that a file with a problem might have brought: of its table, or where unknown of all."""
    if problem.name != "broken_csv" and any(problem.where.startswith(f"{source}:") for source in sources):
        return ()  # the table was read, and the problem is one of its cells
    names = {heading_name(Path(part).stem) for part in problem.where.split(":")} & TABLES.keys()
    return [TABLES[name].name for name in names] or KINDS


def _read_rows(
    headings: Sequence[tuple[Table, Heading]],
    references: References,
    locale: Locale | None,
    faults: Faults,
    *,
    undated: bool,
    watcher: Watcher | None,
) -> tuple[list[Given], list[tuple[str, str]]]:
    """The rows that could be read, and kind and subject of those that could not."""
    given: list[Given] = []
    broken: list[tuple[str, str]] = []
    total = sum(len(table.rows) for table, _ in headings)
    done = 0
    for table, heading in headings:
        if any(problem.name == "missing_column" for problem in heading.problems):
            done += len(table.rows)
            continue
        sheet = Sheet(table, heading, references, locale, undated=undated)
        for row in table.rows:
            if watcher is not None and done % _ROWS_BETWEEN_WORDS == 0:
                watcher(done, total)
            done += 1
            if not sheet.is_read(row):
                continue
            one = sheet.read(row, faults)
            if one is not None:
                given.append(one)
            else:
                cell = sheet.subject_cell(row)
                broken.append((table.kind.name, trimmed(cell) if isinstance(cell, str) else ""))
    if watcher is not None:
        watcher(total, total)
    return given, broken


def _by_subject(given: Iterable[Given]) -> Iterable[list[Given]]:
    alike: dict[tuple[str, str], list[Given]] = {}
    for one in given:
        alike.setdefault((one.draft.kind, one.draft.subject), []).append(one)
    return alike.values()


def _in_order(settled: Sequence[tuple[Given, Draft]]) -> list[Draft]:
    """The drafts table by table and row by row; those with a sequence after the others, in its order."""
    return [draft for _, draft in sorted(settled, key=lambda pair: pair[0].sequence or 0)]


def _incomplete(
    settled: Sequence[tuple[Given, Draft]],
    given: Iterable[Given],
    snapshot: Snapshot,
    broken: set[tuple[str, str]],
) -> Iterator[Problem]:
    """The things that would stand without what every thing of their kind needs; those with a faulty row left out."""
    first: dict[tuple[str, str], Given] = {}
    for one, draft in settled:
        if KINDS[draft.kind].is_thing:
            first.setdefault((draft.kind, draft.subject), one)
    stated: dict[tuple[str, str], set[str]] = {}
    for one in given:
        key = (one.draft.kind, one.draft.subject)
        if key in first:
            record = one.draft.record
            names = {name for name in record.model_fields_set if getattr(record, name) is not None}
            stated.setdefault(key, set()).update(names)
    for (kind, subject), one in first.items():
        if (kind, subject) in broken:
            continue
        names = stated[(kind, subject)]
        if lacking(kind, names):
            for standing in snapshot.stated(kind, subject):
                names |= standing.record.model_fields_set
        missing = lacking(kind, names)
        if missing:
            mend = QUANTITY_MEND if "quantity" in missing else "fill in the cell"
            yield Fault("incomplete", f"{kind} {subject} lacks {', '.join(missing)}", mend).at(one.where())


def _ahead(settled: Sequence[tuple[Given, Draft]], snapshot: Snapshot, *, on_sources: bool) -> Iterator[Problem]:
    """The steps and statements that are dated after the day on which they would be recorded."""
    zone = snapshot.zone
    drafts = [draft for _, draft in settled]
    last = snapshot.entries[-1].recorded_at
    now = max(snapshot.known, last)
    instants = public_instants(snapshot, drafts, last) if on_sources else [now] * len(drafts)
    for (one, draft), instant in zip(settled, instants, strict=True):
        recorded, record = day_of(instant, zone), draft.record
        if draft.kind == "step" and draft.valid.start is not None and draft.valid.start > recorded:
            sentence = f"a step of {draft.valid.start} cannot be recorded on {recorded}"
            mend = "only caps may be dated ahead; an expected day is an estimated date"
            yield Fault("future_step", sentence, mend).at(one.where("@valid_from"))
        if isinstance(record, Statement) and (sentence := said_ahead(record, recorded, day_of(now, zone))):
            yield Fault("future_statement", sentence, SAID_AHEAD_MEND).at(one.where("said_on"))
