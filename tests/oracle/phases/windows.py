"""The window of a phase on a day, and whether phases let a line be open: the page, read sentence by sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.oracle.facts import Standing, field, first_possible, last_possible, subjects

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Window:
    """When a phase begins, and its last day, None: none can be told.

    Without both it never begins as far as the book knows; with a last day alone nobody says when it begins.
    """

    begins: date | None
    last: date | None = None


NEVER = Window(None)


def window(now: Standing, phase: str, day: date, before: tuple[str, ...] = ()) -> Window | None:
    """The window of a phase by what holds on a day; None where it has none. ``before``: the phases that ask for it."""
    first, last = _own_days(now, phase, day)
    follows: str | None = field(now, "phase", phase, "after", day)
    if follows is None:
        if first is None:
            return None if last is None else Window(None, last)
        return Window(first, _last_day(now, phase, day, first))
    if phase in before:
        return NEVER
    followed = window(now, follows, day, (*before, phase))
    if followed is None or followed.last is None:
        return NEVER
    begins = followed.last + ONE_DAY
    if first is None or begins <= first:
        if first is None and last is not None and last < begins:
            lasts = _length(now, phase, day)
            return Window(begins, None if lasts is None else begins + timedelta(days=lasts - 1))
        begins = begins if first is None else first
        return Window(begins, _last_day(now, phase, day, begins))
    length = _length(now, phase, day)
    if length is not None:
        return Window(begins, begins + timedelta(days=length - 1))
    return Window(begins, last if last is not None and last >= begins else None)


def _own_days(now: Standing, phase: str, day: date) -> tuple[date | None, date | None]:
    """The first and the last day that it states: the last and the first that an imprecise one may mean."""
    dates: Any = field(now, "phase", phase, "dates", day)
    start, last = (None, None) if dates is None else (dates.start, dates.last)
    return None if start is None else last_possible(start), None if last is None else first_possible(last)


def _last_day(now: Standing, phase: str, day: date, begins: date) -> date | None:
    """The last day of a phase that nothing pushes."""
    _, last = _own_days(now, phase, day)
    lasts: int | None = field(now, "phase", phase, "lasts_days", day)
    if last is not None:
        return last
    return None if lasts is None else begins + timedelta(days=lasts - 1)


def _length(now: Standing, phase: str, day: date) -> int | None:
    """How many days a phase keeps that is pushed."""
    lasts: int | None = field(now, "phase", phase, "lasts_days", day)
    first, last = _own_days(now, phase, day)
    if lasts is not None:
        return lasts
    return None if first is None or last is None else (last - first).days + 1


# ---- lines


def lets_open(now: Standing, line: str, day: date) -> bool:
    """Whether the phases of a line let it be open on a day."""
    return _has_begun(now, line, day) and not _has_ended(now, line, day)


def _has_begun(now: Standing, line: str, day: date) -> bool:
    phase: str | None = field(now, "requirement", line, "phase", day)
    found = None if phase is None else window(now, phase, day)
    if found is None or (found.begins is None and found.last is not None):
        return True
    return found.begins is not None and found.begins <= day


def _has_ended(now: Standing, line: str, day: date) -> bool:
    phase: str | None = field(now, "requirement", line, "ends_with", day)
    found = None if phase is None else window(now, phase, day)
    if phase is None or found is None or found.last is None:
        return False
    return day > max([found.last, *_handed_over(now, phase, day)])


def _handed_over(now: Standing, phase: str, day: date) -> list[date]:
    """The last day of each hand-over to a phase that follows."""
    result = []
    for other in subjects(now, "phase"):
        overlap: int | None = field(now, "phase", other, "overlap_days", day)
        if overlap and field(now, "phase", other, "after", day) == phase:
            found = window(now, other, day)
            if found is not None and found.begins is not None:
                result.append(found.begins + timedelta(days=overlap - 1))
    return result
