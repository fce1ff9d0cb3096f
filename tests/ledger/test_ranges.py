"""Numbers that cannot be: in one record, and beside what stands."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from muster.core.errors import FaultyDataError
from muster.core.record import Record, field_limits, field_notes, inner_record
from muster.ledger.entries import Draft
from muster.ledger.kinds import KINDS
from muster.ledger.ranges import out_of_range
from tests.builders import Desk, day, draft, relief, undo

DAYS = "write 0 to 36,525 days"
TOUR = "write 1 to 36,525 days"


def said_of(kind: str, **fields: Any) -> list[str]:
    return [f"{one.sentence}; {one.mend}" for one in out_of_range(KINDS[kind].record.model_validate(fields))]


@pytest.mark.parametrize(
    ("kind", "name", "can", "cannot", "mend"),
    [
        ("requirement", "weight", (1, 1000), (0, -1, 1001), "write 1 to 1,000"),
        ("requirement", "tier", (1, 1000), (0, -1, 1001), "write 1 to 1,000"),
        ("requirement", "threshold", (1, 100), (0, -1, 101), "write 1 to 100 percent"),
        ("capability", "decimals", (0, 6), (-1, 7), "write 0 to 6"),
        ("capability", "tour_days", (1, 36525), (0, -1, 36526), TOUR),
        ("capability", "rest_days", (0, 36525), (-1, 36526), DAYS),
        ("contribution", "tour_days", (1, 36525), (0, -1, 36526), TOUR),
        ("contribution", "shortest_tour_days", (0, 36525), (-1, 36526), DAYS),
        ("contribution", "rest_days", (0, 36525), (-1, 36526), DAYS),
        ("contribution", "notice_days", (0, 36525), (-1, 36526), DAYS),
        ("rota", "overlap_days", (0, 36525), (-1, 36526), DAYS),
        ("caveat", "consultation_hours", (0, 876600), (-1, 876601), "write 0 to 876,600 hours"),
        ("phase", "order", (0, 10**9), (-1,), "write 0 or more"),
        ("substitute", "efficiency", ("0.000001", 7), ("0", 0), "write more than 0"),
        ("rate", "value", ("0.000001", 7), ("0", 0), "write more than 0"),
    ],
)
def test_a_number_outside_its_limits_is_named_with_what_is_possible(
    kind: str, name: str, can: tuple[Any, ...], cannot: tuple[Any, ...], mend: str
) -> None:
    assert [said_of(kind, **{name: one}) for one in can] == [[]] * len(can)
    for one in cannot:
        assert said_of(kind, **{name: one}) == [f"{name} cannot be {int(one):,}; {mend}"]


def test_what_is_not_stated_or_taken_back_is_in_no_range() -> None:
    assert said_of("requirement") == said_of("requirement", weight=None) == []
    assert said_of("contribution", shortest_tour_days=None, tour_days=5) == []


def test_a_tour_is_at_least_no_longer_than_at_most() -> None:
    assert said_of("contribution", shortest_tour_days=5, tour_days=5) == []
    assert said_of("contribution", shortest_tour_days=6, tour_days=5) == [
        "shortest_tour_days is 6, more than tour_days, which is 5; lower shortest_tour_days, or raise tour_days"
    ]


def _inside(record: type[Record]) -> Iterator[type[Record]]:
    for name in record.model_fields:
        inner = inner_record(record, name)
        if inner is not None:
            yield inner
            yield from _inside(inner)


def test_limits_stand_where_they_are_asked_for() -> None:
    """In the fields of the records of entries; none inside another record, where nobody looks."""
    for kind in KINDS.values():
        for inner in _inside(kind.record):
            assert not any(any(field_limits(inner, name)) for name in inner.model_fields)
            assert not any("at_most" in field_notes(inner, name) for name in inner.model_fields)


# ---- beside what stands

ABOVE = "lower shortest_tour_days, or raise tour_days"


def contribution(since: str | None = None, **fields: Any) -> Draft:
    return draft("contribution", "C1", since, **fields)


def refused(desk: Desk, *drafts: Draft) -> list[str]:
    before = list(desk.entries())
    with pytest.raises(FaultyDataError) as error:
        desk.put(*drafts)
    assert list(desk.entries()) == before
    return [f"{one.name} | {one}" for one in error.value.problems]


def test_every_number_of_a_batch_that_cannot_be_is_named_at_once() -> None:
    line = draft("requirement", "L1", weight=0, tier=0, where="lines.csv:2")
    assert refused(relief(), contribution(rest_days=-1), line)[:3] == [
        f"out_of_range | contribution C1: rest_days cannot be -1; {DAYS}",
        "out_of_range | lines.csv:2: tier cannot be 0; write 1 to 1,000",
        "out_of_range | lines.csv:2: weight cannot be 0; write 1 to 1,000",
    ]


def test_one_end_of_a_tour_is_held_against_the_other_that_stands() -> None:
    desk = relief()
    desk.put(contribution(tour_days=30))
    assert refused(desk, contribution(shortest_tour_days=31)) == [
        f"out_of_range | contribution C1: shortest_tour_days is 31, more than tour_days, which is 30; {ABOVE}"
    ]
    desk.put(contribution(shortest_tour_days=30))
    assert refused(desk, contribution(tour_days=29)) == [
        f"out_of_range | contribution C1: shortest_tour_days is 30, more than tour_days, which is 29; {ABOVE}"
    ]
    desk.put(contribution(shortest_tour_days=None))
    desk.put(contribution(tour_days=29))


def test_what_stands_is_that_of_its_first_day() -> None:
    desk = relief()
    later = day("2026-01-01") + timedelta(days=40)
    desk.put(contribution(tour_days=30), contribution(later.isoformat(), tour_days=60))
    assert len(refused(desk, contribution(shortest_tour_days=50))) == 1
    assert len(desk.put(contribution(later.isoformat(), shortest_tour_days=50))) == 1


def test_what_is_corrected_or_taken_back_stands_beside_nothing() -> None:
    desk = relief()
    long = desk.one(contribution(tour_days=30))
    assert len(refused(desk, contribution(shortest_tour_days=50))) == 1
    corrected = desk.one(contribution(shortest_tour_days=50, supersedes=long.id))
    assert len(refused(desk, contribution(tour_days=40))) == 1
    assert len(desk.put(undo(corrected), undo(long), contribution(tour_days=40))) == 3
