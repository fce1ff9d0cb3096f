"""What is wrong with a plan of whole units and amounts that is told as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from tests.oracle.amounts.network import Link
from tests.oracle.units.terms import OneDay, Question, Serving

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Tour:
    """So it is told: a contribution serves a line from a first day to a last."""

    contribution: str
    line: str
    first: date
    last: date

    @property
    def days(self) -> list[date]:
        """All its days."""
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]


@dataclass(frozen=True)
class Part:
    """So it is told: from a first day to a last, who gives how much to what, pins included, and what is covered."""

    first: date
    last: date
    assigned: Mapping[Link, Fraction]
    covered: Mapping[str, Fraction]

    def __contains__(self, day: date) -> bool:
        """Whether it tells of the day."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Run:
    """Days in a row on which a unit serves one line beyond its pins."""

    line: str
    first: date
    days: int

    @property
    def end(self) -> date:
        """The day after."""
        return self.first + timedelta(days=self.days)


def runs(serving: Serving) -> list[Run]:
    """The tours of a unit, in order: as long as it serves one line, without a break."""
    result: list[Run] = []
    for day in sorted(serving):
        if result and result[-1].end == day and result[-1].line == serving[day]:
            result[-1] = Run(result[-1].line, result[-1].first, result[-1].days + 1)
        else:
            result.append(Run(serving[day], day, 1))
    return result


# ---- the tours of one unit


def tour_faults(question: Question, unit: str, serving: Serving) -> Iterator[str]:
    """Where the days on which a unit serves lines beyond its pins are against its terms."""
    yield from _not_open(question, unit, serving)
    tours = runs(serving)
    yield from _lengths(question, unit, tours)
    yield from _rests(question, unit, tours)


def _not_open(question: Question, unit: str, serving: Serving) -> Iterator[str]:
    for day, line in serving.items():
        if day not in question.on:
            yield f"{unit} serves outside the period on {day}"
        elif (unit, line) not in question.on[day].sizes:
            yield f"{unit} may not serve {line} on {day}, or is pinned then"


def _lengths(question: Question, unit: str, tours: list[Run]) -> Iterator[str]:
    terms = question.units[unit]
    for tour in tours:
        length = tour.days + (terms.before or 0) * (tour.first == question.first)
        if terms.longest is not None and length > terms.longest:
            yield f"the tour of {unit} from {tour.first} is too long: {length} days"
        if length < terms.shortest:
            yield f"the tour of {unit} from {tour.first} is too short: {length} days"


def _rests(question: Question, unit: str, tours: list[Run]) -> Iterator[str]:
    """Where a unit does not rest between two things it does: tours, pinned days, the tour on which it was.

    Between pinned days, and between the tour on which it was and pinned days, nothing could be done about it.
    """
    rest = question.units[unit].rest
    busy = [(tour.first, tour.end, True) for tour in tours]
    busy += [(day, day + ONE_DAY, False) for day, book in question.on.items() if unit in book.held]
    if question.units[unit].before is not None and not any(tour.first == question.first for tour in tours):
        busy.append((question.first, question.first, False))
    busy.sort()
    for (_, end, was_chosen), (first, _, is_chosen) in pairwise(busy):
        if not was_chosen and not is_chosen:
            continue
        if rest is None:
            yield f"{unit} goes out again on {first}, and how long it rests is unknown"
        elif first < end + timedelta(days=rest):
            yield f"{unit} does not rest for {rest} days before {first}"


# ---- all of a plan


def violations(question: Question, tours: Iterable[Tour], parts: Iterable[Part]) -> list[str]:
    """Everything in which a plan is against the rules; empty where it keeps them."""
    told, all_parts = list(tours), sorted(parts, key=lambda part: part.first)
    serving = {unit: dict[date, str]() for unit in question.units}
    found = list(_read(question, told, serving))
    for unit, lines in serving.items():
        found += tour_faults(question, unit, lines)
    found += _tiling(question, all_parts)
    for day, book in question.on.items():
        for part in all_parts:
            if day in part:
                now = {unit: lines[day] for unit, lines in serving.items() if day in lines}
                found += [f"{day}: {fault}" for fault in _day_faults(book, now, part)]
    return found


def _read(question: Question, tours: list[Tour], serving: dict[str, dict[date, str]]) -> Iterator[str]:
    """Reads tours into who serves what beyond pins, and tells what cannot be read."""
    for tour in tours:
        if tour.contribution not in serving:
            yield f"{tour.contribution} has a tour and is no unit"
            continue
        if tour.last < tour.first:
            yield f"a tour of {tour.contribution} ends on {tour.last} before it begins"
        own = serving[tour.contribution]
        for day in tour.days:
            book = question.on.get(day)
            if book is not None and tour.contribution in book.held:
                if (tour.contribution, tour.line) not in book.taken:
                    yield f"{tour.contribution} is on a tour to {tour.line} on {day} and pinned elsewhere"
            elif day in own:
                yield f"{tour.contribution} is on two tours on {day}"
            else:
                own[day] = tour.line


def _tiling(question: Question, parts: list[Part]) -> Iterator[str]:
    expected = question.first
    for part in parts:
        if part.first != expected or part.last < part.first:
            yield f"the plan tells of {part.first} to {part.last} where {expected} comes next"
        expected = part.last + ONE_DAY
    if expected != question.days[-1] + ONE_DAY:
        yield f"the plan ends before {expected}"


def _day_faults(book: OneDay, serving: Mapping[str, str], part: Part) -> Iterator[str]:
    assigned = {link: amount for link, amount in part.assigned.items() if amount}
    yield from _given_by_units(book, serving, assigned)
    yield from _given_by_amounts(book, assigned)
    if part.covered.keys() != book.wanted.keys():
        yield f"covered is told of {sorted(part.covered)}, planned are {sorted(book.wanted)}"
    for line in part.covered.keys() & book.wanted.keys():
        need = Fraction(book.wanted[line].need)
        given = sum((amount * book.worth.get(link, 0) for link, amount in assigned.items() if link[1] == line), start=0)
        if part.covered[line] > need:
            yield f"{line} is covered beyond its need"
        if part.covered[line] != min(need, Fraction(given)):
            yield f"{line} is covered by {part.covered[line]}, assigned are {given} of {need}"


def _given_by_units(book: OneDay, serving: Mapping[str, str], assigned: dict[Link, Fraction]) -> Iterator[str]:
    """Where what units give is not what pins hold, or all that they supply to the line of their tour."""
    for unit in sorted(book.whole):
        found = {link: amount for link, amount in assigned.items() if link[0] == unit}
        if unit in book.held:
            expected = {link: Fraction(taken) for link, taken in book.taken.items() if link[0] == unit}
        elif unit in serving:
            expected = {(unit, serving[unit]): Fraction(book.supply[unit])}
        else:
            expected = {}
        if found != expected:
            yield f"{unit} gives {found} instead of {expected}"


def _given_by_amounts(book: OneDay, assigned: dict[Link, Fraction]) -> Iterator[str]:
    given: dict[str, Fraction] = {}
    for link, amount in assigned.items():
        if link[0] in book.whole:
            continue
        given[link[0]] = given.get(link[0], Fraction(0)) + amount
        if amount < 0:
            yield f"{link} is given less than nothing"
        if link not in book.linked and amount > book.taken.get(link, 0):
            yield f"{link[0]} may not serve {link[1]}"
    for link, taken in book.taken.items():
        if link[0] not in book.whole and assigned.get(link, 0) < taken:
            yield f"{link[0]} gives {link[1]} less than is pinned"
    for contribution, amount in given.items():
        if amount > book.supply.get(contribution, 0):
            yield f"{contribution} gives {amount}, more than it supplies"
