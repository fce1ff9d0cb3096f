"""What random books hold of what decides where help counts most, looked at on the day of their question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction

from tests.oracle.amounts.day import Asked
from tests.oracle.amounts.hanging_features import in_a_circle
from tests.oracle.amounts.network import Network, Sink, factor
from tests.oracle.amounts.plan import Plan, plan_of
from tests.oracle.counts.books import options_of, questions, random_book
from tests.oracle.counts.counting import counts_of, covered_by, weighted
from tests.oracle.counts.interval import NOTHING_ASKED, Interval, Line, Options, interval_of
from tests.oracle.counts.program import Best, best

WITHOUT: dict[str, Callable[[Line], Line]] = {
    "needs matter": lambda line: replace(line, needs=()),
    "thresholds matter": lambda line: replace(line, threshold=0),
}
"""Lines without one of the rules."""

FEATURES = (
    *(f"short in tier {tier}" for tier in (1, 2, 3)),
    *WITHOUT,
    "caps matter",
    "suppliers matter",
    "a chain of needs",
    "a circle of needs",
    "an enabler of a later tier",
    "an enabler that is not planned",
    "what does not factor",
    "more counts than where most is covered",
    "something is covered and does not count",
    "caps and thresholds",
    "suppliers and needs",
    "pins",
    "pinned beyond a cap",
    "caveats",
    "conditions",
    "several contributions of a member on a line",
    "fractions of a unit",
    "ways that whole variables decide",
)


def features(seed: int) -> set[str]:
    """What of FEATURES is in a random book."""
    day, known = questions(seed)[0]
    asked, options = Asked(random_book(seed), day, known), options_of(seed)
    interval, plan = interval_of(asked, options), plan_of(asked)
    found = best(interval)
    return _hanging(asked, interval) | _planned(interval, found) | _against(plan) | _otherwise(interval, found, plan)


def count(seeds: Iterable[int]) -> Counter[str]:
    """In how many of the books each feature is."""
    counted = Counter(dict.fromkeys(FEATURES, 0))
    for seed in seeds:
        counted.update(features(seed))
    return counted


def _hanging(asked: Asked, interval: Interval) -> set[str]:
    lines, options = interval.lines, interval.options
    pairs = {(name, other) for name, line in lines.items() for other in line.needs}
    unplanned = any(set(asked.wanted(name).needs) - lines.keys() for name in lines)
    cap = {name: interval.cap(name) for name in lines}
    pinned = {
        name: sum(
            (size * interval.worth[link] for link, size in interval.fixed.items() if link[1] == name), Fraction(0)
        )
        for name in lines
    }
    found = {
        "a chain of needs": any(two in dict(pairs) for _, two in pairs),
        "a circle of needs": bool(in_a_circle(pairs)),
        "an enabler of a later tier": any(lines[one].tier < lines[other].tier for one, other in pairs),
        "an enabler that is not planned": unplanned,
        "caps and thresholds": options.most_from_one is not None and any(line.threshold for line in lines.values()),
        "suppliers and needs": options.suppliers is not None and bool(pairs),
        "pins": bool(interval.fixed),
        "pinned beyond a cap": any(size > (cap[name] or size) for name, size in pinned.items()),
        "several contributions of a member on a line": any(
            len(own) > 1 for name in lines for own in interval.by_member(name).values()
        ),
    }
    return {name for name, there in found.items() if there}


def _planned(interval: Interval, found: Best) -> set[str]:
    counting, covering = counts_of(interval, found.given), covered_by(interval, found.given)
    short = {f"short in tier {line.tier}" for name, line in interval.lines.items() if counting[name] < line.need}
    result = {
        "something is covered and does not count": counting != covering,
        "fractions of a unit": any(size.denominator > 1 for size in counting.values()),
        "ways that whole variables decide": interval.options.suppliers is not None
        or any(line.threshold for line in interval.lines.values()),
        "what does not factor": bool(factor(_network(interval)).odd),
    }
    return short | {name for name, there in result.items() if there}


def _network(interval: Interval) -> Network:
    sinks = {
        name: Sink(line.tier, line.weight, Fraction(line.need), (name,), (name,))
        for name, line in interval.lines.items()
    }
    return Network(interval.left, sinks, interval.links)


def _against(plan: Plan) -> set[str]:
    against = {answer.reason for answer in plan.answers.values()}
    found = {"caveats": bool(against & {"caveat", "task"}), "conditions": "condition" in against}
    return {name for name, there in found.items() if there}


def _otherwise(interval: Interval, found: Best, plan: Plan) -> set[str]:
    """What of it matters: without it, the best sums would be others."""
    result = {
        name
        for name, change in WITHOUT.items()
        if _values(replace(interval, lines={each: change(line) for each, line in interval.lines.items()}))
        != found.values
    }
    options = interval.options
    others = {
        "caps matter": replace(options, most_from_one=None),
        "suppliers matter": replace(options, suppliers=None),
    }
    result |= {
        name for name, other in others.items() if other != options and _values(_asked(interval, other)) != found.values
    }
    if options == NOTHING_ASKED and weighted(interval, plan.counts) != found.counts:
        result.add("more counts than where most is covered")
    return result


def _asked(interval: Interval, options: Options) -> Interval:
    return replace(interval, options=options)


def _values(interval: Interval) -> tuple[Fraction, ...]:
    return best(interval).values
