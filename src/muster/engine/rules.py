"""What a plan may be asked for beside covering: how much from one member, how many suppliers, a balance of burdens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import cast

from muster.core.contributions import Contribution
from muster.core.errors import RefusedError
from muster.core.members import Key
from muster.core.problem import what_else
from muster.engine.serving import Asked
from muster.ledger.snapshot import Snapshot

WHOLE = 100
"""All of a line's need, in percent."""

FEWEST = 2
"""So many suppliers are asked for at least: whatever counts has one."""


@dataclass(frozen=True)
class Rules:
    """What a plan is asked for beside covering.

    ``most_from_one``: from one member no more counts than so many percent of a line's need. ``suppliers``: of a line
    that fewer members serve nothing counts. ``keys``: what each member's burden is measured by, where it is to be
    balanced; members without are left out of that.
    """

    most_from_one: int | None = None
    suppliers: int | None = None
    keys: Mapping[str, Fraction] | None = None

    @property
    def asks(self) -> bool:
        """Whether anything is asked for."""
        return self != Rules()

    @property
    def is_of_members(self) -> bool:
        """Whether it matters for what counts which member gives how much."""
        return self.most_from_one is not None or self.suppliers is not None

    def cap(self, need: int) -> Fraction | None:
        """How much of a need counts from one member at most; None where all of it does."""
        return None if self.most_from_one is None else Fraction(need * self.most_from_one, WHOLE)


def giver_of(member: str | None, contribution: str) -> str:
    """Who gives a contribution: its member; one without counts as a member of its own, whose name none can have."""
    return f"({contribution})" if member is None else member


def rules_of(snapshot: Snapshot, asked: Asked, first: date) -> Rules:
    """The rules of a plan that begins on a day. Raises RefusedError for what cannot be, and says what can."""
    share, suppliers = asked.most_from_one, asked.suppliers
    if share is not None and not 0 < share <= WHOLE:
        raise RefusedError(f"at most {share} percent from one member cannot be; say 1 to {WHOLE}")
    if suppliers is not None:
        _check_suppliers(snapshot, suppliers)
    return Rules(
        None if share == WHOLE else share,
        suppliers,
        None if asked.balance is None else keys_of(snapshot, asked.balance, first),
    )


def _check_suppliers(snapshot: Snapshot, suppliers: int) -> None:
    if suppliers < FEWEST:
        raise RefusedError(f"{suppliers} suppliers of each line is no rule: what counts has one; say {FEWEST} or more")
    stated = (snapshot.facet(Contribution, name, "member") for name in snapshot.ids("contribution"))
    members = {cast("Contribution", one.record).member for found in stated for one in found} - {None}
    if len(members) < suppliers:
        possible = f"say at most {len(members)}" if len(members) >= FEWEST else "leave it out"
        raise RefusedError(f"{suppliers} suppliers of each line cannot be: {len(members)} give anything; {possible}")


def keys_of(snapshot: Snapshot, key: str, first: date) -> dict[str, Fraction]:
    """What each member is measured by: of a burden-sharing key the last value by a day, where it is above zero.

    Raises RefusedError where no member has such a key.
    """
    found: dict[str, Fraction] = {}
    known: set[str] = set()
    for member in snapshot.subjects_with("key"):
        stated = [one for one in snapshot.parts(Key, member, first) if one.key is not None and one.value is not None]
        known |= {cast("str", one.key) for one in stated}
        of_it = [one for one in stated if one.key == key and (one.measured is None or one.measured.last <= first)]
        if of_it:
            last = max(of_it, key=lambda one: date.min if one.measured is None else one.measured.last)
            found[member] = Fraction(str(last.value))
    if not known:
        raise RefusedError("no member has a burden-sharing key, so burdens cannot be balanced; record keys first")
    if not found:
        raise RefusedError(f"no member has a burden-sharing key {key!r}; {what_else(key, sorted(known))}")
    return {member: value for member, value in sorted(found.items()) if value > 0}
