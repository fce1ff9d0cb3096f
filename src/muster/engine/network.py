"""From needs, supplies and what each is worth to the other to whole numbers, through the flow, and back.

Within a component of linked lines and contributions the worth of one to the other must *factor*:
worth(c, r) = a(c) · b(r). Then a(c) · x is what c gives in a common measure, and covered(r) / b(r) what r takes of it:
a flow without gains, whose data become whole numbers with one common denominator. A component that does not factor is
planned without its substitutes, and named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from muster.engine.horizon import one_interval

Pair = tuple[str, str]
"""A contribution and a line."""

ONE = Fraction(1)
"""What a unit is worth where it serves as what it is."""

NOTHING = Fraction(0)
"""No amount at all."""


@dataclass(frozen=True, slots=True)
class Need:
    """What a line needs beyond what is pinned to it, in its smallest unit, and how urgent that is."""

    amount: Fraction
    tier: int
    weight: int


@dataclass(frozen=True, slots=True)
class Network:
    """Lines and contributions, and what one unit of a contribution is worth to each line that it may serve."""

    needs: Mapping[str, Need]
    supplies: Mapping[str, Fraction]
    worth: Mapping[Pair, Fraction]
    substitutes: frozenset[Pair] = frozenset()


@dataclass(frozen=True, slots=True)
class Component:
    """Linked lines and contributions with their factors, and the denominator that makes whole numbers of them."""

    links: tuple[Pair, ...]
    of_line: Mapping[str, Fraction]
    of_contribution: Mapping[str, Fraction]
    scale: int


@dataclass(frozen=True, slots=True)
class Flowed:
    """What contributions give to lines, in their own smallest units; the order in which the lines were served.

    ``unfactored`` are the lines of components that are planned without their substitutes.
    """

    given: Mapping[Pair, Fraction]
    order: tuple[str, ...]
    components: tuple[Component, ...]
    unfactored: tuple[str, ...]


def solved(network: Network, before: Mapping[Pair, Fraction]) -> Flowed:
    """The best plan of one interval. Who serves whom follows ``before`` where that is no worse."""
    components, unfactored = _components(network)
    share = {line: part.scale / one for part in components for line, one in part.of_line.items()}
    whole = {name: one * part.scale for part in components for name, one in part.of_contribution.items()}
    order = in_turn({line: (need.tier, need.weight) for line, need in network.needs.items()}, components)
    givers = sorted(whole)
    rank, number = _numbered(order), _numbered(givers)
    linked = sorted(pair for part in components for pair in part.links)
    links: list[list[int]] = [[] for _ in order]
    for giver, line in linked:
        links[rank[line]].append(number[giver])
    seeds = [
        (rank[line], number[giver], int(before[giver, line] * whole[giver]))
        for giver, line in linked
        if before.get((giver, line), 0) > 0
    ]
    needs = [int(network.needs[line].amount * share[line]) for line in order]
    supplies = [int(network.supplies[giver] * whole[giver]) for giver in givers]
    given = {
        (givers[giver], order[line]): amount / whole[givers[giver]]
        for line, giver, amount in one_interval(links, needs, supplies, seeds).given
    }
    return Flowed(given, order, components, unfactored)


def in_turn(urgency: Mapping[str, tuple[int, int]], components: Iterable[Component]) -> tuple[str, ...]:
    """Lines in their order: by tier, then by what their weight is worth in the common measure, then by id."""
    measure = {line: one for part in components for line, one in part.of_line.items()}

    def turn(line: str) -> tuple[int, Fraction, str]:
        tier, weight = urgency[line]
        return tier, -weight * measure[line], line

    return tuple(sorted(urgency, key=turn))


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: position for position, name in enumerate(names)}


def _components(network: Network) -> tuple[tuple[Component, ...], tuple[str, ...]]:
    """The components, and the lines of those whose worth does not factor: these fall apart without substitutes."""
    found: list[Component] = []
    unfactored: list[str] = []
    for lines, worth in _linked(network.needs, network.worth):
        factors = _factors(lines, worth)
        if factors is None:
            unfactored += lines
            direct = {pair: one for pair, one in worth.items() if pair not in network.substitutes}
            for part, links in _linked(lines, direct):
                found.append(_scaled(network, links, *(_factors(part, links) or ({}, {}))))
        else:
            found.append(_scaled(network, worth, *factors))
    return tuple(found), tuple(sorted(unfactored))


def _linked(
    lines: Mapping[str, object] | list[str], worth: Mapping[Pair, Fraction]
) -> Iterator[tuple[list[str], dict[Pair, Fraction]]]:
    """The connected parts, each with its lines by id and its links."""
    top = {line: line for line in lines}

    def find(line: str) -> str:
        while top[line] != line:
            top[line] = top[top[line]]
            line = top[line]
        return line

    first: dict[str, str] = {}
    for giver, line in worth:
        top[find(line)] = find(first.setdefault(giver, line))
    parts: dict[str, tuple[list[str], dict[Pair, Fraction]]] = {}
    for line in sorted(lines):
        parts.setdefault(find(line), ([], {}))[0].append(line)
    for pair, one in worth.items():
        parts[find(pair[1])][1][pair] = one
    yield from parts.values()


def _factors(
    lines: list[str], worth: Mapping[Pair, Fraction]
) -> tuple[dict[str, Fraction], dict[str, Fraction]] | None:
    """The factors of lines and of contributions, the first line's being 1; None where there are none."""
    of_line: dict[str, Fraction] = {lines[0]: ONE}
    of_giver: dict[str, Fraction] = {}
    by_line: dict[str, list[tuple[str, Fraction]]] = {line: [] for line in lines}
    by_giver: dict[str, list[tuple[str, Fraction]]] = {}
    for (giver, line), one in worth.items():
        by_line[line].append((giver, one))
        by_giver.setdefault(giver, []).append((line, one))
    waiting = [lines[0]]
    while waiting:
        line = waiting.pop()
        for giver, one in by_line[line]:
            if giver not in of_giver:
                of_giver[giver] = one / of_line[line]
                for other, worth_there in by_giver[giver]:
                    if other not in of_line:
                        of_line[other] = worth_there / of_giver[giver]
                        waiting.append(other)
    factored = all(of_giver[giver] * of_line[line] == one for (giver, line), one in worth.items())
    return (of_line, of_giver) if factored else None


def _scaled(
    network: Network, links: Mapping[Pair, Fraction], of_line: dict[str, Fraction], of_giver: dict[str, Fraction]
) -> Component:
    needs = (network.needs[line].amount / one for line, one in of_line.items())
    supplies = (network.supplies[giver] * one for giver, one in of_giver.items())
    scale = lcm(*(amount.denominator for amount in (*needs, *supplies)))
    return Component(tuple(links), of_line, of_giver, scale)
