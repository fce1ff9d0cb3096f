"""Whether a contribution may serve a line on a day: the first reason against, or the efficiency at which it may."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from tests.oracle.amounts.day import Asked, Giver, Wanted


@dataclass(frozen=True)
class Pair:
    """A contribution and a line on a day, and whether an assignment that holds names both."""

    asked: Asked
    giver: Giver
    wanted: Wanted
    is_pinned: bool

    @property
    def fits_by_tree(self) -> bool:
        """Whether its kind is that of the line, or below it."""
        return self.giver.kind is not None and self.wanted.kind.chain[0] in self.giver.kind.chain

    @property
    def substitution(self) -> Fraction | None:
        """What one of its smallest units is worth in smallest units of the line by the best row; None without one."""
        own, line = self.giver.kind, self.wanted.kind
        if own is None or own.unit is None or line.unit is None:
            return None
        best = Fraction(0)
        for capability in self.asked.subjects("substitute"):
            if line.chain[0] in self.asked.kind(capability).chain:
                rows = self.asked.rows("substitute", capability, "capability")
                best = max([best, *(Fraction(row.efficiency) for row in rows if row.capability in own.chain)])
        return best * Fraction(10) ** (line.decimals - own.decimals) if best > 0 else None


def _earmarked(pair: Pair) -> bool:
    return not pair.is_pinned and pair.giver.earmark not in (None, pair.wanted.id)


def _other_operation(pair: Pair) -> bool:
    return pair.giver.operation is None or pair.giver.operation != pair.wanted.operation


def _other_capability(pair: Pair) -> bool:
    return not pair.fits_by_tree and pair.substitution is None


def _other_unit(pair: Pair) -> bool:
    own, line = pair.giver.kind, pair.wanted.kind
    if own is None or not pair.fits_by_tree:
        return False
    return own.unit is None or (own.unit, own.decimals) != (line.unit, line.decimals)


def _other_place(pair: Pair) -> bool:
    if pair.is_pinned or pair.giver.earmark == pair.wanted.id or not pair.giver.places or not pair.wanted.places:
        return False
    return pair.wanted.places[0] not in pair.giver.places


def _may_not_serve(pair: Pair) -> bool:
    member, servers = pair.giver.member, set(pair.wanted.servers)
    if not servers or member in servers:
        return False
    groups = set() if member is None else {row.group for row in pair.asked.rows("membership", member, "group")}
    return not servers & groups


def _caveat(pair: Pair) -> bool:
    """Whether a caveat names only places in none of which the line's lies."""
    wanted = set(pair.wanted.places)
    return bool(wanted) and any(each.places and not wanted & set(each.places) for each in pair.giver.caveats)


def _task(pair: Pair) -> bool:
    return any(each.tasks & pair.wanted.tasks for each in pair.giver.caveats)


def _standard(pair: Pair) -> bool:
    return pair.wanted.standard is not None and pair.wanted.standard not in pair.giver.standards


def _notice(pair: Pair) -> bool:
    if pair.is_pinned or pair.giver.notice_days is None or pair.giver.under_way:
        return False
    made_on = pair.asked.known
    return made_on <= pair.asked.day < made_on + timedelta(days=pair.giver.notice_days)


RULES: dict[str, Callable[[Pair], bool]] = {
    "backfill": lambda pair: pair.giver.backfills,
    "part": lambda pair: pair.giver.is_part,
    "earmarked": _earmarked,
    "other_operation": _other_operation,
    "no_capability": lambda pair: pair.giver.kind is None,
    "other_capability": _other_capability,
    "other_unit": _other_unit,
    "other_place": _other_place,
    "may_not_serve": _may_not_serve,
    "caveat": _caveat,
    "task": _task,
    "standard": _standard,
    "condition": lambda pair: pair.giver.failed,
    "notice": _notice,
    "window": lambda pair: pair.giver.short == "window",
    "not_accepted": lambda pair: pair.giver.short == "not_accepted",
    "below_firmness": lambda pair: pair.giver.short == "below_firmness",
}
"""In the order in which they are asked."""


@dataclass(frozen=True)
class Answer:
    """The first reason against, or the efficiency in smallest units and whether it comes by substitution."""

    reason: str | None
    efficiency: Fraction = Fraction(0)
    by_substitution: bool = False


def asked_of(asked: Asked, contribution: str, line: str) -> Answer:
    """Whether a contribution may serve a line on the day asked about."""
    is_pinned = any((pin.contribution, pin.line) == (contribution, line) for pin in asked.pins)
    pair = Pair(asked, asked.giver(contribution), asked.wanted(line), is_pinned)
    for reason, speaks_against in RULES.items():
        if speaks_against(pair):
            return Answer(reason)
    if pair.fits_by_tree:
        return Answer(None, Fraction(1))
    efficiency = pair.substitution
    assert efficiency is not None
    return Answer(None, efficiency, by_substitution=True)


def answers(asked: Asked) -> dict[tuple[str, str], Answer]:
    """Every contribution beside every line that is planned on the day."""
    lines = asked.lines()
    return {(each, line): asked_of(asked, each, line) for each in asked.subjects("contribution") for line in lines}
