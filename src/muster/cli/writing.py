"""Verbs that add to the book: read, record, correct, undo, mark, redact. After each the undo command is printed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from muster.cli.options import SECRETARIAT, BookPlace, By, Json, Viewer, author, opened, told_recorded

Fields = Annotated[
    list[str] | None,
    typer.Argument(metavar="COLUMN=VALUE", help="Columns of the table and their values, such as quantity=60."),
]
"""Columns and values of the thing recorded."""
Why = Annotated[str, typer.Option("--why", help="Why.")]
"""The reason, kept in the book."""


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the command."""
    for verb in (read, record, correct, undo, mark, redact):
        app.command()(verb)


def read(
    book: BookPlace,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILES…", help="Workbooks, CSV files, folders of CSV, another book.")
    ],
    by: By = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Find every fault, record nothing.")] = False,
    correct: Annotated[
        bool, typer.Option("--correct", help="Rows that differ from what is recorded correct it.")
    ] = False,
    layout: Annotated[
        str, typer.Option("--layout", metavar="LAYOUT", help="A layout file, or the name of a built-in one.")
    ] = "",
    locale: Annotated[str, typer.Option("--locale", help="How numbers are written as text: en, de, fr …")] = "",
    take_formula_values: Annotated[
        bool, typer.Option("--take-formula-values", help="Take the stored values of formulas.")
    ] = False,
    viewer: Viewer = SECRETARIAT,
    json: Json = False,
) -> None:
    """Read files into the book: every fault at once, at its cell; nothing is recorded while one stands."""
    from muster.cli.progress import progress
    from muster.exchange.files import Manner, is_book
    from muster.publish.plain import as_json

    with opened(book, viewer) as open_book, progress("reading") as watcher:
        if len(files) == 1 and is_book(files[0]):
            taken = open_book.take_over(files[0], by=author(by))
            typer.echo(as_json(taken)) if json else told_recorded(book, taken, by)
            return
        manner = Manner(correct, layout or None, locale or None, take_formula_values)
        reading, entries = open_book.read(*files, by=author(by), manner=manner, dry_run=dry_run, watcher=watcher)
    count = len(reading.problems)
    if json:
        typer.echo(
            as_json(
                {
                    "rows": reading.rows,
                    "unchanged": reading.unchanged,
                    "problems": reading.problems,
                    "recorded": entries,
                }
            )
        )
    else:
        for problem in reading.problems:
            typer.echo(str(problem), err=True)
        if count:
            typer.echo(
                f"{count} {'problem' if count == 1 else 'problems'} in {reading.rows} rows; nothing recorded", err=True
            )
        elif dry_run:
            typer.echo(f"no problems in {reading.rows} rows; a dry run records nothing")
        else:
            told_recorded(book, entries, by)
    if count:
        raise typer.Exit(2)


def record(
    book: BookPlace,
    kind: Annotated[str, typer.Argument(help="What to record: contribution, requirement, statement, member …")],
    fields: Fields = None,
    member: Annotated[str, typer.Option("--member", help="The member that gives.")] = "",
    said: Annotated[str, typer.Option("--said", help="Its word: indicated, pledged, offered, committed.")] = "",
    words: Annotated[str, typer.Option("--words", help="The exact words.")] = "",
    by: By = "",
    viewer: Viewer = SECRETARIAT,
    json: Json = False,
) -> None:
    """Record one thing; on a terminal, asks for what is missing."""
    from muster.cli.asking import rows_for
    from muster.publish.plain import as_json

    with opened(book, viewer) as open_book:
        given = _named(fields or [])
        given |= {name: value for name, value in (("member", member), ("said", said), ("words", words)) if value}
        entries = open_book.read_rows(*rows_for(open_book, kind, given), by=author(by))
    typer.echo(as_json(entries)) if json else told_recorded(book, entries, by)


def correct(
    book: BookPlace,
    entry: Annotated[str, typer.Argument(help="The id of the entry to correct, as the log shows it.")],
    fields: Fields = None,
    by: By = "",
    viewer: Viewer = SECRETARIAT,
    json: Json = False,
) -> None:
    """Correct an entry: a new one supersedes it, both stay readable."""
    from muster.publish.plain import as_json

    with opened(book, viewer) as open_book:
        entries = open_book.correct(entry, _named(fields or []), by=author(by))
    typer.echo(as_json(entries)) if json else told_recorded(book, entries, by)


def undo(
    book: BookPlace,
    entries: Annotated[list[str], typer.Argument(metavar="ENTRY…", help="Ids of entries, or a run FIRST..LAST.")],
    by: By = "",
    why: Why = "",
    viewer: Viewer = SECRETARIAT,
    json: Json = False,
) -> None:
    """Take entries back; refused, with the list, while something rests on them."""
    from muster.publish.plain import as_json

    with opened(book, viewer) as open_book:
        taken = open_book.undo(*entries, by=author(by), why=why or None)
    typer.echo(as_json(taken)) if json else told_recorded(book, taken, by)


def mark(
    book: BookPlace,
    entry: Annotated[str, typer.Argument(help="The id of the entry.")],
    audiences: Annotated[
        list[str],
        typer.Argument(help="Who may see it: public, coalition, members, requester, chair, secretariat, group:NAME."),
    ],
    consent: Annotated[str, typer.Option("--consent", help="The statement in which the originator consents.")] = "",
    by: By = "",
    viewer: Viewer = SECRETARIAT,
    json: Json = False,
) -> None:
    """Change who may see an entry: by its originator, or with their recorded consent."""
    from muster.publish.plain import as_json

    with opened(book, viewer) as open_book:
        marked = open_book.mark(entry, audiences, by=author(by), consent=consent or None)
    typer.echo(as_json(marked)) if json else told_recorded(book, marked, by)


def redact(
    book: BookPlace,
    entry: Annotated[str, typer.Argument(help="The id of the entry.")],
    why: Why,
    by: By = "",
    json: Json = False,
) -> None:
    """Take the text of an entry out of the book for good; the chain stays whole. This cannot be undone."""
    from muster.publish.plain import as_json

    with opened(book) as open_book:
        done = open_book.redact(entry, by=author(by), why=why)
    typer.echo(as_json(done) if json else f"redacted entry {entry}; this cannot be undone")


def _named(fields: list[str]) -> dict[str, str]:
    from muster.core.errors import RefusedError

    named: dict[str, str] = {}
    for field in fields:
        name, equals, value = field.partition("=")
        if not equals:
            raise RefusedError(f"{field!r} is no COLUMN=VALUE; write for example quantity=60")
        named[name.strip()] = value.strip()
    return named
