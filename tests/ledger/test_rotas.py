"""Rotas: who has the turn on a day, and on which days that may change."""

from __future__ import annotations

import pytest

from muster.core.days import Dated
from muster.core.shared import Turn
from muster.ledger.entries import Draft
from muster.ledger.rotas import days_of, ever_turns, turn_cuts, turns_of, turns_on
from muster.ledger.snapshot import Snapshot
from tests.builders import Desk, day, draft, relief, turn, undo

NOW = "2026-07-01"
ROTA = draft("rota", "R", line="L1", name="Air policing")


def desk_of(*drafts: Draft) -> Desk:
    desk = relief().at(NOW)
    desk.put(
        *(draft("contribution", one, member="DEU") for one in ("C2", "C3")),
        *(draft("requirement", one, operation="OP", capability="trainers", level=LEVEL) for one in ("L1", "L2")),
        *drafts,
    )
    return desk


LEVEL = {"quantity": {"low": "1", "high": "1"}}


def serving(snapshot: Snapshot, *days: str) -> list[str]:
    """Who has the turn on days, and on which line."""
    found = ([f"{one.contribution} {one.line}" for one in turns_on(snapshot, day(on))] for on in days)
    return ["; ".join(one) for one in found]


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2026-05-01", "2026-05-31", "2026-05-01 to 2026-05-31"),
        ("2026-05-01", "2026-05-01", "2026-05-01 to 2026-05-01"),
        ("2026-04", "2026-05", "2026-04-30 to 2026-05-01"),
        ("2026-05", "2026-05", None),
        ("2026-05-02", "2026-05-01", None),
        (None, "2026-05-01", None),
        ("2026-05-01", None, None),
    ],
)
def test_the_days_of_a_turn_are_those_that_are_certain(first: str | None, last: str | None, days: str | None) -> None:
    found = days_of(Turn(first=None if first is None else Dated(first), last=None if last is None else Dated(last)))
    assert (found if found is None else str(found)) == days


def test_who_has_the_turn_serves_the_line_from_its_first_to_its_last_day() -> None:
    snapshot = desk_of(
        ROTA, turn("R", "2026-05-01", "2026-05-31", "C1"), turn("R", "2026-05-30", "2026-06-30", "C2")
    ).snapshot()
    days = ("2026-04-30", "2026-05-01", "2026-05-30", "2026-05-31", "2026-06-01", "2026-06-30", "2026-07-01")
    assert serving(snapshot, *days) == ["", "C1 L1", "C1 L1; C2 L1", "C1 L1; C2 L1", "C2 L1", "C2 L1", ""]
    assert {one.quantity for one in turns_on(snapshot, day("2026-05-31"))} == {None}


def test_an_open_turn_pins_nobody() -> None:
    snapshot = desk_of(ROTA, turn("R", "2026-05-01", "2026-05-31")).snapshot()
    assert serving(snapshot, "2026-05-01") == [""]


def test_a_rota_serves_its_line_from_the_day_on_which_it_names_it() -> None:
    rota = (draft("rota", "R", "2026-05-10", line="L1", name="n"), draft("rota", "R", "2026-05-20", line="L2"))
    snapshot = desk_of(*rota, turn("R", "2026-05-01", "2026-05-31", "C1")).snapshot()
    assert serving(snapshot, "2026-05-09", "2026-05-10", "2026-05-20") == ["", "C1 L1", "C1 L2"]
    later = desk_of(draft("rota", "R", "2026-05-10", line="L1", name="n"), draft("rota", "R", note="n"))
    later.put(turn("R", "2026-05-01", "2026-05-31", "C1"))
    assert serving(later.snapshot(), "2026-05-09", "2026-05-10") == ["", "C1 L1"]


def test_turns_come_in_the_order_in_which_they_were_first_recorded() -> None:
    desk = desk_of(ROTA, draft("rota", "A", line="L2", name="Another"))
    first = desk.one(turn("R", "2026-05-01", "2026-05-31", "C1"))
    desk.put(turn("A", "2026-05-02", "2026-05-31", "C2"))
    assert serving(desk.snapshot(), "2026-05-10") == ["C1 L1; C2 L2"]
    moved = desk.one(turn("R", "2026-05-03", "2026-05-31", "C3", supersedes=first.id))
    assert serving(desk.snapshot(), "2026-05-10") == ["C3 L1; C2 L2"], "what is corrected keeps its place"
    desk.put(undo(moved))
    assert serving(desk.snapshot(), "2026-05-10") == ["C1 L1; C2 L2"]
    desk.put(turn("R", "2026-05-01", "2026-05-31", "C3", "2026-05-05"))
    found = serving(desk.snapshot(), "2026-05-04", "2026-05-05")
    assert found == ["C1 L1; C2 L2", "C3 L1; C2 L2"], "so does what is stated anew"


def test_the_turns_of_a_rota_are_told_by_their_first_day() -> None:
    desk = desk_of(ROTA, turn("R", "2026-06-01", "2026-06-30", "C1"), turn("R", "2026-05-01", "2026-05-31"))
    desk.put(turn("R", "2026-06-01", "2026-07-31", "C2", "2026-05-10"))
    told = [
        [(str(one.first), str(one.last), one.contribution) for one in turns_of(desk.snapshot(), "R", day(on))]
        for on in ("2026-05-09", "2026-05-10")
    ]
    assert told == [
        [("2026-05-01", "2026-05-31", None), ("2026-06-01", "2026-06-30", "C1")],
        [("2026-05-01", "2026-05-31", None), ("2026-06-01", "2026-07-31", "C2")],
    ]


def test_the_days_on_which_turns_change() -> None:
    desk = desk_of(
        ROTA,
        draft("rota", "R", "2026-03-01", note="n"),
        turn("R", "2026-05-01", "2026-05-31", "C1"),
        turn("R", "2026-06", "2026-07", "C2"),
        turn("R", "2026-09", "2026-09"),
    )
    days = ("2026-03-01", "2026-05-01", "2026-06-01", "2026-06-30", "2026-07-02")
    assert turn_cuts(desk.snapshot()) == {day(on) for on in days}
    assert turn_cuts(relief().snapshot()) == set()


def test_who_ever_had_a_turn_on_which_line() -> None:
    desk = desk_of(ROTA, draft("rota", "R", "2026-06-01", line="L2"), draft("rota", "R", "2026-07-01", note="n"))
    desk.put(turn("R", "2026-05-01", "2026-05-31", "C1"), turn("R", "2026-06-01", "2026-06-30"))
    assert set(ever_turns(desk.snapshot())) == {("C1", "L1"), ("C1", "L2")}
