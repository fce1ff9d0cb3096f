"""HiGHS on the fleet of a roster, the same model as ours: ``python -m benchmarks.peers.rostering_milp 01 01-one``."""

from __future__ import annotations

import math

from benchmarks.peers import highs_milp, running
from benchmarks.public.answers import Answer, tell
from benchmarks.public.rostering import asked, fleet_of, worked
from benchmarks.public.rosters import Roster, uncovered

WITHIN = 1e-6
"""Nurses are whole: a bound so little below a number is that number."""


def solved(name: str, of: Roster, seconds: float) -> Answer:
    """The best that HiGHS finds in so many seconds, and its bound."""
    *_, found = running.solved(highs_milp.PEER, fleet_of(of), seconds)
    (most,) = found.bound or (None,)
    missing = None if found.objective is None else uncovered(of, worked(of, found.tours))
    at_least = 0 if most is None else max(0, of.needed - math.floor(most + WITHIN))
    return Answer(name, missing, at_least, found.build_s + found.solve_s)


if __name__ == "__main__":
    tell("benchmarks.peers.rostering_milp", lambda name, seconds: solved(name, asked(name), seconds))
