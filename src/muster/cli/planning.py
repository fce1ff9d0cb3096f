"""Verbs that plan: allocate, why, prove."""

from __future__ import annotations

import time
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from muster.engine.eligibility import Reason
    from muster.engine.touring import Effort

from muster.cli.options import (
    SECRETARIAT,
    STOPPED,
    Assume,
    BalanceBy,
    BookAlone,
    BookPlace,
    By,
    FirmnessOption,
    Json,
    Known,
    MostFromOne,
    Suppliers,
    Viewer,
    assumed,
    author,
    firmness,
    opened,
    told_undo,
)

PeriodOption = Annotated[
    str | None,
    typer.Option(
        "--period",
        metavar="FIRST/LAST",
        help="First and last day, months or years (2026/2026); default: from the day known to the last change.",
    ),
]
"""Over which days."""

Steps = Annotated[
    int,
    typer.Option("--steps", min=0, metavar="N", help="So often is it tried to improve the tours of whole units."),
]
"""How often tours are improved."""

Seconds = Annotated[
    float | None,
    typer.Option("--seconds", min=0, metavar="S", help="So long at most; the same plan only where steps end it."),
]
"""How long at most."""

Seed = Annotated[int, typer.Option("--seed", min=0, metavar="N", help="From which what is tried is drawn.")]
"""Where what is drawn begins."""


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the command."""
    for verb in (allocate, why, prove):
        app.command()(verb)


def allocate(
    book: BookAlone,
    period: PeriodOption = None,
    known: Known = None,
    firmness_: FirmnessOption = "committed",
    viewer: Viewer = SECRETARIAT,
    starts_from: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="NAME",
            help="The kept plan from which who serves whom starts; default: the last kept that plans the first day.",
        ),
    ] = None,
    afresh: Annotated[bool, typer.Option("--afresh", help="Start from no kept plan.")] = False,
    keep: Annotated[
        str | None, typer.Option("--keep", metavar="NAME", help="Keep the plan in the book under a new name.")
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option(
            "--without", metavar="REASON", help="As though it spoke against nothing: other_operation, notice."
        ),
    ] = None,
    assume: Assume = None,
    most_from_one: MostFromOne = None,
    suppliers: Suppliers = None,
    balance: BalanceBy = None,
    steps: Steps = 2000,
    seconds: Seconds = None,
    seed: Seed = 1,
    by: By = "",
    out: Annotated[Path | None, typer.Option("--out", help="Write the plan with its proofs to a new file.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Show every row.")] = False,
    json: Json = False,
) -> None:
    """Plan who serves which line. Whole units by tours, amounts exactly, with the proof of what stays short."""
    from muster.cli.beginning import write_new
    from muster.cli.processes import all_hands
    from muster.cli.progress import progress
    from muster.publish.plain import as_json, plan_data
    from muster.publish.terminal.page import make_console
    from muster.publish.terminal.plan import show_plan

    how: dict[str, Any] = {"starts_from": starts_from, "afresh": afresh, "without": _reasons(without or ())}
    how |= {"assume": assumed(assume), "effort": _effort(steps, seconds, seed)}
    how |= {"most_from_one": most_from_one, "suppliers": suppliers, "balance": balance}
    with opened(book, viewer) as open_book:
        if keep is not None:
            by = author(by)
            open_book.may_keep(keep)
        with progress("planning") as watcher, all_hands() as hands:
            plan = open_book.allocate(period, known, firmness(firmness_), watcher, may_stop=True, hands=hands, **how)
        data = plan_data(plan, open_book.genesis, viewer, open_book.head() if open_book.viewer.sees_all else None)
        if out is not None:
            write_new(out, as_json(data) + "\n")
        kept = None
        if keep is not None and plan.is_whole:
            with progress("proving") as watcher:
                kept = open_book.keep(plan, keep, by, watcher)
            data["kept"] = {"name": keep, "entry": kept.id}
        if json:
            typer.echo(as_json(data))
        else:
            show_plan(make_console(), plan, plan.asked.made_on, viewer, everything=everything)
            if kept is not None:
                typer.echo(f"kept as {keep}")
                told_undo(book, [kept], by, viewer)
        if not plan.is_whole:
            raise typer.Exit(STOPPED)


def _effort(steps: int, seconds: float | None, seed: int) -> Effort:
    """How hard to look, for so many seconds from now where they are given."""
    from muster.cli.processes import Patience
    from muster.engine.touring import Effort

    return Effort(steps, seed=seed, stop=Patience(None if seconds is None else time.monotonic() + seconds))


def _reasons(words: Sequence[str]) -> frozenset[Reason]:
    """Reasons typed as options; raises RefusedError for a word that is none, or one that nobody can set aside."""
    from muster.core.errors import RefusedError
    from muster.core.problem import what_else
    from muster.engine.eligibility import Reason
    from muster.engine.why import FIXED

    known = [str(one) for one in Reason if one not in FIXED]
    for word in words:
        if word not in known:
            raise RefusedError(f"{word!r} is no reason that a plan can do without; {what_else(word, known)}")
    return frozenset(Reason(word) for word in words)


def why(
    book: BookPlace,
    line: Annotated[str, typer.Argument(help="The id of a line.")],
    day: Annotated[
        str | None,
        typer.Argument(
            metavar="DAY", help="The day by which it is to be held: also says how many trainers that would take."
        ),
    ] = None,
    period: PeriodOption = None,
    known: Known = None,
    firmness_: FirmnessOption = "committed",
    assume: Assume = None,
    most_from_one: MostFromOne = None,
    suppliers: Suppliers = None,
    balance: BalanceBy = None,
    viewer: Viewer = SECRETARIAT,
    json: Json = False,
) -> None:
    """Why a line is short. What stands in the way, how much it costs, and what one more would be worth."""
    from muster.cli.progress import progress
    from muster.core.days import parse_day
    from muster.publish.plain import as_json, training_data, why_data
    from muster.publish.terminal.page import make_console, say_for_whom
    from muster.publish.terminal.training import show_training
    from muster.publish.terminal.why import show_why

    asked = (period, known, firmness(firmness_))
    by = None if day is None else parse_day(day)
    how: dict[str, Any] = {"most_from_one": most_from_one, "suppliers": suppliers, "balance": balance}
    how |= {"assume": assumed(assume)}
    with opened(book, viewer) as open_book:
        with progress("planning") as watcher:
            if by is None:
                explained, found = open_book.why(line, *asked, watcher, **how), None
            else:
                explained, found = open_book.why_on(line, by, *asked, watcher=watcher, **how)
        if json:
            told = why_data(explained)
            typer.echo(as_json(told if found is None else {"why": told, "training": training_data(found)}))
        else:
            console = make_console()
            say_for_whom(console, viewer)
            show_why(console, line, explained)
            if by is not None:
                show_training(console, found or (), by)


def prove(
    plan: Annotated[
        str, typer.Argument(metavar="PLAN.json|BOOK", help="A plan as written by allocate --out, or a book.")
    ],
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="The kept plan of the book, as named by allocate --keep.")
    ] = None,
    json: Json = False,
) -> None:
    """Check what a plan covers, what is short, and every proof. A plan in a file by itself, a kept one by its book."""
    from muster.cli.progress import progress
    from muster.core.errors import RefusedError
    from muster.engine.proving import proof_of
    from muster.exchange.files import is_book
    from muster.exchange.plans import read_plan
    from muster.publish.plain import as_json
    from muster.publish.terminal.page import make_console
    from muster.publish.terminal.plan import show_proof

    if name is None:
        if is_book(Path(plan)):
            raise RefusedError(f"name the kept plan: muster prove {quote(plan)} NAME; muster log NAME shows one")
        told = read_plan(Path(plan))
        found = proof_of(told)
        if not told["whole"] and not json:
            typer.echo("This plan was stopped: it is that of the days until then.")
    else:
        with opened(plan) as book, progress("proving") as watcher:
            found = book.prove(name, watcher)
    if json:
        typer.echo(as_json(found))
    else:
        show_proof(make_console(), found.faults, found.intervals, found.shortfalls)
    if found.faults:
        raise typer.Exit(1)
