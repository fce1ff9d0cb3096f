"""Every plan of a tiny interval, in whole units or in portions of them: what of it is best, by looking at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from tests.oracle.amounts.network import Link
from tests.oracle.counts.counting import worth_of
from tests.oracle.counts.interval import Interval

Shares = tuple[int, ...]
"""How many portions go over each link, in the order of the links."""

MOST_TO_LOOK_AT = 60_000
"""No more plans than these are looked at."""


def best(interval: Interval, portions: int) -> tuple[Fraction, ...] | None:
    """The best sums where every unit is divided into so many portions; None where there are too many plans."""
    merged = _merged(interval)
    ways = 1
    for contribution, left in merged.left.items():
        open_to = sum(link[0] == contribution for link in merged.links)
        ways *= _ways(int(left * portions), open_to)
    if ways > MOST_TO_LOOK_AT:
        return None
    return max(worth_of(merged, given) for given in _plans(merged, portions))


def _merged(interval: Interval) -> Interval:
    """The same, what is alike of one member taken together: it makes no difference which of it serves what."""
    alike: dict[tuple[str, tuple[tuple[str, Fraction], ...]], list[str]] = {}
    for contribution, size in interval.left.items():
        worth = tuple((line, each) for (own, line), each in sorted(interval.links.items()) if own == contribution)
        if size and worth and not any(link[0] == contribution for link in interval.fixed):
            alike.setdefault((interval.members[contribution], worth), []).append(contribution)
    gone = {each for group in alike.values() for each in group[1:]}
    left = {each: size for each, size in interval.left.items() if each not in gone}
    for own_and_others in alike.values():
        left[own_and_others[0]] = sum((interval.left[each] for each in own_and_others), Fraction(0))
    links = {link: worth for link, worth in interval.links.items() if link[0] not in gone}
    return replace(interval, left=left, links=links)


def _ways(portions: int, open_to: int) -> int:
    """In how many ways so many portions may be given to so many lines, or kept."""
    result = 1
    for number in range(1, open_to + 1):
        result = result * (portions + number) // number
    return result


def _plans(interval: Interval, portions: int) -> Iterator[dict[Link, Fraction]]:
    def given(contributions: list[str], so_far: dict[Link, Fraction]) -> Iterator[dict[Link, Fraction]]:
        if not contributions:
            yield so_far
            return
        first, *rest = contributions
        links = [link for link in interval.links if link[0] == first]
        for shares in _shares(int(interval.left[first] * portions), len(links)):
            more = {
                link: so_far.get(link, Fraction(0)) + Fraction(share, portions)
                for link, share in zip(links, shares, strict=True)
            }
            yield from given(rest, so_far | more)

    yield from given(sorted({link[0] for link in interval.links}), dict(interval.fixed))


def _shares(portions: int, open_to: int) -> Iterator[Shares]:
    if not open_to:
        yield ()
        return
    for share in range(portions + 1):
        for rest in _shares(portions - share, open_to - 1):
            yield (share, *rest)
