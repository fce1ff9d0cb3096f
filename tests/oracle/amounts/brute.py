"""Every way to divide whole numbers of tiny supplies, efficiencies being 1: what of it is best, by looking at all."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from tests.oracle.amounts.network import Factored, Network

Covered = tuple[int, ...]
"""What each sink is covered by, in the order in which the sinks are taken."""

MOST_TO_LOOK_AT = 10_000
"""No more covered vectors than these may be reached."""


@dataclass(frozen=True)
class Best:
    """The best sums of the tiers, each held before the next, and the plan that covers sink after sink the most."""

    tiers: dict[int, int]
    covered: dict[str, int]


def best(factored: Factored) -> Best:
    """Looks at every covered vector that some division reaches."""
    network, order = factored.network, factored.order
    assert all(efficiency == 1 for efficiency in network.links.values())
    needs = [_whole(network, sink) for sink in order]
    assert math.prod(need + 1 for need in needs) <= MOST_TO_LOOK_AT
    reached: set[Covered] = {(0,) * len(order)}
    for source, left in network.sources.items():
        assert left.denominator == 1
        open_to = [number for number, sink in enumerate(order) if (source, sink) in network.links]
        reached = {after for before in reached for after in _given(before, needs, open_to, int(left))}

    def tiers(found: Covered) -> dict[int, int]:
        sums = dict.fromkeys(sorted({sink.tier for sink in network.sinks.values()}), 0)
        for sink, quantity in zip(order, found, strict=True):
            sums[network.sinks[sink].tier] += network.sinks[sink].weight * quantity
        return sums

    return Best(
        max((tiers(found) for found in reached), key=lambda sums: tuple(sums.values())),
        dict(zip(order, max(reached), strict=True)),
    )


def _whole(network: Network, sink: str) -> int:
    need = network.sinks[sink].need
    assert need.denominator == 1
    return int(need)


def _given(before: Covered, needs: list[int], open_to: list[int], left: int) -> Iterator[Covered]:
    """What is covered after one source has given, in every way: first to the first sink it is open to, and so on."""
    if not open_to:
        yield before
        return
    first, *rest = open_to
    for quantity in range(min(left, needs[first] - before[first]) + 1):
        after = (*before[:first], before[first] + quantity, *before[first + 1 :])
        yield from _given(after, needs, rest, left - quantity)
