"""The pages on problems, read as tests: each has books as CSV tables or Python, and the exact text they cause.

In a page, a code block is captioned with a file's name (a table of the book), ``in Python`` (what is done with the
book), ``muster check --valid DAY`` (what the checks then say) or ``refused`` (why the Python recorded nothing).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from muster.book import Book
from muster.core.days import parse_day
from muster.core.errors import FaultyDataError
from muster.core.keeping import SECRETARIAT
from muster.core.problem import Problem
from tests.ledger.checks.books import recorded

PAGES = Path(__file__).resolve().parents[3] / "docs" / "reference" / "problems"
CHECKED = "muster check --valid "
REFUSED = "refused"
IN_PYTHON = "in Python"
ENTRY = "ENTRY"
"""Stands in a page for the id of an entry."""

_ENTRY_ID = re.compile(r"\b[a-z2-7]{16}\b")
_BLOCK = re.compile(r"^```\{code-block\} \w+\n:caption: ([^\n]+)\n\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass
class Example:
    """A book on a page, and what is said of it."""

    tables: dict[str, str] = field(default_factory=dict)
    code: str = ""
    asked: str = ""
    expected: str = ""

    def said(self) -> tuple[str, list[Problem]]:
        """What Muster says of the book when asked as the page says, or REFUSED and why nothing was recorded."""
        ledger = recorded(self.tables)
        book, fra = (Book(ledger.store, ledger.around, viewer=viewer) for viewer in (SECRETARIAT, "FRA"))
        try:
            exec(compile(self.code, "page", "exec"), {"book": book, "fra": fra})  # noqa: S102 - the pages are ours
        except FaultyDataError as error:
            return REFUSED, list(error.problems)
        return self.asked, list(book.check(valid=parse_day(self.asked.removeprefix(CHECKED))))


def without_ids(problem: Problem) -> str:
    """A problem's line, with ENTRY for the ids of entries."""
    return _ENTRY_ID.sub(ENTRY, str(problem))


def examples(text: str) -> list[Example]:
    """The examples of a page, in order."""
    found: list[Example] = []
    example = Example()
    for caption, body in _BLOCK.findall(text):
        if caption.endswith(".csv"):
            example.tables[caption.removesuffix(".csv")] = body
        elif caption == IN_PYTHON:
            example.code = body
        else:
            example.asked, example.expected = caption, body.rstrip("\n")
            found.append(example)
            example = Example()
    return found
