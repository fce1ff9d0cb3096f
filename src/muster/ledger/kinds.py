"""The kinds of entries: which record each carries, what its subject is, and its versioned codec.

A payload is the canonical JSON of the fields an entry states, with the codec's version under ``v``. A codec is for
ever: a new version may be added beside it, an old one is never changed (tests/ledger/test_codecs_frozen.py).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from muster.core import (
    capabilities,
    contributions,
    keeping,
    members,
    operations,
    plans,
    production,
    requirements,
    shared,
    statements,
)
from muster.core.canonical import canonical, parse_canonical
from muster.core.errors import NewerBookError, TamperedError
from muster.core.record import field_notes, inner_record

if TYPE_CHECKING:
    from muster.core.record import Record


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entry.

    ``of`` is the kind of thing its subject is, when that is not the kind itself: a step's subject is a contribution.
    ``facet`` names the fields that tell apart entries of one subject that hold side by side: a step's word. Empty
    for a thing, whose every field is a facet of its own.
    ``table`` is the name of its table in a workbook; empty for records about the book itself.
    ``later`` are the fields that came with a later version of the codec, each with that version.
    """

    name: str
    record: type[Record]
    table: str = ""
    of: str = ""
    facet: tuple[str, ...] = ()
    later: tuple[tuple[str, int], ...] = ()

    @property
    def version(self) -> int:
        """The latest version of its codec."""
        return max((version for _, version in self.later), default=1)

    def version_of(self, stated: Collection[str]) -> int:
        """The earliest version that carries these fields: whoever can read them, may."""
        return max((version for field, version in self.later if field in stated), default=1)

    @property
    def subject_kind(self) -> str:
        """The kind of thing that a subject of this kind is."""
        return self.of or self.name

    @property
    def is_thing(self) -> bool:
        """Whether an entry of this kind brings its own subject into the book."""
        return not self.of


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("book", keeping.Genesis),
        Kind("live", keeping.GoLive, of="book"),
        Kind("person", members.Person, "people"),
        Kind("statement", statements.Statement, "statements"),
        Kind("member", members.Member, "members"),
        Kind("membership", members.Membership, "memberships", of="member", facet=("group",)),
        Kind("key", members.Key, "keys", of="member", facet=("key", "measured")),
        Kind("capability", capabilities.Capability, "capabilities"),
        Kind("substitute", capabilities.Substitute, "substitutes", of="capability", facet=("capability",)),
        Kind("place", operations.Place, "places"),
        Kind("operation", operations.Operation, "operations"),
        Kind(
            "phase",
            operations.Phase,
            "phases",
            later=(("after", 2), ("lasts_days", 2), ("overlap_days", 2)),
        ),
        Kind("requirement", requirements.Requirement, "requirements", later=(("ends_with", 2),)),
        Kind("contribution", contributions.Contribution, "contributions", later=(("shortest_tour_days", 2),)),
        Kind("step", contributions.Step, "steps", of="contribution", facet=("word",)),
        Kind("cap", contributions.Cap, "caps", of="contribution", facet=("cap",)),
        Kind("instalment", contributions.Instalment, "instalments", of="contribution", facet=("due",)),
        Kind("verification", contributions.Verification, "verifications", of="contribution", facet=("by",)),
        Kind("caveat", contributions.Caveat, "caveats"),
        Kind("condition", contributions.Condition, "conditions", later=(("only_if", 2),)),
        Kind("inventory", members.Inventory, "inventories"),
        Kind("assignment", contributions.Assignment, "assignments"),
        Kind("joint", shared.Joint, "joints"),
        Kind("part", shared.Part, "parts", of="joint", facet=("contribution",)),
        Kind("rota", shared.Rota, "rotas"),
        Kind("turn", shared.Turn, "turns", of="rota", facet=("first",)),
        Kind("production", production.Production, "productions"),
        Kind("trainers", production.Trainers, "trainers", of="production", facet=("line",)),
        Kind("assertion", operations.Assertion, "assertions"),
        Kind("rate", operations.Rate, "rates"),
        Kind("meeting", operations.Meeting, "meetings"),
        Kind("plan", plans.KeptPlan, later=(("most_from_one", 2), ("suppliers", 2), ("balance", 2))),
        Kind("marking", keeping.Marking, of="entry"),
        Kind("retraction", keeping.Retraction, of="entry"),
        Kind("redaction", keeping.Redaction, of="entry"),
    )
}
"""Every kind, in the order in which a workbook shows their tables."""

TABLES: dict[str, Kind] = {kind.table: kind for kind in KINDS.values() if kind.table}
"""The kinds that have a table, by its name."""

ABOUT_ENTRIES = frozenset({"marking", "retraction", "redaction"})
"""Kinds whose subject is what another entry is about."""

NEVER_SHOWN = frozenset({"marking", "redaction", "plan"})
"""Kinds that nobody sees but those who see all, however an entry is marked."""


def encode(kind: str, record: Record) -> str:
    """The payload text of a record."""
    stated = record.stated()
    return canonical({"v": KINDS[kind].version_of(stated), **stated})


def decode(kind: str, payload: str) -> Record:
    """The record of a payload.

    Raises NewerBookError for a kind or version this Muster does not know, TamperedError for a payload that is not
    what an entry of this kind can carry.
    """
    known = KINDS.get(kind)
    value = parse_canonical(payload)
    version = value.pop("v", None)
    if type(version) is not int or version < 1:
        message = f"an entry of kind {kind!r} does not say its version"
        raise TamperedError(message)
    if known is None or version > known.version:
        message = f"an entry of kind {kind!r}, version {version}, was written by a newer Muster; install that version"
        raise NewerBookError(message)
    if version < known.version_of(value):
        message = (
            f"an entry of kind {kind!r}, version {version}, carries what came with version {known.version_of(value)}"
        )
        raise TamperedError(message)
    try:
        return known.record.model_validate(value)
    except ValidationError as error:
        message = f"an entry of kind {kind!r} carries what that kind cannot: {error.errors()[0]['msg']}"
        raise TamperedError(message) from error


@cache
def references(kind: str) -> dict[str, str]:
    """The fields of a kind that name something else in the book: dotted field -> kind of thing."""
    return dict(_references(KINDS[kind].record, ""))


@cache
def required_fields(kind: str) -> tuple[str, ...]:
    """The fields that a subject of a kind must have been given."""
    record = KINDS[kind].record
    return tuple(name for name in record.model_fields if field_notes(record, name).get("required"))


def named(record: Record, field: str) -> tuple[str, ...]:
    """The ids that a dotted reference field of a record names."""
    value: Any = record
    for part in field.split("."):
        value = getattr(value, part, None)
    if value is None:
        return ()
    return tuple(value) if isinstance(value, tuple) else (value,)


def _references(record: type[Record], prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name in record.model_fields:
        ref = field_notes(record, name).get("ref")
        inner = inner_record(record, name)
        if ref:
            found.append((f"{prefix}{name}", ref))
        elif inner is not None:
            found.extend(_references(inner, f"{prefix}{name}."))
    return found
