"""Lines that hang together, in books made by hand: each rule changes who gets what; and no random plan counts less."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from muster.core.days import Period
from muster.core.quantity import Qualifier, Quantity
from muster.engine.account import account_of
from muster.engine.allocation import Plan, allocate
from muster.engine.amounts import Part
from muster.engine.counting import Limited, limited
from muster.engine.network import Need, Network, Pair, solved
from muster.engine.proving import proof_of
from muster.engine.rules import giver_of
from muster.engine.serving import Asked
from muster.engine.touring import Kept
from muster.engine.why import counted
from muster.ledger.entries import Draft
from tests.builders import draft
from tests.engine.written import committed, line, on, over_time, pin

JULY = Period(on("7-1"), on("8-1"))
ROBOTS = draft("capability", "robots", name="Robots", unit="persons")


def plan(*drafts: Draft, kept: Mapping[Pair, Fraction] | None = None, **asked: Any) -> Plan:
    """The plan of July, with its proof."""
    found = allocate(over_time(*drafts), Asked(on("6-30"), **asked), JULY, Kept(assigned=kept or {}))
    assert proof_of(account_of(found)).faults == ()
    return found


def part(*drafts: Draft, **how: Any) -> Part:
    return plan(*drafts, **how).parts[0]


def counts(found: Part) -> dict[str, Fraction]:
    """What counts of each line."""
    return {one: counted(found, one) for one in sorted(found.covered)}


# ---- enabling lines


def test_an_enabling_line_is_served_first_where_more_counts_by_that() -> None:
    """Each of the lift carries six patrols. A flow would give all to the patrols, and none of them would count."""
    found = part(line("PATROLS", 60, tier=1, needs=["LIFT"]), line("LIFT", 10), *committed("A", 35))
    assert found.covered == {"PATROLS": 30, "LIFT": 5}
    assert counts(found) == {"LIFT": 5, "PATROLS": 30}


def test_help_for_an_enabling_line_of_tier_3_is_taken_from_tier_2() -> None:
    book = (line("FIRST", 10, tier=1, needs=["ENABLING"]), line("SECOND", 10, tier=2), line("ENABLING", 4, tier=3))
    found = part(*book, *committed("A", 10, line="FIRST"), *committed("B", 9))
    assert found.covered == {"FIRST": 10, "SECOND": 5, "ENABLING": 4}
    without = part(line("FIRST", 10, tier=1), *book[1:], *committed("A", 10, line="FIRST"), *committed("B", 9))
    assert without.covered == {"FIRST": 10, "SECOND": 9, "ENABLING": 0}


def test_a_tier_is_not_weighed_against_another() -> None:
    """One person more in tier 1 counts for more than a thousand times nine in tier 2."""
    book = (line("FIRST", 10, tier=1, needs=["ENABLING"]), line("ENABLING", 10, tier=3))
    second = line("SECOND", 10, tier=2, weight=1000)
    assert counts(part(*book, second, *committed("A", 19))) == {"FIRST": Fraction(19, 2), "ENABLING": 9.5, "SECOND": 0}


def test_lines_that_depend_on_each_other_are_served_alike() -> None:
    found = part(line("A", 10, needs=["B"]), line("B", 30, needs=["A"]), *committed("C", 20))
    assert found.covered == {"A": 5, "B": 15}


def test_what_does_not_help_anything_to_count_covers_all_the_same() -> None:
    """Nothing of the patrols counts, for there is no lift and nobody to give it; they are covered."""
    book = (line("PATROLS", 60, needs=["LIFT"]), line("LIFT", 10, servers=["ITA"]))
    found = part(*book, *committed("A", 40), *committed("B", 5, "DEU"))
    assert found.covered == {"PATROLS": 45, "LIFT": 0}
    assert found.limited == {"PATROLS": Limited(Fraction(0), by="LIFT")}


# ---- thresholds


def test_a_threshold_is_reached_where_that_pays() -> None:
    """Ten more for L and all twenty of it count; M, which comes first by weight, has ten less."""
    found = part(line("L", 20, weight=3, threshold=100), line("M", 20, weight=4), *committed("A", 30))
    assert counts(found) == {"L": 20, "M": 10}


def test_a_threshold_that_does_not_pay_is_not_reached() -> None:
    found = part(line("L", 30, threshold=100), line("M", 20, weight=4), *committed("A", 30))
    assert counts(found) == {"L": 0, "M": 20}
    assert found.covered == {"L": 10, "M": 20}
    assert found.limited == {"L": Limited(Fraction(0), below=100)}


def test_of_two_lines_with_thresholds_one_is_served_whole() -> None:
    found = part(line("L", 10, threshold=100), line("M", 10, threshold=100), *committed("A", 12))
    assert sorted(counts(found).values()) == [0, 10]


# ---- substitutes that do not fit together


def test_substitutes_serve_though_their_efficiencies_do_not_fit_together() -> None:
    """A trainer is worth a robot, a robot half a trainer: each serves as what it is, and what is left as the other."""
    substitutes = (
        draft("substitute", "trainers", capability="robots", efficiency="0.5"),
        draft("substitute", "robots", capability="trainers", efficiency="1"),
    )
    lines = (line("L", 10), line("M", 10, capability="robots"))
    found = part(ROBOTS, *substitutes, *lines, *committed("A", 4), *committed("B", 18, capability="robots"))
    assert found.covered == {"L": 8, "M": 10}


# ---- rules that a plan is asked for


def test_no_more_than_a_share_counts_from_one_member() -> None:
    """Half of L from France, whichever of its contributions; the rest of them goes to M."""
    book = (line("L", 10, tier=1), line("M", 10, tier=2))
    givers = (*committed("A", 4), *committed("B", 8), *committed("C", 3, "DEU"))
    found = part(*book, *givers, most_from_one=50)
    assert found.covered == {"L": 8, "M": 5}
    assert part(*book, *givers).covered == {"L": 10, "M": 5}


def test_what_could_give_more_but_for_the_cap_says_so() -> None:
    found = part(line("L", 10), *committed("A", 12), most_from_one=30)
    assert found.covered == {"L": 3}
    assert {name: found.reason(name) for name in found.unused} == {"A": "cap"}


def test_what_is_pinned_beyond_the_cap_does_not_count() -> None:
    book = (line("L", 10), *committed("A", 9), pin("P", "A", "L", 8), *committed("B", 1, "DEU"))
    assert part(*book, most_from_one=20).covered == {"L": 3}


def test_what_has_no_member_is_a_member_of_its_own() -> None:
    assert len({giver_of("FRA", "A"), giver_of("FRA", "B"), giver_of(None, "A"), giver_of(None, "FRA")}) == 3


def test_of_what_one_member_alone_serves_nothing_counts_where_two_are_asked_for() -> None:
    """Only France could serve M, which weighs more; so it serves L with Germany, and what is left covers M."""
    book = (line("L", 10), line("M", 10, capability="army", weight=2))
    givers = (*committed("A", 10, capability="army"), *committed("B", 5, "DEU"))
    found = part(*book, *givers, suppliers=2)
    assert counts(found) == {"L": 10, "M": 0}
    assert found.covered == {"L": 10, "M": 5}
    assert found.limited == {"M": Limited(Fraction(0), fewer=2)}


def test_two_suppliers_give_one_unit_each_at_least() -> None:
    found = part(line("L", 10), *committed("A", 10), *committed("B", 3, "DEU"), suppliers=2)
    assert counts(found) == {"L": 10}
    assert min(found.assigned.values()) >= 1


def keyed(**keys: str) -> list[Draft]:
    return [draft("key", of, key="gdp", value=value, unit="EUR", measured="2025") for of, value in keys.items()]


def test_burdens_are_balanced_by_what_each_is_measured_by() -> None:
    """France is three times as rich as Germany, and gives three times as much; Italy has no key, and is named."""
    book = (line("L", 40), *committed("A", 50), *committed("B", 50, "DEU"))
    found = part(*book, *keyed(FRA="300", DEU="100"), balance="gdp")
    assert found.assigned == {("A", "L"): 30, ("B", "L"): 10}
    named = plan(*book, *committed("C", 1, "ITA"), *keyed(FRA="300", DEU="100"), balance="gdp")
    assert named.unbalanced == ("ITA",)


def test_a_balance_counts_what_is_pinned_elsewhere() -> None:
    """France bears half of M already, so Germany gives L what there is to give."""
    book = (line("L", 10), line("M", 20, capability="army"), *committed("P", 10, capability="army"), pin("X", "P", "M"))
    found = part(*book, *committed("A", 50), *committed("B", 5, "DEU"), *keyed(FRA="1", DEU="1"), balance="gdp")
    assert found.assigned["B", "L"] == 5


def test_fewer_moves_come_before_balance() -> None:
    book = (line("L", 40), *committed("A", 50), *committed("B", 50, "DEU"), *keyed(FRA="300", DEU="100"))
    kept = {("B", "L"): Fraction(25)}
    found = part(*book, kept=kept, balance="gdp")
    assert found.assigned == {("A", "L"): 15, ("B", "L"): 25}


def test_the_choices_that_were_made_stay_when_burdens_are_balanced() -> None:
    book = (line("L", 10, threshold=50), *committed("A", 9), *committed("B", 9, "DEU"), *keyed(FRA="1", DEU="1"))
    found = part(*book, balance="gdp", suppliers=2)
    assert found.assigned == {("A", "L"): 5, ("B", "L"): 5}


# ---- who moves


def test_who_serves_stays_where_as_much_counts() -> None:
    book = (line("P", 20, tier=1, needs=["L"]), line("L", 10), *committed("A", 9), *committed("B", 9, "DEU"))
    kept = {("A", "P"): Fraction(5), ("B", "P"): Fraction(7), ("A", "L"): Fraction(4), ("B", "L"): Fraction(2)}
    assert part(*book, kept=kept).assigned == kept


# ---- never worse than the flow


def drawn(random: Random) -> list[Draft]:
    """A book of lines that depend on each other, some with a threshold, and of kinds that stand in for others."""
    names = [f"L{number}" for number in range(random.randint(2, 5))]
    kinds = ("trainers", "army", "robots")
    drafts = [ROBOTS]
    drafts += [
        draft("substitute", of, capability=kind, efficiency=random.choice(("0.5", "1", "2")))
        for of, kind in (("trainers", "robots"), ("robots", "trainers"))
        if random.random() < 0.6
    ]
    for name in names:
        stated: dict[str, Any] = {"tier": random.randint(1, 3), "weight": random.randint(1, 3)}
        stated |= {"needs": random.sample(names, random.randint(1, 2))} if random.random() < 0.6 else {}
        stated |= {"threshold": random.choice((40, 70, 100))} if random.random() < 0.4 else {}
        drafts.append(line(name, random.randint(1, 30), capability=random.choice(kinds), **stated))
    for number in range(random.randint(1, 5)):
        kind, member = random.choice(kinds), random.choice(("FRA", "DEU", "ITA"))
        drafts += committed(f"C{number}", random.randint(1, 20), member, capability=kind)
    return drafts


def by_flow(found: Part) -> dict[str, Fraction]:
    """What covers each line where a flow decides."""
    field = found.field
    needs = {name: Need(Fraction(one.need), one.tier, one.weight) for name, one in field.wanted.items()}
    left = {name: Fraction(one.supply) for name, one in field.offered.items()}
    flowed = solved(Network(needs, left, field.worth, field.substitutes), {})
    covered = dict.fromkeys(field.wanted, Fraction(0))
    for (giver, name), amount in flowed.given.items():
        covered[name] += amount * field.worth[giver, name]
    return covered


def value(found: Part, covered: Mapping[str, Fraction]) -> list[Fraction]:
    """What counts in each tier, then what is covered."""
    wanted = found.field.wanted
    short = limited(wanted, covered)
    tiers = sorted({one.tier for one in wanted.values()})
    sums = []
    for what in ({name: short[name].counts if name in short else covered[name] for name in wanted}, covered):
        sums += [sum((one.weight * what[n] for n, one in wanted.items() if one.tier == t), Fraction(0)) for t in tiers]
    return sums


@pytest.mark.parametrize("seed", range(40))
def test_no_plan_counts_less_than_that_of_the_flow_and_each_is_proven(seed: int) -> None:
    found = part(*drawn(Random(seed)))
    assert value(found, found.covered) >= value(found, by_flow(found))


def test_random_books_hang_together_often() -> None:
    more = [
        value(found, found.covered) > value(found, by_flow(found))
        for found in (part(*drawn(Random(seed))) for seed in range(40))
    ]
    assert more.count(True) > 10


def test_what_may_come_is_planned_together_too() -> None:
    """35 to 70: of 70, ten are lift, and so 60 patrols count."""
    may_come = committed("A", Quantity.said_as(Qualifier.RANGE, 35, 70))
    found = part(line("PATROLS", 60, tier=1, needs=["LIFT"]), line("LIFT", 10), *may_come)
    assert found.covered == {"PATROLS": 30, "LIFT": 5}
    assert found.at_most == {"PATROLS": 60, "LIFT": 10}
