"""Where the public instances lie."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "MUSTER_DATA"
"""The environment variable that names their folder."""


class NoDataError(Exception):
    """The public instances are not here; its sentence says how they are found."""


def data(what: str) -> Path:
    """The path of a public data set, or of a file of it. Raises NoDataError where it is absent."""
    root = os.environ.get(VARIABLE)
    if not root or not (path := Path(root, what)).exists():
        raise NoDataError(f"public instances not found: {what} (set {VARIABLE})")
    return path
