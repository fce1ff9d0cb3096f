"""The loops that are worth compiling. Each is plain Python and runs as it is; where they were compiled, that is used.

A compiled kernel is a module of its own beside Muster, ``muster_compiled_flow`` of ``flow.py``. It carries the digest
of the source it was made of, and is refused where that has changed since. They are used all or none.
``MUSTER_KERNELS`` chooses: ``compiled``, ``python``, or what there is.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, MutableSequence, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

from muster.core.errors import RefusedError
from muster.engine.kernels.flow import Flow
from muster.engine.kernels.tours import Tours
from muster.settings import read_settings


@dataclass(frozen=True, slots=True)
class Kernels:
    """A set of kernels, with the arrays they work on. Those of compiled ones raise OverflowError for what is too large.

    ``numbers(code, values)`` makes an array of values of 64 bits (``q``) or 32 (``i``); ``zeros(code, number)`` of so
    many zeros.
    """

    name: str
    flow: type[Flow]
    tours: type[Tours]
    numbers: Callable[[str, Sequence[int]], MutableSequence[int]]
    zeros: Callable[[str, int], MutableSequence[int]]

    @property
    def pace(self) -> int:
        """How much longer they take than compiled ones, about."""
        return 1 if self.name == "compiled" else 50


def _listed(_: str, values: Sequence[int]) -> list[int]:
    return list(values)


def _list_of_zeros(_: str, number: int) -> list[int]:
    return [0] * number


def _packed(code: str, values: Sequence[int]) -> array[int]:
    packed = array(code)
    try:
        view = memoryview(values)  # type: ignore[arg-type]
    except TypeError:
        view = None
    if view is None or view.itemsize != packed.itemsize:
        packed.fromlist(list(values))
    else:
        packed.frombytes(view.tobytes())
    return packed


def _packed_zeros(code: str, number: int) -> array[int]:
    return array(code, (0,)) * number


PYTHON = Kernels("python", Flow, Tours, _listed, _list_of_zeros)
"""The kernels as they are written. They count any integer."""


def digest_of(source: Path) -> str:
    """The digest of a kernel's source: of its code, and of the C types beside it."""
    return sha256(source.read_bytes() + source.with_suffix(".pxd").read_bytes()).hexdigest()


def compiled() -> Kernels | str:
    """The compiled kernels, or in a few words why they cannot be used."""
    found: dict[str, Any] = {}
    for name in ("flow", "tours"):
        try:
            module: Any = import_module(f"muster_compiled_{name}")
        except ImportError:
            return "not compiled here"
        if digest_of(Path(__file__).with_name(f"{name}.py")) != module.SOURCE:
            return "what was compiled is of another source"
        found[name] = module
    return Kernels("compiled", found["flow"].Flow, found["tours"].Tours, _packed, _packed_zeros)


def kernels_of(choice: str) -> Kernels:
    """The kernels of a choice: ``python``, ``compiled``, or empty for what there is.

    Raises RefusedError where compiled kernels are asked for and cannot be used.
    """
    if choice == "python":
        return PYTHON
    found = compiled()
    if isinstance(found, Kernels):
        return found
    if choice == "compiled":
        raise RefusedError(f"MUSTER_KERNELS asks for compiled kernels: {found}; install Muster anew, with a C compiler")
    return PYTHON


@cache
def chosen() -> Kernels:
    """The kernels that the environment chooses."""
    return kernels_of(read_settings().kernels)
