"""A book on one day, as known on a day, at a firmness: what is given, what is needed, what is pinned.

Levels, windows and the operation in which something counts are read as in day_by_day; the choices made here are listed
in the docstring of the package.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from muster.core.days import Period
from muster.core.operations import Acceptance, Operation
from tests.oracle import day_by_day as cover
from tests.oracle.facts import ZERO, Fact, Standing, and_above, ends_of, field, holds, rows, standing, subjects


@dataclass(frozen=True)
class Kind:
    """A capability on a day: itself and all that it is a kind of, nearest first, and how it is counted."""

    chain: tuple[str, ...]
    unit: str | None
    decimals: int


@dataclass(frozen=True)
class CaveatOn:
    """A caveat on a day: the only places, and the tasks it is not for."""

    places: tuple[str, ...]
    tasks: frozenset[str]


@dataclass(frozen=True)
class ConditionOn:
    """A condition on a day. ``only_if``: the other contribution of the book that it names."""

    contribution: str
    state: str
    only_if: str | None


@dataclass(frozen=True)
class Giver:
    """A contribution on a day. ``supply`` is in the smallest unit of its capability; ``short`` says why it is 0."""

    id: str
    member: str | None
    kind: Kind | None
    operation: str | None
    places: tuple[str, ...]
    earmark: str | None
    backfills: bool
    is_part: bool
    notice_days: int | None
    under_way: bool
    supply: int
    is_unknown: bool
    short: str | None
    caveats: tuple[CaveatOn, ...]
    failed: bool
    standards: frozenset[str]


@dataclass(frozen=True)
class Wanted:
    """A line on a day. ``need`` is the low end in the smallest unit of its capability, 0 where it is not known."""

    id: str
    operation: str | None
    kind: Kind
    places: tuple[str, ...]
    servers: tuple[str, ...]
    tasks: frozenset[str]
    standard: str | None
    tier: int
    weight: int
    need: int
    is_open: bool
    is_ranked: bool
    is_total: bool
    threshold: int
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Pin:
    """An assignment that holds, or a turn. ``quantity`` None: all that is left."""

    id: str
    contribution: str
    line: str
    quantity: int | None


def alike(words: str) -> str:
    """Words as they are compared: without regard to case and surrounding space."""
    return words.strip().casefold()


class Asked:
    """A book asked about one day, as known on a day, at a firmness.

    ``undeclared``: whether caveats count that are not declared. ``open_conditions``: whether open ones count as met.
    """

    def __init__(
        self,
        facts: list[Fact],
        day: date,
        known: date,
        firmness: str = "committed",
        *,
        undeclared: bool = True,
        open_conditions: bool = True,
    ) -> None:
        self.facts, self.day, self.known, self.firmness = facts, day, known, firmness
        self.undeclared, self.open_conditions = undeclared, open_conditions
        self.graduates: Mapping[str, int] = {}
        self.now: Standing = standing(facts, known)
        self._givers: dict[str, Giver] = {}
        self._wanted: dict[str, Wanted] = {}

    def growing(self, graduates: Mapping[str, int]) -> Asked:
        """The same, where each contribution supplies so much more by those who have graduated, in its smallest unit."""
        other = copy(self)
        other.graduates, other._givers = graduates, {}
        return other

    def field(self, kind: str, subject: str | None, name: str) -> Any:
        return field(self.now, kind, subject, name, self.day)

    def rows(self, kind: str, subject: str, key: str) -> list[Any]:
        """The rows of a subject that hold on the day; of those with the same key the one that holds last."""
        return [fact.record for fact in rows(self.now, kind, subject, key, self.day)]

    def subjects(self, kind: str) -> list[str]:
        return sorted(subjects(self.now, kind))

    def kind(self, capability: str | None) -> Kind:
        unit = self.field("capability", capability, "unit")
        decimals = self.field("capability", capability, "decimals") or 0
        return Kind(tuple(and_above(self.now, "capability", capability, self.day)), unit, decimals)

    def _places(self, kind: str, subject: str) -> tuple[str, ...]:
        """Its place and all that this lies in, nearest first; empty where none is said."""
        return tuple(and_above(self.now, "place", self.field(kind, subject, "place"), self.day))

    # ---- lines

    def wanted(self, line: str) -> Wanted:
        if line not in self._wanted:
            self._wanted[line] = self._read_line(line)
        return self._wanted[line]

    def _read_line(self, subject: str) -> Wanted:
        def given(name: str) -> Any:
            return self.field("requirement", subject, name)

        measure = self.field("capability", given("capability"), "measure")
        has_level = cover._is_open(self.now, subject, self.day)
        return Wanted(
            id=subject,
            operation=given("operation"),
            kind=self.kind(given("capability")),
            places=self._places("requirement", subject),
            servers=given("servers") or (),
            tasks=frozenset(alike(task) for task in given("tasks") or ()),
            standard=None if given("standard") is None else alike(given("standard")),
            tier=given("tier") or 3,
            weight=given("weight") or 1,
            need=(cover._need(self.now, subject, self.day)[0] or 0) if has_level else 0,
            is_open=has_level and not cover._ended(self.now, given("operation"), self.day),
            is_ranked=given("basis") is None or given("basis").value != "authorised_maximum",
            is_total=measure is not None and measure.value == "total",
            threshold=given("threshold") or 0,
            needs=given("needs") or (),
        )

    def lines(self) -> list[str]:
        """The lines that are planned on the day as levels."""
        every = [self.wanted(line) for line in self.subjects("requirement")]
        return [one.id for one in every if one.is_open and one.is_ranked and not one.is_total and one.need > 0]

    # ---- contributions

    def giver(self, contribution: str) -> Giver:
        if contribution not in self._givers:
            self._givers[contribution] = self._read_contribution(contribution)
        return self._givers[contribution]

    def _read_contribution(self, subject: str) -> Giver:
        def given(name: str) -> Any:
            return self.field("contribution", subject, name)

        operation = cover._operation_of(self.now, subject, self.day)
        level = cover._levels(self.now, subject, self.day).get(self.firmness)
        backfills = given("backfills") is not None
        supply = 0 if level is None or backfills else level[0] or 0
        said = cover._all_said(self.now, subject, self.day)
        short = None if supply else self._short(subject, operation)
        if given("capability") is not None and not backfills and short in (None, "below_firmness"):
            supply += self.graduates.get(subject, 0)
        return Giver(
            id=subject,
            member=given("member"),
            kind=None if given("capability") is None else self.kind(given("capability")),
            operation=operation,
            places=self._places("contribution", subject),
            earmark=cover._earmark(self.now, subject, self.day),
            backfills=backfills,
            is_part=cover._is_part(self.now, subject, self.day),
            notice_days=given("notice_days"),
            under_way=any(each.word in ("en_route", "in_place") and each.level != ZERO for each in said),
            supply=supply,
            is_unknown=level is not None and level[0] is None,
            short=None if supply else short,
            caveats=self._caveats(subject),
            failed=subject not in self.unfailed,
            standards=self._standards(subject),
        )

    def _caveats(self, contribution: str) -> tuple[CaveatOn, ...]:
        result = []
        for each in self.subjects("caveat"):
            is_counted = self.undeclared or self.field("caveat", each, "declared") is True
            if is_counted and self.field("caveat", each, "contribution") == contribution:
                tasks = self.field("caveat", each, "tasks") or ()
                places = self.field("caveat", each, "places") or ()
                result.append(CaveatOn(tuple(places), frozenset(alike(task) for task in tasks)))
        return tuple(result)

    @cached_property
    def conditions(self) -> list[ConditionOn]:
        """The conditions of all contributions; one of which no state is said is open."""
        every = self.subjects("contribution")
        result = []
        for each in self.subjects("condition"):
            contribution: str | None = self.field("condition", each, "contribution")
            state = self.field("condition", each, "state")
            other: str | None = self.field("condition", each, "only_if")
            is_named = other in every and other != contribution
            if contribution is not None:
                result.append(
                    ConditionOn(contribution, "open" if state is None else state.value, other if is_named else None)
                )
        return result

    @cached_property
    def unfailed(self) -> frozenset[str]:
        """The contributions on which no condition has failed: as many as is consistent, or as few."""
        return self.met_from(all_of_them=self.open_conditions)

    def met_from(self, *, all_of_them: bool) -> frozenset[str]:
        """Begins with all contributions, or with none, and asks anew until nothing changes."""
        every = frozenset(self.subjects("contribution"))
        found = every if all_of_them else frozenset()
        while True:
            failed = {one.contribution for one in self.conditions if not self._is_met(one, found)}
            if found == every - failed:
                return found
            found = every - failed

    def _is_met(self, condition: ConditionOn, unfailed: frozenset[str]) -> bool:
        """Whether it is met if these are the contributions on which none has failed."""
        if condition.state != "open":
            return condition.state == "met"
        if condition.only_if is None:
            return self.open_conditions
        return condition.only_if in unfailed and self.is_there(condition.only_if)

    def is_there(self, contribution: str) -> bool:
        """Whether it has something for certain at the firmness, by its window, steps, caps and acceptance."""
        level = cover._levels(self.now, contribution, self.day).get(self.firmness)
        return level is not None and bool(level[0])

    def _standards(self, contribution: str) -> frozenset[str]:
        marks: list[Any] = [
            fact.record for fact in self.now.get(("verification", contribution), []) if holds(fact, self.day)
        ]
        return frozenset(alike(mark.standard) for mark in marks if mark.standard is not None)

    def _short(self, subject: str, operation: str | None) -> str:
        """Why a contribution supplies nothing on the day."""
        window = cover._window(self.now, subject, self.day)
        firm_enough = set(cover.FIRMEST_FIRST[: cover.FIRMEST_FIRST.index(self.firmness) + 1])
        undated = cover.date_unknown(self.facts, subject, self.day, self.known)
        if not cover._surely_inside(window, self.day) or undated & firm_enough:
            return "window"
        acceptance = self.field("operation", operation, "acceptance")
        if operation is not None and acceptance is Acceptance.REQUIRED:
            level = cover._levels(self._all_accepted(), subject, self.day).get(self.firmness)
            if level is not None and level[0]:
                return "not_accepted"
        return "below_firmness"

    def _all_accepted(self) -> Standing:
        """The book as though on the day every operation assumed acceptance."""
        record, result = Operation(acceptance=Acceptance.ASSUMED), dict(self.now)
        for operation in self.subjects("operation"):
            key = ("operation", operation)
            assumed = Fact(len(self.facts), self.known, *key, record, Period(self.day))
            result[key] = [*self.now[key], assumed]
        return result

    # ---- pins

    @cached_property
    def pins(self) -> list[Pin]:
        """The assignments that hold on the day, in the order in which each was first recorded; then the turns."""
        first: dict[str, int] = {}
        for fact in self.facts:
            if fact.kind == "assignment" and fact.recorded_on <= self.known:
                first[fact.subject] = min(fact.index, first.get(fact.subject, fact.index))
        result = []
        for subject in sorted(self.subjects("assignment"), key=lambda each: first[each]):
            contribution: str | None = self.field("assignment", subject, "contribution")
            line: str | None = self.field("assignment", subject, "line")
            if contribution is not None and line is not None:
                result.append(Pin(subject, contribution, line, self._pinned_quantity(subject, contribution)))
        turns = cover.turns(self.now, self.day)
        return result + [Pin(f"a turn of {turn.rota}", turn.contribution, turn.line, None) for turn in turns]

    def _pinned_quantity(self, pin: str, contribution: str) -> int | None:
        quantity, kind = self.field("assignment", pin, "quantity"), self.giver(contribution).kind
        return None if quantity is None else ends_of(quantity, kind.decimals if kind else 0)[0] or 0
