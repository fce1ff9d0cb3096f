"""The best that amounts can do on one day, beside what pins and units give: what counts first, then what covers.

Exact: for every choice of lines that are to reach their thresholds a linear program in fractions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import chain, combinations

from tests.oracle.amounts.day import Wanted
from tests.oracle.amounts.network import Link
from tests.oracle.units.simplex import Simplex


@dataclass(frozen=True)
class Beside:
    """The lines of a day, what already serves each, what is left of amounts, and what one of them is worth to a line.

    ``served`` may be beyond the need. All is in the smallest units, of the line where it is about one.
    """

    lines: tuple[Wanted, ...]
    served: tuple[Fraction, ...]
    left: tuple[tuple[str, int], ...]
    flows: tuple[tuple[Link, Fraction], ...]

    @property
    def tiers(self) -> list[int]:
        """Those of the lines."""
        return sorted({wanted.tier for wanted in self.lines})

    @property
    def missing(self) -> dict[str, Fraction]:
        """The lines that do not reach their threshold by what serves them already, and where they would."""
        every = {wanted.id: (reach(wanted), served) for wanted, served in zip(self.lines, self.served, strict=True)}
        return {line: least for line, (least, served) in every.items() if served < least}


def reach(wanted: Wanted) -> Fraction:
    """What must cover a line before anything counts."""
    return Fraction(wanted.need * wanted.threshold, 100)


@cache
def best_cover(beside: Beside) -> dict[str, Fraction]:
    """What covers each line in one of the best plans."""
    missing = beside.missing
    open_to = sorted(missing.keys() & {link[1] for link, _ in beside.flows})
    choices = chain.from_iterable(combinations(open_to, size) for size in range(len(open_to) + 1))
    found = [plan for chosen in choices if (plan := _plan(beside, missing, frozenset(chosen))) is not None]
    return max(found, key=lambda plan: plan[0])[1]


def _plan(
    beside: Beside, missing: dict[str, Fraction], chosen: frozenset[str]
) -> tuple[list[Fraction], dict[str, Fraction]] | None:
    """The sums of all tiers, of what counts and of what covers, and what covers; None if a chosen line cannot reach."""
    program = _program(beside, {line: missing[line] for line in chosen}, missing.keys() - chosen)
    reached = program.largest({("reached", line): 1 for line in chosen})
    if reached < sum(missing[line] for line in chosen):
        return None
    sums = [program.largest(each) for each in _aims(beside)]
    return sums, {wanted.id: program.value({("covers", wanted.id): 1}) for wanted in beside.lines}


def _aims(beside: Beside) -> Iterator[dict[tuple[str, str], int]]:
    for what in ("counts", "covers"):
        for tier in beside.tiers:
            yield {(what, wanted.id): wanted.weight for wanted in beside.lines if wanted.tier == tier}


def _program(beside: Beside, chosen: dict[str, Fraction], idle: set[str]) -> Simplex:
    """``chosen``: lines that are to be covered by so much; ``idle``: those of which nothing counts."""
    program, needs = Simplex(), {wanted.id: wanted.need for wanted in beside.lines}
    for contribution, left in beside.left:
        program.limit({("gives", link): 1 for link, _ in beside.flows if link[0] == contribution}, left)
    for wanted, served in zip(beside.lines, beside.served, strict=True):
        line, covers, counts = wanted.id, ("covers", wanted.id), ("counts", wanted.id)
        given = {("gives", link): -worth for link, worth in beside.flows if link[1] == line}
        program.limit({covers: 1, **given}, served)
        program.limit({covers: 1}, wanted.need)
        program.limit({counts: 1, covers: -1}, 0)
        program.limit({counts: 1}, 0 if line in idle else wanted.need)
        for other in set(wanted.needs) & needs.keys() - {line}:
            program.limit({counts: Fraction(1, wanted.need), ("counts", other): Fraction(-1, needs[other])}, 0)
        if line in chosen:
            program.limit({("reached", line): 1, covers: -1}, 0)
            program.limit({("reached", line): 1}, chosen[line])
    return program
