"""May a contribution serve a line, and if not, for which reason."""

from typing import Any

import pytest

from muster.core.requirements import Requirement
from muster.engine.eligibility import Ground, Reason, why_not
from muster.ledger.entries import Draft
from muster.ledger.giving import given_on
from tests.builders import draft
from tests.engine.written import in_place, line, on, snapshot_of


def reason(*drafts: Draft, pinned: bool = False, day: str = "6-30") -> Reason | None:
    """Why contribution C does not serve line L on a day; None: it does."""
    snapshot = snapshot_of(*drafts)
    given = given_on(snapshot, "C", on(day))
    requirement = snapshot.thing(Requirement, "L", on(day))
    assert given is not None
    assert requirement is not None
    return why_not(Ground(snapshot, on(day)), given, "L", requirement, pinned=pinned)


PLACES = (
    draft("place", "IRAQ", name="Iraq"),
    draft("place", "MOSUL", name="Mosul", parent="IRAQ"),
    draft("place", "SYRIA", name="Syria"),
)
TRUCKS = draft("capability", "trucks", name="Trucks", unit="trucks", parent="trainers")
GROUP = draft("capability", "help", name="Help of all kinds")


def test_what_is_of_the_kind_in_the_operation_serves() -> None:
    assert reason(line(), *in_place("C", 50)) is None


@pytest.mark.parametrize(
    ("given", "asked", "expected"),
    [
        ({"backfills": "Spain's company at home"}, {}, Reason.BACKFILL),
        ({"line": "M"}, {}, Reason.EARMARKED),
        ({}, {"operation": "OTHER"}, Reason.OTHER_OPERATION),
        ({"capability": None}, {}, Reason.NO_CAPABILITY),
        ({"capability": "police"}, {"capability": "army"}, Reason.OTHER_CAPABILITY),
        ({"capability": "trucks"}, {}, Reason.OTHER_UNIT),
        ({"place": "SYRIA"}, {"place": "IRAQ"}, Reason.OTHER_PLACE),
        ({"place": "IRAQ"}, {"place": "MOSUL"}, Reason.OTHER_PLACE),
        ({}, {"servers": ["DEU", "ITA"]}, Reason.MAY_NOT_SERVE),
    ],
)
def test_each_reason_not_to_serve(given: dict[str, Any], asked: dict[str, Any], expected: Reason) -> None:
    other = draft("operation", "OTHER", name="Another", form="mission")
    assert reason(*PLACES, TRUCKS, other, line("M"), line(**asked), *in_place("C", 50, **given)) is expected


def test_every_reason_that_cover_asks_is_among_those_tested() -> None:
    assert list(Reason).index(Reason.CAVEAT) == 9
    joint = (draft("joint", "J", name="A team", delivers="D"), draft("part", "J", contribution="C"))
    assert reason(line(), *joint, *in_place("C", 50)) is Reason.PART


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({"capability": "police"}, {}),
        ({"place": "MOSUL"}, {"place": "IRAQ"}),
        ({"place": "IRAQ"}, {"place": "IRAQ"}),
        ({"place": "MOSUL"}, {}),
        ({}, {"place": "MOSUL"}),
        ({}, {"servers": ["DEU", "FRA"]}),
        ({}, {"servers": []}),
        ({"line": "L"}, {}),
    ],
)
def test_what_does_not_hinder(given: dict[str, Any], asked: dict[str, Any]) -> None:
    assert reason(*PLACES, line(**asked), *in_place("C", 50, **given)) is None


def test_what_is_below_serves_what_is_above_and_not_the_other_way() -> None:
    assert reason(line(capability="police"), *in_place("C", 50)) is Reason.OTHER_CAPABILITY


def test_a_capability_without_a_unit_only_groups() -> None:
    assert reason(GROUP, line(capability="help"), *in_place("C", 50, capability="help")) is Reason.OTHER_UNIT


def test_a_capability_that_is_not_in_the_book_serves_nothing() -> None:
    assert reason(line(capability="lasers"), *in_place("C", 50, capability="lasers")) is Reason.NO_CAPABILITY


def test_a_group_may_serve_while_the_member_belongs_to_it() -> None:
    joined = draft("membership", "FRA", "2026-03-01", "2026-05-31", group="NATO")
    book = (joined, line(servers=["NATO"]), *in_place("C", 50))
    assert reason(*book, day="2-28") is Reason.MAY_NOT_SERVE
    assert reason(*book, day="3-1") is None
    assert reason(*book, day="6-1") is Reason.MAY_NOT_SERVE


def test_nobody_in_particular_is_in_no_group() -> None:
    assert Ground(snapshot_of(), on("6-30")).may_serve(None, ("NATO",)) is False


def test_what_was_agreed_for_the_line_is_not_asked_for_its_place() -> None:
    here = line(place="IRAQ")
    assert reason(*PLACES, here, *in_place("C", 50, place="SYRIA", line="L")) is None
    assert reason(*PLACES, here, *in_place("C", 50, place="SYRIA"), pinned=True) is None


def test_what_was_agreed_for_the_line_must_still_be_of_its_kind_and_unit() -> None:
    assert reason(line(capability="army"), *in_place("C", 50, capability="police", line="L")) is Reason.OTHER_CAPABILITY
    assert reason(TRUCKS, line(), *in_place("C", 5, capability="trucks"), pinned=True) is Reason.OTHER_UNIT


def test_a_pin_takes_what_is_earmarked_to_another_line() -> None:
    assert reason(line("M"), line(), *in_place("C", 50, line="M"), pinned=True) is None


def test_a_circle_in_a_tree_ends_where_it_closes() -> None:
    circle = (
        draft("capability", "x", name="X", unit="persons", parent="y"),
        draft("capability", "y", name="Y", unit="persons", parent="x"),
    )
    assert reason(*circle, line(capability="y"), *in_place("C", 50, capability="x")) is None
    assert reason(*circle, line(capability="army"), *in_place("C", 50, capability="x")) is Reason.OTHER_CAPABILITY


def test_the_tree_is_that_of_the_day() -> None:
    moved = draft("capability", "police", "2026-05-01", parent="other")
    other = draft("capability", "other", name="Other", unit="persons")
    book = (other, moved, line(), *in_place("C", 50, capability="police"))
    assert reason(*book, day="4-30") is None
    assert reason(*book, day="5-1") is Reason.OTHER_CAPABILITY
