"""Checks of what entries name, and of what has been taken out of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import cast

from muster.core.days import day_of
from muster.core.firmness import Firmness
from muster.core.keeping import Redaction
from muster.core.members import Membership
from muster.core.operations import Assertion
from muster.core.problem import Problem, closest
from muster.core.requirements import Requirement
from muster.ledger.kinds import KINDS, decode, named, references
from muster.ledger.snapshot import Snapshot
from muster.ledger.standing import Stated

Named = tuple[str, str, str]
"""The field in which an entry names something, the kind of thing it names, and its id."""

MEMBER_OR_GROUP = "member or group"
"""What may serve a line."""


def unknown_reference(snapshot: Snapshot, valid: date) -> Iterator[Problem]:  # noqa: ARG001 - a check takes both
    """Something that a standing entry names is not in the book."""
    groups = _groups(snapshot)
    found: dict[tuple[str, Named], None] = {}
    for one in snapshot.all_standing():
        for named_one in _named(one):
            _, kind, subject = named_one
            there = snapshot.has("member" if kind == MEMBER_OR_GROUP else kind, subject)
            if not there and (kind != MEMBER_OR_GROUP or subject not in groups):
                found[(f"{one.entry.kind} {one.entry.subject}", named_one)] = None
    for where, (field, kind, subject) in found:
        near = closest(subject, {*snapshot.ids("member"), *groups} if kind == MEMBER_OR_GROUP else snapshot.ids(kind))
        mend = f"did you mean {near!r}?" if near else f"record the {kind} first"
        as_what = "" if field == kind else f" ({field})"
        yield Problem("unknown_reference", where, f"there is no {kind} {subject!r} in the book{as_what}", mend)
    yield from _unknown_firmness(snapshot)


def redacted(snapshot: Snapshot, valid: date) -> Iterator[Problem]:  # noqa: ARG001 - a check takes both
    """The payload of an entry has been taken out of the book."""
    why = {}
    for entry in snapshot.entries:
        if entry.kind == "redaction" and entry.payload is not None:
            why[cast("Redaction", decode(entry.kind, entry.payload)).entry] = entry
    for entry in snapshot.entries:
        if not entry.redacted:
            continue
        sentence = f"what was recorded on {day_of(entry.recorded_at, snapshot.zone)} is redacted"
        redaction = why.get(entry.id)
        if redaction is not None:
            record = cast("Redaction", decode(redaction.kind, redaction.payload or ""))
            day = day_of(redaction.recorded_at, snapshot.zone)
            sentence += f": {record.why} ({redaction.recorded_by}, {day})"
        yield Problem("redacted", f"{entry.kind} {entry.subject}", sentence)


def _named(one: Stated) -> Iterator[Named]:
    entry, kind = one.entry, KINDS[one.entry.kind]
    for field, target in references(entry.kind).items():
        for subject in named(one.record, field):
            yield field, target, subject
    if isinstance(one.record, Requirement):
        for server in one.record.servers or ():
            yield "servers", MEMBER_OR_GROUP, server
    if kind.of not in ("", "book"):
        yield kind.of, kind.of, entry.subject
    if entry.statement is not None:
        yield "statement", "statement", entry.statement
    if entry.on_behalf_of is not None:
        yield "on_behalf_of", "person", entry.on_behalf_of


def _groups(snapshot: Snapshot) -> frozenset[str]:
    """The groups that any member belongs to at any time."""
    members = snapshot.ids("member")
    stated = (cast("Membership", one.record).group for m in members for one in snapshot.stated("membership", m))
    return frozenset(group for group in stated if group is not None)


def _unknown_firmness(snapshot: Snapshot) -> Iterator[Problem]:
    firmnesses = [str(firmness) for firmness in Firmness]
    for assertion in snapshot.ids("assertion"):
        for one in snapshot.facet(Assertion, assertion, "firmness"):
            said = cast("Assertion", one.record).firmness
            if said is not None and said not in firmnesses:
                sentence = f"firmness names {said!r}, which is no firmness"
                mend = f"write one of {', '.join(firmnesses)}"
                yield Problem("unknown_reference", f"assertion {assertion}", sentence, mend)
