"""Books for tests: a ledger in memory, a clock that stands until it is moved, seeded randomness, drafts in one line."""

import copy
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any
from unittest.mock import patch

from muster.core.days import Period, day_of, end_of_day, find_zone, micros, next_day, noon
from muster.core.keeping import ClockForm, Genesis
from muster.core.marking import Viewer
from muster.core.members import Person
from muster.core.quantity import Qualifier, Quantity
from muster.ledger import rules
from muster.ledger.entries import Draft, Entry
from muster.ledger.kinds import KINDS
from muster.ledger.ledger import Ledger, Surroundings
from muster.ledger.memory import MemoryStore
from muster.ledger.snapshot import Snapshot
from muster.ledger.visible import find_viewer, visible

UTC_ZONE = find_zone("UTC")
BY = "anna"
"""The person who begins every book here and records in it."""


def day(text: str) -> date:
    return date.fromisoformat(text)


def instant(text: str) -> int:
    """The microseconds of a UTC moment such as ``2026-01-20T12:00``."""
    return micros(datetime.fromisoformat(text).replace(tzinfo=UTC))


def dates(start: str | None = None, last: str | None = None) -> dict[str, str]:
    """A window as a payload writes it."""
    return {name: text for name, text in (("start", start), ("last", last)) if text is not None}


def exactly(number: int | str) -> Quantity:
    return Quantity.said_as(Qualifier.EXACT, number)


def unstated(words: str) -> Quantity:
    return Quantity.said_as(Qualifier.UNSTATED, words=words)


def draft(kind: str, subject: str, since: str | None = None, last: str | None = None, **fields: Any) -> Draft:
    """A draft of a kind on a subject: what the envelope takes by its own names, all else a field of the record.

    ``since`` and ``last`` are the first and the last day on which it holds.
    """
    envelope = ("statement", "marking", "on_behalf_of", "supersedes", "origin", "where")
    given = {name: fields.pop(name) for name in envelope if name in fields}
    valid = Period(None if since is None else day(since), None if last is None else next_day(day(last)))
    return Draft(kind, subject, KINDS[kind].record.model_validate(fields), valid=valid, **given)


def step(contribution: str, word: str, since: str, number: int | Quantity | None = None, **more: Any) -> Draft:
    if number is not None:
        more["quantity"] = exactly(number) if isinstance(number, int) else number
    return draft("step", contribution, since, word=word, **more)


def cap(contribution: str, word: str, since: str, number: int | Quantity | None = None, **more: Any) -> Draft:
    if number is not None:
        more["quantity"] = exactly(number) if isinstance(number, int) else number
    return draft("cap", contribution, since, cap=word, **more)


def turn(
    rota: str, first: str, last: str, contribution: str | None = None, since: str | None = None, **envelope: Any
) -> Draft:
    """A turn of a rota, open where no contribution is given."""
    given = {"first": first, "last": last} | ({} if contribution is None else {"contribution": contribution})
    return replace(draft("turn", rota, since, **envelope), record=KINDS["turn"].record.model_validate(given))


def kept(
    name: str, *assigned: tuple[str, str, int | str], first: str = "2026-01-01", last: str = "2026-12-31"
) -> Draft:
    """A kept plan, made at the beginning of 2026: who serves which line, and how much, on all its days."""
    rows = [
        {"contribution": giver, "line": line, "first": first, "last": last, "amount": str(amount)}
        for giver, line, amount in assigned
    ]
    asked = {"known": "2026-01-01T12:00:00.000000Z", "firmness": "committed", "undeclared": True, "version": "0"}
    fields = {**asked, "first": first, "last": last, "assignments": rows}
    return Draft("plan", name, KINDS["plan"].record.model_validate(fields))


def undo(entry: Entry, **more: Any) -> Draft:
    return draft("retraction", entry.subject, supersedes=entry.id, **more)


@contextmanager
def before_limits() -> Iterator[None]:
    """Inside, numbers are recorded that cannot be, as in a book from before they were refused."""
    with patch.object(rules, "out_of_range", lambda *_: ()):
        yield


def changed(data: Any, path: Sequence[Any], value: Any) -> Any:
    """Plain data with another value at a place; None takes away what is there."""
    wrong = copy.deepcopy(data)
    inner = wrong
    for part in path[:-1]:
        inner = inner[part]
    if value is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return wrong


def seeded(seed: int = 1) -> Callable[[int], bytes]:
    return random.Random(seed).randbytes


@dataclass
class Desk:
    """A book in memory, with its clock."""

    ledger: Ledger
    time: list[int] = field(default_factory=lambda: [0])

    def at(self, text: str) -> "Desk":
        """Move the clock to noon UTC of a day, or to a moment."""
        self.time[0] = noon(day(text), UTC_ZONE) if len(text) == len("2026-01-20") else instant(text)
        return self

    def put(self, *drafts: Draft, by: str = BY, **how: Any) -> tuple[Entry, ...]:
        return self.ledger.record(drafts, by, **how)

    def one(self, draft: Draft, by: str = BY, **how: Any) -> Entry:
        """Record one draft and return its entry."""
        return self.put(draft, by=by, **how)[-1]

    def entries(self) -> Sequence[Entry]:
        return self.ledger.entries()

    def viewer(self, name: str) -> Viewer:
        return find_viewer(name, self.entries(), day_of(self.time[0], UTC_ZONE))

    def seen(self, name: str) -> tuple[Entry, ...]:
        """What a viewer sees of the book today."""
        return visible(self.entries(), self.viewer(name))

    def snapshot(self, known: str | None = None, viewer: str = "secretariat") -> Snapshot:
        """The book as known at the end of a day, or now."""
        moment = self.time[0] if known is None else end_of_day(day(known), UTC_ZONE)
        return Snapshot([e for e in self.seen(viewer) if e.recorded_at <= moment], moment, viewer)


def book(
    start: str = "2026-01-01",
    clock: ClockForm = ClockForm.LIVE,
    *,
    zone: str = "UTC",
    at: str | None = None,
    seed: int = 1,
) -> Desk:
    """A book that anna begins on a day. Books of one seed are one book."""
    time = [0]
    desk = Desk(Ledger(MemoryStore(), Surroundings(clock=lambda: time[0], entropy=seeded(seed))), time).at(start)
    desk.ledger.begin(
        Genesis(name="Relief", zone=zone, clock=clock), BY, Person(name="Anna"), None if at is None else instant(at)
    )
    return desk


def relief(start: str = "2026-01-01", **operation: Any) -> Desk:
    """A book with members FRA and DEU, trainers, the operation OP, and FRA's contribution of trainers, C1."""
    desk = book(start)
    desk.put(
        draft("member", "FRA", name="France", form="nation"),
        draft("member", "DEU", name="Germany", form="nation"),
        draft("capability", "trainers", name="Trainers", unit="persons"),
        draft("operation", "OP", **{"name": "Relief", "form": "mission", **operation}),
        draft("contribution", "C1", member="FRA", capability="trainers", operation="OP", words="army trainers"),
    )
    return desk
