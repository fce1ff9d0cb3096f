"""What random books hold of what is hard, looked at on the days of their questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from itertools import combinations

from muster.core.contributions import Bridge, Contribution, Step
from tests.oracle import day_by_day as cover
from tests.oracle.amounts.books import PERIOD, questions, random_book
from tests.oracle.amounts.day import Asked
from tests.oracle.amounts.eligible import RULES
from tests.oracle.amounts.hanging_features import hanging
from tests.oracle.amounts.network import components
from tests.oracle.amounts.plan import Plan, plan_of
from tests.oracle.amounts.totals import Book, TotalsPlan
from tests.oracle.books import HORIZON, ending, with_bridges
from tests.oracle.facts import Fact

FEATURES = (
    *(f"short in tier {tier}" for tier in (1, 2, 3)),
    *RULES,
    "ties of tier and weight",
    "pins that give",
    "pins that ask for too much",
    "pins that give nothing",
    "pinned beyond the need",
    "pinned against an earmark, a place or notice",
    "substitution",
    "a component that does not factor",
    "an order that needs b",
    "fractions of a unit",
    "unknown sizes",
    "undeclared caveats matter",
    "open conditions matter",
    "bridges matter",
    "ends of bridges matter",
    "imprecise ends of bridges matter",
    "bridges of what is earmarked",
    "bridges that give the operation",
    "short lines that are accepted",
    "windows of months or years",
    "no window",
    "caps",
    "steps over time",
    "waits for another",
    "waits in a circle",
    "waits and is decided",
    "waiting matters",
    "circles matter",
    "waiting fails along a chain",
    "thresholds matter",
    "needs matter",
    "needs in a circle",
    "needs along a chain matter",
    "joints",
    "parts matter",
    "parts that are not required matter",
    "waits for what is joint",
    "turns",
    "turns matter",
    "turns after assignments",
    "turns against an earmark, a place or notice",
    "turns of months",
    "open turns",
    "totals",
    "instalments",
    "totals carried forward",
    "short totals",
    "substitution in totals",
)


def features(seed: int) -> set[str]:
    """What of FEATURES is in a random book."""
    facts = random_book(seed)
    found = _written(facts)
    for day, known in questions(seed):
        asked = Asked(facts, day, known)
        plan = plan_of(asked)
        found |= _planned(asked, plan)
        found |= _otherwise(asked, plan)
        found |= hanging(asked, plan)
        found |= _totals(Book(facts, PERIOD, known).plan())
    return found


def count(seeds: Iterable[int]) -> Counter[str]:
    """In how many of the books each feature is."""
    counted = Counter(dict.fromkeys(FEATURES, 0))
    for seed in seeds:
        counted.update(features(seed))
    return counted


def _otherwise(asked: Asked, plan: Plan) -> set[str]:
    """What of it matters: without it something else would be covered."""
    facts, day, known = asked.facts, asked.day, asked.known

    def bridging(changed: Callable[[Bridge], Bridge | None]) -> Asked:
        return Asked(with_bridges(facts, changed), day, known)

    others = {
        "undeclared caveats matter": Asked(facts, day, known, undeclared=False),
        "open conditions matter": Asked(facts, day, known, open_conditions=False),
        "bridges matter": bridging(lambda bridge: None),
        "ends of bridges matter": bridging(lambda bridge: ending(bridge, 10 * HORIZON)),
        "imprecise ends of bridges matter": bridging(ending),
    }
    found = {name for name, other in others.items() if plan_of(other).covered != plan.covered}
    accepted = any(cover.accepted(facts, line, day, known) is not None for line in plan.short)
    return found | ({"short lines that are accepted"} if accepted else set())


def _written(facts: list[Fact]) -> set[str]:
    given = [fact.record for fact in facts if isinstance(fact.record, Contribution)]
    dates = [end for each in given if each.window for end in (each.window.start, each.window.last) if end]
    steps = Counter(fact.subject for fact in facts if isinstance(fact.record, Step))
    bridging = [each for each in given if each.bridge is not None]
    found = {
        "bridges of what is earmarked": any(each.line is not None for each in bridging),
        "bridges that give the operation": any(
            each.line is None and each.operation is None and each.pool is None for each in bridging
        ),
        "windows of months or years": any(end.precision != "day" for end in dates),
        "no window": any(each.window is None for each in given),
        "caps": any(fact.kind == "cap" for fact in facts),
        "steps over time": max(steps.values(), default=0) > 1,
        "instalments": any(fact.kind == "instalment" for fact in facts),
    }
    return {name for name, there in found.items() if there}


def _planned(asked: Asked, plan: Plan) -> set[str]:
    pinned = {link for link, taken in plan.pins.given if taken}
    network = plan.factored.network
    found = {
        "ties of tier and weight": _has_ties(plan),
        "pins that give": bool(pinned),
        "pins that ask for too much": bool(plan.pins.short),
        "pins that give nothing": bool(plan.pins.idle),
        "pinned beyond the need": any(plan.pinned[line] > need for line, need in plan.needs.items()),
        "pinned against an earmark, a place or notice": any(_overrides(asked, link) for link in pinned),
        "substitution": bool(network.substituting),
        "a component that does not factor": any(
            answer.by_substitution and link[1] in sinks
            for sinks in plan.factored.odd
            for link, answer in plan.answers.items()
        ),
        "an order that needs b": _needs_b(plan),
        "fractions of a unit": any(size.denominator > 1 for size in plan.covered.values()),
        "unknown sizes": bool(plan.unknown),
    }
    tiers = {f"short in tier {network.sinks[line].tier}" for line in plan.short}
    against = {answer.reason for answer in plan.answers.values() if answer.reason is not None}
    return tiers | against | {name for name, there in found.items() if there}


def _overrides(asked: Asked, link: tuple[str, str]) -> bool:
    """Whether without its pin the contribution could not serve the line."""
    giver, wanted = asked.giver(link[0]), asked.wanted(link[1])
    is_elsewhere = bool(giver.places and wanted.places) and wanted.places[0] not in giver.places
    return giver.earmark not in (None, wanted.id) or is_elsewhere or giver.notice_days is not None


def _has_ties(plan: Plan) -> bool:
    """Whether two lines that compete are alike in tier and weight, and one of them is short."""
    factored = plan.factored
    rank = {each: (sink.tier, sink.weight * factored.b[each]) for each, sink in factored.network.sinks.items()}
    pairs = (pair for _, sinks in components(factored.network) for pair in combinations(sorted(sinks), 2))
    return any(rank[one] == rank[other] and {one, other} & plan.short.keys() for one, other in pairs)


def _needs_b(plan: Plan) -> bool:
    """Whether by weight alone two competing lines of one tier would be taken in another order."""
    sinks, b = plan.factored.network.sinks, plan.factored.b
    pairs = (pair for _, among in components(plan.factored.network) for pair in combinations(sorted(among), 2))
    return any(
        sinks[one].tier == sinks[other].tier
        and (sinks[one].weight - sinks[other].weight) * (sinks[one].weight * b[one] - sinks[other].weight * b[other])
        <= 0
        and b[one] != b[other]
        for one, other in pairs
    )


def _totals(plan: TotalsPlan) -> set[str]:
    links = plan.factored.network.links
    found = {
        "totals": any(plan.covered.values()),
        "totals carried forward": any(
            plan.parcels[parcel].day < plan.terms[term].first and plan.covered[term] for parcel, term in links
        ),
        "short totals": any(size < plan.terms[term].need for term, size in plan.covered.items()),
        "substitution in totals": bool(plan.factored.network.substituting),
    }
    return {name for name, there in found.items() if there}
