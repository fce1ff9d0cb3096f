"""A plan made again after a change: only what the change touches is planned anew.

A change touches contributions. What they may serve, what else may serve that, and so on, is planned again; what is not
linked to them stays as it was. The covered quantities are those of a plan made from the beginning, for they are unique
(of lines that depend on others, their sums by tier are); who serves whom may be another.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import cast

from muster.core.capabilities import Capability, Measure, Portion
from muster.core.contributions import Contribution
from muster.core.days import Period, stretches
from muster.engine.allocation import (
    Plan,
    allocate,
    cuts_of,
    cuts_of_contribution,
    left_open,
    not_yet_counted,
)
from muster.engine.amounts import Part, planned
from muster.engine.conditions import fall_with, waits
from muster.engine.coverage import Timeline
from muster.engine.field import Field, field_of
from muster.engine.network import Flowed, Pair, in_turn
from muster.engine.partial import joined, linked, only, without
from muster.engine.serving import Asked
from muster.engine.totals import Totals, TotalsPlan
from muster.engine.toured import served
from muster.engine.touring import ANSWER, Kept, Watcher, Work
from muster.ledger.giving import Giver
from muster.ledger.joining import undelivered
from muster.ledger.snapshot import Snapshot


@dataclass(frozen=True)
class Base:
    """A plan to which changes are made, with what it was made of."""

    timeline: Timeline
    plan: Plan

    def again(
        self, snapshot: Snapshot, touched: AbstractSet[str] | None, asked: Asked, *, watcher: Watcher | None = None
    ) -> Plan:
        """The plan of the same period from another snapshot, which differs in the contributions ``touched`` alone.

        ``touched`` is None where it may differ in anything; so does a plan that is asked for otherwise, and one with
        classes. Whole units answer the change, each with its best tours, from those of the plan.
        """
        timeline = Timeline(snapshot)
        touring = self.plan.touring
        is_other = asked != self.plan.asked or self._is_of_one_piece or waits(snapshot) or self._waits
        if touched is None or is_other or asked.balance is not None or _any_whole(snapshot, touched):
            kept, effort = Kept.of_tours(touring.tours), ANSWER if touring.has_units else None
            return allocate(timeline, asked, self.plan.within, kept, effort=effort, watcher=watcher)
        parts = tuple(self._parts_again(timeline, touched, watcher))
        return replace(
            self.plan,
            parts=parts,
            totals=self._totals_again(timeline, touched),
            not_counted=not_yet_counted(timeline, self.plan.within),
            left_open=left_open(timeline, self.plan.within, parts),
        )

    def without(self, contributions: AbstractSet[str]) -> Plan:
        """The plan as though there were no such contributions. Parts in which they may serve nothing stay as they are.

        The rules that are not counted yet stay those of the plan, and the conditions that are open. Whole units answer.
        """
        undone = undelivered(self.timeline.snapshot, cast("date", self.plan.within.start), contributions)
        totals = self.plan.totals.without(contributions | undone)
        touring = self.plan.touring
        if self._is_of_one_piece:
            course = [
                (period, without(field, self._falling(field.day, contributions))) for period, field in touring.course
            ]
            kept = Kept.of_tours(touring.tours)
            parts, touring = served(course, touring.begin, kept, Work(ANSWER), classes=self.plan.runs)
            return replace(self.plan, parts=parts, touring=touring, totals=totals)
        parts = tuple(self._without(part, self._falling(part.field.day, contributions)) for part in self.plan.parts)
        return replace(self.plan, parts=parts, totals=totals)

    @staticmethod
    def _without(part: Part, contributions: AbstractSet[str]) -> Part:
        if not contributions & part.field.lines_of.keys():
            return part
        return again(part, without(part.field, contributions), part.period, part.assigned, contributions)

    @property
    def _is_of_one_piece(self) -> bool:
        """Whether what changes on one day may change another: units are on tour, or graduates join."""
        return self.plan.touring.has_units or bool(self.plan.runs)

    @cached_property
    def _waits(self) -> bool:
        return waits(self.timeline.snapshot)

    def _falling(self, day: date, contributions: AbstractSet[str]) -> AbstractSet[str]:
        """Some contributions, with those that count on a day only while they do."""
        snapshot = self.timeline.snapshot
        gone = contributions | undelivered(snapshot, day, contributions)
        return gone | fall_with(snapshot, day, self.plan.asked.counted, gone) if self._waits else gone

    def _parts_again(self, timeline: Timeline, touched: AbstractSet[str], watcher: Watcher | None) -> Iterator[Part]:
        plan = self.plan
        starts = [cast("date", part.period.start) for part in plan.parts]
        cuts = {*starts, *_cuts_of_touched(timeline.snapshot, touched, plan.asked)}
        found = list(stretches(cuts, plan.within))
        givers = [Giver(timeline.snapshot, one) for one in sorted(touched)]
        before: Mapping[Pair, Fraction] = {}
        for done, period in enumerate(found):
            if watcher is not None:
                watcher(done, len(found))
            day = cast("date", period.start)
            base = plan.parts[bisect_right(starts, day) - 1]
            anew = field_of(timeline.ground_on(day), base.field.wanted, givers, plan.asked)
            anew = replace(anew, pins=tuple(pin for pin in anew.pins if pin.contribution in touched))
            field = replace(joined(without(base.field, touched), anew), day=day)
            part = again(base, field, period, before, touched)
            before = part.assigned
            yield part

    def _totals_again(self, timeline: Timeline, touched: AbstractSet[str]) -> TotalsPlan:
        kinds = {
            cast("Contribution", one.record).capability or ""
            for name in touched
            for snapshot in (self.timeline.snapshot, timeline.snapshot)
            for one in snapshot.facet(Contribution, name, "capability")
        }
        measures = (one.record for kind in kinds for one in timeline.snapshot.facet(Capability, kind, "measure"))
        if not any(cast("Capability", record).measure is Measure.TOTAL for record in measures):
            return self.plan.totals
        return Totals(timeline, self.plan.within, self.plan.asked, cuts_of(timeline, self.plan.asked)).plan()


def _any_whole(snapshot: Snapshot, contributions: AbstractSet[str]) -> bool:
    """Whether one of some contributions may come whole."""
    kinds = {
        cast("Contribution", one.record).capability or ""
        for name in contributions
        for one in snapshot.facet(Contribution, name, "capability")
    }
    portions = (one.record for kind in kinds for one in snapshot.facet(Capability, kind, "portion"))
    return any(cast("Capability", record).portion is Portion.UNIT for record in portions)


def again(base: Part, field: Field, period: Period, before: Mapping[Pair, Fraction], touched: AbstractSet[str]) -> Part:
    """A part planned again for a field that differs in the contributions ``touched`` alone."""
    if base.field.rules.keys is not None:
        return planned(field, period, before)
    lines = linked(base.field, touched) | linked(field, touched)
    inner = planned(only(field, lines), period, {pair: one for pair, one in before.items() if pair[1] in lines})
    assigned = {pair: one for pair, one in base.assigned.items() if pair[1] not in lines} | dict(inner.assigned)
    return Part(
        period,
        field,
        _joined(base.flowed, inner.flowed, lines, field),
        assigned,
        {**base.covered, **inner.covered},
        {**base.at_most, **inner.at_most},
        sum(1 for pair in assigned.keys() | before.keys() if _differs(assigned.get(pair), before.get(pair))),
        (*(one for one in base.together if not one.of.lines.keys() & lines), *inner.together),
    )


def _differs(one: Fraction | None, other: Fraction | None) -> bool:
    return one is not other and one != other


def _joined(base: Flowed, inner: Flowed, lines: AbstractSet[str], field: Field) -> Flowed:
    """The flow of the other lines as it was, beside that of the lines planned again."""
    given = {pair: one for pair, one in base.given.items() if pair[1] not in lines} | dict(inner.given)
    components = (*(one for one in base.components if not one.of_line.keys() & lines), *inner.components)
    order = in_turn({line: (one.tier, one.weight) for line, one in field.wanted.items()}, components)
    unfactored = (*(line for line in base.unfactored if line not in lines), *inner.unfactored)
    return Flowed(given, order, components, tuple(sorted(unfactored)))


def _cuts_of_touched(snapshot: Snapshot, touched: AbstractSet[str], asked: Asked) -> set[date]:
    """The days on which what is touched may change."""
    cuts: set[date] = set()
    for contribution in touched:
        cuts |= cuts_of_contribution(snapshot, contribution, asked)
    for kind in ("caveat", "condition", "assignment"):
        for subject in snapshot.ids(kind):
            named = {getattr(one.record, "contribution", None) for one in snapshot.stated(kind, subject)}
            if named & touched:
                cuts |= snapshot.cuts(kind, subject)
    return cuts
