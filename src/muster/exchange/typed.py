"""One thing typed on a command line, as the tables that a file of it would hold."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from muster.core.errors import FaultyDataError, RefusedError
from muster.core.problem import Problem, did_you_mean
from muster.exchange.columns import columns_by_name
from muster.exchange.countable import uncountable
from muster.exchange.export import entry_row
from muster.exchange.faults import Faults
from muster.exchange.references import References
from muster.exchange.rows import Sheet
from muster.exchange.sheets import Row, Table, needed_columns, read_heading
from muster.ledger.entries import Draft, Entry
from muster.ledger.kinds import KINDS, decode
from muster.ledger.snapshot import Snapshot

TYPED = "command line"
"""Where a typed cell stands, for problems."""

Asker = Callable[[str], str]
"""Asks a question on a terminal and returns the answer, empty where there is none."""

_GIVING = ("capability", "quantity", "operation", "window_start", "window_last")
_OF_STATEMENT = ("speaker", "office", "said_on", "public_on", "channel", "words", "paraphrase", "publisher", "address")
_OF_STEP = ("quantity", "quantity_to", "quantity_is", "quantity_words", "valid_from")
_OF_ALL = ("marking", "on_behalf_of")


def typed_rows(kind: str, given: Mapping[str, str], today: date, ask: Asker | None = None) -> tuple[Table, ...]:
    """The tables for what was typed: columns and their values. ``ask`` is asked for what is missing, where given.

    A contribution that is ``said`` becomes three rows: its statement, itself, and its first step.
    """
    if kind == "contribution" and ("said" in given or ask is not None):
        return _said_contribution(dict(given), today, ask)
    return (one_row(kind, {**_asked_for(kind, given, ask), **given}),)


def one_row(kind: str, cells: Mapping[str, str]) -> Table:
    """A table of one row; raises FaultyDataError for a column that it does not have."""
    known = columns_by_name(KINDS[kind])
    strange = [name for name in cells if name not in known]
    if strange:
        raise FaultyDataError(
            [
                Problem("unknown_column", TYPED, f"a {kind} has no column {name!r}", did_you_mean(name, known))
                for name in strange
            ]
        )
    lacking = [name for name in needed_columns(KINDS[kind]) if not cells.get(name)]
    if lacking:
        raise FaultyDataError(
            [Problem("missing_column", TYPED, f"a {kind} needs {name}", f"give it as {name}=…") for name in lacking]
        )
    return Table(KINDS[kind], TYPED, tuple(cells), (Row(1, tuple(cells.values())),))


def corrected(target: Entry, columns: Mapping[str, str], snapshot: Snapshot) -> Draft:
    """A draft that corrects an entry: its own row with some columns typed anew.

    Raises RefusedError for an entry that no table holds, FaultyDataError with every fault of what was typed.
    """
    if target.payload is None or not KINDS[target.kind].table:
        raise RefusedError(f"entry {target.id} ({target.kind}) cannot be corrected, only taken back with: muster undo")
    if not columns:
        raise RefusedError("say what to correct, as COLUMN=VALUE, such as quantity=60")
    row = entry_row(snapshot, target, decode(target.kind, target.payload))
    table = one_row(target.kind, {**{name: str(cell) for name, cell in row.items()}, **columns})
    faults = Faults()
    given = Sheet(table, read_heading(table), References(snapshot)).read(table.rows[0], faults)
    if given is not None and any(name.startswith("quantity") for name in columns):
        faults.extend(uncountable([given], [given], snapshot))
    if given is None or faults:
        raise FaultyDataError(faults.all())
    draft = replace(given.draft, supersedes=target.id)
    stands = (decode(target.kind, target.payload), target.valid, target.statement, target.on_behalf_of)
    if (draft.record, draft.valid, draft.statement, draft.on_behalf_of) == stands and "marking" not in columns:
        raise RefusedError(f"entry {target.id} says just that already; nothing recorded")
    return draft


def _said_contribution(given: dict[str, str], today: date, ask: Asker | None) -> tuple[Table, ...]:
    for column in ("member", "said", "words", *(_GIVING if ask is not None else ())):
        if not given.get(column) and ask is not None:
            answer = ask(f"{column} (may be empty)" if column in _GIVING else column)
            given |= {column: answer} if answer else {}
    mark = secrets.token_hex(2)
    day = given.setdefault("valid_from", today.isoformat())
    contribution = given.pop("id", None) or "-".join(
        filter(None, (given.get("member"), given.get("capability"), day, mark))
    )
    statement = given.pop("statement", None) or f"{contribution}-said"
    word = given.pop("said", "")
    shared = {name: given[name] for name in _OF_ALL if name in given}
    spoken = {name: given.pop(name) for name in _OF_STATEMENT if name in given}
    step = {name: given.pop(name) for name in _OF_STEP if name in given}
    if not word and any(name in step for name in _OF_STEP if name.startswith("quantity")):
        raise RefusedError("a quantity needs the word with which it is given; add --said, such as --said pledged")
    spoken.setdefault("said_on", day)
    if "member" in given:
        spoken["member"] = given["member"]
    rows = (
        one_row("statement", {"id": statement, **spoken, **shared}),
        one_row("contribution", {"id": contribution, **given, "statement": statement}),
    )
    if not word:
        return rows
    told = {"contribution": contribution, "word": word, **step, "statement": statement, **shared}
    return (*rows, one_row("step", told))


def _asked_for(kind: str, given: Mapping[str, str], ask: Asker | None) -> dict[str, str]:
    """The answers to what a thing of a kind needs and was not given."""
    if ask is None:
        return {}
    needed = [name for name, column in columns_by_name(KINDS[kind]).items() if column.required and name not in given]
    answers = {name: ask(name) for name in needed}
    return {name: answer for name, answer in answers.items() if answer}
