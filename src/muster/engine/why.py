"""Why a line is short: what stands in the way, each found by planning again without it.

A reason is given only where the gap is smaller without it, and says by how much. The list is closed: the reasons of
eligibility that can be set aside, what is pinned elsewhere, the lines that are served before this one, and how much
counts from one member. Where not all that covers a line counts: its threshold, each line that it depends on, and how
many are to serve it; of these is said how much more would count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import partial
from typing import cast

from muster.core.contributions import Condition
from muster.core.days import Period
from muster.core.requirements import Requirement
from muster.engine.account import hall_sets
from muster.engine.allocation import Plan, allocate, cuts_of
from muster.engine.amounts import Part, planned
from muster.engine.chances import Never, never
from muster.engine.conditions import failing
from muster.engine.counting import Limited
from muster.engine.coverage import Timeline
from muster.engine.cuts import operations_of_line
from muster.engine.eligibility import Reason
from muster.engine.field import Field, Offered, Wanted, field_on
from muster.engine.grown import grown
from muster.engine.production import graduated
from muster.engine.serving import Asked
from muster.engine.totals import ONE_MORE, Totals
from muster.engine.toured import served
from muster.engine.touring import ANSWER, Kept, Work
from muster.ledger.phases import NotOpen

FIXED = frozenset({Reason.NO_CAPABILITY, Reason.OTHER_CAPABILITY, Reason.OTHER_UNIT, Reason.CAP, Reason.NOT_NEEDED})
"""Reasons that nobody can set aside: what is of another kind does not become what is needed. A cap is asked for."""

SUPPLY = frozenset({Reason.BACKFILL, Reason.PART, Reason.WINDOW, Reason.NOT_ACCEPTED, Reason.BELOW_FIRMNESS})
"""Reasons for which a contribution to a total supplies nothing at all."""


class Counting(StrEnum):
    """Why not all counts that covers a line."""

    THRESHOLD = "threshold"
    NEEDS = "needs"
    SUPPLIERS = "suppliers"


@dataclass(frozen=True, slots=True)
class Unmet:
    """A condition that fails: its id, what it is on, and what it says."""

    name: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class Way:
    """Something that stands in the way, and by how much the gap is smaller without it.

    ``reason``: why contributions may not serve; or ``line``: a line that is served before, or a term of one; or
    ``pinned``: what is pinned to other lines. ``conditions``: which of them fail, where that is the reason; ``never``:
    which units can make no tour at all, where it is that tours have a length. With ``counting`` the gain is in what
    counts; ``line`` is then the one that it depends on.
    """

    gain: Fraction
    reason: Reason | None = None
    line: str | None = None
    pinned: bool = False
    conditions: tuple[Unmet, ...] = ()
    counting: Counting | None = None
    never: tuple[Never, ...] = ()


@dataclass(frozen=True, slots=True)
class Taught:
    """A contribution of which so many of its supply are graduates yet to be trained, in its smallest unit."""

    contribution: str
    graduates: int
    supply: int
    decimals: int


@dataclass(frozen=True, slots=True)
class Explained:
    """A line over days: what it lacks, and what stands in the way, the greatest gain first.

    Empty ``ways`` where it is short: nothing in the book that could be set aside would help; more of the kind is
    needed. ``one_more``: which lines would be covered by how much more, had this one a unit more. Empty: it would be
    surplus. ``limited``: where not all that covers it counts. ``not_open``: where a phase keeps it from being needed.
    ``graduates``: what serves it and is in part yet to be trained.
    """

    wanted: Wanted
    period: Period
    covered: Fraction
    ways: tuple[Way, ...]
    one_more: tuple[tuple[str, Fraction], ...]
    limited: Limited | None = None
    not_open: NotOpen | None = None
    graduates: tuple[Taught, ...] = ()

    @property
    def short(self) -> Fraction:
        """What the line lacks."""
        return self.wanted.need - self.covered


def why(timeline: Timeline, plan: Plan, line: str, day: date | None = None) -> tuple[Explained, ...]:
    """For each stretch of days on which a line is planned, what it lacks and why. Those with one answer are joined.

    Likewise for days on which a phase keeps it closed. ``day``: for that in which it lies. Raises UnknownSubjectError
    where there is no such line.
    """
    operations_of_line(timeline.snapshot, line)
    found: list[Explained] = []
    again = Again(timeline, plan)
    for part in plan.parts:
        if day is not None and day not in part.period:
            continue
        one = _explained(again, part, line) if line in part.covered else _not_open(timeline, part, line)
        if one is None:
            continue
        if found and found[-1].period.end == one.period.start and replace(found[-1], period=one.period) == one:
            one = replace(one, period=Period(found[-1].period.start, one.period.end))
            found.pop()
        found.append(one)
    of_totals = _of_totals(timeline, plan, line)
    return (*found, *(one for one in of_totals if day is None or day in one.period))


def _taught(part: Part, line: str) -> Iterator[Taught]:
    """The contributions that serve a line and of which some are graduates."""
    offered = (part.field.offered[giver] for giver, of in sorted(part.assigned) if of == line)
    return (Taught(one.contribution, one.graduates, one.supply, one.decimals) for one in offered if one.graduates)


def _explained(again: Again, part: Part, line: str) -> Explained:
    ways = [*(_ways(again, part, line) if part.short(line) > 0 else ()), *_ways_to_count(again, part, line)]
    more = tuple(worth_of_one_more(part, line).items())
    wanted, covered = part.field.wanted[line], part.covered[line]
    told = Explained(wanted, part.period, covered, _greatest_first(ways), more, part.limited.get(line))
    return replace(told, graduates=tuple(_taught(part, line)))


def _not_open(timeline: Timeline, part: Part, line: str) -> Explained | None:
    """That a line needs nothing in a part because of a phase; None where that is not why."""
    not_open = timeline.not_open_on(line, part.field.day)
    if not_open is None:
        return None
    ground = timeline.ground_on(part.field.day)
    requirement = timeline.snapshot.thing(Requirement, line, part.field.day) or Requirement()
    unit, decimals = ground.unit(requirement.capability), ground.decimals(requirement.capability)
    wanted = Wanted(line, requirement, 0, unit, decimals)
    return Explained(wanted, part.period, Fraction(0), (), (), not_open=not_open)


def _of_totals(timeline: Timeline, plan: Plan, line: str) -> Iterator[Explained]:
    """What each term of a line lacks that is measured as a total, and why."""
    totals = plan.totals
    for name, term in totals.terms.items():
        if term.wanted.line == line:
            ways = _ways_of_term(timeline, plan, name) if totals.short(name) > 0 else ()
            covered = totals.with_more(name, 10**term.wanted.decimals)
            more = {other: covered[other] - totals.covered[other] for other in totals.flowed.order}
            used = tuple((totals.terms[other].title, gain) for other, gain in more.items() if gain > 0)
            yield Explained(term.wanted, term.period, totals.covered[name], _greatest_first(ways), used)


def _greatest_first(ways: Iterable[Way]) -> tuple[Way, ...]:
    return tuple(sorted(ways, key=lambda way: (-way.gain, way.line or "", way.reason or way.counting or "")))


def _ways_of_term(timeline: Timeline, plan: Plan, name: str) -> Iterator[Way]:
    totals, cuts = plan.totals, cuts_of(timeline, plan.asked)
    for reason in sorted(({reason for (_, of), reason in totals.against.items() if of == name} | SUPPLY) - FIXED):
        asked = replace(plan.asked, without=plan.asked.without | {reason})
        gain = Totals(timeline, plan.within, asked, cuts).plan().covered[name] - totals.covered[name]
        if gain > 0:
            yield Way(gain, reason=reason)
    for other in hall_sets(totals.flowed, [name])[name]:
        if other != name:
            gain = totals.without_term(other)[name] - totals.covered[name]
            yield Way(gain, line=totals.terms[other].title)


def worth_of_one_more(part: Part, line: str) -> dict[str, Fraction]:
    """Which lines would be covered by more, and by how much, had a line one unit more. Empty: it would be surplus."""
    unit = 10 ** part.field.wanted[line].decimals
    more = Offered(ONE_MORE, None, None, None, 0, is_total=False, supply=unit, most=unit, is_unknown=False, reason=None)
    field = replace(
        part.field,
        offered={**part.field.offered, ONE_MORE: more},
        worth={**part.field.worth, (ONE_MORE, line): Fraction(1)},
    )
    covered = planned(field, part.period, part.assigned).covered
    return {one: covered[one] - part.covered[one] for one in part.flowed.order if covered[one] > part.covered[one]}


def _ways(again: Again, part: Part, line: str) -> Iterator[Way]:
    reasons = {reason for (_, of), reason in part.field.against.items() if of == line} - FIXED
    for reason in sorted(reasons):
        gain = again.gain(part, line, reason)
        if gain > 0:
            yield Way(
                gain, reason=reason, conditions=again.unmet(part, line, reason), never=again.never(part, line, reason)
            )
    gain = again.gain(part, line, lambda field: _loose(field, line))
    if gain > 0:
        yield Way(gain, pinned=True)
    if part.field.rules.most_from_one is not None:
        gain = again.gain(part, line, lambda field: replace(field, rules=replace(field.rules, most_from_one=None)))
        if gain > 0:
            yield Way(gain, reason=Reason.CAP)
    for other in hall_sets(part.flowed, [line])[line]:
        if other != line:
            gain = again.gain(part, line, partial(_without_line, line=other))
            if gain > 0:
                yield Way(gain, line=other)


def _ways_to_count(again: Again, part: Part, line: str) -> Iterator[Way]:
    """What keeps some of what covers a line from counting: each found by planning again without it."""
    if line not in part.limited:
        return
    requirement, wanted = part.field.wanted[line].requirement, part.field.wanted
    changes: list[tuple[Counting, str | None, Callable[[Field], Field]]] = [
        (Counting.NEEDS, other, partial(_independent, line=line, of=other))
        for other in requirement.needs or ()
        if other in wanted
    ]
    if requirement.threshold is not None:
        changes.append((Counting.THRESHOLD, None, partial(_stating, line=line, threshold=None)))
    if part.field.rules.suppliers is not None:
        loose = replace(part.field.rules, suppliers=None)
        changes.append((Counting.SUPPLIERS, None, lambda field: replace(field, rules=loose)))
    for why_not, other, change in changes:
        gain = again.gain(part, line, change, counted)
        if gain > 0:
            yield Way(gain, line=other, counting=why_not)


def covers(part: Part, line: str) -> Fraction:
    """What covers a line in a part; nothing where it is not planned."""
    return part.covered.get(line, Fraction(0))


def counted(part: Part, line: str) -> Fraction:
    """How much of what covers a line counts in a part."""
    return part.limited[line].counts if line in part.limited else covers(part, line)


@dataclass(frozen=True)
class Again:
    """Plans again with a reason set aside, or with another field: a day alone, or all days where units are on tour.

    On a day alone are those who have graduated by then.
    """

    timeline: Timeline
    plan: Plan
    _known: dict[Reason, tuple[Part, ...]] = dataclass_field(default_factory=dict)

    def gain(
        self,
        part: Part,
        line: str,
        change: Reason | Callable[[Field], Field],
        measure: Callable[[Part, str], Fraction] = covers,
    ) -> Fraction:
        """By how much a line is covered better in a part after a change, or more counts: on the average of its days."""
        if self.plan.touring.has_units:
            return _mean(self._parts(change), line, part.period, measure) - measure(part, line)
        day, rules = cast("date", part.period.start), part.field.rules
        if isinstance(change, Reason):
            found = replace(field_on(self.timeline, day, self._asked(change)), rules=rules)
            field = grown(found, graduated(self.plan.held, day))
        else:
            field = change(part.field)
        return measure(planned(field, part.period, part.assigned), line) - measure(part, line)

    def never(self, part: Part, line: str, reason: Reason) -> tuple[Never, ...]:
        """The units that can make no tour at all, of those that might serve a line in a part; for that reason alone."""
        if reason is not Reason.TOUR:
            return ()
        idle = {name for (name, of), against in part.field.against.items() if (of, against) == (line, reason)}
        return tuple(one for one in never(self.plan.touring) if one.contribution in idle)

    def unmet(self, part: Part, line: str, reason: Reason) -> tuple[Unmet, ...]:
        """The conditions that fail on what might serve a line in a part; for that reason alone."""
        if reason is not Reason.CONDITION:
            return ()
        snapshot, day, asked = self.timeline.snapshot, part.field.day, self.plan.asked
        found = failing(snapshot, day, asked.counted, open_hold=asked.open_conditions)
        stated = snapshot.things(Condition, day)
        kept_off = (
            name for (name, of), reason in part.field.against.items() if (of, reason) == (line, Reason.CONDITION)
        )
        return tuple(Unmet(one, stated[one]) for name in sorted(kept_off) for one in found[name])

    def _asked(self, reason: Reason) -> Asked:
        return replace(self.plan.asked, without=self.plan.asked.without | {reason})

    def _parts(self, change: Reason | Callable[[Field], Field]) -> tuple[Part, ...]:
        touring = self.plan.touring
        kept = Kept.of_tours(touring.tours)
        if not isinstance(change, Reason):
            course = [(period, change(field)) for period, field in touring.course]
            return served(course, touring.begin, kept, Work(ANSWER), classes=self.plan.runs)[0]
        if change not in self._known:
            found = allocate(self.timeline, self._asked(change), self.plan.within, kept, effort=ANSWER)
            self._known[change] = found.parts
        return self._known[change]


def _mean(parts: Iterable[Part], line: str, period: Period, measure: Callable[[Part, str], Fraction]) -> Fraction:
    """What covers a line, or counts of it, on the average of some days."""
    start, end = cast("date", period.start), cast("date", period.end)
    total = Fraction(0)
    for part in parts:
        days = (min(end, cast("date", part.period.end)) - max(start, cast("date", part.period.start))).days
        total += days * measure(part, line) if days > 0 else 0
    return total / (end - start).days


def _loose(field: Field, line: str) -> Field:
    """The field with no pins but those to a line."""
    return replace(field, pins=tuple(pin for pin in field.pins if pin.line == line))


def _independent(field: Field, line: str, of: str) -> Field:
    """The field as though a line did not depend on another."""
    needs = field.wanted[line].requirement.needs or ()
    return _stating(field, line, needs=tuple(one for one in needs if one != of))


def _stating(field: Field, line: str, **stated: object) -> Field:
    """The field as though a line stated something else."""
    wanted = field.wanted[line]
    changed = replace(wanted, requirement=wanted.requirement.model_copy(update=stated))
    return replace(field, wanted={**field.wanted, line: changed})


def _without_line(field: Field, line: str) -> Field:
    """The field as though a line needed nothing."""
    return replace(
        field,
        wanted={name: one for name, one in field.wanted.items() if name != line},
        worth={pair: one for pair, one in field.worth.items() if pair[1] != line},
        hoped={pair: one for pair, one in field.hoped.items() if pair[1] != line},
        substitutes=frozenset(pair for pair in field.substitutes if pair[1] != line),
        pins=tuple(pin for pin in field.pins if pin.line != line or not pin.amount),
    )
