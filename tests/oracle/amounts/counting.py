"""How much of what covers each line counts: thresholds of lines, and the lines that they need."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from tests.oracle.amounts.day import Wanted


def counted(lines: Mapping[str, Wanted], covered: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """For each of the lines that are planned on a day, how much of what covers it counts.

    No line counts for more than any other that it needs, nor than any that those need, and so on.
    """
    own = {line: _own_share(wanted, covered[line]) for line, wanted in lines.items()}
    return {line: wanted.need * min(own[each] for each in _all_needed(lines, line)) for line, wanted in lines.items()}


def _own_share(wanted: Wanted, covered: Fraction) -> Fraction:
    """What part of its need counts by its own threshold."""
    share = covered / wanted.need
    return Fraction(0) if share < Fraction(wanted.threshold, 100) else share


def _all_needed(lines: Mapping[str, Wanted], line: str) -> set[str]:
    """The line and all planned lines that it needs, and that these need."""
    found, waiting = {line}, [line]
    while waiting:
        needed = {each for each in lines[waiting.pop()].needs if each in lines} - found
        found |= needed
        waiting += needed
    return found
