"""How the product is asked for a plan of a period, and its plan walked through."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import cast

from muster.core.days import Period, day_before
from muster.engine.allocation import Plan
from tests.oracle.counts.asking import planned, told
from tests.oracle.production.walk import Asking, Stretch, Walk
from tests.oracle.test_against_the_product import Book
from tests.oracle.units.validator import Tour


def plan_of(book: Book, asking: Asking) -> Plan:
    """The product's plan."""
    return planned(book.timeline(asking.known), asking.period, asking.known, asking.firmness, asking.options)


def walk_of(book: Book, asking: Asking, plan: Plan) -> Walk:
    """The plan walked through, as it is told."""
    tours = [Tour(each.contribution, each.line, *_ends(each.period)) for each in plan.touring.tours]
    stretches = [Stretch(*_ends(part.period), told(part)) for part in plan.parts]
    return Walk(replace(asking, facts=book.facts), stretches, tours)


def _ends(period: Period) -> tuple[date, date]:
    """The first and the last day of a bounded period."""
    return cast("date", period.start), day_before(cast("date", period.end))
