"""What is agreed of contributions over time: to which lines they are pinned, and what they give then."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from datetime import date
from typing import NamedTuple, TypeVar, cast

from muster.core.contributions import Assignment
from muster.core.days import Period
from muster.core.firmness import Firmness
from muster.core.quantity import NOTHING, Quantity, Span
from muster.core.shared import Rota
from muster.ledger.giving import Given, contribution_cuts
from muster.ledger.rotas import days_of, ever_turns, turn_cuts, turns_of
from muster.ledger.snapshot import Snapshot

T = TypeVar("T")


class Pin(NamedTuple):
    """An assignment, or a turn in a rota: where it stands, its line, and how much is pinned; None: all there is."""

    where: str
    line: str
    quantity: Quantity | None = None


class Agreed(NamedTuple):
    """Days on which a contribution is pinned, with what it gives then. The pins stand in the order of plans."""

    period: Period
    given: Given
    pins: tuple[Pin, ...]


def agreed_of(snapshot: Snapshot, given: Callable[[str, date], Given | None]) -> dict[str, list[Agreed]]:
    """Every contribution that is ever pinned, with the stretches of days on which it is and gives something."""
    assigned = snapshot.naming("assignment", "contribution")
    turns: dict[str, set[str]] = {}
    for contribution, line in ever_turns(snapshot):
        turns.setdefault(contribution, set()).add(line)
    found: dict[str, list[Agreed]] = {}
    for contribution in sorted({*assigned, *turns}):
        assignments = assigned.get(contribution, ())
        found[contribution] = []
        for period in _stretches(snapshot, contribution, assignments, turns.get(contribution, set())):
            day = cast("date", period.start)
            there = given(contribution, day)
            if there is not None and reach(there) != NOTHING:
                pins = (*_assigned(snapshot, contribution, assignments, day), *_in_turn(snapshot, contribution, day))
                found[contribution] += [Agreed(period, there, pins)] if pins else []
    return found


def reach(given: Given) -> Span:
    """The largest level that a contribution has on a day, at any firmness and whether or not its dates are certain."""
    softest = [found[Firmness.INDICATED] for found in (given.counted, given.undated) if found]
    return NOTHING if not softest else softest[0].or_more(softest[-1])


def runs(found: Iterable[tuple[Period, T]]) -> list[tuple[Period, T]]:
    """What holds over stretches of days, in order; where one goes on in the next, both are one."""
    joined: list[tuple[Period, T]] = []
    last: dict[T, int] = {}
    for period, what in found:
        place = last.get(what)
        if place is not None and joined[place][0].end == period.start:
            joined[place] = (Period(joined[place][0].start, period.end), what)
        else:
            last[what] = len(joined)
            joined.append((period, what))
    return joined


def _stretches(
    snapshot: Snapshot, contribution: str, assignments: Iterable[str], in_turns: AbstractSet[str]
) -> list[Period]:
    """The stretches of days on which nothing changes of a contribution, its pins and their lines; the last is open.

    ``in_turns``: the lines that it ever serves in turn.
    """
    cuts = contribution_cuts(snapshot, contribution) | (turn_cuts(snapshot) if in_turns else set())
    lines = {*in_turns}
    for assignment in assignments:
        cuts |= snapshot.cuts("assignment", assignment)
        lines |= {cast("Assignment", one.record).line or "" for one in snapshot.stated("assignment", assignment)}
    days = sorted(cuts.union(*(snapshot.cuts("requirement", line) for line in lines)))
    return [Period(start, end) for start, end in zip(days, [*days[1:], None], strict=False)]


def _assigned(snapshot: Snapshot, contribution: str, assignments: Iterable[str], day: date) -> list[Pin]:
    """The assignments of a contribution on a day, in the order in which they were first recorded."""
    first = {one: next(entry.seq for entry in snapshot.on(one) if entry.kind == "assignment") for one in assignments}
    pins: list[Pin] = []
    for assignment in sorted(first, key=first.__getitem__):
        held = snapshot.thing(Assignment, assignment, day)
        if held is not None and held.contribution == contribution and held.line is not None:
            pins.append(Pin(f"assignment {assignment}", held.line, held.quantity))
    return pins


def _in_turn(snapshot: Snapshot, contribution: str, day: date) -> Iterator[Pin]:
    """The turns that a contribution has on a day, rota by rota."""
    for rota, held in snapshot.things(Rota, day).items():
        for turn in turns_of(snapshot, rota, day):
            days = days_of(turn)
            if held.line is not None and turn.contribution == contribution and days is not None and day in days:
                yield Pin(f"rota {rota}", held.line)
