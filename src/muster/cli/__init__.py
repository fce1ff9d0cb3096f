"""The command ``muster``: one command per verb of the book. It prints, shows progress and sets exit codes.

Exit codes: 0 done; 1 refused or failed, with a sentence; 2 the data has problems, nothing was recorded; 130 stopped;
141 nobody reads on.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from muster.cli import beginning, looking, planning, supposing, writing
from muster.cli.options import STOPPED

FAULTY_DATA = 2
"""The exit code for data with problems."""

NOBODY_READS = 141
"""The exit code where the reader of a pipe has left, as shells have it: 128 and the signal."""


class Verbs(TyperGroup):
    """The verbs, told apart from a reader that leaves: that is no failure of theirs."""

    def make_context(self, *args: Any, **more: Any) -> Any:  # noqa: ANN401 - typer's own arguments
        """Read the command line; help is printed here."""
        with _while_somebody_reads():
            return super().make_context(*args, **more)

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - likewise
        """Do what a verb does."""
        with _while_somebody_reads():
            return super().invoke(ctx)


@contextmanager
def _while_somebody_reads() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        sys.exit(NOBODY_READS)


app = typer.Typer(
    name="muster",
    cls=Verbs,
    help="The book of a coalition: what is needed, who brings it, what is missing, as known on any day.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
"""The command, to which each room of verbs adds its own."""


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        from muster.engine.kernels import compiled

        found = compiled()
        kernels = f"interpreted: {found}" if isinstance(found, str) else "compiled"
        typer.echo(f"muster {version('musterbook')}, kernels {kernels}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_version,
            is_eager=True,
            help="Print the version, and whether the kernels are compiled.",
        ),
    ] = False,
) -> None:
    pass


beginning.add_to(app)
writing.add_to(app)
looking.add_to(app)
planning.add_to(app)
supposing.add_to(app)


def main() -> None:
    """Run the command; every failure is a sentence on standard error and an exit code."""
    code: str | int | None = NOBODY_READS
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal that lacks a letter is shown a question mark
            stream.reconfigure(errors="replace")
    try:
        _run()
    except BrokenPipeError:
        pass
    except SystemExit as leaving:
        code = leaving.code
    handed_over = [_handed_over(stream) for stream in (sys.stdout, sys.stderr)]
    sys.exit(code if all(handed_over) else code or NOBODY_READS)


def _handed_over(stream: Any) -> bool:  # noqa: ANN401 - standard output is whatever it was set to
    """Whether all that was printed was taken; what was not goes nowhere, so that Python has nothing to say of it."""
    if stream is None:  # closed by whoever started the command
        return True
    try:
        stream.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        return False
    return True


def _run() -> None:
    from muster.core.errors import FaultyDataError, MusterError

    try:
        app()
    except FaultyDataError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        print(f"muster: {error}", file=sys.stderr)
        sys.exit(FAULTY_DATA)
    except MusterError as error:
        print(f"muster: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except OSError as error:
        print(f"muster: {error.filename or 'the system'}: {error.strerror or error}", file=sys.stderr)
        sys.exit(1)
    except SystemExit as leaving:
        if leaving.code == STOPPED:
            print("muster: stopped", file=sys.stderr)
        raise
