"""Books with a school: trainers of line T teach guards, who join contribution G and hold line H."""

from typing import Any

from muster.core.days import Period, next_day
from muster.core.quantity import Quantity
from muster.engine.allocation import Plan, allocate
from muster.engine.coverage import Timeline
from muster.engine.serving import Asked
from muster.engine.touring import Effort
from muster.ledger.entries import Draft
from tests.builders import draft, exactly
from tests.engine.written import committed, contribution, line, on, over_time

MADE_ON = on("6-30")


def days(first: str, last: str) -> Period:
    """The days of 2026 from a first one to a last one, which is included."""
    return Period(on(first), next_day(on(last)))


AUTUMN = days("6-30", "9-30")
"""The day on which these books are written, and three months."""


def production(subject: str = "P", since: str | None = None, last: str | None = None, **fields: Any) -> Draft:
    """Classes of 20 in runs of 30 days from July on, whose graduates join G, where nothing else is said."""
    given = {"name": "School", "graduates": "G", "class_size": exactly(20), "course_days": 30, "begins": "2026-07-01"}
    every = {**given, **fields}
    return draft("production", subject, since, last, **{name: one for name, one in every.items() if one is not None})


def trainers(
    number: int | Quantity = 10, of: str = "T", school: str = "P", since: str | None = None, last: str | None = None
) -> Draft:
    """So many of a line of trainers for a class."""
    quantity = exactly(number) if isinstance(number, int) else number
    return draft("trainers", school, since, last, line=of, per_class=quantity)


def guards(**fields: Any) -> Draft:
    """Germany's guards, of whom none is there but those who graduate."""
    return contribution("G", "DEU", **{"capability": "guards", **fields})


def hold(subject: str = "H", need: int = 100, **fields: Any) -> Draft:
    """So many guards needed."""
    return line(subject, need, **{"capability": "guards", **fields})


def school(*more: Draft, there: int = 25, teaches: Draft | None = None, joins: Draft | None = None) -> Timeline:
    """A book with a school, in which so many of 30 trainers are there: 10 for a class, so that two are held at once."""
    return over_time(
        draft("capability", "guards", name="Guards", unit="persons"),
        line("T", 30),
        *committed("C", there),
        hold(),
        joins or guards(),
        teaches or production(),
        *more,
    )


def planned(timeline: Timeline, within: Period | None = AUTUMN, **how: Any) -> Plan:
    """The plan of a book with a school."""
    return allocate(timeline, Asked(MADE_ON), within, **{"effort": Effort(steps=200), **how})


def joined(plan: Plan, day: str, name: str = "G") -> int:
    """How many of what a contribution supplies on a day are graduates."""
    part = plan.on(on(day))
    assert part is not None
    return part.field.offered[name].graduates


def covered(plan: Plan, day: str, of: str = "H") -> int:
    """What covers a line on a day."""
    part = plan.on(on(day))
    assert part is not None
    assert part.covered[of].denominator == 1
    return int(part.covered[of])


def classes(plan: Plan) -> list[tuple[str, str, int]]:
    """The first and last day of each run, and its classes."""
    return [(str(one.run.first)[5:], str(one.run.period.last)[5:], one.classes) for one in plan.held]
