"""What a check found: whether the chain holds, every problem with its name, and where each is explained."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from muster.core.problem import Problem
from muster.publish.terminal.page import say, shown
from muster.publish.texts import text

_BELOW = " " * 4


def show_check(console: Console, chain: Sequence[str], problems: Sequence[Problem], entries: int | None) -> None:
    """Print where the chain does not hold, then the problems; ``entries``: so many hold, None: not asked, or broken."""
    for fault in chain:
        say(console, fault, style="bold", indent=_BELOW)
    for problem in problems:
        say(console, _named(problem), indent=_BELOW)
    if entries is not None:
        say(console, text("check.holds", count=entries))
    if chain:
        say(console, text("check.broken", count=len(chain)), style="bold")
    say(console, text("check.problems", count=len(problems)), style="bold")
    names = {problem.name for problem in problems}
    if names:
        say(console, text("check.explained", count=len(names), page=names.pop() if len(names) == 1 else "NAME"))


def _named(problem: Problem) -> Text:
    """A problem as one reads it, where it is first and its name last."""
    where, told = shown(problem.where), shown(str(problem))
    return Text.assemble((where, "bold"), told.removeprefix(where), (f"  [{problem.name}]", "dim"))
