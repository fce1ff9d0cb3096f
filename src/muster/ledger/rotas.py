"""Rotas on a day: who has the turn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple, cast

from muster.core.contributions import Assignment
from muster.core.days import Dated, Period, next_day
from muster.core.shared import Rota, Turn
from muster.ledger.entries import Entry
from muster.ledger.snapshot import Snapshot


class Held(NamedTuple):
    """A turn as it holds on a day, with its place among all turns: where it was first recorded."""

    place: int
    turn: Turn


def days_of(turn: Turn) -> Period | None:
    """The days that lie in a turn for certain; None where there is none."""
    if turn.first is None or turn.last is None:
        return None
    start, end = turn.first.last, next_day(turn.last.first)
    return Period(start, end) if start < end else None


def turns_of(snapshot: Snapshot, rota: str, day: date) -> list[Turn]:
    """The turns of a rota, past and to come, as they stand on a day, by their first day."""
    turns = (held.turn for held in _held(snapshot, rota, day))
    return sorted((turn for turn in turns if turn.first is not None), key=lambda turn: cast("Dated", turn.first))


def turns_on(snapshot: Snapshot, day: date) -> list[Assignment]:
    """Who has the turn on a day, and on which line, as though assigned: in the order in which turns were recorded.

    A turn that is open pins nobody.
    """
    found: list[tuple[int, Assignment]] = []
    for rota, held in snapshot.things(Rota, day).items():
        for place, turn in _held(snapshot, rota, day):
            days = days_of(turn)
            if held.line is not None and turn.contribution is not None and days is not None and day in days:
                found.append((place, Assignment(contribution=turn.contribution, line=held.line)))
    return [assigned for _, assigned in sorted(found, key=lambda one: one[0])]


def turn_cuts(snapshot: Snapshot) -> set[date]:
    """The days on which anything about turns may change: above all their first, and the day after their last."""
    cuts: set[date] = set()
    for rota in snapshot.ids("rota"):
        cuts |= snapshot.cuts("rota", rota)
        for one in snapshot.stated("turn", rota):
            days = days_of(cast("Turn", one.record))
            cuts |= set() if days is None else {cast("date", days.start), cast("date", days.end)}
    return cuts


def ever_turns(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """Each contribution that ever had a turn, with a line that it may have served in it."""
    for rota in snapshot.ids("rota"):
        lines = {cast("Rota", one.record).line for one in snapshot.stated("rota", rota)}
        givers = {cast("Turn", one.record).contribution for one in snapshot.stated("turn", rota)}
        yield from ((giver, line) for giver in givers if giver is not None for line in lines if line is not None)


def _held(snapshot: Snapshot, rota: str, day: date) -> Iterator[Held]:
    places: dict[Dated | None, int] = {}
    for one in snapshot.stated("turn", rota):
        first, place = cast("Turn", one.record).first, _first_recorded(snapshot, one.entry)
        places[first] = min(place, places.get(first, place))
    for turn in snapshot.parts(Turn, rota, day):
        yield Held(places[turn.first], turn)


def _first_recorded(snapshot: Snapshot, entry: Entry) -> int:
    """Where an entry stands in the book, or what it corrects: that keeps its place."""
    while (corrected := snapshot.find(entry.supersedes)) is not None:
        entry = corrected
    return entry.seq
