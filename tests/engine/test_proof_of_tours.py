"""The check of tours and bounds: it finds nothing wrong where all holds, and each figure that is changed."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.core.days import Period
from muster.engine.account import account_of
from muster.engine.bounding import bounds
from muster.engine.proof_of_tours import faults
from muster.engine.touring import Effort, Work
from tests.builders import changed, draft
from tests.engine.fleet_plans import Made, made
from tests.engine.units import plan, tour
from tests.engine.written import committed, in_place, line, on, ships, unit, wants

BOATS = draft("capability", "boats", name="Boats", unit="ships", parent="ships")
FUNDS = draft("capability", "funds", name="Funds", unit="EUR", measure="total")
BOOK = (
    ships(tour_days=4, rest_days=2),
    BOATS,
    FUNDS,
    wants("A", 3, tier=1),
    wants("B", 4, tier=2, weight=3),
    line("F", 100, capability="funds"),
    *unit("S", 3),
    *in_place("T", 2, since="2026-06-29", capability="ships"),
    *committed("D", 1, capability="boats"),
    *committed("M", 30, capability="funds"),
    draft("assignment", "P", "2026-07-05", "2026-07-06", contribution="S", line="B"),
)
"""Two lines that S, which is pinned for two days, T, which is two days into a tour, and boats may serve; and money."""

TOURS = [
    tour("S", "A", "1", "2"),
    tour("S", "A", "9", "10"),
    tour("T", "A", "3", "6"),
    tour("T", "B", "9", "10"),
]


def account(*drafts: Any, **how: Any) -> dict[str, Any]:
    """The account of a plan, as somebody else reads it from a file."""
    read: dict[str, Any] = json.loads(json.dumps(account_of(plan(*drafts, **how))))
    return read


@pytest.fixture(scope="module")
def right() -> dict[str, Any]:
    return account(*BOOK, tours=TOURS, effort=Effort(steps=0))


def test_all_of_it_holds_in_slots_of_two_days(right: dict[str, Any]) -> None:
    touring = right["touring"]
    assert (touring["slot_days"], touring["slots"], len(touring["tours"])) == (2, 5, 4)
    assert list(faults(right)) == []
    assert [one["covered"] for one in touring["bounds"]] == ["26", "42"]
    assert len(right["intervals"]) == 5 + 1


def test_a_plan_without_units_has_no_tours_to_check() -> None:
    assert list(faults({"intervals": []})) == []


# ---- tours

T_MAY_NOT = "T may not go on a tour to "

OF_TOURS: dict[str, tuple[tuple[Any, ...], Any, str]] = {
    "moved to where it is pinned": (
        (0,),
        {"first": 2, "end": 3},
        "S may not go on a tour to A from slot 2 to before 3",
    ),
    "too long": ((2,), {"end": 4}, "T may not go on a tour to A from slot 1 to before 4"),
    "too soon after another": ((3,), {"first": 3, "end": 4}, "T may not go on a tour to B from slot 3 to before 4"),
    "before the first day": ((0,), {"first": -1}, "S may not go on a tour to A from slot -1 to before 1"),
    "after the last day": ((3,), {"end": 6}, "T may not go on a tour to B from slot 4 to before 6"),
    "of no length": ((0,), {"end": 0}, "S may not go on a tour to A from slot 0 to before 0"),
    "one that had begun, and is longer with it": (
        (2,),
        {"first": 0, "end": 2},
        "T may not go on a tour to A from slot 0 to before 2",
    ),
    "to a line that it may not serve": ((0,), {"line": "C"}, "S may not go on a tour to C from slot 0 to before 1"),
    "shorter": ((2,), {"end": 2}, "from 2026-07-05: T is not where its tours are"),
    "to another line": ((0,), {"line": "B"}, "from 2026-07-01: S is not where its tours are"),
}


@pytest.mark.parametrize(("place", "fields", "told"), OF_TOURS.values(), ids=OF_TOURS)
def test_a_tour_that_is_changed_is_found(
    right: dict[str, Any], place: tuple[Any, ...], fields: dict[str, Any], told: str
) -> None:
    one = right["touring"]["tours"][place[0]]
    assert told in faults(changed(right, ("touring", "tours", *place), {**one, **fields}))


def test_a_tour_that_had_begun_begins_with_the_first_slot(right: dict[str, Any]) -> None:
    """Of T's tours to A one had begun; where that alone is left, none begins later."""
    openings = [one for one in right["touring"]["units"]["T"]["openings"] if one["begun"] is not None]
    wrong = changed(right, ("touring", "units", "T", "openings"), openings)
    assert "T may not go on a tour to A from slot 1 to before 3" in faults(wrong)


def test_a_tour_that_is_left_out_or_added_is_found(right: dict[str, Any]) -> None:
    assert list(faults(changed(right, ("touring", "tours", 0), None))) == [
        "from 2026-07-01: S is not where its tours are"
    ]
    more = [*right["touring"]["tours"][1:], {"contribution": "S", "line": "B", "first": 0, "end": 1}]
    wrong = changed(right, ("touring", "tours"), more)
    assert "S may not go on a tour to B from slot 0 to before 1" in faults(wrong)


@pytest.mark.parametrize(
    ("name", "terms", "told"),
    [
        ("S", {"shortest": 2}, "S may not go on a tour to A from slot 0 to before 1"),
        ("T", {"longest": 1}, "T may not go on a tour to A from slot 1 to before 3"),
        ("T", {"rest": 2}, "T may not go on a tour to B from slot 4 to before 5"),
        ("T", {"rest": 0}, "tier 1: there could be more than 26"),
        ("T", {"longest": 3}, "tier 1: there could be more than 26"),
    ],
)
def test_other_terms_are_found_where_they_matter(
    right: dict[str, Any], name: str, terms: dict[str, int], told: str
) -> None:
    one = right["touring"]["units"][name]
    assert told in faults(changed(right, ("touring", "units", name), {**one, **terms}))


# ---- the intervals


OF_INTERVALS: dict[str, tuple[tuple[Any, ...], Any, str]] = {
    "a tour is missing": ((0, "pinned", 0), None, "from 2026-07-01: S is not where its tours are"),
    "a tour is told as a pin": ((0, "pinned", 0, "tour"), None, "from 2026-07-01: S is not where its tours are"),
    "a tour of another": ((0, "pinned", 0, "contribution"), "T", "from 2026-07-01: T is not where its tours are"),
    "a pin is told as a tour": ((2, "pinned", 0, "tour"), True, "from 2026-07-05: S is not where its tours are"),
    "a pin holds less": (
        (2, "pinned", 0, "amount"),
        "2",
        "from 2026-07-05: what B needs is not what its tours were planned from",
    ),
    "a pin is worth less": (
        (2, "pinned", 0, "worth"),
        "1/2",
        "from 2026-07-05: what B needs is not what its tours were planned from",
    ),
    "another need": (
        (3, "lines", "A", "need"),
        "4",
        "from 2026-07-07: what A needs is not what its tours were planned from",
    ),
    "another weight": (
        (3, "lines", "B", "weight"),
        2,
        "from 2026-07-07: what B needs is not what its tours were planned from",
    ),
    "no weight, so one": (
        (3, "lines", "B", "weight"),
        None,
        "from 2026-07-07: what B needs is not what its tours were planned from",
    ),
    "covered better": ((3, "lines", "A", "covered"), "2", "tier 1: what is covered is not 26"),
}


@pytest.mark.parametrize(("path", "value", "told"), OF_INTERVALS.values(), ids=OF_INTERVALS)
def test_what_intervals_say_otherwise_is_found(
    right: dict[str, Any], path: tuple[Any, ...], value: Any, told: str
) -> None:
    assert told in faults(changed(right, ("intervals", *path), value))


def test_a_pin_may_cover_more_than_is_needed(right: dict[str, Any]) -> None:
    """S has five: where it is pinned to B it covers the four that are needed."""
    larger = [draft("step", "S", "2026-01-01", word="committed", quantity=EXACTLY_FIVE)]
    found = account(*BOOK, *larger, tours=TOURS)
    assert found["intervals"][2]["lines"]["B"]["covered"] == "4"
    assert list(faults(found)) == []


EXACTLY_FIVE = unit("X", 5)[1].record.stated()["quantity"]


def test_it_goes_by_the_days_of_intervals_in_order(right: dict[str, Any]) -> None:
    """What follows the last day is totals; so an interval that is left out leaves out what is covered from then on."""
    assert "tier 1: what is covered is not 26" in faults(changed(right, ("intervals", 1), None))
    assert list(faults(changed(right, ("intervals", 5), None))) == []


# ---- what it was planned from


OF_TOURING: dict[str, tuple[tuple[Any, ...], Any, str]] = {
    "another first day": (("first",), "2026-07-02", "tier 1: what is covered is not 26"),
    "another scale": (("scale",), 2, "from 2026-07-01: what A needs is not what its tours were planned from"),
    "another need": (
        ("lines", "A", "need"),
        [[4, 3], [5, 2]],
        "from 2026-07-09: what A needs is not what its tours were planned from",
    ),
    "another weight": (
        ("lines", "A", "weight"),
        [[1, 2], [5, 1]],
        "from 2026-07-01: what A needs is not what its tours were planned from",
    ),
    "another tier": (("lines", "B", "tier"), 1, "tier 1: what is covered is not 26"),
    "a larger unit": (
        ("units", "T", "openings", 1, "sizes"),
        [[5, 3]],
        "tier 1: there could be more than 26",
    ),
    "a larger amount": (("amounts", "D", 0, "sizes"), [[5, 2]], "tier 1: there could be more than 26"),
}


@pytest.mark.parametrize(("path", "value", "told"), OF_TOURING.values(), ids=OF_TOURING)
def test_what_tours_were_planned_from_must_be_what_it_is(
    right: dict[str, Any], path: tuple[Any, ...], value: Any, told: str
) -> None:
    wrong = changed(right, ("touring", *path), value)
    wrong["touring"]["bounds"] = wrong["touring"]["bounds"][:1]  # that of a tier that may be gone
    assert told in faults(wrong)


# ---- bounds


def test_prices_lie_between_nothing_and_what_covering_is_worth(right: dict[str, Any]) -> None:
    def with_price(bound: int, of: str, price: int) -> list[str]:
        return list(faults(changed(right, ("touring", "bounds", bound, "prices", of), [[5, price]])))

    multiple = right["touring"]["bounds"][1]["multiple"]
    for bound, of, price in ((0, "A", 1025), (0, "A", -1), (0, "B", 1), (1, "A", multiple + 1), (1, "B", 3073)):
        assert f"tier {bound + 1}: a price of {of} is {price}, beyond its weight" in with_price(bound, of, price)
    for bound, of, price in ((0, "A", 1024), (0, "A", 0), (1, "A", multiple), (1, "B", 3072)):
        assert [one for one in with_price(bound, of, price) if "a price of" in one] == []


def test_other_prices_may_prove_less(right: dict[str, Any]) -> None:
    """At no price all that is needed could be covered."""
    wrong = changed(right, ("touring", "bounds", 0, "prices", "A"), None)
    assert list(faults(wrong)) == ["tier 1: there could be more than 26"]


def test_less_than_prices_prove_is_found_and_more_is_not(right: dict[str, Any]) -> None:
    for number, bound in enumerate(right["touring"]["bounds"]):
        at_most = Fraction(bound["at_most"])
        path = ("touring", "bounds", number, "at_most")
        less, more = str(at_most - Fraction(1, 10**6)), str(at_most + 1)
        assert list(faults(changed(right, path, less))) == [f"tier {number + 1}: there could be more than {less}"]
        assert list(faults(changed(right, path, more))) == []


def test_what_is_covered_is_what_the_intervals_say(right: dict[str, Any]) -> None:
    for number, bound in enumerate(right["touring"]["bounds"]):
        for more in (1, -1, Fraction(1, 2)):
            told = str(Fraction(bound["covered"]) + more)
            found = faults(changed(right, ("touring", "bounds", number, "covered"), told))
            assert list(found) == [f"tier {number + 1}: what is covered is not {told}"]


def test_another_multiple_proves_something_else(right: dict[str, Any]) -> None:
    multiple = right["touring"]["bounds"][1]["multiple"]
    more = list(faults(changed(right, ("touring", "bounds", 1, "multiple"), multiple * 2)))
    assert more == [f"tier 2: there could be more than {right['touring']['bounds'][1]['at_most']}"]
    less = list(faults(changed(right, ("touring", "bounds", 1, "multiple"), multiple // 2)))
    assert f"tier 2: a price of A is {multiple}, beyond its weight" in less


def test_units_alone_cover_whole_numbers() -> None:
    """Half of one more is nothing more, but where amounts might cover it."""
    units = (*unit("S", 3), *unit("T", 3), *unit("U", 4))
    book = (ships(tour_days=4, rest_days=3), wants("A", 5), wants("B", 4, weight=2), *units)
    refuted = []
    for turns in (6, 12, 30, 60):
        found = account(*book, effort=Effort(steps=0, turns=turns))
        assert list(faults(found)) == []
        (bound,) = found["touring"]["bounds"]
        none = [{"line": "A", "first": 0, "sizes": [[found["touring"]["slots"], 0]]}]
        wrong = list(faults(changed(found, ("touring", "amounts"), {"D": none})))
        assert wrong in ([], [f"tier 3: there could be more than {bound['at_most']}"])
        refuted += wrong
    assert refuted


@given(made(slots=4), st.integers(1, 9))
def test_whatever_the_plan_its_bounds_hold_and_no_closer_ones(one: Made, turns: int) -> None:
    tiers = {row.tier + 1 for row in one.of.fleet.rows}
    every = bounds(one.of, one.parts, Work(Effort(turns=turns)))
    found = one.account([bound for bound in every if bound.tier in tiers])
    assert list(faults(found)) == []
    for number, bound in enumerate(found["touring"]["bounds"]):
        less = str(Fraction(bound["at_most"]) - Fraction(1, 10**6))
        wrong = changed(found, ("touring", "bounds", number, "at_most"), less)
        assert list(faults(wrong)) == [f"tier {bound['tier']}: there could be more than {less}"]


def test_a_year_of_a_fleet_holds() -> None:
    """Twelve units on tours of half a year, over 364 days."""
    units = [one for number in range(12) for one in unit(f"S{number}", 1 + number % 3)]
    lines = [wants(name, need) for name, need in (("A", 4), ("B", 3))]
    within = Period(on("7-1"), on("2027-06-30"))
    found = account(
        ships(tour_days=182, rest_days=182), *lines, *units, within=within, effort=Effort(steps=20, turns=6)
    )
    assert list(faults(found)) == []


# ---- case by case


@pytest.fixture(scope="module")
def split() -> dict[str, Any]:
    """Three of size 3 at two lines of 4: prices alone say that all could be covered."""
    units = [one for name in "STU" for one in unit(name, 3)]
    return account(ships(), *(wants(name, 4) for name in "AB"), *units)


def test_cases_prove_what_prices_alone_do_not(split: dict[str, Any]) -> None:
    (bound,) = split["touring"]["bounds"]
    assert (bound["covered"], bound["at_most"]) == ("70", "70")
    assert list(bound["cases"]) == ["A"]
    assert bound["prices"] == {}
    assert list(faults(split)) == []
    without = changed(split, ("touring", "bounds", 0, "cases"), None)
    assert list(faults(without)) == ["tier 3: there could be more than 70"]


def test_all_cases_must_be_there(split: dict[str, Any]) -> None:
    """That the unit serves the line there is one half, that it does not the other; neither is all."""
    path = ("touring", "bounds", 0, "cases", "A")
    tree = split["touring"]["bounds"][0]["cases"]["A"]
    for one, other in (("serves", "else"), ("else", "serves")):
        assert list(faults(changed(split, path, tree[one]))) == ["tier 3: there could be more than 70"]
        assert list(faults(changed(split, (*path, one), tree[other]))) == ["tier 3: there could be more than 70"]


def test_a_case_of_another_unit_line_or_slot_proves_something_else(split: dict[str, Any]) -> None:
    path = ("touring", "bounds", 0, "cases", "A")
    tree = split["touring"]["bounds"][0]["cases"]["A"]
    for key, value in (("unit", "V"), ("line", "C"), ("slot", 7)):
        assert value != tree[key]
        assert list(faults(changed(split, (*path, key), value))) == ["tier 3: there could be more than 70"]


def test_prices_of_cases_lie_between_nothing_and_weight(split: dict[str, Any]) -> None:
    path = ("touring", "bounds", 0, "cases", "A")
    wrong = changed(split, path, {"prices": {"B": [[1, 1025]]}})
    assert list(faults(wrong)) == ["tier 3: a price of B is 1025, beyond its weight"]


def test_cases_are_of_a_component_by_its_first_line(split: dict[str, Any]) -> None:
    tree = split["touring"]["bounds"][0]["cases"]["A"]
    wrong = changed(split, ("touring", "bounds", 0, "cases"), {"A": tree, "B": tree})
    assert list(faults(wrong)) == ["tier 3: no component begins with B"]
