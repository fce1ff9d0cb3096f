"""Parts of a field: what some contributions touch, a field of some lines, a field without some contributions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import TypeVar

from muster.engine.field import Field

K = TypeVar("K")
T = TypeVar("T")


def linked(field: Field, contributions: AbstractSet[str]) -> frozenset[str]:
    """The lines that contributions may serve, those that whoever may serve these may serve, and so on.

    So too the lines that these depend on, and those that depend on them.
    """
    found: set[str] = set()
    waiting = [one for one in contributions if one in field.lines_of]
    met = set(waiting)
    depending = field.depending
    while waiting:
        lines = field.lines_of[waiting.pop()]
        while lines:
            more = [line for line in lines if line not in found]
            found.update(more)
            new = {giver: None for line in more for giver in field.givers_of.get(line, ()) if giver not in met}
            met.update(new)
            waiting += new
            lines = [other for line in more for other in depending.get(line, ())]
    return frozenset(found)


def only(field: Field, lines: AbstractSet[str]) -> Field:
    """A field of some lines alone, with who may serve them. Why others may not is left out: a plan does not ask it."""
    givers = {giver for line in lines for giver in field.givers_of.get(line, ())}
    offered = {giver: one for giver, one in field.offered.items() if giver in givers}
    pairs = [(giver, line) for giver in offered for line in field.lines_of[giver] if line in lines]
    return replace(
        field,
        wanted={line: one for line, one in field.wanted.items() if line in lines},
        offered=offered,
        worth={pair: field.worth[pair] for pair in pairs if pair in field.worth},
        hoped={pair: field.hoped[pair] for pair in pairs if pair in field.hoped},
        against={},
        substitutes=field.substitutes.intersection(pairs),
        pins=tuple(pin for pin in field.pins if pin.amount and pin.line in lines),
    )


def without(field: Field, contributions: AbstractSet[str]) -> Field:
    """A field as though there were no such contributions."""
    gone = [one for one in contributions if one in field.offered]
    pairs = [(giver, line) for giver in gone for line in field.wanted]
    return replace(
        field,
        offered=_less(field.offered, gone),
        worth=_less(field.worth, pairs),
        hoped=_less(field.hoped, pairs),
        against=_less(field.against, pairs),
        substitutes=field.substitutes.difference(pairs),
        pins=tuple(pin for pin in field.pins if pin.contribution not in contributions),
    )


def joined(field: Field, other: Field) -> Field:
    """A field with the contributions of another field of the same lines."""
    return replace(
        field,
        offered={**field.offered, **other.offered},
        worth={**field.worth, **other.worth},
        hoped={**field.hoped, **other.hoped},
        against={**field.against, **other.against},
        substitutes=field.substitutes | other.substitutes,
        pins=(*field.pins, *other.pins),
    )


def _less(of: Mapping[K, T], keys: Iterable[K]) -> dict[K, T]:
    """A copy without some keys: many stay, few go."""
    left = dict(of)
    for key in keys:
        left.pop(key, None)
    return left
