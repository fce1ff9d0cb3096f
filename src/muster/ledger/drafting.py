"""Drafts about entries already in the book: taking back, marking anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from muster.core.errors import RefusedError, UnknownSubjectError
from muster.core.keeping import Marking, Retraction
from muster.core.marking import Viewer, check_marking
from muster.ledger.entries import Draft, Entry
from muster.ledger.visible import markings_in_force, real_ids

BETWEEN = ".."
"""``FIRST..LAST`` names a run of entries, both included."""


def named_entries(log: Sequence[Entry], names: Sequence[str], real: Mapping[str, str]) -> list[Entry]:
    """The entries of ids, or of runs ``FIRST..LAST``, in the order of recording.

    ``real`` gives the ids in the book by the ids under which the viewer knows them. Raises UnknownSubjectError, or
    RefusedError for a run that ends before it begins.
    """
    by_id = {entry.id: index for index, entry in enumerate(log)}
    visible = set(real.values())
    chosen: set[int] = set()
    for name in names:
        first, _, last = name.partition(BETWEEN)
        ends = [real.get(end) for end in (first, last or first)]
        if ends[0] is None or ends[1] is None:
            raise UnknownSubjectError("entry", name)
        if by_id[ends[1]] < by_id[ends[0]]:
            raise RefusedError(f"{name} runs backwards; write {last}{BETWEEN}{first}")
        chosen.update(range(by_id[ends[0]], by_id[ends[1]] + 1))
    return [log[index] for index in sorted(chosen) if log[index].id in visible]


def retractions(entries: Sequence[Entry], log: Sequence[Entry], why: str | None = None) -> list[Draft]:
    """Drafts that take entries back, the last recorded first. Each is seen by those who see what it takes back."""
    markings = markings_in_force(log)
    record = Retraction(why=why) if why else Retraction()
    return [
        Draft(
            "retraction",
            entry.subject,
            record,
            marking=markings.get(entry.id, entry.audiences),
            supersedes=entry.id,
        )
        for entry in reversed(entries)
    ]


def under_real_ids(drafts: Sequence[Draft], log: Sequence[Entry], viewer: Viewer) -> Sequence[Draft]:
    """Drafts that supersede entries by the ids under which a viewer knows them, by the ids they have in the book."""
    if viewer.sees_all or not any(draft.supersedes for draft in drafts):
        return drafts
    real = real_ids(log, viewer)
    return changed(drafts, lambda one: replace(one, supersedes=real.get(one.supersedes or "", one.supersedes)))


def changed(drafts: Sequence[Draft], change: Callable[[Draft], Draft]) -> list[Draft]:
    """Drafts of a batch, each changed. What corrects another of them corrects it as it is then."""
    found: dict[int, Draft] = {}
    for one in drafts:
        corrects = None if one.corrects is None else found.get(id(one.corrects), one.corrects)
        found[id(one)] = replace(change(one), corrects=corrects)
    return list(found.values())


def remarking(entry: Entry, audiences: Sequence[str], consent: str | None = None) -> Draft:
    """A draft that gives an entry another marking."""
    record = Marking(entry=entry.id, audiences=check_marking(audiences), consent=consent)
    return Draft("marking", entry.subject, record, marking=("secretariat",))
