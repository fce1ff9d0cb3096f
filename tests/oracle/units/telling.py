"""A plan as it would be told, from who serves which line on which days: with amounts that do what is best beside."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction

import networkx as nx  # type: ignore[import-untyped]

from tests.oracle.amounts.network import Link
from tests.oracle.units.terms import OneDay, Question, Serving
from tests.oracle.units.validator import ONE_DAY, Part, Tour, runs


def told(question: Question, serving: Mapping[str, Serving]) -> tuple[list[Tour], list[Part]]:
    """The tours, and a part for each day."""
    tours = [
        Tour(unit, run.line, run.first, run.end - ONE_DAY) for unit, lines in serving.items() for run in runs(lines)
    ]
    parts = []
    for day, book in question.on.items():
        now = {unit: lines[day] for unit, lines in serving.items() if day in lines}
        covered = book.covered(now) | book.best(now, question.lines)
        parts.append(Part(day, day, assigned(book, now, covered), covered))
    return tours, parts


def assigned(book: OneDay, serving: Mapping[str, str], covered: Mapping[str, Fraction]) -> dict[Link, Fraction]:
    """Who gives how much to which line so that they are so covered, pins included."""
    result = {link: Fraction(taken) for link, taken in book.taken.items()}
    result |= {(unit, line): Fraction(book.supply[unit]) for unit, line in serving.items()}
    sums = {
        line: sum(book.worth[link] * given for link, given in result.items() if link[1] == line) for line in covered
    }
    wants = {line: max(Fraction(0), size - sums[line]) / book.factored.b[line] for line, size in covered.items()}
    has = {each: book.factored.a[each] * left for each, left in book.left.items()}
    scale = math.lcm(*(size.denominator for size in (*wants.values(), *has.values())))
    graph = nx.DiGraph()
    graph.add_nodes_from(("from", "to"))
    for each, size in has.items():
        graph.add_edge("from", ("source", each), capacity=int(size * scale))
    for each, line in book.flows:
        graph.add_edge(("source", each), ("sink", line))
    for line, size in wants.items():
        graph.add_edge(("sink", line), "to", capacity=int(size * scale))
    _, flows = nx.maximum_flow(graph, "from", "to")
    for each, line in book.flows:
        if given := flows[("source", each)][("sink", line)]:
            more = Fraction(given, scale) / book.factored.a[each]
            result[each, line] = result.get((each, line), Fraction(0)) + more
    return result
