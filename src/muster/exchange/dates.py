"""Dates as people write them. What can be read in two ways is a fault that names both, never a guess."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from muster.core.days import FIRST_DAY, LAST_DAY, Dated
from muster.core.errors import RefusedError
from muster.exchange.faults import Fault
from muster.exchange.numbers import Locale
from muster.exchange.texts import western

_MONTHS = (
    "january jan januar janvier enero gennaio janeiro januari",
    "february feb februar février fevrier fév febrero febbraio fevereiro februari",
    "march mar märz maerz mars marzo março maart",
    "april apr avril avr abril aprile",
    "may mai mayo maggio maio mei",
    "june jun juni juin junio giugno junho",
    "july jul juli juillet julio luglio julho",
    "august aug août aout agosto augustus",
    "september sep sept septembre septiembre settembre setembro",
    "october oct oktober okt octobre octubre ottobre outubro",
    "november nov novembre noviembre novembro",
    "december dec dezember dez décembre decembre déc diciembre dicembre dezembro",
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}
"""The names of the months that are read: English, French, German, Spanish, Italian, Portuguese, Dutch."""

_ISO = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]00:00(?::00(?:\.0+)?)?")
_TIMED = re.compile(r"(.*\d)[T ]+(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?:\s*[AaPp][Mm]|Z)?")
_YEAR_FIRST = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})\s*([/.\-])\s*(\d{1,2})\s*\2\s*(\d{4})")
_TWO_DIGITS = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2}|\d{1,2}[\s-]*[^\W\d_]+\.?[\s-]*['\u2019]?\d{2}")
_DAY_NAMED = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|\.)?[\s-]*(?:de\s+|of\s+)?([^\W\d_]+)\.?,?[\s-]*(?:de\s+|del\s+)?(\d{4})"
)
_NAMED_DAY = re.compile(r"([^\W\d_]+)\.?\s*(\d{1,2})(?:st|nd|rd|th)?\s*,?\s+(\d{4})")
_NAMED_MONTH = re.compile(r"([^\W\d_]+)\.?[\s-]*(?:de\s+)?(\d{4})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_RELATIVE = re.compile(
    r"(?:mid|early|late|end|begin\w*|spring|summer|autumn|fall|winter|q[1-4]|h[12])\b.*", re.IGNORECASE
)
_MONTHS_IN_A_YEAR = 12
_SERIALS = range(3654, 109574)
"""The serial numbers of spreadsheet days from 1910 to 2199."""


def read_day(text: str, locale: Locale | None = None) -> Dated | Fault:
    """The date that a text writes, as precisely as it is written, or the fault with it."""
    written = western(text)
    if _ISO.fullmatch(written):
        return _dated(written, text)
    midnight = _MIDNIGHT.fullmatch(written)
    if midnight:
        return _dated(midnight[1], text)
    timed = _TIMED.fullmatch(written)
    if timed:
        return _with_time(text, timed[2])
    parts = _YEAR_FIRST.fullmatch(written)
    if parts:
        return _of(int(parts[1]), int(parts[2]), int(parts[3]), text)
    last = _YEAR_LAST.fullmatch(written)
    if last:
        return _day_and_month(int(last[1]), int(last[3]), int(last[4]), text, locale)
    return _named(written, text) or _no_date(written, text)


def read_full_day(text: str, locale: Locale | None = None) -> date | Fault:
    """The day that a text writes; a year or a month is a fault here."""
    dated = read_day(text, locale)
    if isinstance(dated, Fault):
        return dated
    if dated.precision != "day":
        sentence = f"{text!r} is a {dated.precision}; a full day is needed here"
        return Fault("not_a_full_day", sentence, f"write a day, such as {dated.first.isoformat()}")
    return dated.first


def read_typed_day(value: date | timedelta | float) -> Dated | Fault:
    """The date in a cell that a spreadsheet holds as a date, or as a number (a year, when it can be one)."""
    if isinstance(value, datetime):
        if (value.hour, value.minute, value.second) != (0, 0, 0):
            return _with_time(value.date().isoformat(), f"{value:%H:%M}")
        return _dated(value.date().isoformat(), value.isoformat())
    if isinstance(value, date):
        return _dated(value.isoformat(), value.isoformat())
    if isinstance(value, timedelta):
        return Fault("not_a_date", f"{value} is a length of time, not a date", "write the day as 2026-04-30")
    if float(value).is_integer() and FIRST_DAY.year <= value <= LAST_DAY.year:
        return Dated(str(int(value)))
    if value in _SERIALS:
        day = date(1899, 12, 30) + timedelta(days=int(value))
        sentence = f"{value:g} is a number, not a date"
        return Fault(
            "not_a_date", sentence, f"as a spreadsheet counts days it would be {day}; format the cell as a date"
        )
    return Fault("not_a_date", f"{value:g} is a number, not a date", "write the day as 2026-04-30")


def _dated(iso: str, text: str) -> Dated | Fault:
    try:
        return Dated(iso)
    except RefusedError as error:
        return Fault("not_a_date", str(error) if iso == text else f"{text!r} is not a date: {error}")


def _of(year: int, month: int, day: int, text: str) -> Dated | Fault:
    return _dated(f"{year:04}-{month:02}-{day:02}", text)


def _day_and_month(first: int, second: int, year: int, text: str, locale: Locale | None) -> Dated | Fault:
    day_first = None if locale is None else locale.day_first
    if day_first is None and first != second and max(first, second) <= _MONTHS_IN_A_YEAR:
        one, other = (_of(year, month, day, text) for month, day in ((second, first), (first, second)))
        sentence = f"{text!r} can be {one} or {other}"
        return Fault(
            "ambiguous_date",
            sentence,
            "write it in one of these ways, or say how the file writes dates, as with --locale de",
        )
    if day_first is None:
        day_first = second <= _MONTHS_IN_A_YEAR
    return _of(year, second, first, text) if day_first else _of(year, first, second, text)


def _named(written: str, text: str) -> Dated | Fault | None:
    for pattern, order in ((_DAY_NAMED, (3, 2, 1)), (_NAMED_DAY, (3, 1, 2)), (_NAMED_MONTH, (2, 1, 0))):
        found = pattern.fullmatch(written)
        if found is None:
            continue
        year, name, day = (found[part] if part else "" for part in order)
        month = MONTHS.get(name.casefold())
        if month is not None:
            return _of(int(year), month, int(day), text) if day else _dated(f"{year}-{month:02}", text)
    return None


def _no_date(written: str, text: str) -> Fault:
    if _TWO_DIGITS.fullmatch(written):
        return Fault("short_year", f"{text!r} writes the year with two digits", "write the year with four")
    compact = _COMPACT.fullmatch(written)
    if compact:
        meant = _dated("-".join(compact.groups()), text)
        if isinstance(meant, Dated):
            return Fault("not_a_date", f"{text!r} is not a date", f"did you mean '{meant}'?")
    if _RELATIVE.fullmatch(written):
        mend = "write the month as 2026-04 or the year as 2026, and the words in a note"
        return Fault("not_a_date", f"{text!r} is not a date with a day, a month or a year alone", mend)
    mend = "write a day as 2026-04-30, a month as 2026-04 or a year as 2026"
    if text.startswith(("-", "\u2013", "\u2014", "?")) or text.casefold() in {"n/a", "na", "tbd", "tbc", "unknown"}:
        mend = "leave the cell empty where nothing is said"
    return Fault("not_a_date", f"{text!r} is not a date", mend)


def _with_time(text: str, time: str) -> Fault:
    return Fault("time_of_day", f"{text!r} carries a time of day ({time})", "write the day alone, as 2026-04-30")
