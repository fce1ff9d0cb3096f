"""Why a line is short, in sentences that a minister can read."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from muster.engine.field import Wanted
from muster.engine.why import Explained, Unmet, Way
from muster.publish.lines import day_text, number
from muster.publish.terminal.accepted import say_accepted
from muster.publish.terminal.page import say
from muster.publish.terminal.phases import not_open_text
from muster.publish.terminal.plan import amount_text, limited_text
from muster.publish.terminal.production import say_taught
from muster.publish.terminal.tours import never_text
from muster.publish.texts import text

_INDENT = "  "


def show_why(console: Console, line: str, explained: Sequence[Explained]) -> None:
    """Print, for each stretch of days, what a line lacks, what stands in the way and what one more is worth."""
    if not explained:
        say(console, text("why.not_planned", line=line))
    for one in explained:
        wanted = one.wanted
        if one.not_open is not None:
            days = {"first": day_text(one.period.start), "last": day_text(one.period.last)}
            say(console, text("why.title_not_open", line=wanted.requirement.name or wanted.line, **days), style="bold")
            say(console, _INDENT + text("why.not_open", sentence=not_open_text(one.not_open)), indent=_INDENT * 2)
            continue
        title = text(
            "why.title" if one.short else "why.title_covered",
            line=wanted.requirement.name or wanted.line,
            covered=amount_text(one.covered, wanted.decimals),
            need=number(wanted.need, wanted.decimals),
            unit=wanted.unit or "",
            first=day_text(one.period.start),
            last=day_text(one.period.last),
            short=amount_text(one.short, wanted.decimals),
        )
        say(console, title, style="bold")
        if one.short:
            say_accepted(console, [(wanted.requirement.name or wanted.line, wanted.accepted)])
        if one.limited is not None:
            say(console, _INDENT + limited_text(one.limited, wanted, one.covered), indent=_INDENT * 2)
        say_taught(console, one.graduates, one.period.start, _INDENT)
        for way in one.ways:
            say(console, _INDENT + _way(way, wanted), indent=_INDENT * 2)
        if one.short and not one.ways:
            say(console, _INDENT + text("why.nothing"), indent=_INDENT * 2)
        say(console, _INDENT + _one_more(one), indent=_INDENT * 2)


def _way(way: Way, wanted: Wanted) -> str:
    what = text(f"why.{way.reason or way.counting or ('pinned' if way.pinned else 'line')}", line=way.line)
    if way.conditions:
        what = text("why.unmet", what=what, which="; ".join(_unmet(one) for one in way.conditions))
    if way.never:
        what = text("why.unmet", what=what, which="; ".join(never_text(one) for one in way.never))
    key = "why.way" if way.counting is None else "why.way_counts"
    return text(key, gain=amount_text(way.gain, wanted.decimals), unit=wanted.unit or "", what=what)


def _unmet(one: Unmet) -> str:
    """A condition that fails: what it is on, its words, and when it is decided at the latest."""
    condition = one.condition
    said = text("why.unmet_on", name=one.name, contribution=condition.contribution, words=condition.words)
    return said if condition.deadline is None else text("why.unmet_by", said=said, day=condition.deadline)


def _one_more(explained: Explained) -> str:
    if not explained.one_more:
        return text("why.surplus")
    decimals = explained.wanted.decimals
    listed = [
        text("why.one_more_line", line=line, gain=amount_text(gain, decimals)) for line, gain in explained.one_more
    ]
    return text("why.one_more", lines=", ".join(listed))
