"""What a given plan covers, and how much of that counts: read off, nothing decided."""

from __future__ import annotations

from fractions import Fraction

from tests.oracle.counts.interval import Given, Interval


def by_members(interval: Interval, given: Given, line: str) -> dict[str, Fraction]:
    """How much each member gives to a line, in the line's smallest unit."""
    result: dict[str, Fraction] = {}
    for (contribution, served), size in given.items():
        if served == line and size:
            member = interval.members[contribution]
            result[member] = result.get(member, Fraction(0)) + size * interval.worth[contribution, line]
    return result


def covered_by(interval: Interval, given: Given) -> dict[str, Fraction]:
    """What each line is covered by: no more than its need, nor than counts from each member."""
    result = {}
    for name, line in interval.lines.items():
        cap = interval.cap(name)
        sizes = by_members(interval, given, name).values()
        counted = [size if cap is None else min(cap, size) for size in sizes]
        result[name] = min(Fraction(line.need), sum(counted, Fraction(0)))
    return result


def counts_of(interval: Interval, given: Given) -> dict[str, Fraction]:
    """How much of it counts: the greatest quantities that thresholds, suppliers and enabling lines let stand."""
    covered = covered_by(interval, given)
    share = {}
    for name, line in interval.lines.items():
        is_reached = 100 * covered[name] >= line.threshold * line.need
        supplying = sum(size >= 1 for size in by_members(interval, given, name).values())
        is_on = is_reached and supplying >= (interval.options.suppliers or 0)
        share[name] = covered[name] / line.need if is_on else Fraction(0)
    while True:
        lowered = {
            name: min([share[name], *(share[each] for each in line.needs)]) for name, line in interval.lines.items()
        }
        if lowered == share:
            return {name: share[name] * line.need for name, line in interval.lines.items()}
        share = lowered


def weighted(interval: Interval, sizes: dict[str, Fraction]) -> dict[int, Fraction]:
    """For each tier the sum of weight times quantity."""
    result = dict.fromkeys(interval.tiers, Fraction(0))
    for name, line in interval.lines.items():
        result[line.tier] += line.weight * sizes[name]
    return result


def worth_of(interval: Interval, given: Given) -> tuple[Fraction, ...]:
    """What a plan is worth: what counts in tier after tier, then what covers in tier after tier."""
    counting, covering = counts_of(interval, given), covered_by(interval, given)
    return (*weighted(interval, counting).values(), *weighted(interval, covering).values())
