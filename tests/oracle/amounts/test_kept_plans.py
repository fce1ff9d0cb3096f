"""Kept plans of random books: each is proven by its book, and starting from one changes nothing of what is covered."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any, cast

import pytest

from muster.core.days import Period
from muster.core.firmness import Firmness
from muster.core.plans import KeptPlan
from muster.engine.allocation import allocate
from muster.engine.kept import assigned_on, kept_of
from muster.engine.proving import proof_from
from muster.engine.serving import Asked
from muster.engine.touring import Kept
from tests.counts import COUNTS
from tests.oracle.amounts.books import PERIOD, questions, random_book
from tests.oracle.amounts.day import Asked as AskedOfOracle
from tests.oracle.books import FIRST
from tests.oracle.counts.asking import told
from tests.oracle.counts.counting import weighted
from tests.oracle.counts.interval import interval_of
from tests.oracle.test_against_the_product import Book

SEEDS = range(0, COUNTS["amounts_books"], 25)
FIRMNESSES = (Firmness.COMMITTED, Firmness.OFFERED, Firmness.PLEDGED)


def _sums(book: Book, part: Any, asked: Asked, known: date) -> tuple[dict[int, Fraction], dict[int, Fraction]]:
    """What counts, and what is covered, in each tier of an interval."""
    first = cast("date", part.period.start)
    firmness, undeclared = asked.firmness.value, asked.undeclared
    interval = interval_of(AskedOfOracle(book.facts, first, known, firmness, undeclared=undeclared))
    so = told(part)
    return weighted(interval, dict(so.counts)), weighted(interval, dict(so.covered))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_kept_plan_is_proven_and_a_start_covers_as_much(seed: int) -> None:
    book = Book(random_book(seed))
    known = max(known for _, known in questions(seed, 4))
    timeline, asked = book.timeline(known), Asked(known, FIRMNESSES[seed // 25 % 3], undeclared=seed % 2 == 0)
    plan = allocate(timeline, asked, PERIOD)
    kept = kept_of(plan, "0")
    assert proof_from(timeline.snapshot, kept).faults == ()
    for part in plan.parts:
        assert assigned_on(kept, cast("date", part.period.start)) == part.assigned
    earlier = book.timeline(known - timedelta(days=5))
    before = allocate(earlier, Asked(known - timedelta(days=5)), PERIOD).parts[-1].assigned
    within = Period(FIRST + timedelta(days=20), PERIOD.end)
    afresh, started = (allocate(timeline, asked, within, Kept(assigned=start)) for start in ({}, before))
    assert [part.period for part in started.parts] == [part.period for part in afresh.parts]
    for one, other in zip(started.parts, afresh.parts, strict=True):
        assert _sums(book, one, asked, known) == _sums(book, other, asked, known)
    for found in (afresh, started):
        assert proof_from(timeline.snapshot, kept_of(found, "0")).faults == ()


@pytest.mark.parametrize("seed", SEEDS[:5])
def test_of_a_kept_plan_no_assignment_can_be_left_out(seed: int) -> None:
    book = Book(random_book(seed))
    known = max(known for _, known in questions(seed, 4))
    timeline = book.timeline(known)
    kept = kept_of(allocate(timeline, Asked(known), PERIOD), "0")
    rows = kept.assignments or ()
    for left_out in range(0, len(rows), 3):
        fewer = (*rows[:left_out], *rows[left_out + 1 :])
        altered = KeptPlan.model_validate({**kept.stated(), "assignments": fewer})
        assert proof_from(timeline.snapshot, altered).faults, rows[left_out]
