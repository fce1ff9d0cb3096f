"""kill -9 between the first write and the acknowledgement: what was acknowledged is there, and no half of a batch."""

import itertools
import os
import random
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

import pytest

from muster.ledger.entries import Entry, Head, chain_faults
from muster.ledger.ledger import Ledger
from muster.ledger.store import Store, Turn
from tests.builders import BY, draft
from tests.counts import COUNTS
from tests.ledger.places import DURABLE_KINDS, Address, Places, begun
from tests.ledger.processes import PATIENCE_S, new_pipe, other

BATCH = 3


class Moment(StrEnum):
    """Where the kill falls. At all of them the rows are written and nothing of the batch is acknowledged yet."""

    BEFORE_COMMIT = "before the commit"
    AT_COMMIT = "at the commit"
    AFTER_COMMIT = "after the commit"


class Telling:
    """A store that tells how far a turn has come, and stands still there when asked to."""

    def __init__(self, store: Store, pipe: Any, at: Moment, batch: int) -> None:
        self._store, self._pipe, self._at, self._left = store, pipe, at, batch

    @property
    def where(self) -> str:
        return self._store.where

    @property
    def warnings(self) -> Sequence[str]:
        return self._store.warnings

    def entries(self, after: int = 0) -> list[Entry]:
        return self._store.entries(after)

    def head(self) -> Head:
        return self._store.head()

    def close(self) -> None:
        self._store.close()

    @contextmanager
    def writing(self) -> Iterator[Turn]:
        with self._store.writing() as turn:
            yield turn
            self._left -= 1
            self._reached(Moment.BEFORE_COMMIT)
            if self._at is Moment.AT_COMMIT and self._left == 0:
                self._pipe.send("written")  # and on it goes, into the commit
        self._reached(Moment.AFTER_COMMIT)

    def _reached(self, moment: Moment) -> None:
        if self._at is moment and self._left == 0:
            self._pipe.send("written")
            signal.pause()


def work(address: Address, pipe: Any, name: str, at: Moment, batch: int) -> None:
    """Record batches and tell of each that was acknowledged; be killed in the turn of one of them."""
    ledger = Ledger(Telling(address.open(), pipe, at, batch))
    for number in itertools.count():
        places = [draft("place", f"{name}:{number}:{part}", name=name) for part in range(BATCH)]
        ledger.record(places, BY, key=f"{name}:{number}")
        pipe.send(number)


def kill_at(address: Address, name: str, at: Moment, batch: int) -> list[int]:
    """Kill a writer in the turn of a batch; returns the batches that were acknowledged."""
    receiver, sender = new_pipe()
    acknowledged: list[int] = []
    with other(work, address, sender, name, at, batch) as writer:
        sender.close()
        while (told := told_by(receiver)) != "written":
            acknowledged.append(told)
        os.kill(writer.pid, signal.SIGKILL)
        writer.process.join(PATIENCE_S)
        assert writer.process.exitcode == -signal.SIGKILL
        # What was still on its way when it was killed has been acknowledged, too.
        while receiver.poll():
            try:
                acknowledged.append(receiver.recv())
            except EOFError:
                break
        receiver.close()
    return acknowledged


def told_by(receiver: Any) -> Any:
    assert receiver.poll(PATIENCE_S), "the writer does not come to its turn"
    return receiver.recv()


@pytest.mark.parametrize("places", DURABLE_KINDS, indirect=True)
def test_what_was_acknowledged_outlives_every_kill(places: Places, capsys: pytest.CaptureFixture[str]) -> None:
    address = places.new()
    begun(places.open(address)).store.close()
    chosen = random.Random(1)
    fell = dict.fromkeys(Moment, 0)
    found: dict[Moment, set[int]] = {moment: set() for moment in Moment}
    expected: set[str] = set()
    attempts = itertools.count()
    while sum(fell.values()) < COUNTS["kills"]:
        at = list(Moment)[sum(fell.values()) % len(Moment)]
        attempt, batch = next(attempts), chosen.randint(1, 4)
        assert attempt < 100 * COUNTS["kills"], "the writers are too fast to be killed at their commits"
        name = f"k{attempt}"
        acknowledged = kill_at(address, name, at, batch)
        assert acknowledged[: batch - 1] == list(range(batch - 1))
        if len(acknowledged) < batch:
            fell[at] += 1  # the batch was written, and nobody had been told
        store = places.open(address)
        with store.writing() as turn:  # for which the server first ends that of the one who was killed
            entries = turn.entries()
        assert list(chain_faults(entries)) == []
        mine = [entry.subject for entry in entries if entry.subject.startswith(f"{name}:")]
        batches = [one.split(":")[1] for one in mine[::BATCH]]
        assert mine == [f"{name}:{number}:{part}" for number in batches for part in range(BATCH)], "half of a batch"
        assert batches == [str(number) for number in range(len(batches))]
        assert len(acknowledged) <= len(batches) <= len(acknowledged) + 1, "an acknowledged batch is gone"
        with store.writing() as turn:
            assert [turn.receipt(BY, f"{name}:{number}") is not None for number in range(len(batches) + 1)] == [
                *(True for _ in batches),
                False,
            ]
        found[at].add(len(batches) - len(acknowledged))
        expected.update(mine)
        assert {entry.subject for entry in entries[2:]} == expected, "what an earlier kill had left is gone"
        store.close()
    assert found[Moment.BEFORE_COMMIT] == {0}
    assert found[Moment.AFTER_COMMIT] == {1}
    with capsys.disabled():
        told = ", ".join(f"{count} {moment}" for moment, count in fell.items())
        print(
            f"\n{places.kind}: {sum(fell.values())} kills, each between the first write and the acknowledgement"
            f" ({told}): {len(expected)} entries are all there, no half of a batch",
            file=sys.stderr,  # which xdist lets through
        )
