"""How much there can be at most: the bounds on a plan, tier by tier. See docs/decisions/0009.

Each component is bounded by itself (``pricing``, ``columns``, ``closing``), all of them with one multiple of what tiers
before have, and the sum is the bound of the tier.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from operator import sub
from typing import NamedTuple

from muster.engine.amounts import Part
from muster.engine.closing import Case, answers
from muster.engine.counting import cover_of
from muster.engine.fleet import Fleet, Packed
from muster.engine.numbering import Numbered
from muster.engine.pricing import FINENESS, MULTIPLES, Question
from muster.engine.rows import brought_by_pins, covered_by_pins
from muster.engine.rules import giver_of
from muster.engine.splitting import split
from muster.engine.touring import Work

NEVER = Fraction(-1)
"""What no plan has: steps of prices go on to the last."""

TURNS_OF_A_ROUND = 3
"""Turns of prices for which there is a round of columns."""


Sums = Sequence[Fraction]
"""What is covered in each tier, weighted, over all slots."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What counts of what a plan covers in a tier, weighted and over all days, and what no plan exceeds.

    No plan, that is, of which as much counts in the tiers before. What covers bounds what counts.
    Amounts are in the smallest units of lines. ``multiple`` and ``prices`` prove it: in parts of ``FINENESS``, the
    prices by line, then slot. Of components in ``closed`` the cases prove it, and all prices of their lines are 0.
    """

    tier: int
    covered: Fraction
    at_most: Fraction
    multiple: int
    prices: tuple[tuple[int, ...], ...]
    closed: tuple[tuple[Numbered, Case], ...] = ()

    @property
    def distance(self) -> Fraction:
        """How far the plan may be from the best, as a part of the bound."""
        return 1 - self.covered / self.at_most if self.at_most else Fraction(0)


def bounds(of: Numbered, parts: Sequence[Part], work: Work) -> Iterator[Bound]:
    """A bound for each tier of a fleet whose tours are part of a plan, as good as the effort makes it."""
    return Bounding(of, work).of_plan(parts)


class _OfTier(NamedTuple):
    """How much a tier can have at most, beyond what pins cover, over all slots; and what proves it."""

    most: Fraction
    multiple: int
    cases: Sequence[Case]


@dataclass
class Bounding:
    """The bounds on plans of a fleet. Prices that were found for one plan bound the next one, too."""

    of: Numbered
    work: Work
    pieces: tuple[Numbered, ...] = ()
    known: dict[tuple[int, int], list[Case]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Split the fleet, and pack each component."""
        self.pieces = self.pieces or split(self.of)
        self.kernels = [one.fleet.kernels() for one in self.pieces]
        self.packed = [Packed(one.fleet, kernels) for one, kernels in zip(self.pieces, self.kernels, strict=True)]

    def ceilings(self) -> list[list[int]]:
        """What no tours of each component exceed, tier by tier, those before at their ceilings; by integers alone."""
        found: list[list[int]] = [[] for _ in self.pieces]
        for number in range(len(self.of.tiers)):
            multiples = MULTIPLES if number else (0,)
            every = [(multiple, self._by_steps(number, multiple)) for multiple in multiples]
            for at, ceiling in enumerate(found):
                before = sum(ceiling)
                ceiling.append(min((cases[at].most - multiple * before) // FINENESS for multiple, cases in every))
        return found

    def of_plan(self, parts: Sequence[Part]) -> Iterator[Bound]:
        """A bound for each tier, none where no turns are to be taken."""
        covered, pinned = covered_by(self.of, parts)
        in_pieces = [covered_by(one, parts)[0] for one in self.pieces]
        for number, tier in enumerate(self.of.tiers if self.work.effort.turns else ()):
            best = self._of_tier(number, covered, in_pieces)
            in_days = Fraction(self.of.slot_days, self.of.scale)
            reached, most = ((one + pinned[number]) * in_days for one in (covered[number], best.most))
            yield self._told(Bound(tier, reached, most, best.multiple, ()), best.cases)

    def is_reached(self, parts: Sequence[Part]) -> bool:
        """Whether steps of prices alone prove that no plan is better, in any tier."""
        covered = covered_by(self.of, parts)[0]
        in_pieces = [covered_by(one, parts)[0] for one in self.pieces]
        return all(
            self._best_by_steps(number, covered, in_pieces).most <= covered[number] for number in range(len(covered))
        )

    def is_proven(self, parts: Sequence[Part]) -> bool:
        """Whether no plan is better, in any tier."""
        found = list(self.of_plan(parts))
        return bool(found) and all(one.covered == one.at_most for one in found)

    def _of_tier(self, number: int, covered: Sums, in_pieces: Sequence[Sums]) -> _OfTier:
        """The bound of a tier beyond pins: columns and cases are made for the multiple that is best by steps."""
        best = self._best_by_steps(number, covered, in_pieces)
        if best.most <= covered[number] or self.work.is_enough():
            return best
        cases = self._case_by_case(number, best, in_pieces)
        return self._joined(number, best.multiple, cases, covered)

    def _best_by_steps(self, number: int, covered: Sums, in_pieces: Sequence[Sums]) -> _OfTier:
        """The best bound of a tier by steps of prices; no more multiples are tried once it is what is covered."""
        found: list[_OfTier] = []
        for multiple in MULTIPLES if number else (0,):
            cases = self._by_steps(number, multiple, [_reached(one, number, multiple) for one in in_pieces])
            found.append(self._joined(number, multiple, cases, covered))
            if found[-1].most <= covered[number]:
                break
        return min(found, key=lambda one: one.most)

    def _joined(self, number: int, multiple: int, cases: Sequence[Case], covered: Sums) -> _OfTier:
        taken_off = multiple * sum(covered[:number], Fraction(0))
        return _OfTier(_whole(self.of, (sum(one.most for one in cases) - taken_off) / FINENESS), multiple, cases)

    def _by_steps(self, number: int, multiple: int, reached: Sequence[Fraction] = ()) -> list[Case]:
        """What there could be at most in each component by steps of prices; the steps end at what is reached."""
        if (number, multiple) not in self.known:
            each = zip(self.packed, self.kernels, reached or [NEVER] * len(self.pieces), strict=True)
            questions = [Question(packed, kernels, number, multiple, one) for packed, kernels, one in each]
            sizes = [one.size(self.work.effort.turns) for one in questions]
            self.known[number, multiple] = self.work.share_out(answers, questions, sizes)
        return self.known[number, multiple]

    def _case_by_case(self, number: int, known: _OfTier, in_pieces: Sequence[Sums]) -> list[Case]:
        """The same by columns and cases, from the prices that are known."""
        rounds, nodes = self.work.effort.turns // TURNS_OF_A_ROUND, self.work.effort.nodes
        units = max(1, sum(one.whole for one in self.packed))
        questions: list[Question] = []
        for at, case in enumerate(known.cases):
            packed, reached = self.packed[at], _reached(in_pieces[at], number, known.multiple)
            question = Question(packed, self.kernels[at], number, known.multiple, reached, case.most, case.prices)
            questions.append(replace(question, rounds=rounds, nodes=nodes * packed.whole // units))
        return self.work.share_out(answers, questions, [one.size(0) for one in questions])

    def _told(self, bound: Bound, cases: Sequence[Case]) -> Bound:
        """A bound with its prices by line in the order of the fleet, and with the components that have cases."""
        slots = self.of.fleet.slots
        nothing = (0,) * slots
        prices: dict[str, tuple[int, ...]] = {}
        for piece, case in zip(self.pieces, cases, strict=True):
            if not case.cases:
                prices.update(zip(piece.lines, _by_line(case.prices, slots), strict=True))
        split_up = ((piece, case) for piece, case in zip(self.pieces, cases, strict=True) if case.cases)
        return replace(bound, prices=tuple(prices.get(line, nothing) for line in self.of.lines), closed=tuple(split_up))


def _reached(covered: Sums, number: int, multiple: int) -> Fraction:
    """What a plan has of a tier and of a multiple of those before, in parts of ``FINENESS``."""
    return FINENESS * covered[number] + multiple * sum(covered[:number], Fraction(0))


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
    rows = of.fleet.rows
    needs = [list(row.need) for row in rows]
    brings = [{member: list(amounts) for member, amounts in row.brings.items()} for row in rows]
    number = {line: at for at, line in enumerate(of.lines)}
    for part in parts:
        slots = of.slots(part.period)
        for line, givers in _brought_by_amounts(part).items():
            if line in number:
                at, wanted = number[line], part.field.wanted[line]
                covered = int(cover_of(wanted, givers, part.field.rules) * of.scale)
                needs[at][slots.start : slots.stop] = [wanted.need * of.scale - covered] * len(slots)
                for giver, amount in givers.items() if rows[at].is_shared else ():
                    found = brings[at].setdefault(of.members[giver], [0] * of.fleet.slots)
                    found[slots.start : slots.stop] = [int(amount * of.scale)] * len(slots)
    told = []
    for row, need, bring in zip(rows, needs, brings, strict=True):
        held = list(map(sub, row.whole, need)) if row.held else ()
        told.append(replace(row, need=need, held=held, brings=bring))
    return replace(of.fleet, rows=tuple(told))


def _brought_by_amounts(part: Part) -> dict[str, dict[str, Fraction]]:
    """What each line to which amounts give something has from each, by them and by pins."""
    field = part.field
    pinned, found = brought_by_pins(field), dict[str, dict[str, Fraction]]()
    for (contribution, line), amount in part.flowed.given.items():
        givers = found.setdefault(line, pinned.get(line, {}))
        giver = giver_of(field.offered[contribution].member, contribution)
        givers[giver] = givers.get(giver, Fraction(0)) + amount * field.worth[contribution, line]
    return found


def _by_line(prices: Sequence[int], slots: int) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(prices[start : start + slots]) for start in range(0, len(prices), slots))
