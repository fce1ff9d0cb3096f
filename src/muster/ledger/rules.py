"""What may be recorded: the rules every write passes, under the writer's turn.

All faults of a batch are found at once; nothing is recorded while one stands.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from muster.core.contributions import Caveat
from muster.core.days import day_of
from muster.core.errors import ConflictError, FaultyDataError, RefusedError, UnknownSubjectError
from muster.core.keeping import SECRETARIAT, Audience, Marking
from muster.core.marking import ROLES, Viewer, check_marking
from muster.core.problem import Problem
from muster.core.record import is_ident
from muster.core.statements import Statement
from muster.ledger.entries import Draft, Entry
from muster.ledger.kinds import ABOUT_ENTRIES, KINDS, decode, named, references, required_fields
from muster.ledger.plans import KEPT_FOR, TAKEN_MEND, standing_under, taken
from muster.ledger.ranges import held_beside, out_of_range
from muster.ledger.snapshot import Snapshot
from muster.ledger.sources import SAID_AHEAD_MEND, said_ahead
from muster.ledger.standing import superseded
from muster.ledger.visible import markings_in_force, real_ids, seen_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

THE_SECRETARIAT = Viewer(SECRETARIAT)
"""The viewer for whom nothing is hidden."""

NO_REPLACEMENT = "retraction"
"""The kind of an entry that takes another back."""

PLAN_SHOWN_MEND = "mark it for the secretariat alone: what may be published of a plan is a release"
"""What to do where a kept plan would be shown to others."""


def markings(snapshot: Snapshot, drafts: Iterable[Draft], viewer: Viewer | None = None) -> list[tuple[str, ...]]:
    """The marking of each draft, by what its writer, ``viewer``, sees.

    Where none is given, an undeclared caveat and a kept plan are for the secretariat alone, a correction for those who
    see what it corrects.
    """
    declared: dict[str, bool | None] = {}
    changed: dict[str, tuple[str, ...]] | None = None
    result: list[tuple[str, ...]] = []
    for draft in drafts:
        if isinstance(draft.record, Caveat):
            if "declared" in draft.record.model_fields_set:
                declared[draft.subject] = draft.record.declared
            elif draft.subject not in declared:
                seen = _as_seen_by(snapshot, viewer or THE_SECRETARIAT)
                said = [cast("Caveat", one.record) for one in seen.facet(Caveat, draft.subject, "declared")]
                declared[draft.subject] = said[-1].declared if said else None
        undeclared = isinstance(draft.record, Caveat) and declared[draft.subject] is False
        corrected = None if draft.supersedes is None else snapshot.find(draft.supersedes)
        if draft.marking:
            result.append(draft.marking)
        elif undeclared or draft.kind == "plan":
            result.append((Audience.SECRETARIAT,))
        elif corrected is not None:
            changed = markings_in_force(snapshot.entries) if changed is None else changed
            result.append(changed.get(corrected.id, corrected.audiences))
        else:
            result.append(())
    return result


def find_entry(snapshot: Snapshot, entry_id: str) -> Entry:
    """The entry of that id; raises UnknownSubjectError."""
    entry = snapshot.find(entry_id)
    if entry is None:
        raise UnknownSubjectError("entry", entry_id)
    return entry


def check_versions(snapshot: Snapshot, seen: Mapping[str, int], viewer: Viewer | None) -> None:
    """Raise ConflictError where a subject has more entries, among those the viewer sees, than the writer saw."""
    if not seen:
        return
    visible_book = _as_seen_by(snapshot, viewer or THE_SECRETARIAT)
    for subject, count in seen.items():
        standing = visible_book.on(subject)
        if len(standing) != count:
            last = standing[-1].kind if standing else "gone"
            raise ConflictError(subject, count, len(standing), last)


def check_redaction(target: Entry) -> None:
    """Raise RefusedError for an entry that cannot be redacted."""
    if target.redacted:
        message = f"entry {target.id} is already redacted"
        raise RefusedError(message)
    if target.kind in ("book", "redaction", "marking"):
        message = f"an entry of kind {target.kind} cannot be redacted: the book would no longer be readable"
        raise RefusedError(message)


def check_drafts(
    snapshot: Snapshot, drafts: Sequence[Draft], instants: Sequence[int], by: str, viewer: Viewer | None = None
) -> None:
    """Raise FaultyDataError with every fault of a batch.

    ``snapshot`` is the whole book before the batch; a viewer that does not see all of it is told only of what it sees.
    """
    batch = _Batch(snapshot, drafts, by, viewer or THE_SECRETARIAT)
    problems = list(batch.author_faults())
    for draft, instant in zip(drafts, instants, strict=True):
        problems.extend(batch.faults(draft, instant))
    problems.extend(batch.incomplete())
    if problems:
        raise FaultyDataError(problems)


def _as_seen_by(snapshot: Snapshot, viewer: Viewer) -> Snapshot:
    """The book as far as a viewer sees it, still as it stands: for the rules of writing, never to be shown."""
    return snapshot if viewer.sees_all else Snapshot(seen_by(snapshot.entries, viewer), snapshot.known)


class _Batch:
    """A batch of drafts beside the book it is to join."""

    def __init__(self, snapshot: Snapshot, drafts: Sequence[Draft], by: str, viewer: Viewer) -> None:
        self.snapshot, self.drafts, self.by, self.viewer = snapshot, drafts, by, viewer
        self.seen = _as_seen_by(snapshot, viewer)
        self.brought = {(d.kind, d.subject) for d in drafts}
        self.taken_back = {d.supersedes for d in drafts if d.kind == NO_REPLACEMENT and d.supersedes is not None}
        self.zone = snapshot.zone
        self.today = day_of(max(snapshot.known, snapshot.entries[-1].recorded_at), self.zone)
        self.positions = {id(draft): position for position, draft in enumerate(drafts)}
        self.superseding: dict[str, Draft] = {}
        for draft in drafts:
            if draft.supersedes is not None:
                self.superseding.setdefault(draft.supersedes, draft)

    @cached_property
    def _gone(self) -> frozenset[str]:
        """What no longer stands, once what the batch takes back is taken back."""
        return superseded(self.seen.entries, self.taken_back)

    @cached_property
    def _own_ids(self) -> Mapping[str, str]:
        return {real: own for own, real in real_ids(self.snapshot.entries, self.viewer).items()}

    def _shown(self, entry: Entry) -> str:
        """The id under which the viewer knows an entry."""
        return entry.id if self.viewer.sees_all else self._own_ids[entry.id]

    def _stands(self, entry: Entry) -> bool:
        return entry.id not in self._gone if self.taken_back else self.seen.stands(entry)

    def author_faults(self) -> Iterable[Problem]:
        if not (("person", self.by) in self.brought or self.snapshot.has("person", self.by)):
            yield Problem(
                "unknown_author", "the batch", f"{self.by!r} is no person in this book", "record the person first"
            )

    def faults(self, draft: Draft, instant: int) -> Iterable[Problem]:
        where = draft.where or self._place(draft)
        kind = KINDS[draft.kind]
        if not is_ident(draft.subject):
            yield Problem(
                "bad_id", where, f"{draft.subject!r} is no id", "use letters, digits and _ . : / + -, at most 80"
            )
        if draft.kind == "member" and draft.subject in ROLES:
            yield Problem("bad_id", where, f"{draft.subject!r} is the name of a role", "choose another id")
        if kind.of not in ("", "entry", "book") and not self._there(kind.of, draft.subject):
            yield Problem("unknown_reference", where, f"there is no {kind.of} {draft.subject!r}")
        try:
            check_marking(draft.marking)
        except RefusedError as error:
            yield Problem("unknown_audience", where, str(error))
        yield from self._statement_faults(draft, where)
        yield from self._plan_faults(draft, where)
        yield from self._range_faults(draft, where)
        for name in () if kind.is_thing else required_fields(draft.kind):
            if getattr(draft.record, name) is None:
                yield Problem("incomplete", where, f"{name} is missing")
        if draft.kind == "step" and (fault := self._step_fault(draft, instant)):
            yield Problem(
                "future_step", where, fault, "only caps may be dated ahead; an expected day is an estimated date"
            )
        if isinstance(draft.record, Statement) and (
            fault := said_ahead(draft.record, day_of(instant, self.zone), self.today)
        ):
            yield Problem("future_statement", where, fault, SAID_AHEAD_MEND)
        if draft.supersedes is not None:
            yield from self._supersedes_faults(draft, where)
        if draft.corrects is not None and not self._corrects_earlier(draft, draft.corrects):
            yield Problem("nothing_to_correct", where, "what it corrects is not recorded before it in the same batch")
        if isinstance(draft.record, Marking):
            yield from self._marking_faults(draft, draft.record, where)

    def incomplete(self) -> Iterable[Problem]:
        given: dict[tuple[str, str], set[str]] = {}
        first: dict[tuple[str, str], Draft] = {}
        for draft in self.drafts:
            if KINDS[draft.kind].is_thing:
                key = (draft.kind, draft.subject)
                first.setdefault(key, draft)
                stated = {n for n in draft.record.model_fields_set if getattr(draft.record, n) is not None}
                given.setdefault(key, set()).update(stated)
        for (kind, subject), fields in given.items():
            needed = set(required_fields(kind)) - fields
            if needed:
                for one in self.seen.stated(kind, subject):
                    if one.entry.id not in self.superseding:
                        needed -= one.record.model_fields_set
            if needed:
                where = first[(kind, subject)].where or f"{kind} {subject}"
                yield Problem("incomplete", where, f"{kind} {subject} lacks {', '.join(sorted(needed))}")

    def _there(self, kind: str, subject: str) -> bool:
        return (kind, subject) in self.brought or self.seen.has(kind, subject)

    def _place(self, draft: Draft) -> str:
        about = draft.record.entry if isinstance(draft.record, Marking) else draft.supersedes
        target = self.seen.find(about) if draft.kind in ABOUT_ENTRIES else None
        return f"{draft.kind} {draft.subject}" if target is None else f"entry {self._shown(target)}"

    def _statement_faults(self, draft: Draft, where: str) -> Iterable[Problem]:
        if draft.statement is not None and not self._there("statement", draft.statement):
            yield Problem("unknown_reference", where, f"there is no statement {draft.statement!r}")
        if draft.on_behalf_of is not None and not self._there("person", draft.on_behalf_of):
            yield Problem("unknown_reference", where, f"there is no person {draft.on_behalf_of!r}")

    def _plan_faults(self, draft: Draft, where: str) -> Iterable[Problem]:
        """What is wrong with a kept plan: who keeps it, for whom, under which name."""
        if draft.kind != "plan":
            return
        if not self.viewer.sees_all:
            yield Problem("not_for_you", where, "only the secretariat and the auditor may keep a plan")
            return
        if draft.marking not in ((), KEPT_FOR):
            yield Problem("plan_shown", where, _shown_to(draft.marking), PLAN_SHOWN_MEND)
        standing = standing_under(self.seen, draft.subject)
        if standing is not None:
            yield Problem("name_taken", where, taken(draft.subject, standing), TAKEN_MEND)
        if any(other.kind == "plan" and other.subject == draft.subject for other in self._before(draft)):
            yield Problem("name_taken", where, "another plan of the same batch has this name", "choose another name")

    def _range_faults(self, draft: Draft, where: str) -> Iterable[Problem]:
        beside = held_beside(self.seen, draft, draft.valid.start or self.today, self.superseding)
        for fault in out_of_range(draft.record, beside):
            yield Problem("out_of_range", where, fault.sentence, fault.mend)

    def _before(self, draft: Draft) -> Sequence[Draft]:
        """The drafts of the batch that stand before one."""
        return self.drafts[: self.positions[id(draft)]]

    def _step_fault(self, draft: Draft, instant: int) -> str:
        if draft.valid.start is None:
            return "a step needs the day from which it holds"
        recorded = day_of(instant, self.zone)
        return f"a step of {draft.valid.start} cannot be recorded on {recorded}" if draft.valid.start > recorded else ""

    def _corrects_earlier(self, draft: Draft, target: Draft) -> bool:
        position = self.positions.get(id(target), len(self.drafts))
        alike = (target.kind, target.subject) == (draft.kind, draft.subject)
        return alike and draft.supersedes is None and position < self.positions[id(draft)]

    def _supersedes_faults(self, draft: Draft, where: str) -> Iterable[Problem]:
        target = self.seen.find(draft.supersedes)
        if target is None:
            yield Problem("unknown_reference", where, f"there is no entry {draft.supersedes!r}")
            return
        target_id = self._shown(target)
        if not self._stands(target) or self.superseding[target.id] is not draft:
            yield Problem("not_standing", where, f"entry {target_id} no longer stands")
        if self.viewer.name != SECRETARIAT and target.recorded_by != self.by:
            yield Problem("not_the_author", where, f"entry {target_id} was recorded by somebody else")
        if draft.kind != NO_REPLACEMENT:
            if (target.kind, target.subject) != (draft.kind, draft.subject):
                sentence = f"a {draft.kind} of {draft.subject} cannot correct a {target.kind} of {target.subject}"
                yield Problem("other_subject", where, sentence)
            return
        yield from self._subject_faults(draft, target, where)
        if target.kind in ABOUT_ENTRIES - {NO_REPLACEMENT} or target.kind == "book":
            yield Problem("not_retractable", where, f"an entry of kind {target.kind} cannot be taken back")
        resting = self._resting_on(target)
        if resting:
            listed = ", ".join(f"{e.kind} {e.subject} ({self._shown(e)})" for e in resting[:10])
            more = f" and {len(resting) - 10} more" if len(resting) > 10 else ""  # noqa: PLR2004 - one line
            yield Problem(
                "rested_on", where, f"this rests on entry {target_id}: {listed}{more}", "take that back first"
            )

    def _resting_on(self, target: Entry) -> list[Entry]:
        """The standing entries, outside the batch, that need the thing which only the target brings."""
        kind = KINDS[target.kind]
        if not kind.is_thing:
            return []
        going = {target.id, *self.taken_back}
        standing = [e for e in self.seen.entries if e.id not in going and self._stands(e)]
        if any((e.kind, e.subject) == (target.kind, target.subject) for e in standing):
            return []
        return [e for e in standing if _rests_on(e, target.kind, target.subject)]

    def _subject_faults(self, draft: Draft, target: Entry, where: str) -> Iterable[Problem]:
        if draft.subject != target.subject:
            sentence = f"a {draft.kind} of {draft.subject} cannot be about a {target.kind} of {target.subject}"
            yield Problem("other_subject", where, sentence)

    def _marking_faults(self, draft: Draft, record: Marking, where: str) -> Iterable[Problem]:
        target = self.seen.find(record.entry)
        if target is None:
            yield Problem("unknown_reference", where, f"there is no entry {record.entry!r}")
            return
        yield from self._subject_faults(draft, target, where)
        try:
            check_marking(record.audiences or ())
        except RefusedError as error:
            yield Problem("unknown_audience", where, str(error))
        if target.kind == "plan" and set(record.audiences or ()) != {*KEPT_FOR}:
            yield Problem("plan_shown", where, _shown_to(record.audiences or ()), PLAN_SHOWN_MEND)
        consents = record.consent is not None and self._there("statement", record.consent)
        if self.by not in (target.recorded_by, target.on_behalf_of) and not consents:
            author = target.recorded_by if self.seen.has("person", target.recorded_by) else "its originator"
            sentence = f"only {author} may change the marking of entry {self._shown(target)}"
            yield Problem("not_the_originator", where, sentence, "or name the statement in which they consent")


def _shown_to(audiences: Iterable[str]) -> str:
    whom = ", ".join(audiences) or "those whom it concerns"
    return f"a kept plan is for the secretariat alone, not for {whom}"


def _rests_on(entry: Entry, kind: str, subject: str) -> bool:
    if entry.kind in ABOUT_ENTRIES or entry.kind not in KINDS:
        return False
    if not KINDS[entry.kind].is_thing and (KINDS[entry.kind].of, entry.subject) == (kind, subject):
        return True
    if kind == "statement" and entry.statement == subject:
        return True
    if kind == "person" and subject in (entry.recorded_by, entry.on_behalf_of):
        return True
    fields = [dotted for dotted, target in references(entry.kind).items() if target == kind]
    if not fields or entry.payload is None:
        return False
    record = decode(entry.kind, entry.payload)
    return any(subject in named(record, dotted) for dotted in fields)
