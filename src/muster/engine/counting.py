"""What of a cover counts: a share below its threshold does not, nor more than the lines allow on which a line depends.

A line counts as far as each of these counts: where half of the medical evacuation is there that patrols need, half of
the patrols counts at most. Lines may depend on each other in a circle; then the most counts that is consistent. Where
the plan asks for several who serve each line, of one that fewer serve nothing counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from muster.engine.field import Wanted
from muster.engine.rules import Rules

Givers = Mapping[str, Fraction]
"""What a line has from each who serves it, in its smallest unit."""


@dataclass(frozen=True, slots=True)
class Limited:
    """So much of what covers a line counts, in its smallest unit.

    ``below``: the threshold that is not reached, in percent. ``by``: the line that allows no more, where one does.
    ``fewer``: so many are to serve it, and fewer do.
    """

    counts: Fraction
    below: int | None = None
    by: str | None = None
    fewer: int | None = None


def cover_of(wanted: Wanted, given: Givers, rules: Rules) -> Fraction:
    """What covers a line: at most its need, and from each no more than the plan is asked to count."""
    cap = rules.cap(wanted.need)
    counted = (one if cap is None else min(cap, one) for one in given.values())
    return min(Fraction(wanted.need), sum(counted, Fraction(0)))


def limited(
    wanted: Mapping[str, Wanted],
    covered: Mapping[str, Fraction],
    given: Mapping[str, Givers] | None = None,
    rules: Rules | None = None,
) -> dict[str, Limited]:
    """The lines of which not all that covers them counts. What a line depends on and nobody plans limits nothing."""
    found: dict[str, Limited] = {}
    suppliers = None if rules is None else rules.suppliers
    for line, one in wanted.items():
        threshold = one.requirement.threshold
        if not covered[line]:
            continue
        if threshold is not None and covered[line] * 100 < one.need * threshold:
            found[line] = Limited(Fraction(0), below=threshold)
        elif suppliers is not None and serving((given or {}).get(line, {})) < suppliers:
            found[line] = Limited(Fraction(0), fewer=suppliers)
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


def serving(given: Givers) -> int:
    """How many serve a line: each who gives it one of its smallest units at least."""
    return sum(1 for one in given.values() if one >= 1)
