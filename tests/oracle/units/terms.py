"""What a book says of units over a period: on which days they come whole, their terms, who may serve what on a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from muster.core.capabilities import Measure, Portion
from muster.core.days import Period
from tests.oracle import day_by_day as cover
from tests.oracle.amounts import flow
from tests.oracle.amounts.counting import counted
from tests.oracle.amounts.day import Asked, Wanted
from tests.oracle.amounts.eligible import answers
from tests.oracle.amounts.network import Factored, Link, factor
from tests.oracle.amounts.plan import meet_pins, network_of
from tests.oracle.facts import ZERO, Fact, Standing
from tests.oracle.units.best_day import Beside, best_cover

EVER = 10**6
"""So many days long has a tour been that began before anything in the book did."""

Serving = Mapping[date, str]
"""Which line a unit serves on which days beyond its pins."""


@dataclass(frozen=True)
class Terms:
    """How long tours and rest are. ``longest`` None: of any length. ``rest`` None: unknown.

    ``before``: for how many days before the first day the unit has been on the tour on which it is then; None: it is on
    none.
    """

    longest: int | None = None
    shortest: int = 1
    rest: int | None = 0
    before: int | None = None


@dataclass(frozen=True)
class OneDay:
    """The book on a day. Quantities are in the smallest unit of the contribution, needs in that of the line.

    ``linked`` are all links, ``links`` those of units and those of amounts that decision 6 keeps, with what one
    smallest unit is worth.
    ``against`` says why others may not serve. ``taken`` is what pins hold, ``worth`` at which efficiency.
    """

    day: date
    whole: frozenset[str]
    supply: dict[str, int]
    wanted: dict[str, Wanted]
    linked: frozenset[Link]
    links: dict[Link, Fraction]
    against: dict[Link, str]
    taken: dict[Link, int]
    worth: dict[Link, Fraction]
    factored: Factored

    @cached_property
    def held(self) -> frozenset[str]:
        """The units of which pins hold something."""
        return frozenset(contribution for contribution, _ in self.taken if contribution in self.whole)

    @cached_property
    def pinned(self) -> dict[str, Fraction]:
        """What is pinned to each line."""
        result = dict.fromkeys(self.wanted, Fraction(0))
        for link, taken in self.taken.items():
            result[link[1]] += taken * self.worth[link]
        return result

    @cached_property
    def left(self) -> dict[str, int]:
        """What is left of each amount beyond its pins."""
        result = {each: supply for each, supply in self.supply.items() if each not in self.whole}
        for (contribution, _), taken in self.taken.items():
            if contribution in result:
                result[contribution] -= taken
        return result

    @cached_property
    def sizes(self) -> dict[Link, Fraction]:
        """What each unit that no pin holds would give to each line that it may serve."""
        open_to = {link: worth for link, worth in self.links.items() if link[0] in self.whole - self.held}
        return {link: worth * self.supply[link[0]] for link, worth in open_to.items()}

    @cached_property
    def flows(self) -> dict[Link, Fraction]:
        """The links of amounts."""
        return {link: worth for link, worth in self.links.items() if link[0] not in self.whole}

    def served(self, serving: Mapping[str, str]) -> dict[str, Fraction]:
        """What pins give to each line, and units that serve these lines beyond pins; beyond its need, too."""
        result = dict(self.pinned)
        for unit, line in serving.items():
            result[line] += self.sizes[unit, line]
        return result

    def best(self, serving: Mapping[str, str], lines: frozenset[str]) -> dict[str, Fraction]:
        """What some lines are covered by where units so serve, and amounts do what is best.

        That is for what counts, tier after tier, then for what covers. No other line has amounts in common with these.
        """
        served, kept = self.served(serving), sorted(lines & self.wanted.keys())
        flows = tuple(sorted((link, worth) for link, worth in self.flows.items() if link[1] in lines))
        givers = sorted({link[0] for link, _ in flows})
        return best_cover(
            Beside(
                lines=tuple(self.wanted[line] for line in kept),
                served=tuple(served[line] for line in kept),
                left=tuple((each, self.left[each]) for each in givers),
                flows=flows,
            )
        )

    @cached_property
    def tied(self) -> frozenset[frozenset[str]]:
        """What holds lines together: each two of which one needs the other, both planned on the day."""
        return frozenset(
            frozenset((line, other))
            for line, wanted in self.wanted.items()
            for other in wanted.needs
            if other in self.wanted
        )

    def covered(self, serving: Mapping[str, str]) -> dict[str, Fraction]:
        """What each line is covered by where units serve these lines beyond pins, and amounts flow on what is left."""
        served = self.served(serving)
        network = self.factored.network
        sinks = {
            line: replace(sink, need=max(Fraction(0), self.wanted[line].need - served[line]))
            for line, sink in network.sinks.items()
        }
        sources = {each: Fraction(left) for each, left in self.left.items()}
        left = replace(network, sources=sources, sinks=sinks, links=self.flows)
        beyond = flow.covered(replace(self.factored, network=left))
        return {line: min(Fraction(wanted.need), served[line] + beyond[line]) for line, wanted in self.wanted.items()}


def _is_whole(asked: Asked, contribution: str) -> bool:
    capability = asked.field("contribution", contribution, "capability")
    if asked.field("capability", capability, "measure") is Measure.TOTAL:
        return False
    return asked.field("capability", capability, "portion") is Portion.UNIT


def _one_day(asked: Asked) -> OneDay:
    found = answers(asked)
    pins = meet_pins(asked, found)
    network, _ = network_of(asked, found, pins)
    contributions = asked.subjects("contribution")
    whole = frozenset(each for each in contributions if _is_whole(asked, each))
    of_units = {link: worth for link, worth in network.links.items() if link[0] in whole}
    factored = factor(replace(network, links={link: w for link, w in network.links.items() if link not in of_units}))
    taken: dict[Link, int] = {}
    for link, quantity in pins.given:
        if quantity:
            taken[link] = taken.get(link, 0) + quantity
    return OneDay(
        day=asked.day,
        whole=whole,
        supply={each: asked.giver(each).supply for each in contributions},
        wanted={line: asked.wanted(line) for line in asked.lines()},
        linked=frozenset(network.links),
        links={**factored.network.links, **of_units},
        against={link: answer.reason for link, answer in found.items() if answer.reason is not None},
        taken=taken,
        worth={link: answer.efficiency for link, answer in found.items() if answer.reason is None},
        factored=factored,
    )


def _terms(asked: Asked, contribution: str) -> Terms:
    """Its terms as they hold on the day asked about."""
    capability = asked.field("contribution", contribution, "capability")

    def given(name: str) -> int | None:
        own: int | None = asked.field("contribution", contribution, name)
        usual: int | None = asked.field("capability", capability, name)
        return usual if own is None else own

    longest, rest = given("tour_days"), given("rest_days")
    shortest: int | None = asked.field("contribution", contribution, "shortest_tour_days")
    if longest is None:
        return Terms(longest, shortest or 1, rest or 0)
    return Terms(longest, shortest or 1, None if rest is None else max(1, rest))


def _is_in_place(now: Standing, contribution: str, day: date) -> bool:
    """Whether something of it is in place by that word, of known size or not, inside its window or not."""
    said = cover._all_said(now, contribution, day)
    return any(each.word == "in_place" and each.level != ZERO for each in said)


def _before(asked: Asked, contribution: str) -> int | None:
    """For how many days before the day asked about something has been in place without a break; None: nothing is."""
    if not _is_in_place(asked.now, contribution, asked.day):
        return None
    earliest = min((fact.valid.start for fact in asked.facts if fact.valid.start is not None), default=asked.day)
    before = 0
    while _is_in_place(asked.now, contribution, asked.day - timedelta(days=before + 1)):
        before += 1
        if asked.day - timedelta(days=before) < earliest:
            return EVER
    return before


class Question:
    """A book asked about the days of a bounded period, as known on a day, at a firmness.

    ``graduates``: for each day how much more contributions supply then by those who have graduated.
    """

    def __init__(
        self,
        facts: list[Fact],
        period: Period,
        known: date,
        firmness: str = "committed",
        *,
        graduates: Mapping[date, Mapping[str, int]] | None = None,
        **assumed: bool,
    ) -> None:
        assert period.start is not None
        assert period.end is not None
        self.first, self.length = period.start, (period.end - period.start).days
        self.days = tuple(self.first + timedelta(days=number) for number in range(self.length))
        more = graduates or {}
        asked = {day: Asked(facts, day, known, firmness, **assumed).growing(more.get(day, {})) for day in self.days}
        self.on = {day: _one_day(each) for day, each in asked.items()}
        self.was_in_place: dict[str, bool] = {}
        self.units = {unit: self._terms_of(asked, unit) for unit in self._whole_ones()}

    def _whole_ones(self) -> list[str]:
        return sorted(set[str]().union(*(day.whole for day in self.on.values())))

    def _terms_of(self, asked: dict[date, Asked], unit: str) -> Terms:
        first = min(day for day in self.days if unit in self.on[day].whole)
        terms, before = _terms(asked[first], unit), _before(asked[self.first], unit)
        self.was_in_place[unit] = before is not None
        is_on_tour = first == self.first and unit not in self.on[first].held
        return replace(terms, before=before) if is_on_tour else terms

    def changed(self, change: Callable[[Terms], Terms]) -> Question:
        """The same, but for the terms of all units."""
        other = copy(self)
        other.units = {unit: change(terms) for unit, terms in self.units.items()}
        return other

    def counted_by(self, change: Callable[[Wanted], Wanted]) -> Question:
        """The same lines, but for what is said of each of what counts."""
        other = copy(self)
        other.lines = self.lines
        other.on = {
            day: replace(book, wanted={line: change(wanted) for line, wanted in book.wanted.items()})
            for day, book in self.on.items()
        }
        return other

    @cached_property
    def lines(self) -> frozenset[str]:
        """The lines of the components that hold a unit, over all the days.

        Who may serve a line on any day, pins apart, is in its component; so are the lines that it needs, or that need
        it, on a day on which both are planned, served by units or by nobody.
        """
        together = set[frozenset[str]]().union(*(day.tied for day in self.on.values()))
        of_givers: dict[str, set[str]] = {}
        for contribution, line in set[Link]().union(*(day.linked for day in self.on.values())):
            of_givers.setdefault(contribution, set()).add(line)
        together |= {frozenset(lines) for lines in of_givers.values()}
        found = set[str]().union(*(of_givers.get(unit, set()) for unit in self.units))
        while more := set[str]().union(*(lines for lines in together if lines & found)) - found:
            found |= more
        return frozenset(found)

    @cached_property
    def tiers(self) -> list[int]:
        """The tiers of these lines on any day."""
        return sorted({day.wanted[line].tier for day in self.on.values() for line in self.lines & day.wanted.keys()})

    def values(self, covered: Mapping[date, Mapping[str, Fraction]]) -> dict[int, Fraction]:
        """For each tier the sum, over these lines and some days, of weight times what counts of what covers them."""
        result = dict.fromkeys(self.tiers, Fraction(0))
        for day, lines in covered.items():
            wanted = {line: self.on[day].wanted[line] for line in self.lines & self.on[day].wanted.keys()}
            for line, counts in counted(wanted, lines).items():
                result[wanted[line].tier] += wanted[line].weight * counts
        return result

    def planned(self, serving: Mapping[str, Serving]) -> dict[date, dict[str, Fraction]]:
        """What each line is covered by on each day, where units serve these lines and amounts flow on what is left."""
        return {day: book.covered(_on(serving, day)) for day, book in self.on.items()}

    def at_best(self, serving: Mapping[str, Serving]) -> dict[date, dict[str, Fraction]]:
        """The same of the lines of components with units, where amounts do what is best for what counts."""
        return {day: book.best(_on(serving, day), self.lines) for day, book in self.on.items()}


def _on(serving: Mapping[str, Serving], day: date) -> dict[str, str]:
    """Which lines units serve on a day."""
    return {unit: lines[day] for unit, lines in serving.items() if day in lines}
