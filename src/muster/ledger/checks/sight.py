"""Checks of what those who record or read may not see of each other. Only who sees the whole book is told."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import cast

from muster.core.contributions import SAID, Contribution, Step, Word
from muster.core.days import day_of
from muster.core.firmness import Firmness, Need, Said, counts_as
from muster.core.keeping import GROUP_PREFIX, SEES_ALL, Audience
from muster.core.marking import Viewer
from muster.core.members import Person
from muster.core.problem import Problem
from muster.core.quantity import NOTHING
from muster.core.statements import Statement
from muster.ledger.checks.changes import facets_of
from muster.ledger.checks.texts import joined
from muster.ledger.snapshot import Snapshot
from muster.ledger.standing import Stated
from muster.ledger.visible import find_viewer, markings_in_force, seen_by

SOMEBODY = "somebody"
"""Any member, of whom nothing else is known."""


def said_unseen(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """Somebody of a member recorded other than what stands under the same id where that member may not see it.

    Nobody is refused an id for what it may not see; so two who know nothing of each other may choose one.
    """
    if snapshot.viewer not in SEES_ALL:
        return
    members = {person: one.member for person, one in snapshot.things(Person, valid).items() if one.member}
    on_subject: dict[tuple[str, str], list[Stated]] = {}
    seen: dict[str, frozenset[str]] = {}
    for one in snapshot.all_standing():
        before = on_subject.setdefault((one.entry.kind, one.entry.subject), [])
        member = members.get(one.entry.recorded_by)
        if before and member is not None and one.entry.supersedes is None and snapshot.has("member", member):
            if member not in seen:
                viewer = find_viewer(member, snapshot.entries, valid)
                seen[member] = frozenset(entry.id for entry in seen_by(snapshot.entries, viewer))
            hidden = [other for other in before if other.entry.id not in seen[member]]
            yield from _said_otherwise(snapshot, one, hidden, member)
        before.append(one)


def _said_otherwise(snapshot: Snapshot, one: Stated, hidden: Collection[Stated], member: str) -> Iterator[Problem]:
    said = facets_of(one)
    for other in hidden:
        theirs = facets_of(other)
        unlike = [name for name in theirs if name in said and said[name] != theirs[name]]
        if unlike and one.valid.meets(other.valid):
            today, then = (day_of(entry.recorded_at, snapshot.zone) for entry in (one.entry, other.entry))
            what = f"{one.entry.recorded_by} recorded {joined(unlike)} on {today}"
            sentence = f"{what} over what {other.entry.recorded_by} recorded on {then}, which {member} may not see"
            mend = "nothing is lost: if they are two things, record the hidden one anew under another id"
            yield Problem("said_unseen", f"{one.entry.kind} {one.entry.subject}", sentence, mend)


def words_unseen(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """A step is shown to more than the statement it rests on, and counts otherwise for whoever does not see that.

    Without words it counts as nothing; not seeing that another member said it, one takes it for the member's own word.
    """
    if snapshot.viewer not in SEES_ALL:
        return
    markings = markings_in_force(snapshot.entries)

    def marked(one: Stated) -> Collection[str]:
        return markings.get(one.entry.id, one.entry.audiences)

    for contribution, record in snapshot.things(Contribution, valid).items():
        found: dict[tuple[str, Firmness | None, Firmness | None], set[str]] = {}
        for step in snapshot.stated("step", contribution):
            statement = step.entry.statement or ""
            said = snapshot.stated("statement", statement)
            shown, real = (_counted_as(record, step, source) for source in ((), said))
            if shown == real:
                continue
            for audience, viewer in _shown_to(marked(step), record.member):
                if not any(viewer.may_see(marked(one), _concerned(one)) for one in said):
                    found.setdefault((statement, shown, real), set()).add(audience)
        for (statement, shown, real), audiences in found.items():
            sentence = f"a step is shown to {joined(sorted(audiences))} without the statement it rests on ({statement})"
            counted = f"there it counts as {shown or 'nothing'}, not as {real}"
            mend = "mark the statement alike, or the step for fewer"
            yield Problem("words_unseen", f"contribution {contribution}", f"{sentence}: {counted}", mend)


def _counted_as(record: Contribution, step: Stated, statement: Collection[Stated]) -> Firmness | None:
    """As what a step counts that lacks nothing but words, as far as a statement and its contribution tell."""
    word = cast("Word", cast("Step", step.record).word)
    sources = [cast("Statement", one.record) for one in statement]
    if word in SAID and any(source.member not in (None, record.member) for source in sources):
        word = Word.INDICATED
    has_words = record.words or any(source.words or source.paraphrase for source in sources)
    has = frozenset(Need) if has_words else frozenset(Need) - {Need.WORDS}
    return counts_as(Said(word, NOTHING, cast("date", step.valid.start), step.entry.seq, has=has))


def _concerned(said: Stated) -> tuple[str, ...]:
    member = cast("Statement", said.record).member
    return () if member is None else (member,)


def _shown_to(marking: Collection[str], member: str | None) -> Iterator[tuple[str, Viewer]]:
    """Each audience of a marking with one viewer of it, and the member whose contribution it is.

    That member is kept out by ``secretariat`` alone.
    """
    for audience in marking:
        if audience == Audience.MEMBERS:
            yield audience, Viewer(SOMEBODY, member=SOMEBODY)
        elif audience.startswith(GROUP_PREFIX):
            group = audience.removeprefix(GROUP_PREFIX)
            yield f"members of {group}", Viewer(SOMEBODY, member=SOMEBODY, groups=frozenset({group}))
        elif audience != Audience.SECRETARIAT:
            yield audience, Viewer(audience)
    if member is not None and set(marking) != {Audience.SECRETARIAT}:
        yield member, Viewer(member, member=member)
