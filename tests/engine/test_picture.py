"""The picture of a day: what is ahead, what is short, what changed, what is kept apart, what nobody knows."""

import time
from typing import Any

import pytest

from muster.core.firmness import Firmness
from muster.engine.gaps import Outlook
from muster.engine.picture import Change, Picture, Unknowns, Upcoming, picture
from muster.ledger.entries import Draft
from tests.builders import cap, dates, draft, exactly, step, unstated
from tests.engine.written import TODAY, change, contribution, desk_of, in_place, level, line, on, pin

NOTHING_UNKNOWN = Unknowns((), (), (), (), ())


def pictured(*drafts: Draft, day: str = "6-30", firmness: Firmness = Firmness.COMMITTED, **operation: Any) -> Picture:
    """The picture on a day of a book written today."""
    desk = desk_of(*drafts, **operation)
    return picture(desk.snapshot(), on(day), desk.snapshot("2026-05-31"), firmness)


# ---- the head


def test_of_which_book_and_day() -> None:
    found = pictured(firmness=Firmness.PLEDGED, day="7-15")
    assert (found.name, found.banner, found.viewer) == ("Relief", None, "secretariat")
    assert (found.known, found.valid, found.firmness) == (on("6-30"), on("7-15"), Firmness.PLEDGED)


def test_an_empty_book() -> None:
    found = pictured()
    assert found.is_empty
    assert (found.gaps, found.operations, found.changes, found.outlooks, found.upcoming) == ((), (), (), (), ())
    assert (found.unknowns, found.not_counted) == (NOTHING_UNKNOWN, ())


@pytest.mark.parametrize("one", [line("L", 100, "2026-09-01"), line("L", 100, None, "2026-01-31"), contribution("C")])
def test_a_book_with_a_line_or_a_contribution_is_not_empty(one: Draft) -> None:
    assert not pictured(one).is_empty


def test_the_open_lines_of_all_operations_stand_together() -> None:
    other = draft("operation", "NORTH", name="The north", form="mission")
    found = pictured(other, line("L", 10), line("M", 10, operation="NORTH"))
    assert sorted(one.line for one in found.lines) == ["L", "M"]


# ---- what is ahead


def test_meetings_ahead_the_next_one_first() -> None:
    found = pictured(
        draft("meeting", "NOW", name="Today", day="2026-06-30"),
        draft("meeting", "FAR", name="Autumn round", day="2026-10", operations=["OP"]),
        draft("meeting", "NEAR", name="Pledging", day="2026-07-21"),
        draft("meeting", "YEAR", name="Some day this year", day="2026"),
        draft("meeting", "PAST", name="Last one", day="2026-06-29"),
    )
    assert found.upcoming == (
        Upcoming("YEAR", "Some day this year", "2026", 0, ()),
        Upcoming("NOW", "Today", "2026-06-30", 0, ()),
        Upcoming("NEAR", "Pledging", "2026-07-21", 21, ()),
        Upcoming("FAR", "Autumn round", "2026-10", 93, ("OP",)),
    )


def test_a_meeting_of_which_nothing_holds_yet_is_not_shown() -> None:
    later = draft("meeting", "M", "2026-07-01", name="Pledging", day="2026-07-21")
    assert pictured(later).upcoming == ()
    assert [one.in_days for one in pictured(later, day="7-1").upcoming] == [20]


# ---- operations and their lines


def test_the_lines_of_an_operation_counted_apart() -> None:
    seat = draft("place", "KIN", name="Kinshasa")
    found = pictured(
        seat,
        line("A", 100),
        line("B", 30),
        line("C", 50, basis="authorised_maximum"),
        line("D", unstated("many")),
        line("E", 50, "2026-09-01"),
        *in_place("K", 30, line="B"),
        place="KIN",
    )
    (row,) = found.operations
    assert (row.operation, row.name, row.place) == ("OP", "Relief", "Kinshasa")
    assert [one.line for one in row.lines] == ["A", "B", "C", "D"]
    assert (row.short, row.without_number, row.maxima) == (1, 1, 1)
    assert [(one.line, one.short) for one in found.gaps] == [("A", 100)]


def test_an_operation_without_open_lines_has_no_row() -> None:
    other = draft("operation", "OTHER", name="Another", form="mission")
    found = pictured(other, line("L", 100, "2026-09-01"), *in_place("C", 40))
    assert found.operations == ()


def test_an_operation_that_is_not_in_the_book_is_called_by_its_id() -> None:
    (row,) = pictured(line(operation="SOON")).operations
    assert (row.operation, row.name, row.place) == ("SOON", "SOON", "")


def test_an_ended_mission_is_never_short() -> None:
    found = pictured(line("L", 100), *in_place("C", 40), dates=dates(None, "2026-05-31"), withdrawal_until="2026-07-31")
    assert (found.gaps, found.operations, found.outlooks) == ((), (), ())
    assert [one.given.contribution for one in found.withdrawing] == ["C"]


# ---- what changed in thirty days


def test_what_changed_about_a_line_in_thirty_days() -> None:
    desk = desk_of(line("L", 100), line("M", 50), line("N", 10), *in_place("C", 40, line="L"), today="2026-05-01")
    earlier = desk.snapshot()
    desk.at(TODAY).put(
        change("M", 80, "2026-06-15"),
        step("C", "in_place", "2026-06-10", 60),
        line("NEW", 5, "2026-06-01"),
    )
    found = picture(desk.snapshot(), on("6-30"), earlier)
    assert found.changes == (
        Change("M", (50, 80), (0, 0)),
        Change("L", (100, 100), (40, 60)),
        Change("NEW", (None, 5), (0, 0)),
    )
    assert [one.size for one in found.changes] == [30, 20, 5]
    assert found.entries_recorded == 3


def test_a_change_is_one_of_what_was_known_and_valid_then() -> None:
    """A step of March, recorded in June, is news in June."""
    desk = desk_of(line("L", 100), contribution("C"), today="2026-03-01")
    earlier = desk.snapshot()
    desk.at(TODAY).put(step("C", "in_place", "2026-03-01", 60))
    assert picture(desk.snapshot(), on("6-30"), earlier).changes == (Change("L", (100, 100), (0, 60)),)


def test_of_changes_of_one_size_the_first_id_comes_first() -> None:
    found = pictured(line("B", 5, "2026-06-15"), line("A", 5, "2026-06-15"), line("S", unstated("some")))
    assert [(one.line, one.size) for one in found.changes] == [("A", 5), ("B", 5)]


def test_a_line_that_moved_to_another_operation_has_not_changed() -> None:
    desk = desk_of(draft("operation", "NEW", name="New", form="mission"), line("L", 100), today="2026-05-01")
    earlier = desk.snapshot()
    desk.at(TODAY).put(draft("requirement", "L", "2026-06-15", operation="NEW"))
    found = picture(desk.snapshot(), on("6-30"), earlier)
    assert ([one.operation for one in found.operations], found.changes) == (["NEW"], ())


# ---- what is kept apart


def test_what_covers_no_line_is_kept_apart_by_its_reason() -> None:
    pool = draft(
        "operation", "OLD", name="Old", form="mission", dates=dates(None, "2026-05-31"), withdrawal_until="2026"
    )
    still = draft("operation", "GOING", name="Going", form="mission", dates=dates(None, "2026-05-31"))
    leaving = draft("operation", "GOING", withdrawal_until="2026-12-31")
    found = pictured(
        *(pool, still, leaving),
        *(line("L", 100), line("ARMY", 30, capability="army")),
        *in_place("FREE", 40, capability="army"),
        *in_place("IDLE", 7, operation=None),
        *in_place("GONE", 5, operation="OLD"),
        *in_place("LEFT", 6, operation="GOING"),
        *in_place("BACK", 8, backfills="a company at home"),
    )
    kept = (found.free, found.without_need, found.withdrawing, found.backfills)
    assert [[one.given.contribution for one in each] for each in kept] == [
        ["FREE"],
        ["IDLE", "GONE"],
        ["LEFT"],
        ["BACK"],
    ]
    assert {one.line: one.cover(Firmness.IN_PLACE).low for row in found.operations for one in row.lines} == {
        "ARMY": 0,
        "L": 0,
    }


# ---- what lies ahead


def test_outlooks_are_of_lines_that_fall_or_hang_on_one() -> None:
    for_ever = dates("2026-01-01")
    found = pictured(
        line("FALLS", 100),
        line("ALONE", 50),
        line("SAFE", 50),
        line("SHORT", 50),
        line("GROWS", 60),
        *in_place("A", 60, line="FALLS", window=for_ever),
        *in_place("B", 60, "DEU", line="FALLS", window=dates("2026-01-01", "2026-08-31")),
        *in_place("C", 50, line="ALONE", window=for_ever),
        *in_place("D", 40, line="SAFE", window=for_ever),
        *in_place("E", 20, "DEU", line="SAFE", window=for_ever),
        *in_place("F", 40, line="GROWS", window=for_ever),
        *in_place("G", 20, "DEU", line="GROWS", window=for_ever),
        change("GROWS", 70, "2026-10-01"),
    )
    assert found.outlooks == (
        Outlook("ALONE", None, (), "FRA"),
        Outlook("FALLS", on("8-31"), ((on("9-1"), 60),), None),
        Outlook("GROWS", on("9-30"), (), None),
    )


def test_a_fall_more_than_a_year_ahead_is_not_yet_one() -> None:
    both = (
        *in_place("A", 60, window=dates("2026-01-01", "2027-06-29")),
        *in_place("B", 60, "DEU", window=dates("2026-01-01")),
    )
    assert [one.cliffs for one in pictured(line("L", 60), *both).outlooks] == [((on("2027-06-30"), 60),)]
    assert pictured(line("L", 60), *both, day="6-29").outlooks == ()


# ---- what nobody knows


def test_what_the_book_does_not_know() -> None:
    found = pictured(
        line("MANY", unstated("many"), capability="army"),
        line("L", 100, capability="police"),
        *in_place("HUNDREDS", unstated("hundreds"), line="L"),
        *in_place("SOME", unstated("some"), capability="trainers"),
        contribution("JULY", line="L", capability="police", window=dates("2026")),
        step("JULY", "committed", "2026-02-01", 10),
        contribution("IDLE", window=dates("2026")),
        step("IDLE", "committed", "2026-02-01", 10),
        contribution("ENDED", window=dates("2026")),
        step("ENDED", "committed", "2026-02-01", 10),
        cap("ENDED", "withdrawn", "2026-03-01"),
        contribution("WORDS", capability=None),
        draft("contribution", "LATER", "2026-12-01", member="FRA"),
    )
    assert found.unknowns.lines_without_number == ("MANY",)
    assert found.unknowns.unknown_size == ("HUNDREDS", "SOME")
    assert (found.unknowns.undated, found.unknowns.undated_softer) == (("IDLE", "JULY"), ())
    assert found.unknowns.without_capability == ("LATER", "WORDS")


def test_what_was_said_less_firmly_without_a_day_is_named_apart() -> None:
    drafts = (
        line("L", 100, capability="police"),
        contribution("A-TOLD", capability="police", window=None),
        step("A-TOLD", "indicated", "2026-02-01", 10),
        contribution("PLEDGED", capability="police", window=None),
        step("PLEDGED", "pledged", "2026-02-01", unstated("some")),
        contribution("IDLE", window=None),
        step("IDLE", "pledged", "2026-02-01", 10),
        contribution("BACK", window=None, backfills="a company at home"),
        step("BACK", "pledged", "2026-02-01", 10),
        *in_place("THERE", 10, capability="police", window=None),
        contribution("BOTH", capability="police", window=dates("2026")),
        step("BOTH", "committed", "2026-02-01", 10),
        step("BOTH", "pledged", "2026-02-01", 20),
        contribution("DATED", capability="police"),
        step("DATED", "pledged", "2026-02-01", 20),
        contribution("ENDED", window=None),
        step("ENDED", "pledged", "2026-02-01", 10),
        cap("ENDED", "withdrawn", "2026-03-01"),
    )
    unknowns = pictured(*drafts).unknowns
    assert unknowns.undated == ("BOTH",)
    assert unknowns.undated_softer == ("BACK", "IDLE", "PLEDGED", "A-TOLD")  # the firmest first
    unknowns = pictured(*drafts, firmness=Firmness.PLEDGED).unknowns
    assert (unknowns.undated, unknowns.undated_softer) == (("BACK", "BOTH", "IDLE", "PLEDGED"), ("A-TOLD",))


# ---- what is read and not yet counted


@pytest.mark.parametrize(
    ("drafts", "rule"),
    [
        ((line(), draft("capability", "trainers", portion="unit")), "whole units, tours and rest"),
        ((line(), draft("capability", "trainers", tour_days=180)), "whole units, tours and rest"),
        ((line(), draft("capability", "trainers", measure="total")), "totals and their instalments"),
        ((draft("substitute", "army", capability="police", efficiency="0.5"),), "substitutes and their efficiency"),
        ((line("M"), line(needs=["M"])), "enabling lines"),
        ((line(threshold=60),), "activation thresholds"),
        ((line(tasks=["mentoring"]),), "tasks and standards"),
        ((line(standard="UN"),), "tasks and standards"),
        ((contribution("C"), draft("caveat", "V", contribution="C", words="by day only")), "caveats"),
        ((contribution("C"), draft("condition", "V", contribution="C", words="if parliament agrees")), "conditions"),
    ],
)
def test_a_rule_that_is_read_but_not_counted_is_named(drafts: tuple[Draft, ...], rule: str) -> None:
    assert pictured(*drafts).not_counted == (rule,)


def test_what_is_counted_is_not_named() -> None:
    assert pictured(line(level=level(100)), *in_place("C", exactly(40)), pin("P", "C", "L", 5)).not_counted == ()
    assert pictured(line(capability="lasers")).not_counted == ()


# ---- a large book


def test_five_thousand_lines_do_not_hang() -> None:
    """5,000 lines from all days of a year, and a contribution for every fifth."""
    days = [f"2026-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29)]
    lines = [line(f"L{number}", 100, days[number % len(days)]) for number in range(5000)]
    given = [each for number in range(0, 5000, 5) for each in in_place(f"C{number}", 40, line=f"L{number}")]
    desk = desk_of(*lines, *given)
    began = time.process_time()
    found = picture(desk.snapshot(), on("6-30"), desk.snapshot("2026-05-31"))
    assert time.process_time() - began < 30
    open_by_then = [number for number in range(5000) if days[number % len(days)] <= "2026-06-30"]
    assert len(found.operations[0].lines) == len(found.gaps) == len(open_by_then)
    assert sum(gap.short for gap in found.gaps) == 100 * len(open_by_then) - 40 * sum(n % 5 == 0 for n in open_by_then)
