"""What two plans leave short, beside each other; and what the coalition loses without somebody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar, cast

from muster.core.days import Period
from muster.core.errors import RefusedError
from muster.engine.allocation import Plan
from muster.engine.amounts import Part
from muster.engine.field import Wanted
from muster.engine.phases import Moved, moved
from muster.engine.scenario import Base
from muster.engine.totals import TotalsPlan
from muster.engine.touring import Watcher
from muster.ledger.entries import Draft
from muster.ledger.supposing import Supposed, supposed, touched

T = TypeVar("T")

NOBODY = "?"
"""Stands for the member of contributions that name none."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a line lacks in one plan and in another, over days on which neither changes, in its smallest unit.

    ``needed`` is what it needs in the first, where that knows it. A total lacks it by the last day of its term, which
    is the period.
    """

    wanted: Wanted
    needed: int
    period: Period
    was: Fraction
    now: Fraction
    is_total: bool = False

    @property
    def change(self) -> Fraction:
        """How much more is short; less than zero where less is."""
        return self.now - self.was

    @property
    def days(self) -> int:
        """On how many days."""
        return (cast("date", self.period.end) - cast("date", self.period.start)).days

    @property
    def line_days(self) -> Fraction:
        """The change in days of the whole line: half a line that is short for ten days is five.

        Half of what it needs in the one plan and in the other; a total counts with all days of its term.
        """
        return (self.now / self.wanted.need - self.was / self.needed) * self.days


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a supposition would change: its drafts, the plan with them, and where it leaves more or less short.

    ``moved`` are the phases that would begin or end on other days, as they are told on the last day of the plan.
    """

    name: str
    drafts: tuple[Draft, ...]
    plan: Plan
    differences: tuple[Difference, ...]
    moved: tuple[Moved, ...] = ()


@dataclass(frozen=True, slots=True)
class Loss:
    """What the coalition loses without a member or a contribution: by tier, in days of whole lines."""

    name: str
    by_tier: Mapping[int, Fraction]
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """What the coalition loses without each, the greatest loss first; not whole where it was stopped."""

    plan: Plan
    losses: tuple[Loss, ...]
    is_whole: bool


def outcome(base: Base, of: Supposed, watcher: Watcher | None = None) -> Outcome:
    """What drafts would change had they been recorded, and were the plan asked for at their firmness."""
    before, asked = base.timeline.snapshot, base.plan.asked
    after = supposed(before, of.drafts)
    asked = (asked if of.firmness is None else replace(asked, firmness=of.firmness)).assuming(of.assumed)
    plan = base.again(after, touched(before, after, of.drafts), asked, watcher=watcher)
    last = cast("date", plan.within.last)
    return Outcome(of.name, of.drafts, plan, differences(base.plan, plan), moved(before, after, last))


def outcomes(base: Base, every: Iterable[Supposed], watcher: Watcher | None = None) -> tuple[Outcome, ...]:
    """The outcome of each supposition. Where Ctrl-C stops it, of those that were found so far."""
    return tuple(_until_stopped(outcome(base, one, watcher) for one in every))


def _until_stopped(found: Iterator[T]) -> list[T]:
    """All that is found until Ctrl-C stops it; where that is nothing, it is stopped itself."""
    kept: list[T] = []
    try:
        kept.extend(found)
    except KeyboardInterrupt:
        if not kept:
            raise
    return kept


def differences(before: Plan, after: Plan) -> tuple[Difference, ...]:
    """Where two plans differ in what they leave short, on the days of both: by tier, then by line and day."""
    found = [*_of_levels(before, after), *_of_totals(before.totals, after.totals)]
    return tuple(sorted(found, key=lambda one: (one.wanted.tier, one.wanted.line, cast("date", one.period.start))))


def line_days(found: Iterable[Difference]) -> dict[int, Fraction]:
    """By tier how much more is short, in days of whole lines."""
    by_tier: dict[int, Fraction] = {}
    for one in found:
        by_tier[one.wanted.tier] = by_tier.get(one.wanted.tier, Fraction(0)) + one.line_days
    return by_tier


def ranking(base: Base, groups: Mapping[str, AbstractSet[str]], watcher: Watcher | None = None) -> Ranking:
    """What the coalition loses without each group of contributions, the greatest loss first.

    Where Ctrl-C stops it, those that were found so far.
    """
    found = _until_stopped(_losses(base, groups, watcher))
    tiers = sorted({tier for loss in found for tier in loss.by_tier})
    found.sort(key=lambda loss: ([-loss.by_tier.get(tier, Fraction(0)) for tier in tiers], loss.name))
    return Ranking(base.plan, tuple(found), is_whole=len(found) == len(groups))


def _losses(base: Base, groups: Mapping[str, AbstractSet[str]], watcher: Watcher | None) -> Iterator[Loss]:
    for done, (name, contributions) in enumerate(groups.items()):
        if watcher is not None:
            watcher(done, len(groups))
        missing = differences(base.plan, base.without(contributions))
        yield Loss(name, line_days(missing), missing)


def _of_levels(before: Plan, after: Plan) -> Iterator[Difference]:
    running: dict[str, Difference] = {}
    for was, now, period in _side_by_side(before.parts, after.parts):
        wanted = {} if was is now else {**was.field.wanted, **now.field.wanted}
        here: dict[str, Difference] = {}
        for line, want in wanted.items():
            needed = was.field.wanted.get(line, want).need
            one = Difference(want, needed, period, _short(was, line), _short(now, line))
            if one.change:
                here[line] = one
        for line, earlier in running.items():
            if line in here and replace(here[line], period=earlier.period) == earlier:
                here[line] = replace(earlier, period=Period(earlier.period.start, period.end))
            else:
                yield earlier
        running = here
    yield from running.values()


def _short(part: Part, line: str) -> Fraction:
    return part.short(line) if line in part.covered else Fraction(0)


def _side_by_side(before: Iterable[Part], after: Iterable[Part]) -> Iterator[tuple[Part, Part, Period]]:
    """The parts of two plans over the days on which neither changes."""
    first, second = list(before), list(after)
    starts = {cast("date", part.period.start) for part in (*first, *second)}
    ends = {cast("date", part.period.end) for part in (*first[-1:], *second[-1:])}
    for start, end in pairwise(sorted(starts | ends)):
        while first and cast("date", first[0].period.end) <= start:
            first.pop(0)
        while second and cast("date", second[0].period.end) <= start:
            second.pop(0)
        if all(parts and start in parts[0].period for parts in (first, second)):
            yield first[0], second[0], Period(start, end)


def _of_totals(before: TotalsPlan, after: TotalsPlan) -> Iterator[Difference]:
    """Terms of a line that begin and end alike are beside each other; of others one of the two plans knows nothing."""
    first, second = ({(one.wanted.line, one.period): one for one in plan.terms.values()} for plan in (before, after))
    for key, term in {**first, **second}.items():
        was, now = (
            plan.short(terms[key].name) if key in terms else Fraction(0)
            for plan, terms in ((before, first), (after, second))
        )
        if was != now:
            needed = first.get(key, term).wanted.need
            yield Difference(term.wanted, needed, term.period, was, now, is_total=True)


def grouped(plan: Plan, of: str) -> Mapping[str, AbstractSet[str]]:
    """The contributions of a plan by what is ranked: ``members`` or ``contributions``. Raises RefusedError."""
    if of not in RANKED:
        raise RefusedError(f"{of!r} cannot be ranked; rank {' or '.join(RANKED)}")
    return RANKED[of](plan)


def givers_by_member(plan: Plan) -> dict[str, frozenset[str]]:
    """The contributions of a plan by who gives them."""
    found: dict[str, set[str]] = {}
    for part in plan.parts:
        for name, one in part.field.offered.items():
            found.setdefault(one.member or NOBODY, set()).add(name)
    return {member: frozenset(found[member]) for member in sorted(found)}


def each_giver(plan: Plan) -> dict[str, frozenset[str]]:
    """Each contribution of a plan by itself."""
    return {name: frozenset([name]) for name in sorted({name for part in plan.parts for name in part.field.offered})}


RANKED: Mapping[str, Callable[[Plan], Mapping[str, AbstractSet[str]]]] = {
    "members": givers_by_member,
    "contributions": each_giver,
}
"""What can be ranked by what would be lost without each."""
