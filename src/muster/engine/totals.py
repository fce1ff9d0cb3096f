"""The plan of what is measured as a total: parcels that arrive on days, terms that need so much by their last day.

What is not used is carried forward; nothing serves before it is due. See docs/decisions/0006.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import cast

from muster.core.contributions import Contribution, Instalment
from muster.core.days import Dated, Period, stretches
from muster.core.requirements import Requirement
from muster.engine.coverage import Timeline
from muster.engine.eligibility import Reason
from muster.engine.field import Wanted, as_asked, is_total, offered_by, wanted_on
from muster.engine.network import NOTHING, ONE, Flowed, Need, Network, Pair, solved
from muster.engine.serving import Asked, Serving
from muster.ledger.giving import Giver, decimals_of, span_of

ONE_MORE = "one more"
"""Names what is added to see what one more would be worth."""


@dataclass(frozen=True, slots=True)
class Term:
    """So much of a line is needed by the last day of a period."""

    wanted: Wanted
    period: Period

    @property
    def name(self) -> str:
        """Its name in a plan. Terms sort by first day, then by line."""
        return f"{self.period.start} {self.wanted.line}"

    @property
    def title(self) -> str:
        """What to call it where its line has other terms too."""
        return f"{self.wanted.line} from {self.period.start}"


@dataclass(frozen=True, slots=True)
class Parcel:
    """So much of a contribution from a day on, in its smallest unit."""

    giver: Giver
    day: date
    amount: int

    @property
    def name(self) -> str:
        """Its name in a plan."""
        return f"{self.giver.contribution} {self.day}"


@dataclass(frozen=True)
class TotalsPlan:
    """The plan of the totals of a period. ``covered``: what each term is covered by, in the line's smallest unit."""

    period: Period
    terms: dict[str, Term]
    parcels: dict[str, Parcel]
    worth: dict[Pair, Fraction]
    against: dict[Pair, Reason]
    substitutes: frozenset[Pair]
    flowed: Flowed
    covered: dict[str, Fraction]

    def without(self, contributions: AbstractSet[str]) -> TotalsPlan:
        """The same as though there were no such contributions."""
        gone = {name for name, parcel in self.parcels.items() if parcel.giver.contribution in contributions}
        if not gone:
            return self
        worth = {pair: one for pair, one in self.worth.items() if pair[0] not in gone}
        against = {pair: one for pair, one in self.against.items() if pair[0] not in gone}
        parcels = {name: parcel for name, parcel in self.parcels.items() if name not in gone}
        left = frozenset(pair for pair in self.substitutes if pair[0] not in gone)
        return _served(self.period, self.terms, parcels, worth, against=against, substitutes=left)

    def without_term(self, term: str) -> dict[str, Fraction]:
        """What would cover the other terms, were one not there."""
        terms = {name: one for name, one in self.terms.items() if name != term}
        worth = {pair: one for pair, one in self.worth.items() if pair[1] != term}
        return _flowed(terms, self._supplies, worth, frozenset(pair for pair in self.substitutes if pair[1] != term))[1]

    def with_more(self, term: str, amount: int) -> dict[str, Fraction]:
        """What would cover each term, had one so much more."""
        supplies = {**self._supplies, ONE_MORE: Fraction(amount)}
        return _flowed(self.terms, supplies, {**self.worth, (ONE_MORE, term): ONE}, self.substitutes)[1]

    @property
    def _supplies(self) -> dict[str, Fraction]:
        return {name: Fraction(parcel.amount) for name, parcel in self.parcels.items()}

    def short(self, term: str) -> Fraction:
        """What a term lacks."""
        return self.terms[term].wanted.need - self.covered[term]


class Totals:
    """Plans the totals of a book over a bounded period."""

    def __init__(self, timeline: Timeline, within: Period, asked: Asked, cuts: set[date]) -> None:
        """``cuts`` are the days on which anything may change."""
        self.timeline, self.within, self.asked = timeline, within, asked
        self._starts = [cast("date", part.start) for part in stretches(cuts, within)]
        self._stretches = list(stretches(cuts, within))
        self._serving: dict[date, Serving] = {}

    def plan(self) -> TotalsPlan:
        """The plan: one flow from parcels to terms."""
        terms = {term.name: term for term in self._terms()}
        parcels = {parcel.name: parcel for parcel in self._parcels()} if terms else {}
        worth: dict[Pair, Fraction] = {}
        against: dict[Pair, Reason] = {}
        substitutes: set[Pair] = set()
        for parcel in parcels.values():
            for term in terms.values():
                if parcel.day <= cast("date", term.period.last):
                    pair = (parcel.name, term.name)
                    found, by_substitute = self._worth(parcel, term)
                    if isinstance(found, Reason):
                        against[pair] = found
                    else:
                        worth[pair] = found
                        substitutes |= {pair} if by_substitute else set()
        return _served(self.within, terms, parcels, worth, against=against, substitutes=frozenset(substitutes))

    def _terms(self) -> Iterator[Term]:
        """The stretches over which one entry gives the level of a line that is planned.

        A total is short by the last day of its term: whether its gap is accepted is asked there.
        """
        running: dict[str, tuple[str, Term]] = {}
        for part in self._stretches:
            day = cast("date", part.start)
            ground = self.timeline.ground_on(day)
            now = {
                one.line: one for one in wanted_on(self.timeline, day) if is_total(ground, one.requirement.capability)
            }
            for line in [line for line in running if line not in now]:
                yield running.pop(line)[1]
            for line, wanted in now.items():
                held = self.timeline.snapshot.holding(Requirement, line, "level", day)
                entry = "" if held is None else held.entry.id
                if line in running and running[line][0] == entry:
                    term = running[line][1]
                    running[line] = (
                        entry,
                        Term(replace(term.wanted, accepted=wanted.accepted), Period(term.period.start, part.end)),
                    )
                else:
                    if line in running:
                        yield running[line][1]
                    running[line] = entry, Term(wanted, part)
        yield from (term for _, term in running.values())

    def _parcels(self) -> Iterator[Parcel]:
        givers = {one.contribution: one for of in self.timeline.concerned.values() for one in of.contributions}
        for _, giver in sorted(givers.items()):
            yield from self._parcels_of(giver)

    def _parcels_of(self, giver: Giver) -> Iterator[Parcel]:
        """Its instalments in the order of their days, as far as its level on the last day on which it has one goes."""
        levels = []
        for day in self._starts:
            given = giver.on(day)
            given = given and as_asked(giver, day, given, self.asked)
            if given is not None and self.asked.counted in given.counted:
                levels.append((day, given.counted[self.asked.counted].low or 0))
        if not levels:
            return
        last, left = levels[-1]
        record = self.timeline.snapshot.thing(Contribution, giver.contribution, last) or Contribution()
        if record.backfills is not None and Reason.BACKFILL not in self.asked.without:
            return
        due = self._instalments(giver.contribution, last, record)
        first = next((day for day, level in levels if level), None)
        if due is None:
            due = {} if first is None else {first: left}
        for day, amount in sorted(due.items()):
            if min(amount, left):
                yield Parcel(giver, day, min(amount, left))
            left -= min(amount, left)

    def _instalments(self, contribution: str, day: date, record: Contribution) -> dict[date, int] | None:
        """What is due on each day, by the last day a due date may mean; None where there are no instalments."""
        decimals = decimals_of(self.timeline.snapshot, record.capability, day)
        due: dict[date, int] = {}
        stated = self.timeline.snapshot.parts(Instalment, contribution, day)
        for one in stated:
            day_due = cast("Dated", one.due).last
            due[day_due] = due.get(day_due, 0) + (span_of(one.quantity, decimals).low or 0)
        return due if stated else None

    def _worth(self, parcel: Parcel, term: Term) -> tuple[Fraction | Reason, bool]:
        """What a parcel is worth to a term, asked once both are there; and whether as a substitute."""
        day = max(parcel.day, cast("date", term.period.start))
        if day not in self._serving:
            self._serving[day] = Serving(self.timeline.ground_on(day), self.asked)
        serving = self._serving[day]
        given = parcel.giver.on(day)
        if given is None:
            return Reason.WINDOW, False
        pinned = any(pin.line == term.wanted.line for pin in serving.ground.pins.get(given.contribution, ()))
        requirement = self.timeline.snapshot.thing(Requirement, term.wanted.line, day) or term.wanted.requirement
        found = serving.worth(given, term.wanted.line, requirement, pinned=pinned)
        nothing = offered_by(serving.ground, parcel.giver, given, self.asked).reason
        if nothing is not None and not isinstance(found, Reason):
            return nothing, False
        return found, not serving.ground.is_kind_of(given.record.capability, requirement.capability)


def _served(
    period: Period,
    terms: dict[str, Term],
    parcels: dict[str, Parcel],
    worth: dict[Pair, Fraction],
    *,
    against: dict[Pair, Reason],
    substitutes: frozenset[Pair],
) -> TotalsPlan:
    """One flow from parcels to terms."""
    supplies = {name: Fraction(parcel.amount) for name, parcel in parcels.items()}
    flowed, covered = _flowed(terms, supplies, worth, substitutes)
    return TotalsPlan(period, terms, parcels, worth, against, substitutes, flowed, covered)


def _flowed(
    terms: Mapping[str, Term],
    supplies: Mapping[str, Fraction],
    worth: Mapping[Pair, Fraction],
    substitutes: frozenset[Pair],
) -> tuple[Flowed, dict[str, Fraction]]:
    needs = {
        name: Need(Fraction(term.wanted.need), term.wanted.tier, term.wanted.weight) for name, term in terms.items()
    }
    flowed = solved(Network(needs, supplies, worth, substitutes), {})
    covered = dict.fromkeys(terms, NOTHING)
    for pair, amount in flowed.given.items():
        covered[pair[1]] += amount * worth[pair]
    return flowed, covered
