"""The sets of kernels that are there."""

from __future__ import annotations

import pytest

from muster.engine.kernels import Kernels, compiled


def compiled_here() -> Kernels:
    """The compiled kernels; skips the test where they were not compiled."""
    found = compiled()
    if isinstance(found, str):
        pytest.skip(f"compiled kernels: {found}")
    return found
