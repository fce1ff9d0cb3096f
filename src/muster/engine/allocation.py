"""The plan of a period: amounts and whole units, interval by interval, with what stays uncovered.

First what is before the plan on each of its days, then the tours of whole units (docs/decisions/0009), then amounts on
what these leave (docs/decisions/0006), interval by interval with those who have graduated by then, then totals.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import cast

from muster.core.contributions import Condition, Contribution
from muster.core.days import Period, next_day, stretches
from muster.engine.amounts import Part
from muster.engine.coverage import LONGEST_HORIZON_DAYS, Timeline, check_horizon
from muster.engine.field import Field, Wanted, field_on
from muster.engine.hands import Hands
from muster.engine.numbering import Begin, Course
from muster.engine.production import Held, Run, held, production_cuts, run_cuts, runs
from muster.engine.rules import rules_of
from muster.engine.serving import Asked
from muster.engine.staged import Together
from muster.engine.totals import Totals, TotalsPlan
from muster.engine.toured import Touring, served
from muster.engine.touring import Effort, Kept, Tour, Watcher, Work
from muster.engine.whole import Terms, in_place_since
from muster.ledger.giving import contribution_cuts
from muster.ledger.phases import NotOpen
from muster.ledger.snapshot import Snapshot


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
    """A plan of a period: what was asked, its parts in order, its totals, and the tours of its whole units.

    ``not_counted`` names the rules that the book states and that a plan does not count yet, ``left_open`` the
    contributions that supply something though a condition on them is open on the first day, ``not_begun`` the lines
    that are not planned on any day because their phase has not begun. ``known`` and ``viewer`` are those of the
    snapshot it was made of. ``runs`` are those of classes in its period. Not ``is_whole``: it was stopped; its period
    is as far as it came, its tours are as good as were found by then.
    """

    asked: Asked
    within: Period
    parts: tuple[Part, ...]
    totals: TotalsPlan
    touring: Touring
    not_counted: tuple[str, ...]
    left_open: tuple[str, ...]
    known: int
    viewer: str
    is_whole: bool = True
    not_begun: tuple[NotOpen, ...] = ()
    runs: tuple[Run, ...] = ()

    @cached_property
    def held(self) -> tuple[Held, ...]:
        """What each run of classes comes to, by its last day."""
        return tuple(held(run, self.parts) for run in self.runs)

    @property
    def starts_from(self) -> str | None:
        """The name of the kept plan from which who serves whom started; None where it started from none."""
        return self.touring.kept.name

    def on(self, day: date) -> Part | None:
        """The part in which a day lies."""
        return next((part for part in self.parts if day in part.period), None)

    @property
    def together(self) -> tuple[Together, ...]:
        """Lines that hang together, planned by linear programmes in any part."""
        return tuple(one for part in self.parts for one in part.together)

    @property
    def unbalanced(self) -> tuple[str, ...]:
        """The members that are left out of the balance that was asked for, for they have no such key."""
        if self.asked.balance is None:
            return ()
        members = {one.member for part in self.parts for one in part.field.offered.values()} - {None}
        keys = {member for part in self.parts for member in part.field.rules.keys or {}}
        return tuple(sorted(cast("set[str]", members) - keys))

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
    kept: Kept | None = None,
    *,
    effort: Effort | None = None,
    tours: Sequence[Tour] | None = None,
    watcher: Watcher | None = None,
    may_stop: bool = False,
    hands: Hands | None = None,
) -> Plan:
    """The plan of a bounded period; where none is given, from the day it is made to the last day that changes anything.

    ``kept`` is what a kept plan says to begin with; ``effort`` how hard to look for the best tours; ``tours`` are those
    to be taken as they are, and none looked for; ``watcher`` is told how far the work has come. Where it ``may_stop``,
    Ctrl-C leaves the plan of the days read by then, with the tours found by then. The search for tours is shared out
    among ``hands`` where that pays: it finds the same. Raises RefusedError for a period without a first or last day, or
    longer than forty years, and where what is asked for cannot be.
    """
    cuts = cuts_of(timeline, asked)
    period = within or _until_nothing_changes(asked.made_on, cuts)
    check_horizon(period)
    snapshot = timeline.snapshot
    rules = rules_of(timeline.snapshot, asked, cast("date", period.start))
    course: list[tuple[Period, Field]] = []
    found = list(stretches(cuts | run_cuts(runs(snapshot, period)), period))
    try:
        for done, one in enumerate(found):
            if watcher is not None:
                watcher(done, len(found))
            course.append((one, replace(field_on(timeline, cast("date", one.start), asked), rules=rules)))
    except KeyboardInterrupt:
        if not (course and may_stop):
            raise
        period = Period(period.start, course[-1][0].end)
    begin = _begin(snapshot, course)
    kept = kept or Kept()
    work = Work(effort or Effort(), watcher, may_stop=may_stop, hands=hands)
    classes = runs(snapshot, period)
    parts, touring = served(course, begin, kept, work, tours, classes=classes)
    return Plan(
        asked,
        period,
        parts,
        Totals(timeline, period, asked, cuts).plan(),
        touring,
        (*not_yet_counted(timeline, period), *for_later(classes, parts)),
        left_open(timeline, period, parts),
        snapshot.known,
        snapshot.viewer,
        len(course) == len(found) and not touring.is_stopped,
        not_begun(timeline, parts),
        classes,
    )


def _begin(snapshot: Snapshot, course: Course) -> Begin:
    """On which terms units come that are there on any day, and since when those are in place that are on the first."""
    terms: dict[str, Terms] = {}
    for _, field in course:
        for name, one in field.offered.items():
            if one.terms is not None:
                terms.setdefault(name, one.terms)
    first = cast("date", course[0][0].start)
    since = {name: in_place_since(snapshot, name, first) for name, one in terms.items() if one.bind}
    return Begin(terms, {name: day for name, day in since.items() if day is not None})


def _until_nothing_changes(first: date, cuts: set[date]) -> Period:
    """From a day to the last day that changes anything, as far as a plan may reach."""
    return Period(first, min(next_day(max({first} | cuts)), first + timedelta(days=LONGEST_HORIZON_DAYS)))


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
    return cuts | production_cuts(snapshot)


def cuts_of_contribution(snapshot: Snapshot, contribution: str, asked: Asked) -> set[date]:
    """The days on which a contribution itself may change, or may come to be there after its notice."""
    cuts = contribution_cuts(snapshot, contribution)
    for one in snapshot.facet(Contribution, contribution, "notice_days"):
        days = cast("Contribution", one.record).notice_days
        cuts |= {asked.made_on, asked.made_on + timedelta(days=days)} if days else set()
    return cuts


def not_yet_counted(timeline: Timeline, within: Period) -> tuple[str, ...]:
    """The rules that the book states on the first day and that a plan does not count."""
    given = timeline.snapshot.things(Contribution, cast("date", within.start)).values()
    return ("support that contributions need, such as lift",) if any(one.support for one in given) else ()


def not_begun(timeline: Timeline, parts: Iterable[Part]) -> tuple[NotOpen, ...]:
    """The lines that are open in no part of a plan because their phase has not begun, as the last part tells."""
    found: dict[str, NotOpen] = {}
    opened: set[str] = set()
    for part in parts:
        for operation in timeline.concerned:
            now = timeline.on(operation, part.field.day)
            opened |= now.lines.keys()
            found |= {line: one for line, one in now.not_open.items() if one.ended is None and one.is_ranked}
    return tuple(one for line, one in sorted(found.items()) if line not in opened)


def for_later(classes: Iterable[Run], parts: Iterable[Part]) -> tuple[str, ...]:
    """What a plan with runs of classes does not count, where a line is short that their graduates may serve."""
    joined = {run.joins for run in classes}
    is_short = any(_may_hold(part, joined, line) for part in parts for line in part.shortfalls)
    return ("help moved for the sake of what it trains",) if is_short else ()


def _may_hold(part: Part, contributions: AbstractSet[str], line: str) -> bool:
    """Whether one of some contributions may serve a line, or may once somebody has graduated."""
    offered = (part.field.offered[name] for name in contributions if name in part.field.offered)
    return any((one.contribution, line) in part.field.worth or line in (one.grows or ()) for one in offered)


def left_open(timeline: Timeline, within: Period, parts: Iterable[Part]) -> tuple[str, ...]:
    """The contributions that supply something in parts of a plan and stand under an open condition on its first day.

    One that names another contribution is decided by that.
    """
    conditions = timeline.snapshot.things(Condition, cast("date", within.start)).values()
    under_one = {one.contribution for one in conditions if one.is_open and one.only_if is None}
    offered = (one for part in parts for one in part.field.offered.values())
    return tuple(sorted({one.contribution for one in offered if one.supply} & under_one))
