"""From the fields of a period to a fleet: lines, units and days in numbers. See docs/decisions/0009.

Time counts in slots of as many days as divide every length and every change, so that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from datetime import date, timedelta
from functools import cached_property
from math import gcd, lcm
from typing import cast

from muster.core.days import Period
from muster.engine.field import Field
from muster.engine.fleet import Fleet, Opening, Run, Unit
from muster.engine.kernels.tours import NONE
from muster.engine.network import Pair
from muster.engine.rows import needing, rows_of
from muster.engine.rules import giver_of
from muster.engine.whole import Terms

Course = Sequence[tuple[Period, Field]]
"""Stretches of days in order, each with what a plan has before it on its first."""

Sizes = list[tuple[int, int, int]]
"""What somebody is worth to a line: from a slot up to before another, so much."""

Days = Mapping[Pair, Sequence[Period]]
"""When a contribution serves a line, by a kept plan."""


@dataclass(frozen=True)
class Numbered:
    """A fleet with what its numbers mean: slots of so many days from a first day; amounts, times ``scale``.

    ``members`` are the numbers of those who give something.
    """

    fleet: Fleet
    first: date
    slot_days: int
    scale: int
    lines: tuple[str, ...]
    units: tuple[str, ...]
    amounts: tuple[str, ...]
    tiers: tuple[int, ...]
    members: Mapping[str, int] = dataclass_field(default_factory=dict)

    def day(self, slot: int) -> date:
        """The first day of a slot."""
        return self.first + timedelta(days=slot * self.slot_days)

    def slots(self, period: Period) -> range:
        """The slots that lie in a stretch of days, as far as the fleet goes."""
        first, end = (cast("date", day) - self.first for day in (period.start, period.end))
        return range(max(0, -(-first.days // self.slot_days)), min(self.fleet.slots, end.days // self.slot_days))


@dataclass(frozen=True)
class Begin:
    """What is known of units when the period begins: their terms, and since when those are there that are in place."""

    terms: Mapping[str, Terms]
    since: Mapping[str, date]


def numbered(course: Course, begin: Begin, kept: Days) -> Numbered | None:
    """The components of a course in which there is a unit, though none of them may tour; None where there is none.

    ``kept`` is when contributions serve lines by a kept plan, to tell what would be a move.
    """
    lines, givers = _with_units(course, begin.terms.keys())
    if not lines:
        return None
    first, end = cast("date", course[0][0].start), cast("date", course[-1][0].end)
    bound = {name: begin.terms[name] for name in givers if name in begin.terms}
    since = {name: begin.since[name] for name in bound if name in begin.since and bound[name].bind}
    slot_days = _slot_days(course, bound.values(), since.values())
    found = _Numbering(course, first, slot_days, _scale(course, lines), (end - first).days // slot_days, kept)
    row_of = {line: number for number, line in enumerate(sorted(lines))}
    whole, divided = found.sizes(row_of)
    units: dict[str, Unit] = {}
    for name in sorted(whole, key=lambda one: (-_largest(whole[one]), one)):
        unit = found.unit(name, whole[name], bound[name], since.get(name), row_of)
        if unit.openings:
            units[name] = unit
    amounts = {name: found.amount(sizes, row_of) for name, sizes in sorted(divided.items())}
    rows, tiers = rows_of(sorted(lines), found.stretches(), found.slots, found.scale, found.members)
    fleet = Fleet(found.slots, len(tiers), rows, tuple(units.values()), tuple(amounts.values()), found.scale)
    named = tuple(sorted(lines)), tuple(units), tuple(amounts)
    return Numbered(fleet, first, slot_days, found.scale, *named, tiers, found.members)


def _largest(sizes: Mapping[str, Sizes]) -> int:
    return max(size for found in sizes.values() for _, _, size in found)


def _with_units(course: Course, whole: AbstractSet[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The lines and the contributions that are linked to a unit on any day, one by the other.

    A line is linked as well with those that it needs: what counts of one hangs on the other.
    """
    of_giver: dict[str, set[str]] = {}
    of_line: dict[str, set[str]] = {}
    beside: dict[str, set[str]] = {}
    for _, field in course:
        for giver, line in field.worth:
            of_giver.setdefault(giver, set()).add(line)
            of_line.setdefault(line, set()).add(giver)
        for line, other in needing(field):
            beside.setdefault(line, set()).add(other)
            beside.setdefault(other, set()).add(line)
    givers = set(whole & of_giver.keys())
    lines: set[str] = set()
    waiting = [line for giver in givers for line in of_giver[giver]]
    while waiting:
        line = waiting.pop()
        if line not in lines:
            lines.add(line)
            new = of_line.get(line, set()) - givers
            givers |= new
            waiting += [*beside.get(line, ()), *(other for giver in new for other in of_giver[giver])]
    return frozenset(lines), frozenset(givers)


def _slot_days(course: Course, terms: Iterable[Terms], since: Iterable[date]) -> int:
    first = cast("date", course[0][0].start)
    lengths = {(cast("date", period.end) - first).days for period, _ in course}
    for one in terms:
        lengths |= {one.shortest if one.shortest > 1 else 0, one.longest or 0, one.rest or 0}
    return gcd(*lengths, *((first - day).days for day in since))


def _scale(course: Course, lines: AbstractSet[str]) -> int:
    """What makes whole numbers of all that somebody is worth to one of some lines, and of what counts from one."""
    worth = {worth.denominator for _, field in course for (_, line), worth in field.worth.items() if line in lines}
    caps = (field.rules.cap(field.wanted[line].need) for _, field in course for line in lines & field.wanted.keys())
    return lcm(*worth, *(cap.denominator for cap in caps if cap is not None))


@dataclass(frozen=True)
class _Numbering:
    course: Course
    first: date
    slot_days: int
    scale: int
    slots: int
    kept: Days

    @cached_property
    def members(self) -> dict[str, int]:
        """The number of each who gives something."""
        found = {giver_of(one.member, name) for _, field in self.course for name, one in field.offered.items()}
        return {giver: number for number, giver in enumerate(sorted(found))}

    def member_of(self, contribution: str) -> int:
        """The number of who gives a contribution."""
        given = next(field.offered[contribution] for _, field in self.course if contribution in field.offered)
        return self.members[giver_of(given.member, contribution)]

    def stretches(self) -> Iterator[tuple[int, int, Field]]:
        """The stretches of the course in slots."""
        for period, field in self.course:
            start, end = (cast("date", day) - self.first for day in (period.start, period.end))
            yield start.days // self.slot_days, end.days // self.slot_days, field

    def sizes(self, lines: Mapping[str, int]) -> tuple[dict[str, dict[str, Sizes]], dict[str, dict[str, Sizes]]]:
        """What units and what amounts are worth to each of some lines, and when, where no pin holds them."""
        whole: dict[str, dict[str, Sizes]] = {}
        divided: dict[str, dict[str, Sizes]] = {}
        for start, end, field in self.stretches():
            pinned = pinned_of(field)
            for (giver, line), worth in field.worth.items():
                offered = field.offered[giver]
                is_whole = offered.terms is not None
                left = offered.supply - pinned.get(giver, 0)
                if line in lines and left > 0 and not (is_whole and giver in pinned):
                    found = (whole if is_whole else divided).setdefault(giver, {}).setdefault(line, [])
                    found.append((start, end, int(left * worth * self.scale)))
        return whole, divided

    def amount(self, sizes: Mapping[str, Sizes], row_of: Mapping[str, int]) -> Unit:
        """An amount, which may be divided anew in each slot."""
        openings = (one for line, found in sorted(sizes.items()) for one in _openings(row_of[line], found))
        return Unit(1, 1, 0, tuple(openings))

    def unit(
        self, name: str, sizes: Mapping[str, Sizes], terms: Terms, since: date | None, row_of: Mapping[str, int]
    ) -> Unit:
        """A unit with its openings: none while pins hold it, nor so long before and after as it rests."""
        in_slots = self.slot_days
        rest = self.slots if terms.rest is None else min(self.slots, terms.rest // in_slots)
        held = [(start, end) for start, end, field in self.stretches() if name in pinned_of(field)]
        is_in_place = since is not None and not any(start == 0 for start, _ in held)
        begun = (self.first - since).days // in_slots if is_in_place and since is not None else 0
        free = _free(((start - rest, end + rest) for start, end in held), self.slots)
        openings: list[Opening] = []
        for line, found in sorted(sizes.items()):
            stretches = _openings(row_of[line], found)
            kept = self.kept.get((name, line), ())
            for one in (self._with_costs(each, kept) for each in stretches) if self.kept else stretches:
                for start, end in free:
                    if is_in_place and one.first == 0 == start:
                        openings += _within(one, 0, end, begun)
                    openings += _within(one, max(start, rest) if is_in_place else start, end)
        longest = self.slots + begun if terms.longest is None else min(self.slots + begun, terms.longest // in_slots)
        shortest = min(self.slots + begun + 1, max(1, terms.shortest // in_slots))
        return Unit(shortest, longest, rest, tuple(openings), self.member_of(name))

    def _with_costs(self, opening: Opening, kept: Sequence[Period]) -> Opening:
        """A tour costs twice as much that a kept plan did not have on its first day."""
        told: list[Run] = []
        start = opening.first
        for run in opening.runs:
            for slot in range(start, run.end):
                day = self.first + timedelta(days=slot * self.slot_days)
                cost = 1 if any(day in days for days in kept) else 2
                if told and (told[-1].size, told[-1].cost) == (run.size, cost):
                    told.pop()
                told.append(Run(slot + 1, run.size, cost))
            start = run.end
        return replace(opening, runs=tuple(told))


def pinned_of(field: Field) -> dict[str, int]:
    """How much of each contribution pins hold on a day, those of which they hold any."""
    found: dict[str, int] = {}
    for pin in field.pins:
        if pin.amount:
            found[pin.contribution] = found.get(pin.contribution, 0) + pin.amount
    return found


def _openings(row: int, sizes: Sizes) -> Iterator[Opening]:
    """What hangs together is one opening."""
    found: list[tuple[int, list[Run]]] = []
    for start, end, size in sizes:
        if found and found[-1][1][-1].end == start:
            runs = found[-1][1]
            if runs[-1].size == size:
                runs.pop()
            runs.append(Run(end, size))
        else:
            found.append((start, [Run(end, size)]))
    return (Opening(row, start, tuple(runs)) for start, runs in found)


def _free(held: Iterable[tuple[int, int]], slots: int) -> list[tuple[int, int]]:
    """The stretches of slots that none of those held covers."""
    free: list[tuple[int, int]] = []
    at = 0
    for start, end in sorted(held):
        if start > at:
            free.append((at, start))
        at = max(at, end)
    return free if at >= slots else [*free, (at, slots)]


def _within(opening: Opening, start: int, end: int, begun: int = NONE) -> Iterator[Opening]:
    """What of an opening lies from a slot up to before another, if anything."""
    first, beyond = max(start, opening.first), min(end, opening.end)
    if first < beyond:
        runs = [replace(run, end=min(run.end, beyond)) for run in opening.runs if run.end > first]
        last = next(at for at, run in enumerate(runs) if run.end == beyond)
        yield Opening(opening.line, first, tuple(runs[: last + 1]), begun)
