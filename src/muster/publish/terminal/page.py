"""The page on which a command prints: headings, sentences and tables, as wide as the terminal, 80 in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Literal

from rich.console import Console
from rich.text import Text

PIPE_WIDTH = 80
"""Columns in a pipe."""

WIDEST = 110
"""No page is wider, on however wide a terminal."""

GAP = 2
"""Blanks between columns."""

NARROWEST = 12
"""A column that gives way keeps so many characters."""

Side = Literal["left", "right"]
"""On which side of a column its cells stand."""


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


def table(
    console: Console, head: Sequence[tuple[str, Side]], rows: Sequence[Sequence[str]], *, gives_way: int = 0
) -> None:
    """A table without rules, as wide as it needs. One column gives way where it is too wide; numbers never do."""
    widths = [
        max(len(cell) for cell in (title, *(row[index] for row in rows))) for index, (title, _) in enumerate(head)
    ]
    room = console.width - GAP * (len(widths) - 1) - sum(widths) + widths[gives_way]
    widths[gives_way] = min(widths[gives_way], max(room, NARROWEST))
    sides = [side for _, side in head]
    if any(title for title, _ in head):
        console.print(Text(_row([title for title, _ in head], sides, widths), style="bold"))
    for row in rows:
        console.print(Text(_row(row, sides, widths)))


def _row(cells: Sequence[str], sides: Sequence[Side], widths: Sequence[int]) -> str:
    placed = (
        cut(cell, width).rjust(width) if side == "right" else cut(cell, width).ljust(width)
        for cell, side, width in zip(cells, sides, widths, strict=True)
    )
    return (" " * GAP).join(placed).rstrip()


def cut(words: str, width: int) -> str:
    """Words that fit a width, the last of them giving way to an ellipsis."""
    return words if len(words) <= width else words[: max(0, width - 1)].rstrip() + "…"


def shortened(names: Sequence[str], most: int = 4) -> str:
    """The first of many names, and how many more there are."""
    listed = ", ".join(names[:most])
    return listed if len(names) <= most else f"{listed} and {len(names) - most} more"
