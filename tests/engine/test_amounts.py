"""The plan of a period: its intervals, who serves which line in each, what stays short, who moves."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from muster.core.days import Period, next_day
from muster.core.errors import RefusedError
from muster.core.quantity import Qualifier, Quantity
from muster.engine.allocation import Plan, allocate, cuts_of
from muster.engine.amounts import Part
from muster.engine.coverage import LONGEST_HORIZON_DAYS
from muster.engine.eligibility import Reason
from muster.engine.network import Pair
from muster.engine.serving import Asked
from muster.engine.touring import ANSWER, Effort, Kept
from muster.ledger.entries import Draft
from tests.builders import cap, dates, draft, step, unstated
from tests.engine.written import change, committed, contribution, line, on, over_time, pin, ships, unit, wants

Figure = int | Fraction
YEAR = Period(on("1-1"), date(2027, 1, 1))
ONE_DAY = Period(on("6-30"), on("7-1"))
FUNDS = draft("capability", "funds", name="Funds", unit="EUR", measure="total")
ROBOTS = draft("capability", "robots", name="Robots", unit="persons")
HALF_AS_GOOD = draft("substitute", "trainers", capability="robots", efficiency="0.5")
FROM_NEW_YEAR = dates("2026-01-01")
"""A window without an end, so that nothing changes when 2026 ends."""


def plan(
    *drafts: Draft,
    within: Period | None = YEAR,
    kept: dict[Pair, Fraction] | None = None,
    effort: Effort | None = None,
    **operation: Any,
) -> Plan:
    """The plan of a book, made on 30 June 2026, for 2026 where no other period is said."""
    timeline = over_time(*drafts, **operation)
    return allocate(timeline, Asked(on("6-30")), within, Kept(assigned=kept or {}), effort=effort)


def part(*drafts: Draft, kept: dict[Pair, Fraction] | None = None) -> Part:
    """That plan on 30 June 2026."""
    (found,) = plan(*drafts, within=ONE_DAY, kept=kept).parts
    return found


def shown(found: Plan) -> list[tuple[str, dict[Pair, Figure]]]:
    """The first day of each part, and who serves whom."""
    return [(_short(one.period.start), dict(one.assigned)) for one in found.parts]


def shortfalls(found: Plan) -> list[tuple[str, str, str, Figure]]:
    """Each shortfall: its line, its first and last day, how much."""
    return [(one.wanted.line, _short(one.period.start), _short(one.period.last), one.short) for one in found.shortfalls]


def _short(day: date | None) -> str:
    assert day is not None
    return f"{day:%-m-%-d}"


def between(low: int, high: int) -> Quantity:
    return Quantity.said_as(Qualifier.RANGE, low, high)


# ---- intervals


def test_each_interval_between_two_changes_is_planned() -> None:
    found = plan(
        line(need=100, since="2026-02-01"),
        change("L", 60, "2026-09-01"),
        *committed("C", 40, window=FROM_NEW_YEAR, since="2026-03-01"),
        *committed("D", 30, "DEU", window=dates("2026-01-01", "2026-10-31"), since="2026-02-01"),
    )
    assert shown(found) == [
        ("1-1", {}),
        ("2-1", {("D", "L"): 30}),
        ("3-1", {("C", "L"): 40, ("D", "L"): 30}),
        ("9-1", {("C", "L"): 40, ("D", "L"): 20}),
        ("11-1", {("C", "L"): 40}),
    ]
    assert shortfalls(found) == [
        ("L", "2-1", "2-28", 70),
        ("L", "11-1", "12-31", 20),
        ("L", "3-1", "8-31", 30),
    ]


def test_a_day_has_its_part_and_a_day_outside_has_none() -> None:
    found = plan(line(since="2026-02-01"))
    february = found.on(on("2-28"))
    assert february is found.parts[1]
    assert found.on(on("1-31")) is found.parts[0]
    assert found.on(date(2027, 1, 1)) is None


def test_notice_to_move_runs_out() -> None:
    """30 days, asked on 30 June; what is past is past, and nothing is lost by it."""
    found = plan(line(need=50), *committed("C", 50, notice_days=30, window=FROM_NEW_YEAR))
    assert shown(found) == [("1-1", {("C", "L"): 50}), ("6-30", {}), ("7-30", {("C", "L"): 50})]


def test_no_notice_changes_nothing() -> None:
    found = plan(line(need=50), *committed("C", 50, notice_days=0, window=FROM_NEW_YEAR))
    assert shown(found) == [("1-1", {("C", "L"): 50})]


@pytest.mark.parametrize(
    "rule",
    [
        draft("caveat", "K", "2026-04-01", "2026-05-31", contribution="C", words="not there", tasks=["patrol"]),
        draft("condition", "K", "2026-04-01", "2026-05-31", contribution="C", words="if", state="failed"),
    ],
)
def test_caveats_and_conditions_hold_from_their_day_to_their_last(rule: Draft) -> None:
    found = plan(line(need=50, tasks=["patrol"]), *committed("C", 50, window=FROM_NEW_YEAR), rule)
    assert [(first, bool(assigned)) for first, assigned in shown(found)] == [
        ("1-1", True),
        ("4-1", False),
        ("6-1", True),
    ]


def test_a_verification_and_a_substitute_from_a_day_on() -> None:
    seen = draft("verification", "C", "2026-04-01", by="the evaluators", standard="Role 2")
    book = (line(need=50, standard="Role 2"), *committed("C", 50), seen)
    assert cuts_of(over_time(*book), Asked(on("6-30"))) >= {on("4-1")}
    worth = draft("substitute", "trainers", "2026-05-01", capability="robots", efficiency="1")
    found = plan(ROBOTS, worth, line(need=50), *committed("C", 50, capability="robots", window=FROM_NEW_YEAR))
    assert shown(found) == [("1-1", {}), ("5-1", {("C", "L"): 50})]


def test_where_nothing_changes_any_more_one_day_is_planned() -> None:
    found = plan(line(need=100), *committed("C", 40, window=FROM_NEW_YEAR), within=None)
    assert found.within == ONE_DAY


def test_where_no_period_is_given_the_plan_goes_on_to_the_end_of_the_operation() -> None:
    ends: dict[str, Any] = {"dates": dates("2026-01-01", "2026-10-31")}
    found = plan(line(need=100), *committed("C", 40), within=None, **ends)
    assert found.within.start == on("6-30")
    last = found.on(on("10-31"))
    assert last is not None
    assert last.shortfalls == ("L",)


@pytest.mark.parametrize(
    "period",
    [Period(), Period(on("1-1")), Period(None, on("1-1")), Period(date(2026, 1, 1), date(2067, 1, 1))],
)
def test_a_period_without_ends_or_too_long_is_refused(period: Period) -> None:
    with pytest.raises(RefusedError):
        plan(line(), within=period)
    assert (date(2067, 1, 1) - date(2026, 1, 1)).days > LONGEST_HORIZON_DAYS


# ---- who serves which line


def test_what_is_pinned_serves_its_line_even_beyond_the_need() -> None:
    one = part(line(need=10), line("M", 10, tier=1), *committed("C", 25), pin("P", "C", "L", 20))
    assert one.assigned == {("C", "L"): 20, ("C", "M"): 5}
    assert one.covered == {"L": 10, "M": 5}
    assert one.shortfalls == ("M",)
    assert one.short("M") == 5


def test_a_pinned_contribution_may_give_its_line_more() -> None:
    one = part(line(need=30), *committed("C", 25), pin("P1", "C", "L", 5), pin("P2", "C", "L", 3))
    assert one.assigned == {("C", "L"): 25}
    assert one.covered == {"L": 25}


def test_a_pin_that_holds_nothing_changes_nothing() -> None:
    one = part(line(need=10, servers=["DEU"]), line("M", 10), *committed("C", 25), pin("P", "C", "L", 20))
    assert one.assigned == {("C", "M"): 10}


def test_a_pinned_substitute_covers_what_it_is_worth() -> None:
    robots = committed("C", 25, capability="robots")
    one = part(ROBOTS, HALF_AS_GOOD, line(need=20), *robots, *committed("D", 5), pin("P", "C", "L", 15))
    assert one.covered == {"L": Fraction(35, 2)}
    assert one.assigned == {("C", "L"): 25, ("D", "L"): 5}


def test_what_is_left_is_named_and_totals_are_not() -> None:
    book = (FUNDS, ROBOTS, line(need=10), *committed("C", 11), *committed("D", 3, capability="robots"))
    one = part(*book, *committed("E", 500, capability="funds"))
    assert one.unused == {"C": 1, "D": 3}


def test_what_is_left_says_why() -> None:
    """Robots are half as good as trainers for L and as good for M: no common measure. Each could serve more but D."""
    arms = draft("capability", "arms", name="Arms", unit="persons")
    instead = [draft("substitute", "arms", capability=kind, efficiency="1") for kind in ("trainers", "robots")]
    lines = (line("L", 5), line("M", 5, capability="arms"))
    one = part(
        *(ROBOTS, arms, HALF_AS_GOOD, *instead, *lines),
        *committed("A", 25, capability="robots"),
        *committed("B", 25),
        *committed("C", 25, capability="arms"),
        draft("capability", "lasers", name="Lasers", unit="lasers"),
        *committed("D", 25, capability="lasers"),
    )
    assert one.flowed.unfactored == ()
    assert one.covered == {"L": 5, "M": 5}
    assert sum(one.assigned.values()) == 10
    expected = {"A": None, "B": None, "C": None, "D": Reason.OTHER_CAPABILITY}
    assert {name: one.reason(name) for name in one.unused} == expected


def test_a_total_stands_in_for_no_level() -> None:
    """Or the same money would be spent on both."""
    hired = draft("substitute", "trainers", capability="funds", efficiency="0.01")
    one = part(FUNDS, hired, line(need=10), *committed("C", 500, capability="funds"))
    assert one.assigned == {}
    assert one.field.against == {("C", "L"): Reason.OTHER_CAPABILITY}


def test_without_a_period_a_plan_ends_with_the_last_day_on_which_anything_changes() -> None:
    found = plan(line("L", 100, "2026-08-01"), *committed("C", 50, window=FROM_NEW_YEAR), within=None)
    assert found.within == Period(on("6-30"), on("8-2"))
    assert shortfalls(found) == [("L", "8-1", "8-1", 50)]


def test_a_book_in_which_nothing_ever_changes_is_planned_for_its_day() -> None:
    found = plan(within=None)
    assert found.within == Period(on("6-30"), on("7-1"))
    assert found.parts[0].covered == {}


def test_a_book_that_reaches_beyond_forty_years_is_planned_as_far_as_a_plan_may_reach() -> None:
    found = plan(line("L", 100), *committed("C", 5, window=dates("2026-01-01", "2150-12-31")), within=None)
    assert found.within == Period(on("6-30"), on("6-30") + timedelta(days=LONGEST_HORIZON_DAYS))


def test_what_is_raised_in_an_operation_without_lines_begins_another_interval() -> None:
    """It may serve others once that is set aside."""
    new = draft("operation", "NEW", name="New", form="mission")
    grown = (*committed("C", 5, operation="NEW"), step("C", "committed", "2026-03-15", 50))
    found = plan(new, line(), *grown)
    assert [(one.period.start, int(one.unused["C"])) for one in found.parts] == [
        (on("1-1"), 5),
        (on("3-15"), 50),
    ]


def test_shortfalls_of_another_tier_are_not_joined() -> None:
    found = plan(line("L", 100), draft("requirement", "L", "2026-07-10", tier=1))
    assert [(one.wanted.tier, one.period.start) for one in found.shortfalls] == [(1, on("7-10")), (3, on("1-1"))]


def test_a_watcher_is_told_how_far_the_plan_has_come() -> None:
    told: list[tuple[int, int]] = []
    drafts = (line(), *committed("C", 5, window=dates("2026-03-01", "2026-08-31")))
    allocate(over_time(*drafts), Asked(on("6-30")), YEAR, watcher=lambda done, of: told.append((done, of)))
    assert told == [(0, 3), (1, 3), (2, 3)]


def test_what_gave_nothing_before_is_no_move() -> None:
    assert part(line(), kept={("A", "L"): Fraction(0)}).moved == 0


def test_a_plan_that_is_stopped_is_that_of_the_days_until_then() -> None:
    timeline = over_time(line(need=5), change("L", 10, "2026-07-01"), change("L", 15, "2026-08-01"), *committed("C", 9))

    def stop(done: int, _: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    within = Period(on("6-1"), on("9-1"))
    whole = allocate(timeline, Asked(on("6-30")), within)
    found = allocate(timeline, Asked(on("6-30")), within, watcher=stop, may_stop=True)
    assert (found.is_whole, whole.is_whole) == (False, True)
    assert found.parts == whole.parts[:2]
    assert found.within == Period(on("6-1"), found.parts[1].period.end)
    with pytest.raises(KeyboardInterrupt):
        allocate(timeline, Asked(on("6-30")), within, watcher=stop)


def test_a_plan_that_is_stopped_before_its_first_day_is_planned_is_none() -> None:
    def stop(_: int, __: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        allocate(over_time(line()), Asked(on("6-30")), ONE_DAY, watcher=stop, may_stop=True)


# ---- at most


def test_where_all_is_certain_no_more_can_come() -> None:
    one = part(line(need=100), *committed("C", 40))
    assert one.at_most == one.covered == {"L": 40}


def test_a_range_may_come_to_its_high_end() -> None:
    one = part(line(need=100), line("M", 100), *committed("C", between(40, 70), line="L"))
    assert one.covered == {"L": 40, "M": 0}
    assert one.at_most == {"L": 70, "M": 0}


def test_what_is_of_unknown_size_may_cover_all_it_may_serve() -> None:
    lines = (line("L", 100), line("M", 60, capability="police"), line("N", 30, servers=["DEU"]))
    one = part(*lines, *committed("C", unstated("a battalion")), *committed("D", 10, "DEU", line="L"))
    assert one.covered == {"L": 10, "M": 0, "N": 0}
    assert one.at_most == {"L": 100, "M": 0, "N": 0}
    assert one.assigned == {("D", "L"): 10}


def test_what_is_half_as_good_and_of_unknown_size_may_cover_all_too() -> None:
    one = part(ROBOTS, HALF_AS_GOOD, line(need=100), *committed("C", unstated("many"), capability="robots"))
    assert one.at_most == {"L": 100}


def test_at_least_has_no_high_end() -> None:
    one = part(line(need=100), *committed("C", Quantity.said_as(Qualifier.AT_LEAST, 40)))
    assert one.covered == {"L": 40}
    assert one.at_most == {"L": 100}


def test_up_to_covers_nothing_for_certain() -> None:
    robots = committed("C", Quantity.said_as(Qualifier.UP_TO, 40), capability="robots")
    one = part(ROBOTS, HALF_AS_GOOD, line(need=100), *robots)
    assert one.covered == {"L": 0}
    assert one.at_most == {"L": 20}


def test_what_is_pinned_is_kept_beside_what_may_come() -> None:
    book = (line(need=100), line("M", 100), *committed("C", between(40, 70)), pin("P", "C", "M", 30))
    assert part(*book).covered == {"L": 10, "M": 30}
    assert part(*book).at_most == {"L": 40, "M": 30}


def test_what_may_come_never_makes_it_less() -> None:
    """By drones, should they come, nothing factors any more; five more of one or the other would be covered."""
    drones = draft("capability", "drones", name="Drones", unit="persons")
    worth = {("army", "robots"): "0.5", ("police", "robots"): "1", ("army", "drones"): "1", ("police", "drones"): "1"}
    substitutes = [draft("substitute", of, capability=kind, efficiency=one) for (of, kind), one in worth.items()]
    lines = (line("L", 15, capability="army"), line("M", 100, capability="police"))
    given = committed("C", 40, capability="robots")
    may_come = committed("D", Quantity.said_as(Qualifier.UP_TO, 5), capability="drones")
    one = part(ROBOTS, drones, *substitutes, *lines, *given, *may_come)
    assert one.covered == {"L": 0, "M": 40}
    assert one.at_most in ({"L": 5, "M": 40}, {"L": 0, "M": 45})


# ---- shortfalls


def test_a_shortfall_is_one_while_need_and_cover_stay() -> None:
    """C leaves and D comes with as many: the line lacks the same all the year."""
    found = plan(
        line(need=100),
        *committed("C", 40, window=dates("2026-01-01", "2026-03-31")),
        *committed("D", 40, "DEU", window=dates("2026-04-01")),
    )
    assert len(found.parts) == 2
    assert shortfalls(found) == [("L", "1-1", "12-31", 60)]


def test_a_shortfall_ends_where_need_or_cover_change() -> None:
    found = plan(
        line(need=100),
        change("L", 90, "2026-04-01"),
        *committed("C", 40, window=FROM_NEW_YEAR),
        cap("C", "reduced", "2026-06-01", 30),
    )
    assert shortfalls(found) == [("L", "6-1", "12-31", 60), ("L", "1-1", "3-31", 60), ("L", "4-1", "5-31", 50)]


def test_a_shortfall_that_comes_back_is_another() -> None:
    found = plan(
        line(need=100),
        *committed("C", 40, window=FROM_NEW_YEAR),
        *committed("D", 60, "DEU", window=dates("2026-04-01", "2026-05-31")),
    )
    assert shortfalls(found) == [("L", "1-1", "3-31", 60), ("L", "6-1", "12-31", 60)]


def test_shortfalls_are_sorted_by_tier_share_line_and_day() -> None:
    """Totals stand among them."""
    found = plan(
        FUNDS,
        line("B", 10),
        line("A", 10),
        line("C", 10, tier=1, capability="army"),
        line("D", 100, capability="funds"),
        *committed("X", 5, capability="funds"),
        *committed("Y", 9, capability="army"),
        *committed("Z", 2, "DEU", line="A", window=dates("2026-07-01", "2026-07-31")),
        within=Period(on("6-1"), on("9-1")),
    )
    assert [(one, first, str(lacks)) for one, first, _, lacks in shortfalls(found)] == [
        ("C", "6-1", "1"),
        ("A", "6-1", "10"),
        ("A", "8-1", "10"),
        ("B", "6-1", "10"),
        ("D", "6-1", "95"),
        ("A", "7-1", "8"),
    ]


def test_a_total_that_is_covered_is_no_shortfall() -> None:
    found = plan(FUNDS, line("D", 100, capability="funds"), *committed("X", 100, capability="funds"))
    assert found.shortfalls == ()
    assert found.parts[0].shortfalls == ()


# ---- who moves


def test_who_serves_stays_while_others_come_and_go() -> None:
    """D could take C's place when it comes and does not; when C leaves, it does."""
    found = plan(
        line(need=40),
        *committed("C", 40, window=dates("2026-01-01", "2026-09-30")),
        *committed("A", 40, "DEU", window=dates("2026-04-01")),
    )
    assert shown(found) == [("1-1", {("C", "L"): 40}), ("4-1", {("C", "L"): 40}), ("10-1", {("A", "L"): 40})]
    assert [one.moved for one in found.parts] == [1, 0, 2]
    assert found.moves == 2


def test_more_or_less_from_the_same_is_one_move() -> None:
    found = plan(line(need=40), *committed("C", 40, window=FROM_NEW_YEAR), cap("C", "reduced", "2026-06-01", 30))
    assert [one.moved for one in found.parts] == [1, 1]
    assert found.moves == 1


def test_a_kept_plan_is_where_it_begins() -> None:
    book = (line(need=10), *committed("A", 10), *committed("B", 10, "DEU"))
    assert part(*book).assigned == {("A", "L"): 10}
    kept = {("A", "L"): Fraction(4), ("B", "L"): Fraction(6)}
    assert part(*book, kept=kept).assigned == kept
    assert part(*book, kept=kept).moved == 0
    assert part(*book, kept={("B", "L"): Fraction(10)}).assigned == {("B", "L"): 10}


def test_of_a_kept_plan_what_is_pinned_is_not_kept_twice() -> None:
    """Pinned are 4 of the 10 that A gave: of the rest, 6 and no more are A's before B's."""
    book = (line(need=12), *committed("A", 20), *committed("B", 10, "DEU"), pin("P", "A", "L", 4))
    kept = {("A", "L"): Fraction(10), ("B", "L"): Fraction(2)}
    assert part(*book, kept=kept).assigned == kept


def test_what_was_kept_and_is_gone_has_moved() -> None:
    one = part(line(need=10), *committed("A", 10), kept={("Z", "L"): Fraction(10)})
    assert one.assigned == {("A", "L"): 10}
    assert one.moved == 2


# ---- what is not counted


def test_a_rule_that_a_plan_does_not_count_is_named() -> None:
    found = plan(line(), contribution("C", support="needs lift"), within=ONE_DAY)
    assert found.not_counted == ("support that contributions need, such as lift",)


def test_enabling_lines_and_thresholds_are_counted() -> None:
    lines = (line("M", needs=["L"]), line("N", threshold=50), wants("O", 2, needs=["M"], threshold=50))
    assert plan(line(), ships(), *lines, *committed("C", 10), *unit("U"), within=ONE_DAY).not_counted == ()


@pytest.mark.parametrize(("state", "open_"), [(None, ("C",)), ("open", ("C",)), ("met", ()), ("failed", ())])
def test_what_stands_under_an_open_condition_is_named(state: str | None, open_: tuple[str, ...]) -> None:
    stated = {} if state is None else {"state": state}
    condition = draft("condition", "K", contribution="C", words="if there is a mandate", **stated)
    assert plan(line(), *committed("C", 10), condition, within=ONE_DAY).left_open == open_


def test_what_supplies_nothing_leaves_nothing_open() -> None:
    """It is only pledged, and so not counted, whatever becomes of the condition."""
    condition = draft("condition", "K", contribution="C", words="if there is a mandate")
    pledged = (contribution("C"), step("C", "pledged", "2026-02-01", 10))
    assert plan(line(), *pledged, condition, within=ONE_DAY).left_open == ()


def test_a_condition_of_which_it_is_not_said_yet_what_it_is_on_leaves_nothing_open() -> None:
    later = draft("condition", "K", "2026-08-01", contribution="C", words="if there is a mandate")
    words = draft("condition", "K", "2026-01-01", words="if there is a mandate")
    assert plan(line(), *committed("C", 10), later, words, within=ONE_DAY).left_open == ()


def test_where_nothing_is_needed_that_is_why_something_is_not_used() -> None:
    found = part(*committed("C", 10))
    assert {name: found.reason(name) for name in found.unused} == {"C": Reason.NOT_NEEDED}


def test_substitutes_whose_efficiencies_do_not_fit_together_serve_all_the_same() -> None:
    """Boats and ships stand in for each other, at efficiencies that do not fit together; a line of ships is short."""
    kinds = [draft("capability", name, name=name, unit=name) for name in ("ships", "boats")]
    stands_in = [
        draft("substitute", "ships", capability="boats", efficiency="0.5"),
        draft("substitute", "boats", capability="ships", efficiency="3"),
    ]
    lines = (line("S", 10, capability="ships", tier=1), line("B", 10, capability="boats", tier=2))
    givers = (*committed("D", 30, "DEU", capability="boats"), *committed("F", 1, capability="ships"))
    found = part(*kinds, *stands_in, *lines, *givers)
    assert dict(found.assigned) == {("D", "S"): 20, ("D", "B"): 7, ("F", "B"): 1}
    assert found.covered == {"S": 10, "B": 10}


# ---- accepted gaps


def test_an_accepted_gap_stays_short_is_marked_and_comes_last() -> None:
    """L is more urgent than M; its gap is accepted until the end of August."""
    accepted = {"by": "the board", "why": "cost", "until": "2026-08-31"}
    found = plan(line("L", 100, tier=1, accepted_gap=accepted), line("M", 10), within=Period(on("6-30"), on("10-1")))
    assert shortfalls(found) == [
        ("L", "9-1", "9-30", 100),
        ("M", "6-30", "9-30", 10),
        ("L", "6-30", "8-31", 100),
    ]
    assert [one.wanted.accepted is not None for one in found.shortfalls] == [False, False, True]


# ---- bridges


def test_a_bridge_serves_its_line_alone_until_its_end() -> None:
    """What arrives in September takes its place; between the two the line is short."""
    bridge = {"line": "L", "until": "2026-07-31"}
    found = plan(
        line("L", 40),
        line("M", 40),
        *committed("B", 60, bridge=bridge),
        *committed("C", 40, "DEU", line="L", window=dates("2026-09-01")),
        within=Period(on("7-1"), on("10-1")),
    )
    assert shown(found) == [("7-1", {("B", "L"): 40}), ("8-1", {}), ("9-1", {("C", "L"): 40})]
    after = found.on(on("8-1"))
    assert after is not None
    assert after.field.against["B", "L"] is Reason.WINDOW
    before = found.on(on("7-1"))
    assert before is not None
    assert before.field.against["B", "M"] is Reason.EARMARKED


def test_where_the_book_states_no_such_rule_none_is_named() -> None:
    book = (line(), line("M", capability="lasers"), *committed("C", 10), step("C", "in_place", "2026-02-01", 5))
    assert plan(*book, within=Period(on("6-30"), next_day(on("6-30")))).not_counted == ()


# ---- what is held


SHIPS = (ships(), draft("capability", "boats", name="Boats", unit="ships", parent="ships"))


def held(*drafts: Draft) -> Part:
    """The part of 30 June, in which a unit S gives what pins and tours take of it."""
    (one,) = plan(*SHIPS, *drafts, within=ONE_DAY, effort=ANSWER).parts
    assert "S" in one.field.held
    return one


def test_what_is_held_gives_what_is_pinned_and_nothing_more() -> None:
    """Boats flow on; the ships that are left of five stay."""
    lines = (wants("A", 9), wants("B", 9))
    one = held(*lines, *unit("S", 5), *committed("D", 7, capability="boats"), pin("P", "S", "A", 2))
    assert one.assigned == {("S", "A"): 2, ("D", "A"): 7}
    assert one.unused == {"S": 3}


def test_what_is_held_is_at_most_what_it_is() -> None:
    one = held(wants("A", 9), *unit("S", between(2, 5)), pin("P", "S", "A"))
    assert one.covered == {"A": 2}
    assert one.assigned == {("S", "A"): 2}
    assert one.at_most["A"] >= 5


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ((wants("A", 9), wants("B", 9)), Reason.WHOLE),
        ((wants("A", 2), wants("B", 9)), Reason.WHOLE),
        ((wants("A", 9), wants("B", 9, servers=["DEU"])), Reason.WHOLE),
        ((wants("A", 2), wants("B", 9, servers=["DEU"])), None),
        ((wants("A", 2),), None),
    ],
    ids=["both are short", "another is", "its own is", "one that it may not serve is", "none is"],
)
def test_why_what_is_left_of_a_unit_serves_nothing(lines: tuple[Draft, ...], reason: Reason | None) -> None:
    assert held(*lines, *unit("S", 5), pin("P", "S", "A", 2)).reason("S") is reason


def test_why_a_unit_that_is_idle_serves_nothing() -> None:
    """Its tour would be too long; and where its line is covered by others, nothing is missing."""
    too_long = unit("S", 5, shortest_tour_days=9)
    assert held(wants("A", 9), *too_long).reason("S") is Reason.TOUR
    covered = (*committed("D", 9, capability="boats"), pin("P", "D", "A"))
    assert held(wants("A", 9), *too_long, *covered).reason("S") is None


def test_a_unit_that_may_serve_nothing_says_why_like_any_other() -> None:
    assert held(wants("A", 9, servers=["DEU"]), *unit("S", 5), *unit("T", 1, member="DEU")).reason("S") is (
        Reason.MAY_NOT_SERVE
    )
