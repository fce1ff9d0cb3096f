"""Units that can make no tour in a plan, and units that can make one only."""

from __future__ import annotations

from typing import Any

import pytest

from muster.engine.chances import Never, Once, never, once
from muster.engine.whole import Terms
from muster.ledger.entries import Draft
from tests.builders import dates
from tests.engine.units import plan, tour
from tests.engine.written import committed, in_place, line, pin, ships, unit, wants

TO_5_JULY = dates("2026-01-01", "2026-07-05")
FROM_4_JULY = dates("2026-07-04", "2026-12-31")


def alone(*terms: Draft, **own: Any) -> tuple[Draft, ...]:
    """One ship with these terms, where it is needed."""
    return (*(terms or (ships(),)), wants("A", 1), *unit("S", 1, **own))


def in_place_since(day: str, **own: Any) -> tuple[Draft, ...]:
    return (ships(), wants("A", 1), *in_place("S", 1, since=day, capability="ships", **own))


@pytest.mark.parametrize(
    ("drafts", "expected"),
    [
        pytest.param(alone(shortest_tour_days=10), None, id="as long as the period"),
        pytest.param(alone(shortest_tour_days=11), (11, None, 10), id="longer than the period"),
        pytest.param(alone(shortest_tour_days=6, window=TO_5_JULY), (6, None, 5), id="longer than its window"),
        pytest.param(alone(shortest_tour_days=5, window=TO_5_JULY), None, id="as long as its window"),
        pytest.param(alone(ships(tour_days=4, rest_days=1), shortest_tour_days=5), (5, 4, 10), id="never to be"),
        pytest.param(in_place_since("2026-06-25", shortest_tour_days=16), None, id="it is on tour already"),
        pytest.param(in_place_since("2026-06-25", shortest_tour_days=17), (17, None, 16), id="and not for long enough"),
    ],
)
def test_a_unit_whose_shortest_tour_fits_nowhere_can_make_none(
    drafts: tuple[Draft, ...], expected: tuple[int, int | None, int] | None
) -> None:
    found = [
        (one.contribution, one.terms.shortest, one.terms.longest, one.days) for one in never(plan(*drafts).touring)
    ]
    assert found == ([] if expected is None else [("S", *expected)])


def test_each_is_named_by_its_terms() -> None:
    drafts = (ships(), wants("A", 2), *unit("T", 1, shortest_tour_days=12), *unit("S", 1, shortest_tour_days=11))
    assert never(plan(*drafts).touring) == (Never("S", Terms(11), 10), Never("T", Terms(12), 10))


@pytest.mark.parametrize(
    ("drafts", "expected"),
    [
        pytest.param(alone(tour_days=4, rest_days=5), (), id="a day is left"),
        pytest.param(alone(tour_days=4, rest_days=6), (Once("S", 6),), id="no day is left"),
        pytest.param(alone(tour_days=4, shortest_tour_days=3, rest_days=5), (Once("S", 5),), id="too few are left"),
        pytest.param(alone(tour_days=4, shortest_tour_days=3, rest_days=4), (), id="shorter tours leave enough"),
        pytest.param(alone(tour_days=4), (Once("S", None),), id="nobody says how long it rests"),
        pytest.param(alone(tour_days=10, rest_days=20), (), id="its tour is as long as the plan"),
        pytest.param(alone(tour_days=5, rest_days=20, window=FROM_4_JULY), (Once("S", 20),), id="in its window"),
        pytest.param(alone(tour_days=7, rest_days=20, window=FROM_4_JULY), (), id="its tour is as long as its window"),
        pytest.param(alone(rest_days=20), (), id="a tour may be of any length"),
        pytest.param(alone(shortest_tour_days=11, tour_days=12, rest_days=1), (), id="it makes none"),
        pytest.param(in_place_since("2026-06-25", tour_days=9, rest_days=7), (Once("S", 7),), id="begun before"),
    ],
)
def test_a_unit_makes_one_tour_where_its_rest_leaves_no_time(
    drafts: tuple[Draft, ...], expected: tuple[Once, ...]
) -> None:
    assert once(plan(*drafts).touring) == expected


def test_who_makes_no_tour_in_the_plan_is_not_said_to_make_one() -> None:
    drafts = (ships(tour_days=4, rest_days=9), wants("A", 1), *unit("S", 1), *unit("T", 1))
    found = plan(*drafts, tours=[tour("T", "A", "1", "4")]).touring
    assert once(found) == (Once("T", 9),)


def test_who_makes_two_tours_in_the_plan_is_not_said_to_make_one() -> None:
    """Two that cover no more days than one of the longest."""
    drafts = alone(tour_days=4, rest_days=6)
    two = plan(*drafts, tours=[tour("S", "A", "1", "2"), tour("S", "A", "9", "10")]).touring
    assert (len(two.tours), once(two)) == (2, ())
    assert once(plan(*drafts, tours=[tour("S", "A", "1", "4")]).touring) == (Once("S", 6),)


def test_amounts_and_pins_make_no_tours() -> None:
    divided = plan(line("L", 5), *committed("C", 5)).touring
    pinned = plan(ships(tour_days=2, rest_days=9), wants("A", 1), *unit("S", 1), pin("P", "S", "A")).touring
    assert [never(divided), once(divided), never(pinned), once(pinned)] == [()] * 4
