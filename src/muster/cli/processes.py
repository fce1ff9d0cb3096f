"""Processes beside this one, among which long work is shared out, and how they are told to end."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from typing import ParamSpec, TypeVar

from muster.engine.hands import Hands

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

_told_to_end: list[Event] = []
"""In a process that was started: what tells it to end."""


@dataclass(frozen=True)
class Patience:
    """Whether it is enough: after a moment of the clock that does not go back, or once the work was stopped."""

    ends: float | None = None

    def __call__(self) -> bool:
        """Asked here, and in every process."""
        return any(one.is_set() for one in _told_to_end) or (self.ends is not None and time.monotonic() > self.ends)


class Processes(Executor):
    """So many processes, started with the first work that they are given: small books never wait for them."""

    def __init__(self, number: int) -> None:
        """Start nothing yet."""
        self._number = number
        self._pool: ProcessPoolExecutor | None = None
        self._end: Event | None = None

    def submit(self, fn: Callable[Given, Answer], /, *args: Given.args, **kwargs: Given.kwargs) -> Future[Answer]:
        """Hand work to a process."""
        if self._pool is None:
            fresh = get_context("spawn")  # a copy of this process might hold locks of its threads for ever
            self._end = fresh.Event()
            self._pool = ProcessPoolExecutor(self._number, fresh, initializer=_begin, initargs=(self._end,))
        return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Tell the processes to end with what they have found so far."""
        if self._pool is not None and self._end is not None:
            self._end.set()
            self._pool.shutdown(wait=wait, cancel_futures=cancel_futures)


def _begin(end: Event) -> None:
    """What a process does first: leave Ctrl-C to the one that started it, and listen to that."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _told_to_end.append(end)


@contextmanager
def all_hands() -> Iterator[Hands | None]:
    """As many processes as there are processors; None where there is only one."""
    number = os.cpu_count() or 1
    if number == 1:
        yield None
        return
    processes = Processes(number)
    try:
        yield Hands(processes, number)
    finally:
        processes.shutdown(cancel_futures=True)
