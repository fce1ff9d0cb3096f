"""A cell of somebody's table into the value that a layout wants: another word, an id, a country, a day, a number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from muster.core.days import Dated
from muster.core.problem import did_you_mean
from muster.exchange import dates, numbers
from muster.exchange.cells import Cell
from muster.exchange.countries import find_country
from muster.exchange.faults import Fault
from muster.exchange.layouts.grids import text_of
from muster.exchange.layouts.model import Layout, ReadAs, Reading
from muster.exchange.layouts.templates import as_id
from muster.exchange.numbers import Locale, find_locale
from muster.exchange.texts import is_error_text, trimmed

_FINEST_FLOAT = 15


def value_reader(reading: Reading, name: str, layout: Layout) -> Callable[[Cell], Cell]:
    """A function from their cells to ours, for what the layout calls ``name``. It remembers the texts it has read."""
    blank = {text.casefold() for text in layout.blank}
    values = {text.casefold(): ours for text, ours in reading.values.items()}
    convert = _converter(reading, layout)
    seen: dict[str, Cell] = {}

    def read(cell: Cell) -> Cell:
        if cell is None or isinstance(cell, Fault):
            return cell
        if isinstance(cell, str):
            if cell not in seen:
                seen[cell] = _read_text(trimmed(cell))
            return seen[cell]
        if values or text_of(cell).casefold() in blank:
            return _read_text(text_of(cell))
        return convert(cell)

    def _read_text(text: str) -> Cell:
        if not text or text.casefold() in blank:
            return None
        if is_error_text(text):
            return Fault("error_cell", f"the cell holds the error {text}", "mend the sheet, or type the value")
        rest = _after(text, reading.after)
        if isinstance(rest, Fault):
            return rest
        ours = values.get(" ".join(rest.split()).casefold())
        if ours is not None:
            return ours or None
        if reading.values and reading.others != "keep":
            return None if reading.others == "empty" else _strange(rest, name, reading.values)
        return convert(rest)

    return read


def _after(text: str, words: str) -> str | Fault:
    """The text after some words."""
    found = text.casefold().find(words.casefold())
    if found < 0:
        return Fault("not_after", f"{text!r} does not hold {words!r}", "mend the key after in the layout")
    return text[found + len(words) :].strip()


def _strange(text: str, name: str, values: Mapping[str, str]) -> Fault:
    hint = did_you_mean(text, values)
    mend = hint or f"add it to the values of {name} in the layout"
    return Fault("unknown_value", f"{text!r} is none of the values of {name} in the layout", mend)


def _converter(reading: Reading, layout: Layout) -> Callable[[Cell], Cell]:
    locale = find_locale(layout.locale) if layout.locale else None
    if reading.read_as is ReadAs.COUNTRY:
        names = {name.casefold(): member for name, member in layout.names.items()}
        return lambda cell: _country(text_of(cell), names)
    if reading.read_as is ReadAs.ID:
        return lambda cell: as_id(text_of(cell))
    if reading.read_as is ReadAs.DAY:
        return lambda cell: _day(cell, reading.month, locale)
    if reading.read_as is ReadAs.NUMBER:
        return lambda cell: _number(cell, locale)
    return lambda cell: cell


def _country(text: str, names: Mapping[str, str]) -> Cell:
    member = names.get(text.casefold())
    if member is not None:
        return member
    found = find_country(text)
    if found.iso3 is not None:
        return found.iso3
    name = "ambiguous_country" if found.candidates else "unknown_country"
    return Fault(name, found.problem or "", "or say in [names] of the layout which member it is")


def _day(cell: Cell, month: str, locale: Locale | None) -> Cell:
    read: Dated | Fault
    if isinstance(cell, str):
        read = dates.read_day(cell, locale)
    elif isinstance(cell, date | timedelta | int | float):
        read = dates.read_typed_day(cell)
    else:
        return cell
    if isinstance(read, Fault):
        return read
    if month and read.precision == "month":
        return (read.last if month == "last" else read.first).isoformat()
    return str(read)


def _number(cell: Cell, locale: Locale | None) -> Cell:
    """A number as a spreadsheet holds it, so that no locale can read it otherwise."""
    if not isinstance(cell, str):
        return cell
    number = numbers.read_number(cell, locale)
    if isinstance(number, Fault):
        return number
    if number == number.to_integral_value():
        return int(number)
    exact = len(number.as_tuple().digits) <= _FINEST_FLOAT
    return float(number) if exact else Fault("too_fine", f"{cell!r} has more than {_FINEST_FLOAT} digits")
