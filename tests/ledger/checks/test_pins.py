"""What cannot hold of what is agreed: pinned_twice, pinned_beyond, pinned_wrongly."""

from __future__ import annotations

import pytest

from muster.ledger.checks import run_checks
from muster.ledger.entries import Draft
from tests.builders import cap, dates, draft, exactly, step, turn, unstated
from tests.engine.written import (
    change,
    committed,
    contribution,
    desk_of,
    line,
    on,
    pin,
    ships,
    snapshot_of,
    unit,
    wants,
)

TWICE = "let one end before the other begins, or take one back"
BEYOND = "pin less, or ask for more"
WRONGLY = "take the pin back, or correct what speaks against it"


def said(name: str, *drafts: Draft, valid: str = "6-30", viewer: str = "secretariat") -> list[str]:
    """What a check says of a book."""
    snapshot = desk_of(*drafts).snapshot(viewer=viewer)
    return [str(problem) for problem in run_checks(snapshot, on(valid)) if problem.name == name]


def pinned(subject: str, of: str, to: str, first: str, last: str | None = None, **more: object) -> Draft:
    """A pin from a day of 2026 to another."""
    fields = {"contribution": of, "line": to, **more}
    return draft("assignment", subject, f"2026-{first}", None if last is None else f"2026-{last}", **fields)


# ---- one unit on two lines

FLEET = (ships(), wants("A", 2), wants("B", 2), *unit("S", 2))


def test_a_unit_on_two_lines_is_named_with_the_days() -> None:
    pins = (pinned("P", "S", "A", "07-01", "07-31"), pinned("Q", "S", "B", "07-31", "08-31"))
    sentence = "contribution S: it comes whole and is pinned to A (assignment P) and B (assignment Q) on 2026-07-31"
    assert said("pinned_twice", *FLEET, *pins) == [f"{sentence}; {TWICE}"]


def test_pins_are_told_in_the_order_in_which_they_were_recorded() -> None:
    first, second = pinned("Z", "S", "B", "07-01", "07-31"), pinned("P", "S", "A", "07-01", "07-31")
    corrected = pinned("Z", "S", "B", "07-01", "08-31")
    (found,) = said("pinned_twice", *FLEET, first, second, corrected)
    assert "to B (assignment Z) and A (assignment P) from 2026-07-01 to 2026-07-31" in found


def test_a_turn_is_a_pin() -> None:
    rota = draft("rota", "R", line="B", name="In turn")
    pins = (pinned("P", "S", "A", "07-01", "07-31"), rota, turn("R", "2026-07-10", "2026-08-10", "S"))
    (found,) = said("pinned_twice", *FLEET, *pins)
    assert "A (assignment P) and B (rota R) from 2026-07-10 to 2026-07-31" in found
    of_another_line = draft("rota", "R", line="A", name="In turn")
    assert said("pinned_twice", *FLEET, pins[0], of_another_line, pins[2]) == []


@pytest.mark.parametrize(
    "pins",
    [
        pytest.param((pinned("P", "S", "A", "07-01", "07-31"), pinned("Q", "S", "B", "08-01")), id="one after another"),
        pytest.param((pinned("P", "S", "A", "07-01"), pinned("Q", "S", "A", "07-01")), id="on one line"),
        pytest.param((pinned("P", "S", "A", "01-01", "06-30"), pinned("Q", "S", "B", "01-01", "06-30")), id="past"),
        pytest.param((pinned("P", "S", "A", "07-01"), pinned("Q", "T", "B", "07-01"), *unit("T")), id="of two units"),
        pytest.param(
            (pinned("P", "C", "L", "07-01"), pinned("Q", "C", "M", "07-01"), *committed("C", 9), line(), line("M")),
            id="of what is divided",
        ),
        pytest.param(
            (pinned("P", "S", "A", "07-01"), pinned("Q", "S", "B", "07-01"), cap("S", "withdrawn", "2026-06-30")),
            id="nothing is there",
        ),
    ],
)
def test_pins_that_can_hold_are_not_named(pins: tuple[Draft, ...]) -> None:
    assert said("pinned_twice", *FLEET, *pins, valid="7-1") == []


# ---- more than there is


def test_more_than_there_is_is_named_with_what_there_is() -> None:
    assert said("pinned_beyond", line(), *committed("C", 50), pinned("P", "C", "L", "07-01", quantity=exactly(51))) == [
        f"assignment P: L is to have 51 persons of C from 2026-07-01 to 2026-12-31, and it gives 50 at most; {BEYOND}"
    ]


def test_what_pins_before_it_leave_is_named() -> None:
    pins = (pin("P", "C", "L", 30), pin("Q", "C", "M", 30), pin("R", "C", "N"))
    said_of_all = said("pinned_beyond", line(), line("M"), line("N"), *committed("C", 50, since="2026-06-30"), *pins)
    days = "from 2026-06-30 to 2026-12-31"
    assert said_of_all == [
        f"assignment Q: M is to have 30 persons of C {days}, and of 50 the pins before it leave 20; {BEYOND}",
        f"assignment R: N is to have all of C {days}, and of 50 the pins before it leave 0; {BEYOND}",
    ]


def test_the_softest_word_and_the_high_end_count() -> None:
    soft = step("C", "pledged", "2026-01-01", 80)
    assert said("pinned_beyond", line(), *committed("C", 50), soft, pin("P", "C", "L", 80)) == []
    assert len(said("pinned_beyond", line(), *committed("C", 50), soft, pin("P", "C", "L", 81))) == 1
    unknown = committed("C", unstated("some"))
    assert said("pinned_beyond", line(), *unknown, pin("P", "C", "L", 81), pin("Q", "C", "L")) == []


def test_each_stretch_of_days_is_named_until_it_is_past() -> None:
    book = (line(), *committed("C", 50), pin("P", "C", "L", 40), cap("C", "reduced", "2026-08-01", 30))
    more = step("C", "committed", "2026-06-29", 50)
    (found,) = said("pinned_beyond", *book, more)
    assert "from 2026-08-01 to 2026-12-31, and it gives 30 at most" in found
    assert said("pinned_beyond", *book, valid="12-31") != []
    assert said("pinned_beyond", *book, change("L", 5, "2026-06-01")) != []
    assert [str(one) for one in run_checks(snapshot_of(*book), on("2027-01-01")) if one.name == "pinned_beyond"] == []


def test_who_does_not_see_all_is_not_told_what_is_left() -> None:
    assert said("pinned_beyond", line(), *committed("C", 50), pin("P", "C", "L", 60), viewer="FRA") == []
    assert said("pinned_wrongly", ships(), wants("A", 1), *committed("C", 50), pin("P", "C", "A"), viewer="FRA") == []


# ---- to a line that it may not serve

OTHER = draft("operation", "OTHER", name="Another", form="mission")
TRUCKS = draft("capability", "trucks", name="Trucks", unit="trucks", parent="trainers")
ROBOTS = draft("capability", "robots", name="Robots", unit="persons")
JOINT = (draft("joint", "J", name="A team", delivers="D"), draft("part", "J", contribution="C"))
IN_GROUP = draft("membership", "FRA", group="NATO")


@pytest.mark.parametrize(
    ("book", "reason"),
    [
        ((line(), *committed("C", 50, backfills="Spain")), "it backfills elsewhere"),
        ((line(), *committed("C", 50), *JOINT), "it is a part of J"),
        ((OTHER, line(), *committed("C", 50, operation="OTHER")), "it counts in OTHER, not there"),
        ((line(), *committed("C", 50, operation=None)), "it counts in no operation, not there"),
        ((line(capability="army"), *committed("C", 50, capability="police")), "police is no army"),
        ((TRUCKS, line(), *committed("C", 50, capability="trucks")), "trucks is no trainers"),
        ((line(servers=["DEU", "ITA"]), *committed("C", 50)), "DEU and ITA alone may serve it"),
    ],
)
def test_each_reason_not_to_serve_a_line_is_named(book: tuple[Draft, ...], reason: str) -> None:
    sentence = f"assignment P: C is pinned to L from 2026-01-01 to 2026-12-31, and {reason}; {WRONGLY}"
    assert said("pinned_wrongly", *book, pin("P", "C", "L")) == [sentence]


@pytest.mark.parametrize(
    "book",
    [
        (line(), *committed("C", 50, capability="police")),
        (line(), line("M"), *committed("C", 50, line="M", notice_days=400)),
        (line(servers=["NATO"]), IN_GROUP, *committed("C", 50)),
        (line(servers=["FRA"]), *committed("C", 50)),
        (
            ROBOTS,
            line(),
            *committed("C", 50, capability="robots"),
            draft("substitute", "trainers", capability="robots", efficiency="0.5"),
        ),
        (line(servers=["DEU"]), contribution("C")),
        (line("M"), *committed("C", 50)),
    ],
    ids=["below", "what a pin overrides", "by its group", "itself", "a substitute", "nothing given", "an unknown line"],
)
def test_what_may_serve_or_is_not_there_is_not_named(book: tuple[Draft, ...]) -> None:
    assert said("pinned_wrongly", *book, pin("P", "C", "L")) == []


def test_each_line_of_a_pin_is_judged_on_its_days() -> None:
    """The line is for others alone until August, the pin goes on to another line in October."""
    book = (
        line(servers=["DEU"]),
        draft("requirement", "L", "2026-08-01", servers=["FRA"]),
        line("M", servers=["DEU"]),
        *committed("C", 50),
        pinned("P", "C", "L", "07-01"),
        draft("assignment", "P", "2026-10-01", line="M"),
    )
    (first, second) = said("pinned_wrongly", *book)
    assert "pinned to L from 2026-07-01 to 2026-07-31" in first
    assert "pinned to M from 2026-10-01 to 2026-12-31" in second


def test_a_contribution_without_dates_is_pinned_without_an_end() -> None:
    book = (line(servers=["DEU"]), *committed("C", 50, window=dates("2026-01-01")), pin("P", "C", "L"))
    (found,) = said("pinned_wrongly", *book)
    assert "from 2026-01-01 to open" in found
