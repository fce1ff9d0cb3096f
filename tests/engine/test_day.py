"""One operation on one day: need and cover of each line, and what is kept apart from both."""

from collections.abc import Iterable
from typing import Any

import pytest

from muster.core.firmness import Firmness
from muster.core.quantity import Qualifier, Quantity, Span
from muster.core.requirements import Basis
from muster.engine.coverage import Timeline
from muster.engine.day import LineDay, OperationDay
from muster.engine.eligibility import Reason
from muster.engine.placing import Placing
from muster.ledger.entries import Draft
from tests.builders import cap, dates, draft, exactly, step, turn, undo, unstated
from tests.engine.written import change, contribution, desk_of, in_place, line, on, over_time, pin

IN_PLACE, COMMITTED, OFFERED, PLEDGED = Firmness.IN_PLACE, Firmness.COMMITTED, Firmness.OFFERED, Firmness.PLEDGED


def seen(*drafts: Draft, day: str = "6-30", **operation: Any) -> OperationDay:
    """OP on a day."""
    return over_time(*drafts, **operation).on("OP", on(day))


def the_line(*drafts: Draft, day: str = "6-30", **operation: Any) -> LineDay:
    """Line L on a day."""
    return seen(*drafts, day=day, **operation).lines["L"]


def covers(day: OperationDay, firmness: Firmness = IN_PLACE) -> dict[str, int | None]:
    """What covers each line for certain."""
    return {line: state.cover(firmness).low for line, state in day.lines.items()}


def who(placed: Iterable[Placing], firmness: Firmness = IN_PLACE) -> list[tuple[str, int | None]]:
    """Which contributions, and with how much."""
    return [(one.given.contribution, one.given.counted[firmness].low) for one in placed]


def at_least(number: int) -> Quantity:
    return Quantity.said_as(Qualifier.AT_LEAST, number)


def up_to(number: int) -> Quantity:
    return Quantity.said_as(Qualifier.UP_TO, number)


def between(low: int, high: int) -> Quantity:
    return Quantity.said_as(Qualifier.RANGE, low, high)


ARMY_LINE = line("ARMY", 30, capability="army")
ROTA = draft("rota", "R", line="ARMY", name="Training in turn")


# ---- need against cover


def test_a_line_is_covered_by_what_serves_it_alone() -> None:
    state = the_line(line(need=100), *in_place("C", 40), *in_place("D", 25, "DEU"))
    assert state.need == (100, 100)
    assert state.cover(IN_PLACE) == (65, 65)
    assert state.gap(IN_PLACE) == state.short(IN_PLACE) == 35
    assert [(one.contribution, one.member) for one in state.serving] == [("C", "FRA"), ("D", "DEU")]


def test_what_is_softer_stands_beside_what_is_firmer() -> None:
    pledged = (contribution("C"), step("C", "pledged", "2026-02-01", 100), step("C", "committed", "2026-03-01", 60))
    state = the_line(line(need=100), *pledged, step("C", "in_place", "2026-05-03", 40))
    assert [state.cover(one) for one in Firmness] == [(40, 40), (60, 60), (60, 60), (60, 60), (100, 100), (100, 100)]
    assert [state.gap(one) for one in Firmness] == [60, 40, 40, 40, 0, 0]


@pytest.mark.parametrize(
    ("need", "gap", "surplus"),
    [
        (exactly(50), 0, 10),
        (at_least(50), 0, 0),
        (up_to(50), None, 10),
        (between(40, 55), 0, 5),
        (between(70, 90), 10, 0),
        (unstated("as many as can be had"), None, 0),
    ],
    ids=str,
)
def test_sixty_in_place_against_needs_said_in_other_ways(need: Quantity, gap: int | None, surplus: int) -> None:
    state = the_line(line(need=need), *in_place("C", 60))
    assert (state.gap(IN_PLACE), state.surplus(IN_PLACE), state.drawdown(IN_PLACE)) == (gap, surplus, 0)
    assert state.short(IN_PLACE) == (gap or 0)


def test_a_line_without_a_number_has_no_gap_and_no_surplus() -> None:
    state = the_line(line(level={"drawdown_until": "2026-12-31"}), *in_place("C", 60))
    assert (state.need, state.gap(IN_PLACE), state.short(IN_PLACE), state.surplus(IN_PLACE)) == (None, None, 0, 0)


def test_what_is_unknown_is_counted_apart_and_never_as_cover() -> None:
    hundreds = in_place("C", unstated("hundreds"))
    state = the_line(line(need=100), *hundreds, *in_place("D", at_least(30), "DEU"), *in_place("E", up_to(9), "ITA"))
    assert state.cover(IN_PLACE) == (30, None)
    assert state.gap(IN_PLACE) == 70
    assert state.unknown(IN_PLACE) == ("C", "E")


def test_the_high_end_stands_beside_the_low_end() -> None:
    state = the_line(line(need=100), *in_place("C", between(30, 40)), *in_place("D", 20, "DEU"))
    assert state.cover(IN_PLACE) == (50, 60)
    assert state.gap(IN_PLACE) == 50


def test_what_the_dates_do_not_tell_is_named_and_not_counted() -> None:
    some_day_in_june = contribution("C", window=dates("2026-06"))
    state = the_line(line(need=100), some_day_in_june, step("C", "committed", "2026-02-01", 60), day="6-15")
    assert state.cover(COMMITTED) == (0, 0)
    assert (state.undated(COMMITTED), state.undated(IN_PLACE)) == (("C",), ())


def test_of_a_contribution_without_dates_only_what_is_in_place_counts() -> None:
    undated = contribution("C", window=dates())
    drafts = (
        line(need=100),
        undated,
        step("C", "committed", "2026-02-01", 60),
        step("C", "in_place", "2026-03-01", 40),
    )
    state = the_line(*drafts)
    assert (state.cover(IN_PLACE), state.cover(COMMITTED)) == ((40, 40), (40, 40))
    assert (state.undated(COMMITTED), state.undated(IN_PLACE)) == (("C",), ())


def test_amounts_are_counted_in_the_smallest_unit() -> None:
    money = draft("capability", "cash", name="Cash", unit="EUR", decimals=2)
    given = in_place("C", Quantity.said_as(Qualifier.EXACT, "12.50"), capability="cash")
    state = the_line(money, line(need=Quantity.said_as(Qualifier.EXACT, "20.05"), capability="cash"), *given)
    assert (state.need, state.cover(IN_PLACE), state.gap(IN_PLACE)) == ((2005, 2005), (1250, 1250), 755)
    assert (state.unit, state.decimals) == ("EUR", 2)


def test_unlike_units_are_never_added() -> None:
    trucks = draft("capability", "trucks", name="Trucks", unit="trucks", parent="trainers")
    day = seen(trucks, line(need=100), *in_place("C", 40), *in_place("T", 7, capability="trucks"))
    assert covers(day) == {"L": 40}
    assert who(day.without_need) == [("T", 7)]
    assert day.without_need[0].reason is Reason.OTHER_UNIT


def test_a_capability_that_is_not_in_the_book_has_no_unit() -> None:
    state = the_line(line(capability="lasers"))
    assert (state.unit, state.decimals, state.need) == (None, 0, (100, 100))


def test_a_maximum_has_room_but_is_never_short() -> None:
    state = the_line(line(need=150, basis="authorised_maximum"), *in_place("C", 100))
    assert (state.ranked, state.gap(IN_PLACE), state.short(IN_PLACE)) == (False, 50, 0)
    beyond = the_line(line(need=150, basis="authorised_maximum"), *in_place("C", 160))
    assert beyond.surplus(IN_PLACE) == 10


@pytest.mark.parametrize("basis", [None, Basis.NEEDED, Basis.MINIMUM, Basis.GOAL])
def test_every_other_basis_is_ranked(basis: Basis | None) -> None:
    state = the_line(line(need=150, **({} if basis is None else {"basis": basis})), *in_place("C", 100))
    assert (state.ranked, state.short(IN_PLACE)) == (True, 50)


def test_where_acceptance_is_required_the_rest_counts_as_offered() -> None:
    given = (contribution("C"), step("C", "committed", "2026-02-01", 80), step("C", "accepted", "2026-03-01", 50))
    state = the_line(line(need=100), *given, acceptance="required")
    assert (state.cover(COMMITTED), state.cover(OFFERED)) == ((50, 50), (80, 80))


# ---- lines that are there on the day


def test_a_line_is_there_from_its_first_to_its_last_day() -> None:
    seen_over_time = over_time(line("L", 100, "2026-03-01", "2026-05-31"))
    days = ("2-28", "3-1", "5-31", "6-1")
    assert [len(seen_over_time.on("OP", on(day)).lines) for day in days] == [0, 1, 1, 0]


def test_a_line_of_which_nothing_is_needed_is_there() -> None:
    state = the_line(line(need=0), *in_place("C", 5))
    assert (state.gap(IN_PLACE), state.surplus(IN_PLACE)) == (0, 5)


def test_a_line_belongs_to_the_operation_of_the_day() -> None:
    moved = (line(), draft("operation", "NEW", name="New", form="mission"))
    seen_over_time = over_time(*moved, draft("requirement", "L", "2026-05-01", operation="NEW"))
    assert [list(seen_over_time.on(one, on("4-30")).lines) for one in ("OP", "NEW")] == [["L"], []]
    assert [list(seen_over_time.on(one, on("5-1")).lines) for one in ("OP", "NEW")] == [[], ["L"]]


# ---- free for several, shown once


def test_what_could_serve_several_lines_is_free_and_covers_none() -> None:
    day = seen(line("L", 100), ARMY_LINE, *in_place("C", 40, capability="army"))
    assert covers(day) == {"L": 0, "ARMY": 0}
    assert who(day.free) == [("C", 40)]
    assert (day.free[0].lines, day.free[0].reason) == (("ARMY", "L"), None)
    assert day.without_need == ()


def test_what_is_earmarked_is_not_free() -> None:
    day = seen(line("L", 100), ARMY_LINE, *in_place("C", 40, capability="army", line="ARMY"))
    assert (covers(day), day.free) == ({"L": 0, "ARMY": 40}, ())


def test_what_is_earmarked_to_a_line_that_is_over_serves_no_other() -> None:
    over = line("ARMY", 30, None, "2026-05-31", capability="army")
    day = seen(line("L", 100), over, *in_place("C", 40, capability="army", line="ARMY"))
    assert (covers(day), day.free, who(day.without_need)) == ({"L": 0}, (), [("C", 40)])
    assert day.without_need[0].reason is Reason.EARMARKED


def test_the_reason_named_is_that_of_the_line_that_came_closest() -> None:
    elsewhere = (draft("place", "A", name="A"), draft("place", "B", name="B"))
    day = seen(*elsewhere, ARMY_LINE, line("L", place="A"), *in_place("C", 40, capability="police", place="B"))
    assert [(one.lines, one.reason) for one in day.without_need] == [((), Reason.OTHER_PLACE)]


# ---- pins


def test_a_pin_takes_its_number_and_the_rest_goes_where_it_would_go() -> None:
    army = in_place("C", 40, capability="army")
    day = seen(line("L", 100), ARMY_LINE, *army, pin("P", "C", "ARMY", 10))
    assert (covers(day), who(day.free)) == ({"L": 0, "ARMY": 10}, [("C", 30)])


def test_a_pin_without_a_number_takes_all() -> None:
    day = seen(line("L", 100), ARMY_LINE, *in_place("C", 40, capability="army"), pin("P", "C", "ARMY"))
    assert (covers(day), day.free) == ({"L": 0, "ARMY": 40}, ())


def test_pins_take_in_the_order_of_recording_and_never_more_than_is_left() -> None:
    desk = desk_of(line("L", 100), ARMY_LINE, *in_place("C", 40, capability="army"))
    desk.put(pin("Z", "C", "ARMY", 25))
    desk.put(pin("A", "C", "L", 25), pin("B", "C", "ARMY", 25))
    day = Timeline(desk.snapshot()).on("OP", on("6-30"))
    assert (covers(day), day.free) == ({"L": 15, "ARMY": 25}, ())


def test_a_pin_holds_on_its_days_until_it_is_taken_back() -> None:
    desk = desk_of(line("L", 100), ARMY_LINE, *in_place("C", 40, capability="army"))
    pinned = desk.one(pin("P", "C", "ARMY", 25, since="2026-05-01"))
    days = [Timeline(desk.snapshot()).on("OP", on(day)) for day in ("4-30", "5-1")]
    assert [covers(day)["ARMY"] for day in days] == [0, 25]
    desk.put(undo(pinned))
    assert covers(Timeline(desk.snapshot()).on("OP", on("5-1")))["ARMY"] == 0


def test_a_pin_of_which_the_line_is_not_yet_said_pins_nothing() -> None:
    someday = draft("assignment", "P", contribution="C", quantity=exactly(25))
    then = draft("assignment", "P", "2026-05-01", line="ARMY")
    seen_over_time = over_time(line("L", 100), ARMY_LINE, *in_place("C", 40, capability="army"), someday, then)
    assert [covers(seen_over_time.on("OP", on(day)))["ARMY"] for day in ("4-30", "5-1")] == [0, 25]


def test_what_is_pinned_and_the_rest_are_one_where_they_serve_one_line() -> None:
    state = the_line(line("L", 100), *in_place("C", 40), pin("P", "C", "L", 10), pin("Q", "C", "L", 5))
    assert [(one.contribution, one.counted[IN_PLACE]) for one in state.serving] == [("C", (40, 40))]


def test_what_is_pinned_to_a_line_that_it_cannot_serve_serves_none() -> None:
    police = in_place("C", 40, capability="police")
    day = seen(line("L", 100), ARMY_LINE, *police, pin("P", "C", "ARMY", 10))
    assert (covers(day), who(day.without_need)) == ({"L": 30, "ARMY": 0}, [("C", 10)])
    assert day.without_need[0].reason is Reason.OTHER_CAPABILITY


def test_what_is_pinned_to_a_line_that_is_not_there_serves_none() -> None:
    later = line("LATER", 30, "2026-09-01")
    day = seen(line("L", 100), later, *in_place("C", 40), pin("P", "C", "LATER", 10), pin("Q", "C", "NOWHERE", 5))
    assert (covers(day), who(day.without_need)) == ({"L": 25}, [("C", 15)])
    assert day.without_need[0].reason is Reason.EARMARKED


def test_what_is_pinned_and_the_rest_are_one_where_neither_has_a_need() -> None:
    police = in_place("C", 40, capability="police")
    day = seen(ARMY_LINE, *police, pin("P", "C", "NOWHERE", 10))
    assert (who(day.without_need), day.without_need[0].reason) == ([("C", 40)], Reason.OTHER_CAPABILITY)


def test_in_its_turn_a_contribution_serves_with_all_that_it_has() -> None:
    """Beside it both lines could be served, so that without the rota it is free."""
    serves = turn("R", "2026-05-01", "2026-05-31", "C")
    seen_over_time = over_time(line("L", 100), ARMY_LINE, *in_place("C", 40, capability="army"), ROTA, serves)
    days = [seen_over_time.on("OP", on(day)) for day in ("4-30", "5-1", "5-31", "6-1")]
    assert [(covers(day)["ARMY"], len(day.free)) for day in days] == [(0, 1), (40, 0), (40, 0), (0, 1)]


def test_turns_take_what_assignments_left() -> None:
    serves = turn("R", "2026-01-01", "2026-12-31", "C")
    drafts = (ROTA, serves, pin("P", "C", "L", 25))
    day = seen(line("L", 100), ARMY_LINE, *in_place("C", 40, capability="army"), *drafts)
    assert (covers(day), day.free) == ({"L": 25, "ARMY": 15}, ())


def test_a_part_of_a_joint_contribution_serves_no_line_and_is_shown_with_the_reason() -> None:
    joint = (draft("joint", "J", name="A team", delivers="C"), draft("part", "J", contribution="D"))
    drafts = (line("L", 100), *in_place("C", 40), *in_place("D", 3, "DEU"))
    assert covers(seen(*drafts)) == {"L": 43}
    for agreed in ((), (pin("P", "D", "L"),), (draft("contribution", "D", line="GONE"),)):
        day = seen(*drafts, *joint, *agreed)
        assert (covers(day), who(day.without_need)) == ({"L": 40}, [("D", 3)])
        assert day.without_need[0].reason is Reason.PART


@pytest.mark.parametrize(
    ("there", "pinned", "taken", "left"),
    [
        (exactly(40), exactly(10), (10, 10), (30, 30)),
        (exactly(40), exactly(50), (40, 40), None),
        (exactly(40), between(10, 20), (10, 20), (20, 30)),
        (exactly(40), at_least(10), (10, 40), (None, 30)),
        (exactly(40), unstated("some"), (None, 40), (None, 40)),
        (at_least(40), exactly(10), (10, 10), (30, None)),
        (between(40, 55), exactly(50), (40, 50), (0, 5)),
        (up_to(40), exactly(10), (None, 10), (None, 30)),
        (unstated("hundreds"), exactly(10), (None, 10), (None, None)),
        (unstated("hundreds"), None, (None, None), None),
    ],
    ids=str,
)
def test_what_a_pin_takes_and_leaves(
    there: Quantity, pinned: Quantity | None, taken: tuple[int, int], left: tuple[int, int] | None
) -> None:
    army = in_place("C", there, capability="army")
    day = seen(line("L", 100), ARMY_LINE, *army, pin("P", "C", "ARMY", pinned))
    assert [one.counted[IN_PLACE] for one in day.lines["ARMY"].serving] == [taken]
    assert [one.given.counted[IN_PLACE] for one in day.free] == ([] if left is None else [left])


def test_of_two_parts_of_unknown_size_one_contribution_is_of_unknown_size() -> None:
    state = the_line(line("L", 100), *in_place("C", unstated("hundreds")), pin("P", "C", "L", 10))
    assert (state.unknown(IN_PLACE), state.cover(IN_PLACE)) == (("C",), (0, None))


def test_beside_nothing_the_unknown_stays_unknown() -> None:
    """Ten at most are there, and ten are pinned: nothing is left, and still nobody knows how many are pinned."""
    state = the_line(line("L", 100), *in_place("C", up_to(10)), pin("P", "C", "L", 10))
    assert (state.unknown(IN_PLACE), state.cover(IN_PLACE)) == (("C",), (0, 10))


def test_of_a_firmer_level_there_may_be_nothing_left_where_there_is_of_a_softer_one() -> None:
    both = (*in_place("C", 10), step("C", "committed", "2026-02-01", 40))
    state = the_line(line("L", 100), *both, pin("P", "C", "L", 10), pin("Q", "C", "L", 10))
    assert (state.cover(IN_PLACE), state.cover(COMMITTED)) == ((10, 10), (40, 40))


# ---- above the need: surplus, drawdown, withdrawing


def test_what_is_above_a_reduced_need_is_drawdown_up_to_the_former_level() -> None:
    seen_over_time = over_time(line(need=100), change("L", 60, "2026-03-01", "2026-04-15"), *in_place("C", 110))
    states = [seen_over_time.on("OP", on(day)).lines["L"] for day in ("2-28", "3-1", "4-15", "4-16")]
    assert [(state.drawdown(IN_PLACE), state.surplus(IN_PLACE)) for state in states] == [
        (0, 10),
        (40, 10),
        (40, 10),
        (0, 50),
    ]


def test_an_earlier_reduction_not_yet_to_be_completed_is_tolerated_too() -> None:
    reductions = (change("L", 80, "2026-03-01", "2026-06-30"), change("L", 60, "2026-04-01", "2026-05-31"))
    seen_over_time = over_time(line(need=100), *reductions, *in_place("C", 110))
    states = [seen_over_time.on("OP", on(day)).lines["L"] for day in ("3-31", "4-30", "6-1")]
    assert [(state.drawdown(IN_PLACE), state.surplus(IN_PLACE)) for state in states] == [(20, 10), (40, 10), (0, 50)]


def test_an_earlier_reduction_already_to_be_completed_is_not() -> None:
    reductions = (change("L", 80, "2026-03-01", "2026-03-31"), change("L", 60, "2026-04-01", "2026-05-31"))
    state = the_line(line(need=100), *reductions, *in_place("C", 110), day="4-30")
    assert (state.drawdown(IN_PLACE), state.surplus(IN_PLACE)) == (20, 30)


def test_up_to_a_former_level_of_unknown_end_all_is_drawdown() -> None:
    state = the_line(line(need=at_least(100)), change("L", 60, "2026-03-01", "2026-12-31"), *in_place("C", 110))
    assert (state.drawdown(IN_PLACE), state.surplus(IN_PLACE)) == (50, 0)


def test_a_line_that_began_with_a_drawdown_has_no_former_level() -> None:
    first = line(level={"quantity": exactly(60), "drawdown_until": "2026-12-31"}, since="2026-02-01")
    state = the_line(first, *in_place("C", 110))
    assert (state.drawdown(IN_PLACE), state.surplus(IN_PLACE)) == (0, 50)
    always = line(level={"quantity": exactly(60), "drawdown_until": "2026-12-31"})
    assert the_line(always, *in_place("C", 110)).surplus(IN_PLACE) == 50


ENDS = {"dates": dates("2026-01-01", "2026-03-31"), "withdrawal_until": "2026-05"}


def test_what_is_in_place_after_the_end_is_withdrawing_and_then_without_need() -> None:
    seen_over_time = over_time(line(need=100), *in_place("C", 90), **ENDS)
    days = [seen_over_time.on("OP", on(day)) for day in ("3-31", "4-1", "5-1", "5-2")]
    assert [len(day.lines) for day in days] == [1, 0, 0, 0]
    assert [who(day.withdrawing) for day in days] == [[], [("C", 90)], [("C", 90)], []]
    assert [one.lines for one in days[1].withdrawing] == [("L",)]
    assert [who(day.without_need) for day in days] == [[], [], [], [("C", 90)]]


def test_what_was_only_promised_to_an_operation_that_has_ended_is_nowhere() -> None:
    seen_over_time = over_time(line(need=100), contribution("C"), step("C", "committed", "2026-02-01", 90), **ENDS)
    for day in ("4-1", "5-2"):
        found = seen_over_time.on("OP", on(day))
        assert (found.withdrawing, found.without_need, found.free) == ((), (), ())


def test_without_a_day_for_its_withdrawal_what_is_in_place_has_no_need_at_once() -> None:
    ended = {"dates": dates(None, "2026-03-31")}
    day = seen(line(need=100), *in_place("C", 90), day="4-1", **ended)
    assert (day.withdrawing, who(day.without_need)) == ((), [("C", 90)])


def test_an_operation_ends_on_the_first_day_on_which_it_may() -> None:
    seen_over_time = over_time(line(need=100), dates=dates(None, "2026-03"))
    assert [len(seen_over_time.on("OP", on(day)).lines) for day in ("3-1", "3-2")] == [1, 0]


# ---- in place without a stated need


def test_in_place_in_an_operation_without_lines() -> None:
    day = seen(*in_place("C", 40))
    assert (who(day.without_need), day.without_need[0].reason) == ([("C", 40)], None)


def test_in_place_in_no_operation_at_all() -> None:
    seen_over_time = over_time(line(), *in_place("C", 40, operation=None))
    assert seen_over_time.on("OP", on("6-30")).without_need == ()
    assert who(seen_over_time.on("", on("6-30")).without_need) == [("C", 40)]


def test_a_backfill_covers_no_line_and_is_not_without_need() -> None:
    day = seen(line(), *in_place("C", 40, backfills="Spain's company at home"))
    assert (covers(day), day.without_need, day.free) == ({"L": 0}, (), ())
    assert (who(day.backfills), day.backfills[0].reason) == ([("C", 40)], Reason.BACKFILL)


def test_what_is_capped_to_nothing_is_shown_nowhere() -> None:
    day = seen(*in_place("C", 40), cap("C", "ended", "2026-05-01"), *in_place("D", 30, "DEU"))
    assert who(day.without_need) == [("D", 30)]


def test_a_contribution_of_which_nothing_was_said_is_shown_nowhere() -> None:
    day = seen(line(), contribution("C"), *in_place("D", 30, since="2026-06-30"), day="6-29")
    assert (covers(day), day.without_need, day.free) == ({"L": 0}, (), ())


# ---- pools


def test_a_pool_counts_in_an_operation_once_a_committed_step_names_it() -> None:
    standing = draft("operation", "POOL", name="Rapid reaction", form="pool")
    promised = contribution("C", operation=None, pool="POOL")
    steps = (step("C", "committed", "2026-02-01", 90), step("C", "committed", "2026-05-01", 70, operation="OP"))
    seen_over_time = over_time(standing, line("L"), line("READY", operation="POOL"), promised, *steps)
    for day, in_pool, in_operation in (("4-30", 90, 0), ("5-1", 0, 70)):
        assert seen_over_time.on("POOL", on(day)).lines["READY"].cover(COMMITTED) == Span(in_pool, in_pool)
        assert seen_over_time.on("OP", on(day)).lines["L"].cover(COMMITTED) == Span(in_operation, in_operation)


def test_what_only_bridges_is_cover_and_told_apart() -> None:
    bridge = {"line": "L", "until": "2026-07-31"}
    book = (line("L", 100), *in_place("C", 40), *in_place("B", 25, "DEU", bridge=bridge))
    found = {day: the_line(*book, day=day) for day in ("7-31", "8-1")}
    told = {day: (one.cover(COMMITTED).low, one.bridged(COMMITTED).low) for day, one in found.items()}
    assert told == {"7-31": (65, 25), "8-1": (40, 0)}
