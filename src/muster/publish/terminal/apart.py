"""The end of the first screen: what is kept apart from the cover, and what the book does not know."""

from __future__ import annotations

from rich.console import Console

from muster.engine.picture import Picture
from muster.publish.lines import line_name, number
from muster.publish.terminal.page import heading, say, shortened
from muster.publish.texts import text


def show_kept_apart(console: Console, seen: Picture) -> None:
    """Print what covers no need, by its reason: amounts of lines, or how many contributions."""

    def with_amounts(kind: str) -> list[str]:
        amounts = [(getattr(line, kind)(seen.firmness), line) for line in seen.lines]
        return [
            f"{line_name(line)} {number(by, line.decimals)}"
            for by, line in sorted(amounts, key=lambda pair: (-pair[0], pair[1].line))
            if by
        ]

    told = [
        text(f"status.{kind}", lines=shortened(found))
        for kind in ("surplus", "drawdown")
        if (found := with_amounts(kind))
    ]
    told += [
        text(f"status.{kind}", count=len({one.given.contribution for one in found}))
        for kind, found in (
            ("withdrawing", seen.withdrawing),
            ("free", seen.free),
            ("without_need", seen.without_need),
            ("backfills", seen.backfills),
        )
        if found
    ]
    maxima = [line_name(line) for line in seen.lines if not line.ranked]
    if maxima:
        told.append(text("status.maxima", lines=shortened(maxima)))
    if told:
        heading(console, text("status.kept_apart"))
        for sentence in told:
            say(console, sentence)


def show_unknown(console: Console, seen: Picture) -> None:
    """Print what the book does not know."""
    heading(console, text("status.unknown"))
    names = {line.line: line for line in seen.lines}
    unknown = seen.unknowns
    told = []
    if unknown.lines_without_number:
        unnumbered = [line_name(names[line]) for line in unknown.lines_without_number]
        key = "status.only_line_without_number" if len(names) == 1 else "status.lines_without_number"
        told.append(text(key, count=len(unnumbered), all=len(names), lines=shortened(unnumbered)))
    told += [
        text(f"status.{kind}", count=len(found), which=shortened(found))
        for kind, found in (
            ("unknown_size", unknown.unknown_size),
            ("undated", unknown.undated),
            ("undated_softer", unknown.undated_softer),
            ("without_capability", unknown.without_capability),
        )
        if found
    ]
    for sentence in told or [text("status.nothing_unknown")]:
        say(console, sentence)
