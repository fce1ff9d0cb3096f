"""Numbers that cannot be: what of a record is outside the limits of its fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from muster.core.limits import NO_LIMITS, Limits
from muster.core.quantity import grouped
from muster.core.record import Record, field_limits, field_notes
from muster.ledger.entries import Draft
from muster.ledger.kinds import KINDS
from muster.ledger.snapshot import Snapshot
from muster.ledger.standing import holding


class OutOfRange(NamedTuple):
    """A number that cannot be: the sentence that says so, and what is possible."""

    sentence: str
    mend: str


def out_of_range(record: Record, beside: Mapping[str, object] | None = None) -> Iterator[OutOfRange]:
    """Every number that a record states and that its field cannot be.

    ``beside``: what holds of the same thing, field by field, where the record says nothing.
    """
    for name, limits in _limited(type(record)).items():
        number = getattr(record, name)
        if number is not None and not limits.allow(number):
            yield number_out_of_range(name, number, limits, _unit(type(record), name))
    for name, other in _bound(type(record)).items():
        if {name, other} & record.model_fields_set:
            held = {one: (beside or {}).get(one) for one in (name, other)}
            held |= {one: getattr(record, one) for one in held if one in record.model_fields_set}
            low, high = held[name], held[other]
            if isinstance(low, int) and isinstance(high, int) and low > high:
                sentence = f"{name} is {low:,}, more than {other}, which is {high:,}"
                yield OutOfRange(sentence, f"lower {name}, or raise {other}")


def number_out_of_range(name: str, number: Decimal | int, limits: Limits, unit: str = "") -> OutOfRange:
    """What is said of a number in a field or a column."""
    of = f" {unit}" if unit else ""
    return OutOfRange(f"{name} cannot be {grouped(Decimal(number))}", f"write {limits}{of}")


def held_beside(snapshot: Snapshot, draft: Draft, day: date, going: Iterable[str]) -> dict[str, object]:
    """What holds on a day of the thing that a draft is on, of the fields that bind one another.

    ``going``: ids of entries that are about to be superseded, which no longer hold.
    """
    found: dict[str, object] = {}
    record = KINDS[draft.kind].record
    gone = frozenset(going)
    for name in dict.fromkeys(one for pair in _bound(record).items() for one in pair):
        stays = [one for one in snapshot.facet(record, draft.subject, name) if one.entry.id not in gone]
        one = holding(stays, day)
        found[name] = None if one is None else getattr(one.record, name)
    return found


@cache
def _limited(record: type[Record]) -> dict[str, Limits]:
    """The fields of a record that have limits."""
    every = {name: field_limits(record, name) for name in record.model_fields}
    return {name: limits for name, limits in every.items() if limits != NO_LIMITS}


@cache
def _bound(record: type[Record]) -> dict[str, str]:
    """The fields of a record that another one bounds from above, each with that one."""
    notes = {name: field_notes(record, name) for name in record.model_fields}
    return {name: str(found["at_most"]) for name, found in notes.items() if "at_most" in found}


def _unit(record: type[Record], name: str) -> str:
    return str(field_notes(record, name).get("unit") or "")
