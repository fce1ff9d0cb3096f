"""May a contribution serve a line in a plan, and what is it worth there? Always with the reason where it may not.

Cover before a plan asks less (``eligibility``): a plan also counts substitutes, caveats, tasks, standards, conditions
and notice. The order of the questions is that of docs/decisions/0006.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import TypedDict, cast

from muster.core.assuming import Assumption
from muster.core.capabilities import Substitute
from muster.core.contributions import DONE, Caveat, Contribution, Verification
from muster.core.firmness import DEFAULT_FIRMNESS, LADDER, Firmness
from muster.core.quantity import NOTHING
from muster.core.requirements import Requirement
from muster.engine.conditions import Failing, failing
from muster.engine.eligibility import Ground, Reason
from muster.engine.network import ONE
from muster.ledger.giving import Given, Giver
from muster.ledger.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Asked:
    """What a plan is asked for.

    ``firmness``: how firm its cover is to be. ``made_on``: the day as known on which it is made, from which notice to
    move runs. ``undeclared``: whether caveats count that their member has not declared. ``open_conditions``: whether
    what stands under an open condition counts. ``without``: the reasons that are left out of account, to see what each
    costs. ``most_from_one``: from one member no more counts than so many percent of a line's need. ``suppliers``: of a
    line that fewer members serve nothing counts. ``balance``: the burden-sharing key by which burdens are balanced.
    """

    made_on: date
    firmness: Firmness = DEFAULT_FIRMNESS
    undeclared: bool = True
    open_conditions: bool = True
    without: frozenset[Reason] = frozenset()
    most_from_one: int | None = None
    suppliers: int | None = None
    balance: str | None = None

    @property
    def counted(self) -> Firmness:
        """How firm what is counted must be: the softest, where firmness is left out of account."""
        return LADDER[-1] if Reason.BELOW_FIRMNESS in self.without else self.firmness

    @property
    def assumed(self) -> frozenset[Assumption]:
        """What is assumed that usually is not."""
        chosen = {Assumption.DECLARED_ONLY: not self.undeclared, Assumption.CONDITIONS_FAIL: not self.open_conditions}
        return frozenset(one for one, holds in chosen.items() if holds)

    def assuming(self, assumptions: AbstractSet[Assumption]) -> Asked:
        """The same, with assumptions made besides."""
        every = self.assumed | assumptions
        return replace(
            self,
            undeclared=Assumption.DECLARED_ONLY not in every,
            open_conditions=Assumption.CONDITIONS_FAIL not in every,
        )


class Beside(TypedDict, total=False):
    """What a plan is asked for beside covering, by the names that ``Asked`` has for it."""

    most_from_one: int | None
    suppliers: int | None
    balance: str | None


class Serving:
    """Who may serve what on the day of a ground."""

    def __init__(self, ground: Ground, asked: Asked) -> None:
        """Look at the book on a day; what is rarely asked is read when it is."""
        self.ground, self.asked = ground, asked
        self._under_way: dict[str, bool] = {}
        self._worth: dict[tuple[str | None, str | None], Fraction | None] = {}

    def worth(self, given: Given, line: str, requirement: Requirement, *, pinned: bool = False) -> Fraction | Reason:
        """What one smallest unit of a contribution is worth to a line, in its smallest units, or why it may not serve.

        Whether it gives anything at all is not asked here.
        """
        reason = self._not_meant(given, line, requirement, pinned=pinned)
        if reason is not None:
            return reason
        worth = self.worth_of_kind(given.record.capability, requirement.capability)
        if not worth:
            return self._of_another_kind(given.record, worth)
        agreed = pinned or given.record.line == line
        return (
            self._elsewhere(given.record, requirement, agreed=agreed)
            or self._restricted(given, requirement, pinned=pinned)
            or worth
        )

    def worth_of_kind(self, capability: str | None, needed: str | None) -> Fraction | None:
        """What one smallest unit of a kind is worth as another; 0 in unlike units, None where it does not serve."""
        key = (capability, needed)
        if key not in self._worth:
            self._worth[key] = self._found_worth(capability, needed)
        return self._worth[key]

    def _not_meant(self, given: Given, line: str, requirement: Requirement, *, pinned: bool) -> Reason | None:
        """Whether a contribution is meant for something else."""
        record, without = given.record, self.asked.without
        if record.backfills is not None and Reason.BACKFILL not in without:
            return Reason.BACKFILL
        if given.part_of is not None and Reason.PART not in without:
            return Reason.PART
        if not pinned and record.line not in (None, line) and Reason.EARMARKED not in without:
            return Reason.EARMARKED
        if given.operation != requirement.operation and Reason.OTHER_OPERATION not in without:
            return Reason.OTHER_OPERATION
        return None

    def _of_another_kind(self, record: Contribution, worth: Fraction | None) -> Reason:
        if record.capability not in self.ground.capabilities:
            return Reason.NO_CAPABILITY
        return Reason.OTHER_CAPABILITY if worth is None else Reason.OTHER_UNIT

    def _elsewhere(self, record: Contribution, requirement: Requirement, *, agreed: bool) -> Reason | None:
        """Whether place or member speak against it."""
        ground, without = self.ground, self.asked.without
        if not agreed and not ground.lies_in(record.place, requirement.place) and Reason.OTHER_PLACE not in without:
            return Reason.OTHER_PLACE
        if not ground.may_serve(record.member, requirement.servers) and Reason.MAY_NOT_SERVE not in without:
            return Reason.MAY_NOT_SERVE
        return None

    def _found_worth(self, capability: str | None, needed: str | None) -> Fraction | None:
        ground = self.ground
        if ground.measure(capability) is not ground.measure(needed):
            return Fraction(0) if ground.is_kind_of(capability, needed) else None
        if ground.is_kind_of(capability, needed):
            counted = ground.counted_in(capability)
            return ONE if counted is not None and counted == ground.counted_in(needed) else Fraction(0)
        if ground.unit(capability) is None or ground.unit(needed) is None:
            return None
        best = max(
            (worth for of, kind, worth in self._substitutes if self._stands_in(capability, kind, of, needed)),
            default=None,
        )
        return None if best is None else best * Fraction(10) ** (ground.decimals(needed) - ground.decimals(capability))

    def _stands_in(self, capability: str | None, kind: str, of: str, needed: str | None) -> bool:
        return self.ground.is_kind_of(capability, kind) and self.ground.is_kind_of(of, needed)

    @cached_property
    def _substitutes(self) -> list[tuple[str, str, Fraction]]:
        """Of which capability, which kind, and what a unit of it is worth."""
        snapshot, day = self.ground.snapshot, self.ground.day
        return [
            (of, one.capability, Fraction(one.efficiency))
            for of in snapshot.subjects_with("substitute")
            for one in snapshot.parts(Substitute, of, day)
            if one.capability is not None and one.efficiency
        ]

    def _restricted(self, given: Given, requirement: Requirement, *, pinned: bool) -> Reason | None:
        """What a contribution's caveats, verifications, conditions and notice to move say against it."""
        caveats = self._caveats.get(given.contribution, ())
        tasks = _folded(requirement.tasks or ())
        asked = (
            (any(self._is_elsewhere(caveat, requirement.place) for caveat in caveats), Reason.CAVEAT),
            (any(tasks & _folded(caveat.tasks or ()) for caveat in caveats), Reason.TASK),
            (not self._meets(given.contribution, requirement.standard), Reason.STANDARD),
            (given.contribution in self._failed, Reason.CONDITION),
            (not pinned and self._is_not_there_yet(given), Reason.NOTICE),
        )
        return next((reason for stands, reason in asked if stands and reason not in self.asked.without), None)

    def _is_not_there_yet(self, given: Given) -> bool:
        """Whether notice to move still runs, and nothing is en route or in place."""
        days, day = given.record.notice_days, self.ground.day
        if not days or not self.asked.made_on <= day < self.asked.made_on + timedelta(days=days):
            return False
        if given.contribution not in self._under_way:
            self._under_way[given.contribution] = is_under_way(self.ground.snapshot, given, day)
        return not self._under_way[given.contribution]

    def _is_elsewhere(self, caveat: Caveat, place: str | None) -> bool:
        """Whether a caveat names the only places where something may be used, and this is none of them."""
        places = caveat.places or ()
        return place is not None and bool(places) and not any(self.ground.lies_in(place, one) for one in places)

    def _meets(self, contribution: str, standard: str | None) -> bool:
        """Whether somebody has verified that a contribution meets a standard."""
        if standard is None:
            return True
        marks = [
            one for one in self.ground.snapshot.stated("verification", contribution) if self.ground.day in one.valid
        ]
        verified = (cast("Verification", one.record).standard for one in marks)
        return _folded((standard,)) <= _folded(one for one in verified if one is not None)

    @cached_property
    def _caveats(self) -> dict[str, list[Caveat]]:
        found: dict[str, list[Caveat]] = {}
        for caveat in self.ground.snapshot.things(Caveat, self.ground.day).values():
            if caveat.contribution is not None and (self.asked.undeclared or caveat.declared is not False):
                found.setdefault(caveat.contribution, []).append(caveat)
        return found

    @cached_property
    def _failed(self) -> Failing:
        asked = self.asked
        return failing(self.ground.snapshot, self.ground.day, asked.counted, open_hold=asked.open_conditions)


def is_under_way(snapshot: Snapshot, given: Given, day: date) -> bool:
    """Whether anything of a contribution is said to be en route or in place, inside its window or not."""
    found = Giver(snapshot, given.contribution).words_on(day)
    return any(found.get(word, NOTHING) != NOTHING for word in DONE)


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.strip().casefold() for word in words)
