"""The classes of a plan, and those who graduate from them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rich.console import Console

from muster.engine.allocation import Plan
from muster.engine.production import Held
from muster.engine.why import Taught
from muster.publish.lines import day_text, number
from muster.publish.terminal.page import Side, heading, say, table
from muster.publish.texts import text


def show_classes(console: Console, plan: Plan, most: int | None) -> None:
    """Print the first runs of classes of a plan, how many graduate, and which lines they serve from then on."""
    heading(console, text("production.title"))
    head: list[tuple[str, Side]] = [
        (text("production.name"), "left"),
        (text("plan.first"), "right"),
        (text("plan.last"), "right"),
        (text("production.classes"), "right"),
        (text("production.graduates"), "right"),
        (text("production.serve"), "left"),
    ]
    table(console, head, [_row(plan, one) for one in plan.held[:most]], gives_way=len(head) - 1)


def say_graduates(console: Console, plan: Plan) -> None:
    """Say of what contributions supply in the end how many are graduates yet to be trained."""
    last = plan.parts[-1]
    for name, one in sorted(last.field.offered.items()):
        if one.graduates:
            say_taught(console, [Taught(name, one.graduates, one.supply, one.decimals)], last.period.start)


def say_taught(console: Console, found: Iterable[Taught], day: date | None, indent: str = "") -> None:
    """Say of contributions how many of what they supply on a day are graduates yet to be trained."""
    for one in found:
        said = {"graduates": number(one.graduates, one.decimals), "supply": number(one.supply, one.decimals)}
        sentence = text("production.yet", contribution=one.contribution, day=day_text(day), **said)
        say(console, indent + sentence, indent=indent * 2)


def _row(plan: Plan, one: Held) -> list[str]:
    run = one.run
    offered = next((found.field.offered[run.joins] for found in plan.parts if run.joins in found.field.offered), None)
    since = [part for part in plan.parts if part.period.start is not None and part.period.start >= run.end]
    lines = {line for part in since for giver, line in part.assigned if giver == run.joins and one.graduates}
    return [
        run.production,
        day_text(run.first),
        day_text(run.period.last),
        f"{one.classes:,}",
        number(one.graduates, 0 if offered is None else offered.decimals),
        ", ".join(sorted(lines)) or text("production.no_line" if since else "production.afterwards"),
    ]
