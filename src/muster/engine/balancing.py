"""Burdens as even as can be: the least burdened member bears as much as can be, then the next, and so on.

What is evened out is each member's burden by what it is measured by, such as its gross domestic product. A burden is
the sum over lines of the weight times the share of the need that the member gives. Source: the lexicographic maximin of
N. Megiddo, "Optimal flows in networks with multiple sources and sinks" (1974).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from muster.engine.branching import best_of
from muster.engine.counting import serving
from muster.engine.coupled import Coupled, Gives, Name, Written
from muster.engine.network import NOTHING, ONE

LOWEST: Name = ("lowest",)
"""The column of the lowest burden that can still be raised."""


@dataclass(frozen=True)
class Balance:
    """What each member is measured by, and what it bears by pins, on whatever line."""

    keys: Mapping[str, Fraction]
    borne: Mapping[str, Fraction]


def balanced(of: Coupled, before: Written, gives: Gives, balance: Balance) -> Gives:
    """Who gives what where burdens are as even as can be, all stages before it held, and the choices as they are."""
    burdens = _burdens(of, balance)
    fixed = _choices(of, before, gives)
    held: dict[str, Fraction] = {}
    while len(held) < len(burdens):
        wanted = replace(before, upper=dict(before.upper), rows=dict(before.rows), limits=dict(before.limits))
        for member, terms in burdens.items():
            borne = balance.borne.get(member, NOTHING) / balance.keys[member]
            off = [(column, -one) for column, one in terms.items()]
            if member in held:
                wanted.row(("burden", member), off, borne - held[member])
            else:
                wanted.row(("burden", member), [(LOWEST, ONE), *off], borne)
        wanted.upper[LOWEST] = _beyond_all(of, burdens, balance)
        programme = wanted.programme({LOWEST: ONE}, fixed)
        found = best_of(programme)
        values = dict(zip(wanted.upper, found.values, strict=True))
        prices = dict(zip(wanted.rows, found.prices, strict=True))
        held |= {member: values[LOWEST] for member in burdens if member not in held and prices["burden", member]}
        gives = {pair: values["gives", *pair] for pair in sorted(of.worth) if values["gives", *pair]}
    return gives


def _burdens(of: Coupled, balance: Balance) -> dict[str, dict[Name, Fraction]]:
    """What one unit of each column adds to the burden of each member that may give anything and has a key."""
    found: dict[str, dict[Name, Fraction]] = {}
    for (contribution, line), worth in sorted(of.worth.items()):
        member, wanted = of.givers[contribution], of.lines[line]
        if member in balance.keys:
            each = worth * wanted.weight / wanted.need / balance.keys[member]
            found.setdefault(member, {})["gives", contribution, line] = each
    return found


def _beyond_all(of: Coupled, burdens: Mapping[str, Mapping[Name, Fraction]], balance: Balance) -> Fraction:
    """More than any burden can be."""
    every = (
        balance.borne.get(member, NOTHING) / balance.keys[member]
        + sum((each * of.left[column[1]] for column, each in terms.items()), NOTHING)
        for member, terms in burdens.items()
    )
    return 1 + sum(every, NOTHING)


def _choices(of: Coupled, wanted: Written, gives: Gives) -> dict[Name, int]:
    """The choices that a plan has made."""
    given, covered = of.given(gives), of.covered(gives)
    found: dict[Name, int] = {}
    for name in wanted.whole:
        line = of.lines[name[1]]
        if name[0] == "serves":
            found[name] = int(given[name[1]].get(name[2], NOTHING) >= 1)
        else:
            reaches = covered[name[1]] * 100 >= line.need * (line.requirement.threshold or 0)
            found[name] = int(reaches and serving(given[name[1]]) >= (of.rules.suppliers or 0))
    return found
