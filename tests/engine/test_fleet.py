"""Fleets as the arrays that a kernel reads, and which kernel counts them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from muster.engine.fleet import LARGEST, WIDEST, Fleet, Needed, Opening, Packed, Run
from muster.engine.kernels import PYTHON, Kernels, chosen
from muster.engine.kernels.tours import NONE, Tours
from tests.engine.fleets import alone, fleet, opening, row

SMALL = fleet(
    [row([1, 2, 3], tier=1), row([4, 5, 6], weight=2)],
    alone(Opening(0, 0, (Run(1, 7, 2), Run(3, 8))), opening(1, 1, 3, 9), shortest=2, longest=3, rest=1),
    alone(opening(1, 0, 2, 4, begun=5), longest=4),
    amounts=[alone(opening(0, 2, 3, 6), longest=1)],
)
"""Two lines over three slots, two units of which one is out already, and an amount."""


def test_an_opening_ends_with_its_last_run() -> None:
    assert Opening(0, 1, (Run(2, 7), Run(5, 8))).end == 5


def test_a_fleet_in_numbers_of_openings_and_runs(either: Kernels) -> None:
    packed = Packed(SMALL, either)
    assert (packed.days, packed.tiers, packed.whole) == (3, 2, 2)
    found = {name: list(value) for name, value in vars(packed).items() if not isinstance(value, int)}
    assert found == {
        "need": [1, 2, 3, 4, 5, 6],
        "weight": [1, 1, 1, 2, 2, 2],
        "tier": [1, 0],
        "openings_of": [0, 2, 3, 4],
        "line_of": [0, 1, 1, 0],
        "begins": [0, 1, 0, 2],
        "ends": [3, 3, 2, 3],
        "begun": [NONE, NONE, 5, NONE],
        "runs_of": [0, 2, 3, 4, 5],
        "run_end": [1, 3, 3, 2, 3],
        "run_size": [7, 8, 9, 4, 6],
        "run_cost": [2, 1, 1, 1, 1],
        "shortest": [2, 1, 1],
        "longest": [3, 4, 1],
        "rest": [1, 0, 0],
        "tours_of": [0, 3, 8, 8],
        "units_of": [0, 1, 3],
        "unit_of": [0, 0, 1],
        "bond_of": [NONE, NONE],
        "bonds_of": [0],
        "bound": [],
        "needs_of": [0, 0, 0],
        "needed": [],
        "needed_from": [],
        "needed_end": [],
        "threshold": [],
        "held": [],
        "share_of": [],
        "own": [],
        "suppliers": [0, 0],
        "limit": [],
        "servers": [],
    }
    assert (packed.most_places, packed.most_openings) == (4 + 3, 2)


BOUND = fleet(
    [
        row(3),
        replace(row(2), needs=(Needed(4, 1, 3),), held=(1, 1, 1, 1)),
        replace(row(1), threshold=(0, 80, 80, 0)),
        row(4),
        row(5),
    ],
    alone(opening(0, 0, 4)),
)
"""The second line needs the last; of the third nothing counts below its threshold."""


def test_lines_that_hang_together_are_bound() -> None:
    assert BOUND.bonds == [[1, 4], [2]]
    chain = [replace(row(1), needs=tuple(Needed(one, 0, 4) for one in lines)) for lines in ((1,), (), (3,), (), (1, 2))]
    assert fleet(chain).bonds == [[0, 1, 2, 3, 4]]
    assert SMALL.bonds == fleet([row(1)]).bonds == []


def test_bonds_in_numbers(either: Kernels) -> None:
    packed = Packed(BOUND, either)
    assert list(packed.bond_of) == [NONE, 0, 1, NONE, 0]
    assert (list(packed.bonds_of), list(packed.bound)) == ([0, 2, 3], [1, 4, 2])
    assert (list(packed.needs_of), list(packed.needed)) == ([0, 0, 1, 1, 1, 1], [4])
    assert (list(packed.needed_from), list(packed.needed_end)) == ([1], [3])
    assert list(packed.threshold) == [0] * 9 + [80] * 2 + [0] * 9
    assert list(packed.held) == [0] * 4 + [1] * 4 + [0] * 12


SHARED = fleet(
    [
        row(3),
        replace(row(4), limit=(2, 2, 3, 3), brings={7: (1, 1, 0, 0), 8: (2, 1, 1, 1)}),
        replace(row(2), suppliers=2),
    ],
    replace(alone(opening(1, 0, 4), opening(0, 0, 4)), member=7),
    replace(alone(opening(1, 0, 4)), member=7),
    replace(alone(opening(2, 0, 4)), member=9),
)
"""Of the second line it matters how much one member brings, of the third how many members do."""


def test_what_members_bring_in_numbers(either: Kernels) -> None:
    packed = Packed(SHARED, either)
    assert SHARED.bonds == [[1], [2]]
    assert list(packed.share_of) == [0, NONE, 0, 1]
    assert list(packed.own) == [1, 1, 0, 0] + [0] * 4
    assert list(packed.suppliers) == [0, 0, 2]
    assert list(packed.limit) == [LARGEST] * 4 + [2, 2, 3, 3] + [LARGEST] * 4
    assert list(packed.servers) == [0] * 4 + [2, 2, 1, 1] + [0] * 4
    assert (packed.least, SHARED.unbound.bonds) == (1, [])
    assert list(Packed(replace(SHARED, least=2), either).servers) == [0] * 4 + [1, 0, 0, 0] + [0] * 4


def test_a_fleet_may_be_unbound() -> None:
    assert BOUND.unbound.bonds == []
    assert [one.need for one in BOUND.unbound.rows] == [one.need for one in BOUND.rows]


def test_bound_lines_whose_needs_are_wide_are_counted_as_integers_of_any_size() -> None:
    """A share is a quotient of two needs: both are multiplied."""
    wide = fleet([replace(row(WIDEST), threshold=(80, 80, 80, 80))], alone(opening(0, 0, 4)))
    assert isinstance(wide.tours(), PYTHON.tours)
    assert isinstance(replace(wide, rows=(row(WIDEST),)).tours(), chosen().tours)


def test_nobody_may_be_there(either: Kernels) -> None:
    """Lines that units are pinned to, and nothing else that they may do."""
    tours = fleet([row(3)]).tours(either)
    tours.price[0] = tours.dearest[0] = 2
    tours.dearest[1] = 5
    assert tours.bound() == 5 * 3


def test_no_more_tours_are_made_than_there_is_room_for(either: Kernels) -> None:
    """One that has begun, and one in every other slot after it."""
    of = fleet(
        [row([1, 0, 1, 0, 1, 0, 1])],
        alone(opening(0, 0, 1, begun=0), *(opening(0, at, at + 1) for at in (2, 4, 6)), longest=1, rest=1),
    )
    tours = of.tours(either)
    tours.respond(0)
    assert tours.count[0] == 4


# ---- which kernel


def test_the_kernel_is_the_one_that_is_chosen(either: Kernels) -> None:
    assert isinstance(SMALL.tours(either), either.tours)


def test_what_is_too_large_for_64_bits_is_counted_all_the_same(either: Kernels) -> None:
    """The line needs 2^50, and has it on three of four slots."""
    of = fleet([row(2**50)], alone(opening(0, 0, 3, 2**50)))
    tours = of.tours(either)
    assert isinstance(tours, Tours)
    tours.respond(0)
    assert list(tours.value) == [3 * 2**50, -1]


def large(of: str, number: int) -> Fleet:
    """A fleet of one slot with one large number, and ones."""
    sizes = {name: number if name == of else 1 for name in ("need", "size", "amount")}
    return fleet(
        [row([sizes["need"]], weight=2)],
        alone(opening(0, 0, 1, sizes["size"])),
        amounts=[alone(opening(0, 0, 1, sizes["amount"]))],
    )


@pytest.mark.parametrize("of", ["need", "size", "amount"])
def test_no_sum_is_larger_than_is_said(of: str) -> None:
    """Both and the need, twice for the weight."""
    assert large(of, 5).most == 2 * (5 + 1 + 1)
    assert type(large(of, LARGEST // 2 - 2).tours(KERNELS)) is Tours
    assert type(large(of, LARGEST // 2 - 3).tours(KERNELS)) is Other


class Other(Tours):
    """Another kernel."""


KERNELS = Kernels("other", PYTHON.flow, Other, PYTHON.numbers, PYTHON.zeros)


def test_sums_are_over_all_slots_and_what_serves_a_line_is_counted_with_it() -> None:
    assert fleet([row([1, 3, 2])], alone(opening(0, 0, 1, 4), opening(0, 1, 2, 5))).most == 3 * (3 + 5)
    assert fleet([row([0])], *(alone(opening(0, 0, 1, 4)) for _ in range(3))).most == 12


def test_without_weight_a_unit_counts_all_the_same() -> None:
    assert fleet([row([0, 0], weight=0)], alone(opening(0, 0, 2, 3))).most == 2 * 3
