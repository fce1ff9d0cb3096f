"""The exact plan of what can be divided in an interval: who serves which line, and what stays uncovered.

How it is planned stands in docs/decisions/0006. Lines are served in the order of tier, weight and id; what is pinned
comes first, and what is on tour; who serves whom starts from a kept plan, or from the interval before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from muster.core.days import Period
from muster.engine.counting import Limited, limited
from muster.engine.eligibility import Reason
from muster.engine.field import Field
from muster.engine.network import NOTHING, Flowed, Need, Network, Pair, solved


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

    @cached_property
    def limited(self) -> Mapping[str, Limited]:
        """The lines of which not all that covers them counts."""
        return limited(self.field.wanted, self.covered)

    def counts(self, line: str) -> Fraction:
        """How much counts of what covers a line."""
        return self.limited[line].counts if line in self.limited else self.covered[line]

    @property
    def shortfalls(self) -> tuple[str, ...]:
        """The lines that lack something, in the order in which they were served."""
        return tuple(line for line in self.flowed.order if self.short(line) > 0)

    def reason(self, contribution: str) -> Reason | None:
        """Why what is left of a contribution serves nothing; None where all that it may serve is covered."""
        lines = {line for line in self.field.lines_of.get(contribution, ()) if (contribution, line) in self.field.worth}
        idle = self.field.idle_for.get(contribution, {})
        if contribution in self.field.held and (lines or idle):
            might = {**idle, **dict.fromkeys(lines, Reason.WHOLE)}
            return next((reason for line, reason in might.items() if self.short(line)), None)
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
    for name in found.held & left.keys():
        left[name] = NOTHING
    needs = {
        line: Need(max(NOTHING, want.need - pinned[line]), want.tier, want.weight)
        for line, want in found.wanted.items()
    }
    loose = {pair: amount - assigned.get(pair, NOTHING) for pair, amount in before.items()}
    free = {pair: one for pair, one in found.worth.items() if pair[0] not in found.held} if found.held else found.worth
    flowed = solved(Network(needs, left, free, found.substitutes & free.keys()), loose)
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
