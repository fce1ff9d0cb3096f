"""What is left to be planned: sources, sinks and the links between them, their components, and whether these factor.

Sources are contributions (or parcels), sinks are lines (or terms). All is exact.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

Link = tuple[str, str]
"""A source and a sink."""


@dataclass(frozen=True)
class Sink:
    """What is to be covered, in its own smallest unit. ``tie`` settles the order among equals, ``name`` names it."""

    tier: int
    weight: int
    need: Fraction
    tie: tuple[str, ...]
    name: tuple[str, ...]


@dataclass(frozen=True)
class Network:
    """Sources with what is left of them, sinks with what is left of their needs, efficiencies in smallest units."""

    sources: dict[str, Fraction]
    sinks: dict[str, Sink]
    links: dict[Link, Fraction]
    substituting: frozenset[Link] = frozenset()


@dataclass(frozen=True)
class Factored:
    """A network in which efficiency(c, r) = a(c) * b(r), and the sinks of each component that was not like that.

    ``odd`` are the components as they were formed, with all links; their substitution links are gone from ``network``.
    """

    network: Network
    a: dict[str, Fraction]
    b: dict[str, Fraction]
    odd: tuple[frozenset[str], ...]

    @property
    def order(self) -> list[str]:
        """The sinks in the order in which they are taken."""
        sinks = self.network.sinks
        return sorted(
            sinks, key=lambda each: (sinks[each].tier, -sinks[each].weight * self.b[each], sinks[each].tie, each)
        )


def components(network: Network) -> list[tuple[set[str], set[str]]]:
    """The sources and the sinks of each connected component. What is linked to nothing is one of its own."""
    of_source: dict[str, set[str]] = {source: set() for source in network.sources}
    of_sink: dict[str, set[str]] = {sink: set() for sink in network.sinks}
    for source, sink in network.links:
        of_source[source].add(sink)
        of_sink[sink].add(source)
    result, seen = [], set[str]()
    for start in sorted(network.sinks):
        if start in seen:
            continue
        sources, sinks, waiting = set[str](), {start}, [start]
        while waiting:
            for source in of_sink[waiting.pop()] - sources:
                sources.add(source)
                waiting += of_source[source] - sinks
                sinks |= of_source[source]
        seen |= sinks
        result.append((sources, sinks))
    return result


def potentials(links: dict[Link, Fraction], first: str) -> tuple[dict[str, Fraction], dict[str, Fraction]] | None:
    """The factors of the sources and of the sinks of one component, None where there are none. That of first is 1."""
    a: dict[str, Fraction] = {}
    b = {first: Fraction(1)}
    is_growing = True
    while is_growing:
        is_growing = False
        for (source, sink), efficiency in links.items():
            if sink in b and source not in a:
                a[source], is_growing = efficiency / b[sink], True
            if source in a and sink not in b:
                b[sink], is_growing = efficiency / a[source], True
    factors = all(efficiency == a[source] * b[sink] for (source, sink), efficiency in links.items())
    return (a, b) if factors else None


def factor(network: Network) -> Factored:
    """The network as it is planned: a component that does not factor without its substitution links."""
    a = dict.fromkeys(network.sources, Fraction(1))
    b = dict.fromkeys(network.sinks, Fraction(1))
    odd, dropped = [], set[Link]()
    for _, sinks in components(network):
        links = {link: efficiency for link, efficiency in network.links.items() if link[1] in sinks}
        first = min(sinks, key=lambda each: network.sinks[each].name)
        found = potentials(links, first)
        if found is None:
            odd.append(frozenset(sinks))
            dropped |= links.keys() & network.substituting
        else:
            a |= found[0]
            b |= found[1]
    kept = {link: efficiency for link, efficiency in network.links.items() if link not in dropped}
    return Factored(replace(network, links=kept, substituting=network.substituting - dropped), a, b, tuple(odd))


def tier_values(network: Network, covered: dict[str, Fraction]) -> dict[int, Fraction]:
    """For each tier the sum of weight times covered quantity."""
    tiers = sorted({sink.tier for sink in network.sinks.values()})
    return {tier: _value(network, covered, tier) for tier in tiers}


def _value(network: Network, covered: dict[str, Fraction], tier: int) -> Fraction:
    of_tier: Iterable[tuple[str, Sink]] = ((each, sink) for each, sink in network.sinks.items() if sink.tier == tier)
    return sum((sink.weight * covered[each] for each, sink in of_tier), Fraction(0))
