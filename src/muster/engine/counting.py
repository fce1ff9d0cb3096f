"""What of a cover counts: a share below its threshold does not, nor more than the lines allow on which a line depends.

A line counts as far as each of these counts: where half of the medical evacuation is there that patrols need, half of
the patrols counts at most. Lines may depend on each other in a circle; then the most counts that is consistent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from muster.engine.field import Wanted


@dataclass(frozen=True, slots=True)
class Limited:
    """So much of what covers a line counts, in its smallest unit.

    ``below``: the threshold that is not reached, in percent. ``by``: the line that allows no more, where one does.
    """

    counts: Fraction
    below: int | None = None
    by: str | None = None


def limited(wanted: Mapping[str, Wanted], covered: Mapping[str, Fraction]) -> dict[str, Limited]:
    """The lines of which not all that covers them counts. What a line depends on and nobody plans limits nothing."""
    found: dict[str, Limited] = {}
    for line, one in wanted.items():
        threshold = one.requirement.threshold
        if threshold is not None and covered[line] * 100 < one.need * threshold and covered[line]:
            found[line] = Limited(Fraction(0), below=threshold)
    while True:
        more = dict(found)
        for line, one in wanted.items():
            for other in one.requirement.needs or ():
                counts = more[line].counts if line in more else covered[line]
                if other in wanted:
                    enabling = more[other].counts if other in more else covered[other]
                    allowed = one.need * enabling / wanted[other].need
                    if allowed < counts:
                        more[line] = Limited(allowed, by=other)
        if more == found:
            return found
        found = more
