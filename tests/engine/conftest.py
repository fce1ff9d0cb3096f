"""What the tests of the engine share: each set of kernels."""

from __future__ import annotations

import pytest

from muster.engine.kernels import PYTHON, Kernels
from tests.engine.kernel_sets import compiled_here


@pytest.fixture(params=["interpreted", "compiled"], scope="session")
def either(request: pytest.FixtureRequest) -> Kernels:
    """Each set of kernels, the compiled one where it was compiled."""
    if request.param == "interpreted":
        return PYTHON
    return compiled_here()
