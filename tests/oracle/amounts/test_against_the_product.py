"""The product's plans against the oracle's: the same books, the same questions, the same covered quantities.

Of lines that hang on others, and of kinds that do not factor, tests.oracle.counts asks what is best.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import TypedDict, cast

import pytest

from muster.core.days import Period, next_day
from muster.core.firmness import Firmness
from muster.engine.account import account_of
from muster.engine.allocation import Plan, allocate, cuts_of
from muster.engine.amounts import Part, planned
from muster.engine.coverage import Timeline
from muster.engine.field import Field, field_on
from muster.engine.proving import proof_of
from muster.engine.serving import Asked
from muster.engine.totals import Totals
from muster.ledger.giving import Giver
from muster.ledger.joining import required_parts
from tests.counts import COUNTS
from tests.oracle import amounts as oracle
from tests.oracle import day_by_day as cover
from tests.oracle.amounts.books import PERIOD, questions, random_book
from tests.oracle.amounts.day import Asked as AskedOfOracle
from tests.oracle.amounts.examples import EXAMPLES
from tests.oracle.amounts.hand import Example, TotalsExample
from tests.oracle.amounts.totals_examples import TOTALS_EXAMPLES
from tests.oracle.counts.plain import plain_lines
from tests.oracle.facts import Fact
from tests.oracle.test_against_the_product import Book

SEEDS = range(COUNTS["amounts_books"])
PORTIONS = 20
"""The seeds are dealt out to so many tests, for several workers to share."""

FIRMNESSES = (Firmness.COMMITTED, Firmness.COMMITTED, Firmness.OFFERED, Firmness.IN_PLACE, Firmness.PLEDGED)


class Assumed(TypedDict):
    """What both are asked to assume."""

    undeclared: bool
    open_conditions: bool


def assumed_of(seed: int) -> Assumed:
    """What to assume of a book: of every third that open conditions fail, of every fourth only declared caveats."""
    return {"undeclared": seed % 4 != 1, "open_conditions": seed % 3 != 1}


def plan_on(timeline: Timeline, day: date, asked: Asked) -> Plan:
    """The plan of one day."""
    return allocate(timeline, asked, Period(day, next_day(day)))


def answers_of(found: Field) -> dict[tuple[str, str], str | Fraction]:
    """What the product says of each contribution and line: the reason against, or what one unit is worth."""
    return {**{pair: reason.value for pair, reason in found.against.items()}, **found.worth}


OF_SUPPLY = ("window", "not_accepted", "below_firmness")
"""The reasons for which something supplies nothing."""


def without_beginning(timeline: Timeline, pair: tuple[str, str], day: date) -> bool:
    """Whether nobody has said from when on a contribution gives.

    Of such a one at zero the oracle says ``window``, the product that it is not firm enough: it would give nothing.
    """
    given = Giver(timeline.snapshot, pair[0]).on(day)
    return given is not None and (given.record.window is None or given.record.window.start is None)


def assert_as_much_is_covered(
    part: Part, covered: Mapping[str, Fraction | int], limited: Mapping[str, Fraction | int]
) -> None:
    """As much is covered as the oracle says, and as much of it counts.

    Of lines that hang together decision 10 plans otherwise (tests/oracle/counts): of these, tier after tier, no less
    counts than where most is covered.
    """
    counts = {line: one.counts for line, one in part.limited.items()}
    if not part.together:
        assert (part.covered, counts) == (covered, limited)
    assert counted_by_tier(part, part.covered, counts) >= counted_by_tier(part, covered, limited)


def counted_by_tier(
    part: Part, covered: Mapping[str, Fraction | int], limited: Mapping[str, Fraction | int]
) -> list[Fraction | int]:
    """How much counts in each tier, weighted."""
    wanted = part.field.wanted.items()
    return [
        sum(one.weight * limited.get(line, covered[line]) for line, one in wanted if one.tier == tier)
        for tier in sorted({one.tier for _, one in wanted})
    ]


def compare(facts: list[Fact], day: date, known: date, firmness: Firmness, assumed: Assumed) -> None:
    book = Book(facts)
    timeline, asked = book.timeline(known), Asked(known, firmness, **assumed)
    expected = oracle.plan(book.facts, day, known, firmness.value, **assumed)
    part = plan_on(timeline, day, asked).parts[0]
    told = {pair: answer.reason or answer.efficiency for pair, answer in expected.answers.items()}
    answers = answers_of(part.field)
    assert answers.keys() == told.keys()
    differing = {pair: answer for pair, answer in answers.items() if told[pair] != answer}
    for pair, answer in differing.items():
        if told[pair] in OF_SUPPLY and required_parts(timeline.snapshot, pair[0], day):
            assert answer in OF_SUPPLY, pair  # which part is missing, and why, is for whoever reads of that part
        else:
            assert answer == "below_firmness", pair
            assert without_beginning(timeline, pair, day), pair
    plain = plain_lines(AskedOfOracle(book.facts, day, known, firmness.value, **assumed))
    assert part.covered.keys() == expected.covered.keys()
    assert _of(plain, part.covered) == _of(plain, expected.covered)
    assert not plain & part.limited.keys()
    assert {line: part.short(line) for line in part.shortfalls if line in plain} == _of(plain, expected.short)
    assert all(part.at_most[line] >= covered for line, covered in part.covered.items())


def _of(lines: frozenset[str], sizes: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """What is said of some of the lines."""
    return {line: size for line, size in sizes.items() if line in lines}


def accepted_over(book: Book, line: str, within: Period, known: date) -> set[bool]:
    """Whether by the oracle the gap of a line is accepted, on each day of a bounded period."""
    first, end = cast("date", within.start), cast("date", within.end)
    days = [first + timedelta(days=number) for number in range((end - first).days)]
    return {cover.accepted(book.facts, line, day, known) is not None for day in days}


def assert_shortfalls_are_in_order(book: Book, plan: Plan, known: date) -> None:
    """What is accepted comes last; else by tier, the part of the need that is short, line and day.

    On some days of a term its gap may be accepted, on others not; of such a one the page does not say what it is.
    """
    order = []
    for shortfall in plan.shortfalls:
        wanted, period = shortfall.wanted, shortfall.period
        is_accepted = accepted_over(book, wanted.line, period, known)
        if wanted.line.startswith("L"):  # a level, not a total
            assert len(is_accepted) == 1, (wanted.line, period)
        if len(is_accepted) == 1:
            order.append((*is_accepted, wanted.tier, -shortfall.short / wanted.need, wanted.line, period.start))
    assert order == sorted(order)


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_an_example_worked_out_by_hand(example: Example) -> None:
    book = Book(example.facts)
    asked = Asked(example.known, Firmness(example.firmness), open_conditions=example.open_conditions)
    part = planned(field_on(book.timeline(example.known), example.day, asked), Period(example.day), {})
    assert_as_much_is_covered(part, example.covered, example.counts)


@pytest.mark.parametrize("example", TOTALS_EXAMPLES.values(), ids=TOTALS_EXAMPLES)
def test_an_example_of_totals_worked_out_by_hand(example: TotalsExample) -> None:
    timeline, asked = Book(example.facts).timeline(example.known), Asked(example.known)
    totals = Totals(timeline, example.period, asked, cuts_of(timeline, asked)).plan()
    found = {
        (term.wanted.line, cast("date", term.period.start)): totals.covered[name] for name, term in totals.terms.items()
    }
    assert found == example.covered


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_random_books_are_planned_as_the_oracle_plans_them(portion: int) -> None:
    for seed in SEEDS[portion::PORTIONS]:
        firmness = FIRMNESSES[seed % len(FIRMNESSES)]
        for day, known in questions(seed)[:1]:
            compare(random_book(seed), day, known, firmness, assumed_of(seed))


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_over_time_every_day_of_an_interval_is_planned_as_its_first(portion: int) -> None:
    """And every figure and proof of a whole period holds."""
    for seed in SEEDS[portion :: PORTIONS * 10]:
        book = Book(random_book(seed))
        known, assumed = questions(seed)[0][1], assumed_of(seed)
        plan = allocate(book.timeline(known), Asked(known, **assumed), PERIOD)
        assert proof_of(account_of(plan)).faults == ()
        assert_shortfalls_are_in_order(book, plan, known)
        for day, _ in questions(seed, 4):
            if day in PERIOD:
                part = plan.on(day)
                assert part is not None
                plain = plain_lines(AskedOfOracle(book.facts, day, known, **assumed))
                expected = oracle.planned(book.facts, day, known, **assumed)
                assert _of(plain, part.covered) == _of(plain, expected)
                assert not plain & part.limited.keys()


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_totals_of_random_books_are_planned_as_the_oracle_plans_them(portion: int) -> None:
    for seed in SEEDS[portion :: PORTIONS * 4]:
        book = Book(random_book(seed))
        known, assumed = questions(seed)[0][1], assumed_of(seed // 2)
        expected = oracle.planned_totals(book.facts, PERIOD, known, **assumed)
        timeline, asked = book.timeline(known), Asked(known, **assumed)
        totals = Totals(timeline, PERIOD, asked, cuts_of(timeline, asked)).plan()
        assert {name: totals.covered[name] for name in totals.terms} == {
            f"{first} {line}": covered for (line, first), covered in expected.items()
        }
