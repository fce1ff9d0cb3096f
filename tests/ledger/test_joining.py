"""Joint contributions: what is delivered is there as firmly as the weakest of its required parts."""

from __future__ import annotations

from typing import Any

import pytest

from muster.core.firmness import Firmness
from muster.core.operations import Acceptance
from muster.core.quantity import Span
from muster.ledger.entries import Draft
from muster.ledger.giving import Giver, contribution_cuts, given_on
from muster.ledger.joining import joint_of, required_parts, undelivered
from tests.builders import Desk, cap, dates, day, draft, relief, step, undo, unstated

NOW = "2026-07-01"
WINDOW = dates("2026-05-01", "2026-12-31")


def contribution(subject: str, **fields: Any) -> Draft:
    given = {"member": "DEU", "capability": "trainers", "operation": "OP", "words": "lift", "window": WINDOW, **fields}
    return draft("contribution", subject, **given)


TEAM = (
    draft("contribution", "C1", window=WINDOW),
    step("C1", "committed", "2026-01-05", 60),
    contribution("C2"),
    draft("joint", "J", name="A team", delivers="C1"),
    draft("part", "J", contribution="C2", role="lift"),
)
"""FRA has committed sixty, C1; they come only with the lift of DEU, C2."""


def team(*drafts: Draft) -> Desk:
    desk = relief().at(NOW)
    desk.put(*TEAM, *drafts)
    return desk


def counted(desk: Desk, on: str = NOW, of: str = "C1") -> dict[str, int | None]:
    """What is given on a day: the low end at each firmness."""
    given = given_on(desk.snapshot(), of, day(on))
    assert given is not None
    return {str(firmness): span.low for firmness, span in given.counted.items()}


def undated(desk: Desk, on: str = NOW) -> dict[str, int | None]:
    given = given_on(desk.snapshot(), "C1", day(on))
    assert given is not None
    return {str(firmness): span.low for firmness, span in given.undated.items()}


AS_COMMITTED = {"committed": 60, "accepted": 60, "offered": 60, "pledged": 60, "indicated": 60}

# ---- as firm as the weakest


def test_nothing_is_there_of_which_a_required_part_is_not() -> None:
    assert (counted(team()), undated(team())) == ({}, {})


def test_what_is_delivered_is_as_firm_as_its_weakest_part_and_as_much_as_it_was() -> None:
    assert counted(team(step("C2", "pledged", "2026-01-05", 2))) == {"pledged": 60, "indicated": 60}
    assert counted(team(step("C2", "in_place", "2026-01-05", 2))) == AS_COMMITTED
    desk = team(step("C2", "in_place", "2026-01-05", 2))
    desk.put(contribution("C3"), draft("part", "J", contribution="C3"), step("C3", "offered", "2026-01-05", 9))
    assert counted(desk) == {"offered": 60, "pledged": 60, "indicated": 60}


def test_what_can_be_done_without_takes_nothing() -> None:
    assert counted(team(draft("part", "J", contribution="C2", required=False))) == AS_COMMITTED
    assert counted(team(draft("part", "J", contribution="C2", required=True))) == {}


def test_a_part_of_unknown_size_is_there_and_one_of_none_is_not() -> None:
    assert counted(team(step("C2", "committed", "2026-01-05", unstated("some")))) == AS_COMMITTED
    assert counted(team(step("C2", "committed", "2026-01-05", 0))) == {}
    lowered = team(step("C2", "committed", "2026-01-05", 2), cap("C2", "ended", "2026-07-01"))
    assert (counted(lowered, "2026-06-30"), counted(lowered)) == (AS_COMMITTED, {})


def test_a_part_counts_inside_its_own_window() -> None:
    desk = team(step("C2", "committed", "2026-01-05", 2), contribution("C2", window=dates("2026-06-01", "2026-06-30")))
    assert [bool(counted(desk, on)) for on in ("2026-05-31", "2026-06-01", "2026-06-30", "2026-07-01")] == [
        False,
        True,
        True,
        False,
    ]


def test_beside_a_part_of_which_no_day_is_certain_what_is_delivered_is_undated() -> None:
    desk = team(step("C2", "committed", "2026-01-05", 2), contribution("C2", window=dates("2026-06", "2026-12-31")))
    assert (counted(desk, "2026-06-15"), undated(desk, "2026-06-15")) == ({}, AS_COMMITTED)
    assert (counted(desk), undated(desk)) == (AS_COMMITTED, {})


def test_of_what_is_itself_undated_no_more_is_possible_than_its_parts_allow() -> None:
    month = draft("contribution", "C1", window=dates("2026-07", "2026-12-31"))
    desk = team(month, step("C2", "pledged", "2026-01-05", 2))
    assert (counted(desk), undated(desk)) == ({}, {"pledged": 60, "indicated": 60})


def test_a_part_that_is_not_in_the_book_is_not_there() -> None:
    desk = team(step("C2", "committed", "2026-01-05", 2))
    desk.put(draft("part", "J", contribution="nothing"))
    assert counted(desk) == {}


def test_a_part_is_taken_by_its_own_word_whatever_delivers_it() -> None:
    """So joint contributions of joint contributions do not go in circles."""
    desk = team(step("C2", "committed", "2026-01-05", 2))
    desk.put(draft("joint", "K", name="Lift", delivers="C2"), draft("part", "K", contribution="C1"))
    assert counted(desk) == AS_COMMITTED
    desk.put(contribution("C3"), draft("part", "K", contribution="C3"))
    assert (counted(desk), counted(desk, of="C2")) == (AS_COMMITTED, {})


def test_what_is_delivered_is_no_part_of_itself() -> None:
    desk = team(step("C2", "committed", "2026-01-05", 2), draft("part", "J", contribution="C1"))
    assert counted(desk) == AS_COMMITTED
    assert required_parts(desk.snapshot(), "C1", day(NOW)) == ["C2"]


def test_all_that_deliver_one_contribution_must_be_there() -> None:
    desk = team(step("C2", "committed", "2026-01-05", 2))
    desk.put(contribution("C3"), step("C3", "pledged", "2026-01-05", 1))
    desk.put(draft("joint", "K", name="Money", delivers="C1"), draft("part", "K", contribution="C3"))
    assert counted(desk) == {"pledged": 60, "indicated": 60}


def test_a_joint_contribution_holds_on_its_days_and_delivers_what_it_does_then() -> None:
    desk = relief().at(NOW)
    desk.put(*TEAM[:3], contribution("C3"), draft("joint", "J", "2026-06-01", name="A team", delivers="C1"))
    desk.put(draft("part", "J", "2026-06-10", contribution="C2"), draft("joint", "J", "2026-06-20", delivers="C3"))
    days = ("2026-05-31", "2026-06-01", "2026-06-09", "2026-06-10", "2026-06-19", "2026-06-20")
    assert [bool(counted(desk, on)) for on in days] == [True, True, True, False, False, True]
    parts = [joint_of(desk.snapshot(), "C2", day(on)) for on in ("2026-06-09", "2026-06-10", "2026-06-20")]
    assert parts == [None, "J", "J"]


def test_what_would_be_is_asked_of_the_parts_too() -> None:
    desk = team(step("C2", "committed", "2026-01-05", 2), contribution("C2", window=dates("2026-08-01")))
    desk.put(draft("operation", "OP", acceptance="required"))
    giver = Giver(desk.snapshot(), "C1")
    firmness = Firmness.COMMITTED
    for how, low in (((None, False), None), ((Acceptance.ASSUMED, False), None), ((Acceptance.ASSUMED, True), 60)):
        given = giver.on(day(NOW), how[0], at_any_time=how[1])
        assert given is not None
        assert given.counted.get(firmness, Span(None, None)).low == low
    alone = giver.alone(day(NOW), Acceptance.ASSUMED)
    assert alone is not None
    assert alone.counted[firmness].low == 60


def test_of_what_is_not_there_nothing_is_delivered() -> None:
    desk = relief().at(NOW)
    desk.put(draft("joint", "J", name="A team", delivers="nowhere"), draft("part", "J", contribution="C1"))
    assert given_on(desk.snapshot(), "nowhere", day(NOW)) is None


# ---- parts


def test_a_part_says_of_what_it_is_one() -> None:
    desk = team()
    desk.put(draft("joint", "K", name="Lift", delivers="C2"), draft("joint", "A", name="Another", delivers="C1"))
    snapshot = desk.snapshot()
    given = {name: given_on(snapshot, name, day(NOW)) for name in ("C1", "C2")}
    assert {name: one.part_of for name, one in given.items() if one is not None} == {"C1": None, "C2": "J"}
    desk.put(draft("part", "A", contribution="C2", required=False))
    assert joint_of(desk.snapshot(), "C2", day(NOW)) == "A"


def test_what_a_joint_contribution_delivers_is_no_part_though_it_is_one() -> None:
    desk = team(draft("part", "J", contribution="C1"))
    assert joint_of(desk.snapshot(), "C1", day(NOW)) is None


def test_a_part_is_one_on_its_days_until_it_is_taken_back() -> None:
    desk = relief().at(NOW)
    desk.put(*TEAM[:4])
    part = desk.one(draft("part", "J", "2026-06-01", "2026-06-30", contribution="C2"))
    days = ("2026-05-31", "2026-06-01", "2026-06-30", "2026-07-01")
    assert [joint_of(desk.snapshot(), "C2", day(on)) for on in days] == [None, "J", "J", None]
    desk.put(undo(part))
    assert joint_of(desk.snapshot(), "C2", day("2026-06-01")) is None


def test_a_joint_contribution_that_does_not_hold_yet_has_no_parts() -> None:
    desk = relief().at(NOW)
    desk.put(*TEAM[:3], draft("joint", "J", "2026-08-01", name="A team", delivers="C1"))
    desk.put(draft("part", "J", contribution="C2"))
    assert [joint_of(desk.snapshot(), "C2", day(on)) for on in (NOW, "2026-08-01")] == [None, "J"]


# ---- days of change


def test_what_is_delivered_changes_with_its_parts() -> None:
    desk = team(
        step("C2", "pledged", "2026-02-01", 2),
        contribution("C2", window=dates("2026-06-01", "2026-11-30")),
        draft("joint", "J", "2026-03-01", note="n"),
        draft("part", "J", "2026-04-01", contribution="C1"),
    )
    snapshot = desk.snapshot()
    joint = {day("2026-03-01"), day("2026-04-01")}
    parts = {day("2026-02-01"), day("2026-06-01"), day("2026-12-01")}
    own = {day("2026-01-05"), day("2026-05-01"), day("2027-01-01")}
    assert contribution_cuts(snapshot, "C1") == own | parts | joint | {day("2026-05-01")}
    assert contribution_cuts(snapshot, "C2") == parts | joint | {day("2026-05-01"), day("2027-01-01")}


@pytest.mark.parametrize(
    "fields",
    [
        {"operation": "FAR"},
        {"operation": None, "pool": "FAR"},
        {"operation": None, "line": "L9"},
        {"operation": None, "bridge": {"line": "L9", "until": "2026-12-31"}},
        {"operation": None},
    ],
    ids=["its own", "its pool", "that of its line", "that of the line it bridges", "that of a step"],
)
def test_and_with_the_operation_in_which_a_part_is_accepted(fields: dict[str, Any]) -> None:
    far = (
        draft("operation", "FAR", name="Far", form="pool"),
        draft("operation", "FAR", "2026-08-01", acceptance="required"),
        draft("requirement", "L9", operation="FAR", capability="trainers", level={"quantity": {"low": 1, "high": 1}}),
        draft("requirement", "L9", "2026-09-01", note="n"),
    )
    named = {} if set(fields) - {"operation"} or fields["operation"] else {"operation": "FAR"}
    desk = relief().at(NOW)
    desk.put(*far, *TEAM[:2], *TEAM[3:], contribution("C2", **fields))
    desk.put(step("C2", "committed", "2026-01-05", 2, **named))
    assert [bool(counted(desk, on)) for on in ("2026-07-31", "2026-08-01")] == [True, True]
    assert [counted(desk, on).get("committed") for on in ("2026-07-31", "2026-08-01")] == [60, None]
    cuts = contribution_cuts(desk.snapshot(), "C1")
    assert day("2026-08-01") in cuts
    assert (day("2026-09-01") in cuts) == ("line" in fields or "bridge" in fields)


# ---- what falls with a part


def test_without_a_required_part_what_it_is_part_of_is_not_there() -> None:
    desk = team(contribution("C3"), draft("part", "J", contribution="C3", required=False))
    snapshot = desk.snapshot()
    assert undelivered(snapshot, day(NOW), {"C2", "C9"}) == {"C1"}
    assert undelivered(snapshot, day(NOW), {"C3"}) == frozenset()
    assert undelivered(snapshot, day(NOW), {"C1"}) == frozenset()
