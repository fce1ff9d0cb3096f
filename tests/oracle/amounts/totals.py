"""Totals: parcels that arrive on days, terms that need so much by their last day, and a flow from these to those."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby

from muster.core.days import Period
from tests.oracle import day_by_day as cover
from tests.oracle.amounts import flow
from tests.oracle.amounts.day import Asked
from tests.oracle.amounts.eligible import Answer, asked_of
from tests.oracle.amounts.network import Factored, Link, Network, Sink, factor
from tests.oracle.facts import Fact, ends_of, field, holds, last_possible, order


@dataclass(frozen=True)
class Term:
    """So much of a line is needed by its last day."""

    line: str
    first: date
    last: date
    need: int

    @property
    def id(self) -> str:
        return f"{self.line} from {self.first.isoformat()}"


@dataclass(frozen=True)
class Parcel:
    """So much of a contribution, from a day on."""

    contribution: str
    day: date
    size: int

    @property
    def id(self) -> str:
        return f"{self.contribution} on {self.day.isoformat()}"


@dataclass(frozen=True)
class TotalsPlan:
    """Terms and parcels in smallest units, what may serve what, and what each term is covered by."""

    terms: dict[str, Term]
    parcels: dict[str, Parcel]
    answers: dict[Link, Answer]
    factored: Factored
    covered: dict[str, Fraction]


class Book:
    """A book asked about a bounded period, as known on a day, at a firmness, with what is assumed."""

    def __init__(
        self,
        facts: list[Fact],
        period: Period,
        known: date,
        firmness: str = "committed",
        *,
        undeclared: bool = True,
        open_conditions: bool = True,
    ) -> None:
        assert period.start is not None
        assert period.end is not None
        self.facts, self.known, self.firmness = facts, known, firmness
        self.undeclared, self.open_conditions = undeclared, open_conditions
        self.days = [period.start + timedelta(days=number) for number in range((period.end - period.start).days)]
        self._asked: dict[date, Asked] = {}
        self.now = self.on(self.days[0]).now

    def on(self, day: date) -> Asked:
        if day not in self._asked:
            self._asked[day] = Asked(
                self.facts,
                day,
                self.known,
                self.firmness,
                undeclared=self.undeclared,
                open_conditions=self.open_conditions,
            )
        return self._asked[day]

    # ---- terms

    def terms(self) -> list[Term]:
        """The stretches over which a level holds of lines that are open, ranked, measured as totals and need some."""
        result = []
        for line in self.on(self.days[0]).subjects("requirement"):
            for level, stretch in groupby(self.days, key=lambda day: self._level(line, day)):
                days = list(stretch)
                wanted = self.on(days[0]).wanted(line)
                if level is not None and wanted.is_total and wanted.is_ranked and wanted.need > 0:
                    result.append(Term(line, days[0], days[-1], wanted.need))
        return result

    def _level(self, line: str, day: date) -> int | None:
        """The entry whose level holds on the day, None where the line is not open."""
        operation = field(self.now, "requirement", line, "operation", day)
        if not cover._is_open(self.now, line, day) or cover._ended(self.now, operation, day):
            return None
        giving = [fact for fact in self.now["requirement", line] if "level" in fact.record.model_fields_set]
        return max((fact for fact in giving if holds(fact, day)), key=order).index

    # ---- parcels

    def parcels(self) -> list[Parcel]:
        return [parcel for each in self.on(self.days[0]).subjects("contribution") for parcel in self._parcels(each)]

    def _parcels(self, contribution: str) -> list[Parcel]:
        levels = {day: cover._levels(self.now, contribution, day).get(self.firmness) for day in self.days}
        last = max((day for day, level in levels.items() if level is not None), default=None)
        if last is None or field(self.now, "contribution", contribution, "backfills", last) is not None:
            return []
        level = levels[last]
        left = (level[0] or 0) if level is not None else 0
        sizes = self._instalments(contribution, last)
        if sizes is None:
            first = min((day for day, level in levels.items() if level is not None and level[0]), default=None)
            sizes = {} if first is None else {first: left}
        result = []
        for day, size in sorted(sizes.items()):
            result.append(Parcel(contribution, day, min(size, left)))
            left -= min(size, left)
        return [parcel for parcel in result if parcel.size]

    def _instalments(self, contribution: str, day: date) -> dict[date, int] | None:
        """What falls due on each day by the instalments that hold on a day, None where there are none."""
        asked = self.on(day)
        rows = asked.rows("instalment", contribution, "due")
        capability = asked.field("contribution", contribution, "capability")
        decimals = asked.field("capability", capability, "decimals") or 0
        sizes: dict[date, int] = {}
        for row in rows:
            due = last_possible(row.due)
            sizes[due] = sizes.get(due, 0) + (ends_of(row.quantity, decimals)[0] or 0)
        return sizes if rows else None

    # ---- the plan

    def plan(self) -> TotalsPlan:
        terms = {term.id: term for term in self.terms()}
        parcels = {parcel.id: parcel for parcel in self.parcels()}
        answers = {
            (parcel.id, term.id): asked_of(self.on(max(term.first, parcel.day)), parcel.contribution, term.line)
            for parcel in parcels.values()
            for term in terms.values()
            if parcel.day <= term.last
        }
        links = {link: answer.efficiency for link, answer in answers.items() if answer.reason is None}
        substituting = frozenset(link for link in links if answers[link].by_substitution)
        sources = {each: Fraction(parcel.size) for each, parcel in parcels.items()}
        sinks = {each: self._sink(term) for each, term in terms.items()}
        factored = factor(Network(sources, sinks, links, substituting))
        return TotalsPlan(terms, parcels, answers, factored, flow.covered(factored))

    def _sink(self, term: Term) -> Sink:
        wanted, first = self.on(term.first).wanted(term.line), term.first.isoformat()
        return Sink(wanted.tier, wanted.weight, Fraction(term.need), (first, term.line), (term.line, first))
