"""From needs, supplies and worth to whole numbers and back: factors, components, order, what served before."""

from __future__ import annotations

from fractions import Fraction
from math import lcm

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.engine.network import Flowed, Need, Network, Pair, solved
from tests.engine.test_flow import best

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)


def need(amount: int | Fraction, tier: int = 3, weight: int = 1) -> Need:
    return Need(Fraction(amount), tier, weight)


def network(
    needs: dict[str, int | Need], supplies: dict[str, int], worth: dict[str, int | Fraction], instead: str = ""
) -> Network:
    """Links are written ``A L``: contribution A may serve line L; ``instead``: those that are substitutes."""
    return Network(
        {line: need(one) if isinstance(one, int) else one for line, one in needs.items()},
        {name: Fraction(supply) for name, supply in supplies.items()},
        {pair(link): Fraction(one) for link, one in worth.items()},
        frozenset(pair(link) for link in instead.split(", ") if link),
    )


def pair(link: str) -> Pair:
    contribution, line = link.split()
    return contribution, line


def flow(asked: Network, before: dict[str, int] | None = None) -> Flowed:
    return solved(asked, {pair(link): Fraction(amount) for link, amount in (before or {}).items()})


def given_by(asked: Network, before: dict[str, int] | None = None) -> dict[str, Fraction]:
    return {f"{name} {line}": amount for (name, line), amount in flow(asked, before).given.items()}


# ---- from amounts to whole numbers and back


def test_each_gives_what_is_needed_as_far_as_it_goes() -> None:
    asked = network({"L": 10, "M": 10}, {"A": 15}, {"A L": 1, "A M": 1})
    assert given_by(asked) == {"A L": 10, "A M": 5}


def test_half_as_good_gives_twice_as_much() -> None:
    asked = network({"L": 10, "M": 10}, {"A": 30, "B": 4}, {"A L": HALF, "B L": 1, "A M": HALF})
    assert given_by(asked) == {"A L": 12, "B L": 4, "A M": 18}


def test_what_does_not_go_evenly_is_given_in_fractions() -> None:
    asked = network({"L": 10}, {"A": 20, "B": 7}, {"A L": THIRD, "B L": 1}, "A L")
    part = flow(asked)
    assert part.given == {("A", "L"): 20, ("B", "L"): Fraction(10, 3)}
    assert part.components[0].scale == 3


def test_who_is_worth_more_gives_a_fraction_of_what_is_needed() -> None:
    asked = network({"L": 2, "M": 10}, {"A": 20}, {"A L": 1, "A M": 3}, "A M")
    assert given_by(asked) == {"A L": 2, "A M": Fraction(10, 3)}


def test_what_is_needed_may_be_a_fraction() -> None:
    asked = network({"L": need(Fraction(5, 2))}, {"A": 20}, {"A L": 1})
    assert given_by(asked) == {"A L": Fraction(5, 2)}


def test_what_nobody_gives_and_what_nobody_needs_stays() -> None:
    part = flow(network({"L": 10}, {"A": 5}, {}))
    assert part.given == {}
    assert part.order == ("L",)
    assert flow(network({}, {"A": 5}, {})) == Flowed({}, (), (), ())


# ---- components and their factors


def test_what_is_not_linked_is_scaled_apart() -> None:
    asked = network({"L": 10, "M": 7}, {"A": 20, "B": 7}, {"A L": THIRD, "B M": 1})
    assert [(list(one.of_line), one.scale) for one in flow(asked).components] == [(["L"], 3), (["M"], 1)]


def test_factors_are_found_along_the_links_from_the_first_line() -> None:
    """B is worth half of A; M takes half of what L takes; N, linked only through B, a third of M."""
    quarter, twelfth = Fraction(1, 4), Fraction(1, 12)
    worth: dict[str, int | Fraction] = {"A M": HALF, "A L": 1, "B L": HALF, "B M": quarter, "B N": twelfth}
    part = flow(network({"L": 1, "M": 1, "N": 1}, {"A": 1, "B": 1}, worth))
    (one,) = part.components
    assert one.of_line == {"L": 1, "M": HALF, "N": Fraction(1, 6)}
    assert one.of_contribution == {"A": 1, "B": HALF}
    assert part.unfactored == ()


def unlike() -> Network:
    """B is as good as A for L, and half as good for M: no common measure. N is linked to both only through A."""
    worth: dict[str, int | Fraction] = {"A L": 1, "A M": 1, "B L": 1, "B M": HALF, "A N": 1}
    return network({"L": 10, "M": 10, "N": 10}, {"A": 5, "B": 20}, worth, "B M, A N")


def test_what_does_not_factor_is_planned_without_its_substitutes_and_named() -> None:
    part = flow(unlike())
    assert part.unfactored == ("L", "M", "N")
    assert part.given == {("B", "L"): 10, ("A", "M"): 5}
    assert [sorted(one.of_line) for one in part.components] == [["L", "M"], ["N"]]


def test_a_component_that_factors_keeps_its_substitutes_beside_one_that_does_not() -> None:
    asked = unlike()
    other = network({"O": 3}, {"C": 6}, {"C O": HALF}, "C O")
    both = Network(
        {**asked.needs, **other.needs},
        {**asked.supplies, **other.supplies},
        {**asked.worth, **other.worth},
        asked.substitutes | other.substitutes,
    )
    assert flow(both).unfactored == ("L", "M", "N")
    assert flow(both).given == {**flow(asked).given, ("C", "O"): 6}


# ---- the order of lines


@pytest.mark.parametrize(
    ("lines", "order"),
    [
        ({"L": need(1, 2, 9), "M": need(1, 1, 1)}, ("M", "L")),
        ({"L": need(1, 1, 1), "M": need(1, 1, 2)}, ("M", "L")),
        ({"M": need(1), "L": need(1)}, ("L", "M")),
    ],
    ids=["the more urgent tier first", "then the heavier", "then by id"],
)
def test_lines_are_served_by_tier_weight_and_id(lines: dict[str, int | Need], order: tuple[str, ...]) -> None:
    part = flow(network(lines, {"A": 1}, {"A L": 1, "A M": 1}))
    assert part.order == order
    assert part.given == {("A", order[0]): 1}


def test_a_weight_counts_for_what_a_unit_covers() -> None:
    """A unit of A covers one of L, or three of M: with weight 2 against 1, M gains more by it."""
    asked = network({"L": need(10, weight=2), "M": need(30)}, {"A": 12}, {"A L": 1, "A M": 3}, "A M")
    assert flow(asked).order == ("M", "L")
    assert given_by(asked) == {"A M": 10, "A L": 2}


def test_a_tier_goes_before_what_a_unit_covers() -> None:
    asked = network({"L": need(10, tier=1), "M": need(30, tier=2)}, {"A": 12}, {"A L": 1, "A M": 3}, "A M")
    assert given_by(asked) == {"A L": 10, "A M": 2}


# ---- what served before


def test_who_served_before_serves_again_where_that_is_no_worse() -> None:
    asked = network({"L": 10}, {"A": 10, "B": 10}, {"A L": 1, "B L": 1})
    assert given_by(asked, {"A L": 3, "B L": 7}) == {"A L": 3, "B L": 7}
    assert given_by(asked, {"B L": 10}) == {"B L": 10}
    assert given_by(asked, {"B L": 4}) == {"A L": 6, "B L": 4}


def test_who_served_before_is_kept_in_its_own_measure() -> None:
    """4 of A are worth 2, and 8 of B the rest; of what is needed once, too."""
    asked = network({"L": 10, "M": 1}, {"A": 40, "B": 40, "C": 1, "D": 1}, {"A L": HALF, "B L": 1, "C M": 1, "D M": 1})
    kept = {"A L": 4, "B L": 8, "D M": 1}
    assert given_by(asked, kept) == kept


def test_what_served_before_makes_way_for_what_is_better() -> None:
    asked = network({"L": 10, "M": 10}, {"A": 10, "B": 10}, {"A L": 1, "B L": 1, "A M": 1})
    assert given_by(asked, {"A L": 10}) == {"B L": 10, "A M": 10}


def test_what_served_before_and_may_no_longer_is_forgotten() -> None:
    asked = network({"L": 10}, {"A": 10, "B": 10}, {"B L": 1})
    assert given_by(asked, {"A L": 10, "B M": 5, "B L": 0}) == {"B L": 10}


# ---- any network

NAMES = st.integers(1, 4)
FACTOR = st.sampled_from([Fraction(1), Fraction(2), HALF, THIRD, Fraction(3, 4)])


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Networks that factor, some of whose links are called substitutes."""
    of_line = {f"L{n}": draw(FACTOR) for n in range(draw(NAMES))}
    of_giver = {f"C{n}": draw(FACTOR) for n in range(draw(NAMES))}
    pairs = [(name, line) for name in of_giver for line in of_line if draw(st.booleans())]
    amounts, tiers = st.integers(0, 12), st.integers(1, 2)
    needs = {line: Need(Fraction(draw(amounts)), draw(tiers), draw(st.integers(1, 3))) for line in of_line}
    worth = {(name, line): of_giver[name] * of_line[line] for name, line in pairs}
    return Network(needs, {name: Fraction(draw(amounts)) for name in of_giver}, worth, frozenset(pairs[::2]))


@given(networks())
def test_nobody_gives_more_than_it_has_and_no_line_gets_more_than_it_needs(asked: Network) -> None:
    part = solved(asked, {})
    assert part.unfactored == ()
    for name, supply in asked.supplies.items():
        assert sum(amount for (one, _), amount in part.given.items() if one == name) <= supply
    for line, one in asked.needs.items():
        assert sum(amount * asked.worth[of, to] for (of, to), amount in part.given.items() if to == line) <= one.amount


@given(networks())
def test_factors_multiply_to_the_worth_and_the_first_line_of_each_component_is_the_measure(asked: Network) -> None:
    part = solved(asked, {})
    assert {link for one in part.components for link in one.links} == asked.worth.keys()
    for one in part.components:
        assert one.of_line[min(one.of_line)] == 1
        assert all(asked.worth[name, line] == one.of_contribution[name] * one.of_line[line] for name, line in one.links)


@given(networks())
def test_in_the_common_measure_each_prefix_of_lines_is_covered_at_its_most(asked: Network) -> None:
    part = solved(asked, {})
    of_line = {line: one for each in part.components for line, one in each.of_line.items()}
    of_giver = {name: one for each in part.components for name, one in each.of_contribution.items()}
    needs = [asked.needs[line].amount / of_line[line] for line in part.order]
    supplies = [asked.supplies[name] * one for name, one in of_giver.items()]
    whole = lcm(*(amount.denominator for amount in (*needs, *supplies)))
    links = [[number for number, name in enumerate(of_giver) if (name, line) in asked.worth] for line in part.order]
    expected = best(links, [int(one * whole) for one in needs], [int(one * whole) for one in supplies])
    for line, most in zip(part.order, expected, strict=True):
        gets = sum(amount * of_giver[name] for (name, to), amount in part.given.items() if to == line)
        assert gets == Fraction(most, whole)


@given(networks())
def test_a_plan_that_is_kept_is_the_plan_again(asked: Network) -> None:
    part = solved(asked, {})
    assert solved(asked, part.given) == part
