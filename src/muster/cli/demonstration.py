"""The demonstration: the verbs of a working day, run on a real book, each shown as the command one would type."""

from __future__ import annotations

import tempfile
import textwrap
import time
from datetime import date
from pathlib import Path
from shlex import quote

import typer
from rich.console import Console

import muster
from muster.book import Book
from muster.core.days import Period, next_day
from muster.core.firmness import DEFAULT_FIRMNESS
from muster.exchange.examples import EXAMPLES, Example, find_example
from muster.exchange.typed import typed_rows
from muster.publish.terminal.coverage import show_coverage, show_gaps
from muster.publish.terminal.page import make_console, say
from muster.publish.terminal.status import show_status

FEW = 3
"""How many gaps the look back shows."""


def demonstrate(name: str, keep: str) -> None:
    """Show the picture of an example, a look back, a pledge recorded and taken back, and what to type next."""
    example = find_example(name or EXAMPLES[0])
    with tempfile.TemporaryDirectory() as folder:
        place = keep or str(Path(folder) / f"{example.name}.muster")
        shown = keep or f"{example.name}.muster"
        with muster.open(place, create=True) as book:
            _tell_the_story(book, example, shown)
    _say_what_next(example, keep)


def open_example(book: Book, example: Example) -> int:
    """Begin an empty book with an example's tables; the number of entries."""
    book.begin(example.genesis, example.person_id, example.person, example.begins)
    _, entries = book.read(example.folder, by=example.person_id)
    return len(entries)


def _tell_the_story(book: Book, example: Example, shown: str) -> None:
    console = make_console()
    _command(console, f"muster read {shown} {example.name}/ --by {example.person_id}")
    started = time.monotonic()
    count = open_example(book, example)
    say(console, f"recorded {count:,} entries from public sources in {time.monotonic() - started:.1f} s")

    _command(console, f"muster status {shown} --known {example.valid}")
    seen = book.status(example.valid)
    problems = len(book.check(example.valid, example.valid))
    show_status(console, seen, shown, problems, f" --known {example.valid}")

    _command(console, f"muster gaps {shown} --known {example.look_back}    # as it was known then")
    show_gaps(console, book.gaps(example.look_back)[:FEW], DEFAULT_FIRMNESS)

    line, pledge = example.line, example.pledge
    giving = f'--member {pledge["member"]} --said {pledge["said"]} --words "{pledge["words"]}"'
    _command(console, f"muster record {shown} contribution {giving} …")
    entries = book.read_rows(*typed_rows("contribution", pledge, book.today), by=example.person_id)
    _show_line(console, book, line, example.valid)
    say(console, "A pledge stands beside the cover, never in it.", style="dim")

    own = [entry for entry in entries if entry.kind != "live"]
    _command(console, f"muster undo {shown} {own[0].id}..{own[-1].id} --by {example.person_id}")
    book.undo(f"{own[0].id}..{own[-1].id}", by=example.person_id)
    _show_line(console, book, line, example.valid)


def _show_line(console: Console, book: Book, line: str, day: date) -> None:
    show_coverage(console, book.coverage(line, Period(day, next_day(day))))


def _command(console: Console, command: str) -> None:
    """The command as one would type it: folded, where it is too wide, so that it can still be pasted."""
    first, *more = textwrap.wrap(command, console.width - len("$  \\"), break_long_words=False, break_on_hyphens=False)
    lines = [f"$ {first}", *(f"    {line}" for line in more)]
    console.print()
    for line in lines[:-1]:
        say(console, f"{line} \\", style="bold cyan")
    say(console, lines[-1], style="bold cyan")


def _say_what_next(example: Example, keep: str) -> None:
    book = keep or f"{example.name}.muster"
    steps = [] if keep else [(f"muster demo {example.name} --keep {book}", "keep this book")]
    steps += [
        (f"muster log {quote(book)} {example.line}", ""),
        (f"muster coverage {quote(book)} --line {example.line} --known {example.valid}", ""),
        ("muster init mine.muster", "begin your own"),
    ]
    if example.name != EXAMPLES[-1]:
        steps.append((f"muster demo {EXAMPLES[-1]}", "the meeting of 11 February 2016"))
    typer.echo("\nNext, on your own:")
    for command, remark in steps:
        typer.echo(f"  {command}" + (f"  # {remark}" if remark else ""))
