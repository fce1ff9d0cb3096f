"""What a plan has before it on a day: lines, contributions, who may serve which, pins."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from muster.core.firmness import Firmness
from muster.core.quantity import Qualifier, Quantity
from muster.engine.coverage import Timeline
from muster.engine.eligibility import Reason
from muster.engine.field import Field, Pin, field_on
from muster.engine.serving import Asked
from muster.engine.whole import Terms
from muster.ledger.entries import Draft
from tests.builders import cap, dates, draft, step, unstated
from tests.engine.written import (
    change,
    committed,
    contribution,
    desk_of,
    in_place,
    line,
    on,
    over_time,
    pin,
    ships,
    unit,
    wants,
)

FUNDS = draft("capability", "funds", name="Funds", unit="EUR", measure="total")
ROBOTS = draft("capability", "robots", name="Robots", unit="persons")
STRICT: dict[str, Any] = {"acceptance": "required"}
"""An operation in which what is committed counts once it is accepted."""

HALF_AS_GOOD = draft("substitute", "trainers", capability="robots", efficiency="0.5")


def field(
    *drafts: Draft,
    day: str = "6-30",
    firmness: Firmness = Firmness.COMMITTED,
    without: frozenset[Reason] = frozenset(),
    **operation: Any,
) -> Field:
    """What a plan made on 30 June 2026 has before it on a day."""
    return field_on(over_time(*drafts, **operation), on(day), Asked(on("6-30"), firmness, without=without))


def up_to(number: int) -> Quantity:
    return Quantity.said_as(Qualifier.UP_TO, number)


# ---- lines


def test_a_line_is_planned_with_its_need() -> None:
    found = field(line(need=80, tier=1, weight=5)).wanted["L"]
    assert (found.need, found.unit, found.decimals, found.tier, found.weight) == (80, "persons", 0, 1, 5)


def test_where_nothing_is_said_a_line_is_of_the_third_tier_and_weighs_one() -> None:
    found = field(line()).wanted["L"]
    assert (found.tier, found.weight) == (3, 1)


@pytest.mark.parametrize(
    "not_planned",
    [
        line(need=0),
        line(need=unstated("many")),
        line(need=up_to(20)),
        line(basis="authorised_maximum"),
        line(since="2026-07-01"),
    ],
)
def test_a_line_without_a_need_on_the_day_is_not_planned(not_planned: Draft) -> None:
    assert list(field(not_planned, line("M")).wanted) == ["M"]


def test_lines_of_an_operation_that_has_ended_are_not_planned() -> None:
    ended: dict[str, Any] = {"dates": dates("2026-01-01", "2026-05-31")}
    assert list(field(line(), day="5-31", **ended).wanted) == ["L"]
    assert not field(line(), day="6-1", **ended).wanted


def test_totals_are_planned_apart() -> None:
    found = field(FUNDS, line(), line("M", capability="funds"), *committed("C", 500, capability="funds"))
    assert list(found.wanted) == ["L"]
    assert found.offered["C"].is_total


# ---- contributions


def test_a_contribution_supplies_its_low_end_and_may_supply_its_high_end() -> None:
    found = field(line(), *committed("C", Quantity.said_as(Qualifier.RANGE, 10, 30)))
    one = found.offered["C"]
    assert (one.supply, one.most, one.is_unknown, one.reason) == (10, 30, False, None)
    assert (one.member, one.capability, one.unit, one.decimals) == ("FRA", "trainers", "persons", 0)
    assert found.worth == {("C", "L"): 1}


@pytest.mark.parametrize(("size", "most"), [(unstated("a battalion"), None), (up_to(30), 30)])
def test_what_is_of_unknown_size_supplies_nothing_and_may_supply_something(size: Quantity, most: int | None) -> None:
    found = field(line(), *committed("C", size))
    one = found.offered["C"]
    assert (one.supply, one.most, one.is_unknown, one.reason) == (0, most, True, Reason.BELOW_FIRMNESS)
    assert not found.worth
    assert found.hoped == {("C", "L"): 1}
    assert found.against == {("C", "L"): Reason.BELOW_FIRMNESS}


def test_what_backfills_supplies_nothing() -> None:
    found = field(line(), *committed("C", 50, backfills="at home"))
    assert (found.offered["C"].supply, found.offered["C"].most) == (0, 0)
    assert found.against == {("C", "L"): Reason.BACKFILL}
    assert not found.hoped


@pytest.mark.parametrize(
    "window",
    [
        dates("2026-08-01"),  # not yet
        dates("2026-01-01", "2026-05-31"),  # no longer
        dates("2026-06"),  # some day in June, so perhaps not yet
        dates(None, "2026-12-31"),  # nobody said from when on
    ],
)
def test_outside_its_window_for_certain_or_perhaps_it_gives_nothing(window: dict[str, str]) -> None:
    found = field(line(), *committed("C", 50, window=window), day="6-15")
    assert found.against == {("C", "L"): Reason.WINDOW}
    assert not found.hoped


def test_what_waits_for_acceptance_gives_nothing_and_says_so() -> None:
    found = field(line(), *committed("C", 50), *committed("D", 50), step("D", "accepted", "2026-02-01", 20), **STRICT)
    assert found.against == {("C", "L"): Reason.NOT_ACCEPTED}
    assert found.offered["D"].supply == 20


@pytest.mark.parametrize("operation", [{}, STRICT])
def test_what_is_not_firm_enough_gives_nothing(operation: dict[str, Any]) -> None:
    book = (line(), contribution("C"), step("C", "offered", "2026-02-01", 50))
    assert field(*book, **operation).against == {("C", "L"): Reason.BELOW_FIRMNESS}
    assert field(*book, firmness=Firmness.OFFERED, **operation).worth == {("C", "L"): 1}


def test_what_was_withdrawn_is_not_firm_enough() -> None:
    found = field(line(), *committed("C", 50), cap("C", "withdrawn", "2026-05-01"))
    assert found.offered["C"].reason is Reason.BELOW_FIRMNESS
    assert not found.hoped


INDICATED = (contribution("C"), step("C", "indicated", "2026-02-01", 50))


@pytest.mark.parametrize(
    ("reason", "given"),
    [
        (Reason.BACKFILL, committed("C", 50, backfills="at home")),
        (Reason.WINDOW, committed("C", 50, window=dates("2026-08-01"))),
        (Reason.WINDOW, committed("C", 50, window=dates(None, "2026-12-31"))),
        (Reason.NOT_ACCEPTED, committed("C", 50)),
        (Reason.BELOW_FIRMNESS, INDICATED),
    ],
)
def test_a_reason_left_out_of_account_lets_it_give_what_it_would(reason: Reason, given: tuple[Draft, ...]) -> None:
    operation: dict[str, Any] = STRICT if reason is Reason.NOT_ACCEPTED else {}
    assert field(line(), *given, **operation).against == {("C", "L"): reason}
    found = field(line(), *given, without=frozenset({reason}), **operation)
    assert found.offered["C"].supply == 50
    assert found.worth == {("C", "L"): 1}


def test_to_leave_one_reason_out_does_not_leave_out_the_others() -> None:
    """Not before August, and not accepted: each alone is enough."""
    book = (line(), *committed("C", 50, window=dates("2026-08-01")))
    assert not field(*book, without=frozenset({Reason.NOT_ACCEPTED}), **STRICT).worth
    assert not field(*book, without=frozenset({Reason.WINDOW}), **STRICT).worth
    both = frozenset({Reason.WINDOW, Reason.NOT_ACCEPTED})
    assert field(*book, without=both, **STRICT).offered["C"].supply == 50


def test_why_it_may_not_serve_goes_before_why_it_gives_nothing() -> None:
    found = field(line(servers=["DEU"]), *committed("C", unstated("some")))
    assert found.against == {("C", "L"): Reason.MAY_NOT_SERVE}
    assert not found.hoped


def test_what_concerns_two_operations_is_there_once_and_counts_in_one() -> None:
    pool = draft("operation", "POOL", name="Standing pool", form="pool")
    stood = (contribution("C", operation=None, pool="POOL"), step("C", "committed", "2026-02-01", 50, operation="OP"))
    found = field(pool, line(), line("M", operation="POOL"), *stood)
    assert list(found.offered) == ["C"]
    assert found.worth == {("C", "L"): 1}
    assert found.against == {("C", "M"): Reason.OTHER_OPERATION}


def test_what_is_not_there_on_the_day_is_not_offered() -> None:
    assert not field(line(), *committed("C", 50, since="2026-01-01"), day="6-30").pins
    later = (contribution("C", since="2026-07-10"), step("C", "committed", "2026-06-01", 50))
    assert not field(line(), *later).offered
    assert list(field(line(), *later, day="7-10").offered) == ["C"]


def test_links_that_rest_on_a_substitute_are_named() -> None:
    book = (ROBOTS, HALF_AS_GOOD, line(), line("M", capability="robots"))
    found = field(
        *book, *committed("C", 5, capability="robots"), *committed("D", unstated("some"), capability="robots")
    )
    assert found.substitutes == {("C", "L"), ("D", "L")}
    assert found.worth == {("C", "L"): Fraction(1, 2), ("C", "M"): 1}
    assert found.hoped == {("D", "L"): Fraction(1, 2), ("D", "M"): 1}


def test_what_backfills_is_said_to_backfill_where_no_line_is_planned() -> None:
    assert field(*committed("C", 5, backfills="a company elsewhere")).reason("C") is Reason.BACKFILL


# ---- pins


def test_pins_take_in_the_order_of_recording_what_is_left() -> None:
    book = (line(), line("M"), line("N"), *committed("C", 50))
    pins = (pin("Z", "C", "L", 30), pin("Y", "C", "M", 30), pin("X", "C", "N", 1))
    assert field(*book, *pins).pins == (
        Pin("C", "L", 30),
        Pin("C", "M", 20, missing=10),
        Pin("C", "N", 0, missing=1),
    )


def test_a_pin_that_was_corrected_keeps_its_turn() -> None:
    desk = desk_of(line(), line("M"), *committed("C", 50))
    first, _ = desk.put(pin("P1", "C", "L", 40), pin("P2", "C", "M"))
    desk.put(replace(pin("P1", "C", "L", 30), supersedes=first.id))
    found = field_on(Timeline(desk.snapshot()), on("6-30"), Asked(on("6-30")))
    assert found.pins == (Pin("C", "L", 30), Pin("C", "M", 20))


def test_a_pin_without_a_number_takes_all_that_is_left() -> None:
    found = field(line(), line("M"), *committed("C", 50), pin("P1", "C", "L", 30), pin("P2", "C", "M"))
    assert found.pins == (Pin("C", "L", 30), Pin("C", "M", 20))


@pytest.mark.parametrize(("size", "taken"), [(unstated("some"), 0), (Quantity.said_as(Qualifier.AT_LEAST, 20), 20)])
def test_a_pin_takes_its_low_end(size: Quantity, taken: int) -> None:
    assert field(line(), *committed("C", 50), pin("P", "C", "L", size)).pins == (Pin("C", "L", taken),)


def test_a_pin_is_counted_with_the_decimals_of_what_it_pins() -> None:
    fuel = draft("capability", "fuel", name="Fuel", unit="tonnes", decimals=2)
    book = (fuel, line(capability="fuel"), *committed("C", 5, capability="fuel"))
    assert field(*book, pin("P", "C", "L", Quantity.said_as(Qualifier.EXACT, "1.25"))).pins == (Pin("C", "L", 125),)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (committed("C", 50, capability="police"), Reason.OTHER_CAPABILITY),
        (committed("C", unstated("some"), capability="army"), Reason.BELOW_FIRMNESS),
    ],
)
def test_a_pin_that_may_not_serve_holds_nothing_and_says_why(given: tuple[Draft, ...], reason: Reason) -> None:
    book = (line(capability="army"), *given, pin("P", "C", "L", 20))
    assert field(*book).pins == (Pin("C", "L", 0, reason=reason),)


def test_a_pin_that_may_not_serve_leaves_all_to_the_next() -> None:
    book = (line(servers=["DEU"]), line("M"), *committed("C", 50))
    pins = field(*book, pin("P1", "C", "L", 20), pin("P2", "C", "M")).pins
    assert pins == (Pin("C", "L", 0, reason=Reason.MAY_NOT_SERVE), Pin("C", "M", 50))


def test_a_pin_to_a_line_that_is_not_planned_holds_nothing() -> None:
    maximum = line(basis="authorised_maximum")
    not_planned = (Pin("C", "L", 0, is_planned=False),)
    assert field(maximum, *committed("C", 50), pin("P", "C", "L")).pins == not_planned
    later = (contribution("C", since="2026-07-10"), step("C", "committed", "2026-06-01", 50))
    assert field(line(), *later, pin("P", "C", "L")).pins == not_planned


def test_a_pin_overrides_an_earmark_only_for_its_line() -> None:
    book = (line(), line("M"), line("N"), *committed("C", 50, line="M"), pin("P", "C", "L", 20))
    found = field(*book)
    assert found.worth.keys() == {("C", "L"), ("C", "M")}
    assert found.against == {("C", "N"): Reason.EARMARKED}


def test_pins_are_those_of_the_day() -> None:
    book = (line(), *committed("C", 50), pin("P", "C", "L", 20, since="2026-06-01"))
    assert field(*book, day="5-31").pins == ()
    assert field(*book, day="6-1").pins == (Pin("C", "L", 20),)


# ---- why a contribution serves nothing


def test_what_can_serve_one_line_needs_no_reason() -> None:
    assert field(line(), line("M", servers=["DEU"]), *committed("C", 50)).reason("C") is None


def test_of_several_reasons_the_one_that_came_closest_is_given() -> None:
    other = draft("operation", "OTHER", name="Another", form="mission")
    lines = (line("A", operation="OTHER"), line("B", servers=["DEU"]), line("C", capability="police"))
    assert field(other, *lines, *committed("X", 50, capability="army")).reason("X") is Reason.MAY_NOT_SERVE


@pytest.mark.parametrize(("window", "reason"), [(dates("2026-01-01"), None), (dates("2026-08-01"), Reason.WINDOW)])
def test_where_no_line_is_planned_only_what_it_supplies_is_asked(window: dict[str, str], reason: Reason | None) -> None:
    gone = (line(), change("L", 0, "2026-06-01"))
    assert field(*gone, *committed("C", 50, window=window)).reason("C") is reason


def test_what_is_in_place_without_a_window_gives_what_is_in_place() -> None:
    found = field(line(), *in_place("C", 20, window=None), step("C", "committed", "2026-02-01", 50))
    assert (found.offered["C"].supply, found.offered["C"].reason) == (20, None)


# ---- whole units


def test_what_comes_whole_says_on_which_terms() -> None:
    book = (ships(tour_days=9, rest_days=4), wants("A", 1), *unit("S", 3), *committed("C", 5))
    terms = {name: one.terms for name, one in field(*book).offered.items()}
    assert terms == {"S": Terms(1, 9, 4), "C": None}
    without = frozenset({Reason.WHOLE})
    assert field(*book, without=without).offered["S"].terms is None


def test_a_total_never_comes_whole() -> None:
    money = draft("capability", "money", name="Money", unit="EUR", measure="total", portion="unit")
    assert (
        field(money, line("F", 9, capability="money"), *committed("M", 5, capability="money")).offered["M"].terms
        is None
    )


def test_before_tours_nothing_is_held_and_no_pin_is_by_one() -> None:
    one = field(ships(), wants("A", 1), *unit("S", 3), pin("P", "S", "A", 1))
    assert (one.held, [pin.by_tour for pin in one.pins], one.idle_for) == (frozenset(), [False], {})


def test_where_units_might_serve_were_it_not_for_their_tours() -> None:
    one = field(ships(), wants("A", 1), wants("B", 1), wants("C", 1), *unit("S", 3), *unit("T", 3), *committed("C", 5))
    against = {
        ("S", "A"): Reason.WHOLE,
        ("S", "B"): Reason.REST,
        ("S", "C"): Reason.NOTICE,
        ("T", "C"): Reason.TOUR,
        ("C", "A"): Reason.OTHER_CAPABILITY,
    }
    assert replace(one, against=against).idle_for == {
        "S": {"A": Reason.WHOLE, "B": Reason.REST},
        "T": {"C": Reason.TOUR},
    }
