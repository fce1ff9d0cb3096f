"""Failures, each a sentence that says what happened and how to mend it.

A fault in somebody's data is not an error but a :class:`~muster.core.problem.Problem`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from muster.core.problem import Problem


class MusterError(Exception):
    """The root of every failure that Muster raises on purpose. Its text is one sentence for a person."""

    exit_code = 1


class NotCanonicalError(MusterError):
    """A value that canonical JSON cannot carry: a float, NUL, a lone surrogate, a number out of bounds."""


class BookError(MusterError):
    """The book itself cannot be used: missing, not a book, locked, full, read-only, of a newer version."""


class NoBookError(BookError):
    """There is no book at the place named."""


class NewerBookError(BookError):
    """The book was written by a newer Muster."""


class StorageError(BookError):
    """The place where the book is kept failed: full disk, read-only, locked."""


class TamperedError(BookError):
    """The chain of the book does not hold: somebody changed, cut or replaced entries outside Muster."""


class RefusedError(MusterError):
    """A request that the rules of the book do not allow; nothing was recorded."""


class ConflictError(RefusedError):
    """Somebody else recorded on the same subject since the writer looked. Carries what stands now."""

    def __init__(self, subject: str, seen: int, standing: int, last: str) -> None:
        self.subject, self.seen, self.standing = subject, seen, standing
        super().__init__(
            f"{subject} has changed since you looked: you saw {seen} entries, there are {standing}; "
            f"the last is {last}. Look again with: muster log BOOK {subject}"
        )


class StaleError(RefusedError):
    """Somebody recorded since the book was looked at; what was drafted from it has to be drafted anew."""


class UnknownSubjectError(MusterError):
    """Nothing of that id is in the book, or nothing the viewer may see: the two are one answer."""

    def __init__(self, what: str, subject: str, suggestion: str | None = None) -> None:
        self.subject = subject
        hint = f"; did you mean {suggestion}?" if suggestion not in (None, subject) else ""
        super().__init__(f"unknown {what} {subject!r}{hint}")


class FaultyDataError(MusterError):
    """Data with problems was about to be recorded. Carries them all; nothing was recorded."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        super().__init__(f"{count} problem{'' if count == 1 else 's'}; nothing recorded")
