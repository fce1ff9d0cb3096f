"""The loops that are worth compiling. Each is plain Python, and runs as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from muster.engine.kernels.flow import Flow

Moved = tuple[int, int, int]
"""A giver, a line, and how much the one gives to the other."""


def flow_of(
    links: Sequence[Sequence[int]],
    needs: Sequence[int],
    supplies: Sequence[int],
    seeds: Mapping[tuple[int, int], int],
) -> Iterator[Moved]:
    """What givers give to lines in one interval.

    ``links`` are for each line the givers that may serve it; lines are served in their order. ``seeds`` say how much a
    giver gave to a line before.
    """
    links_of = [0]
    giver_of: list[int] = []
    for givers in links:
        giver_of += givers
        links_of.append(len(giver_of))
    flow = Flow(links_of, giver_of, [0] * len(supplies), [1] * len(supplies), _integers)
    flow.start(needs, supplies, sorted((line, giver, amount) for (giver, line), amount in seeds.items()))
    flow.fill(0)
    for record in range(flow.records):
        if flow.amount[record] > 0:
            yield flow.record_giver[record], flow.record_line[record], flow.amount[record]


def _integers(number: int) -> list[int]:
    return [0] * number
