"""What each sink is covered by, exactly: maximal flows in integers to the first sinks, then one more, and so on."""

from __future__ import annotations

import math
from fractions import Fraction

import networkx as nx  # type: ignore[import-untyped]

from tests.oracle.amounts.network import Factored

FROM, TO = ("from", ""), ("to", "")
"""Where all flow begins and ends. The other nodes are ("source", id) and ("sink", id)."""


def covered(factored: Factored) -> dict[str, Fraction]:
    """For each sink what it is covered by: what flows to the sinks up to it, less what flows to those before it.

    Flow is counted in a unit common to a component: a(c) of it for one of a source, b(r) of a sink for one of it.
    """
    network = factored.network
    supply = {source: factored.a[source] * left for source, left in network.sources.items()}
    need = {sink: wanted.need / factored.b[sink] for sink, wanted in network.sinks.items()}
    scale = math.lcm(*(each.denominator for each in (*supply.values(), *need.values())))
    graph = nx.DiGraph()
    graph.add_nodes_from((FROM, TO))
    for source, size in supply.items():
        graph.add_edge(FROM, ("source", source), capacity=int(size * scale))
    for source, sink in network.links:
        graph.add_edge(("source", source), ("sink", sink))
    result: dict[str, Fraction] = {}
    before = 0
    for sink in factored.order:
        graph.add_edge(("sink", sink), TO, capacity=int(need[sink] * scale))
        now = nx.maximum_flow_value(graph, FROM, TO)
        result[sink] = Fraction(now - before, scale) * factored.b[sink]
        before = now
    return result
