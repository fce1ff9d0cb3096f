"""Plans of whole units in one line: of the first ten days of July 2026, where no others are asked for."""

from __future__ import annotations

from typing import Any

from muster.core.days import Period
from muster.engine.allocation import Plan, allocate
from muster.engine.coverage import Timeline
from muster.engine.serving import Asked
from muster.engine.touring import Tour
from muster.ledger.entries import Draft
from tests.engine.written import on, over_time

TEN_DAYS = Period(on("7-1"), on("7-11"))
ASKED = Asked(on("6-30"))


def plan(*drafts: Draft, within: Period = TEN_DAYS, **how: Any) -> Plan:
    """The plan of a book made on 30 June 2026."""
    return again(over_time(*drafts), within, **how)


def again(timeline: Timeline, within: Period = TEN_DAYS, asked: Asked = ASKED, **how: Any) -> Plan:
    return allocate(timeline, asked, within, **how)


def tour(contribution: str, line: str, first: str, last: str) -> Tour:
    """A tour, from a day of July to another."""
    return Tour(contribution, line, Period(on(f"7-{first}"), on(f"7-{int(last) + 1}")))


def tours(found: Plan) -> list[str]:
    """Each tour of a plan: the unit, its line, the first and the last day of the month."""
    return [f"{one.contribution} {one.line} {_days(one.period)}" for one in found.touring.tours]


def _days(period: Period) -> str:
    assert period.start is not None
    assert period.last is not None
    return f"{period.start.day}-{period.last.day}"


def covered(found: Plan) -> dict[int, tuple[int, int]]:
    """For each tier what is covered, and what there could be at most."""
    for one in found.touring.bounds:
        assert one.covered == int(one.covered)
        assert one.at_most == int(one.at_most)
    return {one.tier: (int(one.covered), int(one.at_most)) for one in found.touring.bounds}


def best(found: Plan) -> int:
    """What is covered in the only tier, where no more could be."""
    ((reached, most),) = covered(found).values()
    assert reached == most
    return reached
