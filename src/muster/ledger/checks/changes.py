"""The check of changes that were recorded too late to change what comes after them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from muster.core.days import day_before, day_of
from muster.core.problem import Problem
from muster.ledger.checks.texts import joined
from muster.ledger.kinds import KINDS
from muster.ledger.snapshot import Snapshot
from muster.ledger.standing import Stated

Facets = dict[str, object]
"""What an entry states, by facet in words: the fields of a thing, or the whole of a step under its word."""


def back_dated_change(snapshot: Snapshot, valid: date) -> Iterator[Problem]:  # noqa: ARG001 - a check takes both
    """A change was recorded after another that starts later: from the later start on it alters nothing.

    Not named: what was recorded at one instant (a table has no order), what ends by the later start, what says the same
    as the later entry, and a correction, which takes the place of what it corrects.
    """
    subjects: dict[tuple[str, str], list[Stated]] = {}
    for one in snapshot.all_standing():
        subjects.setdefault((one.entry.kind, one.entry.subject), []).append(one)
    for (kind, subject), recorded in subjects.items():
        latest = ""
        for index, one in enumerate(recorded):
            start = one.entry.valid_from or ""
            if start < latest and one.entry.supersedes is None:
                for later, facets in _in_the_way(one, recorded[:index]):
                    yield _problem(snapshot, f"{kind} {subject}", one, later, facets)
            latest = max(latest, start)


def _in_the_way(one: Stated, before: Sequence[Stated]) -> Iterator[tuple[Stated, list[str]]]:
    """The earlier recorded entries at whose start a back-dated one gives way, each with the facets it takes over."""
    found: dict[str, tuple[Stated, list[str]]] = {}
    for facet, value in facets_of(one).items():
        rivals = [
            other
            for other in before
            if (other.entry.valid_from or "") > (one.entry.valid_from or "")
            and other.entry.recorded_at < one.entry.recorded_at
            and facet in facets_of(other)
        ]
        if rivals:
            later = min(rivals, key=lambda other: (other.entry.valid_from or "", -other.entry.seq))
            ends_by_then = one.entry.valid_to is not None and one.entry.valid_to <= (later.entry.valid_from or "")
            if not ends_by_then and facets_of(later)[facet] != value:
                found.setdefault(later.entry.id, (later, []))[1].append(facet)
    yield from found.values()


def facets_of(one: Stated) -> Facets:
    """What an entry states, without its note."""
    kind, record = KINDS[one.entry.kind], one.record
    if kind.is_thing:
        stated = [name for name in type(record).model_fields if name in record.model_fields_set]
        return {name: getattr(record, name) for name in stated if name != "note"}
    words = " ".join(str(value) for name in kind.facet if (value := getattr(record, name)) is not None)
    return {words or kind.name: record.model_dump(exclude={"note"})}


def _problem(snapshot: Snapshot, where: str, one: Stated, later: Stated, facets: list[str]) -> Problem:
    zone = snapshot.zone
    recorded, before = (day_of(entry.recorded_at, zone) for entry in (one.entry, later.entry))
    start, until = later.entry.valid_from or "", later.valid.last
    span = f"from {start} on" if until is None else f"from {start} to {until}"
    since = one.entry.valid_from or "the beginning"
    change = f"the change of {joined(facets)} from {since}, recorded on {recorded}"
    sentence = f"{change}, alters nothing {span}: what holds then was recorded on {before}"
    last = day_before(date.fromisoformat(start))
    mend = f"if it should hold then too, record it again from {start}; if not, give it the last day {last}"
    return Problem("back_dated_change", where, sentence, mend)
