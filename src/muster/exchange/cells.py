"""One cell into the value of its column, or the fault with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, TypeAlias

from muster.core.errors import RefusedError
from muster.core.marking import check_marking
from muster.core.problem import did_you_mean
from muster.core.quantity import amount_text
from muster.core.record import LONGEST_TEXT, is_ident
from muster.exchange import dates, numbers, texts
from muster.exchange.columns import UNSTATED, Column, Form
from muster.exchange.faults import Fault
from muster.exchange.numbers import Locale
from muster.ledger.ranges import number_out_of_range

Cell: TypeAlias = str | int | float | bool | date | timedelta | Fault | None
"""What a file holds in a cell. A Fault: the file's reader could not take it. None, or blank: nothing is stated."""

Value: TypeAlias = object
"""What a cell states: text, date, Dated, Decimal, int, bool, tuple of texts; CLEARED; None where it states nothing."""


class Cleared:
    """The one value of a cell that takes back what was stated before."""

    def __repr__(self) -> str:
        return texts.CLEARED


CLEARED: Final = Cleared()
"""What ``(cleared)`` in a cell says."""

_YES = frozenset({"yes", "y", "true", "1"})
_NO = frozenset({"no", "n", "false", "0"})
_ID_MEND = "use letters, digits and _ . : / + -, at most 80 characters"
_MOST_REMEMBERED = 50_000
_QUANTITIES = ("quantity", "quantity_to")
_WORDED = re.compile(r"(?!.*\d)(?!(?:n/?a|tb[dc]|x)\b).*[^\W\d_]{2}", re.IGNORECASE | re.DOTALL)
_WORDS_MEND = (
    "leave the cell empty, write unstated in quantity_is and the words in quantity_words; or write digits, such as 1200"
)
_PLAIN_DEGREES = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]+)?")


def reader(column: Column, locale: Locale | None = None) -> Callable[[Cell], Value | Fault]:
    """A function from the cells of a column to their values or faults. It remembers the texts it has read."""
    read_text = _READERS[column.form]
    seen: dict[str, Value | Fault] = {}

    def read(cell: Cell) -> Value | Fault:
        if cell is None or isinstance(cell, Fault):
            return cell
        if not isinstance(cell, str):
            return _in_range(_read_typed(cell, column), column)
        if cell in seen:
            return seen[cell]
        if len(seen) >= _MOST_REMEMBERED:
            seen.clear()
        value = seen[cell] = _in_range(_read(cell, column, locale, read_text), column)
        return value

    return read


def is_blank(cell: Cell) -> bool:
    """Whether a cell states nothing."""
    return cell is None or (isinstance(cell, str) and not texts.trimmed(cell))


def read_id(text: str) -> str | Fault:
    """The id that a trimmed text writes, or the fault with it."""
    if is_ident(text):
        return text
    composed = unicodedata.normalize("NFC", text)
    if is_ident(composed):
        return composed
    unseen = texts.invisible_inside(text)
    meant = texts.without_invisible(text)
    if unseen:
        mend = f"did you mean {meant!r}?" if is_ident(meant) else _ID_MEND
        return Fault("invisible_character", f"{meant!r} has a character inside that nobody sees: {unseen}", mend)
    return Fault("bad_id", f"{_short(text)} is no id", _ID_MEND)


def _read(
    cell: str, column: Column, locale: Locale | None, read_text: Callable[[str, Column, Locale | None], Value | Fault]
) -> Value | Fault:
    if "\x00" in cell or any("\ud800" <= one <= "\udfff" for one in cell):
        sentence = "the cell holds a character that no file should hold (NUL or half a character)"
        return Fault("bad_character", sentence, "type the cell again")
    text = texts.trimmed(cell)
    if not text:
        return None
    if text == texts.CLEARED and not column.of_envelope:
        return CLEARED
    if texts.is_error_text(text):
        mend = "widen the column and save again" if text.startswith("##") else "mend the sheet, or type the value"
        return Fault("error_cell", f"the cell holds the error {text}", mend)
    return read_text(text, column, locale)


def _in_range(value: Value | Fault, column: Column) -> Value | Fault:
    """A value, or the fault of a number that its column cannot hold."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or column.limits.allow(value):
        return value
    fault = number_out_of_range(column.name, value, column.limits, column.unit)
    return Fault("out_of_range", fault.sentence, fault.mend)


def _read_typed(cell: bool | float | date | timedelta, column: Column) -> Value | Fault:  # noqa: FBT001 - a cell's value
    form = column.form
    if isinstance(cell, bool):
        return _read_bool(cell, column)
    if isinstance(cell, int | float):
        return _read_typed_number(cell, column)
    if form is Form.DAY:
        return dates.read_typed_day(cell)
    if form is Form.FULL_DAY:
        dated = dates.read_typed_day(cell)
        return dated if isinstance(dated, Fault) else dated.first
    shown = dates.read_typed_day(cell)
    if form is Form.TEXT and not isinstance(shown, Fault):
        return str(shown)
    mend = "a spreadsheet turns a text such as 3-4 into a date: format the cell as text and type it again"
    return Fault("date_cell", f"the cell holds the date {cell}; here belongs {form}", mend)


def _read_bool(cell: bool, column: Column) -> Value | Fault:  # noqa: FBT001 - a cell's value
    if column.form is Form.FLAG:
        return cell
    word = "TRUE" if cell else "FALSE"
    if column.form is Form.TEXT:
        return word
    return Fault(
        "bool_cell", f"the cell holds {word}; here belongs {column.form}", "format it as text and type it again"
    )


def _read_typed_number(cell: float, column: Column) -> Value | Fault:
    form = column.form
    if form is Form.DAY or form is Form.FULL_DAY:
        dated = dates.read_typed_day(cell)
        if form is Form.DAY or isinstance(dated, Fault):
            return dated
        return dates.read_full_day(str(dated))
    if form is Form.NUMBER:
        return numbers.read_typed(cell)
    if form is Form.WHOLE:
        number = numbers.read_typed(cell)
        return number if isinstance(number, Fault) else _whole(number, str(cell))
    if form is Form.FLAG and cell in (0, 1):
        return bool(cell)
    text = str(cell) if isinstance(cell, int) else f"{cell:.15g}"
    return _READERS[form](text, column, None)


def _text(text: str, _column: Column, _locale: Locale | None) -> Value | Fault:
    exact = texts.exact_text(text)
    value = text if exact is None else exact
    if len(value) > LONGEST_TEXT:
        sentence = f"the text has {len(value):,} characters; at most {LONGEST_TEXT:,} are kept"
        return Fault("too_long", sentence, "shorten it, and name the place where it can be read")
    return value or Fault("empty_text", "an empty text cannot be stated", "leave the cell empty")


def _id(text: str, column: Column, _locale: Locale | None) -> Value | Fault:
    if column.ref == "member":
        return text  # it may be a country's name: the references decide
    return read_id(text)


def _ids(text: str, column: Column, _locale: Locale | None) -> Value | Fault:
    parts = _parts(text)
    if column.ref == "member":
        return parts
    read = [read_id(part) for part in parts]
    for part, one in zip(parts, read, strict=True):
        if isinstance(one, Fault):
            split = ", " in part or "," in part
            return Fault(one.name, one.sentence, f"separate several with {texts.SEPARATOR}") if split else one
    return tuple(read)


def _texts(text: str, _column: Column, _locale: Locale | None) -> Value | Fault:
    parts = _parts(text)
    if any(len(part) > LONGEST_TEXT for part in parts):
        return Fault("too_long", f"a text has more than {LONGEST_TEXT:,} characters", "shorten it")
    return parts


def _choice(text: str, column: Column, _locale: Locale | None) -> Value | Fault:
    word = "_".join(text.casefold().replace("-", " ").replace("_", " ").split())
    if word in column.choices:
        return word
    hint = did_you_mean(word, column.choices)
    mend = hint or f"write one of {', '.join(column.choices)}"
    return Fault("unknown_choice", f"{_short(text)} is not a word for {column.name}", mend)


def _flag(text: str, _column: Column, _locale: Locale | None) -> Value | Fault:
    word = text.casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    return Fault("not_yes_or_no", f"{_short(text)} is neither yes nor no", "write yes or no")


def _day(text: str, column: Column, locale: Locale | None) -> Value | Fault:
    if text.casefold() == UNSTATED and column.field.endswith(".start"):
        return UNSTATED
    return dates.read_day(text, locale)


def _full_day(text: str, _column: Column, locale: Locale | None) -> Value | Fault:
    return dates.read_full_day(text, locale)


def _number(text: str, column: Column, locale: Locale | None) -> Value | Fault:
    share = text.endswith("%")
    if share and column.unit == "percent":
        text = text[:-1].rstrip()
    elif share:
        return Fault("share", f"{text!r} is a share; here belongs a number", "write how many")
    number = numbers.read_number(text, locale)
    if isinstance(number, Fault) and column.name in _QUANTITIES and _WORDED.match(text):
        return Fault(number.name, number.sentence, _WORDS_MEND)
    return number


def _whole_number(text: str, column: Column, locale: Locale | None) -> Value | Fault:
    number = _number(text, column, locale)
    return _whole(number, text) if isinstance(number, Decimal) else number


def _whole(number: Decimal, text: str) -> int | Fault:
    if number != number.to_integral_value():
        return Fault("not_whole", f"{text} is not a whole number", "write digits alone")
    return int(number)


def _degrees(text: str, _column: Column, locale: Locale | None) -> Value | Fault:
    if _PLAIN_DEGREES.fullmatch(text) and abs(Decimal(text)) <= 180:  # noqa: PLR2004 - half a circle
        return text
    south = text.startswith(("-", "\u2212"))
    number = numbers.read_number(text.lstrip("-\u2212"), locale)
    if isinstance(number, Fault):
        return Fault(number.name, f"{text!r} is not degrees as a decimal number", "write degrees such as -33.92")
    if number > 180:  # noqa: PLR2004 - half a circle
        return Fault("too_large", f"{text!r} is beyond 180 degrees")
    return f"{'-' if south else ''}{amount_text(number)}"


def _audiences(text: str, column: Column, _locale: Locale | None) -> Value | Fault:
    parts = _parts(text)
    for part in parts:
        try:
            check_marking((part,))
        except RefusedError as error:
            return Fault("unknown_audience", str(error), did_you_mean(part, column.choices))
    return tuple(sorted(set(parts)))


def _parts(text: str) -> tuple[str, ...]:
    exact = texts.exact_texts(text)
    if exact is not None:
        return exact
    parts = (texts.trimmed(part) for part in text.replace("\n", texts.SEPARATOR).split(texts.SEPARATOR))
    return tuple(part for part in parts if part)


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:57]}...")  # noqa: PLR2004 - what fits into a sentence


_READERS: dict[Form, Callable[[str, Column, Locale | None], Value | Fault]] = {
    Form.ID: _id,
    Form.IDS: _ids,
    Form.TEXT: _text,
    Form.TEXTS: _texts,
    Form.CHOICE: _choice,
    Form.FLAG: _flag,
    Form.DAY: _day,
    Form.FULL_DAY: _full_day,
    Form.NUMBER: _number,
    Form.WHOLE: _whole_number,
    Form.DEGREES: _degrees,
    Form.AUDIENCES: _audiences,
}
