"""What suppositions would change, one by itself or several beside each other, and what is lost without whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from rich.console import Console

from muster.core.quantity import grouped
from muster.engine.allocation import Plan
from muster.engine.difference import Difference, Outcome, Ranking, line_days
from muster.engine.phases import Moved
from muster.publish.lines import day_text
from muster.publish.terminal.page import Side, heading, say, say_for_whom, table
from muster.publish.terminal.phases import window_text
from muster.publish.terminal.plan import MOST, amount_text, say_assumed, say_more
from muster.publish.texts import text

_TITLES = {"members": "scenario.losses_members", "contributions": "scenario.losses_contributions"}


def show_outcome(
    console: Console,
    base: Plan,
    outcome: Outcome,
    viewer: str,
    *,
    everything: bool = False,
    is_recorded: bool = False,
) -> None:
    """Print where a supposition leaves more or less short, and how it would be recorded."""
    _head(console, text("scenario.title", name=outcome.name), base, viewer)
    if outcome.plan.asked.firmness != base.asked.firmness:
        say(console, text("scenario.firmness", firmness=text(f"words.{outcome.plan.asked.firmness}")))
    say_assumed(console, outcome.plan.asked)
    for sentence in _told(outcome.differences) or [text("scenario.nothing")]:
        say(console, sentence)
    if outcome.differences:
        _show_differences(console, outcome.differences, None if everything else MOST)
    _show_moved(console, outcome.moved)
    if outcome.drafts and not is_recorded:
        say(console, text("scenario.recorded_hint"))


def _show_differences(console: Console, found: Sequence[Difference], most: int | None) -> None:
    heading(console, text("scenario.differences"))
    head: list[tuple[str, Side]] = [
        (text("gaps.line"), "left"),
        (text("plan.tier"), "right"),
        (text("scenario.was"), "right"),
        (text("scenario.now"), "right"),
        ("", "left"),
        (text("plan.first"), "right"),
        (text("plan.last"), "right"),
        (text("scenario.days"), "right"),
    ]
    table(console, head, [_difference(one) for one in found[:most]])
    say_more(console, len(found), most)
    _say_measure(console, found)


def _show_moved(console: Console, moved: Sequence[Moved]) -> None:
    """Print the phases that begin or end on other days."""
    if moved:
        heading(console, text("scenario.moved"))
        names = ("phase", "is", "would_be")
        head: list[tuple[str, Side]] = [(text(f"scenario.{name}"), "left") for name in names]
        table(console, head, [[one.phase, window_text(one.was), window_text(one.now)] for one in moved])


def show_outcomes(
    console: Console, base: Plan, outcomes: Sequence[Outcome], viewer: str, *, is_whole: bool = True
) -> None:
    """Print several suppositions beside each other."""
    _head(console, text("scenario.compared"), base, viewer)
    if not is_whole:
        say(console, text("scenario.stopped"))
    by_name = {one.name: line_days(one.differences) for one in outcomes}
    tiers = _tiers(by_name.values())
    head: list[tuple[str, Side]] = [
        (text("scenario.name"), "left"),
        *((text("scenario.tier", tier=tier), "right") for tier in tiers),
        (text("scenario.worse"), "right"),
        (text("scenario.better"), "right"),
    ]
    rows = [
        [
            one.name,
            *(_days(by_name[one.name].get(tier)) for tier in tiers),
            str(_worse(one.differences)),
            str(_lines(change for change in one.differences if change.change < 0)),
        ]
        for one in outcomes
    ]
    console.print()
    table(console, head, rows)
    _say_measure(console, [difference for one in outcomes for difference in one.differences])


def show_ranking(console: Console, ranking: Ranking, viewer: str, *, of: str, everything: bool = False) -> None:
    """Print what the coalition would lose without each, the greatest loss first."""
    _head(console, text(_TITLES[of]), ranking.plan, viewer)
    if not ranking.is_whole:
        say(console, text("scenario.stopped"))
    found = [one for one in ranking.losses if one.differences]
    if not found:
        say(console, text("scenario.no_loss"))
        return
    tiers = _tiers(one.by_tier for one in found)
    head: list[tuple[str, Side]] = [
        (text("scenario.without"), "left"),
        *((text("scenario.tier", tier=tier), "right") for tier in tiers),
        (text("scenario.worse"), "right"),
    ]
    most = None if everything else MOST
    rows = [
        [one.name, *(_days(one.by_tier.get(tier)) for tier in tiers), str(_worse(one.differences))]
        for one in found[:most]
    ]
    console.print()
    table(console, head, rows)
    say_more(console, len(found), most)
    if len(found) < len(ranking.losses):
        say(console, text("scenario.without_loss", count=len(ranking.losses) - len(found)))
    _say_measure(console, [difference for one in found for difference in one.differences])


def _head(console: Console, title: str, base: Plan, viewer: str) -> None:
    first, last, known = (day_text(day) for day in (base.within.start, base.within.last, base.asked.made_on))
    firmness = text(f"words.{base.asked.firmness}")
    told = text("scenario.asked", title=title, first=first, last=last, known=known, firmness=firmness)
    say(console, told, style="bold")
    say_for_whom(console, viewer)


def _say_measure(console: Console, found: Sequence[Difference]) -> None:
    """Say in what is counted, where anything is."""
    if found:
        say(console, text("scenario.line_days"))
    if any(one.is_total for one in found):
        say(console, text("scenario.totals"))


def _told(found: Iterable[Difference]) -> list[str]:
    """In a sentence for each tier how much more is short, and how much less."""
    more: dict[int, Fraction] = {}
    less: dict[int, Fraction] = {}
    for one in found:
        side = more if one.change > 0 else less
        side[one.wanted.tier] = side.get(one.wanted.tier, Fraction(0)) + abs(one.line_days)
    sentences = []
    for tier in sorted(more.keys() | less.keys()):
        changes = [text("scenario.more", days=_tenths(more[tier]))] if tier in more else []
        changes += [text("scenario.less", days=_tenths(less[tier]))] if tier in less else []
        sentences.append(text("scenario.told", tier=tier, changes=", ".join(changes)))
    return sentences


def _difference(one: Difference) -> list[str]:
    wanted = one.wanted
    return [
        wanted.requirement.name or wanted.line,
        str(wanted.tier),
        amount_text(one.was, wanted.decimals),
        amount_text(one.now, wanted.decimals),
        wanted.unit or "",
        day_text(one.period.start),
        day_text(one.period.last),
        str(one.days),
    ]


def _tiers(found: Iterable[Mapping[int, Fraction]]) -> list[int]:
    return sorted({tier for by_tier in found for tier in by_tier})


def _days(days: Fraction | None) -> str:
    """Days of whole lines with their sign; nothing where nothing changes."""
    if days is None:
        return ""
    sign = "" if not days else "+" if days > 0 else "\N{MINUS SIGN}"
    return f"{sign}{_tenths(abs(days))}"


def _tenths(days: Fraction) -> str:
    """Days to a tenth."""
    tenths = Decimal(round(days * 10)) / 10
    return grouped(tenths) if tenths or not days else text("scenario.little")


def _worse(found: Iterable[Difference]) -> int:
    return _lines(one for one in found if one.change > 0)


def _lines(found: Iterable[Difference]) -> int:
    return len({one.wanted.line for one in found})
