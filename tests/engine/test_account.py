"""The account of a plan: every figure of it as plain data, and the lines that prove a shortfall."""

from __future__ import annotations

import copy
import json
from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import given

from muster.core.days import Period
from muster.core.quantity import Qualifier, Quantity
from muster.engine.account import account_of, hall_sets
from muster.engine.allocation import allocate
from muster.engine.network import Flowed, Need, Network, Pair, solved
from muster.engine.proof import faults
from muster.engine.serving import Asked
from muster.engine.touring import Effort
from muster.ledger.entries import Draft
from tests.builders import cap, dates, draft, exactly, unstated
from tests.engine.test_network import networks
from tests.engine.units import plan as plan_of_units
from tests.engine.units import tour
from tests.engine.written import change, committed, in_place, line, on, over_time, pin, ships, unit, wants

HALF = Fraction(1, 2)
FUNDS = draft("capability", "funds", name="Funds", unit="EUR", measure="total")
ROBOTS = draft("capability", "robots", name="Robots", unit="persons", decimals=1)
HALF_AS_GOOD = draft("substitute", "trainers", capability="robots", efficiency="0.5")
ONE_DAY = Period(on("6-30"), on("7-1"))


def hall_set(flowed: Flowed, line: str) -> dict[str, Fraction]:
    """The lines that prove one shortfall."""
    return hall_sets(flowed, [line])[line]


def account(*drafts: Draft, within: Period = ONE_DAY) -> dict[str, Any]:
    """The account of a plan made on 30 June 2026, as somebody else reads it from a file."""
    read: dict[str, Any] = json.loads(json.dumps(account_of(allocate(over_time(*drafts), Asked(on("6-30")), within))))
    return read


def part_of(*drafts: Draft) -> dict[str, Any]:
    """That account of 30 June 2026 alone."""
    (part,) = account(*drafts)["intervals"]
    assert isinstance(part, dict)
    return part


# ---- the lines that prove a shortfall


def flow(lines: str, links: dict[Pair, Fraction], supply: int = 10) -> Flowed:
    """Each line needs 10, each contribution has as many as are said."""
    needs = {name: Need(Fraction(10), 3, 1) for name in lines}
    return solved(Network(needs, {name: Fraction(supply) for name, _ in links}, links), {})


def test_what_nobody_may_serve_proves_itself() -> None:
    assert hall_set(flow("LM", {("A", "M"): Fraction(1)}), "L") == {"L": 1}


def test_a_line_before_it_proves_that_it_is_short() -> None:
    """M is short because A, that alone may serve it, serves L; B serves N, that has nothing to do with it."""
    links = {pair: Fraction(1) for pair in (("A", "L"), ("A", "M"), ("B", "N"))}
    assert hall_set(flow("LMN", links), "M") == {"L": 1, "M": 1}


def test_who_serves_a_line_that_proves_it_takes_part_in_the_proof() -> None:
    """N wants A, that serves L, that could do with B, that serves M."""
    links = {pair: Fraction(1) for pair in (("A", "L"), ("B", "L"), ("B", "M"), ("A", "N"))}
    assert hall_set(flow("LMN", links), "N") == {"L": 1, "M": 1, "N": 1}


def test_who_may_serve_a_line_and_does_not_is_no_part_of_the_proof() -> None:
    """A may serve L and M, and M takes nothing of it: L stands alone."""
    links = {pair: Fraction(1) for pair in (("A", "L"), ("A", "M"), ("B", "M"))}
    assert hall_set(flow("LM", links, supply=6), "L") == {"L": 1}


def test_lines_have_the_measure_that_is_common_to_them() -> None:
    links = {("A", "L"): Fraction(1), ("A", "M"): HALF}
    assert hall_set(flow("LM", links), "M") == {"L": 1, "M": HALF}


@given(networks())
def test_whoever_may_serve_the_lines_of_a_proof_gives_all_it_has_to_them(asked: Network) -> None:
    part = solved(asked, {})
    for line_of_it, one in asked.needs.items():
        links = [pair for pair in part.given if pair[1] == line_of_it]
        if sum(part.given[pair] * asked.worth[pair] for pair in links) < one.amount:
            proof = hall_set(part, line_of_it)
            assert max(proof, key=part.order.index) == line_of_it
            for name in {name for name, to in asked.worth if to in proof}:
                gives = sum(amount for (of, to), amount in part.given.items() if of == name and to in proof)
                assert gives == asked.supplies[name]


# ---- the account


def test_a_small_plan_in_full() -> None:
    """A, of which 5 are pinned to M, gives the rest to L; L lacks 3, for C backfills and D is of unknown size."""
    assert part_of(
        line("L", 20, tier=1, weight=2),
        line("M", 2, servers=["FRA"]),
        *committed("A", 22),
        *committed("C", 9, "DEU", backfills="at home"),
        *committed("D", unstated("some"), "DEU"),
        pin("P", "A", "M", 5),
    ) == {
        "first": "2026-06-30",
        "last": "2026-06-30",
        "lines": {
            "L": {
                "line": "L",
                "tier": 1,
                "weight": 2,
                "unit": "persons",
                "decimals": 0,
                "need": "20",
                "covered": "17",
                "at_most": "20",
            },
            "M": {
                "line": "M",
                "tier": 3,
                "weight": 1,
                "unit": "persons",
                "decimals": 0,
                "need": "2",
                "covered": "2",
                "at_most": "2",
            },
        },
        "contributions": {"A": {"supply": "22", "worth": {"L": "1", "M": "1"}}},
        "pinned": [{"contribution": "A", "line": "M", "amount": "5", "worth": "1"}],
        "assigned": [{"contribution": "A", "line": "L", "amount": "17"}],
        "shortfalls": {"L": {"short": "3", "lines": {"L": "1"}}},
        "unused": {
            "C": {"amount": "0", "reason": "backfill"},
            "D": {"amount": "0", "reason": "below_firmness"},
        },
        "unknown": ["D"],
        "moved": 2,
    }


def test_what_is_left_says_why_and_what_can_serve_says_nothing() -> None:
    part = part_of(line("L", 20, servers=["FRA"]), *committed("A", 50), *committed("B", 7, "DEU"))
    assert part["unused"] == {"A": {"amount": "30", "reason": None}, "B": {"amount": "7", "reason": "may_not_serve"}}
    assert part["contributions"]["B"] == {"supply": "7", "worth": {}}


def test_totals_are_not_among_what_is_left_of_a_day() -> None:
    part, totals = account(FUNDS, line("L", 9, capability="funds"), *committed("A", 5, capability="funds"))["intervals"]
    assert (part["lines"], part["unused"]) == ({}, {})
    assert (totals["first"], totals["last"]) == ("2026-06-30", "2026-06-30")
    assert totals["contributions"] == {"A 2026-06-30": {"supply": "5", "worth": {"2026-06-30 L": "1"}}}
    assert totals["lines"]["2026-06-30 L"]["line"] == "L"
    assert totals["shortfalls"] == {"2026-06-30 L": {"short": "4", "lines": {"2026-06-30 L": "1"}}}


def test_a_pin_that_holds_nothing_is_not_in_the_account() -> None:
    assert part_of(line(), *committed("A", 5), pin("P", "A", "L", 0))["pinned"] == []
    assert part_of(line(servers=["DEU"]), *committed("A", 5), pin("P", "A", "L"))["pinned"] == []


def test_links_that_do_not_fit_together_are_in_the_account() -> None:
    """Robots are worth half a trainer, trainers a robot: no measure is common, and no lines prove what is short."""
    both = draft("substitute", "robots", capability="trainers", efficiency="1")
    lines = (line("L", 9), line("M", 9, capability="robots"))
    part = part_of(ROBOTS, HALF_AS_GOOD, both, *lines, *committed("A", 5), *committed("B", 5, capability="robots"))
    assert [list(one["worth"]) for one in part["contributions"].values()] == [["L", "M"], ["L", "M"]]
    assert [one["lines"] for one in part["together"]] == [["L", "M"]]
    assert {line: one["lines"] for line, one in part["shortfalls"].items()} == {"L": {}}


def a_year_of_everything() -> dict[str, Any]:
    """Pins, substitutes in tenths, ranges, what is unknown, what comes and goes, money; lines that compete."""
    return account(
        FUNDS,
        ROBOTS,
        HALF_AS_GOOD,
        line("L", 40, "2026-02-01", tier=1),
        change("L", 60, "2026-09-01"),
        line("M", 35, weight=3),
        line("N", 5, capability="police"),
        line("F", 100, "2026-01-01", capability="funds"),
        change("F", 100, "2026-07-01"),
        *committed("A", 33),
        *committed("B", 25, "DEU", capability="robots", window=dates("2026-03-01", "2026-10-31")),
        *committed("C", Quantity.said_as(Qualifier.RANGE, 7, 12), "ITA", capability="police", notice_days=30),
        *committed("D", unstated("a company"), "ITA"),
        *committed("E", 150, "DEU", capability="funds"),
        draft("instalment", "E", due="2026-02", quantity=exactly(120)),
        draft("instalment", "E", due="2026-08", quantity=exactly(30)),
        cap("A", "reduced", "2026-05-01", 20),
        pin("P", "B", "M", Quantity.said_as(Qualifier.EXACT, "3.3")),
        pin("Q", "A", "N", 8),
        within=Period(on("1-1"), date(2027, 1, 1)),
    )


def test_every_figure_and_proof_of_a_year_holds() -> None:
    found = a_year_of_everything()
    assert list(faults(found)) == []
    assert sum(len(part["shortfalls"]) for part in found["intervals"]) > len(found["intervals"])
    assert any(len(one["lines"]) > 1 for part in found["intervals"] for one in part["shortfalls"].values())


def test_a_unit_more_or_less_given_anywhere_is_found() -> None:
    right = a_year_of_everything()
    for number, part in enumerate(right["intervals"]):
        for place, gift in enumerate(part["assigned"]):
            for more in (1, -1):
                wrong = copy.deepcopy(right)
                amount = str(Fraction(gift["amount"]) + more)
                wrong["intervals"][number]["assigned"][place]["amount"] = amount
                assert list(faults(wrong)) != []


# ---- tours


TOURING_BOOK = (
    ships(tour_days=4, rest_days=2),
    draft("capability", "boats", name="Boats", unit="ships", parent="ships"),
    wants("A", 3, tier=1),
    wants("B", 2, "2026-07-05", tier=2, weight=5),
    *unit("S", 3),
    *in_place("T", 1, since="2026-06-29", capability="ships", shortest_tour_days=2),
    *committed("D", 2, capability="boats", line="B"),
    pin("P", "D", "B", 1),
)


def touring(*drafts: Draft, **how: Any) -> dict[str, Any]:
    """What the account of the first ten days of July says of tours."""
    found: dict[str, Any] = json.loads(json.dumps(account_of(plan_of_units(*drafts, **how))))
    assert list(found) == ["intervals", "touring"]
    return dict(found["touring"])


def test_what_tours_were_planned_from_stands_in_slots_and_runs() -> None:
    found = touring(
        *TOURING_BOOK,
        tours=[tour("S", "A", "1", "4"), tour("T", "A", "1", "2"), tour("S", "B", "7", "10")],
        effort=Effort(steps=0),
    )
    bounds = found.pop("bounds")
    assert found == {
        "first": "2026-07-01",
        "slot_days": 2,
        "slots": 5,
        "scale": 1,
        "lines": {
            "A": {"tier": 1, "need": [[5, 3]], "weight": [[5, 1]]},
            "B": {"tier": 2, "need": [[2, 0], [5, 1]], "weight": [[2, 0], [5, 5]]},
        },
        "units": {
            "S": {
                "shortest": 1,
                "longest": 2,
                "rest": 1,
                "in_place": False,
                "openings": [
                    {"line": "A", "first": 0, "sizes": [[5, 3]], "begun": None},
                    {"line": "B", "first": 2, "sizes": [[5, 3]], "begun": None},
                ],
            },
            "T": {
                "shortest": 1,
                "longest": 2,
                "rest": 1,
                "in_place": True,
                "openings": [
                    {"line": "A", "first": 0, "sizes": [[5, 1]], "begun": 1},
                    {"line": "A", "first": 1, "sizes": [[5, 1]], "begun": None},
                    {"line": "B", "first": 2, "sizes": [[5, 1]], "begun": None},
                ],
            },
        },
        "amounts": {"D": [{"line": "B", "first": 2, "sizes": [[5, 1]]}]},
        "tours": [
            {"contribution": "S", "line": "A", "first": 0, "end": 2},
            {"contribution": "S", "line": "B", "first": 3, "end": 5},
            {"contribution": "T", "line": "A", "first": 0, "end": 1},
        ],
    }
    assert [list(one) for one in bounds] == [["tier", "covered", "at_most", "multiple", "prices"]] * 2


def test_bounds_stand_with_the_prices_that_are_not_nothing() -> None:
    first, second = touring(*TOURING_BOOK, effort=Effort(steps=0))["bounds"]
    assert (first["tier"], first["covered"], first["multiple"]) == (1, "26", 0)
    assert list(first["prices"]) == ["A"]
    assert (second["tier"], second["multiple"] in {256, 1024, 2048}) == (2, True)
    assert all(runs[-1][0] == 5 for one in (first, second) for runs in one["prices"].values())


def test_where_no_unit_is_nothing_is_said_of_tours() -> None:
    assert list(account(line("L", 20), *committed("A", 5))) == ["intervals"]


def test_tours_stand_among_pins_and_are_told_as_such() -> None:
    found = account_of(plan_of_units(*TOURING_BOOK, tours=[tour("S", "B", "7", "10")]))
    assert [one["pinned"] for one in found["intervals"]] == [
        [],
        [{"contribution": "D", "line": "B", "amount": "1", "worth": "1"}],
        [
            {"contribution": "D", "line": "B", "amount": "1", "worth": "1"},
            {"contribution": "S", "line": "B", "amount": "3", "worth": "1", "tour": True},
        ],
    ]
    assert found["intervals"][2]["unused"]["T"] == {"amount": "1", "reason": "tour"}
    assert list(faults(found)) == []
