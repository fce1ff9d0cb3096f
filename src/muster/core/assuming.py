"""What may be assumed where the book leaves it open."""

from __future__ import annotations

from enum import StrEnum

from muster.core.errors import RefusedError
from muster.core.problem import what_else


class Assumption(StrEnum):
    """An assumption that a plan is asked to make.

    ``conditions_fail``: no condition that is still open will be met; otherwise all will be.
    ``declared_only``: no caveat holds that its member has not declared; otherwise all hold.
    """

    CONDITIONS_FAIL = "conditions_fail"
    DECLARED_ONLY = "declared_only"


def read_assumption(word: str) -> Assumption:
    """The assumption of a word; raises RefusedError, with those that there are, for any other."""
    known = [str(one) for one in Assumption]
    if word not in known:
        raise RefusedError(f"{word!r} is nothing that can be assumed; {what_else(word, known)}")
    return Assumption(word)
