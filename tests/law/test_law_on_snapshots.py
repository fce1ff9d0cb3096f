"""The law on snapshots, on what the engine makes of them, and on what a viewer is told when it writes."""

from collections import Counter

import pytest

from muster.ledger.kinds import KINDS, NEVER_SHOWN
from tests.counts import COUNTS
from tests.law.books import draw_pair
from tests.law.law import breaches

BOOKS = COUNTS["random_books"]
AT_A_TIME = 10
"""So many pairs of books make one test, so that the workers of xdist can share them."""


@pytest.mark.parametrize("first", range(0, BOOKS, AT_A_TIME))
def test_books_that_agree_on_what_a_viewer_sees_tell_it_the_same(first: int) -> None:
    for seed in range(first, first + AT_A_TIME):
        found = breaches(seed)
        assert not found, "\n".join(found[:3])


def test_the_same_seed_draws_the_same_books() -> None:
    one, other = draw_pair(3), draw_pair(3)
    assert [written.moves for written in one.books] == [written.moves for written in other.books]
    assert [list(written.ledger.entries()) for written in one.books] == [
        list(written.ledger.entries()) for written in other.books
    ]


def test_the_books_are_as_wild_as_the_law_is_to_be_tested() -> None:
    """Of every kind enough is shown and hidden; and the two books differ in what they hide, and in no other way."""
    seen: Counter[str] = Counter()
    for seed in range(60):
        pair = draw_pair(seed)
        seen[pair.eyes.viewer] += 1
        seen["in a group"] += pair.eyes.in_group
        shown = [
            [move.key for move in written.moves if move.key in {m.key for m in pair.shown}] for written in pair.books
        ]
        assert shown[0] == shown[1] == [move.key for move in pair.shown], seed
        hidden = [[move for move in written.moves if move.key.startswith("h")] for written in pair.books]
        keys = [{move.key for move in moves} for moves in hidden]
        seen["inserted or deleted"] += len(keys[0] ^ keys[1])
        orders = [[move.key for move in moves if move.key in keys[0] & keys[1]] for moves in hidden]
        seen["reordered"] += orders[0] != orders[1]
        second = {move.key: move for move in hidden[1]}
        seen["re-marked"] += sum(move.marking != second.get(move.key, move).marking for move in hidden[0])
        visible_keys = {move.key for move in pair.shown}
        for moves in hidden:
            seen["superseding the visible"] += sum(move.supersedes in visible_keys for move in moves)
            seen["at the end"] += moves[-1].at > pair.shown[-1].at
            seen.update(f"hidden {move.kind}" for move in moves)
        seen.update(f"shown {move.kind}" for move in pair.shown)
        seen["by the viewer's people"] += sum(move.as_viewer for move in pair.shown)
    kinds = [kind for kind in KINDS if kind not in ("book", "live")]
    expected = [f"hidden {kind}" for kind in kinds]
    expected += [f"shown {kind}" for kind in kinds if kind not in NEVER_SHOWN]
    expected += ["inserted or deleted", "reordered", "re-marked", "superseding the visible", "at the end"]
    expected += ["by the viewer's people", "FRA", "in a group", "public", "requester", "chair"]
    assert {name: seen[name] for name in expected if seen[name] < 5} == {}
