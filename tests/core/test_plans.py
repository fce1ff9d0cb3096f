"""Kept plans as records: what each states, and what none can."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from muster.core.days import Period
from muster.core.plans import KeptAssignment, KeptPlan

ROW = {"contribution": "C1", "line": "L1", "first": "2026-05-01", "last": "2026-12-31", "amount": "20"}


def fault(record: type[KeptAssignment | KeptPlan], fields: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as refused:
        record.model_validate(fields)
    (only,) = refused.value.errors()
    return str(only["msg"])


def test_an_assignment_is_read_as_what_it_says() -> None:
    one = KeptAssignment.model_validate(ROW)
    assert (one.pair, one.quantity) == (("C1", "L1"), Fraction(20))
    assert one.period == Period(date(2026, 5, 1), date(2027, 1, 1))
    assert KeptAssignment.model_validate({**ROW, "amount": "1000/3"}).quantity == Fraction(1000, 3)
    assert one.stated() == ROW


@pytest.mark.parametrize("name", ROW)
def test_an_assignment_is_whole(name: str) -> None:
    told = "Value error, an assignment of a plan names a contribution, a line, its first and last day and an amount"
    assert fault(KeptAssignment, {key: value for key, value in ROW.items() if key != name}) == told
    assert fault(KeptAssignment, {**ROW, name: None}) == told


@pytest.mark.parametrize("amount", ["", "0", "-5", "2.5", "1/0", "05", "1/", "x", "1" * 1000, "٣"])
def test_an_amount_is_an_exact_number_above_zero(amount: str) -> None:
    assert fault(KeptAssignment, {**ROW, "amount": amount}).startswith("String should match pattern")


def test_nothing_ends_before_it_begins() -> None:
    days = {"first": "2026-05-02", "last": "2026-05-01"}
    told = "Value error, the last day 2026-05-01 is before the first day 2026-05-02"
    assert fault(KeptAssignment, {**ROW, **days}) == told
    assert fault(KeptPlan, days) == told
    one_day = KeptPlan.model_validate({"first": "2026-05-01", "last": "2026-05-01"})
    assert one_day.period == Period(date(2026, 5, 1), date(2026, 5, 2))


def test_a_month_stands_for_all_its_days() -> None:
    found = KeptPlan.model_validate({"first": "2026-05", "last": "2026-05"})
    assert found.period == Period(date(2026, 5, 1), date(2026, 6, 1))


def test_what_was_known_is_an_instant() -> None:
    assert KeptPlan(known="2026-06-30T12:00:00.000000Z").known == "2026-06-30T12:00:00.000000Z"
    for text in ("2026-06-30", "soon", "2026-06-30T12:00:00.000000+00:00"):
        told = f"Value error, {text!r} is not an instant; write it as 2026-06-30T12:00:00.000000Z"
        assert fault(KeptPlan, {"known": text}) == told


def test_a_plan_may_state_only_a_part() -> None:
    assert KeptPlan().period == Period()
    assert KeptPlan().stated() == {}
