"""The law: two books that agree on what a viewer may see give that viewer the same bytes."""

from __future__ import annotations

from tests.law.books import draw_pair
from tests.law.questions import differences, open_for, read_everything, write_as_viewer


def breaches(seed: int) -> list[str]:
    """The questions, of reading and of writing, that the two books of a pair answer differently."""
    pair = draw_pair(seed)
    viewer = pair.eyes.viewer
    one, other = (open_for(written, viewer, seed, side) for side, written in enumerate(pair.books))
    found = differences(read_everything(one, pair), read_everything(other, pair))
    real_ids = sorted(pair.books[0].ids.values())[:4]
    found += differences(write_as_viewer(one, pair, real_ids), write_as_viewer(other, pair, real_ids))
    return [f"seed {seed}, seen by {viewer}: {breach}" for breach in found]
