"""From the fields of a period to a fleet: slots, lines, where and when units may serve, what amounts supply."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from muster.core.days import Period
from muster.engine.allocation import Plan
from muster.engine.fleet import Opening, Run, Unit
from muster.engine.kernels.tours import NONE
from muster.engine.numbering import Numbered, pinned_of
from muster.engine.rows import covered_by_pins
from muster.engine.touring import Effort, Kept
from muster.ledger.entries import Draft
from tests.builders import cap, dates, draft
from tests.engine.units import plan, tour
from tests.engine.written import change, committed, in_place, line, on, pin, ships, unit, wants

NOT_SOUGHT = Effort(steps=0, turns=0)
BOATS = draft("capability", "boats", name="Boats", unit="ships", parent="ships")


def made(*drafts: Draft, **how: Any) -> Plan:
    return plan(*drafts, effort=NOT_SOUGHT, **how)


def of(*drafts: Draft, **how: Any) -> Numbered:
    """The fleet of a book over ten days."""
    found = made(*drafts, **how).touring.of
    assert found is not None
    return found


def only(found: Numbered) -> Unit:
    (unit,) = found.fleet.units
    return unit


def openings(found: Numbered) -> list[tuple[str, int, int]]:
    """Where units may serve, from which slot up to before which."""
    every = [one for unit in found.fleet.units for one in unit.openings]
    return [(found.lines[one.line], one.first, one.end) for one in every]


def agreed(first: str, last: str, **fields: Any) -> Draft:
    """A pin of S to A, on some days of July."""
    return draft("assignment", f"P{first}", f"2026-07-{first}", f"2026-07-{last}", contribution="S", line="A", **fields)


# ---- slots


@pytest.mark.parametrize(
    ("book", "weeks", "slot_days"),
    [
        ((ships(), *unit("S")), 4, 28),
        ((ships(tour_days=14, rest_days=7), *unit("S")), 4, 7),
        ((ships(tour_days=14, rest_days=14), *unit("S")), 4, 14),
        ((ships(tour_days=14, rest_days=14), *unit("S", shortest_tour_days=4)), 4, 2),
        ((ships(tour_days=14, rest_days=14), *unit("S", shortest_tour_days=1)), 4, 14),
        ((ships(tour_days=15, rest_days=15), *unit("S", shortest_tour_days=2)), 15, 1),
        ((ships(tour_days=14, rest_days=14), *unit("S"), *unit("T", tour_days=21)), 4, 7),
        ((ships(tour_days=14), *unit("S")), 4, 14),
        ((ships(tour_days=14, rest_days=14), change("A", 2, "2026-07-08"), *unit("S")), 4, 7),
        ((ships(tour_days=14, rest_days=14), *unit("S", window=dates("2026-07-06"))), 4, 1),
    ],
    ids=[
        "all the period",
        "tour and rest",
        "twice as long",
        "the least that a tour lasts",
        "one day: none",
        "two days",
        "of any unit",
        "rest is unknown",
        "a need changes",
        "a window begins",
    ],
)
def test_a_slot_is_as_many_days_as_divide_all_lengths_and_changes(
    book: tuple[Draft, ...], weeks: int, slot_days: int
) -> None:
    within = Period(on("7-1"), on("7-1") + timedelta(weeks=weeks))
    found = of(book[0], wants("A", 1), *book[1:], within=within)
    assert (found.slot_days, found.fleet.slots) == (slot_days, weeks * 7 // slot_days)


@pytest.mark.parametrize(("since", "slot_days"), [("2026-06-24", 7), ("2026-06-26", 1)])
def test_since_when_a_unit_is_there_is_counted_in_slots(since: str, slot_days: int) -> None:
    within = Period(on("7-1"), on("7-29"))
    there = in_place("S", 1, since=since, capability="ships")
    found = of(ships(tour_days=14, rest_days=14), wants("A", 1), *there, within=within)
    assert found.slot_days == slot_days
    assert [one.begun for one in only(found).openings] == [(on("7-1") - on(since[5:])).days // slot_days, NONE]


def test_of_a_unit_without_terms_it_is_not_asked_since_when_it_is_there() -> None:
    found = of(ships(), wants("A", 1), *in_place("S", 1, since="2026-06-29", capability="ships"))
    assert (found.slot_days, [one.begun for one in only(found).openings]) == (10, [NONE])


def test_lengths_are_counted_in_slots() -> None:
    within = Period(on("7-1"), on("7-29"))
    book = (ships(tour_days=14, rest_days=7), wants("A", 1), *unit("S", shortest_tour_days=7), *unit("T", tour_days=70))
    first, second = of(*book, within=within).fleet.units
    assert (first.shortest, first.longest, first.rest) == (1, 2, 1)
    assert (second.shortest, second.longest, second.rest) == (1, 4, 1)


def test_what_is_of_any_length_or_comes_back_nobody_knows_when_is_as_long_as_all() -> None:
    one = only(of(ships(tour_days=5), wants("A", 1), *unit("S")))
    assert (one.longest, one.rest) == (1, 2)
    one = only(of(ships(rest_days=5), wants("A", 1), *unit("S")))
    assert (one.longest, one.rest) == (2, 1)
    one = only(of(ships(rest_days=50), wants("A", 1), *unit("S")))
    assert (one.longest, one.rest) == (1, 1)
    there = in_place("S", 1, since="2026-06-26", capability="ships")
    assert only(of(ships(rest_days=5), wants("A", 1), *there)).longest == 2 + 1


def test_days_and_slots() -> None:
    found = of(ships(tour_days=5, rest_days=5), wants("A", 1), *unit("S"))
    assert [found.day(slot) for slot in range(3)] == [on("7-1"), on("7-6"), on("7-11")]
    for first, end, slots in (
        ("7-1", "7-11", range(2)),
        ("7-6", "7-11", range(1, 2)),
        ("7-2", "7-11", range(1, 2)),
        ("7-1", "7-10", range(1)),
        ("6-1", "8-1", range(2)),
    ):
        assert found.slots(Period(on(first), on(end))) == slots


# ---- lines


def test_lines_that_are_linked_to_a_unit_on_any_day_are_one_component() -> None:
    """A by the unit, B by boats that may serve A too, C by others that may serve B; trainers are apart."""
    book = (
        ships(),
        BOATS,
        wants("A", 9, tier=2),
        line("B", 5, "2026-07-01", "2026-07-04", capability="boats", tier=1),
        line("T", 5),
        *unit("S"),
        *committed("D", 2, capability="boats"),
        *committed("E", 3),
    )
    found = of(*book)
    assert (found.lines, found.units, found.amounts, found.tiers) == (("A", "B"), ("S",), ("D",), (1, 2))
    assert [one.tier for one in found.fleet.rows] == [1, 0]


def test_lines_that_need_each_other_are_one_component() -> None:
    """The unit serves A; A needs B, which D serves, who may serve C; C is needed by E, which nobody serves."""
    book = (
        ships(),
        BOATS,
        wants("A", 1, needs=("B", "X")),
        line("B", 5, capability="boats", threshold=80),
        line("C", 5, capability="boats"),
        line("E", 5, capability="trainers", needs=("C",)),
        line("F", 5, capability="trainers"),
        *unit("S"),
        *committed("D", 2, capability="boats"),
    )
    found = of(*book)
    assert (found.lines, found.units, found.amounts) == (("A", "B", "C", "E"), ("S",), ("D",))
    assert [[other.line for other in one.needs] for one in found.fleet.rows] == [[1], [], [], [2]]
    assert [list(one.threshold) for one in found.fleet.rows] == [[], [80], [], []]


def test_what_pins_cover_is_held_of_lines_that_are_bound() -> None:
    pins = (pin("P", "D", "A"), pin("Q", "E", "B"))
    boats = (*committed("D", 4, capability="boats"), *committed("E", 2, capability="boats"))
    lines = (wants("A", 9, threshold=50), wants("B", 3))
    rows = of(ships(), BOATS, *lines, *unit("S"), *boats, *pins).fleet.rows
    assert [list(row.need) for row in rows] == [[5], [1]]
    assert [list(row.held) for row in rows] == [[4], []]


def test_a_line_counts_in_the_tier_of_the_first_day_on_which_it_is_planned() -> None:
    more_urgent = draft("requirement", "A", "2026-07-06", tier=1)
    assert of(ships(), wants("A", 1, tier=2), more_urgent, *unit("S")).tiers == (2,)


def test_needs_are_what_pins_leave_of_them_and_weights_those_of_the_day() -> None:
    lines = (wants("A", 9, "2026-07-02", weight=2), draft("requirement", "A", "2026-07-06", weight=5))
    pins = draft("assignment", "P", "2026-07-04", "2026-07-08", contribution="D", line="A")
    found = of(ships(), BOATS, *lines, *unit("S"), *committed("D", 4, capability="boats"), pins)
    (row,) = found.fleet.rows
    assert list(row.need) == [0] + [9] * 2 + [5] * 5 + [9] * 2
    assert list(row.weight) == [0] + [2] * 4 + [5] * 5


def test_all_is_in_whole_numbers() -> None:
    """Barges are worth a quarter of a ship, cutters a half; of them one is pinned."""
    kinds = [draft("capability", name, name=name, unit=name, portion="unit") for name in ("barges", "cutters")]
    worth = [
        draft("substitute", "ships", capability="barges", efficiency="0.25"),
        draft("substitute", "ships", capability="cutters", efficiency="0.5"),
    ]
    book = (ships(), *kinds, *worth, wants("A", 2), *committed("D", 3, capability="barges"))
    found = of(*book, *committed("S", 3, capability="cutters"), pin("P", "S", "A", 1))
    assert found.scale == 4
    assert list(found.fleet.rows[0].need) == [(2 - Fraction(1, 2)) * 4]
    assert [run.size for one in only(found).openings for run in one.runs] == [3]


# ---- units


def test_large_units_come_first() -> None:
    """By what they bring at most."""
    book = (ships(), wants("A", 9), *unit("S", 2), *unit("T", 3), *unit("U", 3), *unit("V", 4))
    assert of(*book, cap("V", "reduced", "2026-07-06", 1)).units == ("V", "T", "U", "S")


def test_a_unit_is_open_where_it_supplies_something_and_the_line_is_there() -> None:
    lines = (wants("A", 5, "2026-07-03"), wants("B", 5, last="2026-07-05"), change("B", 2, "2026-07-04"))
    found = of(ships(), *lines, *unit("S", 4, window=dates("2026-07-02")), cap("S", "reduced", "2026-07-07", 3))
    assert only(found).openings == (
        Opening(0, 2, (Run(6, 4), Run(10, 3))),
        Opening(1, 1, (Run(5, 4),)),
    )


def test_what_is_interrupted_is_two_openings() -> None:
    gone = cap("S", "paused", "2026-07-04", until="2026-07-05")
    assert openings(of(ships(), wants("A", 1), *unit("S"), gone)) == [("A", 0, 3), ("A", 5, 10)]


def test_while_pins_hold_it_and_so_long_before_and_after_as_it_rests_it_is_open_nowhere() -> None:
    book = (wants("A", 1), wants("B", 1), *unit("S"))
    pins = (agreed("03", "03"), agreed("08", "08"))
    assert openings(of(ships(rest_days=1), *book, *pins)) == [
        *(("A", 0, 1), ("A", 4, 6), ("A", 9, 10)),
        *(("B", 0, 1), ("B", 4, 6), ("B", 9, 10)),
    ]
    assert openings(of(ships(rest_days=2), *book, *pins)) == []


def test_pins_that_follow_each_other_are_rested_from_once() -> None:
    pins = (agreed("04", "04"), agreed("05", "06"))
    assert openings(of(ships(rest_days=1), wants("A", 1), *unit("S"), *pins)) == [("A", 0, 2), ("A", 7, 10)]


def test_units_that_may_never_tour_are_none_of_the_fleet_and_pins_hold_them_all_the_same() -> None:
    found = of(ships(tour_days=3), wants("A", 1), *unit("S"), agreed("05", "05"))
    assert (found.units, found.lines, found.fleet.units) == ((), ("A",), ())


def test_a_unit_in_place_goes_on_from_the_first_slot_or_begins_after_its_rest() -> None:
    there = in_place("S", 1, since="2026-06-28", capability="ships")
    found = of(ships(tour_days=9, rest_days=4), wants("A", 1), wants("B", 1, "2026-07-02"), *there)
    assert only(found).openings == (
        Opening(0, 0, (Run(10, 1),), begun=3),
        Opening(0, 4, (Run(10, 1),)),
        Opening(1, 4, (Run(10, 1),)),
    )


def test_a_pin_on_the_first_day_stands_instead_of_what_is_in_place() -> None:
    there = in_place("S", 1, since="2026-06-28", capability="ships")
    found = of(ships(tour_days=9, rest_days=4), wants("A", 1), *there, agreed("01", "02"))
    assert only(found).openings == (Opening(0, 6, (Run(10, 1),)),)


def test_a_pin_soon_after_the_first_day_ends_what_has_begun() -> None:
    there = in_place("S", 1, since="2026-06-28", capability="ships")
    found = of(ships(tour_days=9, rest_days=1), wants("A", 1), *there, agreed("05", "09"))
    assert only(found).openings == (Opening(0, 0, (Run(3, 1),), begun=3), Opening(0, 1, (Run(3, 1),)))


def test_a_tour_that_the_kept_plan_had_not_costs_twice() -> None:
    """It had S at A from the third to the fifth, and from the eighth on."""
    kept = Kept.of_tours([tour("S", "A", "3", "5"), tour("S", "A", "8", "20"), tour("T", "B", "1", "9")])
    found = of(ships(tour_days=1, rest_days=1), wants("A", 1), wants("B", 1), *unit("S"), kept=kept)
    runs = [[(run.end, run.cost) for run in one.runs] for one in only(found).openings]
    assert runs == [[(2, 2), (5, 1), (7, 2), (10, 1)], [(10, 2)]]
    again = of(ships(tour_days=1, rest_days=1), wants("A", 1), wants("B", 1), *unit("S"))
    assert [[(run.end, run.cost) for run in one.runs] for one in only(again).openings] == [[(10, 1)]] * 2


def test_costs_and_sizes_change_apart() -> None:
    kept = Kept.of_tours([tour("S", "A", "4", "10")])
    book = (ships(tour_days=1, rest_days=1), wants("A", 5), *unit("S", 2), cap("S", "reduced", "2026-07-06", 1))
    (one,) = only(of(*book, kept=kept)).openings
    assert one.runs == (Run(3, 2, 2), Run(5, 2, 1), Run(10, 1, 1))


# ---- amounts


def test_amounts_may_serve_where_they_have_something_left() -> None:
    """Of five two are pinned; from the sixth on there are three, of which one is left."""
    book = (ships(), BOATS, wants("A", 9), wants("B", 9, "2026-07-04"), *unit("S"))
    given = (*committed("D", 5, capability="boats"), cap("D", "reduced", "2026-07-06", 3), pin("P", "D", "A", 2))
    (amount,) = of(*book, *given).fleet.amounts
    assert amount == Unit(
        1,
        1,
        0,
        (Opening(0, 0, (Run(5, 3), Run(10, 1))), Opening(1, 3, (Run(5, 3), Run(10, 1)))),
    )


def test_an_amount_of_which_pins_hold_all_is_none() -> None:
    book = (ships(), BOATS, wants("A", 9), *unit("S"), *committed("D", 5, capability="boats"), pin("P", "D", "A"))
    assert of(*book).amounts == ()


def test_what_comes_whole_on_some_days_is_an_amount_on_others() -> None:
    later = (ships(portion="amount"), ships("2026-07-04", portion="unit"))
    found = of(*later, wants("A", 1), *unit("S", 2))
    assert (found.units, found.amounts) == (("S",), ("S",))
    assert openings(found) == [("A", 3, 10)]
    assert found.fleet.amounts[0].openings == (Opening(0, 0, (Run(3, 2),)),)


def test_without_a_unit_there_is_no_fleet() -> None:
    for book in (
        (BOATS, ships(), wants("A", 1), *committed("D", 5, capability="boats")),
        (ships(), wants("A", 1, servers=["DEU"]), *unit("S")),
        (ships(), wants("A", 1)),
    ):
        assert made(*book).touring.of is None


# ---- pins of a day


def test_what_pins_hold_of_each_and_what_they_cover() -> None:
    """Seven are asked for of six, four of them at a line of three; a tour is no pin."""
    pins = (pin("P", "D", "A", 4), pin("Q", "D", "B", 3), pin("R", "E", "A", 0))
    given = (*committed("D", 6, capability="boats"), *committed("E", 1, capability="boats"))
    found = made(ships(), BOATS, wants("A", 3), wants("B", 9), *unit("S"), *given, *pins)
    (field,) = [part.field for part in found.parts]
    assert [(one.contribution, one.by_tour) for one in field.pins if one.amount] == [
        ("D", False),
        ("D", False),
        ("S", True),
    ]
    assert covered_by_pins(field) == {"A": 3, "B": 2}
    assert pinned_of(found.touring.course[0][1]) == {"D": 6}
