"""Why a line is short: each reason found by planning again without it, and what one more would be worth."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from muster.core.days import Period
from muster.core.errors import UnknownSubjectError
from muster.core.firmness import Firmness
from muster.engine.allocation import Plan, allocate
from muster.engine.coverage import Timeline
from muster.engine.eligibility import Reason
from muster.engine.serving import Asked
from muster.engine.why import Explained, why, worth_of_one_more
from muster.ledger.entries import Draft
from tests.builders import cap, dates, draft, step
from tests.engine.test_totals import FUNDS, fund, gives
from tests.engine.written import change, contribution, in_place, line, on, over_time, pin, ships, unit, wants

JULY = Period(on("7-1"), on("8-1"))
MADE_ON = on("6-30")


def explained(
    *drafts: Draft, of: str = "L", within: Period = JULY, firmness: Firmness = Firmness.COMMITTED
) -> list[Explained]:
    timeline = over_time(*drafts)
    return list(why(timeline, allocate(timeline, Asked(MADE_ON, firmness), within), of))


def ways(*drafts: Draft, of: str = "L") -> list[tuple[str, int]]:
    """What stands in the way in July: the reason or the line, and by how much the gap would be smaller."""
    (found,) = explained(*drafts, of=of)
    return [(str(way.reason or way.line), int(way.gain)) for way in found.ways]


PLACES = (
    draft("place", "IRAQ", name="Iraq"),
    draft("place", "NORTH", name="the north", parent="IRAQ"),
    draft("place", "SOUTH", name="the south", parent="IRAQ"),
)


@pytest.mark.parametrize(
    ("drafts", "reason", "gain"),
    [
        (in_place("C", 40, backfills="a company elsewhere"), Reason.BACKFILL, 40),
        ((line("M", 10), *in_place("C", 40, line="M")), Reason.EARMARKED, 40),
        (
            (draft("operation", "OTHER", name="Other", form="mission"), *in_place("C", 40, operation="OTHER")),
            Reason.OTHER_OPERATION,
            40,
        ),
        ((change("L", 100, "2026-01-01"), *in_place("C", 40, place="SOUTH")), Reason.OTHER_PLACE, 40),
        (
            (
                *in_place("C", 40),
                draft("caveat", "K", contribution="C", words="only in the south", places=("SOUTH",)),
            ),
            Reason.CAVEAT,
            40,
        ),
        (
            (*in_place("C", 40), draft("caveat", "K", contribution="C", words="no night work", tasks=("Night ",))),
            Reason.TASK,
            40,
        ),
        (
            (*in_place("C", 40), draft("condition", "K", contribution="C", words="if they vote", state="failed")),
            Reason.CONDITION,
            40,
        ),
        (
            (contribution("C", notice_days=60), step("C", "committed", "2026-02-01", 40)),
            Reason.NOTICE,
            40,
        ),
        (in_place("C", 40, window=dates("2026-01-01", "2026-06-30")), Reason.WINDOW, 40),
        ((contribution("C"), step("C", "pledged", "2026-02-01", 40)), Reason.BELOW_FIRMNESS, 40),
    ],
    ids=lambda value: str(value) if isinstance(value, Reason) else "",
)
def test_a_reason_is_given_with_what_it_costs(drafts: tuple[Draft, ...], reason: Reason, gain: int) -> None:
    needed = line("L", 100, place="NORTH", tasks=("night",))
    assert ways(*PLACES, needed, *drafts) == [(reason, gain)]


def test_who_alone_may_serve_and_a_standard_are_reasons() -> None:
    assert ways(line("L", 100, servers=("DEU",)), *in_place("C", 40)) == [(Reason.MAY_NOT_SERVE, 40)]
    assert ways(line("L", 100, standard="Role 2"), *in_place("C", 40)) == [(Reason.STANDARD, 40)]


def test_what_is_not_accepted_is_a_reason_where_acceptance_is_required() -> None:
    strict = draft("operation", "OP", acceptance="required")
    drafts = (strict, line(), contribution("C"), step("C", "committed", "2026-02-01", 40))
    assert ways(*drafts)[0] == (Reason.NOT_ACCEPTED, 40)


def test_a_line_that_is_served_before_is_named_with_what_it_takes() -> None:
    """All 60 could serve both lines; the critical one takes 50 of them."""
    drafts = (line("FIRST", 50, tier=1), line("L", 30, tier=2), *in_place("C", 60))
    assert ways(*drafts) == [("FIRST", 20)]


def test_a_reason_that_would_help_nobody_is_not_given() -> None:
    """What is out of its window is promised for another place as well."""
    away = in_place("C", 40, place="SOUTH", window=dates("2026-01-01", "2026-06-30"))
    assert ways(*PLACES, line("L", 100, place="NORTH"), *away) == []


def test_the_greatest_gain_comes_first() -> None:
    drafts = (
        line("L", 100),
        contribution("C"),
        step("C", "pledged", "2026-02-01", 10),
        *in_place("D", 30, "DEU", backfills="a company elsewhere"),
    )
    assert ways(*drafts) == [(Reason.BACKFILL, 30), (Reason.BELOW_FIRMNESS, 10)]


def test_more_of_another_kind_helps_nobody() -> None:
    assert ways(line("L", 100, capability="police"), *in_place("C", 40, capability="army")) == []


def test_days_with_one_answer_are_one_stretch() -> None:
    """In mid-July something begins that changes nothing for the line; in August it needs less."""
    drafts = (
        line("L", 100),
        change("L", 60, "2026-08-01"),
        line("M", 5, "2026-07-15", capability="police"),
        *in_place("C", 40, capability="army"),
    )
    found = explained(*drafts, within=Period(on("7-1"), on("9-1")))
    assert [(one.period, one.wanted.need, int(one.covered)) for one in found] == [
        (Period(on("7-1"), on("8-1")), 100, 40),
        (Period(on("8-1"), on("9-1")), 60, 40),
    ]


def test_on_days_on_which_it_is_covered_one_more_is_surplus() -> None:
    drafts = (line("L", 40), *in_place("C", 40), cap("C", "reduced", "2026-07-10", 30))
    covered, short = explained(*drafts)
    assert (covered.period, int(covered.short), covered.ways, covered.one_more) == (
        Period(on("7-1"), on("7-10")),
        0,
        (),
        (),
    )
    assert (short.period, int(short.short)) == (Period(on("7-10"), on("8-1")), 10)


def test_one_more_for_a_line_that_is_covered_may_free_another_for_a_line_that_is_not() -> None:
    (found,) = explained(line("L", 40, tier=1), line("M", 10, tier=2), *in_place("C", 40))
    assert (found.covered, found.one_more) == (Fraction(40), (("M", Fraction(1)),))


def test_what_is_pinned_to_other_lines_stands_in_the_way() -> None:
    """C is pinned to M beyond what M needs; without the pin all of it would serve L, which comes first."""
    drafts = (line("L", 30, tier=1), line("M", 10, tier=2), *in_place("C", 20), pin("P", "C", "M"))
    (found,) = explained(*drafts)
    assert [(way.pinned, int(way.gain)) for way in found.ways] == [(True, 20)]


def test_a_pin_to_the_line_before_goes_with_it() -> None:
    drafts = (line("FIRST", 50, tier=1), line("L", 30, tier=2), *in_place("C", 60), pin("P", "C", "FIRST", 10))
    assert ways(*drafts) == [("FIRST", 20)]


def test_there_must_be_such_a_line() -> None:
    with pytest.raises(UnknownSubjectError, match="did you mean"):
        explained(line("TRAINERS", 100), of="TRAINER")


# ---- what one more would be worth


def worth(*drafts: Draft, of: str) -> dict[str, Fraction]:
    timeline: Timeline = over_time(*drafts)
    return worth_of_one_more(allocate(timeline, Asked(MADE_ON), JULY).parts[0], of)


def test_one_more_where_it_is_short_closes_one() -> None:
    assert worth(line("L", 100), *in_place("C", 40), of="L") == {"L": 1}
    assert explained(line("L", 100), *in_place("C", 40))[0].one_more == (("L", Fraction(1)),)


def test_one_more_where_all_is_covered_frees_one_for_another_line() -> None:
    drafts = (line("L", 30, tier=1), line("M", 30, tier=2), *in_place("C", 40))
    assert worth(*drafts, of="L") == {"M": 1}


def test_one_more_where_nothing_is_missing_is_surplus() -> None:
    assert worth(line("L", 30), *in_place("C", 40), of="L") == {}


def test_one_more_is_one_of_its_unit() -> None:
    fuel = draft("capability", "fuel", name="Fuel", unit="tonnes", decimals=2)
    drafts = (fuel, line("L", 30, capability="fuel"), *in_place("C", 10, capability="fuel"))
    assert worth(*drafts, of="L") == {"L": 100}


# ---- totals

WHOLE = Period(on("1-1"), date(2027, 1, 1))


def of_totals(*drafts: Draft, of: str = "L", firmness: Firmness = Firmness.COMMITTED) -> list[Explained]:
    return explained(FUNDS, *drafts, of=of, within=WHOLE, firmness=firmness)


def money(*drafts: Draft, of: str = "L") -> list[tuple[str, int]]:
    """What stands in the way of money: the reason or the term, and how much more there would be."""
    (found,) = of_totals(*drafts, of=of)
    return [(str(way.reason or way.line), int(way.gain)) for way in found.ways]


FUND = fund("L", 100)


@pytest.mark.parametrize(
    ("drafts", "reason"),
    [
        (gives("C", 40, backfills="a company elsewhere"), Reason.BACKFILL),
        ((fund("M", 10), *gives("C", 40, line="M")), Reason.EARMARKED),
        ((contribution("C", capability="funds"), step("C", "pledged", "2026-01-01", 40)), Reason.BELOW_FIRMNESS),
        (gives("C", 40, window=dates("2027-06-01")), Reason.WINDOW),
    ],
)
def test_why_a_total_is_short_is_found_by_planning_it_without_the_reason(
    drafts: tuple[Draft, ...], reason: Reason
) -> None:
    assert (reason, 40) in money(FUND, *drafts)


def test_money_that_is_not_accepted_stands_in_the_way_of_its_line() -> None:
    drafts = (draft("operation", "REQ", name="Req", form="mission", acceptance="required"),)
    need = fund("L", 100, operation="REQ")
    assert money(*drafts, need, *gives("C", 40, operation="REQ")) == [("below_firmness", 40), ("not_accepted", 40)]


def test_a_term_that_is_served_before_stands_in_the_way_under_its_name() -> None:
    assert money(fund("M", 30, tier=1), FUND, *gives("C", 40)) == [("M from 2026-01-01", 30)]


def test_what_one_more_would_be_worth_to_a_total() -> None:
    (found,) = of_totals(FUND, *gives("C", 40))
    assert (found.covered, found.period) == (Fraction(40), WHOLE)
    assert found.ways == ()
    assert found.one_more == (("L from 2026-01-01", Fraction(1)),)


def test_of_a_total_that_is_covered_one_more_is_surplus_or_frees_another() -> None:
    (found,) = of_totals(FUND, *gives("C", 100))
    assert (int(found.short), found.ways, found.one_more) == (0, (), ())
    (found,) = of_totals(FUND, fund("M", 10), *gives("C", 100))
    assert found.one_more == (("M from 2026-01-01", Fraction(1)),)


# ---- whole units

TEN_DAYS = Period(on("7-1"), on("7-11"))
BOATS = draft("capability", "boats", name="Boats", unit="ships", parent="ships")


def of_units(*drafts: Draft, of: str = "A") -> list[tuple[int | None, list[tuple[str, Fraction]]]]:
    """The first day of each stretch of the first ten days of July, and what stands in the way."""
    found = explained(*drafts, of=of, within=TEN_DAYS)
    return [
        (
            None if one.period.start is None else one.period.start.day,
            [(str(way.reason or way.line or "pinned"), way.gain) for way in one.ways],
        )
        for one in found
    ]


def test_a_unit_that_could_be_divided_would_serve_another_line_too() -> None:
    """Ten go to B, that needs six; the other four could serve A."""
    book = (ships(), wants("A", 4), wants("B", 6), *unit("S", 10))
    assert of_units(*book) == [(1, [(Reason.WHOLE, Fraction(4))])]


def test_how_long_a_tour_is_stands_in_the_way_where_no_tour_is_better() -> None:
    """Three days of ten: of any length, all ten."""
    book = (ships(tour_days=3, rest_days=20), wants("A", 9), *unit("S", 9))
    assert of_units(*book) == [(1, [(Reason.TOUR, Fraction(9))]), (8, [])]


def test_where_a_unit_rests_that_stands_in_the_way_on_the_average_of_the_days() -> None:
    """From the fourth to the eighth it rests. Were there no rest but for a day between two tours, four of five."""
    lines = (wants("A", 2), change("A", 0, "2026-07-09"))
    found = of_units(ships(tour_days=4, rest_days=8), *lines, *in_place("S", 2, since="2026-06-30", capability="ships"))
    assert found == [(1, []), (4, [(Reason.REST, Fraction(8, 5))])]


PLEDGED = (contribution("T", "DEU", capability="ships"), step("T", "pledged", "2026-02-01", 3))
SIX_DAYS = (ships(tour_days=4, rest_days=2), wants("A", 3, "2026-07-01", "2026-07-06"), *PLEDGED)
"""Softer words would bring a unit of three that needs rest as well: it is there on four of six days."""


def test_what_is_set_aside_is_set_aside_on_all_days() -> None:
    """Another of one is there on four days: the three are there on the other two, and on half of these."""
    gains = [dict(ways) for _, ways in of_units(*SIX_DAYS, *unit("S", 1))]
    assert sorted(one[Reason.BELOW_FIRMNESS] for one in gains) == [1, 3]


def test_a_unit_that_is_let_in_rests_like_any_other() -> None:
    assert of_units(*SIX_DAYS) == [(1, [(Reason.BELOW_FIRMNESS, Fraction(2))])]


def test_a_line_that_has_the_unit_is_no_reason_but_one_that_has_the_amounts_is() -> None:
    """S is at B; D, that could serve A, is at C, that comes first."""
    lines = (wants("A", 4, tier=3), wants("B", 6, tier=1), line("C", 3, tier=1, capability="boats"))
    book = (ships(), BOATS, *lines, *unit("S", 6), *committed_boats("D", 3))
    assert of_units(*book) == [(1, [("C", Fraction(3))])]


def committed_boats(name: str, number: int) -> tuple[Draft, Draft]:
    return contribution(name, capability="boats"), step(name, "committed", "2026-01-01", number)


def test_what_pins_a_unit_elsewhere_stands_in_the_way() -> None:
    book = (ships(), wants("A", 4), wants("B", 1), *unit("S", 4), pin("P", "S", "B"))
    assert of_units(*book, wants("C", 1), *unit("T", 1, line="C")) == [(1, [("pinned", Fraction(4))])]


def test_what_pins_the_only_unit_elsewhere_stands_in_the_way() -> None:
    book = (ships(), wants("A", 4), wants("B", 1), *unit("S", 4), pin("P", "S", "B"))
    assert of_units(*book) == [(1, [("pinned", Fraction(4))])]


def test_a_reason_is_planned_again_once_for_all_days(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice for A, which is short on two stretches of days: as though it could be divided, and as long as it likes."""
    timeline = over_time(ships(tour_days=3, rest_days=20), wants("A", 2), wants("B", 9, "2026-07-08"), *unit("S", 9))
    plan = allocate(timeline, Asked(MADE_ON), TEN_DAYS)
    asked: list[frozenset[Reason]] = []

    def noted(timeline: Timeline, asked_for: Asked, *rest: Any, **how: Any) -> Plan:
        asked.append(asked_for.without)
        return allocate(timeline, asked_for, *rest, **how)

    monkeypatch.setattr("muster.engine.why.allocate", noted)
    assert len(why(timeline, plan, "A")) == 2
    assert len(asked) == len(set(asked))


def test_one_more_is_no_unit() -> None:
    """One ship more is one that is not bound to go with others."""
    (found,) = explained(ships(), wants("A", 6), *unit("S", 4), of="A", within=TEN_DAYS)
    assert found.one_more == (("A", Fraction(1)),)


def test_where_units_are_and_none_may_tour_a_reason_brings_no_more_than_it_holds_back() -> None:
    """S has no tour, for it would have to last 60 days. Boats that backfill elsewhere are two."""
    boats = (contribution("D", capability="boats", backfills="at home"), step("D", "committed", "2026-01-01", 2))
    book = (ships(), BOATS, wants("A", 9), *unit("S", 7, shortest_tour_days=60), *boats)
    assert of_units(*book) == [(1, [(Reason.TOUR, Fraction(7)), (Reason.BACKFILL, Fraction(2))])]


def test_a_line_without_which_another_would_be_served_is_no_reason() -> None:
    """C takes all four; without it A would, that is served before B as well."""
    drafts = (line("A", 5, tier=2), line("B", 3, tier=2), line("C", 9, tier=1), *in_place("D", 4))
    assert ways(*drafts, of="B") == []


# ---- what keeps some of what covers from counting


def counted(*drafts: Draft, of: str = "L", **asked: Any) -> list[tuple[str, str | None, int]]:
    """What would let more count, or bring more from one member: why, which other line, and how many."""
    timeline = over_time(*drafts)
    how = Asked(on("6-30"), **asked)
    (found,) = why(timeline, allocate(timeline, how, Period(on("7-1"), on("7-2"))), of)
    return [(str(one.counting or one.reason), one.line, int(one.gain)) for one in found.ways]


def test_the_enabling_line_that_allows_no_more_is_named() -> None:
    """L needs M, of which half is covered, and N, of which all is."""
    lines = (line(need=10, needs=("M", "N")), line("M", 10), line("N", 5))
    help_ = (*in_place("A", 10, line="L"), *in_place("B", 5, line="M"), *in_place("C", 5, line="N"))
    assert counted(*lines, *help_) == [("needs", "M", 5)]


def test_a_threshold_that_is_not_reached_is_named() -> None:
    assert counted(line(need=10, threshold=80), *in_place("A", 5)) == [("threshold", None, 5)]


def test_that_too_few_serve_is_named() -> None:
    """Italy serves another line alone."""
    book = (line(need=10), line("M", 5), *in_place("A", 10, line="L"), *in_place("B", 5, "ITA", line="M"))
    assert counted(*book, suppliers=2) == [("suppliers", None, 10)]


def test_what_one_member_may_not_bring_is_named() -> None:
    """Of ten at most four count from one; where it has no more than that, it is not the reason."""
    assert counted(line(need=10), *in_place("A", 10), most_from_one=40) == [("cap", None, 6)]
    assert counted(line(need=10), *in_place("A", 4), most_from_one=40) == []
