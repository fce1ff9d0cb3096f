"""What a plan has before it on a day: the lines it serves, who may serve which, and what is pinned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from datetime import date
from fractions import Fraction
from functools import cached_property

from muster.core.capabilities import Measure
from muster.core.contributions import Assignment
from muster.core.firmness import Firmness
from muster.core.operations import Acceptance
from muster.core.quantity import NOTHING
from muster.core.requirements import AcceptedGap, Requirement
from muster.engine.coverage import Timeline
from muster.engine.eligibility import Ground, Reason
from muster.engine.network import Pair
from muster.engine.rules import Rules
from muster.engine.serving import Asked, Serving
from muster.engine.whole import Terms, terms_of
from muster.ledger.giving import Dating, Given, Giver, dating_of, span_of
from muster.ledger.joining import required_parts

OF_TOURS = frozenset({Reason.WHOLE, Reason.REST, Reason.TOUR})
"""Reasons that lie in where units are, not in who may serve what."""

USUAL_TIER = 3
"""The tier of a line that states none."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line that is planned: what it needs, in the smallest unit of its capability, and who accepts its gap."""

    line: str
    requirement: Requirement
    need: int
    unit: str | None
    decimals: int
    accepted: AcceptedGap | None = None

    @property
    def tier(self) -> int:
        """1 is critical."""
        return self.requirement.tier or USUAL_TIER

    @property
    def weight(self) -> int:
        """Its weight inside the tier."""
        return self.requirement.weight or 1


@dataclass(frozen=True, slots=True)
class Offered:
    """A contribution: what it supplies for certain at the firmness asked, and at most; why, where that is nothing.

    ``terms`` are those of its tours where it comes whole. ``grows``: it may grow by graduates; what one unit is then
    worth to each line that it serves for certain only with them. ``graduates``: so many of the supply are yet to be
    trained.
    """

    contribution: str
    member: str | None
    capability: str | None
    unit: str | None
    decimals: int
    is_total: bool
    supply: int
    most: int | None
    is_unknown: bool
    reason: Reason | None
    terms: Terms | None = None
    grows: Mapping[str, Fraction] | None = None
    graduates: int = 0


@dataclass(frozen=True, slots=True)
class Pin:
    """What an assignment holds a contribution to: so much for a line, as far as it is there.

    ``missing``: what it asks for beyond that. ``reason``: why it holds nothing; None where it holds, or where its line
    is not planned. ``by_tour``: what holds it is a tour that was planned, no assignment. ``asks``: so much is asked
    for; None: all of it.
    """

    contribution: str
    line: str
    amount: int
    missing: int = 0
    reason: Reason | None = None
    is_planned: bool = True
    by_tour: bool = False
    asks: int | None = dataclass_field(default=None, compare=False)


@dataclass(frozen=True)
class Field:
    """A day: the lines that are planned, the contributions, and what one unit of the one is worth to the other.

    ``worth`` has the links; ``hoped`` those of contributions that give nothing for certain, but may give something;
    ``against`` the reason where there is no link. ``substitutes`` are the links that rest on a substitute, those that
    graduates would have included. What is ``held`` gives what pins and tours take of it, and nothing more.
    ``rules``: what the plan is asked for beside that.
    """

    day: date
    wanted: Mapping[str, Wanted]
    offered: Mapping[str, Offered]
    worth: Mapping[Pair, Fraction]
    hoped: Mapping[Pair, Fraction]
    against: Mapping[Pair, Reason]
    substitutes: frozenset[Pair]
    pins: tuple[Pin, ...]
    held: frozenset[str] = frozenset()
    rules: Rules = dataclass_field(default_factory=Rules)

    @cached_property
    def lines_of(self) -> Mapping[str, list[str]]:
        """The lines that each contribution may serve, for certain or not."""
        return _grouped((giver, line) for giver, line in (*self.worth, *self.hoped))

    @cached_property
    def givers_of(self) -> Mapping[str, list[str]]:
        """The contributions that may serve each line, for certain or not."""
        return _grouped((line, giver) for giver, line in (*self.worth, *self.hoped))

    @cached_property
    def depending(self) -> Mapping[str, list[str]]:
        """The planned lines that each line depends on, and those that depend on it."""
        needs = [
            (line, other)
            for line, one in self.wanted.items()
            for other in one.requirement.needs or ()
            if other in self.wanted
        ]
        return _grouped((*needs, *((other, line) for line, other in needs)))

    @cached_property
    def idle_for(self) -> Mapping[str, Mapping[str, Reason]]:
        """The lines that each unit might serve, were it not for its tours; and what speaks against that."""
        found: dict[str, dict[str, Reason]] = {}
        for (giver, line), reason in self.against.items():
            if reason in OF_TOURS:
                found.setdefault(giver, {})[line] = reason
        return found

    def reason(self, contribution: str) -> Reason | None:
        """Why a contribution can serve nothing: the reason that came closest to serving. None where it can."""
        if contribution in self._linked:
            return None
        return self._closest.get(contribution, self.offered[contribution].reason)

    @cached_property
    def _linked(self) -> frozenset[str]:
        return frozenset(contribution for contribution, _ in self.worth)

    @cached_property
    def _closest(self) -> dict[str, Reason]:
        order = {reason: place for place, reason in enumerate(Reason)}
        found: dict[str, Reason] = {}
        for (contribution, _), reason in self.against.items():
            if contribution not in found or order[reason] > order[found[contribution]]:
                found[contribution] = reason
        return found


def _grouped(pairs: Iterable[Pair]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one, other in pairs:
        found.setdefault(one, []).append(other)
    return found


def field_on(timeline: Timeline, day: date, asked: Asked) -> Field:
    """What a plan of levels has before it on a day."""
    ground = timeline.ground_on(day)
    wanted = {one.line: one for one in wanted_on(timeline, day) if not is_total(ground, one.requirement.capability)}
    givers = {one.contribution: one for concerned in timeline.concerned.values() for one in concerned.contributions}
    return field_of(ground, wanted, givers.values(), asked)


def field_of(ground: Ground, wanted: Mapping[str, Wanted], givers: Iterable[Giver], asked: Asked) -> Field:
    """What some contributions are to lines on the day of a ground."""
    offered: dict[str, Offered] = {}
    given: dict[str, Given] = {}
    taught = ground.snapshot.naming("production", "graduates")
    for giver in givers:
        one = giver.on(ground.day)
        if one is not None:
            given[giver.contribution] = one
            found = offered_by(ground, giver, one, asked)
            grows = giver.contribution in taught and _may_grow(ground, giver, one, found, asked)
            offered[giver.contribution] = replace(found, grows={}) if grows else found
    return _linked(Serving(ground, asked), ground.day, wanted, offered, given)


def wanted_on(timeline: Timeline, day: date) -> Iterator[Wanted]:
    """The lines that are planned on a day: open, no maximum, and needed."""
    for operation in timeline.concerned:
        for line, one in timeline.on(operation, day).lines.items():
            if one.ranked and one.need is not None and one.need.low:
                yield Wanted(line, one.requirement, one.need.low, one.unit, one.decimals, one.accepted)


def is_total(ground: Ground, capability: str | None) -> bool:
    """Whether a capability is measured as a total."""
    return ground.measure(capability) is Measure.TOTAL


def offered_by(ground: Ground, giver: Giver, given: Given, asked: Asked) -> Offered:
    """What a contribution supplies on the day of a ground."""
    firmness = asked.counted
    given = as_asked(giver, ground.day, given, asked)
    span = NOTHING if _serves_elsewhere(given, asked) else given.counted.get(firmness, NOTHING)
    return Offered(
        contribution=given.contribution,
        member=given.record.member,
        capability=given.record.capability,
        unit=ground.unit(given.record.capability),
        decimals=ground.decimals(given.record.capability),
        is_total=is_total(ground, given.record.capability),
        supply=span.low or 0,
        most=span.high,
        is_unknown=span.low is None,
        reason=None if span.low else _why_nothing(ground.day, giver, given, asked, firmness),
        terms=None if is_total(ground, given.record.capability) else terms_of(ground, given.record, asked),
    )


def as_asked(giver: Giver, day: date, given: Given, asked: Asked) -> Given:
    """What a contribution gives on a day, its window or its acceptance left out of account where that is asked."""
    if not asked.without & {Reason.WINDOW, Reason.NOT_ACCEPTED}:
        return given
    acceptance = Acceptance.ASSUMED if Reason.NOT_ACCEPTED in asked.without else None
    return giver.on(day, acceptance, at_any_time=Reason.WINDOW in asked.without) or given


def _serves_elsewhere(given: Given, asked: Asked) -> Reason | None:
    """Why a contribution serves no line by itself: it backfills elsewhere, or is part of a joint contribution."""
    reasons = ((given.record.backfills, Reason.BACKFILL), (given.part_of, Reason.PART))
    return next((one for said, one in reasons if said is not None and one not in asked.without), None)


def _why_nothing(day: date, giver: Giver, given: Given, asked: Asked, firmness: Firmness) -> Reason:
    elsewhere = _serves_elsewhere(given, asked)
    if elsewhere is not None:
        return elsewhere
    outside = Reason.WINDOW not in asked.without and dating_of(given.record, day) in (
        Dating.OUTSIDE,
        Dating.UNCERTAIN,
    )
    counted, undated = (levels.get(firmness, NOTHING) for levels in (given.counted, given.undated))
    if outside or undated not in (NOTHING, counted):
        return Reason.WINDOW
    assumed = giver.on(day, Acceptance.ASSUMED)
    if assumed is not None and assumed.counted.get(firmness, NOTHING).low:
        return Reason.NOT_ACCEPTED
    return Reason.BELOW_FIRMNESS


def _may_grow(ground: Ground, giver: Giver, given: Given, offered: Offered, asked: Asked) -> bool:
    """Whether graduates join a contribution on a day: it is an amount, serves by itself, and only firmness is lacking.

    A window speaks against it where the day may lie outside; that none was said does not.
    """
    day, record = ground.day, given.record
    outside = dating_of(record, day) in (Dating.OUTSIDE, Dating.UNCERTAIN) and Reason.WINDOW not in asked.without
    is_whole = offered.is_total or offered.terms is not None
    if record.capability is None or is_whole or outside or _serves_elsewhere(given, asked) or giver.is_taken_back(day):
        return False
    required = required_parts(ground.snapshot, giver.contribution, day)
    parts = (Giver(ground.snapshot, name).alone(day) for name in required)
    return all(part is not None and part.counted.get(asked.counted, NOTHING).low != 0 for part in parts)


def _linked(
    serving: Serving,
    day: date,
    wanted: Mapping[str, Wanted],
    offered: Mapping[str, Offered],
    given: Mapping[str, Given],
) -> Field:
    worth: dict[Pair, Fraction] = {}
    hoped: dict[Pair, Fraction] = {}
    against: dict[Pair, Reason] = {}
    pinned = {(one, pin.line) for one, pins in serving.ground.pins.items() for pin in pins}
    growing: dict[str, dict[str, Fraction]] = {}
    for contribution, one in given.items():
        nothing, grows = offered[contribution].reason, offered[contribution].grows
        for line, want in wanted.items():
            pair = (contribution, line)
            found = serving.worth(one, line, want.requirement, pinned=pair in pinned)
            if isinstance(found, Reason):
                against[pair] = found
            elif nothing is not None:
                against[pair] = nothing
                if offered[contribution].most != 0:
                    hoped[pair] = found
                if grows is not None:
                    growing.setdefault(contribution, {})[line] = found
            else:
                worth[pair] = found
    tree = serving.ground.is_kind_of
    substitutes = frozenset(
        (contribution, line)
        for contribution, line in (*worth, *hoped, *((name, line) for name, lines in growing.items() for line in lines))
        if not tree(offered[contribution].capability, wanted[line].requirement.capability)
    )
    offered = {**offered, **{name: replace(offered[name], grows=lines) for name, lines in growing.items()}}
    pins = tuple(_pins(serving.ground, wanted, offered, against))
    return Field(day, wanted, offered, worth, hoped, against, substitutes, pins)


def _pins(
    ground: Ground, wanted: Mapping[str, Wanted], offered: Mapping[str, Offered], against: Mapping[Pair, Reason]
) -> Iterator[Pin]:
    """Each pin with what it takes of what those before it left."""
    for contribution, pins in ground.pins.items():
        giver = offered.get(contribution)
        decimals = 0 if giver is None else giver.decimals
        asks = [(pin.line or "", None if pin.quantity is None else _lowest(pin, decimals)) for pin in pins]
        yield from held_by_pins(contribution, giver, asks, wanted, against)


def held_by_pins(
    contribution: str,
    giver: Offered | None,
    pins: Iterable[tuple[str, int | None]],
    wanted: Mapping[str, Wanted],
    against: Mapping[Pair, Reason],
) -> Iterator[Pin]:
    """The pins of one contribution: lines with how much is asked for them (None: all), each after those before it."""
    left = 0 if giver is None else giver.supply
    for line, asks in pins:
        if line not in wanted or giver is None:
            yield Pin(contribution, line, 0, is_planned=False, asks=asks)
        elif (contribution, line) in against:
            yield Pin(contribution, line, 0, reason=against[contribution, line], asks=asks)
        else:
            wished = left if asks is None else asks
            taken = min(wished, left)
            left -= taken
            yield Pin(contribution, line, taken, wished - taken, asks=asks)


def _lowest(pin: Assignment, decimals: int) -> int:
    return span_of(pin.quantity, decimals).low or 0
