"""What each contribution gives on a day: its levels at each firmness, inside its window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import cast

from muster.core.capabilities import Capability
from muster.core.contributions import SAID, Cap, CapWord, Contribution, Step, Word
from muster.core.days import Dated, next_day
from muster.core.errors import RefusedError
from muster.core.firmness import Firmness, Lowered, Need, Said, firm_levels, levels, standing_steps
from muster.core.operations import Acceptance, Dates, Operation
from muster.core.quantity import NOTHING, UNKNOWN, Quantity, Span
from muster.core.requirements import Requirement
from muster.core.statements import Statement
from muster.ledger.joining import ever_parts, joint_cuts, joint_of, required_parts
from muster.ledger.snapshot import Snapshot
from muster.ledger.standing import Stated, holding

Levels = dict[Firmness, Span]
"""The level at each firmness, the largest among words at least that firm; absent where nothing was said."""


class Dating(StrEnum):
    """Where a day lies to a window. ``unsaid``: no first day was said, so only what is in place counts."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    UNSAID = "unsaid"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Given:
    """A contribution on a day.

    ``record`` is what is stated of it, with the line that it bridges (``earmarked``). ``counted`` are its levels where
    the day lies in its window for certain; ``undated`` those it may have on that day: its first or last day is known to
    the month or year only, or was not said. What is undated is never cover. ``part_of`` is the joint contribution of
    which it is a part on that day: it then serves no line by itself.
    """

    contribution: str
    record: Contribution
    operation: str | None
    counted: Levels
    undated: Levels
    part_of: str | None = None

    @property
    def possible(self) -> Levels:
        """The levels that it has for certain, or may have on that day."""
        return self.undated or self.counted


def decimals_of(snapshot: Snapshot, capability: str | None, day: date) -> int:
    """With how many decimals the unit of a capability is counted."""
    found = None if capability is None else snapshot.thing(Capability, capability, day)
    return 0 if found is None else found.decimals or 0


class Giver:
    """A contribution over time: reads its steps and caps once, and tells what it gives on any day."""

    def __init__(self, snapshot: Snapshot, contribution: str) -> None:
        """Read a contribution."""
        self.snapshot, self.contribution = snapshot, contribution
        self._read: dict[int, tuple[list[Said], list[Lowered]]] = {}
        first = next(iter(snapshot.stated("step", contribution)), None)
        self.begins = date.max if first is None else first.valid.start or date.min
        """The first day of any of its steps: before it nothing is given."""
        self._parts: dict[str, Giver] = {}

    def on(self, day: date, acceptance: Acceptance | None = None, *, at_any_time: bool = False) -> Given | None:
        """What it gives on a day, or None where there is no such contribution.

        What a joint contribution delivers is there as firmly as the weakest of its required parts. To see what would
        be: ``acceptance`` in place of what its operation says, ``at_any_time`` as though the day lay in its window.
        """
        own = self.alone(day, acceptance, at_any_time=at_any_time)
        if own is None:
            return None
        for name in required_parts(self.snapshot, self.contribution, day):
            part = self._parts.setdefault(name, Giver(self.snapshot, name))
            own = _together(own, part.alone(day, acceptance, at_any_time=at_any_time))
        part_of = joint_of(self.snapshot, self.contribution, day)
        return own if part_of is None else replace(own, part_of=part_of)

    def alone(self, day: date, acceptance: Acceptance | None = None, *, at_any_time: bool = False) -> Given | None:
        """The same, whatever joint contributions it delivers or is a part of."""
        stated = self.snapshot.thing(Contribution, self.contribution, day)
        if stated is None:
            return None
        record = earmarked(stated)
        read, caps = self._in_units(decimals_of(self.snapshot, record.capability, day))
        operation = operation_of(self.snapshot, self.contribution, record, day)
        there = _carried(record, operation)
        steps = [replace(step, has=step.has | there) for step in standing_steps(read, day).values()]
        acceptance = acceptance or _acceptance(self.snapshot, operation, day)
        counted: Levels = {}
        undated: Levels = {}
        dating = Dating.INSIDE if at_any_time else dating_of(record, day)
        if dating is Dating.INSIDE:
            counted = firm_levels(steps, caps, day, acceptance)
        elif dating is Dating.UNSAID:
            dated = [step for step in steps if step.word is Word.IN_PLACE]
            counted = firm_levels(dated, caps, day, acceptance)
            undated = counted if dated == steps else firm_levels(steps, caps, day, acceptance)
        elif dating is Dating.UNCERTAIN:
            undated = firm_levels(steps, caps, day, acceptance)
        return Given(self.contribution, record, operation, counted, undated if undated != counted else {})

    def steps(self, day: date) -> list[Said]:
        """Its standing steps, each with what it carries on a day."""
        record = self.snapshot.thing(Contribution, self.contribution, day) or Contribution()
        read, _ = self._in_units(decimals_of(self.snapshot, record.capability, day))
        there = _carried(record, operation_of(self.snapshot, self.contribution, record, day))
        return [replace(step, has=step.has | there) for step in read]

    def words_on(self, day: date) -> dict[Word, Span]:
        """The level of each of its words on a day, whether or not it lies in its window."""
        record = self.snapshot.thing(Contribution, self.contribution, day) or Contribution()
        return levels(*self._in_units(decimals_of(self.snapshot, record.capability, day)), day)

    def is_taken_back(self, day: date) -> bool:
        """Whether nothing of it is left on a day, withdrawn, ended or paused as it is, and no step has set it anew."""
        record = self.snapshot.thing(Contribution, self.contribution, day) or Contribution()
        read, caps = self._in_units(decimals_of(self.snapshot, record.capability, day))
        last = max(((step.start, step.order) for step in standing_steps(read, day).values()), default=None)
        return any(
            cap.span == NOTHING
            and cap.start <= day
            and (cap.end is None or day < cap.end)
            and (last is None or last < (cap.start, cap.order))
            for cap in caps
        )

    def _in_units(self, decimals: int) -> tuple[list[Said], list[Lowered]]:
        if decimals not in self._read:
            steps = list(_said_steps(self.snapshot, self.contribution, decimals))
            self._read[decimals] = (steps, list(lowering_caps(self.snapshot, self.contribution, decimals)))
        return self._read[decimals]


def _together(own: Given, part: Given | None) -> Given:
    """What is given where a part is required: nothing at a firmness at which there is nothing of the part."""
    counted, possible = ({}, {}) if part is None else (part.counted, part.possible)
    there = {firmness: span for firmness, span in own.counted.items() if counted.get(firmness, NOTHING).low != 0}
    may_be = {firmness: span for firmness, span in own.possible.items() if possible.get(firmness, NOTHING).low != 0}
    return replace(own, counted=there, undated=may_be if may_be != there else {})


def earmarked(record: Contribution) -> Contribution:
    """A contribution as what it is for: what bridges is for the line it bridges, unless it is for another."""
    if record.line is not None or record.bridge is None:
        return record
    return record.model_copy(update={"line": record.bridge.line})


def given_on(snapshot: Snapshot, contribution: str, day: date) -> Given | None:
    """What a contribution gives on a day, or None where there is no such contribution."""
    return Giver(snapshot, contribution).on(day)


def _carried(record: Contribution, operation: str | None) -> frozenset[Need]:
    """What a contribution that counts in an operation carries for all of its steps."""
    there = {
        Need.MEMBER: record.member is not None,
        Need.CAPABILITY: record.capability is not None,
        Need.WINDOW: record.window is not None,
        Need.OPERATION: operation is not None,
        Need.WORDS: record.words is not None,
    }
    return frozenset(need for need, carried in there.items() if carried)


def _said_steps(snapshot: Snapshot, contribution: str, decimals: int) -> Iterator[Said]:
    """The standing steps of a contribution, with what each carries itself.

    What one member says about another is at most indicated.
    """
    held = snapshot.thing(Contribution, contribution, date.max)
    member = None if held is None else held.member
    for one in snapshot.stated("step", contribution):
        step = cast("Step", one.record)
        valid = one.valid
        if step.word is None or valid.start is None:
            continue
        statement = _statement_of(snapshot, one)
        own = {
            Need.QUANTITY: step.quantity is not None,
            Need.OPERATION: step.operation is not None,
            Need.WORDS: bool(statement.words or statement.paraphrase),
        }
        has = frozenset(need for need, carried in own.items() if carried)
        told_by_another = statement.member not in (None, member)
        word = Word.INDICATED if step.word in SAID and told_by_another else step.word
        yield Said(word, span_of(step.quantity, decimals), valid.start, one.entry.seq, valid.end, has)


def lowering_caps(snapshot: Snapshot, contribution: str, decimals: int) -> Iterator[Lowered]:
    """The standing caps of a contribution. A pause ends after its last day, the first possible of an imprecise one."""
    for one in snapshot.stated("cap", contribution):
        cap = cast("Cap", one.record)
        if cap.cap is None or one.valid.start is None:
            continue
        span = span_of(cap.quantity, decimals) if cap.cap is CapWord.REDUCED else NOTHING
        ends = [end for end in (one.valid.end, next_day(cap.until.first) if cap.until else None) if end is not None]
        yield Lowered(cap.cap, span, one.valid.start, one.entry.seq, min(ends, default=None))


def operation_of(snapshot: Snapshot, contribution: str, record: Contribution, day: date) -> str | None:
    """The operation in which a contribution counts: its own, that of the line it is earmarked for, or its pool.

    What stands in a pool counts in another operation only once a committed step names that operation.
    """
    if record.operation is not None:
        return record.operation
    earmark = earmarked(record).line
    if earmark is not None and record.pool is None:
        line = snapshot.thing(Requirement, earmark, day)
        if line is not None and line.operation is not None:
            return line.operation
    return _operation_committed_to(snapshot, contribution, day) or record.pool


def span_of(quantity: Quantity | None, decimals: int) -> Span:
    """The span of a quantity; unknown where nothing was said, or nothing that the unit can count."""
    try:
        return UNKNOWN if quantity is None else quantity.span(decimals)
    except RefusedError:
        # Refused when it is recorded; the unit has become coarser since.
        return UNKNOWN


def window_cuts(dates: Dates | None) -> Iterator[date]:
    """The days on which being inside a window may change."""
    if dates is not None:
        for dated in filter(None, (dates.start,)):
            yield from (dated.first, dated.last)
        for dated in filter(None, (dates.last,)):
            yield from (next_day(dated.first), next_day(dated.last))


def contribution_cuts(snapshot: Snapshot, contribution: str) -> set[date]:
    """The days on which what a contribution gives may change, or what is given with it."""
    cuts = _own_cuts(snapshot, contribution) | joint_cuts(snapshot, contribution)
    for part in ever_parts(snapshot, contribution) - {contribution}:
        cuts |= _own_cuts(snapshot, part) | _operation_cuts(snapshot, part)
    return cuts


def _own_cuts(snapshot: Snapshot, contribution: str) -> set[date]:
    cuts = snapshot.cuts("contribution", contribution)
    for one in snapshot.stated("contribution", contribution):
        record = cast("Contribution", one.record)
        cuts.update(window_cuts(record.window), window_cuts(_until(record)))
    for one in snapshot.stated("cap", contribution):
        until = cast("Cap", one.record).until
        if until is not None:
            cuts.add(next_day(until.first))
    return cuts


def _operation_cuts(snapshot: Snapshot, contribution: str) -> set[date]:
    """The days on which the operation may change in which a contribution counts, or for what it is accepted there."""
    steps = (cast("Step", one.record) for one in snapshot.stated("step", contribution))
    operations = {step.operation for step in steps}
    cuts: set[date] = set()
    for one in snapshot.stated("contribution", contribution):
        record = cast("Contribution", one.record)
        line = earmarked(record).line or ""
        cuts |= snapshot.cuts("requirement", line)
        operations |= {record.operation, record.pool}
        operations |= {cast("Requirement", stated.record).operation for stated in snapshot.stated("requirement", line)}
    return cuts.union(*(snapshot.cuts("operation", operation) for operation in operations if operation is not None))


def dating_on(window: Dates | None, day: date) -> Dating:
    """Where a day lies to a window: an imprecise start counts from its last day, an imprecise end to its first."""
    start: Dated | None = None if window is None else window.start
    last: Dated | None = None if window is None else window.last
    if (start is not None and day < start.first) or (last is not None and day > last.last):
        return Dating.OUTSIDE
    if (start is not None and day < start.last) or (last is not None and day > last.first):
        return Dating.UNCERTAIN
    return Dating.UNSAID if start is None else Dating.INSIDE


def dating_of(record: Contribution, day: date) -> Dating:
    """Where a day lies to the window of a contribution, which ends no later than what it bridges."""
    own, bridged = dating_on(record.window, day), dating_on(_until(record), day)
    if bridged is Dating.UNSAID:
        return own
    return Dating.OUTSIDE if Dating.OUTSIDE in (own, bridged) else Dating.UNCERTAIN


def _until(record: Contribution) -> Dates | None:
    """Until when a contribution bridges, as a window without a first day."""
    return None if record.bridge is None or record.bridge.until is None else Dates(last=record.bridge.until)


def _operation_committed_to(snapshot: Snapshot, contribution: str, day: date) -> str | None:
    steps = snapshot.stated("step", contribution)
    held = holding([one for one in steps if cast("Step", one.record).word is Word.COMMITTED], day)
    return None if held is None else cast("Step", held.record).operation


def _acceptance(snapshot: Snapshot, operation: str | None, day: date) -> Acceptance:
    found = None if operation is None else snapshot.thing(Operation, operation, day)
    return Acceptance.ASSUMED if found is None or found.acceptance is None else found.acceptance


def _statement_of(snapshot: Snapshot, one: Stated) -> Statement:
    """The statement on which an entry rests; one that says nothing where there is none, or none to be seen."""
    found = None if one.entry.statement is None else snapshot.thing(Statement, one.entry.statement, date.max)
    return Statement() if found is None else found
