"""Complete tables: a source says everything that stands on a day, so that what it leaves out has ended.

A statement with a ``series`` and ``complete_on`` declares its rows complete as of that day. Its rows hold from that
day; a row that says what the series said before is confirmed by the statement alone and records nothing; what the
series had before and this table leaves out gets a cap *ended* from that day. Otherwise absence says nothing.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from muster.core.contributions import Cap, CapWord, Step, Word
from muster.core.days import Period
from muster.core.problem import Problem
from muster.core.quantity import Quantity
from muster.core.statements import Statement
from muster.exchange.faults import Fault
from muster.exchange.rows import Given
from muster.ledger.entries import Draft
from muster.ledger.snapshot import Snapshot

Levels = dict[tuple[str, Word | None], Quantity | None]
"""What a series says: the level of each word of each contribution."""


@dataclass(frozen=True, slots=True)
class Completed:
    """A batch after its complete tables have been read as such."""

    given: tuple[Given, ...]
    confirmed: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Issue:
    """One complete table of a series: its statement, and the day as of which it is complete."""

    statement: str
    series: str
    on: date


def complete_steps(given: Iterable[Given], snapshot: Snapshot) -> Completed:
    """The rows of a batch, with complete tables of steps reduced to what changes and to what has ended."""
    rows = list(given)
    issues = _issues(rows, snapshot)
    by_statement: dict[str, list[Given]] = {}
    others: list[Given] = []
    for one in rows:
        statement = one.draft.statement
        if one.draft.kind == "step" and statement in issues:
            by_statement.setdefault(str(statement), []).append(one)
        else:
            others.append(one)
    brought = [issues[statement] for statement in by_statement]
    problems = [*_out_of_order(brought, issues.values(), snapshot), *_undated(others)]
    kept: list[Given] = []
    confirmed = 0
    recorded = _Recorded(snapshot, issues if brought else ())
    for series in dict.fromkeys(issue.series for issue in brought):
        levels: Levels = {}
        for issue in sorted((i for i in issues.values() if i.series == series), key=lambda i: i.on):
            if issue.statement not in by_statement:
                recorded.take(levels, issue)
                continue
            table = by_statement[issue.statement]
            problems.extend(_misdated(table, issue))
            changed, same = _changes(table, issue, levels)
            kept += [*changed, *_ended(table, issue, levels)]
            confirmed += same
    return Completed((*others, *kept), confirmed, tuple(problems))


def _issues(rows: Iterable[Given], snapshot: Snapshot) -> dict[str, Issue]:
    """The complete tables that the book and the batch know, by statement."""
    records = snapshot.things(Statement, date.max)
    for one in rows:
        if isinstance(one.draft.record, Statement):
            records[one.draft.subject] = one.draft.record
    return {
        subject: Issue(subject, record.series, record.complete_on.last)
        for subject, record in records.items()
        if record.series is not None and record.complete_on is not None
    }


def _out_of_order(brought: Iterable[Issue], issues: Iterable[Issue], snapshot: Snapshot) -> Iterator[Problem]:
    """A new table before one already read would change what its followers confirmed."""
    recorded = {issue.statement for issue in issues if snapshot.has("statement", issue.statement)}
    known = [issue for issue in issues if issue.statement in recorded]
    for issue in brought:
        later = [other for other in known if other.series == issue.series and other.on > issue.on]
        if issue.statement not in recorded and later:
            last = min(later, key=lambda other: other.on)
            sentence = (
                f"the table {issue.statement} ({issue.on}) is older than {last.statement} ({last.on}), read before"
            )
            mend = "read the tables of a series in their order"
            yield Fault("older_table", sentence, mend).at(f"statement {issue.statement}")


def _undated(others: Iterable[Given]) -> Iterator[Problem]:
    for one in others:
        if one.draft.kind == "step" and one.draft.valid.start is None:
            fault = Fault("missing", "valid_from is missing", "it is the first day on which the row holds")
            yield fault.at(one.where("@valid_from"))


def _misdated(table: Iterable[Given], issue: Issue) -> Iterator[Problem]:
    for one in table:
        start = one.draft.valid.start
        if start is not None and start != issue.on:
            sentence = f"the row holds from {start}, but its table is complete as of {issue.on}"
            yield Fault("other_day", sentence, "leave valid_from empty").at(one.where("@valid_from"))


def _changes(table: Iterable[Given], issue: Issue, levels: Levels) -> tuple[list[Given], int]:
    """The rows that say something new, dated; and how many say what the series said before."""
    changed: list[Given] = []
    same = 0
    for one in table:
        step = one.draft.record
        word, quantity = (step.word, step.quantity) if isinstance(step, Step) else (None, None)
        key = (one.draft.subject, word)
        if key in levels and levels[key] == quantity:
            same += 1
            continue
        levels[key] = quantity
        changed.append(replace(one, draft=replace(one.draft, valid=Period(issue.on, one.draft.valid.end))))
    return changed, same


def _ended(table: list[Given], issue: Issue, levels: Levels) -> Iterator[Given]:
    """A cap for each contribution that the series had and this table leaves out."""
    there = {one.draft.subject for one in table}
    first = table[0]
    absent = {subject for subject, _ in levels} - there
    for key in [key for key in levels if key[0] in absent]:
        del levels[key]
    for subject in sorted(absent):
        draft = Draft(
            kind="cap",
            subject=subject,
            record=Cap(cap=CapWord.ENDED, reason="No longer in the table."),
            valid=Period(issue.on),
            statement=issue.statement,
            marking=first.draft.marking,
            on_behalf_of=first.draft.on_behalf_of,
            where=f"{first.sheet.table.source}: absent in {issue.statement}",
        )
        yield replace(first, draft=draft, corrects=False, sequence=None)


class _Recorded:
    """What the book records on the statements of complete tables, found once for all of them."""

    def __init__(self, snapshot: Snapshot, statements: Container[str]) -> None:
        self._levels: dict[str, list[tuple[str, Step]]] = {}
        self._ended: dict[str, list[str]] = {}
        for kind in ("step", "cap"):
            for subject in snapshot.subjects_with(kind):
                for entry, record in snapshot.stated(kind, subject):
                    if entry.statement is None or entry.statement not in statements:
                        continue
                    if isinstance(record, Step):
                        self._levels.setdefault(entry.statement, []).append((subject, record))
                    elif isinstance(record, Cap) and record.cap is CapWord.ENDED:
                        self._ended.setdefault(entry.statement, []).append(subject)

    def take(self, levels: Levels, issue: Issue) -> None:
        """Bring levels up to what is recorded on the statement of an earlier table."""
        for subject, step in self._levels.get(issue.statement, ()):
            levels[(subject, step.word)] = step.quantity
        ended = set(self._ended.get(issue.statement, ()))
        for key in [key for key in levels if key[0] in ended]:
            del levels[key]
