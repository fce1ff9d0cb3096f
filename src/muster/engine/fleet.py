"""Whole units, amounts and lines in numbers: what tours are planned from, as the kernel reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate
from operator import add

from muster.engine.kernels import PYTHON, Kernels, chosen
from muster.engine.kernels.tours import NONE, Tours

LARGEST = 2**46
"""Compiled kernels count what stays below this in 64 bits: prices multiply it by up to 2 ** 16 (``bounding``)."""

HEAVIEST = 2**20
"""And weights below this: a step of prices multiplies them by up to 2 ** 30."""

WIDEST = 2**31
"""And needs below this, where what counts of one line hangs on another: two of them are multiplied."""


@dataclass(frozen=True, slots=True)
class Run:
    """Slots up to before ``end`` on which a unit is worth so much to a line. ``cost``: of a tour that begins in it."""

    end: int
    size: int
    cost: int = 1


@dataclass(frozen=True, slots=True)
class Opening:
    """A stretch of slots on which somebody may serve a line, run by run from ``first`` on.

    ``begun``: it serves that line from the first slot on or not at all, and has done so for so many slots already; NONE
    where tours begin in it.
    """

    line: int
    first: int
    runs: tuple[Run, ...]
    begun: int = NONE

    @property
    def end(self) -> int:
        """The slot after its last."""
        return self.runs[-1].end


@dataclass(frozen=True, slots=True)
class Unit:
    """How long its tours are, in slots, the rest after each, and where it may serve; whose it is, by number."""

    shortest: int
    longest: int
    rest: int
    openings: tuple[Opening, ...]
    member: int = 0


@dataclass(frozen=True, slots=True)
class Needed:
    """A line that another needs, from a slot up to before another."""

    line: int
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """A line: what it needs in each slot, what covering one is worth there, and its tier, counted from 0.

    ``held``: what covers it besides in each slot, where that is asked; nothing of that is in ``need``. Below so many
    percent of both as its ``threshold`` in the slot nothing counts, nor from fewer than so many ``suppliers``, and no
    greater share than of each of the lines in ``needs``. From one member no more covers than the ``limit`` in a slot,
    if there is one. ``brings``: what members bring in each slot of which what is held is made.
    """

    need: Sequence[int]
    weight: Sequence[int]
    tier: int
    held: Sequence[int] = ()
    threshold: Sequence[int] = ()
    needs: tuple[Needed, ...] = ()
    suppliers: int = 0
    limit: Sequence[int] = ()
    brings: Mapping[int, Sequence[int]] = field(default_factory=dict)

    @property
    def is_shared(self) -> bool:
        """Whether it matters which member brings how much."""
        return self.suppliers > 0 or bool(self.limit)

    @property
    def is_bound(self) -> bool:
        """Whether not all counts that covers it, or not all covers that is brought."""
        return bool(self.needs) or any(self.threshold) or self.is_shared

    @property
    def whole(self) -> list[int]:
        """All that it needs in each slot."""
        return list(map(add, self.need, self.held)) if self.held else list(self.need)


@dataclass(frozen=True)
class Fleet:
    """Lines and those who may serve them, over so many slots: whole units, then amounts.

    An amount is divided as one likes in each slot: it takes no part in tours, but in what all could cover at most.
    A member is a supplier of a line that brings it the ``least`` that counts as one.
    """

    slots: int
    tiers: int
    rows: tuple[Row, ...]
    units: tuple[Unit, ...]
    amounts: tuple[Unit, ...] = ()
    least: int = 1

    @property
    def most(self) -> int:
        """No sum of what is covered or could be, weighted, is larger, nor what could cover a line in one slot."""
        weight = [max(1, *row.weight) for row in self.rows]
        serving = [0 for _ in self.rows]
        earned = 0
        for one in (*self.units, *self.amounts):
            most = 0
            for opening in one.openings:
                size = max(run.size for run in opening.runs)
                serving[opening.line] += size
                most = max(most, weight[opening.line] * size)
            earned += most
        needed = sum(one * max(row.need, default=0) for one, row in zip(weight, self.rows, strict=True))
        return max(self.slots * (earned + needed), *serving)

    @cached_property
    def bonds(self) -> list[list[int]]:
        """The lines of which what counts hangs together: each with all that it needs, and with all that need it.

        A line with a threshold, or of which it matters who brings how much, is bound to itself.
        """
        bond = {at: {at, *(one.line for one in row.needs)} for at, row in enumerate(self.rows) if row.is_bound}
        found: list[set[int]] = []
        for lines in bond.values():
            apart = [one for one in found if one.isdisjoint(lines)]
            found = [*apart, lines.union(*(one for one in found if not one.isdisjoint(lines)))]
        return [sorted(one) for one in found]

    @property
    def unbound(self) -> Fleet:
        """The same as though all counted that covers a line."""
        rows = (replace(row, threshold=(), needs=(), suppliers=0, limit=(), brings={}) for row in self.rows)
        return replace(self, rows=tuple(rows))

    def kernels(self, kernels: Kernels | None = None) -> Kernels:
        """Those to be used, or those chosen: interpreted where the numbers are too large for compiled ones."""
        heaviest = max((max(row.weight, default=0) for row in self.rows), default=0)
        widest = max((max(row.whole, default=0) for row in self.rows), default=0) if self.bonds else 0
        is_small = self.most < LARGEST and heaviest < HEAVIEST and widest < WIDEST
        return (kernels or chosen()) if is_small else PYTHON

    def tours(self, kernels: Kernels | None = None) -> Tours:
        """The kernel for these, with no tours yet."""
        used = self.kernels(kernels)
        return used.tours(Packed(self, used), used.zeros)


class Packed:
    """A fleet as the arrays that a kernel reads."""

    def __init__(self, fleet: Fleet, kernels: Kernels) -> None:
        """Number openings and runs through, unit by unit."""
        numbers = kernels.numbers
        everyone = (*fleet.units, *fleet.amounts)
        openings = [opening for one in everyone for opening in one.openings]
        runs = [run for opening in openings for run in opening.runs]
        self.days, self.tiers, self.whole = fleet.slots, fleet.tiers, len(fleet.units)
        self.need = numbers("q", [need for row in fleet.rows for need in row.need])
        self.weight = numbers("q", [weight for row in fleet.rows for weight in row.weight])
        self.tier = numbers("i", [row.tier for row in fleet.rows])
        self.openings_of = numbers("q", [0, *accumulate(len(one.openings) for one in everyone)])
        self.line_of = numbers("i", [opening.line for opening in openings])
        self.begins = numbers("i", [opening.first for opening in openings])
        self.ends = numbers("i", [opening.end for opening in openings])
        self.begun = numbers("i", [opening.begun for opening in openings])
        self.runs_of = numbers("q", [0, *accumulate(len(opening.runs) for opening in openings)])
        self.run_end = numbers("i", [run.end for run in runs])
        self.run_size = numbers("q", [run.size for run in runs])
        self.run_cost = numbers("q", [run.cost for run in runs])
        self.shortest = numbers("i", [one.shortest for one in everyone])
        self.longest = numbers("i", [one.longest for one in everyone])
        self.rest = numbers("i", [one.rest for one in everyone])
        most_tours = [fleet.slots // (one.shortest + one.rest) + 2 for one in fleet.units]
        self.tours_of = numbers("q", [0, *accumulate([*most_tours, *(0 for _ in fleet.amounts)])])
        serving: list[set[int]] = [set() for _ in fleet.rows]
        for number, unit in enumerate(fleet.units):
            for opening in unit.openings:
                serving[opening.line].add(number)
        self.units_of = numbers("q", [0, *accumulate(len(units) for units in serving)])
        self.unit_of = numbers("i", [number for units in serving for number in sorted(units)])
        places = [sum(opening.end - opening.first + 1 for opening in one.openings) for one in everyone]
        self.most_places = max(places, default=1)
        self.cells = sum(places)
        self.most_openings = max((len(one.openings) for one in everyone), default=1)
        self._bind(fleet, kernels)

    def _bind(self, fleet: Fleet, kernels: Kernels) -> None:
        """Number through which lines hang together, and on which each of them depends."""
        numbers, rows, bonds = kernels.numbers, fleet.rows, fleet.bonds
        bond_of = {line: number for number, lines in enumerate(bonds) for line in lines}
        self.bond_of = numbers("i", [bond_of.get(line, NONE) for line in range(len(rows))])
        self.bonds_of = numbers("q", [0, *accumulate(len(lines) for lines in bonds)])
        self.bound = numbers("i", [line for lines in bonds for line in lines])
        self.needs_of = numbers("q", [0, *accumulate(len(row.needs) for row in rows)])
        needs = [one for row in rows for one in row.needs]
        self.needed = numbers("i", [one.line for one in needs])
        self.needed_from, self.needed_end = (
            numbers("i", found) for found in ([one.first for one in needs], [one.end for one in needs])
        )
        nothing = [0] * fleet.slots
        self.threshold = numbers("i", [one for row in rows for one in row.threshold or nothing] if bonds else [])
        self.held = numbers("q", [held for row in rows for held in row.held or nothing] if bonds else [])
        self._share(fleet, kernels)

    def _share(self, fleet: Fleet, kernels: Kernels) -> None:
        """Number through what each member brings to each line of which that matters; and what is brought besides."""
        numbers, rows = kernels.numbers, fleet.rows
        shared = any(row.is_shared for row in rows)
        everyone = (*fleet.units, *fleet.amounts) if fleet.bonds else ()
        brought = [(one.member, opening.line) for one in everyone for opening in one.openings]
        pairs = sorted({pair for pair in brought if rows[pair[1]].is_shared})
        number = {pair: at for at, pair in enumerate(pairs)}
        slots, nothing = range(fleet.slots), [0] * fleet.slots
        self.share_of = numbers("i", [number.get(pair, NONE) for pair in brought])
        self.own = numbers("q", [one for member, line in pairs for one in rows[line].brings.get(member, nothing)])
        self.suppliers = numbers("i", [row.suppliers for row in rows])
        self.limit = numbers("q", [one for row in rows for one in row.limit or [LARGEST] * fleet.slots if shared])
        self.least = fleet.least
        bring = ([sum(one[slot] >= fleet.least for one in row.brings.values()) for slot in slots] for row in rows)
        self.servers = numbers("i", [one for each in bring for one in each] if fleet.bonds else [])
