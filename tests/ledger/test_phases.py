"""Windows of phases: when each begins and ends, and which lines are not open because of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.core.days import LAST_DAY
from muster.core.requirements import Requirement
from muster.ledger.entries import Draft
from muster.ledger.phases import NotOpen, Phases, Window
from muster.ledger.snapshot import Snapshot
from tests.builders import dates, day, draft, relief
from tests.engine.written import line

TODAY = "2016-01-25"


def phase(name: str, start: str | None = None, last: str | None = None, since: str | None = None, **more: Any) -> Draft:
    """A phase of OP; without ``start`` and ``last`` nothing is said of its days."""
    window: dict[str, Any] = {} if start is None and last is None else {"dates": dates(start, last)}
    return draft("phase", name, since, name=name.title(), operation="OP", order=1, **window, **more)


def written(*drafts: Draft) -> Snapshot:
    desk = relief("2016-01-01")
    desk.put(*drafts)
    return desk.snapshot()


def window(name: str, *drafts: Draft, on: str = TODAY) -> Window:
    return Phases(written(*drafts), day(on)).window(name)


def days(first: str | None, last: str | None) -> Window:
    return Window(None if first is None else day(first), None if last is None else day(last))


RAMADI = phase("RAMADI", "2015-12-28", "2016-02-09")

# ---- by itself


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({}, days(None, None)),
        ({"lasts_days": 10}, days(None, None)),
        ({"start": "2016-01-01"}, days("2016-01-01", None)),
        ({"start": "2016-01-01", "last": "2016-01-31"}, days("2016-01-01", "2016-01-31")),
        ({"start": "2016-01-01", "lasts_days": 31}, days("2016-01-01", "2016-01-31")),
        ({"start": "2016-01-01", "last": "2016-01-20", "lasts_days": 31}, days("2016-01-01", "2016-01-20")),
        ({"start": "2016-01-01", "lasts_days": 0}, days("2016-01-01", None)),
        ({"last": "2016-01-20"}, days(None, "2016-01-20")),
        ({"start": "2016-01", "last": "2016-03"}, days("2016-01-31", "2016-03-01")),
        ({"start": "2016-01-01", "lasts_days": 10**9}, Window(date(2016, 1, 1), LAST_DAY)),
    ],
)
def test_the_window_of_a_phase_that_follows_none(said: dict[str, Any], found: Window) -> None:
    assert window("P", phase("P", **said)) == found


def test_a_phase_that_nobody_recorded_has_no_window() -> None:
    assert window("P") == Window()


# ---- after another


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({}, days("2016-02-10", None)),
        ({"lasts_days": 30}, days("2016-02-10", "2016-03-10")),
        ({"last": "2016-03-01"}, days("2016-02-10", "2016-03-01")),
        ({"last": "2016-03-01", "lasts_days": 3}, days("2016-02-10", "2016-03-01")),
        ({"last": "2016-02-10"}, days("2016-02-10", "2016-02-10")),
        ({"last": "2016-02-09"}, days("2016-02-10", None)),
        ({"last": "2016-02-09", "lasts_days": 3}, days("2016-02-10", "2016-02-12")),
    ],
)
def test_without_a_first_day_of_its_own_it_begins_the_day_after(said: dict[str, Any], found: Window) -> None:
    assert window("HIT", RAMADI, phase("HIT", after="RAMADI", **said)) == found


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"start": "2016-03-01", "last": "2016-04-01"}, days("2016-03-01", "2016-04-01")),
        ({"start": "2016-03-01", "lasts_days": 10}, days("2016-03-01", "2016-03-10")),
        ({"start": "2016-02-10", "last": "2016-04-01"}, days("2016-02-10", "2016-04-01")),
        ({"start": "2016-01-01", "last": "2016-01-31"}, days("2016-02-10", "2016-03-11")),
        ({"start": "2016-01-01", "last": "2016-03-31"}, days("2016-02-10", "2016-05-10")),
        ({"start": "2016-01-01", "last": "2016-01-31", "lasts_days": 2}, days("2016-02-10", "2016-02-11")),
        ({"start": "2016-01-01", "last": "2016-01-31", "lasts_days": -2}, days("2016-02-10", "2016-03-11")),
        ({"start": "2016-01-01"}, days("2016-02-10", None)),
        ({"start": "2016-01", "last": "2016-01"}, days("2016-02-10", None)),
    ],
)
def test_it_begins_on_its_own_first_day_or_later_and_keeps_its_length(said: dict[str, Any], found: Window) -> None:
    assert window("HIT", RAMADI, phase("HIT", after="RAMADI", **said)) == found


def test_an_imprecise_last_day_counts_from_the_first_day_it_can_mean() -> None:
    found = window("HIT", phase("RAMADI", "2015-12", "2016-02"), phase("HIT", after="RAMADI"))
    assert found == days("2016-02-02", None)


def test_a_last_day_is_enough_for_what_follows() -> None:
    assert window("HIT", phase("RAMADI", None, "2016-02-09"), phase("HIT", after="RAMADI")).first == day("2016-02-10")


CHAIN = (RAMADI, phase("HIT", after="RAMADI", lasts_days=60), phase("MOSUL", "2016-03-24", after="HIT", lasts_days=270))


def test_a_slip_moves_all_that_follows() -> None:
    assert window("MOSUL", *CHAIN).first == day("2016-04-10")
    slip = phase("RAMADI", "2015-12-28", "2016-03-09")
    assert window("HIT", *CHAIN, slip) == days("2016-03-10", "2016-05-08")
    assert window("MOSUL", *CHAIN, slip) == days("2016-05-09", "2017-02-02")


def test_facts_are_read_as_they_hold_on_the_day_that_is_asked_about() -> None:
    later = (*CHAIN, draft("phase", "RAMADI", "2016-02-01", dates=dates("2015-12-28", "2016-03-09")))
    assert window("HIT", *later, on="2016-01-31").first == day("2016-02-10")
    assert window("HIT", *later, on="2016-02-01").first == day("2016-03-10")


def test_no_phase_lasts_beyond_the_days_that_a_book_knows() -> None:
    long = [phase("P0", "2190-01-01", lasts_days=10**12)]
    long += [phase(f"P{number}", after=f"P{number - 1}", lasts_days=10**12) for number in (1, 2)]
    assert window("P2", *long) == days("2200-01-02", "2200-01-02")


def test_a_chain_may_be_long() -> None:
    long = [phase("P0", "2016-01-01", lasts_days=1)]
    long += [phase(f"P{number}", after=f"P{number - 1}", lasts_days=1) for number in range(1, 1500)]
    assert window("P1499", *long).first == date(2016, 1, 1) + timedelta(days=1499)


# ---- what never begins


def test_without_a_last_day_before_it_nobody_knows_when_it_begins() -> None:
    open_ended = phase("RAMADI", "2015-12-28")
    assert window("HIT", open_ended, phase("HIT", "2016-03-12", "2016-04-14", after="RAMADI")) == Window(
        waits_for="RAMADI"
    )


def test_nor_when_what_follows_that_begins() -> None:
    found = window("MOSUL", phase("RAMADI", "2015-12-28"), *CHAIN[1:])
    assert found == Window(waits_for="RAMADI")
    assert found.never_begins


def test_a_circle_never_begins_nor_what_follows_it() -> None:
    circle = (
        phase("B", "2016-01-01", "2016-02-01", after="C"),
        phase("A", after="B", lasts_days=3),
        phase("C", after="A"),
        phase("D", "2016-01-01", after="B"),
    )
    found = {name: window(name, *circle) for name in "ABCD"}
    assert set(found.values()) == {Window(circle=("A", "B", "C"))}
    assert window("S", phase("S", "2016-01-01", after="S")).circle == ("S",)
    assert found["D"].never_begins


def test_what_follows_something_that_is_not_in_the_book_follows_nothing() -> None:
    assert window("HIT", phase("HIT", "2016-03-12", after="RAMADI")) == days("2016-03-12", None)
    assert window("HIT", phase("HIT", after="RAMADI")) == Window()


def test_a_phase_of_which_nothing_holds_on_the_day_has_no_last_day() -> None:
    later = (phase("RAMADI", "2015-12-28", "2016-02-09", since="2016-02-01"), phase("HIT", after="RAMADI"))
    assert window("HIT", *later) == Window(waits_for="RAMADI")
    assert window("HIT", *later, on="2016-02-01").first == day("2016-02-10")


def test_a_viewer_who_does_not_see_a_phase_sees_no_window() -> None:
    desk = relief("2016-01-01")
    desk.put(replace(RAMADI, marking=("secretariat",)), replace(CHAIN[1], marking=("public",)))
    told = Phases(desk.snapshot(viewer="FRA"), day(TODAY))
    assert told.window("RAMADI") == told.window("HIT") == Window()
    assert told.not_open("L", Requirement(phase="HIT", ends_with="RAMADI")) is None


# ---- lines


def not_open(on: str, *drafts: Draft, **fields: Any) -> NotOpen | None:
    return Phases(written(*drafts), day(on)).not_open("L", Requirement(**fields))


def test_a_line_is_open_from_the_first_day_of_its_phase_and_stays_open() -> None:
    waiting = NotOpen("L", "HIT", day("2016-02-10"), "RAMADI")
    assert not_open("2016-02-09", *CHAIN, phase="HIT") == waiting
    assert not_open("2016-02-10", *CHAIN, phase="HIT") is None
    assert not_open("2017-02-10", *CHAIN, phase="HIT") is None


def test_a_line_of_a_phase_without_a_window_is_always_open() -> None:
    assert not_open("2016-01-01", phase("P", lasts_days=3), phase="P") is None
    assert not_open("2016-01-01", phase("P", None, "2015-01-01"), phase="P") is None
    assert not_open("2016-01-01", phase="GONE", ends_with="GONE") is None


def test_a_line_of_a_phase_that_never_begins_is_never_open() -> None:
    found = not_open("2100-01-01", phase("RAMADI", "2015-12-28"), *CHAIN[1:], phase="MOSUL")
    assert found == NotOpen("L", "MOSUL", None, "HIT", waits_for="RAMADI")
    found = not_open("2100-01-01", phase("A", after="A"), phase="A", basis="authorised_maximum")
    assert found == NotOpen("L", "A", None, "A", circle=("A",), is_ranked=False)


def test_a_line_ends_with_the_phase_that_it_names() -> None:
    assert not_open("2016-02-09", *CHAIN, ends_with="RAMADI") is None
    assert not_open("2016-02-10", *CHAIN, ends_with="RAMADI") == NotOpen("L", "RAMADI", ended=day("2016-02-09"))
    assert not_open("2100-01-01", phase("P", "2016-01-01"), ends_with="P") is None


@pytest.mark.parametrize(
    ("overlaps", "last"),
    [
        ([("HIT", None, 7)], "2016-02-16"),
        ([("HIT", None, 1)], "2016-02-10"),
        ([("HIT", None, 0)], "2016-02-09"),
        ([("HIT", None, -5)], "2016-02-09"),
        ([("HIT", None, None)], "2016-02-09"),
        ([("HIT", "2016-03-01", 7)], "2016-03-07"),
        ([("HIT", None, 7), ("REBUILD", None, 10)], "2016-02-19"),
        ([("HIT", None, 10), ("REBUILD", "2016-02-20", 2)], "2016-02-21"),
        ([("HIT", None, 10**12)], "2199-12-31"),
    ],
)
def test_in_a_hand_over_a_line_goes_on_for_days_of_what_follows(
    overlaps: list[tuple[str, str | None, int | None]], last: str
) -> None:
    followers = [phase(name, start, after="RAMADI", overlap_days=count) for name, start, count in overlaps]
    told = Phases(written(RAMADI, *followers), day(TODAY))
    assert told.through("RAMADI") == day(last)


def test_what_followed_once_and_does_so_no_more_hands_nothing_over() -> None:
    book = (*CHAIN, phase("X", "2016-03-01", after="RAMADI", overlap_days=9), draft("phase", "X", TODAY, after="HIT"))
    assert Phases(written(*book), day("2016-01-24")).through("RAMADI") == day("2016-03-09")
    assert Phases(written(*book), day(TODAY)).through("RAMADI") == day("2016-02-09")


# ---- any book of phases

NAMES = "ABCDEF"
A_DAY = st.integers(0, 60).map(lambda number: date(2016, 1, 1) + timedelta(days=number))


@st.composite
def phases(draw: st.DrawFn) -> list[Draft]:
    """Phases that follow each other at random, some in circles, some without days."""
    found = []
    for name in NAMES[: draw(st.integers(1, len(NAMES)))]:
        said: dict[str, Any] = {}
        if draw(st.booleans()):
            said["start"] = draw(A_DAY).isoformat()
        if draw(st.booleans()):
            said["last"] = draw(A_DAY).isoformat()
        if draw(st.booleans()):
            said["lasts_days"] = draw(st.integers(0, 40))
        if draw(st.integers(0, 3)):
            said["after"] = draw(st.sampled_from(NAMES))
        found.append(phase(name, **said))
    return found


@given(phases())
def test_the_windows_of_any_phases_follow_from_each_other(drafts: list[Draft]) -> None:
    told = Phases(written(*drafts), day(TODAY))
    for name in (one.subject for one in drafts):
        found, stated, before = told.window(name), told.stated(name), told.follows(name)
        start = None if stated.dates is None or stated.dates.start is None else stated.dates.start.last
        if before is None:
            assert (found.first, found.never_begins) == (start, False)
            continue
        last = told.window(before).last
        assert found.never_begins == (last is None)
        assert (found.first is None) == (last is None)
        if found.first is not None and last is not None:
            assert found.first == max(last + timedelta(days=1), start or date.min)


@given(phases())
def test_in_a_circle_each_follows_the_next(drafts: list[Draft]) -> None:
    told = Phases(written(*drafts), day(TODAY))
    for name in (one.subject for one in drafts):
        circle = told.window(name).circle
        assert all(told.follows(one) == other for one, other in zip(circle, (*circle[1:], *circle[:1]), strict=True))
        assert (told.window(name).waits_for is None) or not circle


@given(st.lists(st.integers(1, 40), min_size=1, max_size=8), st.integers(1, 100))
def test_all_that_follows_moves_by_as_much_as_the_first_slips(lengths: list[int], slip: int) -> None:
    first = phase("P0", "2016-01-01", "2016-01-31")
    rest = [phase(f"P{at}", after=f"P{at - 1}", lasts_days=length) for at, length in enumerate(lengths, 1)]
    slipped = phase("P0", "2016-01-01", (date(2016, 1, 31) + timedelta(days=slip)).isoformat())
    before, after = (Phases(written(*book), day(TODAY)) for book in ((first, *rest), (first, *rest, slipped)))
    for one in rest:
        was, now = before.window(one.subject), after.window(one.subject)
        assert was.first is not None
        assert now.first == was.first + timedelta(days=slip)
        assert was.last is not None
        assert now.last == was.last + timedelta(days=slip)


def test_lines_name_phases() -> None:
    """What a line says of its phases is read where a line is read."""
    snapshot = written(*CHAIN, line("L", 5, phase="HIT", ends_with="MOSUL"))
    found = snapshot.thing(Requirement, "L", day(TODAY))
    assert found is not None
    assert (found.phase, found.ends_with) == ("HIT", "MOSUL")
