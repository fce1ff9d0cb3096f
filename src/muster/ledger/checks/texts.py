"""The words and figures in the sentences of checks."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from muster.core.days import Period
from muster.core.quantity import Quantity, Span, grouped

MOST_LISTED = 5
"""So many ids are listed one by one; the rest is counted."""

LONGEST_QUOTE = 80
"""So many characters of somebody's words are quoted."""


class Ends(NamedTuple):
    """What a quantity guarantees and what it could reach, in its unit; None where that is unknown."""

    low: Decimal | None
    high: Decimal | None

    def meets(self, other: Ends) -> bool:
        """Whether one number can be both: an unknown low end reaches down to nothing, an unknown high end has none."""
        above = self.high is None or (other.low or 0) <= self.high
        return above and (other.high is None or (self.low or 0) <= other.high)

    def __str__(self) -> str:
        """``60``, ``at least 60``, ``up to 60``, ``50 to 60``, ``an unknown number``."""
        if self.high is None:
            return "an unknown number" if not self.low else f"at least {grouped(self.low)}"
        if self.low == self.high:
            return grouped(self.high)
        return f"{grouped(self.low)} to {grouped(self.high)}" if self.low else f"up to {grouped(self.high)}"


def ends_of(quantity: Quantity | None) -> Ends:
    """The ends of a quantity as it was said."""
    return Ends(None, None) if quantity is None else Ends(quantity.low, quantity.high)


def in_units(span: Span, decimals: int) -> Ends:
    """A span of smallest units in whole units."""
    low, high = (None if end is None else Decimal(end).scaleb(-decimals) for end in span)
    return Ends(low, high)


def counted(number: object, unit: str | None) -> str:
    """A number with its unit, where there is one."""
    return f"{number} {unit}" if unit else f"{number}"


def joined(words: Iterable[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def listed(names: Iterable[str]) -> str:
    """Ids in order, the first few by name: ``C1, C2, C3, C4, C5 and 12 more``."""
    found = sorted(names)
    more = len(found) - MOST_LISTED
    return ", ".join(found) if more <= 0 else f"{', '.join(found[:MOST_LISTED])} and {more:,} more"


def when(days: Period) -> str:
    """``on 2016-05-01``, ``from 2016-05-01 to 2016-05-09``."""
    return f"on {days.start}" if days.start == days.last else f"from {days}"


def plural(number: int, noun: str) -> str:
    """``1 contribution``, ``2 contributions``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def quoted(words: str | None) -> str:
    """Somebody's words in quotation marks, on one line, shortened where they are long."""
    text = " ".join((words or "").split())
    return f'"{text}"' if len(text) <= LONGEST_QUOTE else f'"{text[: LONGEST_QUOTE - 1]}…"'


def folded(words: str | None) -> str:
    """Words for comparing: without regard to case and blanks."""
    return " ".join((words or "").split()).casefold()
