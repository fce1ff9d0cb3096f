"""Leaks planted in the product, one at a time: each a thing that is easily done and hard to see."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

import pytest

from muster.book import Book
from muster.core.days import Period
from muster.core.errors import RefusedError, UnknownSubjectError
from muster.core.marking import Viewer
from muster.core.problem import closest
from muster.engine.allocation import Plan
from muster.engine.coverage import Timeline
from muster.engine.day import LineDay
from muster.engine.gaps import lines_on
from muster.engine.picture import Picture
from muster.engine.touring import Kept
from muster.ledger import rules, visible
from muster.ledger.entries import Entry
from muster.ledger.history import LogLine
from muster.ledger.plans import kept_last
from muster.ledger.snapshot import Snapshot

Plant = Callable[[pytest.MonkeyPatch], None]


def count(patch: pytest.MonkeyPatch) -> None:
    """The status says how many entries the book holds."""
    original = Book.status

    def status(self: Book, *asked: Any, **how: Any) -> Picture:
        return replace(original(self, *asked, **how), entries_recorded=len(self.ledger.entries()))

    patch.setattr(Book, "status", status)


def counted_id(patch: pytest.MonkeyPatch) -> None:
    """Entries are known by their number in the book."""

    def own_ids(seen: Sequence[Entry]) -> dict[str, str]:
        return {entry.id: f"e{entry.seq}" for entry in seen}

    patch.setattr(visible, "_own_ids", own_ids)


def real_id(patch: pytest.MonkeyPatch) -> None:
    """Entries are known by the ids that they have in the book."""

    def own_ids(seen: Sequence[Entry]) -> dict[str, str]:
        return {entry.id: entry.id for entry in seen}

    patch.setattr(visible, "_own_ids", own_ids)


def version(patch: pytest.MonkeyPatch) -> None:
    """A version counts all entries on a subject."""
    original = rules.check_versions

    def check_versions(snapshot: Snapshot, seen: Mapping[str, int], viewer: Viewer | None) -> None:
        original(snapshot, seen, None)

    patch.setattr(rules, "check_versions", check_versions)


def error_text(patch: pytest.MonkeyPatch) -> None:
    """What is hidden is refused otherwise than what is unknown."""
    original = Book.log

    def log(self: Book, subject: str, *asked: Any) -> tuple[LogLine, ...]:
        try:
            return original(self, subject, *asked)
        except UnknownSubjectError:
            if any(entry.subject == subject for entry in self.ledger.entries()):
                raise RefusedError(f"{subject} is not for you") from None
            raise

    patch.setattr(Book, "log", log)


def suggestion(patch: pytest.MonkeyPatch) -> None:
    """What is near to a mistyped id is looked for in the whole book."""
    original = Book.log

    def log(self: Book, subject: str, *asked: Any) -> tuple[LogLine, ...]:
        try:
            return original(self, subject, *asked)
        except UnknownSubjectError:
            known = {entry.subject for entry in self.ledger.entries()} - {subject}
            raise UnknownSubjectError("subject", subject, closest(subject, known)) from None

    patch.setattr(Book, "log", log)


def order(patch: pytest.MonkeyPatch) -> None:
    """Entries of one instant come in the order of the ids that they have in the book."""
    original = visible.seen_by

    def seen_by(entries: Sequence[Entry], viewer: Viewer) -> Sequence[Entry]:
        return sorted(original(entries, viewer), key=lambda entry: (entry.recorded_at, entry.id))

    patch.setattr(visible, "seen_by", seen_by)


def total(patch: pytest.MonkeyPatch) -> None:
    """The lines that a viewer sees are summed over everything that serves them."""
    original = Book.lines

    def lines(self: Book, *asked: Any) -> tuple[LineDay, ...]:
        shown = {line.line for line in original(self, *asked)}
        whole = Snapshot(self.ledger.entries(), self.ledger.now())
        return tuple(line for line in lines_on(Timeline(whole), whole.known_day) if line.line in shown)

    patch.setattr(Book, "lines", lines)


def timestamp(patch: pytest.MonkeyPatch) -> None:
    """A book is known as of the last entry recorded in it."""
    original = Book._instant

    def instant(self: Book, known: Any) -> int:
        return self.ledger.entries()[-1].recorded_at if known is None else original(self, known)

    patch.setattr(Book, "_instant", instant)


@dataclass(frozen=True)
class Leak:
    """A leak: how it is planted, and a question by whose answers it comes to light."""

    plant: Plant
    shows_in: str


LEAKS = {
    "count": Leak(count, "status on"),
    "id": Leak(counted_id, "entries, known"),
    "version": Leak(version, "having seen"),
    "error text": Leak(error_text, "log of"),
    "suggestion": Leak(suggestion, "log of"),
    "order": Leak(order, "entries, known"),
    "total": Leak(total, "lines, known"),
    "timestamp": Leak(timestamp, "known, known now"),
}
"""The eight that the law is to find."""


def reference(patch: pytest.MonkeyPatch) -> None:
    """An entry shows what it refers to, whether the viewer sees that or not."""
    patch.setattr(visible, "_payload_without", lambda kind, payload, there: payload)


def author(patch: pytest.MonkeyPatch) -> None:
    """An entry shows who recorded it, whether the viewer sees who that is or not."""
    original = visible._as_seen

    def as_seen(seen: Sequence[Entry]) -> tuple[Entry, ...]:
        return tuple(
            shown._replace(recorded_by=entry.recorded_by) for shown, entry in zip(original(seen), seen, strict=True)
        )

    patch.setattr(visible, "_as_seen", as_seen)


def own_marking(patch: pytest.MonkeyPatch) -> None:
    """The marking given when an entry was recorded counts, not the one in force."""
    patch.setattr(visible, "markings_in_force", lambda entries: {})


def retracted_out_of_sight(patch: pytest.MonkeyPatch) -> None:
    """What is taken back stands for nobody."""
    original = visible.seen_by

    def seen_by(entries: Sequence[Entry], viewer: Viewer) -> Sequence[Entry]:
        gone = {entry.supersedes for entry in entries if entry.kind == "retraction"}
        seen = original(entries, viewer)
        return seen if viewer.sees_all else [entry for entry in seen if entry.id not in gone]

    patch.setattr(visible, "seen_by", seen_by)


def resting_on_nothing(patch: pytest.MonkeyPatch) -> None:
    """What is marked for a viewer is shown to it, though it is about something it does not see."""
    patch.setattr(visible, "_resting_on_visible", list)


def concerned_by_the_last(patch: pytest.MonkeyPatch) -> None:
    """A thing is of the member that was named for it last, by whomever."""

    def concerning(entries: Sequence[Entry], member: str, sees: Callable[[Entry], bool]) -> frozenset[str]:
        payloads = {entry.subject: json.loads(entry.payload) for entry in entries if entry.payload is not None}
        named = {subject: payload.get("member") for subject, payload in payloads.items() if "member" in payload}
        return frozenset(entry.id for entry in entries if named.get(entry.subject, entry.subject) == member)

    patch.setattr(visible, "concerning", concerning)


def kept_plan(patch: pytest.MonkeyPatch) -> None:
    """A plan starts from the one kept last, whoever may see it."""
    original = Book.allocate

    def allocate(self: Book, period: Period, *asked: Any, **how: Any) -> Plan:
        whole = Snapshot(self.ledger.entries(), self.ledger.now())
        plan, last = original(self, period, *asked, **how), kept_last(whole, cast("date", period.start))
        return plan if last is None else replace(plan, touring=replace(plan.touring, kept=Kept(last.entry.subject)))

    patch.setattr(Book, "allocate", allocate)


def referring_to_what_came_later(patch: pytest.MonkeyPatch) -> None:
    """Who brings a thing of some id sees all that named that id before."""
    original = visible._things
    patch.setattr(visible, "_things", lambda entries: dict.fromkeys(original(entries), 0))


MORE_LEAKS = {
    "real id": Leak(real_id, "entries, known"),
    "reference": Leak(reference, "entries, known"),
    "author": Leak(author, "entries, known"),
    "marking": Leak(own_marking, "entries, known"),
    "hidden retraction": Leak(retracted_out_of_sight, "entries, known"),
    "resting on the hidden": Leak(resting_on_nothing, "entries, known"),
    "concerned by the last": Leak(concerned_by_the_last, "entries, known"),
    "kept plan": Leak(kept_plan, "plan of a day"),
    "later reference": Leak(referring_to_what_came_later, "entries afterwards"),
}
"""Others that were there, or nearly."""
