"""The arguments and options that many verbs share, and how a verb opens the book."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from muster.book import Book
    from muster.core.assuming import Assumption
    from muster.core.firmness import Firmness
    from muster.ledger.entries import Entry

BookPlace = Annotated[str, typer.Argument(metavar="BOOK", help="The book: a file, or a PostgreSQL address.")]
"""The first argument of every verb."""
BookAlone = Annotated[
    str, typer.Argument(metavar="BOOK", envvar="MUSTER_BOOK", help="The book: a file, or a PostgreSQL address.")
]
"""The book, for verbs that take no other argument: only there can the environment stand in for it."""
Viewer = Annotated[
    str,
    typer.Option("--viewer", help="Show what this viewer would see: a member's id, requester, chair, public, auditor."),
]
"""For whom the verb looks."""
Writer = Annotated[
    str,
    typer.Option(
        "--viewer", help="Act as this viewer, who can name only what it sees: a member's id, chair, requester."
    ),
]
Known = Annotated[
    str | None, typer.Option("--known", metavar="DAY", help="As known by the end of this day; default: now.")
]
"""As known by when."""
Valid = Annotated[str | None, typer.Option("--valid", metavar="DAY", help="The day looked at; default: the day known.")]
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
Assume = Annotated[
    list[str] | None,
    typer.Option(
        "--assume",
        metavar="WHAT",
        help="conditions_fail: no open condition is met; declared_only: only declared caveats hold.",
    ),
]
"""What is assumed where the book leaves it open."""

MostFromOne = Annotated[
    int | None,
    typer.Option("--most-from-one", metavar="PERCENT", help="So much of a line's need counts from one member at most."),
]
"""How much counts from one member."""
Suppliers = Annotated[
    int | None,
    typer.Option("--suppliers", metavar="N", help="Of a line that fewer members serve nothing counts."),
]
"""How many members are to serve each line."""
BalanceBy = Annotated[
    str | None,
    typer.Option("--balance", metavar="KEY", help="Balance burdens by this burden-sharing key, such as gdp."),
]
"""By which key burdens are balanced."""

STOPPED = 130
"""The exit code after Ctrl-C, as shells have it: 128 and the signal."""

SECRETARIAT = "secretariat"
"""For whom a verb looks where nobody is named."""

_FOR_GOOD = frozenset({"book", "live", "marking", "redaction"})


@contextmanager
def opened(place: str, viewer: str = SECRETARIAT) -> Iterator[Book]:
    """The book at a place, open for a viewer; warnings about the place go to standard error."""
    import muster

    with muster.open(place, viewer=viewer) as book:
        for warning in book.warnings:
            typer.echo(f"muster: {warning}", err=True)
        if viewer != SECRETARIAT:
            _must_be_known(book, viewer)
        yield book


def _must_be_known(book: Book, viewer: str) -> None:
    """Raise a sentence for a viewer that there is not: with a role or a member that may be meant.

    Nobody has said yet for whom this is to be answered, so only members that the public may see are suggested.
    """
    from muster.core.errors import RefusedError, UnknownSubjectError
    from muster.core.marking import PUBLIC_VIEWER, ROLES, Viewer
    from muster.core.problem import closest
    from muster.ledger.snapshot import Snapshot
    from muster.ledger.visible import visible

    try:
        _ = book.viewer
    except UnknownSubjectError:
        public = Snapshot(visible(book.ledger.entries(), Viewer(PUBLIC_VIEWER)), 0)
        near = closest(viewer, [*ROLES, *public.ids("member")])
        if near is not None:
            raise UnknownSubjectError("viewer", viewer, near) from None
        roles = ", ".join(sorted(ROLES))
        raise RefusedError(f"unknown viewer {viewer!r}; write the id of a member, or one of {roles}") from None


def day(text: str | None) -> date | None:
    """A day typed as an option, or None where nothing was typed."""
    from muster.core.days import parse_day

    return None if text is None else parse_day(text)


def firmness(text: str) -> Firmness:
    """A firmness typed as an option."""
    from muster.core.firmness import read_firmness

    return read_firmness(text)


def assumed(words: Sequence[str] | None) -> frozenset[Assumption]:
    """What is assumed, typed as options."""
    from muster.core.assuming import read_assumption

    return frozenset(read_assumption(word) for word in words or ())


def author(by: str) -> str:
    """The person who records; a sentence where nobody was named."""
    from muster.core.errors import RefusedError

    if not by:
        raise RefusedError("name the person who records: --by PERSON, or set MUSTER_PERSON")
    return by


def told_recorded(place: str, entries: Sequence[Entry], by: str, viewer: str = SECRETARIAT) -> None:
    """Say what was recorded, and the command that takes it back."""
    if not entries:
        typer.echo("nothing new; nothing recorded")
        return
    kinds: dict[str, int] = {}
    for entry in entries:
        kinds[entry.kind] = kinds.get(entry.kind, 0) + 1
    listed = ", ".join(f"{count} {_counted(kind, count)}" for kind, count in kinds.items())
    typer.echo(f"recorded {several(len(entries), 'entry', 'entries')}: {listed}")
    told_undo(place, entries, by, viewer)


def told_undo(place: str, entries: Sequence[Entry], by: str, viewer: str = SECRETARIAT) -> None:
    """Say the command that takes entries back, where anything can."""
    runs = " ".join(_runs(entries))
    if runs:
        typer.echo(f"undo with: muster undo {quote(place)} {runs} --by {by}{looked_as(viewer)}")


def several(count: int, one: str, many: str = "") -> str:
    """So many of something: ``1 row``, ``2 rows``, ``2 entries``."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def looked_as(viewer: str) -> str:
    """The option that names a viewer, empty for the secretariat."""
    return "" if viewer == SECRETARIAT else f" --viewer {quote(viewer)}"


def looked_on(known: str | None, valid: str | None, viewer: str) -> str:
    """The options of a question, as one types them to look at the same days for the same viewer again."""
    days = "".join(f" --{name} {quote(text)}" for name, text in (("known", known), ("valid", valid)) if text)
    return days + looked_as(viewer)


def _counted(kind: str, count: int) -> str:
    """A kind as it is counted: ``1 step``, ``3 steps``, ``2 people``."""
    from muster.ledger.kinds import KINDS

    name = {"live": "going live", "book": "beginning"}.get(kind, kind)
    return name if count == 1 else KINDS[kind].table or f"{name}s"


def _runs(entries: Sequence[Entry]) -> Iterator[str]:
    """The entries that their writer sees and can take back, as ids and runs FIRST..LAST."""
    run: list[str] = []
    for entry in (*entries, None):
        if entry is not None and entry.id and entry.kind not in _FOR_GOOD:
            run.append(entry.id)
        elif run:
            yield run[0] if len(run) == 1 else f"{run[0]}..{run[-1]}"
            run = []
