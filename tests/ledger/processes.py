"""Other processes for the tests of the stores: writers, readers, and people without rights."""

import multiprocessing
import os
import pwd
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from typing import Any, NamedTuple

from tests.ledger.postgres_cluster import UNPRIVILEGED

PATIENCE_S = 120.0
"""How long a process is waited for, on however slow a machine."""

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.ledger.places", "muster.book"])


class Outcome(NamedTuple):
    """What became of a function in another process: what it returned, or the name and the text of what it raised."""

    returned: Any = None
    raised: str = ""
    text: str = ""


class Other:
    """A function at work in another process."""

    def __init__(self, process: ForkServerProcess, answers: "Connection[Any, Any]") -> None:
        self.process, self._answers = process, answers

    @property
    def pid(self) -> int:
        assert self.process.pid is not None
        return self.process.pid

    def outcome(self) -> Outcome:
        """What became of it; waits for its end."""
        assert self._answers.poll(PATIENCE_S), "the other process does not answer"
        outcome: Outcome = self._answers.recv()
        self.process.join(PATIENCE_S)
        return outcome


@contextmanager
def other(function: Callable[..., Any], *given: Any) -> Iterator[Other]:
    """A function of a module at work in another process, which is ended at the latest with the context."""
    answers, sender = _context.Pipe(duplex=False)
    process = _context.Process(target=_answer, args=(sender, function, given), daemon=True)
    process.start()
    sender.close()
    try:
        yield Other(process, answers)
    finally:
        process.kill()
        process.join(PATIENCE_S)
        process.close()
        answers.close()


def outcome_of(function: Callable[..., Any], *given: Any) -> Outcome:
    """What becomes of a function in another process."""
    with other(function, *given) as running:
        return running.outcome()


def as_nobody(function: Callable[..., Any], *given: Any) -> Outcome:
    """What becomes of a function in a process without the rights of root, where the tests run as root."""
    return outcome_of(_without_rights, function, *given)


def new_event() -> Any:
    """An event that processes share."""
    return _context.Event()


def new_barrier(parties: int) -> Any:
    """A barrier that processes share."""
    return _context.Barrier(parties, timeout=PATIENCE_S)


def new_pipe() -> "tuple[Connection[Any, Any], Connection[Any, Any]]":
    """A pipe from one process to another: the end that receives, the end that sends."""
    return _context.Pipe(duplex=False)


def _answer(sender: "Connection[Any, Any]", function: Callable[..., Any], given: tuple[Any, ...]) -> None:
    try:
        outcome = Outcome(returned=function(*given))
    except Exception as error:  # noqa: BLE001 - the test looks at it
        outcome = Outcome(raised=type(error).__name__, text=str(error))
    sender.send(outcome)


def _without_rights(function: Callable[..., Any], *given: Any) -> Any:
    if os.geteuid() == 0:
        user = pwd.getpwnam(UNPRIVILEGED)
        os.setgroups([])
        os.setresgid(user.pw_gid, user.pw_gid, user.pw_gid)
        os.setresuid(user.pw_uid, user.pw_uid, user.pw_uid)
    return function(*given)
