"""Processes among which work is shared out: the same comes of it, and they end when they are told to."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest

from muster.cli.processes import Patience, Processes, all_hands
from muster.engine import hands
from muster.engine.hands import Hands
from muster.engine.touring import Effort, Work


def until_told(items: Sequence[float], work: Work) -> list[bool]:
    """Waits until it is enough, for so many seconds at most; whether it was."""
    found = []
    for seconds in items:
        ends = time.monotonic() + seconds
        while not work.is_enough() and time.monotonic() < ends:
            time.sleep(0.01)
        found.append(work.is_enough())
    return found


class PressedOnce:
    """Ctrl-C, once work is under way."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, _: int, __: int) -> None:
        self.times += 1
        if self.times == 3:
            raise KeyboardInterrupt


def test_processes_end_with_what_they_have_once_they_are_told_to() -> None:
    """Each would wait for a minute."""
    work = Work(Effort(stop=Patience()), PressedOnce(), may_stop=True, hands=Hands(Processes(2)))
    started = time.monotonic()
    assert work.share_out(until_told, [60.0, 60.0], [hands.PAYS, hands.PAYS]) == [True, True]
    assert time.monotonic() - started < 50
    assert work.is_stopped


def test_they_end_when_their_time_is_over() -> None:
    assert not Patience()()
    assert not Patience(time.monotonic() + 60)()
    assert Patience(time.monotonic() - 1)()


def test_nothing_is_started_before_there_is_work() -> None:
    idle = Processes(2)
    idle.shutdown()
    assert idle.submit(len, "four").result(timeout=60) == 4
    idle.shutdown()


def test_there_are_as_many_hands_as_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    for number, told in ((1, None), (3, 3), (None, None)):
        monkeypatch.setattr("muster.cli.processes.os.cpu_count", lambda number=number: number)
        with all_hands() as found:
            assert (None if found is None else found.number) == told
