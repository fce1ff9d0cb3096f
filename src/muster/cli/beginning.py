"""Verbs before there is a book: init, template, layout, demo."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from muster.cli.options import BookPlace


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the command."""
    for verb in (init, template, layout, demo):
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
    """Begin a book: asks its name, zone, banner, currency, clock and the first person, then says what to do next."""
    import muster
    from muster.cli.asking import ask_beginning

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
    template_file = f"{Path(book).stem}-template.xlsx"
    typer.echo(f"{book} is begun. Next:")
    typer.echo(f"  muster template {template_file}")
    typer.echo(f"  muster read {book} {template_file} --by {answers.person_id}")
    typer.echo(f"  muster status {book}")


def template(
    target: Annotated[Path, typer.Argument(help="A workbook (.xlsx) or a folder for CSV files; never written over.")],
) -> None:
    """Write an empty workbook to fill in: a sheet for every table, with help, drop-downs and an example row."""
    from muster.exchange.formats import write_template

    typer.echo(f"written: {write_template(target)}")


def layout(
    file: Annotated[Path, typer.Argument(help="A workbook or CSV file in your own form.")],
    out: Annotated[Path | None, typer.Option("--out", help="Where to write the draft; default: print it.")] = None,
) -> None:
    """Draft a layout for a sheet of your own: a text that you edit, and that read --layout then reads by."""
    from muster.exchange.layouts import draft_layout

    text = draft_layout(file)
    if out is None:
        typer.echo(text)
    else:
        with out.open("x", encoding="utf-8") as written:
            written.write(text)
        typer.echo(f"written: {out}")


def demo(
    name: Annotated[str, typer.Argument(help="peacekeeping or brussels.")] = "",
    keep: Annotated[str, typer.Option("--keep", metavar="FILE", help="Keep the book in this file.")] = "",
) -> None:
    """A real coalition in a temporary book: the picture, a look back, a pledge recorded and taken back."""
    from muster.cli.demonstration import demonstrate

    demonstrate(name, keep)
