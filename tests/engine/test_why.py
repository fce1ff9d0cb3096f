"""Why a line is short: each reason found by planning again without it, and what one more would be worth."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from muster.core.days import Period
from muster.core.errors import UnknownSubjectError
from muster.core.firmness import Firmness
from muster.engine.allocation import allocate
from muster.engine.coverage import Timeline
from muster.engine.eligibility import Reason
from muster.engine.serving import Asked
from muster.engine.why import Explained, why, worth_of_one_more
from muster.ledger.entries import Draft
from tests.builders import cap, dates, draft, step
from tests.engine.test_totals import FUNDS, fund, gives
from tests.engine.written import change, contribution, in_place, line, on, over_time, pin

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
