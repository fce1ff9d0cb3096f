"""What comes whole and on which terms; since when something is in place."""

from __future__ import annotations

from typing import Any

import pytest

from muster.core.contributions import Contribution
from muster.engine.eligibility import Ground, Reason
from muster.engine.serving import Asked
from muster.engine.whole import Terms, in_place_since, terms_of
from muster.ledger.entries import Draft
from tests.builders import cap, dates, draft, step, unstated
from tests.engine.written import contribution, on, ships, snapshot_of

NOBODY_KNOWS = None
ANY = None


def terms(usual: dict[str, Any] | None = None, without: Reason | None = None, **own: Any) -> Terms | None:
    """The terms of a ship whose capability has these usual ones."""
    ground = Ground(snapshot_of(ships(**usual or {})), on("6-30"))
    asked = Asked(on("6-30"), without=frozenset([without] if without else []))
    return terms_of(ground, Contribution(capability="ships", **own), asked)


@pytest.mark.parametrize(
    ("usual", "own", "expected"),
    [
        ({}, {}, Terms(1, ANY, 0)),
        ({"tour_days": 9}, {}, Terms(1, 9, NOBODY_KNOWS)),
        ({}, {"tour_days": 9}, Terms(1, 9, NOBODY_KNOWS)),
        ({"tour_days": 9, "rest_days": 4}, {}, Terms(1, 9, 4)),
        ({"tour_days": 9, "rest_days": 4}, {"tour_days": 5}, Terms(1, 5, 4)),
        ({"tour_days": 9, "rest_days": 4}, {"rest_days": 7}, Terms(1, 9, 7)),
        ({"rest_days": 4}, {}, Terms(1, ANY, 4)),
        ({}, {"rest_days": 4, "shortest_tour_days": 3}, Terms(3, ANY, 4)),
        ({"tour_days": 9, "rest_days": 4}, {"shortest_tour_days": 3}, Terms(3, 9, 4)),
        ({}, {"shortest_tour_days": 0}, Terms(1, ANY, 0)),
        ({"rest_days": 4}, {"rest_days": 0}, Terms(1, ANY, 0)),
        ({"tour_days": 9, "rest_days": 4}, {"tour_days": 0}, Terms(1, 1, 4)),
    ],
)
def test_the_terms_are_its_own_or_else_those_of_its_capability(
    usual: dict[str, Any], own: dict[str, Any], expected: Terms
) -> None:
    """Of tours that are limited and rest of which nobody says anything it is unknown; else it is none."""
    assert terms(usual, **own) == expected


def test_between_limited_tours_lies_a_day_at_least() -> None:
    """Days in a row are one tour."""
    assert terms({"tour_days": 9, "rest_days": 0}) == Terms(1, 9, 1)


def test_without_rest_it_comes_back_at_once() -> None:
    usual = {"tour_days": 9, "rest_days": 4}
    assert terms(usual, Reason.REST) == Terms(1, 9, 1)
    assert terms({"tour_days": 9}, Reason.REST) == Terms(1, 9, 1)
    assert terms({"rest_days": 4}, Reason.REST) == Terms()


def test_without_limits_tours_are_of_any_length_and_rest_is_as_stated() -> None:
    assert terms({"tour_days": 9, "rest_days": 4}, Reason.TOUR, shortest_tour_days=3) == Terms(1, ANY, 4)
    assert terms({"tour_days": 9}, Reason.TOUR) == Terms()


def test_without_what_comes_whole_it_is_an_amount() -> None:
    assert terms({"tour_days": 9}, Reason.WHOLE) is None
    assert terms({"tour_days": 9}, Reason.NOTICE) == Terms(1, 9, NOBODY_KNOWS)


@pytest.mark.parametrize("portion", [None, "amount"])
def test_what_can_be_divided_does_not_come_whole(portion: str | None) -> None:
    kind = draft("capability", "fuel", name="Fuel", unit="tonnes", **({} if portion is None else {"portion": portion}))
    ground, asked = Ground(snapshot_of(kind), on("6-30")), Asked(on("6-30"))
    for of in ("fuel", "lasers", None):
        assert terms_of(ground, Contribution(capability=of, tour_days=9), asked) is None


def test_portion_is_that_of_the_day_and_not_inherited() -> None:
    later = (ships("2026-07-05"), draft("capability", "boats", name="Boats", unit="ships", parent="ships"))
    snapshot, asked = snapshot_of(*later), Asked(on("6-30"))
    found = {
        (kind, day): terms_of(Ground(snapshot, on(day)), Contribution(capability=kind), asked)
        for kind in ("ships", "boats")
        for day in ("7-4", "7-5")
    }
    assert [pair for pair, one in found.items() if one is not None] == [("ships", "7-5")]


@pytest.mark.parametrize(
    ("terms", "bind"),
    [(Terms(), False), (Terms(2), True), (Terms(1, 9, 0), True), (Terms(1, ANY, 1), True), (Terms(1, ANY), False)],
)
def test_terms_bind_where_they_ask_anything(terms: Terms, bind: bool) -> None:  # noqa: FBT001
    assert terms.bind is bind


# ---- since when it is there


THERE = step("S", "in_place", "2026-06-10", 2)


@pytest.mark.parametrize(
    ("said", "since"),
    [
        ((THERE,), "6-10"),
        ((THERE, step("S", "in_place", "2026-06-20", 1)), "6-10"),
        ((THERE, step("S", "in_place", "2026-06-20", 0), step("S", "in_place", "2026-06-25", 2)), "6-25"),
        ((THERE, cap("S", "withdrawn", "2026-06-20")), None),
        ((THERE, cap("S", "withdrawn", "2026-06-20"), step("S", "in_place", "2026-06-28", 1)), "6-28"),
        ((step("S", "in_place", "2026-07-02", 2),), None),
        ((step("S", "in_place", "2026-07-01", 2),), "7-1"),
        ((step("S", "committed", "2026-06-10", 2), step("S", "en_route", "2026-06-10", 2)), None),
        ((step("S", "in_place", "2026-06-10", unstated("some")),), "6-10"),
    ],
    ids=["from a day on", "less", "a break", "gone", "back", "later", "today", "other words", "of unknown size"],
)
def test_it_is_there_since_the_day_from_which_something_is_without_a_break(
    said: tuple[Draft, ...], since: str | None
) -> None:
    snapshot = snapshot_of(contribution("S"), *said, today="2026-07-20")
    assert in_place_since(snapshot, "S", on("7-1")) == (None if since is None else on(since))


def test_its_window_is_not_asked() -> None:
    snapshot = snapshot_of(contribution("S", window=dates("2026-07-15", "2026-07-31")), THERE)
    assert in_place_since(snapshot, "S", on("7-1")) == on("6-10")
