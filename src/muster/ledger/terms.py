"""The terms of what comes whole, as they are stated: how long its tours are, how long it rests."""

from __future__ import annotations

from typing import NamedTuple

from muster.core.capabilities import Capability
from muster.core.contributions import Contribution


class StatedTerms(NamedTuple):
    """In days, a tour at least and at most, and the rest after it; None where nobody says."""

    shortest: int | None
    longest: int | None
    rest: int | None


def stated_terms(record: Contribution, kind: Capability) -> StatedTerms:
    """The terms of a contribution: its own, or else the usual ones of its capability."""
    longest = kind.tour_days if record.tour_days is None else record.tour_days
    rest = kind.rest_days if record.rest_days is None else record.rest_days
    return StatedTerms(record.shortest_tour_days, longest, rest)
