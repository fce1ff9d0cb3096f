"""The plan of an interval beyond its pins: by the flow, and by linear programmes where that is not enough.

The flow covers as much as can be, tier by tier. Where all that it covers counts, no plan has more that counts, for
nothing counts that is not covered. So programmes are for lines that hang together with one of which not all counts,
for components whose worths do not factor, and for all where a rule is asked for. See docs/decisions/0010.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from muster.engine.balancing import Balance
from muster.engine.counting import cover_of, limited
from muster.engine.coupled import Coupled
from muster.engine.field import Field
from muster.engine.network import NOTHING, ONE, Component, Flowed, Need, Network, Pair, in_turn, solved
from muster.engine.rules import giver_of
from muster.engine.staged import Together, planned_together


@dataclass(frozen=True)
class Beyond:
    """What a field has beyond its pins.

    ``left``: what contributions have; ``worth``: what they are to the lines that they may still serve. ``pinned``: what
    each giver is held to give to each line, in the line's smallest unit.
    """

    field: Field
    left: Mapping[str, Fraction]
    worth: Mapping[Pair, Fraction]
    pinned: Mapping[str, Mapping[str, Fraction]]

    def by_pins(self, line: str) -> Fraction:
        """What pins give to a line."""
        return sum(self.pinned.get(line, {}).values(), NOTHING)


@dataclass(frozen=True)
class Best:
    """The best plan beyond pins: who gives what, what covers each line, and what was planned by programmes."""

    flowed: Flowed
    covered: Mapping[str, Fraction]
    together: tuple[Together, ...]


def best(beyond: Beyond, before: Mapping[Pair, Fraction] | None) -> Best:
    """The best plan beyond pins; who serves whom follows what was assigned ``before`` beyond them, where that is given.

    Raises RefusedError where a programme is needed and highspy cannot be imported.
    """
    wanted, left, worth = beyond.field.wanted, beyond.left, beyond.worth
    needs = {
        line: Need(max(NOTHING, one.need - beyond.by_pins(line)), one.tier, one.weight) for line, one in wanted.items()
    }
    flowed = solved(Network(needs, left, worth, beyond.field.substitutes & worth.keys()), before or {})
    rules = beyond.field.rules
    covered = {line: cover_of(one, beyond.pinned.get(line, {}), rules) for line, one in wanted.items()}
    for (contribution, line), amount in flowed.given.items():
        covered[line] += amount * worth[contribution, line]
    together = []
    for of in _coupled(beyond, flowed, covered):
        known = {pair: amount for pair, amount in flowed.given.items() if pair[1] in of.lines}
        together.append(planned_together(of, known, before, _balance(beyond)))
        covered |= of.covered(together[-1].gives)
    return Best(_joined(beyond, flowed, together), covered, tuple(together))


def _hanging(field: Field, links: Iterable[Pair]) -> list[list[str]]:
    """The lines that hang together: by who may serve them, by what they need, and by burdens to balance."""
    top = {line: line for line in field.wanted}

    def find(line: str) -> str:
        while top[line] != line:
            top[line] = top[top[line]]
            line = top[line]
        return line

    first: dict[str, str] = {}
    keys = field.rules.keys or {}
    for contribution, line in links:
        top[find(line)] = find(first.setdefault(contribution, line))
        member = field.offered[contribution].member
        if member in keys:
            # No contribution is named so: the name of a member that balances is kept apart from theirs.
            top[find(line)] = find(first.setdefault(f"({member})", line))
    for line, one in field.wanted.items():
        for other in one.requirement.needs or ():
            if other in top:
                top[find(line)] = find(other)
    found: dict[str, list[str]] = {}
    for line in top:
        found.setdefault(find(line), []).append(line)
    return list(found.values())


def _coupled(beyond: Beyond, flowed: Flowed, covered: Mapping[str, Fraction]) -> Iterator[Coupled]:
    """The lines that hang together and for which the flow is not enough, where anything may still be given to them."""
    field = beyond.field
    free = {pair: one for pair, one in beyond.worth.items() if beyond.left[pair[0]] > 0}
    enough = not field.rules.asks
    lacking = {*flowed.unfactored, *limited(field.wanted, covered)} if enough else {line for _, line in free}
    if not lacking:
        return
    turn = {line: at for at, line in enumerate(flowed.order)}
    for lines in _hanging(field, beyond.worth):
        within = set(lines)
        worth = {pair: one for pair, one in free.items() if pair[1] in within}
        if worth and within & lacking:
            givers = {pair[0]: giver_of(field.offered[pair[0]].member, pair[0]) for pair in worth}
            yield Coupled(
                {line: field.wanted[line] for line in sorted(lines, key=turn.__getitem__)},
                {contribution: beyond.left[contribution] for contribution in givers},
                worth,
                {line: beyond.pinned[line] for line in lines if line in beyond.pinned},
                givers,
                field.rules,
            )


def _balance(beyond: Beyond) -> Balance | None:
    keys = beyond.field.rules.keys
    if keys is None:
        return None
    borne: dict[str, Fraction] = {}
    for line, pinned in beyond.pinned.items():
        one = beyond.field.wanted[line]
        for giver, amount in pinned.items():
            borne[giver] = borne.get(giver, NOTHING) + amount * one.weight / one.need
    return Balance(keys, borne)


def _joined(beyond: Beyond, flowed: Flowed, together: Iterable[Together]) -> Flowed:
    """The flow, and in it what was planned by programmes; of that no measure is common to lines."""
    given, components = dict(flowed.given), list(flowed.components)
    coupled: set[str] = set()
    for one in together:
        lines = one.of.lines
        coupled |= lines.keys()
        given = {pair: amount for pair, amount in given.items() if pair[1] not in lines} | dict(one.gives)
        components = [each for each in components if not each.of_line.keys() & lines.keys()]
        links = tuple(pair for pair in beyond.worth if pair[1] in lines)
        components.append(Component(links, dict.fromkeys(lines, ONE), {}, 1))
    wanted = {line: (one.tier, one.weight) for line, one in beyond.field.wanted.items()}
    order = in_turn(wanted, components) if coupled else flowed.order
    return Flowed(given, order, tuple(components), tuple(one for one in flowed.unfactored if one not in coupled))
