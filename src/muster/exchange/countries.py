"""Which country does a text name? Exact look-up in a reviewed table, never a guess by likeness.

Nigerien and Nigerian are one letter apart: who guesses by likeness books the help of one as the other's.
How the tables were made, and what they leave open: docs/decisions/0002-country-names.md.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from importlib import resources
from typing import NamedTuple

_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
_SILENT = re.compile(r"(?<=\b\w)\.|['\u2018\u2019\u02bc`\u00b4]")  # the dots of U.S., any apostrophe
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_BETWEEN_COUNTRIES = re.compile(r"[/,;+&()\[\]|\n\u2013\u2014-]|\b(?:and|or|plus|with)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"the\s+", re.IGNORECASE)
_LONGEST_ABBREVIATION = len("TFYROM")


class Found(NamedTuple):
    """What a text says: the ISO 3166 alpha-3 code, or the problem in a sentence.

    `candidates` are the codes that the text may mean, or those that it names, in its order; empty where the
    country was found and where nothing is known.
    """

    iso3: str | None
    problem: str | None = None
    candidates: tuple[str, ...] = ()


class _Entry(NamedTuple):
    """What the tables say of a text: one code, or all that it may mean and the reason for doubt."""

    codes: tuple[str, ...]
    doubt: str = ""


def find_country(text: str) -> Found:
    """The country that `text` names: by its name, another usual name, the word for its people, its ISO code.

    Accents, case, punctuation and a "the" do not matter in names. Codes and abbreviations count only as they
    are written in the table (US, not us; dots may stand between the letters).
    """
    shown = " ".join(text.split())
    if not shown:
        return Found(None, "no country is written here: write a name or the three-letter ISO code")
    entry = _entry(text)
    if entry is None:
        return _without_entry(text, shown)
    if entry.doubt:
        mend = f"write the ISO code {_listed(entry.codes, 'or')}"
        return Found(None, f'"{shown}" does not name one country ({entry.doubt}): {mend}', entry.codes)
    return Found(entry.codes[0])


def country_name(iso3: str) -> str | None:
    """The short English name to show for an ISO 3166 alpha-3 code (XKX: Kosovo); None for an unknown code."""
    return _names().get(iso3)


def fold(text: str) -> str:
    """`text` without what does not tell names apart: case, accents, punctuation, a "the" at either end.

    "&" is read as "and", "St" as "Saint".

    >>> fold("The Côte  d'Ivoire"), fold("Gambia (the)"), fold("St. Kitts & Nevis"), fold("U.S.")
    ('cote divoire', 'gambia', 'saint kitts and nevis', 'us')
    """
    silent = _SILENT.sub("", text.casefold()).replace("&", " and ").translate(_LETTERS)
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", silent) if not unicodedata.combining(sign))
    words = ["saint" if word == "st" else word for word in _BETWEEN_WORDS.split(plain) if word]
    if words[1:] and words[0] == "the":
        words = words[1:]
    if words[1:] and words[-1] == "the":  # as lists of names write it: Bahamas, The
        words = words[:-1]
    return " ".join(words)


def _without_entry(text: str, shown: str) -> Found:
    entries = [entry for part in _BETWEEN_COUNTRIES.split(text) if (entry := _entry(part))]
    named = tuple(dict.fromkeys(entry.codes[0] for entry in entries if not entry.doubt))
    if len(named) > 1:
        count = "several" if named[2:] or any(entry.doubt for entry in entries) else "two"
        return Found(None, f'"{shown}" names {count} countries: {_listed(named, "and")}', named)
    mend = "write a name or the three-letter ISO code in capitals"
    return Found(None, f'"{shown}" is not known as a country: {mend}')


def _listed(codes: tuple[str, ...], word: str) -> str:
    *first, last = codes
    return f"{', '.join(first)} {word} {last}" if first else last


def _entry(text: str) -> _Entry | None:
    return _entries().get(_as_written(text)) or _entries().get(fold(text))


def _as_written(text: str) -> str:
    return _ARTICLE.sub("", text.strip(), count=1).replace(".", "")


def _key(text: str) -> str:
    """Codes and abbreviations (BiH, CAR, US) keep their capitals: folded, they would read as words."""
    written = _as_written(text)
    short = written.isalpha() and len(written) <= _LONGEST_ABBREVIATION
    return written if short and any(letter.isupper() for letter in written[1:]) else fold(text)


@cache
def _entries() -> dict[str, _Entry]:
    certain = {_key(row["text"]): _Entry((row["iso3"],)) for row in _rows("country_names.csv")}
    doubtful = {
        _key(row["text"]): _Entry(tuple(row["candidates"].split()), row["note"]) for row in _rows("ambiguous_names.csv")
    }
    return certain | doubtful


@cache
def _names() -> dict[str, str]:
    return {row["iso3"]: row["text"] for row in _rows("country_names.csv") if row["kind"] == "name"}


def _rows(file: str) -> list[dict[str, str]]:
    text = resources.files("muster.exchange").joinpath(file).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
