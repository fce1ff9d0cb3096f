"""Verbs that add to the book: read, record, correct, undo, mark, redact. After each the undo command is printed."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from muster.cli.options import (
    SECRETARIAT,
    BookPlace,
    By,
    Json,
    Writer,
    author,
    looked_as,
    opened,
    several,
    told_recorded,
)

if TYPE_CHECKING:
    from muster.book import Book

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
        list[Path], typer.Argument(metavar="FILE", help="Workbooks, CSV files, folders of CSV, another book.")
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
    viewer: Writer = SECRETARIAT,
    json: Json = False,
) -> None:
    """Read files into the book, all or nothing. Every fault is told at once, at its cell; then nothing is recorded.

    Another book is read by itself: its entries are taken over, each once.
    """
    from muster.cli.progress import progress
    from muster.exchange.faults import summary
    from muster.exchange.files import Manner, is_book
    from muster.publish.plain import as_json

    manner = Manner(correct, layout or None, locale or None, take_formula_values)
    with opened(book, viewer) as open_book, progress("reading") as watcher:
        if any(is_book(file) for file in files):
            _must_be_alone(book, files, plain=manner == Manner() and not dry_run)
            taken = open_book.take_over(files[0], by=author(by))
            typer.echo(as_json(taken)) if json else told_recorded(book, taken, by)
            return
        reading, entries = open_book.read(*files, by=author(by), manner=manner, dry_run=dry_run, watcher=watcher)
    count = len(reading.problems)
    if json:
        typer.echo(
            as_json(
                {
                    "rows": reading.rows,
                    "unchanged": reading.unchanged,
                    "problems": reading.problems,
                    "notes": reading.notes,
                    "recorded": entries,
                }
            )
        )
    else:
        for line in (*map(str, reading.notes), *summary(reading.problems)):
            typer.echo(line, err=True)
        rows = several(reading.rows, "row")
        if count:
            typer.echo(f"{several(count, 'problem')} in {rows}; nothing recorded", err=True)
        elif dry_run:
            typer.echo(f"no problems in {rows}; a dry run records nothing")
        else:
            told_recorded(book, entries, by, viewer)
    if count:
        raise typer.Exit(2)


def record(
    book: BookPlace,
    kind: Annotated[str, typer.Argument(help="What to record: contribution, requirement, statement, member …")],
    fields: Fields = None,
    member: Annotated[str, typer.Option("--member", help="The member that gives.")] = "",
    said: Annotated[str, typer.Option("--said", help="Its word: indicated, pledged, offered, committed.")] = "",
    words: Annotated[
        str, typer.Option("--words", help="The exact words; kept as its statement where it has none itself.")
    ] = "",
    by: By = "",
    viewer: Writer = SECRETARIAT,
    json: Json = False,
) -> None:
    """Record one thing; on a terminal, asks for what is missing."""
    from muster.cli.advice import told_to_correct
    from muster.cli.asking import rows_for, subject_of
    from muster.publish.plain import as_json

    with opened(book, viewer) as open_book:
        by = author(by)
        given = _named(fields or [])
        given |= {name: value for name, value in (("member", member), ("said", said), ("words", words)) if value}
        rows = rows_for(open_book, kind, given)
        with told_to_correct(book, subject_of(kind, given), viewer):
            entries = open_book.read_rows(*rows, by=by)
    typer.echo(as_json(entries)) if json else told_recorded(book, entries, by, viewer)


def correct(
    book: BookPlace,
    entry: Annotated[str, typer.Argument(help="The id of the entry to correct, as the log shows it.")],
    fields: Fields = None,
    by: By = "",
    viewer: Writer = SECRETARIAT,
    json: Json = False,
) -> None:
    """Correct an entry: a new one supersedes it, both stay readable."""
    from muster.cli.advice import check_same_subject, told_what_stands
    from muster.publish.plain import as_json

    columns = _named(fields or [])
    with opened(book, viewer) as open_book, told_what_stands(open_book, entry):
        by = author(by)
        check_same_subject(open_book, entry, columns)
        entries = open_book.correct(entry, columns, by=by)
    typer.echo(as_json(entries)) if json else told_recorded(book, entries, by, viewer)


def undo(
    book: BookPlace,
    entries: Annotated[list[str], typer.Argument(metavar="ENTRY", help="Ids of entries, or a run FIRST..LAST.")],
    by: By = "",
    why: Why = "",
    viewer: Writer = SECRETARIAT,
    json: Json = False,
) -> None:
    """Take entries back. Refused, with the list, while something rests on them."""
    from muster.cli.advice import told_what_stands
    from muster.publish.plain import as_json

    with opened(book, viewer) as open_book, told_what_stands(open_book):
        taken = open_book.undo(*entries, by=author(by), why=why or None)
    typer.echo(as_json(taken)) if json else told_recorded(book, taken, by, viewer)


def mark(
    book: BookPlace,
    entry: Annotated[str, typer.Argument(help="The id of the entry.")],
    audiences: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="AUDIENCE",
            help="Who may see it: public, coalition, members, requester, chair, secretariat, group:NAME. "
            "None: the secretariat and the member concerned.",
        ),
    ] = None,
    consent: Annotated[str, typer.Option("--consent", help="The statement in which the originator consents.")] = "",
    by: By = "",
    viewer: Writer = SECRETARIAT,
    json: Json = False,
) -> None:
    """Change who may see an entry. For its originator, or with their recorded consent."""
    from muster.publish.plain import as_json

    with opened(book, viewer) as open_book:
        before = _marking_of(open_book, entry) if open_book.viewer.sees_all else None
        marked = open_book.mark(entry, audiences or (), by=author(by), consent=consent or None)
    if json:
        typer.echo(as_json(marked))
        return
    told_recorded(book, marked, by, viewer)
    if before is not None:
        back = " ".join([quote(book), entry, *map(quote, before)])
        agreed = f" --consent {quote(consent)}" if consent else ""
        typer.echo(f"mark it as before with: muster mark {back} --by {by}{agreed}{looked_as(viewer)}")


def redact(
    book: BookPlace,
    entry: Annotated[str, typer.Argument(help="The id of the entry.")],
    why: Why,
    by: By = "",
    json: Json = False,
) -> None:
    """Take the text of an entry out of the book for good. The chain stays whole. This cannot be undone."""
    from muster.publish.plain import as_json

    with opened(book) as open_book:
        done = open_book.redact(entry, by=author(by), why=why)
    typer.echo(as_json(done) if json else f"redacted entry {entry}; this cannot be undone")


def _marking_of(book: Book, entry: str) -> tuple[str, ...] | None:
    """The audiences of an entry now, none where there is no such entry."""
    from muster.ledger.visible import markings_in_force

    log = book.ledger.entries()
    found = next((one for one in log if one.id == entry), None)
    return None if found is None else markings_in_force(log).get(entry, found.audiences)


def _must_be_alone(book: str, files: list[Path], *, plain: bool) -> None:
    """Raise RefusedError unless another book is read by itself and as it is."""
    from muster.core.errors import RefusedError

    if len(files) > 1:
        raise RefusedError(f"another book is read by itself: muster read {book} OTHER.muster")
    if not plain:
        raise RefusedError(
            f"another book is taken over as it is; try it on a copy first: muster copy {book} TRIAL.muster"
        )


def _named(fields: list[str]) -> dict[str, str]:
    from muster.core.errors import RefusedError

    named: dict[str, str] = {}
    for field in fields:
        name, equals, value = field.partition("=")
        if not equals:
            raise RefusedError(f"{field!r} is no COLUMN=VALUE; write for example quantity=60")
        if name.strip() in named:
            raise RefusedError(f"{name.strip()} is given twice; record one thing at a time")
        named[name.strip()] = value.strip()
    return named
