"""How much there can be at most: bounds by prices, for each tier. See docs/decisions/0009.

With a price from 0 to weight for each line and slot, no plan covers more than what all need times weight less price,
and what each contribution can earn at these prices. Lines of more urgent tiers may be priced up to a multiple of their
weight; this multiple of what the plan covers there is taken off. Source: H. Everett, "Generalized Lagrange multiplier
method" (1963).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from operator import sub

from muster.engine.amounts import Part
from muster.engine.fleet import Fleet
from muster.engine.kernels.tours import Tours
from muster.engine.numbering import Numbered, covered_by_pins
from muster.engine.touring import Work

FINENESS = 1024
"""Prices are counted in so many parts of what one covered unit is worth at weight 1."""

MULTIPLES = (FINENESS // 4, FINENESS, 2 * FINENESS)
"""The multiples that are tried for tiers that come before, in the same parts."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What counts of what a plan covers in a tier, weighted and over all days, and what no plan exceeds.

    No plan, that is, of which as much counts in the tiers before. What covers bounds what counts.
    Amounts are in the smallest units of lines. ``multiple`` and ``prices`` prove it: in parts of ``FINENESS``, the
    prices by line, then slot.
    """

    tier: int
    covered: Fraction
    at_most: Fraction
    multiple: int
    prices: tuple[tuple[int, ...], ...]

    @property
    def distance(self) -> Fraction:
        """How far the plan may be from the best, as a part of the bound."""
        return 1 - self.covered / self.at_most if self.at_most else Fraction(0)


def bounds(of: Numbered, parts: Sequence[Part], work: Work) -> Iterator[Bound]:
    """A bound for each tier of a fleet whose tours are part of a plan, as good as the turns of an effort make it."""
    tours = of.fleet.tours()
    covered, pinned = covered_by(of, parts)
    for number, tier in enumerate(of.tiers):
        found: list[tuple[Fraction, int, Sequence[int]]] = []
        with work.stoppable():
            for multiple in MULTIPLES if number else (0,):
                taken_off = multiple * sum(covered[:number], Fraction(0))
                for bound, prices in descent(tours, number, multiple, work):
                    at_most = (bound - taken_off) / FINENESS
                    if not found or at_most < found[-1][0]:
                        found.append((at_most, multiple, list(prices)))
                    if found[-1][0] <= covered[number]:
                        break
        if found:
            at_most, multiple, prices = found[-1]
            in_days = Fraction(of.slot_days, of.scale)
            reached, most = ((one + pinned[number]) * in_days for one in (covered[number], _whole(of, at_most)))
            yield Bound(tier, reached, most, multiple, _by_line(prices, of.fleet.slots))


def _whole(of: Numbered, at_most: Fraction) -> Fraction:
    """Units alone cover whole numbers, so that less than one more is nothing more."""
    return at_most if of.amounts else Fraction(at_most.numerator // at_most.denominator)


def covered_by(of: Numbered, parts: Sequence[Part]) -> tuple[list[Fraction], list[Fraction]]:
    """What counts of a plan in each tier beyond what pins cover, and what these cover: weighted, over all slots."""
    beyond, pinned = ([Fraction(0) for _ in of.tiers] for _ in range(2))
    tier_of = {line: row.tier for line, row in zip(of.lines, of.fleet.rows, strict=True)}
    for part in parts:
        slots = len(of.slots(part.period))
        by_pins = covered_by_pins(part.field)
        for line in tier_of.keys() & part.covered.keys():
            each = slots * part.field.wanted[line].weight * of.scale
            pinned[tier_of[line]] += each * by_pins.get(line, 0)
            beyond[tier_of[line]] += each * (part.counts(line) - by_pins.get(line, 0))
    return beyond, pinned


def left_by_amounts(of: Numbered, parts: Sequence[Part]) -> Fleet:
    """The fleet with what amounts leave of its needs in a plan, rounded up; what they cover is held of bound lines."""
    needs = [list(row.need) for row in of.fleet.rows]
    number = {line: at for at, line in enumerate(of.lines)}
    for part in parts:
        given: dict[str, Fraction] = {}
        for (giver, line), amount in part.flowed.given.items():
            given[line] = given.get(line, Fraction(0)) + amount * part.field.worth[giver, line]
        for line in given.keys() & number.keys():
            for slot in of.slots(part.period):
                needs[number[line]][slot] -= int(given[line] * of.scale)
    rows = []
    for row, need in zip(of.fleet.rows, needs, strict=True):
        held = list(map(sub, row.whole, need)) if row.held else ()
        rows.append(replace(row, need=need, held=held))
    return replace(of.fleet, rows=tuple(rows))


def descent(tours: Tours, tier: int, multiple: int, work: Work) -> Iterator[tuple[int, Sequence[int]]]:
    """Bounds, each with its prices: first with none, as though all could be covered, then from the dearest down."""
    days = tours.days
    for at in range(tours.lines * days):
        own = tours.tier[at // days]
        share = FINENESS if own == tier else multiple if own < tier else 0
        tours.dearest[at] = tours.weight[at] * share
        tours.price[at] = tours.past[at] = 0
    if work.effort.turns:
        yield tours.bound(), tours.price
    tours.price[:] = tours.dearest
    turns = work.effort.turns
    for turn in range(-(-turns // len(MULTIPLES)) if tier else turns):
        yield tours.bound(), tours.price
        if work.is_enough():
            return
        tours.adjust(turn)


def _by_line(prices: Sequence[int], slots: int) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(prices[start : start + slots]) for start in range(0, len(prices), slots))
