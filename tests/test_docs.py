"""The documentation is true: its examples run, its reference leaves nothing out.

A page runs from top to bottom in a folder of its own. ``console`` blocks hold commands after ``$ `` (a line that ends
in a backslash goes on) and the output expected below each; ``python`` blocks run in one namespace, and a ``text``
block that follows directly is what they print. A block below a line "`pledges.csv`:" is written to that file. In
expected output a line of ``…`` stands for any lines, ``…`` inside
a line for any text; the id of an entry or a hash stands for whichever is printed there, and for the same one wherever
it comes again. Comments of MyST tell the runner what a reader need not see::

    % now: 2026-03-02T09:00:00Z        the book's clock from here on
    % exit: 2                          the exit code of the last command of the block that follows; 0 otherwise
    % needs: postgres                  the page runs with a server of its own in place of db.example.org
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import pytest

from docs import generate
from muster.cli import main
from muster.core.capabilities import Domain, Measure, Portion
from muster.core.contributions import CapWord, ConditionState, Finance, Word
from muster.core.firmness import Firmness
from muster.core.keeping import Audience, ClockForm
from muster.core.operations import Acceptance, OperationForm
from muster.core.quantity import Qualifier
from muster.core.requirements import Basis

DOCS = Path(__file__).resolve().parents[1] / "docs"
NOW = "2026-11-22T12:00:00Z"

_FENCE = re.compile(r"(?P<fence>`{3,})(?P<info>.*)")
_COMMENT = re.compile(r"% (?P<key>now|exit|needs): (?P<value>.*)")
_FILE = re.compile(r"`(?P<name>[\w.-]+\.\w+)`:")
_ID = r"[a-z2-7]{16}"
_HASH = r"[0-9a-f]{64}"
MASKED = re.compile(rf"\b(?:{_HASH}|(?=[a-z]*[2-7])(?=[2-7]*[a-z]){_ID})\b")
"""Ids of entries and hashes, as they stand in pages."""

_NEEDS_A_SHELL = re.compile(r"[|<>;&$*]|^(?!muster )")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, text and first line; what the comments above it say, and its file."""

    language: str
    text: str
    line: int
    told: dict[str, str] = field(default_factory=dict)


class Command(NamedTuple):
    """A command of a console block: what is run, the lines as they are written, the output expected."""

    line: str
    written: list[str]
    expected: str


def blocks_of(page: Path) -> list[Block]:
    """The fenced blocks of a page, in order; those inside another are part of it."""
    found: list[Block] = []
    told: dict[str, str] = {}
    opened = ""
    language, first, body = "", 0, list[str]()
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), start=1):
        fence = _FENCE.fullmatch(line.strip()) if not opened or line.strip() == opened else None
        if opened and fence:
            found.append(Block(language, "".join(f"{one}\n" for one in body), first, told))
            opened, told = "", {}
        elif opened:
            body.append(line)
        elif fence:
            opened, language, first, body = fence["fence"], fence["info"].strip(), number + 1, []
        elif comment := _COMMENT.fullmatch(line.strip()):
            told[comment["key"]] = comment["value"].strip()
        elif line.strip():
            file = _FILE.fullmatch(line)
            told = {key: value for key, value in told.items() if key != "file"} | (
                {"file": file["name"]} if file else {}
            )
    return found


def pages() -> list[Path]:
    """The pages whose examples run: all but those made from the code, and those that have tests of their own."""
    apart = {DOCS / "reference" / "generated", DOCS / "reference" / "problems", DOCS / "decisions"}
    return sorted(page for page in DOCS.rglob("*.md") if not apart & set(page.parents))


SERVER = "@db.example.org/muster"
"""The server of the pages on PostgreSQL."""


@dataclass
class Runner:
    """Runs a page: keeps its namespace, and which ids and hashes are really meant by those of the page.

    ``socket`` is the folder of the socket of the server that stands in for that of the pages.
    """

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    socket: str = ""
    real: dict[str, str] = field(default_factory=dict)
    names: dict[str, object] = field(default_factory=lambda: {"__name__": "page"})

    def run(self, page: Path) -> None:
        blocks = blocks_of(page)
        for index, block in enumerate(blocks):
            where = f"{page.relative_to(DOCS)}:{block.line}"
            self.prepare(block)
            if block.language == "console":
                self.console(block, where)
            elif block.language == "python":
                self.python(block, blocks[index + 1] if index + 1 < len(blocks) else None, where)

    def prepare(self, block: Block) -> None:
        """Do what the comments above a block say."""
        if "now" in block.told:
            self.monkeypatch.setenv("MUSTER_NOW", block.told["now"])
        if "file" in block.told:
            (self.folder / block.told["file"]).write_text(block.text, encoding="utf-8")

    def console(self, block: Block, where: str) -> None:
        commands = commands_of(block.text)
        for command in commands:
            code, printed = self.command(self.as_real(command.line))
            wanted = int(block.told.get("exit", "0")) if command is commands[-1] else 0
            assert code == wanted, f"{where}: exit code {code}, not {wanted}\n$ {command.line}\n{printed}"
            self.compare(command.expected, printed, f"{where}\n$ {command.line}")

    def command(self, command: str) -> tuple[int, str]:
        if _NEEDS_A_SHELL.search(command):
            beside = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
            done = subprocess.run(
                ["bash", "-c", f"exec 2>&1; {command}"],
                check=False,
                cwd=self.folder,
                env={**os.environ, "PATH": beside},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                encoding="utf-8",
                timeout=60,
            )
            return done.returncode, done.stdout
        printed = io.StringIO()
        self.monkeypatch.setattr(sys, "argv", shlex.split(command))
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            try:
                main()
            except SystemExit as left:
                return int(left.code or 0), printed.getvalue()
        return 0, printed.getvalue()

    def python(self, block: Block, follows: Block | None, where: str) -> None:
        printed = io.StringIO()
        code = compile("\n" * (block.line - 1) + self.as_real(block.text), where, "exec")
        with contextlib.redirect_stdout(printed):
            exec(code, self.names)  # noqa: S102 - the examples are ours
        is_output = follows is not None and follows.language == "text"
        expected = follows.text if follows is not None and is_output else ""
        self.compare(expected, printed.getvalue(), where)

    def as_real(self, text: str) -> str:
        real = MASKED.sub(lambda found: self.real.get(found[0], found[0]), text)
        if not self.socket:
            return real
        return real.replace(f"{SERVER}?", f"@/muster?host={self.socket}&").replace(
            SERVER, f"@/muster?host={self.socket}"
        )

    def as_on_page(self, printed: str) -> str:
        host = "|".join(re.escape(one) for one in (self.socket, quote(self.socket, safe="")))
        return re.sub(rf"@/muster\?(book=\w+&)?host=(?:{host})&?", rf"{SERVER}?\1", printed) if self.socket else printed

    def compare(self, expected: str, printed: str, where: str) -> None:
        """Fail unless the output is as expected, and keep which ids and hashes were printed."""
        wanted = [line.rstrip() for line in expected.strip("\n").splitlines()]
        printed = self.as_on_page(printed).strip("\n")
        given = "".join(f"{line.rstrip()}\n" for line in printed.splitlines())
        new: list[str] = []
        pattern = "".join(self._pattern(line, new) for line in wanted)
        match = re.fullmatch(pattern, given)
        shown = "".join(f"{line}\n" for line in wanted)
        assert match, f"{where}\n--- expected\n{shown}--- printed\n{given}"
        self.real.update((one, match[f"new{index}"]) for index, one in enumerate(new))

    def _pattern(self, line: str, new: list[str]) -> str:
        if line.strip() == "…":
            return r"(?:.*\n)*?"
        parts: list[str] = []
        at = 0
        for found in MASKED.finditer(line):
            parts.append(self._literal(line[at : found.start()]))
            parts.append(self._masked(found[0], new))
            at = found.end()
        return "".join(parts) + self._literal(line[at:]) + r"\n"

    def _masked(self, token: str, new: list[str]) -> str:
        if token in self.real:
            return re.escape(self.real[token])
        if token in new:
            return f"(?P=new{new.index(token)})"
        new.append(token)
        return f"(?P<new{len(new) - 1}>{_HASH if len(token) > 16 else _ID})"

    @staticmethod
    def _literal(text: str) -> str:
        return ".*?".join(re.escape(part) for part in text.split("…"))


def commands_of(text: str) -> list[Command]:
    """The commands of a console block, each with the output expected below it."""
    found: list[tuple[list[str], list[str]]] = []
    goes_on = False
    for line in text.splitlines():
        if goes_on:
            found[-1][0].append(line)
        elif line.startswith("$ "):
            found.append(([line], []))
        else:
            assert found, f"a console block begins with {line!r}, not with a command"
            found[-1][1].append(line)
        goes_on = line.endswith("\\") and (goes_on or line.startswith("$ "))
    return [
        Command(" ".join(line.strip().removesuffix("\\").strip() for line in lines)[2:], lines, "\n".join(output))
        for lines, output in found
    ]


def needs_postgres(page: Path) -> bool:
    """Whether a page says that it needs a server."""
    return page.read_text(encoding="utf-8").startswith("% needs: postgres\n")


every_page = pytest.mark.parametrize(
    "page",
    [
        pytest.param(
            page,
            id=page.relative_to(DOCS).as_posix(),
            marks=[pytest.mark.postgres] if needs_postgres(page) else [],
        )
        for page in pages()
    ],
)


@contextlib.contextmanager
def prepared(folder: Path, monkeypatch: pytest.MonkeyPatch, *, server: bool) -> Iterator[Runner]:
    """A runner in an empty folder, with a clock that stands still and nothing set by the environment."""
    for name in [name for name in os.environ if name.startswith("MUSTER_")] + ["FORCE_COLOR", "COLUMNS"]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MUSTER_NOW", NOW)
    monkeypatch.chdir(folder)
    if not server:
        yield Runner(folder, monkeypatch)
        return
    from tests.ledger.postgres_cluster import running_cluster

    with running_cluster() as cluster:
        yield Runner(folder, monkeypatch, socket=str(cluster.folder))


@every_page
def test_the_examples_of_a_page_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if needs_postgres(page) and not Path("/usr/lib/postgresql/15/bin/initdb").exists():
        pytest.skip("PostgreSQL 15 is not installed")
    with prepared(tmp_path, monkeypatch, server=needs_postgres(page)) as runner:
        runner.run(page)


@every_page
def test_every_shell_example_of_a_page_is_one_that_runs(page: Path) -> None:
    silent = [block for block in blocks_of(page) if block.language in {"sh", "bash", "shell", "pycon", "zsh", ""}]
    assert not silent, [f"{page.relative_to(DOCS)}:{block.line}: write console, python or text" for block in silent]


def test_nothing_that_a_user_can_meet_is_undocumented() -> None:
    assert generate.undocumented() == []


def test_the_reference_is_written_whole(tmp_path: Path) -> None:
    generate.write(tmp_path)
    assert sorted(path.stem for path in tmp_path.iterdir()) == sorted(generate.pages())
    verbs = (tmp_path / "verbs.md").read_text(encoding="utf-8")
    assert all(f"\n## {name}\n" in verbs for name in generate.verbs())


# The glossary, the sources and the table of the regimes.

WORDS = (Word, CapWord, Firmness, Basis, Qualifier, Acceptance, Audience, ClockForm, OperationForm)
CHOICES = (Domain, Measure, Portion, ConditionState, Finance)


def glossary() -> dict[str, str]:
    """The terms of the glossary with their texts."""
    block = next(block for block in blocks_of(DOCS / "glossary.md") if block.language == "{glossary}")
    terms: dict[str, str] = {}
    heads: list[str] = []
    for line in block.text.splitlines():
        if line.startswith("  "):
            terms.update((head, terms.get(head, "") + line.strip() + "\n") for head in heads)
        elif line:
            heads = [*heads, line] if heads and not terms.get(heads[-1]) else [line]
    return terms


def test_every_term_of_the_glossary_has_a_meaning_and_a_source() -> None:
    for term, text in glossary().items():
        lines = text.splitlines()
        assert len(lines) > 1, f"{term}: a meaning and a source are wanted"
        assert lines[-1].startswith("Source: "), f"{term}: the last line names its source"


def test_every_word_that_a_book_takes_is_in_the_glossary() -> None:
    terms = glossary()
    missing = {str(word) for words in (*WORDS, *CHOICES) for word in words} - set(terms)
    assert not missing


def test_the_table_of_the_regimes_maps_onto_every_word_of_the_tracks() -> None:
    text = (DOCS / "regimes.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| \*\*`(\w+)`\*\*", text, flags=re.MULTILINE))
    assert {str(word) for words in (Word, CapWord) for word in words} <= rows


# The runner itself.


def test_the_runner_refuses_what_is_not_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = Runner(tmp_path, monkeypatch)
    one.compare("a\n…\nz …!\n", "a\nb\nc\nz and y!  \n", "here")
    for expected in ("a\n", "", "a\nb\nz\n"):
        with pytest.raises(AssertionError, match="here"):
            one.compare(expected, "a\nb\nc\n", "here")


def test_the_runner_takes_an_id_of_a_page_for_the_one_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = Runner(tmp_path, monkeypatch)
    page, printed = "k3jq5m2hvx7ra2bc", "zzzzzzzzzzzzzzz2"
    one.compare(f"undo {page}..{page}", f"undo {printed}..{printed}", "here")
    assert one.as_real(f"muster undo {page}") == f"muster undo {printed}"
    with pytest.raises(AssertionError):
        one.compare(page, "yyyyyyyyyyyyyyy2", "here")
    assert one.as_real("responsibilities") == "responsibilities"


def test_the_runner_reads_blocks_commands_and_comments(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("% exit: 2\n\n```console\n$ a \\\n    b\nout\n$ c\n```\n\n````text\n```\n````\n", encoding="utf-8")
    first, second = blocks_of(page)
    assert (first.language, first.line, first.told) == ("console", 4, {"exit": "2"})
    assert commands_of(first.text) == [Command("a b", ["$ a \\", "    b"], "out"), Command("c", ["$ c"], "")]
    assert (second.language, second.text, second.told) == ("text", "```\n", {})
