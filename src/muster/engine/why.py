"""Why a line is short: what stands in the way, each found by planning again without it.

A reason is given only where the gap is smaller without it, and says by how much. The list is closed: the reasons of
eligibility that can be set aside, what is pinned elsewhere, and the lines that are served before this one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import cast

from muster.core.days import Period
from muster.engine.account import hall_sets
from muster.engine.amounts import Part, Plan, planned
from muster.engine.coverage import Timeline
from muster.engine.cuts import operations_of_line
from muster.engine.eligibility import Reason
from muster.engine.field import Field, Offered, Wanted, field_on

FIXED = frozenset({Reason.NO_CAPABILITY, Reason.OTHER_CAPABILITY, Reason.OTHER_UNIT, Reason.UNFACTORED})
"""Reasons that nobody can set aside: what is of another kind does not become what is needed."""

ONE_MORE = "one more"
"""Names the contribution that is added to see what one more would be worth."""


@dataclass(frozen=True, slots=True)
class Way:
    """Something that stands in the way, and by how much the gap is smaller without it.

    ``reason``: why contributions may not serve; or ``line``: a line that is served before; or ``pinned``: what is
    pinned to other lines.
    """

    gain: Fraction
    reason: Reason | None = None
    line: str | None = None
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Explained:
    """A line over days on which it is short: what stands in the way, the greatest gain first.

    Empty ``ways``: nothing in the book that could be set aside would help; more of the kind is needed. ``one_more``:
    which lines would be covered by how much more, had this one a unit more.
    """

    wanted: Wanted
    period: Period
    covered: Fraction
    ways: tuple[Way, ...]
    one_more: tuple[tuple[str, Fraction], ...]


def why(timeline: Timeline, plan: Plan, line: str) -> tuple[Explained, ...]:
    """For each stretch of days on which a line is short, why. Neighbouring stretches with one answer are joined.

    Raises UnknownSubjectError where there is no such line.
    """
    operations_of_line(timeline.snapshot, line)
    found: list[Explained] = []
    for part in plan.parts:
        if line not in part.covered or part.short(line) <= 0:
            continue
        ways = sorted(_ways(timeline, plan, part, line), key=lambda way: (-way.gain, way.line or "", way.reason or ""))
        more = tuple(worth_of_one_more(part, line).items())
        one = Explained(part.field.wanted[line], part.period, part.covered[line], tuple(ways), more)
        if found and found[-1].period.end == one.period.start and replace(found[-1], period=one.period) == one:
            one = replace(one, period=Period(found[-1].period.start, one.period.end))
            found.pop()
        found.append(one)
    return tuple(found)


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


def _ways(timeline: Timeline, plan: Plan, part: Part, line: str) -> Iterator[Way]:
    day = cast("date", part.period.start)
    reasons = {reason for (_, of), reason in part.field.against.items() if of == line} - FIXED
    for reason in sorted(reasons):
        asked = replace(plan.asked, without=plan.asked.without | {reason})
        gain = _gain(part, line, field_on(timeline, day, asked))
        if gain > 0:
            yield Way(gain, reason=reason)
    loose = replace(part.field, pins=tuple(pin for pin in part.field.pins if pin.line == line))
    gain = _gain(part, line, loose)
    if gain > 0:
        yield Way(gain, pinned=True)
    for other in hall_sets(part.flowed, [line])[line]:
        if other != line:
            yield Way(_gain(part, line, _without_line(part.field, other)), line=other)


def _gain(part: Part, line: str, field: Field) -> Fraction:
    """By how much a line is covered better in another field."""
    return planned(field, part.period, part.assigned).covered[line] - part.covered[line]


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
