"""The page on which a command prints: headings, sentences and tables, as wide as the terminal, 80 in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

PIPE_WIDTH = 80
WIDEST = 110

Side = Literal["left", "right"]


def make_console(*, to_errors: bool = False) -> Console:
    """A console for standard output (or errors): colours on a terminal, 80 plain columns in a pipe."""
    stream = sys.stderr if to_errors else sys.stdout
    console = Console(file=stream, highlight=False, soft_wrap=False)
    console.width = min(console.width, WIDEST) if console.is_terminal else PIPE_WIDTH
    return console


def say(console: Console, sentence: str, style: str = "") -> None:
    """A sentence, wrapped between words, its markup taken literally."""
    console.print(Text(sentence, style=style))


def heading(console: Console, title: str) -> None:
    """A heading with a blank line before it."""
    console.print()
    console.print(Text(title, style="bold"))


def table(console: Console, head: Sequence[tuple[str, Side]], rows: Sequence[Sequence[str]]) -> None:
    """A table without rules: the first columns give way when it is too wide, numbers never do."""
    made = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=any(title for title, _ in head))
    for index, (title, side) in enumerate(head):
        first = max((len(row[index]) for row in rows), default=0) if index == 0 else None
        made.add_column(title, justify=side, header_style="dim", no_wrap=True, overflow="ellipsis", min_width=first)
    for row in rows:
        made.add_row(*(Text(cell) for cell in row))
    console.print(made)


def shortened(names: Sequence[str], most: int = 4) -> str:
    """The first of many names, and how many more there are."""
    listed = ", ".join(names[:most])
    return listed if len(names) <= most else f"{listed} and {len(names) - most} more"
