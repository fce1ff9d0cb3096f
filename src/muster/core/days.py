"""Days, periods of days, dates of limited precision, and instants.

Periods are closed-open inside; people see and type the *last day*. A book has one zone, in which its days fall.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import total_ordering
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from muster.core.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2199, 12, 31)
"""The bounds of every date in a book: before and after them a date is a typing error."""

ONE_DAY = timedelta(days=1)
"""The step from a day to the next."""

_FUZZY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def next_day(day: date) -> date:
    """The day after."""
    return day + ONE_DAY


def day_before(day: date) -> date:
    """The day before."""
    return day - ONE_DAY


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``start`` up to, not including, ``end``. None: without beginning, without end."""

    start: date | None = None
    end: date | None = None

    def __post_init__(self) -> None:
        """Refuse a period that ends before it starts (an empty one, start == end, holds on no day)."""
        if self.start is not None and self.end is not None and self.end < self.start:
            message = f"the last day {day_before(self.end)} is before the first day {self.start}"
            raise RefusedError(message)

    def __contains__(self, day: date) -> bool:
        """Whether the period holds on the day."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    @property
    def last(self) -> date | None:
        """The last day as people say it, None where open."""
        return None if self.end is None else day_before(self.end)

    def meets(self, other: Period) -> bool:
        """Whether the two have a day in common."""
        starts = [p.start for p in (self, other) if p.start is not None]
        ends = [p.end for p in (self, other) if p.end is not None]
        latest = max(starts, default=None)
        earliest = min(ends, default=None)
        return latest is None or earliest is None or latest < earliest

    def __str__(self) -> str:
        """``2026-05-01 to 2026-12-31``, with the last day included."""
        start = "the beginning" if self.start is None else self.start.isoformat()
        return f"{start} to {'open' if self.last is None else self.last.isoformat()}"


ALWAYS = Period()
"""All days."""


def stretches(cuts: Iterable[date], within: Period) -> Iterator[Period]:
    """The closed-open stretches between the cuts that fall inside a bounded period, in order."""
    if within.start is None or within.end is None:
        message = "a bounded period is needed"
        raise RefusedError(message)
    inside = sorted({cut for cut in cuts if within.start < cut < within.end})
    edges = [within.start, *inside, within.end]
    for start, end in pairwise(edges):
        if start < end:
            yield Period(start, end)


@total_ordering
@dataclass(frozen=True, slots=True)
class Dated:
    """A date as precisely as it was given: a year, a month or a day, written ``2016``, ``2016-02``, ``2016-02-11``."""

    text: str

    def __post_init__(self) -> None:
        """Refuse a text that is no date, or one outside 1900 to 2199."""
        match = _FUZZY.fullmatch(self.text)
        try:
            if match is None:
                raise ValueError  # noqa: TRY301 - one sentence for all the ways a date can be wrong
            year, month, day = (int(part or 1) for part in match.groups())
            first = date(year, month, day)
        except ValueError:
            message = f"{self.text!r} is not a date; write a day as 2026-04-30, a month as 2026-04 or a year as 2026"
            raise RefusedError(message) from None
        check_bounds(first)

    @property
    def precision(self) -> str:
        """``year``, ``month`` or ``day``."""
        return {4: "year", 7: "month"}.get(len(self.text), "day")

    @property
    def first(self) -> date:
        """The first day it can mean."""
        return date.fromisoformat(self.text + "-01-01"[len(self.text) - 4 :])

    @property
    def last(self) -> date:
        """The last day it can mean."""
        first = self.first
        if self.precision == "day":
            return first
        if self.precision == "year":
            return first.replace(month=12, day=31)
        return first.replace(day=calendar.monthrange(first.year, first.month)[1])

    def __lt__(self, other: Dated) -> bool:
        """Ordered by the first day each can mean, then the last."""
        return (self.first, self.last) < (other.first, other.last)

    def __str__(self) -> str:
        """The text as it was given."""
        return self.text


def check_bounds(day: date) -> date:
    """The day, or RefusedError where it lies outside 1900 to 2199."""
    if not FIRST_DAY <= day <= LAST_DAY:
        message = f"{day.isoformat()} is outside {FIRST_DAY.year} to {LAST_DAY.year}"
        raise RefusedError(message)
    return day


def parse_day(text: str) -> date:
    """An ISO day such as ``2026-04-30``; raises RefusedError with the way to write it otherwise."""
    dated = Dated(text.strip())
    if dated.precision != "day":
        message = f"{text!r} is a {dated.precision}; a day is needed here, such as {dated.last.isoformat()}"
        raise RefusedError(message)
    return dated.first


def parse_period(text: str) -> Period:
    """A period typed as its first and its last day: ``2026-01-01/2026-12-31``.

    A month or a year stands for its first day in front and for its last day behind: ``2026/2026-02`` is the first two
    months. Raises RefusedError with the way to write it.
    """
    first, slash, last = text.partition("/")
    if not slash:
        message = f"{text!r} is not a period; write its first and last day as 2026-01-01/2026-12-31"
        raise RefusedError(message)
    start, end = Dated(first.strip()).first, Dated(last.strip()).last
    if end < start:
        message = f"the last day {end} is before the first day {start}"
        raise RefusedError(message)
    return Period(start, next_day(end))


def as_period(given: Period | str | None) -> Period | None:
    """A period that may be given as text, or not at all."""
    return parse_period(given) if isinstance(given, str) else given


def find_zone(name: str) -> ZoneInfo:
    """The time zone of that IANA name; raises RefusedError where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        message = f"{name!r} is not a time zone; write one such as Europe/Brussels or UTC"
        raise RefusedError(message) from None


def micros(moment: datetime) -> int:
    """Microseconds since 1970-01-01 UTC of an aware moment."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def moment(instant: int) -> datetime:
    """The aware UTC moment of a count of microseconds."""
    return _EPOCH + timedelta(microseconds=instant)


def instant_text(instant: int) -> str:
    """An instant as it stands in an envelope: ``2016-01-20T11:00:00.000000Z``."""
    return moment(instant).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def parse_instant(text: str) -> int:
    """The inverse of instant_text."""
    return micros(datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC))


def day_of(instant: int, zone: ZoneInfo) -> date:
    """The day in the book's zone on which an instant falls."""
    return moment(instant).astimezone(zone).date()


def noon(day: date, zone: ZoneInfo) -> int:
    """The instant of noon of a day in the zone: where the clock of sources stands on that day."""
    return micros(datetime.combine(day, time(12), tzinfo=zone).astimezone(UTC))


def end_of_day(day: date, zone: ZoneInfo) -> int:
    """The last instant of a day in the zone, so that *known on a day* includes that whole day."""
    return micros(datetime.combine(next_day(day), time(0), tzinfo=zone).astimezone(UTC)) - 1


def known_instant(known: date | datetime | str, zone: ZoneInfo, begins: int, now: int) -> int:
    """The instant up to which something is known: the end of a day, a moment (in the zone where it names none).

    ``begins`` is the instant at which the book begins, by its own clock. Raises RefusedError for what lies before it,
    and for a day after that of ``now``.
    """
    if isinstance(known, datetime):
        instant = micros(known if known.tzinfo else known.replace(tzinfo=zone))
    else:
        instant = end_of_day(parse_day(known) if isinstance(known, str) else known, zone)
    if instant < begins:
        message = f"nothing is known as of {known}: the book begins on {day_of(begins, zone)}"
        raise RefusedError(message)
    if day_of(instant, zone) > day_of(now, zone):
        message = f"nothing is known yet of {known}: today is {day_of(now, zone)} in the zone of the book, {zone.key}"
        raise RefusedError(message)
    return instant
