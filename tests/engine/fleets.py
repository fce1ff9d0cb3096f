"""Small fleets drawn at random, and all that their units could do, one schedule after another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

from hypothesis import strategies as st

from muster.engine.fleet import Fleet, Needed, Opening, Row, Run, Unit
from muster.engine.kernels.tours import NONE, Tours

Trip = tuple[int, int, int]
"""The opening of a unit, counted from 0; the slot in which a tour begins, and the slot after its last."""

Schedule = tuple[Trip, ...]
"""The tours of one unit, in order."""

HALF = 0.5


def alone(*openings: Opening, shortest: int = 1, longest: int = 99, rest: int = 0) -> Unit:
    """A unit that may serve there."""
    return Unit(shortest, longest, rest, openings)


def opening(line: int, first: int, end: int, size: int = 1, *, begun: int = NONE, cost: int = 1) -> Opening:
    """A stretch of slots on which a unit is worth the same to a line."""
    return Opening(line, first, (Run(end, size, cost),), begun)


def row(need: int | Sequence[int], slots: int = 4, weight: int = 1, tier: int = 0) -> Row:
    """A line that needs the same in each slot, or what is said of each."""
    needs = [need] * slots if isinstance(need, int) else need
    return Row(needs, [weight] * len(needs), tier)


def fleet(rows: Sequence[Row], *units: Unit, amounts: Sequence[Unit] = ()) -> Fleet:
    return Fleet(len(rows[0].need), 1 + max(one.tier for one in rows), tuple(rows), units, tuple(amounts))


# ---- drawn at random


def _opening(draw: Random, line: int, slots: int, *, begun: bool) -> Opening:
    first = 0 if begun else draw.choice((0, 0, 1, draw.randrange(slots)))
    first = min(first, slots - 1)
    ends = sorted({draw.randint(first + 1, slots), draw.randint(first + 1, slots), slots})
    runs = tuple(Run(end, draw.randint(1, 4), draw.randint(1, 2)) for end in ends[: draw.randint(1, 3)])
    return Opening(line, first, runs, draw.randint(0, 3) if begun else NONE)


def _unit(draw: Random, lines: int, slots: int) -> Unit:
    shortest = draw.choice((1, 1, 1, 2, 3))
    longest = draw.choice((shortest, shortest + 1, shortest + 2, slots, slots + 3, 1))
    places = [draw.randrange(lines) for _ in range(draw.choice((1, 2, 2, 3)))]
    openings = tuple(_opening(draw, line, slots, begun=draw.random() < 0.2) for line in places)
    return Unit(shortest, longest, draw.choice((0, 1, 1, 2, slots)), openings, draw.randrange(2))


def _amount(draw: Random, lines: int, slots: int) -> Unit:
    """An amount that is worth the same to each line on a stretch of slots."""
    first = draw.randrange(slots)
    end, size = draw.randint(first + 1, slots), draw.randint(1, 2)
    places = sorted(draw.sample(range(lines), draw.randint(1, lines)))
    return Unit(1, 1, 0, tuple(opening(line, first, end, size) for line in places))


def _bound(draw: Random, at: int, lines: int, slots: int) -> dict[str, Any]:
    """What else covers a line and whose it is; below which share and from how few it does not count; what it needs."""
    bring = {member: [draw.choice((0, 0, 1, 2)) for _ in range(slots)] for member in range(draw.randint(0, 2))}
    limit = [draw.choice((1, 2, 3)) for _ in range(slots)] if draw.random() < HALF else []
    covered = ([min(one, most) for one, most in zip(each, limit or each, strict=True)] for each in bring.values())
    return {
        "held": [sum(each) for each in zip(*covered, strict=True)],
        "threshold": [draw.choice((0, 40, 80, 100)) for _ in range(slots)] if draw.random() < HALF else (),
        "needs": tuple(
            Needed(one, draw.randrange(slots), draw.randint(1, slots))
            for one in range(lines)
            if one != at and draw.random() < HALF
        ),
        "suppliers": draw.choice((0, 0, 1, 2)),
        "limit": limit,
        "brings": bring,
    }


def _fleet(seed: int, slots: int, units: int, amounts: int, *, bound: bool) -> Fleet:
    draw = Random(seed)
    slots, lines = draw.choice((slots, slots, slots - 1, draw.randint(1, slots))), draw.randint(1, 3)
    rows = tuple(
        Row(
            [draw.choice((0, 1, 2, 3, 4, 5)) for _ in range(slots)],
            [draw.choice((0, 1, 1, 2, 3)) for _ in range(slots)],
            draw.randint(0, 1),
            **(_bound(draw, at, lines, slots) if bound else {}),
        )
        for at in range(lines)
    )
    return Fleet(
        slots,
        2,
        rows,
        tuple(_unit(draw, lines, slots) for _ in range(draw.randint(1, units))),
        tuple(_amount(draw, lines, slots) for _ in range(draw.randint(0, amounts))),
    )


def fleets(slots: int = 6, units: int = 3, amounts: int = 0, *, bound: bool = False) -> st.SearchStrategy[Fleet]:
    """Up to so many units and amounts over up to so many slots, with up to three lines in two tiers."""
    return st.integers(0, 2**32).map(lambda seed: _fleet(seed, slots, units, amounts, bound=bound))


# ---- all that could be done


def schedules(unit: Unit, slots: int, free_from: int = 0) -> Iterator[Schedule]:
    """Every way in which a unit may tour from a slot on."""
    yield ()
    for first in range(free_from, slots):
        for number, one in enumerate(unit.openings):
            if one.first <= first and (one.begun == NONE or first == 0):
                for end in range(first + 1, one.end + 1):
                    if unit.shortest <= end - first + max(0, one.begun) <= unit.longest:
                        for more in schedules(unit, slots, end + unit.rest):
                            yield ((number, first, end), *more)


def run_on(one: Opening, slot: int) -> Run:
    """What holds in a slot of an opening."""
    return next(run for run in one.runs if slot < run.end)


def serves(of: Fleet, every: Sequence[Schedule]) -> list[list[int]]:
    """What units bring to each line in each slot by their schedules."""
    found = [[0] * of.slots for _ in of.rows]
    for unit, schedule in zip(of.units, every, strict=True):
        for number, first, end in schedule:
            one = unit.openings[number]
            for slot in range(first, end):
                found[one.line][slot] += run_on(one, slot).size
    return found


def cost(of: Fleet, every: Sequence[Schedule]) -> int:
    """What tours cost."""
    return sum(
        run_on(unit.openings[number], first).cost
        for unit, schedule in zip(of.units, every, strict=True)
        for number, first, _ in schedule
    )


def value(of: Fleet, every: Sequence[Schedule]) -> list[int]:
    """What is covered in each tier, weighted; and last, below zero, what the tours cost.

    Where lines are bound, first what counts in each tier, beyond what counts of what is held.
    """
    found = [0] * of.tiers
    covers = covering(of, every)
    for one, there in zip(of.rows, covers, strict=True):
        each = zip(one.weight, one.need, there, strict=True)
        found[one.tier] += sum(weight * min(need, brought) for weight, need, brought in each)
    nothing: list[Schedule] = [()] * len(of.units)
    more = [now - before for now, before in zip(counts(of, every), counts(of, nothing), strict=True)]
    return [*(more if of.bonds else ()), *found, -cost(of, every)]


def by_member(of: Fleet, every: Sequence[Schedule], line: int) -> list[dict[int, int]]:
    """What each member brings to a line in each slot, with what it brings besides its units."""
    found = [{member: each[slot] for member, each in of.rows[line].brings.items()} for slot in range(of.slots)]
    for unit, schedule in zip(of.units, every, strict=True):
        for number, first, end in schedule:
            one = unit.openings[number]
            for slot in range(first, end) if one.line == line else ():
                found[slot][unit.member] = found[slot].get(unit.member, 0) + run_on(one, slot).size
    return found


def covering(of: Fleet, every: Sequence[Schedule]) -> list[list[int]]:
    """What of units covers each line in each slot: of one member no more than is allowed, with what is held of it."""
    found = serves(of, every)
    for line, row in enumerate(of.rows):
        for slot, bring in enumerate(by_member(of, every, line) if row.limit else ()):
            most = row.limit[slot]
            before = sum(min(most, row.brings[member][slot]) for member in row.brings)
            found[line][slot] = sum(min(most, one) for one in bring.values()) - before
    return found


def counts(of: Fleet, every: Sequence[Schedule]) -> list[int]:
    """What counts in each tier, weighted: each line as far as it is covered, down to what it needs allows."""
    found = [0] * of.tiers
    covers = covering(of, every)
    members = [by_member(of, every, line) for line in range(len(of.rows))]
    for slot in range(of.slots):
        share: dict[int, Fraction] = {}
        for line, row in enumerate(of.rows):
            if row.whole[slot]:
                threshold = row.threshold[slot] if row.threshold else 0
                own = 1 - Fraction(max(0, row.need[slot] - covers[line][slot]), row.whole[slot])
                suppliers = sum(1 for one in members[line][slot].values() if one >= of.least)
                share[line] = own if own * 100 >= threshold and suppliers >= row.suppliers else Fraction(0)
        for _ in of.rows:
            for line, one in share.items():
                needs = (other.line for other in of.rows[line].needs if other.first <= slot < other.end)
                share[line] = min([one, *(share[other] for other in needs if other in share)])
        for line, one in share.items():
            row = of.rows[line]
            found[row.tier] += row.weight[slot] * int(one * row.whole[slot])
    return found


def given_by_amounts(of: Fleet, slot: int) -> Iterator[list[int]]:
    """Every way in which amounts could be divided in a slot, in whole numbers."""
    ways = []
    for one in of.amounts:
        there = [each for each in one.openings if each.first <= slot < each.end]
        size = there[0].runs[0].size if there else 0
        parts = product(range(size + 1), repeat=len(there))
        ways.append(
            [dict(zip((each.line for each in there), part, strict=True)) for part in parts if sum(part) <= size]
        )
    for chosen in product(*ways):
        yield [sum(part.get(line, 0) for part in chosen) for line in range(len(of.rows))]


# ---- the kernel


def begin(tours: Tours, unit: int, schedule: Schedule) -> None:
    """Send a unit that has no tours on some."""
    for number, first, end in schedule:
        tours.begin(unit, tours.openings_of[unit] + number, first, end)


def told(tours: Tours) -> list[Schedule]:
    """Where the units of a kernel are."""
    found = []
    for unit in range(tours.whole):
        first = tours.tours_of[unit]
        own = range(first, first + tours.count[unit])
        numbers = ((tours.tour_opening[at] - tours.openings_of[unit], at) for at in own)
        found.append(tuple((number, int(tours.tour_first[at]), int(tours.tour_end[at])) for number, at in numbers))
    return found
