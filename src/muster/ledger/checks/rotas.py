"""Checks of rotas: days on which nobody has the turn, reliefs that overlap too little."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple, cast

from muster.core.days import Period, stretches
from muster.core.keeping import SEES_ALL
from muster.core.problem import Problem
from muster.core.shared import Rota
from muster.ledger.checks.promises import common
from muster.ledger.checks.texts import plural, when
from muster.ledger.rotas import days_of, turns_of
from muster.ledger.snapshot import Snapshot


class _Turn(NamedTuple):
    """The days of a turn, and who serves; None: it is open."""

    start: date
    end: date
    contribution: str | None


def open_turn(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """A rota has days, not yet past, on which nobody has the turn. Only who sees the whole book is told.

    To others a turn of somebody whom they do not see looks open.
    """
    if snapshot.viewer not in SEES_ALL:
        return
    for rota, held in snapshot.things(Rota, valid).items():
        for days in _unserved(_turns(snapshot, rota, valid)):
            if cast("date", days.end) > valid:
                sentence = f"nobody serves {held.line} for certain {when(days)}"
                mend = "record who has the turn, or let the turns beside it meet"
                yield Problem("open_turn", f"rota {rota}", sentence, mend)


def short_overlap(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """Who comes and who goes are there together for fewer days than the rota says, in a relief that is not yet past."""
    for rota, held in snapshot.things(Rota, valid).items():
        served = [turn for turn in _turns(snapshot, rota, valid) if turn.contribution is not None]
        for before, after in pairwise(served):
            is_relief = before.contribution != after.contribution and valid < before.end >= after.start
            days = _together(before, after)
            if is_relief and days < (held.overlap_days or 0):
                who = f"{after.contribution} relieves {before.contribution} on {after.start}"
                sentence = f"{who} and overlaps by {plural(days, 'day')}, not {held.overlap_days:,}"
                mend = "let one stay longer or the other come earlier, or say another overlap_days"
                yield Problem("short_overlap", f"rota {rota}", sentence, mend)


def _turns(snapshot: Snapshot, rota: str, day: date) -> list[_Turn]:
    """The turns of a rota that have certain days, by the first of these."""
    every = ((days_of(turn), turn.contribution) for turn in turns_of(snapshot, rota, day))
    found = (_Turn(cast("date", days.start), cast("date", days.end), who) for days, who in every if days is not None)
    return sorted(found, key=lambda turn: (turn.start, turn.end))


def _unserved(turns: list[_Turn]) -> Iterable[Period]:
    """The days from the first turn to the last on which nobody serves."""
    if not turns:
        return []
    served = [turn for turn in turns if turn.contribution is not None]
    cuts = {cut for turn in turns for cut in (turn.start, turn.end)}
    found: list[Period] = []
    for part in stretches(cuts, Period(min(cuts), max(cuts))):
        if any(turn.start <= cast("date", part.start) < turn.end for turn in served):
            continue
        since = found.pop().start if found and found[-1].end == part.start else part.start
        found.append(Period(since, part.end))
    return found


def _together(one: _Turn, other: _Turn) -> int:
    """For how many days two turns are there together."""
    both = common(Period(one.start, one.end), Period(other.start, other.end))
    return 0 if both is None else (cast("date", both.end) - cast("date", both.start)).days
