"""A plan of one interval, told as plain data, against the oracle: every way in which it is wrong, or not the best."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from tests.oracle.amounts.network import Link
from tests.oracle.counts.counting import counts_of, covered_by, weighted
from tests.oracle.counts.interval import Interval
from tests.oracle.counts.program import best


@dataclass(frozen=True)
class Told:
    """So it is told: who gives how much to what, pins and whole units included, what that covers, what of it counts."""

    assigned: Mapping[Link, Fraction]
    covered: Mapping[str, Fraction]
    counts: Mapping[str, Fraction]


def faults(interval: Interval, told: Told) -> list[str]:
    """All that is against a rule, or not told as it is, or worse than the best; empty where nothing is."""
    found = [*_given(interval, told.assigned)]
    if found:
        return found
    found += _read(interval, told)
    return found or [*_not_best(interval, told.assigned)]


def _given(interval: Interval, assigned: Mapping[Link, Fraction]) -> Iterator[str]:
    """Where more is given than there is, or where it may not serve, or less than is held."""
    given: dict[str, Fraction] = {}
    for link, size in assigned.items():
        beyond = size - interval.fixed.get(link, 0)
        given[link[0]] = given.get(link[0], Fraction(0)) + beyond
        if beyond < 0:
            yield f"{link} is given {size}, less than is held"
        if beyond > 0 and link not in interval.links:
            yield f"{link[0]} may not serve {link[1]}"
    for link, size in interval.fixed.items():
        if link not in assigned:
            yield f"{link} is given nothing, {size} is held"
    for contribution, size in given.items():
        if size > interval.left[contribution]:
            yield f"{contribution} gives {size} of {interval.left[contribution]}"


def _read(interval: Interval, told: Told) -> Iterator[str]:
    """Where what is covered, or counts, does not follow from what is given."""
    for what, said, is_so in (
        ("covered", told.covered, covered_by(interval, told.assigned)),
        ("counts", told.counts, counts_of(interval, told.assigned)),
    ):
        if said.keys() != is_so.keys():
            yield f"{what}: told of {sorted(said)}, planned are {sorted(is_so)}"
        for line in said.keys() & is_so.keys():
            if said[line] != is_so[line]:
                yield f"{what}: {line} by {said[line]} as told, by {is_so[line]} as given"


def _not_best(interval: Interval, assigned: Mapping[Link, Fraction]) -> Iterator[str]:
    """The first sum that is not what it could be."""
    found = best(interval)
    sums = weighted(interval, counts_of(interval, assigned)), weighted(interval, covered_by(interval, assigned))
    for what, own, most in zip(("counts", "covers"), sums, (found.counts, found.covers), strict=True):
        for tier, value in own.items():
            if value != most[tier]:
                yield f"tier {tier} {what} {value}, the best is {most[tier]}"
                return
