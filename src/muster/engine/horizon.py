"""Levels over many intervals, as whole numbers: the flow at full speed, its proofs, and what one giver is worth."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, pairwise

from muster.engine.kernels import PYTHON, Kernels, chosen

Numbers = Sequence[int]
"""Whole numbers: a list, or an array of 32 or 64 bits."""

Seed = tuple[int, int, int]
"""A line, a giver, and how much the one gave to the other before."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The plan of an interval.

    ``short``: what each line lacks. ``died``: the line in whose search it died, -1 where it did not. That a short line
    can have no more is proved by the lines that died in its search or before it: all that may serve them serves them.
    ``given_of``, ``givers``, ``amounts``: who gives how much to a line stands from ``given_of[line]`` on.
    """

    short: Numbers
    died: Numbers
    given_of: Numbers
    givers: Numbers
    amounts: Numbers

    @property
    def given(self) -> Iterator[Seed]:
        """Each line with a giver, and how much the one gives to the other."""
        for line, (first, beyond) in enumerate(pairwise(self.given_of)):
            for place in range(first, beyond):
                yield line, self.givers[place], self.amounts[place]


@dataclass(frozen=True)
class Horizon:
    """Lines, givers, and who may serve which, over so many intervals as ``needs`` and ``supplies`` have rows.

    Lines are numbered in the order in which they are served. Those that may serve a line stand in ``giver_of`` from
    ``links_of[line]`` on, the givers that begin first first. A giver supplies from interval ``begins`` to before
    ``ends``. All amounts are whole numbers in one measure.
    """

    links_of: Numbers
    giver_of: Numbers
    begins: Numbers
    ends: Numbers
    needs: Sequence[Numbers]
    supplies: Sequence[Numbers]

    def course(
        self, before: Iterable[Seed] = (), kernels: Kernels | None = None, within: range | None = None
    ) -> list[Interval]:
        """The best plan of each interval, or of those ``within``.

        Who serves whom starts from ``before``, then from the interval before.
        """
        intervals = range(len(self.needs)) if within is None else within
        seeds = sorted(before)
        try:
            return self._filled(kernels or chosen(), intervals, seeds)
        except OverflowError:
            return self._filled(PYTHON, intervals, seeds)

    def without(self, giver: int, kernels: Kernels | None = None) -> tuple[range, list[Interval]]:
        """The intervals in which a giver supplies, and their plan had it nothing."""
        there = range(self.begins[giver], min(self.ends[giver], len(self.needs)))
        never = [*self.ends[:giver], there.start, *self.ends[giver + 1 :]]
        return there, replace(self, ends=never).course(kernels=kernels, within=there)

    def _filled(self, kernels: Kernels, intervals: range, before: list[Seed]) -> list[Interval]:
        numbers, zeros = kernels.numbers, kernels.zeros
        begins, ends = numbers("i", self.begins), numbers("i", self.ends)
        flow = kernels.flow(numbers("q", self.links_of), numbers("i", self.giver_of), begins, ends, zeros)
        flow.begin_with(before)
        found = []
        for at in intervals:
            short, died, given_of = numbers("q", self.needs[at]), zeros("i", flow.lines), zeros("q", flow.lines + 1)
            flow.need, flow.died, flow.spare = short, died, numbers("q", self.supplies[at])
            flow.fill(at)
            flow.seeds_of = given_of
            flow.keep()
            kept = given_of[-1]
            givers, amounts = numbers("i", flow.seed_giver[:kept]), numbers("q", flow.seed_amount[:kept])
            found.append(Interval(short, died, given_of, givers, amounts))
        return found


def one_interval(links: Sequence[Numbers], needs: Numbers, supplies: Numbers, before: Iterable[Seed] = ()) -> Interval:
    """The best plan of one interval. ``links`` are for each line the givers that may serve it."""
    links_of = [0, *accumulate(len(givers) for givers in links)]
    giver_of = [giver for givers in links for giver in givers]
    always = [0] * len(supplies), [1] * len(supplies)
    (found,) = Horizon(links_of, giver_of, *always, [needs], [supplies]).course(before)
    return found


@dataclass(frozen=True)
class Component:
    """Linked lines and givers of a horizon as a horizon of their own, with the numbers they have in the whole."""

    horizon: Horizon
    lines: Numbers
    givers: Numbers

    @cached_property
    def number_of(self) -> dict[int, int]:
        """The number of a giver in the component, by that in the whole."""
        return {giver: number for number, giver in enumerate(self.givers)}


def components(whole: Horizon) -> list[Component]:
    """The components of a horizon, by their first lines. What changes in one changes nothing in another."""
    top = list(range(len(whole.links_of) - 1))

    def find(line: int) -> int:
        while top[line] != line:
            top[line] = top[top[line]]
            line = top[line]
        return line

    first: dict[int, int] = {}
    for line in range(len(top)):
        for giver in whole.giver_of[whole.links_of[line] : whole.links_of[line + 1]]:
            one, other = find(line), find(first.setdefault(giver, line))
            top[max(one, other)] = min(one, other)
    lines: dict[int, list[int]] = {}
    for line in range(len(top)):
        lines.setdefault(find(line), []).append(line)
    return [_component(whole, found) for found in lines.values()]


def _component(whole: Horizon, lines: list[int]) -> Component:
    number: dict[int, int] = {}
    links_of, giver_of = array("q", [0]), array("i")
    for line in lines:
        for giver in whole.giver_of[whole.links_of[line] : whole.links_of[line + 1]]:
            giver_of.append(number.setdefault(giver, len(number)))
        links_of.append(len(giver_of))
    givers = list(number)
    begins, ends = (array("i", [of[giver] for giver in givers]) for of in (whole.begins, whole.ends))
    needs = [_packed([row[line] for line in lines]) for row in whole.needs]
    supplies = [_packed([row[giver] for giver in givers]) for row in whole.supplies]
    return Component(Horizon(links_of, giver_of, begins, ends, needs, supplies), lines, givers)


def _packed(values: list[int]) -> Numbers:
    """An array where all are small enough for one."""
    try:
        return array("q", values)
    except OverflowError:
        return values
