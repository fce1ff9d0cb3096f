"""The exact plan of what can be divided, interval by interval: who serves which line, and what stays uncovered.

How it is planned stands in docs/decisions/0006. Lines are served in the order of tier, weight and id; what is pinned
comes first; who serves whom starts from a kept plan, or from the interval before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import cast

from muster.core.capabilities import Portion
from muster.core.contributions import Condition, Contribution
from muster.core.days import Period, next_day, stretches
from muster.engine.coverage import LONGEST_HORIZON_DAYS, Timeline, check_horizon
from muster.engine.eligibility import Reason
from muster.engine.field import Field, Wanted, field_on, wanted_on
from muster.engine.network import NOTHING, Flowed, Need, Network, Pair, solved
from muster.engine.serving import Asked
from muster.engine.totals import Totals, TotalsPlan
from muster.ledger.giving import contribution_cuts
from muster.ledger.snapshot import Snapshot

Watcher = Callable[[int, int], None]
"""Told that so many of so many steps are done."""


@dataclass(frozen=True)
class Part:
    """The plan of an interval: from its first day on nothing changes until the next begins.

    ``assigned``: what each contribution gives to each line, pins included, in the contribution's smallest unit.
    ``covered``: what each line is covered by, at most its need, in the line's smallest unit; ``at_most``: the same if
    every contribution came to its high end. ``moved``: how many assignments differ from those before.
    """

    period: Period
    field: Field
    flowed: Flowed
    assigned: Mapping[Pair, Fraction]
    covered: Mapping[str, Fraction]
    at_most: Mapping[str, Fraction]
    moved: int

    def short(self, line: str) -> Fraction:
        """What a line lacks."""
        return self.field.wanted[line].need - self.covered[line]

    @property
    def shortfalls(self) -> tuple[str, ...]:
        """The lines that lack something, in the order in which they were served."""
        return tuple(line for line in self.flowed.order if self.short(line) > 0)

    def reason(self, contribution: str) -> Reason | None:
        """Why what is left of a contribution serves nothing; None where all that it may serve is covered."""
        lines = {line for line in self.field.lines_of.get(contribution, ()) if (contribution, line) in self.field.worth}
        if not lines:
            return self.field.reason(contribution) or Reason.NOT_NEEDED
        left_out = {line for line in lines if (contribution, line) not in self._links}
        return Reason.UNFACTORED if left_out == lines or any(self.short(line) for line in left_out) else None

    @cached_property
    def _links(self) -> frozenset[Pair]:
        return frozenset(pair for part in self.flowed.components for pair in part.links)

    @property
    def unused(self) -> Mapping[str, Fraction]:
        """What is left of each contribution that has something left; totals are planned apart."""
        left = {name: Fraction(one.supply) for name, one in self.field.offered.items() if not one.is_total}
        for (contribution, _), amount in self.assigned.items():
            left[contribution] -= amount
        return {contribution: amount for contribution, amount in left.items() if amount > 0}


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What a line lacks over days on which nothing about that changes, in its smallest unit."""

    wanted: Wanted
    period: Period
    covered: Fraction

    @property
    def short(self) -> Fraction:
        """Need minus what covers it."""
        return self.wanted.need - self.covered

    def is_like(self, other: Shortfall) -> bool:
        """Whether need, urgency and cover are those of another, and likewise who accepts the gap."""
        mine, theirs = (
            (one.wanted.need, one.wanted.tier, one.wanted.weight, one.wanted.accepted, one.covered)
            for one in (self, other)
        )
        return mine == theirs


@dataclass(frozen=True)
class Plan:
    """A plan of a period: what was asked, its parts in order, and its totals.

    ``not_counted`` names the rules that the book states and that a plan does not count yet, ``left_open`` the
    contributions that supply something though a condition on them is open on the first day. ``known`` and ``viewer``
    are those of the snapshot it was made of; ``starts_from`` is the name of the kept plan from which who serves whom
    started. Not ``is_whole``: it was stopped, and its period is as far as it came.
    """

    asked: Asked
    within: Period
    parts: tuple[Part, ...]
    totals: TotalsPlan
    not_counted: tuple[str, ...]
    left_open: tuple[str, ...]
    known: int
    viewer: str
    starts_from: str | None = None
    is_whole: bool = True

    def on(self, day: date) -> Part | None:
        """The part in which a day lies."""
        return next((part for part in self.parts if day in part.period), None)

    @property
    def shortfalls(self) -> tuple[Shortfall, ...]:
        """Every shortfall: the more urgent tier first, in it the greater part of its need, then by line and day.

        Those that somebody accepts come after all others.
        """
        found: list[Shortfall] = []
        running: dict[str, Shortfall] = {}
        for part in self.parts:
            now = {
                line: Shortfall(part.field.wanted[line], part.period, part.covered[line]) for line in part.shortfalls
            }
            for line, before in running.items():
                if line in now and now[line].is_like(before):
                    now[line] = replace(before, period=Period(before.period.start, part.period.end))
                else:
                    found.append(before)
            running = now
        terms = self.totals.terms
        of_totals = (Shortfall(one.wanted, one.period, self.totals.covered[name]) for name, one in terms.items())
        every = (*found, *running.values(), *(one for one in of_totals if one.short > 0))
        return tuple(sorted(every, key=_urgency))

    @property
    def moves(self) -> int:
        """How many assignments change from one part to the next, and from the kept plan from which it starts."""
        return sum(part.moved for part in self.parts[0 if self.starts_from else 1 :])


def _urgency(one: Shortfall) -> tuple[bool, int, Fraction, str, date]:
    is_accepted = one.wanted.accepted is not None
    return is_accepted, one.wanted.tier, -one.short / one.wanted.need, one.wanted.line, cast("date", one.period.start)


def allocate(
    timeline: Timeline,
    asked: Asked,
    within: Period | None = None,
    kept: Mapping[Pair, Fraction] | None = None,
    *,
    starts_from: str | None = None,
    watcher: Watcher | None = None,
    may_stop: bool = False,
) -> Plan:
    """The plan of a bounded period; where none is given, from the day it is made to the last day that changes anything.

    ``kept`` is who serves whom to begin with, ``starts_from`` the name of the plan that says so; ``watcher`` is told
    how far the work has come. Where it ``may_stop``, Ctrl-C leaves the plan of the days planned by then. Raises
    RefusedError for a period without a first or last day, or longer than forty years.
    """
    cuts = cuts_of(timeline, asked)
    period = within or _until_nothing_changes(asked.made_on, cuts)
    check_horizon(period)
    parts: list[Part] = []
    before = {pair: amount for pair, amount in (kept or {}).items() if amount > 0}
    found = list(stretches(cuts, period))
    try:
        for done, one in enumerate(found):
            if watcher is not None:
                watcher(done, len(found))
            part = planned(field_on(timeline, cast("date", one.start), asked), one, before)
            parts.append(part)
            before = dict(part.assigned)
    except KeyboardInterrupt:
        if not (parts and may_stop):
            raise
        period = Period(period.start, parts[-1].period.end)
    totals = Totals(timeline, period, asked, cuts).plan()
    snapshot = timeline.snapshot
    return Plan(
        asked,
        period,
        tuple(parts),
        totals,
        not_yet_counted(timeline, period),
        left_open(timeline, period, parts),
        snapshot.known,
        snapshot.viewer,
        starts_from,
        len(parts) == len(found),
    )


def _until_nothing_changes(first: date, cuts: set[date]) -> Period:
    """From a day to the last day that changes anything, as far as a plan may reach."""
    return Period(first, min(next_day(max({first} | cuts)), first + timedelta(days=LONGEST_HORIZON_DAYS)))


def planned(found: Field, period: Period, before: Mapping[Pair, Fraction]) -> Part:
    """The plan of one interval: pins first, then the flow."""
    left = {contribution: Fraction(one.supply) for contribution, one in found.offered.items()}
    pinned: dict[str, Fraction] = dict.fromkeys(found.wanted, NOTHING)
    assigned: dict[Pair, Fraction] = {}
    for pin in found.pins:
        if pin.amount:
            pair = (pin.contribution, pin.line)
            left[pin.contribution] -= pin.amount
            pinned[pin.line] += pin.amount * found.worth[pair]
            assigned[pair] = assigned.get(pair, NOTHING) + pin.amount
    needs = {
        line: Need(max(NOTHING, want.need - pinned[line]), want.tier, want.weight)
        for line, want in found.wanted.items()
    }
    loose = {pair: amount - assigned.get(pair, NOTHING) for pair, amount in before.items()}
    flowed = solved(Network(needs, left, found.worth, found.substitutes), loose)
    covered = _covered(found, pinned, flowed)
    for pair, amount in flowed.given.items():
        assigned[pair] = assigned.get(pair, NOTHING) + amount
    moved = sum(1 for pair in assigned.keys() | before.keys() if assigned.get(pair) != before.get(pair))
    at_most = _at_most(found, pinned, needs, left, covered) or covered
    return Part(period, found, flowed, assigned, covered, at_most, moved)


def _covered(found: Field, pinned: Mapping[str, Fraction], flowed: Flowed) -> dict[str, Fraction]:
    covered = {line: min(Fraction(want.need), pinned[line]) for line, want in found.wanted.items()}
    for pair, amount in flowed.given.items():
        covered[pair[1]] += amount * (found.worth.get(pair) or found.hoped[pair])
    return covered


def _at_most(
    found: Field,
    pinned: Mapping[str, Fraction],
    needs: Mapping[str, Need],
    left: Mapping[str, Fraction],
    covered: Mapping[str, Fraction],
) -> dict[str, Fraction] | None:
    """What covers each line if every contribution comes to its high end; None where low and high are one.

    Never less than at the low end: by what may come as well a component may no longer factor.
    """
    uncertain = [one for one in found.offered.values() if one.most != one.supply]
    if not uncertain:
        return None
    links = {**found.worth, **found.hoped}
    most = dict(left)
    for one in uncertain:
        own = (needs[line].amount / worth for (name, line), worth in links.items() if name == one.contribution)
        more = sum(own, NOTHING) if one.most is None else Fraction(one.most - one.supply)
        most[one.contribution] += more
    high = _covered(found, pinned, solved(Network(needs, most, links, found.substitutes), {}))
    return {line: max(covered[line], found) for line, found in high.items()}


def cuts_of(timeline: Timeline, asked: Asked) -> set[date]:
    """The days on which anything that a plan counts may change."""
    snapshot = timeline.snapshot
    cuts: set[date] = set()
    for concerned in timeline.concerned.values():
        cuts.update(*(timeline.cuts.of(line) for line in concerned.lines))
    for kind in ("caveat", "condition"):
        cuts.update(*(snapshot.cuts(kind, subject) for subject in snapshot.ids(kind)))
    for contribution in snapshot.ids("contribution"):
        cuts |= cuts_of_contribution(snapshot, contribution, asked)
    return cuts


def cuts_of_contribution(snapshot: Snapshot, contribution: str, asked: Asked) -> set[date]:
    """The days on which a contribution itself may change, or may come to be there after its notice."""
    cuts = contribution_cuts(snapshot, contribution)
    for one in snapshot.facet(Contribution, contribution, "notice_days"):
        days = cast("Contribution", one.record).notice_days
        cuts |= {asked.made_on, asked.made_on + timedelta(days=days)} if days else set()
    return cuts


def not_yet_counted(timeline: Timeline, within: Period) -> tuple[str, ...]:
    """The rules that the book states on the first day and that wait for plans of whole units."""
    day = cast("date", within.start)
    capabilities = timeline.ground_on(day).capabilities
    wanted = [one.requirement for one in wanted_on(timeline, day)]
    kinds = [capabilities[one.capability] for one in wanted if one.capability in capabilities]
    given = timeline.snapshot.things(Contribution, day).values()
    stated = (
        ("whole units, tours and rest", any(one.portion is Portion.UNIT or one.tour_days for one in kinds)),
        ("enabling lines", any(one.needs for one in wanted)),
        ("activation thresholds", any(one.threshold for one in wanted)),
        ("support that contributions need, such as lift", any(one.support for one in given)),
    )
    return tuple(rule for rule, there in stated if there)


def left_open(timeline: Timeline, within: Period, parts: Iterable[Part]) -> tuple[str, ...]:
    """The contributions that supply something in parts of a plan and stand under an open condition on its first day."""
    conditions = timeline.snapshot.things(Condition, cast("date", within.start)).values()
    under_one = {one.contribution for one in conditions if one.is_open}
    offered = (one for part in parts for one in part.field.offered.values())
    return tuple(sorted({one.contribution for one in offered if one.supply} & under_one))
