"""What a number in a record can be."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

LONGEST_DAYS = 36_525
"""No tour, rest, notice or overlap is longer: a hundred years, in days."""


class Limits(NamedTuple):
    """The least and the most that a number can be, and what it must be above; None where there is no such end."""

    least: int | None = None
    most: int | None = None
    above: int | None = None

    def allow(self, number: Decimal | int) -> bool:
        """Whether a number can be that."""
        enough = (self.least is None or number >= self.least) and (self.above is None or number > self.above)
        return enough and (self.most is None or number <= self.most)

    def __str__(self) -> str:
        """``1 to 1,000``, ``0 or more``, ``more than 0``."""
        if self.above is not None:
            return f"more than {self.above:,}"
        return f"{self.least:,} or more" if self.most is None else f"{self.least:,} to {self.most:,}"


NO_LIMITS = Limits()
"""The limits of a field that says none."""
