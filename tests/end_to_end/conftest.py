"""The command in a folder of its own, and a small book in it."""

from pathlib import Path

import pytest

from tests.end_to_end.command import Command, relief


@pytest.fixture
def muster(tmp_path: Path) -> Command:
    return Command(tmp_path)


@pytest.fixture
def book(muster: Command) -> str:
    return relief(muster)
