"""How much there can be at most: against all that could be done, and on small books."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from muster.core.days import Period
from muster.engine.allocation import Plan
from muster.engine.bounding import Bound, Bounding, bounds, covered_by, left_by_amounts
from muster.engine.numbering import Numbered
from muster.engine.pricing import FINENESS, MULTIPLES
from muster.engine.splitting import split
from muster.engine.touring import Effort, Tour, Work
from muster.ledger.entries import Draft
from tests.builders import draft
from tests.engine.fleet_plans import Made, made, named, values
from tests.engine.fleets import alone, fleet, opening, row
from tests.engine.units import TEN_DAYS, covered, plan, tour
from tests.engine.written import change, committed, line, on, ships, unit, wants

BOATS = draft("capability", "boats", name="Boats", unit="ships", parent="ships")


# ---- against all that could be done


@given(made())
def test_nothing_that_is_as_good_before_could_cover_more_in_a_tier(one: Made) -> None:
    """Whatever the plan is; tier 2 of those that have as much as it has in tier 1."""
    first, second = bounds(one.of, one.parts, Work(Effort(turns=9)))
    could = values(one.of.fleet)
    assert (int(first.covered), int(second.covered)) == one.value
    assert max(value for value, _ in could) <= first.at_most
    assert max(other for value, other in could if value >= first.covered) <= second.at_most
    for found in (first, second):
        assert found.covered <= found.at_most
        assert all(len(prices) == one.of.fleet.slots for prices in found.prices)


@given(made(units=1, amounts=0))
def test_of_one_unit_alone_in_one_tier_the_bound_is_what_it_can_do_where_nothing_competes(one: Made) -> None:
    """Where a line needs all that the unit brings, prices at their dearest say what it earns."""
    (only,) = one.of.fleet.units
    most = max(run.size for each in only.openings for run in each.runs)
    if all(row.tier == 0 and min(row.need) >= most for row in one.of.fleet.rows):
        first, _ = bounds(one.of, one.parts, Work(Effort(turns=1)))
        assert first.at_most == max(value for value, _ in values(one.of.fleet))


# ---- of small books


def of(found: Plan) -> Numbered:
    assert found.touring.of is not None
    return found.touring.of


def bound(found: Plan, tier: int = 3) -> Bound:
    return next(one for one in found.touring.bounds if one.tier == tier)


def told(found: Bound) -> list[str]:
    """What is covered, at most, and how far that is from it."""
    return [str(one) for one in (found.covered, found.at_most, found.distance)]


def test_a_plan_that_reaches_its_bound_is_the_best() -> None:
    found = bound(plan(ships(), wants("A", 4), wants("B", 6), *unit("S", 10)))
    assert told(found) == ["60", "60", "0"]


def test_how_far_a_plan_may_be_from_the_best() -> None:
    """Nobody is sent out: six a day could be covered."""
    found = bound(plan(ships(), wants("A", 4), wants("B", 6), *unit("S", 10), tours=[]))
    assert told(found) == ["0", "60", "1"]
    half = bound(plan(ships(tour_days=5, rest_days=0), wants("A", 4), *unit("S", 4), tours=[tour("S", "A", "1", "5")]))
    assert half.distance == Fraction(4, 9)
    nothing = bound(plan(ships(), wants("A", 1, "2026-07-02", "2026-07-03"), *unit("S", 1, shortest_tour_days=9)))
    assert told(nothing) == ["0", "0", "0"]


def test_units_cover_whole_numbers_and_so_the_bound_is_one() -> None:
    """Units of two at a line of three; amounts may come in parts."""
    book = (ships(), wants("A", 3), wants("B", 4, weight=3), *unit("S", 2), *unit("T", 2, tour_days=3, rest_days=1))
    for turns in range(1, 9):
        found = bound(plan(*book, effort=Effort(steps=0, turns=turns)))
        assert found.at_most.denominator == 1


def test_of_amounts_it_may_be_a_fraction() -> None:
    thirds = draft("capability", "rafts", name="Rafts", unit="rafts")
    worth = draft("substitute", "ships", capability="rafts", efficiency="0.3")
    book = (ships(), thirds, worth, wants("A", 3), *unit("S", 2), *committed("D", 1, capability="rafts"))
    found = bound(plan(*book, within=Period(on("7-1"), on("7-2"))))
    assert (found.covered, found.at_most) == (Fraction(23, 10), Fraction(23, 10))


def test_what_pins_cover_is_covered_and_bounded_with_the_rest() -> None:
    pins = draft("assignment", "P", "2026-07-03", "2026-07-04", contribution="D", line="A")
    book = (ships(), BOATS, wants("A", 9), *unit("S", 4), *committed("D", 3, capability="boats"), pins)
    found = plan(*book)
    assert of(found).slot_days == 2
    beyond, pinned = covered_by(of(found), found.parts)
    assert beyond == [4 * 5 + 3 * 4]
    assert pinned == [3]
    assert covered(found) == {3: (70, 70)}


def test_a_bound_is_weighted_and_counts_days() -> None:
    """Two at weight five over ten days, in one slot."""
    found = plan(ships(), wants("A", 2, weight=5), *unit("S", 2))
    assert (of(found).fleet.slots, covered(found)) == (1, {3: (100, 100)})


def test_what_a_tier_before_has_is_not_had_twice() -> None:
    """One unit: in tier 1 it has ten days, so none are left for tier 2."""
    found = plan(ships(), wants("A", 1, tier=1), wants("B", 1, tier=2), *unit("S"))
    assert covered(found) == {1: (10, 10), 2: (0, 0)}
    assert (bound(found, 1).multiple, bound(found, 2).multiple in MULTIPLES) == (0, True)


def test_a_tier_before_that_has_less_leaves_more() -> None:
    """Sent to B instead, nothing is covered in tier 1, and at most ten days in tier 2."""
    book = (ships(), wants("A", 1, tier=1), wants("B", 1, tier=2), *unit("S"))
    assert covered(plan(*book, tours=[tour("S", "B", "1", "10")])) == {1: (0, 10), 2: (10, 10)}


def test_prices_are_in_parts_of_weight_by_line_and_slot() -> None:
    found = plan(ships(tour_days=5, rest_days=5), wants("A", 1, weight=7), wants("B", 1, tier=4), *unit("S"))
    tier_3, tier_4 = found.touring.bounds
    assert tier_3.prices[1] == (0, 0)
    assert all(0 <= price <= 7 * FINENESS for price in tier_3.prices[0])
    assert all(0 <= price <= 7 * tier_4.multiple for price in tier_4.prices[0])
    assert all(0 <= price <= FINENESS for price in tier_4.prices[1])


# ---- with what effort


CROWD = (
    ships(tour_days=4, rest_days=3),
    wants("A", 9),
    wants("B", 13, tier=1),
    wants("C", 11, tier=5),
    *(one for number, name in enumerate("STUVWXY") for one in unit(name, number + 2)),
)


def at_most(**effort: Any) -> list[Fraction]:
    return [one.at_most for one in plan(*CROWD, effort=Effort(steps=0, **effort)).touring.bounds]


def test_the_more_turns_the_closer() -> None:
    one, few, many = (at_most(turns=turns) for turns in (1, 6, 60))
    assert all(most >= less for most, less in zip(one, few, strict=True))
    assert all(most >= less for most, less in zip(few, many, strict=True))
    assert one > many


def test_without_turns_there_is_no_bound() -> None:
    assert at_most(turns=0) == []


def test_where_it_is_enough_each_tier_has_a_bound_all_the_same() -> None:
    assert at_most(turns=60, stop=lambda: True) == at_most(turns=1)


def test_who_stops_it_has_the_bounds_found_by_then() -> None:
    """Ctrl-C is pressed at the fifth question; the second tier has no bound then."""
    answers = iter(range(100))

    def pressed() -> bool:
        if next(answers) == 5:
            raise KeyboardInterrupt
        return False

    found = plan(*CROWD, effort=Effort(steps=0, stop=pressed), may_stop=True)
    assert [one.tier for one in found.touring.bounds] == [1, 3, 5]
    assert found.touring.bounds[0].at_most >= at_most(turns=60)[0]
    assert not found.is_whole
    answers = iter([5])
    with pytest.raises(KeyboardInterrupt):
        plan(*CROWD, effort=Effort(steps=0, stop=pressed))


# ---- what amounts leave


def test_what_amounts_cover_is_taken_off_the_needs_where_it_is_given() -> None:
    """Boats cover three of five on A, and from the sixth on two of B; the unit's part stays."""
    lines = (wants("A", 5), wants("B", 2, "2026-07-06"), change("A", 2, "2026-07-06"))
    kinds = (ships(), BOATS)
    book = (*kinds, *lines, *unit("S", 2, line="A"), *committed("D", 3, capability="boats"))
    found = plan(*book)
    assert [list(row.need) for row in left_by_amounts(of(found), found.parts).rows] == [[2, 2], [0, 0]]
    assert [list(row.need) for row in of(found).fleet.rows] == [[5, 2], [0, 2]]


def test_what_amounts_give_is_counted_in_the_measure_of_the_line() -> None:
    halves = draft("capability", "rafts", name="Rafts", unit="rafts")
    worth = draft("substitute", "ships", capability="rafts", efficiency="0.5")
    found = plan(ships(), halves, worth, wants("A", 5), *unit("S", 2), *committed("D", 3, capability="rafts"))
    assert of(found).scale == 2
    assert [list(row.need) for row in left_by_amounts(of(found), found.parts).rows] == [[10 - 3]]


def test_what_others_cover_of_other_lines_is_not_asked() -> None:
    drafts: tuple[Draft, ...] = (ships(), BOATS, wants("A", 5), *unit("S", 2), *committed("D", 3, capability="boats"))
    found = plan(*drafts, line("T", 4), *committed("E", 4))
    assert [list(row.need) for row in left_by_amounts(of(found), found.parts).rows] == [[2]]
    assert covered(found) == {3: (50, 50)}
    assert found.within == TEN_DAYS


def test_what_amounts_cover_is_held_where_lines_are_bound() -> None:
    book = (wants("A", 5, threshold=20), *unit("S", 2, line="A"), *committed("C", 3, capability="boats"))
    found = plan(ships(), BOATS, *book)
    assert [(list(row.need), list(row.held)) for row in left_by_amounts(of(found), found.parts).rows] == [([2], [3])]


def test_what_counts_is_bounded_by_what_covers() -> None:
    """Half of what A needs is covered, which is below its threshold: nothing of it counts."""
    found = plan(ships(), wants("A", 2, threshold=80), *unit("S"))
    assert covered(found) == {3: (0, 10)}


# ---- component by component


APART = named(
    fleet(
        [row(4, 2), row(4, 2), row(5, 2), row(2, 2, tier=1)],
        *(alone(opening(0, 0, 2, 3), opening(1, 0, 2, 3)) for _ in range(3)),
        alone(opening(2, 0, 2, 5), opening(3, 0, 2, 2)),
    )
)
"""Of A and B 7 of 8 can be covered, of C all, and then nothing of D, in two slots."""


def test_no_component_exceeds_its_ceilings() -> None:
    """By steps of prices alone A and B could be covered wholly; C is, so D has none."""
    (first, second) = Bounding(APART, Work(Effort(turns=60))).ceilings()
    assert first == [16, 0]
    assert second == [10, 0]


def test_what_is_reached_is_proven_by_steps_alone() -> None:
    def reached(of: Numbered, *tours: Tour) -> bool:
        kernel_parts = Made(of, [_schedule(of, name, tours) for name in of.units], [[0] * len(of.lines)] * 2).parts
        return Bounding(of, Work(Effort(turns=60))).is_reached(kernel_parts)

    (first, second) = split(APART)
    assert not reached(first, tour("S", "A", "1", "2"), tour("T", "A", "1", "2"), tour("U", "B", "1", "2"))
    assert reached(second, tour("V", "C", "1", "2"))
    assert not reached(second)


def _schedule(of: Numbered, name: str, tours: tuple[Tour, ...]) -> tuple[tuple[int, int, int], ...]:
    openings = of.fleet.units[of.units.index(name)].openings
    lines = [of.lines[one.line] for one in openings]
    return tuple((lines.index(one.line), 0, 2) for one in tours if one.contribution == name)


def test_a_component_that_is_split_in_cases_has_its_prices_there() -> None:
    every = [((0, 0, 2),), ((0, 0, 2),), ((1, 0, 2),), ((0, 0, 2),)]
    parts = Made(APART, every, [[0] * 4] * 2).parts
    first, _ = bounds(APART, parts, Work(Effort(steps=20_000)))
    assert int(first.at_most) == 24
    ((piece, case),) = first.closed
    assert (piece.lines, case.most) == (("A", "B"), 14 * FINENESS)
    assert first.prices[:2] == ((0, 0), (0, 0))
    (with_less, _) = bounds(APART, parts, Work(Effort(steps=0)))
    assert (with_less.closed, int(with_less.at_most)) == ((), 26)
