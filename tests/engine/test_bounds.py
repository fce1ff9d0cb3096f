"""Plans at the bounds: the largest quantities, many members, many days, nothing at all."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from muster.core.days import Period
from muster.core.errors import RefusedError
from muster.engine.account import account_of
from muster.engine.allocation import Plan, allocate
from muster.engine.eligibility import Reason
from muster.engine.proof import faults
from muster.engine.serving import Asked
from muster.ledger.entries import Draft
from tests.builders import dates, draft
from tests.engine.written import change, committed, line, on, over_time, pin

DAY = Period(on("6-30"), on("7-1"))
MOST = 10**15
"""The largest quantity."""

YEARS_30 = 10_957
"""So many days."""


def plan(*drafts: Draft, within: Period = DAY) -> Plan:
    """The plan of a day, or of a period: each of its figures and proofs holds."""
    found = allocate(over_time(*drafts), Asked(on("6-30")), within)
    assert list(faults(account_of(found))) == []
    return found


def test_the_largest_quantities_are_planned_to_the_last_unit() -> None:
    """The second takes from the first what a third replaces, all but one unit."""
    lines = (line("L", MOST, tier=1), line("M", MOST, tier=2, servers=["FRA"]))
    given = (*committed("C", MOST), *committed("D", MOST - 1, "DEU"))
    (part,) = plan(*lines, *given).parts
    assert part.covered == {"L": MOST, "M": MOST - 1}


def test_the_largest_quantities_are_planned_by_substitutes_of_hardly_any_worth() -> None:
    robots = draft("capability", "robots", name="Robots", unit="persons", decimals=6)
    worth = draft("substitute", "trainers", capability="robots", efficiency="0.000001")
    (part,) = plan(robots, worth, line("L", MOST), *committed("C", 10**9, capability="robots")).parts
    assert part.covered == {"L": Fraction(1000)}
    assert part.short("L") == MOST - 1000


def test_where_all_weights_are_equal_lines_are_served_by_their_ids() -> None:
    lines = [line(f"L{number}", 10, tier=2, weight=7) for number in reversed(range(9))]
    (part,) = plan(*lines, *committed("C", 25)).parts
    assert part.flowed.order == tuple(f"L{number}" for number in range(9))
    assert [part.covered[name] for name in part.flowed.order] == [10, 10, 5, 0, 0, 0, 0, 0, 0]


def test_a_line_that_nobody_may_serve_is_short_of_all_it_needs() -> None:
    (part,) = plan(line("L", 10, servers=["ITA"]), *committed("C", 25)).parts
    assert part.short("L") == 10
    assert part.reason("C") is Reason.MAY_NOT_SERVE


def test_contradictory_pins_are_met_as_far_as_there_is_anything() -> None:
    pins = [pin(f"P{number}", "C", "LM"[number % 2], 20) for number in range(4)]
    (part,) = plan(line("L", 30), line("M", 30), *committed("C", 50), *pins).parts
    assert part.covered == {"L": 30, "M": 20}
    assert [one.missing for one in part.field.pins] == [0, 0, 10, 20]


def test_nothing_and_nobody() -> None:
    assert plan().parts[0].covered == {}
    assert plan(line("L", 10)).parts[0].covered == {"L": 0}
    assert plan(*committed("C", 10)).parts[0].unused == {"C": 10}


@pytest.mark.parametrize("within", [Period(), Period(on("6-30")), Period(None, on("6-30"))])
def test_a_period_without_an_end_is_refused(within: Period) -> None:
    with pytest.raises(RefusedError, match="needs a period with a first and a last day"):
        allocate(over_time(line()), Asked(on("6-30")), within)


def test_ten_thousand_members_serve_one_line() -> None:
    given = [
        one
        for number in range(10_000)
        for one in (
            draft("member", f"M{number}", name=f"Member {number}", form="nation"),
            *committed(f"C{number}", 1, f"M{number}"),
        )
    ]
    found = plan(line("L", 12_000), *given)
    assert [(one.wanted.line, one.short) for one in found.shortfalls] == [("L", Fraction(2000))]


def test_thirty_years_are_planned_day_by_day() -> None:
    first = date(2026, 7, 1)
    needs = [10 + number % 7 for number in range(YEARS_30)]
    changes = [change("L", need, str(first + timedelta(days=number))) for number, need in enumerate(needs)]
    window = dates("2026-01-01")
    within = Period(first, first + timedelta(days=YEARS_30))
    found = plan(line("L", 10), *changes, *committed("C", 12, window=window), within=within)
    assert [part.short("L") for part in found.parts] == [max(0, need - 12) for need in needs]
