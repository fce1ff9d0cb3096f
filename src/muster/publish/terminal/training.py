"""How many trainers, of what kinds, from when, for a line to be held by a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from rich.console import Console

from muster.engine.training import Beginning, Training
from muster.publish.lines import day_text, number
from muster.publish.terminal.page import Side, heading, say, table
from muster.publish.terminal.plan import amount_text
from muster.publish.texts import text

_INDENT = "  "


def show_training(console: Console, found: Sequence[Training], day: date) -> None:
    """Print how many trainers it would take from when, for a line to be held on a day."""
    for one in found:
        said = {"production": one.production, "joins": one.joins, "graduates": number(one.graduates, one.decimals)}
        heading(console, text("production.question", day=day_text(day), **said))
        if one.beginnings:
            _show_beginnings(console, one.beginnings)
        elif one.begin_by is None:
            say(console, _INDENT + text("production.never"), indent=_INDENT * 2)
        else:
            say(console, _INDENT + text("production.too_late", day=day_text(one.begin_by)), indent=_INDENT * 2)


def _show_beginnings(console: Console, found: Sequence[Beginning]) -> None:
    """Print for each first run how many classes at once there would have to be, and the trainers of each line."""
    head: list[tuple[str, Side]] = [
        (text("plan.first"), "right"),
        (text("production.runs"), "right"),
        (text("production.classes"), "right"),
        (text("production.trainers"), "left"),
        *((text(f"production.{name}"), "right") for name in ("at_once", "there", "more", "planned")),
    ]
    table(console, head, [row for one in found for row in _rows(one)], gives_way=3)
    low = sorted({each.line for one in found for each in one.trainers if each.at_once > each.need})
    if low:
        say(console, text("production.raise_need", lines=", ".join(low)))


def _rows(one: Beginning) -> Iterator[list[str]]:
    first = [day_text(one.first), f"{one.runs:,}", f"{one.classes:,}"]
    for each in one.trainers:
        amounts = (Fraction(each.at_once), each.counts, each.more, Fraction(each.need))
        yield [*first, each.line, *(amount_text(amount, each.decimals) for amount in amounts)]
        first = ["", "", ""]
