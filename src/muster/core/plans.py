"""Kept plans: what was asked, and who serves which line on which days."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Self, cast

from pydantic import AfterValidator, StringConstraints, model_validator

from muster.core.days import Dated, Period, next_day, parse_instant
from muster.core.firmness import Firmness
from muster.core.record import Day, Ident, Record, Words, said


def _read_instant(text: str) -> str:
    try:
        parse_instant(text)
    except ValueError:
        message = f"{text!r} is not an instant; write it as 2026-06-30T12:00:00.000000Z"
        raise ValueError(message) from None
    return text


Instant = Annotated[str, AfterValidator(_read_instant)]
"""A moment in UTC, written as in an envelope."""

ExactAmount = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,998}(/[1-9][0-9]{0,998})?$")]
"""An exact amount above zero: an integer such as ``20``, or a fraction of integers such as ``1000/3``."""


class KeptAssignment(Record):
    """So much of a contribution serves a line on each of these days."""

    contribution: Ident | None = said("the contribution that serves", required=True)
    line: Ident | None = said("the line it serves", required=True)
    first: Day | None = said("the first day", required=True)
    last: Day | None = said("the last day", required=True)
    amount: ExactAmount | None = said(
        "how much, pins included, in the smallest unit of the contribution: an integer or a fraction", required=True
    )

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if any(getattr(self, name) is None for name in type(self).model_fields):
            message = "an assignment of a plan names a contribution, a line, its first and last day and an amount"
            raise ValueError(message)
        _check_order(self.first, self.last)
        return self

    @property
    def pair(self) -> tuple[str, str]:
        """The contribution and the line."""
        return cast("str", self.contribution), cast("str", self.line)

    @property
    def period(self) -> Period:
        """Its days."""
        return _days(self.first, self.last)

    @property
    def quantity(self) -> Fraction:
        """How much, as a number."""
        return Fraction(cast("str", self.amount))


class KeptPlan(Record):
    """A plan under a name: what was asked, and who serves which line. Its entry follows what it was made of."""

    first: Day | None = said("the first day that is planned", required=True)
    last: Day | None = said("the last day that is planned", required=True)
    known: Instant | None = said("the instant as known at which the plan was made", required=True)
    firmness: Firmness | None = said("how firm the cover is that it counts", required=True)
    undeclared: bool | None = said("whether caveats count that their member has not declared", required=True)
    most_from_one: int | None = said("so much of a line's need counts from one member at most", unit="percent")
    suppliers: int | None = said("of a line that fewer members serve nothing counts")
    balance: Ident | None = said("the burden-sharing key by which burdens are balanced")
    starts_from: Ident | None = said("the kept plan from which who serves whom started")
    version: Words | None = said("the version of Muster that made it", required=True)
    assignments: tuple[KeptAssignment, ...] | None = said("who serves which line, from when until when", required=True)

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        _check_order(self.first, self.last)
        return self

    @property
    def period(self) -> Period:
        """The days that are planned."""
        return _days(self.first, self.last)


def _check_order(first: Dated | None, last: Dated | None) -> None:
    if first is not None and last is not None and last.last < first.first:
        message = f"the last day {last} is before the first day {first}"
        raise ValueError(message)


def _days(first: Dated | None, last: Dated | None) -> Period:
    return Period(None if first is None else first.first, None if last is None else next_day(last.last))
