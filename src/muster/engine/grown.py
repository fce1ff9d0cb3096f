"""A day with those who have graduated by then: they join a contribution, and serve as the rest of it does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby

from muster.core.quantity import LARGEST
from muster.engine.field import Field, Offered, Pin, held_by_pins


def grown(field: Field, more: Mapping[str, int]) -> Field:
    """A field in which contributions supply so many graduates more, in their smallest units, where these may join.

    Where a contribution lacked nothing but firmness, it now serves what it may; pins take of the graduates as well. No
    supply grows beyond the largest quantity.
    """
    joined = {
        name: _with_graduates(one, more[name])
        for name, one in field.offered.items()
        if one.grows is not None and more.get(name, 0) > 0
    }
    if not joined:
        return field
    opened = {
        (name, line): worth
        for name, one in joined.items()
        for line, worth in (one.grows or {}).items()
        if (name, line) in field.against and line in field.wanted
    }
    against = {pair: reason for pair, reason in field.against.items() if pair not in opened}
    found = replace(
        field,
        offered={**field.offered, **joined},
        worth={**field.worth, **opened},
        hoped={pair: worth for pair, worth in field.hoped.items() if pair not in opened},
        against=against,
    )
    return replace(found, pins=tuple(_pinned_again(found, joined)))


def _with_graduates(one: Offered, number: int) -> Offered:
    added = min(number, LARGEST - one.supply)
    most = None if one.most is None else one.most + added
    return replace(one, supply=one.supply + added, most=most, reason=None, graduates=one.graduates + added)


def _pinned_again(field: Field, joined: Mapping[str, Offered]) -> Iterator[Pin]:
    """The pins of a field, those of what grew on what it now supplies."""
    for name, pins in groupby(field.pins, key=lambda pin: pin.contribution):
        if name in joined:
            asks = [(pin.line, pin.asks) for pin in pins]
            yield from held_by_pins(name, joined[name], asks, field.wanted, field.against)
        else:
            yield from pins
