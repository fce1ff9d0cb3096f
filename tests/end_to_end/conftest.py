"""The command in a folder of its own, and books that are made once and copied."""

import shutil
from pathlib import Path

import pytest

from tests.end_to_end.command import Command, relief


@pytest.fixture
def muster(tmp_path: Path) -> Command:
    return Command(tmp_path)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small book."""
    folder = tmp_path_factory.mktemp("made")
    relief(Command(folder))
    return folder


@pytest.fixture
def book(muster: Command, made: Path) -> str:
    """The small book, and the folder ``relief`` from which it was read."""
    shutil.copytree(made, muster.folder, dirs_exist_ok=True)
    return "relief.muster"


@pytest.fixture(scope="session")
def brussels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The founding case, kept by the demonstration; its output stands beside it. It is only looked at."""
    folder = tmp_path_factory.mktemp("brussels")
    done = Command(folder)("demo", "brussels", "--keep", "brussels.muster")
    (folder / "printed.txt").write_text(done.out, encoding="utf-8")
    return folder
