"""How much there can be at most in a component, case by case: decisions split what could be, each case is bounded.

A case that may hold the most is split first: a unit serves some line in some slot, or it does not. The bound of all is
that of the case with the most; what its bound proves to be no better than the plan is split no further. So small
components are closed: their plan is proven to be the best. Sources: A. Land and A. Doig, "An automatic method of
solving discrete programming problems" (1960); C. Barnhart et al., "Branch-and-price: column generation for solving
huge integer programs" (1998).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heappop, heappush

from muster.engine.columns import Columns, Decision, Tight
from muster.engine.kernels.tours import DECISIONS
from muster.engine.pricing import Question, all_of, by_steps, grain
from muster.engine.touring import Work

ROUNDS = 40
"""So many rounds of columns at most for each case."""

MOST_UNITS = 64
"""Components of more units are not split: it would take too many cases to gain by it."""

MOST_PLACES = 600_000
"""Nor are columns made where units times places are more: the program would take too long."""

LARGEST = 2**50
"""Nor where more than this is needed, in parts of ``FINENESS``: floating point would not count it."""


@dataclass(frozen=True)
class Case:
    """What there can be at most in a case, by its prices; or by two cases: the unit of a decision serves, or not."""

    most: int
    prices: Sequence[int]
    decision: Decision | None = None
    cases: tuple[Case, ...] = ()


@dataclass
class _Node:
    decided: tuple[Decision, ...]
    tight: Tight
    decision: Decision | None = None
    cases: tuple[_Node, ...] = ()

    def told(self) -> Case:
        """As a case: by itself, if its own prices say no more than its cases."""
        cases = tuple(one.told() for one in self.cases)
        most = max((one.most for one in cases), default=self.tight.most)
        if most >= self.tight.most:
            return Case(self.tight.most, self.tight.prices)
        return Case(most, (), self.decision, cases)


def answers(questions: Sequence[Question], work: Work) -> list[Case]:
    """What there can be at most in each component: by steps of prices, then by columns, then case by case."""
    return [_answer(one, work) for one in questions]


def _answer(asked: Question, work: Work) -> Case:
    tours = asked.tours()
    step = grain(tours)
    if asked.prices:
        most, prices = asked.most, asked.prices
    else:
        most, prices = by_steps(tours, asked, step, work)
    is_small = all_of(tours) < LARGEST and tours.units * tours.lines * tours.days <= MOST_PLACES
    if not asked.rounds or most <= asked.reached or work.is_enough() or not is_small:
        return Case(most, prices)
    found = Case(most, prices)
    with work.stoppable():
        columns = Columns(tours, step, asked.kernels)
        tight = columns.tighten(prices, (), asked.rounds, asked.reached, work)
        found = Case(tight.most, tight.prices)
        if asked.nodes > 1 and tours.whole <= MOST_UNITS:
            found = closed(columns, tight, asked.reached, asked.nodes, work)
    return found


def closed(columns: Columns, tight: Tight, reached: Fraction, nodes: int, work: Work) -> Case:
    """The cases of a component, so many at most, until none may hold more than what is reached."""
    root = _Node((), tight)
    waiting = [(-root.tight.most, 0, root)]
    made = 1
    with work.stoppable():
        while made < nodes and -waiting[0][0] > reached and not work.is_enough():
            node = waiting[0][2]
            node.decision = columns.most_shared(node.tight.shares, node.decided)
            if node.decision is None or len(node.decided) == DECISIONS:
                break
            decided = [(*node.decided, node.decision._replace(is_so=is_so)) for is_so in (True, False)]
            begin = node.tight.prices
            node.cases = tuple(_Node(one, columns.tighten(begin, one, ROUNDS, reached, work)) for one in decided)
            heappop(waiting)
            for one in node.cases:
                made += 1
                heappush(waiting, (-one.tight.most, made, one))
    return root.told()
