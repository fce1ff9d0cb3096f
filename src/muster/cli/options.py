"""The arguments and options that many verbs share, and how a verb opens the book."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from muster.book import Book
    from muster.core.firmness import Firmness
    from muster.ledger.entries import Entry

BookPlace = Annotated[
    str, typer.Argument(metavar="BOOK", envvar="MUSTER_BOOK", help="The book: a file, or a PostgreSQL address.")
]
"""The first argument of every verb."""
Viewer = Annotated[
    str,
    typer.Option("--viewer", help="Show what this viewer would see: a member's id, requester, chair, public, auditor."),
]
"""For whom the verb looks."""
Known = Annotated[str, typer.Option("--known", metavar="DAY", help="As known by the end of this day; default: now.")]
"""As known by when."""
Valid = Annotated[str, typer.Option("--valid", metavar="DAY", help="The day looked at; default: the day known.")]
"""Which day is looked at."""
Json = Annotated[bool, typer.Option("--json", help="Print JSON for a program.")]
"""Whether to print for a program."""
By = Annotated[
    str, typer.Option("--by", metavar="PERSON", envvar="MUSTER_PERSON", help="The id of the person who records.")
]
"""Who records."""
FirmnessOption = Annotated[
    str,
    typer.Option(
        "--firmness", help="Count cover at least this firm: in_place, committed, accepted, offered, pledged, indicated."
    ),
]
"""How firm what is counted must be."""

SECRETARIAT = "secretariat"
"""For whom a verb looks where nobody is named."""


@contextmanager
def opened(place: str, viewer: str = SECRETARIAT) -> Iterator[Book]:
    """The book at a place, open for a viewer; warnings about the place go to standard error."""
    import muster

    with muster.open(place, viewer=viewer) as book:
        for warning in book.warnings:
            typer.echo(f"muster: {warning}", err=True)
        yield book


def day(text: str) -> date | None:
    """A day typed as an option, or None where nothing was typed."""
    from muster.core.days import parse_day

    return parse_day(text) if text else None


def firmness(text: str) -> Firmness:
    """A firmness typed as an option."""
    from muster.core.errors import RefusedError
    from muster.core.firmness import Firmness
    from muster.core.problem import did_you_mean

    try:
        return Firmness(text)
    except ValueError:
        known = [str(one) for one in Firmness]
        raise RefusedError(
            f"{text!r} is no firmness; {did_you_mean(text, known) or 'write one of ' + ', '.join(known)}"
        ) from None


def author(by: str) -> str:
    """The person who records; a sentence where nobody was named."""
    from muster.core.errors import RefusedError

    if not by:
        raise RefusedError("name the person who records: --by PERSON, or set MUSTER_PERSON")
    return by


def told_recorded(place: str, entries: Sequence[Entry], by: str) -> None:
    """Say what was recorded, and the command that takes it back."""
    if not entries:
        typer.echo("nothing new; nothing recorded")
        return
    kinds: dict[str, int] = {}
    for entry in entries:
        kinds[entry.kind] = kinds.get(entry.kind, 0) + 1
    listed = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
    typer.echo(f"recorded {len(entries)} {'entry' if len(entries) == 1 else 'entries'}: {listed}")
    own = [entry for entry in entries if entry.kind != "live"]
    run = own[0].id if len(own) == 1 else f"{own[0].id}..{own[-1].id}"
    typer.echo(f"undo with: muster undo {place} {run} --by {by}")
