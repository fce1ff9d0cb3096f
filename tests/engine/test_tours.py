"""The tours of units: each unit exactly against all that it could do, several never worse, prices that bound them."""

from __future__ import annotations

from itertools import pairwise, product
from math import isqrt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.engine.fleet import Fleet, Opening, Run
from muster.engine.kernels import PYTHON, Kernels
from muster.engine.kernels.tours import Tours
from tests.engine.fleets import (
    Schedule,
    alone,
    begin,
    covering,
    fleet,
    fleets,
    given_by_amounts,
    opening,
    row,
    run_on,
    schedules,
    serves,
    told,
    value,
)
from tests.engine.kernel_sets import compiled_here

LATENESS = 50
"""What is tried is compared with what was there so many steps ago, where nothing else is asked for."""


def best(of: Fleet, kernels: Kernels = PYTHON) -> Schedule:
    """The tours of a unit that is alone."""
    tours = of.tours(kernels)
    tours.respond(0)
    (found,) = told(tours)
    assert list(tours.value) == value(of, [found])
    return found


# ---- one unit


@given(st.booleans().flatmap(lambda bound: fleets(bound=bound)), st.data())
def test_the_tours_of_one_unit_are_the_best_of_all_that_it_could_do(
    either: Kernels, of: Fleet, data: st.DataObject
) -> None:
    """Given where the others are: any of their schedules."""
    every = [list(schedules(unit, of.slots)) for unit in of.units]
    others = [data.draw(st.sampled_from(found)) for found in every[1:]]
    tours = of.tours(either)
    for number, schedule in enumerate(others):
        begin(tours, number + 1, schedule)
    assert list(tours.value) == value(of, [(), *others])
    tours.respond(0)
    own = told(tours)[0]
    assert own in every[0]
    assert told(tours)[1:] == others
    assert list(tours.value) == value(of, [own, *others])
    assert list(tours.value) == max(value(of, [one, *others]) for one in every[0])


@given(st.booleans().flatmap(lambda bound: fleets(bound=bound)), st.data())
def test_what_is_taken_back_leaves_nothing_behind(either: Kernels, of: Fleet, data: st.DataObject) -> None:
    tours = of.tours(either)
    every = [data.draw(st.sampled_from(list(schedules(unit, of.slots)))) for unit in of.units]
    for number, schedule in enumerate(every):
        begin(tours, number, schedule)
    assert list(tours.covered) == [one for line in covering(of, every) for one in line]
    for number in range(len(every)):
        tours.withdraw(number)
    none = of.tours(either)
    assert (list(tours.own), list(tours.servers)) == (list(none.own), list(none.servers))
    assert set(tours.covered) == set(tours.value) == set(tours.count) == {0}


def test_tours_are_neither_longer_nor_nearer_than_they_may_be(either: Kernels) -> None:
    """Of nine slots: three on tour, two of rest, three on tour; the ninth is lost."""
    of = fleet([row([1] * 8 + [0])], alone(opening(0, 0, 9), longest=3, rest=2))
    assert best(of, either) == ((0, 0, 3), (0, 5, 8))


def test_a_tour_that_would_be_too_short_is_none(either: Kernels) -> None:
    short = alone(opening(0, 1, 3), shortest=3)
    assert best(fleet([row(1)], short), either) == ()


def test_a_unit_is_worth_no_more_than_a_line_lacks(either: Kernels) -> None:
    """Five to a line that needs two, or to one that needs three."""
    of = fleet([row(2), row(3)], alone(opening(0, 0, 4, 5), opening(1, 0, 4, 5)))
    assert best(of, either) == ((1, 0, 4),)


def test_what_a_unit_brings_may_change_during_a_tour(either: Kernels) -> None:
    """Of five only one is left in the fourth slot; another line needs three in the fifth."""
    of_one = Opening(0, 0, (Run(3, 5), Run(5, 1)))
    rows = [row(5, slots=5), row([0, 0, 0, 0, 3])]
    assert best(fleet(rows, alone(of_one, opening(1, 0, 5, 3))), either) == ((0, 0, 4), (1, 4, 5))
    assert best(fleet(rows, alone(of_one, opening(1, 0, 5, 3), rest=1)), either) == ((0, 0, 3), (1, 4, 5))
    assert best(fleet(rows, alone(of_one, opening(1, 0, 5, 3), rest=4)), either) == ((0, 0, 5),)


def test_no_worth_in_a_tier_makes_up_for_one_in_a_tier_before(either: Kernels) -> None:
    """One slot of a critical line, or three of one that weighs nine."""
    of = fleet(
        [row([0, 0, 0, 1], tier=0), row([1, 1, 1, 0], weight=9, tier=1)],
        alone(opening(0, 0, 4), opening(1, 0, 4), rest=9),
    )
    assert best(of, either) == ((0, 3, 4),)


def test_inside_a_tier_weight_counts(either: Kernels) -> None:
    of = fleet([row([0, 0, 0, 1], weight=4), row([1, 1, 1, 0])], alone(opening(0, 0, 4), opening(1, 0, 4), rest=9))
    assert best(of, either) == ((0, 3, 4),)


def test_of_tours_worth_as_much_fewer_are_better(either: Kernels) -> None:
    """Slots 1 and 2 need nothing: one tour goes through them."""
    assert best(fleet([row([1, 0, 0, 1])], alone(opening(0, 0, 4))), either) == ((0, 0, 4),)
    assert len(best(fleet([row([1, 0, 0, 1])], alone(opening(0, 0, 4), longest=3)), either)) == 2


def test_of_tours_worth_as_much_those_that_cost_less_are_better(either: Kernels) -> None:
    """Two lines, one of which the unit served before."""
    for costs, line in (((2, 1), 1), ((1, 2), 0)):
        places = [opening(number, 0, 4, cost=cost) for number, cost in enumerate(costs)]
        assert best(fleet([row(1), row(1)], alone(*places)), either) == ((line, 0, 4),)


def test_a_tour_that_has_begun_goes_on_from_the_first_slot_or_not_at_all(either: Kernels) -> None:
    """Two slots are behind it: of four at most two are left; another tour begins after its rest."""
    of = fleet([row(1, slots=9)], alone(opening(0, 0, 9, begun=2), opening(0, 3, 9), longest=4, rest=3))
    assert best(of, either) == ((0, 0, 2), (1, 5, 9))
    late = fleet([row([0, 1, 1, 1])], alone(opening(0, 0, 4, begun=2), longest=4, rest=1))
    assert best(late, either) == ((0, 0, 2),)


def test_what_is_behind_a_tour_counts_for_the_least_that_it_lasts(either: Kernels) -> None:
    def behind(begun: int) -> Schedule:
        return best(fleet([row([1, 0, 0, 0])], alone(opening(0, 0, 2, begun=begun), shortest=4)), either)

    assert [behind(one) for one in (1, 2, 7)] == [(), ((0, 0, 2),), ((0, 0, 1),)]


def test_a_tour_that_is_overdue_ends_before_the_first_slot(either: Kernels) -> None:
    of = fleet([row(1)], alone(opening(0, 0, 4, begun=3), opening(0, 2, 4), longest=3, rest=2))
    assert best(of, either) == ((1, 2, 4),)


# ---- several units


def state(tours: Tours) -> tuple[list[Schedule], list[int], list[int], int]:
    return told(tours), list(tours.covered), list(tours.value), tours.drawn


def walked(tours: Tours, steps: int, together: int, seed: int) -> list[list[int]]:
    """What tours are worth to begin with, and after each of some steps."""
    found = [list(tours.value)]
    for _ in range(steps):
        tours.improve(1, together, seed)
        seed = tours.drawn - 1
        found.append(list(tours.value))
    return found


@given(st.booleans().flatmap(lambda bound: fleets(units=5, bound=bound)), st.integers(0, 2**40), st.integers(1, 6))
def test_improving_never_makes_it_worse_and_both_kernels_find_the_same(of: Fleet, seed: int, together: int) -> None:
    every = [set(schedules(unit, of.slots)) for unit in of.units]
    found = []
    for kernels in (PYTHON, compiled_here()):
        tours = of.tours(kernels)
        for unit in range(len(of.units)):
            tours.respond(unit)
        was = list(tours.value)
        tours.improve(20, together, seed)
        tried = state(tours)
        tours.recall()
        now = told(tours)
        assert all(own in may for own, may in zip(now, every, strict=True))
        assert list(tours.value) == value(of, now)
        assert list(tours.value) >= was
        found.append((tried, state(tours)))
    assert found[0] == found[1]


@given(fleets(units=5), st.integers(0, 2**40))
def test_many_steps_are_few_steps_and_then_more(either: Kernels, of: Fleet, seed: int) -> None:
    at_once, by_and_by = of.tours(either), of.tours(either)
    at_once.improve(30, 4, seed)
    by_and_by.improve(10, 4, seed)
    by_and_by.improve(20, 4, by_and_by.drawn - 1)
    assert state(at_once) == state(by_and_by)


def stuck() -> Fleet:
    """Units of 4, 3 and 3; lines of 6 and 4. One after another, 4 goes first to the larger line, and 3 is lost."""
    sizes = (4, 3, 3)
    return fleet([row(6), row(4)], *(alone(opening(0, 0, 4, size), opening(1, 0, 4, size)) for size in sizes))


def test_taking_several_out_finds_what_one_by_one_does_not(either: Kernels) -> None:
    tours = stuck().tours(either)
    for _ in range(4):
        for unit in range(3):
            tours.respond(unit)
    assert tours.value[0] == 4 * 9
    tours.improve(50, 3, 1)
    tours.recall()
    assert tours.value[0] == 4 * 10


def crowded() -> Fleet:
    """Nine units of many sizes, and lines that none of them fits."""
    units = [alone(*(opening(line, 0, 2, size) for line in range(3))) for size in (9, 8, 7, 6, 5, 5, 4, 3, 2)]
    return fleet([row(need, slots=2) for need in (17, 15, 14)], *units)


def test_what_is_worse_is_kept_where_it_is_no_worse_than_long_before(either: Kernels) -> None:
    tours = crowded().tours(either)
    values = walked(tours, 200, 4, 1)
    for step, (before, after) in enumerate(pairwise(values)):
        assert after >= before or after >= values[max(0, step + 1 - LATENESS)]
    assert any(after < before for before, after in pairwise(values))


@given(fleets(slots=4, units=5), st.integers(0, 2**31))
def test_what_is_kept_is_no_worse_than_before_or_than_long_before(either: Kernels, of: Fleet, seed: int) -> None:
    values = walked(of.tours(either), LATENESS + 20, 3, seed)
    for step, (before, after) in enumerate(pairwise(values)):
        assert after >= before or after >= values[max(0, step + 1 - LATENESS)]


def test_recalled_is_the_best_that_there_was(either: Kernels) -> None:
    """The fifth step makes it worse."""
    tours = crowded().tours(either)
    values = walked(tours, 5, 4, 1)
    assert values[-1] < max(values)
    tours.recall()
    assert list(tours.value) == max(values) == value(crowded(), told(tours))


def test_after_a_recall_it_begins_anew(either: Kernels) -> None:
    """What it was worth to begin with is that of the tours recalled: nothing is kept that is worse."""
    tours = crowded().tours(either)
    tours.improve(100, 4, 1)
    tours.recall()
    best_of_all = list(tours.value)
    assert tours.steps == 0
    assert min(walked(tours, LATENESS, 4, 7)) == best_of_all


def test_another_seed_draws_others(either: Kernels) -> None:
    drawn = set()
    for seed in (0, 1, 2, 2**31 - 3):
        tours = stuck().tours(either)
        tours.improve(3, 3, seed)
        drawn.add(tours.drawn)
    assert len(drawn) == 4
    tours = stuck().tours(either)
    tours.improve(3, 3, 2**31 - 2)  # the generator repeats itself from here on
    assert tours.drawn in drawn


# ---- prices


SEED = st.integers(0, 2**32)


def priced(of: Fleet, kernels: Kernels, seed: int) -> Tours:
    """The tours of a fleet with prices."""
    draw, tours = Random(seed), of.tours(kernels)
    for at in range(len(of.rows) * of.slots):
        tours.dearest[at] = draw.randint(1, 9)
        tours.price[at] = draw.choice((tours.dearest[at], draw.randint(0, tours.dearest[at])))
    return tours


@given(fleets(slots=7, units=2, amounts=2), SEED)
def test_the_bound_is_what_is_left_of_the_needs_and_what_each_earns(either: Kernels, of: Fleet, seed: int) -> None:
    tours = priced(of, either, seed)
    price = [list(tours.price[at : at + of.slots]) for at in range(0, len(tours.price), of.slots)]
    total = sum(
        (tours.dearest[line * of.slots + slot] - price[line][slot]) * need
        for line, one in enumerate(of.rows)
        for slot, need in enumerate(one.need)
    )

    def earned(unit: int, trip: tuple[int, int, int]) -> int:
        number, first, end = trip
        one = of.units[unit].openings[number]
        need, paid = of.rows[one.line].need, price[one.line]
        return sum(paid[slot] * min(run_on(one, slot).size, need[slot]) for slot in range(first, end))

    for number, unit in enumerate(of.units):
        total += max(sum(earned(number, trip) for trip in found) for found in schedules(unit, of.slots))
    for amount in of.amounts:
        for slot in range(of.slots):
            there = [one for one in amount.openings if one.first <= slot < one.end]
            total += max((price[one.line][slot] * run_on(one, slot).size for one in there), default=0)
    assert tours.bound() == total
    assert tours.bound() == total
    assert set(tours.value) == {0}


@given(fleets(slots=4, units=2, amounts=2), SEED)
def test_whatever_the_prices_nothing_that_could_be_done_is_worth_more_than_the_bound(
    either: Kernels, of: Fleet, seed: int
) -> None:
    tours = priced(of, either, seed)
    most = 0
    for every in product(*(list(schedules(unit, of.slots)) for unit in of.units)):
        brought, total = serves(of, every), 0
        for slot in range(of.slots):
            total += max(
                sum(
                    tours.dearest[line * of.slots + slot] * min(one.need[slot], brought[line][slot] + more[line])
                    for line, one in enumerate(of.rows)
                )
                for more in given_by_amounts(of, slot)
            )
        most = max(most, total)
    assert most <= tours.bound()


@given(fleets(slots=7, amounts=2), SEED)
def test_both_kernels_bound_alike_and_use_alike(of: Fleet, seed: int) -> None:
    one = priced(of, PYTHON, seed)
    other = of.tours(compiled_here())
    for at in range(len(one.price)):
        other.dearest[at], other.price[at] = one.dearest[at], one.price[at]
    for turn in range(5):
        assert one.bound() == other.bound()
        assert list(one.used) == list(other.used)
        one.adjust(turn)
        other.adjust(turn)
        assert list(one.price) == list(other.price)


def test_what_is_used_is_what_the_best_tours_would_bring(either: Kernels) -> None:
    """An amount of 9 earns all of it, though a line needs but 2; a unit of 5 earns no more than is needed."""
    of = fleet([row([2, 2])], alone(opening(0, 0, 2, 5)), amounts=[alone(opening(0, 0, 2, 9), longest=1)])
    tours = of.tours(either)
    for at in range(2):
        tours.price[at] = tours.dearest[at] = 1
    assert tours.bound() == 2 * 2 + 2 * 9
    assert list(tours.used) == [2 + 9, 2 + 9]


def test_what_is_used_changes_with_what_a_unit_brings(either: Kernels) -> None:
    """Five, then two, and nothing on the last slot, after its only tour."""
    falls = Opening(0, 0, (Run(1, 5), Run(4, 2)))
    tours = fleet([row(9)], alone(falls, longest=3, rest=9)).tours(either)
    for at in range(4):
        tours.price[at] = tours.dearest[at] = 1
    assert tours.bound() == 5 + 2 + 2
    assert list(tours.used) == [5, 2, 2, 0]


def stepped(need: int, used: int, price: tuple[int, int], past: int, turn: int) -> tuple[int, int]:
    """A price after a step, given what it is and is at most; and what the lengths of later steps rest on."""
    now, dearest = price
    over = used - need
    if need == 0 or over == 0 or dearest == 0:
        return now, past
    excess = min(16384, abs(over) * 1024 // need)
    past += excess**2
    step = dearest * excess // (isqrt(past) + 1) * 25 // (50 + turn)
    return (max(0, now - step) if over > 0 else min(dearest, now + step)), past


@given(st.data(), st.integers(0, 60))
def test_prices_fall_where_too_much_is_used_and_rise_where_too_little(
    either: Kernels, data: st.DataObject, turn: int
) -> None:
    needs = data.draw(st.lists(st.integers(0, 5), min_size=1, max_size=4))
    tours = fleet([row(needs)], alone(opening(0, 0, len(needs)))).tours(either)
    expected = []
    for at, need in enumerate(needs):
        tours.used[at] = data.draw(st.integers(0, 200))
        tours.dearest[at] = data.draw(st.integers(0, 4096))
        tours.price[at] = data.draw(st.integers(0, tours.dearest[at]))
        tours.past[at] = data.draw(st.integers(0, 2**30))
        expected.append(stepped(need, tours.used[at], (tours.price[at], tours.dearest[at]), tours.past[at], turn))
    tours.adjust(turn)
    assert list(zip(tours.price, tours.past, strict=True)) == expected


@given(st.integers(0, 2**62))
def test_the_root_is_rounded_down(either: Kernels, number: int) -> None:
    tours = fleet([row(1)], alone(opening(0, 0, 4))).tours(either)
    assert tours.root(number) == isqrt(number)


@pytest.mark.parametrize("number", [0, 1, 2, 3, 4, 8, 9, 15, 16, 2**60 - 1, 2**60])
def test_the_root_of_small_numbers_and_of_squares(either: Kernels, number: int) -> None:
    tours = fleet([row(1)], alone(opening(0, 0, 4))).tours(either)
    assert tours.root(number) == isqrt(number)


# ---- what is compared


def test_what_is_late_may_be_nearer_or_farther(either: Kernels) -> None:
    """Of one step ago nothing is kept that is worse than that."""
    for lateness in (1, 3, 200):
        tours = crowded().tours(either)
        tours.lateness = lateness
        values = walked(tours, 300, 4, 1)
        for step, (before, after) in enumerate(pairwise(values)):
            assert after >= before or after >= values[max(0, step + 1 - lateness)]
        assert any(after < before for before, after in pairwise(values)) is (lateness > 1)


# ---- decisions, and what is served at prices


def earned(
    either: Kernels, of: Fleet, *decided: tuple[int, int, int, int], price: int = 1
) -> tuple[int, list[tuple[int, int]]]:
    """What the first unit earns at the same price everywhere, and where it would serve with how much."""
    tours = of.tours(either)
    for at in range(tours.lines * tours.days):
        tours.price[at] = price
    tours.decisions = len(decided)
    for number, (unit, line, day, worth) in enumerate(decided):
        tours.decided_unit[number], tours.decided_line[number] = unit, line
        tours.decided_day[number], tours.decided_worth[number] = day, worth
    places, sizes = (either.zeros("q", tours.days) for _ in range(2))
    worth = tours.earn(0)
    served = tours.spread(0, places, sizes)
    return worth, list(zip(places[:served], sizes[:served], strict=True))


def test_what_is_served_at_prices_is_told_by_place(either: Kernels) -> None:
    """Two days at the second line, one of rest; sizes as far as they are needed."""
    one = alone(opening(1, 0, 4, 3), longest=2, rest=1)
    assert earned(either, fleet([row(9), row([2, 3, 9, 9])], one)) == (8, [(4, 2), (5, 3), (7, 3)])
    assert earned(either, fleet([row(9), row(2)], amounts=[alone(opening(1, 0, 4, 3), longest=1)]))[1][0] == (4, 3)
    assert earned(either, fleet([row(9), row(9)], one), price=0)[0] == 0


def test_a_decision_is_worth_something_to_its_unit_at_its_line_on_its_day(either: Kernels) -> None:
    of = fleet([row(9), row(9)], alone(opening(0, 1, 4, 2), opening(1, 0, 4)), alone(opening(0, 0, 4)))
    everywhere = earned(either, of)
    assert everywhere == (7, [(4, 1), (1, 2), (2, 2), (3, 2)])
    assert earned(either, of, (0, 1, 2, 50)) == (7 - 1 + 50, [(4, 1), (1, 2), (6, 1), (3, 2)])
    assert earned(either, of, (0, 0, 2, -50)) == (6, [(4, 1), (1, 2), (6, 1), (3, 2)])
    assert earned(either, of, (0, 0, 0, 50), (1, 0, 2, 50)) == everywhere
    assert earned(either, of, (0, 0, 1, 3), (0, 0, 3, 4)) == (14, everywhere[1])
