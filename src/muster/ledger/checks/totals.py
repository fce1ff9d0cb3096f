"""What the contributions in a book add up to, for comparing with a total that somebody states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from muster.core.days import Dated
from muster.core.firmness import Firmness
from muster.core.operations import Assertion
from muster.core.quantity import NOTHING
from muster.ledger.checks.ground import Ground, Trees
from muster.ledger.checks.texts import Ends, in_units
from muster.ledger.giving import Given
from muster.ledger.snapshot import Snapshot

STATED_AT = Firmness.IN_PLACE
"""The firmness of a total for which none is said."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What counts towards a stated total.

    ``units`` are the units in which it is given: with more than one there is no sum. ``scope`` are the contributions of
    what is counted, at any firmness; ``contributions`` those at the firmness of the total; ``unknown`` those among them
    of unknown number, which add nothing to the low end of ``ends``.
    """

    units: frozenset[str | None]
    ends: Ends
    scope: frozenset[str]
    contributions: frozenset[str]
    unknown: frozenset[str]


def tallies(ground: Ground) -> Iterator[tuple[str, Assertion, Tally]]:
    """The totals that can be compared by the day of the checks, each with what the contributions add up to."""
    for assertion, record in ground.snapshot.things(Assertion, ground.day).items():
        day = comparable_day(ground.snapshot, record)
        if day is not None and day.first <= ground.day:
            yield assertion, record, _within(ground, record, day)


def comparable_day(snapshot: Snapshot, record: Assertion) -> Dated | None:
    """The day of a total that can be compared with contributions.

    None where it names no capability (its words alone do not say what is counted), where it counts those at a meeting,
    or where something that it names is unknown.
    """
    if record.meeting is not None or record.capability is None or record.quantity is None:
        return None
    named = {"member": record.member, "operation": record.operation, "place": record.place}
    there = all(subject is None or snapshot.has(kind, subject) for kind, subject in named.items())
    known = snapshot.has("capability", record.capability) and firmness_of(record) is not None
    return record.day if there and known else None


def firmness_of(record: Assertion) -> Firmness | None:
    """The firmness at which a total is stated; None where it names none that there is."""
    said = STATED_AT if record.firmness is None else record.firmness
    return Firmness(said) if said in list(Firmness) else None


def _within(ground: Ground, record: Assertion, day: Dated) -> Tally:
    """What the contributions add up to on a day, or between the first and the last that an imprecise one can mean.

    Between what was there for certain and what may have been there lies the sum: what is of unknown number, whose
    dates are uncertain or whose place is not said in full adds to its high end only.
    """
    found = [_on(ground, record, one) for one in sorted({day.first, min(day.last, ground.day)})]
    highs = [tally.ends.high for tally in found]
    return Tally(
        frozenset().union(*(tally.units for tally in found)),
        Ends(
            min(tally.ends.low or Decimal(0) for tally in found),
            None if None in highs else max(high or Decimal(0) for high in highs),
        ),
        frozenset().union(*(tally.scope for tally in found)),
        frozenset().union(*(tally.contributions for tally in found)),
        frozenset().union(*(tally.unknown for tally in found)),
    )


def _on(ground: Ground, record: Assertion, day: date) -> Tally:
    trees = ground.trees_on(day)
    scope = [given for given in ground.giving(day) if _counts(trees, given, record)]
    unit = trees.unit(record.capability)
    units = frozenset({unit} if unit else {trees.unit(given.record.capability) for given in scope})
    scope = [given for given in scope if trees.unit(given.record.capability) in units]
    parts = {given.contribution: _part(trees, given, record) for given in scope}
    found = {contribution: ends for contribution, ends in parts.items() if any(end != 0 for end in ends)}
    return Tally(
        units,
        _sum(found.values()),
        frozenset(parts),
        frozenset(found),
        frozenset(contribution for contribution, ends in found.items() if ends.low is None),
    )


def _part(trees: Trees, given: Given, record: Assertion) -> Ends:
    """How much of a contribution counts towards a total; what only may count does so at the high end."""
    firmness = firmness_of(record) or STATED_AT
    there, perhaps = (levels.get(firmness, NOTHING) for levels in (given.counted, given.undated))
    decimals = trees.decimals(given.record.capability)
    low, high = in_units(there, decimals)
    most = in_units(perhaps, decimals).high
    high = None if high is None or most is None else max(high, most)
    certain = record.place is None or trees.lies_in(_place(trees, given), record.place)
    return Ends(low if certain else Decimal(0), high)


def _counts(trees: Trees, given: Given, record: Assertion) -> bool:
    one = given.record
    if one.backfills is not None or record.member not in (None, one.member):
        return False
    if record.operation is not None and not trees.is_part_of(given.operation, record.operation):
        return False
    if not trees.is_kind_of(one.capability, record.capability):
        return False
    place = _place(trees, given)
    nowhere = record.place is None or place is None
    return nowhere or trees.lies_in(place, record.place) or trees.lies_in(record.place, place)


def _place(trees: Trees, given: Given) -> str | None:
    """The place of a contribution; where none is said, that of its operation."""
    operation = trees.operations.get(given.operation or "")
    return given.record.place or (None if operation is None else operation.place)


def _sum(parts: Iterable[Ends]) -> Ends:
    listed = list(parts)
    low = sum((part.low or Decimal(0) for part in listed), Decimal(0))
    highs = [part.high for part in listed]
    return Ends(low, None if None in highs else sum((high or Decimal(0) for high in highs), Decimal(0)))
