"""Writes into pages what their commands print now: look at the difference before you keep it.

    python docs/accept.py docs/tutorial.md docs/how-to/begin.md        (none named: every page)

Output that is as expected stays as it is written, with its ``…``. It needs the tests' runner, tests/test_docs.py.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import pytest  # noqa: E402 - it brings what sets the environment back

from tests import test_docs  # noqa: E402 - found through the line above

_LETTERS_ALONE = re.compile(r"(?:(?<=^)|(?<=\.\.)|(?<=\.muster ))[a-z]{16}(?=  |\.\.| --by)", re.MULTILINE)
"""Ids without a digit, which in a page would be taken for words: they get one there."""


_ANY = re.compile(rf"{test_docs.MASKED.pattern}|{_LETTERS_ALONE.pattern}", re.MULTILINE)


class Accepting(test_docs.Runner):
    """Takes what is printed for right, and keeps it."""

    printed: str | None = None

    def compare(self, expected: str, printed: str, where: str) -> None:
        """Keep the output where it is not as expected."""
        try:
            super().compare(expected, printed, where)
            self.printed = None
        except AssertionError:
            print(f"changed: {where.replace(chr(10), '  ')}")
            self._bind(expected, printed)
            on_page = {real: token for token, real in self.real.items()}
            lines = (line.rstrip() for line in self.as_on_page(printed).strip("\n").splitlines())
            text = "\n".join(lines)
            for token in _LETTERS_ALONE.findall(text):
                on_page.setdefault(token, f"{token[:-1]}2")
                self.real.setdefault(f"{token[:-1]}2", token)
            for real, token in on_page.items():
                text = text.replace(real, token)
            self.printed = text
            for token in test_docs.MASKED.findall(self.printed):
                self.real.setdefault(token, token)

    def _bind(self, expected: str, printed: str) -> None:
        """Take the ids of the page for those printed in their places, where there are as many."""
        wanted = [token for token in test_docs.MASKED.findall(expected) if token not in self.real]
        known = set(self.real.values())
        given = [token for token in _ANY.findall(printed) if token not in known]
        if len(wanted) == len(given):
            self.real.update(zip(wanted, given, strict=True))


def accepted(page: Path, runner: Accepting) -> str:
    """The text of a page with what its examples print."""
    changes: list[tuple[test_docs.Block, str]] = []
    blocks = test_docs.blocks_of(page)
    for index, block in enumerate(blocks):
        where = f"{page.relative_to(ROOT)}:{block.line}"
        runner.prepare(block)
        if block.language == "console":
            changes.append((block, _console(runner, block, where)))
        elif block.language == "python":
            follows = blocks[index + 1] if index + 1 < len(blocks) else None
            runner.python(block, follows, where)
            if runner.printed is not None and follows is not None and follows.language == "text":
                changes.append((follows, runner.printed))
            elif runner.printed is not None:
                print(f"{where}: no block of text follows for what it prints:\n{runner.printed}")
    lines = page.read_text(encoding="utf-8").splitlines()
    for block, text in reversed(changes):
        lines[block.line - 1 : block.line - 1 + len(block.text.splitlines())] = text.splitlines()
    return "\n".join(lines) + "\n"


def _console(runner: Accepting, block: test_docs.Block, where: str) -> str:
    lines: list[str] = []
    code = 0
    for command in test_docs.commands_of(block.text):
        code, printed = runner.command(runner.as_real(command.line))
        runner.compare(command.expected, printed, f"{where} $ {command.line}")
        lines += command.written
        output = command.expected if runner.printed is None else runner.printed
        lines += output.strip("\n").splitlines()
    if code != int(block.told.get("exit", "0")):
        print(f"{where}: the exit code is {code}; write above the block: % exit: {code}")
    return "\n".join(lines)


def main() -> None:
    """Accept the pages named."""
    for page in [Path(name).resolve() for name in sys.argv[1:]] or test_docs.pages():
        with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
            with test_docs.prepared(Path(folder), patch, server=test_docs.needs_postgres(page)) as plain:
                runner = Accepting(plain.folder, plain.monkeypatch, socket=plain.socket)
                text = accepted(page, runner)
            page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
