"""Work that is shared out: among whom, when it pays, and what comes of it where somebody stops it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from typing import Any

import pytest

from muster.engine.hands import PAYS, Hands
from muster.engine.touring import Effort, Work


class Own(Executor):
    """Does what it is given at once, or never; notes how much it was given, and whether it was shut down."""

    def __init__(self, ready: int = 99, fault: Exception | None = None) -> None:
        self.ready, self.given, self.shut, self.fault = ready, 0, False, fault

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.given += 1
        future: Future[Any] = Future()
        if self.fault is not None:
            future.set_exception(self.fault)
        elif self.given <= self.ready:
            future.set_result(fn(*args, **kwargs))
        self.waiting = future
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 (as it is)
        self.shut = True
        if cancel_futures:
            self.waiting.cancel()


def tenfold(items: Sequence[int], work: Work) -> list[int]:
    """Ten times each item; one more where the work was stopped."""
    return [10 * one + work.is_stopped for one in items]


def shared(executor: Executor, sizes: Sequence[int], **how: Any) -> list[int]:
    work = Work(Effort(), hands=Hands(executor), **how)
    return work.share_out(tenfold, list(range(len(sizes))), sizes)


def test_the_largest_goes_to_whom_has_least_to_do() -> None:
    assert Hands(Own(), 2).groups([1, 5, 4, 2]) == [[1, 0], [2, 3]]
    assert Hands(Own(), 3).groups([1, 1]) == [[0], [1]]
    assert Hands(Own(), 2).groups([0, 0, 0]) == [[0, 1, 2], []]


def test_it_is_shared_out_from_a_size_on() -> None:
    for sizes, given in (([PAYS - 1, 0], 0), ([PAYS, 0], 2), ([PAYS], 0)):
        own = Own()
        assert shared(own, sizes) == [10 * one for one in range(len(sizes))]
        assert (own.given, own.shut) == (given, False)
    assert not Hands(Own(), 1).pay([PAYS, PAYS])


def test_answers_stand_in_the_order_of_what_was_asked() -> None:
    with ThreadPoolExecutor(2) as executor:
        assert shared(executor, [3, PAYS, 7, PAYS + 1]) == [0, 10, 20, 30]


def test_where_it_is_enough_nothing_is_shared_out() -> None:
    own = Own()
    assert Work(Effort(stop=lambda: True), hands=Hands(own)).share_out(tenfold, [1, 2], [PAYS, PAYS]) == [10, 20]
    assert own.given == 0


class Pressed:
    """Ctrl-C, as it is told how much is done; notes what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[int, int]] = []

    def __call__(self, done: int, of: int) -> None:
        self.told.append((done, of))
        if len(self.told) == 2:
            raise KeyboardInterrupt


def test_who_stops_it_has_what_was_done_and_the_rest_is_done_here() -> None:
    """The second group is not begun: it is done by who asked, whose work is stopped."""
    own, pressed = Own(ready=1), Pressed()
    assert shared(own, [PAYS, 1], watcher=pressed, may_stop=True) == [0, 11]
    assert own.shut
    assert pressed.told == [(0, 2), (1, 2)]


def test_who_may_not_stop_it_stops_all() -> None:
    with pytest.raises(KeyboardInterrupt):
        shared(Own(ready=1), [PAYS, 1], watcher=Pressed())


def test_what_no_process_answers_is_done_here() -> None:
    assert shared(Own(fault=BrokenExecutor()), [PAYS, 1]) == [0, 10]


def test_what_is_wrong_with_a_job_is_said() -> None:
    with pytest.raises(ZeroDivisionError):
        shared(Own(fault=ZeroDivisionError()), [PAYS, 1])
