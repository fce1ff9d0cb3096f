"""Gaps that somebody has decided to live with: marked where they stand in a table, and told below it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console

from muster.core.requirements import AcceptedGap
from muster.publish.lines import dated_text
from muster.publish.terminal.page import say
from muster.publish.texts import text


def marked(name: str, accepted: AcceptedGap | None) -> str:
    """What a table calls a line that is short: its name, and that its gap is accepted."""
    return name if accepted is None else text("accepted.name", name=name)


def say_accepted(console: Console, gaps: Iterable[tuple[str, AcceptedGap | None]]) -> None:
    """Print of each line whose gap is accepted by whom, until when and why, once."""
    told = {
        text("accepted.told", line=name, by=one.by or "?", until=_until(one), why=one.why or "?")
        for name, one in gaps
        if one is not None
    }
    for sentence in sorted(told):
        say(console, sentence)


def _until(accepted: AcceptedGap) -> str:
    return "?" if accepted.until is None else dated_text(str(accepted.until))
