"""What the oracle reads: facts, what stands, what holds on a day, dates and amounts. See day_by_day for the choices."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from muster.core.days import Dated, Period
from muster.core.quantity import Quantity
from muster.core.record import Record

Ends = tuple[int | None, int | None]
"""Low and high. Low None: unknown. High None: open or unknown."""

ZERO: Ends = (0, 0)
NOT_KNOWN: Ends = (None, None)


@dataclass(frozen=True)
class Fact:
    """One entry of the book. ``supersedes`` is the index of another."""

    index: int
    recorded_on: date
    kind: str
    subject: str
    record: Record
    valid: Period
    statement_words: bool = True
    supersedes: int | None = None


# ---- what stands, and what holds on a day


Standing = dict[tuple[str, str], list[Fact]]
"""The facts that stand, in recording order, by kind and subject: these as each was first recorded.

Of a correction ``supersedes`` is here the entry with which it all began, however often that has been corrected.
"""


def standing(facts: list[Fact], known: date) -> Standing:
    """What had been recorded by then and not superseded by then, but for what was superseded by one taken back."""
    recorded = [fact for fact in facts if fact.recorded_on <= known]
    taken_back: set[int | None] = set()
    superseded: set[int | None] = set()
    begun: dict[int | None, int] = {}
    for fact in sorted(recorded, key=lambda fact: fact.index, reverse=True):
        if fact.index not in taken_back:
            superseded.add(fact.supersedes)
            if fact.kind == "retraction":
                taken_back.add(fact.supersedes)
    result: Standing = {}
    for fact in sorted(recorded, key=lambda fact: fact.index):
        if fact.kind != "retraction":
            begun[fact.index] = begun.get(fact.supersedes, fact.index)
            stand = result.setdefault((fact.kind, fact.subject), [])
            first = None if fact.supersedes is None else begun[fact.index]
            stand += [] if fact.index in superseded else [replace(fact, supersedes=first)]
    return {key: stand for key, stand in result.items() if stand}


def first_recorded(fact: Fact) -> int:
    """When what a fact that stands says was first recorded, corrected since or not."""
    return fact.index if fact.supersedes is None else fact.supersedes


def subjects(now: Standing, kind: str) -> list[str]:
    return [subject for fact_kind, subject in now if fact_kind == kind]


def holds(fact: Fact, day: date) -> bool:
    starts, ends = fact.valid.start, fact.valid.end
    return (starts is None or starts <= day) and (ends is None or day < ends)


def order(fact: Fact) -> tuple[date, int]:
    return (fact.valid.start or date.min, fact.index)


def field(now: Standing, kind: str, subject: str | None, name: str, day: date) -> Any:
    """The value of one facet on a day, None where nothing was given."""
    if subject is None:
        return None
    giving = [
        fact for fact in now.get((kind, subject), []) if name in fact.record.model_fields_set and holds(fact, day)
    ]
    return getattr(max(giving, key=order).record, name) if giving else None


def rows(now: Standing, kind: str, subject: str, key: str, day: date) -> list[Fact]:
    """The rows of a subject that hold on a day; of those with the same key the one that holds last."""
    held = {
        getattr(fact.record, key): fact for fact in sorted(now.get((kind, subject), []), key=order) if holds(fact, day)
    }
    return list(held.values())


def and_above(now: Standing, kind: str, subject: str | None, day: date) -> list[str]:
    """The subject and all it is a part of, nearest first."""
    chain: list[str] = []
    while subject is not None and subject not in chain:
        chain.append(subject)
        subject = field(now, kind, subject, "parent", day)
    return chain


def first_possible(dated: Dated) -> date:
    return date.fromisoformat({4: f"{dated.text}-01-01", 7: f"{dated.text}-01"}.get(len(dated.text), dated.text))


def last_possible(dated: Dated) -> date:
    first = first_possible(dated)
    if len(dated.text) == len("2026"):
        return date(first.year, 12, 31)
    if len(dated.text) == len("2026-02"):
        return date(first.year, first.month, calendar.monthrange(first.year, first.month)[1])
    return first


# ---- amounts


def ends_of(quantity: Quantity | None, decimals: int) -> Ends:
    def whole(number: Decimal | None) -> int | None:
        return None if number is None else int(number * 10**decimals)

    return NOT_KNOWN if quantity is None else (whole(quantity.low), whole(quantity.high))


def smaller(one: Ends, other: Ends) -> Ends:
    highs = [high for high in (one[1], other[1]) if high is not None]
    high = min(highs) if highs else None
    lows = [low for low in (one[0], other[0]) if low is not None]
    if 0 in lows or high == 0:
        return (0, high)
    return (min(lows) if len(lows) == 2 else None, high)


def larger(one: Ends, other: Ends) -> Ends:
    high = None if one[1] is None or other[1] is None else max(one[1], other[1])
    if one[0] is None or other[0] is None:
        return ((one[0] or other[0]) or None, high)
    return (max(one[0], other[0]), high)


def plus(one: Ends, other: Ends) -> Ends:
    low = None if one[0] is None or other[0] is None else one[0] + other[0]
    return (low, None if one[1] is None or other[1] is None else one[1] + other[1])


def rest_of(whole: Ends, taken: Ends) -> Ends:
    """What is left of the whole once a pin has taken ``smaller(whole, pin)`` of it."""
    high = None if whole[1] is None else whole[1] - (taken[1] or 0)
    if high == 0:
        return ZERO
    return (None if whole[0] is None else whole[0] - (taken[0] or 0), high)
