"""How Muster is built: its kernels are compiled beside it, never in the source; without a compiler it goes without."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
KERNELS = Path("src/muster/engine/kernels")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A copy of what the kernels are built from."""
    for name in ("setup.py", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / KERNELS, tmp_path / KERNELS)
    return tmp_path


def build(source: Path, *options: str, **environment: str) -> list[str]:
    """What was compiled, by its module and where it lies."""
    before = set(source.rglob("*.so"))
    subprocess.run(
        [sys.executable, "setup.py", "-q", "build_ext", *options],
        cwd=source,
        env=os.environ | environment,
        check=True,
        capture_output=True,
    )
    return sorted(str(one.relative_to(source)).split(".", maxsplit=1)[0] for one in set(source.rglob("*.so")) - before)


def test_a_kernel_is_compiled_beside_muster_and_never_in_its_source(source: Path) -> None:
    if shutil.which("gcc") is None:
        pytest.skip("no C compiler here")
    assert build(source, "--build-lib", "lib") == ["lib/muster_compiled_flow", "lib/muster_compiled_tours"]
    assert build(source, "--inplace") == []


def test_without_a_compiler_nothing_is_compiled_and_nothing_fails(source: Path) -> None:
    assert build(source, "--build-lib", "lib", CC="false") == []
