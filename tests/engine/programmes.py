"""Small linear programmes for tests, and what is best of them by trying every corner."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction
from random import Random

from muster.engine.elimination import eliminated
from muster.engine.programme import Programme


def programme(
    gains: Sequence[int | Fraction], upper: Sequence[int], *rows: tuple[Sequence[int | Fraction], int | Fraction]
) -> Programme:
    """Columns from 0 to an upper bound; rows with a coefficient for each column, and a limit."""
    return Programme(
        [Fraction(one) for one in gains],
        [Fraction(0) for _ in gains],
        [Fraction(one) for one in upper],
        [{at: Fraction(one) for at, one in enumerate(row) if one} for row, _ in rows],
        [Fraction(limit) for _, limit in rows],
    )


def drawn(random: Random) -> Programme:
    """A programme of up to four columns and four rows in small numbers: many corners fall together."""
    columns, rows = random.randint(1, 4), random.randint(0, 4)
    coefficients = [[random.choice((-2, -1, 0, 0, 1, 1, 2, 3)) for _ in range(columns)] for _ in range(rows)]
    return Programme(
        [Fraction(random.randint(-3, 3)) for _ in range(columns)],
        [Fraction(random.randint(-1, 0)) for _ in range(columns)],
        [Fraction(random.randint(0, 3)) for _ in range(columns)],
        [{at: Fraction(one) for at, one in enumerate(row) if one} for row in coefficients],
        [Fraction(random.randint(-2, 4), random.randint(1, 2)) for _ in range(rows)],
    )


def is_within(of: Programme, values: Sequence[Fraction]) -> bool:
    """Whether values keep within every bound and every limit."""
    return all(low <= one <= high for low, one, high in zip(of.lower, values, of.upper, strict=True)) and all(
        sum(one * values[at] for at, one in row.items()) <= limit for row, limit in zip(of.rows, of.limits, strict=True)
    )


def most(of: Programme) -> Fraction | None:
    """The most that a programme gains, by trying every corner; None where nothing keeps within it."""
    return max((of.gained(values) for values in corners(of) if is_within(of, values)), default=None)


def corners(of: Programme) -> Iterator[list[Fraction]]:
    """Where as many bounds and limits meet as there are columns."""
    columns = range(len(of.gains))
    meeting = [({at: Fraction(1)}, bound) for at in columns for bound in {of.lower[at], of.upper[at]}]
    meeting += [(dict(row), limit) for row, limit in zip(of.rows, of.limits, strict=True)]
    for chosen in itertools.combinations(meeting, len(of.gains)):
        found = eliminated([row for row, _ in chosen])
        if found is not None:
            yield found.solved([limit for _, limit in chosen])
