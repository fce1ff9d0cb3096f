"""Read again: what of a batch is new, what stands already, what corrects, and what contradicts.

Rows and entries are alike in place when they are of one subject, hold from the same first day and state a common
field (for a step or cap: the same word). There, the same content is *unchanged* and records nothing; other content is
a fault, unless the row is to correct, or a later source says something new in a book with the clock of sources.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from muster.core.keeping import SEES_ALL, ClockForm
from muster.core.problem import Problem
from muster.core.statements import Statement
from muster.exchange import texts
from muster.exchange.differing import beside_founder, contradiction
from muster.exchange.faults import Fault, Faults
from muster.exchange.rows import Given
from muster.ledger.entries import Draft
from muster.ledger.kinds import KINDS
from muster.ledger.snapshot import Snapshot
from muster.ledger.sources import public_day
from muster.ledger.standing import Stated
from muster.ledger.visible import markings_in_force


@dataclass(slots=True)
class _Pending:
    """A row on its way: the standing entry with its content, the row of the batch it corrects, its draft."""

    given: Given
    stands: Stated | None = None
    corrected: _Pending | None = None
    draft: Draft | None = None
    later: list[_Pending] = field(default_factory=list)

    @property
    def settled(self) -> bool:
        """Whether nothing is to be recorded: it stands, or what corrects it in this batch does."""
        return self.stands is not None or any(one.settled for one in self.later)


class Comparison:
    """Compares the rows of a batch with each other and with what stands in the book."""

    def __init__(self, snapshot: Snapshot, given: Iterable[Given], *, correct: bool, live: bool = False) -> None:
        self._snapshot = snapshot
        self._correct = correct
        self._statements: dict[str, Statement] = {}
        for one in given:
            if isinstance(one.draft.record, Statement) and public_day(one.draft.record) is not None:
                self._statements[one.draft.subject] = one.draft.record
        self._public_days: dict[str | None, date | None] = {}
        self.on_sources = is_on_sources(snapshot) and not live
        self._markings = markings_in_force(snapshot.entries) if snapshot.viewer in SEES_ALL else None
        self._redacted = {
            (e.kind, e.subject, e.valid_from) for e in snapshot.entries if e.payload is None and e.kind in KINDS
        }
        self._founder = snapshot.entries[0].recorded_by
        self.unchanged = 0
        self.notes: list[Problem] = []

    def settle(self, rows: Sequence[Given], faults: Faults) -> Iterator[tuple[Given, Draft]]:
        """The drafts of the rows on one subject, each with its row; what contradicts is added to ``faults``."""
        kind, subject = rows[0].draft.kind, rows[0].draft.subject
        places: dict[tuple[Any, ...], tuple[list[_Pending], list[Stated]]] = {}
        for given in rows:
            beside = beside_founder(given, self._snapshot, self._founder)
            places.setdefault(_place(given.draft), ([], []))[0].append(_Pending(beside))
        for stated in self._snapshot.stated(kind, subject):
            place = _place_of(stated)
            if place in places:
                places[place][1].append(stated)
        for pending, standing in places.values():
            self._match(pending, standing)
            yield from self._settled(pending, standing, faults)

    def public_day(self, statement: str | None) -> date | None:
        """The day on which a statement of the batch or the book became public."""
        if statement not in self._public_days:
            found = None
            if statement is not None:
                record = self._statements.get(statement)
                found = record or self._snapshot.thing(Statement, statement, date.max)
            self._public_days[statement] = None if found is None else public_day(found)
        return self._public_days[statement]

    def _match(self, pending: Sequence[_Pending], standing: Sequence[Stated]) -> None:
        free = list(standing)
        for one in pending:
            one.stands = next((stated for stated in free if self._same(one.given.draft, stated)), None)
            if one.stands is not None:
                free.remove(one.stands)
        for index, one in enumerate(pending):
            if one.given.corrects:
                before = [other for other in pending[:index] if _meets(other.given.draft, one.given.draft)]
                if before:
                    one.corrected = before[-1]
                    before[-1].later.append(one)

    def _same(self, draft: Draft, stated: Stated) -> bool:
        """Whether a row says what an entry says. An export leaves out a statement that was redacted."""
        record, entry = stated.record, stated.entry
        end = None if draft.valid.end is None else draft.valid.end.isoformat()
        if end != entry.valid_to or draft.statement not in (entry.statement, None):
            return False
        if draft.statement != entry.statement and self._snapshot.stated("statement", entry.statement or ""):
            return False
        names = draft.record.model_fields_set
        return names == record.model_fields_set and all(getattr(draft.record, n) == getattr(record, n) for n in names)

    def _settled(
        self, pending: list[_Pending], standing: list[Stated], faults: Faults
    ) -> Iterator[tuple[Given, Draft]]:
        taken = {one.stands.entry.id for one in pending if one.stands is not None}
        for index, one in enumerate(pending):
            twice = self._said_twice(one, pending[:index])
            if twice is not None:
                faults.add(twice)
            elif one.settled:
                self.unchanged += 1
                self._note_marking(one)
            elif self._is_redacted(one.given.draft):
                self._redacted_row(one.given, faults)
            else:
                others = [s for s in standing if s.entry.id not in taken and _meets_entry(one.given.draft, s)]
                fault = self._decide(one, others)
                if fault is not None:
                    faults.add(fault)
                elif one.draft is not None:
                    yield one.given, one.draft

    def _decide(self, one: _Pending, others: list[Stated]) -> Problem | None:
        """Give the row its draft, or the problem why it cannot have one."""
        draft = one.given.draft
        before = one.corrected
        if before is not None and before.stands is not None:
            one.draft = replace(draft, supersedes=before.stands.entry.id)
        elif before is not None and before.draft is not None:
            one.draft = replace(draft, corrects=before.draft)
        elif others and (self._correct or one.given.corrects):
            one.draft = replace(draft, supersedes=_likest(draft, others).entry.id)
        elif one.given.corrects:
            fault = Fault("nothing_to_correct", "the row corrects, but nothing stands for its subject and first day")
            return fault.at(one.given.where("@corrects"))
        elif others and not self._is_later(draft, [other.entry.statement for other in others]):
            return contradiction(one.given, others[-1], self._founder)
        else:
            one.draft = draft
        return None

    def _said_twice(self, one: _Pending, before: Iterable[_Pending]) -> Problem | None:
        for other in before:
            mine, theirs = one.given, other.given
            if not _meets(mine.draft, theirs.draft) or one.corrected is not None:
                continue
            ordered = mine.sequence is not None and theirs.sequence is not None and mine.sequence != theirs.sequence
            both_stand = one.stands is not None and other.stands is not None
            if ordered or both_stand or self._differ(mine.draft.statement, theirs.draft.statement):
                continue
            if _content(mine.draft) == _content(theirs.draft):
                sentence, mend = f"the same row stands at {theirs.where()}", "leave one of them out"
            else:
                sentence = f"{theirs.where()} states the same from the same day on, and differently"
                mend = "give one of them a later valid_from, or leave it out"
            return Fault("double_row", sentence, mend).at(mine.where())
        return None

    def _differ(self, one: str | None, other: str | None) -> bool:
        """Whether two statements are recorded on different days."""
        return self.on_sources and self.public_day(one) != self.public_day(other)

    def _is_later(self, draft: Draft, statements: Iterable[str | None]) -> bool:
        """Whether a row's statement became public after those of what stands, so that both may stand."""
        own = self.public_day(draft.statement)
        if not self.on_sources or own is None:
            return False
        return all((day := self.public_day(other)) is None or day < own for other in statements)

    def _note_marking(self, one: _Pending) -> None:
        if one.stands is None or self._markings is None or not one.given.draft.marking:
            return
        entry = one.stands.entry
        there = tuple(sorted(self._markings.get(entry.id, entry.audiences)))
        if there != tuple(sorted(one.given.draft.marking)):
            shown = "; ".join(there) or "empty"
            fault = Fault(
                "other_marking", f"the marking in the book is {shown}; reading a row again does not change it"
            )
            self.notes.append(fault.at(one.given.where("@marking")))

    def _is_redacted(self, draft: Draft) -> bool:
        start = None if draft.valid.start is None else draft.valid.start.isoformat()
        return bool(self._redacted) and (draft.kind, draft.subject, start) in self._redacted

    def _redacted_row(self, given: Given, faults: Faults) -> None:
        if texts.REDACTED in given.draft.record.stated().values():
            self.unchanged += 1
            return
        sentence = "what was recorded here has been taken out of the book (redacted)"
        faults.add(Fault("redacted", sentence, "leave the row out, or give it another valid_from").at(given.where()))


def is_on_sources(snapshot: Snapshot) -> bool:
    """Whether a book still records each entry at the day on which its statement became public."""
    live = any(entry.kind == "live" for entry in snapshot.entries)
    return snapshot.genesis.clock is ClockForm.SOURCES and not live


def _place(draft: Draft) -> tuple[Any, ...]:
    facet = tuple(getattr(draft.record, name) for name in KINDS[draft.kind].facet)
    return (*facet, None if draft.valid.start is None else draft.valid.start.isoformat())


def _place_of(stated: Stated) -> tuple[Any, ...]:
    facet = tuple(getattr(stated.record, name) for name in KINDS[stated.entry.kind].facet)
    return (*facet, stated.entry.valid_from)


def _content(draft: Draft) -> tuple[Any, ...]:
    fields = {name: getattr(draft.record, name) for name in draft.record.model_fields_set}
    return (fields, draft.statement, draft.valid.end)


def _meets(one: Draft, other: Draft) -> bool:
    """Whether two drafts at one place state something in common."""
    if not KINDS[one.kind].is_thing:
        return True
    return bool(one.record.model_fields_set & other.record.model_fields_set) or not one.record.model_fields_set


def _meets_entry(draft: Draft, stated: Stated) -> bool:
    if not KINDS[draft.kind].is_thing:
        return True
    return bool(draft.record.model_fields_set & stated.record.model_fields_set)


def _likest(draft: Draft, others: Sequence[Stated]) -> Stated:
    """Of several entries that a row may correct the last recorded, first among those of the same statement."""
    order: Callable[[Stated], tuple[bool, int]] = lambda s: (s.entry.statement == draft.statement, s.entry.seq)  # noqa: E731
    return max(others, key=order)
