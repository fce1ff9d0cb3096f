"""Quantities as people say them, and the algebra of spans."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from muster.core.errors import RefusedError
from muster.core.quantity import (
    LARGEST,
    MOST_DECIMALS,
    NOTHING,
    UNKNOWN,
    Qualifier,
    Quantity,
    Span,
    amount_text,
    grouped,
)

INFINITE = 10**30

amounts = st.decimals(0, LARGEST, places=MOST_DECIMALS, allow_nan=False)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    """Every span a quantity can have: an unknown low end is 0 or more, an unknown high end without bound."""
    low = draw(st.none() | st.integers(0, 9))
    high = draw(st.none() | st.integers(low or 0, 12))
    return Span(low, high)


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    low, high = sorted((draw(amounts), draw(amounts)))
    qualifier = draw(st.sampled_from(Qualifier))
    value = None if qualifier is Qualifier.UNSTATED else low
    return Quantity.said_as(
        qualifier, value, high if qualifier is Qualifier.RANGE else None, draw(st.none() | st.just("so"))
    )


def least(span: Span) -> int:
    return span.low or 0


def most(span: Span) -> int:
    return INFINITE if span.high is None else span.high


# ---- what was said


@pytest.mark.parametrize(
    ("quantity", "text", "span"),
    [
        (Quantity.said_as(Qualifier.EXACT, 2700), "2,700", Span(2700, 2700)),
        (Quantity.said_as(Qualifier.ABOUT, 60), "about 60", Span(60, 60)),
        (Quantity.said_as(Qualifier.AT_LEAST, 3), "at least 3", Span(3, None)),
        (Quantity.said_as(Qualifier.UP_TO, 1500), "up to 1,500", Span(None, 1500)),
        (Quantity.said_as(Qualifier.UP_TO, None, 4), "up to 4", Span(None, 4)),
        (Quantity.said_as(Qualifier.RANGE, 3, 1000), "3 to 1,000", Span(3, 1000)),
        (Quantity.said_as(Qualifier.UNSTATED), "unstated", UNKNOWN),
        (Quantity.said_as(Qualifier.UNSTATED, words="hundreds"), "hundreds", UNKNOWN),
        (Quantity.said_as(Qualifier.EXACT, 0), "0", NOTHING),
    ],
)
def test_a_quantity_says_what_it_guarantees_and_what_it_could_reach(quantity: Quantity, text: str, span: Span) -> None:
    assert str(quantity) == text
    assert quantity.span(0) == span


def test_a_number_alone_is_exact() -> None:
    assert Quantity(low=Decimal(5), high=Decimal(5)) == Quantity.said_as(Qualifier.EXACT, 5).model_copy()
    assert Quantity(low=Decimal(5), high=Decimal(5)).qualifier is Qualifier.EXACT


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "exact takes low and high"),
        ({"low": 1}, "exact takes low and high"),
        ({"qualifier": "about", "high": 1}, "about takes low and high"),
        ({"qualifier": "range", "high": 1}, "range takes low and high"),
        ({"qualifier": "at_least", "low": 1, "high": 2}, "at_least takes low"),
        ({"qualifier": "up_to", "low": 1, "high": 2}, "up_to takes high"),
        ({"qualifier": "unstated", "low": 1}, "unstated takes no number"),
        ({"qualifier": "exact", "low": 1, "high": 2}, "exact takes one number, not 1 and 2"),
        ({"qualifier": "about", "low": 1, "high": 2}, "about takes one number, not 1 and 2"),
        ({"qualifier": "range", "low": 2, "high": 1}, "the low end 2 is above the high end 1"),
    ],
)
def test_the_ends_fit_how_the_number_was_said(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Quantity.model_validate(fields)
    assert [error["msg"] for error in refused.value.errors()] == [f"Value error, {sentence}"]


def test_a_range_may_end_where_it_begins() -> None:
    assert Quantity.said_as(Qualifier.RANGE, 2, 2).span(0) == Span(2, 2)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (1.5, "a quantity must be a whole number or a decimal text, never a float"),
        (True, "a quantity must be a whole number or a decimal text, never a float"),
        ("many", "'many' is not a number"),
        (None, "'None' is not a number"),
        (-1, "-1 is outside 0 to 10^15"),
        ("NaN", "NaN is outside 0 to 10^15"),
        ("Infinity", "Infinity is outside 0 to 10^15"),
        (10**15 + 1, "1000000000000001 is outside 0 to 10^15"),
        ("0.0000001", "0.0000001 has more than 6 decimals"),
        ("1.0000000000000000000000000000000000001", "1.0000000000000000000000000000000000001 has more than 6 decimals"),
    ],
)
def test_what_is_no_amount_is_refused(value: object, sentence: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Quantity.model_validate({"qualifier": "at_least", "low": [value] if value is None else value})
    message = refused.value.errors()[0]["msg"]
    assert message == f"Value error, {sentence.replace(repr('None'), '[None]')}"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *(("1.500000", "1.5"), ("100", "100"), ("1E2", "100"), ("0.000001", "0.000001"), (10**15, "1" + "0" * 15)),
        *(("0.0", "0"), ("-0", "0"), ("0E-999999", "0"), ("0E+999999", "0"), (7, "7"), (Decimal("2.50"), "2.5")),
    ],
)
def test_an_amount_has_one_text(value: object, text: str) -> None:
    assert Quantity.model_validate({"qualifier": "at_least", "low": value}).stated()["low"] == text


@given(amounts)
def test_an_amount_comes_back_from_its_text(number: Decimal) -> None:
    text = amount_text(number)
    assert Decimal(text) == number
    assert amount_text(Decimal(text)) == text
    assert "E" not in text


@given(quantities())
def test_a_quantity_comes_back_from_what_it_states(quantity: Quantity) -> None:
    assert Quantity.model_validate(quantity.stated()) == quantity


def test_numbers_are_read_in_groups_of_three() -> None:
    assert [grouped(Decimal(text)) for text in ("0", "999", "1000", "1234567.50")] == [
        "0",
        "999",
        "1,000",
        "1,234,567.5",
    ]


# ---- in the smallest unit


@given(st.integers(0, LARGEST), st.integers(0, MOST_DECIMALS))
def test_a_span_counts_in_the_smallest_unit(whole: int, decimals: int) -> None:
    quantity = Quantity.said_as(Qualifier.EXACT, Decimal(whole) / 10**decimals)
    assert quantity.span(decimals) == Span(whole, whole)


def test_a_quantity_finer_than_its_unit_is_refused() -> None:
    quantity = Quantity.said_as(Qualifier.AT_LEAST, "2.50")
    assert quantity.span(1) == Span(25, None)
    with pytest.raises(RefusedError) as refused:
        quantity.span(0)
    assert str(refused.value) == "2.5 is finer than the unit, which is counted with 0 decimals"


def test_a_quantity_beyond_the_bound_of_its_smallest_unit_is_refused() -> None:
    assert Quantity.said_as(Qualifier.UP_TO, 10**13).span(2) == Span(None, LARGEST)
    with pytest.raises(RefusedError) as refused:
        Quantity.said_as(Qualifier.UP_TO, 10**13 + 1).span(2)
    assert str(refused.value) == "10000000000001 is beyond 10^15 of the smallest unit"


# ---- the algebra of spans


@pytest.mark.parametrize(
    ("one", "other", "total"),
    [
        (Span(2, 3), Span(4, 9), Span(6, 12)),
        (Span(2, 3), UNKNOWN, Span(2, None)),
        (Span(2, 3), Span(None, 5), Span(2, 8)),
        (UNKNOWN, UNKNOWN, UNKNOWN),
        (Span(None, 1), Span(None, 2), Span(None, 3)),
    ],
)
def test_a_sum_knows_what_its_parts_know(one: Span, other: Span, total: Span) -> None:
    assert one.plus(other) == total


@pytest.mark.parametrize(
    ("level", "ceiling", "lowered"),
    [
        (Span(60, 60), Span(50, 50), Span(50, 50)),
        (Span(40, 40), Span(50, 50), Span(40, 40)),
        (Span(3, None), Span(5, 5), Span(3, 5)),
        (Span(60, 60), UNKNOWN, Span(None, 60)),
        (UNKNOWN, Span(50, 50), Span(None, 50)),
        (UNKNOWN, UNKNOWN, UNKNOWN),
        (UNKNOWN, NOTHING, NOTHING),
        (Span(None, 100), NOTHING, NOTHING),
        (Span(60, 60), NOTHING, NOTHING),
    ],
)
def test_a_level_is_lowered_to_what_is_known_of_the_cap(level: Span, ceiling: Span, lowered: Span) -> None:
    assert level.at_most(ceiling) == lowered


@pytest.mark.parametrize(
    ("one", "other", "larger"),
    [
        (Span(40, 40), Span(60, 60), Span(60, 60)),
        (Span(40, 90), Span(60, 70), Span(60, 90)),
        (Span(40, 40), UNKNOWN, Span(40, None)),
        (NOTHING, UNKNOWN, UNKNOWN),
        (NOTHING, Span(None, 5), Span(None, 5)),
        (NOTHING, NOTHING, NOTHING),
        (UNKNOWN, UNKNOWN, UNKNOWN),
    ],
)
def test_the_larger_of_two_levels_is_never_surer_than_they_are(one: Span, other: Span, larger: Span) -> None:
    assert one.or_more(other) == larger


@given(spans(), spans(), spans())
def test_order_and_grouping_never_matter(one: Span, other: Span, third: Span) -> None:
    for combine in (Span.plus, Span.at_most, Span.or_more):
        assert combine(one, other) == combine(other, one)
        assert combine(combine(one, other), third) == combine(one, combine(other, third))


@given(spans())
def test_a_level_beside_itself_is_itself(one: Span) -> None:
    assert one.or_more(one) == (NOTHING if one == NOTHING else one)
    assert one.at_most(one) == (NOTHING if one.high == 0 else one)


@given(spans(), spans())
def test_the_ends_are_those_of_the_numbers_they_stand_for(one: Span, other: Span) -> None:
    assert least(one.plus(other)) == least(one) + least(other)
    assert most(one.plus(other)) in {most(one) + most(other), INFINITE}
    assert least(one.at_most(other)) <= min(least(one), least(other))
    assert most(one.at_most(other)) == min(most(one), most(other))
    assert least(one.or_more(other)) == max(least(one), least(other))
    assert most(one.or_more(other)) == max(most(one), most(other))


@given(spans(), spans())
def test_the_low_end_never_passes_the_high_end(one: Span, other: Span) -> None:
    for combine in (Span.plus, Span.at_most, Span.or_more):
        combined = combine(one, other)
        assert least(combined) <= most(combined)
