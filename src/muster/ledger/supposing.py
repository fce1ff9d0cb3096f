"""A book as it might be: changes that somebody supposes, as drafts, and what would be known had they been recorded.

Nothing is recorded. The drafts are such as could be: from a supposition that came true they are taken as they are, each
with the statement that says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date
from typing import cast

from muster.core.assuming import Assumption
from muster.core.contributions import (
    SAID,
    Cap,
    CapWord,
    Condition,
    ConditionState,
    Contribution,
    Step,
    Word,
)
from muster.core.days import Period
from muster.core.errors import MusterError, RefusedError, UnknownSubjectError
from muster.core.firmness import Firmness
from muster.core.keeping import Retraction
from muster.core.problem import closest
from muster.ledger.drafting import changed
from muster.ledger.entries import Draft, Entry
from muster.ledger.joining import ever_delivered_with
from muster.ledger.kinds import KINDS, encode
from muster.ledger.slipping import correction, later, longer
from muster.ledger.snapshot import Snapshot
from muster.ledger.standing import holding


@dataclass(frozen=True, slots=True)
class Leaves:
    """A member takes back all it gives, from a day on."""

    member: str
    since: date


@dataclass(frozen=True, slots=True)
class Comes:
    """A contribution that is promised is committed, as much as was last said of it, from a day on."""

    contribution: str
    since: date


@dataclass(frozen=True, slots=True)
class Slips:
    """A contribution begins so many days later, and so do its instalments; earlier where they are less than zero.

    When it ends stays as it is.
    """

    contribution: str
    days: int


@dataclass(frozen=True, slots=True)
class Falls:
    """A caveat no longer holds, from a day on."""

    caveat: str
    since: date


@dataclass(frozen=True, slots=True)
class Fails:
    """A condition fails, from a day on."""

    condition: str
    since: date


@dataclass(frozen=True, slots=True)
class Overruns:
    """A phase ends so many days later, earlier where they are less than zero; what follows it moves with it.

    When it begins stays as it is.
    """

    phase: str
    days: int


Change = Leaves | Comes | Slips | Falls | Fails | Overruns
"""Something that might change."""


@dataclass(frozen=True, slots=True)
class Supposed:
    """What is supposed together: its name, its drafts, the firmness that counts with it, and what is assumed besides.

    ``firmness`` None: that of the plan with which it is compared.
    """

    name: str
    drafts: tuple[Draft, ...]
    firmness: Firmness | None = None
    assumed: frozenset[Assumption] = frozenset()


def drafts_of_all(snapshot: Snapshot, changes: Sequence[Change]) -> list[Draft]:
    """The drafts that would make changes together. Raises RefusedError with every fault, a line each."""
    drafts: list[Draft] = []
    faults: list[str] = []
    named = Counter((type(change), _subject(change)) for change in changes)
    faults += [f"{subject!r} is named twice: suppose one thing of it" for (_, subject), one in named.items() if one > 1]
    for change in changes:
        try:
            drafts += drafts_of(snapshot, change)
        except MusterError as error:
            faults.append(str(error))
    if faults:
        raise RefusedError("\n".join(dict.fromkeys(faults)))
    return drafts


def check_together(snapshot: Snapshot, drafts: Sequence[Draft]) -> None:
    """Raise RefusedError where two drafts correct the same entry: only one of them could be recorded."""
    corrected = Counter(draft.supersedes for draft in drafts if draft.supersedes is not None)
    subjects = [
        "something" if (entry := snapshot.find(one)) is None else f"the {entry.kind} of {entry.subject}"
        for one, count in corrected.items()
        if count > 1
    ]
    if subjects:
        raise RefusedError(f"two changes correct {', '.join(subjects)}: suppose one of them")


def drafts_of(snapshot: Snapshot, change: Change) -> list[Draft]:
    """The drafts that would make a change. Raises UnknownSubjectError, or RefusedError where nothing would change."""
    match change:
        case Leaves(member, since):
            found = list(_withdrawn(snapshot, member, since))
            why = f"{member} gives nothing"
        case Comes(contribution, since):
            found = list(_committed(snapshot, contribution, since))
            why = f"nobody has promised anything of {contribution}"
        case Slips(contribution, days):
            _must_be(snapshot, "contribution", contribution)
            found = list(later(snapshot, contribution, days))
            why = f"{contribution} has no first day and no instalments"
        case Overruns(phase, days):
            _must_be(snapshot, "phase", phase)
            found = list(longer(snapshot, phase, days))
            why = f"{phase} has neither a last day nor a length"
        case Falls(caveat, since):
            found = list(_ended(snapshot, caveat, since))
            why = f"{caveat} no longer holds on {since}"
        case _:
            found = list(_failed(snapshot, change.condition, change.since))
            why = f"{change.condition} has failed by {change.since}"
    if not found:
        raise RefusedError(f"this changes nothing: {why}")
    return found


def supposed(snapshot: Snapshot, drafts: Sequence[Draft]) -> Snapshot:
    """A snapshot as though drafts had been recorded last."""
    names = {id(draft): f"supposed {number}" for number, draft in enumerate(drafts, 1)}
    return snapshot.and_then(
        _entry(snapshot, len(snapshot.entries) + number, names, draft) for number, draft in enumerate(drafts, 1)
    )


def resting_on(drafts: Sequence[Draft], statement: str) -> list[Draft]:
    """Drafts with the statement that says so. Rows that name their own keep it, and a statement rests on none."""

    def on(draft: Draft) -> Draft:
        keeps = draft.kind == "statement" or (draft.where and draft.statement is not None)
        return draft if keeps else replace(draft, statement=statement)

    return changed(drafts, on)


def touched(before: Snapshot, after: Snapshot, drafts: Sequence[Draft]) -> frozenset[str] | None:
    """The contributions that drafts change, and nothing else; None where they may change anything."""
    found: set[str] = set()
    for draft in drafts:
        kind = KINDS[draft.kind].subject_kind
        if draft.kind == "retraction":
            entry = before.find(draft.supersedes)
            kind = "" if entry is None else KINDS[entry.kind].subject_kind
        if kind == "contribution":
            found.add(draft.subject)
        elif kind in ("caveat", "condition", "assignment"):
            records = (one.record for snapshot in (before, after) for one in snapshot.stated(kind, draft.subject))
            found |= {name for record in records if (name := getattr(record, "contribution", None)) is not None}
        elif kind not in ("statement", "person") or before.has(kind, draft.subject):
            return None
    with_them = (ever_delivered_with(snapshot, one) for snapshot in (before, after) for one in found)
    return frozenset(found.union(*with_them))


def _must_be(snapshot: Snapshot, kind: str, subject: str) -> None:
    if not snapshot.has(kind, subject):
        raise UnknownSubjectError(kind, subject, closest(subject, snapshot.ids(kind)))


def _subject(change: Change) -> str:
    """What a change is about: the first thing it says."""
    return str(astuple(change)[0])


def _from(since: date, anew: Iterable[date | None]) -> list[date]:
    """A day, and those after it on which something is said anew: from then on it has to be said again."""
    return sorted({since, *(day for day in anew if day is not None and day > since)})


def _withdrawn(snapshot: Snapshot, member: str, since: date) -> Iterator[Draft]:
    _must_be(snapshot, "member", member)
    for contribution in snapshot.ids("contribution"):
        if any(
            cast("Contribution", one.record).member == member for one in snapshot.stated("contribution", contribution)
        ):
            anew = (one.valid.start for one in snapshot.stated("step", contribution))
            for day in _from(since, anew):
                yield Draft("cap", contribution, Cap(cap=CapWord.WITHDRAWN), Period(day))


def _committed(snapshot: Snapshot, contribution: str, since: date) -> Iterator[Draft]:
    _must_be(snapshot, "contribution", contribution)
    said = [cast("Step", one.record) for one in snapshot.stated("step", contribution)]
    said = [step for step in said if step.word in SAID]
    if said:
        step = said[-1].model_copy(update={"word": Word.COMMITTED})
        yield Draft("step", contribution, step, Period(since))


def _failed(snapshot: Snapshot, condition: str, since: date) -> Iterator[Draft]:
    _must_be(snapshot, "condition", condition)
    stated = snapshot.facet(Condition, condition, "state")
    others = [one for one in stated if cast("Condition", one.record).state is not ConditionState.FAILED]
    days = _from(since, (one.valid.start for one in others))
    held = holding(stated, since)
    if len(days) > 1 or held is None or held in others or held.valid.end is not None:
        for day in days:
            yield Draft("condition", condition, Condition(state=ConditionState.FAILED), Period(day))


def _ended(snapshot: Snapshot, caveat: str, since: date) -> Iterator[Draft]:
    _must_be(snapshot, "caveat", caveat)
    for one in snapshot.stated("caveat", caveat):
        start, end = one.valid.start, one.valid.end
        if end is not None and end <= since:
            continue
        if start is None or start < since:
            yield correction(one, one.record, Period(start, since))
        else:
            yield from _taken_back(snapshot, one.entry)


def _taken_back(snapshot: Snapshot, entry: Entry | None) -> Iterator[Draft]:
    """An entry and those it corrected, which would stand again without it."""
    while entry is not None:
        yield Draft("retraction", entry.subject, Retraction(), supersedes=entry.id)
        entry = snapshot.find(entry.supersedes)


def _entry(snapshot: Snapshot, seq: int, names: Mapping[int, str], draft: Draft) -> Entry:
    valid = draft.valid
    return Entry(
        seq=seq,
        id=names[id(draft)],
        book=snapshot.entries[0].book,
        recorded_at=snapshot.known,
        recorded_by="",
        on_behalf_of=None,
        valid_from=None if valid.start is None else valid.start.isoformat(),
        valid_to=None if valid.end is None else valid.end.isoformat(),
        marking="[]",
        statement=draft.statement,
        supersedes=draft.supersedes if draft.corrects is None else names[id(draft.corrects)],
        origin=None,
        kind=draft.kind,
        subject=draft.subject,
        payload=encode(draft.kind, draft.record),
        salt=None,
        payload_digest="",
        hash="",
    )
