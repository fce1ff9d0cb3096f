"""Where a contribution goes on a day: what is pinned to lines first, then the rest as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from muster.core.contributions import Assignment
from muster.core.quantity import NOTHING, Span
from muster.core.requirements import Requirement
from muster.engine.eligibility import Ground, Reason, why_not
from muster.ledger.giving import Given, Levels, span_of


@dataclass(frozen=True, slots=True)
class Placing:
    """So much of a contribution: it serves the one line named, could serve the several named, or none for a reason."""

    given: Given
    lines: tuple[str, ...] = ()
    reason: Reason | None = None


def gives(given: Given) -> bool:
    """Whether there is anything at any firmness: a contribution capped to nothing gives nothing."""
    return any(span != NOTHING for levels in (given.counted, given.undated) for span in levels.values())


class Needs:
    """The lines of an operation on a day: says of each contribution that counts in it where it goes."""

    def __init__(self, ground: Ground, lines: dict[str, Requirement]) -> None:
        """Take lines that are open on the day of the ground, or were until their operation ended."""
        self.ground, self.lines = ground, lines
        self._asks_who = any(requirement.servers for requirement in lines.values())
        self._fit: dict[tuple[str | None, ...], tuple[tuple[str, ...], Reason | None]] = {}

    def placings(self, given: Given) -> Iterable[Placing]:
        """Where a contribution goes: its pins in the order of recording, never more than is left, then the rest.

        What is pinned or earmarked to a line that it cannot serve on the day serves no other; nor does what is part of
        a joint contribution. What goes to the same place goes together.
        """
        if given.part_of is not None:
            return (Placing(given, reason=Reason.PART),)
        found: dict[tuple[str, ...], Placing] = {}
        rest: Given | None = given
        for pin in self.ground.pins.get(given.contribution, ()):
            if rest is None:
                break
            taken, rest = _split(rest, pin, self.ground.decimals(given.record.capability))
            _add(found, Placing(taken, *self._agreed(taken, pin.line or "", pinned=True)))
        if rest is not None:
            line = given.record.line
            _add(found, Placing(rest, *(self._fitting(rest) if line is None else self._agreed(rest, line))))
        return found.values()

    def _agreed(self, given: Given, line: str, *, pinned: bool = False) -> tuple[tuple[str, ...], Reason | None]:
        """The line for which something was agreed, or why it cannot serve it."""
        if line not in self.lines:
            return (), Reason.EARMARKED
        reason = why_not(self.ground, given, line, self.lines[line], pinned=pinned)
        return ((line,), None) if reason is None else ((), reason)

    def _fitting(self, given: Given) -> tuple[tuple[str, ...], Reason | None]:
        """The lines that something could serve, or why there is none. Found once for all that is alike."""
        record = given.record
        key = (record.capability, record.place, record.member if self._asks_who else None)
        if key not in self._fit:
            reasons = {line: why_not(self.ground, given, line, one) for line, one in self.lines.items()}
            fit = tuple(line for line, reason in reasons.items() if reason is None)
            self._fit[key] = (fit, None if fit else _closest(reasons.values()))
        return self._fit[key]


def _add(found: dict[tuple[str, ...], Placing], one: Placing) -> None:
    if one.lines in found:
        first, more = found[one.lines], one.given
        counted, undated = _sum(first.given.counted, more.counted), _sum(first.given.undated, more.undated)
        given = replace(first.given, counted=counted, undated=undated)
        one = Placing(given, one.lines, _closest((first.reason, one.reason)))
    found[one.lines] = one


def _split(given: Given, pin: Assignment, decimals: int) -> tuple[Given, Given | None]:
    """What an assignment takes of a contribution, and what is left; None where that is nothing."""
    if pin.quantity is None:
        return given, None
    most = span_of(pin.quantity, decimals)
    left = _each(given, lambda span: _less(span, most))
    return _each(given, lambda span: span.at_most(most)), left if gives(left) else None


def _each(given: Given, change: Callable[[Span], Span]) -> Given:
    counted = {firmness: change(span) for firmness, span in given.counted.items()}
    undated = {firmness: change(span) for firmness, span in given.undated.items()}
    return replace(given, counted=counted, undated=undated)


def _less(span: Span, taken: Span) -> Span:
    """What is left of a level: at least its low end less the high end taken, at most its high end less the low end."""
    high = None if span.high is None else max(0, span.high - (taken.low or 0))
    if high == 0:
        return NOTHING
    return Span(None if span.low is None or taken.high is None else max(0, span.low - taken.high), high)


def _sum(one: Levels, other: Levels) -> Levels:
    """The levels of two placings of one contribution together."""
    return {firmness: _plus(span, other[firmness]) for firmness, span in one.items()}


def _plus(one: Span, other: Span) -> Span:
    """The sum; beside nothing the unknown stays unknown."""
    if NOTHING in (one, other):
        return one if other == NOTHING else other
    return one.plus(other)


def _closest(reasons: Iterable[Reason | None]) -> Reason | None:
    """The reason that came closest to serving: the last in the order in which they are asked."""
    order = list(Reason)
    return max((reason for reason in reasons if reason is not None), key=order.index, default=None)
