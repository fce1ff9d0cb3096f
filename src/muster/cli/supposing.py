"""The verb that supposes: scenario."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from datetime import date

    from muster.book import Book
    from muster.core.firmness import Firmness
    from muster.engine.allocation import Plan
    from muster.engine.difference import Outcome
    from muster.exchange.suppositions import Supposition
    from muster.ledger.entries import Entry

from muster.cli.options import (
    SECRETARIAT,
    STOPPED,
    Assume,
    BookAlone,
    By,
    FirmnessOption,
    Json,
    Known,
    Viewer,
    author,
    firmness,
    opened,
    told_recorded,
)
from muster.cli.planning import PeriodOption

_Leaves = Annotated[
    list[str] | None, typer.Option("--leaves", metavar="MEMBER[=DAY]", help="A member takes back all it gives.")
]
_Comes = Annotated[
    list[str] | None,
    typer.Option("--comes", metavar="CONTRIBUTION[=DAY]", help="What was promised is committed."),
]
_Slips = Annotated[
    list[str] | None,
    typer.Option("--slips", metavar="CONTRIBUTION=DAYS", help="A contribution begins so many days later."),
]
_Overruns = Annotated[
    list[str] | None,
    typer.Option("--overruns", metavar="PHASE=DAYS", help="A phase ends so many days later; what follows it moves."),
]
_Falls = Annotated[list[str] | None, typer.Option("--falls", metavar="CAVEAT[=DAY]", help="A caveat no longer holds.")]
_Fails = Annotated[list[str] | None, typer.Option("--fails", metavar="CONDITION[=DAY]", help="A condition fails.")]
_Rows = Annotated[
    list[str] | None,
    typer.Option("--rows", metavar="FILE", help="Rows of a workbook or of CSV, as though they had been read."),
]
_Counts = Annotated[
    str | None, typer.Option("--counts", metavar="FIRMNESS", help="Softer words count: pledged, indicated.")
]


def add_to(app: typer.Typer) -> None:
    """Add this verb to the command."""
    app.command()(scenario)


def scenario(
    book: BookAlone,
    leaves: _Leaves = None,
    comes: _Comes = None,
    slips: _Slips = None,
    overruns: _Overruns = None,
    falls: _Falls = None,
    fails: _Fails = None,
    rows: _Rows = None,
    counts: _Counts = None,
    assume: Assume = None,
    name: Annotated[str, typer.Option("--name", help="What to call it.")] = "",
    compare: Annotated[
        Path | None, typer.Option("--compare", metavar="FILE.toml", help="Suppositions by name, beside each other.")
    ] = None,
    rank: Annotated[
        str | None,
        typer.Option("--rank", metavar="WHOM", help="What would be lost without each: members, or contributions."),
    ] = None,
    period: PeriodOption = None,
    known: Known = None,
    firmness_: FirmnessOption = "committed",
    viewer: Viewer = SECRETARIAT,
    record: Annotated[bool, typer.Option("--record", help="It has come true: record it.")] = False,
    statement: Annotated[
        str | None, typer.Option("--statement", metavar="ID", help="The statement that says so; with --record.")
    ] = None,
    by: By = "",
    everything: Annotated[bool, typer.Option("--all", help="Show every row.")] = False,
    json: Json = False,
) -> None:
    """What would change. Who leaves, what comes or slips or falls: any of it together, and what is short then."""
    words = {"leaves": leaves, "comes": comes, "slips": slips, "overruns": overruns, "falls": falls, "fails": fails}
    words |= {"rows": rows, "counts": None if counts is None else [counts], "assume": assume}
    told = {key: given for key, given in words.items() if given}
    _must_be_one(told, compare, rank)
    if record or statement is not None:
        _must_be_recordable(told, known, statement, record=record)
        by = author(by)
    asked = _Asked(period, known, firmness(firmness_))
    with opened(book, viewer) as open_book:
        if rank is not None:
            _rank(open_book, rank, asked, viewer, everything=everything, json=json)
            return
        supposed = _supposed(told, name, compare, open_book.snapshot(known).known_day)
        plan, outcomes = _outcomes(open_book, supposed, asked)
        entries = _recorded(open_book, outcomes[0], statement, by) if record else None
        whole = len(outcomes) == len(supposed)
        if json:
            _tell_program(plan, outcomes, entries, is_whole=whole)
        else:
            _tell(
                plan,
                outcomes,
                viewer,
                everything=everything,
                beside=compare is not None,
                is_whole=whole,
                is_recorded=record,
            )
            if entries is not None:
                told_recorded(book, entries, by, viewer)
    _leave_if_stopped(is_whole=whole)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Of which plan it is asked."""

    period: str | None
    known: str | None
    firmness: Firmness


def _rank(open_book: Book, of: str, asked: _Asked, viewer: str, *, everything: bool, json: bool) -> None:
    from muster.cli.progress import progress
    from muster.publish.plain import as_json, ranking_data
    from muster.publish.terminal.page import make_console
    from muster.publish.terminal.scenario import show_ranking

    with progress("planning without each") as watcher:
        found = open_book.rank(of, asked.period, asked.known, asked.firmness, watcher)
    if json:
        typer.echo(as_json(ranking_data(found)))
    else:
        show_ranking(make_console(), found, viewer, of=of, everything=everything)
    _leave_if_stopped(is_whole=found.is_whole)


def _outcomes(open_book: Book, supposed: list[Supposition], asked: _Asked) -> tuple[Plan, tuple[Outcome, ...]]:
    from muster.cli.progress import progress

    with progress("planning") as watcher:
        return open_book.suppose(
            *supposed, period=asked.period, known=asked.known, firmness=asked.firmness, watcher=watcher
        )


def _tell_program(
    plan: Plan, outcomes: tuple[Outcome, ...], entries: tuple[Entry, ...] | None, *, is_whole: bool
) -> None:
    from muster.publish.plain import as_json, outcomes_data

    recorded = {} if entries is None else {"recorded": entries}
    typer.echo(as_json(outcomes_data(plan, outcomes, is_whole=is_whole) | recorded))


def _tell(
    plan: Plan,
    outcomes: tuple[Outcome, ...],
    viewer: str,
    *,
    everything: bool,
    beside: bool,
    is_whole: bool,
    is_recorded: bool,
) -> None:
    from muster.publish.terminal.page import make_console
    from muster.publish.terminal.scenario import show_outcome, show_outcomes

    if beside:
        show_outcomes(make_console(), plan, outcomes, viewer, is_whole=is_whole)
    else:
        show_outcome(make_console(), plan, outcomes[0], viewer, everything=everything, is_recorded=is_recorded)


def _leave_if_stopped(*, is_whole: bool) -> None:
    if not is_whole:
        raise typer.Exit(STOPPED)


def _must_be_one(told: dict[str, list[str]], compare: Path | None, rank: str | None) -> None:
    """Raise RefusedError unless one thing is asked."""
    from muster.core.errors import RefusedError
    from muster.engine.difference import RANKED
    from muster.exchange.suppositions import EXAMPLES

    if sum((bool(told), compare is not None, rank is not None)) != 1:
        ways = ", ".join(f"--{key} {one}" for key, one in EXAMPLES.items())
        raise RefusedError(f"suppose one thing: changes ({ways}), or --compare FILE.toml, or --rank members")
    if rank is not None and rank not in RANKED:
        raise RefusedError(f"{rank!r} cannot be ranked; write --rank {' or --rank '.join(RANKED)}")


def _must_be_recordable(told: dict[str, list[str]], known: str | None, statement: str | None, *, record: bool) -> None:
    """Raise RefusedError unless what is supposed could be recorded as it is."""
    from muster.core.errors import RefusedError

    if not record:
        raise RefusedError(f"--statement {statement} goes with --record: nothing else is recorded")
    if not told:
        raise RefusedError("only changes that are supposed by themselves can be recorded: leave --compare and --rank")
    if told.keys() <= {"counts", "assume"}:
        raise RefusedError("there is nothing to record: --counts and --assume change only what is asked of the plan")
    if known is not None:
        raise RefusedError("only what is supposed of the book as it stands can be recorded: leave --known")


def _supposed(told: dict[str, list[str]], name: str, compare: Path | None, since: date) -> list[Supposition]:
    from muster.exchange.suppositions import read_suppositions, supposition

    if compare is not None:
        return read_suppositions(compare, since)
    listed = "; ".join(f"{key} {one}" for key, given in told.items() for one in given)
    return [supposition(name or listed, told, since, "--")]


def _recorded(open_book: Book, outcome: Outcome, statement: str | None, by: str) -> tuple[Entry, ...]:
    """Record what was supposed, each entry with the statement that says so."""
    from muster.ledger.supposing import resting_on

    drafts = outcome.drafts if statement is None else resting_on(outcome.drafts, statement)
    return open_book.record(drafts, by=by, live=True)
