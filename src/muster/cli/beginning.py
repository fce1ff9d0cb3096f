"""Verbs before there is a book: init, template, layout, demo."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from muster.cli.options import BookPlace


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the command."""
    for verb in (init, template, layout, demo, migrate):
        app.command()(verb)


def init(
    book: BookPlace,
    name: Annotated[str, typer.Option("--name", help="The name of the book.")] = "",
    zone: Annotated[
        str, typer.Option("--zone", help="The time zone in which its days fall, such as Europe/Brussels.")
    ] = "",
    banner: Annotated[str, typer.Option("--banner", help="A marking printed on every output; none if empty.")] = "",
    currency: Annotated[str, typer.Option("--currency", help="The currency of its totals, ISO 4217.")] = "",
    clock: Annotated[
        str, typer.Option("--clock", help="live: recorded now; sources: on the day a statement became public.")
    ] = "",
    begins: Annotated[
        str, typer.Option("--begins", metavar="DAY", help="For the clock of sources: the day it begins.")
    ] = "",
    person: Annotated[
        str, typer.Option("--person", metavar="ID=NAME", help="The first person, recorded by itself.")
    ] = "",
) -> None:
    """Begin a book. Asks its name, zone, banner, currency, clock and the first person; says what to do next."""
    import muster
    from muster.cli.asking import ask_beginning
    from muster.publish.lines import template_name

    given = {
        "name": name,
        "zone": zone,
        "banner": banner,
        "currency": currency,
        "clock": clock,
        "begins": begins,
        "person": person,
    }
    answers = ask_beginning({key: value for key, value in given.items() if value})
    with muster.open(book, create=True) as made:
        made.begin(answers.genesis, answers.person_id, answers.person, answers.begins)
    file, place = quote(template_name(book)), quote(book)
    typer.echo(f"{book} is begun. Next:")
    typer.echo(f"  muster template {file}")
    typer.echo(f"  muster read {place} {file} --by {answers.person_id}")
    typer.echo(f"  muster status {place}")


def template(
    target: Annotated[Path, typer.Argument(help="A workbook (.xlsx) or a folder for CSV files; never written over.")],
) -> None:
    """Write an empty workbook to fill in. It has a sheet for every table, with help, drop-downs and an example row."""
    from muster.exchange.formats import write_template

    typer.echo(f"written: {write_template(target)}")


def layout(
    file: Annotated[Path, typer.Argument(help="A workbook or CSV file in your own form.")],
    out: Annotated[Path | None, typer.Option("--out", help="Where to write the draft; default: print it.")] = None,
) -> None:
    """Draft a layout for a sheet of your own. It is a text that you edit, and that read --layout then reads by."""
    from muster.core.errors import RefusedError, StorageError
    from muster.exchange.layouts import draft_layout

    text = draft_layout(file)
    if out is None:
        typer.echo(text)
    else:
        try:
            with out.open("x", encoding="utf-8") as written:
                written.write(text)
        except FileExistsError:
            message = f"{out} is there already; choose a new place: Muster never writes over a file"
            raise RefusedError(message) from None
        except OSError as error:
            raise StorageError(f"{out} could not be written: {error.strerror or error}") from error
        typer.echo(f"written: {out}")


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
    from muster.exchange.files import is_server

    if not is_server(owner):
        raise RefusedError(f"{owner} is no PostgreSQL address; a book in a file needs no migration")
    from muster.ledger.sql.postgres_schema import build

    build(owner, role)
    typer.echo(f"the tables are set up, and {role} may use them; begin the book with: muster init")
