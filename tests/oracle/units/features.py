"""What random books of units hold of what is hard, and which rules would, left out, make another plan the best."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from tests.oracle import day_by_day as cover
from tests.oracle.amounts.counting import counted
from tests.oracle.amounts.day import Wanted
from tests.oracle.amounts.network import Factored, Link, factor
from tests.oracle.facts import standing
from tests.oracle.units.best_day import reach
from tests.oracle.units.books import BEGIN, WEEK, Book, random_book
from tests.oracle.units.milp import Program, best
from tests.oracle.units.terms import OneDay, Question, Serving, Terms
from tests.oracle.units.validator import runs

WITHOUT: dict[str, Callable[[Terms], Terms]] = {
    "longest tours": lambda terms: replace(terms, longest=None),
    "shortest tours": lambda terms: replace(terms, shortest=1),
    "rest": lambda terms: terms if terms.rest is None else replace(terms, rest=0),
    "unknown rest": lambda terms: replace(terms, rest=0) if terms.rest is None else terms,
    "what is in place": lambda terms: replace(terms, before=None),
}
"""The terms of a unit without one of the rules."""

COUNTED_WITHOUT: dict[str, Callable[[Wanted], Wanted]] = {
    "thresholds": lambda wanted: replace(wanted, threshold=0),
    "needs": lambda wanted: replace(wanted, needs=()),
}
"""A line without one of the rules of what counts."""

RULES = (*WITHOUT, *COUNTED_WITHOUT, "pins", "coming whole")

REASONS = (
    *("part", "earmarked", "caveat", "task", "condition"),
    *("notice", "window", "other_place", "other_capability", "below_firmness"),
)

FEATURES = (
    *(f"short in tier {tier}" for tier in (1, 2, 3)),
    *(f"units: {reason}" for reason in REASONS),
    "the usual terms of the kind",
    "shorter than the shortest",
    "a day of rest between tours",
    "overdue on the first day",
    "in place for some days of a tour",
    "pinned units",
    "pinned in part",
    "pinned to two lines",
    "pinned for some days",
    "pinned and in place on the first day",
    "pinned and unknown rest",
    "several tours of a unit",
    "several lines of a unit",
    "units that relieve each other",
    "units at once on a line",
    "supply that changes on a tour",
    "needs that change on a tour",
    "units by substitution",
    "units and amounts on a line",
    "amounts",
    "lines apart from units",
    "divided for some days",
    "units that do not factor",
    "a later tier would be better served",
    "counted in weeks",
    "counted in days",
    "parts of a unit",
    "units in turn",
    "not all of a cover counts",
    "a threshold that is not reached",
    "units that reach a threshold together",
    "amounts that reach a threshold with units",
    "a line that needs one of a later tier",
    "a circle of needs",
    "a line of units that needs one that none may serve",
    "a needed line that nobody serves",
    "what counts changes in the period",
    "amounts do better than cover the most",
)


def features(seed: int) -> set[str]:
    """What of FEATURES is in a random book."""
    book = random_book(seed)
    question = book.question
    program = Program(question)
    sums, serving = program.best_of_all(), program.serving()
    found = _written(book, question) | _pinned(question) | _counting(question)
    found |= {f"short in tier {tier}" for tier, size in sums.items() if size < _needed(question, tier)}
    if sums:
        found |= _served(question, serving) | _reached(question, serving)
    if len(sums) > 1:
        one, other = list(sums)[:2]
        if program.best(other, {one: sums[one] * Fraction(4, 5)}) > sums[other]:
            found.add("a later tier would be better served")
    return found


def matters(seed: int) -> set[str]:
    """Which of RULES would, left out, make another sum the best of a random book."""
    book = random_book(seed)
    question = book.question
    sums = best(question)
    found = set()
    for name, change in WITHOUT.items():
        other = question.changed(change)
        if other.units != question.units and best(other) != sums:
            found.add(name)
    if any(day.held for day in question.on.values()):
        free = [fact for fact in book.facts if fact.kind != "assignment"]
        if best(replace(book, facts=free).question) != sums:
            found.add("pins")
    for name, alter in COUNTED_WITHOUT.items():
        if any(alter(wanted) != wanted for day in question.on.values() for wanted in day.wanted.values()):
            found |= {name} if best(question.counted_by(alter)) != sums else set()
    if question.values(_divided(question)) != sums:
        found.add("coming whole")
    return found


def count(seeds: Iterable[int]) -> Counter[str]:
    """In how many of the books each feature is."""
    counted = Counter(dict.fromkeys(FEATURES, 0))
    for seed in seeds:
        counted.update(features(seed))
    return counted


def count_rules(seeds: Iterable[int]) -> Counter[str]:
    """In how many of the books each rule matters."""
    counted = Counter(dict.fromkeys(RULES, 0))
    for seed in seeds:
        counted.update(matters(seed))
    return counted


def _needed(question: Question, tier: int) -> int:
    every = [book.wanted[line] for book in question.on.values() for line in question.lines & book.wanted.keys()]
    return sum(wanted.weight * wanted.need for wanted in every if wanted.tier == tier)


def _divided(question: Question) -> dict[date, dict[str, Fraction]]:
    """What would be covered if units were divided: day by day as decision 6 says."""
    return {day: replace(book, whole=frozenset()).covered({}) for day, book in question.on.items()}


def _written(book: Book, question: Question) -> set[str]:
    units, days = question.units, question.on.values()
    said = {fact.subject: fact.record.model_fields_set for fact in book.facts if fact.kind == "contribution"}
    against = {reason for day in days for link, reason in day.against.items() if link[0] in units}
    terms = units.values()
    in_weeks = is_in_weeks(book)
    now = standing(book.facts, book.known)
    lines = set[str]().union(*(day.wanted for day in days))
    found = {
        "the usual terms of the kind": any(
            (each.longest is not None and "tour_days" not in said[unit])
            or (each.rest and "rest_days" not in said[unit])
            for unit, each in units.items()
        ),
        "shorter than the shortest": any(each.longest is not None and each.longest < each.shortest for each in terms),
        "a day of rest between tours": any(each.longest is not None and each.rest == 1 for each in terms),
        "overdue on the first day": any(each.longest and (each.before or 0) >= each.longest for each in terms),
        "in place for some days of a tour": any(
            each.longest and 0 < (each.before or 0) < each.longest for each in terms
        ),
        "amounts": any(day.flows for day in days),
        "lines apart from units": bool(lines - question.lines),
        "divided for some days": any(0 < sum(unit in day.whole for day in days) < question.length for unit in units),
        "units that do not factor": any(_factored(day).odd for day in days),
        "units in turn": any(
            (turn.contribution, turn.line) in question.on[day].taken and turn.contribution in question.on[day].held
            for day in question.days
            for turn in cover.turns(now, day)
        ),
        "counted in weeks": in_weeks,
        "counted in days": not in_weeks,
    }
    return {name for name, there in found.items() if there} | {f"units: {each}" for each in against & set(REASONS)}


def is_in_weeks(book: Book) -> bool:
    """Whether everything begins so many weeks before or after the first day."""
    starts = [fact.valid.start for fact in book.facts if fact.valid.start is not None]
    days = (BEGIN - book.period.end).days if book.period.end else 1
    return days % WEEK == 0 and all((start - BEGIN).days % WEEK == 0 for start in starts)


def _pinned(question: Question) -> set[str]:
    days, first = question.on.values(), question.on[question.first]
    links = [(day, link) for day in days for link in day.taken if link[0] in day.held]
    held = {link[0] for _, link in links}
    found = {
        "pinned units": bool(held),
        "pinned in part": any(day.taken[link] < day.supply[link[0]] for day, link in links),
        "pinned to two lines": any(sum(link[0] == unit for link in day.taken) > 1 for day in days for unit in day.held),
        "pinned for some days": any(any(unit not in day.held for day in days) for unit in held),
        "pinned and in place on the first day": any(question.was_in_place[unit] for unit in first.held),
        "pinned and unknown rest": any(question.units[unit].rest is None for unit in held),
    }
    return {name for name, there in found.items() if there}


def _served(question: Question, serving: Mapping[str, Serving]) -> set[str]:
    """What the best tours found are like."""
    tours = [(unit, run) for unit, lines in serving.items() for run in runs(lines)]
    of_units = {unit: runs(lines) for unit, lines in serving.items()}
    at_once = Counter((day, line) for lines in serving.values() for day, line in lines.items())
    links = {(unit, line, day) for unit, lines in serving.items() for day, line in lines.items()}
    planned = question.at_best(serving)
    found = {
        "several tours of a unit": any(len(each) > 1 for each in of_units.values()),
        "several lines of a unit": any(len({run.line for run in each}) > 1 for each in of_units.values()),
        "units that relieve each other": any(
            one != other and run.line == after.line and run.end <= after.first
            for one, run in tours
            for other, after in tours
        ),
        "units at once on a line": max(at_once.values(), default=0) > 1,
        "supply that changes on a tour": any(
            len({question.on[day].supply[unit] for day in lines}) > 1
            for unit, lines in serving.items()
            if len(of_units[unit]) == 1
        ),
        "needs that change on a tour": any(
            len({question.on[day].wanted[run.line].need for day in question.days if run.first <= day < run.end}) > 1
            for _, run in tours
        ),
        "units by substitution": any(question.on[day].worth[unit, line] != 1 for unit, line, day in links),
        "units and amounts on a line": any(
            any(link[1] == line for link in question.on[day].flows) for _, line, day in links
        ),
        "parts of a unit": any(size.denominator > 1 for covered in planned.values() for size in covered.values()),
        "not all of a cover counts": any(
            counted({line: question.on[day].wanted[line] for line in covered}, covered) != covered
            for day, covered in planned.items()
        ),
    }
    return {name for name, there in found.items() if there}


def _counting(question: Question) -> set[str]:
    """What is said of the lines of components with units that concerns what counts."""
    days = [{line: book.wanted[line] for line in question.lines & book.wanted.keys()} for book in question.on.values()]
    linked = set[Link]().union(*(book.linked for book in question.on.values()))
    served, by_units = {line for _, line in linked}, {line for each, line in linked if each in question.units}
    needs = {(line, other) for lines in days for line in lines for other in lines[line].needs if other in lines}
    said = {(line, wanted.threshold, wanted.needs) for lines in days for line, wanted in lines.items()}
    found = {
        "a line that needs one of a later tier": any(
            lines[line].tier < lines[other].tier
            for lines in days
            for line, other in needs
            if line in lines and other in lines
        ),
        "a circle of needs": any(_is_in_circle(needs, line) for line, _ in needs),
        "a line of units that needs one that none may serve": any(
            line in by_units and other not in by_units for line, other in needs
        ),
        "a needed line that nobody serves": any(other not in served for _, other in needs),
        "what counts changes in the period": len(said) > len({line for line, _, _ in said}),
    }
    return {name for name, there in found.items() if there}


def _is_in_circle(needs: set[tuple[str, str]], line: str) -> bool:
    """Whether a line needs itself by way of others."""
    found = {other for one, other in needs if one == line and other != line}
    while more := {other for one, other in needs if one in found and one != line} - found:
        found |= more
    return line in found


def _reached(question: Question, serving: Mapping[str, Serving]) -> set[str]:
    """Which thresholds are reached, by whom, and whether amounts do other than cover the most."""
    found = set[str]()
    for day, covered in question.at_best(serving).items():
        book = question.on[day]
        now = {unit: lines[day] for unit, lines in serving.items() if day in lines}
        for line, covers in covered.items():
            least = reach(book.wanted[line])
            sizes = [book.sizes[unit, line] for unit, served in now.items() if served == line]
            if covers < least:
                found.add("a threshold that is not reached")
            elif book.pinned[line] + sum(sizes) < least and sizes:
                found.add("amounts that reach a threshold with units")
            elif len(sizes) > 1 and book.pinned[line] + max(sizes) < least:
                found.add("units that reach a threshold together")
    if question.values(question.planned(serving)) != question.values(question.at_best(serving)):
        found.add("amounts do better than cover the most")
    return found


def _factored(day: OneDay) -> Factored:
    """What decision 6 would find if units were amounts."""
    return factor(replace(day.factored.network, links=day.links))
