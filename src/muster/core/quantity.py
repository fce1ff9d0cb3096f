"""Quantities as people say them, and spans: the integers that the engine counts with.

Coverage uses the low end; the high end stands beside it; what is unknown stays unknown, never zero.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Annotated, NamedTuple, Self

from pydantic import BeforeValidator, PlainSerializer, model_validator

from muster.core.errors import RefusedError
from muster.core.record import Record, Words, said

LARGEST = 10**15
"""No quantity may be larger, in the smallest unit of its capability: sums of a million of them fit 64 bits."""

MOST_DECIMALS = 6
"""No quantity is finer than a millionth of its unit."""


def _read_amount(value: object) -> Decimal:
    """A decimal from an integer or a decimal text; floats are refused because they have already been rounded."""
    if isinstance(value, bool | float):
        message = "a quantity must be a whole number or a decimal text, never a float"
        raise ValueError(message)  # noqa: TRY004 - pydantic collects ValueError
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        message = f"{value!r} is not a number"
        raise ValueError(message) from None
    if not number.is_finite() or number < 0 or number > LARGEST:
        message = f"{value} is outside 0 to 10^15"
        raise ValueError(message)
    if number != round(number, MOST_DECIMALS):
        message = f"{value} has more than {MOST_DECIMALS} decimals"
        raise ValueError(message)
    return number or Decimal(0)  # one zero: "-0" has another text


def amount_text(number: Decimal) -> str:
    """The one decimal text of a number: no exponent, no idle zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


Amount = Annotated[Decimal, BeforeValidator(_read_amount), PlainSerializer(amount_text, return_type=str)]
"""A number of units, from 0 to 10^15, with at most six decimals; in a payload a decimal text."""


class Qualifier(StrEnum):
    """How a number was said."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    UP_TO = "up_to"
    RANGE = "range"
    UNSTATED = "unstated"


class Span(NamedTuple):
    """What a quantity guarantees and what it could reach, in the smallest unit of its capability.

    ``low`` None: nothing is known to be there (unknown, not zero). ``high`` None: no upper end is known.
    """

    low: int | None
    high: int | None

    def plus(self, other: Span) -> Span:
        """The sum. An unknown low end adds nothing to what is known; an unknown high end leaves the sum's unknown."""
        known = [end for end in (self.low, other.low) if end is not None]
        high = None if self.high is None or other.high is None else self.high + other.high
        return Span(sum(known) if known else None, high)

    def at_most(self, other: Span) -> Span:
        """The span lowered to another: the smaller ends. Beside zero even an unknown end is zero, for none is below."""
        highs = [end for end in (self.high, other.high) if end is not None]
        high = min(highs) if highs else None
        if 0 in (self.low, other.low, high):
            return Span(0, high)
        return Span(None if self.low is None or other.low is None else min(self.low, other.low), high)

    def or_more(self, other: Span) -> Span:
        """The larger of two levels of one thing: the larger known low end, the larger high end.

        Beside zero the unknown stays unknown: there may be something, and nobody says how much.
        """
        low = max(self.low or 0, other.low or 0)
        unknown = self.low is None or other.low is None
        high = None if self.high is None or other.high is None else max(self.high, other.high)
        return Span(None if unknown and low == 0 else low, high)


NOTHING = Span(0, 0)
"""Known to be none."""

UNKNOWN = Span(None, None)
"""Nothing is known of how many."""


class Quantity(Record):
    """So many of something: a value or low and high ends, how it was said, and the words themselves."""

    qualifier: Qualifier = said("how the number was said", required=True, default=Qualifier.EXACT)
    low: Amount | None = said("the value, or the low end")
    high: Amount | None = said("the high end, for a range or up to")
    words: Words | None = said("the words, where they are not a number")

    @model_validator(mode="after")
    def _ends_fit_the_qualifier(self) -> Self:
        wants = {
            Qualifier.EXACT: (True, True),
            Qualifier.ABOUT: (True, True),
            Qualifier.AT_LEAST: (True, False),
            Qualifier.UP_TO: (False, True),
            Qualifier.RANGE: (True, True),
            Qualifier.UNSTATED: (False, False),
        }[self.qualifier]
        if (self.low is not None, self.high is not None) != wants:
            parts = [name for name, wanted in zip(("low", "high"), wants, strict=True) if wanted]
            message = f"{self.qualifier} takes {' and '.join(parts) or 'no number'}"
            raise ValueError(message)
        if self.low is not None and self.high is not None:
            if self.qualifier in (Qualifier.EXACT, Qualifier.ABOUT) and self.low != self.high:
                message = f"{self.qualifier} takes one number, not {self.low} and {self.high}"
                raise ValueError(message)
            if self.low > self.high:
                message = f"the low end {self.low} is above the high end {self.high}"
                raise ValueError(message)
        return self

    @classmethod
    def said_as(
        cls,
        qualifier: Qualifier,
        value: Decimal | int | str | None = None,
        to: Decimal | int | str | None = None,
        words: str | None = None,
    ) -> Quantity:
        """A quantity from one number and how it was said (and the high end of a range)."""
        low = high = None
        if qualifier in (Qualifier.EXACT, Qualifier.ABOUT):
            low = high = value
        elif qualifier is Qualifier.AT_LEAST:
            low = value
        elif qualifier is Qualifier.UP_TO:
            high = value if to is None else to
        elif qualifier is Qualifier.RANGE:
            low, high = value, to
        fields = {"qualifier": qualifier, "low": low, "high": high, "words": words}
        return cls.model_validate({key: end for key, end in fields.items() if end is not None})

    def span(self, decimals: int) -> Span:
        """The span in the smallest unit of a capability counted with so many decimals.

        Raises RefusedError where the quantity is finer than that unit, or beyond 10^15 of it.
        """
        return Span(_smallest(self.low, decimals), _smallest(self.high, decimals))

    def __str__(self) -> str:
        """The quantity as a person says it: ``about 60``, ``at least 3``, ``3 to 4``, ``hundreds``."""
        low = "" if self.low is None else grouped(self.low)
        high = "" if self.high is None else grouped(self.high)
        return {
            Qualifier.EXACT: low,
            Qualifier.ABOUT: f"about {low}",
            Qualifier.AT_LEAST: f"at least {low}",
            Qualifier.UP_TO: f"up to {high}",
            Qualifier.RANGE: f"{low} to {high}",
            Qualifier.UNSTATED: self.words or "unstated",
        }[self.qualifier]


def grouped(number: Decimal) -> str:
    """A number for reading, with a comma between thousands."""
    return f"{Decimal(amount_text(number)):,}"


def _smallest(number: Decimal | None, decimals: int) -> int | None:
    if number is None:
        return None
    scaled = number.scaleb(decimals)
    if scaled != scaled.to_integral_value():
        message = f"{amount_text(number)} is finer than the unit, which is counted with {decimals} decimals"
        raise RefusedError(message)
    if scaled > LARGEST:
        message = f"{amount_text(number)} is beyond 10^15 of the smallest unit"
        raise RefusedError(message)
    return int(scaled)
