"""What is measured as a total: parcels that arrive on days, terms that need so much by their last."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from muster.core.days import Period
from muster.core.firmness import Firmness
from muster.engine.allocation import cuts_of
from muster.engine.eligibility import Reason
from muster.engine.serving import Asked
from muster.engine.totals import Totals, TotalsPlan
from muster.ledger.entries import Draft
from tests.builders import cap, dates, draft, exactly, step, unstated
from tests.engine.written import ALL_YEAR, change, committed, contribution, line, on, over_time, pin

YEAR = Period(on("1-1"), date(2027, 1, 1))
FUNDS = draft("capability", "funds", name="Funds", unit="EUR", measure="total")
FUEL = draft("capability", "fuel", name="Fuel", unit="tonnes", measure="total", decimals=1)


def fund(subject: str, need: int, since: str | None = "2026-01-01", **fields: Any) -> Draft:
    """A line of so much money, by the last day on which that level holds."""
    return line(subject, need, since, **{"capability": "funds", **fields})


def gives(subject: str, number: Any, **fields: Any) -> tuple[Draft, Draft]:
    return committed(subject, number, **{"capability": "funds", **fields})


def due(subject: str, when: str, number: int | str | None) -> Draft:
    """So much of a contribution is due on a day, or in a month."""
    return draft("instalment", subject, due=when, quantity=unstated("a part") if number is None else exactly(number))


def totals(
    *drafts: Draft, within: Period = YEAR, firmness: Firmness = Firmness.COMMITTED, **operation: Any
) -> TotalsPlan:
    timeline, asked = over_time(FUNDS, *drafts, **operation), Asked(on("6-30"), firmness)
    return Totals(timeline, within, asked, cuts_of(timeline, asked)).plan()


def covered(found: TotalsPlan) -> dict[str, int | Fraction]:
    return dict(found.covered)


def parcels(found: TotalsPlan) -> dict[str, int]:
    return {name: one.amount for name, one in found.parcels.items()}


# ---- terms


@pytest.mark.parametrize(("until", "is_accepted"), [("2026-06-30", False), ("2026-12-31", True)])
def test_the_gap_of_a_total_is_accepted_where_it_is_on_the_last_day_of_its_term(
    until: str,
    is_accepted: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    found = totals(fund("L", 100, accepted_gap={"by": "the board", "why": "cost", "until": until}))
    assert [one.wanted.accepted is not None for one in found.terms.values()] == [is_accepted]


def test_a_term_lasts_as_long_as_one_level_holds() -> None:
    """A contribution that begins in between does not divide it."""
    found = totals(fund("L", 100), change("L", 80, "2026-07-01"), *gives("C", 10, since="2026-03-01"))
    assert {name: (one.period, one.wanted.need) for name, one in found.terms.items()} == {
        "2026-01-01 L": (Period(on("1-1"), on("7-1")), 100),
        "2026-07-01 L": (Period(on("7-1"), date(2027, 1, 1)), 80),
    }


def test_the_same_level_said_anew_is_another_term() -> None:
    found = totals(fund("L", 100), change("L", 100, "2026-07-01"), *gives("C", 150))
    assert covered(found) == {"2026-01-01 L": 100, "2026-07-01 L": 50}
    assert found.short("2026-07-01 L") == 50


def test_a_term_is_cut_to_the_period() -> None:
    found = totals(fund("L", 100), within=Period(on("3-1"), on("5-1")))
    assert [one.period for one in found.terms.values()] == [Period(on("3-1"), on("5-1"))]


def test_a_term_ends_where_nothing_is_needed_any_more_and_another_begins_where_something_is() -> None:
    found = totals(fund("L", 100), change("L", 0, "2026-03-01"), change("L", 30, "2026-06-01"), fund("M", 5))
    assert [(name, one.period.last) for name, one in sorted(found.terms.items())] == [
        ("2026-01-01 L", on("2-28")),
        ("2026-01-01 M", on("12-31")),
        ("2026-06-01 L", on("12-31")),
    ]


def test_a_term_ends_with_its_operation() -> None:
    found = totals(fund("L", 100), dates=dates("2026-01-01", "2026-08-31"))
    assert [one.period.last for one in found.terms.values()] == [on("8-31")]


def test_where_no_total_is_planned_there_is_nothing_to_say() -> None:
    found = totals(line("L", 100), fund("M", 100, basis="authorised_maximum"), *gives("C", 10))
    assert (found.terms, found.parcels, found.covered) == ({}, {}, {})


# ---- parcels


def test_instalments_are_carried_forward_and_serve_nothing_before_they_are_due() -> None:
    book = (fund("L", 100), change("L", 100, "2026-04-01"), change("L", 100, "2026-07-01"))
    found = totals(*book, *gives("C", 200), due("C", "2026-05-15", 50), due("C", "2026-02-01", 150))
    assert parcels(found) == {"C 2026-02-01": 150, "C 2026-05-15": 50}
    assert covered(found) == {"2026-01-01 L": 100, "2026-04-01 L": 100, "2026-07-01 L": 0}
    assert ("C 2026-05-15", "2026-01-01 L") not in {*found.worth, *found.against}


def test_what_was_due_before_the_period_is_there_and_what_is_due_after_it_is_not() -> None:
    spring = Period(on("3-1"), on("6-1"))
    found = totals(
        fund("L", 100), *gives("C", 90), due("C", "2026-01-15", 30), due("C", "2026-06-01", 60), within=spring
    )
    assert covered(found) == {"2026-03-01 L": 30}


@pytest.mark.parametrize(("last", "expected"), [("2026-04-30", 0), ("2026-05-01", 0), ("2026-06-01", 12)])
def test_what_is_due_some_time_in_a_month_is_due_on_its_last_day(last: str, expected: int) -> None:
    """The need falls to nothing on a day; the term ends the day before."""
    found = totals(fund("L", 100), change("L", 0, last), *gives("C", 12), due("C", "2026-05", 12))
    assert covered(found) == {"2026-01-01 L": expected}


def test_instalments_due_on_one_day_are_one_parcel() -> None:
    found = totals(fund("L", 100), *gives("C", 90), due("C", "2026-04", 20), due("C", "2026-04-30", 30))
    assert parcels(found) == {"C 2026-04-30": 50}


def test_an_instalment_of_unknown_size_brings_nothing() -> None:
    found = totals(fund("L", 100), *gives("C", 90), due("C", "2026-02-01", None), due("C", "2026-03-01", 20))
    assert parcels(found) == {"C 2026-03-01": 20}


def test_instalments_go_as_far_as_the_last_level() -> None:
    """Three of 100, reduced to 120: the first whole, a fifth of the second, none of the third."""
    instalments = (due("C", "2026-09-15", 100), due("C", "2026-01-15", 100), due("C", "2026-05-15", 100))
    found = totals(fund("L", 500), *gives("C", 300), *instalments, cap("C", "reduced", "2026-06-01", 120))
    assert parcels(found) == {"C 2026-01-15": 100, "C 2026-05-15": 20}


def test_without_instalments_all_is_there_from_the_first_day_with_a_level() -> None:
    """What is said of it last counts: 40 in spring, 60 from June on are 60 from its first day on."""
    growing = (*gives("C", 40, since="2026-03-01"), step("C", "committed", "2026-06-01", 60))
    assert parcels(totals(fund("L", 500), *growing)) == {"C 2026-03-01": 60}


def test_what_was_withdrawn_brings_nothing() -> None:
    found = totals(fund("L", 500), *gives("C", 40), cap("C", "withdrawn", "2026-05-01"))
    assert parcels(found) == {}


@pytest.mark.parametrize(
    "given",
    [
        gives("C", unstated("some")),
        (contribution("C", capability="funds"), step("C", "offered", "2026-01-01", 40)),
        gives("C", 40, backfills="a fund at home"),
        gives("C", 40, window=dates("2027-03-01")),
    ],
    ids=["of unknown size", "not firm enough", "frees another", "after the period"],
)
def test_what_gives_nothing_for_certain_brings_nothing(given: tuple[Draft, ...]) -> None:
    found = totals(fund("L", 500), *given)
    assert parcels(found) == {}
    assert covered(found) == {"2026-01-01 L": 0}


def test_what_is_not_firm_enough_counts_where_less_is_asked() -> None:
    offered = (contribution("C", capability="funds"), step("C", "offered", "2026-01-01", 40))
    assert covered(totals(fund("L", 500), *offered, firmness=Firmness.OFFERED)) == {"2026-01-01 L": 40}


def test_instalments_are_counted_with_the_decimals_of_their_kind() -> None:
    found = totals(
        FUEL, line("L", 5, capability="fuel"), *gives("C", 4, capability="fuel"), due("C", "2026-02-01", "2.5")
    )
    assert covered(found) == {"2026-01-01 L": 25}
    assert found.short("2026-01-01 L") == 25


# ---- who may serve which term


def test_a_reason_is_asked_once_both_are_there() -> None:
    """Only Germans may serve from April on: what France gives in January serves the first quarter alone."""
    book = (fund("L", 100), change("L", 100, "2026-04-01"), draft("requirement", "L", "2026-04-01", servers=["DEU"]))
    found = totals(*book, *gives("C", 150))
    assert covered(found) == {"2026-01-01 L": 100, "2026-04-01 L": 0}
    assert found.against == {("C 2026-01-01", "2026-04-01 L"): Reason.MAY_NOT_SERVE}


def test_what_falls_due_later_is_asked_by_what_the_line_says_then() -> None:
    """Only Germans may serve from April on, and France's second instalment is due in May, in the same term."""
    book = (fund("L", 100), draft("requirement", "L", "2026-04-01", servers=["DEU"]))
    found = totals(*book, *gives("C", 50), due("C", "2026-02-01", 20), due("C", "2026-05-01", 30))
    assert len(found.terms) == 1
    assert covered(found) == {"2026-01-01 L": 20}


def test_what_has_left_its_window_serves_no_later_term() -> None:
    book = (fund("L", 100), change("L", 100, "2026-04-01"))
    found = totals(*book, *gives("C", 150, window=dates("2026-01-01", "2026-03-31")))
    assert found.against == {("C 2026-01-01", "2026-04-01 L"): Reason.WINDOW}


def test_what_falls_due_when_there_is_no_such_contribution_any_more_serves_nothing() -> None:
    until_march = draft(
        "contribution",
        "C",
        None,
        "2026-03-31",
        member="FRA",
        capability="funds",
        operation="OP",
        words="x",
        window=ALL_YEAR,
    )
    book = (
        until_march,
        step("C", "committed", "2026-01-01", 50),
        due("C", "2026-05-01", 20),
        due("C", "2026-02-01", 9),
    )
    found = totals(fund("L", 100), *book)
    assert found.against == {("C 2026-05-01", "2026-01-01 L"): Reason.WINDOW}
    assert covered(found) == {"2026-01-01 L": 9}


def test_an_earmark_keeps_others_away_and_a_pin_overrides_it() -> None:
    book = (fund("L", 100), fund("M", 100), *gives("C", 150, line="M"))
    assert covered(totals(*book)) == {"2026-01-01 L": 0, "2026-01-01 M": 100}
    pinned = totals(*book, pin("P", "C", "L"))
    assert covered(pinned) == {"2026-01-01 L": 100, "2026-01-01 M": 50}


DOLLARS = draft("capability", "dollars", name="Dollars", unit="USD", measure="total")


def test_another_currency_covers_what_it_is_worth() -> None:
    worth = draft("substitute", "funds", capability="dollars", efficiency="0.8")
    found = totals(DOLLARS, worth, fund("L", 20), *gives("C", 15, capability="dollars"))
    assert found.worth == {("C 2026-01-01", "2026-01-01 L"): Fraction(4, 5)}
    assert covered(found) == {"2026-01-01 L": 12}


def test_currencies_without_a_common_measure_are_planned_apart_and_named() -> None:
    """Dollars become euros at 0.8, and euros dollars at 1: each serves its own line alone."""
    rates = (
        draft("substitute", "funds", capability="dollars", efficiency="0.8"),
        draft("substitute", "dollars", capability="funds", efficiency="1"),
    )
    lines = (fund("L", 20), fund("M", 20, capability="dollars"))
    found = totals(DOLLARS, *rates, *lines, *gives("C", 15, capability="dollars"), *gives("D", 30))
    assert found.flowed.unfactored == ("2026-01-01 L", "2026-01-01 M")
    assert covered(found) == {"2026-01-01 L": 20, "2026-01-01 M": 15}


# ---- what is best


def test_terms_are_served_by_tier_weight_first_day_and_id() -> None:
    found = totals(
        fund("E", 10, "2026-02-01"),
        fund("D", 10, "2026-01-01"),
        fund("C", 10, "2026-02-01", weight=2),
        fund("B", 10, "2026-05-01", tier=1),
        fund("A", 10, "2026-02-01"),
        *gives("X", 35),
    )
    assert found.flowed.order == ("2026-05-01 B", "2026-02-01 C", "2026-01-01 D", "2026-02-01 A", "2026-02-01 E")
    assert [found.covered[name] for name in found.flowed.order] == [10, 10, 10, 5, 0]


def test_an_early_parcel_is_left_to_the_early_term_where_a_late_one_serves_the_late() -> None:
    """M, from July on and critical, has its turn first and could take either; L, until June, only the first."""
    late = fund("M", 10, "2026-07-01", tier=1)
    book = (fund("L", 10), change("L", 0, "2026-07-01"), late, *gives("C", 20))
    found = totals(*book, due("C", "2026-02-01", 10), due("C", "2026-08-01", 10))
    assert found.flowed.order == ("2026-07-01 M", "2026-01-01 L")
    assert covered(found) == {"2026-01-01 L": 10, "2026-07-01 M": 10}
