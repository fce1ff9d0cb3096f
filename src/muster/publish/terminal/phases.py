"""Lines that are not open because of a phase: which phase, when it begins, or why nobody knows that."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from muster.ledger.phases import NotOpen, Window
from muster.publish.lines import day_text
from muster.publish.terminal.page import heading, say
from muster.publish.texts import text

MOST = 12
"""So many lines before ``and 5 more``."""


def not_open_text(one: NotOpen) -> str:
    """Why a line is not open, in a sentence without its line and its full stop."""
    if one.ended is not None:
        return text("phases.ended", phase=one.phase, day=day_text(one.ended))
    if one.circle:
        key = "phases.circle" if len(one.circle) > 1 else "phases.itself"
        return text(key, phase=one.phase, circle=", ".join(one.circle))
    if one.begins is None:
        return text("phases.waits", phase=one.phase, follows=one.follows, waits_for=one.waits_for)
    key = "phases.begins" if one.follows is None else "phases.begins_after"
    return text(key, phase=one.phase, day=day_text(one.begins), follows=one.follows)


def say_not_begun(console: Console, title: str, waiting: Sequence[NotOpen], *, everything: bool = False) -> None:
    """Print under a title of each line whose phase has not begun when it will; nothing where there is none."""
    found = [one for one in waiting if one.ended is None]
    if not found:
        return
    heading(console, title)
    shown = found if everything else found[:MOST]
    for one in shown:
        say(console, text("phases.row", line=one.line, sentence=not_open_text(one)), indent="  ")
    if len(shown) < len(found):
        say(console, text("plan.more", count=len(found) - len(shown)))


def window_text(window: Window) -> str:
    """The first and last day of a phase."""
    if window.never_begins:
        return text("phases.nobody_knows")
    first = text("phases.unsaid") if window.first is None else day_text(window.first)
    last = text("words.open") if window.last is None else day_text(window.last)
    return text("log.days", first=first, last=last)
