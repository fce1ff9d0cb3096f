"""Gaps on a day and as intervals; what lies ahead of a line."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from muster.core.days import Period
from muster.core.firmness import Firmness
from muster.core.quantity import Qualifier, Quantity
from muster.core.requirements import AcceptedGap
from muster.engine.gaps import Gap, Outlook, gaps_on, intervals, lines_on, outlook
from muster.ledger.entries import Draft
from tests.builders import cap, dates, draft, step, unstated
from tests.engine.written import change, contribution, in_place, line, on, over_time

YEAR = Period(on("1-1"), date(2027, 1, 1))
TODAY = on("6-30")


def gap(*drafts: Draft, day: str = "6-30", **operation: Any) -> Gap:
    """The one gap on a day."""
    (found,) = gaps_on(over_time(*drafts, **operation), on(day))
    return found


def since_and_until(*drafts: Draft, day: str = "6-30", **operation: Any) -> tuple[date | None, date | None]:
    found = gap(*drafts, day=day, **operation)
    return found.since, found.until


def missing(*drafts: Draft) -> list[tuple[date | None, date | None, int]]:
    """First day, last day and size of each interval in which line L is short in 2026."""
    found = intervals(over_time(*drafts).coverage("L", YEAR), Firmness.IN_PLACE)
    return [(one.period.start, one.period.last, one.short) for one in found]


def ahead(*drafts: Draft, day: str = "6-30", **operation: Any) -> Outlook:
    """What lies ahead of line L."""
    return outlook(over_time(*drafts, **operation), "L", on(day))


# ---- on a day


def test_a_gap_is_need_minus_cover() -> None:
    found = gap(line("L", 100), *in_place("C", 40))
    assert (found.line, found.operation, found.short, found.day.cover(Firmness.COMMITTED)) == ("L", "OP", 60, (40, 40))


def test_the_default_is_committed_and_another_firmness_may_be_asked() -> None:
    timeline = over_time(line("L", 100), contribution("C"), step("C", "pledged", "2026-02-01", 100))
    assert [one.short for one in gaps_on(timeline, TODAY)] == [100]
    assert gaps_on(timeline, TODAY, Firmness.PLEDGED) == ()


@pytest.mark.parametrize(
    "drafts",
    [
        (line("L", 100), *in_place("C", 100)),
        (line("L", 100, basis="authorised_maximum"),),
        (line("L", unstated("many")),),
        (line("L", Quantity.said_as(Qualifier.UP_TO, 100)),),
        (line("L", 100, "2026-07-01"),),
        (line("L", 0),),
    ],
    ids=["covered", "a maximum", "unknown", "up to", "later", "nothing"],
)
def test_what_is_no_gap(drafts: tuple[Draft, ...]) -> None:
    assert gaps_on(over_time(*drafts), TODAY) == ()


def test_an_ended_mission_is_never_short() -> None:
    ended = over_time(line("L", 100), dates=dates("2026-01-01", "2026-03-31"))
    assert [len(gaps_on(ended, on(day))) for day in ("3-31", "4-1", "6-30")] == [1, 0, 0]


def test_the_worst_first_tier_then_weight_then_size() -> None:
    lines = (
        line("A", 900),
        line("B", 10, tier=1),
        line("C", 5, tier=1, weight=7),
        line("D", 20, tier=1),
        line("E", 900, tier=2),
        line("F", 950, tier=3),
        line("G", 900, weight=1, tier=3),
    )
    assert [one.line for one in gaps_on(over_time(*lines), TODAY)] == ["C", "D", "B", "E", "F", "A", "G"]


def test_all_open_lines_on_a_day() -> None:
    other = draft("operation", "AA", name="Another", form="mission")
    timeline = over_time(other, line("L"), line("M", operation="AA"), line("LATER", 5, "2026-09-01"))
    assert [one.line for one in lines_on(timeline, TODAY)] == ["M", "L"]


# ---- since when and until when


def test_since_the_day_after_which_it_was_never_covered() -> None:
    there = in_place("C", 100, since="2026-02-01")
    back = step("C", "in_place", "2026-04-01", 100)
    drafts = (line(), *there, cap("C", "reduced", "2026-03-01", 40), back, cap("C", "reduced", "2026-05-01", 60))
    assert since_and_until(*drafts) == (on("5-1"), None)
    assert since_and_until(*drafts, day="3-31") == (on("3-1"), on("3-31"))


def test_a_gap_that_grows_and_shrinks_is_one_without_a_break() -> None:
    more = (step("C", "in_place", "2026-04-01", 90), step("C", "in_place", "2026-05-01", 10))
    drafts = (line("L", 100, "2026-02-01"), *in_place("C", 40, since="2026-03-01"), *more)
    assert since_and_until(*drafts) == (on("2-1"), None)


def test_as_far_back_as_the_book_goes() -> None:
    assert since_and_until(line(), *in_place("C", 40)) == (None, None)
    assert since_and_until(line()) == (None, None)


def test_until_the_need_falls_or_the_line_ends_or_the_operation_does() -> None:
    there = in_place("C", 60)
    assert since_and_until(line(), *there, change("L", 50, "2026-09-01"))[1] == on("8-31")
    assert since_and_until(line("L", 100, None, "2026-10-15"), *there)[1] == on("10-15")
    assert since_and_until(line(), *there, dates=dates(None, "2026-11-30"))[1] == on("11-30")


def test_from_the_day_on_which_it_changes() -> None:
    drafts = (line(), *in_place("C", 100, window=dates("2026-01-01", "2026-05-31")))
    assert since_and_until(*drafts, day="6-1") == (on("6-1"), None)


def test_while_it_was_a_maximum_it_was_not_short() -> None:
    needed = draft("requirement", "L", "2026-04-01", basis="needed")
    assert since_and_until(line(basis="authorised_maximum"), needed) == (on("4-1"), None)


# ---- intervals


def test_the_intervals_of_a_year() -> None:
    drafts = (
        line("L", 100, "2026-02-01", "2026-11-30"),
        *in_place("C", 40, since="2026-03-01"),
        step("C", "in_place", "2026-05-01", 100),
        cap("C", "reduced", "2026-08-01", 30),
    )
    assert missing(*drafts) == [
        (on("2-1"), on("2-28"), 100),
        (on("3-1"), on("4-30"), 60),
        (on("8-1"), on("11-30"), 70),
    ]


def test_neighbours_of_equal_size_are_one_interval() -> None:
    handed_over = (*in_place("D", 40, "DEU", since="2026-04-01"), cap("C", "ended", "2026-04-01"))
    assert missing(line(), *in_place("C", 40, since="2026-01-01"), *handed_over) == [(on("1-1"), on("12-31"), 60)]


def test_apart_from_each_other_intervals_of_equal_size_stay_two() -> None:
    drafts = (line(), *in_place("C", 100, since="2026-04-01"), cap("C", "ended", "2026-09-01"))
    assert missing(*drafts) == [(on("1-1"), on("3-31"), 100), (on("9-1"), on("12-31"), 100)]


def test_a_maximum_has_no_intervals() -> None:
    assert missing(line(basis="authorised_maximum")) == []


# ---- what lies ahead


def test_it_holds_until_the_day_before_it_falls_short() -> None:
    leaves = (line(), *in_place("C", 100, window=dates("2026-01-01", "2026-10-31")))
    assert ahead(*leaves).holds_until == on("10-31")
    assert ahead(*leaves).cliffs == ((on("11-1"), 100),)


def test_it_holds_beyond_what_the_book_knows() -> None:
    assert ahead(line(), *in_place("C", 100, window=dates("2026-01-01"))) == Outlook("L", None, (), "FRA")


def test_it_holds_as_far_as_the_need_does() -> None:
    grows = (line(), change("L", 120, "2026-09-01"), *in_place("C", 100, window=dates("2026-01-01")))
    assert (ahead(*grows).holds_until, ahead(*grows).cliffs) == (on("8-31"), ())


def test_where_it_is_short_already_it_held_at_most_until_yesterday() -> None:
    assert ahead(line(), *in_place("C", 40)).holds_until == on("6-29")


def test_a_line_that_ends_has_no_cliff() -> None:
    ended = (line("L", 100, None, "2026-09-30"), *in_place("C", 100))
    assert ahead(*ended) == Outlook("L", None, (), "FRA")


def test_each_fall_with_its_size() -> None:
    drafts = (
        line(),
        *in_place("C", 60, window=dates("2026-01-01", "2026-08-31")),
        *in_place("D", 50, "DEU", window=dates("2026-01-01")),
        cap("D", "reduced", "2026-10-01", 20),
        *in_place("E", 10, "ITA", window=dates("2026-01-01")),
        cap("E", "paused", "2026-11-01", until="2026-11-30"),
    )
    assert ahead(*drafts).cliffs == ((on("9-1"), 60), (on("10-1"), 30), (on("11-1"), 10))


def test_a_pinned_contribution_that_is_freed_is_a_cliff() -> None:
    army = line("ARMY", 30, capability="army")
    pinned = draft("assignment", "P", "2026-01-01", "2026-09-30", contribution="C", line="L")
    drafts = (army, line(), *in_place("C", 100, capability="army", window=dates("2026-01-01")), pinned)
    assert ahead(*drafts).cliffs == ((on("10-1"), 100),)


def single_of(*members_and_numbers: tuple[str, int | Quantity]) -> str | None:
    def drafts() -> Iterator[Draft]:
        for number, (member, quantity) in enumerate(members_and_numbers):
            yield from in_place(f"C{number}", quantity, member)

    crowd = draft("member", "SOME", name="Counted together", form="unnamed")
    return ahead(crowd, line(), *drafts()).single


def test_the_only_member_that_covers_a_line() -> None:
    assert single_of(("FRA", 40)) == "FRA"
    assert single_of(("FRA", 40), ("FRA", 20)) == "FRA"
    assert single_of(("FRA", 40), ("DEU", 20)) is None
    assert single_of() is None


def test_who_stands_for_several_is_not_single() -> None:
    assert single_of(("SOME", 40)) is None
    assert single_of(("GHOST", 40)) == "GHOST"


def test_what_is_of_unknown_size_covers_nothing_for_certain() -> None:
    assert single_of(("FRA", 40), ("DEU", unstated("some"))) == "FRA"


def test_a_line_that_is_not_there_yet_has_an_outlook() -> None:
    later = line("L", 100, "2026-09-01")
    assert ahead(later, *in_place("C", 100)) == Outlook("L", on("12-31"), ((date(2027, 1, 1), 100),), None)


def test_a_maximum_holds_for_ever() -> None:
    assert ahead(line(basis="authorised_maximum"), *in_place("C", 40, window=dates("2026-01-01"))).holds_until is None


def test_nothing_ahead_of_a_day_after_all_that_is_known() -> None:
    assert ahead(line(), *in_place("C", 100, window=None), day="12-31").holds_until is None
    assert ahead(line()).holds_until == on("6-29")


# ---- accepted gaps


ACCEPTED = {"by": "the board", "why": "no member has any", "until": "2026-08-31"}


def test_an_accepted_gap_comes_after_all_others() -> None:
    timeline = over_time(line("L", 100, tier=1, accepted_gap=ACCEPTED), line("M", 10))
    found = gaps_on(timeline, TODAY)
    assert [(one.line, one.short, one.day.accepted is not None) for one in found] == [
        ("M", 10, False),
        ("L", 100, True),
    ]


def test_it_is_accepted_up_to_its_last_day() -> None:
    timeline = over_time(line("L", 100, accepted_gap=ACCEPTED))
    for day, accepted in (("8-31", True), ("9-1", False)):
        (found,) = gaps_on(timeline, on(day))
        assert (found.day.accepted is not None) is accepted


def test_until_a_month_is_until_its_first_day() -> None:
    """An imprecise end counts from its first possible day."""
    timeline = over_time(line("L", 100, accepted_gap={**ACCEPTED, "until": "2026-08"}))
    assert [len([one for one in gaps_on(timeline, on(day)) if one.day.accepted]) for day in ("8-1", "8-2")] == [1, 0]


def test_the_day_after_is_a_day_of_change() -> None:
    stretches = over_time(line("L", 100, accepted_gap=ACCEPTED)).coverage("L", YEAR).stretches
    assert [one.period.start for one in stretches] == [on("1-1"), on("9-1")]


def test_a_day_without_end_is_accepted_on_any_day() -> None:
    assert AcceptedGap(by="the board", why="cost").holds_on(date.max)
