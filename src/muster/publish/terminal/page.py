"""The page on which a command prints: headings, sentences and tables, as wide as the terminal, 80 in a pipe."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Literal

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from muster.core.keeping import SEES_ALL
from muster.publish.texts import text

# In columns: how wide a page is in a pipe, and at most on a terminal.
PIPE_WIDTH = 80
WIDEST = 110

# In columns: between two columns of a table; the least for a column that gives way, and for the last one.
GAP = 2
NARROWEST = 12
NARROW = 24
BELOW = " " * 4
MANY_LINES = 9  # so many for a cell that gives way, where no other number is asked for

Side = Literal["left", "right"]
"""On which side of its column a cell stands."""

_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Letters that turn the direction of writing, and could make a line say something else."""


class Page(Console):
    """A console that leaves it to its owner to go on or not where the reader of a pipe has left."""

    def on_broken_pipe(self) -> None:
        """Raise BrokenPipeError, as any other stream does."""
        raise BrokenPipeError


def make_console(*, to_errors: bool = False) -> Console:
    """A console for standard output (or errors): colours on a terminal, 80 plain columns in a pipe."""
    stream = sys.stderr if to_errors else sys.stdout
    console = Page(file=stream, highlight=False, soft_wrap=False)
    console.width = min(console.width, WIDEST) if console.is_terminal else PIPE_WIDTH
    return console


def say(console: Console, sentence: str | Text, style: str = "", indent: str = "") -> None:
    """A sentence, wrapped between words, its markup taken literally; ``indent`` stands before the lines that follow."""
    room = console.width - cell_len(indent)
    words = Text(shown(sentence), style=style) if isinstance(sentence, str) else sentence
    for index, line in enumerate(words.wrap(console, room)):
        line.rstrip()
        console.print(Text(indent if index else "") + line, soft_wrap=True)


def say_for_whom(console: Console, viewer: str) -> None:
    """Head a page with the viewer it is made for, where that one does not see all."""
    if viewer not in SEES_ALL:
        say(console, text("status.of_what_you_may_see", viewer=viewer), style="bold")


def heading(console: Console, title: str) -> None:
    """A heading with a blank line before it."""
    console.print()
    say(console, title, style="bold")


def table(
    console: Console,
    head: Sequence[tuple[str, Side]],
    rows: Sequence[Sequence[str]],
    *,
    gives_way: int = 0,
    most_lines: int = MANY_LINES,
) -> None:
    """A table without rules, as wide as it needs. One column gives way where it is too wide; numbers never do.

    What does not fit into that column goes on below it, for so many lines at most. Where next to nothing is left for
    it, the first or last column stands apart, on lines of its own.
    """
    cells = [[shown(cell) for cell in row] for row in rows]
    widths = [
        max(cell_len(cell) for cell in (title, *(row[index] for row in cells))) for index, (title, _) in enumerate(head)
    ]
    room = console.width - GAP * (len(widths) - 1) - sum(widths) + widths[gives_way]
    needed = {0: NARROWEST, len(widths) - 1: NARROW}.get(gives_way, 0)
    apart = room < min(widths[gives_way], needed)
    widths[gives_way] = len(BELOW) - GAP if apart else min(widths[gives_way], max(room, NARROWEST))
    titles = ["" if apart and index == gives_way else title for index, (title, _) in enumerate(head)]
    sides = [side for _, side in head]
    if any(titles):
        titles = [cut(title, width) for title, width in zip(titles, widths, strict=True)]
        console.print(Text(_row(titles, sides, widths), style="bold"), soft_wrap=True)
    for row in cells:
        told = [""] if apart else folded(row[gives_way], widths[gives_way], most_lines)
        if apart and gives_way == 0:
            say(console, row[0])
        for line in _lines(row, gives_way, told):
            console.print(Text(_row(line, sides, widths)), soft_wrap=True)
        if apart and gives_way and row[gives_way]:
            say(console, BELOW + row[gives_way], indent=BELOW)


def cut(words: str, width: int) -> str:
    """Words that fit a width, the last of them giving way to an ellipsis."""
    return words if cell_len(words) <= width else set_cell_size(words, max(0, width - 1)).rstrip() + "…"


def folded(words: str, width: int, most: int = MANY_LINES) -> list[str]:
    """Words on at most so many lines of a width; a list is folded after its semicolons where it has any."""
    between = "; " if "; " in words else " "
    lines: list[str] = []
    for part in words.split(between):
        longer = f"{lines[-1]}{between}{part}" if lines else part
        if lines and cell_len(longer) + len(between.rstrip()) <= width:
            lines[-1] = longer
        else:
            lines.append(part)
    ended = [f"{line}{between.rstrip()}" for line in lines[:-1]]
    kept = [*ended, lines[-1]]
    if len(kept) > most:
        kept = [*kept[: most - 1], between.join(lines[most - 1 :])]
    return [cut(line, width) for line in kept]


def shortened(names: Sequence[str], most: int = 4) -> str:
    """The first of many names, and how many more there are."""
    listed = ", ".join(names[:most])
    return listed if len(names) <= most else text("words.and_more", names=listed, count=len(names) - most)


def shown(words: str) -> str:
    """Words as they may be printed: without what would steer the terminal or turn the direction of writing."""
    return "".join(" " if letter.isspace() else letter for letter in map(_harmless, words))


def _harmless(letter: str) -> str:
    if letter in _TURNING:
        return ""
    return "\N{REPLACEMENT CHARACTER}" if unicodedata.category(letter) == "Cc" and not letter.isspace() else letter


def _lines(row: Sequence[str], gives_way: int, cell: Sequence[str]) -> Iterable[list[str]]:
    """A row, and below it what did not fit into the column that gives way."""
    yield [cell[0] if index == gives_way else other for index, other in enumerate(row)]
    for more in cell[1:]:
        yield [more if index == gives_way else "" for index in range(len(row))]


def _row(cells: Sequence[str], sides: Sequence[Side], widths: Sequence[int]) -> str:
    placed = []
    for cell, side, width in zip(cells, sides, widths, strict=True):
        room = " " * max(0, width - cell_len(cell))
        placed.append(room + cell if side == "right" else cell + room)
    return (" " * GAP).join(placed).rstrip()
