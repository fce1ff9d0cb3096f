"""Verbs before there is a book: init, template, layout, demo, migrate."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from muster.cli.options import BookPlace, Json

if TYPE_CHECKING:
    from muster.book import Book


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the command."""
    for verb in (init, template, layout, demo, migrate):
        app.command()(verb)


def init(
    book: BookPlace,
    name: Annotated[str | None, typer.Option("--name", help="The name of the book.")] = None,
    zone: Annotated[
        str | None, typer.Option("--zone", help="The time zone in which its days fall, such as Europe/Brussels.")
    ] = None,
    banner: Annotated[
        str | None, typer.Option("--banner", help="A marking printed on every output; none if empty.")
    ] = None,
    currency: Annotated[
        str | None, typer.Option("--currency", help="The currency of its totals: a code of ISO 4217, such as EUR.")
    ] = None,
    clock: Annotated[
        str | None, typer.Option("--clock", help="live: recorded now; sources: on the day a statement became public.")
    ] = None,
    begins: Annotated[
        str | None, typer.Option("--begins", metavar="DAY", help="For the clock of sources: the day it begins.")
    ] = None,
    person: Annotated[
        str | None, typer.Option("--person", metavar="ID=NAME", help="The first person, recorded by itself.")
    ] = None,
    json: Json = False,
) -> None:
    """Begin a book. Asks its name, zone, banner, currency, clock and the first person; says what to do next."""
    import muster
    from muster.cli.asking import ask_beginning
    from muster.publish.lines import template_name
    from muster.publish.plain import as_json

    given = {
        "name": name,
        "zone": zone,
        "banner": banner,
        "currency": currency,
        "clock": clock,
        "begins": begins,
        "person": person,
    }
    answers = ask_beginning({key: value for key, value in given.items() if value is not None})
    with muster.open(book, create=True) as made:
        made.begin(answers.genesis, answers.person_id, answers.person, answers.begins)
        if json:
            typer.echo(as_json({"begun": book, **_beginning_of(made)}))
            return
    file, place = quote(template_name(book)), quote(book)
    typer.echo(f"{book} is begun. Next:")
    typer.echo(f"  muster template {file}")
    typer.echo(f"  muster read {place} {file} --by {answers.person_id}")
    typer.echo(f"  muster status {place}")


def _beginning_of(book: Book) -> dict[str, object]:
    """How a book began, as plain data: what its first entry states, the day, and the first person."""
    from muster.core.days import day_of

    first, person = book.ledger.entries()[:2]
    named = ("name", "zone", "banner", "currency", "clock")
    stated = {name: getattr(book.genesis, name) for name in named}
    return {**stated, "begins": day_of(first.recorded_at, book.zone), "person": person.subject, "entries": 2}


def template(
    target: Annotated[Path, typer.Argument(help="A workbook (.xlsx) or a folder for CSV files; never written over.")],
    json: Json = False,
) -> None:
    """Write an empty workbook to fill in. It has a sheet for every table, with help, drop-downs and an example row."""
    from muster.exchange.columns import table_kinds
    from muster.exchange.formats import write_template
    from muster.publish.plain import as_json

    written = write_template(target)
    if not json:
        typer.echo(f"written: {written}")
        return
    files = sorted(written.iterdir()) if written.is_dir() else [written]
    typer.echo(as_json({"written": written, "files": files, "tables": [kind.table for kind in table_kinds()]}))


def layout(
    file: Annotated[Path, typer.Argument(help="A workbook or CSV file in your own form.")],
    out: Annotated[Path | None, typer.Option("--out", help="Where to write the draft; default: print it.")] = None,
    json: Json = False,
) -> None:
    """Draft a layout for a sheet of your own. It is a text that you edit, and that read --layout then reads by."""
    from muster.exchange.layouts import draft_layout
    from muster.publish.plain import as_json

    text = draft_layout(file)
    if out is not None:
        write_new(out, text)
    if json:
        typer.echo(as_json({"drafted_from": file, "written": out, "layout": text}))
    else:
        typer.echo(text if out is None else f"written: {out}")


def write_new(place: Path, text: str) -> None:
    """Write a text to a file that is not there yet."""
    from muster.core.errors import RefusedError, StorageError

    try:
        with place.open("x", encoding="utf-8") as written:
            try:
                written.write(text)
                written.flush()
            except BaseException:
                place.unlink(missing_ok=True)
                raise
    except FileExistsError:
        message = f"{place} is there already; choose a new place: Muster never writes over a file"
        raise RefusedError(message) from None
    except OSError as error:
        raise StorageError(f"{place} could not be written: {error.strerror or error}") from error


def demo(
    name: Annotated[str, typer.Argument(help="peacekeeping or brussels.")] = "",
    keep: Annotated[str, typer.Option("--keep", metavar="FILE", help="Keep the book in this file.")] = "",
) -> None:
    """Show a real coalition in a temporary book. The picture, a look back, a pledge recorded and taken back."""
    from muster.cli.demonstration import demonstrate

    demonstrate(name, keep)


def migrate(
    owner: Annotated[str, typer.Argument(metavar="ADDRESS", help="The PostgreSQL address of the book, as its owner.")],
    role: Annotated[str, typer.Option("--role", help="The role of the application, which may read and append.")],
) -> None:
    """Set up a book's tables on PostgreSQL. As their owner; or bring up those of an older version. Files need none."""
    from muster.core.errors import RefusedError
    from muster.ledger.places import is_server

    if not is_server(owner):
        raise RefusedError(f"{owner} is no PostgreSQL address; a book in a file needs no migration")
    from muster.ledger.sql.postgres_schema import build

    build(owner, role)
    typer.echo(f"the tables are set up, and {role} may use them; begin the book with: muster init")
