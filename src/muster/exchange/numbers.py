"""Numbers as people write them, by the marks of a declared locale, or where they can be read in one way only.

``1.200`` is one and a fifth in London and twelve hundred in Berlin. Without a locale it is a fault, never a guess;
``1200``, ``1200.50``, ``1 200`` and ``1.200.000`` can only be read in one way and are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from muster.core.errors import RefusedError
from muster.core.problem import what_else
from muster.core.quantity import LARGEST, MOST_DECIMALS, amount_text
from muster.exchange.faults import Fault
from muster.exchange.texts import western


@dataclass(frozen=True, slots=True)
class Locale:
    """How numbers and dates are written: the decimal mark, the mark between thousands, the day before the month.

    ``day_first`` None: both orders are in use.
    """

    name: str
    decimal: str
    thousands: str
    day_first: bool | None = True


_COMMA_AND_DOT = ("da", "de", "el", "es", "hr", "id", "is", "it", "nl", "pt", "ro", "sl", "sr", "tr")
_COMMA_AND_BLANK = ("bg", "cs", "et", "fi", "fr", "hu", "lt", "lv", "nb", "no", "pl", "ru", "sk", "sv", "uk")
_DOT_AND_COMMA = ("ar", "he", "hi", "th", "en-AU", "en-GB", "en-IE", "en-IN", "en-NZ")
_YEAR_FIRST = ("ja", "ko", "zh")

LOCALES: dict[str, Locale] = {
    **{name: Locale(name, ",", ".") for name in _COMMA_AND_DOT},
    **{name: Locale(name, ",", " ") for name in _COMMA_AND_BLANK},
    **{name: Locale(name, ".", ",") for name in _DOT_AND_COMMA},
    **{name: Locale(name, ".", ",", None) for name in _YEAR_FIRST},
    "de-CH": Locale("de-CH", ".", "'"),
    "fr-CH": Locale("fr-CH", ",", " "),
    "en": Locale("en", ".", ",", None),
    "en-CA": Locale("en-CA", ".", ",", None),
    "en-US": Locale("en-US", ".", ",", day_first=False),
}
"""The locales that can be declared. ``en`` leaves the order of day and month open: London and Washington differ."""

_PERCENT = "%"
_BLANKS = " \u00a0\u2009\u202f"
_APOSTROPHES = "'\u2019"
_GROUPED_BY = re.compile(
    rf"\d{{1,3}}(?:[{_BLANKS}]\d{{3}})+(?:[.,]\d+)?|\d{{1,3}}(?:[{_APOSTROPHES}]\d{{3}})+(?:[.,]\d+)?"
)
_MARKED = re.compile(r"\d+(?:[.,]\d+)*")
_GROUP = 3
_HINTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?:about|approx\.?|circa|ca\.?|some|~)\s*[\d.,]+", re.IGNORECASE), "about"),
    (re.compile(r"(?:at least|over|more than|>=?)\s*[\d.,]+|[\d.,]+\s*\+", re.IGNORECASE), "at_least"),
    (re.compile(r"(?:up to|at most|max\.?|<=?)\s*[\d.,]+", re.IGNORECASE), "up_to"),
    (re.compile(r"[\d.,]+\s*(?:-|\u2013|to)\s*[\d.,]+", re.IGNORECASE), "range"),
)


def find_locale(name: str) -> Locale:
    """The locale of that name (``de``, ``de_AT`` and ``de-AT`` are read as ``de``); raises RefusedError."""
    written = name.replace("_", "-").partition(".")[0]
    known = {one.casefold(): locale for one, locale in LOCALES.items()}
    found = known.get(written.casefold()) or known.get(written.partition("-")[0].casefold())
    if found is None:
        raise RefusedError(f"{name!r} is no locale that Muster knows; {what_else(name, sorted(LOCALES))}")
    return found


def read_number(text: str, locale: Locale | None = None) -> Decimal | Fault:
    """The number that a text writes, not negative, or the fault with it."""
    written = western(text)
    readings = _readings(written, locale)
    if len(readings) == 1:
        return checked(readings.pop())
    if readings:
        low, high = sorted(readings)
        sentence = f"{text!r} can be read as {amount_text(low)} or as {amount_text(high)}"
        mend = f"write {amount_text(high)} without a mark, or say how the file writes numbers, as with --locale de"
        return Fault("ambiguous_number", sentence, mend)
    return _not_a_number(text, written, locale)


def read_typed(value: float) -> Decimal | Fault:
    """The number in a cell that holds a number: an integer, or a float as a spreadsheet shows it, with 15 digits."""
    try:
        number = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
    except InvalidOperation:
        return Fault("not_a_number", f"{value} is not a number")
    return checked(number)


def checked(number: Decimal) -> Decimal | Fault:
    """The number, or the fault of one that is negative, too large or too fine for a book."""
    if not number.is_finite():
        return Fault("not_a_number", f"{number} is not a number")
    if number < 0:
        return Fault(
            "below_zero", f"{amount_text(number)} is below zero", "a level is set anew, never lowered by a sum"
        )
    if number > LARGEST:
        return Fault("too_large", f"{amount_text(number)} is beyond 10^15")
    if -int(number.normalize().as_tuple().exponent) > MOST_DECIMALS:
        return Fault("too_fine", f"{amount_text(number)} has more than {MOST_DECIMALS} decimals")
    return number


def _readings(text: str, locale: Locale | None) -> set[Decimal]:
    """All numbers that a text can write, in a locale or in any."""
    found: set[Decimal] = set()
    for group, decimal in ((",", "."), (".", ",")):
        if locale is not None and decimal != locale.decimal:
            continue
        number = _read_with(text, group, decimal)
        if number is not None:
            found.add(number)
    return found


def _read_with(text: str, group: str, decimal: str) -> Decimal | None:
    if _GROUPED_BY.fullmatch(text):
        text = re.sub(rf"[{_BLANKS}{_APOSTROPHES}]", "", text)
        group = ""
    if not _MARKED.fullmatch(text):
        return None
    whole, mark, rest = text.partition(decimal)
    if mark and not rest.isdigit():
        return None
    if group and group in whole:
        first, *others = whole.split(group)
        if not 0 < len(first) <= _GROUP or first == "0" or any(len(other) != _GROUP for other in others):
            return None
        whole = whole.replace(group, "")
    return Decimal(f"{whole}{'.' if mark else ''}{rest}") if whole.isdigit() else None


def _not_a_number(text: str, written: str, locale: Locale | None) -> Fault:
    if re.fullmatch(r"-\s*[\d.,]+", written):
        return Fault("below_zero", f"{text!r} is below zero", "a level is set anew, never lowered by a sum")
    for pattern, word in _HINTS:
        if pattern.fullmatch(written):
            numbers = re.findall(r"\d[\d.,]*", written)
            mend = f"write {numbers[0]} in the number's cell and {word} in quantity_is"
            if word == "range":
                mend = f"write {numbers[0]} in quantity, {numbers[-1]} in quantity_to and range in quantity_is"
            return Fault("not_a_number", f"{text!r} is not a number alone", mend)
    if locale is not None and _readings(written, None):
        sample = f"1{locale.thousands}234{locale.decimal}5"
        return Fault("not_a_number", f"{text!r} is not how {locale.name} writes a number", f"it writes {sample}")
    if written in {"-", "\u2013", "\u2014", "?", "x", "X", "n/a", "N/A", "n.a.", "tbd", "TBD", "tbc", "TBC"}:
        return Fault("not_a_number", f"{text!r} is not a number", "leave the cell empty where nothing is said")
    return Fault("not_a_number", f"{text!r} is not a number", "write digits, such as 1200 or 1200.5")
