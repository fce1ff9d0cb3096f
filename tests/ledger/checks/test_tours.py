"""Units that make no tour or one only, and pins that no tour can be: no_tour, one_tour, pinned_tour, pinned_rest."""

from __future__ import annotations

from typing import Any

import pytest

from muster.ledger.checks import run_checks
from muster.ledger.entries import Draft
from tests.builders import cap, dates, draft
from tests.engine.written import committed, desk_of, in_place, line, on, ships, unit, wants


def said(name: str, *drafts: Draft, valid: str = "6-30") -> list[str]:
    """What a check says of a book, without what to do about it."""
    found = (problem for problem in run_checks(desk_of(*drafts).snapshot(), on(valid)) if problem.name == name)
    return [f"{problem.where}: {problem.sentence}" for problem in found]


def pinned(subject: str, to: str, first: str, last: str | None = None) -> Draft:
    """A pin of S from a day of 2026 to another."""
    until = None if last is None else f"2026-{last}"
    return draft("assignment", subject, f"2026-{first}", until, contribution="S", line=to)


JULY = dates("2026-07-01", "2026-07-31")

# ---- no tour


@pytest.mark.parametrize(
    ("usual", "own", "sentence"),
    [
        ({}, {"shortest_tour_days": 32, "window": JULY}, "lasts at least 32 days, and its window has 31 days"),
        ({"tour_days": 9}, {"shortest_tour_days": 10}, "lasts at least 10 days, and one of its capability at most 9"),
    ],
)
def test_a_unit_that_can_make_no_tour_is_named(usual: dict[str, Any], own: dict[str, Any], sentence: str) -> None:
    book = (ships(**usual), *unit("S", **own))
    assert said("no_tour", *book) == [f"contribution S: a tour of it {sentence}: it can serve nothing"]


@pytest.mark.parametrize(
    "own",
    [
        {"shortest_tour_days": 31, "window": JULY},
        {"shortest_tour_days": 32, "window": dates("2026-07", "2026-08")},
        {"shortest_tour_days": 400, "window": dates("2026-07-01")},
        {"shortest_tour_days": 400, "window": dates(None, "2026-07-31")},
        {"shortest_tour_days": 10, "tour_days": 10},
        {"window": JULY},
        {"shortest_tour_days": 40, "window": dates("2026-01-01", "2026-01-31")},
    ],
    ids=["just enough", "perhaps enough", "no end", "no beginning", "its own tour", "no shortest", "it is over"],
)
def test_a_unit_that_may_make_a_tour_is_not_named(own: dict[str, Any]) -> None:
    assert said("no_tour", ships(tour_days=400, rest_days=1), *unit("S", **own)) == []


def test_what_is_divided_makes_no_tours() -> None:
    terms: dict[str, Any] = {"shortest_tour_days": 40, "window": JULY}
    assert said("no_tour", line(), *committed("C", 50, **terms)) == []
    assert said("one_tour", line(), *committed("C", 50, tour_days=4)) == []


# ---- one tour


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ({"tour_days": 30, "rest_days": 1}, "after a tour of 30 days and a rest of 1 its window of 31 leaves no time"),
        ({"tour_days": 30, "rest_days": 0}, "after a tour of 30 days and a rest of 0 its window of 31 leaves no time"),
        (
            {"tour_days": 15, "shortest_tour_days": 12, "rest_days": 8},
            "after a tour of 15 days and a rest of 8 its window of 31 leaves no time",
        ),
        ({"tour_days": 30}, "nobody says how long it rests: it makes one tour only, of at most 30 days"),
    ],
)
def test_a_unit_that_makes_one_tour_is_named(terms: dict[str, int], sentence: str) -> None:
    (found,) = said("one_tour", ships(), *unit("S", window=JULY, **terms))
    assert found.startswith(f"contribution S: {sentence}")


@pytest.mark.parametrize(
    "terms",
    [
        {"tour_days": 31, "rest_days": 90},
        {"tour_days": 10, "shortest_tour_days": 10, "rest_days": 11},
        {"tour_days": 15, "rest_days": 15},
        {"rest_days": 90},
        {"tour_days": 30, "shortest_tour_days": 40, "rest_days": 90},
        {"tour_days": 10, "rest_days": 90, "window": dates("2026-07-01")},
        {"tour_days": 31},
    ],
    ids=[
        "as long as its window",
        "two fit",
        "a day is left",
        "any length",
        "no tour at all",
        "no end",
        "and all of it",
    ],
)
def test_a_unit_that_may_make_two_or_needs_one_is_not_named(terms: dict[str, Any]) -> None:
    kind = ships(tour_days=terms.pop("tour_days")) if "tour_days" in terms else ships()
    assert said("one_tour", kind, *unit("S", **{"window": JULY, **terms})) == []


def test_without_an_end_of_its_window_it_makes_one_tour_where_nobody_knows_its_rest() -> None:
    assert len(said("one_tour", ships(tour_days=10), *unit("S", window=dates("2026-07-01")))) == 1


# ---- the length of pins

TERMS: dict[str, Any] = {"tour_days": 30, "shortest_tour_days": 10, "rest_days": 20}
FLEET = (ships(), wants("A", 1), wants("B", 1), *unit("S", **TERMS))


@pytest.mark.parametrize(
    ("pins", "sentence"),
    [
        (
            (pinned("P", "A", "07-01", "07-31"),),
            "from 2026-07-01 to 2026-07-31, 31 days, and a tour of it lasts at most 30",
        ),
        (
            (pinned("P", "A", "07-01", "07-09"),),
            "from 2026-07-01 to 2026-07-09, 9 days, and a tour of it lasts at least 10",
        ),
        ((pinned("P", "A", "07-01", "07-01"),), "on 2026-07-01, 1 day, and a tour of it lasts at least 10"),
        (
            (pinned("P", "A", "07-01", "07-20"), pinned("Q", "A", "07-21", "08-09")),
            "from 2026-07-01 to 2026-08-09, 40 days, and a tour of it lasts at most 30",
        ),
    ],
)
def test_a_pin_that_no_tour_can_be_is_named(pins: tuple[Draft, ...], sentence: str) -> None:
    assert said("pinned_tour", *FLEET, *pins) == [f"contribution S: it is pinned to A {sentence}"]


def test_a_pin_without_an_end_is_longer_than_any_tour() -> None:
    book = (ships(), wants("A", 1), *unit("S", window=dates("2026-01-01"), **TERMS), pinned("P", "A", "07-01"))
    assert said("pinned_tour", *book) == [
        "contribution S: it is pinned to A from 2026-07-01 to open, without an end, and a tour of it lasts at most 30"
    ]


@pytest.mark.parametrize(
    "pins",
    [
        (pinned("P", "A", "07-01", "07-30"),),
        (pinned("P", "A", "07-01", "07-10"),),
        (pinned("P", "A", "01-01", "06-30"),),
        (pinned("P", "A", "07-01", "07-31"), pinned("Q", "B", "07-01", "07-31")),
        (pinned("P", "A", "07-01", "08-31"), cap("S", "paused", "2026-07-16", until="2026-08-05")),
    ],
    ids=["as long", "as short", "past", "on two lines", "with a pause between"],
)
def test_a_pin_that_may_be_a_tour_is_not_named(pins: tuple[Draft, ...]) -> None:
    valid = "7-1" if pins[0].valid.end == on("7-1") else "6-30"
    assert said("pinned_tour", *FLEET, *pins, valid=valid) == []


def test_pins_of_what_is_divided_have_no_length() -> None:
    of_people = (line("A"), *committed("S", 50, **TERMS), pinned("P", "A", "07-01"))
    assert said("pinned_tour", *of_people) == []


def test_without_terms_a_pin_may_be_of_any_length() -> None:
    assert (
        said("pinned_tour", ships(), wants("A", 1), *in_place("S", 1, capability="ships"), pinned("P", "A", "07-01"))
        == []
    )


# ---- the rest between pins


def test_pins_with_less_than_the_rest_between_them_are_named() -> None:
    pins = (pinned("P", "A", "07-01", "07-20"), pinned("Q", "B", "08-09", "08-31"), pinned("R", "A", "09-01", "09-20"))
    first = "A until 2026-07-20 and to B from 2026-08-09: 19 days between them"
    second = "B until 2026-08-31 and to A from 2026-09-01: 0 days between them"
    assert said("pinned_rest", *FLEET, *pins) == [
        f"contribution S: it is pinned to {one}, and it rests for 20" for one in (first, second)
    ]
    assert len(said("pinned_rest", *FLEET, *pins, valid="8-31")) == 2
    assert len(said("pinned_rest", *FLEET, *pins, valid="9-1")) == 1


@pytest.mark.parametrize(
    "pins",
    [
        (pinned("P", "A", "07-01", "07-20"), pinned("Q", "B", "08-10", "08-31")),
        (pinned("P", "A", "07-01", "07-20"), pinned("Q", "A", "07-21", "07-30")),
        (pinned("P", "A", "05-01", "05-20"), pinned("Q", "B", "05-25", "06-09")),
    ],
    ids=["rested", "one tour", "past"],
)
def test_pins_with_a_rest_between_them_are_not_named(pins: tuple[Draft, ...]) -> None:
    assert said("pinned_rest", *FLEET, *pins) == []


def test_where_no_rest_is_stated_pins_may_follow_each_other() -> None:
    pins = (pinned("P", "A", "07-01", "07-20"), pinned("Q", "B", "07-21", "08-10"))
    assert said("pinned_rest", ships(), wants("A", 1), wants("B", 1), *unit("S"), *pins) == []
    usual = (ships(rest_days=5), wants("A", 1), wants("B", 1), *unit("S"))
    assert len(said("pinned_rest", *usual, *pins)) == 1
