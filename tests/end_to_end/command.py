"""The installed command as a program of its own, and a small book to try it on."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pexpect

MUSTER = str(Path(sys.executable).parent / "muster")
NOW = "2026-11-22T12:00:00+00:00"
TODAY = "2026-11-22"

ESCAPES = re.compile(r"\x1b(?:\[[0-9;?]*[A-Za-z]|\][^\x07]*\x07|[()][A-Z0-9])")

Rows = Sequence[Sequence[str]]

RELIEF: dict[str, Rows] = {
    "people": (
        ("id", "name", "office", "member"),
        ("ben", "Ben Example", "force generation", ""),
        ("colette", "Colette Exemple", "military adviser", "FRA"),
    ),
    "members": (
        ("id", "name", "form", "iso3", "marking"),
        ("FRA", "France", "nation", "FRA", "public"),
        ("DEU", "Germany", "nation", "DEU", "public"),
        ("NLD", "Netherlands", "nation", "NLD", "public"),
    ),
    "capabilities": (
        ("id", "name", "unit", "domain", "measure", "marking"),
        ("TRAINERS", "Army trainers", "persons", "military", "level", "public"),
        ("AIRLIFT", "Airlift", "aircraft", "military", "level", "public"),
    ),
    "operations": (
        ("id", "name", "form", "start", "marking"),
        ("OP", "Training mission", "mission", "2026-11-01", "public"),
    ),
    "meetings": (
        ("id", "name", "operations", "day", "marking"),
        ("CONFERENCE", "Force generation conference", "OP", "2026-12-13", "public"),
    ),
    "statements": (
        ("id", "speaker", "member", "said_on", "channel", "words", "marking"),
        ("S-NEED", "The commander", "", "2026-11-01", "letter", "we need 200 trainers", "public"),
        ("S-FRA", "The French minister", "FRA", "2026-11-10", "speech", "one hundred trainers by May", "coalition"),
        ("S-DEU", "The German ambassador", "DEU", "2026-11-12", "phone", "forty trainers are there", "coalition"),
    ),
    "requirements": (
        ("id", "name", "operation", "capability", "quantity", "quantity_is", "valid_from", "statement", "marking"),
        ("L-TRAIN", "Army trainers", "OP", "TRAINERS", "200", "", "2026-11-01", "S-NEED", "public"),
        ("L-LIFT", "Airlift", "OP", "AIRLIFT", "", "unstated", "2026-11-01", "S-NEED", "public"),
    ),
    "contributions": (
        ("id", "member", "capability", "operation", "words", "window_start", "window_last", "statement", "marking"),
        (
            *("FRA-TRAINERS", "FRA", "TRAINERS", "OP", "army trainers"),
            *("2026-11-15", "2027-06-30", "S-FRA", "coalition"),
        ),
        ("DEU-TRAINERS", "DEU", "TRAINERS", "OP", "trainers", "2026-11-15", "", "S-DEU", "coalition"),
    ),
    "steps": (
        ("contribution", "word", "quantity", "valid_from", "statement", "marking"),
        ("FRA-TRAINERS", "pledged", "100", "2026-11-10", "S-FRA", "coalition"),
        ("DEU-TRAINERS", "in_place", "40", "2026-11-15", "S-DEU", "coalition"),
    ),
}
"""A mission that needs 200 trainers: 40 are there, 100 are pledged; and airlift, of which nobody said how much."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a command printed, and how it ended."""

    command: str
    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def text(self) -> str:
        """What it printed, as one line."""
        return " ".join(self.out.split())

    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def undo(self) -> list[str]:
        """The arguments of the command that takes back what was recorded, as it was printed."""
        import shlex

        found = re.search(r"^undo with: muster (.*)$", self.out, flags=re.MULTILINE)
        assert found, self.out
        return shlex.split(found[1])


@dataclass(frozen=True, slots=True)
class Command:
    """Runs ``muster`` in a folder, with a clock that stands and nothing else set."""

    folder: Path
    environment: Mapping[str, str] = field(default_factory=lambda: {"MUSTER_NOW": NOW})

    def __call__(self, *words: str | Path, code: int | None = 0, given: str | None = None, **more: str) -> Done:
        """Run it; ``code`` None: however it ends. A traceback fails every test."""
        done = subprocess.run(
            [MUSTER, *map(str, words)],
            check=False,
            cwd=self.folder,
            env=self.settings(**more),
            input=given,
            stdin=subprocess.DEVNULL if given is None else None,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )
        result = Done(" ".join(map(str, words)), done.returncode, done.stdout, done.stderr)
        assert "Traceback" not in result.out + result.err, result
        assert code is None or result.code == code, result
        return result

    def refused(self, *words: str | Path, code: int = 1) -> str:
        """The sentence with which a command is refused."""
        done = self(*words, code=code)
        assert done.out == "", done
        return done.err.strip()

    def shell(self, line: str) -> Done:
        """Run a line in a shell, for pipes."""
        done = subprocess.run(
            ["bash", "-c", f"set -o pipefail; {line}"],
            check=False,
            cwd=self.folder,
            env=self.settings(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )
        return Done(line, done.returncode, done.stdout, done.stderr)

    def on_terminal(self, *words: str, columns: int = 80, lines: int = 66) -> "pexpect.spawn[str]":
        """Start it on a terminal of a size."""
        return pexpect.spawn(
            MUSTER,
            list(words),
            cwd=str(self.folder),
            env={**self.settings(), "TERM": "xterm-256color"},
            dimensions=(lines, columns),
            encoding="utf-8",
            timeout=60,
            preexec_fn=_as_a_shell_starts_it,
        )

    def seen(self, *words: str, columns: int = 80) -> tuple[str, str]:
        """What a terminal of a width was sent, and the same without its escape codes."""
        child = self.on_terminal(*words, columns=columns)
        child.expect(pexpect.EOF)
        child.close()
        sent = (child.before or "").replace("\r\n", "\n")
        return sent, ESCAPES.sub("", sent)

    def settings(self, **more: str) -> dict[str, str]:
        keep = ("PATH", "HOME", "LANG", "COVERAGE_PROCESS_START")
        base = {name: os.environ[name] for name in keep if name in os.environ}
        return {**base, "PYTHONUTF8": "1", **self.environment, **more}

    def tables(self, name: str, tables: Mapping[str, Rows]) -> Path:
        """A folder of CSV files."""
        folder = self.folder / name
        folder.mkdir()
        for table, rows in tables.items():
            self.write(f"{name}/{table}.csv", rows)
        return folder

    def write(self, name: str, rows: Rows) -> Path:
        path = self.folder / name
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        path.write_text(text.getvalue(), encoding="utf-8")
        return path

    def begin(self, book: str, *more: str, person: str = "ann=Ann Example") -> Done:
        return self("init", book, "--name", "Relief", "--zone", "Europe/Brussels", "--person", person, *more)

    def entry(self, book: str, subject: str, at: int = -1) -> str:
        """The id of an entry on a subject."""
        return str(self("log", book, subject, "--json").json()[at]["entry"]["id"])


def relief(muster: Command, book: str = "relief.muster") -> str:
    """A book with what stands in RELIEF, recorded by ann."""
    muster.begin(book)
    folder = muster.folder / "relief"
    if not folder.exists():
        muster.tables("relief", RELIEF)
    muster("read", book, folder, "--by", "ann")
    return book


def _as_a_shell_starts_it() -> None:
    """Let Ctrl-C reach what is started, also where these tests run in the background and ignore it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
