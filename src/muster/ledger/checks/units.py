"""Checks of units: what cannot be added, and what must not be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple, cast

from muster.core.contributions import Assignment, Cap, Finance, Instalment, Step
from muster.core.errors import RefusedError
from muster.core.members import Inventory
from muster.core.problem import Problem
from muster.core.production import Production, Trainers
from muster.core.quantity import NOTHING, Quantity, Span
from muster.core.requirements import Requirement
from muster.ledger.checks.agreed import reach
from muster.ledger.checks.ground import Ground, Trees, ground_of
from muster.ledger.checks.texts import counted, in_units, joined, listed
from muster.ledger.checks.totals import tallies
from muster.ledger.giving import Given
from muster.ledger.snapshot import Snapshot


def unlike_units(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """What a contribution gives is of the kind that a line or a total counts, but in another unit."""
    ground = ground_of(snapshot, valid)
    trees = ground.trees
    mend = "it stays beside the line; to count there, record it under a capability counted like the line"
    for line, requirement in ground.lines.items():
        for given in ground.related(line):
            if not _alike(trees, given.record.capability, requirement.capability):
                here, there = _unlike(trees, given.record.capability, requirement.capability)
                sentence = f"it is counted {here} and cannot be added to line {line}, which is counted {there}"
                yield Problem("unlike_units", f"contribution {given.contribution}", sentence, mend)
    for assertion, record, tally in tallies(ground):
        if len(tally.units) > 1:
            several = joined(sorted(unit or "no unit" for unit in tally.units))
            sentence = f"{record.capability} is counted in {several} by those who give; there is no total of these"
            yield Problem("unlike_units", f"assertion {assertion}", sentence, "state one total for each unit")


def uncountable(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """A number that the unit of its capability cannot count: finer than its decimals, or beyond 10^15 of them."""
    ground = ground_of(snapshot, valid)
    for one in _quantities(ground):
        try:
            one.quantity.span(ground.trees.decimals(one.capability))
        except RefusedError as error:
            of = one.capability
            mend = (
                f"write it in the unit of {of}, or give {of} other decimals" if of else "say of which capability it is"
            )
            yield Problem("uncountable", one.where, f"{error}", mend)


def loans_with_grants(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """A line is served by grants and by loans, which are kept apart."""
    ground = ground_of(snapshot, valid)
    for line, requirement in ground.lines.items():
        given = [g for g in ground.related(line) if _alike(ground.trees, g.record.capability, requirement.capability)]
        grants = [one for one in given if one.record.finance is Finance.GRANT]
        loans = [one for one in given if one.record.finance is Finance.LOAN]
        if grants and loans:
            sides = (_side(ground, side, requirement) for side in (grants, loans))
            sentence = "it is served by grants of {} and by loans of {}; their sum is no total".format(*sides)
            mend = "say both side by side, or give loans a line of their own"
            yield Problem("loans_with_grants", f"requirement {line}", sentence, mend)


class _Counted(NamedTuple):
    """A quantity in the book, where it stands, and the capability in whose unit it is."""

    where: str
    quantity: Quantity
    capability: str | None


def _alike(trees: Trees, one: str | None, other: str | None) -> bool:
    return trees.unit(one) == trees.unit(other) and trees.decimals(one) == trees.decimals(other)


def _unlike(trees: Trees, one: str | None, other: str | None) -> tuple[str, str]:
    """Both units in words, with the decimals where these are the difference."""
    same = trees.unit(one) == trees.unit(other)

    def words(capability: str | None) -> str:
        unit = f"in {trees.unit(capability) or 'no unit'}"
        return f"{unit} with {trees.decimals(capability)} decimals ({capability})" if same else f"{unit} ({capability})"

    return words(one), words(other)


def _side(ground: Ground, side: list[Given], requirement: Requirement) -> str:
    total = NOTHING
    for one in side:
        total = total.plus(reach(one))
    number = in_units(Span(total.low, total.high), ground.trees.decimals(requirement.capability))
    return f"{counted(number, ground.trees.unit(requirement.capability))} ({listed(one.contribution for one in side)})"


def _quantities(ground: Ground) -> Iterator[_Counted]:
    """Every quantity that is counted."""
    snapshot = ground.snapshot
    for contribution, promise in ground.promises.items():
        capability = promise.record.capability
        for kind in ("step", "cap", "instalment"):
            for one in snapshot.stated(kind, contribution):
                part = cast("Step | Cap | Instalment", one.record)
                if part.quantity is not None:
                    yield _Counted(f"{kind} {contribution}", part.quantity, capability)
    for line, requirement in snapshot.things(Requirement, ground.day).items():
        for one in snapshot.facet(Requirement, line, "level"):
            level = cast("Requirement", one.record).level
            if level is not None and level.quantity is not None:
                yield _Counted(f"requirement {line}", level.quantity, requirement.capability)
    for subject, has in snapshot.things(Inventory, ground.day).items():
        if has.quantity is not None:
            yield _Counted(f"inventory {subject}", has.quantity, has.capability)
    for subject, pin in snapshot.things(Assignment, ground.day).items():
        pinned = ground.promises.get(pin.contribution or "")
        if pin.quantity is not None and pinned is not None:
            yield _Counted(f"assignment {subject}", pin.quantity, pinned.record.capability)
    yield from _of_productions(ground)


def _of_productions(ground: Ground) -> Iterator[_Counted]:
    """What classes come to and what they need: in the unit of what they join, and of their trainers' lines."""
    snapshot = ground.snapshot
    for subject, production in snapshot.things(Production, ground.day).items():
        joined_by_them = ground.promises.get(production.graduates or "")
        if production.class_size is not None and joined_by_them is not None:
            yield _Counted(f"production {subject}", production.class_size, joined_by_them.record.capability)
        for one in snapshot.parts(Trainers, subject, ground.day):
            line = snapshot.thing(Requirement, one.line or "", ground.day)
            if one.per_class is not None and line is not None:
                yield _Counted(f"trainers {subject}", one.per_class, line.capability)
