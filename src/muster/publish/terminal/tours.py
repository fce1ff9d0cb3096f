"""Which units can make no tour in a plan, and which no second one."""

from __future__ import annotations

from rich.console import Console

from muster.engine.chances import Never, never, once
from muster.engine.toured import Touring
from muster.publish.terminal.page import say
from muster.publish.texts import text


def show_chances(console: Console, touring: Touring, most: int | None) -> None:
    """Print which units can make no tour at all, and which only one because of their rest; so many at most."""
    without = never(touring)
    for one in without[:most]:
        say(console, f"{never_text(one)}.", indent="  ")
    if most is not None and len(without) > most:
        say(console, text("plan.more", count=len(without) - most))
    alone = once(touring)
    for key, names in (
        ("plan.once", [one.contribution for one in alone if one.rest is not None]),
        ("plan.once_unknown", [one.contribution for one in alone if one.rest is None]),
    ):
        if names:
            more = 0 if most is None else max(0, len(names) - most)
            listed = ", ".join(names[: len(names) - more])
            say(
                console,
                text(key, names=text("words.and_more", names=listed, count=more) if more else listed),
                indent="  ",
            )


def never_text(one: Never) -> str:
    """Why a unit can make no tour: its terms, and the days that there are."""
    said = {"contribution": one.contribution, "shortest": one.terms.shortest}
    if one.terms.longest is not None and one.terms.shortest > one.terms.longest:
        return text("plan.never_by_terms", longest=one.terms.longest, **said)
    return text("plan.never", count=one.days, **said)
