"""The flow of intervals: against the maximal flow of each prefix of lines, over time, and what proves a shortfall."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import networkx as nx  # type: ignore[import-untyped]
from hypothesis import example, given
from hypothesis import strategies as st

from muster.engine.horizon import Horizon, Interval, one_interval
from muster.engine.kernels.flow import NONE

Gifts = dict[tuple[int, int], int]
"""How much a giver gives to a line."""


@dataclass(frozen=True)
class Givers:
    """Over so many intervals: what lines need and givers have in each, who may serve each line, and when a giver gives.

    A giver gives from interval ``begins`` to before ``ends``; its supply is zero in all others.
    """

    links: list[list[int]]
    begins: list[int]
    ends: list[int]
    needs: list[list[int]]
    supplies: list[list[int]]

    def there(self, at: int) -> list[list[int]]:
        """For each line who may serve it in an interval."""
        return [[one for one in givers if self.begins[one] <= at < self.ends[one]] for givers in self.links]


AMOUNT = st.integers(0, 6)


@st.composite
def several(draw: st.DrawFn, intervals: int = 4) -> Givers:
    lines, givers = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    begins = [draw(st.integers(0, intervals - 1)) for _ in range(givers)]
    ends = [draw(st.integers(begin + 1, intervals)) for begin in begins]
    links = [sorted(draw(st.sets(st.integers(0, givers - 1))), key=lambda one: begins[one]) for _ in range(lines)]
    needs = [[draw(AMOUNT) for _ in range(lines)] for _ in range(intervals)]
    supplies = [
        [draw(AMOUNT) if begins[one] <= at < ends[one] else 0 for one in range(givers)] for at in range(intervals)
    ]
    return Givers(links, begins, ends, needs, supplies)


def horizon(asked: Givers) -> Horizon:
    """The same in arrays."""
    links_of = [0, *accumulate(len(givers) for givers in asked.links)]
    giver_of = [giver for givers in asked.links for giver in givers]
    return Horizon(links_of, giver_of, asked.begins, asked.ends, asked.needs, asked.supplies)


def filled(asked: Givers) -> Iterator[tuple[int, Interval]]:
    """The plan of each interval, begun with that of the one before."""
    yield from enumerate(horizon(asked).course())


def gifts(found: Interval) -> Gifts:
    return {(giver, line): amount for line, giver, amount in found.given}


def at_once(
    links: Sequence[Sequence[int]], needs: Sequence[int], supplies: Sequence[int], before: Gifts | None = None
) -> Gifts:
    """What givers give in one interval."""
    seeds = [(line, giver, amount) for (giver, line), amount in (before or {}).items()]
    return gifts(one_interval(links, needs, supplies, seeds))


def covered(given_to: Gifts, lines: int) -> list[int]:
    return [sum(amount for (_, line), amount in given_to.items() if line == one) for one in range(lines)]


def best(links: Sequence[Sequence[int]], needs: Sequence[int], supplies: Sequence[int]) -> list[int]:
    """What each line is covered by: the maximal flow to the lines up to it, less that to those before it."""
    graph = nx.DiGraph()
    graph.add_nodes_from(("from", "to"))
    for giver, supply in enumerate(supplies):
        graph.add_edge("from", ("giver", giver), capacity=supply)
    reached = [0]
    for line, givers in enumerate(links):
        graph.add_edges_from((("giver", giver), ("line", line)) for giver in givers)
        graph.add_edge(("line", line), "to", capacity=needs[line])
        reached.append(nx.maximum_flow_value(graph, "from", "to"))
    return [after - before for before, after in pairwise(reached)]


# ---- one interval


def test_a_line_takes_what_is_free_before_it_asks_others_to_give_way() -> None:
    assert at_once([[0], [0, 1]], [2, 2], [2, 2]) == {(0, 0): 2, (1, 1): 2}


def test_a_line_before_gives_way_where_something_takes_its_place() -> None:
    """Giver 0 serves line 0 first; giver 1, then 2, take its place along the chain, so that line 2 is served too."""
    chain = [[0, 1], [1, 2], [0]]
    assert at_once(chain, [2, 2, 2], [2, 2, 2]) == {(1, 0): 2, (2, 1): 2, (0, 2): 2}


def test_a_line_never_takes_what_a_line_before_it_cannot_do_without() -> None:
    assert at_once([[0], [0]], [2, 2], [3]) == {(0, 0): 2, (0, 1): 1}


def test_a_way_may_be_used_for_less_than_is_asked() -> None:
    """Line 2 needs 3 of giver 0: one of them line 0 replaces, one line 1; the third is not to be had."""
    links = [[0, 1], [0, 2], [0]]
    assert covered(at_once(links, [1, 1, 3], [2, 1, 1]), 3) == [1, 1, 2]


def test_nobody_and_nothing() -> None:
    assert at_once([], [], []) == {}
    assert at_once([[]], [5], []) == {}


@given(several(intervals=1))
@example(Givers([[0, 1], [1, 2], [0, 2], [0]], [0] * 3, [1] * 3, [[3, 2, 2, 2]], [[4, 3, 1]]))
def test_each_prefix_of_lines_is_covered_at_its_most(asked: Givers) -> None:
    needs, supplies = asked.needs[0], asked.supplies[0]
    found = at_once(asked.links, needs, supplies)
    assert covered(found, len(needs)) == best(asked.links, needs, supplies)
    assert all(giver in asked.links[line] and amount > 0 for (giver, line), amount in found.items())
    for giver, supply in enumerate(supplies):
        assert sum(amount for (one, _), amount in found.items() if one == giver) <= supply


@given(several(intervals=1), st.data())
def test_what_served_before_never_makes_it_worse(asked: Givers, data: st.DataObject) -> None:
    needs, supplies = asked.needs[0], asked.supplies[0]
    before = {(giver, line): data.draw(AMOUNT) for line, givers in enumerate(asked.links) for giver in givers}
    found = at_once(asked.links, needs, supplies, {pair: amount for pair, amount in before.items() if amount})
    assert covered(found, len(needs)) == best(asked.links, needs, supplies)


@given(several(intervals=1))
def test_a_flow_that_is_kept_is_the_flow_again(asked: Givers) -> None:
    found = at_once(asked.links, asked.needs[0], asked.supplies[0])
    assert at_once(asked.links, asked.needs[0], asked.supplies[0], found) == found


# ---- several intervals


@given(several())
def test_over_time_each_interval_is_covered_as_if_it_were_planned_alone(asked: Givers) -> None:
    for at, one in filled(asked):
        found = gifts(one)
        assert covered(found, len(asked.links)) == best(asked.there(at), asked.needs[at], asked.supplies[at])
        assert all(giver in asked.there(at)[line] for giver, line in found)
        left = [need - there for need, there in zip(asked.needs[at], covered(found, len(asked.links)), strict=True)]
        assert list(one.short) == left


@given(several())
def test_who_may_serve_a_line_that_died_gives_all_it_has_to_lines_that_died(asked: Givers) -> None:
    for at, one in filled(asked):
        dead = {line for line in range(len(asked.links)) if one.died[line] != NONE}
        assert dead >= {line for line in range(len(asked.links)) if one.short[line]}
        for giver in {giver for line in dead for giver in asked.there(at)[line]}:
            to_them = sum(amount for (of, line), amount in gifts(one).items() if of == giver and line in dead)
            assert to_them == asked.supplies[at][giver]


@given(several())
def test_a_line_died_in_the_search_of_a_line_that_is_not_before_it(asked: Givers) -> None:
    """So every line of the proof of a shortfall is served no later than the short line."""
    for _, one in filled(asked):
        for line in range(len(asked.links)):
            short_line = one.died[line]
            assert short_line == NONE or (line <= short_line and one.short[short_line] > 0)


@given(several(intervals=1))
def test_where_nothing_changes_nobody_moves(asked: Givers) -> None:
    given_before: Gifts | None = None
    for _, one in filled(Givers(asked.links, asked.begins, [3] * len(asked.ends), asked.needs * 3, asked.supplies * 3)):
        found = gifts(one)
        assert given_before is None or given_before == found
        given_before = found


@given(several(intervals=1), st.data())
def test_where_all_is_covered_nobody_moves_for_what_comes(asked: Givers, data: st.DataObject) -> None:
    first = at_once(asked.links, asked.needs[0], asked.supplies[0])
    needs = covered(first, len(asked.links))
    more = [supply + data.draw(AMOUNT) for supply in asked.supplies[0]]
    assert at_once(asked.links, needs, more, first) == first


def test_who_serves_stays_while_others_come_and_go() -> None:
    """Giver 1 serves from the first interval on; giver 0 comes in the second, and takes over in the third."""
    asked = Givers([[1, 0]], [1, 0], [3, 2], [[5]] * 3, [[0, 5], [5, 5], [5, 0]])
    assert [gifts(one) for _, one in filled(asked)] == [{(1, 0): 5}, {(1, 0): 5}, {(0, 0): 5}]


def test_a_line_takes_what_nobody_held_before_what_served_a_line_after_it() -> None:
    """Line 1 was served by giver 0; line 0, that comes with the second interval, takes giver 1 and leaves it that."""
    asked = Givers([[0, 1], [0]], [0, 0], [2, 2], [[0, 1], [1, 1]], [[1, 1], [1, 1]])
    assert [gifts(one) for _, one in filled(asked)] == [{(0, 1): 1}, {(0, 1): 1, (1, 0): 1}]


def test_what_a_line_needs_no_longer_is_free_for_the_next() -> None:
    """Giver 0 served line 0 and giver 1 line 2: line 1, that comes, takes giver 0, and giver 1 stays where it is."""
    before = {(0, 0): 5, (1, 2): 5}
    assert at_once([[0], [1, 0], [1, 0]], [0, 5, 5], [5, 5], before) == {(0, 1): 5, (1, 2): 5}


def test_less_supply_keeps_what_is_left_where_it_was() -> None:
    asked = Givers([[0], [0]], [0], [2], [[4, 4], [4, 4]], [[8], [6]])
    assert [gifts(one) for _, one in filled(asked)] == [{(0, 0): 4, (0, 1): 4}, {(0, 0): 4, (0, 1): 2}]
