"""Compiles the kernels of the engine, each as a module of its own; all else stands in pyproject.toml.

A kernel is compiled from a copy of its source to which the digest of source and C types is added: so it can tell
whether it is still theirs. Without a compiler Muster installs all the same and runs the kernels as Python.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from shutil import copyfile

from Cython.Build import cythonize
from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

KERNELS = Path("src/muster/engine/kernels")
COPIES = Path("build/kernels")
DIRECTIVES = {
    "annotation_typing": False,  # the types are those of the .pxd
    "boundscheck": False,
    "cdivision": True,
    "infer_types": True,
    "initializedcheck": False,
    "language_level": "3",
    "wraparound": False,
}


class NeverInPlace(build_ext):
    """Leaves the folder of the source alone: an editable Muster finds its kernels beside its packages."""

    def run(self) -> None:
        """Compile, unless it were in place."""
        if not self.editable_mode and not self.inplace:
            super().run()


def copied(name: str) -> Extension:
    """A kernel, with the digest of its source as its last word."""
    code, types = KERNELS / f"{name}.py", KERNELS / f"{name}.pxd"
    digest = sha256(code.read_bytes() + types.read_bytes()).hexdigest()
    module = f"muster_compiled_{name}"
    COPIES.mkdir(parents=True, exist_ok=True)
    copy = COPIES / f"{module}.py"
    copy.write_text(f'{code.read_text(encoding="utf-8")}\n\nSOURCE = "{digest}"\n', encoding="utf-8")
    copyfile(types, COPIES / f"{module}.pxd")
    return Extension(module, [str(copy)], extra_compile_args=["-O3"])


KERNELS_COMPILED = ("flow", "tours")
compiled = cythonize(
    [copied(name) for name in KERNELS_COMPILED],
    compiler_directives=DIRECTIVES,
    include_path=[str(COPIES)],
    quiet=True,
)
for kernel in compiled:
    kernel.optional = True

setup(cmdclass={"build_ext": NeverInPlace}, ext_modules=compiled)
