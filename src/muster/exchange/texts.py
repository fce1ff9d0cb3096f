r"""Text as it stands in a cell: what is trimmed, what cannot be seen, and how any text is written exactly.

A cell that begins with ``\"`` or ``\[`` holds a text or a list of texts in JSON, after the backslash: that is how
Muster writes a text which a cell would otherwise change (blanks at its ends, a line that a spreadsheet would take for
a formula). ``(cleared)`` says that what was said before no longer holds; an empty cell says nothing.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence

CLEARED = "(cleared)"
"""In a cell: from the row's first day nothing is stated any more."""

REDACTED = "(redacted)"
"""Stands in an export for a text that was taken out of the book."""

EXAMPLE = "(example)"
"""At the beginning of a row's first cell: the row is an example and is not read."""

SEPARATOR = ";"
"""Between several values in one cell."""

ERROR_TEXTS = frozenset({"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})
"""What a spreadsheet writes into a cell it could not compute."""

_EXACT = "\\"
_FORMULA = re.compile("(?:^|[;\t\n\r])[\\s\"']*[=+\\-@\uff1d\uff0b\uff0d\uff20]")
_PLAIN_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_NOT_IN_A_FILE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]|_x[0-9A-Fa-f]{4}_|x005F_")
_INVISIBLE = frozenset(
    "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff\ufff9\ufffa\ufffb"
)
_DIRECTIONS = frozenset(chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_LOOKING_LATIN = str.maketrans(
    "АВЕКМНОРСТУХаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABEKMHOPCTYXaeopcyxijsABEZHIKMNOPTYXo",
)
_HASHES = re.compile(r"#{3,}")


def trimmed(text: str) -> str:
    """The text without blanks and invisible characters at its ends, its line ends as newlines."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii() and text.isprintable():
        return text.strip()
    start, end = 0, len(text)
    while start < end and _unseen(text[start]):
        start += 1
    while end > start and _unseen(text[end - 1]):
        end -= 1
    return text[start:end]


def invisible_inside(text: str) -> str:
    """The names of the characters inside an id that nobody sees, such as ``U+00A0 NO-BREAK SPACE``; empty: none."""
    found = dict.fromkeys(character for character in text if character != " " and _unseen(character))
    return ", ".join(f"U+{ord(one):04X} {unicodedata.name(one, 'unnamed')}" for one in found)


def without_invisible(text: str) -> str:
    """The text as it was probably meant: without the characters that nobody sees."""
    return "".join(character for character in text if character == " " or not _unseen(character))


def western(text: str) -> str:
    """The text with the digits of other scripts (٦٠, ६०) as 0 to 9, and the sign for minus as a hyphen."""
    if text.isascii():
        return text
    digits = (str(unicodedata.digit(one)) if one.isdecimal() else one for one in text)
    return "".join(digits).replace("\u2212", "-")


def foreign_letters(text: str) -> str:
    """The first letter of another script in a word of Latin letters, named; such a word only looks like another."""
    latin = any("LATIN" in unicodedata.name(one, "") for one in text)
    other = [one for one in text if one.isalpha() and "LATIN" not in unicodedata.name(one, "")]
    return f"U+{ord(other[0]):04X} {unicodedata.name(other[0], 'unnamed')}" if latin and other else ""


def as_latin(text: str) -> str:
    """The text with the letters of other scripts that look like Latin ones replaced by those."""
    return text.translate(_LOOKING_LATIN)


def is_error_text(text: str) -> bool:
    """Whether a cell shows that a spreadsheet could not compute it, or that its column was too narrow when saved."""
    return text in ERROR_TEXTS or _HASHES.fullmatch(text) is not None


def exact_text(text: str) -> str | None:
    r"""The text written after ``\`` in JSON; None where the cell is not written so."""
    value = _exact(text, '"')
    return value if isinstance(value, str) else None


def exact_texts(text: str) -> tuple[str, ...] | None:
    r"""The list of texts written after ``\`` in JSON; None where the cell is not written so."""
    value = _exact(text, "[")
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(str(one) for one in value)
    return None


def as_cell(text: str, *, guarded: bool = True) -> str:
    """A text as a cell that reads back to it; ``guarded``: also one that no spreadsheet takes for a formula."""
    formula = guarded and looks_like_a_formula(text)
    return _escaped(text) if formula or _needs_escape(text) else text


def as_list_cell(texts: Sequence[str], *, guarded: bool = True) -> str:
    """Several texts as one cell that reads back to them, guarded as in as_cell."""
    joined = f"{SEPARATOR} ".join(texts)
    plain = all(one and one == trimmed(one) and SEPARATOR not in one and "\n" not in one for one in texts)
    formula = guarded and looks_like_a_formula(joined)
    return joined if texts and plain and not formula and not _needs_escape(joined) else _escaped(list(texts))


def looks_like_a_formula(text: str) -> bool:
    """Whether a spreadsheet that opens this text in a CSV file might compute it."""
    return _FORMULA.search(text) is not None and _PLAIN_NUMBER.fullmatch(text) is None


def _unseen(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) == "Cc" or character in _INVISIBLE | _DIRECTIONS


def _exact(text: str, opening: str) -> object:
    if not text.startswith(_EXACT + opening):
        return None
    try:
        value: object = json.loads(text[1:])
    except ValueError:
        return None
    return value


def _needs_escape(text: str) -> bool:
    return (
        text == CLEARED
        or not text
        or text.startswith((_EXACT + '"', _EXACT + "[", EXAMPLE))
        or text != trimmed(text)
        or is_error_text(text)
        or _NOT_IN_A_FILE.search(text) is not None
    )


def _escaped(value: str | list[str]) -> str:
    written = json.dumps(value, ensure_ascii=False)
    written = _NOT_IN_A_FILE.sub(lambda found: f"\\u{ord(found[0][0]):04x}{found[0][1:]}", written)
    return _EXACT + _FORMULA.sub(_spelt_out, written)


def _spelt_out(found: re.Match[str]) -> str:
    return f"{found[0][:-1]}\\u{ord(found[0][-1]):04x}"
