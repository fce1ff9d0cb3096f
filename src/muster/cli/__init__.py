"""The command ``muster``: one command per verb of the book. It prints, shows progress and sets exit codes.

Exit codes: 0 done; 1 refused or failed, with a sentence; 2 the data has problems, nothing was recorded; 130 stopped.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from muster.cli import beginning, looking, writing

FAULTY_DATA = 2
"""The exit code for data with problems."""

STOPPED = 130
"""The exit code after Ctrl-C, as shells have it: 128 and the signal."""

app = typer.Typer(
    name="muster",
    help="The book of a coalition: what is needed, who brings it, what is missing, as known on any day.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
"""The command, to which each room of verbs adds its own."""


def _version(asked: bool) -> None:
    from importlib.metadata import version

    if asked:
        typer.echo(f"muster {version('musterbook')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    pass


beginning.add_to(app)
writing.add_to(app)
looking.add_to(app)


def main() -> None:
    """Run the command; every failure is a sentence on standard error and an exit code."""
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
