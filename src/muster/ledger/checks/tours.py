"""Checks of tours: units that can make none or only one, and pins that no tour can be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple, cast

from muster.core.capabilities import Capability
from muster.core.contributions import Contribution
from muster.core.days import Period
from muster.core.problem import Problem
from muster.ledger.checks.agreed import runs
from muster.ledger.checks.ground import Ground, ground_of
from muster.ledger.checks.promises import Promise, possible
from muster.ledger.checks.texts import plural, when
from muster.ledger.snapshot import Snapshot
from muster.ledger.terms import StatedTerms, stated_terms


class _Pinned(NamedTuple):
    """Days in a row on which a unit is pinned to one line."""

    days: Period
    line: str


def no_tour(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """The shortest tour of a unit is longer than its window, or than its capability's tours are: it serves nothing."""
    ground = ground_of(snapshot, valid)
    for promise, terms in _units(ground):
        window, usual = _days_of_window(promise), promise.record.tour_days is None
        least = f"a tour of it lasts at least {_days(terms.shortest or 0)}"
        if window is not None and (terms.shortest or 0) > window:
            sentence = f"{least}, and its window has {_days(window)}: it can serve nothing"
            yield Problem("no_tour", _place(promise), sentence, "ask for a longer window or a shorter tour")
        elif usual and terms.longest is not None and (terms.shortest or 0) > terms.longest:
            sentence = f"{least}, and one of its capability at most {terms.longest:,}: it can serve nothing"
            yield Problem("no_tour", _place(promise), sentence, "record its own tour_days, or a shorter tour")


def one_tour(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """A unit makes one tour only, and days of its window are left: its rest is longer, or nobody says how long."""
    ground = ground_of(snapshot, valid)
    for promise, terms in _units(ground):
        window, shortest = _days_of_window(promise), max(1, terms.shortest or 0)
        if terms.longest is None or (window is not None and max(shortest, terms.longest) >= window):
            continue
        if terms.rest is None:
            sentence = f"nobody says how long it rests: it makes one tour only, of at most {_days(terms.longest)}"
            yield Problem("one_tour", _place(promise), sentence, "ask how long it rests, and record its rest_days")
        elif window is not None and window - max(1, terms.rest) < max(terms.longest + 1, 2 * shortest):
            spent = f"a tour of {_days(terms.longest)} and a rest of {terms.rest:,}"
            sentence = f"after {spent} its window of {window:,} leaves no time for a second tour"
            mend = "ask for a longer tour or a shorter rest, or for somebody who relieves it"
            yield Problem("one_tour", _place(promise), sentence, mend)


def pinned_tour(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """A unit is pinned for longer than its tours may be, or for less."""
    ground = ground_of(snapshot, valid)
    for contribution in ground.agreed:
        for pinned, terms in _pinned(ground, contribution):
            start, end = cast("date", pinned.days.start), pinned.days.end
            days = None if end is None else (end - start).days
            if not _is_past(pinned, valid) and (fault := _misfit(days, terms)):
                sentence = f"it is pinned to {pinned.line} {when(pinned.days)}, {fault}"
                mend = "pin it for other days, or record what was agreed on its tour"
                yield Problem("pinned_tour", f"contribution {contribution}", sentence, mend)


def pinned_rest(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """Between two pins a unit has less than its rest."""
    ground = ground_of(snapshot, valid)
    for contribution in ground.agreed:
        for (before, terms), (after, _) in pairwise(_pinned(ground, contribution)):
            left = (cast("date", after.days.start) - cast("date", before.days.end)).days
            if 0 <= left < (terms.rest or 0) and not _is_past(after, valid):
                pins = f"{before.line} until {before.days.last} and to {after.line} from {after.days.start}"
                between = f"{_days(left)} between them, and it rests for {terms.rest:,}"
                mend = "let one end earlier or the other begin later, or record what was agreed on its rest"
                yield Problem("pinned_rest", f"contribution {contribution}", f"it is pinned to {pins}: {between}", mend)


def _units(ground: Ground) -> Iterator[tuple[Promise, StatedTerms]]:
    """What comes whole and is not over, with its terms."""
    for promise in ground.promises.values():
        if ground.trees.whole(promise.record.capability) and not promise.over(ground.day):
            yield promise, _terms(ground, promise.record)


def _terms(ground: Ground, record: Contribution) -> StatedTerms:
    return stated_terms(record, ground.trees.capabilities.get(record.capability or "", Capability()))


def _days(number: int) -> str:
    return plural(number, "day")


def _place(promise: Promise) -> str:
    return f"contribution {promise.contribution}"


def _days_of_window(promise: Promise) -> int | None:
    """How many days its window has at most; None where it is open."""
    window = possible(promise.record.window)
    if window is None or window.start is None or window.end is None:
        return None
    return (window.end - window.start).days


def _pinned(ground: Ground, contribution: str) -> list[tuple[_Pinned, StatedTerms]]:
    """The pins of what comes whole, in order: each line and its days in a row, with the terms on the first of them."""
    found = [one for one in ground.agreed[contribution] if ground.trees.whole(one.given.record.capability)]
    alone = ((one.period, one.pins[0].line) for one in found if len({pin.line for pin in one.pins}) == 1)
    terms = {one.period.start: _terms(ground, one.given.record) for one in found}
    return [(_Pinned(days, line), terms[days.start]) for days, line in runs(alone)]


def _is_past(pinned: _Pinned, valid: date) -> bool:
    return pinned.days.end is not None and pinned.days.end <= valid


def _misfit(days: int | None, terms: StatedTerms) -> str:
    """How the days of a pin do not fit a tour; empty where they do."""
    if terms.longest is not None and (days is None or days > terms.longest):
        lasts = "without an end" if days is None else _days(days)
        return f"{lasts}, and a tour of it lasts at most {terms.longest:,}"
    if days is not None and days < (terms.shortest or 0):
        return f"{_days(days)}, and a tour of it lasts at least {terms.shortest:,}"
    return ""
