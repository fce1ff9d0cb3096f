"""The words and figures in the sentences of checks."""

from __future__ import annotations

from decimal import Decimal

import pytest

from muster.core.quantity import Qualifier, Quantity, Span
from muster.ledger.checks.texts import Ends, counted, ends_of, folded, in_units, joined, listed, plural, quoted


def ends(low: int | str | None, high: int | str | None) -> Ends:
    return Ends(None if low is None else Decimal(low), None if high is None else Decimal(high))


@pytest.mark.parametrize(
    ("one", "text"),
    [
        (ends(1200, 1200), "1,200"),
        (ends("0.50", "0.5"), "0.5"),
        (ends(0, 0), "0"),
        (ends(60, None), "at least 60"),
        (ends(None, 60), "up to 60"),
        (ends(0, 60), "up to 60"),
        (ends(50, 60), "50 to 60"),
        (ends(None, None), "an unknown number"),
        (ends(0, None), "an unknown number"),
    ],
)
def test_ends_read_as_a_person_says_them(one: Ends, text: str) -> None:
    assert str(one) == text


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (ends(1, 2), ends(2, 3), True),
        (ends(1, 2), ends(3, 4), False),
        (ends(None, 2), ends(0, 0), True),
        (ends(None, None), ends(5, 5), True),
        (ends(5, None), ends(None, 4), False),
        (ends(5, None), ends(None, 5), True),
        (ends(0, 0), ends(None, 5), True),
    ],
)
def test_two_numbers_meet_where_they_may_be_one(one: Ends, other: Ends, *, meet: bool) -> None:
    assert one.meets(other) is meet
    assert other.meets(one) is meet


def test_a_quantity_nobody_stated_has_no_ends() -> None:
    assert ends_of(None) == ends(None, None)
    assert ends_of(Quantity.said_as(Qualifier.UP_TO, 5)) == ends(None, 5)


def test_spans_are_shown_in_whole_units() -> None:
    assert in_units(Span(1050, None), 2) == ends("10.5", None)
    assert in_units(Span(0, 7), 0) == ends(0, 7)


def test_words_and_lists() -> None:
    assert (counted(5, "EUR"), counted(5, None)) == ("5 EUR", "5")
    assert (joined(["a"]), joined(["a", "b"]), joined(iter("abc"))) == ("a", "a and b", "a, b and c")
    assert listed("edcba") == "a, b, c, d, e"
    assert listed("fedcba") == "a, b, c, d, e and 1 more"
    assert (plural(1, "total"), plural(1000, "total")) == ("1 total", "1,000 totals")


def test_quotations_stand_on_one_line_and_are_short() -> None:
    assert quoted("not\n at  night") == '"not at night"'
    assert quoted(None) == '""'
    assert quoted("x" * 80) == f'"{"x" * 80}"'
    assert quoted("x" * 81) == f'"{"x" * 79}…"'


def test_words_are_compared_without_case_and_blanks() -> None:
    assert folded(" Not\tAT  Night ") == "not at night"
    assert folded(None) == ""
