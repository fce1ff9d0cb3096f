"""Which features each book has, so that all pairs occur soon: a covering design, found greedily.

After D. M. Cohen, S. R. Dalal, M. L. Fredman and G. C. Patton, "The AETG system: an approach to testing based on
combinatorial design", IEEE Transactions on Software Engineering 23 (1997): each book takes, one after another, the
feature that adds most pairs that no book has yet, ties drawn at random.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import combinations
from random import Random

AT_ONCE = 13
"""So many features has a book."""

Pair = frozenset[str]


def pairs(features: Sequence[str]) -> set[Pair]:
    """All pairs of them."""
    return {frozenset(pair) for pair in combinations(features, 2)}


@cache
def designed(features: tuple[str, ...], books: int, at_once: int = AT_ONCE) -> tuple[tuple[str, ...], ...]:
    """The features of so many books. Once all pairs have occurred, they are laid out anew."""
    random, result, left = Random(len(features)), list[tuple[str, ...]](), pairs(features)
    for _ in range(books):
        left = left or pairs(features)
        drawn = _draw(features, left, at_once, random)
        left -= pairs(drawn)
        result.append(drawn)
    return tuple(result)


def _draw(features: tuple[str, ...], left: set[Pair], at_once: int, random: Random) -> tuple[str, ...]:
    """Begins with a pair that is left."""
    drawn = sorted(random.choice(sorted(sorted(pair) for pair in left)))
    while len(drawn) < min(at_once, len(features)):
        open_to = [each for each in features if each not in drawn]
        gain = {each: sum(frozenset((each, other)) in left for other in drawn) for each in open_to}
        most = max(gain.values())
        drawn.append(random.choice([each for each in open_to if gain[each] == most]))
    return tuple(sorted(drawn))
