"""Muster, the book of a coalition: what is needed, who brings it, what is missing, as known on any day.

>>> import muster
>>> book = muster.open()  # in memory; give a path, or a PostgreSQL address
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from muster.book import Book as Book
    from muster.book import open as open
    from muster.core.days import Period as Period
    from muster.core.errors import MusterError as MusterError
    from muster.core.firmness import Firmness as Firmness
    from muster.core.problem import Problem as Problem

_HOMES = {
    "Book": "muster.book",
    "open": "muster.book",
    "Firmness": "muster.core.firmness",
    "MusterError": "muster.core.errors",
    "Period": "muster.core.days",
    "Problem": "muster.core.problem",
}

__all__ = ["Book", "Firmness", "MusterError", "Period", "Problem", "open"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    """Load a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'muster' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
