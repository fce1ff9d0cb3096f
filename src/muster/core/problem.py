"""Problems: faults in data, as values. Each says where, what, and how to mend it."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in data.

    ``name`` is its public name (each has a page in the reference), ``where`` the file, sheet and cell or the
    subject in the book, ``sentence`` what is wrong, ``mend`` what to do about it (may be empty).
    """

    name: str
    where: str
    sentence: str
    mend: str = ""

    def __str__(self) -> str:
        """The line a person reads: ``where: sentence; mend``."""
        return f"{self.where}: {self.sentence}" + (f"; {self.mend}" if self.mend else "")


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word nearest to a mistyped one, or None. For suggestions only, never for reading."""
    folded = {candidate.casefold(): candidate for candidate in sorted(known)}
    near = difflib.get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.6)
    return folded[near[0]] if near else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``did you mean X?`` for a mistyped word, or an empty text when nothing is near."""
    near = closest(word, known)
    return f"did you mean {near!r}?" if near else ""


def what_else(word: str, known: Iterable[str]) -> str:
    """What to write instead of a word: ``did you mean X?`` where one is near, or else all that there are."""
    words = list(known)
    return did_you_mean(word, words) or f"write one of {', '.join(words)}"
