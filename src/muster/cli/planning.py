"""Verbs that plan: allocate, why, prove."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from muster.cli.options import SECRETARIAT, BookAlone, BookPlace, FirmnessOption, Json, Known, Viewer, firmness, opened

PeriodOption = Annotated[
    str | None,
    typer.Option(
        "--period",
        metavar="FIRST/LAST",
        help="First and last day, months or years (2026/2026); default: from the day known to the last change.",
    ),
]
"""Over which days."""


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
    out: Annotated[Path | None, typer.Option("--out", help="Write the plan with its proofs to a new file.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Show every row.")] = False,
    json: Json = False,
) -> None:
    """The exact plan of what can be divided. Who serves which line, and the proof of what stays short."""
    from muster.cli.beginning import write_new
    from muster.cli.progress import progress
    from muster.publish.plain import as_json, plan_data
    from muster.publish.terminal.page import make_console
    from muster.publish.terminal.plan import show_plan

    with opened(book, viewer) as open_book:
        with progress("planning") as watcher:
            plan = open_book.allocate(period, known, firmness(firmness_), watcher)
        data = plan_data(plan, open_book.genesis, viewer, open_book.head() if open_book.viewer.sees_all else None)
        if out is not None:
            write_new(out, as_json(data) + "\n")
        if json:
            typer.echo(as_json(data))
        else:
            show_plan(make_console(), plan, plan.asked.made_on, viewer, everything=everything)


def why(
    book: BookPlace,
    line: Annotated[str, typer.Argument(help="The id of a line.")],
    period: PeriodOption = None,
    known: Known = None,
    firmness_: FirmnessOption = "committed",
    viewer: Viewer = SECRETARIAT,
    json: Json = False,
) -> None:
    """Why a line is short. What stands in the way, and by how much the gap would be smaller without it."""
    from muster.publish.plain import as_json, why_data
    from muster.publish.terminal.page import make_console, say_for_whom
    from muster.publish.terminal.why import show_why

    with opened(book, viewer) as open_book:
        explained = open_book.why(line, period, known, firmness(firmness_))
        if json:
            typer.echo(as_json(why_data(explained)))
        else:
            console = make_console()
            say_for_whom(console, viewer)
            show_why(console, line, explained)


def prove(
    plan: Annotated[Path, typer.Argument(metavar="PLAN.json", help="A plan as written by: muster allocate --out.")],
    json: Json = False,
) -> None:
    """Check every figure and every proof of a plan. Without the engine that made it, and without its book."""
    from muster.engine.proof import faults
    from muster.exchange.plans import read_plan
    from muster.publish.plain import as_json
    from muster.publish.terminal.page import make_console
    from muster.publish.terminal.plan import show_proof

    account = read_plan(plan)
    found = list(faults(account))
    shortfalls = sum(len(part["shortfalls"]) for part in account["intervals"])
    if json:
        typer.echo(as_json({"faults": found, "shortfalls": shortfalls, "intervals": len(account["intervals"])}))
    else:
        show_proof(make_console(), found, len(account["intervals"]), shortfalls)
    if found:
        raise typer.Exit(1)
