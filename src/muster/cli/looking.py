"""Verbs that look at the book and change nothing: status, coverage, gaps, log, check, head, export, copy."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from muster.cli.options import (
    SECRETARIAT,
    BookAlone,
    BookPlace,
    FirmnessOption,
    Json,
    Known,
    Valid,
    Viewer,
    day,
    firmness,
    looked_on,
    opened,
    several,
)


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the command."""
    for verb in (status, coverage, gaps, log, check, head, export, copy):
        app.command()(verb)


def status(
    book: BookAlone,
    known: Known = None,
    valid: Valid = None,
    firmness_: FirmnessOption = "committed",
    viewer: Viewer = SECRETARIAT,
    json: Json = False,
) -> None:
    """One screen: the next meeting, the worst gaps, what changed. And what the book does not know."""
    from muster.publish.plain import as_json
    from muster.publish.terminal.page import make_console
    from muster.publish.terminal.status import show_status

    with opened(book, viewer) as open_book:
        seen = open_book.status(known, day(valid), firmness(firmness_))
        problems = open_book.check(known, seen.valid)
        if json:
            typer.echo(as_json({"picture": seen, "problems": [str(problem) for problem in problems]}))
        else:
            show_status(make_console(), seen, book, len(problems), looked_on(known, valid, viewer))


def coverage(
    book: BookAlone,
    line: Annotated[
        str | None, typer.Option("--line", help="The id of a line; without it, all lines on one day.")
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(
            "--period",
            metavar="FIRST/LAST",
            help="First and last day, or months or years with all their days; default: all the book knows.",
        ),
    ] = None,
    known: Known = None,
    valid: Valid = None,
    viewer: Viewer = SECRETARIAT,
    json: Json = False,
) -> None:
    """Need and cover at each firmness. Of one line over time, or of all lines on a day."""
    from muster.publish.plain import as_json
    from muster.publish.terminal.coverage import coverage_data, lines_data, show_coverage, show_lines
    from muster.publish.terminal.page import make_console, say_for_whom

    with opened(book, viewer) as open_book:
        console = make_console()
        if line is not None:
            found = open_book.coverage(line, period, known)
            if json:
                typer.echo(as_json(coverage_data(found)))
            else:
                say_for_whom(console, viewer)
                show_coverage(console, found, ends=period is not None)
        else:
            lines = open_book.lines(known, day(valid))
            if json:
                typer.echo(as_json(lines_data(lines)))
            else:
                say_for_whom(console, viewer)
                show_lines(console, lines, open_book.not_open(known, day(valid)))


def gaps(
    book: BookAlone,
    known: Known = None,
    valid: Valid = None,
    firmness_: FirmnessOption = "committed",
    viewer: Viewer = SECRETARIAT,
    json: Json = False,
) -> None:
    """Every line that is short on a day. By how much, since when, until when."""
    from muster.publish.plain import as_json
    from muster.publish.terminal.coverage import gaps_data, show_gaps
    from muster.publish.terminal.page import make_console, say_for_whom

    with opened(book, viewer) as open_book:
        asked = firmness(firmness_)
        found = open_book.gaps(known, day(valid), asked)
        if json:
            typer.echo(as_json(gaps_data(found, asked)))
        else:
            console = make_console()
            say_for_whom(console, viewer)
            show_gaps(console, found, asked, open_book.not_open(known, day(valid)))


def log(
    book: BookPlace,
    subject: Annotated[str, typer.Argument(help="The id of a contribution, a line, a member, a statement, anything.")],
    known: Known = None,
    viewer: Viewer = SECRETARIAT,
    json: Json = False,
) -> None:
    """Everything ever recorded about one thing. Each step with its statement."""
    from muster.publish.plain import as_json
    from muster.publish.terminal.log import show_log
    from muster.publish.terminal.page import make_console

    with opened(book, viewer) as open_book:
        found = open_book.log(subject, known)
        typer.echo(as_json(found)) if json else show_log(make_console(), found, open_book.zone)


def check(
    book: BookAlone,
    head: Annotated[
        str | None,
        typer.Option("--head", metavar="HASH", help="A head noted earlier: does the book still contain it?"),
    ] = None,
    known: Known = None,
    valid: Valid = None,
    viewer: Viewer = SECRETARIAT,
    json: Json = False,
) -> None:
    """The chain of the book, and every problem in what it holds. Each with its name, under which it is explained."""
    from muster.publish.plain import as_json
    from muster.publish.terminal.check import show_check
    from muster.publish.terminal.page import make_console

    with opened(book, viewer) as open_book:
        sees_all = open_book.viewer.sees_all
        chain = open_book.check_chain(head) if sees_all or head is not None else ()
        problems = open_book.check(known, day(valid))
        if json:
            typer.echo(as_json({"chain": chain, "problems": problems}))
        else:
            holds = open_book.head().seq if sees_all and not chain else None
            show_check(make_console(), chain, problems, holds)
    if chain:
        raise typer.Exit(1)


def head(book: BookAlone, viewer: Viewer = SECRETARIAT, json: Json = False) -> None:
    """The number and hash of the last entry. Noted elsewhere, it lets check --head tell if the book was changed."""
    from muster.publish.plain import as_json

    with opened(book, viewer) as open_book:
        found = open_book.head()
        typer.echo(as_json({"seq": found.seq, "hash": found.hash}) if json else f"{found.seq} {found.hash}")


def export(
    book: BookPlace,
    target: Annotated[
        Path, typer.Argument(help="A workbook (.xlsx), a folder for CSV files, or .jsonl; never written over.")
    ],
    known: Known = None,
    valid: Annotated[
        str | None, typer.Option("--valid", metavar="DAY", help="Only what holds on this day; default: all days.")
    ] = None,
    viewer: Viewer = SECRETARIAT,
    json: Json = False,
) -> None:
    """Write the book to a workbook, a folder of CSV or JSON Lines. The first two read back, but for kept plans."""
    from muster.publish.plain import as_json

    with opened(book, viewer) as open_book:
        written = open_book.export(target, known, day(valid))
        typer.echo(as_json({"written": written}) if json else f"written: {written}")


def copy(
    book: BookPlace,
    target: Annotated[str, typer.Argument(help="The new place: a file, or a PostgreSQL address.")],
    json: Json = False,
) -> None:
    """Copy a book, even in use, entry for entry. To a file, a PostgreSQL address, or to JSON Lines and back."""
    from muster.book import restore
    from muster.exchange.files import is_lines
    from muster.publish.plain import as_json

    if is_lines(book):
        last = restore(book, target)
    else:
        with opened(book) as open_book:
            last = open_book.copy(target)
    typer.echo(
        as_json({"copied": last.seq, "hash": last.hash})
        if json
        else f"copied {several(last.seq, 'entry', 'entries')} to {target}"
    )
