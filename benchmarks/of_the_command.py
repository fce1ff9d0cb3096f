"""What is promised of the command: how soon it answers, from start to end of its process."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.measure import Row, timed

HELP_S = 0.3
STATUS_S = 1.5
"""The goals."""

DEMO_S = 5.0
"""The goal of the demonstration, once it is set up."""

RUNS = 9


def rows() -> Iterator[Row]:
    """Measure whole processes; a bare Python beside them shows how much of it is ours."""
    with tempfile.TemporaryDirectory(prefix="muster-bench-") as folder:
        book = str(Path(folder) / "peacekeeping.muster")
        _muster(["demo", "peacekeeping", "--keep", book])
        yield timed("a bare Python", [lambda: _run([sys.executable, "-c", "pass"])] * RUNS)
        yield timed("muster --help", [lambda: _muster(["--help"])] * RUNS, HELP_S)
        yield timed("muster status, peacekeeping", [lambda: _muster(["status", book])] * RUNS, STATUS_S)
        yield timed("muster demo, peacekeeping", [lambda: _muster(["demo"])] * RUNS, DEMO_S)


def _muster(arguments: Sequence[str]) -> None:
    _run([str(Path(sys.executable).with_name("muster")), *arguments])


def _run(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
