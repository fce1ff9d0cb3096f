"""A plan: what stays short all the same, what is not used, which pins do not hold; and whether its proofs do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import cast

from rich.console import Console

from muster.engine.allocation import Plan, Shortfall
from muster.engine.amounts import Part
from muster.engine.bounding import Bound
from muster.engine.counting import Limited
from muster.engine.field import Pin, Wanted
from muster.engine.serving import Asked
from muster.engine.touring import Tour
from muster.publish.lines import day_text, number
from muster.publish.terminal.accepted import marked, say_accepted
from muster.publish.terminal.page import Side, heading, say, say_for_whom, table
from muster.publish.terminal.phases import say_not_begun
from muster.publish.terminal.production import say_graduates, show_classes
from muster.publish.terminal.tours import show_chances
from muster.publish.texts import text

MOST = 12
"""So many rows of a list before ``and 5 more``."""


def show_plan(console: Console, plan: Plan, known: date, viewer: str, *, everything: bool = False) -> None:
    """Print a plan as a viewer may see it; with ``everything``, every row and who serves which line."""
    first, last = day_text(plan.within.start), day_text(plan.within.last)
    firmness = text(f"words.{plan.asked.firmness}")
    say(console, text("plan.title", first=first, last=last, known=day_text(known), firmness=firmness), style="bold")
    say_for_whom(console, viewer)
    if plan.starts_from is not None:
        say(console, text("plan.starts_from", name=plan.starts_from))
    if not plan.is_whole:
        say(console, text("plan.stopped", last=last))
    if plan.asked.without:
        say(
            console,
            text("plan.without", reasons=", ".join(sorted(text(f"reasons.{one}") for one in plan.asked.without))),
        )
    say_assumed(console, plan.asked)
    _say_rules(console, plan)
    most = None if everything else MOST
    _show_shortfalls(console, plan, most)
    _show_limited(console, plan, most)
    _show_distance(console, plan)
    _show_tours(console, plan, most)
    if plan.held:
        show_classes(console, plan, most)
        say_more(console, len(plan.held), most)
        say_graduates(console, plan)
    show_chances(console, plan.touring, most)
    if plan.parts:
        first_part = plan.parts[0]
        if everything:
            _show_assigned(console, first_part)
        _show_pins(console, first_part)
        _show_unused(console, first_part, most)
        unknown = [name for name, one in first_part.field.offered.items() if one.is_unknown]
        if unknown:
            say(console, text("plan.unknown", names=", ".join(sorted(unknown))))
        console.print()
        moves = "plan.moves" if plan.starts_from is None else "plan.moves_against"
        say(console, text(moves, count=plan.moves, name=plan.starts_from))
    if plan.left_open and plan.asked.open_conditions:
        say(console, text("plan.left_open", names=", ".join(plan.left_open)))
    say_not_begun(console, text("plan.not_begun"), plan.not_begun, everything=everything)
    if plan.not_counted:
        say(console, text("plan.not_counted", rules="; ".join(plan.not_counted)))


def say_assumed(console: Console, asked: Asked) -> None:
    """Say what is assumed that usually is not."""
    if asked.assumed:
        said = sorted(text(f"assumed.{one}") for one in asked.assumed)
        say(console, text("assumed.said", what=", ".join(said)))


def _say_rules(console: Console, plan: Plan) -> None:
    """Say what the plan was asked for beside covering, and who is left out of it."""
    asked = plan.asked
    said = (
        ("plan.capped", asked.most_from_one),
        ("plan.suppliers", asked.suppliers),
        ("plan.balance", asked.balance),
    )
    rules = [text(name, rule=rule) for name, rule in said if rule is not None]
    if rules:
        say(console, text("plan.rules", rules="; ".join(rules)))
    if plan.unbalanced:
        say(console, text("plan.unbalanced", rule=asked.balance, members=", ".join(plan.unbalanced)))


def show_proof(console: Console, faults: Sequence[str], parts: int, shortfalls: int) -> None:
    """Print whether the account of a plan holds."""
    for fault in faults:
        say(console, fault)
    if faults:
        say(console, text("plan.refuted", count=len(faults)), style="bold")
    else:
        say(console, text("plan.proven", count=shortfalls, parts=parts), style="bold")


def _show_shortfalls(console: Console, plan: Plan, most: int | None) -> None:
    found = plan.shortfalls
    if not found:
        needed = any(part.field.wanted for part in plan.parts) or plan.totals.terms
        say(console, text("plan.covered") if needed else text("plan.nothing"))
        return
    heading(console, text("plan.short"))
    numbers: list[tuple[str, Side]] = [
        (text("plan.tier"), "right"),
        (text("gaps.need"), "right"),
        (text("plan.planned"), "right"),
        (text("gaps.short"), "right"),
    ]
    days: list[tuple[str, Side]] = [(text("plan.first"), "right"), (text("plan.last"), "right")]
    head: list[tuple[str, Side]] = [(text("gaps.line"), "left"), *numbers, ("", "left"), *days]
    table(console, head, [_shortfall_row(one) for one in found[:most]])
    say_more(console, len(found), most)
    wanted = [one.wanted for one in found[:most]]
    say_accepted(console, ((one.requirement.name or one.line, one.accepted) for one in wanted))
    say(console, text("plan.proof"))


def _shortfall_row(one: Shortfall) -> list[str]:
    wanted = one.wanted
    return [
        marked(wanted.requirement.name or wanted.line, wanted.accepted),
        str(wanted.tier),
        number(wanted.need, wanted.decimals),
        amount_text(one.covered, wanted.decimals),
        amount_text(one.short, wanted.decimals),
        wanted.unit or "",
        day_text(one.period.start),
        day_text(one.period.last),
    ]


def _show_limited(console: Console, plan: Plan, most: int | None) -> None:
    """Print the lines of which not all that covers them counts, on the first day on which there are any."""
    part = next((part for part in plan.parts if part.limited), None)
    if part is not None:
        heading(console, text("plan.limited", day=day_text(part.period.start)))
        for line, one in list(part.limited.items())[:most]:
            wanted = part.field.wanted[line]
            sentence = limited_text(one, wanted, part.covered[line])
            say(console, text("plan.limited_row", line=wanted.requirement.name or line, sentence=sentence), indent="  ")
        say_more(console, len(part.limited), most)


def _show_distance(console: Console, plan: Plan) -> None:
    """Print how much more could count where the search for the best was ended before that was proven."""
    told = set()
    for stage, line in ((stage, next(iter(one.of.lines))) for one in plan.together for stage in one.stages):
        if stage.what == "counts" and stage.at_most > stage.reached and (stage.tier, line) not in told:
            told.add((stage.tier, line))
            more = stage.at_most / stage.reached - 1 if stage.reached else Fraction(1)
            say(console, text("plan.counted_most", tier=stage.tier, line=line, percent=_percent(more)))


def limited_text(one: Limited, wanted: Wanted, covered: Fraction) -> str:
    """How much of what covers a line counts, and why no more."""
    said = {"covered": amount_text(covered, wanted.decimals), "unit": wanted.unit or ""}
    if one.fewer is not None:
        return text("plan.counts_fewer", fewer=one.fewer, **said)
    if one.by is None:
        return text("plan.counts_below", percent=one.below, **said)
    return text("plan.counts_by", counts=amount_text(one.counts, wanted.decimals), line=one.by, **said)


def _show_tours(console: Console, plan: Plan, most: int | None) -> None:
    """Print who is on which tour, and how much more other tours could cover."""
    touring = plan.touring
    if touring.tours:
        heading(console, text("plan.tours"))
        days: list[tuple[str, Side]] = [(text(f"plan.{name}"), "right") for name in ("first", "last", "days")]
        head: list[tuple[str, Side]] = [(text("plan.unit"), "left"), (text("gaps.line"), "left"), *days]
        by_day = sorted(touring.tours, key=lambda one: (str(one.period.start), one.contribution))
        table(console, head, [_tour_row(one) for one in by_day[:most]])
        say_more(console, len(by_day), most)
    for before, bound in enumerate(touring.bounds):
        if bound.covered == bound.at_most:
            say(console, text("plan.best", tier=bound.tier))
        else:
            say(console, _bound_text(bound, after=before > 0))
    if touring.bounds and plan.runs:
        say(console, text("production.bound"))


def _bound_text(bound: Bound, *, after: bool) -> str:
    """How much more other tours could cover of a tier, at most; ``after`` others, which are not to lose."""
    if not bound.covered:
        return text("plan.bound_none_after" if after else "plan.bound_none", tier=bound.tier)
    percent = _percent(bound.at_most / bound.covered - 1)
    return text("plan.bound_after" if after else "plan.bound", tier=bound.tier, percent=percent)


def _tour_row(tour: Tour) -> list[str]:
    first, end = cast("date", tour.period.start), cast("date", tour.period.end)
    return [tour.contribution, tour.line, day_text(first), day_text(tour.period.last), str((end - first).days)]


def _percent(share: Fraction) -> str:
    """A share in percent with one decimal, rounded up."""
    tenths = -(-share.numerator * 1000 // share.denominator)
    return f"{tenths // 10}.{tenths % 10}"


def _show_pins(console: Console, part: Part) -> None:
    wrong = [pin for pin in part.field.pins if pin.missing or pin.reason or not pin.is_planned]
    if wrong:
        heading(console, text("plan.pins", day=day_text(part.period.start)))
        for pin in wrong:
            say(console, _pin_text(part, pin))


def _pin_text(part: Part, pin: Pin) -> str:
    named = {"contribution": pin.contribution, "line": pin.line}
    if not pin.is_planned:
        return text("plan.pin_unplanned", **named)
    if pin.reason is not None:
        return text("plan.pin_against", reason=text(f"reasons.{pin.reason}"), **named)
    decimals = part.field.offered[pin.contribution].decimals
    return text("plan.pin_missing", amount=number(pin.missing, decimals), **named)


def say_more(console: Console, count: int, most: int | None) -> None:
    """Say how many rows of a list were left out."""
    if most is not None and count > most:
        say(console, text("plan.more", count=count - most))


def _show_assigned(console: Console, part: Part) -> None:
    """Print who serves which line, pins included."""
    by_line: dict[str, list[str]] = {}
    for (contribution, line), amount in sorted(part.assigned.items()):
        given = amount_text(amount, part.field.offered[contribution].decimals)
        by_line.setdefault(line, []).append(f"{contribution} {given}")
    if by_line:
        heading(console, text("plan.assigned", day=day_text(part.period.start)))
    for line in part.flowed.order:
        if line in by_line:
            say(console, f"{line}: {', '.join(by_line[line])}", indent="  ")


def _show_unused(console: Console, part: Part, most: int | None) -> None:
    unused = part.unused
    if not unused:
        return
    heading(console, text("plan.unused", day=day_text(part.period.start)))
    largest = sorted(unused, key=lambda one: (-unused[one], one))
    for contribution in largest[:most]:
        offered = part.field.offered[contribution]
        amount = f"{amount_text(unused[contribution], offered.decimals)} {offered.unit or ''}".rstrip()
        reason = part.reason(contribution)
        why = text("plan.nothing_more" if reason is None else f"reasons.{reason}")
        say(
            console,
            text("plan.unused_row", contribution=contribution, member=offered.member or "?", amount=amount, why=why),
        )
    say_more(console, len(largest), most)


def amount_text(amount: Fraction, decimals: int) -> str:
    """An amount for reading; a fraction of the smallest unit to two more places, rounded down."""
    if amount.denominator == 1:
        return number(int(amount), decimals)
    return number(int(amount * 100), decimals + 2)
