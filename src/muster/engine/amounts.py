"""The exact plan of what can be divided in an interval: who serves which line, and what stays uncovered.

How it is planned stands in docs/decisions/0006 and 0010. What is pinned comes first, and what is on tour; then most is
to count, by tier, and most to be covered; who serves whom starts from a kept plan, or from the interval before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from muster.core.days import Period
from muster.engine.counting import Givers, Limited, limited
from muster.engine.coupling import Beyond, best
from muster.engine.eligibility import Reason
from muster.engine.field import Field
from muster.engine.network import NOTHING, Flowed, Pair
from muster.engine.rules import giver_of
from muster.engine.staged import Together


@dataclass(frozen=True)
class Part:
    """The plan of an interval: from its first day on nothing changes until the next begins.

    ``assigned``: what each contribution gives to each line, pins included, in the contribution's smallest unit.
    ``covered``: what each line is covered by, at most its need, in the line's smallest unit; ``at_most``: the same if
    every contribution came to its high end. ``moved``: how many assignments differ from those before. ``together``: the
    lines that hang together and were planned by linear programmes.
    """

    period: Period
    field: Field
    flowed: Flowed
    assigned: Mapping[Pair, Fraction]
    covered: Mapping[str, Fraction]
    at_most: Mapping[str, Fraction]
    moved: int
    together: tuple[Together, ...] = ()

    def short(self, line: str) -> Fraction:
        """What a line lacks."""
        return self.field.wanted[line].need - self.covered[line]

    @cached_property
    def limited(self) -> Mapping[str, Limited]:
        """The lines of which not all that covers them counts."""
        return limited(self.field.wanted, self.covered, self._given, self.field.rules)

    @cached_property
    def coupled(self) -> Mapping[str, Together]:
        """The lines that were planned by linear programmes, each with those that it hangs together with."""
        return {line: one for one in self.together for line in one.of.lines}

    @property
    def _given(self) -> Mapping[str, Givers]:
        """What each line has from each who gives to it, in its smallest unit."""
        found: dict[str, dict[str, Fraction]] = {}
        for (contribution, line), amount in self.assigned.items():
            givers = found.setdefault(line, {})
            giver = giver_of(self.field.offered[contribution].member, contribution)
            givers[giver] = givers.get(giver, NOTHING) + amount * self.field.worth[contribution, line]
        return found

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
        return Reason.CAP if any(self.short(line) for line in lines) else None

    @property
    def unused(self) -> Mapping[str, Fraction]:
        """What is left of each contribution that has something left; totals are planned apart."""
        left = {name: Fraction(one.supply) for name, one in self.field.offered.items() if not one.is_total}
        for (contribution, _), amount in self.assigned.items():
            left[contribution] -= amount
        return {contribution: amount for contribution, amount in left.items() if amount > 0}


def planned(found: Field, period: Period, before: Mapping[Pair, Fraction]) -> Part:
    """The plan of one interval: pins first, then what is best beyond them.

    Raises RefusedError where a linear programme is needed and highspy cannot be imported.
    """
    beyond, assigned = _beyond_pins(found)
    loose = {pair: amount - assigned.get(pair, NOTHING) for pair, amount in before.items()}
    served = best(beyond, loose)
    for pair, amount in served.flowed.given.items():
        assigned[pair] = assigned.get(pair, NOTHING) + amount
    moved = sum(1 for pair in assigned.keys() | before.keys() if assigned.get(pair) != before.get(pair))
    at_most = _at_most(beyond, served.covered) or served.covered
    return Part(period, found, served.flowed, assigned, served.covered, at_most, moved, served.together)


def _beyond_pins(found: Field) -> tuple[Beyond, dict[Pair, Fraction]]:
    """What a field has beyond its pins, and what these assign."""
    left = {contribution: Fraction(one.supply) for contribution, one in found.offered.items()}
    pinned: dict[str, dict[str, Fraction]] = {}
    assigned: dict[Pair, Fraction] = {}
    for pin in found.pins:
        if pin.amount:
            pair = (pin.contribution, pin.line)
            giver = giver_of(found.offered[pin.contribution].member, pin.contribution)
            givers = pinned.setdefault(pin.line, {})
            left[pin.contribution] -= pin.amount
            givers[giver] = givers.get(giver, NOTHING) + pin.amount * found.worth[pair]
            assigned[pair] = assigned.get(pair, NOTHING) + pin.amount
    for name in found.held & left.keys():
        left[name] = NOTHING
    free = {pair: one for pair, one in found.worth.items() if pair[0] not in found.held} if found.held else found.worth
    return Beyond(found, left, free, pinned), assigned


def _at_most(beyond: Beyond, covered: Mapping[str, Fraction]) -> dict[str, Fraction] | None:
    """What covers each line if every contribution comes to its high end; None where low and high are one.

    Never less than at the low end: with what may come as well, help may go elsewhere.
    """
    found = beyond.field
    uncertain = [one for one in found.offered.values() if one.most != one.supply]
    if not uncertain:
        return None
    links = {**found.worth, **found.hoped}
    most = dict(beyond.left)
    for one in uncertain:
        own = (
            max(NOTHING, found.wanted[line].need - beyond.by_pins(line)) / worth
            for (name, line), worth in links.items()
            if name == one.contribution
        )
        more = sum(own, NOTHING) if one.most is None else Fraction(one.most - one.supply)
        most[one.contribution] += more
    high = best(replace(beyond, left=most, worth=links), None).covered
    return {line: max(covered[line], found) for line, found in high.items()}
